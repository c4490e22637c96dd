//! Interpolation against `sharks`, whose field is another one (0x11d). All fields of 256 elements are the same but
//! for the names of the elements, so a table of 256 names translates the question, and its inverse the answer.

use quorate::slip39::math::shamir::{DIGEST_INDEX, Point, SECRET_INDEX, interpolate};
use sharks::{Share, Sharks};

use crate::stream::Stream;

/// Schoolbook product modulo the polynomial `modulus`.
fn product(a: u8, b: u8, modulus: u32) -> u8 {
    let plain = (0..8).filter(|bit| b >> bit & 1 == 1).fold(0, |sum, bit| sum ^ u32::from(a) << bit);
    let reduced = (8..16)
        .rev()
        .fold(plain, |rest, bit| if rest >> bit & 1 == 1 { rest ^ modulus << (bit - 8) } else { rest });
    reduced.try_into().unwrap()
}

/// The standard's field and that of `sharks`.
const STANDARD: u32 = 0x11b;
const SHARKS: u32 = 0x11d;

/// The names that elements of the standard's field have in that of `sharks`, and the way back.
struct Isomorphism {
    there: [u8; 256],
    back: [u8; 256],
}

impl Isomorphism {
    /// The standard's x goes to 3, which is in the other field a root of the standard's polynomial; the rest follows
    /// by sums of its powers.
    fn new() -> Self {
        let mut powers = [1; 8];
        for at in 1..8 {
            powers[at] = product(powers[at - 1], 3, SHARKS);
        }
        let (mut there, mut back) = ([0; 256], [0; 256]);
        for value in 0..=255u8 {
            let name = (0..8).filter(|bit| value >> bit & 1 == 1).fold(0, |sum, bit| sum ^ powers[bit]);
            there[usize::from(value)] = name;
            back[usize::from(name)] = value;
        }
        Self { there, back }
    }

    /// The value at `at`, by `sharks`. It answers at 0 only, so every index is moved by `at`.
    fn interpolate(&self, points: &[Point<'_>], at: u8) -> Vec<u8> {
        let share = |&(index, value): &Point<'_>| {
            let names: Vec<u8> =
                [&[index ^ at], value].concat().iter().map(|&byte| self.there[usize::from(byte)]).collect();
            Share::try_from(names.as_slice()).unwrap()
        };
        let shares: Vec<Share> = points.iter().map(share).collect();
        let answer = Sharks(shares.len().try_into().unwrap()).recover(&shares).unwrap();
        answer.into_iter().map(|name| self.back[usize::from(name)]).collect()
    }
}

#[test]
fn the_names_keep_all_sums_and_products() {
    let Isomorphism { there, back } = Isomorphism::new();
    for a in 0..=255u8 {
        assert_eq!(back[usize::from(there[usize::from(a)])], a, "one name each");
        for b in 0..=255u8 {
            let names = (there[usize::from(a)], there[usize::from(b)]);
            assert_eq!(there[usize::from(a ^ b)], names.0 ^ names.1);
            assert_eq!(there[usize::from(product(a, b, STANDARD))], product(names.0, names.1, SHARKS));
        }
    }
}

#[test]
fn a_hundred_thousand_interpolations_agree_with_sharks() {
    let isomorphism = Isomorphism::new();
    let mut stream = Stream::new(31);
    for round in 0..100_000 {
        let mut indices: Vec<u8> = (0..16).collect();
        stream.shuffle(&mut indices);
        indices.truncate(1 + round % 16);
        let bytes = 1 + stream.below(40);
        let values: Vec<Vec<u8>> = indices.iter().map(|_| stream.bytes(bytes)).collect();
        let points: Vec<Point<'_>> = indices.into_iter().zip(values.iter().map(Vec::as_slice)).collect();
        let at = [SECRET_INDEX, DIGEST_INDEX][stream.below(2)];
        assert_eq!(
            interpolate(&points, at).expose(),
            isomorphism.interpolate(&points, at),
            "{points:?} at {at}"
        );
    }
}
