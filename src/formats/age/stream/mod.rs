//! The payload of a sealed file: chunks of 64 KiB, each sealed under its number and whether it is the last, so that none
//! can be changed, moved, taken away or added ("Payload" of the format).
//!
//! Chunks come in runs, which lie in one place and are sealed and opened there.

use super::{
    NONCE_BYTES,
    aead::{CIPHER_NONCE_BYTES, Cipher, NotAuthentic, TAG_BYTES},
};
use crate::crypto::{hash::hkdf_sha256, secret::SecretBytes};

/// Bytes of a chunk; the last may be shorter, and only that of an empty file is empty.
pub const CHUNK_BYTES: usize = 64 << 10;

/// Bytes of a chunk when it is sealed.
pub const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;

/// Chunks of a run at the most: enough that handing it on costs nothing, few enough to be locked in memory.
pub const CHUNKS_OF_A_RUN: usize = 4;

/// The key of a file's chunks.
#[derive(Debug)]
pub struct PayloadKey(Cipher);

/// Why a chunk does not open. Chunks count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// It is not what was sealed there: changed, or moved.
    #[error("chunk {} was altered or is out of its place", chunk + 1)]
    Altered {
        /// Which chunk.
        chunk: u64,
    },
    /// The same of the last chunk that is there: perhaps the rest of it is missing.
    #[error("the last chunk ({}) was altered, cut short or extended", chunk + 1)]
    EndAltered {
        /// Which chunk.
        chunk: u64,
    },
    /// The file ends before its last chunk does.
    #[error("the end is cut off, in or after chunk {}", chunk + 1)]
    CutOff {
        /// The last that is there.
        chunk: u64,
    },
    /// Something follows the last chunk.
    #[error("something was added after the end, chunk {}", chunk + 1)]
    Extended {
        /// The last that was sealed.
        chunk: u64,
    },
}

impl PayloadKey {
    /// The key of the chunks behind this nonce.
    #[must_use]
    pub fn of(file_key: &SecretBytes, nonce: &[u8; NONCE_BYTES]) -> Self {
        Self(Cipher::new(&hkdf_sha256(nonce, file_key.expose(), b"payload")))
    }

    /// Seals the only chunk of a small file: all but the last [`TAG_BYTES`] bytes of `place`, at most [`CHUNK_BYTES`]. What
    /// the cipher leaves on the stack is for the caller to wipe, here and in [`Self::open_only`].
    pub fn seal_only(&self, place: &mut [u8]) {
        self.0.seal(&nonce(0, true), place);
    }

    /// Opens what [`Self::seal_only`] has made, all but its last [`TAG_BYTES`] bytes.
    ///
    /// # Errors
    ///
    /// When it is not what was sealed there.
    pub fn open_only(&self, place: &mut [u8]) -> Result<(), StreamError> {
        let opened = self.0.open(&nonce(0, true), place);
        opened.map_err(|NotAuthentic| fault(self, 0, true, place))
    }
}

/// Some chunks in a row: plain, or sealed. Chunk by chunk at the same place either way.
#[derive(Debug)]
pub struct Chunks {
    place: SecretBytes,
    /// The number of the first chunk, from 0.
    first: u64,
    /// Bytes that are in use, as if all chunks were sealed.
    used: usize,
    is_last: bool,
}

impl Default for Chunks {
    fn default() -> Self {
        let place = SecretBytes::build(CHUNKS_OF_A_RUN * SEALED_CHUNK_BYTES, |_| {});
        Self { place, first: 0, used: 0, is_last: false }
    }
}

impl Chunks {
    /// Fills the run with what is plain, chunk by chunk. `fill` fills its place as far as there is anything left and says
    /// how far; `is_last` is asked afterwards whether nothing is left.
    ///
    /// # Errors
    ///
    /// Whatever they return.
    pub fn take_plain<E>(
        &mut self,
        first: u64,
        mut fill: impl FnMut(&mut [u8]) -> Result<usize, E>,
        is_last: impl FnOnce() -> Result<bool, E>,
    ) -> Result<(), E> {
        self.first = first;
        self.used = 0;
        for place in self.place.expose_mut().chunks_mut(SEALED_CHUNK_BYTES) {
            let bytes = fill(&mut place[..CHUNK_BYTES])?;
            if bytes > 0 || (first == 0 && self.used == 0) {
                self.used += bytes + TAG_BYTES;
            }
            if bytes < CHUNK_BYTES {
                break;
            }
        }
        self.is_last = is_last()?;
        Ok(())
    }

