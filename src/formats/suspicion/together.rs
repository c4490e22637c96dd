//! Words with nothing between them.

use std::collections::VecDeque;

use super::lists::{LISTS, lists, may_begin};
use crate::formats::key::Language;

/// Words of word lists from which on a text is taken for a share or a recovery phrase.
pub(super) const WORDS: usize = 8;

/// Letters that so many words have together at the least.
const RUN_LETTERS: usize = 3 * WORDS;

/// Characters of the longest word of a list.
const LONGEST_WORD: usize = 16;

/// Words of one list with nothing between them: of SLIP-0039 in full or by their first letters, of BIP-39 in full. Words
/// of one character, as of Chinese, would make every sentence suspicious.
pub(super) fn is_words_in_a_row(run: &str) -> bool {
    has_words_in_a_row(run, may_begin, lists)
}

/// No character is looked at with more than the few before it: a stranger's file may be one run of a million letters.
fn has_words_in_a_row(run: &str, may_begin: impl Fn(&str) -> bool, lists: impl Fn(&str) -> u16) -> bool {
    if run.chars().take(RUN_LETTERS).count() < RUN_LETTERS {
        return false;
    }
    // Where a word may begin: at which character, at which byte, and how many words of each list end there in a row.
    let mut begun: VecDeque<(usize, usize, [usize; LISTS])> = VecDeque::new();
    let mut ending = [0; LISTS];
    for (number, (start, sign)) in run.char_indices().enumerate() {
        if begun.front().is_some_and(|(first, ..)| first + LONGEST_WORD <= number) {
            begun.pop_front();
        }
        if may_begin(&run[start..]) {
            begun.push_back((number, start, ending));
        }
        ending = [0; LISTS];
        let end = start + sign.len_utf8();
        for (_, start, rows) in &begun {
            let found = lists(&run[*start..end]);
            for list in (0..LISTS).filter(|list| found >> list & 1 == 1 && !is_chinese(*list)) {
                ending[list] = ending[list].max(rows[list] + 1);
            }
        }
        if ending.iter().any(|row| *row >= WORDS) {
            return true;
        }
    }
    false
}

fn is_chinese(list: usize) -> bool {
    matches!(Language::ALL.get(list), Some(Language::ChineseSimplified | Language::ChineseTraditional))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How many pieces of a run are looked up.
    fn looked_up(run: &str) -> usize {
        let count = Cell::new(0);
        let counted = |word: &str| {
            count.set(count.get() + 1);
            assert!(word.chars().count() <= LONGEST_WORD, "{word}");
            lists(word)
        };
        assert!(!has_words_in_a_row(run, |_| true, counted), "{run}");
        count.get()
    }

    #[test]
    fn twice_the_letters_take_twice_the_work() {
        for letters in ["q", "acidx", "\u{e9}t"] {
            let [once, twice, more] = [1000, 2000, 4000].map(|times| looked_up(&letters.repeat(times)));
            // The first letters have fewer before them.
            let begun = LONGEST_WORD * LONGEST_WORD;
            assert!(twice <= 2 * once + begun && more <= 2 * twice + begun, "{letters}");
        }
    }

    #[test]
    fn words_of_one_list_count_and_those_of_several_do_not() {
        let words = |word: &str| word.repeat(WORDS);
        assert!(is_words_in_a_row(&words("academic")));
        assert!(is_words_in_a_row(&format!("xyz{}xyz", words("acad"))));
        assert!(is_words_in_a_row(&words("zoo")));
        assert!(!is_words_in_a_row(&"zoo".repeat(WORDS - 1)));
        assert!(!is_words_in_a_row(&"acadzoo".repeat(WORDS)));
    }
}
