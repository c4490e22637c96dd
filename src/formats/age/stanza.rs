//! A stanza of a header: the file key, wrapped for one recipient; and why a header does not open.

use std::fmt;

use super::base64;
use crate::crypto::secret::SecretBytes;

/// Whoever opens what was sealed to them: an identity, or a passphrase.
pub trait Opens: fmt::Debug {
    /// The file key in a stanza; none if it is not for this one, or of another kind.
    ///
    /// # Errors
    ///
    /// When it is of this kind, and not as the format has it. What is wrong with it must not depend on the secret.
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError>;
}

/// A file key, wrapped for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stanza {
    /// Where it begins, from 1.
    pub line: usize,
    /// Its first word is its kind.
    pub arguments: Vec<String>,
    /// The wrapped key.
    pub body: Vec<u8>,
}

impl Stanza {
    /// The arguments behind the kind; none if it is of another kind.
    ///
    /// # Errors
    ///
    /// When there are not as many as the kind has.
    pub fn of_kind<const N: usize>(&self, kind: &str) -> Result<Option<&[String; N]>, HeaderError> {
        match self.arguments.split_first() {
            Some((first, arguments)) if first == kind => {
                arguments.try_into().map(Some).map_err(|_| self.malformed())
            }
            _ => Ok(None),
        }
    }

    /// An argument that stands for so many bytes.
    ///
    /// # Errors
    ///
    /// When it stands for fewer or more, or is no base64 without padding.
    pub fn bytes<const N: usize>(&self, argument: &str) -> Result<[u8; N], HeaderError> {
        let bytes = base64::from_unpadded(argument.as_bytes()).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| self.malformed())
    }

    /// That it is not as the format has it.
    #[must_use]
    pub const fn malformed(&self) -> HeaderError {
        HeaderError::Malformed { line: self.line }
    }
}

/// Why a header does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It does not begin like one.
    #[error("this is not an age file")]
    NotAge,
    /// Another version of the format.
    #[error("this age file has a version that this program does not know")]
    Version,
    /// Its lines end as Windows ends them, and what is behind them was changed with them.
    #[error("the lines of this age file end as on Windows: something changed it as if it were text")]
    LineEnds,
    /// A line is not as the format has it.
    #[error("line {line} of the header does not follow the age format")]
    Malformed {
        /// The line, from 1.
        line: usize,
    },
    /// The file ends before its header does.
    #[error("the file is cut off in its header")]
    CutOff,
    /// It goes on and on.
    #[error("the header is longer than any that is known")]
    TooLong,
    /// A stanza gives the same key to everybody who looks.
    #[error("line {line} of the header has a point of low order, which is an attack")]
    LowOrder {
        /// The line, from 1.
        line: usize,
    },
    /// A passphrase takes more work than this program does for a stranger's file. It takes no memory for it.
    #[error("the passphrase of this file has a work factor of {given}, and this program allows 20")]
    WorkFactor {
        /// The binary logarithm of the work; the highest number for all above it.
        given: u32,
    },
    /// The system has not the memory that a passphrase takes.
    #[error("this machine has not the memory that the passphrase of this file takes: {bytes} bytes")]
    Memory {
        /// How many.
        bytes: u64,
    },
    /// It is sealed for others.
    #[error("this file is not sealed to that identity")]
    NotForThis,
    /// Its code does not match.
    #[error("the header was altered: its code does not match")]
    Altered,
}
