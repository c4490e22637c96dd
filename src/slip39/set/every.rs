//! Trying every quorum that can be made of the shares that are here, as a drill does: not only that they agree, but
//! that each way to choose so many of them gives the same back.

use crate::{
    crypto::{hash::Tick, secret::SecretBytes},
    slip39::{
        header::Header,
        math::{
            shamir::{self, Point},
            subsets::{chosen, number_of_subsets, subsets},
        },
        set::{
            agreement::agree,
            quorum::{Quorum, QuorumError, ShareSet, member_points},
        },
        share::Share,
    },
};

/// What trying every quorum came to.
#[derive(Debug)]
pub struct Tried {
    /// Quorums among the shares that are here: the smallest sets of them that give the encrypted master secret.
    /// [`u64::MAX`] stands for itself and for more.
    pub quorums: u64,
    /// Those that gave the same as all the others.
    pub passed: u64,
    /// Recombinations by which all of them were tried.
    pub recombinations: u64,
    /// Those that did not give what the others gave.
    pub dissenting: u64,
    /// The shares of complete groups that took part in giving the encrypted master secret back; none if nothing did.
    pub exercised: Vec<Header>,
    /// The quorum that they are together, or why they are none.
    pub together: Result<Quorum, QuorumError>,
}

impl ShareSet {
    /// Recombinations that try every quorum of the shares that are here: each set of members of each complete group, then
    /// each set of complete groups. A sum, while the quorums are a product: what a group yields is the same whichever
    /// members bring it.
    #[must_use]
    pub fn recombinations_to_try(&self) -> u64 {
        let complete: Vec<&[Share]> = self.complete().map(|(_, shares)| shares).collect();
        let members: u64 = complete.iter().map(|shares| ways(shares.len(), threshold(shares))).sum();
        members + ways(complete.len(), self.groups_needed())
    }

    /// Recombines every quorum of the shares that are here. Shares beyond the threshold are put to the test by it, too.
    pub fn try_every_quorum(&self, tick: Tick<'_>) -> Tried {
        let mut parts = Vec::new();
        for (group, shares) in self.complete() {
            let points = member_points(shares);
            let common = Common::of(&points, threshold(shares));
            let agreeing = common.agreeing(&points, threshold(shares), tick).count() as u64;
            parts.push((group, shares, common, agreeing));
        }
        let here = || parts.iter().filter_map(|part| Some((part, part.2.secret.as_ref()?)));
        let points: Vec<Point<'_>> = here().map(|((group, ..), secret)| (*group, secret.expose())).collect();
        let whole = Common::of(&points, self.groups_needed());
        let agreeing: Vec<u32> = whole.agreeing(&points, self.groups_needed(), tick).collect();

        let tried: Vec<u64> =
            parts.iter().map(|(_, shares, ..)| ways(shares.len(), threshold(shares))).collect();
        let passed: Vec<u64> = here().map(|((.., agreeing), _)| *agreeing).collect();
        let groups = u8::try_from(parts.len()).unwrap_or(u8::MAX);
        let recombinations = self.recombinations_to_try();
        let agreed = parts.iter().map(|(.., agreeing)| agreeing).sum::<u64>() + agreeing.len() as u64;

        let mut exercised = Vec::new();
        for (group, shares, common, _) in &parts {
            let at = points.iter().position(|(index, _)| index == group);
            if whole.secret.is_some() && at.is_some_and(|at| !whole.is_astray(at)) {
                let agreeing = shares.iter().enumerate().filter(|(at, _)| !common.is_astray(*at));
                exercised.extend(agreeing.map(|(_, share)| *share.header()));
            }
        }
        Tried {
            quorums: products(&tried, subsets(groups, self.groups_needed())),
            passed: products(&passed, agreeing.into_iter()),
            recombinations,
            dissenting: recombinations - agreed,
            exercised,
            together: self.prove(),
        }
    }

    /// The groups that have reached their threshold, with their shares.
    fn complete(&self) -> impl Iterator<Item = (u8, &[Share])> {
        let groups = self.groups.iter().map(|(group, shares)| (*group, shares.as_slice()));
        groups.filter(|(_, shares)| shares.len() >= usize::from(threshold(shares)))
    }

    fn groups_needed(&self) -> u8 {
        self.header().map_or(1, |set| set.group_threshold)
    }
}

fn threshold(shares: &[Share]) -> u8 {
    shares.first().map_or(1, |share| share.header().member_threshold)
}

fn ways(count: usize, threshold: u8) -> u64 {
    u8::try_from(count).map_or(0, |count| number_of_subsets(count, threshold))
}

/// For each set of groups the product of the ways in which each of them comes together, all added up.
fn products(ways: &[u64], sets: impl Iterator<Item = u32>) -> u64 {
    let product = |set: u32| chosen(ways, set).into_iter().fold(1, u64::saturating_mul);
    sets.map(product).fold(0, u64::saturating_add)
}

/// What most of the points have in common.
struct Common {
    /// The secret; none where they are too few, or contradict each other and nothing tells who is at fault.
    secret: Option<SecretBytes>,
    /// Those at fault, as a mask.
    astray: u32,
}

