//! What `status` answers.

use std::borrow::Cow;

use super::{History, Seen, journal::Told, report::report, words::told};
use crate::{
    custody::{
        journal::Unproved,
        plan::Deadlines,
        record::{
            DateSource,
            sealed::{RecordedSealed, SealedStanding},
        },
    },
    host::console,
    slip39::ordinal,
};
use serde::Serialize;

/// What is told, whether anything is due or not.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    set: u16,
    label: Option<String>,
    /// Whether the record says that it is the published practice key.
    practice: bool,
    plan_hash: String,
    journal_head: String,
    journal_lines: usize,
    misdated_lines: usize,
    /// Whether the journal was compared with a head that somebody holds.
    history: History,
    /// After how many lines the journal had that head.
    #[serde(skip_serializing_if = "Option::is_none")]
    head_after_line: Option<usize>,
    /// None where the journal is not whole.
    challenge: Option<String>,
    /// The day that answers to the challenge count for.
    challenge_day: String,
    weak_receipts: usize,
    deadlines: Days,
    date: String,
    date_source: DateSource,
    complete: bool,
    superseded_by: Option<u16>,
    supersedes: Vec<u16>,
    /// None where it cannot be told.
    frozen: Option<bool>,
    tolerates_absent: Option<usize>,
    freezing_sets: Vec<Vec<String>>,
    drilled: Option<String>,
    /// Drills and recoveries that passed and are none that the plan's rule asks for.
    drills_left_open: Vec<PartOfDrill>,
    drill_failed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    people: Vec<Person>,
    cards: Vec<Card>,
    findings: Vec<Found>,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<&'a [Told]>,
    #[serde(skip)]
    seen: &'a Seen<'a>,
}

#[derive(Debug, Serialize)]
struct Days {
    heard_within_days: Option<u32>,
    checked_within_days: Option<u32>,
    drilled_within_days: Option<u32>,
    /// Whether the plan sets none, so that the usual ones apply.
    usual: bool,
}

impl From<Deadlines> for Days {
    fn from(deadlines: Deadlines) -> Self {
        let Deadlines { heard, checked, drilled, are_usual } = deadlines;
        Self {
            heard_within_days: heard,
            checked_within_days: checked,
            drilled_within_days: drilled,
            usual: are_usual,
        }
    }
}

#[derive(Debug, Serialize)]
struct Sealed {
    #[serde(flatten)]
    recorded: RecordedSealed,
    standing: SealedVerdict,
}

/// What became of a sealed file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum SealedVerdict {
    AsItWas,
    Missing,
    OtherLength,
    Altered,
    OtherKind,
    Unreadable,
}

impl From<&SealedStanding> for SealedVerdict {
    fn from(standing: &SealedStanding) -> Self {
        match standing {
            SealedStanding::AsItWas => Self::AsItWas,
            SealedStanding::Missing => Self::Missing,
            SealedStanding::OtherKind => Self::OtherKind,
            SealedStanding::Unreadable(_) => Self::Unreadable,
            SealedStanding::OtherLength(_) => Self::OtherLength,
            SealedStanding::Altered => Self::Altered,
        }
    }
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
    /// Whether the record has no key of it, so that nothing but a drill can tell whether it is good.
    takes_a_drill: bool,
    /// Whether the record was made anew without it, so that nobody knows whether there is one.
    never_seen: bool,
    failed: Option<String>,
}

#[derive(Debug, Serialize)]
struct PartOfDrill {
    /// The line of the journal, from 1.
    line: usize,
    unproved: Vec<Unproved>,
    /// Whether the line says so; one of version 0.1.0 does not, and then nobody knows.
    said: bool,
}

#[derive(Debug, Serialize)]
struct Found {
    finding: &'static str,
    text: String,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        report(self.seen).into_bytes().into()
    }
}

impl<'a> Answer<'a> {
    /// What a status tells.
    pub(super) fn of(seen: &'a Seen<'a>) -> Self {
        let Seen { book, status, stamp, .. } = seen;
        let sealed = seen
            .sealed
            .as_ref()
            .map(|(recorded, standing)| Sealed { recorded: (*recorded).clone(), standing: standing.into() });
        let text = |day: Option<crate::custody::date::Date>| day.map(|day| day.to_string());
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
                takes_a_drill: card.takes_a_drill,
                never_seen: card.is_never_seen,
                failed: text(card.failed),
            }
        });
        let findings =
            status.findings.iter().map(|finding| Found { finding: finding.name(), text: told(finding) });
        Self {
            set: record.set.identifier,
            label: record.label.clone(),
            practice: record.practice,
            plan_hash: record.plan_hash.clone(),
            journal_head: head.code(),
            journal_lines: book.journal.entries().len(),
            misdated_lines: state.uncounted.values().filter(|why| why.is_misdated()).count(),
            history: seen.history,
            head_after_line: seen.head_after_line,
            challenge: seen.challenge(),
            challenge_day: state.last_day.to_string(),
            weak_receipts: state.weak_receipts,
            deadlines: status.deadlines.into(),
            date: stamp.day.to_string(),
            date_source: stamp.source,
            complete: state.is_complete(),
            superseded_by: state.superseded_by,
            supersedes: record.supersedes.iter().map(|old| old.identifier).collect(),
            frozen: status.told_freezing().map(|freezing| freezing.smallest == Some(0)),
            tolerates_absent: status.margin().map(|margin| margin.saturating_sub(1)),
            freezing_sets: status
                .told_freezing()
                .iter()
                .flat_map(|freezing| &freezing.listed)
                .take(100)
                .cloned()
                .collect(),
            drilled: text(state.drilled),
            drills_left_open: state
                .left_open
                .iter()
                .map(|(&line, open)| PartOfDrill { line, unproved: open.what.clone(), said: open.is_said })
                .collect(),
            drill_failed: text(state.drill_failed),
            sealed,
            people: people.collect(),
            cards: cards.collect(),
            findings: findings.collect(),
            journal: seen.journal.as_deref(),
            seen,
        }
    }
}
