//! Where the shares of a text stand, and what stands beside them.

use std::collections::BTreeSet;

use super::{
    Brought, MOST_SHARES, Remark,
    find::{self, FoundShare, TooMany},
    runs::{self, Meant},
    tokens::{Spelling, Token, Tokens, Wrapping},
};
use crate::{
    ceremony::submission::{Source, SourcePlace, Submission, Unreadable},
    slip39::Typo,
};

/// What the remark begins with that stands above the words in a file of a share.
const OWN_REMARK: &str = "# SLIP-0039. ";

/// From so many words beside those of the share on, its lines are sentences.
const FEWEST_OF_SENTENCE: usize = 3;

/// The shares in a text, those that were meant as one, and what people must know of them.
///
/// # Errors
///
/// When more runs of words are shares than an honest text has.
pub(super) fn placed(shown: &str, text: &str, tokens: &Tokens) -> Result<Brought, TooMany> {
    let found = find::shares(tokens)?;
    let (hidden, open): (Vec<FoundShare>, Vec<FoundShare>) =
        found.into_iter().partition(|found| found.share.is_ok() && stands_in(found, tokens, |of| of.comment));
    let (found, passed_over) = if open.is_empty() { (hidden, open) } else { (open, hidden) };
    let taken: BTreeSet<usize> =
        found.iter().chain(&passed_over).flat_map(|found| found.tokens.clone()).collect();
    let meant = runs::dense(tokens, |at| taken.contains(&at));
    // Each is looked into for a slip, which takes its time.
    if meant.len() > MOST_SHARES {
        return Err(TooMany);
    }

    let one_of_several = found.len() + meant.len() > 1;
    let source = |line| Source { name: shown.to_owned(), place: SourcePlace::Line(line), one_of_several };
    let source_of = |found: &FoundShare| source(line_of(found, tokens));
    let mut remarks: Vec<Remark> =
        found.iter().flat_map(|found| remarks(found, tokens, &taken, source_of(found))).collect();
    remarks.extend(passed_over.iter().map(|found| Remark::PassedOver(source_of(found))));
    let told: BTreeSet<usize> = taken.iter().copied().chain(meant.iter().flat_map(Meant::tokens)).collect();
    // What the set is called there, and the custodian, may be words of the list.
    let own = (1..).zip(text.lines()).filter(|(_, line)| line.starts_with(OWN_REMARK));
    let own: BTreeSet<usize> = own.map(|(number, _)| number).collect();
    let is_left_over = |(at, token): &(usize, &Token)| {
        token.spelling == Spelling::Exact && !told.contains(at) && !own.contains(&token.line)
    };
    let left_over = tokens.as_slice().iter().enumerate().filter(is_left_over).count();
    if left_over > 0 && !found.is_empty() {
        remarks.push(Remark::LeftOver(left_over));
    }

    let mut shares: Vec<(usize, Submission)> = Vec::new();
    for meant in meant {
        let is_copy =
            found.iter().any(|found| found.share.is_ok() && meant.begins_like(tokens, &found.tokens));
        let unreadable = Unreadable { is_copy, ..meant.diagnosed(text, tokens) };
        shares.push((meant.line(), Submission { source: source(meant.line()), share: Err(unreadable) }));
    }
    for found in found {
        let (line, source) = (line_of(&found, tokens), source_of(&found));
        let unreadable =
            |error| Unreadable { error, typo: Typo::Unexplained, lookalike: None, is_copy: false };
        shares.push((line, Submission { source, share: found.share.map_err(unreadable) }));
    }
    shares.sort_by_key(|(line, _)| *line);
    let shares = shares.into_iter().map(|(_, submission)| submission).collect();
    Ok(Brought { shares, remarks, ..Brought::default() })
}

fn line_of(found: &FoundShare, tokens: &Tokens) -> usize {
    tokens.as_slice()[found.tokens[0]].line
}

/// Whether all the words of a share stand in something.
fn stands_in(found: &FoundShare, tokens: &Tokens, wrapping: fn(Wrapping) -> bool) -> bool {
    found.tokens.iter().all(|at| wrapping(tokens.as_slice()[*at].wrapping))
}

fn remarks(found: &FoundShare, tokens: &Tokens, taken: &BTreeSet<usize>, source: Source) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if found.share.is_err() {
        return remarks;
    }
    if stands_in(found, tokens, |of| of.comment) {
        remarks.push(Remark::InComment(source.clone()));
    }
    if stands_in(found, tokens, |of| of.quoted) {
        remarks.push(Remark::Quoted(source.clone()));
    }
    if is_in_prose(found, tokens, taken) {
        remarks.push(Remark::InProse(source.clone()));
    }
    remarks.extend(found.left_out.clone().map(|lines| Remark::LeftOut(source, lines)));
    remarks
}

/// Whether the lines of a share hold sentences beside it, and beside the other shares, with words of the list in them.
fn is_in_prose(found: &FoundShare, tokens: &Tokens, taken: &BTreeSet<usize>) -> bool {
    let all = tokens.as_slice();
    let lines: BTreeSet<usize> = found.tokens.iter().map(|at| all[*at].line).collect();
    let begin = |line: usize| all.partition_point(|token| token.line < line);
    let own = lines.into_iter().flat_map(|line| begin(line)..begin(line + 1));
    let beside: Vec<&Token> = own
        .filter(|at| !taken.contains(at))
        .map(|at| &all[at])
        .filter(|token| !token.wrapping.tag && !token.wrapping.key)
        .collect();
    beside.len() >= FEWEST_OF_SENTENCE && beside.iter().any(|token| token.spelling == Spelling::Exact)
}
