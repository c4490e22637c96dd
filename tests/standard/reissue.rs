//! A lost share again: from every quorum the same words as were dealt, and from anything less nothing.

use quorate::slip39::{
    Deal, Lost, QuorumError, SetReissueError, Share, ShareSet, Shortfall,
    math::subsets::{chosen, subsets},
};

use crate::{
    craft::{deal, mnemonics, policy, set, with_bit_flipped},
    stream::Stream,
};

fn lost(group: u8, member: u8) -> Lost {
    Lost { group, member, is_lone: false }
}

fn lone(group: u8) -> Lost {
    Lost { group, member: 0, is_lone: true }
}

fn words(set: &ShareSet, lost: Lost) -> Result<String, SetReissueError> {
    set.reissue(lost).map(|share| share.mnemonic().expose().to_owned())
}

/// A deal, and its shares by group.
fn dealt(groups_needed: u8, groups: &[(u8, u8)], seed: u64) -> (Deal, Vec<Vec<String>>) {
    let deal = deal(&policy(groups_needed, groups), 32, &mut Stream::new(seed));
    let shares = mnemonics(&deal);
    (deal, shares)
}

/// The shares of a group that `mask` chooses.
fn some(shares: &[String], mask: u32) -> Vec<&String> {
    chosen(&shares.iter().collect::<Vec<_>>(), mask)
}

/// Every lost share of a group, from every quorum of the others, surplus included; how many were made.
fn every_quorum_of(deal: &Deal, shares: &[Vec<String>], group: u8) -> usize {
    let own = &shares[usize::from(group)];
    let threshold = deal.groups()[usize::from(group)][0].header().member_threshold;
    let count = u8::try_from(own.len()).unwrap();
    let mut made = 0;
    for mask in (0..=count).flat_map(|size| subsets(count, size)) {
        let here = set(some(own, mask));
        for member in (0..count).filter(|member| mask >> member & 1 == 0) {
            match words(&here, lost(group, member)) {
                Ok(again) => {
                    assert_eq!(again, own[usize::from(member)], "members {mask:b}");
                    assert!(mask.count_ones() >= threshold.into());
                    made += 1;
                }
                Err(error) => {
                    assert!(matches!(error, SetReissueError::TooFew(_)), "{error:?}");
                    assert!(mask.count_ones() < threshold.into(), "members {mask:b}");
                }
            }
        }
    }
    made
}

#[test]
fn every_quorum_of_3of5_gives_every_lost_share_word_for_word() {
    let (deal, shares) = dealt(1, &[(3, 5)], 61);
    assert_eq!(every_quorum_of(&deal, &shares, 0), 10 * 2 + 5);
}

#[test]
fn a_group_brings_its_own_shares_back_and_needs_no_other() {
    let (deal, shares) = dealt(2, &[(2, 3), (3, 5)], 62);
    assert_eq!(every_quorum_of(&deal, &shares, 0), 3);
    assert_eq!(every_quorum_of(&deal, &shares, 1), 10 * 2 + 5);
    let other = set(&shares[1]);
    assert_eq!(words(&other, lost(0, 0)), Err(SetReissueError::TooFew(Shortfall::Unknown)));
}

#[test]
fn the_largest_group_has_the_highest_index_too() {
    let (_, shares) = dealt(1, &[(16, 16)], 63);
    let short = set(&shares[0][..15]);
    assert!(matches!(words(&short, lost(0, 15)), Err(SetReissueError::TooFew(Shortfall::Members(_)))));
    let (_, shares) = dealt(16, &[(2, 16); 16], 64);
    assert_eq!(words(&set(&shares[15][3..5]), lost(15, 15)).unwrap(), shares[15][15]);
}

#[test]
fn the_only_share_of_a_group_comes_from_every_quorum_of_the_others() {
    for (groups_needed, seed) in [(1, 65), (2, 66)] {
        let (_, shares) = dealt(groups_needed, &[(1, 1), (2, 3), (2, 3)], seed);
        for (one, other) in subsets(3, 2).flat_map(|one| subsets(3, 2).map(move |other| (one, other))) {
            let here = set(some(&shares[1], one).into_iter().chain(some(&shares[2], other)));
            assert_eq!(words(&here, lone(0)).unwrap(), shares[0][0]);
            assert_eq!(words(&here, lost(0, 0)), Err(SetReissueError::TooFew(Shortfall::Unknown)));
        }
        let one_group = words(&set(&shares[1]), lone(0));
        match groups_needed {
            1 => assert_eq!(one_group.unwrap(), shares[0][0]),
            _ => assert!(matches!(one_group, Err(SetReissueError::TooFew(Shortfall::Groups(_))))),
        }
    }
}

#[test]
fn a_lone_share_that_every_quorum_needs_is_gone() {
    let (_, shares) = dealt(2, &[(1, 1), (2, 3)], 67);
    assert_eq!(words(&set(&shares[1]), lone(0)), Err(SetReissueError::Gone));
}

#[test]
fn what_is_no_lost_share_is_not_made() {
    let (deal, shares) = dealt(2, &[(1, 1), (2, 3), (2, 3)], 68);
    let all = set(shares.iter().flatten());
    let present = *deal.groups()[1][2].header();
    assert_eq!(words(&all, lost(1, 2)), Err(SetReissueError::Present(present)));
    assert_eq!(words(&all, lost(3, 0)), Err(SetReissueError::NoSuchGroup { group_count: 3 }));
    for member in [lost(0, 1), Lost { member: 1, ..lone(0) }] {
        assert_eq!(words(&all, member), Err(SetReissueError::NoSuchMember));
    }
    // Where nothing of the group is here to contradict, what came out would be the group's secret under another number.
    let others = set(shares[1].iter().chain(&shares[2]));
    assert_eq!(words(&others, Lost { member: 1, ..lone(0) }), Err(SetReissueError::NoSuchMember));
    assert_eq!(
        words(&ShareSet::default(), lost(0, 0)),
        Err(SetReissueError::TooFew(Shortfall::Unknown)),
        "nothing is here"
    );
}

#[test]
fn nothing_is_made_of_shares_that_disagree() {
    let (deal, shares) = dealt(1, &[(3, 5)], 69);
    let forged = with_bit_flipped(&shares[0][1], 7);
    let four = set([&shares[0][0], &forged, &shares[0][2], &shares[0][3]]);
    let culprit = QuorumError::Altered { culprits: vec![*deal.groups()[0][1].header()] };
    assert_eq!(words(&four, lost(0, 4)), Err(SetReissueError::Disagree(culprit)));
    let three = set([&shares[0][0], &forged, &shares[0][2]]);
    let nobody = QuorumError::GroupDisagrees { group: 0 };
    assert_eq!(words(&three, lost(0, 4)), Err(SetReissueError::Disagree(nobody)));
}

#[test]
fn a_share_that_was_never_dealt_would_fit_all_the_same() {
    let (_, shares) = dealt(1, &[(3, 5)], 70);
    let sixth = set(&shares[0][..3]).reissue(lost(0, 5)).unwrap();
    let mut with_it = set(&shares[0][2..4]);
    with_it.add(Share::parse(sixth.mnemonic().expose()).unwrap()).unwrap();
    assert!(with_it.prove().unwrap().has_digest());
}
