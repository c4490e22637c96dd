//! Base58 with a checksum of four bytes: what WIF, xprv and addresses are written in.

use super::KeyError;
use crate::crypto::{
    hash::sha256_twice,
    secret::{SecretBytes, SecretText, are_equal},
};

const CHECKSUM_BYTES: usize = 4;

/// The longest that is read: an extended key and its checksum.
const MAX_BYTES: usize = 78 + CHECKSUM_BYTES;

/// Characters of the longest base58 text for `MAX_BYTES` bytes.
const MAX_LETTERS: usize = 112;

/// Whether a text is a WIF or xprv by its length and digits, or so nearly that a slip in it should be told as one.
pub(super) fn is_meant(text: &str) -> bool {
    matches!(text.len(), 50..=53 | 109..=112) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The bytes that a text stands for, without the checksum.
///
/// # Errors
///
/// When a digit is none of base58, the text is too long or too short, or its checksum does not hold.
pub fn read(text: &str) -> Result<SecretBytes, KeyError> {
    if text.len() > MAX_LETTERS {
        return Err(KeyError::Base58Length);
    }
    let mut length = 0;
    let whole =
        SecretBytes::try_build(MAX_BYTES, |place| bs58::decode(text).onto(place).map(|bytes| length = bytes))
            .map_err(|error| match error {
                bs58::decode::Error::BufferTooSmall => KeyError::Base58Length,
                _ => KeyError::Base58Letter { position: first_foreign(text) },
            })?;
    let body = length.checked_sub(CHECKSUM_BYTES).filter(|&body| body > 0).ok_or(KeyError::Base58Length)?;
    let (payload, checksum) = whole.expose()[..length].split_at(body);
    if are_equal(checksum, &sha256_twice(payload)[..CHECKSUM_BYTES]) {
        Ok(SecretBytes::copy_of(payload))
    } else {
        Err(KeyError::Base58Checksum)
    }
}

/// The bytes that base58 without a checksum stands for, for values that are no secret; none if a digit is none of it, or
/// there are more than an extended key has.
#[must_use]
pub fn unchecked(text: &str) -> Option<Vec<u8>> {
    let mut place = [0; MAX_BYTES];
    let length = bs58::decode(text).onto(&mut place[..]).ok()?;
    Some(place[..length].to_vec())
}

/// The text of a payload that is no secret.
#[must_use]
pub fn text_of(payload: &[u8]) -> String {
    let mut text = SecretText::default();
    write(&SecretBytes::copy_of(payload), &mut text);
    text.expose().to_owned()
}

/// Adds `payload` and its checksum to `text`.
pub(super) fn write(payload: &SecretBytes, text: &mut SecretText) {
    let body = payload.len();
    let whole = SecretBytes::build(body + CHECKSUM_BYTES, |place| {
        place[..body].copy_from_slice(payload.expose());
        place[body..].copy_from_slice(&sha256_twice(payload.expose())[..CHECKSUM_BYTES]);
    });
    let mut length = 0;
    let letters = SecretBytes::build(MAX_LETTERS, |place| {
        // There is room for the longest payload; the self-check of a split would see a shorter text.
        length = bs58::encode(whole.expose()).onto(place).unwrap_or(0);
    });
    text.push_str(str::from_utf8(&letters.expose()[..length]).unwrap_or_default());
}

fn first_foreign(text: &str) -> usize {
    let digit = |character: char| character.is_ascii_alphanumeric() && !"0OIl".contains(character);
    text.chars().position(|character| !digit(character)).map_or(0, |at| at + 1)
}
