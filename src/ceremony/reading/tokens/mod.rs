//! A text cut into runs of letters, each with what is known of the place it stands in.
//!
//! Whatever people put between and around words (numbers, punctuation, list marks, markup) ends a run. What nobody sees
//! does not: a word with a soft hyphen or a zero-width space in it is read as it looks.

use self::cutter::Cutter;
pub use self::token::{Gap, Spelling, Token, Tokens, Wrapping};

mod cutter;
mod markup;
mod token;

impl Tokens {
    /// The runs of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut cutter = Cutter::new(text);
        text.char_indices().for_each(|(at, character)| cutter.take(at, character));
        cutter.end_run(text.len());
        cutter.tokens
    }
}

#[cfg(test)]
mod tests;
