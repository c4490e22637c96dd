//! Fields of 2^n elements, n from 8 to 1024, modulo a polynomial that is a parameter: what shares of other tools are
//! points in.
//!
//! An element is n / 8 bytes, the highest first. A value may be several elements in a row, each shared by itself: in a
//! field of 256 that is a secret of any length, byte for byte. As in `gf256`, only one operation ever touches a secret:
//! it is added up times *public* weights, which come from the numbers of shares and may use branches. The values are
//! doubled and added by masks, in an order that depends on lengths alone.

use crate::crypto::secret::SecretBytes;

/// The number of a share, public, and its value.
pub type Point<'a> = (u32, &'a [u8]);

/// A field, by its polynomial x^bits + x^a + x^b + x^c + 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    bits: usize,
    taps: [u16; 3],
}

impl Field {
    /// The field of 2^`bits` elements modulo x^`bits` + x^a + x^b + x^c + 1, which must be irreducible; `bits` is a
    /// multiple of 8, and the `taps` a, b, c are below it and above 0.
    #[must_use]
    pub const fn new(bits: usize, taps: [u16; 3]) -> Self {
        Self { bits, taps }
    }

    /// Whether `number` names an element.
    #[must_use]
    pub const fn contains(&self, number: u32) -> bool {
        self.bits >= 32 || number >> self.bits == 0
    }

    /// The value at `at` of the polynomials of least degree through `points`, whose numbers are elements and differ from
    /// each other, and whose values are of one length. `at` may be one of the numbers.
    #[must_use]
    pub fn interpolate(&self, points: &[Point<'_>], at: u32) -> SecretBytes {
        let length = points.first().map_or(0, |(_, value)| value.len());
        SecretBytes::build(length, |sum| {
            for &(number, value) in points {
                self.add_product(&self.weight(points, number, at), value, sum);
            }
        })
    }

    /// `base` to the power of `exponent`, for public values only.
    #[must_use]
    pub fn power(&self, base: u32, exponent: u32) -> Vec<u8> {
        (0..exponent).fold(self.element(1), |power, _| self.product(&self.element(base), &power))
    }

    /// The Lagrange weight, at `at`, of the point with the number `own` among `points`. All of it is public.
    fn weight(&self, points: &[Point<'_>], own: u32, at: u32) -> Vec<u8> {
        let others = || points.iter().map(|(number, _)| *number).filter(|number| *number != own);
        let times = |product: Vec<u8>, factor: u32| self.product(&self.element(factor), &product);
        let above = others().fold(self.element(1), |product, other| times(product, at ^ other));
        let below = others().fold(self.element(1), |product, other| times(product, own ^ other));
        self.product(&above, &self.inverse(&below))
    }

    /// The element that a number names: the number's bits are the coefficients.
    fn element(&self, number: u32) -> Vec<u8> {
        let mut element = vec![0; self.bits / 8];
        for (byte, low) in element.iter_mut().rev().zip(number.to_le_bytes()) {
            *byte = low;
        }
        element
    }

    /// The product of two public elements; the second may be several in a row.
    pub(super) fn product(&self, weight: &[u8], value: &[u8]) -> Vec<u8> {
        let mut product = vec![0; value.len()];
        self.add_product(weight, value, &mut product);
        product
    }

    /// Adds `weight · value` to `sum`, each element of the value for itself. The weight is public: its bits say which
    /// multiples are added. The value is only doubled and added.
    fn add_product(&self, weight: &[u8], value: &[u8], sum: &mut [u8]) {
        let mut multiple = SecretBytes::copy_of(value);
        for bit in 0..top_bit(weight) {
            if weight[weight.len() - 1 - bit / 8] >> (bit % 8) & 1 == 1 {
                add(sum, multiple.expose());
            }
            self.double(multiple.expose_mut());
        }
    }

    /// `x · value`, each element for itself: a shift, and the polynomial, by a mask, if the top bit fell out.
    fn double(&self, value: &mut [u8]) {
        for element in value.chunks_exact_mut(self.bits / 8) {
            let fell_out = 0u8.wrapping_sub(element[0] >> 7);
            for at in 0..element.len() {
                let next = element.get(at + 1).map_or(0, |next| next >> 7);
                element[at] = element[at] << 1 | next;
            }
            for tap in [0].into_iter().chain(self.taps.map(usize::from)) {
                element[self.bits / 8 - 1 - tap / 8] ^= fell_out & 1 << (tap % 8);
            }
        }
    }

    /// The inverse of an element that is not 0, by Euclid's way from the low end: `g · element = u` and
    /// `h · element = v`, until u is 1. For public values only.
    fn inverse(&self, element: &[u8]) -> Vec<u8> {
        let modulus = self.modulus();
        let (mut u, mut v) = ([&[0], element].concat(), modulus.clone());
        let (mut g, mut h) = ([&[0], self.element(1).as_slice()].concat(), vec![0; modulus.len()]);
        while top_bit(&u) > 1 {
            while is_even(&u) {
                halve(&mut u);
                if !is_even(&g) {
                    add(&mut g, &modulus);
                }
                halve(&mut g);
            }
            if top_bit(&u) > 1 {
                if u < v {
                    (u, v, g, h) = (v, u, h, g);
                }
                add(&mut u, &v);
                add(&mut g, &h);
            }
        }
        g.split_off(1)
    }

    /// The polynomial, with the byte that its highest term takes.
    fn modulus(&self) -> Vec<u8> {
        let mut modulus = vec![0; self.bits / 8 + 1];
        for term in [0, self.bits].into_iter().chain(self.taps.map(usize::from)) {
            modulus[self.bits / 8 - term / 8] |= 1 << (term % 8);
        }
        modulus
    }
}

/// Adds `other` to `sum`; in these fields that is the same as to subtract it.
pub fn add(sum: &mut [u8], other: &[u8]) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum ^= other;
    }
}

