//! The journal of a record: one line for each thing that happened, each bound to the one before by its hash, the first
//! to the record's file. The hash of the last line is the head, and its code is what people write down.
//!
//! The promise: any change, swap or deletion up to a head that somebody else holds is detected. Lines after that head
//! are only as true as whoever wrote them; and whoever holds no head can be shown another history.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Stamp, is_visible,
    share_key::{self, hex, labelled_hash},
};
use crate::{
    entropy::{Entropy, NoEntropy},
    hash::sha256_hex,
    ordered,
    slip39::{Header, ordinal},
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody was heard from.
    Heard,
    /// Somebody cannot be reached; his cards are healthy.
    Absent,
    /// Somebody can be reached again.
    Back,
    /// A card is lost, and in nobody's hands as far as anybody knows.
    Lost,
    /// A card is in wrong hands.
    Stolen,
    /// A lost card was found.
    Found,
    /// A card lies elsewhere now.
    Moved,
    /// A card came into the hands of who is named.
    HandedOver,
    /// Somebody left: he reaches no card any more, and still knows what he saw.
    Left,
    /// A card was sealed in a bag with a number.
    Seal,
    /// A card was destroyed.
    Destroyed,
    /// A keyholder signed that he held his card.
    Receipt,
    /// Cards were read, and are those that were dealt.
    Checked,
    /// A new card was read back in full from its paper.
    ReadBack,
    /// A recovery was tried without revealing the key.
    Drilled,
    /// A lost card was made again.
    Reissued,
    /// The key was recovered.
    Recovered,
    /// A new set was made of this one.
    Superseded,
    /// Something that a later version of this program wrote.
    #[serde(other)]
    Unknown,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

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
        ordered::set(places).into_iter().collect()
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

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What.
    pub event: Event,
    /// Whom it is about, or who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// To whom, or where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The cards that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardNumber>,
    /// The set that it is about, if not the record's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<u16>,
    /// Whether a check, drill or recovery came out well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// A receipt, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The day that the signer of a receipt wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Entry {
    /// Nothing but what happened, and when.
    #[must_use]
    pub const fn new(event: Event, stamp: Stamp) -> Self {
        Self {
            stamp,
            event,
            who: None,
            to: None,
            cards: Vec::new(),
            set: None,
            passed: None,
            receipt: None,
            signed: None,
            text: None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    previous: String,
    /// Makes the next head, and the challenge that is drawn from it, unforeseeable.
    nonce: String,
    #[serde(flatten)]
    entry: Entry,
}

/// The hash of a journal's last line, or of the record where there is none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head(String);

impl Head {
    /// The short code that people write down.
    #[must_use]
    pub fn code(&self) -> String {
        share_key::code(&self.0)
    }

    /// Whether `text` is its code, with or without the dashes, or the whole hash.
    #[must_use]
    pub fn is_meant_by(&self, text: &str) -> bool {
        let digits: String =
            text.chars().filter(|sign| *sign != '-').collect::<String>().to_ascii_lowercase();
        matches!(digits.len(), 32 | 64) && self.0.starts_with(&digits)
    }

    /// What a keyholder is asked to sign, so that nobody could have signed it before this head: 20 hex digits.
    #[must_use]
    pub fn challenge(&self) -> String {
        labelled_hash("quorate challenge 1", &self.0).chars().take(20).collect()
    }
}

/// A journal of which every line is bound to the one before.
#[derive(Clone, Debug)]
pub struct Journal {
    entries: Vec<Entry>,
    /// Of the record, then after each line.
    heads: Vec<Head>,
}

impl Journal {
    /// Reads a journal, which begins with the record whose file has the hash `record`.
    ///
    /// # Errors
    ///
    /// With the first line that is not as it was written.
    pub fn read(record: &str, text: &str) -> Result<Self, JournalError> {
        let mut journal = Self { entries: Vec::new(), heads: vec![Head(record.to_owned())] };
        for (at, whole) in (1..).zip(text.split_inclusive('\n')) {
            let Some(text) = whole.strip_suffix('\n') else {
                return Err(JournalError::Unfinished { line: at });
            };
            let line: Line = serde_json::from_str(text).map_err(|_| JournalError::NoLine { line: at })?;
            if !is_visible(&line.entry) {
                return Err(JournalError::NoLine { line: at });
            }
            if line.previous != journal.head().0 {
                return Err(JournalError::Broken { line: at });
            }
            journal.entries.push(line.entry);
            journal.heads.push(Head(sha256_hex(text.as_bytes())));
        }
        Ok(journal)
    }

    /// The line that says `entry` after the last.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn line(&self, entry: Entry, entropy: &mut impl Entropy) -> Result<String, NoEntropy> {
        let mut nonce = [0; 16];
        entropy.fill(&mut nonce)?;
        let line = Line { previous: self.head().0.clone(), nonce: hex(&nonce), entry };
        // Strings and numbers: there is nothing in it that serde_json could refuse.
        let mut text = serde_json::to_string(&line).unwrap_or_default();
        text.push('\n');
        Ok(text)
    }

    /// What happened, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The hash of the last line.
    #[must_use]
    pub fn head(&self) -> &Head {
        // There is always that of the record.
        static NONE: Head = Head(String::new());
        self.heads.last().unwrap_or(&NONE)
    }

    /// After how many lines `code` was the head; none if it never was.
    #[must_use]
    pub fn lines_at(&self, code: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.is_meant_by(code))
    }

    /// After how many lines this was the challenge; none if it never was.
    #[must_use]
    pub fn lines_at_challenge(&self, challenge: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.challenge() == challenge)
    }
}

/// Where a journal is not as it was written. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It is not bound to the line before it, or the first not to the record.
    #[error("line {line} does not follow from what stands before it")]
    Broken {
        /// Which.
        line: usize,
    },
    /// It is no line of a journal.
    #[error("line {line} is not a line of a journal")]
    NoLine {
        /// Which.
        line: usize,
    },
    /// It ends in the middle: something stopped whoever wrote it.
    #[error("line {line} was not written to its end")]
    Unfinished {
        /// Which.
        line: usize,
    },
}

#[cfg(test)]
mod tests;
