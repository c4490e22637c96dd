//! Words of one list that follow one another in a document. Prose has many such words, too, and names of fields recur: a phrase is
//! a row of many different words, with hardly another among them, and the same marks between them from the first to the last.

use std::collections::VecDeque;

use super::lists::{LISTS, lists};
use crate::{
    crypto::secret::SecretBytes,
    formats::key::{Key, Kind},
};

/// As many words in a row as there are, of one list at the least, and different ones among those.
struct Measure {
    words: usize,
    listed: usize,
    different: usize,
    /// Gaps between words that may have other marks than most. Where there may be some, rows may end in marks of their own, too.
    odd: usize,
}

/// The beginning of a phrase; then phrases and shares, in which one word in seven may be mistyped: that is less than a slip in six
/// words of prose (over four thousand pages of Debian's documents, one is taken for a phrase).
const MEASURES: [Measure; 6] = [
    Measure { words: 10, listed: 10, different: 8, odd: 0 },
    Measure { words: 12, listed: 11, different: 8, odd: 2 },
    Measure { words: 15, listed: 13, different: 10, odd: 2 },
    Measure { words: 18, listed: 15, different: 12, odd: 2 },
    Measure { words: 20, listed: 17, different: 13, odd: 2 },
    Measure { words: 24, listed: 20, different: 16, odd: 2 },
];

/// The longest of them, and the most words in it that are none of its list.
const LONGEST: usize = 24;
const MOST_SLIPS: usize = 4;

/// Gaps among which there is one that is like most: one more than may be odd.
const LIKE_MOST: usize = 3;

/// Words of a whole phrase, which has a checksum. It may be one word again and again.
const WHOLE: [usize; 5] = [12, 15, 18, 21, 24];

/// A word, and what stands before it.
#[derive(Clone, Copy, Default)]
struct RowWord<'a> {
    text: &'a str,
    lists: u16,
    marks: u128,
    /// Whether it stands there again, not far behind.
    recurs: bool,
}

/// The last words of a document.
pub(super) struct Rows<'a> {
    /// From the latest on.
    words: VecDeque<RowWord<'a>>,
    /// What stands before the next word.
    marks: u128,
    /// The latest words that have a list in common, and the same marks between them.
    alike: usize,
    common: u16,
}

impl<'a> Rows<'a> {
    pub(super) fn new() -> Self {
        // Nothing stands before the first word: a phrase that begins there may lack its first, too.
        let words = VecDeque::from([RowWord::default(); LONGEST]);
        Self { words, marks: 0, alike: 0, common: 0 }
    }

    /// What stands between words: numbers and blanks do not count, and how often a mark stands there does not.
    pub(super) fn part(&mut self, between: &str) {
        let counts = |sign: &char| !sign.is_whitespace() && !sign.is_alphanumeric();
        for sign in between.chars().filter(counts) {
            self.marks |= 1 << if sign.is_ascii() { u32::from(sign) } else { 0 };
        }
    }

    /// Whether a phrase stands there, or most of one, up to this word, which is of these lists.
    pub(super) fn add(&mut self, text: &'a str, lists: u16) -> bool {
        let word = RowWord { text, lists, marks: std::mem::take(&mut self.marks), recurs: false };
        let was_whole = self.lengthen(&word);
        if let Some(before) = self.words.iter_mut().find(|before| before.text == text) {
            before.recurs = true;
        }
        self.words.pop_back();
        self.words.push_front(word);
        // More slips than that end no row.
        let seen = self.words.iter().take(MOST_SLIPS + 1).fold(0, |seen, word| seen | word.lists);
        was_whole || (0..LISTS).any(|list| seen >> list & 1 == 1 && self.is_row(list))
    }

    /// Whether the last words are a whole phrase.
    pub(super) fn ends(&self) -> bool {
        let is_word = |word: &&RowWord<'_>| !word.text.is_empty();
        if !WHOLE.contains(&self.alike) || self.words.iter().take_while(is_word).count() < self.alike {
            return false;
        }
        let phrase: Vec<&str> = self.words.iter().take(self.alike).rev().map(|word| word.text).collect();
        Key::read(&SecretBytes::copy_of(phrase.join(" ").as_bytes()), Kind::Bip39(None)).is_ok()
    }

    /// Counts this word to the latest that are alike, or begins anew; whether those were a whole phrase, if it does.
    fn lengthen(&mut self, word: &RowWord<'a>) -> bool {
        let latest = self.words.front().copied().unwrap_or_default();
        let common = self.common & word.lists;
        if common != 0 && (self.alike == 1 || latest.marks == word.marks) {
            (self.alike, self.common) = (self.alike + 1, common);
            return false;
        }
        let was_whole = self.ends();
        let both = latest.lists & word.lists;
        (self.alike, self.common) = match (both, word.lists) {
            (0, 0) => (0, 0),
            (0, own) => (1, own),
            (both, _) => (2, both),
        };
        was_whole
    }

