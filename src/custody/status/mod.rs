//! What is due, and what is wrong, on a day: from a record and its journal alone. No share is needed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::status::{
    state::{Card, Person, State},
    uncounted::Uncounted,
};
use crate::custody::{
    analysis::{self, Analysis, Sets, Situation},
    card_number::CardNumber,
    date::Date,
    journal::Journal,
    plan::{Deadlines, Plan},
    record::{
        Record, Untold,
        sealed::{RecordedSealed, SealedStanding},
    },
};

pub mod days;
pub mod exercise;
mod finding;
pub mod names;
mod old_cards;
pub mod receipts;
pub mod state;
pub mod uncounted;

pub use finding::{Finding, Kind};

/// How a set stands on a day.
#[derive(Clone, Debug)]
pub struct Status {
    /// What the journal says.
    pub state: State,
    /// What must be done how often.
    pub deadlines: Deadlines,
    /// Who counts as out of reach, and which cards are gone.
    pub situation: Situation,
    /// Whose further absence freezes the key; the one empty set if it is frozen. None where that cannot be told.
    pub freezing: Option<Sets>,
    /// What is due or wrong, the worst first.
    pub findings: Vec<Finding>,
    /// Whether all of the journal is here, as far as can be told: what is not may say who is absent and what is lost.
    pub is_whole: bool,
}

/// Days in which a set is to be completed: every card read back from its paper, and handed over.
pub const COMPLETE_WITHIN_DAYS: i64 = 30;

impl Status {
    /// The status on this day. Whatever cannot be told is a finding, and hides no other.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        let state = State::of(record, journal, today);
        let deadlines = state.plan.rules.deadlines();
        let mut findings = of_journal(record, journal, &state, today);
        let is_whole =
            !findings.iter().any(|finding| matches!(finding, Finding::Journal(_) | Finding::BegunAnew));
        let silent = if state.is_in_use { silent(&state, deadlines.heard, today) } else { BTreeMap::new() };
        let situation = state.situation(&silent.keys().cloned().collect());
        let freezing = match Analysis::today(&state.plan, &situation) {
            Ok(freezing) => Some(freezing),
            Err(error) => {
                findings.push(Finding::CannotTell(error));
                None
            }
        };
        findings
            .extend(old_cards::of(record, &state).unwrap_or_else(|error| vec![Finding::CannotTell(error)]));
        findings.extend(names::of(record, journal));
        findings.extend(changed(record));
        let can_be_drilled = record.can_be_drilled();
        findings.extend(of_cards(&state, deadlines.checked, can_be_drilled, today));
        let superseded = state.superseded_by.and_then(|by| old_cards::superseded(record, &state, by));
        findings.extend(superseded);
        // Whoever was to be heard for a set that was superseded is to be heard for the new one.
        if state.is_in_use {
            findings.extend(due(
                &state,
                silent,
                (deadlines.drilled, can_be_drilled),
                (&situation, freezing.as_ref()),
                today,
            ));
        }
        findings.sort_by_key(Finding::rank);
        findings.dedup();
        Self { state, deadlines, situation, freezing, findings, is_whole }
    }

    /// Takes note of what became of the sealed file.
    pub fn see_sealed(&mut self, sealed: &RecordedSealed, standing: &SealedStanding) {
        if *standing != SealedStanding::AsItWas {
            self.add(Finding::Sealed { name: sealed.name.clone(), standing: standing.clone() });
        }
    }

    /// Takes note of a head that somebody holds, and that the journal never had.
    pub fn see_other_head(&mut self) {
        self.is_whole = false;
        self.add(Finding::OtherHead);
    }

    fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
        self.findings.sort_by_key(Finding::rank);
    }

    /// How many further absences freeze the key, whoever they are; none where none can, or nothing can be told.
    #[must_use]
    pub fn margin(&self) -> Option<usize> {
        self.told_freezing()?.smallest
    }

    /// Whose further absence freezes the key, if that can be told. Of a journal that is not whole only bad news is believed:
    /// what is missing may freeze the key, and cannot be counted on to thaw it.
    #[must_use]
    pub fn told_freezing(&self) -> Option<&Sets> {
        self.freezing.as_ref().filter(|freezing| self.is_whole || freezing.smallest == Some(0))
    }
}

/// What is wrong with the journal, or with a day in it or in the record.
fn of_journal(record: &Record, journal: &Journal, state: &State, today: Date) -> Vec<Finding> {
    let mut findings: Vec<Finding> = journal.fault().cloned().map(Finding::Journal).into_iter().collect();
    let begins = journal.entries().first().is_some_and(|first| first.event.begins());
    if record.journal && !begins && findings.is_empty() {
        findings.push(Finding::BegunAnew);
    }
    if let Some(dealt) = record.date.filter(|dealt| today < dealt.day) {
        findings.push(Finding::Today { today, been: dealt.day, lines: Vec::new() });
    }
    // With a clock that is wrong, all lines have a day that is ahead: they are one finding, which names them.
    let ahead = state.uncounted.iter().filter(|(_, why)| **why == Uncounted::Ahead);
    let day = |number: usize| Some(journal.entries().get(number.checked_sub(1)?)?.stamp.day);
    // That of the deal has been told as such.
    let is_deal = |number: usize| number == 1 && day(number) == record.date.map(|dealt| dealt.day);
    let lines: Vec<usize> = ahead.map(|(&number, _)| number).filter(|number| !is_deal(*number)).collect();
    if let Some(been) = lines.iter().filter_map(|number| day(*number)).max() {
        findings.push(Finding::Today { today, been, lines });
    }
    let others = state.uncounted.iter().filter(|(_, why)| **why != Uncounted::Ahead);
    findings.extend(others.map(|(&number, why)| Finding::Line { number, why: why.clone() }));
    findings
}

