//! The report of a drill: one file to be printed and signed, and one that says the same to programs.

use std::path::Path;

use super::evidence;
use crate::{
    commands::{
        drill::answer::{DrillResult, Failed, HeldCard, Report, ShareInDrill},
        options::report::{ReportPair, STATEMENT},
        verdicts::RolledTold,
    },
    custody::record::Tool,
    host::{console::Console, document, failure::Failure},
    paper::{
        font::legible,
        pdf::Paper,
        sheet::drill::{self, DrillFacts, Outcome},
    },
    transfer::{archive::day::TimeSource, delivery::tool::this_tool},
};

/// The report of what was found, before the journal says so.
///
/// # Errors
///
/// When something in it looks like a share or a key.
pub(super) fn report(
    found: &DrillResult,
    failure: Option<&Failure>,
    console: &Console,
) -> Result<ReportPair, Failure> {
    let (found, message) = on_paper(found, failure);
    let verdict = message.as_deref().unwrap_or_else(|| evidence::outcome(&found));
    let tool = this_tool(console);
    let outcome = evidence::ended(&found, failure);
    let sheet = drill::pdf(&facts(&found, verdict, outcome, &tool), Paper::default());
    let document = document::document(&Report {
        head: document::DocumentHead::ended("drill-report", failure.is_none()),
        outcome,
        verdict,
        failure: failure.map(|failure| Failed { exit: failure.exit(), code: failure.code }),
        found: &found,
        statement: STATEMENT,
        tool,
    });
    ReportPair::new(sheet.expose().to_vec(), document)
}

/// What was found and the failure, with the names of files only: folders say more of a machine than a report needs.
fn on_paper(found: &DrillResult, failure: Option<&Failure>) -> (DrillResult, Option<String>) {
    let mut found = found.clone();
    let mut message = failure.map(|failure| failure.message.clone());
    for share in &mut found.shares {
        let full = std::mem::take(&mut share.source);
        share.source = file_name(&full);
        for text in message.iter_mut().chain(share.fault.as_mut().map(|fault| &mut fault.message)) {
            *text = text.replace(&full, &share.source);
        }
    }
    (found, message)
}

fn file_name(source: &str) -> String {
    Path::new(source)
        .file_name()
        .map_or_else(|| source.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn facts<'a>(found: &'a DrillResult, verdict: &'a str, outcome: Outcome, tool: &'a Tool) -> DrillFacts<'a> {
    let card = |share: &ShareInDrill| match (&share.card, &share.fault) {
        (Some(card), _) => {
            format!("{}, {}{}", evidence::named(card), evidence::origin(share), evidence::standing(share))
        }
        (None, Some(fault)) => fault.message.clone(),
        (None, None) => share.source.clone(),
    };
    let came = |exercised: bool| {
        let shares = found.shares.iter().filter(move |share| share.exercised == exercised);
        shares.map(card).map(|text| legible(&text)).collect()
    };
    let cards = |cards: &[HeldCard]| cards.iter().map(|card| legible(&evidence::named(card))).collect();
    DrillFacts {
        name: found.name.as_deref().map(legible),
        set: found.set.as_ref().map(document::Set::identifier),
        outcome,
        verdict: legible(verdict),
        policy: found.policy.as_deref(),
        date: &found.date,
        date_told: found.date_source.told(),
        time: found.time.as_ref().map(|time| match found.time_source {
            Some(TimeSource::Given) => format!("{time}, as given"),
            Some(TimeSource::Clock) | None => format!("{time} UTC, by the clock"),
        }),
        place: found.place.as_deref(),
        operator: found.operator.as_deref(),
        quorums: (found.quorums_tried, found.quorums_passed),
        recombinations: found.recombinations,
        unproved: evidence::unproved(found),
        passphrase: evidence::passphrase(found),
        fingerprint: evidence::fingerprint(found),
        shown: evidence::shown_values(found).iter().map(|told| legible(told)).collect(),
        proved: evidence::proved(found).iter().map(|told| legible(told)).collect(),
        rolled: found.rolled.iter().flat_map(RolledTold::told).collect(),
        sealed: evidence::sealed(found).map(|told| legible(&told)),
        exercised: came(true),
        not_exercised: came(false),
        absent: evidence::absent(found).map(|card| legible(&evidence::named(card))).collect(),
        blamed: cards(&found.blamed),
        scenario: found.scenario.as_deref(),
        remediation: found.remediation.as_deref(),
        next: found.next.as_deref(),
        attendees: &found.attendees,
        statement: STATEMENT,
        plans: evidence::plans(found).collect(),
        record: found.record_sha256.as_deref(),
        head: found.head_before.as_deref(),
        tool,
        is_specimen: found.practice,
    }
}
