//! Words that somebody meant as a share and that are none: where they stand, and what is wrong with them.

use std::ops::Range;

use super::tokens::{Gap, Token, Tokens};
use crate::{
    ceremony::submission::Unreadable,
    crypto::secret::SecretText,
    slip39::{
        MnemonicError, Typo, wordlist,
        words::{MAX_WORDS, MIN_WORDS},
    },
};

/// Of so many words in a row
const SPAN: usize = MIN_WORDS;

/// so many are of the list where a share was meant. Of any twenty words of a book eight are, at the most.
const FEWEST_OF_LIST: usize = 16;

/// Words of a run in which a slip is looked for, at the most: more are no share with a slip in it.
const LONGEST_DIAGNOSED: usize = 4 * MAX_WORDS;

/// A word as it stands in the text: one run of letters, or several with digits between them.
#[derive(Clone, Copy, Debug)]
struct Word {
    /// Its first run of letters, and the one behind its last.
    tokens: (usize, usize),
    is_of_list: bool,
    line: usize,
    gap: Gap,
}

/// The runs of words that are meant as shares, without the tokens that `is_taken` names.
#[must_use]
pub fn dense(tokens: &Tokens, is_taken: impl Fn(usize) -> bool) -> Vec<Meant> {
    let mut meant = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    for (at, token) in tokens.as_slice().iter().enumerate() {
        let is_passed_over = token.wrapping.tag || token.wrapping.key || token.wrapping.comment;
        if is_taken(at) {
            meant.extend(stretches(&words));
            words.clear();
        } else if !is_passed_over {
            add(&mut words, at, token);
        }
    }
    meant.extend(stretches(&words));
    meant
}

fn add(words: &mut Vec<Word>, at: usize, token: &Token) {
    match words.last_mut() {
        Some(word) if token.is_glued && word.tokens.1 == at => {
            word.tokens.1 = at + 1;
            word.is_of_list = false;
        }
        _ => words.push(Word {
            tokens: (at, at + 1),
            is_of_list: token.is_word(),
            line: token.line,
            gap: token.gap,
        }),
    }
}

/// Words that are meant as one share.
#[derive(Clone, Debug)]
pub struct Meant {
    words: Vec<Word>,
}

/// The stretches of `words` of which enough are of the list, each cut where one share ends and the next begins.
fn stretches(words: &[Word]) -> Vec<Meant> {
    let mut is_dense = vec![false; words.len()];
    for start in 0..words.len() {
        let window = &words[start..words.len().min(start + SPAN)];
        if of_list(window) >= FEWEST_OF_LIST {
            is_dense[start..start + window.len()].fill(true);
        }
    }
    // A line is one thing: a word that is wrong may be its first or its last.
    for line in words.chunk_by(|one, next| one.line == next.line) {
        let from = words.partition_point(|word| word.line < line[0].line);
        let dense = is_dense[from..from + line.len()].iter().filter(|dense| **dense).count();
        if 2 * dense > line.len() {
            is_dense[from..from + line.len()].fill(true);
        }
    }
    let mut stretches = Vec::new();
    let marked: Vec<(Word, bool)> = words.iter().copied().zip(is_dense).collect();
    for stretch in marked.chunk_by(|one, next| one.1 == next.1).filter(|stretch| stretch[0].1) {
        let words: Vec<Word> = stretch.iter().map(|(word, _)| *word).collect();
        stretches.extend(cut(&words).into_iter().map(|words| Meant { words: words.to_vec() }));
    }
    stretches
}

/// One a line, where every line has enough; else the paragraphs that have, where some do; else all is one.
fn cut(words: &[Word]) -> Vec<&[Word]> {
    let has_enough = |part: &&[Word]| of_list(part) >= FEWEST_OF_LIST;
    let lines: Vec<&[Word]> = words.chunk_by(|_, next| next.gap < Gap::Line).collect();
    if lines.iter().all(has_enough) {
        return lines;
    }
    let paragraphs: Vec<&[Word]> =
        words.chunk_by(|_, next| next.gap < Gap::Paragraph).filter(has_enough).collect();
    if paragraphs.is_empty() { vec![words] } else { paragraphs }
}

