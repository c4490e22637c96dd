//! What is to be done again and again, by which day: what is late is a finding, and what falls due soon is told before.

use std::collections::BTreeSet;

use super::{
    finding::Finding,
    state::{Closing, KnownCard, State},
};
use crate::custody::{analysis::deputies, card_number::CardNumber, date::Date, plan::Deadlines};

/// Days before something is due that it is told.
pub const TOLD_BEFORE_DAYS: i64 = 14;

/// Days in which a set is to be completed: every card read back from its paper, and handed over.
pub const COMPLETE_WITHIN_DAYS: u32 = 30;

/// Days in which the card of somebody who came back from an absence is to be seen.
pub const SEEN_WITHIN_DAYS: u32 = 14;

/// Something that is to be done, and was not yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coming {
    /// The last day on which it is in time.
    pub on: Date,
    /// What.
    pub duty: Duty,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// To hear somebody.
    Hear(String),
    /// To hear that somebody is back who was expected to be.
    Return(String),
    /// To note that a place can be entered again that was expected to be.
    Reopen(String),
    /// To see the cards of somebody who came back.
    SeeCards(String),
    /// To check a card, or to drill with it where nothing else can tell.
    Check(CardNumber),
    /// To drill recovery.
    Drill,
    /// To prove the key by its public values.
    Prove,
    /// To get a receipt of a share that was sealed to its holder.
    Open(CardNumber),
    /// To read every card back from its paper, and hand it over.
    Complete,
}

/// What is late, and what is due soon.
#[derive(Clone, Debug, Default)]
pub(super) struct Due {
    pub(super) late: Vec<Finding>,
    pub(super) soon: Vec<Coming>,
    /// Who was not heard for longer than is allowed.
    pub(super) silent: BTreeSet<String>,
}

impl Due {
    /// What a set asks for that is in use.
    pub(super) fn of(state: &State, deadlines: Deadlines, can_be_drilled: bool, today: Date) -> Self {
        let mut due = Self::default();
        due.of_people(state, deadlines.heard, today);
        due.of_places(state, today);
        due.of_cards(state, deadlines.checked, can_be_drilled, today);
        due.of_drills(state, deadlines.drilled, can_be_drilled, today);
        due.of_proofs(state, deadlines.proved, today);
        due.of_sealed(state, today);
        due.of_completion(state, can_be_drilled, today);
        due.soon.sort_unstable();
        due
    }

    /// Told where it is late, or soon will be.
    fn take(&mut self, on: Date, today: Date, duty: Duty, late: impl FnOnce() -> Finding) {
        let left = on.days_since(today);
        if left < 0 {
            self.late.push(late());
        } else if left <= TOLD_BEFORE_DAYS {
            self.soon.push(Coming { on, duty });
        }
    }

    fn of_people(&mut self, state: &State, heard_within: Option<u32>, today: Date) {
        let parties = state.plan.parties();
        let situation = state.situation(&BTreeSet::new());
        // Nothing depends on whoever handed on all that they had; and whoever is known to have left is not waited for.
        let waited_for =
            state.people.iter().filter(|(name, person)| parties.contains(*name) && !person.is_released);
        for (name, person) in waited_for {
            let (who, deputies) = (name.clone(), deputies(&state.plan, name, &situation));
            if let Some((since, until)) = person.absent.zip(person.until) {
                let late = || Finding::StillAbsent { who: who.clone(), since, until, deputies };
                self.take(until, today, Duty::Return(who.clone()), late);
                continue;
            }
            if let Some(allowed) = heard_within {
                let days = today.days_since(person.silent_since());
                if days > i64::from(allowed) {
                    self.silent.insert(who.clone());
                }
                let late = || Finding::Silent { who: who.clone(), days, allowed, deputies };
                self.take(person.silent_since().plus_days(allowed), today, Duty::Hear(who.clone()), late);
            }
            if let Some(back) = person.back {
                let not_seen = |(number, card): (&CardNumber, &KnownCard)| {
                    let is_theirs = state.plan.holder(number.group, number.member) == Some(name);
                    (is_theirs && !card.is_gone() && card.checked.is_none_or(|day| day < back))
                        .then_some(*number)
                };
                let cards: Vec<CardNumber> = state.cards.iter().filter_map(not_seen).collect();
                if !cards.is_empty() {
                    let late = || Finding::NotSeenSinceBack { who: who.clone(), back, cards };
                    self.take(back.plus_days(SEEN_WITHIN_DAYS), today, Duty::SeeCards(who.clone()), late);
                }
            }
        }
    }

