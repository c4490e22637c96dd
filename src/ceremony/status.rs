//! What is due, and what is wrong, on a day: from a record and its journal alone. No share is needed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{Card, Person, State};
use crate::{
    date::Date,
    ordered,
    plan::{
        Plan,
        analysis::{self, Analysis, AnalysisError, BrokenRule, Sets, Situation},
    },
    record::{
        Record,
        journal::{CardNumber, Journal},
        sealed::{RecordedSealed, SealedStanding},
    },
};

/// How a set stands on a day.
#[derive(Clone, Debug)]
pub struct Status {
    /// What the journal says.
    pub state: State,
    /// Who counts as out of reach, and which cards are gone.
    pub situation: Situation,
    /// Whose further absence freezes the key; the one empty set if it is frozen.
    pub freezing: Sets,
    /// What is due or wrong, the worst first.
    pub findings: Vec<Finding>,
}

/// Something that is due, or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nobody can recover the key today.
    Frozen,
    /// A card is in wrong hands.
    Stolen {
        /// Which.
        card: CardNumber,
        /// Whose it was.
        custodian: Option<String>,
        /// Since when.
        since: Date,
    },
    /// People who should not have it can take the key with cards of a set that came before, or of this one.
    Former {
        /// The set of their cards.
        set: u16,
        /// The smallest number of them.
        people: usize,
        /// One such set of people.
        example: Vec<String>,
    },
    /// So few further absences freeze the key.
    Margin {
        /// How many.
        more: usize,
        /// Some who would.
        by: Vec<Vec<String>>,
    },
    /// Somebody was not heard for longer than the plan allows.
    Silent {
        /// Who.
        who: String,
        /// For how many days.
        days: i64,
        /// How many the plan allows.
        allowed: u32,
        /// Who reaches his cards instead.
        deputies: Vec<String>,
    },
    /// A card is lost, and was not made again.
    Lost {
        /// Which.
        card: CardNumber,
        /// Whose it was.
        custodian: Option<String>,
        /// Since when.
        since: Date,
    },
    /// A card was found not to be the one that was dealt.
    Failed {
        /// Which.
        card: CardNumber,
        /// Whose it is.
        custodian: Option<String>,
        /// When.
        on: Date,
    },
    /// The sealed file, without which the shares open nothing, is not there or not as it was.
    Sealed {
        /// Its name.
        name: String,
        /// What became of it.
        standing: SealedStanding,
    },
    /// A card was not checked for longer than the plan allows.
    Unchecked {
        /// Which.
        card: CardNumber,
        /// Whose it is.
        custodian: Option<String>,
        /// For how many days.
        days: i64,
        /// How many the plan allows.
        allowed: u32,
    },
    /// Recovery was not drilled for longer than the plan allows.
    NotDrilled {
        /// For how many days.
        days: i64,
        /// How many the plan allows.
        allowed: u32,
    },
    /// The plan, as it is now, breaks a rule of its own.
    Rule(BrokenRule),
}

impl Status {
    /// The status on this day.
    ///
    /// # Errors
    ///
    /// When the people of the plan are too entangled to be told apart.
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Result<Self, AnalysisError> {
        let state = State::of(record, journal, today);
        let dealt = record.date.day.min(today);
        let silent = silent(&state, dealt, today);
        let situation = state.situation(&silent.keys().cloned().collect());
        let freezing = Analysis::today(&state.plan, &situation)?;
        let mut findings = Vec::new();
        let is_disturbed = situation != Situation::default();
        match freezing.smallest {
            Some(0) => findings.push(Finding::Frozen),
            Some(1) if is_disturbed => {
                let by = freezing.listed.iter().filter(|set| set.len() == 1).cloned().collect();
                findings.push(Finding::Margin { more: 1, by });
            }
            _ => {}
        }
        findings.extend(former(record, &state)?);
        findings.extend(silent.into_iter().map(|(who, (days, allowed))| {
            let deputies = deputies(&state.plan, &who, &situation);
            Finding::Silent { who, days, allowed, deputies }
        }));
        findings.extend(of_cards(&state, dealt, today));
        if let Some(allowed) = state.plan.rules.drilled_within_days {
            let days = today.days_since(state.drilled.unwrap_or(dealt));
            if days > i64::from(allowed) {
                findings.push(Finding::NotDrilled { days, allowed });
            }
        }
        let whole = Analysis::of(&state.plan)?;
        let broken = analysis::broken_rules(&state.plan, &whole.people, &whole.places);
        findings.extend(broken.into_iter().map(Finding::Rule));
        findings.sort_by_key(Finding::rank);
        Ok(Self { state, situation, freezing, findings })
    }

