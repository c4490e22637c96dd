//! RSA: whether the numbers of a private key belong together (RFC 8017, 3.2), and to the public half beside them.
//!
//! Nobody finds two factors of somebody else's modulus. So the product of both, each above one, proves the modulus; the
//! rest says that the file works as a key. All of it takes the same time for all digits of the private numbers; how long
//! they are is told.

use crypto_bigint::{BoxedUint, ConcatenatingMul as _, CtAssign as _, CtEq as _, Limb, Resize as _};
use zeroize::Zeroizing;

use super::{
    PublicHalf,
    error::{PrivateFileError, Unfit},
};
use crate::crypto::secret::are_equal;

const BITS: std::ops::RangeInclusive<usize> = 1024..=16384;

/// Bytes of an exponent. FIPS 186-5 (5.4) allows no longer ones, and nobody has one.
const EXPONENT_BYTES: usize = 32;

/// The numbers of a private key: big-endian digits.
pub struct Numbers<'a> {
    pub modulus: &'a [u8],
    pub exponent: &'a [u8],
    pub private: &'a [u8],
    pub primes: [&'a [u8]; 2],
    /// The private exponent modulo each prime less one, where the format has them.
    pub reduced: Option<[&'a [u8]; 2]>,
    /// The inverse of the second prime modulo the first.
    pub inverse: &'a [u8],
}

/// How many bits there are in a number.
pub fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| 8 * number.len() - first.leading_zeros() as usize)
}

/// That these can be a modulus and an exponent, of a length that is compared here.
pub fn check(modulus: &[u8], exponent: &[u8]) -> Result<(), Unfit> {
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    if !is_odd(modulus) || !is_odd(exponent) || exponent == [1] {
        Err(Unfit::Malformed)
    } else if !BITS.contains(&bits(modulus)) || exponent.len() > EXPONENT_BYTES {
        Err(Unfit::OtherKind)
    } else {
        Ok(())
    }
}

impl Numbers<'_> {
    /// The public half, after everything was found to follow from the two primes and the exponent.
    pub fn half(&self) -> Result<PublicHalf, PrivateFileError> {
        let half = PublicHalf::rsa(self.modulus, self.exponent)?;
        let belong_together = self.belong_together().ok_or(PrivateFileError::Contradicts)?;
        if belong_together { Ok(half) } else { Err(PrivateFileError::Contradicts) }
    }

    /// None if a number is longer than the modulus.
    fn belong_together(&self) -> Option<bool> {
        let Self { primes: [p, q], .. } = *self;
        if [self.private, p, q, self.inverse].iter().any(|digits| digits.len() > self.modulus.len()) {
            return None;
        }
        let (first, second, private) = (number(p), number(q), number(self.private));
        if !is(&product(&first, &second), &number(self.modulus)) || is_one(&first) || is_one(&second) {
            return None;
        }
        let signed = product(&private, &number(self.exponent));
        let inverted = product(&number(self.inverse), &second);
        let mut holds = is_one(&remainder(&inverted, &first));
        for (at, prime) in [first, second].into_iter().enumerate() {
            let less_one = Zeroizing::new(prime.wrapping_sub(BoxedUint::one()));
            holds = holds && is_one(&remainder(&signed, &less_one));
            if let Some(reduced) = self.reduced {
                holds = holds && is(&remainder(&private, &less_one), &number(reduced[at]));
            }
        }
        Some(holds)
    }
}

/// The number of these digits, with room for as many.
fn number(digits: &[u8]) -> Zeroizing<BoxedUint> {
    Zeroizing::new(BoxedUint::from_be_slice_vartime(digits))
}

fn product(one: &BoxedUint, other: &BoxedUint) -> Zeroizing<BoxedUint> {
    Zeroizing::new(one.concatenating_mul(other))
}

/// What is left of `number` after dividing it by `modulus`, which is not zero. The library's own division asserts on its
/// way what depends on the modulus: that it is not zero, and how long it is.
fn remainder(number: &BoxedUint, modulus: &BoxedUint) -> Zeroizing<BoxedUint> {
    // What is left is doubled before it is less than the modulus again.
    let mut left = Zeroizing::new(BoxedUint::zero_with_precision(modulus.bits_precision() + Limb::BITS));
    for limb in number.as_limbs().iter().rev() {
        for bit in (0..Limb::BITS).rev() {
            let next = limb.shr(bit) & Limb::ONE;
            let doubled = Zeroizing::new(left.carrying_add(&*left, next).0);
            let (less, borrow) = doubled.borrowing_sub(modulus, Limb::ZERO);
            *left = less;
            left.ct_assign(&doubled, borrow.ct_ne(&Limb::ZERO));
        }
    }
    left
}

fn is(one: &BoxedUint, other: &BoxedUint) -> bool {
    let room = one.bits_precision().max(other.bits_precision());
    let digits = |number: &BoxedUint| Zeroizing::new(number.resize(room).to_be_bytes());
    are_equal(&digits(one), &digits(other))
}

fn is_one(number: &BoxedUint) -> bool {
    is(number, &BoxedUint::one())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_from_the_first_that_is_set() {
        assert_eq!([bits(&[]), bits(&[1]), bits(&[0x80, 0]), bits(&[0x7f, 0])], [0, 1, 16, 15]);
    }

    #[test]
    fn a_remainder_is_that_of_a_division() {
        for (number, modulus, left) in [
            (1000_u64, 7_u64, 6_u64),
            (6, 7, 6),
            (7, 7, 0),
            (5, 1, 0),
            (u64::MAX, u64::MAX - 1, 1),
            (u64::MAX - 1, u64::MAX, u64::MAX - 1),
        ] {
            assert!(is(
                &remainder(&BoxedUint::from(number), &BoxedUint::from(modulus)),
                &BoxedUint::from(left)
            ));
        }
    }
}
