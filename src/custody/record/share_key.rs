//! The key of a share: derived from its words, so that whoever holds the share can sign, and nobody else.
//!
//! HKDF-SHA256 (RFC 5869) with the record's salt, the words as input and a label of its own; the 32 bytes that come out
//! are an Ed25519 key (RFC 8032). Finding a share from its public key takes as many trials as there are values: at
//! least 2^96, for the digest's random key alone is so long (docs/trust/threats.md).

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    crypto::{
        hash::{bytes, hex, hkdf_sha256},
        secret::SecretBytes,
        stack,
    },
    slip39::Mnemonic,
};

/// Bytes of the salt, which keeps the verification keys of one share in two records apart.
pub const SALT_BYTES: usize = 32;

/// Keeps these keys apart from whatever else may once be derived from a share.
const LABEL: &[u8] = b"quorate share key 1";

/// Bytes of a signature.
pub const SIGNATURE_BYTES: usize = 64;

/// The signing key of a share: its seed, which the library makes of it anew what it needs. As secret as the share.
#[derive(Debug)]
pub struct ShareKey(SecretBytes);

impl ShareKey {
    /// The key of the share with these words, for records with this salt.
    #[must_use]
    pub fn of(mnemonic: &Mnemonic, salt: &[u8; SALT_BYTES]) -> Self {
        Self(hkdf_sha256(salt, mnemonic.expose().as_bytes(), LABEL))
    }

    /// What anybody may know of it.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        stack::wiped_deeply(|| PublicKey(self.signing_key().verifying_key().to_bytes()))
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        stack::wiped_deeply(|| self.signing_key().sign(message).to_bytes())
    }

    /// The library's own key, which moves by value: for use where the stack is wiped.
    fn signing_key(&self) -> SigningKey {
        let mut seed = [0; 32];
        seed.copy_from_slice(self.0.expose());
        SigningKey::from_bytes(&seed)
    }
}

/// The verification key of a share: 32 bytes, in files 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Whether `signature` is one of `message` by the share that this key is of. Strict: no second signature can be
    /// made of a first, and keys of small order are refused.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        let signature = Signature::from_bytes(signature);
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        bytes(&text).map(Self).ok_or_else(|| D::Error::custom("not a key of 64 hex digits"))
    }
}
