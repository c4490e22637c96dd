//! What the arguments of `note` mean, once the record is known.

use super::old_shares;
use crate::{
    commands::{
        note::options::Options,
        options::{day::day, outputs::refuse_piped},
    },
    custody::{
        card_number::CardNumber,
        date::Date,
        journal::{Entry, Event, Journal},
        plan::Plan,
        record::{Record, Stamp},
        status::names,
    },
    host::failure::Failure,
    transfer::delivery::names::{LONGEST_NAME, LONGEST_TEXT, refuse_mistaken, refuse_secret, refuse_unclear},
};

/// What is to be noted.
#[derive(Debug)]
pub struct Request {
    /// The record.
    pub record: String,
    /// The day, if it was given.
    pub date: Option<Date>,
    /// What happened.
    pub what: Noting,
}

/// What happened, as it was typed.
#[derive(Debug)]
pub enum Noting {
    /// A receipt came, in this file.
    Receipt(String),
    /// The journal of another keeper of the record is here, in this file.
    Import(String),
    /// Something else.
    Event(Told),
}

/// An event as it was typed; what the names in it mean, the record says.
#[derive(Debug)]
pub struct Told {
    event: Event,
    who: Option<String>,
    cards: Vec<CardNumber>,
    to: Option<String>,
    set: Option<u16>,
    text: Option<String>,
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or a text looks like a secret.
    pub fn new(typed: Options) -> Result<Self, Failure> {
        let date = typed.date.as_deref().map(day).transpose()?;
        refuse_piped("the record", &typed.record)?;
        let record = typed.record.clone();
        if matches!(typed.event, Event::Receipt | Event::Import) {
            let is_plain =
                typed.cards.is_empty() && typed.to.is_none() && typed.set.is_none() && typed.text.is_none();
            let is_receipt = typed.event == Event::Receipt;
            let file = typed.who.filter(|_| is_plain).ok_or_else(|| {
                if is_receipt {
                    let hint = "for instance: quorate note record.json receipt FILE";
                    return Failure::usage("receipt takes the file with the receipt, and nothing else", hint);
                }
                let hint = "for instance: quorate note record.json import /media/bob/journal.jsonl";
                Failure::usage("import takes the journal of another keeper, and nothing else", hint)
            })?;
            let what = if is_receipt { Noting::Receipt(file) } else { Noting::Import(file) };
            return Ok(Self { record, date, what });
        }
        let told = Told::new(typed)?;
        Ok(Self { record, date, what: Noting::Event(told) })
    }
}

impl Told {
    fn new(typed: Options) -> Result<Self, Failure> {
        typed.who.iter().try_for_each(|name| refuse_secret(name, LONGEST_NAME))?;
        typed.to.iter().try_for_each(|name| refuse_unclear(name))?;
        typed.text.iter().try_for_each(|text| refuse_secret(text, LONGEST_TEXT))?;
        let event = typed.event;
        let misplaced = |option: &str, with: &str| {
            Err(Failure::usage(format!("{option} requires {with}"), "leave it out, or note it as text"))
        };
        if typed.to.is_some() && !matches!(event, Event::Moved | Event::HandedOver) {
            return misplaced("--to", "moved and handed-over");
        }
        if typed.to.is_none() && event == Event::Moved {
            return Err(Failure::usage("moved needs --to", "name the place where the card lies now"));
        }
        let is_about_old = matches!(event, Event::Destroyed | Event::Lost | Event::Found);
        if typed.set.is_some() && !is_about_old && event != Event::AcceptOldShares {
            return misplaced("--set", "destroyed, lost, found and accept-old-shares");
        }
        let says_more = typed.who.is_some() || !typed.cards.is_empty();
        if event == Event::AcceptOldShares && (says_more || typed.text.is_none()) {
            return Err(old_shares::unclear());
        }
        if event == Event::Challenge && says_more {
            let hint = "for instance: quorate note record.json challenge";
            return Err(Failure::usage("challenge is for every holder, and takes no name and no card", hint));
        }
        if !typed.cards.is_empty() && event.is_about_person() {
            return misplaced("--card", "what happens to a card");
        }
        let card = |text: &String| {
            CardNumber::read(text).ok_or_else(|| {
                Failure::usage(
                    "--card takes the number of a card",
                    "such as 2, or 1.2 where there are groups",
                )
            })
        };
        let set = |text: String| {
            text.parse().ok().filter(|set| *set < 1 << 15).ok_or_else(|| {
                Failure::usage("--set takes the number of a set", "status names the superseded ones")
            })
        };
        Ok(Self {
            event,
            cards: typed.cards.iter().map(card).collect::<Result<_, _>>()?,
            who: typed.who,
            to: typed.to,
            set: typed.set.map(set).transpose()?,
            text: typed.text,
        })
    }

