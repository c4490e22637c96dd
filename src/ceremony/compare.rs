//! Shares against a record: is this the very card that was dealt?

use super::submission::{Place, Source, Submission};
use crate::record::{Record, Standing, journal::CardNumber};

/// What a record says of a share that somebody brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Where it came from.
    pub source: Source,
    /// Which card it says it is.
    pub card: CardNumber,
    /// What the record says.
    pub standing: Standing,
}

impl Compared {
    /// Whether it came from paper, as far as can be told: typed by hand, or from a picture.
    #[must_use]
    pub const fn is_from_paper(&self) -> bool {
        matches!(self.source.place, Place::Typed(_) | Place::Code(_))
    }

    /// Whether the record contradicts it.
    #[must_use]
    pub const fn is_contradicted(&self) -> bool {
        !matches!(self.standing, Standing::Dealt | Standing::Untold)
    }
}

/// What `record` says of each share that could be read, in the order they came.
#[must_use]
pub fn compare(record: &Record, submissions: &[Submission]) -> Vec<Compared> {
    let compared = |submission: &Submission| {
        let share = submission.share.as_ref().ok()?;
        let header = share.header();
        Some(Compared {
            source: submission.source.clone(),
            card: CardNumber { group: header.group, member: header.member },
            standing: record.standing(header, &share.mnemonic()),
        })
    };
    submissions.iter().filter_map(compared).collect()
}
