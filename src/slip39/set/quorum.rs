//! Shares coming together: from a set of which nothing is proved to a quorum of which everything is.
//!
//! The standard recombines exactly as many shares as the threshold. People bring more, and that is welcome: whatever
//! is beyond the threshold must lie on the same polynomials, and a share that does not is named, not skipped.

use std::collections::BTreeMap;

use crate::{
    crypto::secret::SecretBytes,
    slip39::{
        header::{Header, Identifier, SetHeader},
        master::Ems,
        math::{shamir::Point, subsets::chosen},
        set::{
            agreement::agree,
            progress::{GroupProgress, Progress},
        },
        share::Share,
    },
};

/// Shares of one set, collected in any order, unproved.
#[derive(Debug, Default)]
pub struct ShareSet {
    pub(super) groups: BTreeMap<u8, Vec<Share>>,
}

impl ShareSet {
    /// Takes a share in.
    ///
    /// # Errors
    ///
    /// When it does not belong with those that are already here; the set is as before then.
    pub fn add(&mut self, share: Share) -> Result<Added, Misfit> {
        let added = self.fit(&share)?;
        if added == Added::New {
            self.groups.entry(share.header().group).or_default().push(share);
        }
        Ok(added)
    }

    /// What would become of a share if it were taken in.
    ///
    /// # Errors
    ///
    /// When it does not belong with those that are already here.
    pub fn fit(&self, share: &Share) -> Result<Added, Misfit> {
        if let Some(first) = self.groups.values().flatten().next() {
            first.admits(share)?;
        }
        let header = share.header();
        let group = self.groups.get(&header.group).map_or(&[][..], Vec::as_slice);
        if group.iter().any(|other| other.header().member_threshold != header.member_threshold) {
            return Err(Misfit::MemberThreshold);
        }
        match group.iter().find(|other| other.header().member == header.member) {
            Some(twin) if twin.matches(share) => Ok(Added::Repeat),
            Some(_) => Err(Misfit::SameIndex),
            None => Ok(Added::New),
        }
    }

    /// The header that all the shares have in common, once there is one.
    #[must_use]
    pub fn header(&self) -> Option<SetHeader> {
        self.headers().next().map(|header| header.set)
    }

    /// The headers of all the shares, by group and in the order they came.
    pub fn headers(&self) -> impl Iterator<Item = Header> {
        self.shares().map(|share| *share.header())
    }

    /// The shares, by group and in the order they came.
    pub fn shares(&self) -> impl Iterator<Item = &Share> {
        self.groups.values().flatten()
    }

    /// What is here and what is missing.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let groups: Vec<_> = self
            .groups
            .iter()
            .map(|(&group, shares)| GroupProgress {
                group,
                present: shares.len(),
                threshold: shares.first().map_or(0, |share| usize::from(share.header().member_threshold)),
            })
            .collect();
        let set = self.header();
        Progress {
            groups_needed: set.map_or(1, |set| set.group_threshold.into()),
            group_count: set.map_or(1, |set| set.group_count.into()),
            groups,
        }
    }

    /// Proves that the shares suffice and agree, every one of them, and recombines them.
    ///
    /// # Errors
    ///
    /// When shares disagree, even if the others would suffice, or when there are too few.
    pub fn prove(&self) -> Result<Quorum, QuorumError> {
        let mut group_secrets: Vec<(u8, SecretBytes)> = Vec::new();
        let mut idle = Vec::new();
        let mut digest = false;
        for (&group, shares) in &self.groups {
            match group_secret(group, shares)? {
                Some(secret) => {
                    digest |= shares.iter().any(|share| share.header().member_threshold > 1);
                    group_secrets.push((group, secret));
                }
                None => idle.extend(shares.iter().map(|share| *share.header())),
            }
        }
        let set = self.header().ok_or_else(|| QuorumError::TooFew(self.progress()))?;
        if group_secrets.len() < usize::from(set.group_threshold) {
            return Err(QuorumError::TooFew(self.progress()));
        }
        let points = group_points(&group_secrets);
        let bytes = agree(&points, set.group_threshold).map_err(|culprits| QuorumError::GroupsDisagree {
            groups: chosen(&points, culprits).iter().map(|(group, _)| *group).collect(),
        })?;
        digest |= set.group_threshold > 1;
        Ok(Quorum { ems: Ems::new(set.encryption, bytes), digest, idle })
    }

    /// Proves that the shares agree as far as they go, whether they suffice or not.
    ///
    /// # Errors
    ///
    /// When shares disagree.
    pub fn agree(&self) -> Result<(), QuorumError> {
        match self.prove() {
            Ok(_) | Err(QuorumError::TooFew(_)) => Ok(()),
            Err(disagreement) => Err(disagreement),
        }
    }

    /// The groups that have reached their threshold, each with its secret.
    pub(super) fn group_secrets(&self) -> Result<Vec<(u8, SecretBytes)>, QuorumError> {
        let mut secrets = Vec::new();
        for (&group, shares) in &self.groups {
            secrets.extend(group_secret(group, shares)?.map(|secret| (group, secret)));
        }
        Ok(secrets)
    }
}

