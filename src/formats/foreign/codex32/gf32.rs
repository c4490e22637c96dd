//! The field of BIP-93: GF(2^5) modulo x^5 + x^3 + 1. As in `gf256`, only one operation ever touches a secret: it is added
//! up times public weights, by masks.

use crate::crypto::secret::SecretBytes;

/// Where a share stands, public, and its payload, an element a byte.
pub type Point<'a> = (u8, &'a [u8]);

/// The value at `at` of the polynomial of least degree through points whose places differ: each times its weight.
#[must_use]
pub fn interpolated(points: &[Point<'_>], at: u8) -> SecretBytes {
    let length = points.first().map_or(0, |(_, payload)| payload.len());
    SecretBytes::build(length, |sum| {
        for (own, payload) in points {
            let others = || points.iter().map(|(other, _)| *other).filter(|other| other != own);
            let above = others().fold(1, |product, other| product_of(at ^ other, product));
            let below = others().fold(1, |product, other| product_of(own ^ other, product));
            // The inverse of an element of 32 is its 30th power.
            let weight = (0..30).fold(above, |product, _| product_of(below, product));
            for (sum, element) in sum.iter_mut().zip(*payload) {
                *sum ^= product_of(weight, *element);
            }
        }
    })
}

/// The product modulo x^5 + x^3 + 1. Every bit of both is a mask.
fn product_of(weight: u8, element: u8) -> u8 {
    let add = |(sum, multiple): (u8, u8), bit: u8| {
        let taken = multiple & 0u8.wrapping_sub(weight >> bit & 1);
        let fell_out = 0u8.wrapping_sub(multiple >> 4 & 1);
        (sum ^ taken, multiple << 1 & 31 ^ fell_out & 0b0_1001)
    };
    (0..5).fold((0, element), add).0
}
