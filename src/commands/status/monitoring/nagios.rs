//! Records as a plugin of Nagios tells them: a line with figures behind it, each finding on a line of its own below, and an exit
//! code from 0 to 3.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    commands::status::{
        looked::{Looked, failure_of},
        seen::Seen,
        words::told,
    },
    custody::status::severity::Severity,
    formats::count::count,
    host::{
        console::{Console, Product},
        failure::Failure,
    },
};

/// Tells the records in the words of a plugin.
///
/// # Errors
///
/// What is due or wrong, with how bad it is, and when stdout does not take it.
pub(in crate::commands::status) fn nagios(looked: &[Looked], console: &Console) -> Result<(), Failure> {
    let worst = Severity::worst(looked.iter().map(|one| severity(&one.seen)));
    let failure = failure_of(looked).map(|failure| failure.told_by_plugin(worst.number()));
    console.answer("status", &Product { text: text(looked, worst) }, failure)
}

fn severity(seen: &Result<Seen, Failure>) -> Severity {
    seen.as_ref().map_or(Severity::Unknown, |seen| seen.status.severity())
}

fn text(looked: &[Looked], worst: Severity) -> String {
    // What is worst comes first: a pager may show no more.
    let (mut first, mut below) = (String::new(), Vec::new());
    for Looked { name, seen } in looked {
        for (severity, line) in lines(seen) {
            let line = format!("{name}: {line}");
            if severity == worst && first.is_empty() {
                first.clone_from(&line);
            }
            below.push(format!("{severity}: {line}"));
        }
    }
    let summary = match (worst, below.len()) {
        (Severity::Ok, _) => format!("{}, nothing is due", count(looked.len(), "record")),
        (_, 1) => first,
        (_, all) => format!("{first}, and {} more", all - 1),
    };
    let figures = figures(looked);
    let bar = if figures.is_empty() { "" } else { " |" };
    let mut text =
        format!("QUORATE {} - {}{bar}{figures}\n", worst.to_string().to_uppercase(), without_bars(&summary));
    for line in below {
        let _ = writeln!(text, "{}", without_bars(&line));
    }
    text
}

/// What is due or wrong with a record, the worst first.
fn lines(seen: &Result<Seen, Failure>) -> Vec<(Severity, String)> {
    match seen {
        Ok(seen) => seen.status.findings.iter().map(|finding| (finding.severity(), told(finding))).collect(),
        Err(error) => vec![(Severity::Unknown, format!("nothing can be told of it: {}", error.message))],
    }
}

/// A bar begins the figures, wherever it stands; a line end begins another line.
fn without_bars(text: &str) -> String {
    text.replace('|', "/").replace('\n', " ")
}

/// The figures, each label once: two records may be of one set.
fn figures(looked: &[Looked]) -> String {
    let (mut sets, mut figures) = (BTreeMap::new(), String::new());
    for seen in looked.iter().filter_map(|one| one.seen.as_ref().ok()) {
        let set = seen.ledger.record.set.identifier;
        let times = sets.entry(set).and_modify(|times| *times += 1).or_insert(1);
        let set = if *times == 1 { format!("set_{set}") } else { format!("set_{set}_{times}") };
        let findings = &seen.status.findings;
        let critical = findings.iter().filter(|finding| finding.severity() == Severity::Critical).count();
        let _ = write!(figures, " '{set}_findings'={};;;0 '{set}_critical'={critical};;;0", findings.len());
        if let Some(left) = seen.status.margin() {
            let _ = write!(figures, " '{set}_absences_left'={};;;0", left.saturating_sub(1));
        }
    }
    figures
}
