//! A key without what people put around it: blanks, line ends, comments, numbers of words, `0x`, and what parts hex digits.
//!
//! A key is never searched for within a text: of 30 random words of BIP-39 a part is valid by chance more often than not.
//! What remains here is the whole key, or it is refused.

use super::{KeyError, hex};
use crate::{crypto::secret::SecretText, formats::text::before_comment};

/// What remains of a text.
///
/// # Errors
///
/// When several lines of it are a key of hex digits each.
pub(super) fn bare(text: &str) -> Result<SecretText, KeyError> {
    let mut lines = SecretText::with_capacity(text.len());
    for line in text.lines() {
        let line = before_comment(line).trim_matches(is_around);
        if !line.is_empty() {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(line);
        }
    }
    if let Some(digits) = digits(lines.expose())? {
        return Ok(digits);
    }
    Ok(if may_be_words(lines.expose()) { words(lines.expose()) } else { lines })
}

/// Blanks, quotation marks, and what nobody sees.
fn is_around(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(sign, '"' | '\'' | '`' | '\u{201c}' | '\u{201d}' | '\u{feff}')
}

/// The hex digits of a text that is nothing but them, `0x` in front, and what parts them.
fn digits(text: &str) -> Result<Option<SecretText>, KeyError> {
    let parts = |sign: char| sign.is_whitespace() || matches!(sign, ':' | '-' | '_' | ',');
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let has_digit = digits.contains(|sign: char| sign.is_ascii_digit());
    if !has_digit || !digits.chars().all(|sign| sign.is_ascii_hexdigit() || parts(sign)) {
        return Ok(None);
    }
    let is_key = |line: &str| {
        let count = line.chars().filter(char::is_ascii_hexdigit).count();
        hex::DIGITS.contains(&count) && count.is_multiple_of(4)
    };
    if digits.lines().filter(|line| is_key(line)).count() > 1 {
        return Err(KeyError::SeveralKeys);
    }
    let mut bare = SecretText::with_capacity(digits.len());
    digits.split(parts).for_each(|digits| bare.push_str(digits));
    Ok(Some(bare))
}

/// Whether a text has more than one word of letters alone.
fn may_be_words(text: &str) -> bool {
    bare_words(text).filter(|word| word.chars().all(char::is_alphabetic)).nth(1).is_some()
}

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '"')
}

/// The words without their numbers and marks. A number ends with a mark or a blank: digits that go on with letters are hex.
fn bare_words(text: &str) -> impl Iterator<Item = &str> {
    let is_mark = |sign: char| sign.is_ascii_punctuation();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let without_number = move |word: &'_ str| -> usize {
        word.find(is_mark).filter(|at| is_number(&word[..*at])).map_or(0, |at| at + 1)
    };
    let bare = move |word| {
        let word: &str = str::trim_matches(word, is_mark);
        word[without_number(word)..].trim_matches(is_mark)
    };
    text.split(is_between).map(bare).filter(move |word| !is_number(word))
}

/// The same with single spaces.
fn words(text: &str) -> SecretText {
    let mut bare = SecretText::with_capacity(text.len());
    for word in bare_words(text) {
        if !bare.is_empty() {
            bare.push(' ');
        }
        bare.push_str(word);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "00112233445566778899aabbccddEEFF";

    fn of(text: &str) -> Result<String, KeyError> {
        bare(text).map(|bare| bare.expose().to_owned())
    }

    #[test]
    fn hex_digits_are_read_however_they_are_parted() {
        let pairs: Vec<String> = (0..16).map(|at| DIGITS[2 * at..2 * at + 2].to_owned()).collect();
        for text in [
            DIGITS.to_owned(),
            format!("0x{DIGITS}"),
            format!("  {DIGITS} \r\n\n"),
            format!("# of the vault\n{DIGITS} # until 2030\n"),
            format!("\"{DIGITS}\"\n"),
            format!("\u{feff}{DIGITS}\0"),
            pairs.join(":"),
            pairs.join(" "),
            pairs.chunks(8).map(|row| row.join(" ")).collect::<Vec<_>>().join("\n"),
            format!("{}-{}", &DIGITS[..8], &DIGITS[8..]),
        ] {
            assert_eq!(of(&text).as_deref(), Ok(DIGITS), "{text}");
        }
        assert_eq!(of(&format!("{DIGITS}\n{DIGITS}\n")), Err(KeyError::SeveralKeys));
    }

    #[test]
    fn words_lose_their_numbers_and_marks() {
        for text in [
            "1. abandon 2. about",
            "abandon, about",
            "[\"abandon\", \"about\"]",
            "1 abandon\n2 about\n",
            "abandon\n\nabout.",
        ] {
            assert_eq!(of(text).as_deref(), Ok("abandon about"), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_taken_away() {
        for text in [
            "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
            "key 00112233445566778899aabbccddEEFF",
            "0xyz",
            "00112233445566778899aabbccddEEFF#00112233445566778899aabbccddEEFF",
            "one",
        ] {
            assert_eq!(of(text).as_deref(), Ok(text));
        }
    }
}
