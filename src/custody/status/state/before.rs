//! Cards as they were before their recipient changed. What was sealed to somebody they open for ever, so whoever reached both the
//! file and what opens it counts still, beside those of today: until the one or the other is noted as destroyed.

use std::collections::BTreeSet;

use super::State;
use crate::custody::{
    analysis::Versions,
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

/// A version of a card with all that open it: the identities of every version with its recipient.
fn opened_by_all(version: &PlannedCard, all: &[&PlannedCard]) -> PlannedCard {
    let mut whole = version.clone();
    // A passphrase is another one each time.
    if version.recipient.as_deref().is_none_or(|to| to == PASSPHRASE) {
        return whole;
    }
    let same = || all.iter().filter(|one| one.recipient == version.recipient);
    let opening = same().filter_map(|one| one.identity_reach()).flatten().map(str::to_owned);
    whole.leave_identity_to(opening.collect());
    // One that lies with its file lies where that is. Where nobody knows, it may lie with this one.
    let places = |one: &&PlannedCard| -> Option<Vec<String>> {
        let lies_with_file = one.identity_places.is_empty();
        if lies_with_file {
            one.place.clone().map(|place| vec![place])
        } else {
            Some(one.identity_places.clone())
        }
    };
    let places: Option<Vec<Vec<String>>> = same().map(places).collect();
    let places: BTreeSet<String> = places.unwrap_or_default().into_iter().flatten().collect();
    whole.identity_places = places.into_iter().collect();
    whole
}

impl State {
    /// Cards as they were before, where they may open still: each with its versions, the oldest first. One recipient opens every
    /// file that was sealed to it, so a card that had it twice has two files, and each of them all that open either; today's file, too.
    #[must_use]
    pub fn open_before(&self) -> Versions {
        let versions = |number: CardNumber, all: &[EarlierVersion]| -> Vec<PlannedCard> {
            let open: Vec<&PlannedCard> =
                all.iter().filter(|one| !one.is_destroyed).map(|one| &one.card).collect();
            let today = self.plan.card(number.group, number.member);
            let all: Vec<&PlannedCard> = open.iter().copied().chain(today).collect();
            open.into_iter().map(|version| opened_by_all(version, &all)).collect()
        };
        let all = self.before.iter().map(|(number, all)| (*number, versions(*number, all)));
        all.filter(|(_, open)| !open.is_empty()).collect()
    }

    /// Whether nothing of a card of this set, or of one before it, opens anything any more: it is noted as destroyed, and so is
    /// whatever it was before its recipient changed. Of a former set its last record knew that.
    #[must_use]
    pub fn is_gone_of(&self, set: u16, number: CardNumber) -> bool {
        let mut before = self.before.get(&number).into_iter().flatten().filter(|_| set == self.own_set);
        self.destroyed.contains(&(set, number)) && before.all(|one| one.is_destroyed)
    }

    /// Whether a card of this set is noted as destroyed, as it is today.
    pub(super) fn is_destroyed(&self, number: CardNumber) -> bool {
        self.destroyed.contains(&(self.own_set, number))
    }

    /// Cards that are noted as destroyed, and may open still as they were before: each with to whom it was sealed then.
    #[must_use]
    pub fn destroyed_but_before(&self) -> Vec<(CardNumber, String)> {
        let open = self.open_before().into_iter().filter(|(number, _)| self.is_destroyed(*number));
        open.flat_map(|(number, all)| {
            let named: BTreeSet<String> = all.iter().map(sealed_before).collect();
            named.into_iter().map(move |to| (number, to))
        })
        .collect()
    }

    /// Whether a card was sealed to this recipient before, and is not today. Whoever has its recipient back opens the old file as
    /// they open the new one, until that is noted as destroyed; a passphrase or a paper is another one each time.
    #[must_use]
    pub fn was_sealed_to(&self, number: CardNumber, to: &str) -> bool {
        let today = self.plan.card(number.group, number.member).and_then(PlannedCard::told_sealed_to);
        let is_today = today.and_then(|today| today.code()).is_some_and(|code| code.to_string() == to);
        let mut all = self.before.get(&number).into_iter().flatten();
        (!is_today || self.is_destroyed(number)) && all.any(|one| sealed_before(&one.card) == to)
    }

    /// The recipient of a card changes. One that was noted as destroyed by then, on a day that can be believed, opens nothing.
    pub(super) fn keep_before(&mut self, number: CardNumber) {
        let is_destroyed = self.is_destroyed(number);
        if let Some(mut card) = self.reached.cards.remove(&number) {
            // It may have been moved, and another place have burned.
            if let Some(today) = self.plan.card(number.group, number.member) {
                card.place.clone_from(&today.place);
                card.identity_places.clone_from(&today.identity_places);
            }
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

    /// What lay in this place is no more. That the file of a card from before is, or what opens it, nobody said: it lies nowhere that is
    /// known.
    pub(super) fn burn_before(&mut self, place: &str) {
        for one in self.before.values_mut().flatten() {
            let had_identities = !one.card.identity_places.is_empty();
            one.card.identity_places.retain(|at| at != place);
            let has_lost_all = had_identities && one.card.identity_places.is_empty();
            if one.card.place.as_deref() == Some(place) || has_lost_all {
                one.card.place = None;
            }
        }
    }

    /// The card is somewhere, whatever was said before, and nobody knows which version of it that is.
    pub(super) fn is_there_after_all(&mut self, number: CardNumber) {
        self.before.get_mut(&number).into_iter().flatten().for_each(|one| one.is_destroyed = false);
    }
}
