//! Shares within a text: every run of words in it that is one, wherever it stands and whatever stands between the words.
//!
//! Nothing is guessed. A run counts where its checksum, header, padding and length are those of a share, and where it
//! begins and ends at the end of a line, at a mark, or beside a word outside the list. By chance one run in 2^30 does. Where
//! two runs that are shares overlap, neither is taken: somebody lengthened a share, or put two together.

use std::{
    collections::BTreeSet,
    ops::{Range, RangeInclusive},
};

use zeroize::Zeroize as _;

use super::tokens::{Gap, Spelling, Token, Tokens};
use crate::slip39::{MnemonicError, Share, words::MAX_WORDS};

/// Runs that are shares, at the most. An honest text has one for each share.
const MOST_RUNS: usize = 4096;

/// Words of the list in a text that is searched for an interrupted share, at the most: each of its lines may interrupt one.
const MOST_WORDS_INTERRUPTED: usize = 1000;

/// Lines of one interruption, at the most.
const LONGEST_INTERRUPTION: usize = 3;

/// A run of words that is a share, or would be but for another that overlaps it.
#[derive(Debug)]
pub struct FoundShare {
    /// The share, or why it is not taken.
    pub share: Result<Share, MnemonicError>,
    /// Its runs of letters, by their places among the tokens.
    pub tokens: Vec<usize>,
    /// Lines in the midst of it that were left out.
    pub left_out: Option<RangeInclusive<usize>>,
}

/// More runs are shares than there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// The shares among `tokens`, in their order.
///
/// # Errors
///
/// When there are more than any honest text has.
pub fn shares(tokens: &Tokens) -> Result<Vec<FoundShare>, TooMany> {
    let runs = runs(tokens.as_slice(), 0..tokens.as_slice().len(), |_| true)?;
    if runs.iter().any(|run| run.is_bounded) {
        return Ok(resolved(tokens.as_slice(), &runs));
    }
    interrupted(tokens)
}

/// Tokens that are a share together.
#[derive(Clone, Debug)]
struct Window {
    tokens: Vec<usize>,
    is_bounded: bool,
}

impl Window {
    fn first(&self) -> usize {
        self.tokens[0]
    }

    fn last(&self) -> usize {
        self.tokens[self.tokens.len() - 1]
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }
}

/// The words that one pass over a text sees.
struct Pass {
    tokens: Vec<usize>,
    words: Vec<u16>,
}

impl Pass {
    fn of(tokens: &[Token], range: Range<usize>, sees: impl Fn(&Token) -> bool) -> Self {
        let seen =
            || range.clone().zip(&tokens[range.clone()]).filter(|(_, token)| token.is_word() && sees(token));
        let mut pass = Self { tokens: seen().map(|(at, _)| at).collect(), words: Vec::new() };
        // Sized once: a vector that grows leaves copies behind.
        pass.words.reserve_exact(pass.tokens.len());
        pass.words.extend(seen().map(|(_, token)| token.word));
        pass
    }

    /// Whether a run of it begins and ends where a share may.
    fn is_bounded(&self, tokens: &[Token], first: usize, last: usize) -> bool {
        let follows = |at: usize| at > 0 && self.tokens[at - 1] + 1 == self.tokens[at];
        let is_parted = |at: usize| !follows(at) || tokens[self.tokens[at]].gap != Gap::Blank;
        is_parted(first) && (last + 1 == self.tokens.len() || is_parted(last + 1))
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.words.zeroize();
    }
}

/// The passes: words in full, all cut to four letters, and both.
const SPELLINGS: [fn(&Token) -> bool; 3] =
    [|token| token.spelling == Spelling::Exact, |token| token.is_four_letters, Token::is_word];

/// The views: everything, and without what a tag or the name of a value in JSON says.
const VIEWS: [fn(&Token) -> bool; 4] = [
    |_| true,
    |token| !token.wrapping.tag,
    |token| !token.wrapping.key,
    |token| !token.wrapping.tag && !token.wrapping.key,
];

/// Every run of the tokens in `range` that `sees` sees which is a share, each once.
fn runs(
    tokens: &[Token],
    range: Range<usize>,
    sees: impl Fn(&Token) -> bool,
) -> Result<Vec<Window>, TooMany> {
    let mut seen: Vec<Vec<usize>> = Vec::new();
    let mut runs: Vec<Window> = Vec::new();
    for spelling in SPELLINGS {
        for view in VIEWS {
            let pass = Pass::of(tokens, range.clone(), |token| sees(token) && spelling(token) && view(token));
            if seen.contains(&pass.tokens) {
                continue;
            }
            for run in Share::windows(&pass.words) {
                let is_bounded = pass.is_bounded(tokens, run.start, run.end - 1);
                let run = Window { tokens: pass.tokens[run].to_vec(), is_bounded };
                if let Some(known) = runs.iter_mut().find(|known| known.tokens == run.tokens) {
                    known.is_bounded |= run.is_bounded;
                } else if runs.len() == MOST_RUNS {
                    return Err(TooMany);
                } else {
                    runs.push(run);
                }
            }
            seen.push(pass.tokens.clone());
        }
    }
    Ok(runs)
}

