//! A file key under the key that wraps it: the body of every kind of stanza that is known here.

use super::{
    FILE_KEY_BYTES,
    aead::{CIPHER_NONCE_BYTES, Cipher, NotAuthentic, TAG_BYTES},
    stanza::{HeaderError, Stanza},
};
use crate::crypto::{secret::SecretBytes, stack};

/// A file key is wrapped once under a key of its own, so that the nonce is fixed.
const NONCE: [u8; CIPHER_NONCE_BYTES] = [0; CIPHER_NONCE_BYTES];

/// A key for one message, with its nonce.
pub struct OneKey {
    pub key: SecretBytes,
    pub nonce: [u8; CIPHER_NONCE_BYTES],
}

/// The body of a stanza: the file key under this key.
pub fn wrapped(key: &SecretBytes, file_key: &SecretBytes) -> Vec<u8> {
    sealed(key, &NONCE, file_key)
}

/// The same, where the nonce comes with the key.
pub fn wrapped_under(OneKey { key, nonce }: &OneKey, file_key: &SecretBytes) -> Vec<u8> {
    sealed(key, nonce, file_key)
}

fn sealed(key: &SecretBytes, nonce: &[u8; CIPHER_NONCE_BYTES], file_key: &SecretBytes) -> Vec<u8> {
    let cipher = Cipher::new(key);
    let mut body = SecretBytes::build(FILE_KEY_BYTES + TAG_BYTES, |place| {
        place[..FILE_KEY_BYTES].copy_from_slice(file_key.expose());
    });
    stack::wiped(|| cipher.seal(nonce, body.expose_mut()));
    body.expose().to_vec()
}

/// Refuses a body of another length, before it is opened: a longer one could be made to open under several keys.
pub fn check(stanza: &Stanza) -> Result<(), HeaderError> {
    let is_right = stanza.body.len() == FILE_KEY_BYTES + TAG_BYTES;
    if is_right { Ok(()) } else { Err(stanza.malformed()) }
}

/// The file key in a body that [`check`] has passed.
pub fn unwrapped(key: &SecretBytes, stanza: &Stanza) -> Result<SecretBytes, NotAuthentic> {
    opened(key, &NONCE, stanza)
}

/// The same, where the nonce comes with the key.
pub fn unwrapped_under(OneKey { key, nonce }: &OneKey, stanza: &Stanza) -> Result<SecretBytes, NotAuthentic> {
    opened(key, nonce, stanza)
}

fn opened(
    key: &SecretBytes,
    nonce: &[u8; CIPHER_NONCE_BYTES],
    stanza: &Stanza,
) -> Result<SecretBytes, NotAuthentic> {
    let cipher = Cipher::new(key);
    let mut body = SecretBytes::copy_of(&stanza.body);
    stack::wiped(|| cipher.open(nonce, body.expose_mut()))?;
    Ok(SecretBytes::copy_of(&body.expose()[..FILE_KEY_BYTES]))
}
