//! Who can meet on a day and makes a quorum.

use super::{GroupToCall, Situation, to_call};
use crate::custody::{card_number::CardNumber, plan::Plan};

/// A card of a quorum, and who brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bring {
    /// Which.
    pub card: CardNumber,
    /// Who.
    pub who: String,
    /// Who else can, in the order in which to call them.
    pub otherwise: Vec<String>,
    /// Who opens it, where it is sealed: they themselves if they can.
    pub opener: Option<String>,
    /// Whether they are a deputy.
    pub is_deputy: bool,
    /// Where it lies.
    pub place: Option<String>,
}

/// Cards that are a quorum in this situation, with as few deputies as can be.
#[must_use]
pub fn quorum(plan: &Plan, situation: &Situation) -> Vec<Bring> {
    let by_deputies = |group: &GroupToCall| {
        let own = group.cards.iter().filter(|card| !card.is_by_deputy).count();
        (group.needed.saturating_sub(own), group.needed)
    };
    let mut groups = to_call(plan, situation);
    groups.retain(|group| group.cards.len() >= group.needed);
    groups.sort_by_key(by_deputies);
    groups.truncate(plan.groups_needed.into());
    groups.sort_by_key(|group| group.group);
    let mut meet = Vec::new();
    for GroupToCall { group, needed, mut cards } in groups {
        cards.sort_by_key(|card| (card.is_by_deputy, card.member));
        meet.extend(cards.into_iter().take(needed).filter_map(|card| {
            let place = plan.card(group, card.member).and_then(|card| card.place.clone());
            // Whoever opens it themselves need not wait for another.
            let at = card.by.iter().position(|name| card.opened_by.contains(name)).unwrap_or_default();
            let mut otherwise = card.by;
            let who = (at < otherwise.len()).then(|| otherwise.remove(at))?;
            let opener = card.opened_by.iter().find(|name| **name == who).or(card.opened_by.first()).cloned();
            Some(Bring {
                card: CardNumber { group, member: card.member },
                who,
                otherwise,
                opener,
                is_deputy: card.is_by_deputy,
                place,
            })
        }));
    }
    meet
}
