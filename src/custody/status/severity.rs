//! How bad a finding is: what a monitoring system wakes somebody for.

use std::fmt;

use serde::Serialize;

use super::finding::{Finding, FindingKind};

/// How bad something is. The numbers are those of Nagios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing is due or wrong.
    Ok = 0,
    /// Somebody must act within days.
    Warning = 1,
    /// Somebody must act now: nobody can recover the key, somebody can take it, or its history or a share was changed.
    Critical = 2,
    /// It cannot be told.
    #[default]
    Unknown = 3,
}

impl Severity {
    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The worse of two: what is known to be critical comes first, and then what cannot be told.
    #[must_use]
    pub const fn or_worse(self, other: Self) -> Self {
        if self.weight() < other.weight() { other } else { self }
    }

    /// The worst of all.
    #[must_use]
    pub fn worst(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::Ok, Self::or_worse)
    }

    const fn weight(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Unknown => 2,
            Self::Critical => 3,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl Finding {
    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.kind().severity()
    }
}

impl FindingKind {
    /// How bad a finding of this kind is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            // History, the record, a share or the sealed file is not what it was.
            Self::OtherHead
            | Self::JournalAltered
            | Self::JournalBegunAnew
            | Self::RecordChanged
            | Self::SealedAltered
            | Self::FailedCheck
            // Nobody can recover the key, as far as anybody has shown.
            | Self::Frozen
            | Self::SealedMissing
            | Self::DrillFailed
            // Somebody can take or freeze it who should not.
            | Self::SinglePoint
            | Self::Stolen
            | Self::OldRecipient
            | Self::FormerHolders => Severity::Critical,
            Self::HeadUnreadable
            | Self::JournalMissing
            | Self::JournalUnreadable
            | Self::LineEnds
            | Self::ImpossibleDay
            | Self::SealedUnreadable
            | Self::CannotTell
            | Self::RuleUnjudged => Severity::Unknown,
            Self::FrozenIfSilent
            | Self::StillAbsent
            | Self::StillClosed
            | Self::NotSeenSinceBack
            | Self::CardWithLeaver
            | Self::Superseded
            | Self::OldCards
            | Self::OldShares
            | Self::Margin
            | Self::Silent
            | Self::Lost
            | Self::NeverSeen
            | Self::Unchecked
            | Self::NotDrilled
            | Self::NotProved
            | Self::NotComplete
            | Self::NotOpened
            | Self::ReceiptProvesNothing
            | Self::JournalLine
            | Self::RuleBroken
            | Self::NamesAlike
            | Self::NameUnclear => Severity::Warning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_critical_is_worse_than_what_cannot_be_told_and_both_than_a_warning() {
        use Severity::{Critical, Ok, Unknown, Warning};
        let worst = |all: &[Severity]| Severity::worst(all.iter().copied());
        assert_eq!(worst(&[]), Ok);
        assert_eq!(worst(&[Ok, Warning, Ok]), Warning);
        assert_eq!(worst(&[Unknown, Warning]), Unknown);
        assert_eq!(worst(&[Warning, Unknown]), Unknown);
        assert_eq!(worst(&[Critical, Unknown, Warning]), Critical);
        assert_eq!(worst(&[Unknown, Critical]), Critical);
        assert_eq!([Ok, Warning, Critical, Unknown].map(Severity::number), [0, 1, 2, 3]);
    }

    #[test]
    fn no_kind_of_finding_is_nothing() {
        for kind in FindingKind::ALL {
            assert_ne!(kind.severity(), Severity::Ok, "{kind}");
        }
        let names: std::collections::BTreeSet<String> =
            FindingKind::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), FindingKind::ALL.len());
    }
}
