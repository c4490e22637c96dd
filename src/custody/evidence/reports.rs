//! Reports of drills, as programs read them: whether one is of this record, and says what the journal says of that drill. What of
//! it nothing can confirm, such as who was there, is taken as it is stated.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{
    crypto::hash::sha256_hex,
    custody::{
        card_number::CardNumber,
        date::Date,
        journal::{Entry, Event, Journal},
        record::Record,
    },
};

/// What the document of a report says of itself.
const SCHEMA: &str = "quorate/drill-report";

/// The version that is read.
const VERSION: u32 = 1;

/// What a report says, as far as the journal can confirm it, or an auditor asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DrillReport {
    schema: String,
    version: u32,
    ok: bool,
    outcome: ReportedOutcome,
    set: Option<ReportedSet>,
    quorums_tried: u64,
    quorums_passed: u64,
    shares: Vec<ReportedShare>,
    record_sha256: Option<String>,
    head: Option<String>,
    #[serde(default)]
    head_before: Option<String>,
    #[serde(skip)]
    sum: String,
    date: Date,
    operator: Option<String>,
    attendees: Vec<String>,
    scenario: Option<String>,
    next: Option<Date>,
    practice: bool,
}

/// How a drill ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReportedOutcome {
    Passed,
    SharesPassed,
    Failed,
    CannotTell,
}

impl ReportedOutcome {
    /// What the journal says of such a drill.
    const fn noted(self) -> Option<bool> {
        match self {
            Self::Passed => Some(true),
            Self::Failed => Some(false),
            Self::SharesPassed | Self::CannotTell => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
struct ReportedSet {
    identifier: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ReportedShare {
    group: Option<u8>,
    member: Option<u8>,
    brought_by: Option<String>,
    exercised: bool,
}

impl ReportedShare {
    fn card(&self) -> Option<CardNumber> {
        let (group, member) = (self.group?.checked_sub(1)?, self.member?.checked_sub(1)?);
        Some(CardNumber { group, member })
    }
}

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Something else.
    Other,
    /// A report by what it says of itself, and not one that this version reads.
    Broken,
    /// A report.
    Report(Box<DrillReport>),
}

/// What is wrong with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// It says that it is one, and lacks what every report has, or is of a later version.
    #[error("this report is damaged, or of another version")]
    Broken,
    /// It names another record.
    #[error("this report is of another record")]
    OtherRecord,
    /// It names a head that the journal never had, or none.
    #[error("this report names a journal head that this journal never had")]
    OtherHead,
    /// The line of the deal names another report, or none.
    #[error("the journal names another report of the ceremony, or none")]
    OtherCeremony,
    /// The journal has no such drill on that day before that head.
    #[error("the journal says something else of the drill in this report")]
    OtherDrill,
}

impl DrillReport {
    /// What a document is, by what it says of itself.
    #[must_use]
    pub fn read(text: &[u8]) -> Read {
        #[derive(Deserialize)]
        struct Headed {
            schema: String,
        }
        let sum = sha256_hex(text);
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        match serde_json::from_slice::<Headed>(text) {
            Ok(begun) if begun.schema == SCHEMA => {}
            _ => return Read::Other,
        }
        let report = serde_json::from_slice(text).ok().filter(|report: &Self| report.version == VERSION);
        report.map_or(Read::Broken, |report| Read::Report(Box::new(Self { sum, ..report })))
    }

    /// The day of the drill.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.date
    }

    /// Whether it says that the drill passed.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.outcome == ReportedOutcome::Passed
    }

    /// How many different people were there, as it states.
    #[must_use]
    pub fn attendance(&self) -> usize {
        attendance(&self.attendees)
    }

    /// Whether it states what an auditor asks of a yearly test, besides the outcome.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.attendance() > 0
            && self.attendance() == self.attendees.len()
            && self.scenario.as_deref().is_some_and(|text| !text.trim().is_empty())
            && self.next.is_some_and(|next| next > self.date)
    }

    /// Compares it with the record and its journal, and tells the line of the drill, from 1.
    ///
    /// # Errors
    ///
    /// When it is of another record, or the journal says something else of that drill.
    pub fn fits(&self, record: &Record, journal: &Journal) -> Result<usize, ReportError> {
        if self.record_sha256.as_deref() != Some(journal.record_hash()) {
            return Err(ReportError::OtherRecord);
        }
        let (line, drill) = self.noted(journal)?;
        let is_of_set = self.set.is_some_and(|set| set.identifier == record.set.identifier);
        let agrees = drill.stamp.day == self.date
            && drill.passed == self.outcome.noted()
            && self.ok == matches!(self.outcome, ReportedOutcome::Passed | ReportedOutcome::SharesPassed)
            && (!self.has_passed() || is_of_set && self.practice == record.practice)
            && self.cards_are(&drill.cards)
            && self.details_are(drill);
        if agrees { Ok(line) } else { Err(ReportError::OtherDrill) }
    }

    /// The line of the journal that tells of it, and its number from 1: the one that holds its sum. Reports from before version 0.2
    /// name the head behind their line, and no line holds their sum.
    fn noted<'a>(&self, journal: &'a Journal) -> Result<(usize, &'a Entry), ReportError> {
        let drills = || (1..).zip(journal.entries()).filter(|(_, entry)| entry.event == Event::Drilled);
        let is_named = |entry: &Entry| entry.report.as_ref().is_some_and(|sums| sums.json == self.sum);
        if let Some((line, entry)) = drills().find(|(_, entry)| is_named(entry)) {
            let before = self.head_before.as_deref().and_then(|head| journal.lines_at(head));
            // The journal of another keeper, which it was noted in first, had other heads.
            let fits = entry.imported.is_some() || before.is_some_and(|lines| lines < line);
            return if fits { Ok((line, entry)) } else { Err(ReportError::OtherHead) };
        }
        if self.head_before.is_some() {
            return Err(ReportError::OtherDrill);
        }
        let lines =
            self.head.as_deref().and_then(|head| journal.lines_at(head)).ok_or(ReportError::OtherHead)?;
        let last = drills().take_while(|(line, _)| *line <= lines).last().ok_or(ReportError::OtherDrill)?;
        // That line names another report.
        if last.1.report.is_some() { Err(ReportError::OtherDrill) } else { Ok(last) }
    }

    /// Whether it tells of the cards that the journal names: a line names those that were exercised and are as they were dealt.
    fn cards_are(&self, noted: &[CardNumber]) -> bool {
        let exercised = self.shares.iter().filter(|share| share.exercised);
        let exercised: BTreeSet<CardNumber> = exercised.filter_map(ReportedShare::card).collect();
        let noted: BTreeSet<CardNumber> = noted.iter().copied().collect();
        if self.has_passed() { noted == exercised } else { noted.is_subset(&exercised) }
    }

    /// Whether it says what a line says since version 0.2.0. Older lines say none of it.
    fn details_are(&self, noted: &Entry) -> bool {
        let Some(drilled) = &noted.drill else { return true };
        let brought = self.shares.iter().filter_map(|share| share.brought_by.as_ref());
        let named: BTreeSet<String> =
            self.attendees.iter().chain(&self.operator).chain(brought).map(|name| folded(name)).collect();
        (self.quorums_tried, self.quorums_passed) == (drilled.quorums_tried, drilled.quorums_passed)
            && self.scenario == noted.text
            && noted.present.iter().all(|name| named.contains(&folded(name)))
    }
}

/// How many different people these are.
pub(super) fn attendance(names: &[String]) -> usize {
    names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().len()
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
