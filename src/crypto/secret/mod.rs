//! Secret bytes and secret text: on locked pages of their own, wiped when dropped, silent in `Debug`, never copied or compared by accident.
//!
//! `expose` is the only way to look inside, so `grep -rn 'expose()' src` lists every place that does.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use self::pages::Pages;

mod pages;

pub use self::pages::was_refused;

/// Whether both are the same bytes, in a time that depends on the lengths only.
///
/// What this says is no secret any more, whatever it was computed from. `tests/timing` follows secrets through everything
/// that is computed from them, and must find that line drawn in one place that has a name: so the verdict is read from
/// memory that never held a secret, and the function is never inlined.
#[must_use]
#[inline(never)]
pub fn are_equal(one: &[u8], other: &[u8]) -> bool {
    static VERDICTS: [bool; 2] = [false, true];
    VERDICTS[usize::from(one.ct_eq(other).unwrap_u8() & 1)]
}

/// 1 where both are the same number, else 0: as secret as they are, and computed without a branch, which the compiler makes of
/// plain arithmetic where it pleases.
#[must_use]
pub fn same(one: u16, other: u16) -> u8 {
    one.ct_eq(&other).unwrap_u8()
}

/// 1 where `one` is among these, else 0, in the same way.
#[must_use]
pub fn is_among(one: u8, these: &[u8]) -> u8 {
    these.iter().fold(0, |found, other| found | same(one.into(), (*other).into()))
}

/// Bytes that were computed from a secret and are public from here on: a point of a curve, a chain code of an extended public
/// key. Whoever sees them may branch on them.
///
/// As with [`are_equal`], `tests/timing` must find that line drawn in one place that has a name: each byte is looked up in memory
/// that never held a secret.
#[must_use]
#[inline(never)]
pub fn published<const BYTES: usize>(bytes: &[u8; BYTES]) -> [u8; BYTES] {
    static THEMSELVES: [u8; 256] = {
        let mut table = [0; 256];
        let mut at = 0;
        while at < 256 {
            table[at] = at as u8;
            at += 1;
        }
        table
    };
    let table = std::hint::black_box(&THEMSELVES);
    bytes.map(|byte| table[usize::from(byte)])
}

/// Secret bytes on pages of their own that never move or grow, so that no stale copy is left behind.
pub struct SecretBytes {
    pages: Pages,
    len: usize,
}

impl SecretBytes {
    /// `len` bytes, filled in place by `fill`.
    #[must_use]
    pub fn build(len: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        let mut bytes = Self { pages: Pages::with_room(len), len };
        fill(bytes.expose_mut());
        bytes
    }

    /// `len` bytes, filled in place by `fill`, wiped again when it fails.
    ///
    /// # Errors
    ///
    /// Whatever `fill` returns.
    pub fn try_build<E>(len: usize, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Self { pages: Pages::with_room(len), len };
        fill(bytes.expose_mut())?;
        Ok(bytes)
    }

    /// A second, equally guarded place for bytes that somebody else guards.
    #[must_use]
    pub fn copy_of(bytes: &[u8]) -> Self {
        Self::build(bytes.len(), |place| place.copy_from_slice(bytes))
    }

    /// The length, which is no secret.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing inside.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.pages.bytes()[..self.len]
    }

    /// The bytes themselves, to be changed in place.
    pub fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.pages.bytes_mut()[..self.len]
    }

    /// Whether both hold the same bytes, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, other: &[u8]) -> bool {
        are_equal(self.expose(), other)
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        self.pages.leave(self.len);
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(redacted)")
    }
}

/// Secret text. Growth moves it to larger pages and wipes the smaller ones, which `String` would not.
pub struct SecretText {
    pages: Pages,
    len: usize,
}

impl Default for SecretText {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl SecretText {
    /// Empty, with room for `bytes` before it has to move.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { pages: Pages::with_room(bytes), len: 0 }
    }

    /// A guarded place for text that somebody else guards.
    #[must_use]
    pub fn copy_of(text: &str) -> Self {
        let mut copy = Self::with_capacity(text.len());
        copy.push_str(text);
        copy
    }

    /// Adds `text` at the end.
    pub fn push_str(&mut self, text: &str) {
        let longer = self.len + text.len();
        if longer > self.pages.room() {
            // More pages than this takes come with it, so that text does not move with every letter.
            let mut roomier = Pages::with_room(longer);
            roomier.bytes_mut()[..self.len].copy_from_slice(&self.pages.bytes()[..self.len]);
            self.pages.leave(self.len);
            self.pages = roomier;
        }
        self.pages.bytes_mut()[self.len..longer].copy_from_slice(text.as_bytes());
        self.len = longer;
    }

