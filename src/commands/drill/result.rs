//! All that a drill found, as its documents have it.

use crate::{
    ceremony::{
        drill::{Drill, DrilledShare},
        passphrase::KeyConfirmation,
    },
    commands::{
        drill::{
            answer::{DrillResult, Exercised, Fault, HeldCard, SealedFileOpened, ShareInDrill, ShownTold},
            request::Stated,
        },
        verdicts::{ConfirmedBy, ProvedTold, RolledTold},
    },
    custody::{
        card_number::CardNumber,
        record::{Record, Stamp},
    },
    formats::public::ShownValue,
    host::{document::Set, failure::Failure},
    slip39::ordinal,
    transfer::archive::{day::TimeOfDay, ledger::Ledger, today::Today},
};

/// All that a drill found, with what the operator states, before it is noted in the journal.
#[must_use]
pub(super) fn of(
    stated: &Stated,
    known: Option<(&Ledger, &Today)>,
    drill: &Drill,
    stamp: Stamp,
    time: Option<TimeOfDay>,
) -> DrillResult {
    let (ledger, today) = known.unzip();
    let record = ledger.map(|ledger| &ledger.record);
    // With the cards that were added since the deal.
    let plan = today.map(|today| &today.state.plan);
    let recorded = record.and_then(|record| record.sealed.as_ref());
    DrillResult {
        set: drill.set.as_ref().map(Set::of),
        name: record.map(|record| record.name()),
        policy: plan.and_then(|plan| Some(plan.policy().ok()?.to_string())),
        quorums_tried: drill.quorums_tried,
        quorums_passed: drill.quorums_passed,
        recombinations: drill.recombinations,
        unproved: record.map(|record| drill.unproved(record)).unwrap_or_default(),
        blamed: drill.blamed().into_iter().map(|one| card(one, today)).collect(),
        has_passphrase: record.and_then(|record| record.passphrase),
        passphrase: if drill.has_key { Exercised::Yes } else { Exercised::No },
        passphrase_file_empty: drill.has_empty_file,
        confirmed_by: drill.confirmed_by.map_or(ConfirmedBy::Nothing, Into::into),
        other_passphrase_accepted: matches!(drill.confirmed_by, Some(KeyConfirmation::OtherPassphrase(_))),
        fingerprint: drill.fingerprint.into(),
        proved: proved_values(drill),
        shown: drill.shown.iter().map(told_value).collect(),
        rolled: record.zip(today).and_then(|(record, today)| RolledTold::of(record, &today.state)),
        sealed: match (&drill.opened, recorded) {
            (Some(_), _) => SealedFileOpened::ToItsEnd,
            (None, Some(_)) => SealedFileOpened::NotExercised,
            (None, None) => SealedFileOpened::None,
        },
        sealed_file: drill.opened.as_ref().or(recorded).cloned(),
        shares: drill.shares.iter().map(|one| share(one, drill, today, stated)).collect(),
        not_exercised: drill.not_exercised(plan).into_iter().map(|one| card(one, today)).collect(),
        plan_hash: record.map(|record| record.plan_hash.clone()),
        plan_of: record.map_or("plan", Record::plan_of),
        plan_hash_today: today.and_then(|today| today.other_hash.clone()),
        record_sha256: ledger.map(|ledger| ledger.hash.clone()),
        head_before: ledger.map(|ledger| ledger.journal.head().code()),
        head: None,
        date: stamp.day.to_string(),
        date_source: stamp.source,
        time: time.as_ref().map(|time| time.text.clone()),
        time_source: time.as_ref().map(|time| time.source),
        place: stated.present.place.clone(),
        operator: stated.present.operator.clone(),
        attendees: stated.present.attendees.clone(),
        scenario: stated.scenario.clone(),
        remediation: stated.remediation.clone(),
        next: stated.next.map(|day| day.to_string()),
        practice: drill.is_practice,
    }
}

/// The public values that the key gave, and the sealed key, if its public half was expected.
fn proved_values(drill: &Drill) -> Vec<ProvedTold> {
    ProvedTold::all(&drill.proved, drill.key_file.as_ref())
}

fn told_value((kind, shown): &(&'static str, ShownValue)) -> ShownTold {
    ShownTold { kind, value: shown.value.clone(), path: shown.path.as_ref().map(ToString::to_string) }
}

fn share(one: &DrilledShare, drill: &Drill, today: Option<&Today>, stated: &Stated) -> ShareInDrill {
    // A share of another set is nobody's of this plan.
    let is_foreign = drill.compared.iter().any(|other| other.source == one.source && other.is_of_other_set());
    let fault =
        |failure: Failure| Fault { code: failure.code, word: failure.about().word, message: failure.message };
    ShareInDrill {
        source: one.source.name.clone(),
        line: one.source.place.number(),
        ok: one.header.is_ok(),
        card: one
            .header
            .as_ref()
            .ok()
            .map(|header| card(CardNumber::of(header), today.filter(|_| !is_foreign))),
        brought_by: one.header.as_ref().ok().and_then(|header| stated.brought_by(CardNumber::of(header))),
        exercised: one.is_exercised,
        standing: drill
            .compared
            .iter()
            .find(|other| other.source == one.source)
            .map(|other| other.standing.into()),
        fault: one.header.as_ref().err().map(|unreadable| fault((&one.source, unreadable).into())),
    }
}

fn card(card: CardNumber, today: Option<&Today>) -> HeldCard {
    let planned = today.and_then(|today| today.state.plan.card(card.group, card.member));
    HeldCard {
        group: ordinal(card.group),
        member: ordinal(card.member),
        custodian: planned.and_then(|planned| planned.holder()).map(str::to_owned),
        role: planned.filter(|planned| planned.custodian.is_none()).and_then(|planned| planned.role.clone()),
    }
}
