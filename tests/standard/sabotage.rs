//! Shares that lie, with checksums that are right: whatever disagrees is refused, and named where anything tells.
//!
//! The lies come from a second deal under the same header, which no look at a header can tell from the first, or
//! from single turned bits.

use quorate::slip39::{
    Added, Deal, Encryption, Header, Misfit, Passphrase, Policy, QuorumError, Share, ShareSet,
};

use crate::{
    craft::{ENCRYPTION, deal, mnemonics, policy, set, with_bit_flipped},
    stream::Stream,
};

/// Two deals by one policy whose shares differ in nothing but their values, as mnemonics.
fn twins(policy: &Policy, stream: &mut Stream) -> [Vec<Vec<String>>; 2] {
    [deal(policy, 16, stream), deal(policy, 16, stream)].map(|deal| mnemonics(&deal))
}

fn header(mnemonic: &str) -> Header {
    *Share::parse(mnemonic).unwrap().header()
}

fn refusal<'a>(mnemonics: impl IntoIterator<Item = &'a String>) -> QuorumError {
    set(mnemonics).prove().map(|_| ()).unwrap_err()
}

#[test]
fn an_altered_surplus_share_is_named_wherever_it_stands() {
    let mut stream = Stream::new(11);
    for (threshold, count) in [(2, 3), (3, 5), (5, 7), (8, 16), (15, 16)] {
        let [[honest], [forged]] =
            twins(&policy(1, &[(threshold, count)]), &mut stream).map(|groups| groups.try_into().unwrap());
        let present = usize::from(threshold) + 1;
        for liar in 0..present {
            let mut shares: Vec<&String> = honest.iter().take(present).collect();
            shares[liar] = &forged[liar];
            let culprits = vec![header(&forged[liar])];
            stream.shuffle(&mut shares);
            assert_eq!(refusal(shares), QuorumError::Altered { culprits }, "{threshold} of {count}");
        }
    }
}

#[test]
fn several_altered_shares_are_named_as_long_as_one_true_quorum_is_there() {
    let mut stream = Stream::new(12);
    let [[honest], [forged]] =
        twins(&policy(1, &[(3, 8)]), &mut stream).map(|groups| groups.try_into().unwrap());
    let mixed = |liars: &[usize]| -> Vec<&String> {
        (0..8).map(|at| if liars.contains(&at) { &forged[at] } else { &honest[at] }).collect()
    };
    // Two forgeries cannot make a quorum of their own; three from one deal could, and would accuse the others.
    for liars in [[0, 1], [0, 7], [3, 4], [6, 7]] {
        let culprits = liars.map(|at| header(&forged[at])).to_vec();
        assert_eq!(refusal(mixed(&liars)), QuorumError::Altered { culprits });
    }
}

#[test]
fn an_altered_share_among_just_enough_accuses_its_group() {
    let mut stream = Stream::new(13);
    let policy = policy(2, &[(2, 3), (3, 5), (1, 1)]);
    let [honest, forged] = twins(&policy, &mut stream);
    for group in [0, 1] {
        let threshold: usize = policy.groups()[group].threshold().into();
        for liar in 0..threshold {
            let mut shares: Vec<&String> = honest[group].iter().take(threshold).collect();
            shares[liar] = &forged[group][liar];
            shares.extend(&honest[2]);
            let group = group.try_into().unwrap();
            assert_eq!(refusal(shares), QuorumError::GroupDisagrees { group });
        }
    }
}

#[test]
fn every_single_bit_of_a_value_counts() {
    let mut stream = Stream::new(14);
    for bytes in [16, 32, 66] {
        let [shares] = mnemonics(&deal(&policy(1, &[(2, 3)]), bytes, &mut stream)).try_into().unwrap();
        for bit in 0..8 * bytes {
            let altered = with_bit_flipped(&shares[1], bit);
            assert_ne!(altered, shares[1]);
            let just_enough = refusal([&shares[0], &altered]);
            assert_eq!(just_enough, QuorumError::GroupDisagrees { group: 0 }, "bit {bit} of {bytes} bytes");
            let surplus = refusal([&shares[0], &altered, &shares[2]]);
            assert_eq!(surplus, QuorumError::Altered { culprits: vec![header(&altered)] }, "bit {bit}");
        }
    }
}

