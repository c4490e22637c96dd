//! The life of a set in plain sentences, for whoever was not there: by year, by person and by card. It adds nothing to what
//! record and journal say, and is told of nothing that they do not say.

mod beginning;
mod gather;
mod line;

use std::{collections::BTreeSet, fmt::Write as _};

use serde::Serialize;

use self::{
    gather::{Sentence, Span, sentences},
    line::Life,
};
use super::words::told;
use crate::{
    custody::{
        card_number::CardNumber,
        date::Date,
        status::{Finding, Status, days::JournalDays, state::State},
    },
    transfer::archive::ledger::Ledger,
};

/// The life of a set, or what is new in it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct Story {
    /// After so many lines of the journal it begins; left out where it is the whole life.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_line: Option<usize>,
    /// What the record says of how the set began; empty where only what is new is told.
    beginning: Vec<String>,
    /// What happened, by year and in each year in its order. What recurs is one sentence for each year.
    sentences: Vec<Sentence>,
    /// Why the story is not whole; empty where it is, as far as the journal can be compared.
    cannot_tell: Vec<String>,
    /// The same as `sentences`, but what recurs is one sentence for the whole time.
    #[serde(skip)]
    of_life: Vec<Sentence>,
}

impl Story {
    /// What happened since the head with this code, or all of it. Since a head that never was, nobody can tell what is new.
    pub(super) fn of(ledger: &Ledger, status: &Status, today: Date, since: Option<&str>) -> Self {
        let (record, journal) = (&ledger.record, &ledger.journal);
        let is_gap = |finding: &&Finding| {
            matches!(finding, Finding::Journal(_) | Finding::BegunAnew | Finding::OtherHead { .. })
        };
        let cannot_tell = status.findings.iter().filter(is_gap).map(told).collect();
        let after_line = since.and_then(|code| journal.lines_at(code));
        let after = match since {
            None => 0,
            Some(_) => after_line.unwrap_or(usize::MAX),
        };
        let life = Life { journal, state: &status.state };
        let order = JournalDays::of(record, journal, today).order();
        Self {
            after_line,
            beginning: if since.is_none() { beginning::of(record) } else { Vec::new() },
            sentences: sentences(life, &order, after, Span::Year),
            cannot_tell,
            of_life: sentences(life, &order, after, Span::Life),
        }
    }

    /// The same as a text: the years, then each person, then each card.
    pub(super) fn report(&self, state: &State) -> String {
        let mut report = String::from("\nstory\n");
        if let Some(line) = self.after_line {
            let _ = writeln!(
                report,
                "  what is new since line {line}, after which the journal had the head that you hold."
            );
        }
        let gaps = self.cannot_tell.iter().map(|why| format!("CANNOT TELL all of it: {why}"));
        for sentence in gaps.chain(self.beginning.iter().cloned()) {
            let _ = writeln!(report, "  {sentence}.");
        }
        if self.sentences.is_empty() && self.cannot_tell.is_empty() {
            report.push_str("  nothing was noted.\n");
        }
        let mut year = "";
        for sentence in &self.sentences {
            if sentence.year() != year {
                year = sentence.year();
                let _ = writeln!(report, "\n{year}");
            }
            let _ = writeln!(report, "  {}.", sentence.text);
        }
        let named = self.of_life.iter().flat_map(|sentence| &sentence.people);
        for name in state.people.keys().chain(named).collect::<BTreeSet<_>>() {
            let about = self.of_life.iter().filter(|sentence| sentence.people.contains(name));
            section(&mut report, &heading(state, name), about);
        }
        for number in state.cards.keys() {
            let text = number.to_string();
            let about = self.of_life.iter().filter(|sentence| sentence.cards.contains(&text));
            let holder = state.plan.holder(number.group, number.member);
            let today =
                holder.map_or_else(String::new, |holder| format!(", with {holder} by the plan of today"));
            section(&mut report, &format!("card {text}{today}"), about);
        }
        report
    }
}

/// What a person is called; where nobody is named for a card, its number stands for whoever has it.
fn heading(state: &State, name: &str) -> String {
    let is_number = |number: &CardNumber| state.plan.number(number.group, number.member) == name;
    match state.cards.keys().find(|number| is_number(number)) {
        Some(number) => format!("whoever has card {number}"),
        None => name.to_owned(),
    }
}

/// Those of whom nothing was noted have none.
fn section<'a>(report: &mut String, heading: &str, sentences: impl Iterator<Item = &'a Sentence>) {
    let mut sentences = sentences.peekable();
    if sentences.peek().is_some() {
        let _ = writeln!(report, "\n{heading}");
    }
    for sentence in sentences {
        let _ = writeln!(report, "  {}.", sentence.text);
    }
}
