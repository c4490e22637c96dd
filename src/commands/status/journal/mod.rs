//! The journal in plain words, and what of it counts.

pub(super) mod changed;

use std::fmt::Write as _;

use serde::Serialize;

use super::words::{these, why};
use crate::custody::{
    journal::{Entry, Event, Journal},
    record::DateSource,
    status::state::State,
};

/// A line of the journal, for people and for programs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct ToldLine {
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
    /// The line that takes this one back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    withdrawn_by: Option<usize>,
    /// Why the line does not count; none where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    does_not_count: Option<String>,
}

/// Every line that could be read, in order.
#[must_use]
pub(super) fn told(journal: &Journal, state: &State) -> Vec<ToldLine> {
    let line = |(line, entry): (usize, &Entry)| ToldLine {
        line,
        day: entry.stamp.day.to_string(),
        date_source: entry.stamp.source,
        event: entry.event,
        text: format!("{}{}", words(line, entry, state), taken_back(line, entry, journal, state)),
        withdrawn_by: state.withdrawn.get(&line).copied(),
        counts_for: state.receipts.get(&line).map(|(_, day)| day.to_string()),
        does_not_count: state.uncounted.get(&line).map(ToString::to_string),
    };
    (1..).zip(journal.entries()).map(line).collect()
}

/// What after so many lines amends the plan, takes a line back, or was taken over from another journal: whoever keeps the journal
/// can write such a line, and whoever holds a head is to see it.
#[must_use]
pub(super) fn changing(journal: &Journal, state: &State, after: usize) -> Vec<ToldLine> {
    let is_changing = |line: &ToldLine| {
        let entry = line.line.checked_sub(1).and_then(|at| journal.entries().get(at));
        let is_imported = entry.is_some_and(|entry| entry.imported.is_some());
        is_imported
            || matches!(line.event, Event::Amended | Event::Withdraw | Event::Import | Event::AcceptOldShares)
    };
    told(journal, state).into_iter().filter(|line| line.line > after && is_changing(line)).collect()
}

/// Lines as a text, below each other.
pub(super) fn lines(report: &mut String, lines: &[ToldLine]) {
    for ToldLine { line, day, text, counts_for, withdrawn_by, does_not_count, .. } in lines {
        let _ = write!(report, "  {line:>4}  {day}  {text}");
        if let Some(day) = counts_for {
            let _ = write!(report, "; counts for {day}, the day of its challenge");
        }
        if let Some(by) = withdrawn_by {
            let _ = write!(report, "; TAKEN BACK by line {by}");
        }
        if let Some(why) = does_not_count {
            let _ = write!(report, "; DOES NOT COUNT: {why}");
        }
        report.push('\n');
    }
}

/// The journal as a text.
#[must_use]
pub(super) fn report(all: &[ToldLine]) -> String {
    let mut report = String::from("\njournal\n");
    lines(&mut report, all);
    if all.is_empty() {
        report.push_str("  no line\n");
    }
    report
}

/// Whose cards a line is about: for a receipt, whoever had the card at its challenge; else whoever had them on that day. What
/// the line itself says is not asked where the cards say it: a line of version 0.1.0 names the holder of the deal.
pub(super) fn holders(line: usize, entry: &Entry, state: &State) -> Vec<String> {
    let proved = state.receipts.get(&line).map(|(holder, _)| vec![holder.clone()]);
    let own = entry.set.is_none().then(|| state.holders.get(&line).cloned()).flatten();
    let mut holders = proved.or(own).filter(|holders| !holders.is_empty());
    holders.get_or_insert_with(|| entry.who.iter().cloned().collect()).dedup();
    holders.unwrap_or_default()
}

