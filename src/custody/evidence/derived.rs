//! What stands in a folder besides record and journal, and follows from them: so that people need no program to read it, and a
//! program can compare it.

use super::manifest::EvidenceFile;
use crate::custody::{
    journal::{Entry, Journal},
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
    let receipts: String = noted_receipts(journal).map(|receipt| format!("{receipt}\n")).collect();
    if !receipts.is_empty() {
        files.push((EvidenceFile::Receipts, receipts));
    }
    files
}

/// Every receipt that was noted, whatever it proves.
fn noted_receipts(journal: &Journal) -> impl Iterator<Item = &str> {
    journal.entries().iter().filter_map(|entry: &Entry| entry.receipt.as_deref())
}