/// How many bits there are up to the highest that is set.
fn top_bit(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros).map_or(0, |byte| 8 * (number.len() - zeros) - byte.leading_zeros() as usize)
}

fn is_even(number: &[u8]) -> bool {
    number.last().is_none_or(|byte| byte & 1 == 0)
}

fn halve(number: &mut [u8]) {
    let mut carried = 0;
    for byte in number {
        (*byte, carried) = (*byte >> 1 | carried, *byte << 7);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip39::math::gf256;

    const RIJNDAEL: Field = Field::new(8, [4, 3, 1]);
    const OTHER: Field = Field::new(8, [4, 3, 2]);

    /// Schoolbook product of polynomials, then division: shares no idea with the code above.
    fn naive(a: u8, b: u8, modulus: u32) -> u8 {
        let mut product =
            (0..8).filter(|bit| b >> bit & 1 == 1).fold(0, |sum, bit| sum ^ u32::from(a) << bit);
        for bit in (8..16).rev() {
            if product >> bit & 1 == 1 {
                product ^= modulus << (bit - 8);
            }
        }
        u8::try_from(product).unwrap()
    }

    #[test]
    fn all_products_and_inverses_of_both_fields_of_256_are_the_naive_ones() {
        for (field, modulus) in [(RIJNDAEL, 0x11b), (OTHER, 0x11d)] {
            for a in 0..=255u8 {
                let all: Vec<u8> = (0..=255).collect();
                let expected: Vec<u8> = all.iter().map(|b| naive(a, *b, modulus)).collect();
                assert_eq!(field.product(&[a], &all), expected, "{a}: a value of many elements");
                if a != 0 {
                    assert_eq!(naive(a, field.inverse(&[a])[0], modulus), 1, "{a}");
                }
            }
        }
    }

    #[test]
    fn interpolation_is_that_of_the_standards_field() {
        let values: [Vec<u8>; 3] =
            [1, 2, 3].map(|v: u8| (0..67).map(|i: u8| i.wrapping_mul(v) ^ 0xa5).collect());
        for (numbers, at) in [([1u8, 2, 3], 0u8), ([9, 255, 4], 0), ([0, 7, 200], 254), ([1, 2, 3], 2)] {
            let wide: Vec<Point<'_>> =
                numbers.iter().zip(&values).map(|(x, value)| (u32::from(*x), value.as_slice())).collect();
            let narrow: Vec<gf256::Point<'_>> =
                numbers.iter().zip(&values).map(|(x, value)| (*x, value.as_slice())).collect();
            let mut expected = vec![0; 67];
            gf256::interpolate(&narrow, at, &mut expected);
            assert!(RIJNDAEL.interpolate(&wide, u32::from(at)).matches(&expected), "{numbers:?} at {at}");
        }
    }

    #[test]
    fn a_large_field_is_one() {
        // x^1024 + x^19 + x^6 + x + 1
        let field = Field::new(1024, [19, 6, 1]);
        let some = |seed: u8| -> Vec<u8> {
            (0..128u8).map(|i| i.wrapping_mul(seed).wrapping_add(seed) ^ (i << 3)).collect()
        };
        let (a, b, c) = (some(7), some(91), some(201));
        assert_eq!(field.product(&a, &b), field.product(&b, &a));
        assert_eq!(field.product(&a, &field.product(&b, &c)), field.product(&field.product(&a, &b), &c));
        assert_eq!(field.product(&a, &field.inverse(&a)), field.element(1));
        let mut top = vec![0; 128];
        top[0] = 0x80;
        field.double(&mut top);
        let mut low = vec![0; 128];
        low[125..].copy_from_slice(&[0x08, 0x00, 0x43]);
        assert_eq!(top, low, "x · x^1023 is x^19 + x^6 + x + 1");
        assert_eq!(field.power(3, 4), field.element(0b1_0001), "(x + 1)^4 is x^4 + 1");
    }

    #[test]
    fn numbers_that_name_no_element_are_told() {
        assert!(RIJNDAEL.contains(255) && !RIJNDAEL.contains(256));
        assert!(Field::new(32, [7, 3, 2]).contains(u32::MAX));
    }
}
