//! The report of a ceremony, to be printed and signed by those who were there.

use super::Flow;
use crate::{
    crypto::secret::SecretBytes,
    custody::{evidence::fitting::CEREMONY_TITLE, record::Tool},
    paper::pdf::Paper,
};

/// What a report says.
#[derive(Clone, Debug)]
pub struct CeremonyFacts<'a> {
    /// What the set is called; empty where it has no name.
    pub title: String,
    /// The identifier of the set.
    pub set: u16,
    /// The policy.
    pub policy: &'a str,
    /// The day, and who says so.
    pub date: String,
    /// When it began and ended, and who says so.
    pub time: Option<String>,
    /// Where it was.
    pub place: Option<&'a str>,
    /// Who was at the machine.
    pub operator: Option<&'a str>,
    /// What was made, a sentence each.
    pub made: Vec<String>,
    /// What gave the random values.
    pub randomness: Vec<String>,
    /// What was proved.
    pub proved: Vec<String>,
    /// The cards.
    pub cards: Vec<CardFacts>,
    /// What was accepted against the advice of the program.
    pub accepted: Vec<String>,
    /// The machine, as it was stated.
    pub machine: Option<&'a str>,
    /// The sum of the medium that it was started from, as it was stated.
    pub medium: Option<&'a str>,
    /// The shown digits of the plan's hash.
    pub plan: &'a str,
    /// The SHA-256 of the record's file.
    pub record: Option<&'a str>,
    /// Who was there.
    pub attendees: &'a [String],
    /// What of all this nothing can confirm.
    pub statement: &'a str,
    /// What made it.
    pub tool: &'a Tool,
    /// Whether the key is the published practice key.
    pub is_specimen: bool,
}

/// A card, and how it came into its custodian's hands.
#[derive(Clone, Debug)]
pub struct CardFacts {
    /// Which it is, and whose.
    pub name: String,
    /// How it was read back.
    pub came: String,
    /// The number of its bag.
    pub bag: Option<String>,
}

/// The report as a PDF; of more than one page where there are many cards.
#[must_use]
pub fn pdf(facts: &CeremonyFacts<'_>, paper: Paper) -> SecretBytes {
    let mut flow = Flow::begin(paper, 1.0, facts.is_specimen);
    let set = format!("set {}", facts.set);
    let title = if facts.title.is_empty() { format!("Set {}", facts.set) } else { facts.title.clone() };
    let day = facts.date.split(',').next().unwrap_or_default();
    flow.title(&format!("{CEREMONY_TITLE}, {set}; no secret is on it"), day, &title);
    flow.heading("What was made");
    flow.text(&format!("Policy: {}.", facts.policy));
    facts.made.iter().for_each(|told| flow.text(told));
    flow.keep_together(80.0);
    flow.heading("When and where");
    let time = facts.time.as_ref().map_or_else(String::new, |time| format!("; {time}"));
    flow.text(&format!("Date: {}{time}.", facts.date));
    flow.whereabouts(facts.place, facts.operator);
    flow.listed("Random values", &facts.randomness, None);
    flow.listed("What was proved before any share was shown", &facts.proved, None);
    flow.listed("Accepted against the advice of the program", &facts.accepted, Some("Nothing."));
    cards(&mut flow, facts);
    machine(&mut flow, facts);
    bound_to(&mut flow, facts);
    flow.signatures(facts.attendees, facts.statement);
    flow.document.finish(&format!("{title}: key ceremony"))
}

/// How each card came into its custodian's hands, and a line for them to sign that it did.
fn cards(flow: &mut Flow, facts: &CeremonyFacts<'_>) {
    flow.keep_together(80.0);
    flow.heading("Cards");
    for card in &facts.cards {
        flow.keep_together(46.0);
        flow.item("•", &format!("{}: {}.", card.name, card.came));
        match &card.bag {
            Some(bag) => flow.blank(&format!("Received, in bag {bag}")),
            None => flow.blank("Received; bag, if there is one"),
        }
        flow.y += 4.0;
    }
}

fn machine(flow: &mut Flow, facts: &CeremonyFacts<'_>) {
    flow.keep_together(110.0);
    flow.heading("The machine");
    flow.told_or_blank("Maker, model and serial number, as read off it", facts.machine);
    match facts.medium {
        Some(sum) => {
            flow.text("Started from a medium with this SHA-256, as it was compared elsewhere:");
            flow.digits(sum, "medium, as stated");
        }
        None => flow.told_or_blank("Started from, and the SHA-256 of that medium", None),
    }
    flow.made_by(facts.tool, "program");
}

fn bound_to(flow: &mut Flow, facts: &CeremonyFacts<'_>) {
    flow.keep_together(80.0);
    flow.heading("What this report is bound to");
    match facts.record {
        Some(record) => {
            flow.text("The plan and the record's file, by their SHA-256. The first line of the journal holds the SHA-256 of this file.");
            flow.digits(record, "record");
        }
        None => flow.text("The plan, by its SHA-256. No record was made, so nothing else is bound to it."),
    }
    flow.digits(facts.plan, "plan of the deal");
}
