//! The door to ChaCha20-Poly1305 (RFC 8439): one key, and bytes that are sealed and opened where they are.

pub use quorate_cipher::{KEY_BYTES, NONCE_BYTES as CIPHER_NONCE_BYTES, NotAuthentic, TAG_BYTES};

use crate::{secret::SecretBytes, stack};

/// A key, as the library takes it.
#[derive(Debug)]
pub struct Cipher(Box<quorate_cipher::Cipher>);

impl Cipher {
    /// The cipher under this key of [`KEY_BYTES`] bytes.
    #[must_use]
    pub fn new(key: &SecretBytes) -> Self {
        stack::wiped(|| {
            let mut place = [0; KEY_BYTES];
            place.copy_from_slice(key.expose());
            Self(quorate_cipher::Cipher::new(&place))
        })
    }

    /// Seals all but the last [`TAG_BYTES`] bytes of `place`, which take the tag.
    pub fn seal(&self, nonce: &[u8; CIPHER_NONCE_BYTES], place: &mut [u8]) {
        let (text, tag_place) = place.split_at_mut(place.len() - TAG_BYTES);
        // Only a text of 256 GiB and more is refused.
        if let Some(tag) = self.0.seal(nonce, text) {
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
        self.0.open(nonce, text, (&*tag).try_into().map_err(|_| NotAuthentic)?)
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
