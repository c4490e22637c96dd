//! A check: each share alone, which is all that a lone keyholder can do, and then all of them together.

use super::{
    recover::{RecoverError, quorum},
    submission::{Source, Submission, Unreadable},
};
use crate::slip39::{Header, Quorum};

/// What a check found.
#[derive(Debug)]
pub struct Verdict {
    /// Each share alone, in the order they came.
    pub shares: Vec<ShareVerdict>,
    /// All together. None where one alone could not be read.
    pub together: Option<Result<Quorum, RecoverError>>,
}

/// What a check found of one share.
#[derive(Clone, Debug)]
pub struct ShareVerdict {
    /// Where it came from.
    pub source: Source,
    /// Its header, or why it is no share.
    pub header: Result<Header, Unreadable>,
    /// Its words.
    pub words: usize,
}

/// Checks what was brought.
///
/// # Errors
///
/// When nothing was brought.
pub fn check(submissions: Vec<Submission>) -> Result<Verdict, RecoverError> {
    if submissions.is_empty() {
        return Err(RecoverError::Nothing);
    }
    let shares: Vec<ShareVerdict> = submissions
        .iter()
        .map(|submission| ShareVerdict {
            source: submission.source.clone(),
            header: submission.share.as_ref().map(|share| *share.header()).map_err(Clone::clone),
            words: submission.share.as_ref().map_or(0, |share| share.word_count()),
        })
        .collect();
    let all_read = shares.iter().all(|share| share.header.is_ok());
    let together = all_read.then(|| quorum(submissions).map(|(_, quorum)| quorum));
    Ok(Verdict { shares, together })
}
