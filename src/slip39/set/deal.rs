//! Dealing: from the encrypted master secret and a policy to every share, proved before any is shown.

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        secret::SecretBytes,
    },
    slip39::{
        header::{Header, SetHeader},
        master::Ems,
        math::{
            shamir::{self, Point},
            subsets::{chosen, subsets},
        },
        policy::Policy,
        share::Share,
    },
};

/// All shares of one set. It exists once.
#[derive(Debug)]
pub struct Deal {
    policy: Policy,
    ems: Ems,
    group_secrets: Vec<SecretBytes>,
    groups: Vec<Vec<Share>>,
}

impl Deal {
    /// Splits `ems` among the groups, then each group's part among its members.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn new(policy: &Policy, ems: Ems, entropy: &mut impl Entropy) -> Result<Self, NoEntropy> {
        let set = SetHeader {
            encryption: ems.encryption(),
            group_threshold: policy.groups_needed(),
            group_count: policy.group_count(),
        };
        let group_secrets = shamir::split(set.group_threshold, set.group_count, ems.bytes(), entropy)?;
        let mut groups = Vec::with_capacity(group_secrets.len());
        for ((index, group), secret) in (0..).zip(policy.groups()).zip(&group_secrets) {
            let values = shamir::split(group.threshold(), group.count(), secret, entropy)?;
            let header = |member| Header { set, group: index, member, member_threshold: group.threshold() };
            groups.push((0..).zip(values).map(|(member, value)| Share::new(header(member), value)).collect());
        }
        Ok(Self { policy: policy.clone(), ems, group_secrets, groups })
    }

    /// Recombines every quorum: each set of members of each group, then each set of groups. Returns how many.
    ///
    /// # Errors
    ///
    /// When one does not give back what was dealt. No share of such a set may be shown.
    pub fn prove(&self) -> Result<u64, DealError> {
        let mut proved = 0;
        for ((group, shares), secret) in
            self.policy.groups().iter().zip(&self.groups).zip(&self.group_secrets)
        {
            let points: Vec<Point<'_>> =
                shares.iter().map(|share| (share.header().member, share.value().expose())).collect();
            proved += every_subset_recovers(&points, group.threshold(), secret)?;
        }
        let points: Vec<Point<'_>> = (0..).zip(self.group_secrets.iter().map(SecretBytes::expose)).collect();
        Ok(proved + every_subset_recovers(&points, self.policy.groups_needed(), self.ems.bytes())?)
    }

    /// The shares, by group and then member.
    #[must_use]
    pub fn groups(&self) -> &[Vec<Share>] {
        &self.groups
    }

    /// What was dealt.
    #[must_use]
    pub const fn ems(&self) -> &Ems {
        &self.ems
    }
}

fn every_subset_recovers(
    points: &[Point<'_>],
    threshold: u8,
    secret: &SecretBytes,
) -> Result<u64, DealError> {
    let count = u8::try_from(points.len()).map_err(|_| DealError)?;
    let mut proved = 0;
    for mask in subsets(count, threshold) {
        let recovered = shamir::recover(&chosen(points, mask)).map_err(|_| DealError)?;
        if !recovered.matches(secret.expose()) {
            return Err(DealError);
        }
        proved += 1;
    }
    Ok(proved)
}

/// A quorum of a fresh deal did not give back what was dealt: memory or processor are at fault, or this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quorum of the new shares does not give the key back")]
pub struct DealError;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::entropy::Scripted,
        slip39::{Encryption, Exponent, Group, Identifier},
    };

    fn deal() -> Deal {
        let groups = vec![Group::new(2, 3).unwrap(), Group::new(3, 4).unwrap(), Group::new(1, 1).unwrap()];
        let policy = Policy::new(2, groups).unwrap();
        let encryption = Encryption {
            identifier: Identifier::from_bits(7),
            extendable: true,
            exponent: Exponent::DEFAULT,
        };
        let ems = Ems::new(encryption, SecretBytes::copy_of(b"sixteen or more."));
        Deal::new(&policy, ems, &mut Scripted(1)).unwrap()
    }

    #[test]
    fn every_quorum_is_counted() {
        let deal = deal();
        assert_eq!(deal.prove(), Ok(3 + 4 + 1 + 3));
        assert_eq!(deal.policy.quorums_to_prove(), 11);
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn a_share_that_came_out_wrong_is_noticed_whichever_it_is() {
        for group in 0..3 {
            for member in 0..deal().groups[group].len() {
                let mut deal = deal();
                let share = &deal.groups[group][member];
                let mut value = SecretBytes::copy_of(share.value().expose());
                value.expose_mut()[5] ^= 0x10;
                deal.groups[group][member] = Share::new(*share.header(), value);
                assert_eq!(deal.prove(), Err(DealError), "group {group}, member {member}");
            }
        }
    }

    #[test]
    fn a_group_that_came_out_wrong_is_noticed() {
        for group in 0..3 {
            let mut deal = deal();
            deal.group_secrets[group].expose_mut()[0] ^= 1;
            assert_eq!(deal.prove(), Err(DealError), "group {group}");
        }
    }
}
