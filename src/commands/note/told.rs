//! An event as it was typed, and what the names in it mean: the people, places and cards of the plan as it is on that day.

use std::collections::BTreeSet;

use super::old_shares;
use crate::{
    custody::{
        card_number::CardNumber,
        date::Date,
        journal::{Entry, Event, Journal},
        plan::Plan,
        record::{Record, Stamp},
        status::{
            names,
            state::{State, sealed_before},
        },
    },
    formats::recipient::RecipientCode,
    host::failure::Failure,
    transfer::delivery::names::refuse_mistaken,
};

/// An event as it was typed; what the names in it mean, record and journal say.
#[derive(Debug)]
pub struct ToldEvent {
    /// What happened.
    pub event: Event,
    /// Whom it is about, or which card.
    pub who: Option<String>,
    /// Which cards.
    pub cards: Vec<CardNumber>,
    /// To whom, or where to.
    pub to: Option<String>,
    /// The set, if it is not the record's own.
    pub set: Option<u16>,
    /// What else is to be said.
    pub text: Option<String>,
    /// The place that burned, or was closed, or from which all was moved.
    pub place: Option<String>,
    /// Until when.
    pub until: Option<Date>,
    /// The line that is taken back, from 1.
    pub line: Option<usize>,
    /// Who saw that it rightly is.
    pub witnesses: Vec<String>,
}

impl ToldEvent {
    /// The entry for the journal, with the names as they are known.
    ///
    /// # Errors
    ///
    /// When nobody, no place or no card like that is known; or a name looks like another one, and is written otherwise.
    pub fn entry(self, record: &Record, journal: &Journal, stamp: Stamp) -> Result<Entry, Failure> {
        let state = State::of(record, journal, stamp.day);
        let set = self.set.filter(|set| *set != record.set.identifier);
        let entry = Entry {
            set,
            until: self.until,
            line: self.line,
            witnesses: self.witnesses,
            text: self.text,
            ..Entry::new(self.event, stamp)
        };
        if let Some(until) = self.until.filter(|until| *until < stamp.day) {
            let message = format!("--until {until} is before the day that is noted");
            return Err(Failure::usage(message, "give the day on which they are expected, or leave it out"));
        }
        if self.event == Event::AcceptOldShares {
            return old_shares::accepted(self.set, entry.text, (record, journal), stamp);
        }
        if let Some(set) = set {
            return match &old_shares::superseded(record, set)?.plan {
                Some(plan) => {
                    let cards = cards(plan, self.who.as_deref(), self.cards)?;
                    Ok(Entry { who: holder(plan, &cards), cards, ..entry })
                }
                None => Ok(Entry { cards: old_shares::unplanned(self.who.as_deref(), self.cards)?, ..entry }),
            };
        }
        let (people_known, places_known) = names::known(&state.plan, journal);
        match self.event {
            Event::Challenge | Event::Withdraw | Event::Remark => Ok(entry),
            Event::Closed | Event::Opened => {
                Ok(Entry { place: Some(place(&state, self.place.as_deref())?), ..entry })
            }
            event if event.is_about_person() => {
                Ok(Entry { who: Some(person(&state, self.who.as_deref())?), ..entry })
            }
            event => {
                let to = self.to.map(|to| match event {
                    Event::HandedOver => state.spelling(&to),
                    // The code of a recipient, however it was typed.
                    Event::Destroyed => to.parse().map_or(to, |code: RecipientCode| code.to_string()),
                    _ => state.place_as_written(&to),
                });
                match (event, &to) {
                    (Event::HandedOver, Some(to)) => refuse_mistaken(people_known, to)?,
                    (Event::Destroyed, Some(_)) => {}
                    (_, Some(to)) => refuse_mistaken(places_known, to)?,
                    _ => {}
                }
                let place = self.place.map(|name| place(&state, Some(&name))).transpose()?;
                let cards = match &place {
                    Some(place) => at(&state.plan, place),
                    None => cards(&state.plan, self.who.as_deref(), self.cards)?,
                };
                if let (Event::Destroyed, Some(to)) = (event, &to) {
                    refuse_never_sealed(&state, &cards, to)?;
                }
                Ok(Entry { who: holder(&state.plan, &cards), cards, to, place, ..entry })
            }
        }
    }
}

