//! The words of a share as people read them, and why a text is none.

use std::fmt;

use crate::crypto::secret::SecretText;

/// A share's words in lower case with single spaces, as they are printed, scanned and typed.
pub struct Mnemonic(SecretText);

impl Mnemonic {
    pub(super) const fn new(words: SecretText) -> Self {
        Self(words)
    }

    /// The words as one line.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The words one by one.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.expose().split(' ')
    }
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mnemonic(redacted)")
    }
}

/// Text that is not a share. Positions count from 1, as on the card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MnemonicError {
    /// The checksum does not hold.
    #[error("the checksum does not match")]
    Checksum,
    /// There is nothing.
    #[error("there are no words")]
    Empty,
    /// The header names a group beyond those that it says there are.
    #[error("the header names a group that does not exist")]
    GroupIndex,
    /// The header asks for more groups than it says there are.
    #[error("the header asks for more groups than there are")]
    GroupThreshold,
    /// The checksum holds under the customisation string of the other revision of the standard.
    #[error("the checksum is that of the other revision of SLIP-0039")]
    OtherRevision,
    /// The bits in front of the value are not zero.
    #[error("the padding is not zero")]
    Padding,
    /// Two runs of the words are shares, and overlap: which one is meant, nothing tells.
    #[error("words {} to {} are a share by themselves, and so are words {} to {}", .0[0].0, .0[0].1, .0[1].0, .0[1].1)]
    Overlap(
        /// The first and the last word of each, counted from 1.
        Box<[(usize, usize); 2]>,
    ),
    /// They are a share, and so is a part of them: which one is meant, nothing tells.
    #[error("words {first} to {last} are a share by themselves, and so are all {words}")]
    TwoReadings {
        /// The first word of the part, counted from 1.
        first: usize,
        /// Its last word.
        last: usize,
        /// How many words there are in all.
        words: usize,
    },
    /// Words that are not in the word list.
    #[error("words that are not in the SLIP-0039 list")]
    UnknownWords {
        /// Where, counted from 1.
        positions: Vec<usize>,
        /// How many words there are in all.
        words: usize,
    },
    /// No share has so many words.
    #[error("{words} words: no share has that many")]
    WordCount {
        /// How many there are.
        words: usize,
    },
}
