//! What a drill is evidence of, said once for people, programs and paper.

use std::fmt::Write as _;

use crate::{
    ceremony::{
        drill::{Drill, Drilled},
        passphrase::{ConfirmedBy, KeyVerdict},
    },
    record::{Contradiction, DateSource, Stamp, journal::CardNumber},
    shell::{
        book::Book,
        failure::Failure,
        json::{
            Set,
            drill::{Card, Fault, Found, Share},
        },
        plan::drill::Stated,
    },
    slip39::ordinal,
};

/// All that a drill found, with what the operator states.
#[must_use]
pub(super) fn found(stated: &Stated, book: Option<&Book>, drill: &Drill, stamp: Stamp) -> Found {
    let record = book.map(|book| &book.record);
    let recorded = record.and_then(|record| record.sealed.as_ref());
    Found {
        set: drill.set.as_ref().map(Set::of),
        name: record.map(|record| record.name()),
        quorums_tried: drill.quorums_tried,
        quorums_passed: drill.quorums_passed,
        has_passphrase: record.and_then(|record| record.passphrase),
        passphrase: if drill.has_key { EXERCISED } else { "not exercised" },
        passphrase_file_empty: drill.has_empty_file,
        confirmed_by: drill.confirmed_by.map_or("nothing", ConfirmedBy::name),
        other_passphrase_accepted: matches!(drill.confirmed_by, Some(ConfirmedBy::OtherPassphrase(_))),
        fingerprint: match drill.fingerprint {
            KeyVerdict::Matches => MATCHES,
            KeyVerdict::Differs => "differs",
            KeyVerdict::NotCompared => "not compared",
            KeyVerdict::NoFingerprint => "none",
        },
        sealed: match (&drill.opened, recorded) {
            (Some(_), _) => OPENED,
            (None, Some(_)) => NOT_EXERCISED,
            (None, None) => "none",
        },
        sealed_file: drill.opened.as_ref().or(recorded).cloned(),
        shares: drill.shares.iter().map(|one| share(one, drill, book)).collect(),
        not_exercised: drill.not_exercised(record).into_iter().map(|one| card(one, book)).collect(),
        plan_hash: record.map(|record| record.plan.short_hash()),
        head: book.map(|book| book.journal.head().code()),
        date: stamp.day.to_string(),
        date_source: match stamp.source {
            DateSource::Given => "given",
            DateSource::Confirmed => "confirmed",
            DateSource::Clock => "clock",
        },
        attendees: stated.attendees.clone(),
        scenario: stated.scenario.clone(),
        remediation: stated.remediation.clone(),
        next: stated.next.map(|day| day.to_string()),
        practice: drill.is_practice,
    }
}

const EXERCISED: &str = "exercised";
const NOT_EXERCISED: &str = "not exercised";
const OPENED: &str = "opened";
const MATCHES: &str = "matches";
const RECORD: &str = "record";

fn share(one: &Drilled, drill: &Drill, book: Option<&Book>) -> Share {
    // A share of another set is nobody's of this plan.
    let is_foreign = drill
        .compared
        .iter()
        .any(|other| other.source == one.source && other.contradiction() == Some(Contradiction::OtherSet));
    let fault =
        |failure: Failure| Fault { code: failure.code, word: failure.about().word, message: failure.message };
    Share {
        source: one.source.name.clone(),
        line: one.source.place.number(),
        ok: one.header.is_ok(),
        card: one
            .header
            .as_ref()
            .ok()
            .map(|header| card(CardNumber::of(header), book.filter(|_| !is_foreign))),
        exercised: one.is_exercised,
        fault: one.header.as_ref().err().map(|unreadable| fault((&one.source, unreadable).into())),
    }
}

fn card(card: CardNumber, book: Option<&Book>) -> Card {
    let holder = book.and_then(|book| book.record.plan.holder(card.group, card.member));
    Card { group: ordinal(card.group), member: ordinal(card.member), custodian: holder.map(str::to_owned) }
}

/// How many quorums were tried, and how many passed.
#[must_use]
pub(super) fn counts(found: &Found) -> String {
    format!("quorums: {} tried, {} passed", found.quorums_tried, found.quorums_passed)
}