/// Cards whose key was taken out of the record: whoever did that would like a forged one to pass for them.
fn changed(record: &Record) -> impl Iterator<Item = Finding> {
    let without = record.shares.iter().filter(|share| share.key.is_none());
    let changed = without.filter(|share| matches!(record.why_untold(share), Untold::Changed(_)));
    changed.map(|share| {
        let (group, member) = (share.group.saturating_sub(1), share.member.saturating_sub(1));
        Finding::RecordChanged { card: CardNumber { group, member } }
    })
}

/// What a set that is in use asks for.
fn due(
    state: &State,
    silent: BTreeMap<String, (i64, u32)>,
    (drilled_within, can_be_drilled): (Option<u32>, bool),
    (situation, freezing): (&Situation, Option<&Sets>),
    today: Date,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    match freezing.and_then(|freezing| freezing.smallest.map(|smallest| (smallest, freezing))) {
        Some((0, _)) => findings.push(Finding::Frozen),
        Some((1, freezing)) if *situation != Situation::default() => {
            let by = freezing.listed.iter().filter(|set| set.len() == 1).cloned().collect();
            findings.push(Finding::Margin { more: 1, by });
        }
        _ => {}
    }
    findings.extend(silent.into_iter().map(|(who, (days, allowed))| {
        let deputies = deputies(&state.plan, &who, situation);
        Finding::Silent { who, days, allowed, deputies }
    }));
    findings.extend(state.drill_failed.map(|on| Finding::DrillFailed { on }));
    if let Some(allowed) = drilled_within {
        let days = state.drilled.or(state.dealt).map(|last| today.days_since(last));
        if is_late(days, allowed) {
            findings.push(Finding::NotDrilled { days, allowed, can_be_drilled });
        }
    }
    let days = today.days_since(state.begun);
    if days > COMPLETE_WITHIN_DAYS && !state.is_complete() {
        let takes_a_drill = state.cards.values().any(|card| card.takes_a_drill && !card.is_proved());
        let is_dealt = state.dealt.is_some();
        findings.push(Finding::NotComplete { days, is_dealt, takes_a_drill, can_be_drilled });
    }
    match Analysis::of(&state.plan) {
        Ok(whole) => {
            let broken = analysis::broken_rules(&state.plan, &whole.people, &whole.places);
            findings.extend(broken.into_iter().map(Finding::Rule));
            match analysis::unjudged_rules(&state.plan, &whole) {
                Ok(unjudged) => findings.extend(unjudged.into_iter().map(Finding::RuleUnjudged)),
                Err(error) => findings.push(Finding::CannotTell(error)),
            }
        }
        Err(error) => findings.push(Finding::CannotTell(error)),
    }
    findings
}

/// Whether something was not done for longer than is allowed; what nobody knows to have been done at all is late.
fn is_late(days: Option<i64>, allowed: u32) -> bool {
    days.is_none_or(|days| days > i64::from(allowed))
}

/// Who was not heard for longer than is allowed, for how long, and what is allowed.
fn silent(state: &State, allowed: Option<u32>, today: Date) -> BTreeMap<String, (i64, u32)> {
    let Some(allowed) = allowed else { return BTreeMap::new() };
    let days = |person: &Person| today.days_since(person.since.max(person.heard.unwrap_or(person.since)));
    // Nothing depends on whoever handed on all that they had; and whoever is known to be away is not waited for.
    let parties = state.plan.parties();
    let waited_for = state
        .people
        .iter()
        .filter(|(name, person)| parties.contains(*name) && !person.is_excused && !person.is_released);
    let late = waited_for.filter(|(_, person)| days(person) > i64::from(allowed));
    late.map(|(name, person)| (name.clone(), (days(person), allowed))).collect()
}

/// Who else can reach the cards of somebody, or what recovery needs besides, and is not away himself.
#[must_use]
pub fn deputies(plan: &Plan, who: &str, situation: &Situation) -> Vec<String> {
    let of_cards = plan.cards().map(|(_, _, card)| &card.access);
    let of_things = plan.required.iter().map(|thing| &thing.access);
    let own = of_cards.chain(of_things).filter(|access| access.iter().any(|one| one == who));
    let others = own.flatten().filter(|one| *one != who && !situation.absent.contains(*one));
    others.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn of_cards(state: &State, checked_within: Option<u32>, can_be_drilled: bool, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (&card, known) in &state.cards {
        let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
        let Card { stolen, lost, failed, checked, takes_a_drill, is_never_seen, .. } = known;
        if let Some(since) = *stolen {
            findings.push(Finding::Stolen { card, custodian: custodian.clone(), since });
        }
        if !state.is_in_use {
            continue;
        }
        if let Some(since) = *lost {
            findings.push(Finding::Lost { card, custodian, since });
            continue;
        }
        if let Some(on) = *failed {
            findings.push(Finding::Failed { card, custodian: custodian.clone(), on });
        }
        if *is_never_seen {
            findings.push(Finding::NeverSeen { card, custodian });
        } else if let Some(allowed) = checked_within {
            let days = checked.or(state.dealt).map(|last| today.days_since(last));
            if is_late(days, allowed) {
                let takes_a_drill = *takes_a_drill;
                findings.push(Finding::Unchecked {
                    card,
                    custodian,
                    days,
                    allowed,
                    takes_a_drill,
                    can_be_drilled,
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests;
