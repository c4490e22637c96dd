//! Who may give a card another recipient. Whoever can do it alone collects a quorum by telephone: each share is made again, for
//! them. So a line of the journal that does it counts only with two people who signed it off, whoever wrote the line.

use std::collections::BTreeSet;

use super::State;
use crate::custody::{
    card_number::CardNumber,
    journal::Entry,
    plan::{Plan, PlannedCard},
    status::uncounted::Uncounted,
};

/// People who must have signed off.
pub const SIGNATURES: usize = 2;

impl State {
    /// Refuses a plan that gives a card another recipient, or takes one away, unless enough people signed it off.
    pub(super) fn refuse_unsigned(&self, plan: &Plan, entry: &Entry) -> Result<(), Uncounted> {
        let changed: Vec<CardNumber> = self
            .plan
            .cards()
            .filter(|(group, member, card)| {
                plan.card(*group, *member).is_some_and(|other| other.recipient != card.recipient)
            })
            .map(|(group, member, _)| CardNumber { group, member })
            .collect();
        let is_signed = changed.is_empty() || self.signers(&entry.witnesses, plan, &changed) >= SIGNATURES;
        if is_signed { Ok(()) } else { Err(Uncounted::Unsigned) }
    }

    /// Refuses a card that was made again for a new recipient, unless it was lost, the plan changes nothing else, and enough
    /// people signed it off.
    pub(super) fn refuse_other_recipient(&self, plan: &Plan, entry: &Entry) -> Result<(), Uncounted> {
        let [number] = *entry.cards.as_slice() else { return Err(Uncounted::Unnamed("card")) };
        let mut expected = self.plan.clone();
        let new = plan.card(number.group, number.member);
        if let Some((card, new)) = expected.card_mut(number.group, number.member).zip(new) {
            card.recipient.clone_from(&new.recipient);
            card.identity_access.clone_from(&new.identity_access);
            card.identity_places.clone_from(&new.identity_places);
        }
        let mut spelled = plan.clone();
        spelled.rename(|name| self.spelling(name));
        if spelled != expected {
            return Err(Uncounted::OtherChanges(number));
        }
        if self.cards.get(&number).is_none_or(|card| card.lost.is_none()) {
            return Err(Uncounted::NotLost(number));
        }
        if self.signers(&entry.witnesses, plan, &[number]) < SIGNATURES {
            return Err(Uncounted::Unsigned);
        }
        Ok(())
    }

    /// How many of these people can sign off that cards get other recipients: each once, known, there, and none who reaches one
    /// of the cards, before or afterwards.
    fn signers(&self, names: &[String], plan: &Plan, cards: &[CardNumber]) -> usize {
        let reached = |plan: &Plan| -> BTreeSet<String> {
            let cards = cards.iter().filter_map(|number| plan.card(number.group, number.member));
            cards.flat_map(everybody).map(|name| self.spelling(&name)).collect()
        };
        let (before, after) = (reached(&self.plan), reached(plan));
        let is_signer = |name: &String| {
            let is_there = self.people.get(name).is_some_and(|person| !person.is_away());
            is_there && !before.contains(name) && !after.contains(name)
        };
        let signers: BTreeSet<String> = names.iter().map(|name| self.spelling(name)).collect();
        signers.into_iter().filter(is_signer).count()
    }
}

/// Whoever has a card, or reaches its file or its identity.
fn everybody(card: &PlannedCard) -> BTreeSet<String> {
    let all = card.holder().map(str::to_owned).into_iter().chain(card.access.iter().cloned());
    all.chain(card.identity_access.iter().cloned()).collect()
}