impl Common {
    fn of(points: &[Point<'_>], threshold: u8) -> Self {
        if points.len() < usize::from(threshold) {
            return Self { secret: None, astray: 0 };
        }
        match agree(points, threshold) {
            Ok(secret) => Self { secret: Some(secret), astray: 0 },
            Err(0) => Self { secret: None, astray: 0 },
            Err(astray) => Self { secret: agree(&chosen(points, !astray), threshold).ok(), astray },
        }
    }

    const fn is_astray(&self, at: usize) -> bool {
        self.astray >> at & 1 == 1
    }

    /// The sets of so many points, as masks, that give the secret that they have in common.
    fn agreeing(&self, points: &[Point<'_>], threshold: u8, tick: Tick<'_>) -> impl Iterator<Item = u32> {
        let count = u8::try_from(points.len()).unwrap_or_default();
        let gives_it = move |mask: &u32| {
            tick(1);
            let given = shamir::recover(&chosen(points, *mask)).ok();
            given.zip(self.secret.as_ref()).is_some_and(|(given, secret)| given.matches(secret.expose()))
        };
        subsets(count, threshold).filter(gives_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::entropy::Scripted,
        slip39::{Deal, Exponent, MasterSecret, Passphrase, Policy},
    };

    /// The shares of a set, by group; `seed` makes it another set with the same headers.
    fn dealt(policy: &Policy, seed: u8) -> Vec<Vec<Share>> {
        let secret = MasterSecret::copy_of(&[seed; 16]).unwrap();
        let ems = secret
            .encrypt(&Passphrase::empty(), Exponent::from_bits(0), &mut Scripted(1), &mut |_| {})
            .unwrap();
        let deal = Deal::new(policy, ems, &mut Scripted(seed.into())).unwrap();
        let again = |share: &Share| Share::parse(share.mnemonic().expose()).unwrap();
        deal.groups().iter().map(|group| group.iter().map(again).collect()).collect()
    }

    fn set(shares: impl IntoIterator<Item = Share>) -> ShareSet {
        let mut set = ShareSet::default();
        for share in shares {
            set.add(share).unwrap();
        }
        set
    }

    fn groups(needed: u8, groups: &[&str]) -> Policy {
        let groups = groups.iter().map(|text| text.parse::<Policy>().unwrap().groups()[0]).collect();
        Policy::new(needed, groups).unwrap()
    }

    fn counted(set: &ShareSet) -> (u64, u64, usize, bool) {
        let mut ticks = 0;
        let tried = set.try_every_quorum(&mut |more| ticks += more);
        assert!(ticks <= tried.recombinations && tried.passed <= tried.quorums);
        assert_eq!(tried.recombinations, set.recombinations_to_try());
        (tried.quorums, tried.passed, tried.exercised.len(), tried.together.is_ok())
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn a_whole_set_passes_as_many_quorums_as_it_has() {
        for (policy, quorums) in [
            (groups(1, &["3of5"]), 10),
            (groups(1, &["1of1"]), 1),
            // 3 * 4 for the first two, and 3 or 4 for one of them beside the third.
            (groups(2, &["2of3", "3of4", "1of1"]), 12 + 3 + 4),
            (groups(3, &["2of2", "2of2", "1of1"]), 1),
        ] {
            let set = set(dealt(&policy, 7).into_iter().flatten());
            assert_eq!(counted(&set), (quorums, quorums, policy.share_count(), true), "{policy}");
            let tried = set.try_every_quorum(&mut |_| {});
            assert_eq!((tried.recombinations, tried.dissenting), (policy.quorums_to_prove(), 0), "{policy}");
        }
    }

    #[test]
    fn quorums_beyond_what_can_be_counted_are_as_many_as_can() {
        assert_eq!(products(&[3, 4, 1], subsets(3, 2)), 12 + 3 + 4);
        assert_eq!(products(&[12_870; 16], subsets(16, 8)), u64::MAX);
        assert_eq!(products(&[], subsets(0, 1)), 0);
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn an_altered_share_fails_its_quorums_and_no_others() {
        let policy = groups(1, &["3of5"]);
        for at in 0..5 {
            let mut shares = dealt(&policy, 7).remove(0);
            shares[at] = dealt(&policy, 8).remove(0).remove(at);
            let altered = *shares[at].header();
            let tried = set(shares).try_every_quorum(&mut |_| {});
            // Of four that are left any three; and the one group.
            assert_eq!((tried.quorums, tried.passed), (10, 4));
            assert_eq!((tried.recombinations, tried.dissenting), (10 + 1, 6));
            assert!(tried.exercised.len() == 4 && !tried.exercised.contains(&altered));
            assert_eq!(tried.together.err(), Some(QuorumError::Altered { culprits: vec![altered] }));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn where_nothing_tells_nothing_passes() {
        let policy = groups(1, &["3of5"]);
        let mut shares = dealt(&policy, 7).remove(0);
        shares[0] = dealt(&policy, 8).remove(0).remove(0);
        assert_eq!(counted(&set(shares.into_iter().take(3))), (1, 0, 0, false));
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn too_few_try_what_is_complete() {
        let policy = groups(2, &["2of3", "3of4"]);
        let mut dealt = dealt(&policy, 7);
        dealt[1].truncate(2);
        let some = set(dealt.into_iter().flatten());
        assert_eq!((counted(&some), some.recombinations_to_try()), ((0, 0, 0, false), 3));
        assert_eq!(counted(&ShareSet::default()), (0, 0, 0, false));
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn a_group_of_another_dealing_fails_the_sets_of_groups_with_it() {
        let policy = groups(2, &["2of3", "2of3", "2of2"]);
        let mut shares = dealt(&policy, 7);
        shares[1] = dealt(&policy, 8).remove(1);
        let tried = set(shares.into_iter().flatten()).try_every_quorum(&mut |_| {});
        // Each group within itself, 3 + 3 + 1, and of the three pairs of groups one.
        assert_eq!((tried.recombinations, tried.dissenting), (7 + 3, 2));
        assert_eq!((tried.quorums, tried.passed), (9 + 3 + 3, 3));
        assert!(tried.exercised.len() == 5 && tried.exercised.iter().all(|header| header.group != 1));
        assert!(tried.together.is_err());
    }
}
