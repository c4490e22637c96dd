//! A short form of a recipient that people read to each other: 20 characters of Crockford's base 32, which has no letters
//! that look like digits.

use std::{fmt, str::FromStr};

use crate::crypto::hash::{SHA256_BYTES, sha256};

/// Characters of a code: 100 bits, so that nobody who makes recipients until one has this code will find one.
const CHARACTERS: usize = 20;

/// Keeps these hashes apart from all others.
const LABEL: &str = "quorate recipient 1\n";

/// Crockford's alphabet: without I, L, O and U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of a recipient: the first 100 bits of SHA-256(label, canonical recipient).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecipientCode([u8; CHARACTERS]);

impl RecipientCode {
    pub(super) fn of(recipient: &str) -> Self {
        let hash = sha256(format!("{LABEL}{recipient}").as_bytes());
        Self(std::array::from_fn(|at| DIGITS[five_bits(&hash, at)]))
    }
}

/// The `at`-th five bits of a hash, from its first on.
fn five_bits(hash: &[u8; SHA256_BYTES], at: usize) -> usize {
    (0..5).fold(0, |value, bit| {
        let place = 5 * at + bit;
        value << 1 | usize::from(hash[place / 8] >> (7 - place % 8) & 1)
    })
}

/// A text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code of a recipient has 20 letters and digits")]
pub struct NoCode;

impl FromStr for RecipientCode {
    type Err = NoCode;

    /// Reads a code as people type it: in any case, with or without what stands between the groups, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let is_sign = |sign: &char| !sign.is_whitespace() && *sign != '-';
        let digit = |sign: char| {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            u8::try_from(sign).ok().filter(|byte| DIGITS.contains(byte)).ok_or(NoCode)
        };
        let digits: Vec<u8> = text.chars().filter(is_sign).map(digit).collect::<Result<_, _>>()?;
        digits.try_into().map(Self).map_err(|_| NoCode)
    }
}

impl fmt::Display for RecipientCode {
    /// In groups of four.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, digit) in self.0.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*digit))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `hashlib` and 100 bits of it in base 32, computed apart.
    const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    #[test]
    fn the_code_is_the_published_formula() {
        assert_eq!(RecipientCode::of(AGE).to_string(), "5N5F-3JWT-HT8P-TB86-MA5R");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecipientCode(*b"0123456789ABCDEFGH01");
        assert_eq!(code.to_string(), "0123-4567-89AB-CDEF-GH01");
        for typed in ["0123-4567-89AB-CDEF-GH01", "o123456789abcdefghOl", " 0I23 4567 89ab cdef gh0i\n"] {
            assert_eq!(typed.parse(), Ok(code), "{typed:?}");
        }
        for refused in [
            "",
            "0123-4567-89AB-CDEF-GH0",
            "0123-4567-89AB-CDEF-GH011",
            "U123-4567-89AB-CDEF-GH01",
            "é123-4567-89AB-CDEF-GH01",
        ] {
            assert_eq!(refused.parse::<RecipientCode>(), Err(NoCode), "{refused:?}");
        }
        assert_ne!("0123-4567-89AB-CDEF-GH02".parse(), Ok(code));
    }
}
