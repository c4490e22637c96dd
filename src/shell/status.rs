//! `quorate status`: what is due and what is wrong, from the record and its journal. No share is needed, and none
//! accepted.

use std::{fmt::Write as _, io, path::PathBuf};

use super::{
    args,
    book::Book,
    failure::{Exit, Failure},
    json,
    opening::SealedFile,
    output::Voice,
    plan::print::day,
    today,
};
use crate::{
    ceremony::status::{Finding, Status, deputies},
    plan::analysis::AnalysisError,
    record::{
        Stamp,
        journal::CardNumber,
        sealed::{RecordedSealed, SealedStanding},
    },
};

mod document;

/// Runs the command.
///
/// # Errors
///
/// When the journal is not as it was written, or something is due or wrong, after it was told.
pub fn run(typed: &args::Status, voice: &Voice) -> Result<(), Failure> {
    let given = typed.date.as_deref().map(day).transpose()?;
    let book = Book::open(&typed.record)?;
    let lines = typed.expect_head.as_deref().map(|code| expected(&book, code)).transpose()?;
    let stamp = today::unasked(given)?;
    let mut status = Status::of(&book.record, &book.journal, stamp.day)?;
    let sealed = sealed(&book, typed.sealed.as_deref(), voice)?;
    if let Some((recorded, standing)) = sealed {
        status.see_sealed(recorded, standing);
    }
    let failure = failure(&status);
    if voice.json {
        let document = document::Document::of(&book, &status, sealed, stamp);
        return match failure {
            Some(failure) => Err(failure.with_details(json::Details::of(&document))),
            None => voice.product(json::document(&document::Whole::of(&document)).as_bytes()),
        };
    }
    voice.product(report(&book, &status, sealed, stamp, lines).as_bytes())?;
    failure.map_or(Ok(()), Err)
}

/// What became of the sealed file: where it was said to be, or beside the record.
fn sealed<'a>(book: &'a Book, named: Option<&str>, voice: &Voice) -> Result<Option<Sealed<'a>>, Failure> {
    let Some(recorded) = &book.record.sealed else {
        return match named {
            None => Ok(None),
            Some(_) => Err(Failure::usage("the record names no sealed file", "leave --sealed out")),
        };
    };
    let path = named.map_or_else(|| book.path().with_file_name(&recorded.name), PathBuf::from);
    if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(Some((recorded, SealedStanding::Missing)));
    }
    let found = SealedFile::find(&path.to_string_lossy())?.hashed(voice)?;
    Ok(Some((recorded, recorded.standing(&found))))
}

/// The sealed file of a record, and what became of it.
type Sealed<'a> = (&'a RecordedSealed, SealedStanding);

/// After how many lines the journal had the head that somebody holds.
fn expected(book: &Book, code: &str) -> Result<usize, Failure> {
    book.journal.lines_at(code).ok_or_else(|| {
        let hint = "compare the code with the one that was written down; if it is right, find another copy";
        Failure::new(Exit::Check, "other-head", "the journal never had this head: it was changed", hint)
    })
}

fn failure(status: &Status) -> Option<Failure> {
    let first = status.findings.first()?;
    let more = match status.findings.len() {
        1 => String::new(),
        number => format!(", and {} more", number - 1),
    };
    let hint = match first {
        Finding::Frozen => "reach one of those who are absent, or look for the lost cards",
        Finding::Stolen { .. } | Finding::Former { .. } => "move what the key protects to a new key",
        Finding::Margin { .. } | Finding::Silent { .. } => "call them, and note who is heard: quorate note",
        Finding::Lost { .. } => "make it again from the others: quorate reissue",
        Finding::Failed { .. } => "have that card compared, word by word, and checked again",
        Finding::Sealed { .. } => {
            "put a good copy there, or say where one is: --sealed FILE; then make more copies"
        }
        Finding::Unchecked { .. } => "ask for a receipt: quorate check --record --receipt CHALLENGE",
        Finding::NotDrilled { .. } => "drill it: quorate drill --record",
        Finding::Rule(_) => "see quorate policy, and make a set that keeps the plan's rules",
    };
    let message = format!("{}{more}", told(first));
    Some(Failure::new(Exit::Check, "due", message, hint))
}

/// A finding in words.
fn told(finding: &Finding) -> String {
    let card = |card: &CardNumber, custodian: &Option<String>| {
        let whose = custodian.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
        format!("card {card}{whose}")
    };
    match finding {
        Finding::Frozen => {
            "frozen: with who is absent and what is lost, nobody can recover the key".to_owned()
        }
        Finding::Stolen { card: number, custodian, since } => {
            format!("{} is in wrong hands since {since}", card(number, custodian))
        }
        Finding::Former { set, people, example } => {
            let who = match people {
                1 => format!("{} alone", example.join("")),
                number => format!("{number} former holders together"),
            };
            format!("{who} can take it with cards of set {set}")
        }
        Finding::Margin { by, .. } => {
            let names: Vec<&str> = by.iter().take(3).flatten().map(String::as_str).collect();
            let others = if by.len() > 3 { " or others" } else { "" };
            format!("one more absence freezes you: {}{others}", names.join(", "))
        }
        Finding::Silent { who, days, deputies, .. } => {
            let call = match deputies.as_slice() {
                [] => String::new(),
                [one] => format!("; call deputy {one}"),
                several => format!("; call a deputy: {}", several.join(", ")),
            };
            format!("{who} silent for {days} days{call}")
        }
        Finding::Lost { card: number, custodian, since } => {
            format!("{} is lost since {since}", card(number, custodian))
        }
        Finding::Failed { card: number, custodian, on } => {
            format!("{} failed a check on {on}", card(number, custodian))
        }
        Finding::Sealed { name, standing } => match standing {
            SealedStanding::Missing => {
                format!("the sealed file {name} is not there: without it the shares open nothing")
            }
            SealedStanding::OtherLength(bytes) => {
                format!("the sealed file {name} has {bytes} bytes, and had others")
            }
            SealedStanding::Altered | SealedStanding::AsItWas => {
                format!("the sealed file {name} was altered")
            }
        },
        Finding::Unchecked { card: number, custodian, days, .. } => {
            format!("{} was not checked for {days} days", card(number, custodian))
        }
        Finding::NotDrilled { days, .. } => format!("recovery was not drilled for {days} days"),
        Finding::Rule(rule) => rule.to_string(),
    }
}

