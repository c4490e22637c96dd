//! The place of a card in its set, as people write it: `1.2`.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::slip39::{Header, ordinal};

/// A place in a set, in files `1.2`: group and member, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CardNumber {
    /// The group, counted from 0.
    pub group: u8,
    /// The member, counted from 0.
    pub member: u8,
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", ordinal(self.group), ordinal(self.member))
    }
}

impl CardNumber {
    /// The place of the share with this header.
    #[must_use]
    pub const fn of(header: &Header) -> Self {
        Self { group: header.group, member: header.member }
    }

    /// These places, each once, in order.
    #[must_use]
    pub fn each_once(places: impl IntoIterator<Item = Self>) -> Vec<Self> {
        places.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// These places as a plan counts them.
    #[must_use]
    pub fn in_plan(places: &[Self]) -> BTreeSet<(u8, u8)> {
        places.iter().map(|card| (card.group, card.member)).collect()
    }

    /// The place that `1.2` names; `2` alone is a member of the first group.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (group, member) = text.split_once('.').unwrap_or(("1", text));
        let number = |digits: &str| {
            let number: u8 = digits.parse().ok()?;
            let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit());
            number.checked_sub(1).filter(|index| *index < 16 && is_plain)
        };
        Some(Self { group: number(group)?, member: number(member)? })
    }
}

impl Serialize for CardNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CardNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not a card such as 1.2"))
    }
}
