//! What is known of a person, and of a card.

use crate::custody::date::Date;

/// What is known of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Since when they are to be heard: the deal, when the record was made anew, or when a card was handed over to them.
    pub since: Date,
    /// When they were last heard.
    pub heard: Option<Date>,
    /// Since when they are known to be out of reach.
    pub absent: Option<Date>,
    /// Whether they have left.
    pub has_left: bool,
    /// Whether that they are out of reach was noted with a day that can be believed, so that nobody waits to hear them.
    pub is_excused: bool,
    /// The same of that they have left.
    pub is_released: bool,
}

/// What is known of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Whether the record has no verification key of it, so that nothing but a drill can tell whether it is good.
    pub takes_a_drill: bool,
    /// Whether the record was made anew without it: nobody knows whether there is such a card.
    pub is_never_seen: bool,
    /// Whether it was read back in full from its paper.
    pub is_read_back: bool,
    /// Whether its custodian, or somebody after them, has it.
    pub is_handed_over: bool,
    /// When it was last found good.
    pub checked: Option<Date>,
    /// When it last failed a check that no later one made good.
    pub failed: Option<Date>,
    /// When it was lost, or destroyed, and not made again since.
    pub lost: Option<Date>,
    /// Since when it is in wrong hands.
    pub stolen: Option<Date>,
    /// When and how it was sealed last.
    pub sealed: Option<(Date, Option<String>)>,
}

impl Person {
    /// Of whom nothing is known but since when they are to be heard.
    pub(super) const fn since(day: Date) -> Self {
        Self { since: day, heard: None, absent: None, has_left: false, is_excused: false, is_released: false }
    }

    /// On this day they were there.
    pub(super) fn is_there(&mut self, day: Date) {
        self.heard = self.heard.max(Some(day));
        (self.absent, self.is_excused) = (None, false);
    }
}

impl Card {
    /// Whether it is known to be as it was dealt: read back in full from its paper, or, where nothing else can tell, drilled.
    #[must_use]
    pub const fn is_proved(&self) -> bool {
        self.is_read_back || self.takes_a_drill && self.checked.is_some()
    }

    /// On this day it was found good.
    pub(super) fn found_good(&mut self, day: Date) {
        self.checked = self.checked.max(Some(day));
        self.failed = None;
        self.is_never_seen = false;
    }
}
