//! BIP-32 extended private keys. One that comes in is protected whole, all 78 bytes, so that it comes back exactly.

use super::{Form, FormError, Key, KeyError, base58check, wif::is_on_curve};
use crate::crypto::{
    hash::hmac_sha512,
    secret::{SecretBytes, SecretText, are_equal},
};

/// Bytes of an extended key: version, depth, parent, number, chain code, and the key behind a zero byte.
pub const EXTENDED_BYTES: usize = 78;

/// Where the key stands, behind its zero byte.
const KEY: usize = 46;

/// The version bytes of private keys: xprv and tprv, and yprv, zprv, uprv and vprv of SLIP-0132.
const VERSIONS: [[u8; 4]; 6] = [
    [0x04, 0x88, 0xad, 0xe4],
    [0x04, 0x35, 0x83, 0x94],
    [0x04, 0x9d, 0x78, 0x78],
    [0x04, 0xb2, 0x43, 0x0c],
    [0x04, 0x4a, 0x4e, 0x28],
    [0x04, 0x5f, 0x18, 0xbc],
];

pub(super) fn read(text: &str) -> Result<Key, KeyError> {
    let payload = base58check::read(text)?;
    if !is_extended_private_key(payload.expose()) {
        return Err(KeyError::Base58Kind);
    }
    if !is_on_curve(&payload.expose()[KEY..]) {
        return Err(KeyError::OutOfRange);
    }
    Key::of(payload, Form::Xprv, text.as_bytes())
}

/// Adds the extended key to `text`: the one that `secret` is, or the master key that BIP-32 makes of a seed.
pub(super) fn write(secret: &[u8], text: &mut SecretText) -> Result<(), FormError> {
    if is_extended_private_key(secret) {
        base58check::write(&SecretBytes::copy_of(secret), text);
        return Ok(());
    }
    if secret.len() > 64 {
        return Err(FormError::Xprv { bytes: secret.len() });
    }
    let hashed = hmac_sha512(b"Bitcoin seed", secret);
    let (key, chain_code) = hashed.expose().split_at(32);
    if !is_on_curve(key) {
        return Err(FormError::OutOfRange);
    }
    let payload = SecretBytes::build(EXTENDED_BYTES, |place| {
        place[..4].copy_from_slice(&VERSIONS[0]);
        place[13..45].copy_from_slice(chain_code);
        place[KEY..].copy_from_slice(key);
    });
    base58check::write(&payload, text);
    Ok(())
}

/// Whether these are the bytes of an extended private key, by their number, version and the zero before the key. Others may
/// be secret there, too.
#[must_use]
pub fn is_extended_private_key(payload: &[u8]) -> bool {
    payload.len() == EXTENDED_BYTES
        && are_equal(&payload[KEY - 1..KEY], &[0])
        && VERSIONS.iter().any(|version| are_equal(&payload[..version.len()], version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip39::MasterSecret;

    // BIP-32, test vector 1, chain m and chain m/0H.
    const MASTER: &str = "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
    const CHILD: &str = "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7";

    #[test]
    fn an_extended_key_comes_back_exactly() {
        for text in [MASTER, CHILD] {
            let key = read(text).unwrap();
            assert_eq!((key.form(), key.master_secret().expose().len()), (Form::Xprv, EXTENDED_BYTES));
            assert!(key.is_given_back_by(key.master_secret()));
            assert!(Form::Xprv.is_told_by(key.master_secret()) && !Form::Age.is_told_by(key.master_secret()));
        }
    }

    #[test]
    fn a_seed_becomes_its_master_key() {
        let seed: Vec<u8> = (0..16).collect();
        let mut text = SecretText::default();
        write(&seed, &mut text).unwrap();
        assert_eq!(text.expose(), MASTER);
        assert!(!Form::Xprv.is_told_by(&MasterSecret::copy_of(&seed).unwrap()));
        assert_eq!(write(&[1; 66], &mut text), Err(FormError::Xprv { bytes: 66 }));
    }

    #[test]
    fn a_public_or_damaged_key_is_refused() {
        let public = "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8";
        assert_eq!(read(public).map(|_| ()), Err(KeyError::Base58Kind));
        assert_eq!(read(&MASTER.replace("Hi", "Hj")).map(|_| ()), Err(KeyError::Base58Checksum));
    }
}
