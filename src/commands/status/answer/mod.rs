//! What `status` answers.

mod finding;
mod origin;
pub(in crate::commands) mod several;

use std::borrow::Cow;

use serde::Serialize;

use self::{
    finding::Found,
    origin::{MadeAnew, MadeOf},
};
use super::{
    advice::ToDo,
    journal::ToldLine,
    report::report,
    seen::{History, Seen},
    story::Story,
    words::soon,
};
use crate::{
    commands::verdicts::RolledTold,
    custody::{
        date::Date,
        journal::Unproved,
        plan::Deadlines,
        record::{
            DateSource,
            origin::AcceptedShares,
            proved::RecordedValue,
            sealed::{RecordedSealed, SealedStanding},
        },
        status::{Finding, due::Coming},
    },
    host::console,
    slip39::ordinal,
};

/// What is told, whether anything is due or not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    /// The number of the set.
    #[cfg_attr(test, schemars(range(min = 0, max = 32767)))]
    set: u16,
    /// What it is called.
    label: Option<String>,
    /// Whether the record says that it is the published practice key, which protects nothing.
    practice: bool,
    /// The hash of the plan of the deal.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash: String,
    /// The hash of the plan as it is today.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash_today: String,
    /// The code of the journal's head.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    journal_head: String,
    /// Lines of the journal.
    journal_lines: usize,
    /// Those that do not count because of their day.
    misdated_lines: usize,
    /// Whether the journal was compared with a head that somebody holds.
    history: History,
    /// After how many lines the journal had that head.
    #[serde(skip_serializing_if = "Option::is_none")]
    head_after_line: Option<usize>,
    /// What was amended, taken back or imported since that head: what can change the meaning of what stands above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_since_head: Option<Vec<ToldLine>>,
    /// What keyholders are asked to sign; null where the journal is not whole.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::CHALLENGE)))]
    challenge: Option<String>,
    /// The day that receipts count for which answer this challenge.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    challenge_day: String,
    /// Receipts that count and are of version 1, with challenges of 80 bits.
    weak_receipts: usize,
    /// What must be done how often.
    deadlines: Days,
    /// The day that is told of.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    date: String,
    /// Who says what day it is.
    date_source: DateSource,
    /// Where the record was made anew: when, and what was told of the one that was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    remade: Option<MadeAnew>,
    /// Where the set was made of shares: of which, and how many came.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<MadeOf>,
    /// Whether every card was read back and handed over.
    complete: bool,
    /// The new set that was made of this one.
    superseded_by: Option<u16>,
    /// The sets that came before.
    supersedes: Vec<u16>,
    /// The shares from before this set of which the owner accepts that they still open the key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    old_shares_accepted: Vec<OldSharesAccepted>,
    /// Whether nobody can recover the key today; null where it cannot be told, and where another set was made of this one, for
    /// then nobody is asked to keep its cards.
    frozen: Option<bool>,
    /// Whether nobody could, if all who are silent were out of reach; null where `frozen` is.
    frozen_if_silent: Option<bool>,
    /// So many further absences freeze nothing, whoever they are; null if none ever do, and where `frozen` is null.
    tolerates_absent: Option<usize>,
    /// Whose further absence freezes the key, the smallest sets first, at most 100.
    freezing_sets: Vec<Vec<String>>,
    /// When recovery was last drilled with success.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    drilled: Option<String>,
    /// The public values that the record holds, and when the key last gave each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proved: Vec<ValueTold>,
    /// How people's rolls went into the set, if they did, and that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    rolled: Option<RolledTold>,
    /// Drills and recoveries that passed and are none that the plan's rule asks for.
    drills_left_open: Vec<PartOfDrill>,
    /// When a drill failed that none has made good since.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    drill_failed: Option<String>,
    /// The file that the key of the set opens (`split --seal`), if the record names one, and what became of it. Shares that are
    /// sealed to their holders are `cards[].sealed_to`, and bags `cards[].sealed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    /// Everybody who can reach a card.
    people: Vec<Person>,
    /// Every card.
    cards: Vec<CardStatus>,
    /// What is due or wrong; none but beside a failure.
    findings: Vec<Found>,
    /// What falls due within 14 days, which is no failure.
    due_soon: Vec<Soon>,
    /// What to do today, where somebody or something is noted as away.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<ToDo>,
    /// Every line of the journal that could be read, in plain words, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<&'a [ToldLine]>,
    /// The life of the set in sentences, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<&'a Story>,
    #[serde(skip)]
    seen: &'a Seen,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Days {
    /// Each custodian is heard from.
    heard_within_days: Option<u32>,
    /// Each card is checked.
    checked_within_days: Option<u32>,
    /// Recovery is drilled.
    drilled_within_days: Option<u32>,
    /// The key is proved by its public values.
    #[serde(skip_serializing_if = "Option::is_none")]
    proved_within_days: Option<u32>,
    /// Whether the plan sets none, so that the usual ones apply.
    usual: bool,
}

