//! A QR code in half blocks, for a terminal: two modules a character, colours set explicitly, for a terminal with a
//! dark theme would turn the code inside out.

use super::{QUIET_ZONE, QrCode};
use crate::crypto::secret::SecretText;

/// Black on bright white, and back.
const INK: &str = "\x1b[30;107m";
const RESET: &str = "\x1b[0m";

/// Light modules around the symbol where the window is small; every reader tried takes it.
pub const NARROW: usize = 2;

/// Columns and rows that the code takes with so many light modules around it.
#[must_use]
pub const fn size(code: &QrCode, quiet: usize) -> (usize, usize) {
    let side = code.side() + 2 * quiet;
    (side, side.div_ceil(2))
}

/// The code in lines, each ended by `end`.
#[must_use]
pub fn draw(code: &QrCode, quiet: usize, end: &str) -> SecretText {
    let (columns, rows) = size(code, quiet);
    let from = QUIET_ZONE.saturating_sub(quiet);
    let mut text = SecretText::with_capacity(rows * (columns * 3 + INK.len() + RESET.len() + end.len()));
    for row in (0..columns).step_by(2) {
        text.push_str(INK);
        for column in 0..columns {
            let dark = |row: usize| row < columns && code.is_dark(column + from, row + from);
            text.push(match (dark(row), dark(row + 1)) {
                (true, true) => FULL,
                (true, false) => UPPER,
                (false, true) => LOWER,
                (false, false) => ' ',
            });
        }
        text.push_str(RESET);
        text.push_str(end);
    }
    text
}

/// Whether a finished text shows this code, with so many light modules around it.
#[must_use]
pub fn shows(text: &SecretText, code: &QrCode, quiet: usize) -> bool {
    let from = QUIET_ZONE.saturating_sub(quiet);
    code.is_drawn_by(runs(text.expose()).map(|(column, row, length)| (column + from, row + from, length)))
}

/// Whether a text begins like such a code.
#[must_use]
pub fn is_meant(text: &str) -> bool {
    text.starts_with(INK)
}

/// The dark modules of a text: column, row and 1, counted from its own corner.
pub fn runs(text: &str) -> impl Iterator<Item = (usize, usize, usize)> {
    text.lines().enumerate().flat_map(|(at, line)| {
        let line = line.strip_prefix(INK).and_then(|line| line.strip_suffix(RESET)).unwrap_or_default();
        line.chars().enumerate().flat_map(move |(column, block)| {
            let upper = matches!(block, FULL | UPPER).then_some(2 * at);
            let lower = matches!(block, FULL | LOWER).then_some(2 * at + 1);
            upper.into_iter().chain(lower).map(move |row| (column, row, 1))
        })
    })
}

const FULL: char = '█';
const UPPER: char = '▀';
const LOWER: char = '▄';
