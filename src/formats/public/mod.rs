//! What anybody may know of a key, and what it proves: addresses, public keys, fingerprints, recipients. Whether a key
//! gives such a value is found out by deriving it, never by what is stored beside the key.

use std::fmt;

pub use self::{
    bitcoin::{BitcoinAddress, Lock},
    ethereum::EthereumAddress,
    extended::ExtendedKey,
    path::{ChildNumber, NoPath, Path},
    secp256k1::CurvePoint,
    show::{Showable, ShownValue},
    wallet::{Fit, PublicSide, Reading, SearchResult},
};
use super::suspicion::holds_secret;
use crate::crypto::hash::bytes;

pub mod bip32;
mod bitcoin;
pub mod ed25519;
pub mod ethereum;
mod extended;
mod hashes;
mod path;
mod secp256k1;
mod show;
pub mod slip10;
mod usual;
mod wallet;

#[cfg(test)]
mod tests;

/// Characters of the longest value that is read: a descriptor's key with a long path.
const LONGEST: usize = 4096;

/// A value that a key gives, and that shows nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicValue {
    /// The fingerprint of a BIP-32 master key: 8 hex digits. Anybody can make another key that has it.
    Fingerprint([u8; 4]),
    /// An extended public key.
    Extended(ExtendedKey),
    /// A Bitcoin address.
    Bitcoin(BitcoinAddress),
    /// An Ethereum address.
    Ethereum(EthereumAddress),
    /// A public key of secp256k1.
    Secp256k1(CurvePoint),
    /// The same without the sign of its second coordinate (BIP-340).
    XOnly([u8; 32]),
    /// A public key of Ed25519.
    Ed25519([u8; 32]),
    /// A Solana address, which is one.
    Solana([u8; 32]),
    /// A line of OpenSSH with a public key of Ed25519.
    Ssh([u8; 32]),
    /// What OpenSSH shows of a public key: `SHA256:...`.
    SshFingerprint([u8; 32]),
    /// The recipient of an age identity.
    Recipient([u8; 32]),
}

