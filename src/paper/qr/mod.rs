//! The QR code of a share: the words in capitals with single spaces, which every reader shows as a plain line of words
//! and any SLIP-0039 tool takes.
//!
//! Capitals make the symbol a quarter smaller than small letters do (alphanumeric mode). Error correction is level M,
//! or the best that the same size has room for: larger modules help a camera more than more correction. Only a text that has
//! no room in any symbol otherwise, such as a file sealed to a hybrid recipient, has level L.

use qrcode::{Color, EcLevel};

use crate::{
    crypto::secret::{SecretBytes, SecretText},
    slip39::Mnemonic,
};

pub mod blocks;
pub mod drawing;
pub mod png;
pub mod svg;

/// Light modules around the symbol, as ISO/IEC 18004 asks for.
pub const QUIET_ZONE: usize = 4;

/// A QR code.
#[derive(Debug)]
pub struct QrCode {
    side: usize,
    /// One byte a module, row by row; 1 is dark.
    modules: SecretBytes,
}

/// The text does not fit into a QR code; no share is long enough for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the words do not fit into a QR code")]
pub struct TooLong;

impl QrCode {
    /// The code of a share.
    ///
    /// # Errors
    ///
    /// When it does not fit, which no mnemonic of the standard is long enough for.
    pub fn of(mnemonic: &Mnemonic) -> Result<Self, TooLong> {
        let mut payload = SecretText::with_capacity(mnemonic.expose().len());
        for character in mnemonic.expose().chars() {
            payload.push(character.to_ascii_uppercase());
        }
        Self::of_text(payload.expose())
    }

    /// The code of a text that is no share. It is smallest for capitals, digits and ` $%*+-./:`.
    ///
    /// # Errors
    ///
    /// When it does not fit.
    pub fn of_text(text: &str) -> Result<Self, TooLong> {
        let text = text.as_bytes();
        let smallest_at = |level| qrcode::QrCode::with_error_correction_level(text, level);
        let smallest = smallest_at(EcLevel::M).or_else(|_| smallest_at(EcLevel::L)).map_err(|_| TooLong)?;
        let better = |level| qrcode::QrCode::with_version(text, smallest.version(), level).ok();
        let code = better(EcLevel::H).or_else(|| better(EcLevel::Q)).unwrap_or(smallest);
        let side = code.width();
        // The library's own copy is on the heap, where the program's allocator wipes it.
        let colours = code.into_colors();
        let modules = SecretBytes::build(side * side, |modules| {
            for (module, colour) in modules.iter_mut().zip(&colours) {
                *module = u8::from(*colour == Color::Dark);
            }
        });
        Ok(Self { side, modules })
    }

    /// Modules on each side, without the quiet zone.
    #[must_use]
    pub const fn side(&self) -> usize {
        self.side
    }

    /// Modules on each side, with the quiet zone.
    #[must_use]
    pub const fn side_with_quiet_zone(&self) -> usize {
        self.side + 2 * QUIET_ZONE
    }

    /// Whether the module in this column and row is dark. They are counted from the corner of the quiet zone; all
    /// around the symbol is light.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        let (Some(column), Some(row)) = (column.checked_sub(QUIET_ZONE), row.checked_sub(QUIET_ZONE)) else {
            return false;
        };
        column < self.side && row < self.side && self.modules.expose()[row * self.side + column] == 1
    }

    /// Dark modules side by side, as column, row and length, counted from the corner of the quiet zone.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        (0..self.side).flat_map(move |row| {
            let dark = move |column: &usize| self.is_dark(column + QUIET_ZONE, row + QUIET_ZONE);
            let mut column = 0;
            std::iter::from_fn(move || {
                let from = (column..self.side).find(dark)?;
                let to = (from..self.side).find(|at| !dark(at)).unwrap_or(self.side);
                column = to;
                Some((from + QUIET_ZONE, row + QUIET_ZONE, to - from))
            })
        })
    }

    /// Whether these runs draw this code, and nothing else.
    pub fn is_drawn_by(&self, runs: impl Iterator<Item = (usize, usize, usize)>) -> bool {
        let mut drawn = SecretBytes::build(self.modules.len(), |_| {});
        for (column, row, length) in runs {
            let (Some(column), Some(row)) = (column.checked_sub(QUIET_ZONE), row.checked_sub(QUIET_ZONE))
            else {
                return false;
            };
            if row >= self.side || column + length > self.side {
                return false;
            }
            drawn.expose_mut()[row * self.side + column..][..length].fill(1);
        }
        drawn.matches(self.modules.expose())
    }
}
