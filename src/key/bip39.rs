//! BIP-39 words: as the entropy they encode, which gives the words back, or as the seed they stand for, which is what
//! the standard asks for BIP-32 wallets and does not.

use std::{borrow::Cow, fmt};

use ::bip39::{Error, Language as List, Mnemonic};
use zeroize::Zeroize as _;

use super::{Form, FormError, Key, KeyError};
use crate::secret::{SecretBytes, SecretText};

/// A word list of BIP-39.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(List);

impl Language {
    /// All the lists there are.
    pub fn all() -> impl Iterator<Item = Self> {
        List::ALL.iter().copied().map(Self)
    }

    /// The list of that name, as [`Language`] displays it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|language| language.name() == name)
    }

    /// The name of the list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            List::English => "english",
            List::SimplifiedChinese => "chinese-simplified",
            List::TraditionalChinese => "chinese-traditional",
            List::Czech => "czech",
            List::French => "french",
            List::Italian => "italian",
            List::Japanese => "japanese",
            List::Korean => "korean",
            List::Portuguese => "portuguese",
            List::Spanish => "spanish",
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self(List::English)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

pub(super) fn read(text: &str, language: Option<Language>) -> Result<Key, KeyError> {
    let words = parse(text, language)?;
    let entropy = entropy(&words);
    let form = Form::Bip39(Language(words.language()));
    let mut given = SecretText::with_capacity(text.len());
    spell(&words, &mut given);
    Key::of(entropy, form, given.expose().as_bytes())
}

pub(super) fn read_seed(text: &str, language: Option<Language>, extra: &SecretText) -> Result<Key, KeyError> {
    let words = parse(text, language)?;
    let mut seed = words.to_seed(extra.expose());
    let kept = SecretBytes::copy_of(&seed);
    seed.zeroize();
    let given = SecretBytes::copy_of(kept.expose());
    Key::of(kept, Form::Bip39Seed, given.expose())
}

/// Adds the words of `entropy` to `text`.
pub(super) fn write(entropy: &[u8], language: Language, text: &mut SecretText) -> Result<(), FormError> {
    let words = Mnemonic::from_entropy_in(language.0, entropy)
        .map_err(|_| FormError::Bip39 { bytes: entropy.len() })?;
    spell(&words, text);
    Ok(())
}

/// Whether most of the words are BIP-39's, so that somebody is holding the wrong kind of paper.
#[must_use]
pub fn is_likely(text: &str) -> bool {
    let count = text.split_whitespace().count();
    let lower = lower_case(text);
    let known = |language: Language| {
        lower.expose().split_whitespace().filter(|w| language.0.find_word(w).is_some()).count()
    };
    count >= 12 && Language::all().any(|language| known(language) == count)
}

/// Every list is tried: many words stand in several, and only the checksum tells which was meant.
fn parse(text: &str, language: Option<Language>) -> Result<Mnemonic, KeyError> {
    let lower = lower_case(text);
    let mut plain = Cow::Borrowed(lower.expose());
    Mnemonic::normalize_utf8_cow(&mut plain);
    let lists = language.map_or_else(|| List::ALL.to_vec(), |language| vec![language.0]);
    let mut found = None;
    let mut nearest = KeyError::Bip39Word { position: 0 };
    for list in lists {
        match Mnemonic::parse_in_normalized(list, &plain) {
            Ok(_) if found.is_some() => nearest = KeyError::Bip39Ambiguous,
            Ok(words) => found = Some(words),
            Err(error) => nearest = nearer(nearest, error),
        }
    }
    if let Cow::Owned(mut copy) = plain {
        copy.zeroize();
    }
    found.filter(|_| nearest != KeyError::Bip39Ambiguous).ok_or(nearest)
}

/// Of what two lists say against the words, that of the list which knows more of them.
fn nearer(so_far: KeyError, error: Error) -> KeyError {
    match (so_far, error) {
        (KeyError::Bip39Ambiguous | KeyError::Bip39Checksum, _) => so_far,
        (KeyError::Bip39Word { position }, Error::UnknownWord(at)) if at < position => so_far,
        (_, Error::UnknownWord(at)) => KeyError::Bip39Word { position: at + 1 },
        (_, Error::BadWordCount(words)) => KeyError::Bip39Count { words },
        _ => KeyError::Bip39Checksum,
    }
}

fn entropy(words: &Mnemonic) -> SecretBytes {
    let (mut entropy, length) = words.to_entropy_array();
    let kept = SecretBytes::copy_of(&entropy[..length]);
    entropy.zeroize();
    kept
}

fn spell(words: &Mnemonic, text: &mut SecretText) {
    for (at, word) in words.words().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn lower_case(text: &str) -> SecretText {
    let mut lower = SecretText::with_capacity(text.len());
    text.chars().flat_map(char::to_lowercase).for_each(|character| lower.push(character));
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZEROS: &str =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    #[test]
    fn entropy_gives_the_words_back_in_every_language() {
        for language in Language::all() {
            let mut words = SecretText::default();
            let entropy: Vec<u8> = (0..32).map(|byte| byte * 7 + 1).collect();
            write(&entropy, language, &mut words).unwrap();
            let key = read(&words.expose().to_uppercase(), None).unwrap();
            assert_eq!(key.form(), Form::Bip39(language));
            assert!(key.is_given_back_by(key.master_secret()));
            assert_eq!(Language::named(language.name()), Some(language));
        }
    }

    #[test]
    fn the_seed_is_another_secret_than_the_entropy() {
        // The first published test vector of BIP-39.
        let key = read_seed(ZEROS, None, &SecretText::copy_of("TREZOR")).unwrap();
        let shown = key.form().show(key.master_secret()).unwrap();
        assert!(shown.expose().starts_with(b"c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e534"));
        assert_eq!(read(ZEROS, None).unwrap().master_secret().expose(), [0; 16]);
    }

    #[test]
    fn what_is_wrong_is_told_by_place_and_number() {
        let read = |text: &str| read(text, None).map(|_| ()).unwrap_err();
        assert_eq!(read(&ZEROS.replace("about", "abandon")), KeyError::Bip39Checksum);
        assert_eq!(read(&ZEROS.replace("about", "hunter2")), KeyError::Bip39Word { position: 12 });
        assert_eq!(read("abandon abandon"), KeyError::Bip39Count { words: 2 });
        assert!(is_likely(ZEROS) && !is_likely("academic acid academic"));
    }
}
