//! Shares of codex32 that may be of one set, and what they give.

use super::{
    super::{
        Confirmation, ForeignMisfit, ForeignRecoverError, Recovered,
        gathering::{Placed, distinct},
    },
    gf32::{Point, interpolated},
    share::Codex32Share,
};
use crate::crypto::secret::SecretBytes;

/// Where the secret stands: the letter s.
const SECRET: u8 = 16;

/// Shares that may be of one set: no letter twice.
#[derive(Debug)]
pub struct Codex32Set {
    shares: Placed<Codex32Share>,
}

impl Codex32Set {
    /// Brings shares together; with the places of those that came before.
    ///
    /// # Errors
    ///
    /// When two cannot be of one set.
    pub fn gather(shares: Vec<Codex32Share>) -> Result<(Self, Vec<usize>), ForeignMisfit> {
        let is_same = |one: &Codex32Share, other: &Codex32Share| one.header.index == other.header.index;
        let (shares, repeats) = distinct(shares, Codex32Share::misfit, is_same)?;
        Ok((Self { shares }, repeats))
    }

    /// How many there are that differ.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shares.len()
    }

    /// How many are needed: one where the secret itself is among them; 0 where there is none.
    #[must_use]
    pub fn threshold(&self) -> u8 {
        let says = self.shares.first().map_or(0, |(_, share)| share.header.threshold);
        if self.secret().is_some() { 1 } else { says }
    }

    fn secret(&self) -> Option<&Codex32Share> {
        self.shares.iter().map(|(_, share)| share).find(|share| share.header.is_secret())
    }

    /// The secret. All shares must lie on the polynomial of as many of them as are needed.
    ///
    /// # Errors
    ///
    /// When there are fewer, or they do not lie on one polynomial.
    pub fn recover(&self) -> Result<Recovered, ForeignRecoverError> {
        let (present, threshold) = (self.count(), u32::from(self.threshold()));
        let needed = self.shares.first().map_or(usize::MAX, |(_, share)| share.header.threshold.into());
        let points: Vec<Point<'_>> = self.shares.iter().map(|(_, share)| share.point()).collect();
        if !agree(needed, &points) {
            return Err(ForeignRecoverError::Disagree { culprit: self.culprit(needed, &points) });
        }
        let spare = present.saturating_sub(needed.max(1));
        let confirmation = match (self.secret(), spare) {
            (None, 0) => Confirmation::Nothing,
            (Some(_), 0) => Confirmation::Checksum,
            (_, spare) => Confirmation::Agreement { spare },
        };
        let payload = match self.secret() {
            Some(share) => SecretBytes::copy_of(share.point().1),
            None if present < needed => {
                return Err(ForeignRecoverError::TooFew { present, threshold: Some(threshold) });
            }
            None => interpolated(&points[..needed], SECRET),
        };
        Ok(Recovered { secret: bytes(payload.expose()), confirmation })
    }

    /// The share without which all the others agree, if there is exactly one, and more of the others than it takes.
    fn culprit(&self, needed: usize, all: &[Point<'_>]) -> Option<usize> {
        if all.len() < needed + 2 {
            return None;
        }
        let without = |left_out: usize| [&all[..left_out], &all[left_out + 1..]].concat();
        let mut culprits = (0..all.len()).filter(|at| agree(needed, &without(*at)));
        match (culprits.next(), culprits.next()) {
            (Some(at), None) => Some(self.shares[at].0),
            _ => None,
        }
    }
}

/// Whether all points lie on the polynomial of the first `needed`; fewer always do.
fn agree(needed: usize, points: &[Point<'_>]) -> bool {
    let Some((base, spare)) = points.split_at_checked(needed) else { return true };
    // A secret that was never shared has no polynomial, and nobody beside it.
    needed == 0 || spare.iter().all(|(at, payload)| interpolated(base, *at).matches(payload))
}

/// The bytes in a payload, highest bits first. The bits that are left over, 4 at the most, are none of the secret.
fn bytes(payload: &[u8]) -> SecretBytes {
    SecretBytes::build(5 * payload.len() / 8, |bytes| {
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = (0..8).fold(0, |byte, bit| {
                let place = 8 * at + bit;
                byte << 1 | payload[place / 5] >> (4 - place % 5) & 1
            });
        }
    })
}
