//! One line of codex32, read.

use super::{
    super::{ForeignMisfitKind, ShareError},
    checksum::Checksum,
    gf32::Point,
};
use crate::crypto::secret::SecretBytes;

/// What each of the 32 elements is written as.
const SIGNS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Elements in front of the payload: the threshold, four of the identifier, and where the share stands.
const HEADER: usize = 6;

/// Bytes of a seed of BIP-32.
const SEED_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// What a share says of itself, public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codex32Header {
    /// How many shares are needed: 2 to 9; or 0, for a secret that was never shared.
    pub threshold: u8,
    /// What all shares of a set are called, in small letters.
    pub identifier: [char; 4],
    /// The letter or digit of the share, small; s is the secret itself.
    pub index: char,
}

impl Codex32Header {
    /// Whether this is no share of a secret, but the secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.index == 's'
    }
}

/// One share, or the secret.
#[derive(Debug)]
pub struct Codex32Share {
    /// What it says of itself.
    pub header: Codex32Header,
    /// Where it stands, an element.
    at: u8,
    /// Its payload, an element a byte; secret.
    payload: SecretBytes,
}

/// Whether a text was meant to be codex32, however many of its characters are wrong.
#[must_use]
pub fn is_likely(text: &str) -> bool {
    let begins = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("ms1"));
    let signs = || text.chars().filter(|sign| !is_between(*sign));
    begins && signs().all(|sign| sign.is_ascii_alphanumeric()) && (40..=140).contains(&signs().count())
}

/// What stands between groups of characters, where somebody wrote them down so.
const fn is_between(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '-')
}

impl Codex32Share {
    /// The share that `text` is.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, ShareError> {
        let signs = || text.chars().filter(|sign| !is_between(*sign));
        let count = signs().count();
        let whole = SecretBytes::try_build(count, |place| {
            for ((position, sign), place) in (1..).zip(signs()).zip(place) {
                *place = u8::try_from(sign).map_err(|_| ShareError::Codex32Character { position })?;
            }
            Ok(())
        })?;
        let data = match whole.expose() {
            [b'm', b's', b'1', data @ ..] | [b'M', b'S', b'1', data @ ..] => data,
            [b'm' | b'M', b's' | b'S', b'1', ..] => return Err(ShareError::MixedCase),
            _ => return Err(ShareError::NotCodex32),
        };
        let elements = elements(data, whole.expose()[0] == b'm')?;
        Self::of_elements(elements.expose(), count)
    }

    fn of_elements(elements: &[u8], characters: usize) -> Result<Self, ShareError> {
        let length = ShareError::Codex32Length { characters };
        let checksum = Checksum::of(elements.len()).ok_or(length)?;
        if !checksum.holds(elements) {
            return Err(ShareError::Codex32Checksum);
        }
        let payload = &elements[HEADER..elements.len() - checksum.signs];
        if !SEED_BYTES.contains(&(5 * payload.len() / 8)) || 5 * payload.len() % 8 > 4 {
            return Err(length);
        }
        let sign = |at: usize| char::from(SIGNS[usize::from(elements[at])]);
        let threshold = match sign(0) {
            digit @ ('0' | '2'..='9') => digit as u8 - b'0',
            _ => return Err(ShareError::Codex32Threshold),
        };
        let header =
            Codex32Header { threshold, identifier: [sign(1), sign(2), sign(3), sign(4)], index: sign(5) };
        if threshold == 0 && !header.is_secret() {
            return Err(ShareError::Header);
        }
        Ok(Self { header, at: elements[5], payload: SecretBytes::copy_of(payload) })
    }

    /// Bytes of the secret.
    #[must_use]
    pub fn secret_bytes(&self) -> usize {
        5 * self.payload.len() / 8
    }

    /// Where it stands, and its payload.
    #[must_use]
    pub fn point(&self) -> Point<'_> {
        (self.at, self.payload.expose())
    }

    /// What tells two shares apart that cannot be of one set; none where they may be.
    pub(super) fn misfit(&self, other: &Self) -> Option<ForeignMisfitKind> {
        let set = |share: &Self| (share.header.threshold, share.header.identifier);
        if set(self) != set(other) {
            Some(ForeignMisfitKind::Set)
        } else if self.payload.len() != other.payload.len() {
            Some(ForeignMisfitKind::Length)
        } else if self.at == other.at && !self.payload.matches(other.payload.expose()) {
            Some(ForeignMisfitKind::SameNumber)
        } else {
            None
        }
    }
}

/// The elements that these characters stand for, all of them small or all of them large.
fn elements(data: &[u8], are_small: bool) -> Result<SecretBytes, ShareError> {
    let is_other_case = |sign: &u8| sign.is_ascii_alphabetic() & (sign.is_ascii_lowercase() != are_small);
    if data.iter().fold(false, |mixed, sign| mixed | is_other_case(sign)) {
        return Err(ShareError::MixedCase);
    }
    SecretBytes::try_build(data.len(), |place| {
        // The three characters in front count, too.
        for ((position, sign), place) in (4..).zip(data).zip(place) {
            *place = element(*sign).ok_or(ShareError::Codex32Character { position })?;
        }
        Ok(())
    })
}

/// The element that a character stands for. It is compared with all of them, and none tells by its time.
fn element(sign: u8) -> Option<u8> {
    let sign = sign.to_ascii_lowercase();
    let (mut found, mut element) = (0u8, 0u8);
    for (at, known) in (0u8..).zip(SIGNS) {
        let is_it = 0u8.wrapping_sub(u8::from(sign ^ known == 0));
        found |= is_it;
        element |= at & is_it;
    }
    (found != 0).then_some(element)
}