    /// Fills the run with what is sealed, as [`Self::take_plain`] does with what is not.
    ///
    /// # Errors
    ///
    /// Whatever they return.
    pub fn take_sealed<E>(
        &mut self,
        first: u64,
        fill: impl FnOnce(&mut [u8]) -> Result<usize, E>,
        is_last: impl FnOnce() -> Result<bool, E>,
    ) -> Result<(), E> {
        self.first = first;
        self.used = fill(self.place.expose_mut())?;
        self.is_last = is_last()?;
        Ok(())
    }

    /// Seals every chunk in its place. What the cipher leaves on the stack, 14 KiB deep, is for the caller to wipe, when
    /// all is sealed.
    pub fn seal(&mut self, key: &PayloadKey) {
        let (first, is_last, count) = (self.first, self.is_last, self.count());
        for (at, place) in (0..).zip(self.chunks_mut()) {
            key.0.seal(&nonce(first + at, is_last && at + 1 == count), place);
        }
    }

    /// Opens every chunk in its place, and leaves on the stack what [`Self::seal`] does.
    ///
    /// # Errors
    ///
    /// When one is not what was sealed there. Those before it are authentic, and plain.
    pub fn open(&mut self, key: &PayloadKey) -> Result<(), StreamError> {
        let (first, is_last, count) = (self.first, self.is_last, self.count());
        if count == 0 {
            return Err(StreamError::CutOff { chunk: first.saturating_sub(1) });
        }
        for (at, place) in (0..).zip(self.chunks_mut()) {
            let (chunk, ends) = (first + at, is_last && at + 1 == count);
            let is_empty = place.len() == TAG_BYTES && chunk > 0;
            match key.0.open(&nonce(chunk, ends), place) {
                Ok(()) if is_empty => return Err(StreamError::Altered { chunk }),
                Ok(()) => {}
                Err(NotAuthentic) => return Err(fault(key, chunk, ends, place)),
            }
        }
        Ok(())
    }

    fn count(&self) -> u64 {
        self.used.div_ceil(SEALED_CHUNK_BYTES) as u64
    }

    /// All chunks with their tags, as they stand in a file, once they are sealed.
    #[must_use]
    pub fn sealed(&self) -> &[u8] {
        &self.place.expose()[..self.used]
    }

    /// The chunks without their tags, once they are plain.
    pub fn plain(&self) -> impl Iterator<Item = &[u8]> {
        self.sealed().chunks(SEALED_CHUNK_BYTES).map(|chunk| &chunk[..chunk.len().saturating_sub(TAG_BYTES)])
    }

    /// The tag of each chunk: as it was sealed, whether it is sealed or plain just now.
    pub fn tags(&self) -> impl Iterator<Item = &[u8]> {
        self.sealed().chunks(SEALED_CHUNK_BYTES).map(|chunk| &chunk[chunk.len().saturating_sub(TAG_BYTES)..])
    }

    /// Bytes of the chunks without their tags.
    #[must_use]
    pub fn plain_bytes(&self) -> u64 {
        self.plain().map(|chunk| chunk.len() as u64).sum()
    }

    /// Whether the last chunk of the file is in it.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.is_last
    }

    /// The number of the first chunk of the next run.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.first + self.count()
    }

    fn chunks_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        self.place.expose_mut()[..self.used].chunks_mut(SEALED_CHUNK_BYTES)
    }
}

/// What is wrong with a chunk that does not open: perhaps the file was cut off after it, or goes on after it.
fn fault(key: &PayloadKey, chunk: u64, ends: bool, place: &mut [u8]) -> StreamError {
    if place.len() < TAG_BYTES {
        return StreamError::CutOff { chunk };
    }
    match (key.0.open(&nonce(chunk, !ends), place), ends) {
        (Ok(()), true) => StreamError::CutOff { chunk },
        (Ok(()), false) => StreamError::Extended { chunk },
        // A chunk that was cut short cannot be told from one that was changed.
        (Err(NotAuthentic), true) => StreamError::EndAltered { chunk },
        (Err(NotAuthentic), false) => StreamError::Altered { chunk },
    }
}

/// The number of the chunk in 11 bytes, then whether it is the last.
fn nonce(chunk: u64, is_last: bool) -> [u8; CIPHER_NONCE_BYTES] {
    let mut nonce = [0; CIPHER_NONCE_BYTES];
    nonce[3..11].copy_from_slice(&chunk.to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce
}

#[cfg(test)]
mod tests;