    fn of_places(&mut self, state: &State, today: Date) {
        for (place, &Closing { since, until, .. }) in &state.closed {
            let late = || Finding::StillClosed { place: place.clone(), since, until };
            self.take(until, today, Duty::Reopen(place.clone()), late);
        }
    }

    fn of_cards(&mut self, state: &State, checked_within: Option<u32>, can_be_drilled: bool, today: Date) {
        let Some(allowed) = checked_within else { return };
        for (&card, known) in &state.cards {
            if known.is_gone() {
                continue;
            }
            let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
            let last = known.seen_last(state.dealt);
            let takes_a_drill = known.takes_a_drill;
            let late =
                |days| Finding::Unchecked { card, custodian, days, allowed, takes_a_drill, can_be_drilled };
            match last {
                Some(last) => {
                    let days = Some(today.days_since(last));
                    self.take(last.plus_days(allowed), today, Duty::Check(card), || late(days));
                }
                None => self.late.push(late(None)),
            }
        }
    }

    fn of_drills(&mut self, state: &State, drilled_within: Option<u32>, can_be_drilled: bool, today: Date) {
        let Some(allowed) = drilled_within else { return };
        let late = |days| Finding::NotDrilled { days, allowed, can_be_drilled };
        match state.drilled.or(state.dealt) {
            Some(last) => {
                let days = Some(today.days_since(last));
                self.take(last.plus_days(allowed), today, Duty::Drill, || late(days));
            }
            // What nobody knows to have been done at all is late.
            None => self.late.push(late(None)),
        }
    }

    /// Each value that proves the key and that the record holds, on its own; where it holds none, any.
    fn of_proofs(&mut self, state: &State, proved_within: Option<u32>, today: Date) {
        let Some(allowed) = proved_within else { return };
        let of_record = state.proved.iter().filter(|(value, _)| value.proves()).map(|(_, last)| *last);
        let last = of_record.min().unwrap_or_else(|| state.last_proved.or(state.dealt));
        let late = |days| Finding::NotProved { days, allowed };
        match last {
            Some(last) => {
                let days = Some(today.days_since(last));
                self.take(last.plus_days(allowed), today, Duty::Prove, || late(days));
            }
            None => self.late.push(late(None)),
        }
    }

    /// Of each share that was sealed to its holder a receipt is to come soon: nothing else tells that they can open it.
    fn of_sealed(&mut self, state: &State, today: Date) {
        let waiting = |(_, card): &(&CardNumber, &KnownCard)| {
            card.needs_a_receipt() && card.opened.is_none() && !card.is_gone()
        };
        for (&card, known) in state.cards.iter().filter(waiting) {
            let since = known.renewed.max(known.given).unwrap_or(state.begun);
            let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
            let days = today.days_since(since);
            let late = || Finding::NotOpened { card, custodian, days };
            self.take(since.plus_days(COMPLETE_WITHIN_DAYS), today, Duty::Open(card), late);
        }
    }

    /// Each card is to be read back and handed over soon after it was made, or given to another by the plan.
    fn of_completion(&mut self, state: &State, can_be_drilled: bool, today: Date) {
        let is_missed = |card: &KnownCard| card.is_gone() && !card.is_never_seen;
        let is_done = |card: &KnownCard| card.needs_a_receipt() || card.is_proved() && card.is_held();
        let open = |card: &&KnownCard| !(is_missed(card) || is_done(card));
        let open: Vec<&KnownCard> = state.cards.values().filter(open).collect();
        let Some(first) = open.iter().map(|card| card.renewed.unwrap_or(state.begun)).min() else { return };
        let takes_a_drill = open.iter().any(|card| card.takes_a_drill && !card.is_proved());
        let (days, is_dealt) = (today.days_since(first), state.dealt.is_some());
        let is_renewed = first > state.begun;
        let late = || Finding::NotComplete { days, is_dealt, is_renewed, takes_a_drill, can_be_drilled };
        self.take(first.plus_days(COMPLETE_WITHIN_DAYS), today, Duty::Complete, late);
    }
}
