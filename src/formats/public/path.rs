//! Paths of derivation: `m/84h/0h/0h/0/3`.

use std::{fmt, str::FromStr};

/// What is added to the number of a hardened step.
const HARDENED: u32 = 1 << 31;

/// Steps of the longest path that is read: the depth of an extended key is one byte.
const LONGEST: usize = 255;

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChildNumber(u32);

impl ChildNumber {
    /// A step that a public key can take as well.
    #[must_use]
    pub const fn normal(number: u32) -> Self {
        Self(number & !HARDENED)
    }

    /// A step that only a private key can take.
    #[must_use]
    pub const fn hardened(number: u32) -> Self {
        Self(number | HARDENED)
    }

    /// The step with this number in an extended key.
    #[must_use]
    pub const fn of(number: u32) -> Self {
        Self(number)
    }

    /// Whether only a private key can take it.
    #[must_use]
    pub const fn is_hardened(self) -> bool {
        self.0 & HARDENED != 0
    }

    /// The number as BIP-32 hashes it.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for ChildNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0 & !HARDENED, if self.is_hardened() { "h" } else { "" })
    }
}

impl FromStr for ChildNumber {
    type Err = NoPath;

    fn from_str(text: &str) -> Result<Self, NoPath> {
        let digits = text.strip_suffix(['h', 'H', '\'', '’']);
        let plain = digits.unwrap_or(text);
        let is_plain = !plain.is_empty() && plain.bytes().all(|digit| digit.is_ascii_digit());
        let number = plain.parse().ok().filter(|number| is_plain && *number < HARDENED).ok_or(NoPath)?;
        Ok(if digits.is_some() { Self::hardened(number) } else { Self::normal(number) })
    }
}

/// The steps from a key to one below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<ChildNumber>);

impl Path {
    /// The path of these steps.
    #[must_use]
    pub const fn new(steps: Vec<ChildNumber>) -> Self {
        Self(steps)
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[ChildNumber] {
        &self.0
    }

    /// This path, and more steps.
    #[must_use]
    pub fn then(&self, more: &[ChildNumber]) -> Self {
        Self([&self.0, more].concat())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("m")?;
        self.0.iter().try_for_each(|step| write!(f, "/{step}"))
    }
}

impl FromStr for Path {
    type Err = NoPath;

    /// Reads `m/84h/0h`, with `h`, `H` or `'` for hardened steps, with or without `m/`.
    fn from_str(text: &str) -> Result<Self, NoPath> {
        let steps = match text.strip_prefix(['m', 'M']) {
            Some("") => return Ok(Self::default()),
            Some(rest) => rest.strip_prefix('/').ok_or(NoPath)?,
            None => text,
        };
        let steps: Vec<ChildNumber> = steps.split('/').map(str::parse).collect::<Result<_, _>>()?;
        if steps.len() > LONGEST { Err(NoPath) } else { Ok(Self(steps)) }
    }
}

/// A text that is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a derivation path")]
pub struct NoPath;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_people_write_them_and_written_in_one_way() {
        for text in ["m/84h/0h/0h/0/3", "m/84'/0'/0'/0/3", "84H/0h/0'/0/3", "M/84’/0h/0h/0/3"] {
            assert_eq!(text.parse::<Path>().unwrap().to_string(), "m/84h/0h/0h/0/3", "{text}");
        }
        assert_eq!("m".parse::<Path>().unwrap().to_string(), "m");
        assert_eq!("m/2147483647h".parse::<Path>().unwrap().steps(), [ChildNumber::of(u32::MAX)]);
        let longer = format!("m{}", "/0".repeat(256));
        for text in
            ["", "/", "m/", "m//0", "m/0h'", "m/+1", "m/2147483648", "m/x", "m0", "0/", "m/-1", &longer]
        {
            assert_eq!(text.parse::<Path>(), Err(NoPath), "{text}");
        }
    }
}
