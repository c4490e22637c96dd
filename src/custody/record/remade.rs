//! What a record that was made anew says of the one that was lost: nothing of it can be verified, and all of it was told.

use serde::{Deserialize, Serialize};

use super::stamp::Stamp;
use crate::custody::date::Date;

/// That a record was made anew, and what was told of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remade {
    /// When it was made.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The day of the deal, as it was told. No deadline counts from it.
    pub dealt: Option<Date>,
    /// The SHA-256 of the lost record, or the digits of it that were told.
    pub record: Option<String>,
    /// The head of its journal that somebody holds, or its code.
    pub head: Option<String>,
}

impl Remade {
    /// Whether the deal was not after it, and hash and head are digits.
    pub(super) fn is_consistent(&self) -> bool {
        let is_hex = |digits: &String| {
            matches!(digits.len(), 32 | 64)
                && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        };
        self.dealt.is_none_or(|dealt| dealt <= self.stamp.day)
            && self.record.iter().chain(&self.head).all(is_hex)
    }
}
