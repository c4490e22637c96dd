//! A file with shares, of any form: lines of a text, with comments. What is accepted is written again and read back equal;
//! what comes together gives a secret that was dealt, or none. The same door takes pictures; they are a target of their
//! own.

use quorate::{
    ceremony::{check, reading, submission::Submission},
    slip39::{Share, wordlist},
};

use crate::craft::{DEALT, Numbers, TWINS, are_slow, choice, sealed};

/// What stands between shares in a file, and around them.
const BETWEEN: [&str; 6] = ["\n", "\r\n", "\n\n", " # of alice\n", "\n# and now\n", "\t\n \n"];

/// A file as it is, lines of well-formed shares, or shares of two deals.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    match choice % 3 {
        0 => is_read(rest),
        1 => is_read(lines(rest).as_bytes()),
        _ => come_together(rest),
    }
}

/// Shares of 16 bytes in a row, each from 34 bytes, with anything between them.
fn lines(bytes: &[u8]) -> String {
    let mut text = String::from(if bytes.len().is_multiple_of(2) { "" } else { "\u{feff}" });
    for share in bytes.chunks(35).take(6) {
        let (between, words) = choice(share);
        text += &sealed(words);
        text += BETWEEN[usize::from(between) % BETWEEN.len()];
    }
    text
}

/// A file as it is.
pub fn is_read(file: &[u8]) {
    if str::from_utf8(file).is_ok_and(|text| are_slow(file, text.lines())) {
        return;
    }
    match reading::shares("a file", file) {
        Ok(reading::Brought { shares: read, sealed, .. }) => {
            // What is sealed has its shares inside.
            assert!(!read.is_empty() || !sealed.is_empty());
            if read.is_empty() {
                return;
            }
            let shares: Vec<&Share> = read.iter().filter_map(|one| one.share.as_ref().ok()).collect();
            if !shares.is_empty() {
                are_kept(&shares);
            }
            is_judged(read);
        }
        Err(unusable) => {
            let said = unusable.to_string();
            let text = String::from_utf8_lossy(file);
            let repeated = text.split_whitespace().find(|word| word.len() > 20 && said.contains(word));
            assert_eq!(repeated, None, "a refusal repeats what it was given");
        }
    }
}

fn are_kept(shares: &[&Share]) {
    let written: Vec<String> =
        shares.iter().map(|share| format!("{} # kept\n", share.mnemonic().expose())).collect();
    let again = reading::shares("a file", written.concat().as_bytes()).unwrap().shares;
    assert_eq!(again.len(), shares.len());
    for (one, share) in again.iter().zip(shares) {
        assert!(one.share.as_ref().is_ok_and(|read| read.matches(share)), "read differently");
    }
}

fn is_judged(read: Vec<Submission>) {
    let count = read.len();
    let verdict = check::check(read).unwrap();
    assert_eq!(verdict.shares.len(), count);
    let all_read = verdict.shares.iter().all(|share| share.header.is_ok());
    assert_eq!(verdict.together.is_some(), all_read);
}

/// Shares of two deals that no header tells apart, some with changed words, in any order.
fn come_together(bytes: &[u8]) {
    let mut text = String::new();
    for two in bytes.chunks_exact(2).take(12) {
        let share = &DEALT[usize::from(two[0]) % DEALT.len()];
        if two[1] < 224 {
            text += share;
        } else {
            text += &altered(share, &mut Numbers::of(two));
        }
        text.push('\n');
    }
    let Ok(read) = reading::shares("a file", text.as_bytes()) else { return };
    if let Some(Ok(quorum)) = check::check(read.shares).unwrap().together {
        assert!(TWINS.iter().any(|deal| deal.ems().matches(quorum.ems())), "a secret that nobody dealt");
    }
}

/// The share with one bit of its value turned, and a checksum that is right.
fn altered(share: &str, numbers: &mut Numbers) -> String {
    let words: Vec<&str> = share.split(' ').collect();
    let body = &words[..words.len() - 3];
    let mut bytes: Vec<u8> =
        body.iter().flat_map(|word| wordlist::index(word).unwrap().to_be_bytes()).collect();
    // The four words of the header stay, and the two bits of padding: ten bits in each two bytes, the last 128 count.
    let bit = numbers.below(128);
    let at = bytes.len() - 2 - 2 * (bit / 10);
    let word = u16::from_be_bytes([bytes[at], bytes[at + 1]]) ^ 1 << (bit % 10);
    bytes[at..at + 2].copy_from_slice(&word.to_be_bytes());
    sealed(&bytes)
}
