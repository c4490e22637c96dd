//! The report of a drill, to be printed and signed: what an auditor asks for, and what of it can be verified.

use super::Flow;
use crate::{paper::pdf::Paper, secret::SecretBytes};

/// What a report says.
#[derive(Clone, Debug)]
pub struct DrillFacts<'a> {
    /// What the set is called, if that is known.
    pub name: Option<String>,
    /// The identifier of the set, if the shares came together.
    pub set: Option<u16>,
    /// Whether the drill passed.
    pub passed: bool,
    /// How it ended, in a sentence.
    pub verdict: String,
    /// The day.
    pub date: &'a str,
    /// Who says what day it is.
    pub date_told: &'a str,
    /// Quorums that were tried, and that passed.
    pub quorums: (u64, u64),
    /// What is told of the passphrase.
    pub passphrase: &'a str,
    /// What is told of the fingerprint.
    pub fingerprint: &'a str,
    /// What is told of the sealed file, if there is one.
    pub sealed: Option<String>,
    /// The cards that were exercised, and where each came from.
    pub exercised: Vec<(String, String)>,
    /// The cards that were not.
    pub not_exercised: Vec<String>,
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
    /// The shown digits of the plan's hash.
    pub plan: Option<&'a str>,
    /// The code of the journal's head.
    pub head: Option<&'a str>,
    /// The version of the program.
    pub version: &'a str,
    /// The SHA-256 of its file.
    pub digest: &'a str,
    /// Whether the key is the published practice key.
    pub is_specimen: bool,
}

/// Lines to sign on, at the least.
const LEAST_SIGNATURES: usize = 2;

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
    flow.title(&format!("Report of a recovery drill{set}; no secret is on it"), facts.date, &title);
    flow.heading(if facts.passed { "Outcome: passed" } else { "Outcome: failed" });
    flow.text(&sentence(&facts.verdict));
    stated(&mut flow, "Scenario", facts.scenario);
    what_was_tried(&mut flow, facts);
    cards(&mut flow, facts);
    stated(&mut flow, "Remediation", facts.remediation);
    stated(&mut flow, "Next drill", facts.next);
    what_it_is_bound_to(&mut flow, facts);
    signatures(&mut flow, facts);
    flow.document.finish(&format!("{title}: recovery drill"))
}

/// What the operator states, or a line to write it on.
fn stated(flow: &mut Flow, what: &str, text: Option<&str>) {
    flow.keep_together(60.0);
    match text {
        Some(text) => {
            flow.heading(what);
            flow.text(text);
        }
        None => {
            flow.blank(what);
            flow.y += 6.0;
        }
    }
}

fn what_was_tried(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.keep_together(110.0);
    flow.heading("What was tried");
    let (tried, passed) = facts.quorums;
    flow.text(&format!(
        "{tried} quorums were tried, and {passed} passed. Each quorum of each group was recombined, then each quorum of \
         groups; all of them must give the same."
    ));
    flow.text(&format!("Passphrase: {}.", facts.passphrase));
    flow.text(&format!("Fingerprint of the key: {}.", facts.fingerprint));
    if let Some(sealed) = &facts.sealed {
        flow.text(&format!("Sealed file: {sealed}."));
    }
}

fn cards(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.keep_together(60.0);
    flow.heading("Cards exercised");
    if facts.exercised.is_empty() {
        flow.text("None.");
    }
    for (card, from) in &facts.exercised {
        flow.keep_together(20.0);
        flow.item("•", &format!("{card}, {from}"));
    }
    flow.keep_together(60.0);
    flow.heading("Cards not exercised");
    if facts.not_exercised.is_empty() {
        let of_what = if facts.plan.is_some() { "None of the plan." } else { "None that came." };
        flow.text(of_what);
    }
    for card in &facts.not_exercised {
        flow.keep_together(20.0);
        flow.item("•", card);
    }
}

fn what_it_is_bound_to(flow: &mut Flow, facts: &DrillFacts<'_>) {
    flow.keep_together(110.0);
    flow.heading("What this report is bound to");
    match (facts.plan, facts.head) {
        (Some(plan), Some(head)) => {
            flow.text("The plan, by its hash, and the journal of the record, by its head:");
            flow.command(plan, "plan");
            flow.command(head, "journal head");
        }
        _ => flow.text("No record: nothing says how many cards there are, or whether these were dealt."),
    }
    flow.text(&format!("Made by quorate {}. SHA-256 of that program:", facts.version));
    flow.command(facts.digest, "");
}

fn signatures(flow: &mut Flow, facts: &DrillFacts<'_>) {
    let lines = facts.attendees.len().max(LEAST_SIGNATURES);
    flow.keep_together(70.0 + 22.0 * lines.min(8) as f32);
    flow.heading("Attendees");
    flow.text(&format!("Date: {}, {}. {}", facts.date, facts.date_told, facts.statement));
    for at in 0..lines {
        flow.keep_together(24.0);
        flow.blank(facts.attendees.get(at).map_or("Name and signature", String::as_str));
    }
}

/// Text as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map_or_else(String::new, |first| first.to_uppercase().to_string());
    format!("{first}{}.", letters.as_str())
}
