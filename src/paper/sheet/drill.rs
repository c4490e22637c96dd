//! The report of a drill, to be printed and signed: what an auditor asks for, and what of it can be verified.

use super::Flow;
use crate::{
    crypto::secret::SecretBytes,
    custody::{evidence::fitting::DRILL_TITLE, record::Tool},
    paper::pdf::Paper,
};

/// How a drill ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that was tried agrees.
    Passed,
    /// The shares passed, and nothing confirmed the key that they give, or none was derived.
    SharesPassed,
    /// Something is wrong.
    Failed,
    /// Nothing is wrong, and nothing tells whether it is the key that was split.
    CannotTell,
}

impl Outcome {
    /// The short name, for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::SharesPassed => "shares-passed",
            Self::Failed => "failed",
            Self::CannotTell => "cannot-tell",
        }
    }
}

/// What a report says.
#[derive(Clone, Debug)]
pub struct DrillFacts<'a> {
    /// What the set is called, if that is known.
    pub name: Option<String>,
    /// The identifier of the set, if the shares came together.
    pub set: Option<u16>,
    /// How the drill ended.
    pub outcome: Outcome,
    /// The same in words.
    pub verdict: String,
    /// The policy, if there is a record.
    pub policy: Option<&'a str>,
    /// The day.
    pub date: &'a str,
    /// Who says what day it is.
    pub date_told: &'a str,
    /// The time of day, and who says so.
    pub time: Option<String>,
    /// Where it was.
    pub place: Option<&'a str>,
    /// Who was at the machine.
    pub operator: Option<&'a str>,
    /// Quorums that were tried, and that passed.
    pub quorums: (u64, u64),
    /// Recombinations by which they were tried.
    pub recombinations: u64,
    /// What the drill did not prove, if there is something that the record says recovery needs.
    pub unproved: Option<String>,
    /// What is told of the passphrase.
    pub passphrase: &'a str,
    /// What is told of the fingerprint.
    pub fingerprint: &'a str,
    /// The public values that the key gave, and where.
    pub proved: Vec<String>,
    /// The public values that were asked for.
    pub shown: Vec<String>,
    /// How people's rolls went into the set, and what two machines agree on.
    pub rolled: Vec<String>,
    /// What is told of the sealed file.
    pub sealed: Option<String>,
    /// The cards that were exercised: whose, where from, who brought them, what the record says of them.
    pub exercised: Vec<String>,
    /// What came and was not exercised, told the same way.
    pub not_exercised: Vec<String>,
    /// The cards of the plan that did not come.
    pub absent: Vec<String>,
    /// The cards at fault.
    pub blamed: Vec<String>,
    /// What was rehearsed.
    pub scenario: Option<&'a str>,
    /// What is to be done.
    pub remediation: Option<&'a str>,
    /// The day of the next drill.
    pub next: Option<&'a str>,
    /// Who was there.
    pub attendees: &'a [String],
    /// What of all this nothing can confirm.
    pub statement: &'a str,
    /// The plan of the deal, and that of today where it is another: which it is, and the shown digits of its hash.
    pub plans: Vec<(&'static str, &'a str)>,
    /// The SHA-256 of the record's file.
    pub record: Option<&'a str>,
    /// The code of the journal's head before the drill.
    pub head: Option<&'a str>,
    /// What made it.
    pub tool: &'a Tool,
    /// Whether the key is the published practice key.
    pub is_specimen: bool,
}

/// The report as a PDF; of more than one page only where there are dozens of cards.
#[must_use]
pub fn pdf(facts: &DrillFacts<'_>, paper: Paper) -> SecretBytes {
    let mut flow = Flow::begin(paper, 1.0, facts.is_specimen);
    let set = facts.set.map_or_else(String::new, |set| format!(", set {set}"));
    let title = match (&facts.name, facts.set) {
        (Some(name), _) => name.clone(),
        (None, Some(set)) => format!("Set {set}"),
        (None, None) => "A set of shares".to_owned(),
    };
    flow.title(&format!("{DRILL_TITLE}{set}; no secret is on it"), facts.date, &title);
    flow.heading(match facts.outcome {
        Outcome::Passed => "Outcome: passed",
        Outcome::SharesPassed => "Outcome: the shares passed, the key was not confirmed",
        Outcome::Failed => "Outcome: failed",
        Outcome::CannotTell => "Outcome: cannot tell",
    });
    // A message may begin with the name of a file, which stays as it is written.
    flow.text(&facts.verdict);
    if let Some(unproved) = &facts.unproved {
        flow.text(&format!("Not proved: {unproved}."));
    }
    when_and_where(&mut flow, facts);
    flow.stated("Scenario", facts.scenario);
    what_was_tried(&mut flow, facts);
    cards(&mut flow, facts);
    flow.stated("Remediation", facts.remediation);
    flow.stated("Next drill", facts.next);
    what_it_is_bound_to(&mut flow, facts);
    flow.signatures(facts.attendees, facts.statement);
    flow.document.finish(&format!("{title}: recovery drill"))
}

/// The policy that was rehearsed, and where and when.
fn when_and_where(flow: &mut Flow, facts: &DrillFacts<'_>) {
    let policy = facts.policy.unwrap_or("not known: no record was given");
    flow.text(&format!("Policy: {policy}."));
    let time = facts.time.as_ref().map_or_else(String::new, |time| format!("; time: {time}"));
    flow.text(&format!("Date: {}, {}{time}.", facts.date, facts.date_told));
    flow.whereabouts(facts.place, facts.operator);
}

fn what_was_tried(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.keep_together(110.0);
    flow.heading("What was tried");
    let (tried, passed) = facts.quorums;
    flow.text(&format!(
        "Quorums of the cards that came: {tried} tried, {passed} passed; recombinations: {}. A quorum is a smallest set of \
         cards that recovers the key; all quorums must give the same.",
        facts.recombinations
    ));
    flow.text(&format!("Passphrase: {}.", facts.passphrase));
    flow.text(&format!("Fingerprint of the key: {}.", facts.fingerprint));
    for value in &facts.proved {
        flow.text(&format!("Public value that the key gives: {value}."));
    }
    for value in &facts.shown {
        flow.text(&format!("Public value that was asked for, {value}."));
    }
    for told in &facts.rolled {
        flow.text(&format!("The set: {told}."));
    }
    let sealed = facts.sealed.as_deref().unwrap_or("none is known");
    flow.text(&format!("Sealed file: {sealed}."));
}

fn cards(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.listed("Cards exercised", &facts.exercised, Some("None."));
    flow.listed("Cards at fault", &facts.blamed, None);
    flow.listed("Brought, but not exercised", &facts.not_exercised, None);
    if !facts.plans.is_empty() {
        flow.listed("Cards of the plan that were not brought", &facts.absent, Some("None."));
    }
}

fn what_it_is_bound_to(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.keep_together(110.0);
    flow.heading("What this report is bound to");
    match facts.head {
        Some(head) => {
            flow.text(match facts.plans.len() {
                0 | 1 => "The record's file and the plan in it, by their SHA-256, and the journal, by its head before the drill:",
                _ => {
                    "The record's file, the plan in it, and the plan of this day by the journal, each by its SHA-256; and the journal, by its head before the drill:"
                }
            });
            flow.digits(facts.record.unwrap_or_default(), "record");
            for (what, hash) in &facts.plans {
                flow.digits(hash, what);
            }
            flow.digits(head, "journal head before");
            flow.text("The line of this drill in the journal holds the SHA-256 of this file.");
        }
        None => flow.text("No record: nothing says how many cards there are, or whether these were dealt."),
    }
    flow.made_by(facts.tool, "");
}
