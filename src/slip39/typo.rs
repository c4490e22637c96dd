//! What slip of the pen may be behind a share that does not parse: where it is, never what would be right.
//!
//! The standard forbids correcting a share, for a corrected wrong share is a wrong key that nobody doubts. It allows
//! pointing at the place. One wrong word is located exactly, by the distance of the code: no other single change
//! explains the same checksum. The other findings explain the text, but something else might too: "probably".

use zeroize::Zeroize as _;

use super::share::Share;
use crate::slip39::{
    math::rs1024::{VALID, carry_back, customisation_difference, residue},
    mnemonic::MnemonicError,
    wordlist,
    words::{Words, value_bytes},
};

/// The bit of the second word that says which customisation string the checksum has.
const EXTENDABLE_BIT: u16 = 1 << 4;

/// What is wrong with a text that should be a share. Positions count from 1, as on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typo {
    /// Exactly this word is wrong, if only one is.
    OneWord(usize),
    /// Probably this word and the next have changed places.
    Swapped(usize),
    /// Probably these two words have changed places.
    Exchanged(usize, usize),
    /// Probably the words were read down so many columns, and not along the rows.
    Columns(usize),
    /// Probably the words stand in reverse order.
    Reversed,
    /// Probably a word is missing just before this position.
    Missing(usize),
    /// Probably this word is one too many.
    Extra(usize),
    /// The words from the first to the second place are a share by themselves, and the others no part of it.
    Part(usize, usize),
    /// More than one word is wrong, and nothing tells which.
    Several,
    /// The error says it all, or nothing simple explains it.
    Unexplained,
}

/// Looks for the slip behind `error`, which [`crate::slip39::Share::parse`] gave for `text`.
#[must_use]
pub fn diagnose(text: &str, error: &MnemonicError) -> Typo {
    let part = |words: &[u16]| Share::part(words).map(|(first, last)| Typo::Part(first, last));
    match error {
        MnemonicError::Checksum => match Words::read(text) {
            Ok(words) => match wrong_word(words.as_slice()) {
                Typo::Several => part(words.as_slice()).unwrap_or(Typo::Several),
                found => found,
            },
            Err(_) => Typo::Several,
        },
        MnemonicError::UnknownWords { positions, words } => match positions.as_slice() {
            [only] if value_bytes(*words).is_some() => Typo::OneWord(*only),
            [only] if value_bytes(words - 1).is_some() => Typo::Extra(*only),
            _ => Typo::Several,
        },
        MnemonicError::WordCount { .. } => {
            let words = Words::read(text).ok();
            let found =
                words.and_then(|words| wrong_count(words.as_slice()).or_else(|| part(words.as_slice())));
            found.unwrap_or(Typo::Unexplained)
        }
        _ => Typo::Unexplained,
    }
}

/// The words are known and as many as a share has, but the checksum does not hold.
fn wrong_word(words: &[u16]) -> Typo {
    if let Some(at) = (0..words.len()).find(|&at| one_change_explains(words, at)) {
        return Typo::OneWord(at + 1);
    }
    let mut swapped = words.to_vec();
    let swap = (0..words.len() - 1).find(|&at| {
        swapped.swap(at, at + 1);
        let explained = valid(&swapped);
        swapped.swap(at, at + 1);
        explained
    });
    swapped.zeroize();
    let found = swap.map(|at| Typo::Swapped(at + 1)).or_else(|| other_order(words));
    // A word too many makes of some lengths another that shares have: 59 words become 60.
    found.or_else(|| wrong_count(words)).unwrap_or(Typo::Several)
}

/// Whether one change of the order makes the checksum hold: two words far apart exchanged, columns read for rows, or the
/// last word first. Fewer than 7,000 orders are tried, each of which fits by chance once in 2^30.
fn other_order(words: &[u16]) -> Option<Typo> {
    let mut tried = words.to_vec();
    let pairs = (0..words.len()).flat_map(|one| (one + 2..words.len()).map(move |other| (one, other)));
    let exchanged = pairs.into_iter().find(|&(one, other)| {
        tried.swap(one, other);
        let explained = valid(&tried);
        tried.swap(one, other);
        explained
    });
    let found = exchanged.map(|(one, other)| Typo::Exchanged(one + 1, other + 1)).or_else(|| {
        let columns = (2..=words.len() / 2).find(|&columns| {
            // The word that stands at `from` when read down the columns belongs at `to` along the rows.
            let down = (0..columns).flat_map(|column| (column..words.len()).step_by(columns));
            down.enumerate().for_each(|(from, to)| tried[to] = words[from]);
            valid(&tried)
        });
        columns.map(Typo::Columns)
    });
    let found = found.or_else(|| {
        tried.copy_from_slice(words);
        tried.reverse();
        valid(&tried).then_some(Typo::Reversed)
    });
    tried.zeroize();
    found
}

/// Whether another word at `at` would make the checksum hold.
fn one_change_explains(words: &[u16], at: usize) -> bool {
    let wanted = residue(is_extendable(words), words) ^ VALID;
    let change = |wanted| {
        let change = carry_back(wanted, words.len() - 1 - at);
        u16::try_from(change).ok().filter(|change| (1..wordlist::COUNT).contains(&usize::from(*change)))
    };
    if at != 1 {
        return change(wanted).is_some();
    }
    let same_string = change(wanted).is_some_and(|change| change & EXTENDABLE_BIT == 0);
    let other_string = change(wanted ^ customisation_difference(words.len()));
    same_string || other_string.is_some_and(|change| change & EXTENDABLE_BIT != 0)
}

/// One word too many or one too few? Too many first: that explanation leaves nothing open, while the missing word
/// may be any of 1,024, and so fits by chance a thousand times as often.
fn wrong_count(words: &[u16]) -> Option<Typo> {
    let mut tried = Vec::with_capacity(words.len() + 1);
    let mut try_with = |before: &[u16], between: &[u16], after: &[u16]| {
        tried.clear();
        [before, between, after].iter().for_each(|part| tried.extend_from_slice(part));
        let at = before.len();
        let explained = valid(&tried) || (!between.is_empty() && one_change_explains(&tried, at));
        tried.zeroize();
        explained
    };
    let count = words.len();
    if value_bytes(count - 1).is_some()
        && let Some(at) = (0..count).find(|&at| try_with(&words[..at], &[], &words[at + 1..]))
    {
        return Some(Typo::Extra(at + 1));
    }
    if value_bytes(count + 1).is_some()
        && let Some(at) = (0..=count).find(|&at| try_with(&words[..at], &[0], &words[at..]))
    {
        return Some(Typo::Missing(at + 1));
    }
    None
}

fn valid(words: &[u16]) -> bool {
    residue(is_extendable(words), words) == VALID
}

fn is_extendable(words: &[u16]) -> bool {
    words[1] & EXTENDABLE_BIT != 0
}
