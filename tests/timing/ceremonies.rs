//! The library's own ceremonies, from the secret to what people see, with every secret marked.
//!
//! | secret | marked |
//! | --- | --- |
//! | the key | before it is read: as the text or the bytes that come in |
//! | random bytes | as they are drawn, but for the identifier, which every card shows |
//! | share values | once the words were read; until then they are the words, which are found in a table |
//! | the passphrase | once it was found to be printable |
//! | a hybrid identity | as it was read from its file |
//! | the private numbers of a key file | where they are in the file, in PEM and in DER |
//! | rolls, and the bytes of a machine | as they were typed, and as they are drawn |
//! | the seed of a share's signing key | once it was derived from the words; the derivation alone, by an input of its own |

use quorate::{
    ceremony::{
        drill::Drill,
        passphrase::Judge,
        recover::{self, gathered},
        reissue::{Asked, reissue},
        split::{
            Split,
            die::{Die, Strength},
            draws::{DealContext, Draws},
            machine::MachineBytes,
            oddity::oddity,
            randomness::Rolled,
            rolls::Rolls,
            split_again, split_key, split_secret,
        },
        submission::{Gathered, Source, Submission},
    },
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::{hkdf_sha256, pbkdf2_hmac_sha256},
        secret::{SecretBytes, SecretText},
    },
    custody::record::{
        fingerprint::Fingerprint,
        share_key::{SALT_BYTES, ShareKey},
    },
    formats::{
        key::{Form, Key, Kind},
        public::{PublicSide, PublicValue, Reading, SearchResult},
    },
    slip39::{Deal, Exponent, Group, MasterSecret, Passphrase, Policy, Quorum, Share},
};

use crate::{
    key_files::public_halves,
    locked::mark_secrets,
    sealed,
    stream::Stream,
    valgrind::{mark, reveal},
};

/// A ceremony, by a name to call it.
pub type Ceremony = (&'static str, fn());

/// All of them.
pub const ALL: [Ceremony; 15] = [
    ("split-hex", || split(Kind::Hex, HEX.as_bytes(), &of("3of5"), "")),
    ("split-unnamed", || split(Kind::Auto(None), HEX.as_bytes(), &of("1of1"), "")),
    ("split-raw-passphrase", || split(Kind::Raw, &[0xa5; 32], &of("3of5"), PASSPHRASE)),
    ("split-groups", || split(Kind::Raw, &[0x5a; 16], &groups(), PASSPHRASE)),
    ("split-dice", dice),
    ("recover", || recover(&of("3of5"), &[4, 0, 2], "")),
    ("recover-groups-passphrase", || recover(&groups(), &[2, 0, 7, 3, 5, 4], PASSPHRASE)),
    ("drill", || drill(&of("3of5"))),
    ("drill-groups", || drill(&groups())),
    ("reissue", lost),
    ("split-from-shares", resplit),
    ("fingerprint-and-signature", record),
    ("public-values", public_values),
    ("public-halves", public_halves),
    ("open-hybrid", sealed::hybrid),
];

const HEX: &str = "9f3b00c4d17e2a6685e0ff1023456789abcdefABCDEF55aa00112233445566e7";
const PASSPHRASE: &str = "vellum Quasar 83 thimble";

/// Four rounds of 2,500 iterations.
const EXPONENT: Exponent = Exponent::from_bits(0);

fn of(policy: &str) -> Policy {
    policy.parse().unwrap()
}

fn groups() -> Policy {
    Policy::new(2, vec![Group::new(2, 3).unwrap(), Group::new(3, 5).unwrap()]).unwrap()
}

/// The operating system's random bytes, as far as valgrind knows.
struct Secretive(Stream);

impl Entropy for Secretive {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        self.0.fill(buffer)?;
        // An identifier is public, and the only thing of two bytes that is ever drawn.
        if buffer.len() > 2 {
            mark(buffer);
        }
        Ok(())
    }
}

fn split(kind: Kind<'_>, given: &[u8], policy: &Policy, passphrase: &str) {
    let given = SecretBytes::copy_of(given);
    let passphrase = Passphrase::new(passphrase).unwrap();
    let pages = mark_secrets();
    assert_eq!(pages, 1 + usize::from(!passphrase.is_empty()), "the key, and the passphrase if there is one");
    let key = Key::read(&given, kind).unwrap();
    let split =
        split_key(policy, &key, &passphrase, EXPONENT, &mut Secretive(Stream::new(1)), &mut |_| {}).unwrap();
    assert_is_whole(&split, policy);
}

