//! Secret bytes and secret text: sized once, wiped when dropped, silent in `Debug`, never copied or compared by accident.
//!
//! `expose` is the only way to look inside, so `grep -rn 'expose()' src` lists every place that does.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

/// Whether both are the same bytes, in a time that depends on the lengths only.
#[must_use]
pub fn are_equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// Secret bytes in one allocation that never moves or grows, so that no stale copy is left behind.
pub struct SecretBytes(Box<[u8]>);

impl SecretBytes {
    /// `len` bytes, filled in place by `fill`.
    #[must_use]
    pub fn build(len: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        let mut bytes = Self(vec![0; len].into_boxed_slice());
        fill(&mut bytes.0);
        bytes
    }

    /// `len` bytes, filled in place by `fill`, wiped again when it fails.
    ///
    /// # Errors
    ///
    /// Whatever `fill` returns.
    pub fn try_build<E>(len: usize, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Self(vec![0; len].into_boxed_slice());
        fill(&mut bytes.0)?;
        Ok(bytes)
    }

    /// A second, equally guarded place for bytes that somebody else guards.
    #[must_use]
    pub fn copy_of(bytes: &[u8]) -> Self {
        Self::build(bytes.len(), |place| place.copy_from_slice(bytes))
    }

    /// The length, which is no secret.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes themselves, to be changed in place.
    pub fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// Whether both hold the same bytes, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, other: &[u8]) -> bool {
        are_equal(&self.0, other)
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(redacted)")
    }
}

/// Secret text. Growth moves it to a larger place and wipes the smaller one, which `String` would not.
#[derive(Default)]
pub struct SecretText(String);

impl SecretText {
    /// Empty, with room for `bytes` before it has to move.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
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
        let needed = self.0.len().saturating_add(text.len());
        if needed > self.0.capacity() {
            let mut roomier = String::with_capacity(needed.max(self.0.capacity().saturating_mul(2)));
            roomier.push_str(&self.0);
            std::mem::swap(&mut self.0, &mut roomier);
            roomier.zeroize();
        }
        self.0.push_str(text);
    }

    /// Adds one character at the end.
    pub fn push(&mut self, character: char) {
        let mut utf8 = [0; 4];
        self.push_str(character.encode_utf8(&mut utf8));
        utf8.zeroize();
    }

    /// Takes the last character away.
    pub fn pop(&mut self) -> Option<char> {
        let last = self.0.pop()?;
        // `pop` only moves the end: the byte would stay readable behind it.
        let rest = self.0.len();
        self.0.extend(std::iter::repeat_n('\0', last.len_utf8()));
        self.0.truncate(rest);
        Some(last)
    }

    /// Wipes the text and keeps the room.
    pub fn clear(&mut self) {
        self.0.zeroize();
    }

    /// The length in bytes, which is no secret.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both hold the same text, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        are_equal(self.0.as_bytes(), other.as_bytes())
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
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
