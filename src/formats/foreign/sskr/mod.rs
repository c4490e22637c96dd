//! Sharded Secret Key Reconstruction (SSKR, BCR-2020-011): SLIP-0039's two levels, field and digest, without its
//! encryption, in bytewords instead of its words. A share says how many are needed, and a digest confirms the result.

mod bytewords;
mod header;

use std::collections::BTreeMap;

pub use self::{
    bytewords::is_word,
    header::{SskrHeader, SskrSetHeader},
};

use super::{
    Confirmation, ForeignMisfit, ForeignMisfitKind, ForeignRecoverError, Recovered, ShareError,
    gathering::{Placed, distinct},
};
use crate::{
    crypto::secret::SecretBytes,
    slip39::math::shamir::{self, Point},
};

/// One share.
#[derive(Debug)]
pub struct SskrShare {
    /// What it says of itself, public.
    pub header: SskrHeader,
    /// Its value, secret.
    pub value: SecretBytes,
}

impl SskrShare {
    /// The share that `text` is: bytewords with spaces or hyphens, or by two letters each, or a UR.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, ShareError> {
        let bytes = bytewords::bytes(payload(text)?)?;
        Self::of_cbor(bytes.expose())
    }

    fn of_cbor(cbor: &[u8]) -> Result<Self, ShareError> {
        let string = TAGS.iter().find_map(|tag| cbor.strip_prefix(tag.as_slice())).unwrap_or(cbor);
        let (length, share) = match string {
            // A byte string of up to 23 bytes, and of up to 255.
            [head @ 0x40..=0x57, rest @ ..] => (usize::from(head - 0x40), rest),
            [0x58, length, rest @ ..] => (usize::from(*length), rest),
            _ => return Err(ShareError::NotSskr),
        };
        if length != share.len() {
            return Err(ShareError::NotSskr);
        }
        let (header, value) = share.split_first_chunk().ok_or(ShareError::TooShort)?;
        let header = SskrHeader::parse(*header)?;
        if !VALUE_BYTES.contains(&value.len()) || !value.len().is_multiple_of(2) {
            return Err(ShareError::SskrLength { bytes: value.len() });
        }
        Ok(Self { header, value: SecretBytes::copy_of(value) })
    }

    /// What tells two shares apart that cannot be of one set; none where they may be.
    fn misfit(&self, other: &Self) -> Option<ForeignMisfitKind> {
        let (own, others) = (&self.header, &other.header);
        if own.set != others.set {
            Some(ForeignMisfitKind::Set)
        } else if self.value.len() != other.value.len() {
            Some(ForeignMisfitKind::Length)
        } else if own.group == others.group && own.member_threshold != others.member_threshold {
            Some(ForeignMisfitKind::MemberThreshold)
        } else if own.place() == others.place() && !self.value.matches(other.value.expose()) {
            Some(ForeignMisfitKind::SameNumber)
        } else {
            None
        }
    }
}

/// What follows "ur:sskr/", in any case, or the text itself. The type had another name before 2022.
fn payload(text: &str) -> Result<&str, ShareError> {
    let Some(rest) = strip(text, "ur:") else { return Ok(text) };
    let words =
        ["sskr/", "crypto-sskr/"].iter().find_map(|kind| strip(rest, kind)).ok_or(ShareError::NotSskr)?;
    if words.contains('/') { Err(ShareError::MultipartUr) } else { Ok(words) }
}

fn strip<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// CBOR tags 40309 and, before 2022, 309. A UR says its type by its name, and mostly leaves the tag out.
const TAGS: [[u8; 3]; 2] = [[0xd9, 0x9d, 0x75], [0xd9, 0x01, 0x35]];

/// Bytes of a value.
const VALUE_BYTES: std::ops::RangeInclusive<usize> = 16..=32;

/// Shares that may be of one set: no place twice.
#[derive(Debug)]
pub struct SskrSet {
    shares: Placed<SskrShare>,
}

impl SskrSet {
    /// Brings shares together; with the places of those that came before.
    ///
    /// # Errors
    ///
    /// When two cannot be of one set.
    pub fn gather(shares: Vec<SskrShare>) -> Result<(Self, Vec<usize>), ForeignMisfit> {
        let is_same = |one: &SskrShare, other: &SskrShare| one.header.place() == other.header.place();
        let (shares, repeats) = distinct(shares, SskrShare::misfit, is_same)?;
        Ok((Self { shares }, repeats))
    }

    /// What the shares have in common.
    #[must_use]
    pub fn header(&self) -> Option<SskrSetHeader> {
        self.shares.first().map(|(_, share)| share.header.set)
    }

