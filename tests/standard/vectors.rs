//! The 45 official vectors. The file tells which are invalid, not why; a parser that refuses everything would pass
//! 30 of them. So the reason of each is written here, as the reference reads its shares.

use quorate::{
    crypto::hash::{hmac_sha512, sha256_twice},
    slip39::{
        GroupProgress, Identifier, MasterSecret, Misfit, MnemonicError, Passphrase, Progress, Quorum,
        QuorumError, Share, ShareSet,
    },
};

use crate::stream::Stream;

pub type Vector = (String, Vec<String>, String, String);

pub fn vectors() -> Vec<Vector> {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../data/vectors.json")).unwrap();
    assert_eq!(vectors.len(), 45);
    vectors
}

/// Whatever keeps mnemonics from being a quorum.
#[derive(Debug, PartialEq)]
enum Refusal {
    Unreadable(MnemonicError),
    Foreign(Misfit),
    NoQuorum(QuorumError),
}

fn open<'a>(mnemonics: impl IntoIterator<Item = &'a String>) -> Result<Quorum, Refusal> {
    let mut set = ShareSet::default();
    for mnemonic in mnemonics {
        let share = Share::parse(mnemonic).map_err(Refusal::Unreadable)?;
        set.add(share).map_err(|misfit| Refusal::Foreign(unnumbered(misfit)))?;
    }
    set.prove().map_err(Refusal::NoQuorum)
}

fn decrypt(quorum: &Quorum) -> MasterSecret {
    quorum.ems().decrypt(&Passphrase::new("TREZOR").unwrap(), &mut |_| {})
}

fn hex(secret: &MasterSecret) -> String {
    secret.expose().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The BIP-32 master key of a seed: version, depth, parent and number (all zero), chain code, key, checksum.
fn xprv(seed: &[u8]) -> String {
    let tag = hmac_sha512(b"Bitcoin seed", seed);
    let (key, chain_code) = tag.expose().split_at(32);
    let body = [&0x0488_ade4u32.to_be_bytes()[..], &[0; 9], chain_code, &[0], key].concat();
    let mut text = [0; 112];
    let length = bs58::encode([&body, &sha256_twice(&body)[..4]].concat()).onto(&mut text[..]).unwrap();
    str::from_utf8(&text[..length]).unwrap().to_owned()
}

/// A share of a set with another number, whatever the numbers are.
const OTHER_NUMBER: Misfit =
    Misfit::Identifier { own: Identifier::from_bits(0), others: Identifier::from_bits(0) };

fn unnumbered(misfit: Misfit) -> Misfit {
    if matches!(misfit, Misfit::Identifier { .. }) { OTHER_NUMBER } else { misfit }
}

/// Too few: the groups needed and there, and of each group with a share its number, how many came and how many must.
fn too_few(groups_needed: usize, group_count: usize, groups: &[(u8, usize, usize)]) -> Refusal {
    let progress = |&(group, present, threshold)| GroupProgress { group, present, threshold };
    let groups = groups.iter().map(progress).collect();
    Refusal::NoQuorum(QuorumError::TooFew(Progress { groups_needed, group_count, groups }))
}

/// Why each invalid vector is invalid; none for the valid ones.
fn refusal(number: usize) -> Option<Refusal> {
    use Refusal::{Foreign, NoQuorum, Unreadable};
    Some(match number {
        2 | 21 => Unreadable(MnemonicError::Checksum),
        3 | 22 => Unreadable(MnemonicError::Padding),
        10 | 29 => Unreadable(MnemonicError::GroupThreshold),
        39 => Unreadable(MnemonicError::WordCount { words: 19 }),
        40 => Unreadable(MnemonicError::WordCount { words: 21 }),
        6 | 25 => Foreign(OTHER_NUMBER),
        7 | 26 => Foreign(Misfit::Exponent),
        8 | 27 => Foreign(Misfit::GroupThreshold),
        9 | 28 => Foreign(Misfit::GroupCount),
        11 | 30 => Foreign(Misfit::SameIndex),
        12 | 31 => Foreign(Misfit::MemberThreshold),
        13 | 32 => NoQuorum(QuorumError::GroupDisagrees { group: 0 }),
        5 | 24 => too_few(1, 1, &[(0, 1, 2)]),
        14 | 33 => too_few(2, 4, &[(1, 1, 1)]),
        15 | 34 => too_few(2, 4, &[(3, 2, 2)]),
        16 | 35 => too_few(2, 4, &[(1, 1, 1), (3, 1, 2)]),
        _ => return None,
    })
}

#[test]
fn the_15_valid_vectors_give_their_secret_and_extended_key_and_the_30_others_their_reason() {
    let mut valid = 0;
    for (number, (title, mnemonics, secret, extended_key)) in (1..).zip(vectors()) {
        let opened = open(&mnemonics).map(|quorum| decrypt(&quorum));
        let Some(expected) = refusal(number) else {
            let recovered = opened.unwrap();
            assert_eq!(hex(&recovered), secret, "{title}");
            assert_eq!(xprv(recovered.expose()), extended_key, "{title}");
            valid += 1;
            continue;
        };
        assert!(secret.is_empty(), "{title}");
        assert_eq!(opened.map(|_| ()), Err(expected), "{title}");
    }
    assert_eq!(valid, 15);
}

#[test]
fn the_valid_vectors_are_spelled_back_as_they_were() {
    for (number, (title, mnemonics, ..)) in (1..).zip(vectors()) {
        if refusal(number).is_none() {
            for mnemonic in mnemonics {
                assert_eq!(Share::parse(&mnemonic).unwrap().mnemonic().expose(), mnemonic, "{title}");
            }
        }
    }
}

#[test]
fn shares_come_in_any_order() {
    let mut stream = Stream::new(1);
    for (number, (title, mut mnemonics, ..)) in (1..).zip(vectors()) {
        if refusal(number).is_none() {
            let first = open(&mnemonics).unwrap();
            for _ in 0..20 {
                stream.shuffle(&mut mnemonics);
                assert!(open(&mnemonics).unwrap().ems().matches(first.ems()), "{title}");
            }
        }
    }
}

#[test]
fn more_shares_and_groups_than_needed_are_welcome_and_tested() {
    let vectors = vectors();
    for (numbers, shares) in [(16..=19, 9), (35..=38, 8)] {
        let vectors = &vectors[numbers.start() - 1..*numbers.end()];
        let mut all: Vec<&String> = vectors.iter().flat_map(|(_, mnemonics, ..)| mnemonics).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), shares, "four groups, some with more members than they need");
        let quorum = open(all).unwrap();
        assert_eq!(hex(&decrypt(&quorum)), vectors[1].2);
        assert!(quorum.untested().is_empty());
    }
}
