//! Rolls against a dealer whose randomness can be foretold. Whoever knows all but one contribution, the machine's bytes or one
//! person's rolls, learns nothing from one share too few. The controls show why both key and dealing must be mixed, and each
//! deal for itself: dice in the key alone, and one running stream.

use quorate::{
    ceremony::split::{
        die::{Die, Strength},
        draws::{DealContext, Draws},
        machine::MachineBytes,
        randomness::Rolled,
        rolls::{Contribution, Rolls},
        split_key,
    },
    crypto::{
        entropy::{Entropy, NoEntropy},
        secret::SecretBytes,
    },
    formats::key::{Key, Kind},
    slip39::{
        Exponent, Passphrase, Policy,
        math::{
            gf256,
            shamir::{self, DIGEST_BYTES, DIGEST_INDEX, Point, SECRET_INDEX},
        },
        wordlist,
    },
};

use crate::{
    reference::hex,
    stream::Stream,
    uniformity::{Histogram, Os},
};

/// Deals of which 2^15 share bytes each make 2^20.
const DEALS: usize = 32_768;

fn rolls(stream: &mut impl FnMut() -> u8) -> Contribution {
    let mut rolls = Rolls::begin(Die::SIX, Strength::Bits256);
    let text: String = (0..rolls.needed()).map(|_| char::from(b'1' + stream())).collect();
    rolls.add(text.as_bytes()).unwrap();
    rolls.complete().unwrap()
}

/// Rolls that nobody knows: each byte of the system's below 252 is one.
fn unknown() -> Contribution {
    rolls(&mut || loop {
        let mut byte = [0];
        Os.fill(&mut byte).unwrap();
        if byte[0] < 252 {
            return byte[0] % 6;
        }
    })
}

/// Rolls that everybody knows.
fn known() -> Contribution {
    rolls(&mut || 2)
}

fn machine(bytes: &[u8]) -> MachineBytes {
    MachineBytes::read(hex(bytes)).unwrap()
}

fn fresh_machine() -> MachineBytes {
    MachineBytes::fresh(&mut Os).unwrap()
}

/// The key of these rolls, and the values of its shares.
fn dealt(rolled: &Rolled, policy: &Policy) -> (SecretBytes, Vec<SecretBytes>) {
    let key = rolled.key(32);
    let exponent = Exponent::from_bits(0);
    let context = DealContext { policy, exponent, extendable: true, plan_hash: "" };
    let values = values(&key, policy, &mut Draws::of(rolled, &context));
    (key, values)
}

fn values(key: &SecretBytes, policy: &Policy, entropy: &mut impl Entropy) -> Vec<SecretBytes> {
    let key = Key::read(key, Kind::Raw).unwrap();
    let exponent = Exponent::from_bits(0);
    let split = split_key(policy, &key, &Passphrase::empty(), exponent, entropy, &mut |_| {}).unwrap();
    split.shares.iter().map(|(_, mnemonic)| value(mnemonic.expose())).collect()
}

/// The value in the 33 words of a share: 256 bits, before the three words of the checksum.
fn value(words: &str) -> SecretBytes {
    let numbers: Vec<u16> = words.split(' ').map(|word| wordlist::index(word).unwrap()).collect();
    let bit = |at: usize| (numbers[29 - at / 10] >> (at % 10) & 1) as u8;
    SecretBytes::build(32, |place| {
        (0..256).for_each(|at| place[31 - at / 8] |= bit(at) << (at % 8));
    })
}

/// What is encrypted and shared: from as many shares as suffice.
fn shared(values: &[SecretBytes], threshold: u8) -> SecretBytes {
    let points: Vec<Point<'_>> = (0..threshold).zip(values).map(|(at, value)| (at, value.expose())).collect();
    SecretBytes::build(32, |place| gf256::interpolate(&points, SECRET_INDEX, place))
}

#[test]
fn with_all_but_one_contribution_known_too_few_shares_tell_nothing() {
    let policy: Policy = "2of2".parse().unwrap();
    let context =
        DealContext { policy: &policy, exponent: Exponent::DEFAULT, extendable: true, plan_hash: "" };
    let makers: [(&str, &dyn Fn() -> Rolled); 2] = [
        ("the machine's bytes and one person's rolls are known", &|| {
            Rolled::new(vec![known(), unknown()], machine(&[0x5a; 32])).unwrap()
        }),
        ("all rolls are known", &|| Rolled::new(vec![known(), known()], fresh_machine()).unwrap()),
    ];
    for (what, make) in makers {
        let (mut shares, mut beside) = (Vec::new(), Vec::new());
        for _ in 0..DEALS {
            let rolled = make();
            // Without its encryption, which has no part in it and takes milliseconds.
            let key = rolled.key(32);
            let mut draws = Draws::of(&rolled, &context);
            draws.bind(key.expose());
            draws.fill(&mut [0; 2]).unwrap();
            let values = shamir::split(2, 2, &key, &mut draws).unwrap();
            let one = values[0].expose();
            shares.extend_from_slice(one);
            // How a share lies to the key says nothing either.
            beside.extend(one.iter().zip(key.expose()).map(|(share, key)| share ^ key));
        }
        assert_eq!(Histogram::of(shares).bias(), None, "{what}");
        assert_eq!(Histogram::of(beside).bias(), None, "{what}");
    }
}

