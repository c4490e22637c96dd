//! Ethereum addresses, and the capitals that are their checksum (EIP-55).

use super::{ValueError, hashes::keccak256, secp256k1::CurvePoint};
use crate::crypto::hash::{bytes, hex};

/// An address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EthereumAddress {
    /// Its 20 bytes.
    pub bytes: [u8; 20],
    /// Whether it was written with the capitals of EIP-55, and has them right. One in one case has no checksum.
    pub is_checked: bool,
}

impl EthereumAddress {
    /// Whether it is that of this key: the end of the hash of both coordinates.
    #[must_use]
    pub fn is_of(&self, point: &CurvePoint) -> bool {
        keccak256(&point.uncompressed()[1..])[12..] == self.bytes
    }
}

/// Reads an address; none if it does not begin with `0x`.
pub(super) fn read(text: &str) -> Option<Result<EthereumAddress, ValueError>> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    if digits.len() != 40 {
        // 64 digits are how many tools write a private key.
        return Some(Err(if digits.len() == 64 { ValueError::MayBePrivate } else { ValueError::Mistyped }));
    }
    let Some(bytes) = bytes(digits) else { return Some(Err(ValueError::Mistyped)) };
    let has = |is_in: fn(&u8) -> bool| digits.bytes().any(|digit| is_in(&digit));
    let is_checked = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    if is_checked && with_capitals(&bytes) != digits {
        return Some(Err(ValueError::Mistyped));
    }
    Some(Ok(EthereumAddress { bytes, is_checked }))
}

/// The digits with capitals where the hash of the small ones has a digit of 8 or more.
#[must_use]
pub fn with_capitals(address: &[u8; 20]) -> String {
    let digits = hex(address);
    let hash = hex(&keccak256(digits.as_bytes()));
    let both = digits.chars().zip(hash.chars());
    both.map(|(digit, hash)| if hash >= '8' { digit.to_ascii_uppercase() } else { digit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_a_checksum() {
        // EIP-55: the test cases, of which the first two are all in one case, and still right.
        for address in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            let read = read(address).unwrap().unwrap();
            assert_eq!(format!("0x{}", with_capitals(&read.bytes)), address);
        }
        let (mut noticed, mut all) = (0, 0);
        let address = "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        for at in 0..address.len() {
            for digit in "0123456789abcdefABCDEF".chars() {
                let mut changed = address.to_owned();
                changed.replace_range(at..=at, &digit.to_string());
                if changed != address {
                    all += 1;
                    noticed += u32::from(read(&format!("0x{changed}")).unwrap().is_err());
                }
            }
        }
        assert_eq!((noticed, all), (all, 840), "every one of this address");
        let small = read(&format!("0x{}", address.to_lowercase())).unwrap().unwrap();
        assert!(!small.is_checked);
        for (text, error) in [
            ("0x", ValueError::Mistyped),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", ValueError::Mistyped),
            ("0xgaaeb6053f3e94c9b9a09f33669435e7ef1beaed", ValueError::Mistyped),
        ] {
            assert_eq!(read(text), Some(Err(error)));
        }
        assert_eq!(read(&format!("0x{}", "a".repeat(64))), Some(Err(ValueError::MayBePrivate)));
        assert_eq!(read("bc1q"), None);
    }
}
