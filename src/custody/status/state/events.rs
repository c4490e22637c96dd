//! What follows from one line of a journal. `fresh` is its day, if that can be believed; where it cannot, what harms is taken
//! in all the same, and nothing else: it stands in for no day that can be believed, either.

use std::collections::BTreeSet;

use super::State;
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
    plan::Plan,
    record::{Record, origin::AcceptedShares},
    status::{exercise::LeftOpen, old_cards, state::known::Person, uncounted::Uncounted},
};

impl State {
    /// What follows from one line.
    pub(super) fn take_in(
        &mut self,
        record: &Record,
        entry: &Entry,
        number: usize,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        let own_set = record.set.identifier;
        if let Some(what) = entry.unnamed() {
            return Err(Uncounted::Unnamed(what));
        }
        match entry.event {
            Event::Unknown => return Err(Uncounted::UnknownEvent),
            Event::Dealt | Event::Rebuilt if number > 1 => return Err(Uncounted::DealtAgain),
            Event::Superseded => {
                match fresh {
                    Some(_) => (self.superseded_by, self.is_in_use) = (entry.set, false),
                    None => self.superseded_by = self.superseded_by.or(entry.set),
                }
                return Ok(());
            }
            Event::AcceptOldShares => return self.accept(record, entry, fresh),
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
        let blamed = entry.drill.iter().flat_map(|drill| &drill.blamed);
        let is_unknown = |number: &&CardNumber| !self.cards.contains_key(*number);
        if let Some(unknown) = entry.cards.iter().chain(blamed.clone()).find(is_unknown) {
            return Err(Uncounted::UnknownCard(*unknown));
        }
        for card in blamed {
            if let Some(card) = self.cards.get_mut(card) {
                harm(&mut card.failed, entry, fresh);
            }
        }
        let is_drill = matches!(entry.event, Event::Drilled | Event::Recovered);
        let is_quorum = || record.plan.is_quorum(&CardNumber::in_plan(&entry.cards));
        if is_drill && entry.passed == Some(true) && !is_quorum() {
            return Err(Uncounted::NoQuorum);
        }
        for number in &entry.cards {
            self.of_card(*number, entry, own_set, fresh);
        }
        match (entry.event, entry.passed, fresh) {
            (Event::Drilled, Some(false), _) => harm(&mut self.drill_failed, entry, fresh),
            // What the record knows of and the drill did not prove is still to be drilled.
            (Event::Drilled | Event::Recovered, Some(true), Some(day)) => match LeftOpen::by(entry, record) {
                None => (self.drilled, self.drill_failed) = (self.drilled.max(Some(day)), None),
                Some(left_open) => drop(self.left_open.insert(number, left_open)),
            },
            _ => {}
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
        let old = old.ok_or(Uncounted::UnknownSet(set))?;
        // Where nobody knows the plan, any card may have been there.
        let is_in = |plan: &Plan, number: &CardNumber| plan.card(number.group, number.member).is_some();
        let is_unknown = |number: &&CardNumber| old.plan.as_ref().is_some_and(|plan| !is_in(plan, number));
        if let Some(unknown) = entry.cards.iter().find(is_unknown) {
            return Err(Uncounted::UnknownCard(*unknown));
        }
        let cards = entry.cards.iter().map(|card| (set, *card));
        match entry.event {
            Event::Destroyed if fresh.is_some() => self.destroyed.extend(cards),
            event if is_there(event) => {
                let there: BTreeSet<_> = cards.collect();
                self.destroyed.retain(|card| !there.contains(card));
            }
            _ => {}
        }
        Ok(())
    }

    /// The owner accepts that older shares are about: those of a set before, of this one once there is another, or those of
    /// another tool. A day that cannot be believed accepts nothing.
    fn accept(&mut self, record: &Record, entry: &Entry, fresh: Option<Date>) -> Result<(), Uncounted> {
        let old = |set: u16| record.supersedes.iter().find(|old| old.identifier == set);
        let former = match entry.set {
            None if record.foreign_origin().is_none() => return Err(Uncounted::Unnamed("set")),
            None => false,
            Some(set) if set == record.set.identifier && self.superseded_by.is_some() => false,
            Some(set) => {
                let old = old(set).ok_or(Uncounted::UnknownSet(set))?;
                old.plan.as_ref().is_some_and(|plan| old_cards::are_with_strangers(plan, set, self))
            }
        };
        if let (Some(day), Some(text)) = (fresh, entry.text.clone()) {
            self.accepted.insert(entry.set, AcceptedShares { set: entry.set, day, text, former });
        }
        Ok(())
    }

    fn of_person(&mut self, entry: &Entry, fresh: Option<Date>) -> Result<(), Uncounted> {
        let name = entry.who.as_deref().unwrap_or_default();
        let person = self.people.get_mut(name).ok_or_else(|| Uncounted::UnknownPerson(name.to_owned()))?;
        match entry.event {
            Event::Absent => {
                harm(&mut person.absent, entry, fresh);
                person.is_excused |= fresh.is_some();
            }
            Event::Left => {
                person.has_left = true;
                person.is_released |= fresh.is_some();
                self.former.insert(name.to_owned());
            }
            _ => fresh.into_iter().for_each(|day| person.is_there(day)),
        }
        Ok(())
    }

    fn of_card(&mut self, number: CardNumber, entry: &Entry, own_set: u16, fresh: Option<Date>) {
        if is_there(entry.event) {
            self.destroyed.remove(&(own_set, number));
        }
        let Some(card) = self.cards.get_mut(&number) else { return };
        match (entry.event, fresh) {
            (Event::Checked | Event::ReadBack, _) if entry.passed == Some(false) => {
                harm(&mut card.failed, entry, fresh);
            }
            (Event::Lost, _) => harm(&mut card.lost, entry, fresh),
            (Event::Stolen, _) => harm(&mut card.stolen, entry, fresh),
            (Event::Destroyed, _) => {
                harm(&mut card.lost, entry, fresh);
                if fresh.is_some() {
                    self.destroyed.insert((own_set, number));
                }
            }
            (Event::HandedOver, _) => {
                card.is_handed_over |= fresh.is_some();
                self.hand_over(number, entry.to.as_deref(), fresh);
            }
            (Event::Checked | Event::ReadBack, Some(day)) => {
                card.is_read_back |= entry.event == Event::ReadBack;
                if !card.takes_a_drill {
                    card.found_good(day);
                }
            }
            // Those that were exercised in one that failed are not those at fault, which the line names apart.
            (Event::Drilled | Event::Recovered, Some(day)) if entry.passed == Some(true) => {
                card.found_good(day);
            }
            (Event::Found, Some(_)) => card.lost = None,
            (Event::Reissued, Some(_)) => (card.lost, card.failed) = (None, None),
            (Event::Seal, Some(day)) => card.sealed = Some((day, entry.text.clone())),
            (Event::Moved, Some(_)) => {
                if let Some(planned) = self.planned(number) {
                    planned.place.clone_from(&entry.to);
                }
            }
            _ => {}
        }
    }

    /// Whoever had the card before has seen it, and reaches it no more. Who has it now is to be heard from that day on. On a
    /// day that cannot be believed nobody has it who had it not before: it may lie anywhere.
    fn hand_over(&mut self, number: CardNumber, to: Option<&str>, fresh: Option<Date>) {
        let begun = self.begun;
        let Some(planned) = self.planned(number) else { return };
        let before = planned.holder().map(str::to_owned);
        let Some(to) = to.filter(|to| before.as_deref() != Some(*to)) else { return };
        if let Some(day) = fresh {
            planned.access.retain(|one| Some(one) != before.as_ref());
            planned.access.push(to.to_owned());
            planned.access.sort_unstable();
            planned.access.dedup();
            planned.custodian = Some(to.to_owned());
            let person = self.people.entry(to.to_owned()).or_insert(Person::since(begun));
            person.since = person.since.max(day);
        } else {
            // Later lines may name them.
            let last_day = self.last_day;
            self.people.entry(to.to_owned()).or_insert(Person::since(last_day));
        }
        self.former.extend(before);
    }
}

/// Whether a card of which this is noted is somewhere, whatever was said before. That harms, for it opens the key: so it counts
/// on any day.
const fn is_there(event: Event) -> bool {
    matches!(event, Event::Found | Event::Lost | Event::Stolen | Event::Reissued)
}

/// Something bad was noted: it counts on any day, but a day that cannot be believed takes the place of none.
fn harm(since: &mut Option<Date>, entry: &Entry, fresh: Option<Date>) {
    *since = fresh.or(*since).or(Some(entry.stamp.day));
}