    /// Adds one character at the end.
    pub fn push(&mut self, character: char) {
        let mut utf8 = [0; 4];
        self.push_str(character.encode_utf8(&mut utf8));
        utf8.zeroize();
    }

    /// Takes the last character away.
    pub fn pop(&mut self) -> Option<char> {
        let last = self.expose().chars().next_back()?;
        let rest = self.len - last.len_utf8();
        self.pages.bytes_mut()[rest..self.len].zeroize();
        self.len = rest;
        Some(last)
    }

    /// Wipes the text and keeps the room.
    pub fn clear(&mut self) {
        self.pages.bytes_mut()[..self.len].zeroize();
        self.len = 0;
    }

    /// The length in bytes, which is no secret.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing inside.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        // Only whole text ever gets in, so there is nothing that could be no text.
        str::from_utf8(&self.pages.bytes()[..self.len]).unwrap_or_default()
    }

    /// Whether both hold the same text, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        are_equal(&self.pages.bytes()[..self.len], other.as_bytes())
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.pages.leave(self.len);
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let bytes = SecretBytes::copy_of(b"hunter2hunter2");
        let text = SecretText::copy_of("hunter2hunter2");
        assert_eq!(format!("{bytes:?} {text:?}"), "SecretBytes(redacted) SecretText(redacted)");
    }

    #[test]
    fn text_grows_and_shrinks() {
        let mut text = SecretText::default();
        for character in "ünïcode ünïcode".chars() {
            text.push(character);
        }
        assert_eq!(text.pop(), Some('e'));
        assert_eq!(text.expose(), "ünïcode ünïcod");
        text.clear();
        assert!(text.is_empty() && text.pop().is_none());
    }

    #[test]
    fn text_moves_to_larger_pages_whole() {
        let mut text = SecretText::default();
        for _ in 0..3000 {
            text.push_str("0123456789");
        }
        assert!(text.matches(&"0123456789".repeat(3000)));
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn text_moves_when_it_must_and_not_before() {
        let mut text = SecretText::with_capacity(4096);
        let place = text.expose().as_ptr();
        text.push_str(&"a".repeat(4095));
        text.push('b');
        assert_eq!((text.expose().as_ptr(), text.len()), (place, 4096), "it is exactly full");
        text.push('c');
        assert_ne!(text.expose().as_ptr(), place);
        let moves = (0..20_000).scan(text.expose().as_ptr(), |place, _| {
            text.push('d');
            let moved = text.expose().as_ptr() != std::mem::replace(place, text.expose().as_ptr());
            Some(usize::from(moved))
        });
        assert!(moves.sum::<usize>() < 4, "its room doubles");
        assert!(text.expose().starts_with("aaa") && text.expose().ends_with("ddd"));
    }

    #[test]
    fn lengths_are_those_of_the_contents() {
        for len in [0, 1, 2, 5000] {
            let (bytes, text) = (SecretBytes::copy_of(&vec![7; len]), SecretText::copy_of(&"x".repeat(len)));
            assert_eq!((bytes.len(), bytes.is_empty(), bytes.expose()), (len, len == 0, &vec![7; len][..]));
            assert_eq!((text.len(), text.is_empty(), text.expose()), (len, len == 0, &*"x".repeat(len)));
        }
    }

    #[test]
    fn pages_are_left_empty_for_the_next_secret() {
        for len in [0, 1, 16, 4096, 4097, 20_000] {
            drop(SecretBytes::build(len, |place| place.fill(0xa5)));
            assert!(
                SecretBytes::build(len, |place| assert!(place.iter().all(|byte| *byte == 0))).len() == len
            );
        }
        drop(SecretText::copy_of("hunter2"));
        assert_eq!(SecretBytes::build(7, |_| {}).expose(), [0; 7]);
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn a_crowd_of_secrets_longer_than_the_kernel_would_list_does_no_harm_and_is_told() {
        let crowd: Vec<SecretBytes> = (0..20_000).map(|_| SecretBytes::copy_of(b"one of many")).collect();
        assert!(crowd.iter().all(|secret| secret.matches(b"one of many")));
        assert!(was_refused());
    }

    #[test]
    fn what_is_published_is_as_it_was() {
        let all: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        assert_eq!(published(&all), all);
    }

    #[test]
    fn comparison_is_by_content_and_length() {
        assert!(SecretBytes::copy_of(b"ab").matches(b"ab"));
        assert!(!SecretBytes::copy_of(b"ab").matches(b"aB"));
        assert!(!SecretText::copy_of("ab").matches("abc"));
    }

    #[test]
    fn a_failed_build_returns_the_failure() {
        assert_eq!(SecretBytes::try_build(4, |_| Err("no")).map(|_| ()), Err("no"));
    }
}
