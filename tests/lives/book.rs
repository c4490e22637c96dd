//! A story's own bookkeeping: what happened, in plain facts, and what a night must tell because of them. It takes nothing from
//! the journal, and asks the library for nothing but the plan that somebody wrote.

use std::collections::{BTreeMap, BTreeSet};

use quorate::custody::{card_number::CardNumber, date::Date, plan::Plan};

/// How a card is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Lost,
    Stolen,
    Destroyed,
    /// The record was made anew without it.
    NeverSeen,
}

/// A card.
pub struct Card {
    pub holder: String,
    /// Who can reach it, the holder among them.
    pub access: BTreeSet<String>,
    pub place: Option<String>,
    pub gone: Option<Gone>,
    /// A thief has one like it, for ever.
    pub is_copied: bool,
    /// It was made again, and nobody has it yet.
    pub is_on_its_way: bool,
    /// The record has no key of it: nothing but a drill tells whether it is good.
    pub takes_a_drill: bool,
    /// When it was last found good; before that, when it was made.
    pub good: Option<Date>,
}

/// Somebody.
pub struct Person {
    /// When they were last heard; before that, when they came to be one of those who are to be.
    pub heard: Date,
    /// Until when they are expected to be out of reach.
    pub away: Option<Date>,
    pub has_left: bool,
    /// Whether they answer when somebody calls.
    pub answers: bool,
}

/// What recovery needs besides cards.
pub struct Thing {
    pub access: BTreeSet<String>,
    pub places: Vec<String>,
    pub is_gone: bool,
}

/// All of it.
pub struct Book {
    pub cards: BTreeMap<CardNumber, Card>,
    pub people: BTreeMap<String, Person>,
    pub things: Vec<Thing>,
    /// Places that cannot be entered, each until a day.
    pub closed: BTreeMap<String, Date>,
    pub drilled: Option<Date>,
    /// Whether another set was made of this one.
    pub is_superseded: bool,
    /// What is to be told of cards of sets before this one.
    pub of_old_sets: BTreeSet<String>,
    thresholds: Vec<usize>,
    groups_needed: usize,
    heard_within: i64,
    checked_within: i64,
    drilled_within: i64,
}

impl Book {
    /// On the day of the deal.
    pub fn of(plan: &Plan, day: Date) -> Self {
        let deadlines = plan.rules.deadlines();
        let days = |allowed: Option<u32>| allowed.map_or(i64::MAX, i64::from);
        let card = |(group, member, _): (u8, u8, _)| {
            let card = Card {
                holder: String::new(),
                access: BTreeSet::new(),
                place: None,
                gone: None,
                is_copied: false,
                is_on_its_way: false,
                takes_a_drill: false,
                good: Some(day),
            };
            (CardNumber { group, member }, card)
        };
        let mut book = Self {
            cards: plan.cards().map(card).collect(),
            people: BTreeMap::new(),
            things: Vec::new(),
            closed: BTreeMap::new(),
            drilled: Some(day),
            is_superseded: false,
            of_old_sets: BTreeSet::new(),
            thresholds: plan.groups.iter().map(|group| group.threshold.into()).collect(),
            groups_needed: plan.groups_needed.into(),
            heard_within: days(deadlines.heard),
            checked_within: days(deadlines.checked),
            drilled_within: days(deadlines.drilled),
        };
        book.amend(plan, day);
        for card in book.cards.values_mut() {
            card.is_on_its_way = false;
        }
        book
    }

    /// From now on the plan says this.
    pub fn amend(&mut self, plan: &Plan, day: Date) {
        for (group, member, planned) in plan.cards() {
            let card = self.cards.get_mut(&CardNumber { group, member }).unwrap();
            let holder = planned.holder().unwrap().to_owned();
            card.is_on_its_way |= holder != card.holder;
            card.holder = holder;
            card.access = planned.access.iter().cloned().collect();
            card.place = planned.place.clone();
        }
        let thing = |thing: &quorate::custody::plan::Required| Thing {
            access: thing.access.iter().cloned().collect(),
            places: thing.places.clone(),
            is_gone: false,
        };
        self.things = plan.required.iter().map(thing).collect();
        for name in self.everybody().iter().chain(&plan.others) {
            self.meet(name, day);
        }
    }

    /// Somebody takes part from this day on, if they did not before.
    pub fn meet(&mut self, name: &str, day: Date) {
        let person = Person { heard: day, away: None, has_left: false, answers: true };
        self.people.entry(name.to_owned()).or_insert(person);
    }

    pub fn hear(&mut self, name: &str, day: Date) {
        let person = self.people.get_mut(name).unwrap();
        (person.heard, person.away) = (person.heard.max(day), None);
    }

    /// Whoever reaches a card or a thing today, whether they have left or not.
    fn everybody(&self) -> BTreeSet<String> {
        let of_cards = self.cards.values().flat_map(|card| &card.access);
        of_cards.chain(self.things.iter().flat_map(|thing| &thing.access)).cloned().collect()
    }

    /// Those who belong to the keyholders today.
    pub fn keyholders(&self) -> BTreeSet<String> {
        self.everybody().into_iter().filter(|name| !self.people[name].has_left).collect()
    }

    pub fn is_away(&self, name: &str) -> bool {
        let person = &self.people[name];
        person.has_left || person.away.is_some()
    }

    /// Whether somebody would come if they were called.
    pub fn comes(&self, name: &str) -> bool {
        !self.is_away(name) && self.people[name].answers
    }

