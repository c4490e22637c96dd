//! Shares against a record: is this the very card that was dealt?

use super::submission::{Gathered, Source, SourcePlace, Submission};
use crate::{
    custody::{
        card_number::CardNumber,
        record::{Changed, Contradiction, Record, Standing, Untold},
    },
    slip39::Share,
};

/// What a record says of a share that somebody brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedShare {
    /// Where it came from.
    pub source: Source,
    /// Which card it says it is.
    pub card: CardNumber,
    /// What the record says.
    pub standing: Standing,
}

impl ComparedShare {
    /// Whether it came from paper, as far as can be told: typed by hand, or from a picture that somebody took.
    #[must_use]
    pub const fn is_from_paper(&self) -> bool {
        match self.source.place {
            SourcePlace::Typed(_) | SourcePlace::Code(_) => true,
            SourcePlace::Line(_) | SourcePlace::Drawn(_) | SourcePlace::Key(_) => false,
        }
    }

    /// Whether it came from a picture that was drawn, and has never been paper.
    #[must_use]
    pub const fn is_from_drawing(&self) -> bool {
        matches!(self.source.place, SourcePlace::Drawn(_))
    }

    /// Whether it is the very card that was dealt.
    #[must_use]
    pub const fn is_dealt(&self) -> bool {
        match self.standing {
            Standing::Dealt => true,
            Standing::NotDealt(_) | Standing::Untold(_) => false,
        }
    }

    /// Whether it is known to be good once it took part in bringing back a key: it was dealt, or the record has no key of it
    /// and the key itself was proved.
    #[must_use]
    pub const fn is_good(&self, is_key_proved: bool) -> bool {
        match self.standing {
            Standing::Dealt => true,
            Standing::NotDealt(_) | Standing::Untold(Untold::Changed(_)) => false,
            Standing::Untold(Untold::WholeKey(_) | Untold::NotSeen | Untold::NotProved) => is_key_proved,
        }
    }

    /// Whether it is of another set than the record.
    #[must_use]
    pub const fn is_of_other_set(&self) -> bool {
        matches!(self.standing, Standing::NotDealt(Contradiction::OtherSet { .. }))
    }

    /// How the record contradicts it, if it does.
    #[must_use]
    pub const fn contradiction(&self) -> Option<Contradiction> {
        match self.standing {
            Standing::NotDealt(contradiction) => Some(contradiction),
            Standing::Dealt | Standing::Untold(_) => None,
        }
    }

    /// Why the record cannot tell, if it cannot.
    #[must_use]
    pub const fn untold(&self) -> Option<Untold> {
        match self.standing {
            Standing::Untold(untold) => Some(untold),
            Standing::Dealt | Standing::NotDealt(_) => None,
        }
    }

    /// Where the record contradicts itself, if this card shows that it was changed.
    #[must_use]
    pub const fn changed(&self) -> Option<Changed> {
        match self.untold() {
            Some(Untold::Changed(what)) => Some(what),
            Some(Untold::WholeKey(_) | Untold::NotSeen | Untold::NotProved) | None => None,
        }
    }

    /// Whether it says that it is this card of the record's set, and is not the one that was dealt: what is wrong with it
    /// is wrong with that card. Of a card of another set, or of a place that there is not, nobody here is to blame.
    #[must_use]
    pub const fn is_to_blame(&self) -> bool {
        match self.contradiction() {
            Some(Contradiction::Differs) => true,
            Some(Contradiction::OtherSet { .. } | Contradiction::NoSuchPlace) | None => false,
        }
    }
}

/// What `record` says of each share that could be read, in the order they came.
#[must_use]
pub fn compare(record: &Record, submissions: &[Submission]) -> Vec<ComparedShare> {
    let readable = submissions.iter().filter_map(|one| Some((&one.source, one.share.as_ref().ok()?)));
    readable.map(|(source, share)| compared(record, source, share)).collect()
}

/// What `record` says of each share of a set.
#[must_use]
pub fn compare_set(record: &Record, gathered: &Gathered) -> Vec<ComparedShare> {
    let sourced =
        gathered.set.shares().filter_map(|share| Some((gathered.source_of(share.header())?, share)));
    sourced.map(|(source, share)| compared(record, source, share)).collect()
}

fn compared(record: &Record, source: &Source, share: &Share) -> ComparedShare {
    let header = share.header();
    let card = CardNumber { group: header.group, member: header.member };
    ComparedShare { source: source.clone(), card, standing: record.standing(header, &share.mnemonic()) }
}