    /// Takes note of what became of the sealed file.
    pub fn see_sealed(&mut self, sealed: &RecordedSealed, standing: SealedStanding) {
        if standing != SealedStanding::AsItWas {
            self.findings.push(Finding::Sealed { name: sealed.name.clone(), standing });
            self.findings.sort_by_key(Finding::rank);
        }
    }

    /// How many further absences freeze the key, whoever they are; none where none can.
    #[must_use]
    pub const fn margin(&self) -> Option<usize> {
        self.freezing.smallest
    }
}

impl Finding {
    const fn rank(&self) -> u8 {
        match self {
            Self::Frozen => 0,
            Self::Stolen { .. } => 1,
            Self::Sealed { .. } => 1,
            Self::Former { .. } => 2,
            Self::Margin { .. } => 3,
            Self::Silent { .. } => 4,
            Self::Lost { .. } => 5,
            Self::Failed { .. } => 6,
            Self::Unchecked { .. } => 7,
            Self::NotDrilled { .. } => 8,
            Self::Rule(_) => 9,
        }
    }

    /// The short name, for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Stolen { .. } => "stolen",
            Self::Former { .. } => "former-holders",
            Self::Margin { .. } => "margin",
            Self::Silent { .. } => "silent",
            Self::Lost { .. } => "lost",
            Self::Failed { .. } => "failed-check",
            Self::Sealed { standing: SealedStanding::Missing, .. } => "sealed-missing",
            Self::Sealed { .. } => "sealed-altered",
            Self::Unchecked { .. } => "unchecked",
            Self::NotDrilled { .. } => "not-drilled",
            Self::Rule(_) => "rule-broken",
        }
    }
}

/// Who was not heard for longer than the plan allows, for how long, and what it allows.
fn silent(state: &State, dealt: Date, today: Date) -> BTreeMap<String, (i64, u32)> {
    let Some(allowed) = state.plan.rules.heard_within_days else { return BTreeMap::new() };
    let days = |person: &Person| today.days_since(person.heard.unwrap_or(dealt));
    // Whoever is known to be away is not waited for.
    let waited_for = state.people.iter().filter(|(_, person)| person.absent.is_none() && !person.has_left);
    let late = waited_for.filter(|(_, person)| days(person) > i64::from(allowed));
    ordered::map(late.map(|(name, person)| (name.clone(), (days(person), allowed))))
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

fn of_cards(state: &State, dealt: Date, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (&card, known) in &state.cards {
        let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
        let Card { stolen, lost, failed, checked, .. } = known;
        if let Some(since) = *stolen {
            findings.push(Finding::Stolen { card, custodian: custodian.clone(), since });
        }
        if let Some(since) = *lost {
            findings.push(Finding::Lost { card, custodian, since });
            continue;
        }
        if let Some(on) = *failed {
            findings.push(Finding::Failed { card, custodian: custodian.clone(), on });
        }
        if let Some(allowed) = state.plan.rules.checked_within_days {
            let days = today.days_since(checked.unwrap_or(dealt));
            if days > i64::from(allowed) {
                findings.push(Finding::Unchecked { card, custodian, days, allowed });
            }
        }
    }
    findings
}

/// Old cards open the key for ever: former holders, and those of former sets, unless their cards are known to be
/// destroyed.
fn former(record: &Record, state: &State) -> Result<Vec<Finding>, AnalysisError> {
    let mut findings = Vec::new();
    for old in &record.supersedes {
        let Some(plan) = &old.plan else { continue };
        let is_left =
            |group, member| !state.destroyed.contains(&(old.identifier, CardNumber { group, member }));
        let cards = plan.cards().map(|(group, member, _)| (group, member));
        let left = ordered::set(cards.filter(|&(group, member)| is_left(group, member)));
        let sets = analysis::taking_sets_of(plan, &left, true)?;
        if let Some(example) = sets.listed.first() {
            let people = example.len();
            findings.push(Finding::Former { set: old.identifier, people, example: example.clone() });
        }
    }
    let held = record
        .plan
        .cards()
        .filter(|(_, _, card)| card.holder().is_some_and(|name| state.former.contains(name)));
    let with_former = ordered::set(held.map(|(group, member, _)| (group, member)));
    let sets = analysis::taking_sets_of(&record.plan, &with_former, true)?;
    let only_former = |set: &&Vec<String>| set.iter().all(|one| state.former.contains(one));
    if let Some(example) = sets.listed.iter().find(only_former) {
        let (set, people) = (record.set.identifier, example.len());
        findings.push(Finding::Former { set, people, example: example.clone() });
    }
    Ok(findings)
}

#[cfg(test)]
mod tests;
