//! Shares of `ssss` 0.5 (`ssss-split`): `[NAME-]NUMBER-HEX`, a point in GF(2^n) whose n, 8 to 1024 bits, is that of the
//! hex digits. They carry neither threshold nor checksum.
//!
//! The whole secret is one element. The polynomial is monic, one degree higher than usual: for a threshold t the share
//! numbered x is x^t + c(t-1) x^(t-1) + ... + c0. From 64 bits on, c0 is not the secret but what became of it in a
//! "diffusion layer" without a key, so that a share of wrong digits spoils all of the secret; `-D` leaves it out, and
//! nothing in a share tells.

use super::{
    ShareError, disguise, encoding,
    field::{Field, add},
    point::PointShare,
};
use crate::crypto::secret::SecretBytes;

/// Bytes of a value: 8 to 1024 bits.
const BYTES: std::ops::RangeInclusive<usize> = 1..=128;

/// Bytes from which on there is a diffusion layer.
const DIFFUSED_BYTES: usize = 8;

/// The share that `text` is.
///
/// # Errors
///
/// When it is none.
pub fn parse(text: &str) -> Result<PointShare, ShareError> {
    let (before, digits) = text.rsplit_once('-').ok_or(ShareError::SsssForm)?;
    let (name, number) = match before.rsplit_once('-') {
        Some((name, number)) => (Some(name), number),
        None => (None, before),
    };
    if number.is_empty() || digits.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(ShareError::SsssForm);
    }
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(ShareError::SsssForm);
    }
    if !digits.len().is_multiple_of(2) || !BYTES.contains(&(digits.len() / 2)) {
        return Err(ShareError::SsssLength { digits: digits.len() });
    }
    let value = encoding::hex(digits)?;
    disguise::refuse_encoded(value.expose())?;
    let number = number.parse().map_err(|_| ShareError::NumberRange)?;
    if !field(value.len()).contains(number) {
        return Err(ShareError::NumberRange);
    }
    let mut share = PointShare::new(number, value.expose())?;
    share.name = name.filter(|name| !name.is_empty()).map(str::to_owned);
    Ok(share)
}

/// The field whose elements have so many bytes, 1 to 128.
#[must_use]
pub const fn field(bytes: usize) -> Field {
    let [a, b, c] = TAPS[bytes - 1];
    Field::new(8 * bytes, [a as u16, b as u16, c as u16])
}

/// Takes the highest term off a value, which then lies on a polynomial of the usual degree.
pub fn take_highest_off(value: &mut [u8], number: u32, threshold: u32) {
    add(value, &field(value.len()).power(number, threshold));
}

/// The secret behind c0 where it went through the diffusion layer.
#[must_use]
pub fn undiffused(mixed: &SecretBytes) -> SecretBytes {
    let bytes = mixed.len();
    if bytes < DIFFUSED_BYTES {
        return SecretBytes::copy_of(mixed.expose());
    }
    let mut order = SecretBytes::build(bytes, |place| turn(mixed.expose(), place));
    for at in (0..ROUNDS * bytes).step_by(2).rev() {
        decipher(order.expose_mut(), at);
    }
    SecretBytes::build(bytes, |place| turn_back(order.expose(), place))
}

/// Slices of the layer for each byte.
const ROUNDS: usize = 40;

/// Into the order that the layer works in: words of two bytes, the last first; of an odd number the first byte is last.
fn turn(from: &[u8], to: &mut [u8]) {
    for (at, byte) in to.iter_mut().enumerate() {
        *byte = from[turned(at, from.len())];
    }
}

fn turn_back(from: &[u8], to: &mut [u8]) {
    for (at, byte) in from.iter().enumerate() {
        to[turned(at, from.len())] = *byte;
    }
}

/// Where, in the usual order, the byte stands that is at `at` in that of the layer.
const fn turned(at: usize, bytes: usize) -> usize {
    if at + 1 == bytes && bytes % 2 == 1 { 0 } else { bytes - 1 - (at ^ 1) }
}

/// One step back: eight bytes from `at` on, around the end if need be, through 32 rounds of XTEA without a key.
fn decipher(bytes: &mut [u8], at: usize) {
    let place = |offset: usize| (at + offset) % bytes.len();
    let word = |from: usize| u32::from_be_bytes([0, 1, 2, 3].map(|offset| bytes[place(from + offset)]));
    let (mut low, mut high) = (word(0), word(4));
    let mut sum = DELTA.wrapping_mul(32);
    let mixed = |word: u32| (word << 4 ^ word >> 5).wrapping_add(word);
    for _ in 0..32 {
        high = high.wrapping_sub(mixed(low) ^ sum);
        sum = sum.wrapping_sub(DELTA);
        low = low.wrapping_sub(mixed(high) ^ sum);
    }
    let places: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 7].map(place);
    for (place, byte) in places.into_iter().zip(low.to_be_bytes().into_iter().chain(high.to_be_bytes())) {
        bytes[place] = byte;
    }
}

const DELTA: u32 = 0x9e37_79b9;

