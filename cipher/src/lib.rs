//! ChaCha20-Poly1305 (RFC 8439) for quorate's sealed files, in place.
//!
//! A package of its own for one reason. The library is generic, and generic code is compiled where it is used, at the
//! level of whoever uses it: quorate is built small, and a cipher that is built small has half its speed. This package
//! uses it, at the level that `[profile.release.package]` gives to it.

use std::fmt;

use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, KeyInit as _};

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;

/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 12;

/// Bytes of what proves that nothing was changed.
pub const TAG_BYTES: usize = 16;

/// A cipher under one key, which is wiped when it is dropped.
pub struct Cipher(ChaCha20Poly1305);

/// What was sealed was changed, or sealed under another key or nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAuthentic;

impl Cipher {
    /// The cipher under this key. In a box: moved by value it would leave copies. What this leaves on the stack, and the
    /// verbs below, is for the caller to wipe.
    #[must_use]
    pub fn new(key: &[u8; KEY_BYTES]) -> Box<Self> {
        Box::new(Self(ChaCha20Poly1305::new(key.into())))
    }

    /// Seals `text` in its place, without associated data. None of a text of 256 GiB and more.
    #[must_use]
    pub fn seal(&self, nonce: &[u8; NONCE_BYTES], text: &mut [u8]) -> Option<[u8; TAG_BYTES]> {
        self.0.encrypt_inout_detached(nonce.into(), &[], text.into()).ok().map(Into::into)
    }

    /// Opens what [`Self::seal`] has made, in its place.
    ///
    /// # Errors
    ///
    /// When it is not authentic; `text` is as it was then.
    pub fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        text: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), NotAuthentic> {
        let opened = self.0.decrypt_inout_detached(nonce.into(), &[], text.into(), tag.into());
        opened.map_err(|_| NotAuthentic)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(redacted)")
    }
}
