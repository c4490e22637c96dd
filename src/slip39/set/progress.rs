//! How far a set of shares has come, by group, from headers alone.

/// How far a set has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Groups that must come together.
    pub groups_needed: usize,
    /// Groups that there are.
    pub group_count: usize,
    /// The groups of which there is a share, in order.
    pub groups: Vec<GroupProgress>,
}

impl Progress {
    /// Groups that have reached their threshold.
    #[must_use]
    pub fn groups_complete(&self) -> usize {
        self.groups.iter().filter(|group| group.missing() == 0).count()
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_sufficient(&self) -> bool {
        self.groups_complete() >= self.groups_needed
    }
}

/// How far one group has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupProgress {
    /// Which group, counted from 0.
    pub group: u8,
    /// Different shares of it that are here.
    pub present: usize,
    /// Shares of it that are needed.
    pub threshold: usize,
}

impl GroupProgress {
    /// Shares of it that are still missing.
    #[must_use]
    pub const fn missing(&self) -> usize {
        self.threshold.saturating_sub(self.present)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_complete_at_their_threshold_and_a_set_at_its_own() {
        let group = |present, threshold| GroupProgress { group: 0, present, threshold };
        assert_eq!(
            [(0, 3), (2, 3), (3, 3), (5, 3)].map(|(here, of)| group(here, of).missing()),
            [3, 1, 0, 0]
        );
        let progress = |groups_needed| Progress {
            groups_needed,
            group_count: 4,
            groups: vec![group(1, 3), group(3, 3), group(2, 1)],
        };
        assert_eq!(progress(2).groups_complete(), 2);
        assert_eq!([1, 2, 3].map(|needed| progress(needed).is_sufficient()), [true, true, false]);
    }
}
