//! The status as a text.

use std::fmt::Write as _;

use super::{
    advice::told_more_absences,
    journal,
    seen::{History, Seen},
    words::{soon, told, why},
};
use crate::{
    commands::verdicts::RolledTold,
    custody::{
        analysis::deputies,
        journal::Event,
        record::{Record, Stamp, sealed::SealedStanding},
        status::{Status, due::TOLD_BEFORE_DAYS},
    },
    formats::count::count,
    host::files::read::shown,
    transfer::archive::ledger::Ledger,
};

/// All that is told.
#[must_use]
pub(super) fn report(seen: &Seen) -> String {
    let Seen { ledger, status, stamp, .. } = seen;
    let (record, state) = (&ledger.record, &status.state);
    let mut report = String::new();
    if let Some(changed) = seen.changed_since_head.as_ref().filter(|changed| !changed.is_empty()) {
        report.push_str(
            "since the head that you hold, lines were amended, taken back, accepted or taken over:\n",
        );
        journal::lines(&mut report, changed);
        report.push('\n');
    }
    let policy = state.plan.policy().map(|policy| policy.to_string()).unwrap_or_default();
    let label = record.label.as_ref().or(record.plan.title.as_ref());
    let label = label.map_or_else(String::new, |label| format!("{label}: "));
    let _ = writeln!(report, "{label}set {}, {policy}", record.set.identifier);
    let (dealt, now) = (record.plan.short_hash(), state.plan.short_hash());
    let plan = match (dealt == now, status.is_whole) {
        (true, true) => format!("{} {dealt}, which is the plan of today", record.plan_of()),
        (true, false) => format!("{} {dealt}", record.plan_of()),
        (false, _) => format!("{} {dealt}\nplan of today {now}", record.plan_of()),
    };
    let _ = writeln!(report, "{plan}\ntoday {} ({})", stamp.day, stamp.source.told());
    if record.practice {
        report.push_str("PRACTICE: the published practice key; it protects nothing\n");
    }
    let _ = writeln!(report, "journal head {}", ledger.journal.head().code());
    let _ = match seen.history {
        History::NotCompared => writeln!(report, "  history not compared: --expect-head CODE compares it"),
        History::AsItWas => {
            let lines = seen.head_after_line.unwrap_or_default();
            writeln!(
                report,
                "  the head that you hold is the one after line {lines}: all before it is unchanged"
            )
        }
        History::Changed => writeln!(report, "  the head that you hold was never a head of this journal"),
    };
    if state.weak_receipts > 0 {
        let receipts = count(state.weak_receipts, "receipt");
        let _ = writeln!(
            report,
            "  {receipts} of version 1, which is weaker: its challenges have 80 bits, not 128"
        );
    }
    if status.deadlines.are_usual {
        report.push_str("the plan sets no deadlines: the usual ones apply, ");
        report.push_str("heard within 45 days, checked within 190, drilled within 370\n");
    }
    let accepted = |set: Option<u16>| {
        let accepted = state.accepted.get(&set);
        accepted.map_or_else(String::new, |accepted| {
            format!("; accepted by the owner on {}: {}", accepted.day, accepted.text)
        })
    };
    if let Some(set) = state.superseded_by {
        let _ = writeln!(
            report,
            "superseded by set {set}: these cards open the key until they are destroyed{}",
            accepted(Some(record.set.identifier))
        );
    }
    for old in &record.supersedes {
        let set = old.identifier;
        let _ = writeln!(report, "supersedes set {set}{}", accepted(Some(set)));
    }
    if let Some(origin) = record.foreign_origin() {
        let _ = writeln!(report, "made of shares of {}{}", origin.format, accepted(None));
    }
    of_set(&mut report, ledger, status);
    if let Some((recorded, SealedStanding::AsItWas)) = &seen.sealed {
        let _ =
            writeln!(report, "sealed file {}: as it was, {}", recorded.name, count(recorded.bytes, "byte"));
    }
    people(&mut report, status, *stamp);
    cards(&mut report, status);
    if let Some(lines) = &seen.journal {
        report.push_str(&journal::report(lines));
    }
    if let Some(story) = &seen.story {
        report.push_str(&story.report(&status.state));
    }
    let _ = match status.margin() {
        _ if !state.is_in_use => {
            writeln!(report, "\nnothing is due but the destruction of these cards")
        }
        _ if status.told_freezing().is_none() => {
            writeln!(report, "\nquorate cannot tell how many absences freeze the key")
        }
        Some(0) => writeln!(report, "\nFROZEN today"),
        Some(more) => writeln!(report, "\n{}", told_more_absences(more)),
        None => writeln!(report, "\nno absence can freeze the key"),
    };
    if status.findings.is_empty() {
        report.push_str("nothing is due\n");
    } else {
        report.push_str("due, or wrong:\n");
        for finding in &status.findings {
            let _ = writeln!(report, "  {}", told(finding));
        }
    }
    if !status.soon.is_empty() {
        let _ = writeln!(report, "due within {TOLD_BEFORE_DAYS} days:");
        for coming in &status.soon {
            let _ = writeln!(report, "  {}", soon(coming));
        }
    }
    match seen.challenge() {
        None => report.push_str("no challenge for receipts: the journal is not whole\n"),
        Some(challenge) => {
            let _ = writeln!(report, "challenge for receipts: {challenge}");
            let asked = state.last_day;
            if asked < stamp.day {
                let _ = writeln!(
                    report,
                    "  answers to it count for {asked}; quorate note RECORD challenge gives a fresh one"
                );
            }
        }
    }
    if let Some(today) = seen.today() {
        report.push_str(&today.report(&shown(ledger.path())));
    }
    report
}

