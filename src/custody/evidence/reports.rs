//! Reports of drills, as programs read them: whether one is of this record, and says what the journal says of that drill. What of
//! it nothing can confirm, such as who was there, is taken as it is stated.

use serde::Deserialize;

use crate::custody::{
    date::Date,
    journal::{Entry, Event, Journal},
};

/// What the document of a report says of itself.
const SCHEMA: &str = "quorate/drill-report";

/// What a report says, as far as an auditor asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DrillReport {
    schema: String,
    outcome: String,
    record_sha256: Option<String>,
    head: Option<String>,
    date: Date,
    /// Who was there.
    pub attendees: Vec<String>,
    scenario: Option<String>,
    next: Option<String>,
}

/// What is wrong with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// It names another record.
    #[error("this report is of another record")]
    OtherRecord,
    /// It names a head that the journal never had, or none.
    #[error("this report names a journal head that this journal never had")]
    OtherHead,
    /// The journal has no such drill on that day before that head.
    #[error("the journal says something else of the drill in this report")]
    OtherDrill,
}

impl DrillReport {
    /// The report that a document is; none if it is another document.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok().filter(|report: &Self| report.schema == SCHEMA)
    }

    /// The day of the drill.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.date
    }

    /// Whether it says that the drill passed.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.outcome == "passed"
    }

    /// Whether it states what an auditor asks of a yearly test, besides the outcome.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        !self.attendees.is_empty() && self.scenario.is_some() && self.next.is_some()
    }

    /// Compares it with the journal of its record.
    ///
    /// # Errors
    ///
    /// When it is of another record, or the journal says something else of that drill.
    pub fn fits(&self, journal: &Journal) -> Result<(), ReportError> {
        if self.record_sha256.as_deref() != Some(journal.record_hash()) {
            return Err(ReportError::OtherRecord);
        }
        let lines =
            self.head.as_deref().and_then(|head| journal.lines_at(head)).ok_or(ReportError::OtherHead)?;
        let is_drill = |entry: &&Entry| entry.event == Event::Drilled;
        let drill = journal.entries()[..lines].iter().rfind(is_drill).ok_or(ReportError::OtherDrill)?;
        let contradicts = match self.outcome.as_str() {
            "passed" => drill.passed == Some(false),
            "failed" => drill.passed == Some(true),
            _ => drill.passed.is_some(),
        };
        if drill.stamp.day != self.date || contradicts { Err(ReportError::OtherDrill) } else { Ok(()) }
    }
}
