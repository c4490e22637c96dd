//! Who can freeze a key and who can take it: every smallest set of people that can, and every smallest set of places.
//!
//! Somebody freezes a card who alone can reach it and does not; somebody takes it who can reach it at all. A set is
//! listed if it freezes (takes) the key and no part of it does. Numbers are exact or absent, never a bound.
//!
//! A card that is sealed takes two: somebody who reaches its file, and somebody who reaches the identity that opens it. So it is
//! frozen when all who reach the one stay away, or all who reach the other. By place it is frozen when the place of the card is
//! closed, or all places of the identity are, and taken when that of the card is broken into, and any of the identity. Where the plan
//! names none for the identity, it counts as lying where the card does.
//!
//! A card that nobody is named for counts as in the hands of one person of its own, called by its number; a required
//! thing that nobody is named for likewise, called by its name. By place, a card or thing is frozen when all its places
//! are closed and taken when any is broken into. One that names no place is never frozen by place and never taken; so a
//! required thing without a place means that no places give the key away.

use std::collections::BTreeSet;

use super::plan::Plan;
use crate::slip39::PolicyError;
use structure::Structure;

mod before;
mod diagram;
mod meet;
mod rules;
mod situation;
mod structure;
mod sweep;
#[cfg(test)]
mod tests;
mod ways;
pub mod wording;

pub use before::{MOST_PLANS, Versions, WithBefore, taking_places_with, taking_with};
pub use meet::{Bring, quorum};
pub use rules::{BrokenRule, Unjudged, broken_rules, unjudged_rules};
pub use situation::{
    CardToCall, GroupToCall, Situation, ThingToCall, deputies, is_frozen, things_to_call, to_call,
};
pub use sweep::MOST_LISTED;
pub use ways::Number;

/// Entangled parties of whom no diagram is made.
const FEW_ENTANGLED: usize = 14;

/// What a diagram may keep before all sets are tried after all: a tenth of the time that those take.
const FEW_KEPT: usize = 150_000;

/// What it may keep where there are too many to try: about two seconds, and 150 MB.
const MOST_KEPT: usize = 3_000_000;

/// Is told how far long work has come: what is counted, how many are done, and of how many.
pub type Tick<'a> = &'a mut dyn FnMut(&'static str, usize, usize);

/// Who freezes and who takes a key, by person and by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The people.
    pub people: Sides,
    /// The places.
    pub places: Sides,
}

/// The two ways to do harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Who freezes the key by staying away.
    pub freezing: Sets,
    /// Who takes the key by coming together.
    pub taking: Sets,
}

/// All smallest sets of one sort: none of them has a part that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sets {
    /// The sets, at most [`MOST_LISTED`], smaller ones first, then by the alphabet.
    pub listed: Vec<Vec<String>>,
    /// How many there are, exactly.
    pub total: Number,
    /// The size of the smallest; none if there is no set at all.
    pub smallest: Option<usize>,
    /// Whether there are more than are listed.
    pub truncated: bool,
}

/// Somebody, or a place, that alone can freeze or take the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SinglePoint {
    /// Who or where.
    pub who: Who,
    /// Whether the key is frozen without.
    pub freezes: bool,
    /// Whether the key can be taken with it alone.
    pub takes: bool,
}

/// Somebody or some place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A person.
    Person(String),
    /// A place.
    Place(String),
}

impl Who {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person(name) | Self::Place(name) => name,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// The standard does not allow the policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// People reach several cards or a required thing, or share a card with somebody who does, in too many ways.
    #[error("{0} people reach several cards or share them, in more ways than quorate can follow")]
    EntangledPeople(usize),
    /// Places hold several cards in too many ways.
    #[error("{0} places hold several cards, in more ways than quorate can follow")]
    EntangledPlaces(usize),
    /// Too many cards were sealed to others before.
    #[error("cards were sealed to others in more than {MOST_PLANS} ways: quorate tries no more")]
    TooManyVersions,
}