/// How far the set has come.
fn of_set(report: &mut String, ledger: &Ledger, status: &Status) {
    let cards = status.state.cards.values();
    let all = cards.len();
    let read_back = cards.clone().filter(|card| card.is_proved()).count();
    let takes_a_drill = cards.clone().any(|card| card.takes_a_drill);
    let how = match (takes_a_drill, cards.clone().any(|card| card.needs_a_receipt())) {
        (false, false) => "read back from paper",
        (true, false) => "read back from paper, or drilled",
        (false, true) => "read back from paper, or opened by their holders",
        (true, true) => "read back from paper, drilled, or opened by their holders",
    };
    let handed_over = cards.filter(|card| card.is_held()).count();
    let dealt =
        ledger.record.date.map_or_else(|| made_anew(&ledger.record), |dealt| format!("dealt {}", dealt.day));
    let _ = if status.state.is_complete() {
        writeln!(report, "complete: {dealt}, all {} {how} and handed over", count(all, "card"))
    } else {
        let all = count(all, "card");
        writeln!(report, "not complete: {dealt}, {read_back} of {all} {how}, {handed_over} handed over")
    };
    let failed = status
        .state
        .drill_failed
        .map_or_else(String::new, |day| format!("; the last drill, of {day}, FAILED"));
    let _ = match status.state.drilled {
        Some(day) => writeln!(report, "drilled {day}{failed}"),
        None => writeln!(report, "never drilled with success{failed}"),
    };
    let rolled = RolledTold::of(&ledger.record, &status.state);
    for told in rolled.iter().flat_map(RolledTold::told) {
        let _ = writeln!(report, "{told}");
    }
    for (value, last) in status.state.proved.iter().chain(&status.state.sealed_keys) {
        let when = last.map_or_else(|| "never proved".to_owned(), |day| format!("proved {day}"));
        let _ = writeln!(report, "public value ({}): {when}", value.kind);
    }
    if let Some(note) = &ledger.record.key.public {
        let _ = writeln!(report, "told, not proved: {note}");
    }
    for (line, left_open) in &status.state.left_open {
        let Some(entry) = line.checked_sub(1).and_then(|at| ledger.journal.entries().get(at)) else {
            continue;
        };
        // A whole drill since then makes it a thing of the past.
        if status.state.drilled.is_none_or(|whole| whole < entry.stamp.day) {
            let what = if entry.event == Event::Recovered { "recovery" } else { "drill" };
            let day = entry.stamp.day;
            let _ =
                writeln!(report, "  the {what} of {day} does not count as a drill: it {}", why(left_open));
        }
    }
}

