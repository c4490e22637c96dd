//! What a record and its journal say of today: who was heard, which cards are where, what was checked when.
//!
//! A line whose day cannot be believed changes nothing that is safer: it makes nothing fresh, heals nothing, and puts no card
//! into other hands; what harms it still tells. A receipt counts for what it proves, at the line of its challenge.

use std::collections::{BTreeMap, BTreeSet};

use super::{exercise::LeftOpen, receipts::Receipts, uncounted::Uncounted};
use crate::custody::{
    analysis::Situation,
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event, Journal, challenge::Version},
    plan::{Plan, PlannedCard},
    record::{Record, RecordedShare, origin::AcceptedShares},
};

mod events;
mod known;

pub use known::{Card, Person};

/// What is known of a set on a day.
#[derive(Clone, Debug)]
pub struct State {
    /// The plan as it is now: cards that were moved or handed over lie elsewhere, and others reach them.
    pub plan: Plan,
    /// The people.
    pub people: BTreeMap<String, Person>,
    /// The cards.
    pub cards: BTreeMap<CardNumber, Card>,
    /// When recovery was last drilled, or the key recovered, with success, and with all that recovery needs.
    pub drilled: Option<Date>,
    /// Lines of the journal, from 1, of drills and recoveries that passed and do not count as such, for they left something
    /// open, or perhaps did.
    pub left_open: BTreeMap<usize, LeftOpen>,
    /// When a drill failed that none has made good since.
    pub drill_failed: Option<Date>,
    /// The set that was made of this one.
    pub superseded_by: Option<u16>,
    /// Whether it is in use: no other was made of it on a day that can be believed.
    pub is_in_use: bool,
    /// Cards of this and of former sets that were destroyed, by identifier.
    pub destroyed: BTreeSet<(u16, CardNumber)>,
    /// Which shares from before this set the owner accepts to be about, by their set; none for those of another tool.
    pub accepted: BTreeMap<Option<u16>, AcceptedShares>,
    /// People who held a card of this set and should not count on having it: they left, or handed it on.
    pub former: BTreeSet<String>,
    /// Lines of the journal, from 1, that count for nothing, and why.
    pub uncounted: BTreeMap<usize, Uncounted>,
    /// For whom and which day the receipt in a line of the journal, from 1, counts: whoever had the card at its challenge.
    pub receipts: BTreeMap<usize, (String, Date)>,
    /// Receipts that count, and whose challenge has 80 bits.
    pub weak_receipts: usize,
    /// The day of the deal, or today if that lies ahead; none where the record was made anew, and nobody knows.
    pub dealt: Option<Date>,
    /// Since when people are to be heard, and the set to be completed: the deal, or when the record was made anew.
    pub begun: Date,
    /// The day of the last line that can be believed; where there is none, when it was begun.
    pub last_day: Date,
}

