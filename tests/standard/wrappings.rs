//! A share with one to three words exchanged, in every wrapping: it is never read, and one wrong word is pointed at in its
//! place, whatever stands around it.

use quorate::{
    ceremony::reading::in_text,
    slip39::{Share, wordlist},
};

use crate::vectors;

/// A way in which people write words down.
type Wrapping = (&'static str, fn(&[&str]) -> String);

/// The words, each as `write` has it with its number.
fn each(words: &[&str], between: &str, write: impl Fn(usize, &str) -> String) -> String {
    (1..).zip(words).map(|(at, word)| write(at, word)).collect::<Vec<_>>().join(between)
}

fn rows(words: &[&str], count: usize, between: &str) -> String {
    words.chunks(count).map(|row| row.join(" ")).collect::<Vec<_>>().join(between)
}

const WRAPPINGS: [Wrapping; 22] = [
    ("a line", |words| words.join(" ")),
    ("capitals", |words| words.join(" ").to_uppercase()),
    ("four letters", |words| each(words, " ", |_, word| word.chars().take(4).collect())),
    ("numbers", |words| each(words, " ", |at, word| format!("{at}. {word}"))),
    ("numbers on lines", |words| each(words, "\n", |at, word| format!("{at:02}) {word}"))),
    ("commas", |words| words.join(", ")),
    ("one a line", |words| words.join("\r\n")),
    ("rows of four", |words| rows(words, 4, "\n")),
    ("rows of four, apart", |words| rows(words, 4, "\n\n")),
    ("wrapped", |words| rows(words, 11, "\n")),
    ("a list", |words| each(words, "\n", |_, word| format!("  - {word}"))),
    ("quotation marks", |words| each(words, " ", |_, word| format!("\u{201c}{word}\u{201d}"))),
    ("JSON", |words| format!("[\n{}\n]\n", each(words, ",\n", |_, word| format!("  \"{word}\"")))),
    ("JSON with names", |words| {
        format!("[{}]", each(words, ",", |at, word| format!("{{\"index\": {at}, \"word\": \"{word}\"}}")))
    }),
    ("HTML", |words| {
        format!("<ol>{}</ol>", each(words, "\n", |_, word| format!("<li class=\"index\">{word}</li>")))
    }),
    ("a table", |words| each(words, "\n", |at, word| format!("| {at} | **{word}** |"))),
    ("quoted mail", |words| format!("On Monday Bob wrote:\n> {}\n", rows(words, 6, "\n> "))),
    ("mail", |words| format!("From: bob@example.org\n\nHi Ann,\n\n{}\n\nBob\n", rows(words, 9, "\n"))),
    ("zero-width blanks", |words| words.join("\u{200b} ")),
    ("soft hyphens", |words| each(words, " ", |_, word| format!("{}\u{ad}{}", &word[..2], &word[2..]))),
    ("a card", |words| {
        let grid = |at: usize, word: &str| {
            format!("{at:>2} {word:<9}{}", if at.is_multiple_of(4) { "\n" } else { "" })
        };
        let rows = each(words, " ", grid);
        format!(
            "SECRET\nBob, vault 3\n\n{rows}\n\nAny 2 of the 3 cards bring the key back. One alone reveals nothing.\n"
        )
    }),
    ("a fence", |words| format!("# Bob\n\n```\n{}\n```\n", words.join(" "))),
];

fn share() -> Vec<String> {
    vectors::vectors()[22].1[0].split(' ').map(str::to_owned).collect()
}

/// The share that is read of a text, and the place of the wrong word.
fn verdict(text: &str) -> (bool, Option<usize>) {
    let brought = in_text("a text", text).map(|brought| brought.shares).unwrap_or_default();
    let is_read = brought.iter().any(|one| one.share.is_ok());
    let places: Vec<usize> = brought.iter().filter_map(|one| one.share.as_ref().err()?.word()).collect();
    (is_read, if brought.len() == 1 { places.first().copied() } else { None })
}

#[test]
fn one_wrong_word_is_pointed_at_in_its_place_in_every_wrapping() {
    let words = share();
    for (name, wrap) in WRAPPINGS {
        let whole: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(verdict(&wrap(&whole)), (true, None), "{name}");
        for at in 0..words.len() {
            let number = wordlist::index(&words[at]).unwrap();
            for wrong in [wordlist::word((number + 1 + 31 * at as u16) % 1024), "banana"] {
                let mut altered = whole.clone();
                altered[at] = wrong;
                assert_eq!(
                    verdict(&wrap(&altered)),
                    (false, Some(at + 1)),
                    "{name}: word {}, {wrong}",
                    at + 1
                );
            }
        }
    }
}

#[test]
fn two_or_three_exchanged_words_are_never_read_in_any_wrapping() {
    let words = share();
    let mut tried = 0;
    for (name, wrap) in WRAPPINGS {
        for seed in 0..60usize {
            let mut altered: Vec<&str> = words.iter().map(String::as_str).collect();
            for change in 0..2 + seed % 2 {
                let at = (seed * 7 + change * 11) % words.len();
                altered[at] =
                    wordlist::word((wordlist::index(altered[at]).unwrap() + 1 + seed as u16) % 1024);
            }
            assert!(Share::parse(&altered.join(" ")).is_err());
            assert!(!verdict(&wrap(&altered)).0, "{name}: {seed}");
            tried += 1;
        }
    }
    assert_eq!(tried, 60 * WRAPPINGS.len());
}
