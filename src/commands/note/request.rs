//! What the arguments of `note` mean, before the record is known.

use super::{amendment::Amendment, old_shares, told::ToldEvent};
use crate::{
    commands::{
        note::options::Options,
        options::{day::day, outputs::refuse_piped},
    },
    custody::{card_number::CardNumber, date::Date, journal::Event},
    host::failure::Failure,
    transfer::delivery::names::{LONGEST_NAME, LONGEST_TEXT, refuse_secret, refuse_unclear},
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
    /// The plan is another from now on.
    Amendment(Amendment),
    /// Something else.
    Event(ToldEvent),
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or a text looks like a secret.
    pub fn new(mut typed: Options) -> Result<Self, Failure> {
        typed.who = (!typed.words.is_empty()).then(|| typed.words.join(" "));
        let date = typed.date.as_deref().map(day).transpose()?;
        refuse_piped("the record", &typed.record)?;
        refuse_misplaced(&typed)?;
        let record = typed.record.clone();
        let what = match typed.event {
            Event::Receipt => Noting::Receipt(receipt(typed)?),
            Event::Import => Noting::Import(import(typed)?),
            Event::Amended => Noting::Amendment(Amendment::new(&typed)?),
            _ => Noting::Event(told(typed)?),
        };
        Ok(Self { record, date, what })
    }
}

fn receipt(typed: Options) -> Result<String, Failure> {
    let is_plain = typed.cards.is_empty() && typed.text.is_none();
    typed.who.filter(|_| is_plain).ok_or_else(|| {
        let hint = "for instance: quorate note record.json receipt FILE";
        Failure::usage("receipt takes the file with the receipt, and nothing else", hint)
    })
}

fn import(typed: Options) -> Result<String, Failure> {
    let is_plain = typed.cards.is_empty() && typed.text.is_none();
    typed.who.filter(|_| is_plain).ok_or_else(|| {
        let hint = "for instance: quorate note record.json import /media/bob/journal.jsonl";
        Failure::usage("import takes the journal of another keeper, and nothing else", hint)
    })
}

/// Refuses options that say nothing of this event: what somebody meant by them would be lost.
fn refuse_misplaced(typed: &Options) -> Result<(), Failure> {
    use Event::{
        Absent, Amended, Closed, Destroyed, Found, HandedOver, Lost, Moved, Opened, Stolen, Withdraw,
    };
    let event = typed.event;
    let given: [(bool, &str, &[Event], &str); 8] = [
        (typed.to.is_some(), "--to", &[Moved, HandedOver, Destroyed], "moved, handed-over and destroyed"),
        (
            typed.set.is_some(),
            "--set",
            &[Destroyed, Lost, Stolen, Found, Event::AcceptOldShares],
            "destroyed, lost, stolen, found and accept-old-shares",
        ),
        (
            typed.place.is_some(),
            "--place",
            &[Closed, Opened, Destroyed, Moved],
            "closed, opened, destroyed and moved",
        ),
        (typed.until.is_some(), "--until", &[Absent, Closed], "absent and closed"),
        (typed.plan.is_some(), "--plan", &[Amended], "amended"),
        (typed.expect_plan.is_some(), "--expect-plan", &[Amended], "amended"),
        (typed.accept_single_point, "--accept-single-point", &[Amended], "amended"),
        (!typed.witnesses.is_empty(), "--witness", &[Withdraw, Amended], "withdraw and amended"),
    ];
    for (is_given, option, events, with) in given {
        if is_given && !events.contains(&event) {
            let message = format!("{option} requires {with}");
            return Err(Failure::usage(message, "leave it out, or note it as text"));
        }
    }
    if !typed.cards.is_empty() && event.is_about_person() {
        let message = "--card requires what happens to a card";
        return Err(Failure::usage(message, "leave it out, or note it as text"));
    }
    let says_whom = typed.who.is_some() || !typed.cards.is_empty();
    match event {
        Event::Challenge if says_whom => {
            let hint = "for instance: quorate note record.json challenge";
            Err(Failure::usage("challenge is for every holder, and takes no name and no card", hint))
        }
        Event::AcceptOldShares if says_whom || typed.text.is_none() => Err(old_shares::unclear()),
        Amended | Event::Remark | Closed | Opened if says_whom => {
            let hint = "say more with --text";
            Err(Failure::usage(format!("{event} takes no name and no card"), hint))
        }
        Event::Remark | Withdraw if typed.text.is_none() => {
            Err(Failure::usage(format!("{event} needs --text"), "say why, for whoever reads it in ten years"))
        }
        Closed | Opened if typed.place.is_none() => {
            Err(Failure::usage(format!("{event} needs --place"), "name the place as the plan does"))
        }
        Moved if typed.to.is_none() => {
            Err(Failure::usage("moved needs --to", "name the place where the card lies now"))
        }
        Destroyed | Moved if typed.place.is_some() && says_whom => {
            let hint = "leave out one of them";
            Err(Failure::usage(
                "--place means every card that lies there, and takes no name and no card",
                hint,
            ))
        }
        Destroyed if typed.to.is_some() && (typed.place.is_some() || typed.set.is_some()) => {
            let hint = "note RECORD destroyed CARD --to CODE: the recipient that the card had before";
            Err(Failure::usage("--to is for one card of this set, as it was sealed before", hint))
        }
        _ => Ok(()),
    }
}

fn told(typed: Options) -> Result<ToldEvent, Failure> {
    typed.who.iter().try_for_each(|name| refuse_secret(name, LONGEST_NAME))?;
    let names = typed.to.iter().chain(&typed.place).chain(&typed.witnesses);
    names.clone().try_for_each(|name| refuse_unclear(name))?;
    typed.text.iter().try_for_each(|text| refuse_secret(text, LONGEST_TEXT))?;
    let card = |text: &String| {
        CardNumber::read(text).ok_or_else(|| {
            let hint = "such as 2, or 1.2 where there are groups";
            Failure::usage("--card takes the number of a card", hint)
        })
    };
    let set = |text: String| {
        text.parse().ok().filter(|set| *set < 1 << 15).ok_or_else(|| {
            Failure::usage("--set takes the number of a set", "status names the superseded ones")
        })
    };
    let line = |who: &Option<String>| {
        let number = who.as_deref().and_then(|number| number.parse().ok());
        number.filter(|number| *number > 0).ok_or_else(|| {
            let hint = "for instance: quorate note record.json withdraw 17 --text WHY";
            Failure::usage("withdraw takes the number of a line, which status --journal shows", hint)
        })
    };
    let line = (typed.event == Event::Withdraw).then(|| line(&typed.who)).transpose()?;
    Ok(ToldEvent {
        event: typed.event,
        cards: typed.cards.iter().map(card).collect::<Result<_, _>>()?,
        who: typed.who.filter(|_| line.is_none()),
        to: typed.to,
        set: typed.set.map(set).transpose()?,
        text: typed.text,
        place: typed.place,
        until: typed.until.as_deref().map(day).transpose()?,
        line,
        witnesses: typed.witnesses,
    })
}
