//! Why a line of a journal counts for nothing. Such a line is told, never passed over: somebody meant something by it.

use crate::custody::{card_number::CardNumber, receipt::ReceiptError};

/// Why a line counts for nothing, or not in full: one with a day that cannot be still tells what harms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncounted {
    /// Its day is after today.
    #[error("its day is in the future")]
    Ahead,
    /// Its day is before one that stands above it.
    #[error("its day is before a day that stands above it")]
    Backwards,
    /// It says that something was tried, and not how that ended.
    #[error("it does not say how that ended")]
    NoVerdict,
    /// It says that something happened, and not to what or whom.
    #[error("it names no {0}")]
    Unnamed(&'static str),
    /// It says that recovery was drilled, or the key recovered, with cards that are no quorum.
    #[error("the cards that it names are no quorum")]
    NoQuorum,
    /// A later version of this program wrote it, or somebody else did.
    #[error("this version does not know what happened there")]
    UnknownEvent,
    /// The plan knows nobody of that name.
    #[error("nobody in the plan has that name: {0}")]
    UnknownPerson(String),
    /// The set has no such card.
    #[error("the set has no card {0}")]
    UnknownCard(CardNumber),
    /// The record names no such set, or not its plan.
    #[error("the record has no cards of set {0}")]
    UnknownSet(u16),
    /// It takes back a line that is not above it, or the first, which nobody can take back.
    #[error("there is no line {0} above it that can be taken back")]
    NoSuchLine(usize),
    /// It takes back what harms, with fewer witnesses than that takes.
    #[error("it takes two witnesses to take that line back")]
    Unwitnessed,
    /// It gives a card a new recipient, with fewer names than that takes.
    #[error("it takes two people who signed off the new recipient, and reach none of the cards")]
    Unsigned,
    /// It gives a card a new recipient that is not noted lost.
    #[error("card {0} is not noted lost")]
    NotLost(CardNumber),
    /// It gives a card a new recipient, and changes more in the plan than that.
    #[error("its plan is not that of before with a new recipient for card {0}")]
    OtherChanges(CardNumber),
    /// The plan in it has other groups, thresholds or cards than those that were dealt.
    #[error("its plan is not for the groups and cards that were dealt")]
    OtherShape,
    /// Only the first line says that the shares were dealt.
    #[error("a set is dealt once, in the first line")]
    DealtAgain,
    /// It says that a second machine has compared a card, and the record is not that of the first of two.
    #[error("only the first of two machines notes that the second has compared a card")]
    NotTheFirst,
    /// The receipt in it proves nothing.
    #[error("{0}")]
    Receipt(ReceiptError),
}

impl Uncounted {
    /// Whether it is mended by noting the same once more.
    #[must_use]
    pub const fn can_be_noted_again(&self) -> bool {
        matches!(self, Self::Ahead | Self::Backwards | Self::NoVerdict | Self::NoQuorum)
    }

    /// Whether the fault is its day.
    #[must_use]
    pub const fn is_misdated(&self) -> bool {
        matches!(self, Self::Ahead | Self::Backwards)
    }
}
