//! What `drill` answers: what it found, on stdout and beside the printed report.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    commands::verdicts::{Compared, ConfirmedBy, ProvedTold, RolledTold},
    custody::{
        journal::Unproved,
        record::{DateSource, Tool, sealed::RecordedSealed},
    },
    host::{
        console::{self, ELSEWHERE},
        document::{DocumentHead, Set, is_false},
        failure::Code,
    },
    paper::sheet::drill::Outcome,
    transfer::archive::{day::TimeSource, standings::CardVerdict},
};

/// What a drill found. Texts and days are as the operator stated them.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DrillResult {
    /// What the shares have in common, if they came together.
    pub set: Option<Set>,
    /// What the set is called, if there is a record.
    pub name: Option<String>,
    /// The policy, if there is a record.
    pub policy: Option<String>,
    /// Quorums of the cards that came: the smallest sets of them that recover the key. 18446744073709551615 stands
    /// for itself and for more.
    pub quorums_tried: u64,
    /// Those that gave the same as all the others.
    pub quorums_passed: u64,
    /// Recombinations by which all of them were tried: each set of members of each complete group, then each set of
    /// complete groups. A sum, because what a group yields is the same whichever members bring it.
    pub recombinations: u64,
    /// What recovery needs besides cards, by the record, and this drill did not prove. Such a drill does not meet the
    /// rule drilled_within_days.
    pub unproved: Vec<Unproved>,
    /// The cards at fault.
    pub blamed: Vec<HeldCard>,
    /// Whether the set has a passphrase, if the record says so.
    #[serde(skip)]
    pub has_passphrase: Option<bool>,
    /// Whether the passphrase was exercised.
    pub passphrase: Exercised,
    /// Present if the file of the passphrase was empty: the empty passphrase was taken.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub passphrase_file_empty: bool,
    /// What confirms that the key is the one that was split.
    pub confirmed_by: ConfirmedBy,
    /// Present if the record contradicts the passphrase, and that was accepted.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub other_passphrase_accepted: bool,
    /// What the fingerprint in the record says of the key; unless it matches, nothing confirmed the passphrase.
    pub fingerprint: Compared,
    /// The public values that were expected, all of which the key gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proved: Vec<ProvedTold>,
    /// The public values that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<ShownTold>,
    /// How people's rolls went into the set, if they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolled: Option<RolledTold>,
    /// Whether a sealed file was opened.
    pub sealed: SealedFileOpened,
    /// The sealed file that was opened, or that the record names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_file: Option<RecordedSealed>,
    /// Each share that came.
    pub shares: Vec<ShareInDrill>,
    /// The cards of the plan that were not exercised; without a record those that came and were not.
    pub not_exercised: Vec<HeldCard>,
    /// The hash of the plan of the deal, all 64 digits.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub plan_hash: Option<String>,
    /// What that plan is called, for people.
    #[serde(skip)]
    pub plan_of: &'static str,
    /// That of the plan of today, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub plan_hash_today: Option<String>,
    /// The SHA-256 of the record's file.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub record_sha256: Option<String>,
    /// The code of the journal's head before the drill was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    pub head_before: Option<String>,
    /// The code of the journal's head after the drill was noted; null in a report, whose sum the line of the drill holds.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    pub head: Option<String>,
    /// The day.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    pub date: String,
    /// Who says so.
    pub date_source: DateSource,
    /// The time of day, as `14:32`, in UTC if it is that of the clock.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::TIME)))]
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
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    pub next: Option<String>,
    /// Whether it is the published practice key.
    pub practice: bool,
}

/// A public value that was asked for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShownTold {
    /// Its kind, as it was asked for.
    pub kind: &'static str,
    /// The value.
    pub value: String,
    /// The path to it; not where it is that of the key itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Whether a passphrase was exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum SealedFileOpened {
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("oneOf" = [
    { "properties": { "ok": { "const": true } }, "required": ["group", "member", "custodian"] },
    { "properties": { "ok": { "const": false }, "exercised": { "const": false } }, "required": ["code", "message"] },
])))]
pub struct ShareInDrill {
    /// Where it came from.
    pub source: String,
    /// The line of a text, the code in a picture, or which share was typed.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// Whether it could be read.
    pub ok: bool,
    /// Its card, if it could be read.
    #[serde(flatten)]
    pub card: Option<HeldCard>,
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fault {
    /// The short name.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The position of the failing word, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub word: Option<usize>,
}

/// A card, with who has it if there is a record that says so.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HeldCard {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub member: u8,
    /// Who has it today by the journal, by name or role.
    pub custodian: Option<String>,
    /// The same where it is a role, and nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// What a drill found that passed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer<'a> {
    /// What it found.
    #[serde(flatten)]
    pub found: &'a DrillResult,
    /// The file of the report, if one was asked for.
    pub report: Option<String>,
}

/// The document beside the printed report.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report<'a> {
    /// The head.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub head: DocumentHead,
    /// How the drill ended.
    #[serde(with = "OutcomeTold")]
    pub outcome: Outcome,
    /// The same in a sentence.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub verdict: &'a str,
    /// Why it failed, if it did.
    pub failure: Option<Failed>,
    /// What it found.
    #[serde(flatten)]
    pub found: &'a DrillResult,
    /// What of it nothing can confirm.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub statement: &'static str,
    /// What made it.
    pub tool: Tool,
}

/// Why a drill failed, in its report.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Failed {
    /// The exit code.
    #[cfg_attr(test, schemars(range(min = 3, max = 6)))]
    pub exit: u8,
    /// The short name.
    pub code: Code,
}

/// What a drill found that failed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FailedDrill<'a> {
    /// Present if the file of the passphrase was empty: the empty passphrase was taken.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    passphrase_file_empty: bool,
    /// Quorums of the cards that came.
    quorums_tried: u64,
    /// Those that gave the same as all the others.
    quorums_passed: u64,
    /// Recombinations by which they were tried.
    recombinations: u64,
    /// The cards at fault.
    blamed: &'a [HeldCard],
    /// Each share that came.
    shares: &'a [ShareInDrill],
}

impl<'a> FailedDrill<'a> {
    /// What there is to say of it.
    #[must_use]
    pub fn of(found: &'a DrillResult) -> Self {
        let DrillResult { passphrase_file_empty, quorums_tried, quorums_passed, recombinations, .. } = *found;
        let DrillResult { blamed, shares, .. } = found;
        Self { passphrase_file_empty, quorums_tried, quorums_passed, recombinations, blamed, shares }
    }
}

impl console::Answer for FailedDrill<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }
}
