//! Every bit of every share of twenty sets turned, every index changed, shares doubled and shares of other sets: none of
//! it gives a key, and with a record the one at fault is named, whichever way it came.
//!
//! A bit is turned by mistake, so that the checksum no longer holds, and by an attacker, who makes it hold again. Left out
//! are sets in which one share is the whole key: what an attacker makes of that is another key, and nothing tells.

use quorate::{
    ceremony::{
        compare::compare,
        recover::{self, RecoverError},
        submission::{Source, Submission},
    },
    crypto::hash,
    custody::{
        plan::Plan,
        record::{DateSource, Record, RecordedKey, RecordedSet, SCHEMA, Stamp, Standing, Tool, VERSION},
    },
    inside::{Failure, record_check},
    slip39::{Ems, Policy, Share, math::rs1024::CHECKSUM_WORDS},
};

use crate::{
    craft::{deal, indices, mnemonics, policy, resealed, set, spell},
    stream::Stream,
};

/// Groups that are needed, the groups, and bytes of the master secret.
type Shape = (u8, &'static [(u8, u8)], usize);

const SETS: [Shape; 20] = [
    (1, &[(2, 2)], 16),
    (1, &[(2, 3)], 16),
    (1, &[(2, 3)], 18),
    (1, &[(3, 5)], 20),
    (1, &[(3, 3)], 24),
    (1, &[(4, 6)], 28),
    (1, &[(5, 7)], 16),
    (1, &[(8, 16)], 16),
    (1, &[(16, 16)], 16),
    (1, &[(2, 3)], 32),
    (1, &[(3, 5)], 32),
    (1, &[(2, 2)], 64),
    (1, &[(2, 2)], 78),
    (1, &[(2, 2)], 128),
    (2, &[(2, 3), (3, 5), (1, 1)], 16),
    (2, &[(1, 1), (1, 1), (1, 1)], 32),
    (1, &[(2, 3), (2, 3)], 16),
    (3, &[(2, 2), (2, 3), (3, 3)], 16),
    (2, &[(2, 3), (2, 3)], 32),
    (15, &[(1, 1); 16], 16),
];

/// Shares in them that are the only one of their group.
const LONE: usize = 1 + 3 + 16;

/// Words of the header in which the place is: group in the third, member in the fourth.
const GROUP: (usize, u32) = (2, 6);
const MEMBER: (usize, u32) = (3, 4);

/// A set with its record.
struct Set {
    policy: Policy,
    ems: Ems,
    shares: Vec<Vec<String>>,
    record: Record,
}

impl Set {
    fn new((needed, groups, bytes): Shape, stream: &mut Stream) -> Self {
        let policy = policy(needed, groups);
        let deal = deal(&policy, bytes, stream);
        let shares = mnemonics(&deal);
        let salt = Record::fresh_salt(stream).unwrap();
        let salt_bytes = hash::bytes(&salt).unwrap();
        let dealt: Vec<&Share> = deal.groups().iter().flatten().collect();
        let plan = Plan::of_policy(&policy, &[], &[]);
        let record = Record {
            schema: SCHEMA.to_owned(),
            version: VERSION,
            set: RecordedSet::of(&dealt[0].header().set),
            label: None,
            plan_hash: plan.hash(),
            plan,
            key: RecordedKey { bytes, words: dealt[0].word_count(), form: None, public: None },
            passphrase: Some(false),
            single_point_accepted: false,
            broken_rules_accepted: Vec::new(),
            practice: false,
            date: Some(Stamp { day: "2026-11-24".parse().unwrap(), source: DateSource::Given }),
            remade: None,
            tool: Tool {
                version: "0".to_owned(),
                sha256: "0".repeat(64),
                hardened: true,
                medium_claimed: None,
            },
            supersedes: Vec::new(),
            origin: None,
            old_shares_accepted: Vec::new(),
            shares: dealt
                .iter()
                .map(|share| Record::share(share.header(), &share.mnemonic(), &salt_bytes))
                .collect(),
            salt,
            fingerprint: None,
            proved: Vec::new(),
            sealed: None,
            rolled: None,
            journal: false,
        };
        assert_eq!(Record::read(record.text().as_bytes()).as_ref(), Ok(&record));
        let ems = set(shares.iter().flatten()).prove().unwrap().into_ems();
        Self { policy, ems, shares, record }
    }

    /// The smallest quorum that has this share in it, and where it stands there.
    fn quorum_with(&self, group: usize, member: usize) -> (Vec<String>, usize) {
        let others = (0..self.shares.len()).filter(|&other| other != group);
        let taken = std::iter::once(group).chain(others).take(self.policy.groups_needed().into());
        let mut quorum = Vec::new();
        for taken in taken {
            let threshold = self.policy.groups()[taken].threshold().into();
            let first = if taken == group { member } else { 0 };
            let others = (0..self.shares[taken].len()).filter(|&other| other != first);
            let members = std::iter::once(first).chain(others).take(threshold);
            quorum.extend(members.map(|member| self.shares[taken][member].clone()));
        }
        (quorum, 0)
    }

    /// Sees that a quorum in which one share is another one gives no key, and that the record says which; returns whether
    /// it took the record to refuse it.
    fn is_refused(&self, mut quorum: Vec<String>, at: usize, other: String) -> bool {
        quorum[at] = other;
        let compared = compare(&self.record, &brought(&quorum));
        let proved = recover::quorum(brought(&quorum));
        let is_by_record = proved.is_ok();
        let failure = match proved {
            // A place that no share of its group can have, beside a value that is the dealt one.
            Ok((_, quorum)) => {
                assert!(quorum.ems().matches(&self.ems), "another key");
                record_check::failure(&compared).unwrap()
            }
            Err(error) => {
                assert!(matches!(Failure::from(error.clone()).exit(), 3..=5), "{error:?}");
                record_check::blamed(error, &compared)
            }
        };
        let expected: &[u8] = if Share::parse(&quorum[at]).is_ok() { &[5, 6] } else { &[3] };
        assert!(expected.contains(&failure.exit()), "{failure:?}");
        assert_eq!(failure.about().share, Some(source(at).name), "{failure:?}");
        let contradicted = compared.iter().filter(|one| one.contradiction().is_some());
        assert!(contradicted.map(|one| &one.source).all(|named| *named == source(at)), "{compared:?}");
        is_by_record
    }

    /// Every share, with the quorum that it is in, the place there, and its words by number.
    fn each(&self) -> impl Iterator<Item = (Vec<String>, usize, Vec<u16>)> {
        let places = (0..self.shares.len())
            .flat_map(|group| (0..self.shares[group].len()).map(move |member| (group, member)));
        places.map(|(group, member)| {
            let (quorum, at) = self.quorum_with(group, member);
            let words = indices(&quorum[at]);
            (quorum, at, words)
        })
    }
}

fn source(at: usize) -> Source {
    Source::typed(at + 1)
}

fn brought(texts: &[String]) -> Vec<Submission> {
    texts.iter().enumerate().map(|(at, text)| Submission::read(source(at), text)).collect()
}

fn sets(seed: u64) -> impl Iterator<Item = Set> {
    let mut stream = Stream::new(seed);
    SETS.into_iter().map(move |set| Set::new(set, &mut stream))
}

#[test]
fn every_bit_turned_by_mistake_is_refused_and_its_word_named() {
    let mut turned = 0;
    for set in sets(101) {
        for (texts, at, words) in set.each() {
            for bit in 0..10 * words.len() {
                let mut words = words.clone();
                words[bit / 10] ^= 1 << (bit % 10);
                let mut texts = texts.clone();
                texts[at] = spell(&words);
                let RecoverError::Unreadable(source, found) =
                    recover::quorum(brought(&texts)).map(|_| ()).unwrap_err()
                else {
                    panic!("bit {bit} passes")
                };
                assert_eq!((source, found.word()), (self::source(at), Some(bit / 10 + 1)));
                turned += 1;
            }
        }
    }
    assert_eq!(turned, 31_410, "bits of all shares of all sets");
}

#[test]
fn every_bit_turned_by_an_attacker_is_refused_and_his_share_named_by_the_record() {
    let (mut turned, mut by_record) = (0, 0);
    for set in sets(102) {
        for (texts, at, words) in set.each() {
            for bit in 0..10 * (words.len() - CHECKSUM_WORDS) {
                let mut words = words.clone();
                words[bit / 10] ^= 1 << (bit % 10);
                by_record += usize::from(set.is_refused(texts.clone(), at, resealed(&words)));
                turned += 1;
            }
        }
    }
    assert_eq!(turned, 27_720, "bits before the checksums");
    // The four bits of the member, in the only share of a group: its value is the group's whatever they say.
    assert_eq!(by_record, 4 * LONE);
}

#[test]
fn every_other_place_that_a_share_may_claim_is_refused_and_the_claim_named_by_the_record() {
    let mut by_record = 0;
    for set in sets(103) {
        for (texts, at, words) in set.each() {
            for (word, shift) in [GROUP, MEMBER] {
                for change in 1..16 {
                    let mut words = words.clone();
                    words[word] ^= change << shift;
                    by_record += usize::from(set.is_refused(texts.clone(), at, resealed(&words)));
                }
            }
        }
    }
    assert_eq!(by_record, 15 * LONE);
}

#[test]
fn a_share_twice_counts_once_and_the_repeat_is_named() {
    for set in sets(104) {
        for (texts, at, _) in set.each() {
            let mut texts = texts;
            let other = (at + 1) % texts.len();
            texts[other] = texts[at].to_uppercase();
            let error = recover::quorum(brought(&texts)).map(|_| ()).unwrap_err();
            let RecoverError::TooFew { repeats, .. } = &error else { panic!("{error:?}") };
            assert_eq!(repeats, &[source(other)]);
            assert_eq!(Failure::from(error).exit(), 4);
        }
    }
}

#[test]
fn a_share_of_another_set_is_refused_and_named_by_the_record_even_under_the_same_header() {
    for (set, twin) in sets(105).zip(sets(106)) {
        let others = set.each().zip(twin.each());
        for ((texts, at, _), (_, _, forged)) in others {
            // All that differs is what was dealt.
            assert!(!set.is_refused(texts.clone(), at, spell(&forged)));
            let mut stranger = forged;
            stranger[0] ^= 1;
            assert!(!set.is_refused(texts, at, resealed(&stranger)));
        }
    }
}

#[test]
fn the_untouched_quorums_give_a_key_and_the_record_knows_them() {
    for set in sets(107) {
        for (texts, ..) in set.each() {
            assert!(recover::quorum(brought(&texts)).is_ok());
            let compared = compare(&set.record, &brought(&texts));
            assert!(compared.iter().all(|one| one.standing == Standing::Dealt));
        }
    }
}
