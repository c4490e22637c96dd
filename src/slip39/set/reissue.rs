//! A lost share again, word for word.
//!
//! A share is a point of its group's polynomials, and as many others of the group as its threshold fix them: the lost
//! point is read off where it always was. Nothing is drawn, so every quorum gives the same words.
//!
//! Of other groups there is no way back: what they give is the group's secret, and the points below it were drawn at
//! random. But the only share of a group is that secret itself.

use crate::slip39::{
    header::Header,
    math::shamir,
    set::{
        progress::{GroupProgress, Progress},
        quorum::{QuorumError, ShareSet, group_points, member_points},
    },
    share::Share,
};

/// The share that is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Its group, counted from 0.
    pub group: u8,
    /// Its place in the group, counted from 0. Whether it was ever dealt, no share knows.
    pub member: u8,
    /// Whether it is known to be the only share of its group. Without it no share of the group is left to say so, and
    /// of a larger group the group's secret would be handed out as one member's share.
    pub is_lone: bool,
}

impl ShareSet {
    /// The lost share, from its own group at its threshold; the only share of a group from the other groups at theirs.
    ///
    /// # Errors
    ///
    /// When shares disagree, even if the others would suffice; when there is no such share, or it is here; when there
    /// are too few.
    pub fn reissue(&self, lost: Lost) -> Result<Share, SetReissueError> {
        self.agree().map_err(SetReissueError::Disagree)?;
        self.refuse(lost)?;
        if let Some(shortfall) = self.shortfall(lost) {
            return Err(SetReissueError::TooFew(shortfall));
        }
        let set = self.header().ok_or(SetReissueError::TooFew(Shortfall::Unknown))?;
        let own = self.groups.get(&lost.group);
        let value = match own {
            Some(shares) => shamir::interpolate(&member_points(shares), lost.member),
            None => {
                let secrets = self.group_secrets().map_err(SetReissueError::Disagree)?;
                shamir::interpolate(&group_points(&secrets), lost.group)
            }
        };
        let Lost { group, member, .. } = lost;
        let member_threshold = self.member_threshold(group).unwrap_or(1);
        Ok(Share::new(Header { set, group, member, member_threshold }, value))
    }

    /// What is missing before the share can be made, from headers alone; nothing where no more shares would help.
    #[must_use]
    pub fn shortfall(&self, lost: Lost) -> Option<Shortfall> {
        self.refuse(lost).ok()?;
        let progress = self.progress();
        match progress.groups.iter().find(|group| group.group == lost.group) {
            Some(own) => (own.missing() > 0).then_some(Shortfall::Members(*own)),
            None if lost.is_lone => (!progress.is_sufficient()).then_some(Shortfall::Groups(progress)),
            None => Some(Shortfall::Unknown),
        }
    }

    /// Refuses what no more shares would mend, from headers alone.
    fn refuse(&self, lost: Lost) -> Result<(), SetReissueError> {
        let Some(set) = self.header() else { return Ok(()) };
        if lost.group >= set.group_count {
            return Err(SetReissueError::NoSuchGroup { group_count: set.group_count });
        }
        let is_lost = |header: &Header| (header.group, header.member) == (lost.group, lost.member);
        if let Some(header) = self.headers().find(is_lost) {
            return Err(SetReissueError::Present(header));
        }
        match self.member_threshold(lost.group) {
            Some(1) => Err(SetReissueError::NoSuchMember),
            None if lost.is_lone && lost.member > 0 => Err(SetReissueError::NoSuchMember),
            None if lost.is_lone && set.group_threshold == set.group_count => Err(SetReissueError::Gone),
            _ => Ok(()),
        }
    }

    /// How many shares a group takes, if one is here to say so.
    fn member_threshold(&self, group: u8) -> Option<u8> {
        self.headers().find(|header| header.group == group).map(|header| header.member_threshold)
    }
}

/// What is missing before a lost share can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// Shares of its own group.
    Members(GroupProgress),
    /// Other groups, for it is the only share of its own.
    Groups(Progress),
    /// Shares of its own group, of which none is here to say how many.
    Unknown,
}

/// Why a lost share is not made again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetReissueError {
    /// The shares that are here contradict each other.
    #[error("shares contradict each other")]
    Disagree(QuorumError),
    /// The set has no such group.
    #[error("there are only {group_count} groups")]
    NoSuchGroup {
        /// How many it has.
        group_count: u8,
    },
    /// One share is enough for its group, and then there is only the first.
    #[error("the group has one share only")]
    NoSuchMember,
    /// It is here.
    #[error("the share is not lost")]
    Present(Header),
    /// It was the only one of a group that every quorum needs.
    #[error("nothing can bring the share back")]
    Gone,
    /// More shares are needed.
    #[error("more shares are needed")]
    TooFew(Shortfall),
}