/// Exponents of the middle terms of the polynomial for 8, 16, ... 1024 bits: low irreducible pentanomials.
#[rustfmt::skip]
const TAPS: [[u8; 3]; 128] = [
    [4, 3, 1], [5, 3, 1], [4, 3, 1], [7, 3, 2], [5, 4, 3], [5, 3, 2], [7, 4, 2], [4, 3, 1],
    [10, 9, 3], [9, 4, 2], [7, 6, 2], [10, 9, 6], [4, 3, 1], [5, 4, 3], [4, 3, 1], [7, 2, 1],
    [5, 3, 2], [7, 4, 2], [6, 3, 2], [5, 3, 2], [15, 3, 2], [11, 3, 2], [9, 8, 7], [7, 2, 1],
    [5, 3, 2], [9, 3, 1], [7, 3, 1], [9, 8, 3], [9, 4, 2], [8, 5, 3], [15, 14, 10], [10, 5, 2],
    [9, 6, 2], [9, 3, 2], [9, 5, 2], [11, 10, 1], [7, 3, 2], [11, 2, 1], [9, 7, 4], [4, 3, 1],
    [8, 3, 1], [7, 4, 1], [7, 2, 1], [13, 11, 6], [5, 3, 2], [7, 3, 2], [8, 7, 5], [12, 3, 2],
    [13, 10, 6], [5, 3, 2], [5, 3, 2], [9, 5, 2], [9, 7, 2], [13, 4, 3], [4, 3, 1], [11, 6, 4],
    [18, 9, 6], [19, 18, 13], [11, 3, 2], [15, 9, 6], [4, 3, 1], [16, 5, 2], [15, 14, 6], [8, 5, 2],
    [15, 11, 2], [11, 6, 2], [7, 5, 3], [8, 3, 1], [19, 16, 9], [11, 9, 6], [15, 7, 6], [13, 4, 3],
    [14, 13, 3], [13, 6, 3], [9, 5, 2], [19, 13, 6], [19, 10, 3], [11, 6, 5], [9, 2, 1], [14, 3, 2],
    [13, 3, 1], [7, 5, 4], [11, 9, 8], [11, 6, 5], [23, 16, 9], [19, 14, 6], [23, 10, 2], [8, 3, 2],
    [5, 4, 3], [9, 6, 4], [4, 3, 2], [13, 8, 6], [13, 11, 1], [13, 10, 3], [11, 6, 5], [19, 17, 4],
    [15, 14, 7], [13, 9, 6], [9, 7, 3], [9, 7, 1], [14, 3, 2], [11, 8, 2], [11, 6, 4], [13, 5, 2],
    [11, 5, 1], [11, 4, 1], [19, 10, 3], [21, 10, 6], [13, 3, 1], [15, 7, 5], [19, 18, 10], [7, 5, 3],
    [12, 7, 2], [7, 5, 1], [14, 9, 6], [10, 3, 2], [15, 13, 12], [12, 11, 9], [16, 9, 7], [12, 9, 3],
    [9, 5, 2], [17, 10, 6], [24, 9, 3], [17, 15, 13], [5, 4, 3], [19, 17, 8], [15, 6, 3], [19, 6, 1],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<(u32, Vec<u8>, Option<String>), ShareError> {
        parse(text).map(|share| (share.number, share.value.expose().to_vec(), share.name))
    }

    #[test]
    fn shares_read_with_and_without_a_name() {
        assert_eq!(parsed("1-00ff"), Ok((1, vec![0x00, 0xff], None)));
        assert_eq!(parsed("backup-007-00FF"), Ok((7, vec![0x00, 0xff], Some("backup".into()))));
        assert_eq!(parsed("my-own-key-12-aa"), Ok((12, vec![0xaa], Some("my-own-key".into()))));
        assert_eq!(parsed("-3-aa"), Ok((3, vec![0xaa], None)));
    }

    #[test]
    fn what_is_no_share_is_told() {
        let long = format!("1-{}", "ab".repeat(129));
        for (text, expected) in [
            ("", ShareError::SsssForm),
            ("00ff", ShareError::SsssForm),
            ("1-", ShareError::SsssForm),
            ("-ff", ShareError::SsssForm),
            ("a-ff", ShareError::SsssForm),
            ("1-fg", ShareError::SsssForm),
            ("+1-ff", ShareError::SsssForm),
            ("1-fff", ShareError::SsssLength { digits: 3 }),
            (&long, ShareError::SsssLength { digits: 258 }),
            ("0-ff", ShareError::NumberZero),
            ("256-ff", ShareError::NumberRange),
            ("65536-ffff", ShareError::NumberRange),
            ("99999999999-ffffffffffff", ShareError::NumberRange),
        ] {
            assert_eq!(parsed(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn squaring_as_often_as_there_are_bits_gives_every_element_back() {
        // Which a polynomial with a slip in it does not; the oracle deals with the real tool in every size.
        for bytes in 1..=24 {
            let x = [vec![0; bytes - 1], vec![2]].concat();
            let power = (0..8 * bytes).fold(x.clone(), |power, _| field(bytes).product(&power, &power));
            assert_eq!(power, x, "{bytes} bytes");
        }
    }

    #[test]
    fn the_order_of_the_layer_has_a_place_for_every_byte() {
        for bytes in [8, 9, 16, 33, 128] {
            let order =
                |from: &[u8]| (0..from.len()).map(|at| from[turned(at, from.len())]).collect::<Vec<_>>();
            let counted: Vec<u8> = (0..bytes as u8).collect();
            let mut sorted = order(&counted);
            sorted.sort_unstable();
            assert_eq!(sorted, counted);
        }
    }
}
