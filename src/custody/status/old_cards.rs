//! Who can still take the key with cards that should be no more.

use std::collections::BTreeSet;

use super::Finding;
use crate::custody::{
    analysis::{
        self, Analysis, AnalysisError, Sets, SinglePoint, Versions, Who, WithBefore, taking_places_with,
        taking_with,
    },
    card_number::CardNumber,
    plan::Plan,
    record::{Record, Superseded, origin::ShareFormat},
    status::state::{State, sealed_before},
};

/// Old cards open the key for ever: former holders, and those of former sets, unless their cards are known to be
/// destroyed or the owner accepts it. Whoever accepted it when all of them were in trusted hands did not accept that they are in
/// others now.
pub(super) fn of(record: &Record, state: &State) -> Result<Vec<Finding>, AnalysisError> {
    let mut findings = Vec::new();
    for old in &record.supersedes {
        let set = old.identifier;
        let accepted = state.accepted.get(&Some(set));
        findings.extend(stolen(record, state, set, old.plan.as_ref()));
        let Some(plan) = &old.plan else {
            if accepted.is_none() {
                let destroyed = state.destroyed.iter().filter(|(of, _)| *of == set).count();
                findings.push(Finding::OldShares { set: Some(set), format: ShareFormat::Slip39, destroyed });
            }
            continue;
        };
        match (by_strangers(old, state)?, accepted) {
            (Some(_), Some(accepted)) if accepted.former => {}
            (Some(taking), _) => findings.push(taking.finding(set)),
            (None, Some(_)) => {}
            (None, None) => {
                let left = not_destroyed(plan, set, state);
                let people = analysis::taking_sets_of(plan, &left, true)?.smallest;
                findings.extend(people.map(|people| Finding::OldCards { set, people }));
            }
        }
    }
    if let Some(origin) = record.foreign_origin().filter(|_| !state.accepted.contains_key(&None)) {
        findings.push(Finding::OldShares { set: None, format: origin.format, destroyed: 0 });
    }
    let own = record.set.identifier;
    let is_accepted = state.accepted.get(&Some(own)).is_some_and(|accepted| accepted.former);
    if let Some(people) = by_former(state)?.filter(|_| !is_accepted) {
        findings.push(Taking { people, is_with_stolen: false }.finding(own));
    }
    if !state.is_in_use {
        findings.extend(stolen(record, state, own, Some(&state.plan)));
    }
    Ok(findings)
}

/// People who can take the key together, who should not.
struct Taking {
    people: Vec<String>,
    /// Whether they need whoever has the cards that were stolen.
    is_with_stolen: bool,
}

impl Taking {
    fn finding(self, set: u16) -> Finding {
        let Self { people: example, is_with_stolen } = self;
        Finding::Former { set, people: example.len() + usize::from(is_with_stolen), example, is_with_stolen }
    }
}

/// Cards in the wrong hands, of a set whose cards are to be destroyed: until they are, or too few of the others are left, or the owner,
/// who knew of it, accepts it.
fn stolen(record: &Record, state: &State, set: u16, plan: Option<&Plan>) -> Vec<Finding> {
    let accepted = state.accepted.get(&Some(set));
    let is_accepted = |card: &CardNumber| accepted.is_some_and(|accepted| accepted.stolen.contains(card));
    let opens = |card: CardNumber| {
        let left = plan.map(|plan| (plan, not_destroyed(plan, set, state)));
        left.is_none_or(|(plan, left)| is_of_a_quorum(plan, &left, card))
    };
    let open = state
        .stolen_of(record, set)
        .into_iter()
        .filter(|(card, _)| !is_accepted(card) && !state.destroyed.contains(&(set, *card)) && opens(*card));
    let former = Some(set).filter(|set| *set != record.set.identifier);
    open.map(|(card, since)| {
        let holder = plan.and_then(|plan| plan.holder(card.group, card.member));
        Finding::Stolen { card, custodian: holder.map(str::to_owned), since, former }
    })
    .collect()
}

