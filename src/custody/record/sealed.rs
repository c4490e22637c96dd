//! What a record holds of a sealed file: enough to find it, and to tell whether it is still as it was. None of it is
//! secret, and neither is the file.

use serde::{Deserialize, Serialize};

use crate::{crypto::hash::is_hash, custody::plan::PASSPHRASE, formats::recipient::RecipientCode};

/// A sealed file, as it was when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedSealed {
    /// Its name, without a folder.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub name: String,
    /// The SHA-256 of it, 64 hex digits.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// What became of a sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedStanding {
    /// It is as it was.
    AsItWas,
    /// It is not where it was looked for.
    Missing,
    /// Something else is there: a folder, a pipe, a device.
    OtherKind,
    /// It is there and cannot be read, for this reason.
    Unreadable(String),
    /// It has lost or gained bytes.
    OtherLength(u64),
    /// It is as long as it was, and another.
    Altered,
}

/// A share that was sealed to its holder when it was dealt. Whoever has the key of the holder may have sealed it anew since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedShare {
    /// The code of the recipient that it was sealed to, or `passphrase`.
    pub to: String,
    /// The SHA-256 of the sealed file, 64 hex digits.
    pub sha256: String,
}

impl SealedShare {
    /// Whether a passphrase opens it.
    #[must_use]
    pub fn is_by_passphrase(&self) -> bool {
        self.to == PASSPHRASE
    }

    /// Whether this can be in a record.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let is_code = |to: &str| to.parse::<RecipientCode>().is_ok_and(|code| code.to_string() == to);
        (self.to == PASSPHRASE || is_code(&self.to)) && is_hash(&self.sha256)
    }
}

/// Whether a text is the SHA-256 of something in hex.
impl RecordedSealed {
    /// Whether this can be in a record: a name that leads nowhere else, and a hash.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let leads_elsewhere = self.name.contains('/') || matches!(self.name.as_str(), "" | "." | "..");
        !leads_elsewhere && is_hash(&self.sha256)
    }

    /// How a file of so many bytes stands to the recorded one, if its length alone tells.
    #[must_use]
    pub fn standing_by_length(&self, bytes: u64) -> Option<SealedStanding> {
        (bytes != self.bytes).then_some(SealedStanding::OtherLength(bytes))
    }

    /// Its name, and the hash that tells whether a copy is as it was.
    #[must_use]
    pub fn named(&self) -> (&str, &str) {
        (&self.name, &self.sha256)
    }

    /// How this file, whatever it is called, stands to the recorded one.
    #[must_use]
    pub fn standing(&self, found: &Self) -> SealedStanding {
        if let Some(standing) = self.standing_by_length(found.bytes) {
            standing
        } else if found.sha256 == self.sha256 {
            SealedStanding::AsItWas
        } else {
            SealedStanding::Altered
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(name: &str) -> RecordedSealed {
        RecordedSealed { name: name.to_owned(), sha256: "0a".repeat(32), bytes: 200 }
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(sealed("key.pem.age").is_plain());
        for name in ["", ".", "..", "a/b", "/etc/passwd", "../key.age"] {
            assert!(!sealed(name).is_plain(), "{name:?}");
        }
        for sha256 in ["", "0a", &"0A".repeat(32), &"0g".repeat(32)] {
            assert!(!RecordedSealed { sha256: sha256.to_owned(), ..sealed("a") }.is_plain());
        }
    }

    #[test]
    fn what_became_of_it_is_told_whatever_it_is_called() {
        let recorded = sealed("a");
        assert_eq!(recorded.standing(&sealed("b")), SealedStanding::AsItWas);
        let shorter = RecordedSealed { bytes: 199, ..sealed("a") };
        assert_eq!(recorded.standing(&shorter), SealedStanding::OtherLength(199));
        let altered = RecordedSealed { sha256: "0b".repeat(32), ..sealed("a") };
        assert_eq!(recorded.standing(&altered), SealedStanding::Altered);
    }
}
