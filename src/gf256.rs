//! The field of SLIP-0039: GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (0x11b), as in Rijndael.
//!
//! Only one operation ever touches a secret: a sum of share values, each times a *public* weight. The weights come
//! from share indices, which are printed on every card, so they may use tables and branches; the values never meet
//! either. [`weighted_sum`] reads every byte once, in an order that depends on lengths and weights alone.

/// The most points that one polynomial of the standard is given by.
pub const MAX_POINTS: usize = 16;

/// `out = Σ weights[i] · values[i]`, byte by byte.
///
/// Horner's rule over the bits of the weights: the sum is doubled eight times in all, instead of eight times for each
/// value, and the doubling works on sixteen bytes at once without a word of SIMD.
///
/// Every value must be at least as long as `out`; a shorter one would be a fault of the caller and panics.
pub fn weighted_sum(weights: &[u8], values: &[&[u8]], out: &mut [u8]) {
    debug_assert_eq!(weights.len(), values.len());
    let (wide, tail) = out.as_chunks_mut::<16>();
    for (block, sum) in wide.iter_mut().enumerate() {
        *sum = lanes(weights, values, block * 16);
    }
    let from = wide.len() * 16;
    for (offset, sum) in tail.iter_mut().enumerate() {
        [*sum] = lanes(weights, values, from + offset);
    }
}

#[inline]
fn lanes<const N: usize>(weights: &[u8], values: &[&[u8]], from: usize) -> [u8; N] {
    let mut sum = [0u8; N];
    for bit in (0..8).rev() {
        for byte in &mut sum {
            *byte = double(*byte);
        }
        for (weight, value) in weights.iter().zip(values) {
            let chosen = 0u8.wrapping_sub((weight >> bit) & 1);
            for (byte, addend) in sum.iter_mut().zip(&value[from..from + N]) {
                *byte ^= addend & chosen;
            }
        }
    }
    sum
}

/// `x · value`: a shift, and the polynomial wherever the top bit fell out, by mask and not by branch.
#[inline]
const fn double(value: u8) -> u8 {
    (value << 1) ^ (0x1b & 0u8.wrapping_sub(value >> 7))
}

/// The Lagrange weights that evaluate, at `at`, the polynomial through the points whose indices are `indices`.
///
/// The indices must differ from each other; `at` may be one of them. All are public.
#[must_use]
pub fn lagrange_weights(indices: &[u8], at: u8) -> [u8; MAX_POINTS] {
    let mut weights = [0; MAX_POINTS];
    for (weight, &own) in weights.iter_mut().zip(indices) {
        if own == at {
            *weight = 1;
            continue;
        }
        let mut logarithm = 0;
        let mut vanishes = false;
        for &other in indices {
            if other != own {
                vanishes |= other == at;
                logarithm += 255 + LOG[usize::from(at ^ other)] - LOG[usize::from(own ^ other)];
            }
        }
        *weight = if vanishes { 0 } else { EXP[usize::from(logarithm % 255)] };
    }
    weights
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

/// Logarithms to the base 3, for public values only; the logarithm of 0 does not exist and is never asked for.
const LOG: [u16; 256] = {
    let mut table = [0; 256];
    let mut power = 0u16;
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

    fn product(weight: u8, value: u8) -> u8 {
        let mut out = [0];
        weighted_sum(&[weight], &[&[value]], &mut out);
        out[0]
    }

    #[test]
    fn all_65536_products_equal_the_naive_ones() {
        for a in 0..=255 {
            for b in 0..=255 {
                assert_eq!(product(a, b), naive_product(a, b), "{a} times {b}");
            }
        }
    }

    #[test]
    fn all_255_inverses_invert() {
        for value in 1..=255u8 {
            let inverse = EXP[usize::from((255 - LOG[usize::from(value)]) % 255)];
            assert_eq!(naive_product(value, inverse), 1, "{value}");
        }
    }

    #[test]
    fn weights_equal_the_naive_quotients() {
        let quotient = |a: u8, b: u8| (0..=255u8).find(|&q| naive_product(q, b) == a).unwrap();
        for indices in [&[0u8, 1, 2][..], &[255, 254, 7], &[15], &[3, 0, 14, 254, 255, 9]] {
            for at in 0..=255 {
                for (i, &own) in indices.iter().enumerate() {
                    let mut expected = 1;
                    for &other in indices.iter().filter(|&&other| other != own) {
                        expected = naive_product(expected, quotient(at ^ other, own ^ other));
                    }
                    assert_eq!(lagrange_weights(indices, at)[i], expected, "{indices:?} at {at}");
                }
            }
        }
    }

    #[test]
    fn long_and_odd_lengths_equal_byte_by_byte() {
        let values: Vec<Vec<u8>> = (0..3u8)
            .map(|v| (0..67u8).map(|i| i.wrapping_mul(37).wrapping_add(v.wrapping_mul(91)) ^ 0xa5).collect())
            .collect();
        let refs: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        let weights = [0x53, 0xca, 0x01];
        for len in [1, 15, 16, 17, 32, 66, 67] {
            let mut out = vec![0; len];
            weighted_sum(&weights, &refs, &mut out);
            for (i, &byte) in out.iter().enumerate() {
                let expected = weights.iter().zip(&values).fold(0, |s, (&w, v)| s ^ naive_product(w, v[i]));
                assert_eq!(byte, expected, "byte {i} of {len}");
            }
        }
    }
}
