//! Every quorum there is, and every set one share short of it: all 121 policies of one group exhaustively, and
//! policies of several groups in every minimal combination. The key derivation stays out of it.

use quorate::slip39::{
    Deal, Group, GroupProgress, Policy, Progress, QuorumError, Share,
    math::{
        shamir::{self, DigestMismatch, Point},
        subsets::{chosen, subsets},
    },
};

use crate::{
    craft::{deal, mnemonics, policy, set},
    stream::Stream,
};

/// The 121 policies of one group: the standard forbids 1 of more than 1.
fn groups() -> impl Iterator<Item = Group> {
    (1..=16).flat_map(|count| (1..=count).filter_map(move |threshold| Group::new(threshold, count).ok()))
}

/// Too few, with this many present of each group.
fn too_few(deal: &Deal, policy: &Policy, present: impl IntoIterator<Item = u32>) -> QuorumError {
    let progress = |((group, present), asked): ((u8, u32), &Group)| GroupProgress {
        group,
        present: present as usize,
        threshold: asked.threshold().into(),
    };
    let groups: Vec<GroupProgress> =
        (0..).zip(present).zip(policy.groups()).map(progress).filter(|group| group.present > 0).collect();
    let set = deal.groups()[0][0].header().set;
    // Without a share nobody knows how many groups there are; one is as many as it can be told.
    let told = |count: u8| if groups.is_empty() { 1 } else { count.into() };
    let (groups_needed, group_count) = (told(set.group_threshold), told(set.group_count));
    QuorumError::TooFew(Progress { groups_needed, group_count, groups })
}

#[test]
fn all_130919_quorums_of_one_group_recover_and_no_set_one_short_does() {
    let mut stream = Stream::new(2);
    let (mut policies, mut quorums) = (0, 0);
    for group in groups() {
        let policy = Policy::new(1, vec![group]).unwrap();
        let deal = deal(&policy, 16, &mut stream);
        let [shares] = mnemonics(&deal).try_into().unwrap();
        let shares: Vec<&String> = shares.iter().collect();
        for mask in subsets(group.count(), group.threshold()) {
            let quorum = set(chosen(&shares, mask)).prove().unwrap();
            assert!(quorum.ems().matches(deal.ems()), "{group}, members {mask:b}");
            assert_eq!(quorum.has_digest(), group.threshold() > 1);
            quorums += 1;
        }
        for mask in subsets(group.count(), group.threshold() - 1) {
            let refused = set(chosen(&shares, mask)).prove().map(|_| ());
            assert_eq!(
                refused,
                Err(too_few(&deal, &policy, [mask.count_ones()])),
                "{group}, members {mask:b}"
            );
        }
        policies += 1;
    }
    assert_eq!((policies, quorums), (121, 130_919));
}

#[test]
fn values_one_short_of_the_threshold_never_carry_a_true_digest() {
    let mut stream = Stream::new(3);
    // From 3 on: a lone value of 2 is what a lone value of 1 would be, and only the header can tell them apart.
    for group in groups().filter(|group| group.threshold() > 2) {
        let secret = quorate::crypto::secret::SecretBytes::copy_of(&stream.bytes(32));
        let values = shamir::split(group.threshold(), group.count(), &secret, &mut stream).unwrap();
        let points: Vec<Point<'_>> = (0..).zip(values.iter().map(|value| value.expose())).collect();
        for mask in subsets(group.count(), group.threshold() - 1) {
            let recovered = shamir::recover(&chosen(&points, mask)).map(|_| ());
            assert_eq!(recovered, Err(DigestMismatch), "{group}, members {mask:b}");
        }
    }
}

/// Which members of which group, as masks; a group that is not needed has none.
type Choice = Vec<u32>;

/// Every way to take exactly the threshold of groups, and of each exactly the threshold of members.
fn minimal_choices(policy: &Policy) -> Vec<Choice> {
    let mut choices = Vec::new();
    for taken in subsets(policy.group_count(), policy.groups_needed()) {
        let mut partial: Vec<Choice> = vec![vec![]];
        for (at, group) in policy.groups().iter().enumerate() {
            let ways: Vec<u32> = match taken >> at & 1 {
                0 => vec![0],
                _ => subsets(group.count(), group.threshold()).collect(),
            };
            let extended =
                |choice: &Choice| ways.iter().map(|&way| [choice.as_slice(), &[way]].concat()).collect();
            partial = partial.iter().flat_map(|choice| -> Vec<Choice> { extended(choice) }).collect();
        }
        choices.extend(partial);
    }
    choices
}

fn taken<'a>(shares: &'a [Vec<String>], choice: &Choice) -> Vec<&'a String> {
    let of_group = |(group, mask): (&'a Vec<String>, &u32)| chosen(&group.iter().collect::<Vec<_>>(), *mask);
    shares.iter().zip(choice).flat_map(of_group).collect()
}

#[test]
fn every_minimal_combination_of_groups_recovers_and_none_does_without_any_one_share() {
    let mut stream = Stream::new(4);
    for (policy, combinations) in [
        (policy(1, &[(2, 3), (3, 5), (1, 1)]), 3 + 10 + 1),
        (policy(2, &[(2, 3), (3, 5), (1, 1)]), 30 + 3 + 10),
        (policy(3, &[(2, 3), (3, 5), (1, 1)]), 30),
        (policy(2, &[(1, 1), (1, 1), (1, 1)]), 3),
        (policy(3, &[(2, 3), (2, 2), (3, 4), (1, 1), (5, 6)]), 12 + 3 + 18 + 12 + 72 + 18 + 4 + 24 + 6 + 24),
        (policy(16, &[(16, 16); 16]), 1),
        (policy(15, &[(2, 2); 16]), 16),
    ] {
        let deal = deal(&policy, 16, &mut stream);
        let shares = mnemonics(&deal);
        let choices = minimal_choices(&policy);
        assert_eq!(choices.len(), combinations, "{policy}");
        for choice in choices {
            let quorum = set(taken(&shares, &choice)).prove().unwrap();
            assert!(quorum.ems().matches(deal.ems()), "{policy}: {choice:?}");
            for without in (0..choice.len()).filter(|&group| choice[group] != 0) {
                let mut less = choice.clone();
                less[without] &= less[without] - 1;
                let refused = set(taken(&shares, &less)).prove().map(|_| ());
                let expected = too_few(&deal, &policy, less.iter().map(|mask| mask.count_ones()));
                assert_eq!(refused, Err(expected), "{policy}: {less:?}");
            }
        }
    }
}

#[test]
fn the_deal_counts_what_this_file_counts() {
    let mut stream = Stream::new(5);
    for policy in [policy(1, &[(8, 16)]), policy(2, &[(2, 3), (3, 5), (1, 1)])] {
        let deal = deal(&policy, 16, &mut stream);
        assert_eq!(deal.prove(), Ok(policy.quorums_to_prove()));
        let values = deal.groups().iter().flatten().map(Share::value_len);
        assert!(values.eq(std::iter::repeat_n(16, policy.share_count())), "{policy}");
    }
}