/// How much of the value at the index `of` is in the value at `at`, for a polynomial through `known`.
fn weight(known: &[u8], of: u8, at: u8) -> u8 {
    let values: Vec<(u8, [u8; 1])> = known.iter().map(|index| (*index, [u8::from(*index == of)])).collect();
    let points: Vec<Point<'_>> = values.iter().map(|(index, value)| (*index, &value[..])).collect();
    let mut place = [0];
    gf256::interpolate(&points, at, &mut place);
    place[0]
}

/// What one share of a 3-of-n tells of what is shared, to somebody who knows the dealer's values: all bytes that stand beside
/// the random key of the digest.
fn by_one_share(share: Point<'_>, first: &[u8], digest_key: &[u8]) -> Vec<u8> {
    let known = [0, DIGEST_INDEX, SECRET_INDEX];
    let [of_first, of_digest, of_secret] = known.map(|of| weight(&known, of, share.0));
    let secret = |at: usize| {
        let known = times(of_first, first[at]) ^ times(of_digest, digest_key[at - DIGEST_BYTES]);
        (0..=255).find(|secret| times(of_secret, *secret) == share.1[at] ^ known).unwrap()
    };
    (DIGEST_BYTES..share.1.len()).map(secret).collect()
}

/// The product in the standard's field, by shifting and adding.
fn times(one: u8, other: u8) -> u8 {
    (0..8).rev().fold(0, |product: u8, bit| {
        let doubled = (product << 1) ^ if product & 0x80 == 0 { 0 } else { 0x1b };
        doubled ^ if other >> bit & 1 == 0 { 0 } else { one }
    })
}

/// The values of a dealer whose random source is known: the identifier, the first share's, and the key of the digest.
fn foretold(entropy: &mut impl Entropy) -> (Vec<u8>, Vec<u8>) {
    let mut draw = |length| {
        let mut value = vec![0; length];
        entropy.fill(&mut value).unwrap();
        value
    };
    draw(2);
    (draw(32), draw(28))
}

#[test]
fn dice_in_the_key_alone_are_broken_by_one_share() {
    let policy: Policy = "3of5".parse().unwrap();
    let rolled = Rolled::new(vec![unknown()], fresh_machine()).unwrap();
    let key = rolled.key(32);
    let values = values(&key, &policy, &mut Stream::new(9));
    let (first, digest_key) = foretold(&mut Stream::new(9));
    assert_eq!(values[0].expose(), first, "the dealer is the one that is foretold");
    let encrypted = shared(&values, 3);
    for member in 1..5 {
        let found = by_one_share((member, values[usize::from(member)].expose()), &first, &digest_key);
        assert_eq!(found, encrypted.expose()[DIGEST_BYTES..], "share {member} gives 28 of 32 bytes");
    }
    // The same attack on the same key where the dealing is mixed, too: one byte in 256 is right by chance.
    let (_, mixed) = dealt(&rolled, &policy);
    let encrypted = shared(&mixed, 3);
    let found = by_one_share((3, mixed[3].expose()), &first, &digest_key);
    let right = found.iter().zip(&encrypted.expose()[DIGEST_BYTES..]).filter(|(one, other)| one == other);
    assert!(right.count() < 8);
}

/// What one card of a 2-of-n tells of what is shared, to somebody who has the key of its digest.
fn by_one_card(card: Point<'_>, digest_key: &[u8]) -> Vec<u8> {
    let [of_digest, of_secret] =
        [DIGEST_INDEX, SECRET_INDEX].map(|of| weight(&[DIGEST_INDEX, SECRET_INDEX], of, card.0));
    let secret = |at: usize| {
        let known = times(of_digest, digest_key[at - DIGEST_BYTES]);
        (0..=255).find(|secret| times(of_secret, *secret) == card.1[at] ^ known).unwrap()
    };
    (DIGEST_BYTES..card.1.len()).map(secret).collect()
}

/// A stream that runs through all deals, as a careless program would have it: the same bytes for every policy.
struct Running(Stream);

impl Entropy for Running {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        buffer.iter_mut().for_each(|byte| *byte = self.0.bytes(1)[0]);
        Ok(())
    }
}

#[test]
fn one_running_stream_gives_the_key_to_one_card_of_each_of_two_sets() {
    let [two, three]: [Policy; 2] = ["2of3", "3of5"].map(|policy| policy.parse().unwrap());
    let rolled = Rolled::new(vec![unknown()], fresh_machine()).unwrap();
    let key = rolled.key(32);
    let of_two = values(&key, &two, &mut Running(Stream::new(4)));
    let of_three = values(&key, &three, &mut Running(Stream::new(4)));
    let encrypted = shared(&of_two, 2);
    // Card 1 of the 3of5 is what the stream gave first; so was the key of the digest of the 2of3.
    let (card_of_three, card_of_two) = (of_three[0].expose(), of_two[1].expose());
    let found = by_one_card((1, card_of_two), card_of_three);
    assert_eq!(found, encrypted.expose()[DIGEST_BYTES..], "28 of 32 bytes, by one card of each");
    // Two deals of one set of rolls have no value in common.
    let [(_, of_two), (_, of_three)] = [&two, &three].map(|policy| dealt(&rolled, policy));
    let encrypted = shared(&of_two, 2);
    let found = by_one_card((1, of_two[1].expose()), of_three[0].expose());
    let right = found.iter().zip(&encrypted.expose()[DIGEST_BYTES..]).filter(|(one, other)| one == other);
    assert!(right.count() < 8);
}