/// A key and a deal of two people's rolls, one with a die and one with a deck of cards.
fn dice() {
    let die = "1 6 2 5 3 4 4 1 6 6 ".repeat(10);
    let deck: String = (0..52_u32).chain(0..6).map(|at| format!("{},", at * 23 % 52 + 1)).collect();
    let texts = [(6, SecretBytes::copy_of(die.as_bytes())), (52, SecretBytes::copy_of(deck.as_bytes()))];
    let shown = SecretBytes::copy_of("9f3B ".repeat(16).as_bytes());
    assert_eq!(mark_secrets(), 3, "the rolls, as they were typed, and the bytes of another machine");
    assert!(MachineBytes::read(shown.expose()).is_some());
    let contributions = texts.iter().map(|(faces, text)| {
        let mut rolls = Rolls::begin(Die::new(*faces).unwrap(), Strength::Bits256);
        rolls.add(text.expose()).unwrap();
        let rolls = rolls.complete().unwrap();
        assert_eq!(oddity(&rolls).is_some(), *faces == 52, "the cards lie in equal steps");
        rolls
    });
    let contributions = contributions.collect();
    let machine = MachineBytes::fresh(&mut Secretive(Stream::new(3))).unwrap();
    assert!(machine.commitment().is_of(&machine));
    let rolled = Rolled::new(contributions, machine).unwrap();
    let policy = of("3of5");
    let context = DealContext { policy: &policy, exponent: EXPONENT, extendable: true, plan_hash: "" };
    let mut draws = Draws::of(&rolled, &context);
    let key = Key::read(&rolled.key(32), Kind::Raw).unwrap();
    let split = split_key(&policy, &key, &Passphrase::empty(), EXPONENT, &mut draws, &mut |_| {}).unwrap();
    assert_is_whole(&split, &policy);
    assert_ne!(draws.record_salt().unwrap(), [0; SALT_BYTES]);
    assert_eq!(rolled.sealed_identity().len(), 32);
}

fn assert_is_whole(split: &Split, policy: &Policy) {
    assert_eq!(split.shares.len(), policy.share_count());
    assert_eq!(split.recombinations, policy.quorums_to_prove());
}

/// Shares of a key, from a dealing that nobody follows.
fn dealt(policy: &Policy, key: &[u8], passphrase: &str) -> Vec<String> {
    let passphrase = Passphrase::new(passphrase).unwrap();
    let mut stream = Stream::new(7);
    let secret = MasterSecret::copy_of(key).unwrap();
    let ems = secret.encrypt(&passphrase, EXPONENT, &mut stream, &mut |_| {}).unwrap();
    let deal = Deal::new(policy, ems, &mut stream).unwrap();
    deal.groups().iter().flatten().map(|share| share.mnemonic().expose().to_owned()).collect()
}

fn submitted<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<Submission> {
    let read = |(number, text): (usize, &'a String)| Submission::read(Source::typed(number), text);
    (1..).zip(texts).map(read).collect()
}

/// Shares that were read, their values marked.
fn brought<'a>(texts: impl IntoIterator<Item = &'a String>) -> Gathered {
    let gathered = gathered(submitted(texts)).unwrap();
    mark_shares(&gathered);
    gathered
}

fn mark_shares(gathered: &Gathered) {
    let shares = gathered.set.shares().count();
    assert!(mark_secrets() >= shares, "each of {shares} values lies on a page of its own");
}

fn recover(policy: &Policy, members: &[usize], passphrase: &str) {
    let key = [0xc3; 32];
    let texts = dealt(policy, &key, passphrase);
    let passphrase = Passphrase::new(passphrase).unwrap();
    let gathered = brought(members.iter().map(|&member| &texts[member]));
    let quorum = recover::prove(&gathered).unwrap();
    let secret = quorum.ems().decrypt(&passphrase, &mut |_| {});
    let mut shown = Form::Hex.show(&secret).unwrap();
    // The key is shown to whoever recovers it.
    reveal(shown.expose_mut());
    assert_eq!(shown.expose(), "c3".repeat(32).as_bytes());
}

