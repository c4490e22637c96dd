//! What stands in a folder besides record and journal, and follows from them: so that people need no program to read it, and a
//! program can compare it.

use super::manifest::EvidenceFile;
use crate::custody::{
    journal::{Entry, Event, Journal},
    record::Record,
    status::state::State,
};

/// The files that follow from a record, its journal, and what both say of a day: each with its text.
#[must_use]
pub fn files(record: &Record, journal: &Journal, state: &State) -> Vec<(EvidenceFile, String)> {
    let mut files = vec![(EvidenceFile::Plan, record.plan.canonical())];
    if state.plan != record.plan {
        files.push((EvidenceFile::PlanToday, state.plan.canonical()));
    }
    let receipts: String = noted_receipts(journal, state).map(|receipt| format!("{receipt}\n")).collect();
    if !receipts.is_empty() {
        files.push((EvidenceFile::Receipts, receipts));
    }
    files
}

/// Every receipt that was noted and not taken back, whatever it proves.
fn noted_receipts<'a>(journal: &'a Journal, state: &'a State) -> impl Iterator<Item = &'a str> {
    let is_noted =
        |line: usize, entry: &Entry| entry.event == Event::Receipt && !state.withdrawn.contains_key(&line);
    let lines = (1..).zip(journal.entries()).filter(move |(line, entry)| is_noted(*line, entry));
    lines.filter_map(|(_, entry)| entry.receipt.as_deref())
}