impl State {
    /// The state on this day.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        let receipts = Receipts::of(record, journal, today);
        let days = receipts.days();
        let mut state = Self::begun(record, days.dealt, days.begun);
        let mut proofs: BTreeMap<usize, Vec<(usize, CardNumber)>> = BTreeMap::new();
        for (line, proof) in receipts.noted() {
            match proof {
                Ok(_) if !receipts.counts(line) => {}
                Ok(proof) => {
                    proofs.entry(proof.asked_after).or_default().push((line + 1, proof.receipt.card));
                    state.weak_receipts += usize::from(proof.receipt.version == Version::First);
                }
                Err(error) => drop(state.uncounted.insert(line + 1, Uncounted::Receipt(error))),
            }
        }
        state.count(proofs.remove(&0));
        for (line, entry) in journal.entries().iter().enumerate() {
            let (number, fault) = (line + 1, days.fault(line));
            state.last_day = days.after(number);
            let fresh = fault.is_none().then_some(entry.stamp.day);
            let why = state.take_in(record, entry, number, fresh).err().or_else(|| fault.cloned());
            if let Some(why) = why {
                state.uncounted.entry(number).or_insert(why);
            }
            state.count(proofs.remove(&number));
        }
        state.forget_what_was_noted_again(journal);
        state
    }

    /// What is known on the day of the deal, or when the record was made anew.
    fn begun(record: &Record, dealt: Option<Date>, day: Date) -> Self {
        let plan = record.plan.clone();
        let destroyed = record.supersedes.iter();
        let destroyed = destroyed.flat_map(|old| old.destroyed.iter().map(|card| (old.identifier, *card)));
        let destroyed = destroyed.collect();
        let accepted = record.old_shares_accepted.iter().map(|one| (one.set, one.clone())).collect();
        let people = plan.parties().into_iter().map(|name| (name, Person::since(day))).collect();
        let cards = plan.cards().map(|(group, member, _)| {
            let recorded = record.dealt(group, member);
            let takes_a_drill = recorded.is_none_or(|share| share.key.is_none());
            let is_never_seen = recorded.is_some_and(RecordedShare::was_not_proved);
            (CardNumber { group, member }, Card { takes_a_drill, is_never_seen, ..Card::default() })
        });
        Self {
            cards: cards.collect(),
            plan,
            people,
            drilled: None,
            left_open: BTreeMap::new(),
            drill_failed: None,
            superseded_by: None,
            is_in_use: true,
            destroyed,
            accepted,
            former: BTreeSet::new(),
            uncounted: BTreeMap::new(),
            receipts: BTreeMap::new(),
            weak_receipts: 0,
            dealt,
            begun: day,
            last_day: day,
        }
    }

    /// Receipts prove that their cards were held after the line that was taken in last, by whoever had them then.
    fn count(&mut self, proved: Option<Vec<(usize, CardNumber)>>) {
        for (line, number) in proved.into_iter().flatten() {
            if let Some(card) = self.cards.get_mut(&number) {
                card.found_good(self.last_day);
            }
            let holder = self.holder(number);
            if let Some(person) = self.people.get_mut(&holder) {
                person.is_there(self.last_day);
            }
            self.receipts.insert(line, (holder, self.last_day));
        }
    }

    /// An impossible day, or a verdict that is missing, is mended by noting the same once more.
    fn forget_what_was_noted_again(&mut self, journal: &Journal) {
        if !self.uncounted.values().any(Uncounted::can_be_noted_again) {
            return;
        }
        let mut last: BTreeMap<_, usize> = BTreeMap::new();
        for (number, entry) in (1..).zip(journal.entries()) {
            if !self.uncounted.contains_key(&number) {
                last.insert(said(entry), number);
            }
        }
        let entries = journal.entries();
        self.uncounted.retain(|number, why| {
            let is_later = |entry: &Entry| last.get(&said(entry)).is_some_and(|later| later > number);
            !(why.can_be_noted_again()
                && number.checked_sub(1).and_then(|at| entries.get(at)).is_some_and(is_later))
        });
    }

    fn planned(&mut self, number: CardNumber) -> Option<&mut PlannedCard> {
        self.plan.groups.get_mut(usize::from(number.group))?.cards.get_mut(usize::from(number.member))
    }

    /// Who has this card, as the people are called; its number where nobody is known to.
    #[must_use]
    pub fn holder(&self, number: CardNumber) -> String {
        let CardNumber { group, member } = number;
        self.plan.holder(group, member).map_or_else(|| self.plan.number(group, member), str::to_owned)
    }

    /// What matters for recovery today, `silent` people counted as absent.
    #[must_use]
    pub fn situation(&self, silent: &BTreeSet<String>) -> Situation {
        let is_away = |person: &Person| person.absent.is_some() || person.has_left;
        let absent = self.people.iter().filter(|(name, person)| is_away(person) || silent.contains(*name));
        let is_gone = |card: &Card| card.lost.is_some() || card.stolen.is_some() || card.is_never_seen;
        let lost = self.cards.iter().filter(|(_, card)| is_gone(card));
        Situation {
            absent: absent.map(|(name, _)| name.clone()).collect(),
            lost: lost.map(|(number, _)| (number.group, number.member)).collect(),
        }
    }

    /// Whether every card was read back in full from its paper, or drilled where nothing else can tell, and handed over.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cards.values().all(|card| card.is_proved() && card.is_handed_over)
    }
}

/// What a line says, but for when and with what end. A drill or a recovery is made good by another, whoever came to it.
fn said(entry: &Entry) -> (Event, Option<&str>, &[CardNumber], Option<&str>, Option<u16>) {
    let is_drill = matches!(entry.event, Event::Drilled | Event::Recovered);
    let cards = if is_drill { &[] } else { &entry.cards[..] };
    (entry.event, entry.who.as_deref(), cards, entry.to.as_deref(), entry.set)
}