fn drill(policy: &Policy) {
    let texts = dealt(policy, &[0xc3; 32], "");
    let submissions = submitted(&texts);
    let mut drill = Drill::default();
    drill.bring(&submissions, None);
    let gathered = gathered(submissions).unwrap();
    mark_shares(&gathered);
    let quorum = drill.try_every_quorum(&gathered, &mut |_| {}).unwrap();
    let judge = Judge { record: None, are_dealt: drill.are_dealt(), accepts_other: false };
    drill.judge_key(&judge, true, || quorum.ems().decrypt(&Passphrase::empty(), &mut |_| {})).unwrap();
    assert_eq!(
        (drill.recombinations, drill.quorums_passed),
        (policy.quorums_to_prove(), drill.quorums_tried)
    );
}

fn lost() {
    let texts = dealt(&of("3of5"), &[0xc3; 32], "");
    let mut gathered = brought(&texts[..3]);
    let asked = Asked { group: None, member: 4, is_lone: false };
    let made = reissue(&mut gathered, &asked).unwrap();
    assert_eq!(made.mnemonic.expose(), texts[4], "word for word");
}

fn resplit() {
    let texts = dealt(&of("2of3"), &[0xc3; 32], PASSPHRASE);
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let gathered = brought(&texts[1..]);
    let quorum: Quorum = recover::prove(&gathered).unwrap();
    let mut random = Secretive(Stream::new(2));
    let again = split_again(&groups(), quorum.ems(), &mut random).unwrap();
    assert_is_whole(&again, &groups());
    let secret = quorum.ems().decrypt(&passphrase, &mut |_| {});
    let policy = of("2of2");
    let anew =
        split_secret(&policy, &secret, &Passphrase::empty(), EXPONENT, &mut random, &mut |_| {}).unwrap();
    assert_is_whole(&anew, &policy);
}

/// A key that is compared with what it gives, of each kind that is derived in another way. Every path is searched that wallets
/// use: below the last hardened step public points are derived, of which the key is no part.
fn public_values() {
    let key = [0xc3; 32];
    let extended = [&[0x04, 0x88, 0xad, 0xe4][..], &[0; 9], &[0x42; 32], &[0], &key].concat();
    for (bytes, reading, values) in [
        (
            &key[..],
            Reading::Seed,
            &[
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z",
                "73c5da0a",
            ][..],
        ),
        (
            &extended,
            Reading::Extended,
            &["xonly:79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"],
        ),
        (
            &key,
            Reading::Private(None),
            &[
                "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
                "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            ],
        ),
        (&key, Reading::Identity, &["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"]),
    ] {
        let secret = MasterSecret::copy_of(bytes).unwrap();
        assert_eq!(mark_secrets(), 1, "the key");
        let wallet = PublicSide::new(&secret, reading, &SecretText::default()).unwrap();
        for value in values {
            let found = wallet.find(&PublicValue::read(value).unwrap(), None).unwrap();
            assert!(matches!(found, SearchResult::Other | SearchResult::NotAmong(_)), "{value}");
        }
    }
}

/// Something as long as the words of a share.
fn secret_text() -> [u8; 160] {
    std::hint::black_box([b'w'; 160])
}

/// What a record holds of a key and of a share.
fn record() {
    const ITERATIONS: u32 = 1_000;
    let salt = [0x42; SALT_BYTES];
    let texts = dealt(&of("2of3"), &[0xc3; 32], "");

    let mut digest = [0; 8];
    // docs/build/record.md has the label.
    let salted: [&[u8]; 2] = [b"quorate fingerprint 1", &salt];
    pbkdf2_hmac_sha256(&[&[0xc3; 32]], &salted, ITERATIONS, &mut digest, &mut |_| {});
    let value = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let fingerprint = Fingerprint { iterations: ITERATIONS, value };
    let secret = MasterSecret::copy_of(&[0xc3; 32]).unwrap();

    assert_eq!(mark_secrets(), 1, "the key");
    assert!(fingerprint.is_of(&secret, &salt, &mut |_| {}));

    let mut input = secret_text();
    mark(&mut input);
    let _ = hkdf_sha256(&salt, &input, b"a label");

    let words = Share::parse(&texts[1]).unwrap().mnemonic();
    let key = ShareKey::of(&words, &salt);
    drop(words);
    assert_eq!(mark_secrets(), 2, "the key, and the seed of the signing key");
    let mut public = key.public();
    // The record publishes it.
    reveal(&mut public);
    let mut signature = key.sign(b"held");
    // The receipt publishes it.
    reveal(&mut signature);
    assert!(public.verifies(b"held", &signature));
}
