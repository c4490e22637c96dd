//! Text as people's programs save it: UTF-8 with or without a mark in front, UTF-16 with one, and single letters of
//! Latin-1 in what is UTF-8 otherwise.

use zeroize::Zeroize as _;

use crate::crypto::secret::SecretText;

/// Bytes that are no text in any of these encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not text")]
pub struct NotText;

/// Of so many bytes of a text at most one is a letter of Latin-1; where there are more, it is something else.
const BYTES_FOR_ONE_OF_LATIN_1: usize = 8;

/// The text that `bytes` are, without the mark of its encoding.
///
/// # Errors
///
/// When they are none: more of them are outside UTF-8 than names and remarks explain, or stand for no character.
pub fn decode(bytes: &[u8]) -> Result<SecretText, NotText> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            str::from_utf8(bytes).map_or_else(|_| mostly_utf8(bytes), |text| Ok(SecretText::copy_of(text)))
        }
    }
}

/// A line without its comment, which begins with `#` where the line does or behind a blank. A sign in the midst of a key, or
/// of the name in a share, begins none: it would cut that short.
#[must_use]
pub fn before_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<SecretText, NotText> {
    // Three bytes at the most for two.
    let mut text = SecretText::with_capacity(bytes.len() / 2 * 3);
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NotText);
    }
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(character.map_err(|_| NotText)?);
    }
    Ok(text)
}

fn mostly_utf8(bytes: &[u8]) -> Result<SecretText, NotText> {
    let mut text = SecretText::with_capacity(2 * bytes.len());
    let mut strange = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        strange += chunk.invalid().len();
        for byte in chunk.invalid() {
            let mut letter = char::from(*byte);
            // What Latin-1 has for controls no text has.
            if letter.is_control() {
                return Err(NotText);
            }
            text.push(letter);
            letter.zeroize();
        }
    }
    let is_binary = text.expose().contains(|sign: char| sign.is_control() && !sign.is_whitespace());
    if is_binary || strange > bytes.len().div_ceil(BYTES_FOR_ONE_OF_LATIN_1) {
        Err(NotText)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Option<String> {
        decode(bytes).ok().map(|text| text.expose().to_owned())
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "academic ácid\r\n\u{1F511}";
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(utf16.iter().flat_map(|unit| unit.to_le_bytes())).collect();
        let big: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(utf16.iter().flat_map(|unit| unit.to_be_bytes())).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &marked, &little, &big] {
            assert_eq!(decoded(bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_letter_of_latin_1_does_not_make_a_text_unreadable() {
        assert_eq!(decoded(b"# caf\xe9 of Bob\nacademic").as_deref(), Some("# café of Bob\nacademic"));
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [
            &b"\xff\xfea"[..],
            b"\xff\xfe\x00\xd8",
            b"\x80\x81\x82",
            b"\xe9\xe8\xe7",
            b"MZ\x01\x02 and much more of this \xe9",
            b"a long line of letters \x81",
        ] {
            assert_eq!(decoded(bytes), None, "{bytes:?}");
        }
    }
}
