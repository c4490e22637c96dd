//! Slips of the pen: none goes through, and what is said of each is true.
//!
//! One wrong word is found exactly, in every place and for every other word. More than one is never taken for one.

use quorate::slip39::{
    MnemonicError, Share, Typo, diagnose,
    math::rs1024::{CHECKSUM_WORDS, checksum},
};

use crate::{
    craft::{deal, indices, mnemonics, policy, resealed, spell},
    stream::Stream,
};

/// The two usual lengths.
const BYTES: [usize; 2] = [16, 32];

/// A share of so many bytes of secret, as the numbers of its words.
fn share(bytes: usize, stream: &mut Stream) -> Vec<u16> {
    indices(&mnemonics(&deal(&policy(1, &[(3, 5)]), bytes, stream))[0][2])
}

/// What is said of a text that must not parse.
fn finding(words: &[u16]) -> (MnemonicError, Typo) {
    let text = spell(words);
    let error = Share::parse(&text).map(|_| ()).unwrap_err();
    let typo = diagnose(&text, &error);
    (error, typo)
}

#[test]
fn all_54219_single_wrong_words_are_located() {
    let mut stream = Stream::new(21);
    let mut errors = 0;
    for bytes in BYTES {
        let share = share(bytes, &mut stream);
        for at in 0..share.len() {
            for change in 1..1024 {
                let mut wrong = share.clone();
                wrong[at] ^= change;
                assert_eq!(finding(&wrong), (MnemonicError::Checksum, Typo::OneWord(at + 1)), "by {change}");
                errors += 1;
            }
        }
    }
    assert_eq!(errors, 20_460 + 33_759);
}

#[test]
fn two_wrong_words_are_never_taken_for_one() {
    let mut stream = Stream::new(22);
    let shares = BYTES.map(|bytes| share(bytes, &mut stream));
    let mut swaps = 0;
    for sample in 0..100_000 {
        let mut wrong = shares[sample % 2].clone();
        let first = stream.below(wrong.len());
        let second = (first + 1 + stream.below(wrong.len() - 1)) % wrong.len();
        for at in [first, second] {
            wrong[at] ^= 1 + u16::try_from(stream.below(1023)).unwrap();
        }
        let (error, typo) = finding(&wrong);
        assert_eq!(error, MnemonicError::Checksum);
        match typo {
            Typo::Several => {}
            Typo::Swapped(at) => {
                let swapped = [first.min(second) + 1, first.max(second) + 1] == [at, at + 1];
                assert!(swapped, "words {first} and {second} taken for a swap at {at}");
                swaps += 1;
            }
            other => panic!("words {first} and {second}: {other:?}"),
        }
    }
    assert!(swaps < 10, "two random changes are rarely a swap");
}

#[test]
fn no_wrong_word_that_keeps_the_flag_is_blamed_for_a_checksum_of_the_other_kind() {
    // The flag is in the second word, and says how the checksum is computed. Here that word is wrong, and the checksum is
    // of the other kind: to put the word right would leave it wrong.
    const FLAG: u16 = 1 << 4;
    let mut stream = Stream::new(28);
    for bytes in BYTES {
        let mut share = share(bytes, &mut stream);
        let body = share.len() - CHECKSUM_WORDS;
        let other = checksum(share[1] & FLAG == 0, &share[..body]);
        share[body..].copy_from_slice(&other);
        for change in (1..1024).filter(|change| change & FLAG == 0) {
            let mut wrong = share.clone();
            wrong[1] ^= change;
            assert_eq!(finding(&wrong), (MnemonicError::Checksum, Typo::Several), "by {change}");
        }
    }
}

#[test]
fn neighbours_that_changed_places_are_told() {
    let mut stream = Stream::new(23);
    for _ in 0..50 {
        for bytes in BYTES {
            let share = share(bytes, &mut stream);
            for at in (0..share.len() - 1).filter(|&at| share[at] != share[at + 1]) {
                let mut wrong = share.clone();
                wrong.swap(at, at + 1);
                assert_eq!(finding(&wrong), (MnemonicError::Checksum, Typo::Swapped(at + 1)));
            }
        }
    }
}

/// The first place at which a word could be put or taken with the same result: neighbours may be equal.
fn first_of_run(words: &[u16], at: usize) -> usize {
    (0..=at).rev().take_while(|&before| words[before] == words[at]).last().unwrap()
}

