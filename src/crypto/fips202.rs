//! The door to the hashes of FIPS 202 that secrets go through: SHA3-256, and SHAKE256, which gives as many bytes as are asked for.
//!
//! The library's states move by value, so the stack is wiped behind them.

use sha3::{Digest, Sha3_256};
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};

use crate::crypto::{secret::SecretBytes, stack};

/// SHA3-256 of secret `parts` in a row.
#[must_use]
pub fn sha3_256(parts: &[&[u8]]) -> SecretBytes {
    stack::wiped(|| {
        let mut hash = Sha3_256::new();
        parts.iter().for_each(|part| Digest::update(&mut hash, part));
        SecretBytes::copy_of(&hash.finalize())
    })
}

/// As many secret bytes as there is room for, from a secret: SHAKE256.
pub fn shake256(secret: &[u8], out: &mut [u8]) {
    stack::wiped(|| {
        let mut hash = Shake256::default();
        hash.update(secret);
        hash.finalize_xof().read(out);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::hex;

    #[test]
    fn the_published_answers() {
        // NIST's examples of FIPS 202, for the empty message and for "abc".
        let empty = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
        let abc = "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";
        assert_eq!(hex(sha3_256(&[]).expose()), empty);
        assert_eq!(hex(sha3_256(&[b"a", b"", b"bc"]).expose()), abc);
        let mut out = [0; 40];
        shake256(b"", &mut out);
        assert_eq!(
            hex(&out),
            "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200"
        );
    }
}