fn made_anew(record: &Record) -> String {
    let day = record.remade.as_ref().map_or_else(String::new, |remade| format!(" {}", remade.stamp.day));
    match record.remade.as_ref().and_then(|remade| remade.dealt) {
        Some(dealt) => format!("made anew{day}, dealt {dealt} as somebody said"),
        None => format!("made anew{day}, the day of the deal is not known"),
    }
}

fn people(report: &mut String, status: &Status, stamp: Stamp) {
    report.push_str("\npeople\n");
    let width = status.state.people.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    for (name, person) in &status.state.people {
        let heard = match person.heard {
            Some(day) => format!("heard {day}, {} ago", count(stamp.day.days_since(day), "day")),
            None if person.since > status.state.begun => {
                format!("not heard since {}, when they came to the plan or to a card", person.since)
            }
            None if status.state.dealt.is_none() => {
                format!("not heard since {}, when the record was made anew", person.since)
            }
            None => "not heard since the deal".to_owned(),
        };
        let away = match (person.left, person.absent, person.until) {
            (Some(since), _, _) => format!("; has left, on {since}"),
            (None, Some(since), Some(until)) => format!("; absent since {since}, expected by {until}"),
            (None, Some(since), None) => format!("; absent since {since}"),
            (None, None, _) => String::new(),
        };
        let deputies = deputies(&status.state.plan, name, &status.situation);
        let call = if status.situation.absent.contains(name) && !deputies.is_empty() {
            format!("; call {}", deputies.join(", "))
        } else {
            String::new()
        };
        let _ = writeln!(report, "  {name:width$}  {heard}{away}{call}");
    }
}

fn cards(report: &mut String, status: &Status) {
    report.push_str("\ncards\n");
    for (number, card) in &status.state.cards {
        let planned = status.state.plan.card(number.group, number.member);
        let custodian = planned.and_then(|card| card.holder());
        let mut facts: Vec<String> = Vec::new();
        facts.extend(planned.and_then(|card| card.place.clone()));
        let how = if card.takes_a_drill { "drilled" } else { "checked" };
        facts.push(match card.checked {
            Some(day) => format!("{how} {day}"),
            None if card.is_never_seen => "never seen".to_owned(),
            None => format!("never {how}"),
        });
        if let Some(to) = planned.and_then(|card| card.told_sealed_to()) {
            facts.push(match card.opened {
                Some(day) => format!("sealed to {}, opened by a receipt {day}", to.told()),
                None if card.is_whole_key => {
                    let why = "nobody can tell whether it opens: a share that is the whole key signs nothing";
                    format!("sealed to {}, {why}", to.told())
                }
                None => format!("sealed to {}, not known to be opened", to.told()),
            });
        }
        if let Some((day, text)) = &card.sealed {
            let bag = text.as_ref().map_or_else(String::new, |text| format!(" ({text})"));
            facts.push(format!("sealed {day}{bag}"));
        }
        if let Some(day) = card.renewed {
            facts.push(format!("to be completed since {day}"));
        }
        let lost = if card.destroyed.is_some() { "destroyed" } else { "lost" };
        for (what, since) in [(lost, card.lost), ("STOLEN", card.stolen), ("FAILED A CHECK", card.failed)] {
            facts.extend(since.map(|day| format!("{what} {day}")));
        }
        let _ = writeln!(report, "  {number} {}: {}", custodian.unwrap_or("-"), facts.join(", "));
    }
}
