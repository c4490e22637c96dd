//! The card: one share of one custodian on one page.
//!
//! From the head: that it is secret, what it is and whose, the words in rows, the code, what to do if it is found or lost, lines
//! for signatures, and a stub without any secret that is cut off. Nothing on it tells where the money is, or whether
//! there is a passphrase.

use self::{draw::Draw, layout::Layout};
use super::{
    pdf::{Document, Paper, read_back},
    qr::QrCode,
};
use crate::crypto::secret::SecretBytes;

mod design;
mod draw;
mod layout;
#[cfg(test)]
mod tests;
pub mod wording;

pub use self::design::{Card, Part, Shows, Style, Wallet};

/// Why there is no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// So many words do not fit on the paper in letters that can be read; the smallest paper on which they do.
    #[error("{words} words do not fit on {}", paper.name())]
    TooSmall {
        /// The words.
        words: usize,
        /// The paper that was asked for.
        paper: Paper,
        /// The smallest on which they fit, if they fit on any.
        smallest: Option<Paper>,
    },
    /// What was drawn does not give the share back.
    #[error("the finished card does not give the share back")]
    NotProved,
}

impl Card<'_> {
    /// The card as a PDF of one page, read back from its final bytes. `code` is that of the share.
    ///
    /// # Errors
    ///
    /// When it does not fit on the paper, or does not give the share back.
    pub fn pdf(&self, style: Style, code: Option<&QrCode>) -> Result<SecretBytes, CardError> {
        let code = code.filter(|_| self.mnemonic.is_some() && style.content != Shows::Words);
        if style.content == Shows::Code && code.is_none() {
            return Err(CardError::NotProved);
        }
        let has_words = style.content != Shows::Code;
        let layout = Layout::of(self, style, code).ok_or_else(|| self.too_small(style, code))?;
        let mut document = Document::new(style.paper);
        if self.is_specimen {
            document.watermark("SPECIMEN");
        }
        Draw { card: self, style, layout: &layout, document: &mut document }.all(code);
        let file = document.finish(&wording::title(self));
        self.prove(&file, has_words, code)?;
        Ok(file)
    }

    fn too_small(&self, style: Style, code: Option<&QrCode>) -> CardError {
        let fits = |paper: &Paper| Layout::of(self, Style { paper: *paper, ..style }, code).is_some();
        let smallest = [Paper::A5, Paper::Letter, Paper::A4].into_iter().find(fits);
        CardError::TooSmall { words: self.words, paper: style.paper, smallest }
    }

    /// The words are parsed again, and the code compared module by module, both from the file.
    fn prove(&self, file: &SecretBytes, has_words: bool, code: Option<&QrCode>) -> Result<(), CardError> {
        let Some(mnemonic) = self.mnemonic else { return Ok(()) };
        let is_whole = !has_words || mnemonic.is_spelt_by(read_back::words(file).expose());
        let is_drawn = code.is_none_or(|code| code.is_drawn_by(read_back::runs(file)));
        if is_whole && is_drawn { Ok(()) } else { Err(CardError::NotProved) }
    }
}
