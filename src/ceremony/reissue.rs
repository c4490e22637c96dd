//! A lost share from those that are left: looked for in the set, made, and put to the test beside the others.

use super::{
    practice::HeldKey,
    recover::{RecoverError, sourced},
    submission::{Gathered, Source},
};
use crate::slip39::{self, Added, Header, Lost, Mnemonic, SetHeader, Share, ShareSet, Shortfall};

/// The share that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Its group, counted from 0; none where there is said to be one group only.
    pub group: Option<u8>,
    /// Its place in the group, counted from 0.
    pub member: u8,
    /// Whether it is known to be the only share of its group.
    pub is_lone: bool,
}

impl Asked {
    /// What is missing before it can be made; nothing where no more shares would help.
    #[must_use]
    pub fn shortfall(&self, set: &ShareSet) -> Option<(Lost, Shortfall)> {
        let lost = self.of(&set.header()?).ok()?;
        Some((lost, set.shortfall(lost)?))
    }

    /// The share of this set that it is.
    fn of(&self, set: &SetHeader) -> Result<Lost, ReissueError> {
        match self.group {
            None if set.group_count > 1 => Err(ReissueError::GroupUnsaid { group_count: set.group_count }),
            group => Ok(Lost { group: group.unwrap_or(0), member: self.member, is_lone: self.is_lone }),
        }
    }
}

/// A share that was lost.
#[derive(Debug)]
pub struct Reissued {
    /// What it says of itself.
    pub header: Header,
    /// Its words.
    pub mnemonic: Mnemonic,
    /// How many of the others were put to the test.
    pub tested: usize,
    /// Those that were not, because their group is short of its threshold and was not needed.
    pub untested: Vec<Header>,
    /// Whether a digest confirmed it.
    pub has_digest: bool,
    /// What the shares hold, as to the published practice key.
    pub held: HeldKey,
}

/// Makes the share that is asked for, reads it back from its words, and proves it together with the others, beside
/// which it stays.
///
/// # Errors
///
/// As [`ReissueError`] lists them.
pub fn reissue(gathered: &mut Gathered, asked: &Asked) -> Result<Reissued, ReissueError> {
    let set = gathered.set.header().ok_or(ReissueError::Unproved(RecoverError::Nothing))?;
    let lost = asked.of(&set)?;
    let made = gathered.set.reissue(lost).map_err(|error| told(gathered, lost, &set, error))?;
    let untested = untested(&gathered.set, lost.group);
    let tested = gathered.set.headers().count() - untested.len();

    let mnemonic = made.mnemonic();
    let again = Share::parse(mnemonic.expose()).ok().filter(|again| again.matches(&made));
    let added = again.map(|again| gathered.set.add(again));
    if added != Some(Ok(Added::New)) || gathered.set.agree().is_err() {
        return Err(ReissueError::SelfCheck);
    }
    let quorum = gathered.set.prove().ok();
    Ok(Reissued {
        header: *made.header(),
        mnemonic,
        tested,
        untested,
        has_digest: made.header().member_threshold > 1
            || quorum.as_ref().is_some_and(|quorum| quorum.has_digest()),
        held: quorum.map_or(HeldKey::Unknown, |quorum| HeldKey::by(quorum.ems())),
    })
}

/// The shares of groups that are short of their threshold.
fn untested(set: &ShareSet, own: u8) -> Vec<Header> {
    let progress = set.progress();
    let is_short = |header: &Header| {
        header.group != own
            && progress.groups.iter().any(|group| group.group == header.group && group.missing() > 0)
    };
    set.headers().filter(is_short).collect()
}

/// Why a lost share is not made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReissueError {
    /// What was brought is not whole, or does not fit together.
    Unproved(RecoverError),
    /// The set has several groups, and none was named.
    GroupUnsaid {
        /// How many it has.
        group_count: u8,
    },
    /// The set has no such group.
    NoSuchGroup {
        /// How many it has.
        group_count: u8,
    },
    /// One share is enough for its group, and then there is only the first.
    NoSuchMember,
    /// It is not lost.
    Present(Header, Option<Source>),
    /// It was the only one of its group, counted from 0, and every quorum needs it.
    Gone(u8),
    /// More shares are needed, perhaps because some came more than once.
    TooFew {
        /// The share.
        lost: Lost,
        /// Groups that the set has.
        group_count: u8,
        /// What is missing.
        shortfall: Shortfall,
        /// Shares that had come before; each counts once.
        repeats: Vec<Source>,
    },
    /// What was made does not agree with the others.
    SelfCheck,
}

/// The same error, with where the shares came from.
fn told(gathered: &Gathered, lost: Lost, set: &SetHeader, error: slip39::SetReissueError) -> ReissueError {
    match error {
        slip39::SetReissueError::Disagree(error) => ReissueError::Unproved(sourced(gathered, error)),
        slip39::SetReissueError::NoSuchGroup { group_count } => ReissueError::NoSuchGroup { group_count },
        slip39::SetReissueError::NoSuchMember => ReissueError::NoSuchMember,
        slip39::SetReissueError::Present(header) => {
            ReissueError::Present(header, gathered.source_of(&header).cloned())
        }
        slip39::SetReissueError::Gone => ReissueError::Gone(lost.group),
        slip39::SetReissueError::TooFew(shortfall) => ReissueError::TooFew {
            lost,
            group_count: set.group_count,
            shortfall,
            repeats: gathered.repeats.clone(),
        },
    }
}
