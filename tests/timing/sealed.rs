//! A share that is sealed to a hybrid identity, opened with every bit of the identity marked: SHAKE256 of it, the keys of
//! ML-KEM-768 and X25519, the decapsulation with its second encryption, and HPKE over both secrets.
//!
//! Whatever is sealed is public, and so is the recipient, which the identity gives first. Sealing has no secret that lasts.

use quorate::{
    crypto::secret::SecretBytes,
    formats::age::{
        Opens as _,
        hybrid::{HybridIdentity, HybridKey, RANDOM_BYTES, wrap},
    },
};

use crate::{locked::mark_secrets, valgrind::reveal};

const IDENTITY: [u8; 32] = *b"an identity of thirty-two bytes!";
const FILE_KEY: [u8; 16] = *b"YELLOW SUBMARINE";

fn identity() -> HybridIdentity {
    HybridIdentity::new(SecretBytes::copy_of(&IDENTITY)).unwrap()
}

pub fn hybrid() {
    let recipient = identity().recipient();
    let stanza = {
        let (random, file_key) = (SecretBytes::copy_of(&[9; RANDOM_BYTES]), SecretBytes::copy_of(&FILE_KEY));
        wrap(&HybridKey::new(&recipient).unwrap(), &random, &file_key)
    };
    let identity = identity();
    assert_eq!(mark_secrets(), 1, "the identity");
    assert_eq!(identity.recipient(), recipient);
    let mut file_key = identity.unwrap(&stanza).unwrap().unwrap();
    // To be looked at here.
    reveal(file_key.expose_mut());
    assert_eq!(file_key.expose(), FILE_KEY);
    // A file for somebody else is opened by the same way, and told only at its end.
    let mut altered = stanza;
    altered.body[0] ^= 1;
    assert!(identity.unwrap(&altered).unwrap().is_none());
}