    /// The entry for the journal, with the names that the record knows.
    ///
    /// # Errors
    ///
    /// When the record knows nobody, or no card, like that; or a name looks like one that it or its journal has.
    pub fn entry(self, record: &Record, journal: &Journal, stamp: Stamp) -> Result<Entry, Failure> {
        if self.event == Event::AcceptOldShares {
            return old_shares::accepted(self.set, self.text, (record, journal), stamp);
        }
        let plan = match self.set {
            None => &record.plan,
            Some(set) if set == record.set.identifier => &record.plan,
            Some(set) => match &old_shares::superseded(record, set)?.plan {
                Some(plan) => plan,
                None => {
                    let cards = old_shares::unplanned(self.who.as_deref(), self.cards)?;
                    return Ok(Entry {
                        cards,
                        set: self.set,
                        text: self.text,
                        ..Entry::new(self.event, stamp)
                    });
                }
            },
        };
        let (people_known, places_known) = names::known(plan, journal);
        match (self.event, &self.to) {
            (Event::HandedOver, Some(to)) => refuse_mistaken(people_known, to)?,
            (Event::Moved, Some(to)) => refuse_mistaken(places_known, to)?,
            _ => {}
        }
        let (who, cards) = if self.event == Event::Challenge {
            (None, Vec::new())
        } else if self.event.is_about_person() {
            (Some(person(plan, self.who.as_deref())?), Vec::new())
        } else {
            let cards = cards(plan, self.who.as_deref(), self.cards)?;
            let holder = |card: &CardNumber| plan.holder(card.group, card.member).map(str::to_owned);
            (cards.first().and_then(holder), cards)
        };
        let set = self.set.filter(|set| *set != record.set.identifier);
        Ok(Entry { who, cards, to: self.to, set, text: self.text, ..Entry::new(self.event, stamp) })
    }
}

/// Somebody as the plan names them; capitals do not matter.
fn person(plan: &Plan, name: Option<&str>) -> Result<String, Failure> {
    let hint = "name them as the plan does: quorate status RECORD lists them";
    let name = name.ok_or_else(|| Failure::usage("whom it is about is missing", hint))?;
    let known = written(&plan.people().into_iter().collect::<Vec<_>>(), name).map(str::to_owned);
    let numbered = || {
        let unnamed = plan.cards().filter(|(_, _, card)| card.access.is_empty());
        let mut numbers = unnamed.map(|(group, member, _)| plan.number(group, member));
        numbers.find(|number| number == name)
    };
    if let Some(found) = known.or_else(numbered) {
        return Ok(found);
    }
    refuse_mistaken(plan.people(), name)?;
    Err(Failure::usage("the plan knows nobody of that name", hint))
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
            return Err(Failure::usage("which card it is about is missing", hint));
        }
        None => named,
        Some(who) => match (of_person(who).as_slice(), CardNumber::read(who)) {
            ([], Some(card)) => vec![card],
            ([], None) => {
                refuse_mistaken(people(plan), who)?;
                let hint = "name them as the plan does, or give the number of the card";
                return Err(Failure::usage("the plan has no card of a custodian of that name", hint));
            }
            (own, _) if named.iter().any(|card| !own.contains(card)) => {
                return Err(Failure::usage("that card is another custodian's", "leave the name out"));
            }
            (_, _) if !named.is_empty() => named,
            ([only], _) => vec![*only],
            _ => {
                let hint = "say which with --card";
                return Err(Failure::usage("they answer for several cards", hint));
            }
        },
    };
    if cards.iter().any(|card| plan.card(card.group, card.member).is_none()) {
        return Err(Failure::usage(
            "the plan has no card of that number",
            "such as 2, or 1.2 where there are groups",
        ));
    }
    Ok(cards)
}
