//! Whether a text may be, or hold, a share or a key in any form that this program reads: what everybody may read must
//! not, and what is typed in the wrong place is never repeated.
//!
//! It errs towards "may": words, identities, WIF, xprv and codes of SSKR are unmistakable, but what comes as hex or
//! base64 looks like a hash or a public key as well.

use crate::{
    crypto::secret::SecretBytes,
    formats::{
        foreign,
        key::{Key, KeyError, Kind, bip39},
    },
};

mod document;
mod lists;
mod named;
mod rows;
mod together;

pub use self::document::document_holds_secret;
use self::together::{WORDS, is_words_in_a_row};

/// Hex digits of the shortest key.
const HEX_DIGITS: usize = 32;

/// Letters of a share of SSKR at two letters a byte, with some room: 16 to 32 bytes, what stands before them, and the checksum.
const SHORT_BYTEWORDS: std::ops::RangeInclusive<usize> = 48..=110;

/// Characters of the longest codex32, with some room.
const LONGEST_CODEX32: usize = 140;

/// Hex digits of a share of `ssss` behind its number: shorter ones look like days and telephone numbers.
const SSSS_DIGITS: usize = 14;

/// Characters of base64 from which on a share could be meant: 16 bytes and a number.
const BASE64_DIGITS: usize = 22;

/// Parts between slashes that one share has in base64 at the most: it has a slash in 64 signs.
const BASE64_PARTS: usize = 8;

/// Characters that are looked at: a share has no more, and names and texts have fewer.
const LOOKED_AT: usize = 4096;

/// What is certainly a share or a key, or certainly meant to be one, somewhere in `text`.
#[must_use]
pub fn holds_secret(text: &str) -> bool {
    let text: String = text.chars().take(LOOKED_AT).collect();
    let lower = bip39::normal(&text.to_lowercase());
    // Whatever stands behind these names.
    let is_named = ["age-secret-key-", "ur:sskr/", "ur:crypto-sskr/"].iter().any(|name| lower.contains(name));
    is_named
        || has_listed_words(&lower)
        || runs(&lower, is_of_word).any(|run| is_words_in_a_row(run) || is_short_bytewords(run))
        || runs(&text, |sign| sign.is_ascii_alphanumeric()).any(|run| read_base58(run) == Base58::Key)
        || runs(&text, |sign| sign.is_ascii_alphanumeric()).any(has_codex32)
        || has_ssss(&lower)
}

/// Codex32, somewhere in a run of letters and digits. Its last characters count, and no more of them than it can have: whoever
/// writes `ms1` a million times in a row would otherwise have each of them read to the end.
fn has_codex32(run: &str) -> bool {
    let last = run.get(run.len().saturating_sub(LONGEST_CODEX32)..).unwrap_or(run).to_ascii_lowercase();
    last.match_indices("ms1").any(|(at, _)| foreign::is_codex32(&last[at..]))
}

/// The same, or what could be one: hex or base64 as long as a key or a share.
#[must_use]
pub fn may_be_secret(text: &str) -> bool {
    let text: String = text.chars().take(LOOKED_AT).collect();
    holds_secret(&text)
        || runs(&text, |sign| sign.is_ascii_hexdigit()).any(|run| run.len() >= HEX_DIGITS)
        || runs(&text, |sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '/')).any(holds_base64)
}

/// The longest pieces of a text that are made of such characters only.
fn runs(text: &str, is_in: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    text.split(move |sign| !is_in(sign)).filter(|run| !run.is_empty())
}