impl Share {
    /// Whether `other` says that it is of the same set.
    fn admits(&self, other: &Self) -> Result<(), Misfit> {
        let (own, theirs) = (self.header().set, other.header().set);
        let numbers =
            Misfit::Identifier { own: theirs.encryption.identifier, others: own.encryption.identifier };
        let differences = [
            (own.encryption.identifier != theirs.encryption.identifier, numbers),
            (own.encryption.extendable != theirs.encryption.extendable, Misfit::Extendable),
            (own.encryption.exponent != theirs.encryption.exponent, Misfit::Exponent),
            (own.group_threshold != theirs.group_threshold, Misfit::GroupThreshold),
            (own.group_count != theirs.group_count, Misfit::GroupCount),
            (self.value_len() != other.value_len(), Misfit::Length),
        ];
        let first = differences.into_iter().find(|(differs, _)| *differs);
        first.map_or(Ok(()), |(_, misfit)| Err(misfit))
    }
}

/// The secret of one group, once it has reached its threshold.
fn group_secret(group: u8, shares: &[Share]) -> Result<Option<SecretBytes>, QuorumError> {
    let headers: Vec<Header> = shares.iter().map(|share| *share.header()).collect();
    let points = member_points(shares);
    let threshold = headers.first().map_or(1, |header| header.member_threshold);
    if points.len() < usize::from(threshold) {
        return Ok(None);
    }
    agree(&points, threshold).map(Some).map_err(|culprits| match chosen(&headers, culprits) {
        nobody if nobody.is_empty() => QuorumError::GroupDisagrees { group },
        culprits => QuorumError::Altered { culprits },
    })
}

/// Where the members of a group stand.
pub(super) fn member_points(shares: &[Share]) -> Vec<Point<'_>> {
    shares.iter().map(|share| (share.header().member, share.value().expose())).collect()
}

/// Where the groups stand.
pub(super) fn group_points(secrets: &[(u8, SecretBytes)]) -> Vec<Point<'_>> {
    secrets.iter().map(|(group, secret)| (*group, secret.expose())).collect()
}

/// Shares that are consistent and sufficient: proved.
#[derive(Debug)]
pub struct Quorum {
    ems: Ems,
    digest: bool,
    idle: Vec<Header>,
}

impl Quorum {
    /// What the shares give back.
    #[must_use]
    pub const fn ems(&self) -> &Ems {
        &self.ems
    }

    /// What the shares give back, for keeping.
    #[must_use]
    pub fn into_ems(self) -> Ems {
        self.ems
    }

    /// Whether a digest confirmed the result. Only a lone share that is the whole key has none: there the words'
    /// checksum is all.
    #[must_use]
    pub const fn has_digest(&self) -> bool {
        self.digest
    }

    /// Shares that could not be tested, because their group is short of its threshold and was not needed.
    #[must_use]
    pub fn untested(&self) -> &[Header] {
        &self.idle
    }
}

/// What became of a share that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is one more.
    New,
    /// It was here already and counts once.
    Repeat,
}

/// Why a share does not belong with those that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// One is extendable, the other not.
    #[error("it has another extendable flag")]
    Extendable,
    /// The iteration exponents differ.
    #[error("it has another iteration exponent")]
    Exponent,
    /// The group counts differ.
    #[error("it names another number of groups")]
    GroupCount,
    /// The group thresholds differ.
    #[error("it asks for another number of groups")]
    GroupThreshold,
    /// The identifiers differ: the usual case of a share from another set.
    #[error("it is of set {own}, the others of {others}")]
    Identifier {
        /// That of the share.
        own: Identifier,
        /// That of the shares which were here before it.
        others: Identifier,
    },
    /// The values are of different lengths.
    #[error("it is of another length")]
    Length,
    /// The member thresholds of one group differ.
    #[error("it asks for another number of shares of its group")]
    MemberThreshold,
    /// Two different shares claim one place.
    #[error("it differs from another share with the same number")]
    SameIndex,
}

/// Why a set of shares is no quorum.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuorumError {
    /// These shares contradict all the others.
    #[error("a share contradicts the others")]
    Altered {
        /// Which ones.
        culprits: Vec<Header>,
    },
    /// The shares of one group contradict each other, and nothing tells which is at fault.
    #[error("the shares of a group contradict each other")]
    GroupDisagrees {
        /// Which group, counted from 0.
        group: u8,
    },
    /// Groups contradict each other.
    #[error("the groups contradict each other")]
    GroupsDisagree {
        /// Those at fault, counted from 0; empty where nothing tells.
        groups: Vec<u8>,
    },
    /// More shares are needed.
    #[error("more shares are needed")]
    TooFew(Progress),
}
