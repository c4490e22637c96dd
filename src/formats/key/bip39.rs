//! BIP-39 words: as the entropy they encode, which gives the words back, or as the seed they stand for, which is what
//! the standard asks for BIP-32 wallets and does not.
//!
//! Entropy and checksum are the library's, over its English list; the other lists only translate, word by word of the
//! same number, into English and back. The library's own tables of them would cost every start of the program, of any
//! command, as much as an eighth of a recovery: they are 18,432 pointers that the loader has to set.

use std::{borrow::Cow, fmt};

use ::bip39::{Error, Language as List, Mnemonic};
use zeroize::Zeroize as _;

use super::{Form, FormError, Key, KeyError};
use crate::{
    crypto::{
        hash::pbkdf2_hmac_sha512,
        secret::{SecretBytes, SecretText},
        stack,
    },
    slip39::MasterSecret,
};

/// A word list of BIP-39.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, as most wallets have it.
    #[default]
    English,
    /// Simplified Chinese.
    ChineseSimplified,
    /// Traditional Chinese.
    ChineseTraditional,
    /// Czech.
    Czech,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Portuguese.
    Portuguese,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All the lists there are.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::ChineseSimplified,
        Self::ChineseTraditional,
        Self::Czech,
        Self::French,
        Self::Italian,
        Self::Japanese,
        Self::Korean,
        Self::Portuguese,
        Self::Spanish,
    ];

    /// The name of the list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "english",
            Self::ChineseSimplified => "chinese-simplified",
            Self::ChineseTraditional => "chinese-traditional",
            Self::Czech => "czech",
            Self::French => "french",
            Self::Italian => "italian",
            Self::Japanese => "japanese",
            Self::Korean => "korean",
            Self::Portuguese => "portuguese",
            Self::Spanish => "spanish",
        }
    }

    /// The words of the list, one a line, in the order of their numbers; English has the library.
    const fn translation(self) -> Option<&'static str> {
        Some(match self {
            Self::English => return None,
            Self::ChineseSimplified => include_str!("lists/chinese-simplified.txt"),
            Self::ChineseTraditional => include_str!("lists/chinese-traditional.txt"),
            Self::Czech => include_str!("lists/czech.txt"),
            Self::French => include_str!("lists/french.txt"),
            Self::Italian => include_str!("lists/italian.txt"),
            Self::Japanese => include_str!("lists/japanese.txt"),
            Self::Korean => include_str!("lists/korean.txt"),
            Self::Portuguese => include_str!("lists/portuguese.txt"),
            Self::Spanish => include_str!("lists/spanish.txt"),
        })
    }

    /// The words of the list as BIP-39 compares them (NFKD), in the order of their numbers.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self.translation() {
            Some(list) => list.lines().collect(),
            None => List::English.word_list().to_vec(),
        }
    }

    fn number(self, word: &str) -> Option<usize> {
        match self.translation() {
            Some(list) => list.lines().position(|other| other == word),
            None => List::English.find_word(word).map(usize::from),
        }
    }

    /// The words in full, each of which is given in full or by four letters or more that begin no other word.
    fn completed(self, plain: &str) -> Option<SecretText> {
        let words = self.words();
        let mut text = SecretText::with_capacity(2 * plain.len() + plain.split_whitespace().count() * 16);
        for typed in plain.split_whitespace() {
            let mut beginning = words.iter().filter(|word| word.starts_with(typed));
            let word = match (words.iter().find(|word| **word == typed), beginning.next(), beginning.next()) {
                (Some(word), ..) => word,
                (None, Some(word), None) if typed.chars().count() >= UNIQUE_LETTERS => word,
                _ => return None,
            };
            text.push_str(word);
            text.push(' ');
        }
        Some(text)
    }

    fn word(self, number: usize) -> &'static str {
        match self.translation() {
            Some(list) => list.lines().nth(number).unwrap_or_default(),
            None => List::English.word_list()[number],
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

pub(super) fn read(text: &str, language: Option<Language>) -> Result<Key, KeyError> {
    let completed = completed(text, language);
    let text = completed.as_ref().map_or(text, SecretText::expose);
    let mut found = parse(text, language)?;
    let (Some((words, language)), true) = (found.pop(), found.is_empty()) else {
        return Err(KeyError::Bip39Ambiguous);
    };
    let (mut entropy, length) = words.to_entropy_array();
    let kept = SecretBytes::copy_of(&entropy[..length]);
    entropy.zeroize();
    Key::of(kept, Form::Bip39(language), plainest(text).expose().as_bytes())
}

/// The list does not matter for the seed, only the letters do: words that are valid in several are no question.
pub(super) fn read_seed(text: &str, language: Option<Language>, extra: &SecretText) -> Result<Key, KeyError> {
    let completed = completed(text, language);
    let text = completed.as_ref().map_or(text, SecretText::expose);
    parse(text, language)?;
    Key::of(seed(text, extra), Form::Bip39Seed, &[])
}

/// The seed of the words that `entropy` is in this language, and with this BIP-39 passphrase, the "25th word": what the
/// wallet of these words is made of.
///
/// # Errors
///
/// When these bytes are no entropy of words.
pub fn seed_of(
    entropy: &MasterSecret,
    language: Language,
    extra: &SecretText,
) -> Result<MasterSecret, FormError> {
    stack::wiped(|| {
        let bytes = entropy.expose();
        let mut words = SecretText::with_capacity(8 * bytes.len());
        write(bytes, language, &mut words)?;
        MasterSecret::new(seed(words.expose(), extra)).map_err(|_| FormError::Bip39 { bytes: bytes.len() })
    })
}

fn seed(words: &str, extra: &SecretText) -> SecretBytes {
    let password = plainest(words);
    normalised(extra, |extra| {
        let salt: [&[u8]; 2] = [b"mnemonic", extra.as_bytes()];
        SecretBytes::build(64, |seed| pbkdf2_hmac_sha512(password.expose().as_bytes(), &salt, 2048, seed))
    })
}

/// Adds the words of `entropy` to `text`.
pub(super) fn write(entropy: &[u8], language: Language, text: &mut SecretText) -> Result<(), FormError> {
    let words = Mnemonic::from_entropy(entropy).map_err(|_| FormError::Bip39 { bytes: entropy.len() })?;
    spell(&words, language, text);
    Ok(())
}

/// Whether the words are all BIP-39's, of one list, so that somebody is holding the wrong kind of paper.
#[must_use]
pub fn is_likely(text: &str) -> bool {
    text.split_whitespace().nth(11).is_some()
        && normalised(&lower_case(text), |plain| {
            Language::ALL.iter().any(|list| plain.split_whitespace().all(|word| list.number(word).is_some()))
        })
}

/// Whether this is a word of any list.
#[must_use]
pub fn is_word(word: &str) -> bool {
    normalised(&lower_case(word), |plain| Language::ALL.iter().any(|list| list.number(plain).is_some()))
}

/// Letters that tell a word of most lists from every other.
const UNIQUE_LETTERS: usize = 4;

/// Words that are cut to four letters or more, as steel plates have them, in full: of the list in which each begins one word
/// only, or if these are several, of the one in which the checksum holds. None where all are in full, or nothing tells.
fn completed(text: &str, language: Option<Language>) -> Option<SecretText> {
    let lists = language.map_or_else(|| Language::ALL.to_vec(), |language| vec![language]);
    normalised(&lower_case(text), |plain| {
        let is_whole = |list: &Language| plain.split_whitespace().all(|word| list.number(word).is_some());
        if lists.iter().any(is_whole) {
            return None;
        }
        let mut found: Vec<(Language, SecretText)> =
            lists.iter().filter_map(|list| Some((*list, list.completed(plain)?))).collect();
        if found.len() > 1 {
            found.retain(|(list, words)| parse_in(words.expose(), *list).is_ok());
        }
        if found.len() == 1 { found.pop().map(|(_, words)| words) } else { None }
    })
}

/// The words in each list that has them all and finds their checksum right. Every list is tried: many words stand in
/// several, and only the checksum tells which was meant.
fn parse(text: &str, language: Option<Language>) -> Result<Vec<(Mnemonic, Language)>, KeyError> {
    let lists = language.map_or_else(|| Language::ALL.to_vec(), |language| vec![language]);
    let mut found = Vec::with_capacity(lists.len());
    let mut nearest = KeyError::Bip39Word { position: 0 };
    normalised(&lower_case(text), |plain| {
        for list in lists {
            match parse_in(plain, list) {
                Ok(words) => found.push((words, list)),
                Err(error) => nearest = nearer(nearest, error),
            }
        }
    });
    if found.is_empty() { Err(nearest) } else { Ok(found) }
}

/// The words as BIP-39 wants them: in lower case and normal form, with single spaces.
fn plainest(text: &str) -> SecretText {
    let mut plainest = SecretText::with_capacity(2 * text.len());
    normalised(&lower_case(text), |plain| {
        for (at, word) in plain.split_whitespace().enumerate() {
            if at > 0 {
                plainest.push(' ');
            }
            plainest.push_str(word);
        }
    });
    plainest
}

fn parse_in(plain: &str, language: Language) -> Result<Mnemonic, Error> {
    let count = plain.split_whitespace().count();
    if !matches!(count, 12 | 15 | 18 | 21 | 24) {
        return Err(Error::BadWordCount(count));
    }
    let mut english = SecretText::with_capacity(plain.len());
    for (at, word) in plain.split_whitespace().enumerate() {
        let number = language.number(word).ok_or(Error::UnknownWord(at))?;
        english.push_str(Language::English.word(number));
        english.push(' ');
    }
    Mnemonic::parse_in_normalized(List::English, english.expose())
}

/// Of what two lists say against the words, that of the list which knows more of them.
fn nearer(so_far: KeyError, error: Error) -> KeyError {
    match (so_far, error) {
        (KeyError::Bip39Checksum | KeyError::Bip39Count { .. }, _) => so_far,
        (KeyError::Bip39Word { position }, Error::UnknownWord(at)) if at < position => so_far,
        (_, Error::UnknownWord(at)) => KeyError::Bip39Word { position: at + 1 },
        (_, Error::BadWordCount(words)) => KeyError::Bip39Count { words },
        _ => KeyError::Bip39Checksum,
    }
}

/// The words of a parsed mnemonic in its own language, with single spaces.
fn spell(words: &Mnemonic, language: Language, text: &mut SecretText) {
    for (at, number) in words.word_indices().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(language.word(number));
    }
}

