//! What is asked for: so many of so many members, in so many of so many groups.

use std::{fmt, str::FromStr};

use crate::slip39::math::subsets::number_of_subsets;

/// Groups in a set, and members in a group, at the most: the header has four bits for each.
pub const MAX_COUNT: u8 = 16;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    threshold: u8,
    count: u8,
}

impl Group {
    /// `threshold` of `count`, 1 ≤ `threshold` ≤ `count` ≤ 16.
    ///
    /// # Errors
    ///
    /// When the numbers are out of these bounds, or for 1 of more than 1, which the standard forbids: every such
    /// share would be the secret itself.
    pub fn new(threshold: u8, count: u8) -> Result<Self, PolicyError> {
        match (threshold, count) {
            (0, _) => Err(PolicyError::ZeroThreshold),
            (_, 17..) => Err(PolicyError::TooManyMembers),
            _ if threshold > count => Err(PolicyError::ThresholdAboveCount),
            (1, 2..) => Err(PolicyError::OneOfMany),
            _ => Ok(Self { threshold, count }),
        }
    }

    /// Members that must come together.
    #[must_use]
    pub const fn threshold(self) -> u8 {
        self.threshold
    }

    /// Members that there are.
    #[must_use]
    pub const fn count(self) -> u8 {
        self.count
    }

    /// Whether one absent member stops the group.
    #[must_use]
    pub const fn needs_everyone(self) -> bool {
        self.threshold == self.count
    }
}

impl FromStr for Group {
    type Err = PolicyError;

    /// `3of5`; `3-of-5` and `3/5` are welcome too, in any case.
    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let text = text.to_ascii_lowercase();
        let (threshold, count) = ["-of-", "of", "/"]
            .iter()
            .find_map(|between| text.split_once(between))
            .ok_or(PolicyError::Syntax)?;
        let number = |digits: &str| match digits.parse::<u32>() {
            Ok(number) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(u8::try_from(number).unwrap_or(u8::MAX))
            }
            _ => Err(PolicyError::Syntax),
        };
        Self::new(number(threshold)?, number(count)?)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.threshold, self.count)
    }
}

/// The standard's two levels: some of the groups, and in each some of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    groups_needed: u8,
    groups: Vec<Group>,
}

/// What becomes of a key when one card is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The others of its group give it again.
    MadeAgain,
    /// Its group gives nothing any more, and enough other groups are left.
    GroupGone,
    /// Nothing brings the key back.
    KeyGone,
}

impl Policy {
    /// `groups_needed` of `groups`, 1 ≤ `groups_needed` ≤ number of groups ≤ 16.
    ///
    /// # Errors
    ///
    /// When the numbers are out of these bounds.
    pub fn new(groups_needed: u8, groups: Vec<Group>) -> Result<Self, PolicyError> {
        match groups.len() {
            0 => Err(PolicyError::NoGroups),
            17.. => Err(PolicyError::TooManyGroups),
            _ if groups_needed == 0 => Err(PolicyError::ZeroThreshold),
            count if usize::from(groups_needed) > count => Err(PolicyError::ThresholdAboveCount),
            _ => Ok(Self { groups_needed, groups }),
        }
    }

    /// Groups that must come together.
    #[must_use]
    pub const fn groups_needed(&self) -> u8 {
        self.groups_needed
    }

    /// The groups, in the order of their indices.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many groups there are, 1 to 16.
    #[must_use]
    pub fn group_count(&self) -> u8 {
        u8::try_from(self.groups.len()).unwrap_or(MAX_COUNT)
    }

    /// Shares that the policy makes, over all groups.
    #[must_use]
    pub fn share_count(&self) -> usize {
        self.groups.iter().map(|group| usize::from(group.count)).sum()
    }

    /// Recombinations that prove every quorum: each set of members of each group, then each set of groups. A sum of
    /// at most 218,790, not a product, because what a group yields is the same whichever members bring it.
    #[must_use]
    pub fn quorums_to_prove(&self) -> u64 {
        let members: u64 =
            self.groups.iter().map(|group| number_of_subsets(group.count, group.threshold)).sum();
        members + number_of_subsets(self.group_count(), self.groups_needed)
    }

    /// The first group in which one absent member freezes the key: every group is needed, and all of this one.
    #[must_use]
    pub fn frozen_by_one(&self) -> Option<u8> {
        let every_group = self.groups_needed == self.group_count();
        (0..).zip(&self.groups).find(|(_, group)| every_group && group.needs_everyone()).map(|(at, _)| at)
    }

    /// What it means that one card of this group, counted from 0, is gone.
    #[must_use]
    pub fn loss(&self, group: u8) -> Loss {
        match self.groups.get(usize::from(group)) {
            Some(group) if !group.needs_everyone() => Loss::MadeAgain,
            _ if self.groups_needed < self.group_count() => Loss::GroupGone,
            _ => Loss::KeyGone,
        }
    }