/// Refuses a recipient to whom a card was not sealed before.
fn refuse_never_sealed(state: &State, cards: &[CardNumber], to: &str) -> Result<(), Failure> {
    let Some(card) = cards.iter().find(|card| !state.was_sealed_to(**card, to)) else { return Ok(()) };
    let today = state.plan.card(card.group, card.member).map(sealed_before);
    if today.as_deref() == Some(to) {
        let hint = "leave --to out for the card as it is; or it gets another recipient first: note amended";
        return Err(Failure::usage("the card is sealed to that recipient today", hint));
    }
    let before: BTreeSet<String> =
        state.before.get(card).into_iter().flatten().map(|one| sealed_before(&one.card)).collect();
    let before: Vec<String> = before.into_iter().filter(|to| state.was_sealed_to(*card, to)).collect();
    let hint = match before.as_slice() {
        [] => "it never had another recipient: leave --to out for the card as it is".to_owned(),
        known => format!("it was, to {}; leave --to out for the card as it is", known.join(" and ")),
    };
    Err(Failure::usage("the card was not sealed to that recipient before", hint))
}

/// Who has the first of these cards.
fn holder(plan: &Plan, cards: &[CardNumber]) -> Option<String> {
    cards.first().and_then(|card| plan.holder(card.group, card.member)).map(str::to_owned)
}

/// The cards that lie in a place.
fn at(plan: &Plan, place: &str) -> Vec<CardNumber> {
    let there = plan.cards().filter(|(_, _, card)| card.place.as_deref() == Some(place));
    there.map(|(group, member, _)| CardNumber { group, member }).collect()
}

/// A place as the plan names it; capitals do not matter.
fn place(state: &State, name: Option<&str>) -> Result<String, Failure> {
    let hint = "name it as the plan of today does: quorate plan --record RECORD";
    let name = name.unwrap_or_default();
    let places = state.plan.places();
    let written = state.place_as_written(name);
    if places.contains(written.as_str()) || state.closed.contains_key(&written) {
        return Ok(written);
    }
    refuse_mistaken(places, name)?;
    Err(Failure::usage("the plan has no place of that name", hint))
}

/// Somebody who is or was in the plan, or has or had a card, as they are called; capitals do not matter.
fn person(state: &State, name: Option<&str>) -> Result<String, Failure> {
    let hint = "name them as the plan does: quorate status RECORD lists them";
    let name = name.ok_or_else(|| Failure::usage("the person that the note is about is missing", hint))?;
    let written = state.spelling(name);
    if state.people.contains_key(&written) {
        return Ok(written);
    }
    refuse_mistaken(state.people.keys().map(String::as_str), name)?;
    Err(Failure::usage("nobody in the plan has that name", hint))
}

/// Everybody whom the plan names, by their roles, too.
fn people(plan: &Plan) -> Vec<&str> {
    let roles = plan.cards().filter_map(|(_, _, card)| card.role.as_deref());
    plan.people().into_iter().chain(roles).collect()
}

/// The name as it was given, if it is among these; else the one that differs in capitals alone.
fn written<'a>(names: &[&'a str], given: &str) -> Option<&'a str> {
    let is_it = |name: &&&str| name.to_lowercase() == given.to_lowercase();
    names.iter().find(|name| **name == given).or_else(|| names.iter().find(is_it)).copied()
}

/// The cards that are meant: by number, or the only one of a custodian.
fn cards(plan: &Plan, who: Option<&str>, named: Vec<CardNumber>) -> Result<Vec<CardNumber>, Failure> {
    let of_person = |name: &str| -> Vec<CardNumber> {
        let Some(written) = written(&people(plan), name) else {
            return Vec::new();
        };
        let is_it = |one: &String| one == written;
        plan.cards()
            .filter(|(_, _, card)| {
                card.access.iter().any(is_it)
                    && [&card.custodian, &card.role].into_iter().flatten().any(is_it)
            })
            .map(|(group, member, _)| CardNumber { group, member })
            .collect()
    };
    let cards = match who {
        None if named.is_empty() => {
            let hint = "name its custodian, or give its number: such as 1.2";
            return Err(Failure::usage("the card that the note is about is missing", hint));
        }
        None => named,
        Some(who) => match (of_person(who).as_slice(), CardNumber::read(who)) {
            ([], Some(card)) => vec![card],
            ([], None) => {
                refuse_mistaken(people(plan), who)?;
                let hint = "name them as the plan does, or give the number of the card";
                return Err(Failure::usage("no custodian of that name has a card in the plan", hint));
            }
            (own, _) if named.iter().any(|card| !own.contains(card)) => {
                return Err(Failure::usage("another custodian answers for that card", "leave the name out"));
            }
            (_, _) if !named.is_empty() => named,
            ([only], _) => vec![*only],
            _ => {
                let hint = "say which one with --card";
                return Err(Failure::usage("this custodian answers for several cards", hint));
            }
        },
    };
    if cards.iter().any(|card| plan.card(card.group, card.member).is_none()) {
        return Err(Failure::usage(
            "the plan has no card of that number",
            "such as 2, or 1.2 where there are groups",
        ));
    }
    Ok(cards.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
}