/// Letters, and the marks that make one letter of two characters: some lists are kept that way.
fn is_of_word(sign: char) -> bool {
    sign.is_alphabetic() || matches!(sign, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// Words of SLIP-0039 or BIP-39, whatever stands between them; or bytewords, which are so many English words that they
/// must follow one another.
fn has_listed_words(lower: &str) -> bool {
    let listed = runs(lower, is_of_word).filter(|word| lists::lists(word) != 0);
    let mut in_a_row = 0;
    listed.count() >= WORDS
        || runs(lower, char::is_alphabetic).any(|word| {
            in_a_row = if foreign::is_byteword(word) { in_a_row + 1 } else { 0 };
            in_a_row >= WORDS
        })
}

/// Bytewords of two letters each, which have a checksum.
fn is_short_bytewords(run: &str) -> bool {
    SHORT_BYTEWORDS.contains(&run.len())
        && foreign::ForeignShare::parse(foreign::ForeignFormat::Sskr, run).is_ok()
}

/// What a text in base58 with a valid checksum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base58 {
    /// A WIF or an xprv.
    Key,
    /// An address, a public key.
    Public,
    /// Nothing.
    Neither,
}

fn read_base58(run: &str) -> Base58 {
    let bytes = SecretBytes::copy_of(run.as_bytes());
    if [Kind::Wif, Kind::Xprv].into_iter().any(|kind| Key::read(&bytes, kind).is_ok()) {
        return Base58::Key;
    }
    match Key::read(&bytes, Kind::Wif) {
        Err(KeyError::Base58Kind) => Base58::Public,
        _ => Base58::Neither,
    }
}

/// `NUMBER-HEX`, with or without a name before it.
fn has_ssss(lower: &str) -> bool {
    runs(lower, |sign| sign.is_ascii_alphanumeric() || sign == '-').any(|run| {
        let parts: Vec<&str> = run.split('-').collect();
        parts.windows(2).any(|two| {
            (1..=5).contains(&two[0].len())
                && two[0].bytes().all(|digit| digit.is_ascii_digit())
                && two[1].len() >= SSSS_DIGITS
                && two[1].bytes().all(|digit| digit.is_ascii_hexdigit())
        })
    })
}

/// Base64 by itself or between folders of a path, which would hide it among their names: it may hold slashes of its own.
fn holds_base64(run: &str) -> bool {
    let slashes = || run.match_indices('/').map(|(at, _)| at);
    let ends: Vec<usize> = slashes().chain([run.len()]).collect();
    let starts = [0].into_iter().chain(slashes().map(|at| at + 1));
    starts.enumerate().any(|(number, start)| {
        ends[number..].iter().take(BASE64_PARTS).any(|&end| looks_like_base64(&run[start..end]))
    })
}

/// Words, numbers and capitals as short as chance makes them: of two signs each, and hardly ever of more than
/// three and a half. People's are longer, and folders have more slashes than chance. An address of Bitcoin is as
/// irregular, but has a checksum.
fn looks_like_base64(run: &str) -> bool {
    let slashes = run.matches('/').count();
    let signs = run.bytes().filter(u8::is_ascii_alphanumeric).count();
    let has = |is_such: fn(&u8) -> bool| run.bytes().any(|sign| is_such(&sign));
    run.len() >= BASE64_DIGITS
        && 6 * slashes < run.len()
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && 7 * pieces(run) >= 2 * signs
        && read_base58(run) != Base58::Public
}

/// How many words, numbers and rows of capitals follow one another in `run`. A word may begin with a capital, which is
/// then no part of the row before it.
fn pieces(run: &str) -> usize {
    let sign = |at: Option<usize>| at.and_then(|at| run.as_bytes().get(at)).copied().unwrap_or_default();
    let is_first = |at: &usize| {
        let before = sign(at.checked_sub(1));
        match sign(Some(*at)) {
            b'A'..=b'Z' => !before.is_ascii_uppercase() || sign(Some(at + 1)).is_ascii_lowercase(),
            b'a'..=b'z' => !before.is_ascii_alphabetic(),
            b'0'..=b'9' => !before.is_ascii_digit(),
            _ => false,
        }
    };
    (0..run.len()).filter(is_first).count()
}

#[cfg(test)]
mod tests;
