//! The plan as it is today, and whoever could ever reach what.

use std::collections::{BTreeMap, BTreeSet};

use super::{KnownCard, KnownPerson, State};
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    plan::{PASSPHRASE, Plan, PlannedCard},
    status::uncounted::Uncounted,
};

/// Everybody who ever could reach a card or a thing: they know what they saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// By card: the card of today, with everybody who could reach its file or its identity since its recipient last changed.
    pub cards: BTreeMap<CardNumber, PlannedCard>,
    /// By the name of the thing.
    pub things: BTreeMap<String, BTreeSet<String>>,
}

impl Reached {
    /// All who can reach something by this plan, too.
    pub(super) fn extend(&mut self, plan: &Plan) {
        for (group, member, card) in plan.cards() {
            let number = CardNumber { group, member };
            self.widen(number, card);
        }
        for thing in &plan.required {
            self.things.entry(thing.name.clone()).or_default().extend(thing.access.iter().cloned());
        }
    }

    /// All who can reach this card, or what opens it, too.
    fn widen(&mut self, number: CardNumber, card: &PlannedCard) {
        let mut all = card.clone();
        if let Some(before) = self.cards.get(&number) {
            all.access = before.access.iter().chain(&card.access).cloned().collect();
            if card.recipient.is_some() {
                let both = opening(before).into_iter().chain(opening(card)).collect::<BTreeSet<_>>();
                let others = both.into_iter().filter(|name| Some(*name) != card.holder());
                all.identity_access = others.map(str::to_owned).collect();
            }
            all.access.sort_unstable();
            all.access.dedup();
        }
        self.cards.insert(number, all);
    }
}

/// Who can open what they reach of a card.
fn opening(card: &PlannedCard) -> BTreeSet<&str> {
    card.identity_reach().unwrap_or_else(|| card.access.iter().map(String::as_str).collect())
}

impl State {
    /// The plan changes on this day, for the same groups, thresholds and cards, some of which are made `again`.
    pub(super) fn amend(
        &mut self,
        plan: &Plan,
        again: &[CardNumber],
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        if !plan.has_shape_of(&self.plan) {
            return Err(Uncounted::OtherShape);
        }
        self.take_over(plan, again, fresh);
        Ok(())
    }

    /// One more card of the same set, by a plan that has it. A day that cannot be believed adds none: the card stays one that
    /// was never dealt.
    pub(super) fn add(
        &mut self,
        cards: &[CardNumber],
        plan: &Plan,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        let (group, member) = plan.adds_to(&self.plan).ok_or(Uncounted::OtherShape)?;
        let number = CardNumber { group, member };
        if cards != [number] {
            return Err(Uncounted::OtherShape);
        }
        if fresh.is_some() {
            let is_sealed_to_holder = plan.card(group, member).is_some_and(|card| card.recipient.is_some());
            self.cards
                .insert(number, KnownCard { renewed: fresh, is_sealed_to_holder, ..KnownCard::default() });
            self.take_over(plan, &[], fresh);
        }
        Ok(())
    }

    fn take_over(&mut self, plan: &Plan, again: &[CardNumber], fresh: Option<Date>) {
        let since = fresh.unwrap_or(self.last_day);
        let mut plan = plan.clone();
        plan.rename(|name| self.spelling(name));
        for name in plan.parties().into_iter().chain(plan.others.iter().cloned()) {
            // Later lines may name them, whatever day this one has.
            self.people.entry(name).or_insert(KnownPerson::since(since));
        }
        let Some(day) = fresh else { return };
        for (group, member, card) in plan.cards() {
            let number = CardNumber { group, member };
            let before = self.plan.holder(group, member);
            let has_same_holder = before == card.holder();
            let before = self.plan.card(group, member).and_then(|card| card.recipient.as_ref());
            // Each passphrase is made anew.
            let is_same_passphrase = !again.contains(&number) || before.is_none_or(|text| text != PASSPHRASE);
            let has_same_recipient = before == card.recipient.as_ref() && is_same_passphrase;
            let is_sealed_to_holder = card.recipient.is_some();
            if let Some(card) = self.cards.get_mut(&number) {
                card.is_sealed_to_holder = is_sealed_to_holder;
                if !has_same_holder {
                    (card.is_handed_over, card.renewed) = (false, Some(day));
                }
                if !has_same_holder || !has_same_recipient {
                    card.opened = None;
                }
                if !has_same_recipient {
                    card.renewed = Some(day);
                }
            }
            if !has_same_recipient {
                self.keep_before(number);
            }
        }
        self.lost_things.retain(|name| {
            let placed =
                |thing: &crate::custody::plan::Required| thing.name == *name && !thing.places.is_empty();
            !plan.required.iter().any(placed)
        });
        self.lost_identities.retain(|number| {
            // A plan that says where it lies, or whose card takes another, says that there is one.
            let [was, is] = [&self.plan, &plan].map(|plan| plan.card(number.group, number.member));
            let is_another = was.map(|card| &card.recipient) != is.map(|card| &card.recipient);
            !is_another && is.is_some_and(|card| card.identity_places.is_empty())
        });
        self.reached.extend(&plan);
        (self.plan, self.accepted_plan, self.amended) = (plan.clone(), plan, Some(day));
    }

