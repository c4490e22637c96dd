//! What a set was made of, where it was made of shares and not of a key: as long as enough of those shares lie about, they open
//! the key whatever becomes of the new set. So it is recorded whether or not anybody brought a record of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    custody::{card_number::CardNumber, date::Date},
    formats::foreign::{ForeignFormat, ForeignSet},
    slip39::Header,
};

/// What a set was made of, as far as the shares that came say it, or whoever brought them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedOrigin {
    /// What had made those shares.
    pub format: ShareFormat,
    /// The number that they bear: the identifier, of SLIP-0039 and SSKR; the others bear none.
    pub set: Option<u16>,
    /// How many different ones came. How many there are, none of them says.
    pub shares: usize,
    /// Groups that had to come together.
    pub groups_needed: u8,
    /// By group, how many of its shares had to come together; none for a group of which no share came.
    pub thresholds: Vec<Option<u8>>,
}

/// What makes shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ShareFormat {
    /// SLIP-0039.
    #[serde(rename = "slip39")]
    Slip39,
    /// Codex32, BIP-93.
    Codex32,
    /// The Rust crates `sharks` and `blahaj`.
    Sharks,
    /// Sharded Secret Key Reconstruction.
    Sskr,
    /// `ssss-split`.
    Ssss,
    /// `ssss-split -D`.
    SsssPlain,
    /// `HashiCorp` Vault.
    Vault,
    /// Something that a later version of this program reads.
    #[serde(other)]
    Unknown,
}

impl RecordedOrigin {
    /// What these shares of one set of SLIP-0039 say; none where there are none.
    #[must_use]
    pub fn of_shares(headers: impl IntoIterator<Item = Header>) -> Option<Self> {
        let headers: Vec<Header> = headers.into_iter().collect();
        let set = headers.first()?.set;
        let threshold = |group: u8| {
            headers.iter().find(|header| header.group == group).map(|header| header.member_threshold)
        };
        Some(Self {
            format: ShareFormat::Slip39,
            set: Some(set.encryption.identifier.value()),
            shares: headers.len(),
            groups_needed: set.group_threshold,
            thresholds: (0..set.group_count).map(threshold).collect(),
        })
    }

    /// What these shares of another tool say; `threshold` is what was said of those that do not say it themselves.
    #[must_use]
    pub fn of_foreign(format: ForeignFormat, set: &ForeignSet, threshold: u32) -> Self {
        let (number, groups_needed, thresholds) = match set.needed() {
            Some((header, thresholds)) => (Some(header.identifier), header.group_threshold, thresholds),
            None => (None, 1, vec![set.threshold().or_else(|| u8::try_from(threshold).ok())]),
        };
        Self { format: format.into(), set: number, shares: set.count(), groups_needed, thresholds }
    }

    /// The identifier of the set of SLIP-0039 that it was; none where another tool had made the shares.
    #[must_use]
    pub fn superseded(&self) -> Option<u16> {
        self.set.filter(|_| self.format == ShareFormat::Slip39)
    }
}

/// That the owner accepts, by name, that shares from before a set still open its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedShares {
    /// Of which set; none for shares of another tool.
    pub set: Option<u16>,
    /// When.
    pub day: Date,
    /// Why.
    pub text: String,
    /// Whether it was known by then that people who should not have the key can take it with them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub former: bool,
    /// Which of them were known by then to be in the wrong hands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stolen: Vec<CardNumber>,
}

impl From<ForeignFormat> for ShareFormat {
    fn from(format: ForeignFormat) -> Self {
        match format {
            ForeignFormat::Codex32 => Self::Codex32,
            ForeignFormat::Sharks => Self::Sharks,
            ForeignFormat::Sskr => Self::Sskr,
            ForeignFormat::Ssss => Self::Ssss,
            ForeignFormat::SsssPlain => Self::SsssPlain,
            ForeignFormat::Vault => Self::Vault,
        }
    }
}

impl fmt::Display for ShareFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Slip39 => "SLIP-0039",
            Self::Codex32 => "codex32",
            Self::Sharks => "sharks or blahaj",
            Self::Sskr => "SSKR",
            Self::Ssss => "ssss",
            Self::SsssPlain => "ssss -D",
            Self::Vault => "Vault",
            Self::Unknown => "a tool that this version does not know",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::record::sample;

    #[test]
    fn it_says_what_the_shares_say_and_no_more() {
        let (_, shares) = sample::of("2of3", 1);
        let origin = RecordedOrigin::of_shares(shares.iter().take(2).map(|(header, _)| *header)).unwrap();
        let identifier = shares[0].0.set.encryption.identifier.value();
        assert_eq!((origin.superseded(), origin.shares), (Some(identifier), 2));
        assert_eq!((origin.groups_needed, origin.thresholds), (1, vec![Some(2)]));
        assert_eq!(RecordedOrigin::of_shares([]), None);

        // Of a group of which nobody came nothing is known.
        let (_, mut shares) = sample::of("2of3", 1);
        for (header, _) in &mut shares {
            (header.set.group_count, header.group) = (3, 1);
        }
        let origin = RecordedOrigin::of_shares(shares.iter().map(|(header, _)| *header)).unwrap();
        assert_eq!(origin.thresholds, [None, Some(2), None]);
    }

    #[test]
    fn a_format_of_a_later_version_is_read_and_is_no_set_of_this_standard() {
        let text = r#"{"format":"another-tool","set":7,"shares":2,"groups_needed":1,"thresholds":[2]}"#;
        let origin: RecordedOrigin = serde_json::from_str(text).unwrap();
        assert_eq!((origin.format, origin.superseded()), (ShareFormat::Unknown, None));
        let known = serde_json::from_str::<RecordedOrigin>(&text.replace("another-tool", "slip39")).unwrap();
        assert_eq!(known.superseded(), Some(7));
    }
}
