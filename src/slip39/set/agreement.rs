//! Points that say they are of one secret: what they agree on, or which of them are at fault.

use crate::{
    crypto::secret::{SecretBytes, are_equal},
    slip39::math::{
        shamir::{self, Point},
        subsets::{chosen, subsets},
    },
};

/// The secret that all `points` agree on, or which of them (as a mask) disagree with the others; none where nothing
/// tells.
///
/// With more points than the threshold, the subsets with a true digest are looked for, and every point beside them must
/// lie on their polynomial. A digest holds by chance once in 2^32.
pub(super) fn agree(points: &[Point<'_>], threshold: u8) -> Result<SecretBytes, u32> {
    if threshold == 1 {
        return all_equal(points);
    }
    let count = u8::try_from(points.len()).map_err(|_| 0u32)?;
    let mut accused = 0;
    for mask in subsets(count, threshold) {
        let base = chosen(points, mask);
        if let Ok(secret) = shamir::recover(&base) {
            let astray = |&(index, value): &Point<'_>| !shamir::interpolate(&base, index).matches(value);
            let culprits = points
                .iter()
                .enumerate()
                .filter(|(_, point)| astray(point))
                .fold(0, |mask, (at, _)| mask | 1 << at);
            match culprits {
                0 => return Ok(secret),
                _ if accused == 0 => accused = culprits,
                // Another polynomial with a true digest: two quorums accuse each other, and nothing tells.
                _ if accused != culprits => return Err(0),
                _ => {}
            }
        }
    }
    Err(accused)
}

/// A threshold of 1 has no digest and every value is the secret: they must be the same, and a lone dissenter among
/// three or more is the culprit.
fn all_equal(points: &[Point<'_>]) -> Result<SecretBytes, u32> {
    let differ_from = |value: &[u8]| {
        points
            .iter()
            .enumerate()
            .filter(|(_, point)| !are_equal(value, point.1))
            .fold(0u32, |mask, (at, _)| mask | 1 << at)
    };
    let fewest =
        points.iter().map(|point| differ_from(point.1)).min_by_key(|mask| mask.count_ones()).unwrap_or(0);
    match fewest.count_ones() as usize {
        0 => points.first().map(|point| SecretBytes::copy_of(point.1)).ok_or(0),
        dissenters if 2 * dissenters < points.len() => Err(fewest),
        _ => Err(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    /// What points with these values, all of which should be the secret, agree on.
    fn verdict(values: &[u8], threshold: u8) -> Result<Vec<u8>, u32> {
        let values: Vec<[u8; 16]> = values.iter().map(|&value| [value; 16]).collect();
        let points: Vec<Point<'_>> = (0..).zip(values.iter().map(|value| &value[..])).collect();
        agree(&points, threshold).map(|secret| secret.expose().to_vec())
    }

    #[test]
    fn of_equal_values_a_minority_is_at_fault_and_a_half_accuses_nobody() {
        for (values, expected) in [
            (&[7][..], Ok(vec![7; 16])),
            (&[7, 7, 7], Ok(vec![7; 16])),
            (&[7, 8], Err(0)),
            (&[8, 7, 7], Err(0b001)),
            (&[7, 7, 8], Err(0b100)),
            (&[7, 8, 9], Err(0)),
            (&[7, 7, 8, 8], Err(0)),
            (&[7, 7, 8, 9], Err(0)),
            (&[7, 8, 7, 8, 7], Err(0b01010)),
            (&[], Err(0)),
        ] {
            assert_eq!(verdict(values, 1), expected, "{values:?}");
        }
    }

    /// `honest` of the points of one dealing of 3 of 8, and the others of a second.
    fn mixed(honest: impl Fn(usize) -> bool) -> Result<(), u32> {
        let dealt = |byte| {
            let secret = SecretBytes::copy_of(&[byte; 16]);
            shamir::split(3, 8, &secret, &mut Scripted(byte.into())).unwrap()
        };
        let (ours, theirs) = (dealt(1), dealt(2));
        let value = |at: usize| if honest(at) { ours[at].expose() } else { theirs[at].expose() };
        let points: Vec<Point<'_>> = (0..8).map(|at| (at as u8, value(at))).collect();
        agree(&points, 3).map(|secret| assert!(secret.matches(&[1; 16])))
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn those_astray_are_named_unless_they_are_a_quorum_themselves() {
        assert_eq!(mixed(|_| true), Ok(()));
        assert_eq!(mixed(|at| at != 6), Err(1 << 6));
        assert_eq!(mixed(|at| at != 0 && at != 5), Err(1 | 1 << 5));
        assert_eq!(mixed(|at| at > 2), Err(0), "three of another dealing accuse the rest");
        assert_eq!(mixed(|at| at < 2), Err(0b11), "of six that agree, two are at fault");
    }
}