#[test]
fn a_whole_group_of_lies_is_named_when_there_are_groups_to_spare() {
    let mut stream = Stream::new(15);
    let policy = policy(2, &[(2, 3), (1, 1), (3, 3), (2, 2)]);
    let [honest, forged] = twins(&policy, &mut stream);
    for liar in 0..4 {
        let group = |at| if at == liar { &forged[at] } else { &honest[at] };
        let groups = vec![u8::try_from(liar).unwrap()];
        assert_eq!(refusal((0..4).flat_map(group)), QuorumError::GroupsDisagree { groups });
        let other = (liar + 1) % 4;
        let just_enough = refusal([other, liar].into_iter().flat_map(group));
        assert_eq!(just_enough, QuorumError::GroupsDisagree { groups: vec![] }, "nothing tells which");
    }
}

#[test]
fn groups_that_each_suffice_must_agree_and_a_lone_dissenter_is_named() {
    let mut stream = Stream::new(16);
    let [honest, forged] = twins(&policy(1, &[(1, 1), (2, 2), (1, 1)]), &mut stream);
    let refused = refusal(honest[0].iter().chain(&honest[1]).chain(&forged[2]));
    assert_eq!(refused, QuorumError::GroupsDisagree { groups: vec![2] });
    let refused = refusal(honest[0].iter().chain(&forged[2]));
    assert_eq!(refused, QuorumError::GroupsDisagree { groups: vec![] });
}

#[test]
fn a_group_that_is_short_and_not_needed_is_told_as_untested() {
    let mut stream = Stream::new(17);
    let policy = policy(2, &[(2, 3), (3, 5), (1, 1), (2, 2)]);
    let deal = deal(&policy, 16, &mut stream);
    let shares = mnemonics(&deal);
    let idle = [&shares[1][4], &shares[1][0], &shares[3][1]];
    let quorum = set(shares[0][..2].iter().chain(idle).chain(&shares[2])).prove().unwrap();
    assert!(quorum.ems().matches(deal.ems()));
    assert_eq!(quorum.untested(), idle.map(|mnemonic| header(mnemonic)));
    assert!(set(shares[0][..2].iter().chain(&shares[2])).prove().unwrap().untested().is_empty());
}

#[test]
fn a_repeat_counts_once_and_a_double_at_one_place_is_refused() {
    let mut stream = Stream::new(18);
    let [[honest], [forged]] =
        twins(&policy(1, &[(3, 5)]), &mut stream).map(|groups| groups.try_into().unwrap());
    let mut set = set(&honest[..2]);
    for _ in 0..3 {
        assert_eq!(set.add(Share::parse(&honest[1].to_uppercase()).unwrap()), Ok(Added::Repeat));
        assert_eq!(set.add(Share::parse(&forged[1]).unwrap()), Err(Misfit::SameIndex));
    }
    assert_eq!((set.headers().count(), set.progress().groups[0].missing()), (2, 1));
    assert!(matches!(set.prove(), Err(QuorumError::TooFew(_))));
    assert_eq!(set.add(Share::parse(&honest[4]).unwrap()), Ok(Added::New));
    assert!(set.prove().is_ok(), "the refused shares left no trace");
}

#[test]
fn nobody_is_accused_where_two_quorums_contradict_each_other() {
    let mut stream = Stream::new(20);
    let [[honest], [forged]] =
        twins(&policy(1, &[(3, 8)]), &mut stream).map(|groups| groups.try_into().unwrap());
    for liars in [[0, 1, 2], [5, 6, 7]] {
        let mixed = (0..8).map(|at| if liars.contains(&at) { &forged[at] } else { &honest[at] });
        assert_eq!(refusal(mixed), QuorumError::GroupDisagrees { group: 0 }, "both sides have a true digest");
    }
}

