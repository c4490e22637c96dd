//! The rules of a plan that its sets must keep.

use super::{super::Plan, Sides};

/// A rule that is broken. The others, about days, are for the record to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenRule {
    /// Fewer absent people freeze the key than must be tolerated.
    #[error("{asked} absent must be tolerated, but {frozen_by} can freeze the key")]
    TolerateAbsent {
        /// What the plan asks for.
        asked: u32,
        /// The size of the smallest freezing set.
        frozen_by: usize,
    },
    /// Fewer people take the key than must be needed.
    #[error("it must take {asked} people to take the key, but {taken_by} can")]
    TakeAtLeast {
        /// What the plan asks for.
        asked: u32,
        /// The size of the smallest taking set.
        taken_by: usize,
    },
    /// One person freezes or takes the key.
    #[error("no single person must be able to freeze or take the key, but one is")]
    NoSinglePerson,
    /// One place freezes the key or gives it away.
    #[error("no single place must freeze the key or give it away, but one does")]
    NoSinglePlace,
}

impl BrokenRule {
    /// The name of the rule, as plan files and documents have it.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::TolerateAbsent { .. } => "tolerate_absent",
            Self::TakeAtLeast { .. } => "take_at_least",
            Self::NoSinglePerson => "no_single_person",
            Self::NoSinglePlace => "no_single_place",
        }
    }
}

/// The rules of the plan that these sets of people and places break.
#[must_use]
pub fn broken_rules(plan: &Plan, people: &Sides, places: &Sides) -> Vec<BrokenRule> {
    let rules = &plan.rules;
    let below = |size: usize, asked: u32| u64::try_from(size).is_ok_and(|size| size < u64::from(asked));
    let has_single = |sides: &Sides| {
        [&sides.freezing, &sides.taking].iter().any(|sets| sets.smallest.is_some_and(|size| size <= 1))
    };
    let tolerate_absent = rules
        .tolerate_absent
        .zip(people.freezing.smallest)
        .filter(|&(asked, frozen_by)| below(frozen_by, asked.saturating_add(1)))
        .map(|(asked, frozen_by)| BrokenRule::TolerateAbsent { asked, frozen_by });
    let take_at_least = rules
        .take_at_least
        .zip(people.taking.smallest)
        .filter(|&(asked, taken_by)| below(taken_by, asked))
        .map(|(asked, taken_by)| BrokenRule::TakeAtLeast { asked, taken_by });
    let no_single_person =
        (rules.no_single_person && has_single(people)).then_some(BrokenRule::NoSinglePerson);
    let no_single_place = (rules.no_single_place && has_single(places)).then_some(BrokenRule::NoSinglePlace);
    [tolerate_absent, take_at_least, no_single_person, no_single_place].into_iter().flatten().collect()
}
