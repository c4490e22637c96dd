//! What follows from one line of a journal. `fresh` is its day, if that can be believed; where it cannot, what harms is taken
//! in all the same, and nothing else: it stands in for no day that can be believed, either.

use std::collections::BTreeMap;

use super::{Closing, State};
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
    plan::Plan,
    record::{Record, origin::AcceptedShares, proved::RecordedValue},
    status::{exercise::LeftOpen, old_cards, uncounted::Uncounted},
};

/// Days for which somebody is expected to be out of reach, or a place closed, where the line does not say.
pub const AWAY_DAYS: u32 = 30;

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
                    Some(_) => {
                        (self.superseded_by, self.superseded_in) = (entry.set, Some(number));
                        self.is_in_use = false;
                    }
                    None => self.superseded_by = self.superseded_by.or(entry.set),
                }
                return Ok(());
            }
            Event::Proved => {
                if let Some(day) = fresh {
                    self.prove(&entry.proved, day);
                }
                return Ok(());
            }
            Event::Agreed if record.rolled.as_ref().is_none_or(|rolled| !rolled.opened || rolled.second) => {
                return Err(Uncounted::NotTheFirst);
            }
            Event::AcceptOldShares => return self.accept(record, entry, fresh),
            // What it proves is counted at its challenge.
            Event::Receipt if entry.passed == Some(true) || self.uncounted.contains_key(&number) => {
                return Ok(());
            }
            Event::Receipt => return Err(Uncounted::NoVerdict),
            // A drill that could not tell says what it came to, and has no verdict.
            Event::Drilled if entry.passed.is_none() && entry.drill.is_some() => {
                self.hear(entry, fresh);
                return Ok(());
            }
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
        match (entry.event, &entry.plan, &entry.place) {
            (Event::Amended, Some(plan), _) => {
                self.refuse_unsigned(plan, entry)?;
                return self.amend(plan, &[], fresh);
            }
            (Event::Added, Some(plan), _) => {
                self.refuse_unsigned(plan, entry)?;
                return self.add(&entry.cards, plan, fresh);
            }
            (Event::Reissued, Some(plan), _) => {
                self.refuse_other_recipient(plan, entry)?;
                self.amend(plan, &entry.cards, fresh)?;
            }
            (Event::Closed | Event::Opened, _, Some(place)) => {
                self.of_place(entry, place, fresh);
                return Ok(());
            }
            _ => {}
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
        if let (Event::Destroyed, Some(to), None) = (entry.event, &entry.to, &entry.place) {
            return self.destroy_before(&entry.cards, to, fresh);
        }
        let is_drill = matches!(entry.event, Event::Drilled | Event::Recovered);
        let is_quorum = || record.plan.is_quorum(&CardNumber::in_plan(&entry.cards));
        if is_drill && entry.passed == Some(true) && !is_quorum() {
            return Err(Uncounted::NoQuorum);
        }
        for number in &entry.cards {
            self.of_card(*number, entry, own_set, fresh);
        }
        if let (Event::Destroyed, Some(place)) = (entry.event, &entry.place) {
            self.burn(place);
            if fresh.is_some() {
                self.burn_before(&self.place_as_written(place));
            }
        }
        self.hear(entry, fresh);
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

    /// The key gave these values on this day.
    fn prove(&mut self, values: &[RecordedValue], day: Date) {
        for sealed in values.iter().filter(|value| value.is_key_file()) {
            let mut known = self.proved.iter().chain(&self.sealed_keys);
            if !known.any(|(value, _)| value.is_same(sealed)) {
                self.sealed_keys.push((sealed.clone(), None));
            }
        }
        for (known, last) in self.proved.iter_mut().chain(&mut self.sealed_keys) {
            if values.iter().any(|value| value.is_same(known)) {
                *last = (*last).max(Some(day));
            }
        }
        if values.iter().any(RecordedValue::proves) {
            self.last_proved = self.last_proved.max(Some(day));
        }
    }

    /// Whoever was there is heard.
    fn hear(&mut self, entry: &Entry, fresh: Option<Date>) {
        let Some(day) = fresh else { return };
        for name in &entry.present {
            let name = self.spelling(name);
            if let Some(person) = self.people.get_mut(&name) {
                person.is_there(day);
            }
        }
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
                for card in cards {
                    self.destroyed.remove(&card);
                    if event == Event::Stolen {
                        let since = fresh.or(self.stolen.get(&card).copied()).unwrap_or(entry.stamp.day);
                        self.stolen.insert(card, since);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The owner accepts that older shares are about: those of a set before, of this one once there is another, or those of
    /// another tool. A day that cannot be believed accepts nothing.
    fn accept(&mut self, record: &Record, entry: &Entry, fresh: Option<Date>) -> Result<(), Uncounted> {
        let own = record.set.identifier;
        let old = |set: u16| record.supersedes.iter().find(|old| old.identifier == set);
        let former = match entry.set {
            None if record.foreign_origin().is_none() => return Err(Uncounted::Unnamed("set")),
            None => false,
            Some(set) if set == own && self.superseded_by.is_some() => old_cards::are_with_former(self),
            Some(set) => old_cards::are_with_strangers(old(set).ok_or(Uncounted::UnknownSet(set))?, self),
        };
        if let (Some(day), Some(text)) = (fresh, entry.text.clone()) {
            let stolen = entry.set.map(|set| self.stolen_of(record, set).into_keys().collect());
            let (set, stolen) = (entry.set, stolen.unwrap_or_default());
            self.accepted.insert(set, AcceptedShares { set, day, text, former, stolen });
        }
        Ok(())
    }

    /// The cards of this or a former set that are in the wrong hands, and since when.
    #[must_use]
    pub fn stolen_of(&self, record: &Record, set: u16) -> BTreeMap<CardNumber, Date> {
        if set == record.set.identifier {
            return self.cards.iter().filter_map(|(card, known)| Some((*card, known.stolen?))).collect();
        }
        let of_set = self.stolen.iter().filter(|((of, _), _)| *of == set);
        of_set.map(|((_, card), since)| (*card, *since)).collect()
    }

    fn of_person(&mut self, entry: &Entry, fresh: Option<Date>) -> Result<(), Uncounted> {
        let name = self.spelling(entry.who.as_deref().unwrap_or_default());
        let person = self.people.get_mut(&name).ok_or_else(|| Uncounted::UnknownPerson(name.clone()))?;
        match (entry.event, fresh) {
            (Event::Absent, _) => {
                // Noted again with a later day until which it lasts, it is the same absence.
                if person.absent.is_none() || person.until.is_none() {
                    harm(&mut person.absent, entry, fresh);
                }
                if let Some(day) = fresh {
                    person.until = Some(entry.until.unwrap_or_else(|| day.plus_days(AWAY_DAYS)));
                    person.back = None;
                }
            }
            (Event::Left, _) => {
                harm(&mut person.left, entry, fresh);
                person.is_released |= fresh.is_some();
            }
            (Event::Back, Some(day)) => person.returns(day),
            (_, Some(day)) => person.is_there(day),
            (_, None) => {}
        }
        Ok(())
    }

    fn of_place(&mut self, entry: &Entry, place: &str, fresh: Option<Date>) {
        let place = self.place_as_written(place);
        match (entry.event, fresh) {
            (Event::Closed, Some(day)) => {
                let until = entry.until.unwrap_or_else(|| day.plus_days(AWAY_DAYS));
                // Noted again with a later day until which it lasts, it is the same closing.
                let before = self.closed.get(&place).filter(|closing| closing.is_believed);
                let since = before.map_or(day, |closing| closing.since);
                self.closed.insert(place, Closing { since, until, is_believed: true });
            }
            // A day that cannot be believed puts off nothing that is due, and lets nobody wait.
            (Event::Closed, None) => {
                let closing = Closing { since: entry.stamp.day, until: self.last_day, is_believed: false };
                self.closed.entry(place).or_insert(closing);
            }
            (_, Some(_)) => drop(self.closed.remove(&place)),
            (_, None) => {}
        }
    }

    /// What lay in this place is no more; a thing, or what opens a card, of which nothing lies elsewhere is gone.
    pub fn burn(&mut self, place: &str) {
        let place = self.place_as_written(place);
        for (group, cards) in (0..).zip(&mut self.plan.groups) {
            for (member, card) in (0..).zip(&mut cards.cards) {
                if card.identity_places.contains(&place) {
                    card.identity_places.retain(|one| *one != place);
                    if card.identity_places.is_empty() {
                        self.lost_identities.insert(CardNumber { group, member });
                    }
                }
            }
        }
        for thing in &mut self.plan.required {
            if thing.places.contains(&place) {
                thing.places.retain(|one| *one != place);
                if thing.places.is_empty() {
                    self.lost_things.insert(thing.name.clone());
                }
            }
        }
    }

    fn of_card(&mut self, number: CardNumber, entry: &Entry, own_set: u16, fresh: Option<Date>) {
        if entry.event == Event::HandedOver {
            self.hand_over(number, entry.to.as_deref(), fresh);
        }
        if (entry.event, entry.plan.is_none(), fresh.is_some()) == (Event::Reissued, true, true) {
            self.change_passphrase(number);
        }
        let place = entry.to.as_deref().map(|place| self.place_as_written(place));
        if is_there(entry.event) {
            self.destroyed.remove(&(own_set, number));
            if entry.event != Event::Reissued {
                self.is_there_after_all(number);
            }
        }
        let Some(card) = self.cards.get_mut(&number) else { return };
        let is_read = matches!(entry.event, Event::Checked | Event::ReadBack);
        // On the second machine itself, whoever typed or photographed the card has compared its paper; a file never was paper.
        let is_compared = entry.event == Event::Agreed
            || self.is_second_machine && entry.event == Event::ReadBack && entry.passed == Some(true);
        card.is_agreed |= fresh.is_some() && is_compared;
        card.is_agreed &= !(is_read && entry.passed == Some(false));
        match (entry.event, fresh) {
            (Event::Checked | Event::ReadBack, _) if entry.passed == Some(false) => {
                harm(&mut card.failed, entry, fresh);
            }
            (Event::Lost, _) => harm(&mut card.lost, entry, fresh),
            (Event::Stolen, _) => {
                harm(&mut card.stolen, entry, fresh);
                card.is_replaced = false;
            }
            (Event::Destroyed, _) => {
                harm(&mut card.lost, entry, fresh);
                harm(&mut card.destroyed, entry, fresh);
                if fresh.is_some() {
                    self.destroyed.insert((own_set, number));
                }
            }
            (Event::HandedOver, _) => card.is_handed_over |= fresh.is_some(),
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
            (Event::Found, Some(_)) => {
                (card.lost, card.destroyed) = (None, None);
                self.destroyed.remove(&(own_set, number));
            }
            (Event::Reissued, Some(day)) => {
                card.made_again(day);
                self.destroyed.remove(&(own_set, number));
            }
            (Event::Seal, Some(day)) => card.sealed = Some((day, entry.text.clone())),
            (Event::Moved, Some(_)) => {
                if let Some(planned) = self.planned(number) {
                    planned.place = place;
                }
            }
            _ => {}
        }
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
