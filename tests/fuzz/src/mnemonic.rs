//! Words as a share: read, spelt and read again. No one or two changed words go unnoticed, and one is pointed at.

use quorate::slip39::{MnemonicError, Share, Typo, diagnose, wordlist};

use crate::craft::{Numbers, choice, sealed, spelt};

/// Any text, or any words with a checksum that is right.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let is_sealed = choice & 1 == 1;
    let text = if is_sealed { sealed(rest) } else { String::from_utf8_lossy(rest).into_owned() };
    match Share::parse(&text) {
        Ok(share) => {
            let again = share.mnemonic();
            assert!(!is_sealed || again.expose() == text, "spelt differently");
            is_kept(&share, again.expose());
            changes_are_noticed(again.expose(), &mut Numbers::of(bytes));
        }
        Err(error) => is_explained(&text, &error),
    }
}

/// The same share, however it is written.
fn is_kept(share: &Share, words: &str) {
    let short: Vec<String> = words.split(' ').map(|word| word[..4].to_uppercase()).collect();
    for text in [words, &short.join("\t")] {
        assert!(Share::parse(text).unwrap().matches(share), "read differently");
    }
    assert_eq!(words.split(' ').count(), share.word_count());
    let header = share.header();
    let set = header.set;
    assert!(header.group < set.group_count && header.member < 16);
    assert!((1..=set.group_count).contains(&set.group_threshold) && set.group_count <= 16);
    assert!((1..=16).contains(&header.member_threshold));
}

fn changes_are_noticed(words: &str, numbers: &mut Numbers) {
    let mut words: Vec<u16> = words.split(' ').map(|word| wordlist::index(word).unwrap()).collect();
    let first = numbers.below(words.len());
    words[first] ^= 1 + numbers.below(wordlist::COUNT - 1) as u16;
    let text = spelt(&words);
    let error = Share::parse(&text).map(|_| ()).unwrap_err();
    assert_eq!(error, MnemonicError::Checksum);
    assert_eq!(diagnose(&text, &error), Typo::OneWord(first + 1));
    let second = (first + 1 + numbers.below(words.len() - 1)) % words.len();
    words[second] ^= 1 + numbers.below(wordlist::COUNT - 1) as u16;
    assert!(Share::parse(&spelt(&words)).is_err(), "two changed words pass");
}

/// Whatever is pointed at is there.
fn is_explained(text: &str, error: &MnemonicError) {
    let count = text.split_whitespace().count();
    if let MnemonicError::UnknownWords { positions, words } = error {
        assert_eq!(*words, count);
        assert!(!positions.is_empty() && positions.is_sorted());
        assert!(positions.iter().all(|position| (1..=count).contains(position)));
    }
    match diagnose(text, error) {
        Typo::OneWord(at) | Typo::Extra(at) => assert!((1..=count).contains(&at)),
        Typo::Swapped(at) => assert!((1..count).contains(&at)),
        Typo::Missing(at) => assert!((1..=count + 1).contains(&at)),
        Typo::Part(first, last) => assert!(1 <= first && first + 19 <= last && last <= count),
        Typo::Exchanged(one, other) => assert!(1 <= one && one + 1 < other && other <= count),
        Typo::Columns(columns) => assert!((2..=count / 2).contains(&columns)),
        Typo::Several | Typo::Unexplained | Typo::Reversed => {}
    }
}
