//! A day that is asked about: who is absent, what is lost, which places are closed or have burned, on top of what a journal
//! says already.

use std::collections::BTreeSet;

use super::options::Options;
use crate::{
    custody::{
        analysis::Situation,
        card_number::CardNumber,
        date::Date,
        plan::Plan,
        status::state::{Closing, State},
    },
    host::failure::Failure,
};

/// A card by its group and member, from 0.
type Card = (u8, u8);

/// Such a day.
#[derive(Debug, Default)]
pub(super) struct Imagined {
    /// What it means for recovery: cards in closed places are as far away as lost ones.
    pub(super) situation: Situation,
    /// Places that nobody can enter; what lies there is healthy.
    pub(super) closed: BTreeSet<String>,
    /// Places that burned, with all that lay there.
    pub(super) burnt: BTreeSet<String>,
    closed_cards: BTreeSet<Card>,
}

impl Imagined {
    /// The day as it was typed, beside what is `known`; the names as the plan has them, whatever their capitals.
    ///
    /// # Errors
    ///
    /// When the plan knows no such person, card or place.
    pub(super) fn of(plan: &Plan, known: Situation, typed: &Options) -> Result<Self, Failure> {
        let hint = "name them as the plan does, or give the number of a card, such as 1.2";
        let mut situation = known;
        // Nothing depends on whoever left and reaches nothing.
        let parties = plan.parties();
        situation.absent.retain(|name| parties.contains(name));
        for name in &typed.absent {
            let known = written(parties.iter().map(String::as_str), name);
            let known = known.ok_or_else(|| Failure::usage("nobody in the plan has that name", hint))?;
            situation.absent.insert(known.to_owned());
        }
        for name in &typed.lost {
            situation.lost.extend(
                cards_of(plan, name)
                    .ok_or_else(|| Failure::usage("the plan has no such custodian or card", hint))?,
            );
        }
        let (closed, burnt) = (places(plan, &typed.closed)?, places(plan, &typed.burnt)?);
        let is_burnt = |place: &String| burnt.contains(place);
        let is_away = |place: &String| closed.contains(place) || burnt.contains(place);
        situation.lost.extend(cards_in(plan, is_burnt));
        let closed_cards: BTreeSet<Card> =
            cards_in(plan, is_away).filter(|card| !situation.lost.contains(card)).collect();
        situation.lost.extend(&closed_cards);
        let away =
            plan.required.iter().filter(|thing| !thing.places.is_empty() && thing.places.iter().all(is_away));
        situation.things.extend(away.map(|thing| thing.name.clone()));
        Ok(Self { situation, closed, burnt, closed_cards })
    }

    /// What is known of a set, as it would be on this day.
    pub(super) fn applied(&self, mut state: State, day: Date) -> State {
        for name in &self.situation.absent {
            if let Some(person) = state.people.get_mut(name).filter(|person| !person.is_away()) {
                person.absent = Some(day);
            }
        }
        for &(group, member) in self.situation.lost.difference(&self.closed_cards) {
            let place = state.plan.card(group, member).and_then(|card| card.place.clone());
            let is_burnt = place.is_some_and(|place| self.burnt.contains(&place));
            if let Some(card) = state.cards.get_mut(&CardNumber { group, member }) {
                card.lost = card.lost.or(Some(day));
                card.destroyed = card.destroyed.or(is_burnt.then_some(day));
            }
        }
        self.burnt.iter().for_each(|place| state.burn(place));
        let closing = Closing { since: day, until: day, is_believed: true };
        state.closed.extend(self.closed.iter().map(|place| (place.clone(), closing)));
        state
    }

    /// The cards that are lost, as the plan numbers them.
    pub(super) fn lost(&self, plan: &Plan) -> Vec<String> {
        let lost = self.situation.lost.difference(&self.closed_cards);
        lost.map(|(group, member)| plan.number(*group, *member)).collect()
    }

    /// The cards that lie in closed places, or of which all that opens them does.
    pub(super) fn closed_cards(&self, plan: &Plan) -> Vec<String> {
        self.closed_cards.iter().map(|(group, member)| plan.number(*group, *member)).collect()
    }
}

/// The name as it was given, if it is among these; else the one that differs in capitals alone.
fn written<'a>(names: impl Iterator<Item = &'a str> + Clone, given: &str) -> Option<&'a str> {
    let is_it = |name: &&str| name.to_lowercase() == given.to_lowercase();
    names.clone().find(|name| *name == given).or_else(|| names.clone().find(is_it))
}

/// The cards of somebody, or the one with this number; none if the plan has neither.
fn cards_of(plan: &Plan, name: &str) -> Option<Vec<Card>> {
    let is_it = |holder: &str| holder.to_lowercase() == name.to_lowercase();
    let own = plan.cards().filter(|(_, _, card)| card.holder().is_some_and(is_it));
    let own: Vec<Card> = own.map(|(group, member, _)| (group, member)).collect();
    if !own.is_empty() {
        return Some(own);
    }
    let CardNumber { group, member } = CardNumber::read(name)?;
    plan.card(group, member).map(|_| vec![(group, member)])
}

/// The cards that lie in such places, and those of which all that opens them does.
fn cards_in<'a>(
    plan: &'a Plan,
    is_such: impl Fn(&String) -> bool + Copy + 'a,
) -> impl Iterator<Item = Card> + 'a {
    let cards = plan.cards().filter(move |(_, _, card)| {
        card.place.as_ref().is_some_and(is_such) || card.is_every_identity(is_such)
    });
    cards.map(|(group, member, _)| (group, member))
}

fn places(plan: &Plan, typed: &[String]) -> Result<BTreeSet<String>, Failure> {
    let known = plan.places();
    let place = |name: &String| {
        let found = written(known.iter().copied(), name).map(str::to_owned);
        let hint = "name it as the plan does: quorate policy --plan FILE shows the places";
        found.ok_or_else(|| Failure::usage("the plan has no such place", hint))
    };
    typed.iter().map(place).collect()
}