/// Whether these cards make up a quorum to which this one belongs.
fn is_of_a_quorum(plan: &Plan, cards: &BTreeSet<(u8, u8)>, card: CardNumber) -> bool {
    let of_group = cards.iter().filter(|(group, _)| *group == card.group).count();
    let threshold = plan.groups.get(usize::from(card.group)).map(|group| usize::from(group.threshold));
    let is_whole = threshold.is_some_and(|threshold| of_group >= threshold);
    is_whole && cards.contains(&(card.group, card.member)) && plan.is_quorum(cards)
}

/// The smallest set of people who can take the key with cards of this set that they ever could reach, and each of whom
/// left, or reaches less than they did.
fn by_former(state: &State) -> Result<Option<Vec<String>>, AnalysisError> {
    let former = state.former();
    let theirs = state.plan_with(|name| former.contains(name));
    if needs_what_nobody_is_known_to_have(&theirs) {
        return Ok(None);
    }
    // Nobody reaches one of which nothing is left.
    let held = theirs.cards().filter(|(_, _, card)| !card.access.is_empty());
    let held = held.map(|(group, member, _)| (group, member)).collect();
    Ok(analysis::taking_sets_of(&theirs, &held, true)?.listed.into_iter().next())
}

/// Whoever has a thing that nobody is named for counts as somebody of its own, and is none of those who are known. That
/// somebody is called as the thing is, which may be the name of a person.
fn needs_what_nobody_is_known_to_have(plan: &Plan) -> bool {
    plan.required.iter().any(|thing| thing.access.is_empty())
}

/// The cards of a set that are not known to be destroyed: of this one, as they are and as they were before.
fn not_destroyed(plan: &Plan, set: u16, state: &State) -> BTreeSet<(u8, u8)> {
    let cards = plan.cards().map(|(group, member, _)| CardNumber { group, member });
    let left = cards.filter(|card| !state.is_gone_of(set, *card));
    left.map(|card| (card.group, card.member)).collect()
}

/// Whether people who have nothing to do with this set can take the key with the cards of an old one.
pub(super) fn are_with_strangers(old: &Superseded, state: &State) -> bool {
    // Where that cannot be told, nobody has accepted it.
    by_strangers(old, state).is_ok_and(|by| by.is_some())
}

/// Whether former holders can take the key with the cards of this set.
pub(super) fn are_with_former(state: &State) -> bool {
    by_former(state).is_ok_and(|by| by.is_some())
}

/// What a plan calls whoever has the cards that were stolen: no name of anybody, for it has a line end.
const THIEF: &str = "\n";

/// The smallest set of people who can take the key with cards of an old set that they ever could reach, and none of whom has
/// anything to do with this one; whoever has stolen ones is one of them, for thieves may be one. Where nobody was named, nobody is
/// known to be a stranger.
fn by_strangers(old: &Superseded, state: &State) -> Result<Option<Taking>, AnalysisError> {
    let (set, present) = (old.identifier, state.plan.people());
    let has_left = |name: &String| state.people.get(name).is_some_and(|person| person.left.is_some());
    let is_stranger = |name: &String| !present.contains(name.as_str()) || has_left(name);
    let Some(mut theirs) = old.reached.clone().or_else(|| old.plan.clone()) else { return Ok(None) };
    theirs.required.iter_mut().for_each(|thing| thing.access.retain(is_stranger));
    if needs_what_nobody_is_known_to_have(&theirs) {
        // Or only people of today have it.
        return Ok(None);
    }
    let left = not_destroyed(&theirs, set, state);
    for (group, cards) in (0..).zip(&mut theirs.groups) {
        for (member, card) in (0..).zip(&mut cards.cards) {
            card.access.retain(is_stranger);
            let is_stolen = state.stolen.contains_key(&(set, CardNumber { group, member }));
            card.access.extend(is_stolen.then(|| THIEF.to_owned()));
            // Nobody knows what else a thief of the card took: they count as having what opens it.
            let opening = card.identity_reach().unwrap_or_default().into_iter().map(str::to_owned);
            let opening = opening.filter(is_stranger).chain(is_stolen.then(|| THIEF.to_owned()));
            let opening = opening.collect();
            card.leave_identity_to(opening);
        }
    }
    let reached = theirs.cards().filter(|(_, _, card)| !card.access.is_empty());
    let reached = reached.map(|(group, member, _)| (group, member)).filter(|card| left.contains(card));
    let sets = analysis::taking_sets_of(&theirs, &reached.collect(), true)?;
    let taking = sets.listed.into_iter().next().map(|mut people| {
        let all = people.len();
        people.retain(|name| name != THIEF);
        Taking { is_with_stolen: people.len() < all, people }
    });
    Ok(taking)
}

