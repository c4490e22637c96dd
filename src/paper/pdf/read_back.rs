//! What stands in a finished file of ours: read from its bytes, so that a card is proved as it will be printed.

use crate::crypto::secret::{SecretBytes, SecretText};

/// All that is written in the font of the words, in order, with a space between one and the next.
#[must_use]
pub fn words(document: &SecretBytes) -> SecretText {
    let mut words = SecretText::with_capacity(2048);
    for word in in_words_font(document) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// A text in the font of the words that begins and ends with these lines, such as a sealed file; none where one is missing.
#[must_use]
pub fn text_between(document: &SecretBytes, first: &str, last: &str) -> Option<String> {
    let mut text = String::new();
    for line in in_words_font(document).skip_while(|line| *line != first) {
        text.push_str(line);
        text.push('\n');
        if line == last {
            return Some(text);
        }
    }
    None
}

/// What is written in the font of the words, piece by piece.
fn in_words_font(document: &SecretBytes) -> impl Iterator<Item = &str> {
    let mut is_words = false;
    lines(document).filter_map(move |line| {
        if line.ends_with(" Tf") {
            is_words = line.starts_with("/mono ");
        }
        line.strip_prefix('(')?.strip_suffix(") Tj").filter(|_| is_words)
    })
}

/// The dark runs of the code: column, row and length, in modules.
pub fn runs(document: &SecretBytes) -> impl Iterator<Item = (usize, usize, usize)> {
    lines(document).filter_map(|line| {
        let mut numbers = line.strip_suffix(" 1 re")?.split(' ').map(str::parse);
        match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(column)), Some(Ok(row)), Some(Ok(length)), None) => Some((column, row, length)),
            _ => None,
        }
    })
}

/// The lines that are text: all of a page is, and nothing of a font.
fn lines(document: &SecretBytes) -> impl Iterator<Item = &str> {
    document.expose().split(|byte| *byte == b'\n').filter_map(|line| str::from_utf8(line).ok())
}
