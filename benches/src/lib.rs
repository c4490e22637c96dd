//! What the measurements work on: one key, its shares, and random bytes that cost nothing to draw.

use quorate::{
    crypto::entropy::{Entropy, NoEntropy},
    slip39::{Deal, Encryption, Exponent, Identifier, MasterSecret, Passphrase, Policy},
};

/// The key that is split: the bytes 0 to 31.
pub const KEY: [u8; 32] = {
    let mut key = [0; 32];
    let mut at = 0;
    while at < key.len() {
        key[at] = at as u8;
        at += 1;
    }
    key
};

/// Bytes that look random (a xorshift generator), so that what is measured is not the operating system's source.
#[derive(Debug)]
pub struct Cheap(u64);

impl Default for Cheap {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Entropy for Cheap {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        for piece in buffer.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            piece.copy_from_slice(&self.0.to_le_bytes()[..piece.len()]);
        }
        Ok(())
    }
}

/// The key as a master secret.
pub fn key() -> MasterSecret {
    MasterSecret::copy_of(&KEY).expect("32 bytes are a master secret")
}

/// The key, shared by `policy`. Some peers read no extendable shares.
pub fn deal(policy: &Policy, extendable: bool) -> Deal {
    let exponent = Exponent::from_bits(0);
    let encryption = Encryption { identifier: Identifier::from_bits(7_777), extendable, exponent };
    let ems = key().encrypt_as(&Passphrase::empty(), encryption, &mut |_| {});
    Deal::new(policy, ems, &mut Cheap::default()).expect("this source never fails")
}

/// The key, shared three of five.
pub fn three_of_five(extendable: bool) -> Deal {
    deal(&"3of5".parse().expect("a policy"), extendable)
}
