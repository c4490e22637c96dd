//! Who can still take the key with cards that should be no more.

use std::collections::BTreeSet;

use super::Finding;
use crate::custody::{
    analysis::{self, AnalysisError},
    card_number::CardNumber,
    plan::Plan,
    record::{Record, origin::ShareFormat},
    status::state::State,
};

/// Old cards open the key for ever: former holders, and those of former sets, unless their cards are known to be
/// destroyed or the owner accepts it. Whoever accepted it when all of them were in trusted hands did not accept that they are in
/// others now.
pub(super) fn of(record: &Record, state: &State) -> Result<Vec<Finding>, AnalysisError> {
    let mut findings = Vec::new();
    for old in &record.supersedes {
        let set = old.identifier;
        let accepted = state.accepted.get(&Some(set));
        let Some(plan) = &old.plan else {
            if accepted.is_none() {
                let destroyed = state.destroyed.iter().filter(|(of, _)| *of == set).count();
                findings.push(Finding::OldShares { set: Some(set), format: ShareFormat::Slip39, destroyed });
            }
            continue;
        };
        let left = not_destroyed(plan, set, state);
        match (by_strangers(plan, &left, state)?, accepted) {
            (Some(_), Some(accepted)) if accepted.former => {}
            (Some(example), _) => findings.push(Finding::Former { set, people: example.len(), example }),
            (None, Some(_)) => {}
            (None, None) => {
                let people = analysis::taking_sets_of(plan, &left, true)?.smallest;
                findings.extend(people.map(|people| Finding::OldCards { set, people }));
            }
        }
    }
    if let Some(origin) = record.foreign_origin().filter(|_| !state.accepted.contains_key(&None)) {
        findings.push(Finding::OldShares { set: None, format: origin.format, destroyed: 0 });
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

/// Whether people who have nothing to do with this set can take the key with the cards of an old one.
pub(super) fn are_with_strangers(plan: &Plan, set: u16, state: &State) -> bool {
    let by = by_strangers(plan, &not_destroyed(plan, set, state), state);
    // Where that cannot be told, nobody has accepted it.
    by.is_ok_and(|by| by.is_some())
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

/// That a set is superseded, until no quorum of its cards is left, or the owner accepts that there is one.
pub(super) fn superseded(record: &Record, state: &State, by: u16) -> Option<Finding> {
    if state.accepted.contains_key(&Some(record.set.identifier)) {
        return None;
    }
    let left = not_destroyed(&record.plan, record.set.identifier, state);
    let sets = analysis::taking_sets_of(&record.plan, &left, false);
    // Where it cannot be told who has a quorum, somebody may.
    sets.map_or(true, |sets| sets.smallest.is_some()).then_some(Finding::Superseded { by })
}
