//! What a keyholder is asked to sign: it follows from a head of the journal, and nobody could foresee that head. So
//! whoever signed it held the share after the line was written that has this hash.

use super::Head;
use crate::crypto::hash::labelled_hash;

/// A version of challenges, and of the receipts that answer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// That of program version 0.1.0: 80 bits, so whoever keeps the journal finds two histories with one challenge in
    /// 2^40 trials. Read, and no longer given.
    First,
    /// 128 bits.
    Second,
}

impl Version {
    /// The version of this challenge, by its length; none if it is no challenge.
    #[must_use]
    pub fn of(challenge: &str) -> Option<Self> {
        let is_hex = challenge.bytes().all(|digit| digit.is_ascii_hexdigit());
        [Self::First, Self::Second].into_iter().find(|version| is_hex && challenge.len() == version.digits())
    }

    /// Hex digits of a challenge.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::First => 20,
            Self::Second => 32,
        }
    }

    /// The challenge that follows from this head, in hex.
    #[must_use]
    pub fn challenge(self, head: &Head) -> String {
        let label = match self {
            Self::First => "quorate challenge 1",
            Self::Second => "quorate challenge 2",
        };
        labelled_hash(label, head.hash()).chars().take(self.digits()).collect()
    }
}

/// The challenge that is given after this head: 32 hex digits.
#[must_use]
pub fn after(head: &Head) -> String {
    Version::Second.challenge(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::journal::Journal;

    #[test]
    fn a_challenge_is_known_by_its_length_and_follows_from_one_head() {
        let head = |record: &str| Journal::found(record, "").head().clone();
        for (version, digits) in [(Version::First, 20), (Version::Second, 32)] {
            let challenge = version.challenge(&head("a"));
            assert_eq!((challenge.len(), Version::of(&challenge)), (digits, Some(version)));
            assert_eq!(challenge, version.challenge(&head("a")));
            assert_ne!(challenge, version.challenge(&head("b")));
            assert_eq!(Version::of(&challenge[1..]), None);
            assert_eq!(Version::of(&format!("g{}", &challenge[1..])), None);
        }
        // What was signed for one is never good for the other.
        let (first, second) = (Version::First.challenge(&head("a")), Version::Second.challenge(&head("a")));
        assert!(!second.starts_with(&first));
        // Heads of version 0.1.0 give what they gave then: printf 'quorate challenge 1\n00' | sha256sum
        assert_eq!(Version::First.challenge(&head("00")), "b1511b0abb4fcbd1ee2c");
    }
}