    /// Whether the latest words fit a measure, as words of this list.
    fn is_row(&self, list: usize) -> bool {
        let (mut listed, mut different) = (0, 0);
        // Of three gaps one is like most, or too many are odd.
        let mut odd = [0; LIKE_MOST];
        // Between words, and at the ends of rows.
        let (mut second, mut are_two) = (None, true);
        for (before, word) in self.words.iter().enumerate() {
            let words = before + 1;
            let is_listed = word.lists >> list & 1 == 1;
            listed += usize::from(is_listed);
            different += usize::from(is_listed && !word.recurs);
            if words - listed > MOST_SLIPS {
                return false;
            }
            let fits = |measure: &Measure| {
                words == measure.words
                    && listed >= measure.listed
                    && different >= measure.different
                    && (odd.iter().any(|odd| *odd <= measure.odd) || measure.odd > 0 && are_two)
            };
            if MEASURES.iter().any(fits) {
                return true;
            }
            // What stands before the first word of a row is no gap in it.
            for (odd, like) in odd.iter_mut().zip(&self.words) {
                *odd += usize::from(like.marks != word.marks);
            }
            if self.words.front().is_some_and(|first| first.marks != word.marks) {
                are_two &= *second.get_or_insert(word.marks) == word.marks;
            }
        }
        false
    }
}

/// Whether a phrase stands in a text of small letters: its words are `runs` of that text, one after the other. `is_between` tells those
/// that are no words.
pub(super) fn has_phrase<'a>(
    lower: &'a str,
    runs: impl Iterator<Item = &'a str>,
    is_between: impl Fn(&'a str) -> bool,
) -> bool {
    let (mut all, mut without_labels) = (Rows::new(), Rows::new());
    let mut before = [""; 3];
    let mut ended = 0;
    for run in runs {
        let found = lists(run);
        if found == 0 && is_between(run) {
            continue;
        }
        let begins = run.as_ptr().addr() - lower.as_ptr().addr();
        let between = &lower[ended..begins];
        ended = begins + run.len();
        all.part(between);
        without_labels.part(between);
        // As the word of "word 1: legal, word 2: winner".
        let is_label = before[..2].contains(&run);
        before = [before[1], before[2], run];
        if all.add(run, found) || !is_label && without_labels.add(run, found) {
            return true;
        }
    }
    all.ends() || without_labels.ends()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::suspicion::{is_of_word, runs};

    /// Of 12, 15, 18 and 24 words; and a share of 20 and one of 33.
    const PHRASES: [&str; 6] = [
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
        "liberty aunt hospital cruel jacket mango ozone puzzle window stove basket violin zebra noble salute",
        "gravity machine north sort system female filter attitude volume fold club stay feature office ecology stable \
         narrow fog",
        "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple \
         dilemma loan word shrug inflict delay length",
        "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband erode \
         duke ajar critical decision keyboard",
        "theory painting academic academic armed sweater year military elder discuss acne wildlife boring employer fused \
         large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom capital marvel lips \
         brave detect luck",
    ];

    fn is_found(text: &str) -> bool {
        has_phrase(text, runs(text, is_of_word), |_| false)
    }

    #[test]
    fn two_slips_in_fifteen_words_or_more_are_found_wherever_they_are() {
        for phrase in &PHRASES[1..] {
            let words: Vec<&str> = phrase.split(' ').collect();
            for one in 0..words.len() {
                for other in 0..one {
                    let word = |at: usize| if at == one || at == other { "xqzword" } else { words[at] };
                    let row: Vec<&str> = (0..words.len()).map(word).collect();
                    for text in [row.join(" "), format!("the words: {}; the end", row.join(", "))] {
                        assert!(is_found(&text), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn labels_tables_and_lines_stand_between_words() {
        for phrase in PHRASES {
            let words: Vec<&str> = phrase.split(' ').collect();
            let each = |write: fn(usize, &str) -> String| -> String {
                words.iter().enumerate().map(|(at, word)| write(at + 1, word)).collect()
            };
            for text in [
                each(|at, word| format!("word {at}: {word}\n")),
                each(|at, word| format!("wort: {word}, nummer: {at}; ")),
                each(|at, word| format!("| {word} {}", if at % 4 == 0 { "|\n" } else { "" })),
                each(|at, word| format!("{}{word} ", if at % 7 == 0 { "\n> " } else { "" })),
                each(|at, word| format!("{word}{}", if at % 3 == 0 { "\" +\n\"" } else { " " })),
            ] {
                assert!(is_found(&text), "{text}");
            }
        }
    }

    #[test]
    fn one_word_again_and_again_is_a_phrase_where_its_checksum_holds() {
        for (word, times, last) in [("abandon", 11, "about"), ("abandon", 23, "art"), ("zoo", 11, "wrong")] {
            let phrase = format!("{}{last}", format!("{word} ").repeat(times));
            for text in [phrase.clone(), format!("phrase: {phrase}."), format!("(\"{phrase}\") end")] {
                assert!(is_found(&text), "{text}");
            }
            assert!(!is_found(&format!("{word} ").repeat(times + 1)), "{word}");
        }
    }

    #[test]
    fn prose_and_programs_are_no_phrase_though_every_word_is_listed() {
        for text in [
            "that they must include this license text.  you can also",
            "group type minimum maximum member type minimum maximum key anyof type pattern type reason",
            "properties maximum minimum type identifier maximum minimum type member maximum minimum type member",
            "agree, where one more than that came.\",\n \"maximum\": 255,\n \"minimum\": 1,\n \"type",
            "option text = text.split_once('=').filter(|(option, _)| text != name && own_option",
            "page.put(&mended);\n page.put(fine);\n page.put_wrong(wrong);\n page.end",
            "term option term option term option term option term option term option term option",
            "left term term term term term term term term term term term term term term term term",
            "all the rights that you have. you must make sure that they",
        ] {
            assert!(!is_found(text), "{text}");
        }
    }
}
