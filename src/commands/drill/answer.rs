//! What `drill` answers: what it found, on stdout and beside the printed report.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    commands::verdicts::{Compared, ConfirmedBy},
    custody::{
        journal::Unproved,
        record::{DateSource, Tool, sealed::RecordedSealed},
    },
    host::{
        console::{self, ELSEWHERE},
        document::{Head, Set, is_false},
        failure::Code,
    },
    paper::sheet::drill::Outcome,
    transfer::archive::{day::TimeSource, standings::CardVerdict},
};

/// What a drill found. Texts and days are as the operator stated them.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// What the shares have in common, if they came together.
    pub set: Option<Set>,
    /// What the set is called, if there is a record.
    pub name: Option<String>,
    /// The policy, if there is a record.
    pub policy: Option<String>,
    /// Quorums of the cards that came: the smallest sets of them that recover the key.
    pub quorums_tried: u64,
    /// Those that gave the same as all the others.
    pub quorums_passed: u64,
    /// Recombinations by which all of them were tried.
    pub recombinations: u64,
    /// What recovery needs besides cards, by the record, and this drill did not prove.
    pub unproved: Vec<Unproved>,
    /// The cards at fault.
    pub blamed: Vec<Card>,
    /// Whether the set has a passphrase, if the record says so.
    #[serde(skip)]
    pub has_passphrase: Option<bool>,
    /// Whether the passphrase was exercised.
    pub passphrase: Exercised,
    /// Whether the file of the passphrase was empty.
    #[serde(skip_serializing_if = "is_false")]
    pub passphrase_file_empty: bool,
    /// What confirms that the key is the one that was split.
    pub confirmed_by: ConfirmedBy,
    /// Whether the record contradicts the passphrase, and that was accepted.
    #[serde(skip_serializing_if = "is_false")]
    pub other_passphrase_accepted: bool,
    /// What the fingerprint in the record says of the key.
    pub fingerprint: Compared,
    /// Whether a sealed file was opened.
    pub sealed: Opened,
    /// The sealed file that was opened, or that the record names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_file: Option<RecordedSealed>,
    /// Each share that came.
    pub shares: Vec<Share>,
    /// The cards of the plan that were not exercised; without a record those that came and were not.
    pub not_exercised: Vec<Card>,
    /// The hash of the plan, all 64 digits.
    pub plan_hash: Option<String>,
    /// The SHA-256 of the record's file.
    pub record_sha256: Option<String>,
    /// The code of the journal's head, after the drill was noted.
    pub head: Option<String>,
    /// The day.
    pub date: String,
    /// Who says so.
    pub date_source: DateSource,
    /// The time of day, as `14:32`, in UTC if it is that of the clock.
    pub time: Option<String>,
    /// Who says so.
    pub time_source: Option<TimeSource>,
    /// Where it was.
    pub place: Option<String>,
    /// Who was at the machine.
    pub operator: Option<String>,
    /// Who was there.
    pub attendees: Vec<String>,
    /// What was rehearsed.
    pub scenario: Option<String>,
    /// What is to be done.
    pub remediation: Option<String>,
    /// The day of the next drill.
    pub next: Option<String>,
    /// Whether it is the published practice key.
    pub practice: bool,
}

/// Whether a passphrase was exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Exercised {
    /// It was.
    #[serde(rename = "exercised")]
    Yes,
    /// It was not.
    #[serde(rename = "not exercised")]
    No,
}

/// Whether a sealed file was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Opened {
    /// It was, to its end.
    #[serde(rename = "opened")]
    ToItsEnd,
    /// It was not.
    #[serde(rename = "not exercised")]
    NotExercised,
    /// No record names one, and nobody did.
    #[serde(rename = "none")]
    None,
}

/// How a drill ended.
#[derive(Serialize)]
#[serde(remote = "Outcome", rename_all = "kebab-case")]
enum OutcomeTold {
    /// All that was tried agrees.
    Passed,
    /// The shares passed, and nothing confirmed the key that they give, or none was derived.
    SharesPassed,
    /// Something is wrong.
    Failed,
    /// Nothing is wrong, and nothing tells whether it is the key that was split.
    CannotTell,
}

/// A share that came to a drill.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// Where it came from.
    pub source: String,
    /// The line of a text there, or the code in a picture.
    pub line: usize,
    /// Whether it could be read.
    pub ok: bool,
    /// Its card, if it could be read.
    #[serde(flatten)]
    pub card: Option<Card>,
    /// Who brought it, as the operator states.
    pub brought_by: Option<String>,
    /// Whether it took part in giving the encrypted master secret back.
    pub exercised: bool,
    /// What the record says of it; none without a record.
    pub standing: Option<CardVerdict>,
    /// Why it could not be read.
    #[serde(flatten)]
    pub fault: Option<Fault>,
}

/// Why a share could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// The short name.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The position of the failing word, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<usize>,
}

/// A card, with who answers for it if there is a record that says so.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its group, from 1.
    pub group: u8,
    /// Its place in the group, from 1.
    pub member: u8,
    /// Who answers for it.
    pub custodian: Option<String>,
}

/// What a drill found that passed.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    /// What it found.
    #[serde(flatten)]
    pub found: &'a Found,
    /// The file of the report, if one was asked for.
    pub report: Option<String>,
}

/// The document beside the printed report.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// How the drill ended.
    #[serde(with = "OutcomeTold")]
    pub outcome: Outcome,
    /// The same in a sentence.
    pub verdict: &'a str,
    /// Why it failed, if it did.
    pub failure: Option<Failed>,
    /// What it found.
    #[serde(flatten)]
    pub found: &'a Found,
    /// What of it nothing can confirm.
    pub statement: &'static str,
    /// What made it.
    pub tool: Tool,
}

/// Why a drill failed, in its report.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// The exit code.
    pub exit: u8,
    /// The short name.
    pub code: Code,
}

/// What a drill found that failed.
#[derive(Debug, Serialize)]
pub struct Tried<'a> {
    #[serde(skip_serializing_if = "is_false")]
    passphrase_file_empty: bool,
    quorums_tried: u64,
    quorums_passed: u64,
    recombinations: u64,
    blamed: &'a [Card],
    shares: &'a [Share],
}

impl<'a> Tried<'a> {
    /// What there is to say of it.
    #[must_use]
    pub fn of(found: &'a Found) -> Self {
        let Found { passphrase_file_empty, quorums_tried, quorums_passed, recombinations, .. } = *found;
        let Found { blamed, shares, .. } = found;
        Self { passphrase_file_empty, quorums_tried, quorums_passed, recombinations, blamed, shares }
    }
}

impl console::Answer for Tried<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }
}
