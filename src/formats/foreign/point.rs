//! A share that is a point: a number and a value.

use super::error::{ForeignMisfitKind, ShareError};
use crate::crypto::secret::SecretBytes;

/// A share that is a point.
#[derive(Debug)]
pub struct PointShare {
    /// Its number, public; never 0.
    pub number: u32,
    /// What the set is called, where it says so.
    pub name: Option<String>,
    /// Its value, secret.
    pub value: SecretBytes,
}

impl PointShare {
    /// The share with this number and value.
    ///
    /// # Errors
    ///
    /// When the number is 0: a share there would be the secret, and whoever could slip it in would choose the result.
    pub fn new(number: u32, value: &[u8]) -> Result<Self, ShareError> {
        if number == 0 {
            return Err(ShareError::NumberZero);
        }
        Ok(Self { number, name: None, value: SecretBytes::copy_of(value) })
    }

    /// What tells two shares apart that cannot be of one set; none where they may be.
    pub(super) fn misfit(&self, other: &Self) -> Option<ForeignMisfitKind> {
        let names = self.name.as_ref().zip(other.name.as_ref());
        if self.value.len() != other.value.len() {
            Some(ForeignMisfitKind::Length)
        } else if names.is_some_and(|(one, other)| one != other) {
            Some(ForeignMisfitKind::Name)
        } else if self.number == other.number && !self.value.matches(other.value.expose()) {
            Some(ForeignMisfitKind::SameNumber)
        } else {
            None
        }
    }
}
