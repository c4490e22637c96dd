//! Who can still take the key with cards that should be no more.

use std::collections::BTreeSet;

use super::Finding;
use crate::custody::{
    analysis::{self, AnalysisError},
    card_number::CardNumber,
    plan::Plan,
    record::Record,
    status::state::State,
};

/// Old cards open the key for ever: former holders, and those of former sets, unless their cards are known to be
/// destroyed.
pub(super) fn of(record: &Record, state: &State) -> Result<Vec<Finding>, AnalysisError> {
    let mut findings = Vec::new();
    for old in &record.supersedes {
        let Some(plan) = &old.plan else { continue };
        let left = not_destroyed(plan, old.identifier, state);
        if let Some(example) = by_strangers(plan, &left, state)? {
            findings.push(Finding::Former { set: old.identifier, people: example.len(), example });
        } else if let Some(people) = analysis::taking_sets_of(plan, &left, true)?.smallest {
            findings.push(Finding::OldCards { set: old.identifier, people });
        }
    }
    if let Some(example) = by_former(state)? {
        findings.push(Finding::Former { set: record.set.identifier, people: example.len(), example });
    }
    Ok(findings)
}

/// The smallest set of people who can take the key with cards of this set that they ever could reach, and each of whom
/// left, or reaches less than they did.
fn by_former(state: &State) -> Result<Option<Vec<String>>, AnalysisError> {
    let former = state.former();
    let seen = |all: Option<&BTreeSet<String>>| -> Vec<String> {
        all.into_iter().flatten().filter(|name| former.contains(*name)).cloned().collect()
    };
    let mut theirs = state.plan.clone();
    for (group, cards) in (0..).zip(&mut theirs.groups) {
        for (member, card) in (0..).zip(&mut cards.cards) {
            card.access = seen(state.reached.cards.get(&CardNumber { group, member }));
        }
    }
    theirs.required.iter_mut().for_each(|thing| thing.access = seen(state.reached.things.get(&thing.name)));
    if needs_what_nobody_is_known_to_have(&theirs) {
        return Ok(None);
    }
    let held = theirs.cards().filter(|(_, _, card)| !card.access.is_empty());
    let held = held.map(|(group, member, _)| (group, member)).collect();
    Ok(analysis::taking_sets_of(&theirs, &held, true)?.listed.into_iter().next())
}

/// Whoever has a thing that nobody is named for counts as somebody of its own, and is none of those who are known. That
/// somebody is called as the thing is, which may be the name of a person.
fn needs_what_nobody_is_known_to_have(plan: &Plan) -> bool {
    plan.required.iter().any(|thing| thing.access.is_empty())
}

/// The cards of a set that are not known to be destroyed.
fn not_destroyed(plan: &Plan, set: u16, state: &State) -> BTreeSet<(u8, u8)> {
    let cards = plan.cards().map(|(group, member, _)| CardNumber { group, member });
    let left = cards.filter(|card| !state.destroyed.contains(&(set, *card)));
    left.map(|card| (card.group, card.member)).collect()
}

/// The smallest set of people who can take the key with these cards of an old set, and none of whom has anything to do
/// with this one. Where nobody was named, nobody is known to be a stranger.
fn by_strangers(
    plan: &Plan,
    left: &BTreeSet<(u8, u8)>,
    state: &State,
) -> Result<Option<Vec<String>>, AnalysisError> {
    let present: BTreeSet<&str> = state.plan.people();
    let has_left = |name: &String| state.people.get(name).is_some_and(|person| person.left.is_some());
    let is_stranger = |name: &String| !present.contains(name.as_str()) || has_left(name);
    let mut theirs = plan.clone();
    let groups = theirs.groups.iter_mut().flat_map(|group| &mut group.cards);
    groups.for_each(|card| card.access.retain(is_stranger));
    theirs.required.iter_mut().for_each(|thing| thing.access.retain(is_stranger));
    if needs_what_nobody_is_known_to_have(&theirs) {
        // Or only people of today have it.
        return Ok(None);
    }
    let reached = theirs.cards().filter(|(_, _, card)| !card.access.is_empty());
    let reached = reached.map(|(group, member, _)| (group, member)).filter(|card| left.contains(card));
    let sets = analysis::taking_sets_of(&theirs, &reached.into_iter().collect(), true)?;
    Ok(sets.listed.into_iter().next())
}

/// That a set is superseded, until no quorum of its cards is left.
pub(super) fn superseded(record: &Record, state: &State, by: u16) -> Option<Finding> {
    let left = not_destroyed(&record.plan, record.set.identifier, state);
    let sets = analysis::taking_sets_of(&record.plan, &left, false);
    // Where it cannot be told who has a quorum, somebody may.
    sets.map_or(true, |sets| sets.smallest.is_some()).then_some(Finding::Superseded { by })
}