/// The bounded runs as shares; those that overlap another, bounded or not, as none.
fn resolved(tokens: &[Token], runs: &[Window]) -> Vec<FoundShare> {
    let mut bounded: Vec<&Window> = runs.iter().filter(|run| run.is_bounded).collect();
    bounded.sort_by_key(|run| (run.first(), run.last()));
    let mut found: Vec<FoundShare> = Vec::new();
    let mut end = None;
    for run in bounded {
        // What overlaps one that was told is told with it.
        if end.is_some_and(|end| run.first() <= end) {
            continue;
        }
        let rivals: Vec<&Window> =
            runs.iter().filter(|other| other.tokens != run.tokens && run.overlaps(other)).collect();
        let first = rivals
            .iter()
            .map(|rival| rival.first())
            .min()
            .map_or(run.first(), |first| first.min(run.first()));
        let last =
            rivals.iter().map(|rival| rival.last()).max().map_or(run.last(), |last| last.max(run.last()));
        let share = match rivals.first() {
            None => of_tokens(tokens, &run.tokens),
            Some(rival) => Err(overlap(run, rival, first)),
        };
        let parts = if rivals.is_empty() { run.tokens.clone() } else { (first..=last).collect() };
        found.push(FoundShare { share, tokens: parts, left_out: None });
        end = Some(last);
    }
    found
}

fn of_tokens(tokens: &[Token], run: &[usize]) -> Result<Share, MnemonicError> {
    let pass = Pass { tokens: Vec::new(), words: run.iter().map(|at| tokens[*at].word).collect() };
    Share::of_words(&pass.words)
}

/// Two shares that overlap, by the places of their words from the first of both on, counted from 1.
fn overlap(one: &Window, other: &Window, from: usize) -> MnemonicError {
    let place = |run: &Window| (run.first() - from + 1, run.last() - from + 1);
    let (one, other) = (place(one), place(other));
    let (short, long) = if one.1 - one.0 <= other.1 - other.0 { (one, other) } else { (other, one) };
    match long {
        (1, words) if words >= short.1 => MnemonicError::TwoReadings { first: short.0, last: short.1, words },
        _ => MnemonicError::Overlap(Box::new([one.min(other), one.max(other)])),
    }
}

/// Shares that one block of lines interrupts, each of which has also something that is no word of the list.
fn interrupted(tokens: &Tokens) -> Result<Vec<FoundShare>, TooMany> {
    let all = tokens.as_slice();
    let words: Vec<usize> = (0..all.len()).filter(|at| all[*at].is_word()).collect();
    if words.len() > MOST_WORDS_INTERRUPTED {
        return Ok(Vec::new());
    }
    let others: BTreeSet<usize> =
        all.iter().filter(|token| !token.is_word()).map(|token| token.line).collect();
    let is_mixed = |line: &usize| tokens.has_digit(*line) || others.contains(line);
    let mut found: Vec<(Window, RangeInclusive<usize>)> = Vec::new();
    for first in words.chunk_by(|one, next| all[*one].line == all[*next].line) {
        let first_line = all[first[0]].line;
        for last_line in (first_line..first_line + LONGEST_INTERRUPTION).take_while(is_mixed) {
            let block = first_line..=last_line;
            let before = words.partition_point(|at| all[*at].line < first_line);
            let after = words.partition_point(|at| all[*at].line <= last_line);
            // A block that ends on a line without a word of the list is told by a shorter one.
            if words[..after].last().is_none_or(|at| all[*at].line < last_line) || after == words.len() {
                continue;
            }
            let near =
                words[before.saturating_sub(MAX_WORDS)]..words[words.len().min(after + MAX_WORDS) - 1] + 1;
            let spans = |run: &Window| all[run.first()].line < first_line && all[run.last()].line > last_line;
            for run in runs(all, near, |token| !block.contains(&token.line))? {
                if run.is_bounded && spans(&run) && !found.iter().any(|(known, _)| known.tokens == run.tokens)
                {
                    found.push((run, block.clone()));
                }
            }
        }
    }
    let runs: Vec<Window> = found.iter().map(|(run, _)| run.clone()).collect();
    let mut shares = resolved(all, &runs);
    for share in &mut shares {
        share.left_out =
            found.iter().find(|(run, _)| run.tokens == share.tokens).map(|(_, block)| block.clone());
    }
    Ok(shares)
}