impl From<Deadlines> for Days {
    fn from(deadlines: Deadlines) -> Self {
        let Deadlines { heard, checked, drilled, proved, are_usual } = deadlines;
        Self {
            heard_within_days: heard,
            checked_within_days: checked,
            drilled_within_days: drilled,
            proved_within_days: proved,
            usual: are_usual,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Sealed {
    #[serde(flatten)]
    recorded: RecordedSealed,
    /// What became of it.
    standing: SealedVerdict,
}

/// What became of a sealed file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct OldSharesAccepted {
    /// Of which set; null for shares of another tool.
    #[cfg_attr(test, schemars(range(min = 0, max = 32767)))]
    set: Option<u16>,
    /// When.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    day: String,
    /// Why.
    text: String,
}

impl OldSharesAccepted {
    fn of(accepted: &AcceptedShares) -> Self {
        let AcceptedShares { set, day, text, .. } = accepted;
        Self { set: *set, day: day.to_string(), text: text.clone() }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Person {
    /// Who.
    name: String,
    /// When they were last heard.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    heard: Option<String>,
    /// Since when they cannot be reached.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    absent_since: Option<String>,
    /// Until when they are expected to be out of reach.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    absent_until: Option<String>,
    /// When they came back from an absence.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    back: Option<String>,
    /// Whether they have left.
    left: bool,
    /// Since when they have.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    left_since: Option<String>,
    /// Whether they are noted as out of reach, or as having left. Silence alone is not absence.
    counts_as_absent: bool,
    /// Whether they were not heard for longer than the plan allows.
    silent: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct CardStatus {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
    /// Who has it, by name or role; null where nobody is named.
    custodian: Option<String>,
    /// Where it lies.
    place: Option<String>,
    /// Whether it was read back from its paper.
    read_back: bool,
    /// Whether it was compared with what the second of two machines computed; only where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed: Option<bool>,
    /// Whether it was handed over.
    handed_over: bool,
    /// To whom its share is sealed, as a file that they alone open: the code of a recipient, or `passphrase`; only where it
    /// is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1)))]
    sealed_to: Option<String>,
    /// When a receipt last proved that its holder has opened it; only where it is sealed to them. Always null for a share that
    /// is the whole key: it can sign none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    opened: Option<Option<String>>,
    /// When it was last checked.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    checked: Option<String>,
    /// When its paper was put into a sealed bag (the event `seal`), which says nothing of who could open a file.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    sealed: Option<String>,
    /// Since when it is lost.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    lost: Option<String>,
    /// Since when it is in the wrong hands.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    stolen: Option<String>,
    /// Whether the record has no key of it, so that nothing but a drill can tell whether it is good.
    takes_a_drill: bool,
    /// Whether the record was made anew without it, so that nobody knows whether there is one.
    never_seen: bool,
    /// When it failed a check.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    failed: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct ValueTold {
    /// Its kind, such as `bitcoin-address`; the value itself is for owner and auditor.
    #[cfg_attr(test, schemars(length(min = 1)))]
    kind: String,
    /// When the key last gave it; null where that is not known.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    proved: Option<String>,
}

impl ValueTold {
    fn of(value: &RecordedValue, last: Option<Date>) -> Self {
        Self { kind: value.kind.clone(), proved: last.map(|day| day.to_string()) }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct PartOfDrill {
    /// The line of the journal, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// What it did not prove.
    #[cfg_attr(test, schemars(length(min = 1)))]
    unproved: Vec<Unproved>,
    /// Whether the line says so; one of version 0.1.0 does not, and then nobody knows.
    said: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Soon {
    /// The last day on which it is in time.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    by: String,
    /// What, in words.
    #[cfg_attr(test, schemars(length(min = 1)))]
    text: String,
}

impl Soon {
    fn of(coming: &Coming) -> Self {
        Self { by: coming.on.to_string(), text: soon(coming) }
    }
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        report(self.seen).into_bytes().into()
    }
}

impl<'a> Answer<'a> {
    /// What a status tells.
    pub(super) fn of(seen: &'a Seen) -> Self {
        let Seen { ledger, status, stamp, .. } = seen;
        let sealed = seen
            .sealed
            .as_ref()
            .map(|(recorded, standing)| Sealed { recorded: recorded.clone(), standing: standing.into() });
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        let (record, state, head) = (&ledger.record, &status.state, ledger.journal.head());
        let people = state.people.iter().map(|(name, person)| Person {
            name: name.clone(),
            heard: text(person.heard),
            absent_since: text(person.absent),
            absent_until: text(person.until),
            back: text(person.back),
            left: person.left.is_some(),
            left_since: text(person.left),
            counts_as_absent: person.is_away(),
            silent: status.silent.contains(name),
        });
        let cards = state.cards.iter().map(|(number, card)| {
            let planned = state.plan.card(number.group, number.member);
            CardStatus {
                group: ordinal(number.group),
                member: ordinal(number.member),
                custodian: planned.and_then(|card| card.holder()).map(str::to_owned),
                place: planned.and_then(|card| card.place.clone()),
                read_back: card.is_read_back,
                agreed: record.rolled.as_ref().filter(|rolled| rolled.opened).map(|_| card.is_agreed),
                handed_over: card.is_handed_over,
                sealed_to: planned.and_then(|card| card.told_sealed_to()).map(|to| to.named()),
                opened: card.is_sealed_to_holder.then(|| text(card.opened)),
                checked: text(card.checked),
                sealed: text(card.sealed.as_ref().map(|(day, _)| *day)),
                lost: text(card.lost),
                stolen: text(card.stolen),
                takes_a_drill: card.takes_a_drill,
                never_seen: card.is_never_seen,
                failed: text(card.failed),
            }
        });
        let findings = status.findings.iter().map(|finding| Found::of(finding, &state.plan));
        Self {
            set: record.set.identifier,
            label: record.label.clone(),
            practice: record.practice,
            plan_hash: record.plan_hash.clone(),
            plan_hash_today: state.plan.hash(),
            journal_head: head.code(),
            journal_lines: ledger.journal.entries().len(),
            misdated_lines: state.uncounted.values().filter(|why| why.is_misdated()).count(),
            history: seen.history,
            head_after_line: seen.head_after_line,
            changed_since_head: seen.changed_since_head.clone(),
            challenge: seen.challenge(),
            challenge_day: state.last_day.to_string(),
            weak_receipts: state.weak_receipts,
            deadlines: status.deadlines.into(),
            date: stamp.day.to_string(),
            date_source: stamp.source,
            remade: record.remade.as_ref().map(MadeAnew::of),
            origin: record.origin.as_ref().map(MadeOf::of),
            complete: state.is_complete(),
            superseded_by: state.superseded_by,
            supersedes: record.supersedes.iter().map(|old| old.identifier).collect(),
            old_shares_accepted: state.accepted.values().map(OldSharesAccepted::of).collect(),
            frozen: status.told_freezing().map(|freezing| freezing.smallest == Some(0)),
            frozen_if_silent: status.told_freezing().map(|freezing| {
                freezing.smallest == Some(0) || status.findings.contains(&Finding::FrozenIfSilent)
            }),
            tolerates_absent: status.margin().map(|margin| margin.saturating_sub(1)),
            freezing_sets: status
                .told_freezing()
                .iter()
                .flat_map(|freezing| &freezing.listed)
                .take(100)
                .cloned()
                .collect(),
            drilled: text(state.drilled),
            rolled: RolledTold::of(record, state),
            proved: state
                .proved
                .iter()
                .chain(&state.sealed_keys)
                .map(|(value, last)| ValueTold::of(value, *last))
                .collect(),
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
            due_soon: status.soon.iter().map(Soon::of).collect(),
            today: seen.today(),
            journal: seen.journal.as_deref(),
            story: seen.story.as_ref(),
            seen,
        }
    }
}