    /// How many shares there are that differ.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shares.len()
    }

    /// By group, how many of its shares are needed; none for a group of which none is here.
    #[must_use]
    pub fn member_thresholds(&self) -> Vec<Option<u8>> {
        let groups = self.header().map_or(0, |set| set.group_count);
        let of = |group: u8| self.shares.iter().find(|(_, share)| share.header.group == group);
        (0..groups).map(|group| of(group).map(|(_, share)| share.header.member_threshold)).collect()
    }

    /// How many more of each begun group are needed, and how many groups are complete.
    #[must_use]
    pub fn progress(&self) -> (Vec<(u8, usize)>, usize) {
        let missing = |(group, shares): (u8, Vec<&(usize, SskrShare)>)| {
            let needed = shares.first().map_or(0, |(_, share)| usize::from(share.header.member_threshold));
            (group, needed.saturating_sub(shares.len()))
        };
        let missing: Vec<(u8, usize)> = self.groups().into_iter().map(missing).collect();
        let complete = missing.iter().filter(|(_, more)| *more == 0).count();
        (missing, complete)
    }

    /// The secret. Shares and groups beyond the thresholds are tested: each must lie on the polynomial of the others.
    ///
    /// # Errors
    ///
    /// When more are needed, or they contradict each other.
    pub fn recover(&self) -> Result<Recovered, ForeignRecoverError> {
        let Some(set) = self.header() else {
            return Err(ForeignRecoverError::TooFew { present: 0, threshold: None });
        };
        let groups_needed = usize::from(set.group_threshold);
        let (_, complete) = self.progress();
        if complete < groups_needed {
            let only = self.shares.first().filter(|_| set.group_count == 1);
            let threshold = only.map(|(_, share)| u32::from(share.header.member_threshold));
            return Err(ForeignRecoverError::TooFew { present: self.count(), threshold });
        }
        let mut secrets: Vec<(u8, SecretBytes)> = Vec::new();
        let mut has_digest = groups_needed > 1;
        for (group, shares) in self.groups() {
            let needed = shares.first().map_or(0, |(_, share)| usize::from(share.header.member_threshold));
            if shares.len() >= needed {
                let points: Vec<Point<'_>> =
                    shares.iter().map(|(_, share)| (share.header.member, share.value.expose())).collect();
                has_digest |= needed > 1;
                secrets.push((
                    group,
                    joined(needed, &points)
                        .map_err(|at| ForeignRecoverError::Disagree { culprit: at.map(|at| shares[at].0) })?,
                ));
            }
        }
        let points: Vec<Point<'_>> =
            secrets.iter().map(|(group, secret)| (*group, secret.expose())).collect();
        let secret =
            joined(groups_needed, &points).map_err(|_| ForeignRecoverError::Disagree { culprit: None })?;
        let confirmation = if has_digest { Confirmation::Digest } else { Confirmation::Checksum };
        Ok(Recovered { secret, confirmation })
    }

    fn groups(&self) -> BTreeMap<u8, Vec<&(usize, SskrShare)>> {
        let mut groups: BTreeMap<u8, Vec<&(usize, SskrShare)>> = BTreeMap::new();
        for share in &self.shares {
            groups.entry(share.1.header.group).or_default().push(share);
        }
        groups
    }
}

/// What points give of which so many are `needed`, if all of them belong to one secret; else the place of the one
/// without which the others do, if there is exactly one.
fn joined(needed: usize, points: &[Point<'_>]) -> Result<SecretBytes, Option<usize>> {
    if let Some(secret) = whole(needed, points) {
        return Ok(secret);
    }
    let is_whole_without = |left_out: &usize| {
        let mut others = points.to_vec();
        others.remove(*left_out);
        others.len() >= needed && whole(needed, &others).is_some()
    };
    let mut culprits = (0..points.len()).filter(is_whole_without);
    match (culprits.next(), culprits.next()) {
        // Of two that must be the same, either could be at fault.
        (Some(at), None) if needed > 1 => Err(Some(at)),
        _ => Err(None),
    }
}

fn whole(needed: usize, points: &[Point<'_>]) -> Option<SecretBytes> {
    let (base, spare) = points.split_at(needed);
    let secret = shamir::recover(base).ok()?;
    let agree = spare.iter().all(|(at, value)| match base {
        [(_, only)] => SecretBytes::copy_of(only).matches(value),
        _ => shamir::interpolate(base, *at).matches(value),
    });
    agree.then_some(secret)
}