#[test]
fn a_digest_that_was_not_looked_at_confirms_nothing() {
    let mut stream = Stream::new(28);
    let shares = mnemonics(&deal(&policy(1, &[(1, 1), (2, 3)]), 16, &mut stream));
    let lone = set([&shares[0][0]]).prove().unwrap();
    assert!(!lone.has_digest());
    let with_an_idle_one = set([&shares[0][0], &shares[1][2]]).prove().unwrap();
    assert!(!with_an_idle_one.has_digest(), "the second group is short, its digest unknown");
    let with_both = set([&shares[0][0], &shares[1][2], &shares[1][0]]).prove().unwrap();
    assert!(with_both.has_digest());
}

/// The first share of a small deal in which one thing is otherwise.
fn stranger(policy: &Policy, encryption: Encryption, bytes: usize, stream: &mut Stream) -> Share {
    let secret = quorate::slip39::MasterSecret::copy_of(&stream.bytes(bytes)).unwrap();
    let ems = secret.encrypt_as(&Passphrase::empty(), encryption, &mut |_| {});
    let deal = Deal::new(policy, ems, stream).unwrap();
    Share::parse(deal.groups()[0][0].mnemonic().expose()).unwrap()
}

#[test]
fn every_difference_in_a_header_has_its_own_name() {
    use quorate::slip39::{Exponent, Identifier};
    let mut stream = Stream::new(19);
    let own = policy(2, &[(2, 3), (2, 3)]);
    let others: [(Misfit, &Policy, Encryption, usize); 7] = [
        (
            Misfit::Identifier { own: Identifier::from_bits(1), others: ENCRYPTION.identifier },
            &own,
            Encryption { identifier: Identifier::from_bits(1), ..ENCRYPTION },
            16,
        ),
        (Misfit::Extendable, &own, Encryption { extendable: false, ..ENCRYPTION }, 16),
        (Misfit::Exponent, &own, Encryption { exponent: Exponent::from_bits(1), ..ENCRYPTION }, 16),
        (Misfit::GroupThreshold, &policy(1, &[(2, 3), (2, 3)]), ENCRYPTION, 16),
        (Misfit::GroupCount, &policy(2, &[(2, 3), (2, 3), (2, 3)]), ENCRYPTION, 16),
        (Misfit::MemberThreshold, &policy(2, &[(3, 3), (2, 3)]), ENCRYPTION, 16),
        (Misfit::Length, &own, ENCRYPTION, 18),
    ];
    for (misfit, policy, encryption, bytes) in others {
        let mut set = ShareSet::default();
        assert_eq!(set.add(stranger(&own, ENCRYPTION, 16, &mut stream)), Ok(Added::New));
        assert_eq!(set.add(stranger(policy, encryption, bytes, &mut stream)), Err(misfit));
        assert_eq!(set.headers().count(), 1);
    }
}

#[test]
fn a_digest_confirms_whatever_was_shared_on_either_level() {
    let mut stream = Stream::new(19);
    for (needed, groups, confirmed) in [
        (1, &[(1, 1)][..], false),
        (1, &[(2, 2)], true),
        (2, &[(1, 1), (1, 1)], true),
        (1, &[(1, 1), (1, 1)], false),
        (1, &[(2, 2), (1, 1)], true),
        (1, &[(1, 1), (2, 2)], true),
        (2, &[(2, 2), (1, 1)], true),
    ] {
        let deal = deal(&policy(needed, groups), 16, &mut stream);
        let quorum = set(mnemonics(&deal).iter().flatten()).prove().unwrap();
        assert_eq!(quorum.has_digest(), confirmed, "{needed} of {groups:?}");
        assert!(quorum.untested().is_empty() && quorum.ems().matches(deal.ems()));
    }
}