    /// The first group whose only member can take the key alone.
    #[must_use]
    pub fn taken_by_one(&self) -> Option<u8> {
        (0..)
            .zip(&self.groups)
            .find(|(_, group)| self.groups_needed == 1 && group.threshold == 1)
            .map(|(at, _)| at)
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    /// A policy of one group, such as `3of5`.
    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::new(1, vec![text.parse()?])
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [group] = self.groups.as_slice() {
            return write!(f, "{group}");
        }
        write!(f, "{} of {} groups (", self.groups_needed, self.groups.len())?;
        for (at, group) in self.groups.iter().enumerate() {
            write!(f, "{}{group}", if at > 0 { ", " } else { "" })?;
        }
        f.write_str(")")
    }
}

/// A policy that the standard does not allow, or that is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// There must be a group.
    #[error("a policy needs at least one group")]
    NoGroups,
    /// The standard forbids 1 of many.
    #[error("1 of several would make every share the key itself")]
    OneOfMany,
    /// Not of the form `3of5`.
    #[error("a policy looks like 3of5")]
    Syntax,
    /// More are needed than there are.
    #[error("more are needed than there are")]
    ThresholdAboveCount,
    /// The header has room for 16.
    #[error("a set has at most 16 groups")]
    TooManyGroups,
    /// The header has room for 16.
    #[error("a group has at most 16 members")]
    TooManyMembers,
    /// Nobody would be needed.
    #[error("at least 1 must be needed")]
    ZeroThreshold,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_write_a_group() {
        for text in ["3of5", "3-of-5", "3/5", "3OF5", "3-Of-5"] {
            assert_eq!(text.parse::<Policy>().unwrap().to_string(), "3 of 5", "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_policy() {
        use PolicyError::*;
        for (text, error) in [
            ("", Syntax),
            ("3", Syntax),
            ("3of", Syntax),
            ("of5", Syntax),
            ("+3of5", Syntax),
            ("3 of 5", Syntax),
            ("-1of3", Syntax),
            ("3of5of7", Syntax),
            ("3.0/5", Syntax),
            ("0of3", ZeroThreshold),
            ("0of0", ZeroThreshold),
            ("4of3", ThresholdAboveCount),
            ("1of3", OneOfMany),
            ("2of17", TooManyMembers),
            ("99of260", TooManyMembers),
            ("2of4294967299", Syntax),
        ] {
            assert_eq!(text.parse::<Policy>(), Err(error), "{text}");
        }
        let group = Group::new(2, 3).unwrap();
        assert_eq!(Policy::new(1, vec![]), Err(NoGroups));
        assert_eq!(Policy::new(1, vec![group; 17]), Err(TooManyGroups));
        assert_eq!(Policy::new(0, vec![group]), Err(ZeroThreshold));
        assert_eq!(Policy::new(3, vec![group; 2]), Err(ThresholdAboveCount));
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn there_are_121_policies_of_one_group_with_130919_quorums() {
        let groups: Vec<Group> =
            (0..=16).flat_map(|n| (0..=n).filter_map(move |t| Group::new(t, n).ok())).collect();
        assert_eq!(groups.len(), 121);
        let quorums: u64 = groups.iter().map(|group| number_of_subsets(group.count, group.threshold)).sum();
        assert_eq!(quorums, 130_919);
        let largest = Policy::new(8, vec![Group::new(8, 16).unwrap(); 16]).unwrap();
        assert_eq!(largest.quorums_to_prove(), 218_790);
    }

    #[test]
    fn a_policy_is_what_it_was_made_of_and_says_so() {
        let groups = vec![Group::new(2, 3).unwrap(), Group::new(4, 4).unwrap()];
        let policy = Policy::new(2, groups.clone()).unwrap();
        assert_eq!((policy.groups_needed(), policy.group_count(), policy.share_count()), (2, 2, 7));
        assert_eq!((policy.groups(), policy.quorums_to_prove()), (&*groups, 3 + 1 + 1));
        assert_eq!(policy.to_string(), "2 of 2 groups (2 of 3, 4 of 4)");
        assert_eq!((groups[0].threshold(), groups[0].count(), groups[0].needs_everyone()), (2, 3, false));
        assert_eq!((groups[1].threshold(), groups[1].count(), groups[1].needs_everyone()), (4, 4, true));
    }

    #[test]
    fn single_points_are_found() {
        let policy = |needed, groups: &[(u8, u8)]| {
            Policy::new(needed, groups.iter().map(|&(t, n)| Group::new(t, n).unwrap()).collect()).unwrap()
        };
        for (policy, frozen, taken) in [
            (policy(1, &[(3, 5)]), None, None),
            (policy(1, &[(3, 3)]), Some(0), None),
            (policy(1, &[(1, 1)]), Some(0), Some(0)),
            (policy(2, &[(2, 3), (1, 1)]), Some(1), None),
            (policy(2, &[(2, 3), (2, 2)]), Some(1), None),
            (policy(2, &[(2, 3), (1, 1), (1, 1)]), None, None),
            (policy(1, &[(2, 3), (1, 1)]), None, Some(1)),
            (policy(3, &[(2, 3), (2, 3), (2, 2)]), Some(2), None),
            (policy(1, &[(2, 3), (2, 3), (1, 1)]), None, Some(2)),
        ] {
            assert_eq!((policy.frozen_by_one(), policy.taken_by_one()), (frozen, taken), "{policy}");
        }
    }
}
