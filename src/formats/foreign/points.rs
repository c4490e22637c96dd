//! Shares that are points and nothing else: a number and a value. Nothing in them tells how many are needed, and nothing
//! confirms what they give.

use super::{
    Confirmation, ForeignFormat, ForeignRecoverError, Recovered,
    field::{Field, Point},
    gathering::{Placed, distinct},
    point::PointShare,
    sharks, ssss, vault,
};
use crate::{crypto::secret::SecretBytes, formats::foreign::ForeignMisfit};

/// Shares that may be of one set: equally long, no number twice.
#[derive(Debug)]
pub struct Points {
    format: ForeignFormat,
    shares: Placed<PointShare>,
}

impl Points {
    /// Brings shares together; with the places of those that came before.
    ///
    /// # Errors
    ///
    /// When two cannot be of one set.
    pub fn gather(
        format: ForeignFormat,
        shares: Vec<PointShare>,
    ) -> Result<(Self, Vec<usize>), ForeignMisfit> {
        let is_same = |one: &PointShare, other: &PointShare| one.number == other.number;
        let (shares, repeats) = distinct(shares, PointShare::misfit, is_same)?;
        Ok((Self { format, shares }, repeats))
    }

    /// How many there are that differ.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shares.len()
    }

    /// The secret, if any `threshold` of these shares give it. Those beyond the threshold are tested: all of them must
    /// lie on the polynomial of the first.
    ///
    /// # Errors
    ///
    /// When there are fewer, or they do not lie on one polynomial.
    pub fn recover(&self, threshold: u32) -> Result<Recovered, ForeignRecoverError> {
        let needed = usize::try_from(threshold).unwrap_or(usize::MAX);
        if self.count() < needed {
            return Err(ForeignRecoverError::TooFew { present: self.count(), threshold: Some(threshold) });
        }
        let field = self.field();
        let reduced = self.reduced(threshold);
        let all = self.numbered(&reduced);
        if !agree(field, needed, &all) {
            return Err(ForeignRecoverError::Disagree { culprit: self.culprit(field, needed, &all) });
        }
        let secret = field.interpolate(&all[..needed], 0);
        let secret = if self.format == ForeignFormat::Ssss { ssss::undiffused(&secret) } else { secret };
        let confirmation = match self.count() - needed {
            0 => Confirmation::Nothing,
            spare => Confirmation::Agreement { spare },
        };
        Ok(Recovered { secret, confirmation })
    }

    /// The smallest threshold below their number on which all of them agree. No larger set than is searched for the share
    /// at fault is searched for it.
    #[must_use]
    pub fn smallest_threshold(&self) -> Option<u32> {
        let searched = if self.count() > MOST_TRIED { 0 } else { self.count() };
        (1..searched).find_map(|needed| {
            let threshold = u32::try_from(needed).ok()?;
            let reduced = self.reduced(threshold);
            agree(self.field(), needed, &self.numbered(&reduced)).then_some(threshold)
        })
    }

    /// Each value with the number of its share.
    fn numbered<'a>(&self, values: &'a [SecretBytes]) -> Vec<Point<'a>> {
        self.shares.iter().zip(values).map(|((_, share), value)| (share.number, value.expose())).collect()
    }

    fn field(&self) -> Field {
        match (self.format, self.shares.first()) {
            (ForeignFormat::Vault, _) => vault::FIELD,
            (ForeignFormat::Ssss | ForeignFormat::SsssPlain, Some((_, share))) => {
                ssss::field(share.value.len())
            }
            _ => sharks::FIELD,
        }
    }

    /// The values, on a polynomial of the usual degree.
    fn reduced(&self, threshold: u32) -> Vec<SecretBytes> {
        let reduce = |(_, share): &(usize, PointShare)| {
            let mut value = SecretBytes::copy_of(share.value.expose());
            if matches!(self.format, ForeignFormat::Ssss | ForeignFormat::SsssPlain) {
                ssss::take_highest_off(value.expose_mut(), share.number, threshold);
            }
            value
        };
        self.shares.iter().map(reduce).collect()
    }

    /// The share without which all the others agree, if there is exactly one, and more of the others than it takes.
    fn culprit(&self, field: Field, needed: usize, all: &[Point<'_>]) -> Option<usize> {
        if all.len() < needed + 2 || all.len() > MOST_TRIED {
            return None;
        }
        let without = |left_out: usize| {
            let others = all.iter().enumerate().filter(|(at, _)| *at != left_out);
            others.map(|(_, point)| *point).collect::<Vec<_>>()
        };
        let mut culprits = (0..all.len()).filter(|at| agree(field, needed, &without(*at)));
        match (culprits.next(), culprits.next()) {
            (Some(at), None) => Some(self.shares[at].0),
            _ => None,
        }
    }
}

/// Sets up to this size are searched for the share at fault.
const MOST_TRIED: usize = 32;

/// Whether all points lie on the polynomial of the first `needed`.
fn agree(field: Field, needed: usize, points: &[Point<'_>]) -> bool {
    let (base, spare) = points.split_at(needed);
    spare.iter().all(|(number, value)| field.interpolate(base, *number).matches(value))
}
