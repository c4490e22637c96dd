//! Whether a document holds a share or a key. In a document there are sentences, names of fields, hashes and public keys: so
//! words count only where they follow one another, and of hex and base64 nothing is told.

use std::collections::{BTreeSet, VecDeque};

use super::{
    Base58, has_codex32, has_ssss, is_of_word, is_short_bytewords, is_words_in_a_row, named::has_named_key,
    read_base58, rows, runs,
};
use crate::formats::{foreign, key::bip39};

/// Bytewords that follow one another from which on they are no sentence: a share has more.
const BYTEWORDS_IN_A_ROW: usize = 10;

/// Different ones among them: the bytes of a share are random, and the names of tags and colours in a page are not.
const DIFFERENT_BYTEWORDS: usize = 7;

/// Characters of the shortest and the longest private key in base58 (WIF and xprv), with some room.
const BASE58_KEY: std::ops::RangeInclusive<usize> = 50..=113;

/// What is certainly a share or a key, or meant to be one, somewhere in a document. A key that is only hex or base64 is not
/// recognised: it looks like the sums and public keys that a document is full of.
#[must_use]
pub fn document_holds_secret(text: &str) -> bool {
    let lower: String = text.to_lowercase().chars().filter(|sign| !is_unseen(*sign)).collect();
    let lower = bip39::normal(&lower);
    let tokens = || runs(text, |sign| sign.is_ascii_alphanumeric());
    has_named_key(&lower)
        || has_words_in_a_row(&lower)
        || runs(&lower, is_of_word).any(|run| is_words_in_a_row(run) || is_short_bytewords(run))
        || tokens().any(|run| BASE58_KEY.contains(&run.len()) && read_base58(run) == Base58::Key)
        || tokens().any(has_codex32)
        || has_ssss(&lower)
}

/// What a mail or a web page puts within words, where nobody sees it.
const fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A phrase, or words of SLIP-0039, in a row, or so many bytewords. What counts them, as the `st` of `1st`, and the names of tags,
/// stand between no words.
fn has_words_in_a_row(lower: &str) -> bool {
    let mut bytewords = VecDeque::new();
    runs(lower, is_of_word).any(|word| {
        if foreign::is_byteword(word) {
            bytewords.push_front(word);
            bytewords.truncate(BYTEWORDS_IN_A_ROW);
        } else {
            bytewords.clear();
        }
        bytewords.len() == BYTEWORDS_IN_A_ROW
            && bytewords.iter().collect::<BTreeSet<_>>().len() >= DIFFERENT_BYTEWORDS
    }) || rows::has_phrase(lower, runs(lower, is_of_word), |run| is_between(lower, run))
}

/// Whether a run of letters in `text` only makes an ordinal of a number, or is the name of a tag. Other letters beside digits are
/// pieces of sums and codes, which part the words of a record.
fn is_between(text: &str, run: &str) -> bool {
    let before = &text[..run.as_ptr().addr() - text.as_ptr().addr()];
    let is_ordinal =
        matches!(run, "st" | "nd" | "rd" | "th") && before.ends_with(|sign: char| sign.is_ascii_digit());
    is_ordinal || before.ends_with('<') || before.ends_with("</")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: &str = "duckling enlarge academic academic agency result length solution fridge kidney \
                         coal piece deal husband erode duke ajar critical decision keyboard";
    const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    #[test]
    fn keys_and_shares_are_found_in_documents() {
        let numbered: Vec<String> =
            (1..).zip(SHARE.split(' ')).map(|(number, word)| format!("{number}. {word}\n")).collect();
        for secret in [
            SHARE.to_owned(),
            SHARE.to_uppercase(),
            SHARE.replace(' ', ""),
            numbered.concat(),
            // A word that was mistyped leaves enough of them.
            SHARE.replace("coal", "cole"),
            PHRASE.to_owned(),
            format!("{{\"note\":\"{PHRASE}\"}}"),
            "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ".to_owned(),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA".to_owned(),
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX".to_owned(),
            "1-1c41ef496eccfbeba439714085df8437236298da8dd824".to_owned(),
        ] {
            let text = format!("Report of 2026-11-24. Signed by all who were there.\n{secret}\nThe end.\n");
            assert!(document_holds_secret(&text), "{secret}");
        }
    }

    #[test]
    fn a_phrase_with_one_slip_is_found_however_it_is_written() {
        let words: Vec<&str> = PHRASE.split(' ').collect();
        let share: Vec<&str> = SHARE.split(' ').collect();
        let writings: [fn(usize, &str) -> String; 10] = [
            |_, word| format!("{word} "),
            |number, word| format!("{}. {word} ", number + 1),
            |number, word| format!("{}) {word}\n", number + 1),
            |_, word| format!("{word}, "),
            |_, word| format!("\u{2022} {word}\r\n"),
            |_, word| format!("\"{word}\",\n"),
            |number, word| format!("word{number}: {word}\n"),
            |number, word| format!("{}th {word}; ", number + 4),
            |_, word| format!("<li>{word}</li>"),
            |_, word| format!("{}\u{ad}{} ", &word[..2], &word[2..]),
        ];
        for phrase in [&words, &share] {
            for slip in 0..phrase.len() {
                for (way, write) in writings.iter().enumerate() {
                    let word = |at: usize| if at == slip { "xqzword" } else { phrase[at] };
                    let text: String = (0..phrase.len()).map(|at| write(at, word(at))).collect();
                    assert!(document_holds_secret(&text), "{way}: {text}");
                }
            }
        }
    }

    #[test]
    fn sums_and_codes_part_the_words_of_a_record() {
        for code in ["3f9a-12bc-0001-ffff", "0c1245f6cf61da3f9a12bc0001ff", "12bc", "7f"] {
            let text = format!("card {code} group {code} ").repeat(20);
            assert!(!document_holds_secret(&text), "{code}");
        }
    }

    #[test]
    fn bytewords_are_a_share_unless_they_recur() {
        let share = "tuna next keep gyro gear runs body acid also able heat luau tiny wasp pool fact idea oboe jazz girl";
        assert!(document_holds_secret(&format!("Share: {share}.")));
        for page in
            ["<code>=+</code>, ", "\\*[cyan4]1998^28.3\\*[blue2] ", "echo ' :  ,' && ", "zoom in, zoom out; "]
        {
            assert!(!document_holds_secret(&page.repeat(20)), "{page}");
        }
    }

    #[test]
    fn documents_without_one_are_none() {
        let pages = [
            include_str!("../../../README.md"),
            include_str!("../../../CHANGELOG.md"),
            include_str!("../../../docs/use/ceremony.md"),
            include_str!("../../../docs/use/drill.md"),
            include_str!("../../../docs/trust/threats.md"),
            include_str!("../../../docs/schema/drill-report.json"),
        ];
        for (at, page) in pages.iter().enumerate() {
            assert!(!document_holds_secret(page), "page {at}");
        }
        let public = "9ab1f0e3c0de9ab1f0e3c0de9ab1f0e3c0de9ab1f0e3c0de9ab1f0e3c0de9ab1 3f9a-12bc-0001-ffff-3f9a-12bc \
                      age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj 1.2 2026-11-24 \
                      1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH QUORATE-RECEIPT/2/12345/AB/1.2/CD/2026-11-24/EF";
        assert!(!document_holds_secret(public));
    }
}
