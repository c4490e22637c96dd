//! Which lists of words have a word. A document has thousands of words, and there are eleven lists: one look tells of them all.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::{formats::key::Language, slip39::wordlist};

/// How many lists there are: those of BIP-39, and that of SLIP-0039.
pub(super) const LISTS: usize = Language::ALL.len() + 1;

/// How many words SLIP-0039 has.
const OWN_WORDS: u16 = 1024;

/// Bytes that every word has at the least.
const BEGINNING: usize = 3;

static LISTED: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let mut listed = HashMap::new();
    for (number, language) in Language::ALL.into_iter().enumerate() {
        for word in language.words() {
            *listed.entry(word).or_default() |= 1 << number;
        }
    }
    listed
});

static BEGINNINGS: LazyLock<HashSet<&[u8]>> = LazyLock::new(|| {
    let own = (0..OWN_WORDS).map(wordlist::word);
    LISTED.keys().copied().chain(own).filter_map(|word| word.as_bytes().get(..BEGINNING)).collect()
});

/// A bit for each list that has this word, in small letters: that of SLIP-0039, on top, also by four letters.
pub(super) fn lists(word: &str) -> u16 {
    let own = u16::from(wordlist::index(word).is_some()) << (LISTS - 1);
    own | LISTED.get(word).copied().unwrap_or_default()
}

/// Whether a word of any list begins as `text` does.
pub(super) fn may_begin(text: &str) -> bool {
    text.as_bytes().get(..BEGINNING).is_some_and(|beginning| BEGINNINGS.contains(beginning))
}