fn report(
    book: &Book,
    status: &Status,
    sealed: Option<Sealed<'_>>,
    stamp: Stamp,
    lines: Option<usize>,
) -> String {
    let (record, state) = (&book.record, &status.state);
    let mut report = String::new();
    let policy = record.plan.policy().map(|policy| policy.to_string()).unwrap_or_default();
    let label = record.label.as_ref().or(record.plan.title.as_ref());
    let label = label.map_or_else(String::new, |label| format!("{label}: "));
    let _ = writeln!(report, "{label}set {}, {policy}", record.set.identifier);
    let _ =
        writeln!(report, "plan {}, today {} ({})", record.plan.short_hash(), stamp.day, stamp.source.told());
    let _ = writeln!(report, "journal head {}", book.journal.head().code());
    if let Some(lines) = lines {
        let _ = writeln!(
            report,
            "  the head that you hold is that after line {lines}: all before it is unchanged"
        );
    }
    if state.misdated > 0 {
        let _ =
            writeln!(report, "  {} lines have a day that cannot be, and make nothing fresh", state.misdated);
    }
    if let Some(set) = state.superseded_by {
        let _ =
            writeln!(report, "superseded by set {set}: these cards open the key until they are destroyed");
    }
    for old in &record.supersedes {
        let _ = writeln!(report, "supersedes set {}", old.identifier);
    }
    of_set(&mut report, book, status);
    if let Some((recorded, SealedStanding::AsItWas)) = sealed {
        let _ = writeln!(report, "sealed file {}: as it was, {} bytes", recorded.name, recorded.bytes);
    }
    people(&mut report, status, stamp);
    cards(&mut report, status);
    let _ = match status.margin() {
        Some(0) => writeln!(report, "\nFROZEN today"),
        Some(1) => writeln!(report, "\none further absence can freeze the key"),
        Some(more) => writeln!(report, "\n{more} further absences can freeze the key, fewer cannot"),
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
    let _ = writeln!(report, "challenge for receipts: {}", book.journal.head().challenge());
    report
}

/// How far the set has come.
fn of_set(report: &mut String, book: &Book, status: &Status) {
    let cards = status.state.cards.values();
    let all = cards.len();
    let read_back = cards.clone().filter(|card| card.is_read_back).count();
    let handed_over = cards.filter(|card| card.is_handed_over).count();
    let dealt = book.record.date.day;
    let _ = if status.state.is_complete() {
        writeln!(report, "complete: dealt {dealt}, all {all} cards read back from paper and handed over")
    } else {
        writeln!(
            report,
            "not complete: dealt {dealt}, {read_back} of {all} cards read back from paper, {handed_over} handed over"
        )
    };
    let _ = match status.state.drilled {
        Some(day) => writeln!(report, "drilled {day}"),
        None => writeln!(report, "never drilled"),
    };
}

fn people(report: &mut String, status: &Status, stamp: Stamp) {
    report.push_str("\npeople\n");
    let width = status.state.people.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    for (name, person) in &status.state.people {
        let heard = match person.heard {
            Some(day) => format!("heard {day}, {} days ago", stamp.day.days_since(day)),
            None => "not heard since the deal".to_owned(),
        };
        let away = match (person.has_left, person.absent) {
            (true, _) => "; has left".to_owned(),
            (false, Some(since)) => format!("; absent since {since}"),
            (false, None) => String::new(),
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
        facts.push(card.checked.map_or_else(|| "never checked".to_owned(), |day| format!("checked {day}")));
        if let Some((day, text)) = &card.sealed {
            let bag = text.as_ref().map_or_else(String::new, |text| format!(" ({text})"));
            facts.push(format!("sealed {day}{bag}"));
        }
        for (what, since) in [("lost", card.lost), ("STOLEN", card.stolen), ("FAILED A CHECK", card.failed)] {
            facts.extend(since.map(|day| format!("{what} {day}")));
        }
        let _ = writeln!(report, "  {number} {}: {}", custodian.unwrap_or("-"), facts.join(", "));
    }
}

impl From<AnalysisError> for Failure {
    fn from(error: AnalysisError) -> Self {
        let hint = "exact answers need a plan in which fewer people share cards or hold several";
        Self::new(Exit::Usage, "too-entangled", error.to_string(), hint)
    }
}
