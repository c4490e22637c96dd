//! A plan as it falls: which cards and things are in whose hands, without names and without the reason.

use std::collections::BTreeMap;

use super::situation::Situation;
use crate::custody::plan::{Plan, PlannedCard, PlannedGroup};

/// What falls to whom. Parties are people or places, by number.
#[derive(Debug)]
pub struct Structure {
    /// Which of those who reach a card or thing it takes for it to fall.
    pub falls_to: FallsTo,
    /// What the parties are called.
    pub names: Vec<String>,
    /// Groups that must fall.
    pub groups_needed: usize,
    /// The groups.
    pub groups: Vec<Branch>,
    /// Who reaches each required thing.
    pub things: Vec<Vec<usize>>,
}

/// A group of cards.
#[derive(Debug)]
pub struct Branch {
    /// Cards of it that must fall.
    pub needed: usize,
    /// Who reaches each card. Cards that can never fall are not here.
    pub cards: Vec<InHands>,
}

/// Who reaches a card. Nobody is the reach of a card that is gone.
#[derive(Debug)]
pub struct InHands {
    /// Those who reach it; of a sealed one, those who reach its file, or its identity where nobody else matters.
    pub reach: Vec<usize>,
    /// The others who are needed as well: those of the file and those of the identity, where neither are all among the other.
    pub also: Option<Vec<usize>>,
}

impl InHands {
    const fn of(reach: Vec<usize>) -> Self {
        Self { reach, also: None }
    }

    /// A sealed card. Whoever hits the smaller of two such sets hits the larger, and whoever is all of the larger is all of the
    /// smaller: so the larger says nothing more.
    fn sealed(file: Vec<usize>, identity: Vec<usize>) -> Self {
        let is_within = |one: &[usize], other: &[usize]| one.iter().all(|party| other.contains(party));
        if is_within(&file, &identity) {
            Self::of(file)
        } else if is_within(&identity, &file) {
            Self::of(identity)
        } else {
            Self { reach: file, also: Some(identity) }
        }
    }

    /// The same by places, where what opens it may lie in none of its own: then it lies with the file.
    fn sealed_if(file: Vec<usize>, identity: Vec<usize>) -> Self {
        if identity.is_empty() { Self::of(file) } else { Self::sealed(file, identity) }
    }

    /// Both sets, one after the other.
    pub fn parties(&self) -> impl Iterator<Item = &usize> {
        self.reach.iter().chain(self.also.iter().flatten())
    }
}

/// How a card or thing falls; and what is needed of the required things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FallsTo {
    /// To all who reach it, together: freezing, for which any one required thing will do. To nobody if it is gone.
    All,
    /// To any one of them: taking, for which all required things are needed.
    Any,
}

impl Structure {
    /// How the key is frozen by people, beyond what the situation does.
    pub fn freezing_people(plan: &Plan, situation: &Situation) -> Self {
        let mut parties = Parties::default();
        let groups = branches(plan, FallsTo::All, |group, member, card| {
            if situation.is_gone(plan, (group, member), card) {
                return Some(InHands::of(Vec::new()));
            }
            Some(parties.of_card(card, plan.number(group, member), |name| !situation.absent.contains(name)))
        });
        let things = plan.required.iter().map(|thing| match thing.access.as_slice() {
            _ if situation.is_thing_gone(thing) => Vec::new(),
            [] => vec![parties.nameless(thing.name.clone())],
            access => parties.named(access.iter().filter(|name| !situation.absent.contains(*name))),
        });
        let things = things.collect();
        Self::new(plan, FallsTo::All, parties, groups, things)
    }

    /// How people take the key with the cards that exist.
    pub fn taking_people(plan: &Plan, exists: impl Fn(u8, u8) -> bool, required_things: bool) -> Self {
        let mut parties = Parties::default();
        let groups = branches(plan, FallsTo::Any, |group, member, card| {
            exists(group, member).then(|| parties.of_card(card, plan.number(group, member), |_| true))
        });
        let needed = plan.required.iter().filter(|_| required_things);
        let things = needed.map(|thing| match thing.access.as_slice() {
            [] => vec![parties.nameless(thing.name.clone())],
            access => parties.named(access),
        });
        let things = things.collect();
        Self::new(plan, FallsTo::Any, parties, groups, things)
    }

