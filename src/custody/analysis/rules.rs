//! The rules of a plan that its sets must keep.

use super::{Analysis, AnalysisError, Sides, structure::Structure};
use crate::custody::plan::Plan;

/// A rule that is broken. The others, about days, are for the record to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenRule {
    /// Fewer absent people freeze the key than must be tolerated.
    #[error("the plan must tolerate {asked} absent, but {frozen_by} can freeze the key")]
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
    #[error("no single person may be able to freeze or take the key, but one is")]
    NoSinglePerson,
    /// One place freezes the key or gives it away.
    #[error("no single place may freeze the key or give it away, but one does")]
    NoSinglePlace,
    /// The kernel alone gave all random values of the set.
    #[error("the set must be dealt with rolls of people, and is not")]
    Dice,
    /// Two machines must agree, and none or not all cards were compared with what the second computed.
    #[error("two machines must agree on every card, and do on {agreed} of {of}")]
    Agree {
        /// Cards that were compared.
        agreed: usize,
        /// Cards that there are.
        of: usize,
    },
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
            Self::Dice => "dice",
            Self::Agree { .. } => "agree",
        }
    }
}

/// A rule that may be kept or broken: the plan does not say enough to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unjudged {
    /// So few people take the key, unless somebody else keeps what nobody is named for.
    #[error("take_at_least: {taken_by} take the key if one of them has what nobody is named for")]
    TakeAtLeast {
        /// The size of the smallest taking set among those who are named.
        taken_by: usize,
    },
    /// One person takes the key, unless somebody else keeps what nobody is named for.
    #[error("no_single_person: one person takes the key if they have what nobody is named for")]
    NoSinglePerson,
    /// A card or thing may lie where others do.
    #[error("no_single_place: the plan does not say where everything lies")]
    NoSinglePlace,
    /// How the set was dealt is not known: its record was made anew.
    #[error("dice: the record was made anew, and does not say how the set was dealt")]
    Dice,
    /// The same of a second machine.
    #[error("agree: the record was made anew, and does not say whether two machines agreed")]
    Agree,
}

impl Unjudged {
    /// The name of the rule, as plan files and documents have it.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::TakeAtLeast { .. } => "take_at_least",
            Self::NoSinglePerson => "no_single_person",
            Self::NoSinglePlace => "no_single_place",
            Self::Dice => "dice",
            Self::Agree => "agree",
        }
    }
}

/// The rules that are not broken as far as can be seen, and that the plan says too little of to call them kept: a thing
/// that nobody is named for may be with anybody, and what lies nowhere may lie anywhere.
///
/// # Errors
///
/// When there is no exact answer.
pub fn unjudged_rules(plan: &Plan, analysis: &Analysis) -> Result<Vec<Unjudged>, AnalysisError> {
    let is_broken = |name: &str| {
        broken_rules(plan, &analysis.people, &analysis.places).iter().any(|rule| rule.rule() == name)
    };
    let mut named = plan.clone();
    named.required.retain(|thing| !thing.access.is_empty());
    let mut found = Vec::new();
    if named.required.len() < plan.required.len() {
        let least =
            super::people(&Structure::taking_people(&named, |_, _| true, true), &mut |_, _, _| {})?.smallest;
        let asked = plan.rules.take_at_least.and_then(|asked| usize::try_from(asked).ok());
        match least.zip(asked) {
            Some((taken_by, asked)) if taken_by < asked && !is_broken("take_at_least") => {
                found.push(Unjudged::TakeAtLeast { taken_by });
            }
            _ => {}
        }
        if plan.rules.no_single_person && least == Some(1) && !is_broken("no_single_person") {
            found.push(Unjudged::NoSinglePerson);
        }
    }
    let is_placed = plan.cards().all(|(_, _, card)| card.place.is_some())
        && plan.required.iter().all(|thing| !thing.places.is_empty());
    if plan.rules.no_single_place && !is_placed && !is_broken("no_single_place") {
        found.push(Unjudged::NoSinglePlace);
    }
    Ok(found)
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
