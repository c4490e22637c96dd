//! What is noted of shares from before a set: that cards of a set are destroyed whose plan nobody brought, and that the owner
//! accepts that such shares still open the key.

use crate::{
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event, Journal},
        record::{Record, Stamp, Superseded},
        status::state::State,
    },
    host::failure::Failure,
};

/// The set before this one that has this number.
pub(super) fn superseded(record: &Record, set: u16) -> Result<&Superseded, Failure> {
    record.supersedes.iter().find(|old| old.identifier == set).ok_or_else(unknown)
}

/// The cards of a set of which nobody knows who had them: by their numbers alone.
pub(super) fn unplanned(who: Option<&str>, mut cards: Vec<CardNumber>) -> Result<Vec<CardNumber>, Failure> {
    let numbered = who.map(|who| {
        CardNumber::read(who).ok_or_else(|| {
            let message =
                "nobody knows who had the cards of that set: the new set was made without its record";
            Failure::usage(message, "give the number of the card, such as 1.2")
        })
    });
    cards.extend(numbered.transpose()?);
    if cards.is_empty() {
        return Err(Failure::usage(
            "the card that the note is about is missing",
            "give its number: such as 1.2",
        ));
    }
    Ok(CardNumber::each_once(cards))
}

/// That the owner accepts that shares of this set still open the key; without a set, those of another tool.
pub(super) fn accepted(
    set: Option<u16>,
    text: Option<String>,
    (record, journal): (&Record, &Journal),
    stamp: Stamp,
) -> Result<Entry, Failure> {
    match set {
        None if record.foreign_origin().is_none() => return Err(unclear()),
        None => {}
        Some(set)
            if set == record.set.identifier
                && State::of(record, journal, stamp.day).superseded_by.is_none() =>
        {
            let hint = "status names the superseded ones";
            return Err(Failure::usage("that is the set of this record, and it is in use", hint));
        }
        Some(set) if set == record.set.identifier => {}
        Some(set) => drop(superseded(record, set)?),
    }
    Ok(Entry { set, text, ..Entry::new(Event::AcceptOldShares, stamp) })
}

/// An acceptance that does not say of what, or why.
pub(super) fn unclear() -> Failure {
    let hint = "for instance: quorate note record.json accept-old-shares --set 12345 --text WHY";
    Failure::usage(
        "accept-old-shares takes --text, and --set unless they are of another tool; nothing else",
        hint,
    )
}

fn unknown() -> Failure {
    Failure::usage("the record knows no such set", "status names the superseded ones")
}
