//! A lost record made anew from a quorum: what shares carry is read off them, and the rest is what a plan says.

use crate::{
    custody::{
        card_number::CardNumber,
        plan::Plan,
        record::{NOT_PROVED, NOT_SEEN, Record, RecordedShare, share_key::SALT_BYTES},
    },
    slip39::{Policy, ShareSet, ordinal},
};

/// The plan is not that of the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plan is not that of these shares")]
pub struct OtherPlan;

/// What the record is to hold of each card of the plan: the keys of the cards that came and were proved by a quorum. Of the
/// others it says why it has none. What a card that nobody showed would be follows from a quorum, but not that it was
/// ever made: the shares do not say how many there are.
///
/// # Errors
///
/// When the shares say something else than the plan.
pub fn shares(
    plan: &Plan,
    set: &ShareSet,
    proved: &[CardNumber],
    salt: &[u8; SALT_BYTES],
) -> Result<Vec<RecordedShare>, OtherPlan> {
    if !fits(plan, set) {
        return Err(OtherPlan);
    }
    let recorded = |(group, member): (u8, u8)| {
        let came =
            set.shares().find(|share| (share.header().group, share.header().member) == (group, member));
        let without_key = |reason: &str| RecordedShare {
            group: ordinal(group),
            member: ordinal(member),
            key: None,
            reason: Some(reason.to_owned()),
            sealed: None,
        };
        match came {
            Some(share) if proved.contains(&CardNumber { group, member }) => {
                Record::share(share.header(), &share.mnemonic(), salt)
            }
            Some(_) => without_key(NOT_PROVED),
            None => without_key(NOT_SEEN),
        }
    };
    Ok(plan.cards().map(|(group, member, _)| recorded((group, member))).collect())
}

fn fits(plan: &Plan, set: &ShareSet) -> bool {
    let planned = plan.policy().ok();
    let said = set.header().map(|set| (set.group_threshold, set.group_count));
    let threshold = |group: u8| plan.groups.get(usize::from(group)).map(|group| group.threshold);
    planned.as_ref().map(|policy: &Policy| (policy.groups_needed(), policy.group_count())) == said
        && set.headers().all(|header| {
            plan.card(header.group, header.member).is_some()
                && threshold(header.group) == Some(header.member_threshold)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{custody::record::sample, slip39::Share};

    #[test]
    fn only_cards_that_came_and_were_proved_have_a_key() {
        let (record, dealt) = sample::of("3of5", 1);
        let salt = record.salt().unwrap();
        let set = |members: &[usize]| {
            let mut set = ShareSet::default();
            for member in members {
                set.add(Share::parse(dealt[*member].1.expose()).unwrap()).unwrap();
            }
            set
        };
        let cards = |members: &[usize]| -> Vec<CardNumber> {
            members.iter().map(|&member| CardNumber::of(&dealt[member].0)).collect()
        };
        // A plan of seven fits five cards as well: nothing on a card contradicts it.
        let seven = sample::of("3of7", 1).0.plan;
        for (plan, members) in
            [(&record.plan, &[0, 1, 2][..]), (&record.plan, &[4, 2, 0]), (&seven, &[0, 1, 4])]
        {
            let found = shares(plan, &set(members), &cards(members), &salt).unwrap();
            assert_eq!(found.len(), plan.cards().count());
            for (at, share) in found.iter().enumerate() {
                if members.contains(&at) {
                    assert_eq!(share, &record.shares[at]);
                } else {
                    assert_eq!((share.key, share.reason.as_deref()), (None, Some(NOT_SEEN)));
                }
            }
        }
        let found = shares(&record.plan, &set(&[0, 1, 2, 3]), &cards(&[0, 1, 2]), &salt).unwrap();
        assert_eq!((found[3].key, found[3].reason.as_deref()), (None, Some(NOT_PROVED)));
        for other in ["2of5", "3of4"] {
            let other = sample::of(other, 1).0.plan;
            assert_eq!(shares(&other, &set(&[0, 1, 4]), &cards(&[0, 1, 4]), &salt), Err(OtherPlan));
        }
    }
}
