//! What is due, and what is wrong, on a day: from a record and its journal alone. No share is needed for it.

use std::collections::BTreeSet;

use self::{
    advice::Advice,
    due::{Coming, Due},
    severity::Severity,
    state::State,
    uncounted::Uncounted,
};
use crate::custody::{
    analysis::{
        self, Analysis, AnalysisError, BrokenRule, Sets, SinglePoint, Situation, Tick, Unjudged, Who,
    },
    card_number::CardNumber,
    date::Date,
    journal::{Copied, Journal},
    plan::Deadlines,
    record::{
        Record, Untold,
        sealed::{RecordedSealed, SealedStanding},
    },
};

pub mod advice;
pub mod days;
pub mod due;
pub mod exercise;
mod finding;
pub mod names;
mod old_cards;
pub mod receipts;
pub mod severity;
pub mod state;
mod superseded;
pub mod uncounted;
pub mod withdrawn;

pub use finding::{Finding, FindingKind};

/// How a set stands on a day.
#[derive(Clone, Debug)]
pub struct Status {
    /// What the journal says.
    pub state: State,
    /// What must be done how often.
    pub deadlines: Deadlines,
    /// Who is out of reach, and which cards are gone, by what was noted.
    pub situation: Situation,
    /// Who was not heard for longer than is allowed. Silence is not absence: nothing above counts on it.
    pub silent: BTreeSet<String>,
    /// Whose further absence freezes the key; the one empty set if it is frozen. None where that cannot be told.
    pub freezing: Option<Sets>,
    /// What is due or wrong, the worst first.
    pub findings: Vec<Finding>,
    /// What falls due soon.
    pub soon: Vec<Coming>,
    /// What to do today, where something is known to be away.
    pub advice: Option<Advice>,
    /// Whether all of the journal is here, as far as can be told: what is not may say who is absent and what is lost.
    pub is_whole: bool,
}

