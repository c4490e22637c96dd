//! What must hold of a plan, and how often what must be done again.

use serde::{Deserialize, Serialize};

/// What must hold. Absent numbers and `false` ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// So many may be absent at once, whoever they are.
    pub tolerate_absent: Option<u32>,
    /// Fewer people than this must not be able to take the key.
    pub take_at_least: Option<u32>,
    /// No single person may be able to freeze or take the key.
    pub no_single_person: bool,
    /// No single place may be able to freeze or give away the key.
    pub no_single_place: bool,
    /// Each custodian is heard from at least this often.
    pub heard_within_days: Option<u32>,
    /// Each card is checked at least this often.
    pub checked_within_days: Option<u32>,
    /// Recovery is drilled at least this often.
    pub drilled_within_days: Option<u32>,
    /// The key is proved by its public values at least this often. Plans from before version 0.2 have no such rule, and their
    /// hashes none of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_within_days: Option<u32>,
    /// The set is dealt with rolls of people. As with all rules from here on, plans from before version 0.2 have none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dice: bool,
    /// Two machines compute the deal, and each card is compared with what the second computed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agree: bool,
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// So many, or nothing.
    Number(Option<u32>),
    /// That something holds, or nothing.
    Truth(bool),
}

impl Demand {
    /// What a plan file says of it; none where nothing is asked for.
    #[must_use]
    pub fn written(self) -> Option<String> {
        match self {
            Self::Number(number) => number.map(|number| number.to_string()),
            Self::Truth(holds) => holds.then(|| "true".to_owned()),
        }
    }
}

/// How often what must be done again, in days; nothing is asked for where there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Each custodian is heard from at least this often.
    pub heard: Option<u32>,
    /// Each card is checked at least this often.
    pub checked: Option<u32>,
    /// Recovery is drilled at least this often.
    pub drilled: Option<u32>,
    /// The key is proved by its public values at least this often.
    pub proved: Option<u32>,
    /// Whether they are the usual ones, for the plan has none of its own.
    pub are_usual: bool,
}

impl Deadlines {
    /// Those of the plan that `quorate plan` prints: they apply where a plan has none, for a record without any would
    /// never tell that something is due.
    pub const USUAL: Self =
        Self { heard: Some(45), checked: Some(190), drilled: Some(370), proved: None, are_usual: true };
}

impl Rules {
    /// What the rules are called, wherever they are written or told.
    pub const NAMES: [&str; 10] = [
        "tolerate_absent",
        "take_at_least",
        "no_single_person",
        "no_single_place",
        "heard_within_days",
        "checked_within_days",
        "drilled_within_days",
        "proved_within_days",
        "dice",
        "agree",
    ];

    /// Each rule with its name.
    pub fn listed(&self) -> impl Iterator<Item = (&'static str, Demand)> + use<> {
        let Self {
            tolerate_absent,
            take_at_least,
            no_single_person,
            no_single_place,
            heard_within_days,
            checked_within_days,
            drilled_within_days,
            proved_within_days,
            dice,
            agree,
        } = *self;
        let asked = [
            Demand::Number(tolerate_absent),
            Demand::Number(take_at_least),
            Demand::Truth(no_single_person),
            Demand::Truth(no_single_place),
            Demand::Number(heard_within_days),
            Demand::Number(checked_within_days),
            Demand::Number(drilled_within_days),
            Demand::Number(proved_within_days),
            Demand::Truth(dice),
            Demand::Truth(agree),
        ];
        Self::NAMES.into_iter().zip(asked)
    }

    /// The deadlines: those of the rules if they have one, else the usual ones.
    #[must_use]
    pub fn deadlines(&self) -> Deadlines {
        let Self { heard_within_days: heard, checked_within_days: checked, .. } = *self;
        let Self { drilled_within_days: drilled, proved_within_days: proved, .. } = *self;
        match (heard, checked, drilled) {
            (None, None, None) => Deadlines { proved, ..Deadlines::USUAL },
            _ => Deadlines { heard, checked, drilled, proved, are_usual: false },
        }
    }
}
