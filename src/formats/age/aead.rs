//! The door to ChaCha20-Poly1305 (RFC 8439): one key, and bytes that are sealed and opened where they are.

use std::fmt;

use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, KeyInit as _};

use crate::crypto::{secret::SecretBytes, stack};

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;

/// Bytes of a nonce.
pub const CIPHER_NONCE_BYTES: usize = 12;

/// Bytes of what proves that nothing was changed.
pub const TAG_BYTES: usize = 16;

/// A key, as the library takes it; wiped when it is dropped. In a box: moved by value it would leave copies.
pub struct Cipher(Box<ChaCha20Poly1305>);

/// What was sealed was changed, or sealed under another key or nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAuthentic;

impl Cipher {
    /// The cipher under this key of [`KEY_BYTES`] bytes.
    #[must_use]
    pub fn new(key: &SecretBytes) -> Self {
        stack::wiped(|| {
            let mut place = [0; KEY_BYTES];
            place.copy_from_slice(key.expose());
            Self(Box::new(ChaCha20Poly1305::new(&place.into())))
        })
    }

    /// Seals all but the last [`TAG_BYTES`] bytes of `place`, which take the tag. What this leaves on the stack is for the
    /// caller to wipe, and what [`Self::open`] leaves.
    pub fn seal(&self, nonce: &[u8; CIPHER_NONCE_BYTES], place: &mut [u8]) {
        let (text, tag_place) = place.split_at_mut(place.len() - TAG_BYTES);
        // Only a text of 256 GiB and more is refused.
        if let Ok(tag) = self.0.encrypt_inout_detached(nonce.into(), &[], text.into()) {
            tag_place.copy_from_slice(&tag);
        }
    }

    /// Opens what [`Self::seal`] has made, all but its last [`TAG_BYTES`] bytes.
    ///
    /// # Errors
    ///
    /// When it is not authentic; `place` is as it was then.
    pub fn open(&self, nonce: &[u8; CIPHER_NONCE_BYTES], place: &mut [u8]) -> Result<(), NotAuthentic> {
        let text_bytes = place.len().checked_sub(TAG_BYTES).ok_or(NotAuthentic)?;
        let (text, tag) = place.split_at_mut(text_bytes);
        let tag: &[u8; TAG_BYTES] = (&*tag).try_into().map_err(|_| NotAuthentic)?;
        let opened = self.0.decrypt_inout_detached(nonce.into(), &[], text.into(), tag.into());
        opened.map_err(|_| NotAuthentic)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_seals_as_openssl_does_and_opens_nothing_that_was_changed() {
        // The key of RFC 8439, 2.8.2, whose own answer is with associated data, which the format has not.
        let key =
            SecretBytes::build(KEY_BYTES, |place| (0x80..).zip(place).for_each(|(byte, at)| *at = byte));
        let cipher = Cipher::new(&key);
        let mut place = [0; 3 + TAG_BYTES];
        place[..3].copy_from_slice(b"abc");
        cipher.seal(&[7; CIPHER_NONCE_BYTES], &mut place);
        assert_eq!(place, KNOWN);
        let mut changed = place;
        changed[1] ^= 1;
        assert_eq!(cipher.open(&[7; CIPHER_NONCE_BYTES], &mut changed), Err(NotAuthentic));
        assert_eq!(cipher.open(&[6; CIPHER_NONCE_BYTES], &mut place), Err(NotAuthentic));
        assert_eq!(cipher.open(&[7; CIPHER_NONCE_BYTES], &mut place[..TAG_BYTES - 1]), Err(NotAuthentic));
        assert_eq!(cipher.open(&[7; CIPHER_NONCE_BYTES], &mut place), Ok(()));
        assert_eq!(&place[..3], b"abc");
    }

    const KNOWN: [u8; 19] = [
        0x1b, 0xe8, 0xbc, 0x3d, 0x1d, 0x46, 0x90, 0x56, 0x05, 0x73, 0xb0, 0x6b, 0x7b, 0x39, 0xd8, 0x78, 0x30,
        0x7a, 0x78,
    ];
}