impl Status {
    /// The status on this day. Whatever cannot be told is a finding, and hides no other.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        Self::watched(record, journal, today, &mut |_, _, _| {})
    }

    /// The same, which tells how far it has come.
    #[must_use]
    pub fn watched(record: &Record, journal: &Journal, today: Date, tick: Tick<'_>) -> Self {
        let state = State::of(record, journal, today);
        let deadlines = state.plan.rules.deadlines();
        let mut findings = of_journal(record, journal, &state, today);
        let is_whole =
            !findings.iter().any(|finding| matches!(finding, Finding::Journal(_) | Finding::BegunAnew));
        let situation = state.situation(&BTreeSet::new());
        let freezing = state
            .is_in_use
            .then(|| Analysis::today(&state.plan, &situation, tick))
            .transpose()
            .unwrap_or_else(|error| {
                findings.push(Finding::CannotTell(error));
                None
            });
        findings.extend(changed(record));
        let superseded = state.superseded_by.and_then(|by| old_cards::superseded(record, &state, by));
        findings.extend(superseded);
        let open = old_cards::of(record, &state).unwrap_or_else(|error| vec![Finding::CannotTell(error)]);
        let due = if state.is_in_use {
            findings.extend(open);
            findings.extend(names::of(record, journal));
            findings.extend(of_cards(&state));
            findings.extend(of_people(&state, &situation, freezing.as_ref()));
            findings.extend(of_plan(&state, tick));
            findings.extend(of_dealing(record, &state));
            Due::of(&state, deadlines, record.can_be_drilled(), today)
        } else {
            // All that was to be done with it is to be done with the new set; its cards are to be destroyed.
            findings.extend(superseded::not_taken_over(record, journal, &state, open));
            Due::default()
        };
        let is_frozen = freezing.as_ref().is_some_and(|freezing| freezing.smallest == Some(0));
        let is_frozen_if_silent = || analysis::is_frozen(&state.plan, &state.situation(&due.silent));
        if !is_frozen && !due.silent.is_empty() && is_frozen_if_silent() {
            findings.push(Finding::FrozenIfSilent);
        }
        findings.extend(due.late);
        findings.sort_by_key(Finding::rank);
        findings.dedup();
        let advice = Advice::of(&state, deadlines).filter(|_| is_whole);
        let (silent, soon) = (due.silent, due.soon);
        Self { state, deadlines, situation, silent, freezing, findings, soon, advice, is_whole }
    }

    /// Takes note of what became of the sealed file.
    pub fn see_sealed(&mut self, sealed: &RecordedSealed, standing: &SealedStanding) {
        // The new set opens the same file, and its record tells of it.
        if self.state.is_in_use && *standing != SealedStanding::AsItWas {
            self.add(Finding::Sealed { name: sealed.name.clone(), standing: standing.clone() });
        }
    }

    /// Takes note of a head that somebody holds, and that the journal never had; perhaps that of a copy of which it knows.
    pub fn see_other_head(&mut self, copied: Option<Copied>) {
        self.is_whole = false;
        self.add(Finding::OtherHead { copied });
    }

    /// Takes note that what somebody holds as a head could not be read, so that nothing was compared.
    pub fn see_no_head(&mut self, why: String) {
        self.add(Finding::HeadUnreadable { why });
    }

    /// How bad the worst of the findings is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        Severity::worst(self.findings.iter().map(Finding::severity))
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
    /// what is missing may freeze the key, and cannot be counted on to thaw it. Of a set of which another was made nothing is
    /// told: its cards are to be destroyed, and the key is with the other set.
    #[must_use]
    pub fn told_freezing(&self) -> Option<&Sets> {
        let is_told = |freezing: &&Sets| self.is_whole || freezing.smallest == Some(0);
        self.freezing.as_ref().filter(|_| self.state.is_in_use).filter(is_told)
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
    // How a drill or a check ended of a set that is no longer in use, nobody needs to note again.
    let is_told = |why: &Uncounted| {
        *why != Uncounted::Ahead && (state.is_in_use || !why.can_be_noted_again() || why.is_misdated())
    };
    let others = state.uncounted.iter().filter(|(_, why)| is_told(why));
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

/// What is known of people, and what that means for the key.
fn of_people(state: &State, situation: &Situation, freezing: Option<&Sets>) -> Vec<Finding> {
    let mut findings = Vec::new();
    match freezing.and_then(|freezing| freezing.smallest.map(|smallest| (smallest, freezing))) {
        Some((0, _)) => findings.push(Finding::Frozen),
        Some((1, freezing)) if *situation != Situation::default() => {
            let by = freezing.listed.iter().filter(|set| set.len() == 1).cloned().collect();
            findings.push(Finding::Margin { more: 1, by });
        }
        _ => {}
    }
    findings.extend(state.drill_failed.map(|on| Finding::DrillFailed { on }));
    for (&card, known) in state.cards.iter().filter(|(_, card)| !card.is_gone()) {
        let holder = state.plan.holder(card.group, card.member).map(str::to_owned);
        let has_left = holder.and_then(|who| Some((state.people.get(&who)?.left?, who)));
        // One that was made again since is in nobody's hands yet.
        if let Some((since, who)) = has_left.filter(|_| known.renewed.is_none() || known.is_handed_over) {
            findings.push(Finding::WithLeaver { card, who, since });
        }
    }
    findings
}

/// What the plan of today breaks, of its own rules and of what was accepted; old recipients count beside those of today.
fn of_plan(state: &State, tick: Tick<'_>) -> Vec<Finding> {
    let mut told = || -> Result<Vec<Finding>, AnalysisError> {
        let mut whole = Analysis::watched(&state.plan, tick)?;
        let mut points = whole.single_points();
        let accepted = if state.accepted_plan == state.plan {
            points.clone()
        } else {
            Analysis::watched(&state.accepted_plan, tick)?.single_points()
        };
        let old = old_cards::count_recipients(state, &mut whole, &mut points);
        let broken = analysis::broken_rules(&state.plan, &whole.people, &whole.places);
        let unjudged = analysis::unjudged_rules(&state.plan, &whole)?;
        let new = new_points(&points, &accepted).into_iter().map(Finding::SinglePoint);
        let rules = broken.into_iter().map(Finding::Rule);
        Ok(rules.chain(unjudged.into_iter().map(Finding::RuleUnjudged)).chain(new).chain(old).collect())
    };
    told().unwrap_or_else(|error| vec![Finding::CannotTell(error)])
}

/// What the dealing breaks of the rules of today's plan. A record that was made anew does not say how the set was dealt.
fn of_dealing(record: &Record, state: &State) -> Vec<Finding> {
    let (agreed, of) = state.agreed();
    let (rules, rolled) = (&state.plan.rules, record.rolled.as_ref());
    let is_agreed = agreed == of && rolled.is_some_and(|rolled| rolled.opened);
    let missing = [
        (rules.dice && rolled.is_none(), BrokenRule::Dice, Unjudged::Dice),
        (rules.agree && !is_agreed, BrokenRule::Agree { agreed, of }, Unjudged::Agree),
    ];
    let found = missing.into_iter().filter(|(is_missing, ..)| *is_missing);
    let judged = |(_, broken, unjudged)| match record.date {
        Some(_) => Finding::Rule(broken),
        None => Finding::RuleUnjudged(unjudged),
    };
    found.map(judged).collect()
}

/// Those who alone can do what fewer could by the plan that was accepted. Where one of them handed a card to a successor, the
/// successor is no new one.
fn new_points(now: &[SinglePoint], accepted: &[SinglePoint]) -> Vec<SinglePoint> {
    let is_person = |point: &&SinglePoint| matches!(point.who, Who::Person(_));
    let does: [fn(&&SinglePoint) -> bool; 2] = [|point| point.freezes, |point| point.takes];
    let mut new = Vec::new();
    for (people, does) in [true, false].into_iter().flat_map(|people| does.map(|does| (people, does))) {
        let meant = |point: &&SinglePoint| is_person(point) == people && does(point);
        let before: Vec<&SinglePoint> = accepted.iter().filter(meant).collect();
        let today: Vec<&SinglePoint> = now.iter().filter(meant).collect();
        if today.len() > before.len() {
            let is_new = |point: &&&SinglePoint| !before.iter().any(|old| old.who == point.who);
            new.extend(today.iter().filter(is_new).map(|point| (*point).clone()));
        }
    }
    new.sort_unstable();
    new.dedup();
    new
}

/// What is wrong with a card, whatever is due.
fn of_cards(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (&card, known) in &state.cards {
        let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
        if let Some(since) = known.stolen {
            findings.push(Finding::Stolen { card, custodian: custodian.clone(), since, former: None });
        }
        if let Some(since) = known.lost {
            let is_destroyed = known.destroyed.is_some();
            findings.push(Finding::Lost { card, custodian, since, is_destroyed });
            continue;
        }
        if let Some(on) = known.failed {
            findings.push(Finding::Failed { card, custodian: custodian.clone(), on });
        }
        if known.is_never_seen {
            findings.push(Finding::NeverSeen { card, custodian });
        }
    }
    findings
}

#[cfg(test)]
mod tests;
