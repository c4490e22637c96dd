//! Everything in a share but its value: what may be shown, told and compared.
//!
//! Indices count from 0, as in the standard; [`ordinal`] is the one place that turns them into what people read.

use std::fmt;

use crate::crypto::{
    entropy::{Entropy, NoEntropy},
    secret::published,
};

/// The number that people know an index by: 1 for 0.
#[must_use]
pub const fn ordinal(index: u8) -> u8 {
    index + 1
}

/// What makes the shares of one split recognise each other: 15 random bits (0 to 32,767).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier(u16);

impl Identifier {
    /// A fresh one.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn random(entropy: &mut impl Entropy) -> Result<Self, NoEntropy> {
        let mut bits = [0; 2];
        entropy.fill(&mut bits)?;
        // Every card shows it, whatever it was computed from.
        Ok(Self::from_bits(u16::from_be_bytes(published(&bits))))
    }

    /// The low 15 bits of `bits`.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & 0x7fff)
    }

    /// The identifier as a number below 32,768.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How much work a guess of the passphrase costs: PBKDF2 runs 10,000 · 2^e iterations in all. 0 to 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponent(u8);

impl Exponent {
    /// The highest that four bits hold: about a minute on a machine with SHA instructions.
    pub const MAX: u8 = 15;

    /// What the reference library uses.
    pub const DEFAULT: Self = Self(1);

    /// `exponent`, if it is not above [`Exponent::MAX`].
    #[must_use]
    pub const fn new(exponent: u8) -> Option<Self> {
        if exponent <= Self::MAX { Some(Self(exponent)) } else { None }
    }

    /// The low four bits of `bits`.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 15)
    }

    /// The exponent, 0 to 15.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Exponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How the master secret of a set was encrypted, but for the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// The set's identifier.
    pub identifier: Identifier,
    /// Whether the identifier is left out of the encryption, so that another set of the same encrypted master secret
    /// can be made. All that we write; both are read.
    pub extendable: bool,
    /// The iteration exponent.
    pub exponent: Exponent,
}

/// What all shares of one set have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetHeader {
    /// How the master secret was encrypted.
    pub encryption: Encryption,
    /// Groups that must come together, 1 to 16.
    pub group_threshold: u8,
    /// Groups that there are, 1 to 16, not fewer than the threshold.
    pub group_count: u8,
}

/// All that a share says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it has in common with every share of its set.
    pub set: SetHeader,
    /// Its group, counted from 0.
    pub group: u8,
    /// Its place in the group, counted from 0.
    pub member: u8,
    /// Members of this group that must come together, 1 to 16. How many there are the share does not know.
    pub member_threshold: u8,
}

impl fmt::Display for Header {
    /// The share by what is printed on its card.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.set.group_count > 1 {
            write!(f, "group {}, ", ordinal(self.group))?;
        }
        write!(f, "share {}", ordinal(self.member))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    #[test]
    fn an_identifier_has_fifteen_bits_and_every_one_of_them_occurs() {
        assert_eq!(Identifier::from_bits(0xffff), Identifier(0x7fff));
        assert_eq!(Identifier::from_bits(0x8005).value(), 5);
        assert_eq!(Identifier::from_bits(31_416).to_string(), "31416");
        let mut entropy = Scripted(1);
        let drawn: Vec<u16> = (0..64).map(|_| Identifier::random(&mut entropy).unwrap().value()).collect();
        assert_eq!(drawn.iter().fold(0, |bits, drawn| bits | drawn), 0x7fff);
        assert_eq!(drawn.iter().fold(0x7fff, |bits, drawn| bits & drawn), 0);
    }

    #[test]
    fn an_exponent_has_four_bits() {
        for bits in 0..=255 {
            assert_eq!(Exponent::new(bits).map(Exponent::value), (bits <= 15).then_some(bits));
            assert_eq!(Exponent::from_bits(bits).value(), bits % 16);
        }
        assert_eq!(Exponent(12).to_string(), "12");
    }

    #[test]
    fn people_count_from_one() {
        assert_eq!([0, 1, 15].map(ordinal), [1, 2, 16]);
        let encryption =
            Encryption { identifier: Identifier(1), extendable: true, exponent: Exponent::DEFAULT };
        let header = |group_count| {
            let set = SetHeader { encryption, group_threshold: 1, group_count };
            Header { set, group: 2, member: 4, member_threshold: 3 }
        };
        assert_eq!(header(1).to_string(), "share 5");
        assert_eq!(header(3).to_string(), "group 3, share 5");
    }
}
