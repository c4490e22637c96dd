//! Shares of another tool that may be of one set, each of them once.

use super::{ForeignMisfit, ForeignMisfitKind};

/// Shares, each with its place in the order that they came in.
pub type Placed<S> = Vec<(usize, S)>;

/// The shares that differ, and the places of those that had come before. `misfit` tells two apart that cannot be of one set;
/// of those that can, `is_same` tells which are one share twice.
///
/// # Errors
///
/// When two cannot be of one set.
pub fn distinct<S>(
    shares: Vec<S>,
    misfit: impl Fn(&S, &S) -> Option<ForeignMisfitKind>,
    is_same: impl Fn(&S, &S) -> bool,
) -> Result<(Placed<S>, Vec<usize>), ForeignMisfit> {
    let (mut distinct, mut repeats): (Placed<S>, _) = (Vec::with_capacity(shares.len()), Vec::new());
    for (at, share) in shares.into_iter().enumerate() {
        let contradicted = distinct.iter().find_map(|(other, known)| Some((*other, misfit(&share, known)?)));
        if let Some((other, kind)) = contradicted {
            return Err(ForeignMisfit { share: at, other, kind });
        }
        if distinct.iter().any(|(_, known)| is_same(known, &share)) {
            repeats.push(at);
        } else {
            distinct.push((at, share));
        }
    }
    Ok((distinct, repeats))
}