fn of_list(words: &[Word]) -> usize {
    words.iter().filter(|word| word.is_of_list).count()
}

impl Meant {
    /// The line of its first word.
    #[must_use]
    pub fn line(&self) -> usize {
        self.words[0].line
    }

    /// From its first run of letters to its last.
    #[must_use]
    pub fn tokens(&self) -> Range<usize> {
        self.words[0].tokens.0..self.words[self.words.len() - 1].tokens.1
    }

    /// What is wrong with it. Remarks in front of a share and behind it may be of words as well: of all the ways to take
    /// them away, the one that leaves a single wrong word explains the most.
    #[must_use]
    pub fn diagnosed(&self, text: &str, tokens: &Tokens) -> Unreadable {
        let unexplained =
            |error| Unreadable { error, typo: Typo::Unexplained, lookalike: None, is_copy: false };
        if self.words.len() > LONGEST_DIAGNOSED {
            return unexplained(MnemonicError::WordCount { words: self.words.len() });
        }
        let mut told: Option<Unreadable> = None;
        for words in self.readings() {
            let Err(found) = Unreadable::parse(spelt(text, tokens, words).expose()) else { continue };
            let is_better = told.as_ref().is_none_or(|told| certainty(&found) > certainty(told));
            if is_better {
                told = Some(found);
            }
        }
        // What a search over all runs did not find is no share.
        told.unwrap_or_else(|| unexplained(MnemonicError::Checksum))
    }

    /// Whether it begins with the same four words as a share, which are its header.
    #[must_use]
    pub fn begins_like(&self, tokens: &Tokens, share: &[usize]) -> bool {
        let word = |at: usize| tokens.as_slice()[at].word;
        let head = self.words.iter().take(4).filter(|word| word.is_of_list).map(|of| word(of.tokens.0));
        head.eq(share.iter().take(4).map(|at| word(*at)))
    }

    fn readings(&self) -> impl Iterator<Item = &[Word]> {
        let all = self.words.as_slice();
        let first = all.iter().position(|word| word.is_of_list).unwrap_or(0);
        let last = all.iter().rposition(|word| word.is_of_list).map_or(all.len(), |last| last + 1);
        let begin = all.iter().position(|word| word.line != all[0].line).unwrap_or(0);
        let end = all
            .iter()
            .rposition(|word| word.line != all[all.len() - 1].line)
            .map_or(all.len(), |end| end + 1);
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for range in
            [(0, all.len()), (first, last), (begin, all.len()), (0, end), (begin, end), (1, all.len())]
        {
            if range.0 < range.1 && !ranges.contains(&range) {
                ranges.push(range);
            }
        }
        ranges.into_iter().map(|(begin, end)| &all[begin..end])
    }
}

/// How much a finding leaves open.
const fn certainty(found: &Unreadable) -> u8 {
    match found.typo {
        Typo::OneWord(_) => 3,
        Typo::Swapped(_) | Typo::Exchanged(..) | Typo::Columns(_) | Typo::Reversed | Typo::Part(..) => 2,
        Typo::Missing(_) | Typo::Extra(_) => 1,
        Typo::Several | Typo::Unexplained => 0,
    }
}

/// The words in one line, those of the list in full.
fn spelt(text: &str, tokens: &Tokens, words: &[Word]) -> SecretText {
    let mut line = SecretText::with_capacity(words.len() * (wordlist::LONGEST + 1));
    for word in words {
        let of = &tokens.as_slice()[word.tokens.0..word.tokens.1];
        if word.is_of_list {
            line.push_str(wordlist::word(of[0].word));
        } else {
            line.push_str(&text[of[0].bytes.0..of[of.len() - 1].bytes.1]);
        }
        line.push(' ');
    }
    line
}
