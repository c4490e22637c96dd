//! A day on which somebody is absent and something is lost: what still works, and whom to call.

use std::collections::BTreeSet;

use crate::custody::plan::{Plan, PlannedCard, Required};

/// What is different today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// People who cannot be reached, and can reach nothing. Where nobody is named, the number of the card.
    pub absent: BTreeSet<String>,
    /// Cards that are gone for everybody: group and member, counted from 0.
    pub lost: BTreeSet<(u8, u8)>,
    /// Required things that nobody can bring, by name: each copy is gone, or lies where nobody can go.
    pub things: BTreeSet<String>,
}

impl Situation {
    /// Whether nobody can bring this card, whoever else is there: it is lost, or its unnamed holder is absent.
    #[must_use]
    pub fn is_gone(&self, plan: &Plan, (group, member): (u8, u8), card: &PlannedCard) -> bool {
        let is_unnamed = card.access.is_empty();
        self.lost.contains(&(group, member))
            || is_unnamed && self.absent.contains(&plan.number(group, member))
    }

    /// Whether nobody can bring this thing: it is out of reach, or all who are named for it are absent.
    #[must_use]
    pub fn is_thing_gone(&self, thing: &Required) -> bool {
        let is_absent = |name: &String| self.absent.contains(name);
        self.things.contains(&thing.name) || !thing.access.is_empty() && thing.access.iter().all(is_absent)
    }
}

/// A group, and who can bring its cards today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupToCall {
    /// Its index, counted from 0.
    pub group: u8,
    /// Cards of it that must come together.
    pub needed: usize,
    /// The cards that somebody can bring.
    pub cards: Vec<CardToCall>,
}

/// A card, and who can bring it today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardToCall {
    /// Its member, counted from 0.
    pub member: u8,
    /// Who can bring it: the custodian if they are there, then the others who are; the number of the card if nobody is
    /// named.
    pub by: Vec<String>,
    /// Who can open it, where it is sealed: the custodian if they are there, then the others who are.
    pub opened_by: Vec<String>,
    /// Whether it takes a deputy, because the custodian is absent.
    pub is_by_deputy: bool,
}

/// A thing that recovery needs besides cards, and who can bring it today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingToCall {
    /// What it is.
    pub name: String,
    /// Who can bring it, in the order of the alphabet; none if it is out of reach, or all who can are absent.
    pub by: Vec<String>,
    /// Whether anybody is named for it at all.
    pub is_assigned: bool,
    /// Whether it is out of reach, whoever is there.
    pub is_out_of_reach: bool,
}

/// Whom to call for what is needed besides cards.
#[must_use]
pub fn things_to_call(plan: &Plan, situation: &Situation) -> Vec<ThingToCall> {
    let thing = |thing: &Required| {
        let is_out_of_reach = situation.things.contains(&thing.name);
        let can_bring = |name: &&String| !is_out_of_reach && !situation.absent.contains(*name);
        ThingToCall {
            name: thing.name.clone(),
            by: thing.access.iter().filter(can_bring).cloned().collect(),
            is_assigned: !thing.access.is_empty(),
            is_out_of_reach,
        }
    };
    plan.required.iter().map(thing).collect()
}

/// Whether the key cannot be brought back in this situation.
#[must_use]
pub fn is_frozen(plan: &Plan, situation: &Situation) -> bool {
    let whole = to_call(plan, situation).iter().filter(|group| group.cards.len() >= group.needed).count();
    let thing_is_gone = plan.required.iter().any(|thing| situation.is_thing_gone(thing));
    thing_is_gone || whole < usize::from(plan.groups_needed)
}

/// Whom to call for which card.
#[must_use]
pub fn to_call(plan: &Plan, situation: &Situation) -> Vec<GroupToCall> {
    let group = |(at, group): (u8, &crate::custody::plan::PlannedGroup)| {
        let cards = (0..).zip(&group.cards).filter_map(|(member, card)| {
            if situation.is_gone(plan, (at, member), card) {
                return None;
            }
            // Whoever has it comes first, the others in their order.
            let present = |names: BTreeSet<&str>| -> Vec<String> {
                let own = card.holder().filter(|holder| names.contains(holder));
                let others = names.iter().copied().filter(|name| Some(*name) != own);
                let all = own.into_iter().chain(others);
                all.filter(|name| !situation.absent.contains(*name)).map(str::to_owned).collect()
            };
            let mut by = present(card.access.iter().map(String::as_str).collect());
            if card.access.is_empty() {
                by.push(plan.number(at, member));
            }
            let identity = card.identity_reach();
            let is_sealed = identity.is_some();
            let opened_by = identity.map(present).unwrap_or_default();
            let is_by_deputy = card.holder().is_some_and(|name| situation.absent.contains(name));
            let can_come = !by.is_empty() && (!is_sealed || !opened_by.is_empty());
            can_come.then_some(CardToCall { member, by, opened_by, is_by_deputy })
        });
        GroupToCall { group: at, needed: usize::from(group.threshold), cards: cards.collect() }
    };
    (0..).zip(&plan.groups).map(group).collect()
}

/// Who else can reach the cards of somebody, the identities that open them, or what recovery needs besides, and is not away.
#[must_use]
pub fn deputies(plan: &Plan, who: &str, situation: &Situation) -> Vec<String> {
    let of_cards = plan.cards().map(|(_, _, card)| &card.access);
    let of_things = plan.required.iter().map(|thing| &thing.access);
    let named = of_cards.chain(of_things).map(|access| access.iter().map(String::as_str).collect());
    let of_identities = plan.cards().filter_map(|(_, _, card)| card.identity_reach());
    let own = named.chain(of_identities).filter(|access: &BTreeSet<&str>| access.contains(who));
    let others = own.flatten().filter(|one| *one != who && !situation.absent.contains(*one));
    others.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}
