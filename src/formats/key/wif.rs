//! Wallet import format: one private key of the curve secp256k1, its network, and whether its public key is compressed.

use std::{fmt, ops::RangeInclusive};

use super::{Form, FormError, Key, KeyError, base58check};
use crate::crypto::secret::{SecretBytes, SecretText, are_equal};

/// How many characters a key has.
pub(super) const LENGTHS: RangeInclusive<usize> = 51..=52;

/// Bytes of a private key.
const KEY_BYTES: usize = 32;

/// The Bitcoin network that a key is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// The main network.
    #[default]
    Mainnet,
    /// Any of the test networks.
    Testnet,
}

impl Network {
    const fn version(self) -> u8 {
        match self {
            Self::Mainnet => 0x80,
            Self::Testnet => 0xef,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mainnet => "mainnet",
            Self::Testnet => "testnet",
        })
    }
}

pub(super) fn read(text: &str) -> Result<Key, KeyError> {
    let payload = base58check::read(text)?;
    let (&version, rest) = payload.expose().split_first().ok_or(KeyError::Base58Kind)?;
    let network = match version {
        0x80 => Network::Mainnet,
        0xef => Network::Testnet,
        _ => return Err(KeyError::Base58Kind),
    };
    let (key, compressed) = match rest.split_at_checked(KEY_BYTES) {
        Some((key, [])) => (key, false),
        Some((key, [1])) => (key, true),
        _ => return Err(KeyError::Base58Kind),
    };
    if !is_on_curve(key) {
        return Err(KeyError::OutOfRange);
    }
    Key::of(SecretBytes::copy_of(key), Form::Wif { network, compressed }, text.as_bytes())
}

pub(super) fn write(
    key: &[u8],
    network: Network,
    compressed: bool,
    text: &mut SecretText,
) -> Result<(), FormError> {
    if key.len() != KEY_BYTES {
        return Err(FormError::Wif { bytes: key.len() });
    }
    if !is_on_curve(key) {
        return Err(FormError::OutOfRange);
    }
    let payload = SecretBytes::build(1 + KEY_BYTES + usize::from(compressed), |place| {
        place.fill(1);
        place[0] = network.version();
        place[1..=KEY_BYTES].copy_from_slice(key);
    });
    base58check::write(&payload, text);
    Ok(())
}

/// Whether the number is at least 1 and below the order of secp256k1, by one subtraction that always runs to its end.
#[must_use]
pub fn is_on_curve(key: &[u8]) -> bool {
    const ORDER: [u8; KEY_BYTES] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xba,
        0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
    ];
    let (mut borrow, mut any) = (0u16, 0u8);
    for (&digit, &order) in key.iter().zip(&ORDER).rev() {
        borrow = u16::from(digit).wrapping_sub(u16::from(order) + borrow) >> 15;
        any |= digit;
    }
    let is_zero = (u16::from(any).wrapping_sub(1) >> 15) as u8;
    let is_below = borrow as u8;
    key.len() == KEY_BYTES && are_equal(&[is_below, is_zero], &[1, 0])
}

#[cfg(test)]
mod tests {
    use super::*;

    // The key 1 in all four writings, from the address that everybody knows not to use.
    const ONE: [(&str, Network, bool); 4] = [
        ("5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf", Network::Mainnet, false),
        ("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn", Network::Mainnet, true),
        ("91avARGdfge8E4tZfYLoxeJ5sGBdNJQH4kvjJoQFacbgwmaKkrx", Network::Testnet, false),
        ("cMahea7zqjxrtgAbB7LSGbcQUr1uX1ojuat9jZodMN87JcbXMTcA", Network::Testnet, true),
    ];

    #[test]
    fn network_and_compression_are_read_and_written() {
        for (text, network, compressed) in ONE {
            let key = read(text).unwrap();
            assert_eq!(key.form(), Form::Wif { network, compressed });
            assert_eq!(key.master_secret().expose(), [&[0; 31][..], &[1]].concat());
            assert!(key.is_given_back_by(key.master_secret()), "{text}");
        }
    }

    #[test]
    fn a_wrong_letter_is_noticed() {
        let wif = ONE[1].0;
        assert_eq!(read(&wif.replace("7LrciV", "7LrciW")).map(|_| ()), Err(KeyError::Base58Checksum));
        assert_eq!(read(&wif.replace('L', "0")).map(|_| ()), Err(KeyError::Base58Letter { position: 24 }));
        assert_eq!(read("").map(|_| ()), Err(KeyError::Base58Length));
        assert_eq!(
            read("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa").map(|_| ()),
            Err(KeyError::Base58Kind),
            "an address"
        );
    }

    #[test]
    fn zero_and_the_order_of_the_curve_are_no_keys() {
        let mut order = [0xff; 32];
        order[15] = 0xfe;
        order[16..].copy_from_slice(&0xbaaedce6af48a03bbfd25e8cd0364141u128.to_be_bytes());
        assert!(!is_on_curve(&order) && !is_on_curve(&[0; 32]) && !is_on_curve(&[0xff; 32]));
        order[31] -= 1;
        assert!(is_on_curve(&order));
        let mut text = SecretText::default();
        assert_eq!(write(&[0; 32], Network::Mainnet, true, &mut text), Err(FormError::OutOfRange));
        assert_eq!(write(&[1; 16], Network::Mainnet, true, &mut text), Err(FormError::Wif { bytes: 16 }));
    }
}
