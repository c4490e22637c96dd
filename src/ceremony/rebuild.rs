//! A lost record made anew from a quorum: what shares carry is read off them, and the rest is what a plan says.

use crate::{
    plan::Plan,
    record::{NOT_SEEN, Record, RecordedShare, SALT_BYTES},
    slip39::{Lost, Policy, ShareSet, ordinal},
};

/// The plan is not that of the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plan is not that of these shares")]
pub struct OtherPlan;

/// What the record is to hold of each card of the plan, from the shares of a proved set: also of those that did not come,
/// if their group is complete. Of the others nothing can be known.
///
/// # Errors
///
/// When the shares say something else than the plan.
pub fn shares(plan: &Plan, set: &ShareSet, salt: &[u8; SALT_BYTES]) -> Result<Vec<RecordedShare>, OtherPlan> {
    if !fits(plan, set) {
        return Err(OtherPlan);
    }
    let recorded = |(group, member): (u8, u8)| {
        let here =
            set.shares().find(|share| (share.header().group, share.header().member) == (group, member));
        if let Some(share) = here {
            return Record::share(share.header(), &share.mnemonic(), salt);
        }
        let is_lone = plan.groups.get(usize::from(group)).is_some_and(|group| group.cards.len() == 1);
        match set.reissue(Lost { group, member, is_lone }) {
            Ok(share) => Record::share(share.header(), &share.mnemonic(), salt),
            Err(_) => RecordedShare {
                group: ordinal(group),
                member: ordinal(member),
                key: None,
                reason: Some(NOT_SEEN.to_owned()),
            },
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
    use crate::{
        record::{Standing, sample},
        slip39::Share,
    };

    #[test]
    fn a_quorum_gives_back_what_the_record_held_of_every_card() {
        let (record, dealt) = sample::of("3of5", 1);
        let salt = record.salt().unwrap();
        let set = |members: &[usize]| {
            let mut set = ShareSet::default();
            for member in members {
                set.add(Share::parse(dealt[*member].1.expose()).unwrap()).unwrap();
            }
            set
        };
        for members in [&[0, 1, 2][..], &[4, 2, 0], &[0, 1, 2, 3, 4]] {
            assert_eq!(shares(&record.plan, &set(members), &salt), Ok(record.shares.clone()));
        }
        let (other, _) = sample::of("2of5", 1);
        assert_eq!(shares(&other.plan, &set(&[0, 1, 2]), &salt), Err(OtherPlan));
        let (smaller, _) = sample::of("3of4", 1);
        assert_eq!(shares(&smaller.plan, &set(&[0, 1, 4]), &salt), Err(OtherPlan));
        assert_eq!(record.standing(&dealt[3].0, &dealt[3].1), Standing::Dealt);
    }
}
