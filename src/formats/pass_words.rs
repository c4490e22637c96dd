//! The passphrase of a sealed share, which the program makes: ten words of the list of the standard, with a hyphen between
//! them. People choose badly, and whoever has the sealed file can guess for ever; ten words are 100 bits.

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        secret::{SecretBytes, SecretText},
    },
    slip39::wordlist,
};

/// Words of a passphrase.
pub const WORDS: usize = 10;

/// What stands between them. The passphrase is the words with this, whatever else is typed between them here; another program
/// takes nothing but this.
pub const BETWEEN: char = '-';

/// A slip in what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("word {word} of {WORDS} is not in the word list")]
pub struct Slip {
    /// Which word, from 1.
    pub word: usize,
}

/// A new passphrase.
///
/// # Errors
///
/// When the random source fails.
pub fn fresh(entropy: &mut impl Entropy) -> Result<SecretText, NoEntropy> {
    let drawn = SecretBytes::try_build(2 * WORDS, |place| entropy.fill(place))?;
    let indices = drawn.expose().chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
    // 2^16 is a multiple of 2^10: each word is as likely as any other.
    Ok(joined(indices.map(wordlist::word)))
}

fn joined(words: impl Iterator<Item = &'static str>) -> SecretText {
    let mut text = SecretText::with_capacity(WORDS * (wordlist::LONGEST + 1));
    for (at, word) in words.enumerate() {
        if at > 0 {
            text.push(BETWEEN);
        }
        text.push_str(word);
    }
    text
}

/// The passphrase that was typed: where it is ten words, in any case, with blanks or hyphens between them and by four letters
/// or more each, the one that they stand for; anything else as it is, for others choose other passphrases.
///
/// # Errors
///
/// When it is ten words, most of them in the list, and one is not.
pub fn meant(typed: &SecretText) -> Result<SecretText, Slip> {
    let words = || typed.expose().split([' ', '\t', BETWEEN]).filter(|word| !word.is_empty());
    let found = || words().map(wordlist::index);
    let known = found().flatten().count();
    if words().count() != WORDS || known < WORDS - 2 {
        return Ok(SecretText::copy_of(typed.expose()));
    }
    match (1..).zip(found()).find(|(_, index)| index.is_none()) {
        Some((word, _)) => Err(Slip { word }),
        None => Ok(joined(found().flatten().map(wordlist::word))),
    }
}

/// The passphrase in a file that holds ten words and nothing else; none where it holds something else.
#[must_use]
pub fn of_file(file: &SecretBytes) -> Option<Result<SecretText, Slip>> {
    let text = str::from_utf8(file.expose()).ok()?.trim();
    let words = text.split([' ', '\t', BETWEEN]).filter(|word| !word.is_empty());
    let is_ten_words = text.lines().count() == 1 && words.count() == WORDS;
    is_ten_words.then(|| meant(&SecretText::copy_of(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    fn meant_by(typed: &str) -> Result<String, Slip> {
        meant(&SecretText::copy_of(typed)).map(|text| text.expose().to_owned())
    }

    #[test]
    fn a_fresh_passphrase_is_ten_words_and_is_read_however_it_is_typed() {
        let passphrase = fresh(&mut Scripted(7)).unwrap();
        let text = passphrase.expose();
        assert_eq!(text.split(BETWEEN).filter_map(wordlist::index).count(), WORDS, "{text}");
        assert_eq!(meant_by(text).as_deref(), Ok(text));
        assert_eq!(meant_by(&text.replace('-', "  ").to_uppercase()).as_deref(), Ok(text));
        let short: Vec<&str> = text.split('-').map(|word| &word[..4]).collect();
        assert_eq!(meant_by(&short.join(" ")).as_deref(), Ok(text));
        assert_ne!(fresh(&mut Scripted(8)).unwrap().expose(), text);
    }

    #[test]
    fn a_word_with_a_slip_is_named_and_another_passphrase_is_taken_as_it_is() {
        let words = "academic acid acne acquire acrobat activity actress adapt adequate adjust";
        assert_eq!(meant_by(&words.replace("acne", "acme")), Err(Slip { word: 3 }));
        assert_eq!(meant_by("correct horse battery staple").as_deref(), Ok("correct horse battery staple"));
        let nine = words.strip_suffix(" adjust").unwrap();
        assert_eq!(meant_by(nine).as_deref(), Ok(nine));
        let file = |text: &str| of_file(&SecretBytes::copy_of(text.as_bytes()));
        assert!(file(&format!("{words}\n")).unwrap().unwrap().matches(&words.replace(' ', "-")));
        assert!(file("AGE-SECRET-KEY-1...").is_none() && file(&format!("{words}\n{words}\n")).is_none());
    }
}
