//! A recovery up to the point where a passphrase is needed: from what people brought to a proved quorum.

use super::submission::{Gathered, Source, Stranger, Submission, Unreadable, gather};
use crate::slip39::{Header, Progress, Quorum, QuorumError};

/// Why what was brought gives nothing back. When several apply, the first of these is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecoverError {
    /// A text is no share.
    Unreadable(Source, Unreadable),
    /// Shares do not belong with the others.
    Strangers(Vec<Stranger>),
    /// Shares are of the set but contradict the others: altered or forged.
    Altered(Vec<(Header, Option<Source>)>),
    /// The shares of a group contradict each other, and nothing tells which is at fault.
    GroupDisagrees(u8),
    /// Groups contradict each other; those at fault, or none where nothing tells.
    GroupsDisagree(Vec<u8>),
    /// More shares are needed, perhaps because some came more than once.
    TooFew {
        /// What is here.
        progress: Progress,
        /// Shares that had come before; each counts once.
        repeats: Vec<Source>,
    },
    /// There was not one share.
    Nothing,
}

/// Reads, gathers and proves: the whole way of a recovery but for the passphrase.
///
/// # Errors
///
/// As [`RecoverError`] lists them, in that order.
pub fn quorum(submissions: Vec<Submission>) -> Result<(Gathered, Quorum), RecoverError> {
    let gathered = gathered(submissions)?;
    let quorum = prove(&gathered)?;
    Ok((gathered, quorum))
}

/// Reads and gathers.
///
/// # Errors
///
/// When a text is no share, shares do not belong together, or there is none.
pub fn gathered(submissions: Vec<Submission>) -> Result<Gathered, RecoverError> {
    let mut shares = Vec::with_capacity(submissions.len());
    for submission in submissions {
        match submission.share {
            Ok(share) => shares.push((submission.source, share)),
            // The share that it is a copy of is here.
            Err(unreadable) if unreadable.is_copy => {}
            Err(unreadable) => return Err(RecoverError::Unreadable(submission.source, unreadable)),
        }
    }
    if shares.is_empty() {
        return Err(RecoverError::Nothing);
    }
    gather(shares).map_err(RecoverError::Strangers)
}

/// Proves what has been gathered.
///
/// # Errors
///
/// When shares contradict each other or more are needed.
pub fn prove(gathered: &Gathered) -> Result<Quorum, RecoverError> {
    gathered.set.prove().map_err(|error| sourced(gathered, error))
}

/// The same error, with where the shares came from.
pub(super) fn sourced(gathered: &Gathered, error: QuorumError) -> RecoverError {
    match error {
        QuorumError::Altered { culprits } => {
            let named = |header: Header| (header, gathered.source_of(&header).cloned());
            RecoverError::Altered(culprits.into_iter().map(named).collect())
        }
        QuorumError::GroupDisagrees { group } => RecoverError::GroupDisagrees(group),
        QuorumError::GroupsDisagree { groups } => RecoverError::GroupsDisagree(groups),
        QuorumError::TooFew(progress) => RecoverError::TooFew { progress, repeats: gathered.repeats.clone() },
    }
}
