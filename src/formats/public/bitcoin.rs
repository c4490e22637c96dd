//! Bitcoin addresses: by what key each can be spent.

use bech32::primitives::decode::{CheckedHrpstring, SegwitHrpstring, UncheckedHrpstring};

use super::{ValueError, hashes::hash160, secp256k1::CurvePoint};
use crate::formats::key::{Network, base58check};

/// Characters of the shortest and the longest address in base58.
const BASE58_CHARACTERS: std::ops::RangeInclusive<usize> = 25..=36;

/// Characters of an age recipient of X25519.
const RECIPIENT_CHARACTERS: usize = 62;

/// An address of the main or a test network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitcoinAddress {
    /// The network.
    pub network: Network,
    /// What it takes to spend from it.
    pub lock: Lock,
}

/// What it takes to spend from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A key with this hash (P2PKH).
    KeyHash([u8; 20]),
    /// A script with this hash, such as the one of P2SH-P2WPKH. Whether it is that one, only the right key tells.
    ScriptHash([u8; 20]),
    /// A key with this hash (P2WPKH).
    WitnessKeyHash([u8; 20]),
    /// This output key (P2TR).
    Taproot([u8; 32]),
}

impl Lock {
    /// The purpose under which wallets keep such addresses (BIP-44, 49, 84, 86).
    #[must_use]
    pub const fn purpose(self) -> u32 {
        match self {
            Self::KeyHash(_) => 44,
            Self::ScriptHash(_) => 49,
            Self::WitnessKeyHash(_) => 84,
            Self::Taproot(_) => 86,
        }
    }

    /// Whether this key alone spends from it, by its compressed form.
    #[must_use]
    pub fn is_of(self, point: &CurvePoint) -> bool {
        match self {
            Self::KeyHash(hash) | Self::WitnessKeyHash(hash) => hash160(&point.compressed()) == hash,
            // Version 0 and 20 bytes: the script of P2WPKH (BIP-141).
            Self::ScriptHash(hash) => {
                hash160(&[&[0, 20][..], &hash160(&point.compressed())].concat()) == hash
            }
            Self::Taproot(key) => point.taproot() == Some(key),
        }
    }

    /// The same by its uncompressed form, which segregated witness does not know.
    #[must_use]
    pub fn is_of_uncompressed(self, point: &CurvePoint) -> bool {
        match self {
            Self::KeyHash(hash) => hash160(&point.uncompressed()) == hash,
            Self::ScriptHash(_) | Self::WitnessKeyHash(_) | Self::Taproot(_) => false,
        }
    }
}

/// Reads an address in bech32 or bech32m; none if it is not meant as one.
pub(super) fn read_segwit(text: &str) -> Option<Result<BitcoinAddress, ValueError>> {
    let unchecked = UncheckedHrpstring::new(text).ok()?;
    let network = match unchecked.hrp().as_str().to_ascii_lowercase().as_str() {
        "bc" => Network::Mainnet,
        "tb" | "bcrt" => Network::Testnet,
        _ => return None,
    };
    Some(segwit(text).map(|lock| BitcoinAddress { network, lock }))
}

fn segwit(text: &str) -> Result<Lock, ValueError> {
    // A program whose version and checksum do not go together is mistyped, too.
    let address = SegwitHrpstring::new(text).map_err(|_| ValueError::Mistyped)?;
    let program: Vec<u8> = address.byte_iter().collect();
    match (address.witness_version().to_u8(), program.len()) {
        (0, 20) => program.try_into().map(Lock::WitnessKeyHash).map_err(|_| ValueError::Mistyped),
        (0, _) => Err(ValueError::Script),
        (1, 32) => {
            let key = program.try_into().map_err(|_| ValueError::Mistyped)?;
            CurvePoint::of_x(&key).map(|_| Lock::Taproot(key)).ok_or(ValueError::OffCurve)
        }
        _ => Err(ValueError::Unknown),
    }
}

/// Reads an address in base58; none if it is too long or too short for one.
pub(super) fn read_base58(text: &str) -> Option<Result<BitcoinAddress, ValueError>> {
    if !BASE58_CHARACTERS.contains(&text.len()) {
        return None;
    }
    let Ok(payload) = base58check::read(text) else { return Some(Err(ValueError::Mistyped)) };
    let Some((version, hash)) = payload.expose().split_first() else {
        return Some(Err(ValueError::Unknown));
    };
    let Ok(hash) = hash.try_into() else { return Some(Err(ValueError::Unknown)) };
    let (network, lock) = match version {
        0 => (Network::Mainnet, Lock::KeyHash(hash)),
        5 => (Network::Mainnet, Lock::ScriptHash(hash)),
        111 => (Network::Testnet, Lock::KeyHash(hash)),
        196 => (Network::Testnet, Lock::ScriptHash(hash)),
        _ => return Some(Err(ValueError::Unknown)),
    };
    Some(Ok(BitcoinAddress { network, lock }))
}

/// Reads the recipient of an age identity: X25519, in bech32; none if it is not meant as one.
pub(super) fn read_recipient(text: &str) -> Option<Result<[u8; 32], ValueError>> {
    if !text.starts_with("age1") {
        return None;
    }
    // Where it is cut off or has a slip in it, that changes nothing: no key that is split gives such a recipient.
    if text.starts_with("age1pq1") {
        return Some(Err(ValueError::HybridRecipient));
    }
    if is_of_plugin(text) {
        return Some(Err(ValueError::PluginRecipient));
    }
    let read = || {
        let checked = CheckedHrpstring::new::<bech32::Bech32>(text).ok()?;
        let is_plain = checked.hrp().as_str() == "age" && checked.validate_segwit_padding().is_ok();
        let bytes: Vec<u8> = checked.byte_iter().collect();
        bytes.try_into().ok().filter(|_| is_plain)
    };
    Some(read().ok_or(ValueError::Mistyped))
}

/// `age1yubikey1...`: a name stands between two separators, and the last part has no `1` in it. One that is as long as a recipient
/// without a name has a slip in it instead.
fn is_of_plugin(text: &str) -> bool {
    let name = text.strip_prefix("age1").and_then(|rest| rest.rsplit_once('1')).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty()) && text.len() != RECIPIENT_CHARACTERS
}
