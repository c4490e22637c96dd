//! Where a word stands: four to a row, read across, on every screen and card, but three on a card with
//! larger words, which says so. Error messages point with it.

use std::fmt;

/// Words in a row.
pub const COLUMNS: usize = 4;

/// A word's place; all three count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordPlace {
    /// Which word.
    pub position: usize,
    /// Its row.
    pub row: usize,
    /// Its place in the row.
    pub column: usize,
}

impl WordPlace {
    /// The place of the word at `position` (from 1).
    #[must_use]
    pub const fn of(position: usize) -> Self {
        let before = position.saturating_sub(1);
        Self { position, row: before / COLUMNS + 1, column: before % COLUMNS + 1 }
    }
}

impl fmt::Display for WordPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "word {} (row {}, column {})", self.position, self.row, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_across() {
        assert_eq!(WordPlace::of(1), WordPlace { position: 1, row: 1, column: 1 });
        assert_eq!(WordPlace::of(8), WordPlace { position: 8, row: 2, column: 4 });
        assert_eq!(WordPlace::of(33).to_string(), "word 33 (row 9, column 1)");
    }
}
