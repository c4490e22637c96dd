//! Ed25519 keys that are derived from one seed (SLIP-0010): hardened steps only.

use super::path::ChildNumber;
use crate::crypto::{hash::hmac_sha512, secret::SecretBytes};

/// Bytes of a key, and of a chain code.
const HALF: usize = 32;

/// A private key, which is the seed of an Ed25519 key, and behind it what its children are derived with.
#[derive(Debug)]
pub struct HardenedNode(SecretBytes);

impl HardenedNode {
    /// The master key of a seed of 16 to 64 bytes; none for another length.
    #[must_use]
    pub fn master(seed: &[u8]) -> Option<Self> {
        (16..=64).contains(&seed.len()).then(|| Self(hmac_sha512(b"ed25519 seed", seed)))
    }

    /// The seed of its Ed25519 key.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.0.expose()[..HALF]
    }

    /// The node below it at the end of these steps; none unless all are hardened.
    #[must_use]
    pub fn below(&self, steps: &[ChildNumber]) -> Option<Self> {
        let mut halves = SecretBytes::copy_of(self.0.expose());
        for step in steps {
            if !step.is_hardened() {
                return None;
            }
            let (key, chain_code) = halves.expose().split_at(HALF);
            let message = SecretBytes::build(HALF + 5, |place| {
                place[1..=HALF].copy_from_slice(key);
                place[HALF + 1..].copy_from_slice(&step.to_bytes());
            });
            halves = hmac_sha512(chain_code, message.expose());
        }
        Some(Self(halves))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::hash::hex, formats::public::path::Path};

    #[test]
    fn the_published_answers() {
        // SLIP-0010, test vector 1 for ed25519.
        let seed: Vec<u8> = (0..16).collect();
        let master = HardenedNode::master(&seed).unwrap();
        for (path, key) in [
            ("m", "2b4be7f19ee27bbf30c667b642d5f4aa69fd169872f8fc3059c08ebae2eb19e7"),
            ("m/0h", "68e0fe46dfb67e368c75379acec591dad19df3cde26e63b93a8e704f1dade7a3"),
            ("m/0h/1h", "b1d0bad404bf35da785a64ca1ac54b2617211d2777696fbffaf208f746ae84f2"),
            ("m/0h/1h/2h", "92a5b23c0b8a99e37d07df3fb9966917f5d06e02ddbd909c7e184371463e9fc9"),
            ("m/0h/1h/2h/2h", "30d1dc7e5fc04c31219ab25a27ae00b50f6fd66622f6e9c913253d6511d1e662"),
            ("m/0h/1h/2h/2h/1000000000h", "8f94d394a8e8fd6b1bc2f3f49f5c47e385281d5c17e65324b0f62483e37e8793"),
        ] {
            let path: Path = path.parse().unwrap();
            assert_eq!(hex(master.below(path.steps()).unwrap().key()), key, "{path}");
        }
        assert!(master.below(&[ChildNumber::normal(0)]).is_none());
        assert!(HardenedNode::master(&[0; 15]).is_none());
    }
}
