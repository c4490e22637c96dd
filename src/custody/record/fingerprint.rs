//! The fingerprint of a key: what tells, years later, whether the right key came back, the passphrase included.
//!
//! It is slow on purpose, and salted; even so it lets whoever has the record test guesses of a key. A key of 128 random
//! bits cannot be guessed. A passphrase can: with a quorum of shares in hand, the fingerprint tells whether a guessed
//! one is right. That is the end of its deniability, and why it is made unasked for fresh keys without one only.

use serde::{Deserialize, Serialize};

use super::share_key::SALT_BYTES;
use crate::{
    crypto::{
        hash::{Tick, bytes, hex, pbkdf2_hmac_sha256},
        secret::are_equal,
    },
    slip39::MasterSecret,
};

/// Keeps fingerprints apart from whatever else is made with the same salt.
const LABEL: &[u8] = b"quorate fingerprint 1";

/// Iterations of PBKDF2-HMAC-SHA256.
pub const ITERATIONS: u32 = 600_000;

/// Bytes that are kept: enough that no other key passes by chance.
const BYTES: usize = 8;

/// The fingerprint of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Iterations of PBKDF2-HMAC-SHA256.
    pub iterations: u32,
    /// 16 hex digits.
    pub value: String,
}

impl Fingerprint {
    /// The fingerprint of `secret` in a record with this salt.
    #[must_use]
    pub fn of(secret: &MasterSecret, salt: &[u8; SALT_BYTES], tick: Tick<'_>) -> Self {
        Self { iterations: ITERATIONS, value: hex(&digest(secret, salt, ITERATIONS, tick)) }
    }

    /// Whether it is that of `secret`. False for a record that asks for more work than this program ever does.
    #[must_use]
    pub fn is_of(&self, secret: &MasterSecret, salt: &[u8; SALT_BYTES], tick: Tick<'_>) -> bool {
        let is_sane = (1..=ITERATIONS).contains(&self.iterations);
        is_sane
            && bytes::<BYTES>(&self.value)
                .is_some_and(|value| are_equal(&value, &digest(secret, salt, self.iterations, tick)))
    }
}

fn digest(secret: &MasterSecret, salt: &[u8; SALT_BYTES], iterations: u32, tick: Tick<'_>) -> [u8; BYTES] {
    let mut digest = [0; BYTES];
    pbkdf2_hmac_sha256(&[secret.expose()], &[LABEL, salt], iterations, &mut digest, tick);
    digest
}
