//! The checksum of SLIP-0039: a Reed-Solomon code over GF(1024), three words long, customised by a string.
//!
//! It is linear, which is what lets [`crate::slip39::typo`] point at a mistyped word: [`carry`] tells what a
//! difference in one word becomes by the end of the share.

/// Words of checksum at the end of every mnemonic.
pub const CHECKSUM_WORDS: usize = 3;

/// What `residue` is for a share whose checksum holds.
pub const VALID: u32 = 1;

/// The checksum's state after the words `values` (each below 1,024); [`VALID`] for an untouched share.
#[must_use]
pub fn residue(extendable: bool, values: &[u16]) -> u32 {
    values.iter().fold(start(extendable), |state, &value| step(state, value))
}

/// The checksum's state after each of the words `values`, of which the second says which string it is customised by: where
/// it is [`VALID`], the checksum of a share may end.
pub fn residues(values: &[u16]) -> impl Iterator<Item = u32> {
    let extendable = values.get(1).is_some_and(|word| word >> 4 & 1 == 1);
    values.iter().scan(start(extendable), |state, &value| {
        *state = step(*state, value);
        Some(*state)
    })
}

/// The three checksum words that end a share whose other words are `values`.
#[must_use]
pub fn checksum(extendable: bool, values: &[u16]) -> [u16; CHECKSUM_WORDS] {
    let state = carry(residue(extendable, values), CHECKSUM_WORDS) ^ VALID;
    [20, 10, 0].map(|shift| low_word(state >> shift))
}

/// What `state` becomes after `words` more words of zero.
///
/// Two shares that differ by `d` in one word, with `words` words after it, have residues that differ by
/// `carry(d, words)`.
#[must_use]
pub fn carry(state: u32, words: usize) -> u32 {
    (0..words).fold(state, |state, _| step(state, 0))
}

/// The inverse of [`carry`]: the state that `words` more words of zero have made `state`.
#[must_use]
pub fn carry_back(state: u32, words: usize) -> u32 {
    (0..words).fold(state, |state, _| step_back(state))
}

/// By how much the residue changes when the other customisation string is used for a share of `words` words.
#[must_use]
pub fn customisation_difference(words: usize) -> u32 {
    carry(start(false) ^ start(true), words)
}

/// The state after the customisation string, which depends on the extendable flag alone.
const fn start(extendable: bool) -> u32 {
    const ORIGINAL: u32 = after_string(b"shamir");
    const EXTENDABLE: u32 = after_string(b"shamir_extendable");
    if extendable { EXTENDABLE } else { ORIGINAL }
}

const fn after_string(string: &[u8]) -> u32 {
    let (mut state, mut at) = (1, 0);
    while at < string.len() {
        state = step(state, string[at] as u16);
        at += 1;
    }
    state
}

#[inline]
const fn step(state: u32, value: u16) -> u32 {
    ((state & 0xf_ffff) << 10) ^ value as u32 ^ feedback(state >> 20)
}

/// The state before a step with a word of zero. The step left the word that it pushed out, times x^6, at the bottom;
/// six divisions by x in GF(1024) bring it back.
const fn step_back(state: u32) -> u32 {
    let mut top = state & 1023;
    let mut divisions = 0;
    while divisions < 6 {
        top = (top ^ (0x409 & 0u32.wrapping_sub(top & 1))) >> 1;
        divisions += 1;
    }
    ((state ^ feedback(top)) >> 10) | top << 20
}

/// What the word pushed out at the top does to the words that stay: its product with the lower three coefficients of
/// the generator (x - a)(x - a^2)(x - a^3) = x^3 + (a + a^2 + a^3) x^2 + (a^3 + a^4 + a^5) x + a^6.
///
/// By shifts, and so without a table or a branch: the words are secret.
#[inline]
const fn feedback(top: u32) -> u32 {
    let sum = top ^ top << 1 ^ top << 2;
    reduced(sum << 1) << 20 | reduced(sum << 3) << 10 | reduced(top << 6)
}

/// A polynomial in a, of degree 15 at most, modulo a^10 + a^3 + 1.
const fn reduced(polynomial: u32) -> u32 {
    let over = polynomial >> 10;
    (polynomial & 1023) ^ over ^ over << 3
}

const fn low_word(state: u32) -> u16 {
    (state & 1023) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generator polynomial, as the standard lists it: the feedback of each bit.
    const GENERATOR: [u32; 10] = [
        0x00e0_e040,
        0x01c1_c080,
        0x0383_8100,
        0x0707_0200,
        0x0e0e_0009,
        0x1c0c_2412,
        0x3808_6c24,
        0x3090_fc48,
        0x21b1_f890,
        0x03f3_f120,
    ];

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn the_feedback_of_every_word_is_the_standards() {
        for top in 0..1024 {
            let listed = (0..10).filter(|bit| top >> bit & 1 == 1).fold(0, |sum, bit| sum ^ GENERATOR[bit]);
            assert_eq!(feedback(top), listed, "{top}");
        }
    }

    const WORDS: [u16; 17] = [0, 1023, 512, 77, 3, 900, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    #[test]
    fn a_share_with_its_checksum_is_valid_under_its_own_string_only() {
        for extendable in [false, true] {
            let share: Vec<u16> = WORDS.into_iter().chain(checksum(extendable, &WORDS)).collect();
            assert_eq!(residue(extendable, &share), VALID);
            let other = residue(!extendable, &share);
            assert_ne!(other, VALID);
            assert_eq!(other ^ customisation_difference(share.len()), VALID);
        }
    }

    #[test]
    fn a_difference_carries_to_the_end_and_back() {
        let mut changed = WORDS;
        changed[5] ^= 0x155;
        let difference = residue(true, &WORDS) ^ residue(true, &changed);
        assert_eq!(difference, carry(0x155, WORDS.len() - 6));
        assert_eq!(carry_back(difference, WORDS.len() - 6), 0x155);
    }
}
