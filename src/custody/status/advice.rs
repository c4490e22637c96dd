//! What to do today: who can still meet and makes a quorum, whom to call first, what would freeze the key, what would thaw it,
//! and by when. From what was noted alone.

use std::collections::BTreeSet;

use super::state::State;
use crate::custody::{
    analysis::{Bring, Situation, ThingToCall, is_frozen, quorum, things_to_call},
    card_number::CardNumber,
    date::Date,
    plan::Deadlines,
};

/// Returns that are looked for together: more than this at once is nobody's plan for a day.
const MOST_RETURNS: usize = 4;

/// What to do today, where something was noted that keeps somebody or something away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Whether nobody can recover the key today.
    pub is_frozen: bool,
    /// Cards that together are a quorum, and who brings each: holders before deputies. None where the key is frozen.
    pub meet: Vec<Bring>,
    /// What recovery needs besides, and who can bring it.
    pub things: Vec<ThingToCall>,
    /// Where the key is frozen: the smallest sets of what would thaw it.
    pub thaws: Vec<Vec<Return>>,
    /// Until when those who are needed are known to be there; none where the plan has no deadline for it, or where it is
    /// frozen.
    pub too_late: Option<TooLate>,
}

/// What would help if it came back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Return {
    /// Somebody who is out of reach.
    Person(String),
    /// A card that is lost.
    Card(CardNumber),
    /// A place that is closed.
    Place(String),
}

/// The first day on which it may be too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLate {
    /// The day: if nobody is heard until then, nobody knows whether there is a quorum.
    pub on: Date,
    /// Who will not have been heard for longer than the plan allows by then.
    pub unheard: Vec<String>,
}

impl Advice {
    /// For this state; none where nothing was noted that keeps anybody or anything away.
    #[must_use]
    pub fn of(state: &State, deadlines: Deadlines) -> Option<Self> {
        let situation = state.situation(&BTreeSet::new());
        if !state.is_in_use || situation == Situation::default() {
            return None;
        }
        let is_frozen = is_frozen(&state.plan, &situation);
        Some(Self {
            is_frozen,
            meet: if is_frozen { Vec::new() } else { quorum(&state.plan, &situation) },
            things: things_to_call(&state.plan, &situation),
            thaws: if is_frozen { thaws(state, &situation) } else { Vec::new() },
            too_late: if is_frozen { None } else { too_late(state, deadlines.heard, &situation) },
        })
    }
}

/// The smallest sets of people, cards and places whose return thaws the key; none where more than a few would have to return.
fn thaws(state: &State, situation: &Situation) -> Vec<Vec<Return>> {
    let people = situation
        .absent
        .iter()
        .filter(|name| state.people.get(*name).is_some_and(|person| person.left.is_none()));
    let cards = state.cards.iter().filter(|(_, card)| card.lost.is_some() && card.destroyed.is_none());
    let cards = cards.filter(|(_, card)| card.stolen.is_none());
    let all: Vec<Return> = people
        .map(|name| Return::Person(name.clone()))
        .chain(cards.map(|(number, _)| Return::Card(*number)))
        .chain(state.closed.keys().map(|place| Return::Place(place.clone())))
        .collect();
    (1..=MOST_RETURNS.min(all.len()))
        .map(|size| subsets(&all, size).into_iter().filter(|set| is_thawed(state, set)).collect::<Vec<_>>())
        .find(|sets| !sets.is_empty())
        .unwrap_or_default()
}

fn is_thawed(state: &State, returned: &[Return]) -> bool {
    let mut then = state.clone();
    for one in returned {
        match one {
            Return::Person(name) => {
                if let Some(person) = then.people.get_mut(name) {
                    person.absent = None;
                }
            }
            Return::Card(number) => {
                if let Some(card) = then.cards.get_mut(number) {
                    card.lost = None;
                }
            }
            Return::Place(place) => drop(then.closed.remove(place)),
        }
    }
    !is_frozen(&then.plan, &then.situation(&BTreeSet::new()))
}

fn subsets(all: &[Return], size: usize) -> Vec<Vec<Return>> {
    match (size, all.split_first()) {
        (0, _) => vec![Vec::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let with = subsets(rest, size - 1).into_iter().map(|set| [vec![first.clone()], set].concat());
            with.chain(subsets(rest, size)).collect()
        }
    }
}

/// The day after which so many of those who are there will not have been heard that nobody knows whether they are a quorum.
fn too_late(state: &State, heard_within: Option<u32>, situation: &Situation) -> Option<TooLate> {
    let allowed = heard_within?;
    let parties = state.plan.parties();
    let there = state.people.iter().filter(|(name, person)| parties.contains(*name) && !person.is_away());
    let mut until: Vec<(Date, &String)> =
        there.map(|(name, person)| (person.silent_since().plus_days(allowed), name)).collect();
    until.sort_unstable();
    let mut then = situation.clone();
    let is_frozen_by = |(_, name): &&(Date, &String)| {
        then.absent.insert((*name).clone());
        is_frozen(&state.plan, &then)
    };
    let on = until.iter().find(is_frozen_by).map(|(on, _)| *on)?;
    // Whoever is silent by that day with them has to answer like them: nobody knows who is the one too many.
    let unheard = until.into_iter().filter(|(day, _)| *day <= on).map(|(_, name)| name.clone()).collect();
    Some(TooLate { on, unheard })
}
