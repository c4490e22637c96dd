//! What a record and its journal say of today: who was heard, which cards are where, what was checked when.
//!
//! Days are statements. One in the future, or before a day that stands above it, never makes anything fresh.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    date::Date,
    ordered,
    plan::{Plan, PlannedCard, analysis::Situation},
    record::{
        Record,
        journal::{CardNumber, Entry, Event, Journal},
    },
};

/// What is known of a set on a day.
#[derive(Clone, Debug)]
pub struct State {
    /// The plan as it is now: cards that were moved or handed over lie elsewhere, and others reach them.
    pub plan: Plan,
    /// The people.
    pub people: BTreeMap<String, Person>,
    /// The cards.
    pub cards: BTreeMap<CardNumber, Card>,
    /// When recovery was last drilled, or the key recovered, with success.
    pub drilled: Option<Date>,
    /// The set that was made of this one.
    pub superseded_by: Option<u16>,
    /// Cards of former sets that were destroyed, by identifier.
    pub destroyed: BTreeSet<(u16, CardNumber)>,
    /// People who held a card of this set and should not count on having it: they left, or handed it on.
    pub former: BTreeSet<String>,
    /// Lines of the journal with a day that cannot be.
    pub misdated: usize,
}

/// What is known of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// When he was last heard.
    pub heard: Option<Date>,
    /// Since when he is known to be out of reach.
    pub absent: Option<Date>,
    /// Whether he has left.
    pub has_left: bool,
}

/// What is known of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Whether it was read back in full from its paper.
    pub is_read_back: bool,
    /// Whether its custodian, or somebody after him, has it.
    pub is_handed_over: bool,
    /// When it was last found good.
    pub checked: Option<Date>,
    /// When it last failed a check that no later one made good.
    pub failed: Option<Date>,
    /// When it was lost, or destroyed, and not made again since.
    pub lost: Option<Date>,
    /// Since when it is in wrong hands.
    pub stolen: Option<Date>,
    /// When and how it was sealed last.
    pub sealed: Option<(Date, Option<String>)>,
}

