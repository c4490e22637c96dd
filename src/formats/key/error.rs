//! Why a text is no key, and why bytes have no such form: positions and numbers, never what was read.

use crate::slip39::MasterSecretError;

/// Text that is no key of the kind that was asked for. Positions count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The checksum of Bech32 does not hold.
    #[error("the checksum of this age identity does not match: a character is wrong")]
    AgeChecksum,
    /// Bech32 of something else, or written otherwise.
    #[error("this is not an age identity as age-keygen writes it, in capitals")]
    AgeKind,
    /// A hybrid one, of which no key is read.
    #[error("this is a hybrid age identity: of age identities quorate splits those of X25519")]
    AgeHybrid,
    /// Too long or too short.
    #[error("{characters} characters: an age identity has 74")]
    AgeLength {
        /// How many there are.
        characters: usize,
    },
    /// More than one.
    #[error("there is more than one age identity here")]
    AgeSeveral,
    /// The checksum of base58check does not hold.
    #[error("the checksum of this WIF or xprv does not match: a character is wrong")]
    Base58Checksum,
    /// Base58, with a valid checksum, of something else.
    #[error("this is valid base58, but neither a private key nor an extended private key")]
    Base58Kind,
    /// Too long or too short for base58check of a key.
    #[error("a WIF has 51 or 52 characters, an xprv 111")]
    Base58Length,
    /// Not a base58 digit.
    #[error("character {position} is not a base58 digit")]
    Base58Letter {
        /// Which character.
        position: usize,
    },
    /// More than one list has all the words and a valid checksum.
    #[error("these BIP-39 words are valid in more than one language")]
    Bip39Ambiguous,
    /// The checksum of the words does not hold.
    #[error("the checksum of these BIP-39 words does not match: a word is wrong or out of place")]
    Bip39Checksum,
    /// BIP-39 has 12, 15, 18, 21 or 24 words.
    #[error("{words} words: BIP-39 has 12, 15, 18, 21 or 24")]
    Bip39Count {
        /// How many there are.
        words: usize,
    },
    /// A word of no list, or of another list than the rest.
    #[error("word {position} is not in the BIP-39 list")]
    Bip39Word {
        /// Which word.
        position: usize,
    },
    /// Not a hex digit.
    #[error("character {position} is not a hex digit")]
    HexDigit {
        /// Which character.
        position: usize,
    },
    /// An odd number, or too few or too many.
    #[error("{digits} hex digits: a key has 32 to 256, in multiples of four")]
    HexLength {
        /// How many there are.
        digits: usize,
    },
    /// A share where a key is wanted.
    #[error("this is a SLIP-0039 share, not a key")]
    IsShare,
    /// Nothing at all.
    #[error("there is no key: the input is empty")]
    Nothing,
    /// Bytes that are not UTF-8.
    #[error("the key is not text")]
    NotText,
    /// Not a number that the curve allows.
    #[error("this is not a valid private key: zero, or above the order of the curve")]
    OutOfRange,
    /// Several lines are a key each.
    #[error("there is more than one key of hex digits here")]
    SeveralKeys,
    /// A number of bytes that cannot be shared.
    #[error(transparent)]
    Size(MasterSecretError),
    /// None of the forms that are recognised.
    #[error("not a known key: no BIP-39 words, WIF, xprv, age identity, or 32 to 256 hex digits")]
    Unrecognised,
}

/// Bytes that have no such form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// An age identity has 32 bytes.
    #[error("a key of {bytes} bytes is not an age identity")]
    Age {
        /// How many there are.
        bytes: usize,
    },
    /// BIP-39 has entropy of 16, 20, 24, 28 or 32 bytes.
    #[error("a key of {bytes} bytes is not the entropy of BIP-39 words")]
    Bip39 {
        /// How many there are.
        bytes: usize,
    },
    /// Not a number that the curve allows.
    #[error("these bytes are not a valid private key of the curve")]
    OutOfRange,
    /// WIF has 32 bytes.
    #[error("a key of {bytes} bytes is not a WIF")]
    Wif {
        /// How many there are.
        bytes: usize,
    },
    /// BIP-32 has seeds of 16 to 64 bytes.
    #[error("a key of {bytes} bytes is neither an extended private key nor a BIP-32 seed")]
    Xprv {
        /// How many there are.
        bytes: usize,
    },
}
