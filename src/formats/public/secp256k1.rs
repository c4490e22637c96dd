//! The door to the curve secp256k1: a private key becomes a point in constant time, and points are added to in variable
//! time, for they are public.

use k256::{
    AffinePoint, FieldBytes, ProjectivePoint, Scalar,
    elliptic_curve::{
        PrimeField as _,
        point::AffineCoordinates as _,
        sec1::{FromSec1Point as _, Sec1Point},
    },
};

use crate::{
    crypto::{
        hash::sha256,
        secret::{SecretBytes, published},
        stack,
    },
    formats::key::wif::is_on_curve,
};

/// Bytes of a private key, and of a coordinate.
pub const KEY_BYTES: usize = 32;

/// A public key: a point of the curve that is not the one at infinity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePoint(AffinePoint);

impl CurvePoint {
    /// The public key of a private one; none unless it is 32 bytes long, at least 1 and below the order.
    #[must_use]
    pub fn of_private(key: &[u8]) -> Option<Self> {
        if !is_on_curve(key) {
            return None;
        }
        let coordinates = stack::wiped_deeply(|| {
            Self(ProjectivePoint::mul_by_generator(&scalar(key)).to_affine()).uncompressed()
        });
        Self::read(&published(&coordinates))
    }

    /// The point that 33 bytes stand for, or 65 (SEC 1, 2.3.4); none if they are not on the curve.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if !matches!((bytes.first()?, bytes.len()), (2 | 3, 33) | (4, 65)) {
            return None;
        }
        let encoded = Sec1Point::<k256::Secp256k1>::from_bytes(bytes).ok()?;
        Option::from(AffinePoint::from_sec1_point(&encoded)).map(Self)
    }

    /// The point with this first coordinate and an even second one (BIP-340, `lift_x`).
    #[must_use]
    pub fn of_x(x: &[u8; KEY_BYTES]) -> Option<Self> {
        Self::read(&[&[2], &x[..]].concat())
    }

    /// 33 bytes: the sign of the second coordinate, and the first one.
    #[must_use]
    pub fn compressed(&self) -> [u8; 33] {
        let mut bytes = [0; 33];
        bytes[0] = if bool::from(self.0.y_is_odd()) { 3 } else { 2 };
        bytes[1..].copy_from_slice(&self.0.x());
        bytes
    }

    /// 65 bytes: 4, and both coordinates. The library's own way to them asks first whether there are any, which would be a
    /// branch on the key.
    #[must_use]
    pub fn uncompressed(&self) -> [u8; 65] {
        let mut bytes = [4; 65];
        bytes[1..=KEY_BYTES].copy_from_slice(&self.0.x());
        bytes[1 + KEY_BYTES..].copy_from_slice(&self.0.y());
        bytes
    }

    /// The first coordinate (BIP-340).
    #[must_use]
    pub fn x(&self) -> [u8; KEY_BYTES] {
        self.0.x().into()
    }

    /// This point and so many times the generator, in variable time: what non-hardened derivation does (BIP-32, `CKDpub`).
    /// None where the number is not below the order, or the sum is the point at infinity.
    #[must_use]
    pub fn plus(&self, number: &[u8]) -> Option<Self> {
        if number.len() != KEY_BYTES {
            return None;
        }
        let number = Option::<Scalar>::from(Scalar::from_repr(field_bytes(number)))?;
        let sum = ProjectivePoint::mul_by_generator_vartime(&number) + self.0;
        (sum != ProjectivePoint::IDENTITY).then(|| Self(sum.to_affine()))
    }

    /// The output key that spends by this key alone, without a tree of scripts (BIP-86, over BIP-341).
    #[must_use]
    pub fn taproot(&self) -> Option<[u8; KEY_BYTES]> {
        let tag = sha256(b"TapTweak");
        let tweak = sha256(&[&tag[..], &tag, &self.x()].concat());
        Some(Self::of_x(&self.x())?.plus(&tweak)?.x())
    }
}

/// The sum of two private keys, modulo the order: what hardened derivation does (BIP-32, `CKDpriv`). None where the first
/// number is not below the order, or the sum is 0.
#[must_use]
pub fn sum(number: &[u8], key: &[u8]) -> Option<SecretBytes> {
    if !is_on_curve(number) || key.len() != KEY_BYTES {
        return None;
    }
    let sum = stack::wiped(|| SecretBytes::copy_of(&(scalar(number) + scalar(key)).to_repr()));
    is_on_curve(sum.expose()).then_some(sum)
}

/// A number below the order. It was looked at before: for another one this would be 0.
fn scalar(key: &[u8]) -> Scalar {
    Scalar::from_repr(field_bytes(key)).unwrap_or(Scalar::ZERO)
}

fn field_bytes(key: &[u8]) -> FieldBytes {
    let mut bytes = FieldBytes::default();
    bytes.copy_from_slice(key);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::{bytes, hex};

    #[test]
    fn multiples_of_the_generator_are_the_published_ones() {
        // SEC 2, 2.4.1: the generator; and twice it, as bitcoin-core's tests have it.
        let one = [&[0; 31][..], &[1]].concat();
        let generator = CurvePoint::of_private(&one).unwrap();
        let x = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        assert_eq!(hex(&generator.compressed()), format!("02{x}"));
        let two = CurvePoint::of_private(&[&[0; 31][..], &[2]].concat()).unwrap();
        assert_eq!(
            hex(&two.compressed()),
            "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
        );
        assert_eq!(generator.plus(&one), Some(two));
        for point in [generator, two] {
            assert_eq!(CurvePoint::read(&point.uncompressed()), Some(point));
            assert_eq!(CurvePoint::read(&point.compressed()), Some(point));
        }
    }

    #[test]
    fn what_is_no_key_has_no_point() {
        let order: [u8; 32] =
            bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").unwrap();
        let below = {
            let mut below = order;
            below[31] -= 1;
            below
        };
        for none in [&[0; 32][..], &order, &[0xff; 32], &[1; 31], &[]] {
            assert!(CurvePoint::of_private(none).is_none() && sum(none, &[1; 32]).is_none());
        }
        let one = [&[0; 31][..], &[1]].concat();
        assert!(sum(&below, &one).is_none(), "the sum is 0");
        assert!(CurvePoint::of_private(&below).unwrap().plus(&one).is_none(), "the point at infinity");
        assert!(CurvePoint::of_private(&one).unwrap().plus(&order).is_none());
        assert!(CurvePoint::read(&[2; 33]).is_some() != CurvePoint::read(&[&[4; 65][..]].concat()).is_some());
        for none in [&[][..], &[0], &[5; 33], &[2; 32], &[2; 65], &[4; 65]] {
            assert!(CurvePoint::read(none).is_none());
        }
    }

    #[test]
    fn a_sum_of_keys_is_the_sum_of_their_points() {
        for seed in 1..20 {
            let (one, other) = (sha256(&[seed]), sha256(&[seed, 0]));
            let sum = sum(&one, &other).unwrap();
            let point = CurvePoint::of_private(&one).unwrap();
            assert_eq!(CurvePoint::of_private(sum.expose()), point.plus(&other));
        }
    }
}
