//! Whether a document holds a share or a key. In a document there are sentences, names of fields, hashes and public keys: so
//! words count only where they follow one another, and of hex and base64 nothing is told.

use super::{
    Base58, has_codex32, has_ssss, is_of_word, is_short_bytewords, is_words_in_a_row, lists::lists,
    read_base58, runs,
};
use crate::formats::{foreign, key::bip39};

/// Listed words that follow one another, whatever numbers and marks stand between them, from which on they are no sentence: the
/// shortest phrase has twelve, the shortest share twenty.
const WORDS_IN_A_ROW: usize = 10;

/// Bytewords that do: a share has more.
const BYTEWORDS_IN_A_ROW: usize = 10;

/// Characters of the shortest and the longest private key in base58 (WIF and xprv), with some room.
const BASE58_KEY: std::ops::RangeInclusive<usize> = 50..=113;

/// What stands before keys and shares, in lower case, and how many signs follow it where it is more than a mention.
const NAMES: [(&str, usize); 5] = [
    ("age-secret-key-", 20),
    ("ur:sskr/", 20),
    ("ur:crypto-sskr/", 20),
    ("private key-----", 0),
    ("putty-user-key-file-", 0),
];

/// What is certainly a share or a key, or meant to be one, somewhere in a document. A key that is only hex or base64 is not
/// recognised: it looks like the sums and public keys that a document is full of.
#[must_use]
pub fn document_holds_secret(text: &str) -> bool {
    let lower = bip39::normal(&text.to_lowercase());
    let tokens = || runs(text, |sign| sign.is_ascii_alphanumeric());
    NAMES.iter().any(|(name, signs)| has_named(&lower, name, *signs))
        || has_words_in_a_row(&lower)
        || runs(&lower, is_of_word).any(|run| is_words_in_a_row(run) || is_short_bytewords(run))
        || tokens().any(|run| BASE58_KEY.contains(&run.len()) && read_base58(run) == Base58::Key)
        || tokens().any(has_codex32)
        || has_ssss(&lower)
}

fn has_named(lower: &str, name: &str, signs: usize) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/');
    // No more than asked for: the name may stand there a million times in a row.
    let following = |at: usize| lower[at + name.len()..].bytes().take(signs).take_while(is_sign).count();
    lower.match_indices(name).any(|(at, _)| following(at) >= signs)
}

fn has_words_in_a_row(lower: &str) -> bool {
    let (mut words, mut bytewords) = (0, 0);
    runs(lower, is_of_word).any(|word| {
        words = if lists(word) != 0 { words + 1 } else { 0 };
        bytewords = if foreign::is_byteword(word) { bytewords + 1 } else { 0 };
        words >= WORDS_IN_A_ROW || bytewords >= BYTEWORDS_IN_A_ROW
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

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

    /// How long the fastest of several looks takes.
    fn seconds(text: &str) -> f64 {
        let one = |_| {
            let begun = Instant::now();
            assert!(!document_holds_secret(text), "{}", &text[..20]);
            begun.elapsed().as_secs_f64()
        };
        (0..5).map(one).fold(f64::MAX, f64::min)
    }

    #[test]
    fn four_times_the_text_takes_nothing_like_sixteen_times_as_long() {
        for piece in [
            "ms1",
            "ur:",
            "a",
            "q1",
            "1-",
            "acidq",
            "1-123456789012-",
            "(",
            "-",
            "1",
            "private keys-",
            "xprv",
            "zoo the ",
            "\u{301}",
            "\"d\":",
        ] {
            let text = |letters: usize| format!("{}{}", piece.repeat(letters / piece.len()), "q".repeat(200));
            let times = seconds(&text(64_000)) / seconds(&text(16_000));
            assert!(times < 10.0, "{piece}: {times}");
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
