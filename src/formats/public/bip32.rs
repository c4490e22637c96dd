//! Wallets that are derived from one seed (BIP-32): private nodes down to the last hardened step, public ones below.

use super::{
    hashes::hash160,
    path::ChildNumber,
    secp256k1::{CurvePoint, KEY_BYTES, sum},
};
use crate::{
    crypto::{
        hash::hmac_sha512,
        secret::{SecretBytes, published},
    },
    formats::key::xprv::{self, EXTENDED_BYTES},
};

/// Bytes of a seed at the most: what BIP-32 names, and SLIP-0039 holds for it.
pub const LONGEST_SEED: usize = 64;

/// A private key with what its children are derived with.
#[derive(Debug)]
pub struct PrivateNode {
    /// The key and, behind it, the chain code: both decide what the children are.
    halves: SecretBytes,
    depth: u8,
    number: ChildNumber,
}

impl PrivateNode {
    /// The master key of a seed of 16 to 64 bytes; none for another length, or for one of 2^127 seeds, which BIP-32 calls
    /// invalid.
    #[must_use]
    pub fn master(seed: &[u8]) -> Option<Self> {
        if !(16..=LONGEST_SEED).contains(&seed.len()) {
            return None;
        }
        let halves = hmac_sha512(b"Bitcoin seed", seed);
        CurvePoint::of_private(&halves.expose()[..KEY_BYTES])?;
        Some(Self { halves, depth: 0, number: ChildNumber::normal(0) })
    }

    /// The node that an extended private key is, of the 78 bytes that its text stands for.
    #[must_use]
    pub fn extended(payload: &[u8]) -> Option<Self> {
        if !xprv::is_extended_private_key(payload) {
            return None;
        }
        let halves = SecretBytes::build(2 * KEY_BYTES, |place| {
            place[..KEY_BYTES].copy_from_slice(&payload[EXTENDED_BYTES - KEY_BYTES..]);
            place[KEY_BYTES..].copy_from_slice(&payload[13..13 + KEY_BYTES]);
        });
        // Where it stands decides where its children are looked for, and its extended public key says it, too.
        let head = published(payload.first_chunk::<13>()?);
        let number = u32::from_be_bytes(*head.last_chunk()?);
        Some(Self { halves, depth: head[4], number: ChildNumber::of(number) })
    }

    /// How many steps it is below the master key.
    #[must_use]
    pub const fn depth(&self) -> u8 {
        self.depth
    }

    /// The last of these steps; nothing for the master key.
    #[must_use]
    pub const fn number(&self) -> ChildNumber {
        self.number
    }

    /// The private key.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.halves.expose()[..KEY_BYTES]
    }

    fn chain_code(&self) -> &[u8] {
        &self.halves.expose()[KEY_BYTES..]
    }

    /// The same without the private key; none only for what is no key.
    #[must_use]
    pub fn public(&self) -> Option<PublicNode> {
        let point = CurvePoint::of_private(self.key())?;
        let mut chain_code = [0; KEY_BYTES];
        chain_code.copy_from_slice(self.chain_code());
        Some(PublicNode { point, chain_code: published(&chain_code) })
    }

    /// The child at this step; none where BIP-32 says to take the next one, which happens once in 2^127.
    #[must_use]
    pub fn child(&self, step: ChildNumber) -> Option<Self> {
        let message = SecretBytes::try_build(KEY_BYTES + 5, |place| {
            if step.is_hardened() {
                place[1..=KEY_BYTES].copy_from_slice(self.key());
            } else {
                place[..=KEY_BYTES].copy_from_slice(&self.public().ok_or(())?.point.compressed());
            }
            place[KEY_BYTES + 1..].copy_from_slice(&step.to_bytes());
            Ok::<(), ()>(())
        });
        let hashed = hmac_sha512(self.chain_code(), message.ok()?.expose());
        let (number, chain_code) = hashed.expose().split_at(KEY_BYTES);
        let key = sum(number, self.key())?;
        let halves = SecretBytes::build(2 * KEY_BYTES, |place| {
            place[..KEY_BYTES].copy_from_slice(key.expose());
            place[KEY_BYTES..].copy_from_slice(chain_code);
        });
        Some(Self { halves, depth: self.depth.checked_add(1)?, number: step })
    }

    /// The node below it at the end of these steps.
    #[must_use]
    pub fn below(&self, steps: &[ChildNumber]) -> Option<Self> {
        let mut node: Option<Self> = None;
        for step in steps {
            node = Some(node.as_ref().unwrap_or(self).child(*step)?);
        }
        match node {
            Some(node) => Some(node),
            None => Some(Self {
                halves: SecretBytes::copy_of(self.halves.expose()),
                depth: self.depth,
                number: self.number,
            }),
        }
    }
}

/// A public key with what its children are derived with: what an `xpub` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicNode {
    /// The public key.
    pub point: CurvePoint,
    /// The chain code.
    pub chain_code: [u8; KEY_BYTES],
}

impl PublicNode {
    /// The first four bytes of the hash of the key: what BIP-32 calls its fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 4] {
        let [first, second, third, fourth, ..] = hash160(&self.point.compressed());
        [first, second, third, fourth]
    }

    /// The child at this step, in variable time; none at a hardened one, and once in 2^127.
    #[must_use]
    pub fn child(&self, step: ChildNumber) -> Option<Self> {
        if step.is_hardened() {
            return None;
        }
        let message = [&self.point.compressed()[..], &step.to_bytes()].concat();
        let hashed = hmac_sha512(&self.chain_code, &message);
        let (number, rest) = hashed.expose().split_at(KEY_BYTES);
        let mut chain_code = [0; KEY_BYTES];
        chain_code.copy_from_slice(rest);
        Some(Self { point: self.point.plus(number)?, chain_code })
    }
}