impl PublicValue {
    /// Reads a value, whose form tells its kind.
    ///
    /// # Errors
    ///
    /// When it is mistyped, of a kind that no single key gives, or may be private. No error repeats it.
    pub fn read(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(ValueError::Unknown);
        }
        match recognised(text) {
            Ok(value) if value.has_check_digits() => Ok(value),
            _ if holds_secret(text) => Err(ValueError::Private),
            read => read,
        }
    }

    /// The kind, as documents name it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Fingerprint(_) => "fingerprint",
            Self::Extended(_) => "xpub",
            Self::Bitcoin(_) => "bitcoin-address",
            Self::Ethereum(_) => "ethereum-address",
            Self::Secp256k1(_) => "secp256k1",
            Self::XOnly(_) => "secp256k1-xonly",
            Self::Ed25519(_) => "ed25519",
            Self::Solana(_) => "solana-address",
            Self::Ssh(_) => "ssh",
            Self::SshFingerprint(_) => "ssh-fingerprint",
            Self::Recipient(_) => "age-recipient",
        }
    }

    /// Whether a slip in it would have been noticed when it was read.
    #[must_use]
    pub const fn has_check_digits(&self) -> bool {
        match self {
            Self::Extended(_) | Self::Bitcoin(_) | Self::Recipient(_) => true,
            Self::Ethereum(address) => address.is_checked,
            Self::Fingerprint(_)
            | Self::Secp256k1(_)
            | Self::XOnly(_)
            | Self::Ed25519(_)
            | Self::Solana(_)
            | Self::Ssh(_)
            | Self::SshFingerprint(_) => false,
        }
    }

    /// Whether a key that gives it is the key. Eight digits are too few: another key with the same ones is soon made.
    #[must_use]
    pub const fn proves(&self) -> bool {
        !matches!(self, Self::Fingerprint(_))
    }

    /// The 32 bytes that it is, where a private key could be typed in the same form.
    #[must_use]
    pub const fn could_be_private(&self) -> Option<&[u8; 32]> {
        match self {
            Self::XOnly(bytes) | Self::Ed25519(bytes) | Self::Solana(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl fmt::Display for PublicValue {
    /// What it is, and never the value: it may be a private key in the wrong place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fingerprint(_) => f.write_str("the BIP-32 fingerprint"),
            Self::Extended(key) => write!(f, "the {}", key.prefix),
            Self::Bitcoin(_) => f.write_str("the Bitcoin address"),
            Self::Ethereum(_) => f.write_str("the Ethereum address"),
            Self::Secp256k1(_) | Self::XOnly(_) => f.write_str("the secp256k1 public key"),
            Self::Ed25519(_) => f.write_str("the Ed25519 public key"),
            Self::Solana(_) => f.write_str("the Solana address"),
            Self::Ssh(_) => f.write_str("the SSH public key"),
            Self::SshFingerprint(_) => f.write_str("the SSH fingerprint"),
            Self::Recipient(_) => f.write_str("the age recipient"),
        }
    }
}

/// The value that a text is, by its form alone.
fn recognised(text: &str) -> Result<PublicValue, ValueError> {
    if let Some(read) = labelled(text).or_else(|| hexadecimal(text)) {
        return read;
    }
    let address = bitcoin::read_segwit(text).or_else(|| bitcoin::read_base58(text));
    let known = [
        extended::read(text).map(|read| read.map(PublicValue::Extended)),
        ethereum::read(text).map(|read| read.map(PublicValue::Ethereum)),
        bitcoin::read_recipient(text).map(|read| read.map(PublicValue::Recipient)),
        ed25519::read_line(text).map(|read| read.map(PublicValue::Ssh)),
        ed25519::read_fingerprint(text).map(|read| read.map(PublicValue::SshFingerprint)),
        address.map(|read| read.map(PublicValue::Bitcoin)),
        ed25519::read_solana(text).map(|read| read.map(PublicValue::Solana)),
    ];
    known.into_iter().flatten().next().unwrap_or_else(|| Err(nearly(text)))
}

/// A key of which the digits alone could be a private one, and which therefore says what it is.
fn labelled(text: &str) -> Option<Result<PublicValue, ValueError>> {
    let (label, digits) = text.split_once(':')?;
    let value = bytes(digits).ok_or(ValueError::Mistyped);
    Some(match label {
        "ed25519" => value.map(PublicValue::Ed25519),
        "xonly" => value
            .and_then(|x| CurvePoint::of_x(&x).map(|_| PublicValue::XOnly(x)).ok_or(ValueError::OffCurve)),
        _ => return None,
    })
}

/// A value of nothing but hex digits; none if it has others.
fn hexadecimal(text: &str) -> Option<Result<PublicValue, ValueError>> {
    if !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let point = |point: Option<CurvePoint>| point.map(PublicValue::Secp256k1).ok_or(ValueError::OffCurve);
    Some(match text.len() {
        8 => bytes(text).map(PublicValue::Fingerprint).ok_or(ValueError::Unknown),
        64 => Err(ValueError::MayBePrivate),
        66 => point(bytes::<33>(text).and_then(|bytes| CurvePoint::read(&bytes))),
        130 => point(bytes::<65>(text).and_then(|bytes| CurvePoint::read(&bytes))),
        // Base58 of nothing but such digits is no value that is known.
        _ => Err(ValueError::Unknown),
    })
}

/// Why a text that no kind takes is none: what is as long as a value, and has its characters, has a slip in it.
fn nearly(text: &str) -> ValueError {
    let is_one_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_one_word && matches!(text.len(), 25..=36 | 41..=44 | 60..=64 | 105..=115) {
        ValueError::Mistyped
    } else {
        ValueError::Unknown
    }
}

/// Why a text is no value that a key can be compared with. None repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// It is of no kind that is known.
    #[error("this is not a known kind of public value, or it is mistyped")]
    Unknown,
    /// Its checksum does not hold, or it is too short or too long.
    #[error("this public value is mistyped: its checksum or its length is wrong")]
    Mistyped,
    /// No point of the curve has these coordinates.
    #[error("this public key is mistyped: it is not a point on its curve")]
    OffCurve,
    /// It is private.
    #[error("this is a private key, or words of one")]
    Private,
    /// 64 hex digits, which are how private keys are written, too.
    #[error("64 hex digits may be a private key")]
    MayBePrivate,
    /// The hash of a script, which follows from no single key.
    #[error("this is the address of a script: no single key gives it")]
    Script,
    /// Of a hybrid identity of age.
    #[error("this is the recipient of a hybrid age identity, which no share holds")]
    HybridRecipient,
    /// Of an identity that only a plugin of age can use.
    #[error("this is the recipient of a plugin of age, whose identity no share holds")]
    PluginRecipient,
    /// The public half of a key that is a file.
    #[error("this is the public half of a key file, which no share holds")]
    KeyFile,
}
