//! The document of `status`.

use serde::Serialize;

use super::told;
use crate::{
    ceremony::status::Status,
    record::{
        DateSource, Stamp,
        sealed::{RecordedSealed, SealedStanding},
    },
    shell::{book::Book, json},
    slip39::ordinal,
};

/// What is told, whether anything is due or not.
#[derive(Debug, Serialize)]
pub struct Document {
    set: u16,
    label: Option<String>,
    plan_hash: String,
    journal_head: String,
    journal_lines: usize,
    misdated_lines: usize,
    challenge: String,
    date: String,
    date_source: DateSource,
    complete: bool,
    superseded_by: Option<u16>,
    supersedes: Vec<u16>,
    frozen: bool,
    tolerates_absent: Option<usize>,
    freezing_sets: Vec<Vec<String>>,
    drilled: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    people: Vec<Person>,
    cards: Vec<Card>,
    findings: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Sealed {
    #[serde(flatten)]
    recorded: RecordedSealed,
    standing: &'static str,
}

#[derive(Debug, Serialize)]
struct Person {
    name: String,
    heard: Option<String>,
    absent_since: Option<String>,
    left: bool,
    counts_as_absent: bool,
}

#[derive(Debug, Serialize)]
struct Card {
    group: u8,
    member: u8,
    custodian: Option<String>,
    place: Option<String>,
    read_back: bool,
    handed_over: bool,
    checked: Option<String>,
    sealed: Option<String>,
    lost: Option<String>,
    stolen: Option<String>,
    failed: Option<String>,
}

#[derive(Debug, Serialize)]
struct Found {
    finding: &'static str,
    text: String,
}

/// The document of a status in which nothing is due.
#[derive(Debug, Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    head: json::Head,
    #[serde(flatten)]
    rest: &'a Document,
}

impl<'a> Whole<'a> {
    /// The document with its head.
    #[must_use]
    pub fn of(rest: &'a Document) -> Self {
        Self { head: json::Head::of("status"), rest }
    }
}

impl Document {
    /// What a status tells.
    #[must_use]
    pub fn of(book: &Book, status: &Status, sealed: Option<super::Sealed<'_>>, stamp: Stamp) -> Self {
        let sealed = sealed.map(|(recorded, standing)| Sealed {
            recorded: recorded.clone(),
            standing: match standing {
                SealedStanding::AsItWas => "as-it-was",
                SealedStanding::Missing => "missing",
                SealedStanding::OtherLength(_) => "other-length",
                SealedStanding::Altered => "altered",
            },
        });
        let text = |day: Option<crate::date::Date>| day.map(|day| day.to_string());
        let (record, state, head) = (&book.record, &status.state, book.journal.head());
        let people = state.people.iter().map(|(name, person)| Person {
            name: name.clone(),
            heard: text(person.heard),
            absent_since: text(person.absent),
            left: person.has_left,
            counts_as_absent: status.situation.absent.contains(name),
        });
        let cards = state.cards.iter().map(|(number, card)| {
            let planned = state.plan.card(number.group, number.member);
            Card {
                group: ordinal(number.group),
                member: ordinal(number.member),
                custodian: planned.and_then(|card| card.holder()).map(str::to_owned),
                place: planned.and_then(|card| card.place.clone()),
                read_back: card.is_read_back,
                handed_over: card.is_handed_over,
                checked: text(card.checked),
                sealed: text(card.sealed.as_ref().map(|(day, _)| *day)),
                lost: text(card.lost),
                stolen: text(card.stolen),
                failed: text(card.failed),
            }
        });
        let findings =
            status.findings.iter().map(|finding| Found { finding: finding.name(), text: told(finding) });
        Self {
            set: record.set.identifier,
            label: record.label.clone(),
            plan_hash: record.plan_hash.clone(),
            journal_head: head.code(),
            journal_lines: book.journal.entries().len(),
            misdated_lines: state.misdated,
            challenge: head.challenge(),
            date: stamp.day.to_string(),
            date_source: stamp.source,
            complete: state.is_complete(),
            superseded_by: state.superseded_by,
            supersedes: record.supersedes.iter().map(|old| old.identifier).collect(),
            frozen: status.margin() == Some(0),
            tolerates_absent: status.margin().map(|margin| margin.saturating_sub(1)),
            freezing_sets: status.freezing.listed.iter().take(100).cloned().collect(),
            drilled: text(state.drilled),
            sealed,
            people: people.collect(),
            cards: cards.collect(),
            findings: findings.collect(),
        }
    }
}