impl State {
    /// The state on this day.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        let plan = record.plan.clone();
        let named = plan.people().into_iter().map(str::to_owned);
        let unnamed = plan
            .cards()
            .filter(|(_, _, card)| card.access.is_empty())
            .map(|(group, member, _)| plan.number(group, member));
        let people = ordered::map(named.chain(unnamed).map(|name| (name, Person::default())));
        let cards = plan.cards().map(|(group, member, _)| (CardNumber { group, member }, Card::default()));
        let cards = ordered::map(cards);
        let mut state = Self {
            plan,
            people,
            cards,
            drilled: None,
            superseded_by: None,
            destroyed: BTreeSet::new(),
            former: BTreeSet::new(),
            misdated: 0,
        };
        let mut latest = record.date.day.min(today);
        for entry in journal.entries() {
            let day = entry.stamp.day;
            let is_credible = latest <= day && day <= today;
            if is_credible {
                latest = day;
            } else {
                state.misdated += 1;
            }
            state.take_in(entry, record.set.identifier, is_credible.then_some(day));
        }
        state
    }

    /// What follows from one line. `fresh` is its day, if that can be believed.
    fn take_in(&mut self, entry: &Entry, own_set: u16, fresh: Option<Date>) {
        if let Some(set) = entry.set.filter(|set| *set != own_set) {
            match entry.event {
                Event::Superseded => self.superseded_by = Some(set),
                Event::Destroyed => self.destroyed.extend(entry.cards.iter().map(|card| (set, *card))),
                _ => {}
            }
            return;
        }
        self.of_people(entry, fresh);
        for number in &entry.cards {
            self.of_card(*number, entry, fresh);
        }
        let is_proof = matches!(entry.event, Event::Drilled | Event::Recovered);
        if is_proof && entry.passed == Some(true) {
            self.drilled = self.drilled.max(fresh);
        }
    }

    fn of_people(&mut self, entry: &Entry, fresh: Option<Date>) {
        let Some((name, person)) =
            entry.who.as_ref().and_then(|who| self.people.get_mut(who).map(|it| (who, it)))
        else {
            return;
        };
        match entry.event {
            Event::Heard | Event::Back => {
                person.heard = person.heard.max(fresh);
                person.absent = None;
            }
            Event::Receipt => {
                // What the holder says, but not more than the one who noted it.
                let signed = entry.signed.as_deref().and_then(|day| day.parse().ok());
                person.heard =
                    person.heard.max(fresh.map(|day| signed.map_or(day, |signed: Date| signed.min(day))));
                person.absent = None;
            }
            Event::Absent => person.absent = Some(entry.stamp.day),
            Event::Left => {
                person.has_left = true;
                self.former.insert(name.clone());
            }
            _ => {}
        }
    }

    fn of_card(&mut self, number: CardNumber, entry: &Entry, fresh: Option<Date>) {
        let day = entry.stamp.day;
        let Some(card) = self.cards.get_mut(&number) else { return };
        match entry.event {
            Event::Checked | Event::ReadBack | Event::Drilled | Event::Recovered
                if entry.passed == Some(false) =>
            {
                card.failed = Some(day);
            }
            Event::Checked | Event::Drilled | Event::Recovered | Event::Receipt => card.found_good(fresh),
            Event::ReadBack => {
                card.is_read_back = true;
                card.found_good(fresh);
            }
            Event::Lost | Event::Destroyed => card.lost = Some(day),
            Event::Stolen => card.stolen = Some(day),
            Event::Found => card.lost = None,
            Event::Reissued => (card.lost, card.failed) = (None, None),
            Event::Seal => card.sealed = Some((day, entry.text.clone())),
            Event::HandedOver => {
                card.is_handed_over = true;
                self.hand_over(number, entry.to.as_deref());
            }
            Event::Moved => {
                if let Some(planned) = self.planned(number) {
                    planned.place.clone_from(&entry.to);
                }
            }
            _ => {}
        }
    }

    /// Whoever had the card before has seen it, and reaches it no more.
    fn hand_over(&mut self, number: CardNumber, to: Option<&str>) {
        let Some(planned) = self.planned(number) else { return };
        let before = planned.holder().map(str::to_owned);
        let Some(to) = to.filter(|to| before.as_deref() != Some(*to)) else { return };
        planned.access.retain(|one| Some(one) != before.as_ref());
        planned.access.push(to.to_owned());
        planned.access.sort_unstable();
        planned.access.dedup();
        planned.custodian = Some(to.to_owned());
        self.people.entry(to.to_owned()).or_default();
        self.former.extend(before);
    }

    fn planned(&mut self, number: CardNumber) -> Option<&mut PlannedCard> {
        self.plan.groups.get_mut(usize::from(number.group))?.cards.get_mut(usize::from(number.member))
    }

    /// What matters for recovery today, `silent` people counted as absent.
    #[must_use]
    pub fn situation(&self, silent: &BTreeSet<String>) -> Situation {
        let is_away = |person: &Person| person.absent.is_some() || person.has_left;
        let absent = self.people.iter().filter(|(name, person)| is_away(person) || silent.contains(*name));
        let is_gone = |card: &Card| card.lost.is_some() || card.stolen.is_some();
        let lost = self.cards.iter().filter(|(_, card)| is_gone(card));
        Situation {
            absent: ordered::set(absent.map(|(name, _)| name.clone())),
            lost: ordered::set(lost.map(|(number, _)| (number.group, number.member))),
        }
    }

    /// Whether every card was read back in full from its paper, and then handed over.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cards.values().all(|card| card.is_read_back && card.is_handed_over)
    }
}

impl Card {
    fn found_good(&mut self, fresh: Option<Date>) {
        self.checked = self.checked.max(fresh);
        self.failed = None;
    }
}
