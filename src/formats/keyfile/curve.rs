//! Points from private numbers: Ed25519 (RFC 8032, 5.1.5), and the curves P-256 and P-384 (SP 800-186).
//!
//! What the libraries compute with moves by value; the stack is wiped behind all of it, in `PublicHalf::of_private`.

use std::fmt;

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::{
    CurveArithmetic, FieldBytes,
    ff::{Field as _, PrimeField as _},
    group::{Curve as _, Group as _},
    point::AffineCoordinates as _,
    sec1::ToSec1Point as _,
};

use crate::crypto::secret::are_equal;

/// Bytes of a seed, and of a public key.
pub const ED25519_BYTES: usize = 32;

/// The public key of a seed.
pub fn ed25519(seed: &[u8; ED25519_BYTES]) -> [u8; ED25519_BYTES] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

/// Whether these bytes are a point of the curve.
pub fn is_ed25519(key: &[u8; ED25519_BYTES]) -> bool {
    VerifyingKey::from_bytes(key).is_ok()
}

/// Whether this key has signed `message`. A key of small order, to which one signature fits many messages, has signed nothing.
pub fn verifies(key: &[u8; ED25519_BYTES], message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}

/// The same point on Curve25519 (RFC 7748, 4.1); none if these bytes are no point.
pub fn montgomery(key: &[u8; ED25519_BYTES]) -> Option<[u8; ED25519_BYTES]> {
    Some(VerifyingKey::from_bytes(key).ok()?.to_montgomery().to_bytes())
}

/// Puts into `place` what a seed multiplies points of Curve25519 with: the first half of its hash, not clamped yet.
pub fn scalar(seed: &[u8; ED25519_BYTES], place: &mut [u8]) {
    place.copy_from_slice(&SigningKey::from_bytes(seed).to_scalar_bytes());
}

/// What the writing of a point that is not compressed begins with (SEC1, 2.3.3).
const UNCOMPRESSED: u8 = 4;

/// A curve of NIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    P256,
    P384,
}

impl Curve {
    const ALL: [Self; 2] = [Self::P256, Self::P384];

    /// The digits of its object identifier: 1.2.840.10045.3.1.7, and 1.3.132.0.34.
    pub const fn oid(self) -> &'static [u8] {
        match self {
            Self::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
            Self::P384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
        }
    }

    /// The curve with this identifier.
    pub fn identified(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.oid() == oid)
    }

    /// Its name in SSH.
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "nistp256",
            Self::P384 => "nistp384",
        }
    }

    /// The curve with this name.
    pub fn named(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name().as_bytes() == name)
    }

    /// Bytes of a private number, and of each coordinate.
    pub const fn bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// The public point of a private number of [`Self::bytes`] bytes, not compressed; none if it is zero, or not below the
    /// order.
    pub fn public(self, secret: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::P256 => multiplied::<p256::NistP256>(secret),
            Self::P384 => multiplied::<p384::NistP384>(secret),
        }
    }

    /// The same point, not compressed; none if it is no point of the curve.
    pub fn uncompressed(self, point: &[u8]) -> Option<Vec<u8>> {
        Some(match self {
            Self::P256 => {
                p256::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().to_vec()
            }
            Self::P384 => {
                p384::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().to_vec()
            }
        })
    }
}

/// The library's own way to a public key, without its branches: on whether the number is one that the curve has, which
/// is told in one place, and on whether the point is the one at infinity, which it then is not.
fn multiplied<C: CurveArithmetic>(secret: &[u8]) -> Option<Vec<u8>> {
    let read = C::Scalar::from_repr(FieldBytes::<C>::try_from(secret).ok()?);
    let is_below = read.is_some();
    let scalar = read.unwrap_or(C::Scalar::ZERO);
    if !are_equal(&[(is_below & !scalar.is_zero()).unwrap_u8()], &[1]) {
        return None;
    }
    let point = C::ProjectivePoint::mul_by_generator(&scalar).to_affine();
    Some([&[UNCOMPRESSED], &*point.x(), &*point.y()].concat())
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        })
    }
}
