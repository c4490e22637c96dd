//! Known answers, asked again on the machine, and of the very file, that will split or recover a key: a flipped bit in
//! memory or in the program must not be found out in twenty years. Words and secrets are those of the standard's
//! official vectors.
//!
//! The random source is tried, too, on blocks that are thrown away. Never on a value that is dealt: to refuse one would
//! tell every keyholder what the key is not.

use std::collections::BTreeSet;

use super::print;
use crate::{
    crypto::entropy::{Entropy, NoEntropy},
    custody::record::share_key::{SALT_BYTES, ShareKey},
    slip39::{Deal, Exponent, Lost, MasterSecret, Mnemonic, Passphrase, Policy, Share, ShareSet},
};

/// A part of the program that does not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The random source gives nothing.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The random source repeats itself, or prefers some bits.
    #[error("what the kernel gives as random bytes is not random")]
    Entropy,
    /// A published set does not give its published secret.
    #[error("a published set does not give its published secret")]
    Recovery,
    /// What is altered or forged is taken for good.
    #[error("an altered share is taken for a good one")]
    Refusal,
    /// A lost share of a published set is made otherwise.
    #[error("a share of a published set comes out differently")]
    Reissue,
    /// A set that was just dealt does not give its secret.
    #[error("a set that was just dealt does not give its secret")]
    Dealing,
    /// The code of a share is not read back.
    #[error("the code of a share is not read back")]
    Code,
    /// A share signs otherwise.
    #[error("a share signs differently than it should")]
    Signature,
}

/// Tries the random source, and the whole core: words, checksum, field, digest, cipher, dealing, codes, and the keys of shares.
///
/// # Errors
///
/// The first part that does not give what it should.
pub fn core(entropy: &mut impl Entropy) -> Result<(), Broken> {
    source(entropy)?;
    recovery().ok_or(Broken::Recovery)?;
    refusal().ok_or(Broken::Refusal)?;
    let third = reissue().ok_or(Broken::Reissue)?;
    dealing(entropy).ok_or(Broken::Dealing)?;
    print::code(&third).map_err(|_| Broken::Code)?;
    signature(&third).ok_or(Broken::Signature)
}

/// Bytes that are drawn from the source and thrown away: by two calls, since each may be answered alike.
const DRAWN: usize = 4096;

/// Bytes that no two pieces of have in common, unless by one chance in 2^111.
const PIECE: usize = 16;

/// How far the ones of a bit may be from half of them. It is ten times their standard deviation, 45: beyond it is one
/// good source in 10^22.
const FARTHEST: usize = 450;

/// Notices a source that is stuck, counts, repeats itself, or gives text. It cannot tell whether somebody knows the bytes.
fn source(entropy: &mut impl Entropy) -> Result<(), Broken> {
    let mut drawn = [0; 2 * DRAWN];
    for block in drawn.chunks_mut(DRAWN) {
        entropy.fill(block)?;
    }
    let pieces = drawn.chunks(PIECE).collect::<BTreeSet<_>>();
    let is_even = |bit: u32| {
        let ones = drawn.iter().filter(|&byte| byte >> bit & 1 == 1).count();
        ones.abs_diff(DRAWN) <= FARTHEST
    };
    let is_random = pieces.len() == drawn.len() / PIECE && (0..u8::BITS).all(is_even);
    is_random.then_some(()).ok_or(Broken::Entropy)
}

fn recovery() -> Option<()> {
    let passphrase = Passphrase::new("TREZOR").ok()?;
    let secret = set(&GROUPS)?.prove().ok()?.ems().decrypt(&passphrase, &mut |_| {});
    secret.matches(&MasterSecret::copy_of(&GROUPS_SECRET).ok()?).then_some(())
}

fn refusal() -> Option<()> {
    let swapped = GROUPS[0].replace("ceramic round", "round ceramic");
    let is_refused = Share::parse(&swapped).is_err() && set(&FORGED)?.prove().is_err();
    is_refused.then_some(())
}

fn reissue() -> Option<Mnemonic> {
    let made = set(&TWO)?.reissue(Lost { group: 0, member: 1, is_lone: false }).ok()?.mnemonic();
    made.is_spelt_by(SECOND).then_some(made)
}

fn dealing(entropy: &mut impl Entropy) -> Option<()> {
    let (secret, none) = (MasterSecret::copy_of(&GROUPS_SECRET).ok()?, Passphrase::empty());
    let policy: Policy = "2of3".parse().ok()?;
    let ems = secret.encrypt(&none, Exponent::from_bits(0), entropy, &mut |_| {}).ok()?;
    let deal = Deal::new(&policy, ems, entropy).ok()?;
    deal.prove().ok()?;
    let words: Vec<Mnemonic> = deal.groups()[0][1..].iter().map(Share::mnemonic).collect();
    let words: Vec<&str> = words.iter().map(Mnemonic::expose).collect();
    set(&words)?.prove().ok()?.ems().decrypt(&none, &mut |_| {}).matches(&secret).then_some(())
}

fn signature(share: &Mnemonic) -> Option<()> {
    let key = ShareKey::of(share, &[0; SALT_BYTES]);
    let is_known = key.public().to_string() == SECOND_KEY;
    (is_known && key.public().verifies(b"known", &key.sign(b"known"))).then_some(())
}

fn set(words: &[&str]) -> Option<ShareSet> {
    let mut set = ShareSet::default();
    for words in words {
        set.add(Share::parse(words).ok()?).ok()?;
    }
    Some(set)
}

