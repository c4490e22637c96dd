//! The journal in plain words, and what of it counts.

use std::fmt::Write as _;

use serde::Serialize;

use super::words::why;
use crate::custody::{
    card_number::CardNumber,
    journal::{Entry, Event, Journal},
    record::DateSource,
    status::{exercise::LeftOpen, state::State},
};

/// A line of the journal, for people and for programs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct Told {
    /// Which, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// When, as the line says.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    day: String,
    /// Who says so.
    date_source: DateSource,
    /// What happened, as the journal has it; `unknown` where only a later version knows.
    event: Event,
    /// The same in plain words.
    #[cfg_attr(test, schemars(length(min = 1)))]
    text: String,
    /// For a receipt: the day that it counts for, which is that of its challenge.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    counts_for: Option<String>,
    /// Why the line does not count; none where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    does_not_count: Option<String>,
}

/// Every line that could be read, in order.
#[must_use]
pub(super) fn told(journal: &Journal, state: &State) -> Vec<Told> {
    let line = |(line, entry): (usize, &Entry)| Told {
        line,
        day: entry.stamp.day.to_string(),
        date_source: entry.stamp.source,
        event: entry.event,
        text: words(
            entry,
            state.receipts.get(&line).map(|(holder, _)| holder.as_str()),
            state.left_open.get(&line),
        ),
        counts_for: state.receipts.get(&line).map(|(_, day)| day.to_string()),
        does_not_count: state.uncounted.get(&line).map(ToString::to_string),
    };
    (1..).zip(journal.entries()).map(line).collect()
}

/// The same as a text.
#[must_use]
pub(super) fn report(lines: &[Told]) -> String {
    let mut report = String::from("\njournal\n");
    for Told { line, day, text, counts_for, does_not_count, .. } in lines {
        let _ = write!(report, "  {line:>4}  {day}  {text}");
        if let Some(day) = counts_for {
            let _ = write!(report, "; counts for {day}, the day of its challenge");
        }
        if let Some(why) = does_not_count {
            let _ = write!(report, "; DOES NOT COUNT: {why}");
        }
        report.push('\n');
    }
    if lines.is_empty() {
        report.push_str("  no line\n");
    }
    report
}

/// `proved` is whose card signed a receipt, whatever name stands beside it.
fn words(entry: &Entry, proved: Option<&str>, left_open: Option<&LeftOpen>) -> String {
    let who = entry.who.as_deref().unwrap_or("somebody");
    let cards = cards(&entry.cards);
    let of_whom = proved.or(entry.who.as_deref()).map_or_else(String::new, |who| format!(" of {who}"));
    let ended = match entry.passed {
        Some(true) => "passed",
        Some(false) => "FAILED",
        None => "no verdict",
    };
    let mut words = match entry.event {
        Event::Dealt => "the shares were dealt".to_owned(),
        Event::Rebuilt => "the record was made anew".to_owned(),
        Event::Challenge => "receipts were asked for".to_owned(),
        Event::Heard => format!("{who} was heard"),
        Event::Absent => format!("{who} cannot be reached"),
        Event::Back => format!("{who} can be reached again"),
        Event::Left => format!("{who} has left"),
        Event::Lost => format!("{cards}{of_whom} lost"),
        Event::Stolen => format!("{cards}{of_whom} in wrong hands"),
        Event::Found => format!("{cards}{of_whom} found"),
        Event::Moved => {
            format!("{cards}{of_whom} moved to {}", entry.to.as_deref().unwrap_or("another place"))
        }
        Event::HandedOver => {
            let to = entry.to.as_deref().or(entry.who.as_deref()).unwrap_or("whoever answers for it");
            format!("{cards} handed over to {to}")
        }
        Event::Seal => format!("{cards}{of_whom} sealed"),
        Event::Destroyed => format!("{cards}{of_whom} destroyed"),
        Event::Receipt => format!("receipt for {cards}{of_whom}"),
        Event::Checked => format!("{cards} checked: {ended}"),
        Event::ReadBack => format!("{cards} read back from paper: {ended}"),
        Event::Drilled => format!("recovery drilled with {cards}: {ended}"),
        Event::Reissued => format!("{cards}{of_whom} made again"),
        Event::Recovered => format!("the key was recovered with {cards}: {ended}"),
        Event::Superseded => "a new set was made of this one".to_owned(),
        Event::Amended => {
            let hash =
                entry.plan.as_ref().map_or_else(String::new, |plan| format!(": plan {}", plan.short_hash()));
            format!("the plan was changed{hash}")
        }
        Event::Withdraw => {
            let line = entry.line.map_or_else(|| "a line".to_owned(), |line| format!("line {line}"));
            let seen_by = match entry.witnesses.as_slice() {
                [] => String::new(),
                names => format!(", witnessed by {}", names.join(" and ")),
            };
            format!("{line} was taken back{seen_by}")
        }
        Event::Remark => "remark".to_owned(),
        Event::Closed => format!("{} cannot be entered", entry.place.as_deref().unwrap_or("a place")),
        Event::Opened => format!("{} can be entered again", entry.place.as_deref().unwrap_or("a place")),
        Event::AcceptOldShares => "that old shares still open the key was accepted".to_owned(),
        Event::Import => "lines of another keeper's journal were taken in".to_owned(),
        Event::Unknown => "something that this version does not know".to_owned(),
    };
    if let Some(drill) = entry.drill.as_ref().filter(|drill| !drill.blamed.is_empty()) {
        let _ = write!(words, "; at fault: {}", self::cards(&drill.blamed));
    }
    if let Some(left_open) = left_open {
        let _ = write!(words, "; no whole drill: it {}", why(left_open));
    }
    if let Some(set) = entry.set {
        let _ = write!(words, ", set {set}");
    }
    if entry.imported.is_some() {
        words.push_str(", from another keeper's journal");
    }
    if let Some(text) = &entry.text {
        let _ = write!(words, " ({text})");
    }
    words
}

fn cards(cards: &[CardNumber]) -> String {
    let numbers: Vec<String> = cards.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [] => "no card".to_owned(),
        [one] => format!("card {one}"),
        several => format!("cards {}", several.join(", ")),
    }
}
