//! HPKE (RFC 9180) as far as hybrid stanzas need it: base mode, HKDF-SHA256, ChaCha20-Poly1305, and one message.

use crate::{
    crypto::{
        hash::{hkdf_expand_sha256, hmac_sha256},
        secret::SecretBytes,
    },
    formats::age::{
        aead::{CIPHER_NONCE_BYTES, KEY_BYTES},
        wrapping::OneKey,
    },
};

/// What the labels of this version begin with.
const VERSION: &[u8] = b"HPKE-v1";

/// The identifiers of the algorithms: MLKEM768-X25519, HKDF-SHA256, ChaCha20-Poly1305 (RFC 9180, 5.1).
const SUITE: &[u8] = b"HPKE\x64\x7a\x00\x01\x00\x03";

/// Without a key that both sides had before (RFC 9180, 5).
const BASE_MODE: &[u8] = &[0];

/// The key and nonce of the first message under this shared secret (`KeySchedule`, RFC 9180, 5.1).
pub(super) fn only_key(shared: &SecretBytes, info: &[u8]) -> OneKey {
    let (no_psk, info) = (extracted(&[], b"psk_id_hash", &[]), extracted(&[], b"info_hash", info));
    let context = [BASE_MODE, no_psk.expose(), info.expose()].concat();
    let secret = extracted(shared.expose(), b"secret", &[]);
    let key = SecretBytes::build(KEY_BYTES, |place| expand(&secret, b"key", &context, place));
    let mut nonce = [0; CIPHER_NONCE_BYTES];
    expand(&secret, b"base_nonce", &context, &mut nonce);
    OneKey { key, nonce }
}

/// `LabeledExtract` (RFC 9180, 4).
fn extracted(salt: &[u8], label: &[u8], input: &[u8]) -> SecretBytes {
    hmac_sha256(salt, &[VERSION, SUITE, label, input])
}

/// `LabeledExpand` (RFC 9180, 4), of as many bytes as there is room for: 32 at the most.
fn expand(secret: &SecretBytes, label: &[u8], context: &[u8], out: &mut [u8]) {
    let length = [0, u8::try_from(out.len()).unwrap_or(0)];
    hkdf_expand_sha256(secret.expose(), &[&length, VERSION, SUITE, label, context].concat(), out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::{bytes, hex};

    #[test]
    fn the_published_answer() {
        // The known answers for draft-ietf-hpke-pq, of this very suite.
        let shared: [u8; 32] =
            bytes("b90cf181d95351d1091569487caaf6c3434eeb181a2c4c04631980ce139afa67").unwrap();
        let info = b"4f6465206f6e2061204772656369616e2055726e";
        let OneKey { key, nonce } = only_key(&SecretBytes::copy_of(&shared), info);
        assert_eq!(hex(key.expose()), "4a4c042267e8ec360c83b2baf0d5e3dcca73a86531cdf67ec41d95bccfe12387");
        assert_eq!(hex(&nonce), "5ddfaaee10a4dfd0d8e1b49f");
    }
}
