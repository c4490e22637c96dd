//! What a record knows of the sets of the same key before it. Their cards open the key until they are destroyed, and once their
//! own records are gone, this one is all that tells of them.

use serde::{Deserialize, Serialize};

use super::origin::RecordedOrigin;
use crate::custody::{card_number::CardNumber, date::Date, plan::Plan};

/// A set of the same key that came before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// The identifier of that set.
    pub identifier: u16,
    /// The SHA-256 of its record; none where nobody brought it.
    pub record: Option<String>,
    /// Who held its cards when the new set was made, by its journal; none where that is not known.
    pub plan: Option<Plan>,
    /// The same plan, with whoever ever could reach a card or a thing by then: they know what they saw. None where that is nobody
    /// else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Plan>,
    /// Its cards that were known to be destroyed by then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub destroyed: Vec<CardNumber>,
    /// Its cards that were in the wrong hands by then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stolen: Vec<Theft>,
    /// What it was made of in turn, by its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<RecordedOrigin>,
}

/// A card in the wrong hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theft {
    /// Which.
    pub card: CardNumber,
    /// Since when.
    pub since: Date,
}

impl Superseded {
    /// A set of which nobody brought the record.
    #[must_use]
    pub fn unknown(identifier: u16) -> Self {
        Self { identifier, ..Self::default() }
    }

    /// Whether its plan is one of the standard, seals to what can be sealed to, and has the cards that are said to be destroyed or stolen. Where there is no plan,
    /// any card may have been there.
    pub(super) fn is_consistent(&self) -> bool {
        let has = |card: &CardNumber| {
            self.plan.as_ref().is_none_or(|plan| plan.card(card.group, card.member).is_some())
        };
        let has_shape = |reached: &Plan| self.plan.as_ref().is_some_and(|plan| reached.has_shape_of(plan));
        self.plan.as_ref().is_none_or(|plan| plan.policy().is_ok())
            && self.plan.iter().chain(&self.reached).all(Plan::is_sealing_consistent)
            && self.reached.as_ref().is_none_or(has_shape)
            && self.destroyed.iter().all(has)
            && self.stolen.iter().all(|theft| has(&theft.card))
    }
}
