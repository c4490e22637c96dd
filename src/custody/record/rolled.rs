//! How people's rolls went into a set.

use serde::{Deserialize, Serialize};

use crate::crypto::hash::bytes;

/// How people's rolls went into a set. No roll is in it, nor anything that tells one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedRolls {
    /// How many people rolled.
    pub contributors: usize,
    /// The sides of what they rolled: 2 for a coin, 52 for a deck of cards.
    pub sides: u8,
    /// How often each of them rolled.
    pub rolls: usize,
    /// What the key is made of; the dealing is always mixed.
    pub key: RolledKey,
    /// The SHA-256 of the machine's random bytes, which it showed before anybody rolled: 64 hex digits.
    pub commitment: String,
    /// Whether the bytes were shown to a second machine, and somebody said that it computed the same. Else nobody has compared
    /// them with the commitment.
    pub opened: bool,
    /// Whether this is the record of the second machine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
}

/// What the key of a set is made of that was dealt with rolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RolledKey {
    /// Of the rolls and the machine's random bytes.
    Mixed,
    /// Of the rolls alone, of six-sided dice.
    DiceOnly,
    /// It was given, or is that of an old set.
    Given,
}

impl RecordedRolls {
    /// What is told of it, wherever a set is told of, a line each.
    #[must_use]
    pub fn told(&self) -> [String; 2] {
        let Self { contributors, sides, rolls, .. } = self;
        let rolls = match sides {
            2 => format!("{rolls} throws of a coin"),
            52 => format!("{rolls} cards"),
            sides => format!("{rolls} rolls of {sides} sides"),
        };
        let people =
            if *contributors == 1 { "1 person".to_owned() } else { format!("{contributors} people") };
        let of_what = match self.key {
            RolledKey::Mixed => "for the key and the dealing",
            RolledKey::DiceOnly => "of which alone the key is made",
            RolledKey::Given => "for the dealing",
        };
        let opened = match (self.opened, self.second) {
            (true, true) => "those of the first machine, which shows the same agreement code",
            // Only the second can know; this is what somebody said at the first.
            (true, false) => "opened; somebody said that a second machine computed the same",
            (false, _) => "committed, never opened",
        };
        [
            format!("rolled by {people}: {rolls} each, {of_what}"),
            format!("the machine's random bytes: {opened}"),
        ]
    }

    pub(super) fn is_consistent(&self) -> bool {
        self.contributors > 0 && bytes::<32>(&self.commitment).is_some() && (self.opened || !self.second)
    }
}