    /// Whoever had the card before has seen it, and reaches it no more; of a sealed one they give the identity out of their
    /// hands, too. Who has it now is to be heard from that day on. On a
    /// day that cannot be believed nobody has it who had it not before: it may lie anywhere.
    pub(super) fn hand_over(&mut self, number: CardNumber, to: Option<&str>, fresh: Option<Date>) {
        let (begun, last_day) = (self.begun, self.last_day);
        let to = to.map(|to| self.spelling(to));
        let Some(planned) = self.planned(number) else { return };
        let before = planned.holder().map(str::to_owned);
        let Some(to) = to.filter(|to| before.as_ref() != Some(to)) else {
            if let (Some(day), Some(person)) = (fresh, before.and_then(|name| self.people.get_mut(&name))) {
                person.returns(day);
            }
            return;
        };
        if let Some(day) = fresh {
            planned.access.retain(|one| Some(one) != before.as_ref());
            planned.access.push(to.clone());
            planned.access.sort_unstable();
            planned.access.dedup();
            planned.custodian = Some(to.clone());
            planned.identity_access.retain(|one| *one != to);
            let planned = planned.clone();
            if let Some(card) = self.cards.get_mut(&number)
                && card.is_sealed_to_holder
            {
                (card.opened, card.given) = (None, Some(day));
            }
            self.reached.widen(number, &planned);
            let person = self.people.entry(to).or_insert(KnownPerson::since(begun));
            person.since = person.since.max(day);
            person.returns(day);
        } else {
            // Later lines may name them.
            self.people.entry(to).or_insert(KnownPerson::since(last_day));
            self.handed_on.extend(before);
        }
    }

    /// The plan of today, with whoever of these ever could reach a card or a thing.
    #[must_use]
    pub fn plan_with(&self, is_meant: impl Fn(&str) -> bool) -> Plan {
        let mut plan = self.plan.clone();
        for (group, cards) in (0..).zip(&mut plan.groups) {
            for (member, card) in (0..).zip(&mut cards.cards) {
                let number = CardNumber { group, member };
                // Whether it ever was sealed: then it takes one who reached it, and one who could open it.
                card.recipient = self.reached_of(number).find_map(|one| one.recipient.clone());
                let files = self.reached_of(number).flat_map(|one| &one.access);
                let files: BTreeSet<&String> = files.filter(|name| is_meant(name)).collect();
                card.access = files.into_iter().cloned().collect();
                let opening = self.reached_of(number).flat_map(opening).filter(|name| is_meant(name));
                card.leave_identity_to(opening.map(str::to_owned).collect());
            }
        }
        for thing in &mut plan.required {
            let all = self.reached.things.get(&thing.name).into_iter().flatten();
            thing.access = all.filter(|name| is_meant(name)).cloned().collect();
        }
        plan
    }

    /// A card as whoever ever could reach it, or what opens it, had it: today, and under each recipient from before of whom
    /// nothing is known to be destroyed. Of a set that is in use every card is to be somewhere, whatever was noted of it.
    fn reached_of(&self, number: CardNumber) -> impl Iterator<Item = &PlannedCard> {
        let before = self.before.get(&number).into_iter().flatten();
        let before = before.filter(|version| !version.is_destroyed).map(|version| &version.card);
        let is_left = self.is_in_use || !self.is_destroyed(number);
        self.reached.cards.get(&number).filter(|_| is_left).into_iter().chain(before)
    }

    /// All who have seen a card or a thing of this set and should not count on having it: they left, or reach it no more.
    #[must_use]
    pub fn former(&self) -> BTreeSet<String> {
        let left = self.people.iter().filter(|(_, person)| person.left.is_some()).map(|(name, _)| name);
        let mut former: BTreeSet<String> = left.chain(&self.handed_on).cloned().collect();
        for (group, member, today) in self.plan.cards() {
            let now = opening(today);
            for card in self.reached_of(CardNumber { group, member }) {
                former.extend(card.access.iter().filter(|name| !today.access.contains(name)).cloned());
                former
                    .extend(opening(card).into_iter().filter(|name| !now.contains(name)).map(str::to_owned));
            }
        }
        for (name, all) in &self.reached.things {
            let thing = self.plan.required.iter().find(|thing| thing.name == *name);
            let access = thing.map_or(&[][..], |thing| &thing.access);
            former.extend(all.iter().filter(|name| !access.contains(name)).cloned());
        }
        former
    }

    /// A name as it is written here, if it is known however it is capitalised: one person has one name.
    #[must_use]
    pub fn spelling(&self, given: &str) -> String {
        let folded = given.to_lowercase();
        let exact = self.people.contains_key(given).then_some(given);
        let known = exact
            .or_else(|| self.people.keys().map(String::as_str).find(|name| name.to_lowercase() == folded));
        known.unwrap_or(given).to_owned()
    }

    pub(super) fn planned(&mut self, number: CardNumber) -> Option<&mut PlannedCard> {
        self.plan.groups.get_mut(usize::from(number.group))?.cards.get_mut(usize::from(number.member))
    }
}
