//! A share with a bit turned, as the program sees it: refused, and named where anything tells. All bits of twenty sets are
//! in `tests/standard/flips.rs`; here every seventh of one share.

use quorate::slip39::{
    math::rs1024::{CHECKSUM_WORDS, checksum},
    wordlist,
};

use crate::journal;

/// Every how many bits: no divisor of ten, so that each place in a word has its turn.
const STEP: usize = 7;

const RECORD: [&str; 4] = ["--record", "record.json", "--date", "2016-12-01"];

/// The words of the share in a file, by number.
fn indices(file: &str) -> Vec<u16> {
    let share = file.lines().find(|line| !line.starts_with('#')).unwrap();
    share.split_whitespace().map(|word| wordlist::index(word).unwrap()).collect()
}

fn spelt(words: &[u16]) -> String {
    words.iter().map(|&word| wordlist::word(word)).collect::<Vec<_>>().join(" ")
}

fn with_bit_turned(words: &[u16], bit: usize) -> Vec<u16> {
    let mut words = words.to_vec();
    words[bit / 10] ^= 1 << (bit % 10);
    words
}

#[test]
fn a_bit_turned_by_mistake_is_a_wrong_word() {
    let desk = journal::desk();
    let words = indices(&desk.read("alice.txt"));
    for bit in (0..10 * words.len()).step_by(STEP) {
        desk.put("turned.txt", spelt(&with_bit_turned(&words, bit)));
        for command in ["check", "recover", "drill"] {
            for record in [&[][..], &RECORD] {
                let refused = desk.refused(3, &[&[command, "turned.txt", "bob.txt"], record].concat());
                let place = format!("turned.txt: word {} ", bit / 10 + 1);
                assert!(refused.error.starts_with(&place), "bit {bit}: {refused:?}");
            }
        }
    }
}

#[test]
fn a_bit_turned_by_an_attacker_gives_no_key_and_the_record_names_the_share() {
    let desk = journal::desk();
    let words = indices(&desk.read("alice.txt"));
    let body = words.len() - CHECKSUM_WORDS;
    for bit in (0..10 * body).step_by(STEP) {
        let turned = with_bit_turned(&words[..body], bit);
        let sum = checksum(turned[1] >> 4 & 1 == 1, &turned);
        desk.put("turned.txt", spelt(&[&turned[..], &sum].concat()));
        for files in [["turned.txt", "bob.txt"], ["bob.txt", "turned.txt"]] {
            let alone = desk.run(&[&["recover"], &files[..]].concat());
            assert!(matches!(alone.code, 3..=5) && alone.stdout.is_empty(), "bit {bit}: {alone:?}");
            for command in ["check", "recover", "drill"] {
                let ran = desk.run(&[&[command, "--json"], &files[..], &RECORD].concat());
                let document = ran.json();
                assert!(matches!(ran.code, 3 | 5 | 6), "bit {bit}, {command}: {document}");
                assert_eq!(document["share"], "turned.txt", "bit {bit}, {command}: {document}");
                assert!(document.get("secret").is_none());
            }
        }
    }
}