/// Vector 36: two groups of several, 256 bits.
const GROUPS: [&str; 5] = [
    "wildlife deal ceramic round aluminum pitch goat racism employer miracle percent math decision \
     episode dramatic editor lily prospect program scene rebuild display sympathy have single mustang \
     junction relate often chemical society wits estate",
    "wildlife deal decision scared acne fatal snake paces obtain election dryer dominant romp tactics \
     railroad marvel trust helpful flip peanut theory theater photo luck install entrance taxi step \
     oven network dictate intimate listen",
    "wildlife deal ceramic scatter argue equip vampire together ruin reject literary rival distance \
     aquatic agency teammate rebound false argue miracle stay again blessing peaceful unknown cover \
     beard acid island language debris industry idle",
    "wildlife deal ceramic snake agree voter main lecture axis kitchen physics arcade velvet spine \
     idea scroll promise platform firm sharp patrol divorce ancestor fantasy forbid goat ajar believe \
     swimming cowboy symbolic plastic spelling",
    "wildlife deal decision shadow analysis adjust bulb skunk muscle mandate obesity total guitar coal \
     gravity carve slim jacket ruin rebuild ancestor numerous hour mortgage require herd maiden public \
     ceiling pecan pickup shadow club",
];

const GROUPS_SECRET: [u8; 32] = [
    0x53, 0x85, 0x57, 0x7c, 0x8c, 0xfc, 0x6c, 0x1a, 0x8a, 0xa0, 0xf7, 0xf1, 0x0e, 0xcd, 0xe0, 0xa3, 0x31,
    0x84, 0x93, 0x26, 0x25, 0x91, 0xe7, 0x8b, 0x8c, 0x14, 0xc6, 0x68, 0x61, 0x67, 0x12, 0x3b,
];

/// Vector 45: shares 1 and 3 of an extendable set, two of which are needed.
const TWO: [&str; 2] = [
    "western apart academic always artist resident briefing sugar woman oven coding club ajar merit \
     pecan answer prisoner artist fraction amount desktop mild false necklace muscle photo wealthy \
     alpha category unwrap spew losing making",
    "western apart academic acid answer ancient auction flip image penalty oasis beaver multiple \
     thunder problem switch alive heat inherit superior teaspoon explain blanket pencil numb lend \
     punish endless aunt garlic humidity kidney observe",
];

/// Share 2 of the same set.
const SECOND: &str = "western apart academic agency aluminum source aircraft browser recall display equip dwarf \
     aviation orange practice acid forward drift gesture decent fortune theater research market ounce \
     quarter much together browser piece lily thorn destroy";

/// Its verification key with a salt of zeros.
const SECOND_KEY: &str = "137446a1cdf08cf438ac85d7a6e4e54ef3515de99e5a2fb6d33281436733a151";

/// Vector 13: shares whose digest is wrong.
const FORGED: [&str; 2] = [
    "guilt walnut academic acid deliver remove equip listen vampire tactics nylon rhythm failure \
     husband fatigue alive blind enemy teaspoon rebound",
    "guilt walnut academic agency brave hamster hobo declare herd taste alpha slim criminal mild \
     arcade formal romp branch pink ambition",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    #[test]
    fn the_core_gives_what_it_should() {
        assert_eq!(core(&mut Scripted(1)), Ok(()));
    }

    /// Gives what its function makes of the place of each byte, from 0, over all calls.
    struct Made(usize, fn(usize) -> u8);

    impl Entropy for Made {
        fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
            for byte in buffer {
                *byte = (self.1)(self.0);
                self.0 += 1;
            }
            Ok(())
        }
    }

    #[test]
    fn a_source_that_is_stuck_counts_or_repeats_is_noticed_and_a_good_one_is_not() {
        fn good(at: usize) -> u8 {
            let mut bytes = [0; 8];
            Scripted(at as u64 / 8).fill(&mut bytes).unwrap();
            bytes[at % 8]
        }
        let bad: [fn(usize) -> u8; 8] = [
            |_| 0,
            |_| 0xff,
            // Zeros and ones in every bit alike, but a pattern.
            |at| if at % 2 == 0 { 0x55 } else { 0xaa },
            |at| at as u8,
            // A counter of four bytes has high ones that never change.
            |at| (at / 4).to_le_bytes()[at % 4],
            // The same block for every call, or a period of its own.
            |at| good(at % DRAWN),
            |at| good(at % 100),
            // One bit that is stuck, of eight.
            |at| good(at) | 0x10,
        ];
        for (number, made) in bad.into_iter().enumerate() {
            assert_eq!(source(&mut Made(0, made)), Err(Broken::Entropy), "{number}");
        }
        for seed in 0..1000 {
            assert_eq!(source(&mut Scripted(seed)), Ok(()), "{seed}");
        }
    }

    #[test]
    fn a_source_that_gives_nothing_fails_the_test() {
        struct Nothing;
        impl Entropy for Nothing {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), NoEntropy> {
                Err(NoEntropy)
            }
        }
        assert_eq!(core(&mut Nothing), Err(Broken::NoEntropy(NoEntropy)));
    }

    #[test]
    fn nothing_is_proved_by_too_few_shares_or_others() {
        assert!(set(&TWO[..1]).unwrap().prove().is_err());
        assert!(set(&[TWO[0], GROUPS[0]]).is_none());
        assert!(signature(&Share::parse(TWO[0]).unwrap().mnemonic()).is_none());
    }
}
