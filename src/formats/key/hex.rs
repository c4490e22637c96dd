//! Hexadecimal digits, in either case, read and written in constant time.

use std::ops::RangeInclusive;

use super::{Form, Key, KeyError};
use crate::crypto::secret::{SecretBytes, are_equal};

/// How many digits a key has.
pub const DIGITS: RangeInclusive<usize> = 32..=256;

/// The key that `text` is, if it is digits and nothing else. Every digit takes the same time and the same way.
pub(super) fn read_digits(text: &[u8]) -> Option<Result<Key, KeyError>> {
    let others = text.iter().fold(0, |others, byte| others | u8::from(!byte.is_ascii_hexdigit()));
    are_equal(&[others], &[0]).then(|| {
        if !DIGITS.contains(&text.len()) || !text.len().is_multiple_of(4) {
            return Err(KeyError::HexLength { digits: text.len() });
        }
        let bytes = SecretBytes::build(text.len() / 2, |place| {
            for (byte, pair) in place.iter_mut().zip(text.chunks_exact(2)) {
                *byte = value(pair[0]) << 4 | value(pair[1]);
            }
        });
        let given = write(bytes.expose());
        Key::of(bytes, Form::Hex, given.expose())
    })
}

/// What a digit stands for. That all are digits is known; the library would ask again, at the end of its own loop, and its
/// answer is a branch on the key wherever the compiler does not see that nobody listens (tests/timing).
const fn value(digit: u8) -> u8 {
    (digit & 0x0f) + 9 * (digit >> 6)
}

pub(super) fn read(text: &str) -> Result<Key, KeyError> {
    read_digits(text.as_bytes()).unwrap_or_else(|| {
        let other = text.chars().position(|character| !character.is_ascii_hexdigit());
        Err(KeyError::HexDigit { position: other.map_or(0, |at| at + 1) })
    })
}

/// Whether a text is hex, or so nearly that what is wrong with it should be told in terms of hex.
pub(super) fn is_meant(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_hexdigit).count();
    let others = text.chars().count() - digits;
    let is_near =
        digits >= 24 && 4 * others <= digits && text.contains(|character: char| character.is_ascii_digit());
    others == 0 || is_near
}

/// The digits of `bytes`, in lower case: not as text, for whether bytes are text is asked of each of them.
pub(super) fn write(bytes: &[u8]) -> SecretBytes {
    SecretBytes::build(2 * bytes.len(), |digits| {
        // The room is exactly what is needed, so this cannot fail; the self-check of a split would see it.
        let _ = base16ct::lower::encode(bytes, digits);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_cases_read_and_lower_case_is_written() {
        let key = read("00112233445566778899aabbccDDEEFF").unwrap();
        assert_eq!(key.master_secret().expose()[..3], [0x00, 0x11, 0x22]);
        let shown = key.form().show(key.master_secret()).unwrap();
        assert_eq!(shown.expose(), b"00112233445566778899aabbccddeeff");
        assert!(key.is_given_back_by(key.master_secret()));
    }

    #[test]
    fn every_digit_has_its_value() {
        for digit in "0123456789abcdefABCDEF".chars() {
            assert_eq!(u32::from(value(digit as u8)), digit.to_digit(16).unwrap(), "{digit}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_place_and_number() {
        assert_eq!(
            read("0x112233445566778899aabbccddeeff").map(|_| ()),
            Err(KeyError::HexDigit { position: 2 })
        );
        for digits in [2, 30, 33, 34, 258] {
            assert_eq!(read(&"a".repeat(digits)).map(|_| ()), Err(KeyError::HexLength { digits }));
        }
    }
}