/// How a drill that passed ended. It promises no more than was compared.
#[must_use]
pub(super) fn outcome(found: &Found) -> &'static str {
    match (found.passphrase, found.fingerprint) {
        _ if found.sealed == OPENED => "recoverable: these shares open the sealed file, to its last byte",
        (_, MATCHES) => "recoverable: this is the key that was split, by its fingerprint",
        _ if found.other_passphrase_accepted => {
            "these shares give a key; not the one of the record, which contradicts the passphrase"
        }
        (EXERCISED, _) if found.confirmed_by == RECORD => {
            "recoverable from these shares; no passphrase is needed, by the record"
        }
        (EXERCISED, _) => "recoverable from these shares; nothing could confirm the passphrase",
        _ => "recoverable from these shares; the passphrase was not exercised",
    }
}

/// What is told of the passphrase.
#[must_use]
pub(super) fn passphrase(found: &Found) -> &'static str {
    match (found.passphrase, found.fingerprint) {
        (EXERCISED, MATCHES) if found.has_passphrase == Some(false) => "none is needed, and none was given",
        (EXERCISED, _) if found.confirmed_by == RECORD => "none is needed, and none was given",
        (EXERCISED, MATCHES) if found.passphrase_file_empty => "exercised; the file of it is empty",
        (EXERCISED, _) if found.other_passphrase_accepted => {
            "another than the record knows of; that was accepted, and nothing was compared"
        }
        (EXERCISED, "none") if found.passphrase_file_empty => {
            "exercised, the empty one, for the file of it is empty; nothing confirms that"
        }
        (EXERCISED, "none") => "exercised; without a fingerprint nothing confirms it",
        (told, _) => told,
    }
}

/// What is told of the fingerprint.
#[must_use]
pub(super) fn fingerprint(found: &Found) -> &'static str {
    match (found.fingerprint, &found.plan_hash) {
        ("none", None) => "not compared: no record was given",
        ("none", Some(_)) => "not compared: there is none in the record",
        ("not compared", _) => "not compared: no key was derived",
        (MATCHES, _) => "compared: it is that of the key",
        _ => "compared: it is that of another key",
    }
}

/// What is told of the sealed file; nothing where there is none.
#[must_use]
pub(super) fn sealed(found: &Found) -> Option<String> {
    let file = found.sealed_file.as_ref()?;
    Some(match found.sealed {
        OPENED => format!("{} was opened to its end, SHA-256 {}", file.name, file.sha256),
        _ => format!("{} was not exercised: --open does", file.name),
    })
}

/// A card as people call it, with who answers for it.
#[must_use]
pub(super) fn named(card: &Card) -> String {
    let whose = card.custodian.as_ref().map_or_else(String::new, |name| format!(", {name}"));
    format!("card {}.{}{whose}", card.group, card.member)
}

/// What is told on the screen of a drill that passed.
#[must_use]
pub(super) fn report(found: &Found) -> String {
    let mut report = String::new();
    let _ = writeln!(report, "{}", counts(found));
    for share in &found.shares {
        let card = share.card.as_ref().map_or_else(String::new, named);
        let exercised = if share.exercised { "exercised" } else { "not exercised" };
        let _ = writeln!(report, "{}: {card}: {exercised}", share.source);
    }
    let is_absent = |card: &&Card| {
        let is_it = |other: &Card| (other.group, other.member) == (card.group, card.member);
        !found.shares.iter().filter_map(|share| share.card.as_ref()).any(is_it)
    };
    for card in found.not_exercised.iter().filter(is_absent) {
        let _ = writeln!(report, "{}: not here, and not exercised", named(card));
    }
    if let (Some(name), Some(plan), Some(head)) = (&found.name, &found.plan_hash, &found.head) {
        let _ = writeln!(report, "record of {name}, plan {plan}");
        let _ = writeln!(report, "journal head: {head}");
    }
    let _ = writeln!(report, "passphrase: {}", passphrase(found));
    let _ = writeln!(report, "fingerprint: {}", fingerprint(found));
    if let Some(sealed) = sealed(found) {
        let _ = writeln!(report, "sealed file: {sealed}");
    }
    let _ = writeln!(report, "passed: {}", outcome(found));
    report
}