#[test]
fn a_missing_word_is_located() {
    let mut stream = Stream::new(24);
    for _ in 0..10 {
        for bytes in BYTES {
            let share = with_twins(&share(bytes, &mut stream));
            for at in 0..share.len() {
                let mut wrong = share.clone();
                wrong.remove(at);
                let expected = MnemonicError::WordCount { words: share.len() - 1 };
                assert_eq!(finding(&wrong), (expected, Typo::Missing(first_of_run(&share, at) + 1)));
            }
        }
    }
}

#[test]
fn a_word_too_many_is_located() {
    let mut stream = Stream::new(25);
    for _ in 0..10 {
        for bytes in BYTES {
            let share = with_twins(&share(bytes, &mut stream));
            for at in 0..=share.len() {
                let twin = share[at.min(share.len() - 1)];
                let foreign = u16::try_from(stream.below(1024)).unwrap();
                for extra in [twin, foreign] {
                    let mut wrong = share.clone();
                    wrong.insert(at, extra);
                    let expected = MnemonicError::WordCount { words: share.len() + 1 };
                    assert_eq!(finding(&wrong), (expected, Typo::Extra(first_of_run(&wrong, at) + 1)));
                }
            }
        }
    }
}

/// The share with three equal words in a row somewhere in its value, so that places become equivalent.
fn with_twins(share: &[u16]) -> Vec<u16> {
    let mut words = share.to_vec();
    words[9] = words[8];
    words[10] = words[8];
    indices(&resealed(&words))
}

#[test]
fn words_that_are_not_in_the_list_are_pointed_at_and_never_repeated() {
    let mut stream = Stream::new(26);
    let mnemonic = spell(&share(16, &mut stream));
    let words: Vec<&str> = mnemonic.split(' ').collect();
    for at in 0..words.len() {
        let mut wrong = words.clone();
        wrong[at] = "bitcoin";
        let text = wrong.join(" ");
        let error = Share::parse(&text).map(|_| ()).unwrap_err();
        assert_eq!(error, MnemonicError::UnknownWords { positions: vec![at + 1], words: 20 });
        assert_eq!(diagnose(&text, &error), Typo::OneWord(at + 1));
        assert!(!error.to_string().contains("bitcoin"));
    }
    // 21 words are one too many, and so are 32: it must be the foreign one. Of 19 it may not be the only one.
    for (count, expected) in
        [(20, Typo::OneWord(6)), (21, Typo::Extra(6)), (19, Typo::Several), (32, Typo::Extra(6))]
    {
        let mut wrong = vec!["academic"; count];
        wrong[5] = "bitcoin";
        let text = wrong.join(" ");
        let error = Share::parse(&text).map(|_| ()).unwrap_err();
        assert_eq!(diagnose(&text, &error), expected, "{count} words");
    }
    let text = mnemonic.replace(words[3], "bitcoin").replace(words[7], "nakamoto");
    let error = Share::parse(&text).map(|_| ()).unwrap_err();
    assert_eq!(diagnose(&text, &error), Typo::Several);
}

/// 22 and 23, 27 and 28, 59 and 60: shares have either, so the count alone does not give the slip away.
#[test]
fn a_word_too_many_or_too_few_is_located_where_the_count_is_possible_too() {
    let mut stream = Stream::new(27);
    for _ in 0..10 {
        let mut wrong = share(64, &mut stream);
        let at = stream.below(wrong.len());
        wrong.insert(at, 700);
        assert_eq!(finding(&wrong), (MnemonicError::Checksum, Typo::Extra(first_of_run(&wrong, at) + 1)));
        let share = share(20, &mut stream);
        let mut wrong = share.clone();
        wrong.remove(at % share.len());
        let expected = Typo::Missing(first_of_run(&share, at % share.len()) + 1);
        assert_eq!(finding(&wrong), (MnemonicError::Checksum, expected));
    }
}

/// A missing word leaves 1,024 possibilities at each place, a word too many none: the latter must be tried first.
#[test]
fn no_foreign_word_too_many_is_taken_for_one_missing() {
    let mut stream = Stream::new(77);
    for _ in 0..3 {
        let share = share(16, &mut stream);
        for at in 0..=share.len() {
            for foreign in 0..1024 {
                let mut wrong = share.clone();
                wrong.insert(at, foreign);
                assert_eq!(finding(&wrong).1, Typo::Extra(first_of_run(&wrong, at) + 1));
            }
        }
    }
}
