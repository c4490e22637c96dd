//! The field of SLIP-0039: GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (0x11b), as in Rijndael.
//!
//! Only one operation ever touches a secret: [`interpolate`] adds up share values, each times a *public* weight. The
//! weights come from share indices, which are printed on every card, so they may use tables and branches; the values
//! never meet either. Every byte of a value is read in an order that depends on lengths alone.

/// A point that a polynomial goes through: its index, public, and its value at that index for each byte of a secret.
pub type Point<'a> = (u8, &'a [u8]);

/// Fills `out` with the value at `at` of the polynomial of least degree through `points`, 1 to 16 of them.
///
/// That is `Σ wᵢ · vᵢ`, with weights that sum up to 1, so the first point needs none: `v₀ + Σ wᵢ · (vᵢ - v₀)`.
///
/// The indices must differ from each other; `at` may be one of them. Every value must be at least as long as `out`; a
/// shorter one would be a fault of the caller and panics.
pub fn interpolate(points: &[Point<'_>], at: u8, out: &mut [u8]) {
    let Some(((_, first), others)) = points.split_first() else { return };
    let first = &first[..out.len()];
    out.copy_from_slice(first);
    let (first_words, first_rest) = first.as_chunks();
    let (out_words, out_rest) = out.as_chunks_mut();
    for &(index, value) in others {
        let (value_words, value_rest) = value[..first.len()].as_chunks();
        let multiples = multiples(lagrange_weight(points, index, at));
        for ((sum, value), first) in out_words.iter_mut().zip(value_words).zip(first_words) {
            let difference = u64::from_le_bytes(*value) ^ u64::from_le_bytes(*first);
            *sum = (u64::from_le_bytes(*sum) ^ products(&multiples, difference)).to_le_bytes();
        }
        for ((sum, value), first) in out_rest.iter_mut().zip(value_rest).zip(first_rest) {
            *sum ^= products(&multiples, u64::from(value ^ first)).to_le_bytes()[0];
        }
    }
}

/// A byte in each byte of a word.
const fn in_each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// `weight · xⁱ`, for i from 0 to 7, in each byte of a word.
const fn multiples(weight: u8) -> [u64; 8] {
    let (mut multiples, mut multiple, mut power) = ([0; 8], weight, 0);
    while power < 8 {
        multiples[power] = in_each(multiple);
        multiple = double(multiple);
        power += 1;
    }
    multiples
}

/// `weight · value` for the eight values in a word: each bit of a value picks a multiple of the weight, by mask and not by
/// branch. Eight at once, written out, because the program is built small, and the compiler finds nothing to do at once
/// by itself then.
#[inline]
const fn products(multiples: &[u64; 8], values: u64) -> u64 {
    let [a, b, c, d, e, f, g, h] = *multiples;
    picked(a, values)
        ^ picked(b, values >> 1)
        ^ picked(c, values >> 2)
        ^ picked(d, values >> 3)
        ^ picked(e, values >> 4)
        ^ picked(f, values >> 5)
        ^ picked(g, values >> 6)
        ^ picked(h, values >> 7)
}

/// The bytes of `multiple` where those of `values` are odd, 0 elsewhere.
#[inline]
const fn picked(multiple: u64, values: u64) -> u64 {
    let odd = values & in_each(1);
    // From 1 to 255 in each byte, and from 0 to 0: what one byte lends another it gets back.
    multiple & (odd << 8).wrapping_sub(odd)
}

/// `x · value`: a shift, and the polynomial if the top bit fell out.
const fn double(value: u8) -> u8 {
    (value << 1) ^ (0x1b & 0u8.wrapping_sub(value >> 7))
}

/// The Lagrange weight, at `at`, of the point whose index is `own` among `points`. Only indices are looked at, and all
/// are public.
fn lagrange_weight(points: &[Point<'_>], own: u8, at: u8) -> u8 {
    let logarithm = |difference: u8| u32::from(LOG[usize::from(difference)]);
    let mut quotient = 0;
    for &(other, _) in points {
        if other != own {
            if other == at {
                return 0;
            }
            quotient += 255 + logarithm(at ^ other) - logarithm(own ^ other);
        }
    }
    EXP[quotient as usize % 255]
}

/// Powers of the generator 3, for public values only.
const EXP: [u8; 255] = {
    let mut table = [0; 255];
    let (mut value, mut power) = (1u8, 0);
    while power < 255 {
        table[power] = value;
        value ^= double(value);
        power += 1;
    }
    table
};

/// Logarithms to the base 3, for public values only; the logarithm of 0 does not exist and is of no
/// consequence.
const LOG: [u8; 256] = {
    let mut table = [0; 256];
    let mut power = 0u8;
    while power < 255 {
        table[EXP[power as usize] as usize] = power;
        power += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Schoolbook product of polynomials, then division by 0x11b: shares no idea with the code above.
    fn naive_product(a: u8, b: u8) -> u8 {
        let mut product = 0u32;
        for bit in 0..8 {
            if b >> bit & 1 == 1 {
                product ^= u32::from(a) << bit;
            }
        }
        for bit in (8..16).rev() {
            if product >> bit & 1 == 1 {
                product ^= 0x11b << (bit - 8);
            }
        }
        u8::try_from(product).unwrap()
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn all_65536_products_equal_the_naive_ones() {
        for a in 0..=255 {
            for b in 0..=255 {
                let word = u64::from_le_bytes([b, 0, 255, b, !b, 1, 128, b]);
                let expected = word.to_le_bytes().map(|value| naive_product(a, value));
                assert_eq!(products(&multiples(a), word).to_le_bytes(), expected, "{a} times {b}");
            }
        }
    }

    #[test]
    fn all_255_inverses_invert() {
        for value in 1..=255u8 {
            let inverse = EXP[(255 - usize::from(LOG[usize::from(value)])) % 255];
            assert_eq!(naive_product(value, inverse), 1, "{value}");
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn weights_equal_the_naive_quotients_and_sum_up_to_1() {
        let quotient = |a: u8, b: u8| (0..=255u8).find(|&q| naive_product(q, b) == a).unwrap();
        for indices in [&[0u8, 1, 2][..], &[255, 254, 7], &[15], &[3, 0, 14, 254, 255, 9]] {
            let points: Vec<Point<'_>> = indices.iter().map(|&index| (index, &[][..])).collect();
            for at in 0..=255 {
                let mut sum = 0;
                for &own in indices {
                    let mut expected = 1;
                    for &other in indices.iter().filter(|&&other| other != own) {
                        expected = naive_product(expected, quotient(at ^ other, own ^ other));
                    }
                    let weight = lagrange_weight(&points, own, at);
                    assert_eq!(weight, expected, "{own} of {indices:?} at {at}");
                    sum ^= weight;
                }
                assert_eq!(sum, 1, "{indices:?} at {at}");
            }
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn every_length_equals_byte_by_byte() {
        let values: Vec<Vec<u8>> = (0..3u8)
            .map(|v| (0..67u8).map(|i| i.wrapping_mul(37).wrapping_add(v.wrapping_mul(91)) ^ 0xa5).collect())
            .collect();
        let indices = [4, 255, 9];
        for at in [0, 4, 9, 254, 255] {
            for len in 0..=67 {
                let points: Vec<Point<'_>> =
                    indices.into_iter().zip(values.iter().map(|value| &value[..len])).collect();
                let mut out = vec![0; len];
                interpolate(&points, at, &mut out);
                for (i, &byte) in out.iter().enumerate() {
                    let expected = indices.iter().zip(&values).fold(0, |sum, (&own, value)| {
                        sum ^ naive_product(lagrange_weight(&points, own, at), value[i])
                    });
                    assert_eq!(byte, expected, "byte {i} of {len} at {at}");
                }
            }
        }
    }
}
