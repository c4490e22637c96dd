//! The hashes of addresses that nothing else here needs: RIPEMD-160 for Bitcoin, Keccak-256 for Ethereum.

use ripemd::{Digest as _, Ripemd160};
use sha3::Keccak256;

use crate::crypto::hash::sha256;

/// RIPEMD-160 of the SHA-256: what Bitcoin names keys and scripts by.
#[must_use]
pub fn hash160(bytes: &[u8]) -> [u8; 20] {
    Ripemd160::digest(sha256(bytes)).into()
}

/// Keccak-256 as it was before it became SHA-3: what Ethereum hashes with.
#[must_use]
pub fn keccak256(bytes: &[u8]) -> [u8; 32] {
    Keccak256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::hex;

    #[test]
    fn the_published_answers() {
        assert_eq!(hex(&keccak256(b"")), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        // BIP-173's example: the key at the generator.
        let generator = [0x02, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce]
            .into_iter()
            .chain([0x87, 0x0b, 0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81])
            .chain([0x5b, 0x16, 0xf8, 0x17, 0x98])
            .collect::<Vec<u8>>();
        assert_eq!(hex(&hash160(&generator)), "751e76e8199196d454941c45d1b3a323f1433bd6");
    }
}
