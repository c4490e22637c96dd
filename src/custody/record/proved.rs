//! Public values that a key gave before it was dealt. Every custodian holds the record, so it holds no address and no extended
//! key, which betray what there is to take; but the hash of each, under a salt that lies with the value in a file for owner
//! and auditor. What betrays no more than the record itself stands in it.

use serde::{Deserialize, Serialize};

use super::share_key::SALT_BYTES;
use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::{bytes, hex, sha256_hex},
    },
    custody::kept,
};

/// Keeps these hashes apart from all others.
const LABEL: &[u8] = b"quorate public value 1\n";

/// What a file of public values says of itself.
pub const SCHEMA: &str = "quorate/public-values";

/// The version of such a file.
pub const VERSION: u32 = 1;

/// A public value, as a record or a line of a journal holds it: as it is, or as a hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedValue {
    /// Its kind, such as `bitcoin-address`.
    pub kind: String,
    /// The path to it; none where it is that of the key itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The value, of the kinds that betray no more than the record: a fingerprint, an age recipient, an SSH key, a
    /// sealed key's fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The hash of any other value, 64 hex digits; in a journal none where the record does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub digest: Option<String>,
    /// Present if it takes a BIP-39 passphrase.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bip39_passphrase: bool,
}

/// The kind of the key in a sealed file, whose value is what OpenSSH shows of it.
const KEY_FILE: &str = "key-file";

impl RecordedValue {
    /// The key in a sealed file, by the fingerprint that OpenSSH shows of it.
    #[must_use]
    pub fn of_key_file(fingerprint: &str) -> Self {
        Self {
            kind: KEY_FILE.to_owned(),
            path: None,
            value: Some(fingerprint.to_owned()),
            digest: None,
            bip39_passphrase: false,
        }
    }

    /// Whether it is the key in a sealed file.
    #[must_use]
    pub fn is_key_file(&self) -> bool {
        self.kind == KEY_FILE
    }

    /// Whether a record can hold this: one value or one hash.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        match (&self.value, &self.digest) {
            (Some(_), None) => true,
            (None, Some(digest)) => bytes::<32>(digest).is_some(),
            _ => false,
        }
    }

    /// Whether it is the same value, wherever it stands.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.value == other.value && self.digest == other.digest
    }

    /// Whether it proves a key, and not eight digits alone, of which another key is soon made.
    #[must_use]
    pub fn proves(&self) -> bool {
        self.kind != "fingerprint"
    }
}

/// The file with the values that a record holds as hashes. Confidential: whoever reads it sees what there is to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PublicValues {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// The identifier of the set.
    pub set: u16,
    /// The values.
    pub values: Vec<Opening>,
}

/// A value, with what its hash was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opening {
    /// Its kind.
    pub kind: String,
    /// The value.
    pub value: String,
    /// The salt, 64 hex digits.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub salt: String,
}

impl Opening {
    /// A value with a fresh salt.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn fresh(kind: &str, value: &str, entropy: &mut impl Entropy) -> Result<Self, NoEntropy> {
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt)?;
        Ok(Self { kind: kind.to_owned(), value: value.to_owned(), salt: hex(&salt) })
    }

    /// The hash that a record holds of it: SHA-256 over a label, the salt and the value; none if the salt is none.
    #[must_use]
    pub fn digest(&self) -> Option<String> {
        let salt = bytes::<SALT_BYTES>(&self.salt)?;
        Some(sha256_hex(&[LABEL, &salt, self.value.as_bytes()].concat()))
    }
}

impl PublicValues {
    /// Those of a set.
    #[must_use]
    pub fn new(set: u16, values: Vec<Opening>) -> Self {
        Self { schema: SCHEMA.to_owned(), version: VERSION, set, values }
    }

    /// Reads the file; none if it is no such file, or of a later version.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(text).ok()?;
        (read.schema == SCHEMA && read.version == VERSION).then_some(read)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        kept::text(self)
    }

    /// The value that a record holds the hash of; none if it is not here.
    #[must_use]
    pub fn open(&self, recorded: &RecordedValue) -> Option<&str> {
        let wanted = recorded.digest.as_ref()?;
        let opening = self.values.iter().find(|one| one.digest().as_ref() == Some(wanted))?;
        Some(&opening.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    #[test]
    fn a_hash_is_opened_by_its_own_value_and_salt_alone() {
        let address = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
        let opening = Opening::fresh("bitcoin-address", address, &mut Scripted(3)).unwrap();
        let recorded = RecordedValue {
            kind: "bitcoin-address".to_owned(),
            path: None,
            value: None,
            digest: opening.digest(),
            bip39_passphrase: false,
        };
        assert!(recorded.is_consistent());
        let salt = bytes::<32>(&opening.salt).unwrap();
        let by_hand = [b"quorate public value 1\n", &salt[..], address.as_bytes()].concat();
        assert_eq!(recorded.digest.as_deref(), Some(sha256_hex(&by_hand).as_str()));
        let file = PublicValues::new(7, vec![opening.clone()]);
        let read = PublicValues::read(file.text().as_bytes()).unwrap();
        assert_eq!(read, file);
        assert_eq!(read.open(&recorded), Some(address));
        for changed in [
            Opening { value: address.replace('q', "p"), ..opening.clone() },
            Opening { salt: "0".repeat(64), ..opening.clone() },
            Opening { salt: "0".repeat(62), ..opening },
        ] {
            assert_eq!(PublicValues::new(7, vec![changed]).open(&recorded), None);
        }
        assert!(PublicValues::read(b"{}").is_none());
        let neither = RecordedValue { digest: None, ..recorded.clone() };
        let both = RecordedValue { value: Some(address.to_owned()), ..recorded };
        assert!(!neither.is_consistent() && !both.is_consistent());
    }
}
