//! The public half of a private key file, with every private number marked, in PEM and in DER.
//!
//! What tells where they are is not marked: lengths, names, line ends. In PEM a sign that holds a bit of such a thing is not,
//! either: up to two bytes at each end of a number.

use std::ops::Range;

use quorate::{
    crypto::secret::SecretBytes,
    formats::{age::base64, keyfile::PublicHalf},
};

use crate::valgrind::{mark, reveal};

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../data/keyfiles/", $name))
    };
}

/// Each container, with the public half and where the private numbers are in that which is simplest.
const FILES: [(&str, &str, Numbers); 14] = [
    (file!("ed25519.pkcs8.pem"), file!("ed25519.spki.pem"), ED25519),
    (file!("ed25519-v2.pkcs8.pem"), file!("ed25519.spki.pem"), ED25519),
    (file!("ed25519.openssh"), file!("ed25519.spki.pem"), ED25519),
    (file!("p256-bare.sec1.pem"), file!("p256.spki.pem"), P256),
    (file!("p256.sec1.pem"), file!("p256.spki.pem"), P256),
    (file!("p256.pkcs8.pem"), file!("p256.spki.pem"), P256),
    (file!("p256.openssh"), file!("p256.spki.pem"), P256),
    (file!("p384.sec1.pem"), file!("p384.spki.pem"), P384),
    (file!("p384.pkcs8.pem"), file!("p384.spki.pem"), P384),
    (file!("p384.openssh"), file!("p384.spki.pem"), P384),
    (file!("rsa1024.pkcs1.pem"), file!("rsa1024.spki.pem"), RSA1024),
    (file!("rsa2048.pkcs1.pem"), file!("rsa2048.spki.pem"), RSA2048),
    (file!("rsa2048.pkcs8.pem"), file!("rsa2048.spki.pem"), RSA2048),
    (file!("rsa2048.openssh"), file!("rsa2048.spki.pem"), RSA2048),
];

/// A file, and the numbers in it.
type Numbers = (&'static str, fn(&[u8]) -> Vec<Range<usize>>);

const ED25519: Numbers = (file!("ed25519.pkcs8.pem"), |_| std::iter::once(16..48).collect());
const P256: Numbers = (file!("p256.sec1.pem"), |_| std::iter::once(7..39).collect());
const P384: Numbers = (file!("p384.sec1.pem"), |_| std::iter::once(8..56).collect());
const RSA1024: Numbers = (file!("rsa1024.pkcs1.pem"), integers);
const RSA2048: Numbers = (file!("rsa2048.pkcs1.pem"), integers);

/// The digits of the private ones: version, modulus and exponent are none. The sign in front of them is part of a length.
fn integers(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut at = 4;
    let mut found = Vec::new();
    while at < bytes.len() {
        let (start, length) = match bytes[at + 1] {
            0x82 => (at + 4, usize::from(bytes[at + 2]) << 8 | usize::from(bytes[at + 3])),
            0x81 => (at + 3, usize::from(bytes[at + 2])),
            length => (at + 2, usize::from(length)),
        };
        found.push(start + usize::from(bytes[start] == 0)..start + length);
        at = start + length;
    }
    found.split_off(3)
}

/// Where the signs of base64 are in a text, in the block of a key.
fn signs(text: &str) -> Vec<usize> {
    let from = text.rfind("-----BEGIN ").unwrap();
    let (start, end) = (from + text[from..].find('\n').unwrap(), text.rfind("-----END").unwrap());
    (start..end).filter(|at| text.as_bytes()[*at] != b'\n').collect()
}

fn decoded(text: &str) -> Vec<u8> {
    let signs: Vec<u8> = signs(text).into_iter().map(|at| text.as_bytes()[at]).collect();
    base64::from_padded(&signs).unwrap()
}

pub fn public_halves() {
    for (text, public, (simplest, numbers)) in FILES {
        let (bytes, plain) = (decoded(text), decoded(simplest));
        let is_ssh = text.contains("OPENSSH");
        let private: Vec<&[u8]> = numbers(&plain).into_iter().map(|number| &plain[number]).collect();
        let places: Vec<Range<usize>> = private
            .iter()
            // OpenSSH keeps neither of the reduced exponents.
            .filter_map(|number| {
                let at = bytes.windows(number.len()).position(|here| here == *number)?;
                Some(at..at + number.len())
            })
            .collect();
        assert!(places.len() + if is_ssh && private.len() > 1 { 2 } else { 0 } == private.len());

        let signs = signs(text);
        let mut armored = SecretBytes::copy_of(text.as_bytes());
        for number in &places {
            // Groups of four signs that hold nothing else.
            for group in number.start.div_ceil(3)..number.end / 3 {
                for sign in &signs[4 * group..4 * group + 4] {
                    mark(&mut armored.expose_mut()[*sign]);
                }
            }
        }
        agrees(&armored, public);
        if !is_ssh {
            let mut plain = SecretBytes::copy_of(&bytes);
            places.iter().for_each(|number| mark(&mut plain.expose_mut()[number.clone()]));
            agrees(&plain, public);
        }
    }
}

fn agrees(file: &SecretBytes, public: &str) {
    let mut spki = PublicHalf::of_private(file).unwrap().spki();
    // Where nothing is stored to compare it with, it is still computed from what was marked; and it is public.
    reveal(&mut *spki);
    assert_eq!(spki, decoded(public));
}
