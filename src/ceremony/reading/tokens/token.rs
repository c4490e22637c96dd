//! A run of letters, and what is known of the place it stands in.

use std::fmt;

use zeroize::Zeroize as _;

/// What stands between a run and the one before it; the more it parts them, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Blanks.
    Blank,
    /// A digit, a sign or a letter of another script.
    Mark,
    /// The end of a line.
    Line,
    /// An empty line.
    Paragraph,
}

/// How a run of letters names a word of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// The whole word.
    Exact,
    /// Its first letters, four or more.
    Cut,
    /// It names none.
    None,
}

/// What a run stands in, besides the text itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrapping {
    /// A comment: behind `#`, or in a comment of HTML.
    pub comment: bool,
    /// A line that a mail program marked as quoted.
    pub quoted: bool,
    /// A tag of HTML, its attributes included, or a command of TeX.
    pub tag: bool,
    /// The name of a value in JSON.
    pub key: bool,
}

/// A run of letters.
#[derive(Clone, Copy)]
pub struct Token {
    /// What parts it from the run before.
    pub gap: Gap,
    /// How it names a word.
    pub spelling: Spelling,
    /// Whether it is four letters long.
    pub is_four_letters: bool,
    /// Whether nothing but digits parts it from the run before: `ac1d` is one misspelt word, not two.
    pub is_glued: bool,
    /// What it stands in.
    pub wrapping: Wrapping,
    /// Its line, counted from 1.
    pub line: usize,
    /// Its bytes in the text: from the first on, and up to the last.
    pub bytes: (usize, usize),
    /// The word that it names, by its place in the list; 0 where it names none.
    pub word: u16,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(line {}, redacted)", self.line)
    }
}

impl Token {
    /// Whether it names a word of the list in any spelling that is read.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.spelling != Spelling::None
    }
}

/// The runs of a text, wiped when dropped.
#[derive(Default)]
pub struct Tokens {
    pub(super) tokens: Vec<Token>,
    /// The lines with a digit in them.
    pub(super) numbered: Vec<usize>,
}

impl Tokens {
    /// Whether a line has a digit in it.
    #[must_use]
    pub fn has_digit(&self, line: usize) -> bool {
        self.numbered.binary_search(&line).is_ok()
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(redacted)")
    }
}

impl Drop for Tokens {
    fn drop(&mut self) {
        self.tokens.iter_mut().for_each(|token| token.word.zeroize());
    }
}
