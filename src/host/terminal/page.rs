//! A page on the alternate screen: lines of text, drawn over what was there before.

use crate::{crypto::secret::SecretText, paper::grid::COLUMNS, slip39::wordlist};

/// What ends a line. Nothing is erased here: at the last column that would take the last letter.
pub const LINE_END: &str = "\r\n";

/// Lines of a window from which on a page has room for empty lines and for help.
const ROOMY: usize = 14;

/// A page being made. Secret, for it may hold the words of a share.
#[derive(Debug)]
pub struct Page {
    text: SecretText,
    colour: bool,
    size: PageSize,
}

impl Page {
    /// An empty page in a window of this size.
    #[must_use]
    pub fn new(colour: bool, size: PageSize) -> Self {
        let mut text = SecretText::with_capacity(8192);
        text.push_str("\x1b[H\x1b[J");
        Self { text, colour, size }
    }

    /// Adds text to the line.
    pub fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text to the line in the colour of errors; where there is no colour, as it is.
    pub fn put_wrong(&mut self, text: &str) {
        self.coloured("\x1b[31;1m", text);
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        self.text.push_str(LINE_END);
    }

    /// Adds a text of its own, broken between words.
    pub fn line(&mut self, text: &str) {
        self.lines(text, Self::put);
    }

    /// Adds a text of its own in bold.
    pub fn strong_line(&mut self, text: &str) {
        self.lines(text, |page, line| page.coloured("\x1b[1m", line));
    }

    /// Adds a text of its own in the colour of errors.
    pub fn wrong_line(&mut self, text: &str) {
        self.lines(text, Self::put_wrong);
    }

    fn lines(&mut self, text: &str, put: impl Fn(&mut Self, &str)) {
        for line in self.size.broken(text) {
            put(self, line);
            self.end_line();
        }
    }

    /// The page as it is sent to the terminal. The last line is not ended: that would scroll a full window.
    #[must_use]
    pub fn finish(mut self) -> SecretText {
        if self.text.expose().ends_with(LINE_END) {
            for _ in LINE_END.chars() {
                self.text.pop();
            }
        }
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

/// How much of a window a page can fill.
#[derive(Clone, Copy, Debug)]
pub struct PageSize {
    width: usize,
    height: usize,
}

impl PageSize {
    /// The page in a window of so many columns and lines.
    #[must_use]
    pub const fn of((width, height): (usize, usize)) -> Self {
        Self { width, height }
    }

    /// Columns.
    #[must_use]
    pub const fn width(self) -> usize {
        self.width
    }

    /// Lines.
    #[must_use]
    pub const fn height(self) -> usize {
        self.height
    }

    /// Whether there is room for empty lines and for help.
    #[must_use]
    pub const fn is_roomy(self) -> bool {
        self.height >= ROOMY
    }

    /// Lines that a text takes, broken between words.
    #[must_use]
    pub fn lines(self, text: &str) -> usize {
        self.broken(text).map(|line| line.chars().count().div_ceil(self.width.max(1)).max(1)).sum()
    }

    /// The text, broken between words; one that is wider than the window is left to the terminal.
    fn broken(self, text: &str) -> impl Iterator<Item = &str> {
        let mut rest = Some(text);
        std::iter::from_fn(move || {
            let text = rest.take()?;
            let Some((end, _)) = text.char_indices().nth(self.width.max(1)) else { return Some(text) };
            // A blank at the very end of the window is where a line may end, too.
            let reach = end + usize::from(text[end..].starts_with(' '));
            let blank = text[..reach].rfind(' ').filter(|at| *at > 0).or_else(|| text.find(' '));
            let (line, more) = blank.map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])));
            rest = more;
            Some(line)
        })
    }

    /// Words of a grid that fit side by side: as many as on a card, or fewer.
    #[must_use]
    pub fn columns(self) -> usize {
        ((self.width + GAP) / CELL).clamp(1, COLUMNS)
    }

    /// Rows of a grid that fit beside so many other lines: one at least.
    #[must_use]
    pub fn rows_beside(self, others: usize) -> usize {
        self.height.saturating_sub(others).max(1)
    }
}

/// Columns between two words, and of a whole cell: number, word and gap.
const GAP: usize = 2;
const CELL: usize = 6 + wordlist::LONGEST + GAP;

/// Puts one numbered cell of a grid of words, and ends the row after its last one.
pub fn put_cell(page: &mut Page, position: usize, is_last: bool, put_word: impl FnOnce(&mut Page) -> usize) {
    page.put(&format!("{position:>4}. "));
    let used = put_word(page);
    if is_last {
        page.end_line();
    } else {
        page.put(&" ".repeat((wordlist::LONGEST + GAP).saturating_sub(used)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_window_has_fewer_words_side_by_side() {
        for (width, columns) in [(200, 4), (80, 4), (62, 4), (61, 3), (40, 2), (20, 1), (5, 1), (0, 1)] {
            assert_eq!(PageSize::of((width, 24)).columns(), columns, "{width}");
        }
        assert_eq!(PageSize::of((20, 5)).lines("twenty-one characters"), 2);
        assert_eq!(PageSize::of((20, 5)).lines(""), 1);
        assert_eq!(PageSize::of((20, 5)).rows_beside(9), 1);
    }

    #[test]
    fn a_text_is_broken_between_words() {
        let broken = |text, width| PageSize::of((width, 24)).broken(text).collect::<Vec<_>>();
        let text = "share 2 does not belong: it is laid aside";
        assert_eq!(broken(text, 80), [text]);
        assert_eq!(broken(text, 36), ["share 2 does not belong: it is laid", "aside"]);
        assert_eq!(broken(text, 35), ["share 2 does not belong: it is laid", "aside"]);
        assert_eq!(broken(text, 34), ["share 2 does not belong: it is", "laid aside"]);
        assert_eq!(broken("", 9), [""]);
        assert_eq!(broken("0011223344556677 ü", 8), ["0011223344556677", "ü"]);
        assert_eq!(PageSize::of((8, 24)).lines("0011223344556677 ü"), 3);
        assert_eq!(broken("üüüüüüü", 1), ["üüüüüüü"]);
        for width in 0..50 {
            let lines = broken(text, width);
            assert_eq!(lines.join(" "), text);
            assert!(lines.iter().all(|line| line.len() <= width.max(1) || !line.contains(' ')), "{lines:?}");
        }
    }
}