fn words(line: usize, entry: &Entry, state: &State) -> String {
    let holders = holders(line, entry, state);
    let who = entry.who.as_deref().unwrap_or("somebody");
    let cards = these(&entry.cards);
    let of_whom = if holders.is_empty() { String::new() } else { format!(" of {}", holders.join(", ")) };
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
        Event::Absent => match entry.until {
            Some(until) => format!("{who} cannot be reached, expected by {until}"),
            None => format!("{who} cannot be reached"),
        },
        Event::Back => format!("{who} can be reached again"),
        Event::Left => format!("{who} has left"),
        Event::Lost => format!("{cards}{of_whom} lost"),
        Event::Stolen => format!("{cards}{of_whom} in the wrong hands"),
        Event::Found => format!("{cards}{of_whom} found"),
        Event::Moved => {
            format!("{cards}{of_whom} moved to {}", entry.to.as_deref().unwrap_or("another place"))
        }
        Event::HandedOver => {
            let holder = holders.first().map(String::as_str);
            let to = entry.to.as_deref().or(holder).unwrap_or("whoever answers for it");
            format!("{cards} handed over to {to}")
        }
        Event::Seal => format!("{cards}{of_whom} sealed"),
        Event::Destroyed => match (&entry.place, &entry.to) {
            (None, Some(to)) => format!("{cards}{of_whom}, as it was sealed to {to}, destroyed"),
            (Some(place), _) => format!("all in {place} destroyed: {cards}{of_whom}"),
            (None, None) => format!("{cards}{of_whom} destroyed"),
        },
        Event::Receipt => format!("receipt for {cards}{of_whom}"),
        Event::Checked => format!("{cards} checked: {ended}"),
        Event::ReadBack => format!("{cards} read back from paper: {ended}"),
        Event::Drilled => format!("recovery drilled with {cards}: {ended}"),
        Event::Reissued => format!("{cards}{of_whom} made again"),
        Event::Added => {
            let whom = entry.who.as_ref().map_or_else(String::new, |name| format!(", for {name}"));
            format!("{cards} added to the set{whom}")
        }
        Event::Proved => format!("the key gave {}", kinds_of_values(entry)),
        Event::Recovered => format!("the key was recovered with {cards}: {ended}"),
        Event::Superseded => "a new set was made of this one".to_owned(),
        Event::Amended => {
            let hash = entry
                .plan
                .as_ref()
                .map_or_else(String::new, |plan| format!(": plan of that day {}", plan.short_hash()));
            let changes =
                changed::by(line, entry, state).into_iter().map(|change| format!("; {}", change.text));
            format!("the plan was changed{hash}{}", changes.collect::<String>())
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
        Event::AcceptOldShares => "the owner accepted that old shares still open the key".to_owned(),
        Event::Import => "lines of another keeper's journal were taken over".to_owned(),
        Event::Agreed => format!("{cards} compared on the second machine"),
        Event::Unknown => "something that this version does not know".to_owned(),
    };
    if let Some(drill) = entry.drill.as_ref().filter(|drill| !drill.blamed.is_empty()) {
        let _ = write!(words, "; at fault: {}", these(&drill.blamed));
    }
    if !entry.present.is_empty() {
        let _ = write!(words, "; there: {}", entry.present.join(", "));
    }
    if let Some(left_open) = state.left_open.get(&line) {
        let _ = write!(words, "; not a full drill: it {}", why(left_open));
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

/// What a line said that is taken back, and which of those who are to have seen that it rightly is nobody knows: witnesses are
/// names, and whoever takes a theft back by himself would make them up.
fn taken_back(line: usize, entry: &Entry, journal: &Journal, state: &State) -> String {
    if entry.event != Event::Withdraw {
        return String::new();
    }
    let mut told = String::new();
    let unknown = entry.witnesses.iter().filter(|name| !state.people.contains_key(&state.spelling(name)));
    let unknown: Vec<&str> = unknown.map(String::as_str).collect();
    if !unknown.is_empty() {
        let _ = write!(told, "; nobody in the plan is called {}", unknown.join(" or "));
    }
    let back = entry.line.filter(|back| *back < line);
    let said = back.and_then(|back| Some((back, journal.entries().get(back.checked_sub(1)?)?)));
    if let Some((back, said)) = said {
        let _ = write!(told, "; line {back} said: {}", words(back, said, state));
    }
    told
}

/// The public values of a line, by kind: what they are stands in the file for owner and auditor.
pub(super) fn kinds_of_values(entry: &Entry) -> String {
    let kinds: Vec<&str> = entry.proved.iter().map(|value| value.kind.as_str()).collect();
    format!("{} ({})", if kinds.len() == 1 { "a public value" } else { "public values" }, kinds.join(", "))
}
