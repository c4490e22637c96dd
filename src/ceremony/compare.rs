//! Shares against a record: is this the very card that was dealt?

use super::submission::{Gathered, Place, Source, Submission};
use crate::{
    record::{Record, Standing, journal::CardNumber},
    slip39::Share,
};

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

    /// Whether it is of another set than the record.
    #[must_use]
    pub const fn is_of_another_set(&self) -> bool {
        matches!(self.standing, Standing::OtherSet)
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
    let readable = submissions.iter().filter_map(|one| Some((&one.source, one.share.as_ref().ok()?)));
    readable.map(|(source, share)| compared(record, source, share)).collect()
}

/// What `record` says of each share of a set.
#[must_use]
pub fn compare_set(record: &Record, gathered: &Gathered) -> Vec<Compared> {
    let sourced =
        gathered.set.shares().filter_map(|share| Some((gathered.source_of(share.header())?, share)));
    sourced.map(|(source, share)| compared(record, source, share)).collect()
}

fn compared(record: &Record, source: &Source, share: &Share) -> Compared {
    let header = share.header();
    let card = CardNumber { group: header.group, member: header.member };
    Compared { source: source.clone(), card, standing: record.standing(header, &share.mnemonic()) }
}