impl Analysis {
    /// Who freezes and who takes the key of this plan.
    ///
    /// # Errors
    ///
    /// When the policy is none, or people or places are entangled in more ways than can be followed.
    pub fn of(plan: &Plan) -> Result<Self, AnalysisError> {
        Self::watched(plan, &mut |_, _, _| {})
    }

    /// The same, which tells how far it has come.
    ///
    /// # Errors
    ///
    /// As [`Analysis::of`].
    pub fn watched(plan: &Plan, tick: Tick<'_>) -> Result<Self, AnalysisError> {
        plan.policy()?;
        let people = Sides {
            freezing: people(&Structure::freezing_people(plan, &Situation::default()), tick)?,
            taking: people(&Structure::taking_people(plan, |_, _| true, true), tick)?,
        };
        let places = Sides {
            freezing: places(&Structure::freezing_places(plan), tick)?,
            taking: places(&Structure::taking_places(plan), tick)?,
        };
        Ok(Self { people, places })
    }

    /// Whose further absence freezes the key in this situation; the one empty set if it is frozen already.
    ///
    /// # Errors
    ///
    /// As [`Analysis::of`].
    pub fn today(plan: &Plan, situation: &Situation, tick: Tick<'_>) -> Result<Sets, AnalysisError> {
        plan.policy()?;
        people(&Structure::freezing_people(plan, situation), tick)
    }

    /// Everybody and every place that alone freezes or takes the key, people first.
    #[must_use]
    pub fn single_points(&self) -> Vec<SinglePoint> {
        let mut found = single_points(&self.people, Who::Person);
        found.extend(single_points(&self.places, Who::Place));
        found
    }
}

/// Who takes the key if only these cards (group and member from 0) exist, for instance because the others are known to
/// be destroyed. Without `required_things`, whatever is needed besides is taken to be known.
///
/// # Errors
///
/// As [`Analysis::of`].
pub fn taking_sets_of(
    plan: &Plan,
    cards: &BTreeSet<(u8, u8)>,
    required_things: bool,
) -> Result<Sets, AnalysisError> {
    plan.policy()?;
    let exists = |group, member| cards.contains(&(group, member));
    people(&Structure::taking_people(plan, exists, required_things), &mut |_, _, _| {})
}

/// All smallest sets; else how many parties are entangled, in too many ways.
fn smallest(structure: &Structure, tick: Tick<'_>) -> Result<Sets, usize> {
    let most_kept = match sweep::entangled(structure).len() {
        few if few <= FEW_ENTANGLED => 0,
        more if more <= sweep::MOST_ENTANGLED => FEW_KEPT,
        _ => MOST_KEPT,
    };
    match diagram::sets(structure, most_kept, tick) {
        Some(sets) => Ok(sets),
        None => sweep::sets(structure, tick),
    }
}

fn people(structure: &Structure, tick: Tick<'_>) -> Result<Sets, AnalysisError> {
    smallest(structure, tick).map_err(AnalysisError::EntangledPeople)
}

fn places(structure: &Structure, tick: Tick<'_>) -> Result<Sets, AnalysisError> {
    smallest(structure, tick).map_err(AnalysisError::EntangledPlaces)
}

fn single_points(sides: &Sides, who: fn(String) -> Who) -> Vec<SinglePoint> {
    let (freezing, taking) = (sides.freezing.alone(), sides.taking.alone());
    let point = |name: &str| SinglePoint {
        who: who(name.to_owned()),
        freezes: freezing.contains(name),
        takes: taking.contains(name),
    };
    freezing.union(&taking).map(|name| point(name)).collect()
}

impl Sets {
    /// Everybody who is a set alone, in the order of the alphabet.
    #[must_use]
    pub fn alone(&self) -> BTreeSet<&str> {
        // Smaller sets come first, and there are fewer people than a list holds: none of these is ever cut off.
        let one = |set: &Vec<String>| matches!(set.as_slice(), [_]);
        self.listed.iter().filter(|set| one(set)).flatten().map(String::as_str).collect()
    }
}
