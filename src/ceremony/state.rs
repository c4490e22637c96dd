//! What a record and its journal say of today: who was heard, which cards are where, what was checked when.
//!
//! Days are statements. A line with one in the future, or before a day that stands above it, neither makes anything fresh
//! nor heals anything; what harms it still tells. A receipt counts for what it proves, at the line of its challenge.

use std::collections::{BTreeMap, BTreeSet};

use super::{receipts::Receipts, uncounted::Uncounted};
use crate::{
    date::Date,
    ordered,
    plan::{Plan, PlannedCard, analysis::Situation},
    record::{
        Record, RecordedShare,
        challenge::Version,
        journal::{CardNumber, Entry, Event, Journal},
    },
};

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
    /// When recovery was last drilled, or the key recovered, with success.
    pub drilled: Option<Date>,
    /// When a drill failed that none has made good since.
    pub drill_failed: Option<Date>,
    /// The set that was made of this one.
    pub superseded_by: Option<u16>,
    /// Cards of this and of former sets that were destroyed, by identifier.
    pub destroyed: BTreeSet<(u16, CardNumber)>,
    /// People who held a card of this set and should not count on having it: they left, or handed it on.
    pub former: BTreeSet<String>,
    /// Lines of the journal, from 1, that count for nothing, and why.
    pub uncounted: BTreeMap<usize, Uncounted>,
    /// For which day the receipt in a line of the journal, from 1, counts.
    pub receipts: BTreeMap<usize, Date>,
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
        let dealt = record.date.map(|dealt| dealt.day.min(today));
        let first = journal.entries().first().map_or(today, |first| first.stamp.day.min(today));
        let mut state = Self::begun(record, dealt, dealt.unwrap_or(first));
        let receipts = Receipts::of(record, journal);
        let mut proofs: BTreeMap<usize, Vec<(usize, CardNumber)>> = BTreeMap::new();
        for (line, proof) in receipts.noted() {
            let is_said_to_be_good =
                journal.entries().get(line).is_some_and(|entry| entry.passed == Some(true));
            match proof {
                Ok(_) if !is_said_to_be_good => {}
                Ok(proof) => {
                    proofs.entry(proof.asked_after).or_default().push((line + 1, proof.receipt.card));
                    state.weak_receipts += usize::from(proof.receipt.version == Version::First);
                }
                Err(error) => drop(state.uncounted.insert(line + 1, Uncounted::Receipt(error))),
            }
        }
        state.count(proofs.remove(&0));
        for (number, entry) in (1..).zip(journal.entries()) {
            let day = entry.stamp.day;
            let fresh = (state.last_day <= day && day <= today).then_some(day);
            state.last_day = fresh.unwrap_or(state.last_day);
            if let Err(why) = state.take_in(record, entry, number, fresh) {
                state.uncounted.insert(number, why);
            } else if fresh.is_none() && entry.event != Event::Receipt && !entry.event.begins() {
                // The day of the deal is the record's, and a receipt counts for its challenge, whenever it was noted.
                let is_ahead = today < day;
                state
                    .uncounted
                    .insert(number, if is_ahead { Uncounted::Ahead } else { Uncounted::Backwards });
            }
            state.count(proofs.remove(&number));
        }
        state.forget_what_was_noted_again(journal);
        state
    }

    /// What is known on the day of the deal, or when the record was made anew.
    fn begun(record: &Record, dealt: Option<Date>, day: Date) -> Self {
        let plan = record.plan.clone();
        let named = plan.people().into_iter().map(str::to_owned);
        let unnamed = plan
            .cards()
            .filter(|(_, _, card)| card.access.is_empty())
            .map(|(group, member, _)| plan.number(group, member));
        let people = ordered::map(named.chain(unnamed).map(|name| (name, Person::since(day))));
        let cards = plan.cards().map(|(group, member, _)| {
            let recorded = record.dealt(group, member);
            let takes_a_drill = recorded.is_none_or(|share| share.key.is_none());
            let is_never_seen = recorded.is_some_and(RecordedShare::was_not_proved);
            (CardNumber { group, member }, Card { takes_a_drill, is_never_seen, ..Card::default() })
        });
        Self {
            cards: ordered::map(cards),
            plan,
            people,
            drilled: None,
            drill_failed: None,
            superseded_by: None,
            destroyed: BTreeSet::new(),
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
            self.receipts.insert(line, self.last_day);
            if let Some(card) = self.cards.get_mut(&number) {
                card.found_good(self.last_day);
            }
            let holder = self.holder(number);
            if let Some(person) = self.people.get_mut(&holder) {
                person.is_there(self.last_day);
            }
        }
    }

    /// What follows from one line. `fresh` is its day, if that can be believed.
    fn take_in(
        &mut self,
        record: &Record,
        entry: &Entry,
        number: usize,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        let own_set = record.set.identifier;
        match entry.event {
            Event::Unknown => return Err(Uncounted::UnknownEvent),
            Event::Dealt | Event::Rebuilt if number > 1 => return Err(Uncounted::DealtAgain),
            Event::Superseded => {
                self.superseded_by = entry.set;
                return Ok(());
            }
            // What it proves is counted at its challenge.
            Event::Receipt if entry.passed == Some(true) || self.uncounted.contains_key(&number) => {
                return Ok(());
            }
            Event::Receipt => return Err(Uncounted::NoVerdict),
            // A drill that could not tell says what it came to, and has no verdict.
            Event::Drilled if entry.passed.is_none() && entry.drill.is_some() => return Ok(()),
            Event::Checked | Event::ReadBack | Event::Drilled if entry.passed.is_none() => {
                return Err(Uncounted::NoVerdict);
            }
            _ => {}
        }
        if let Some(set) = entry.set.filter(|set| *set != own_set) {
            return self.of_old_set(record, set, entry, fresh);
        }
        if entry.event.is_about_person() {
            return self.of_person(entry, fresh);
        }
        let is_unknown = |number: &&CardNumber| !self.cards.contains_key(*number);
        if let Some(unknown) = entry.cards.iter().find(is_unknown) {
            return Err(Uncounted::UnknownCard(*unknown));
        }
        for number in &entry.cards {
            self.of_card(*number, entry, own_set, fresh);
        }
        match (entry.event, entry.passed, fresh) {
            (Event::Drilled, Some(false), _) => self.drill_failed = Some(entry.stamp.day),
            // What the record knows of and the drill did not prove is still to be drilled.
            (Event::Drilled | Event::Recovered, Some(true), Some(day)) if entry.proves_all() => {
                self.drilled = self.drilled.max(Some(day));
                self.drill_failed = None;
            }
            _ => {}
        }
        for card in entry.drill.iter().flat_map(|drill| &drill.blamed) {
            if let Some(card) = self.cards.get_mut(card) {
                card.failed = Some(entry.stamp.day);
            }
        }
        Ok(())
    }

    fn of_old_set(
        &mut self,
        record: &Record,
        set: u16,
        entry: &Entry,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        let old = record.supersedes.iter().find(|old| old.identifier == set);
        let plan = old.and_then(|old| old.plan.as_ref()).ok_or(Uncounted::UnknownSet(set))?;
        let is_unknown = |number: &&CardNumber| plan.card(number.group, number.member).is_none();
        if let Some(unknown) = entry.cards.iter().find(is_unknown) {
            return Err(Uncounted::UnknownCard(*unknown));
        }
        if entry.event == Event::Destroyed && fresh.is_some() {
            self.destroyed.extend(entry.cards.iter().map(|card| (set, *card)));
        }
        Ok(())
    }

    fn of_person(&mut self, entry: &Entry, fresh: Option<Date>) -> Result<(), Uncounted> {
        let name = entry.who.as_deref().unwrap_or_default();
        let person = self.people.get_mut(name).ok_or_else(|| Uncounted::UnknownPerson(name.to_owned()))?;
        match entry.event {
            Event::Absent => person.absent = Some(entry.stamp.day),
            Event::Left => {
                person.has_left = true;
                self.former.insert(name.to_owned());
            }
            _ => fresh.into_iter().for_each(|day| person.is_there(day)),
        }
        Ok(())
    }

    fn of_card(&mut self, number: CardNumber, entry: &Entry, own_set: u16, fresh: Option<Date>) {
        let day = entry.stamp.day;
        let Some(card) = self.cards.get_mut(&number) else { return };
        match entry.event {
            Event::Checked | Event::ReadBack if entry.passed == Some(false) => card.failed = Some(day),
            Event::Checked | Event::ReadBack => {
                let Some(day) = fresh else { return };
                card.is_read_back |= entry.event == Event::ReadBack;
                if !card.takes_a_drill {
                    card.found_good(day);
                }
            }
            // Those that were exercised in one that failed are not those at fault, which the line names apart.
            Event::Drilled | Event::Recovered if entry.passed == Some(true) => {
                fresh.into_iter().for_each(|day| card.found_good(day));
            }
            Event::Lost => card.lost = Some(day),
            Event::Destroyed => {
                card.lost = Some(day);
                if fresh.is_some() {
                    self.destroyed.insert((own_set, number));
                }
            }
            Event::Stolen => card.stolen = Some(day),
            Event::Found if fresh.is_some() => card.lost = None,
            Event::Reissued if fresh.is_some() => (card.lost, card.failed) = (None, None),
            Event::Seal => card.sealed = Some((day, entry.text.clone())),
            Event::HandedOver => {
                card.is_handed_over |= fresh.is_some();
                self.hand_over(number, entry.to.as_deref(), fresh);
            }
            Event::Moved => {
                if let Some(planned) = self.planned(number) {
                    planned.place.clone_from(&entry.to);
                }
            }
            _ => {}
        }
    }

    /// Whoever had the card before has seen it, and reaches it no more. Who has it now is to be heard from that day on.
    fn hand_over(&mut self, number: CardNumber, to: Option<&str>, fresh: Option<Date>) {
        let Some(planned) = self.planned(number) else { return };
        let before = planned.holder().map(str::to_owned);
        let Some(to) = to.filter(|to| before.as_deref() != Some(*to)) else { return };
        planned.access.retain(|one| Some(one) != before.as_ref());
        planned.access.push(to.to_owned());
        planned.access.sort_unstable();
        planned.access.dedup();
        planned.custodian = Some(to.to_owned());
        let person = self.people.entry(to.to_owned()).or_insert(Person::since(self.begun));
        person.since = person.since.max(fresh.unwrap_or(person.since));
        self.former.extend(before);
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

/// What a line says, but for when and with what end. A drill is made good by another, whoever came to it.
fn said(entry: &Entry) -> (Event, Option<&str>, &[CardNumber], Option<&str>, Option<u16>) {
    let cards = if entry.event == Event::Drilled { &[] } else { &entry.cards[..] };
    (entry.event, entry.who.as_deref(), cards, entry.to.as_deref(), entry.set)
}
