//! The standard's encryption of the master secret: a Feistel network of four rounds, its round function PBKDF2.
//!
//! Any passphrase decrypts to some master secret. There is no wrong passphrase here, and no error that says so.

use crate::crypto::{
    hash::{Tick, pbkdf2_hmac_sha256},
    secret::SecretBytes,
};

/// Rounds of the network.
const ROUNDS: u8 = 4;

/// Iterations of PBKDF2 in one round at exponent 0; each step of the exponent doubles them.
const BASE_ITERATIONS: u32 = 2_500;

/// The key of the network: everything but the secret that goes through it.
#[derive(Clone, Copy, Debug)]
pub struct FeistelKey<'a> {
    /// The passphrase, printable ASCII or empty.
    pub passphrase: &'a SecretBytes,
    /// The iteration exponent, 0 to 15.
    pub exponent: u8,
    /// What the salt of every round begins with: empty for extendable backups.
    pub salt: &'a [u8],
}

impl FeistelKey<'_> {
    /// Encrypts a master secret of even length.
    pub fn encrypt(&self, master_secret: &SecretBytes, tick: Tick<'_>) -> SecretBytes {
        self.run(master_secret, 0..ROUNDS, tick)
    }

    /// Decrypts an encrypted master secret of even length.
    pub fn decrypt(&self, encrypted: &SecretBytes, tick: Tick<'_>) -> SecretBytes {
        self.run(encrypted, (0..ROUNDS).rev(), tick)
    }

    /// The iterations that either direction takes for `bytes` bytes of secret: what the ticks sum up to, but for the
    /// first iteration of each block.
    #[must_use]
    pub fn iterations(exponent: u8, bytes: usize) -> u64 {
        let blocks = (bytes / 2).div_ceil(32) as u64;
        u64::from(round_iterations(exponent)) * u64::from(ROUNDS) * blocks
    }

    /// Both directions are the same walk; only the order of the rounds differs, and the halves end up swapped.
    fn run(&self, input: &SecretBytes, rounds: impl Iterator<Item = u8>, tick: Tick<'_>) -> SecretBytes {
        let half = input.len() / 2;
        let (left, right) = input.expose().split_at(half);
        let (mut left, mut right) = (SecretBytes::copy_of(left), SecretBytes::copy_of(right));
        let mut mixed = SecretBytes::build(half, |_| {});
        for round in rounds {
            let password = [&[round][..], self.passphrase.expose()];
            let salt = [self.salt, right.expose()];
            pbkdf2_hmac_sha256(&password, &salt, round_iterations(self.exponent), mixed.expose_mut(), tick);
            for (byte, mask) in left.expose_mut().iter_mut().zip(mixed.expose()) {
                *byte ^= mask;
            }
            std::mem::swap(&mut left, &mut right);
        }
        SecretBytes::build(input.len(), |out| {
            out[..half].copy_from_slice(right.expose());
            out[half..].copy_from_slice(left.expose());
        })
    }
}

const fn round_iterations(exponent: u8) -> u32 {
    BASE_ITERATIONS << exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn decryption_undoes_encryption_and_every_part_of_the_key_counts() {
        let secret = SecretBytes::build(66, |bytes| bytes.iter_mut().zip(0..).for_each(|(b, i)| *b = i));
        let (empty, other) = (SecretBytes::copy_of(b""), SecretBytes::copy_of(b"TREZOR"));
        let key = FeistelKey { passphrase: &empty, exponent: 0, salt: b"shamir\x01\x02" };
        let encrypted = key.encrypt(&secret, &mut |_| {});
        assert!(key.decrypt(&encrypted, &mut |_| {}).matches(secret.expose()));
        for wrong in [
            FeistelKey { passphrase: &other, ..key },
            FeistelKey { exponent: 1, ..key },
            FeistelKey { salt: b"", ..key },
        ] {
            assert!(!wrong.decrypt(&encrypted, &mut |_| {}).matches(secret.expose()));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn the_ticks_sum_up_to_the_iterations() {
        let empty = SecretBytes::copy_of(b"");
        let key = FeistelKey { passphrase: &empty, exponent: 2, salt: b"" };
        let mut told = 0;
        let _ = key.encrypt(&SecretBytes::copy_of(&[1; 66]), &mut |passed| told += passed);
        assert_eq!(
            told + 8,
            FeistelKey::iterations(2, 66),
            "the first iteration of each of eight blocks is not told"
        );
    }
}