/// Hands over `text` in the normal form that BIP-39 asks for (NFKD), and wipes it afterwards.
fn normalised<T>(text: &SecretText, use_it: impl FnOnce(&str) -> T) -> T {
    let mut plain = Cow::Borrowed(text.expose());
    Mnemonic::normalize_utf8_cow(&mut plain);
    let result = use_it(&plain);
    if let Cow::Owned(mut copy) = plain {
        copy.zeroize();
    }
    result
}

/// `text` in the normal form that the lists are kept in (NFKD). For what is no secret, or is on the command line anyway.
#[must_use]
pub fn normal(text: &str) -> String {
    let mut plain = Cow::Borrowed(text);
    Mnemonic::normalize_utf8_cow(&mut plain);
    plain.into_owned()
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
    fn words_may_be_cut_to_four_letters_where_they_are_clear() {
        let cut =
            |text: &str| text.split(' ').map(|word| &word[..word.len().min(4)]).collect::<Vec<_>>().join(" ");
        let full = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        for text in [cut(full), cut(full).to_uppercase(), full.replace("sausage", "sausa")] {
            let (short, long) = (read(&text, None).unwrap(), read(full, None).unwrap());
            assert!(short.master_secret().matches(long.master_secret()));
            assert!(short.is_given_back_by(long.master_secret()), "{text}");
        }
        assert_eq!(
            read(&full.replace("sausage", "sau"), None).map(|_| ()),
            Err(KeyError::Bip39Word { position: 6 })
        );
        let seed = |text: &str| read_seed(text, None, &SecretText::default()).unwrap();
        assert!(seed(&cut(full)).master_secret().matches(seed(full).master_secret()));
    }

    /// The library with all its lists, which is linked to the tests only.
    fn library(language: Language) -> List {
        let name = language.name().replace('-', "");
        let swapped = |list: &List| {
            let debug = format!("{list:?}").to_lowercase();
            debug == name || debug == name.replace("chinese", "") + "chinese"
        };
        *List::ALL.iter().find(|list| swapped(list)).unwrap()
    }

    #[test]
    fn every_list_is_the_librarys() {
        for language in Language::ALL {
            let ours: Vec<&str> = (0..2048).map(|number| language.word(number)).collect();
            assert_eq!(ours, library(language).word_list(), "{language}");
            assert!(language.translation().is_none_or(|list| list.lines().count() == 2048));
        }
    }

    #[test]
    fn entropy_gives_the_words_back_in_every_language() {
        for language in Language::ALL {
            let mut words = SecretText::default();
            let entropy: Vec<u8> = (0..32).map(|byte| byte * 7 + 1).collect();
            write(&entropy, language, &mut words).unwrap();
            let expected = Mnemonic::from_entropy_in(library(language), &entropy).unwrap();
            assert_eq!(words.expose(), expected.to_string());
            let key = read(&words.expose().to_uppercase(), None).unwrap();
            assert_eq!(key.form(), Form::Bip39(language));
            assert!(key.is_given_back_by(key.master_secret()));
        }
    }

    #[test]
    fn the_seed_is_the_librarys_in_every_language() {
        for language in Language::ALL {
            let words = Mnemonic::from_entropy_in(library(language), &[0x5a; 20]).unwrap();
            for extra in ["", "TREZOR", "Grüße, ｶﾅ"] {
                let key = read_seed(&words.to_string(), Some(language), &SecretText::copy_of(extra)).unwrap();
                assert_eq!(key.master_secret().expose(), words.to_seed(extra), "{language} {extra}");
                let entropy = MasterSecret::copy_of(&[0x5a; 20]).unwrap();
                let again = seed_of(&entropy, language, &SecretText::copy_of(extra)).unwrap();
                assert!(again.matches(key.master_secret()), "{language} {extra}");
            }
        }
    }

    #[test]
    fn the_seed_is_another_secret_than_the_entropy() {
        // The first published test vector of BIP-39.
        let key = read_seed(ZEROS, None, &SecretText::copy_of("TREZOR")).unwrap();
        let shown = key.form().show(key.master_secret()).unwrap();
        assert!(shown.expose().starts_with(b"c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e534"));
        let entropy = read(ZEROS, None).unwrap();
        assert_eq!(entropy.master_secret().expose(), [0; 16]);
        let seed = seed_of(entropy.master_secret(), Language::English, &SecretText::copy_of("TREZOR"));
        assert!(seed.unwrap().matches(key.master_secret()));
        let no_entropy = MasterSecret::copy_of(&[0; 18]).unwrap();
        let refused = seed_of(&no_entropy, Language::English, &SecretText::default()).unwrap_err();
        assert_eq!(refused, FormError::Bip39 { bytes: 18 });
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
