//! The published key of every exercise. It protects nothing, and is recognised wherever it turns up.

use crate::slip39::{Ems, MasterSecret, Passphrase};

/// 32 bytes of readable text, so that nobody takes them for random.
pub const KEY: &[u8; 32] = b"quorate practice: worthless key!";

/// The exponent up to which a set of shares is decrypted only to see whether it holds the practice key: a few
/// milliseconds. Practice uses no higher one.
const HIGHEST_EXPONENT: u8 = 1;

/// Whether this is the practice key.
#[must_use]
pub fn is_practice(secret: &MasterSecret) -> bool {
    MasterSecret::copy_of(KEY).is_ok_and(|key| key.matches(secret))
}

/// Whether these shares hold the practice key under the empty passphrase.
#[must_use]
pub fn holds_practice_key(ems: &Ems) -> bool {
    ems.encryption().exponent.value() <= HIGHEST_EXPONENT
        && is_practice(&ems.decrypt(&Passphrase::empty(), &mut |_| {}))
}