    /// Who would bring a card today, the holder first.
    pub fn bringers<'a>(&'a self, card: &'a Card, is_here: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let is_shut = card.place.as_ref().is_some_and(|place| self.closed.contains_key(place));
        if card.gone.is_some() || is_shut {
            return Vec::new();
        }
        let holder = card.access.get(&card.holder).into_iter();
        let deputies = card.access.iter().filter(|name| **name != card.holder);
        holder.chain(deputies).map(String::as_str).filter(|name| is_here(name)).collect()
    }

    /// Whether nobody can bring the key back, if these are here and nobody else.
    fn is_frozen_with(&self, is_here: impl Fn(&str) -> bool + Copy) -> bool {
        let whole = (0..).zip(&self.thresholds).filter(|(at, needed): &(u8, &usize)| {
            let of_group = self.cards.iter().filter(|(number, _)| number.group == *at);
            of_group.filter(|(_, card)| !self.bringers(card, is_here).is_empty()).count() >= **needed
        });
        let is_shut = |thing: &Thing| {
            !thing.places.is_empty() && thing.places.iter().all(|place| self.closed.contains_key(place))
        };
        let is_missing =
            |thing: &Thing| thing.is_gone || is_shut(thing) || !thing.access.iter().any(|name| is_here(name));
        whole.count() < self.groups_needed || self.things.iter().any(is_missing)
    }

    /// Whether anybody or anything that matters today is known to be out of reach.
    pub fn is_anything_away(&self) -> bool {
        let is_shut = |place: &String| self.closed.contains_key(place);
        let is_card_away = |card: &Card| card.gone.is_some() || card.place.as_ref().is_some_and(is_shut);
        let is_thing_away =
            |thing: &Thing| thing.is_gone || !thing.places.is_empty() && thing.places.iter().all(is_shut);
        self.everybody().iter().any(|name| self.is_away(name))
            || self.cards.values().any(is_card_away)
            || self.things.iter().any(is_thing_away)
    }

    pub fn is_frozen(&self) -> bool {
        self.is_frozen_with(|name| !self.is_away(name))
    }

    fn silent(&self, night: Date) -> BTreeSet<String> {
        let is_silent = |name: &String| {
            let person = &self.people[name];
            person.away.is_none() && night.days_since(person.heard) > self.heard_within
        };
        self.keyholders().into_iter().filter(is_silent).collect()
    }

    /// What this night must tell, and what it must not tell otherwise: of the kinds in [`TOLD`] exactly these lines.
    pub fn tells(&self, night: Date) -> BTreeSet<String> {
        let mut told = self.of_old_sets.clone();
        for (number, card) in &self.cards {
            // Once another set was made of it, that one tells what was stolen.
            if self.is_superseded {
                continue;
            }
            if card.is_copied {
                told.insert(format!("stolen {number}"));
            }
            match card.gone {
                Some(Gone::Lost | Gone::Destroyed) => drop(told.insert(format!("lost {number}"))),
                Some(Gone::NeverSeen) => drop(told.insert(format!("never-seen {number}"))),
                Some(Gone::Stolen) => {}
                None => {
                    if card.good.is_none_or(|good| night.days_since(good) > self.checked_within) {
                        told.insert(format!("unchecked {number}"));
                    }
                    if self.people[&card.holder].has_left && !card.is_on_its_way {
                        told.insert(format!("card-with-leaver {number}"));
                    }
                }
            }
        }
        if self.is_superseded {
            return told;
        }
        for name in self.keyholders() {
            if self.people[&name].away.is_some_and(|until| night > until) {
                told.insert(format!("still-absent {name}"));
            }
        }
        let shut = self.closed.iter().filter(|(_, until)| night > **until);
        told.extend(shut.map(|(place, _)| format!("still-closed {place}")));
        let silent = self.silent(night);
        told.extend(silent.iter().map(|name| format!("silent {name}")));
        if self.is_frozen() {
            told.insert("frozen".to_owned());
        } else if self.is_frozen_with(|name| !self.is_away(name) && !silent.contains(name)) {
            told.insert("frozen-if-silent".to_owned());
        }
        if self.drilled.is_none_or(|drilled| night.days_since(drilled) > self.drilled_within) {
            told.insert("not-drilled".to_owned());
        }
        told
    }

    /// Cards that together bring the key back today, those first that were not seen for longest, each with who would bring it;
    /// none where too few would come.
    pub fn quorum(&self) -> Option<Vec<(CardNumber, String)>> {
        let comes = |name: &str| self.comes(name);
        let mut quorum = Vec::new();
        let mut groups = 0;
        for (at, needed) in (0..).zip(&self.thresholds) {
            let of_group = self.cards.iter().filter(|(number, _)| number.group == at);
            let mut of_group: Vec<_> = of_group.collect();
            of_group.sort_by_key(|(_, card)| card.good);
            let brought = of_group.into_iter().filter_map(|(number, card)| {
                Some((*number, (*self.bringers(card, comes).first()?).to_owned()))
            });
            let brought: Vec<_> = brought.take(*needed).collect();
            if groups < self.groups_needed && brought.len() == *needed {
                groups += 1;
                quorum.extend(brought);
            }
        }
        let has_things = self.things.iter().all(|thing| thing.access.iter().any(|name| comes(name)));
        (groups == self.groups_needed && has_things).then_some(quorum)
    }
}

/// The kinds of which the book knows all.
pub const TOLD: [&str; 11] = [
    "frozen",
    "frozen-if-silent",
    "stolen",
    "lost",
    "never-seen",
    "unchecked",
    "card-with-leaver",
    "still-absent",
    "still-closed",
    "silent",
    "not-drilled",
];
