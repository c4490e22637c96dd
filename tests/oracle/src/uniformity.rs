//! What holders of one share too few can see must look the same whatever the secret is: every value of every byte,
//! equally often. A dealer that avoids some values tells them, dealing by dealing, what the secret is not.
//!
//! The random source is the operating system's, so each run is another sample. An honest dealer fails one of the
//! sixteen chi-square tests below with a probability of less than 16 · 6e-13, some 1e-11 a run.

use quorate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        secret::SecretBytes,
    },
    slip39::math::shamir::{self, Point, SECRET_INDEX},
};
use sharks::Sharks;

/// 2^20 bytes of each kind are looked at: so many dealings of a secret so long.
const DEALINGS: usize = 8_192;
const SECRET: [u8; 128] = [0x5a; 128];

/// Chi-square with 255 degrees of freedom exceeds this with a probability of 5.8e-13.
const LIMIT: f64 = 450.0;

/// How often each value of a byte was seen.
pub struct Histogram([u32; 256]);

impl Histogram {
    pub fn of(bytes: impl IntoIterator<Item = u8>) -> Self {
        let mut counts = [0; 256];
        bytes.into_iter().for_each(|byte| counts[usize::from(byte)] += 1);
        Self(counts)
    }

    /// Why the bytes are not what chance gives; none if they are.
    pub fn bias(&self) -> Option<String> {
        let total: u32 = self.0.iter().sum();
        assert!(total >= 1 << 20, "{total} bytes are too few to tell");
        let expected = f64::from(total) / 256.0;
        let chi_square: f64 =
            self.0.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        let never: Vec<usize> = (0..256).filter(|&value| self.0[value] == 0).collect();
        (chi_square > LIMIT || !never.is_empty())
            .then(|| format!("chi-square {chi_square:.0}, never seen: {never:02x?}"))
    }

    fn saw(&self, byte: u8) -> bool {
        self.0[usize::from(byte)] > 0
    }
}

/// The operating system's random bytes.
pub struct Os;

impl Entropy for Os {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(buffer).map_err(|_| NoEntropy)
    }
}

/// What one share too few comes to: the secret if the leading coefficient were zero. In 256 dealings of an honest
/// dealer it is once.
fn best_guess(values: &[SecretBytes], threshold: u8) -> SecretBytes {
    let points: Vec<Point<'_>> =
        (0..threshold - 1).zip(values).map(|(member, value)| (member, value.expose())).collect();
    shamir::interpolate(&points, SECRET_INDEX)
}

#[test]
fn our_shares_are_uniform_one_by_one_and_all_but_one_together() {
    for threshold in [2, 3, 5] {
        let secret = SecretBytes::copy_of(&SECRET);
        let dealings: Vec<Vec<SecretBytes>> = (0..DEALINGS)
            .map(|_| shamir::split(threshold, threshold + 1, &secret, &mut Os).unwrap())
            .collect();
        for member in 0..=usize::from(threshold) {
            let bytes = Histogram::of(dealings.iter().flat_map(|values| values[member].expose().to_vec()));
            assert_eq!(bytes.bias(), None, "share {member} at threshold {threshold}");
            assert!(bytes.saw(SECRET[0]));
        }
        let guesses =
            Histogram::of(dealings.iter().flat_map(|values| best_guess(values, threshold).expose().to_vec()));
        assert_eq!(guesses.bias(), None, "all but one share at threshold {threshold}");
        assert!(guesses.saw(SECRET[0]));
    }
}

#[test]
fn the_same_test_fails_on_the_dealer_of_sharks() {
    for threshold in [2, 3, 5] {
        let too_few = threshold - 1;
        let guess = |_| {
            let shares: Vec<_> = Sharks(threshold).dealer(&SECRET).take(too_few.into()).collect();
            Sharks(too_few).recover(&shares).unwrap()
        };
        let guesses = Histogram::of((0..DEALINGS).flat_map(guess));
        let bias = guesses.bias().expect("its leading coefficient is never zero");
        assert!(bias.ends_with("never seen: [5a]"), "{bias}");
    }
}
