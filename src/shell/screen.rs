//! A page on the alternate screen: lines of text, drawn over what was there before.

use crate::{paper::grid::COLUMNS, secret::SecretText, wordlist};

/// A page being made. Secret, for it may hold the words of a share.
#[derive(Debug)]
pub struct Page {
    text: SecretText,
    colour: bool,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new(colour: bool) -> Self {
        let mut text = SecretText::with_capacity(8192);
        text.push_str("\x1b[H");
        Self { text, colour }
    }

    /// Adds text to the line.
    pub fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text to the line in the colour of errors; where there is no colour, as it is.
    pub fn put_wrong(&mut self, text: &str) {
        self.coloured("\x1b[31;1m", text);
    }

    /// Adds text to the line in bold.
    pub fn put_strong(&mut self, text: &str) {
        self.coloured("\x1b[1m", text);
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        self.text.push_str("\x1b[K\r\n");
    }

    /// Adds a whole line.
    pub fn line(&mut self, text: &str) {
        self.put(text);
        self.end_line();
    }

    /// The page as it is sent to the terminal; what was below it is cleared.
    #[must_use]
    pub fn finish(mut self) -> SecretText {
        self.text.push_str("\x1b[K\x1b[J");
        self.text
    }

    fn coloured(&mut self, code: &str, text: &str) {
        if self.colour {
            self.put(code);
        }
        self.put(text);
        if self.colour {
            self.put("\x1b[0m");
        }
    }
}

/// Puts one numbered cell of a grid of words, and ends the row after its last column.
pub fn put_cell(page: &mut Page, position: usize, put_word: impl FnOnce(&mut Page) -> usize) {
    page.put(&format!("{position:>4}. "));
    let used = put_word(page);
    if position.is_multiple_of(COLUMNS) {
        page.end_line();
    } else {
        page.put(&" ".repeat((wordlist::LONGEST + 2).saturating_sub(used)));
    }
}
