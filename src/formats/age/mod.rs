//! The age format, version 1 (age-encryption.org/v1). A file sealed to an X25519 identity opens with any age program, and the
//! 32 bytes of the identity are what is split. Small files, such as shares, are sealed to hybrid recipients, keys of SSH
//! and passphrases, too.
//!
//! Nothing here reads or writes: text and chunks come in and go out.
//!
//! ```text
//! seal:  Identity -> begin -> text of the header, PayloadKey -> Chunks::seal, run after run
//! open:  text -> Header -> payload_key -> PayloadKey -> Chunks::open, run after run
//! ```

use crate::crypto::{
    entropy::{Entropy, NoEntropy},
    hash::hkdf_sha256,
    secret::SecretBytes,
};

pub mod aead;
pub mod armor;
pub mod base64;
pub mod header;
pub mod hybrid;
pub mod scrypt;
pub mod small;
pub mod ssh;
pub mod stanza;
pub mod stream;
mod wrapping;
pub mod x25519;

pub use self::{
    armor::{Armor, ArmorError},
    header::Header,
    stanza::{HeaderError, Opens},
    stream::{CHUNK_BYTES, Chunks, PayloadKey, SEALED_CHUNK_BYTES, StreamError},
    x25519::{IDENTITY_BYTES, Identity},
};

/// Bytes of a file key, which every stanza of a header wraps.
pub const FILE_KEY_BYTES: usize = 16;

/// Bytes between the header and the first chunk, which make a payload key of a file key.
pub const NONCE_BYTES: usize = 16;

/// What begins a file that only this identity opens, up to its first chunk; and the key of its chunks.
///
/// # Errors
///
/// When the random source fails.
pub fn begin(identity: &Identity, entropy: &mut impl Entropy) -> Result<(Vec<u8>, PayloadKey), NoEntropy> {
    let file_key = SecretBytes::try_build(FILE_KEY_BYTES, |place| entropy.fill(place))?;
    let ephemeral = SecretBytes::try_build(IDENTITY_BYTES, |place| entropy.fill(place))?;
    let mut nonce = [0; NONCE_BYTES];
    entropy.fill(&mut nonce)?;
    let mut text = Header::text(&x25519::wrap(&identity.recipient(), &ephemeral, &file_key), &file_key);
    text.extend_from_slice(&nonce);
    Ok((text, PayloadKey::of(&file_key, &nonce)))
}

/// The key of the chunks behind this header and nonce.
///
/// # Errors
///
/// When the file was not sealed to this identity, or the header was changed.
pub fn payload_key(
    identity: &dyn Opens,
    header: &Header,
    nonce: &[u8; NONCE_BYTES],
) -> Result<PayloadKey, HeaderError> {
    Ok(PayloadKey::of(&header.file_key(identity)?, nonce))
}

/// The key of the header's authentication code.
fn header_key(file_key: &SecretBytes) -> SecretBytes {
    hkdf_sha256(&[], file_key.expose(), b"header")
}
