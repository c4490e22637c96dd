//! Why a small file does not open, and why one is not sealed: never anything of what is inside.

use super::StanzaKind;
use crate::{
    crypto::entropy::NoEntropy,
    formats::age::{ArmorError, HeaderError, StreamError},
};

/// A small file that does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmallFileError {
    /// Its armor is not as the format has it.
    #[error(transparent)]
    Armor(ArmorError),
    /// Its header is not as the format has it, or was altered.
    #[error(transparent)]
    Header(HeaderError),
    /// Its content was altered or cut off.
    #[error(transparent)]
    Stream(StreamError),
    /// Somebody else opens it, too.
    #[error("this file is sealed to {count} recipients, and must be to one alone")]
    SeveralRecipients {
        /// How many there are, without grease.
        count: usize,
    },
    /// Two sealed files in one, or text after the end.
    #[error("something follows the end of this sealed file: it must hold one alone")]
    SeveralBodies,
    /// There is more in it than a small file holds.
    #[error("this sealed file holds more than 64 KiB")]
    TooLarge,
    /// The passphrase takes more work than this program does.
    #[error("the passphrase of this file has a work factor of {given}, and this program allows 20")]
    WorkFactor {
        /// The binary logarithm of the work; the highest number for all above it.
        given: u32,
    },
    /// None of the identities or passphrases opens it.
    #[error("this file is sealed to {kind}, and nothing that was given opens it")]
    NotForThese {
        /// What opens it.
        kind: StanzaKind,
    },
}

impl From<ArmorError> for SmallFileError {
    fn from(error: ArmorError) -> Self {
        Self::Armor(error)
    }
}

impl From<HeaderError> for SmallFileError {
    /// Of the header's errors, [`HeaderError::WorkFactor`] has a place of its own.
    fn from(error: HeaderError) -> Self {
        match error {
            HeaderError::WorkFactor { given } => Self::WorkFactor { given },
            _ => Self::Header(error),
        }
    }
}

impl From<StreamError> for SmallFileError {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

/// A small file that was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    /// The random source failed.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// There is more of it than a small file holds.
    #[error("{bytes} bytes are more than a small file holds: 65536")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// The system has not the memory that the passphrase takes.
    #[error("this machine has not the memory that a passphrase takes")]
    Memory,
}
