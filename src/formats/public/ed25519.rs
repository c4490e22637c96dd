//! Public keys of Ed25519: as they are, as Solana addresses, and as OpenSSH writes them.

use super::ValueError;
use crate::{
    crypto::{secret::published, stack},
    formats::{
        age::base64,
        key::base58check,
        keyfile::{PublicHalf, curve},
    },
};

/// Bytes of a public key, and of the seed of a private one.
pub const KEY_BYTES: usize = 32;

/// The public key of a seed (RFC 8032, 5.1.5); none unless it is [`KEY_BYTES`] long.
#[must_use]
pub fn public_of(seed: &[u8]) -> Option<[u8; KEY_BYTES]> {
    let seed = seed.try_into().ok()?;
    Some(published(&stack::wiped_deeply(|| curve::ed25519(seed))))
}

/// Reads a line of OpenSSH: `ssh-ed25519 AAAA... comment`; none if it is not meant as one.
pub(super) fn read_line(text: &str) -> Option<Result<[u8; KEY_BYTES], ValueError>> {
    if !PublicHalf::is_meant(text) {
        return None;
    }
    if text.split_ascii_whitespace().next() != Some("ssh-ed25519") {
        return Some(Err(ValueError::KeyFile));
    }
    let read = PublicHalf::read(text.as_bytes()).ok();
    Some(read.and_then(|given| given.half.as_ed25519()).ok_or(ValueError::Mistyped))
}

/// Reads what OpenSSH shows of a key: `SHA256:` and 43 digits of base64; none if it is not meant as one.
pub(super) fn read_fingerprint(text: &str) -> Option<Result<[u8; 32], ValueError>> {
    let digits = text.strip_prefix("SHA256:")?;
    let hash = base64::from_unpadded(digits.trim_end_matches('=').as_bytes());
    Some(hash.and_then(|hash| hash.try_into().ok()).ok_or(ValueError::Mistyped))
}

/// What OpenSSH hashes of a key to show it.
#[must_use]
pub fn fingerprint(key: &[u8; KEY_BYTES]) -> [u8; 32] {
    PublicHalf::of_ed25519(*key).ssh_digest()
}

/// Reads a Solana address: the key in base58, without a checksum; none if it is not meant as one.
pub(super) fn read_solana(text: &str) -> Option<Result<[u8; KEY_BYTES], ValueError>> {
    let bytes = base58check::unchecked(text)?;
    match bytes.len() {
        KEY_BYTES => bytes.try_into().ok().map(Ok),
        // A seed and its public key in a row: how Solana's own tools write a private key.
        64 => Some(Err(ValueError::Private)),
        _ => None,
    }
}