    /// How the key is frozen where places are closed.
    pub fn freezing_places(plan: &Plan) -> Self {
        let mut parties = Parties::default();
        let groups = branches(plan, FallsTo::All, |_, _, card| {
            let identity = parties.named(&card.identity_places);
            match &card.place {
                Some(place) => Some(InHands::sealed_if(parties.named([place]), identity)),
                // What lies nowhere is never out of reach, and what opens it may be.
                None => (!identity.is_empty()).then(|| InHands::of(identity)),
            }
        });
        let placed = plan.required.iter().filter(|thing| !thing.places.is_empty());
        let things = placed.map(|thing| parties.named(&thing.places)).collect();
        Self::new(plan, FallsTo::All, parties, groups, things)
    }

    /// How the key is taken where places are broken into.
    pub fn taking_places(plan: &Plan) -> Self {
        let mut parties = Parties::default();
        let groups = branches(plan, FallsTo::Any, |_, _, card| {
            let place = card.place.as_ref()?;
            Some(InHands::sealed_if(parties.named([place]), parties.named(&card.identity_places)))
        });
        let things = plan.required.iter().map(|thing| parties.named(&thing.places)).collect();
        Self::new(plan, FallsTo::Any, parties, groups, things)
    }

    fn new(
        plan: &Plan,
        falls_to: FallsTo,
        parties: Parties,
        groups: Vec<Branch>,
        things: Vec<Vec<usize>>,
    ) -> Self {
        let needed = usize::from(plan.groups_needed);
        let groups_needed = match falls_to {
            FallsTo::All => plan.groups.len() - needed + 1,
            FallsTo::Any => needed,
        };
        Self { falls_to, names: parties.names, groups_needed, groups, things }
    }
}

/// The groups with the cards that can fall, each with who reaches it.
fn branches(
    plan: &Plan,
    falls_to: FallsTo,
    mut reach: impl FnMut(u8, u8, &PlannedCard) -> Option<InHands>,
) -> Vec<Branch> {
    let branch = |(at, group): (u8, &PlannedGroup)| {
        let threshold = usize::from(group.threshold);
        let needed = match falls_to {
            FallsTo::All => group.cards.len() - threshold + 1,
            FallsTo::Any => threshold,
        };
        let cards = (0..).zip(&group.cards).filter_map(|(member, card)| reach(at, member, card)).collect();
        Branch { needed, cards }
    };
    (0..).zip(&plan.groups).map(branch).collect()
}

/// Who there is, each with a number.
#[derive(Default)]
struct Parties {
    names: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Parties {
    /// Who reaches a card of those who are there; where nobody is named for it, somebody of its own, called by its number.
    fn of_card(&mut self, card: &PlannedCard, number: String, is_there: impl Fn(&str) -> bool) -> InHands {
        let file = match card.access.as_slice() {
            [] => vec![self.nameless(number)],
            access => self.named(access.iter().filter(|name| is_there(name))),
        };
        match card.identity_reach() {
            Some(names) => InHands::sealed(file, self.named(names.into_iter().filter(|name| is_there(name)))),
            None => InHands::of(file),
        }
    }

    /// The numbers of these, each once.
    fn named(&mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<usize> {
        let mut numbers: Vec<usize> = names.into_iter().map(|name| self.number(name.as_ref())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.known.get(name) {
            return number;
        }
        let number = self.nameless(name.to_owned());
        self.known.insert(name.to_owned(), number);
        number
    }

    /// A party of its own, even if another is called the same.
    fn nameless(&mut self, called: String) -> usize {
        self.names.push(called);
        self.names.len() - 1
    }
}
