//! Files of which one number was exchanged for that of another key, in each place where it stands.

use num_bigint::BigUint;

use super::{PrivateFileError, closed, derived, file, key_block, told};

/// Where `inner` stands in `bytes`.
fn places(bytes: &[u8], inner: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|at| bytes[*at..].starts_with(inner)).collect()
}

fn put(bytes: &[u8], at: &[usize], inner: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    at.iter().for_each(|at| bytes[*at..][..inner.len()].copy_from_slice(inner));
    bytes
}

/// The public number: of a key with a long one nothing but that in front of its end.
fn number(key: &str) -> Vec<u8> {
    let spki = match key.strip_prefix("other-") {
        Some(_) => derived(file(&format!("{key}.openssh"))).unwrap(),
        None => told(key),
    }
    .spki();
    let (from, to) = match key.trim_start_matches("other-") {
        "ed25519" => (12, 44),
        "p256" => (27, 91),
        "p384" => (24, 120),
        _ => (33, 33 + 256),
    };
    spki[from..to].to_vec()
}

#[test]
fn a_stored_half_that_differs_is_refused_wherever_it_stands() {
    for (key, containers, stored) in [
        ("ed25519", &["ed25519.openssh"][..], 3),
        ("ed25519", &["ed25519-v2.pkcs8.pem"], 1),
        ("p256", &["p256.openssh"], 2),
        ("p256", &["p256.pkcs8.pem", "p256.sec1.pem"], 1),
        ("p384", &["p384.openssh"], 2),
        ("p384", &["p384.pkcs8.pem", "p384.sec1.pem"], 1),
        ("rsa2048", &["rsa2048.openssh"], 2),
        ("rsa2048", &["rsa2048.pkcs8.pem", "rsa2048.pkcs1.pem"], 1),
    ] {
        let (own, other) = (number(key), number(&format!("other-{key}")));
        assert_eq!(own.len(), other.len());
        for name in containers {
            let (label, bytes) = key_block(&file(name));
            let places = places(&bytes, &own);
            assert_eq!(places.len(), stored, "{name}");
            let each = places.iter().map(std::slice::from_ref);
            for lying in each.chain([&*places]) {
                let text = closed(&label, &put(&bytes, lying, &other));
                assert_eq!(derived(text), Err(PrivateFileError::Contradicts), "{name} at {lying:?}");
            }
            assert_eq!(derived(closed(&label, &bytes)), Ok(told(key)), "{name}");
        }
    }
}

#[test]
fn a_key_whose_outer_half_alone_is_another_valid_one_is_refused() {
    // What `ssh-keygen -y` believes: one key's private section behind another's public half.
    for key in ["ed25519", "p256", "p384", "rsa2048"] {
        let (label, own) = key_block(&file(&format!("{key}.openssh")));
        let (_, other) = key_block(&file(&format!("other-{key}.openssh")));
        // Magic, three names, and how many keys there are.
        let section = |bytes: &[u8]| {
            39 + 4 + usize::try_from(u32::from_be_bytes(bytes[39..43].try_into().unwrap())).unwrap()
        };
        let lying = [&other[..section(&other)], &own[section(&own)..]].concat();
        assert_eq!(derived(closed(&label, &lying)), Err(PrivateFileError::Contradicts), "{key}");
    }
}

/// The integers of an RSAPrivateKey, each by where its digits are.
fn integers(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut at = 4;
    let mut found = Vec::new();
    while at < bytes.len() {
        assert_eq!(bytes[at], 2);
        let (start, length) = match bytes[at + 1] {
            0x82 => (at + 4, usize::from(bytes[at + 2]) << 8 | usize::from(bytes[at + 3])),
            0x81 => (at + 3, usize::from(bytes[at + 2])),
            length => (at + 2, usize::from(length)),
        };
        found.push(start..start + length);
        at = start + length;
    }
    found
}

