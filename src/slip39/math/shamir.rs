//! Shamir's scheme as SLIP-0039 has it ("Sharing a secret"): a polynomial for each byte, the secret at x = 255, a
//! digest of it at x = 254, members at x = 0 to 15.
//!
//! The standard never draws coefficients: it draws the values of the first members and interpolates the rest, which
//! gives the same distribution. Any value may come out, zero included. Whoever filters "weak" values, such as a zero
//! leading coefficient or a share byte equal to the secret's, tells each keyholder what the secret is not; collected
//! over many dealings that is the secret (RUSTSEC-2024-0398). A test deals until zeros and such bytes have occurred.

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::hmac_sha256,
        secret::{SecretBytes, are_equal},
    },
    slip39::math::gf256,
};

pub use crate::slip39::math::gf256::Point;

/// Where the secret stands. Not 0: implementations forget to refuse a share that claims to be the secret itself.
pub const SECRET_INDEX: u8 = 255;

/// Where the digest stands.
pub const DIGEST_INDEX: u8 = 254;

/// Bytes of the digest; what follows it, up to the secret's length, is its random key.
pub const DIGEST_BYTES: usize = 4;

/// The points do not belong to one secret: the digest that they yield is not that of the secret they yield.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the digest does not match")]
pub struct DigestMismatch;

/// Splits `secret` into `count` values (indices 0 to `count` - 1), any `threshold` of which recover it.
///
/// 1 ≤ `threshold` ≤ `count` ≤ 16, and the secret is longer than [`DIGEST_BYTES`]; a policy and a master secret say
/// so by their types. With a threshold of 1 every value is the secret itself, as the standard has it.
///
/// # Errors
///
/// When the random source fails.
pub fn split(
    threshold: u8,
    count: u8,
    secret: &SecretBytes,
    entropy: &mut impl Entropy,
) -> Result<Vec<SecretBytes>, NoEntropy> {
    let secret = secret.expose();
    if threshold == 1 {
        return Ok((0..count).map(|_| SecretBytes::copy_of(secret)).collect());
    }
    let mut values = Vec::with_capacity(usize::from(count));
    for _ in 0..threshold - 2 {
        values.push(SecretBytes::try_build(secret.len(), |value| entropy.fill(value))?);
    }
    let digest = SecretBytes::try_build(secret.len(), |place| {
        let (digest, key) = place.split_at_mut(DIGEST_BYTES);
        entropy.fill(key)?;
        digest.copy_from_slice(&hmac_sha256(key, &[secret]).expose()[..DIGEST_BYTES]);
        Ok(())
    })?;
    let mut base: Vec<Point<'_>> = vec![(DIGEST_INDEX, digest.expose()), (SECRET_INDEX, secret)];
    base.extend((0..).zip(values.iter().map(SecretBytes::expose)));
    let rest: Vec<_> = (threshold - 2..count).map(|index| interpolate(&base, index)).collect();
    drop(base);
    values.extend(rest);
    Ok(values)
}

/// The secret that `points` yield: exactly as many as the threshold, all of one length, no index twice.
///
/// # Errors
///
/// When the digest disagrees, which a threshold of 1 has none to do.
pub fn recover(points: &[Point<'_>]) -> Result<SecretBytes, DigestMismatch> {
    if let [(_, only)] = points {
        return Ok(SecretBytes::copy_of(only));
    }
    let secret = interpolate(points, SECRET_INDEX);
    let digest = interpolate(points, DIGEST_INDEX);
    let (claimed, key) = digest.expose().split_at(DIGEST_BYTES);
    let tag = hmac_sha256(key, &[secret.expose()]);
    if are_equal(&tag.expose()[..DIGEST_BYTES], claimed) { Ok(secret) } else { Err(DigestMismatch) }
}

/// The value at `at` of the polynomials through `points`: 1 to 16 of them, all of one length, no index twice.
#[must_use]
pub fn interpolate(points: &[Point<'_>], at: u8) -> SecretBytes {
    let length = points.first().map_or(0, |(_, value)| value.len());
    SecretBytes::build(length, |out| gf256::interpolate(points, at, out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::entropy::Scripted;

    struct Broken;

    impl Entropy for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), NoEntropy> {
            Err(NoEntropy)
        }
    }

    fn points(values: &[SecretBytes]) -> Vec<Point<'_>> {
        (0..).zip(values.iter().map(SecretBytes::expose)).collect()
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn a_changed_value_or_index_is_noticed() {
        let secret = SecretBytes::copy_of(b"sixteen or more.");
        let values = split(3, 5, &secret, &mut Scripted(0)).unwrap();
        let good = points(&values);
        assert!(recover(&good[1..4]).unwrap().matches(secret.expose()));
        assert_eq!(recover(&good[..2]).map(|_| ()), Err(DigestMismatch), "one short");
        assert_eq!(recover(&good[..4]).map(|_| ()), Ok(()), "more points lie on the same polynomial");
        let mut moved = good.clone();
        moved[0].0 = 9;
        assert_eq!(recover(&moved[..3]).map(|_| ()), Err(DigestMismatch));
        for bit in 0..8 * secret.len() {
            let mut altered = SecretBytes::copy_of(good[0].1);
            altered.expose_mut()[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(recover(&[(0, altered.expose()), good[1], good[2]]).map(|_| ()), Err(DigestMismatch));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn plain_values_are_never_filtered() {
        // 2 of 2 over 200,000 bytes: a share byte must equal the secret's, and be zero, one time in 256 each.
        let secret = SecretBytes::copy_of(&[0x5a; 100]);
        let mut entropy = Scripted(7);
        let (mut equal, mut zero) = (0, 0);
        for _ in 0..2_000 {
            let values = split(2, 2, &secret, &mut entropy).unwrap();
            equal += values[0].expose().iter().filter(|&&byte| byte == 0x5a).count();
            zero += values[0].expose().iter().filter(|&&byte| byte == 0).count();
        }
        for count in [equal, zero] {
            assert!((600..=960).contains(&count), "{count} of 200,000 where 781 are due");
        }
    }

    #[test]
    fn dealing_twice_differs() {
        let secret = SecretBytes::copy_of(&[7; 16]);
        let mut entropy = Scripted(3);
        let first = split(2, 3, &secret, &mut entropy).unwrap();
        let second = split(2, 3, &secret, &mut entropy).unwrap();
        assert!(!first[0].matches(second[0].expose()));
    }

    #[test]
    fn no_entropy_no_shares() {
        let secret = SecretBytes::copy_of(&[7; 16]);
        assert_eq!(split(2, 3, &secret, &mut Broken).map(|_| ()), Err(NoEntropy));
        assert_eq!(split(1, 1, &secret, &mut Broken).map(|v| v.len()), Ok(1), "one of one draws nothing");
    }
}
