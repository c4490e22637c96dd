//! The report of `check`, for people.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict},
        compare::ComparedShare,
        recover::RecoverError,
        submission::Source,
    },
    custody::{card_number::CardNumber, plan::Plan},
    slip39::{Header, Progress, Quorum, ordinal, words::value_bytes},
    transfer::{archive::today::Today, explain},
};

/// Which shares are good, before the error that names one that is not.
pub(super) fn each(verdict: &Verdict, compared: &[ComparedShare]) -> Vec<String> {
    if verdict.shares.len() < 2 {
        return Vec::new();
    }
    let alone = verdict.shares.iter().map(|ShareVerdict { source, header, .. }| match header {
        Ok(header) => format!("{source}: {header}, its words are whole"),
        Err(unreadable) => format!("{source}: {}", explain::unreadable(unreadable)),
    });
    let dealt = compared.iter().filter(|one| one.is_dealt());
    alone.chain(dealt.map(|one| format!("{}: the very card that was dealt", one.source))).collect()
}

/// What is told of shares in which nothing is wrong; with what a record says of the day, which cards are not here.
pub(super) fn report(verdict: &Verdict, today: Option<&Today>) -> String {
    let mut report = String::new();
    for ShareVerdict { source, header, words } in &verdict.shares {
        if let Ok(header) = header {
            describe(&mut report, source, header, *words);
        }
    }
    match &verdict.together {
        Some(Ok(quorum)) => together(&mut report, verdict.shares.len(), quorum),
        Some(Err(RecoverError::TooFew { progress, .. })) if verdict.shares.len() > 1 => {
            not_enough(&mut report, progress)
        }
        _ => {}
    }
    if verdict.shares.len() > 1 {
        let here: BTreeSet<CardNumber> = headers(verdict).map(CardNumber::of).collect();
        report.push_str(&match today {
            Some(today) => told_of_record(&here, &today.state.plan),
            None => told_of_shares(&here, headers(verdict)),
        });
    }
    report
}

fn headers(verdict: &Verdict) -> impl Iterator<Item = &Header> {
    verdict.shares.iter().filter_map(|share| share.header.as_ref().ok())
}

/// The cards of a set that did not come.
pub(super) fn not_here(verdict: &Verdict, plan: &Plan) -> Vec<CardNumber> {
    let here: BTreeSet<CardNumber> = headers(verdict).map(CardNumber::of).collect();
    let all = plan.cards().map(|(group, member, _)| CardNumber { group, member });
    all.filter(|card| !here.contains(card)).collect()
}

/// The same for people, with who has each.
fn told_of_record(here: &BTreeSet<CardNumber>, plan: &Plan) -> String {
    let all = plan.cards().map(|(group, member, _)| CardNumber { group, member });
    let absent: Vec<String> = all
        .filter(|card| !here.contains(card))
        .map(|card| match plan.holder(card.group, card.member) {
            Some(name) => format!("{card} ({name})"),
            None => card.to_string(),
        })
        .collect();
    match absent.is_empty() {
        true => "  every card of the set is here\n".to_owned(),
        false => listed("  not here: ", &absent),
    }
}

/// What shares alone tell of those that did not come: numbers below the highest were dealt, of those above nothing is known.
fn told_of_shares<'a>(here: &BTreeSet<CardNumber>, headers: impl Iterator<Item = &'a Header>) -> String {
    let groups = headers.map(|header| header.set.group_count).max().unwrap_or(1);
    let mut absent = Vec::new();
    for group in 0..groups {
        let mut of_group = here.iter().filter(|card| card.group == group).map(|card| card.member);
        let Some(highest) = of_group.next_back() else {
            absent.push(format!("any of group {}", ordinal(group)));
            continue;
        };
        let numbers = (0..highest).map(|member| CardNumber { group, member });
        let numbers = numbers.filter(|card| !here.contains(card));
        absent.extend(numbers.map(|card| match groups {
            1 => ordinal(card.member).to_string(),
            _ => card.to_string(),
        }));
    }
    absent.push("any share that was dealt above the highest number".to_owned());
    listed("  not here: ", &absent)
}

/// A list that is broken between its entries.
fn listed(head: &str, entries: &[String]) -> String {
    let mut text = String::from(head);
    let mut column = head.len();
    for (at, entry) in entries.iter().enumerate() {
        let comma = if at + 1 < entries.len() { "," } else { "" };
        if at > 0 && column + entry.chars().count() + 2 > COLUMNS {
            text.push_str("\n   ");
            column = 3;
        }
        if at > 0 {
            text.push(' ');
        }
        text.push_str(entry);
        text.push_str(comma);
        column += entry.chars().count() + 2;
    }
    text.push('\n');
    text
}

/// Columns of a line.
const COLUMNS: usize = 78;

/// The header in plain words.
fn describe(report: &mut String, source: &Source, header: &Header, words: usize) {
    let set = header.set;
    let _ = writeln!(report, "{source}: good, all {words} words are whole");
    let _ = match set.group_count {
        1 => writeln!(
            report,
            "  share {}; any {} shares of this set recover the key (no share tells how many were made)",
            ordinal(header.member),
            header.member_threshold
        ),
        groups => writeln!(
            report,
            "  share {} of group {}; any {} complete the group, {} of {groups} groups recover the key",
            ordinal(header.member),
            ordinal(header.group),
            header.member_threshold,
            set.group_threshold
        ),
    };
    let _ = writeln!(
        report,
        "  set {}, SLIP-0039{}, iteration exponent {}, a key of {} bytes",
        set.encryption.identifier,
        if set.encryption.extendable { " extendable" } else { "" },
        set.encryption.exponent,
        value_bytes(words).unwrap_or_default()
    );
    let read_by = if set.encryption.extendable { "extendable: tools read it since mid-2024; " } else { "" };
    let _ = writeln!(report, "  {read_by}the exponent slows guesses of a passphrase");
    if set.group_threshold == 1 && header.member_threshold == 1 {
        let _ = writeln!(
            report,
            "  this one share is the whole key: nothing but its checksum protects or confirms it"
        );
    }
}

fn together(report: &mut String, shares: usize, quorum: &Quorum) {
    let _ = writeln!(
        report,
        "together: {}enough to recover the key{}",
        if shares == 1 { "" } else { "they fit together, " },
        if quorum.has_digest() { ", as their digest (a checksum) confirms" } else { "" }
    );
    let _ = writeln!(report, "  shares cannot tell whether a passphrase is needed");
    for header in quorum.untested() {
        let _ =
            writeln!(report, "  {header} was not needed, and could not be tested without more of its group");
    }
}

fn not_enough(report: &mut String, progress: &Progress) {
    let _ = writeln!(report, "together: no share contradicts another; {}", explain::missing(progress));
}
