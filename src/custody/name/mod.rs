//! Names that people give: of people, places, groups, sets. Who can freeze a key and who can take it is counted by name,
//! so a name has one way to be written, and two that look alike are one person or are refused: `alice` and `alice `, both
//! with a card, would otherwise be two people whom it takes to take the key.
//!
//! What is asked here is asked of names that are given anew. What was written before is read as it is.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use self::skeleton::skeleton;
use crate::formats::visible::is_printable;

mod skeleton;

/// Why a text is no name that can be told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// A blank at its beginning or end, two in a row, or one that only looks like a blank.
    #[error("it has a space at an end, two in a row, or one that is not an ordinary space")]
    Blank,
    /// A character that nobody sees, or that changes how others are seen. The joiners of Persian, Hindi and Sinhala are
    /// among them: without them a name is spelt a little otherwise, and still read.
    #[error("it has an invisible character")]
    Unseen,
    /// A letter and its marks as several characters, where Unicode has one, or in another order (not NFC).
    #[error("it has a letter and its mark as two characters, as some systems paste them: type it again")]
    NotComposed,
    /// A character without a meaning of its own, which each font draws as it likes.
    #[error("it has a character that looks different in each font")]
    Private,
}

/// Why `name` cannot be told from others; none if it can.
#[must_use]
pub fn unclear(name: &str) -> Option<Unclear> {
    let is_strange_blank = |sign: char| sign != ' ' && sign.is_whitespace() || is_empty_glyph(sign);
    if name.starts_with(' ') || name.ends_with(' ') || name.contains("  ") || name.contains(is_strange_blank)
    {
        Some(Unclear::Blank)
    } else if !name.chars().all(is_printable) {
        Some(Unclear::Unseen)
    } else if name.contains(is_private) {
        Some(Unclear::Private)
    } else if !is_nfc(name) {
        Some(Unclear::NotComposed)
    } else {
        None
    }
}

/// Blanks that Unicode calls signs or letters: of braille, of Khitan, and a musical note without a head.
const fn is_empty_glyph(sign: char) -> bool {
    matches!(sign, '\u{2800}' | '\u{16fe4}' | '\u{1d159}')
}

/// Private use, and code points that are promised never to be characters.
const fn is_private(sign: char) -> bool {
    let is_none = matches!(sign, '\u{fdd0}'..='\u{fdef}') || sign as u32 & 0xfffe == 0xfffe;
    is_none || matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The first name that looks like an earlier one and is written otherwise: both, with what came with them.
pub fn alike<'a, T: Copy>(names: impl IntoIterator<Item = (T, &'a str)>) -> Option<[(T, &'a str); 2]> {
    let mut seen: BTreeMap<(Look, String), (T, &str)> = BTreeMap::new();
    for given in names {
        for look in looks(given.1) {
            let earlier = *seen.entry(look).or_insert(given);
            if earlier.1 != given.1 {
                return Some([earlier, given]);
            }
        }
    }
    None
}

/// The one of the `known` names that `given` looks like and is not; none if it is one of them itself.
pub fn meant<'a>(known: impl IntoIterator<Item = &'a str>, given: &str) -> Option<&'a str> {
    let own = looks(given);
    let mut like = None;
    for one in known {
        if one == given {
            return None;
        }
        if looks(one).iter().zip(&own).any(|(look, own)| look == own) {
            like = like.or(Some(one));
        }
    }
    like
}

/// How a name is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    AsWritten,
    /// Without regard to capitals and to forms of one letter, such as wide ones.
    Folded,
}

/// What of a name people see: the skeletons of UTS 39, in which the Cyrillic `а` is `a` and `m` is `rn`.
fn looks(name: &str) -> [(Look, String); 2] {
    let composed: String = name.nfc().collect();
    [(Look::AsWritten, skeleton(&composed)), (Look::Folded, skeleton(&folded(name)))]
}

/// One form for all capitals: to capitals and back, which is how `ß` meets `ss`, between two compatible compositions.
fn folded(name: &str) -> String {
    let composed: String = name.nfkc().collect();
    composed.to_uppercase().to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests;
