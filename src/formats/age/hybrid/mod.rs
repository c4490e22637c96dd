//! Hybrid identities and the stanza that wraps a file key for one ("The MLKEM768-X25519 hybrid post-quantum recipient type" of
//! the format): HPKE with ML-KEM-768 and X25519 together. Whoever breaks one of the two still does not have the file key.

use super::{
    base64,
    stanza::{HeaderError, Opens, Stanza},
    wrapping,
    x25519::{IDENTITY_BYTES, is_low_order},
};
use crate::crypto::secret::{SecretBytes, published};

mod hpke;
mod kem;

use self::kem::{ENCAPSULATED_BYTES, point_of};
pub use self::kem::{HybridKey, RANDOM_BYTES, RECIPIENT_BYTES};

/// What such a stanza begins with.
pub const KIND: &str = "mlkem768x25519";

/// Keeps the keys that wrap file keys apart from all others.
const LABEL: &[u8] = b"age-encryption.org/mlkem768x25519";

/// An identity: whoever has it opens what was sealed to it. Any 32 bytes are one, of which all its keys are made.
#[derive(Debug)]
pub struct HybridIdentity(SecretBytes);

impl HybridIdentity {
    /// The identity of these bytes; none if they are not [`IDENTITY_BYTES`].
    #[must_use]
    pub fn new(seed: SecretBytes) -> Option<Self> {
        (seed.len() == IDENTITY_BYTES).then_some(Self(seed))
    }

    /// The bytes, to be written as text.
    pub(in crate::formats) const fn bytes(&self) -> &SecretBytes {
        &self.0
    }

    /// What anybody may know of it: to whom files are sealed.
    #[must_use]
    pub fn recipient(&self) -> Box<[u8; RECIPIENT_BYTES]> {
        Box::new(published(&kem::recipient(&self.0)))
    }
}

/// The encapsulated key in a stanza of this kind; none if it is of another.
///
/// # Errors
///
/// When it is of this kind, and not as the format has it.
pub fn encapsulated_in(stanza: &Stanza) -> Result<Option<[u8; ENCAPSULATED_BYTES]>, HeaderError> {
    let Some([encapsulated]) = stanza.of_kind(KIND)? else { return Ok(None) };
    let encapsulated = stanza.bytes(encapsulated)?;
    wrapping::check(stanza)?;
    // It would give the same product to everybody, and leave ML-KEM alone.
    if is_low_order(&point_of(&encapsulated)) {
        return Err(HeaderError::LowOrder { line: stanza.line });
    }
    Ok(Some(encapsulated))
}

impl Opens for HybridIdentity {
    /// ML-KEM gives a key to everybody, and to others another one: only the body tells for whom it is.
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError> {
        let Some(encapsulated) = encapsulated_in(stanza)? else { return Ok(None) };
        let shared = kem::decapsulated(&self.0, &encapsulated);
        Ok(wrapping::unwrapped_under(&hpke::only_key(&shared, LABEL), stanza).ok())
    }
}

/// The stanza that wraps a file key for a recipient. `random` is [`RANDOM_BYTES`], for this stanza only.
#[must_use]
pub fn wrap(to: &HybridKey, random: &SecretBytes, file_key: &SecretBytes) -> Stanza {
    let (shared, encapsulated) = to.encapsulated(random);
    let body = wrapping::wrapped_under(&hpke::only_key(&shared, LABEL), file_key);
    Stanza { line: 2, arguments: vec![KIND.to_owned(), base64::unpadded(&encapsulated)], body }
}

#[cfg(test)]
mod tests;