#[test]
fn each_number_of_rsa_is_compared_with_the_others() {
    let (label, bytes) = key_block(&file("rsa2048.pkcs1.pem"));
    let integers = integers(&bytes);
    assert_eq!(integers.len(), 9);
    // The version is none of them; what is even or no prime any more is another number, too.
    for (number, digits) in integers.iter().enumerate().skip(1) {
        for (at, bit) in [(digits.end - 1, 2), (digits.start + 1, 4), ((digits.start + digits.end) / 2, 1)] {
            let mut wrong = bytes.clone();
            wrong[at] ^= bit;
            assert_eq!(
                derived(closed(&label, &wrong)),
                Err(PrivateFileError::Contradicts),
                "number {number}"
            );
        }
    }
}

/// RSAPrivateKey of these numbers, each with a zero in front.
fn pkcs1(numbers: [&[u8]; 8]) -> Vec<u8> {
    let element = |tag: u8, contents: &[u8]| {
        let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
        let length = match contents.len() {
            0..128 => vec![length[1]],
            128..256 => vec![0x81, length[1]],
            _ => vec![0x82, length[0], length[1]],
        };
        [&[tag], &*length, contents].concat()
    };
    let integer = |digits: &[u8]| {
        let sign: &[u8] = if digits[0] >= 0x80 { &[0] } else { &[] };
        element(2, &[sign, digits].concat())
    };
    let numbers: Vec<u8> = numbers.iter().flat_map(|digits| integer(digits)).collect();
    element(0x30, &[element(2, &[0]), numbers].concat())
}

#[test]
fn one_and_the_modulus_are_no_factors() {
    // Whoever knows a public key only: e·d is 1 modulo n-1 for a d that they can find, and modulo 0 nothing is compared.
    let (_, bytes) = key_block(&file("rsa2048.pkcs1.pem"));
    let own: Vec<&[u8]> = integers(&bytes).into_iter().map(|digits| &bytes[digits]).collect();
    let digits = |number: usize| own[number].strip_prefix(&[0]).unwrap_or(own[number]);
    let [n, e, d, p, q, dp, dq, inverse] = [1, 2, 3, 4, 5, 6, 7, 8].map(digits);
    let right = [n, e, d, p, q, dp, dq, inverse];
    assert_eq!(derived(pkcs1(right)), Ok(told("rsa2048")));
    let (modulus, exponent) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
    let found = exponent.modinv(&(modulus - 1_u8)).unwrap().to_bytes_be();
    for [p, q] in [[&[1], n], [n, &[1]]] {
        for d in [d, &found, &[1]] {
            let lying = [n, e, d, p, q, d, d, &[1]];
            assert_eq!(derived(pkcs1(lying)), Err(PrivateFileError::Contradicts));
        }
    }
    // The primes exchanged, with what belongs to them: the inverse is another one.
    assert_eq!(derived(pkcs1([n, e, d, q, p, dq, dp, inverse])), Err(PrivateFileError::Contradicts));
    // A longer private exponent that does the same, as some programs write it, would be no longer than the modulus.
    let longer = [d, &[0; 300]].concat();
    assert_eq!(derived(pkcs1([n, e, &longer, p, q, dp, dq, inverse])), Err(PrivateFileError::Contradicts));
}

#[test]
fn a_curve_named_twice_is_named_the_same() {
    let (_, bytes) = key_block(&file("p256.pkcs8.pem"));
    let (_, inner) = key_block(&file("p256.sec1.pem"));
    let head = bytes[..bytes.iter().position(|byte| *byte == 4).unwrap()].to_vec();
    // Inside it is the same key, but for the curve that is named again.
    let with = |inner: &[u8]| {
        let mut der = [&head[..], &[4, u8::try_from(inner.len()).unwrap()], inner].concat();
        assert!(der[1] == 0x81);
        der[2] = u8::try_from(der.len() - 3).unwrap();
        der
    };
    assert_eq!(derived(with(&inner)), Ok(told("p256")));
    let mut lying = inner.clone();
    let named = lying.windows(2).position(|two| two == [0x03, 0x01]).unwrap() + 2;
    lying[named] ^= 1;
    assert_eq!(derived(with(&lying)), Err(PrivateFileError::OtherKind));
}