/// That a set is superseded, until no quorum of its cards is left, or the owner accepts that there is one.
pub(super) fn superseded(record: &Record, state: &State, by: u16) -> Option<Finding> {
    if state.accepted.contains_key(&Some(record.set.identifier)) {
        return None;
    }
    let left = not_destroyed(&record.plan, record.set.identifier, state);
    let sets = analysis::taking_sets_of(&record.plan, &left, false);
    // Where it cannot be told who has a quorum, somebody may.
    let has_quorum = sets.map_or(true, |sets| sets.smallest.is_some());
    has_quorum.then(|| Finding::Superseded { by, before: state.destroyed_but_before() })
}

/// Counts old recipients beside those of today: in how few people or places give the key away, and in which do so alone. What is
/// told of that: where fewer do, or another alone; or that it cannot be told.
pub(super) fn count_recipients(
    state: &State,
    whole: &mut Analysis,
    points: &mut Vec<SinglePoint>,
) -> Vec<Finding> {
    let before = state.open_before();
    if before.is_empty() {
        return Vec::new();
    }
    let people = taking_with(&state.plan, &before).map(|both| (both, Who::Person as fn(String) -> Who));
    let places = taking_places_with(&state.plan, &before).map(|both| (both, Who::Place as fn(String) -> Who));
    let sides = [(people, &mut whole.people.taking), (places, &mut whole.places.taking)];
    let told = sides.into_iter().filter_map(|(both, taking)| match both {
        Ok((both, who)) => old_recipient(state, &before, both, who, taking, points),
        Err(error) => Some(Finding::CannotTell(error)),
    });
    told.collect()
}

/// Takes what old recipients add on one side into account, and tells it.
fn old_recipient(
    state: &State,
    before: &Versions,
    both: WithBefore,
    who: fn(String) -> Who,
    taking: &mut Sets,
    points: &mut Vec<SinglePoint>,
) -> Option<Finding> {
    let by_plan = taking.alone().into_iter().map(str::to_owned).collect();
    let new: Vec<Who> = both.alone.difference(&by_plan).cloned().map(who).collect();
    if both.smallest == taking.smallest && new.is_empty() {
        return None;
    }
    for who in &new {
        match points.iter_mut().find(|point| point.who == *who) {
            Some(point) => point.takes = true,
            None => points.push(SinglePoint { who: who.clone(), freezes: false, takes: true }),
        }
    }
    let is_fewer = both.smallest != taking.smallest;
    taking.smallest = both.smallest;
    let (by, cards) = if is_fewer {
        (both.example.into_iter().map(who).collect(), both.versions.into_iter().collect())
    } else {
        // As few take it as by the plan, and others: which cards, of all that were sealed to others.
        let all = before.iter().flat_map(|(card, all)| (0..all.len()).map(move |at| (*card, at)));
        (new.into_iter().take(1).collect(), all.collect::<Vec<_>>())
    };
    let told = cards.into_iter().filter_map(|(card, at)| {
        let version = before.get(&card)?.get(at)?;
        Some((card, sealed_before(version)))
    });
    let mut cards: Vec<(CardNumber, String)> = told.collect();
    cards.dedup();
    let is_so_again = !cards.iter().any(|(card, to)| state.was_sealed_to(*card, to));
    Some(Finding::OldRecipient { cards, by, is_so_again })
}
