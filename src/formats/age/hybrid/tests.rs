//! Stanzas that are as the format has them, and every way of not being so.

use super::*;
use crate::formats::{
    age::{Header, aead::TAG_BYTES},
    identity::{self, OwnIdentity},
};

const FILE_KEY: &[u8] = b"YELLOW SUBMARINE";

/// The identity of the test kit of age, and the header of a file that is sealed to it.
const OF_KIT: &str = "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";
const HEADER_OF_KIT: &str = include_str!("../../../../tests/data/age/hybrid.header");

fn identity(seed: u8) -> HybridIdentity {
    HybridIdentity::new(SecretBytes::copy_of(&[seed; 32])).unwrap()
}

fn wrapped(to: &HybridIdentity) -> Stanza {
    let to = HybridKey::new(&to.recipient()).unwrap();
    wrap(&to, &SecretBytes::copy_of(&[9; RANDOM_BYTES]), &SecretBytes::copy_of(FILE_KEY))
}

#[test]
fn the_header_of_the_test_kit_opens() {
    let header = Header::read(HEADER_OF_KIT.as_bytes()).unwrap();
    let own = identity::read(&SecretBytes::copy_of(OF_KIT.as_bytes())).unwrap().remove(0);
    assert!(matches!(own, OwnIdentity::Hybrid(_)));
    assert!(header.file_key(&own).unwrap().matches(FILE_KEY));
    assert_eq!(header.file_key(&identity(1)).unwrap_err(), HeaderError::NotForThis);
}

#[test]
fn only_its_own_identity_finds_the_file_key() {
    let stanza = wrapped(&identity(1));
    assert_eq!((stanza.arguments[0].as_str(), stanza.arguments[1].len()), ("mlkem768x25519", 1494));
    assert!(identity(1).unwrap(&stanza).unwrap().unwrap().matches(FILE_KEY));
    assert!(identity(2).unwrap(&stanza).unwrap().is_none());
    for length in [0, 31, 33, 64] {
        assert!(HybridIdentity::new(SecretBytes::copy_of(&vec![1; length])).is_none());
    }
}

#[test]
fn a_stanza_that_is_not_as_the_format_has_it_is_refused_whoever_asks() {
    let good = wrapped(&identity(1));
    let changed = |change: &dyn Fn(&mut Stanza)| {
        let mut stanza = good.clone();
        change(&mut stanza);
        stanza
    };
    let of_length = |length: usize| {
        changed(&|stanza: &mut Stanza| stanza.arguments[1] = base64::unpadded(&vec![5; length]))
    };
    let malformed = [
        changed(&|stanza| stanza.arguments.push("more".to_owned())),
        changed(&|stanza| stanza.arguments.truncate(1)),
        changed(&|stanza| stanza.arguments[1].truncate(1490)),
        changed(&|stanza| stanza.arguments[1].push_str("==")),
        changed(&|stanza| stanza.arguments[1].insert(7, '*')),
        of_length(0),
        of_length(32),
        of_length(ENCAPSULATED_BYTES - 1),
        of_length(ENCAPSULATED_BYTES + 1),
        changed(&|stanza| stanza.body.push(0)),
        changed(&|stanza| stanza.body.truncate(31)),
    ];
    for stanza in malformed {
        assert_eq!(encapsulated_in(&stanza), Err(HeaderError::Malformed { line: 2 }));
        for who in [1, 2] {
            let refused = identity(who).unwrap(&stanza).unwrap_err();
            assert_eq!(refused, HeaderError::Malformed { line: 2 }, "{stanza:?}");
        }
    }
    for other in ["MLKEM768X25519", "mlkem768x25519tag", "X25519"] {
        let other = changed(&|stanza| stanza.arguments[0] = other.to_owned());
        assert!(identity(1).unwrap(&other).unwrap().is_none());
    }
}

#[test]
fn points_of_low_order_are_refused_whoever_asks() {
    let good = wrapped(&identity(1));
    for byte in [0, 1] {
        let mut encapsulated = encapsulated_in(&good).unwrap().unwrap();
        encapsulated[ENCAPSULATED_BYTES - IDENTITY_BYTES..].fill(0);
        encapsulated[ENCAPSULATED_BYTES - IDENTITY_BYTES] = byte;
        let mut low = good.clone();
        low.arguments[1] = base64::unpadded(&encapsulated);
        for who in [1, 2] {
            assert_eq!(identity(who).unwrap(&low).unwrap_err(), HeaderError::LowOrder { line: 2 });
        }
    }
}

#[test]
fn whatever_is_changed_opens_to_nobody() {
    let good = wrapped(&identity(1));
    for at in 0..FILE_KEY.len() + TAG_BYTES {
        let mut changed = good.clone();
        changed.body[at] ^= 1;
        assert!(identity(1).unwrap(&changed).unwrap().is_none(), "{at}");
    }
    for at in (0..ENCAPSULATED_BYTES).step_by(97).chain([1087, 1088, 1118]) {
        let mut encapsulated = encapsulated_in(&good).unwrap().unwrap();
        encapsulated[at] ^= 1;
        let mut changed = good.clone();
        changed.arguments[1] = base64::unpadded(&encapsulated);
        assert!(identity(1).unwrap(&changed).unwrap().is_none(), "{at}");
    }
}
