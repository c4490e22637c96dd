//! What stands in a finished file of ours: read from its bytes, so that a card is proved as it will be printed.

use crate::crypto::secret::{SecretBytes, SecretText};

/// All that is written in the font of the words, in order, with a space between one and the next.
#[must_use]
pub fn words(document: &SecretBytes) -> SecretText {
    let mut words = SecretText::with_capacity(2048);
    let mut is_words = false;
    for line in lines(document) {
        if line.ends_with(" Tf") {
            is_words = line.starts_with("/mono ");
        } else if is_words
            && let Some(word) = line.strip_prefix('(').and_then(|word| word.strip_suffix(") Tj"))
        {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
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
