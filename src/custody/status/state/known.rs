//! What is known of a person, and of a card.

use std::fmt;

use serde::Serialize;

use crate::custody::date::Date;

/// What is known of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    /// Since when they are to be heard: the deal, when the record was made anew, or when a card or a part in the plan came to
    /// them.
    pub since: Date,
    /// When they were last heard.
    pub heard: Option<Date>,
    /// Since when they are known to be out of reach.
    pub absent: Option<Date>,
    /// Until when they are expected to be, if that was noted on a day that can be believed: nobody waits to hear them before.
    pub until: Option<Date>,
    /// When they came back from an absence.
    pub back: Option<Date>,
    /// Since when they have left: they reach no card any more.
    pub left: Option<Date>,
    /// Whether that they left was noted with a day that can be believed, so that nobody waits to hear them.
    pub is_released: bool,
}

/// That a place cannot be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Since when.
    pub since: Date,
    /// Until when that is expected.
    pub until: Date,
    /// Whether a day says so that can be believed.
    pub is_believed: bool,
}

/// What is known of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCard {
    /// Whether the record has no verification key of it, so that nothing but a drill can tell whether it is good.
    pub takes_a_drill: bool,
    /// Whether the record was made anew without it: nobody knows whether there is such a card.
    pub is_never_seen: bool,
    /// Whether it was read back in full from its paper.
    pub is_read_back: bool,
    /// Whether it was compared on the second machine with what that computed.
    pub is_agreed: bool,
    /// Whether its custodian, or somebody after them, has it.
    pub is_handed_over: bool,
    /// Since when it is to be read back and handed over, where that is later than for the others: it was made again, or the
    /// plan gave it to somebody else.
    pub renewed: Option<Date>,
    /// When it was last found good.
    pub checked: Option<Date>,
    /// When it last failed a check that no later one made good.
    pub failed: Option<Date>,
    /// When it was lost, or destroyed, and not made again since.
    pub lost: Option<Date>,
    /// When it was destroyed, and not made again since.
    pub destroyed: Option<Date>,
    /// Since when it is in the wrong hands. That it was made again takes nothing from a thief.
    pub stolen: Option<Date>,
    /// Whether it was made again since it was stolen, so that its holder has one.
    pub is_replaced: bool,
    /// Whether the plan has it sealed to the key of its holder: then no paper of it is read back.
    pub is_sealed_to_holder: bool,
    /// Whether its share alone is the key: then it has no verification key, and signs no receipt.
    pub is_whole_key: bool,
    /// When a receipt last proved that its holder has opened it.
    pub opened: Option<Date>,
    /// When it was last handed over to somebody else, who has yet to open it.
    pub given: Option<Date>,
    /// When and how it was sealed last.
    pub sealed: Option<(Date, Option<String>)>,
}

/// Why a card that is good counts for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Gone {
    /// It is in the wrong hands.
    Stolen,
    /// It is in nobody's hands, as far as anybody knows.
    Lost,
    /// It was destroyed, and not made again.
    Destroyed,
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl KnownPerson {
    /// Of whom nothing is known but since when they are to be heard.
    pub(super) const fn since(day: Date) -> Self {
        Self {
            since: day,
            heard: None,
            absent: None,
            until: None,
            back: None,
            left: None,
            is_released: false,
        }
    }

    /// On this day they were there.
    pub(super) fn is_there(&mut self, day: Date) {
        self.heard = self.heard.max(Some(day));
        if self.absent.is_some() {
            self.back = Some(day);
        }
        (self.absent, self.until) = (None, None);
    }

    /// On this day they came back, or a card came into their hands: they belong to the keyholders again.
    pub(super) fn returns(&mut self, day: Date) {
        if self.left.is_some() {
            self.since = self.since.max(day);
        }
        (self.left, self.is_released) = (None, false);
        self.is_there(day);
    }

    /// Whether they can reach nothing.
    #[must_use]
    pub const fn is_away(&self) -> bool {
        self.absent.is_some() || self.left.is_some()
    }

    /// Since when nothing was heard of them.
    #[must_use]
    pub fn silent_since(&self) -> Date {
        self.since.max(self.heard.unwrap_or(self.since))
    }
}

impl KnownCard {
    /// Whether it is known to be as it was dealt: read back in full from its paper; drilled, where nothing else can tell; or, where
    /// it was sealed to its holder, opened by them.
    #[must_use]
    pub const fn is_proved(&self) -> bool {
        match self.needs_a_receipt() {
            // A check on the keeper's machine proves nothing of the holder.
            true => self.opened.is_some(),
            false => self.is_read_back || self.takes_a_drill && self.checked.is_some(),
        }
    }

    /// Whether its holder is known to have it: somebody noted that it was handed over, or they signed with a sealed one.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.is_handed_over || self.is_sealed_to_holder && self.opened.is_some()
    }

    /// When it was last seen to be good, or made: since then it is to be checked. None where nobody knows when it was dealt.
    #[must_use]
    pub fn seen_last(&self, dealt: Option<Date>) -> Option<Date> {
        self.checked.or(self.renewed).or(dealt)
    }

    /// Whether nothing but a receipt tells that its holder can open it. One that is the whole key signs none: of it a drill tells
    /// that it is good, and a note who has it.
    #[must_use]
    pub const fn needs_a_receipt(&self) -> bool {
        self.is_sealed_to_holder && !self.is_whole_key
    }

    /// Whether its holder cannot bring it, whoever that is.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.lost.is_some() || self.is_never_seen || self.stolen.is_some() && !self.is_replaced
    }

    /// Why the card that was dealt counts for nobody, and since when. One that was made again has the same words as the one that
    /// was stolen.
    #[must_use]
    pub fn gone(&self) -> Option<(Gone, Date)> {
        let stolen = self.stolen.map(|since| (Gone::Stolen, since));
        let destroyed = self.destroyed.map(|since| (Gone::Destroyed, since));
        stolen.or(destroyed).or(self.lost.map(|since| (Gone::Lost, since)))
    }

    /// On this day it was found good.
    pub(super) fn found_good(&mut self, day: Date) {
        self.checked = self.checked.max(Some(day));
        self.failed = None;
        self.is_never_seen = false;
    }

    /// On this day it was made again: what was known of its paper is known of no other.
    pub(super) fn made_again(&mut self, day: Date) {
        *self = Self {
            takes_a_drill: self.takes_a_drill,
            is_never_seen: self.is_never_seen,
            stolen: self.stolen,
            is_sealed_to_holder: self.is_sealed_to_holder,
            is_whole_key: self.is_whole_key,
            is_replaced: true,
            renewed: Some(day),
            ..Self::default()
        };
    }
}
