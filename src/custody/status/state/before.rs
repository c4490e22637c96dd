//! Cards as they were before their recipient changed. What was sealed to somebody they open for ever, so whoever reached both the
//! file and what opens it counts still, beside those of today: until the one or the other is noted as destroyed.

use std::collections::BTreeMap;

use super::State;
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
    plan::{PASSPHRASE, PlannedCard},
    status::uncounted::Uncounted,
};

/// What a card is called that was not sealed.
pub const PAPER: &str = "paper";

/// To whom a card was sealed: the code of a recipient, `passphrase`, or [`PAPER`].
#[must_use]
pub fn sealed_before(card: &PlannedCard) -> String {
    card.told_sealed_to().map_or_else(|| PAPER.to_owned(), |to| to.named())
}

/// A card under a recipient whom it has no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierVersion {
    /// The card, and everybody who ever could reach it, or what opens it, while it had that recipient.
    pub card: PlannedCard,
    /// Whether the file, or what opens it, is known to be destroyed.
    pub is_destroyed: bool,
}

impl State {
    /// Cards as they were before, where they may open still: each with its versions, the oldest first.
    #[must_use]
    pub fn open_before(&self) -> BTreeMap<CardNumber, Vec<PlannedCard>> {
        let open = |all: &Vec<EarlierVersion>| -> Vec<PlannedCard> {
            all.iter().filter(|one| !one.is_destroyed).map(|one| one.card.clone()).collect()
        };
        let all = self.before.iter().map(|(number, all)| (*number, open(all)));
        all.filter(|(_, open)| !open.is_empty()).collect()
    }

    /// Whether a card was sealed to this recipient before, and is not today. Whoever has its recipient back opens the old file as
    /// they open the new one; a passphrase or a paper is another one each time.
    #[must_use]
    pub fn was_sealed_to(&self, number: CardNumber, to: &str) -> bool {
        let today = self.plan.card(number.group, number.member).and_then(PlannedCard::told_sealed_to);
        let is_today = today.and_then(|today| today.code()).is_some_and(|code| code.to_string() == to);
        let mut all = self.before.get(&number).into_iter().flatten();
        !is_today && all.any(|one| sealed_before(&one.card) == to)
    }

    /// The recipient of a card changes. One that was noted as destroyed by then, on a day that can be believed, opens nothing.
    pub(super) fn keep_before(&mut self, number: CardNumber) {
        let is_destroyed = self.destroyed.contains(&(self.own_set, number));
        if let Some(card) = self.reached.cards.remove(&number) {
            self.before.entry(number).or_default().push(EarlierVersion { card, is_destroyed });
        }
    }

    /// A card was made again. Where a passphrase opens it that is another one, for each is made anew.
    pub(super) fn change_passphrase(&mut self, number: CardNumber) {
        let card = self.plan.card(number.group, number.member).cloned();
        if let Some(card) = card.filter(|card| card.recipient.as_deref() == Some(PASSPHRASE)) {
            self.keep_before(number);
            self.reached.cards.insert(number, card);
        }
    }

    /// What a line sealed for somebody is out, though the line changes nothing: it was taken back or refused, or its day cannot
    /// be believed. A plan that was amended and taken back may have been followed.
    pub(super) fn keep_sealed(&mut self, entry: &Entry) {
        let is_own = entry.set.is_none_or(|set| set == self.own_set);
        let plan = entry.plan.as_deref().filter(|plan| is_own && plan.has_shape_of(&self.plan));
        let Some(mut plan) = plan.cloned() else { return };
        plan.rename(|name| self.spelling(name));
        for (group, member, card) in plan.cards() {
            let number = CardNumber { group, member };
            let today = self.plan.card(group, member).and_then(|card| card.recipient.as_ref());
            let is_out = match entry.event {
                Event::Reissued => entry.cards.contains(&number),
                Event::Amended => card.recipient.as_ref() != today,
                _ => false,
            };
            if is_out {
                let version = EarlierVersion { card: card.clone(), is_destroyed: false };
                self.before.entry(number).or_default().push(version);
            }
        }
    }

    /// What was sealed to somebody before is destroyed, or what opens it: the oldest of it, for no line says which. That it was
    /// noted already, perhaps by another keeper, is no fault.
    pub(super) fn destroy_before(
        &mut self,
        cards: &[CardNumber],
        to: &str,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        if !cards.iter().all(|number| self.was_sealed_to(*number, to)) {
            return Err(Uncounted::Unnamed("recipient that the card had before, and has no more"));
        }
        if fresh.is_some() {
            for number in cards {
                let mut all = self.before.get_mut(number).into_iter().flatten();
                if let Some(one) = all.find(|one| !one.is_destroyed && sealed_before(&one.card) == to) {
                    one.is_destroyed = true;
                }
            }
        }
        Ok(())
    }

    /// The card is somewhere, whatever was said before, and nobody knows which version of it that is.
    pub(super) fn is_there_after_all(&mut self, number: CardNumber) {
        self.before.get_mut(&number).into_iter().flatten().for_each(|one| one.is_destroyed = false);
    }
}
