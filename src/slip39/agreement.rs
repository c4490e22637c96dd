//! Points that say they are of one secret: what they agree on, or which of them are at fault.

use crate::{
    secret::{SecretBytes, are_equal},
    shamir::{self, Point},
    subsets::{chosen, subsets},
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
