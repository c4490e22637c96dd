//! Whether a report that is brought is of this record. The lines of the journal hold the sums of the reports that were written since
//! version 0.2; what they do not name is judged by what it says.

use serde::Deserialize;

use super::reports::{DrillReport, Read, ReportError, attendance};
use crate::{
    crypto::hash::sha256_hex,
    custody::{
        journal::{Entry, Event, Journal},
        record::Record,
    },
};

/// What the printed report of a drill begins with.
pub const DRILL_TITLE: &str = "Report of a recovery drill";

/// What that of a ceremony begins with.
pub const CEREMONY_TITLE: &str = "Report of a key ceremony";

/// What the document of a ceremony's report says of itself.
const CEREMONY: &str = "quorate/ceremony-report";

/// What a file among the reports is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fitting {
    /// The document of a drill, and the line of that drill in the journal, from 1.
    Drill(usize, Box<DrillReport>),
    /// The document of the ceremony, and how many different people were there, as it states.
    Ceremony(usize),
    /// Something of ours that is printed.
    Printed,
    /// Something else, such as a scan of signed pages: nothing can be said of it.
    Other,
}

impl Fitting {
    /// What these bytes are; `printed` is all the text on them, where they are a page that this program made.
    ///
    /// # Errors
    ///
    /// When they are a report, and not of this record, or not one that its journal knows.
    pub fn of(
        bytes: &[u8],
        printed: Option<&str>,
        record: &Record,
        journal: &Journal,
    ) -> Result<Self, ReportError> {
        match DrillReport::read(bytes) {
            Read::Broken => return Err(ReportError::Broken),
            Read::Report(report) => {
                return report.fits(record, journal).map(|line| Self::Drill(line, report));
            }
            Read::Other => {}
        }
        let sum = sha256_hex(bytes);
        if let Some(stated) = stated_ceremony(bytes) {
            if stated.record_sha256.as_deref() != Some(journal.record_hash()) {
                return Err(ReportError::OtherRecord);
            }
            let is_named =
                names(journal, Event::Dealt, |entry| sums(entry).is_some_and(|sums| sums.1 == sum));
            let attendance = attendance(&stated.attendees);
            return if is_named { Ok(Self::Ceremony(attendance)) } else { Err(ReportError::OtherCeremony) };
        }
        printed.map_or(Ok(Self::Other), |printed| fits_printed(printed, &sum, journal))
    }
}

/// Lines of the journal, from 1, whose report is not among those with these sums.
pub fn not_here(journal: &Journal, has: impl Fn(&str) -> bool) -> Vec<usize> {
    let lines = (1..).zip(journal.entries());
    let is_away = |entry: &Entry| sums(entry).is_some_and(|(pdf, json)| !has(pdf) || !has(json));
    lines.filter(|(_, entry)| is_away(entry)).map(|(line, _)| line).collect()
}

#[derive(Deserialize)]
struct StatedCeremony {
    schema: String,
    record_sha256: Option<String>,
    #[serde(default)]
    attendees: Vec<String>,
}

fn stated_ceremony(bytes: &[u8]) -> Option<StatedCeremony> {
    serde_json::from_slice(bytes).ok().filter(|stated: &StatedCeremony| stated.schema == CEREMONY)
}

/// A printed report names its record by the SHA-256 of that file, in digits that lines may break.
fn fits_printed(printed: &str, sum: &str, journal: &Journal) -> Result<Fitting, ReportError> {
    let (event, otherwise) = match (printed.contains(DRILL_TITLE), printed.contains(CEREMONY_TITLE)) {
        (true, _) => (Event::Drilled, ReportError::OtherDrill),
        (_, true) => (Event::Dealt, ReportError::OtherCeremony),
        _ => return Ok(Fitting::Printed),
    };
    let unbroken: String = printed.split_whitespace().collect();
    if !unbroken.contains(journal.record_hash()) {
        return Err(ReportError::OtherRecord);
    }
    // A drill of an earlier version has a report, and its line names none.
    let is_old = |entry: &Entry| event == Event::Drilled && entry.report.is_none();
    let is_known = |entry: &Entry| sums(entry).map_or_else(|| is_old(entry), |sums| sums.0 == sum);
    if names(journal, event, is_known) { Ok(Fitting::Printed) } else { Err(otherwise) }
}

fn names(journal: &Journal, event: Event, is_named: impl Fn(&Entry) -> bool) -> bool {
    journal.entries().iter().filter(|entry| entry.event == event).any(is_named)
}

fn sums(entry: &Entry) -> Option<(&str, &str)> {
    entry.report.as_ref().map(|sums| (sums.pdf.as_str(), sums.json.as_str()))
}
