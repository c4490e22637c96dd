//! Why a file gives no identity: the kind of thing that it is, and the number of a line; never what was read.

use crate::formats::keyfile::PrivateFileError;

/// A file that gives no identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityFileError {
    /// Nothing but comments and empty lines.
    #[error("there is no identity in this file")]
    Nothing,
    /// An age file: identities under a passphrase, or a sealed share in their place.
    #[error("this is an encrypted age file: decrypt it with age first")]
    EncryptedAge,
    /// A key of OpenSSH under a passphrase of its own.
    #[error("this SSH key is encrypted with a passphrase of its own")]
    EncryptedSsh,
    /// RSA, ECDSA, a key on a token, or a key in another format than that of OpenSSH.
    #[error("this is not an Ed25519 key of OpenSSH, the one kind of SSH key that opens shares")]
    OtherSsh,
    /// The public halves in the key file are not those of its private half.
    #[error("this SSH key contradicts itself: its public half is not that of its private half")]
    Contradicts,
    /// A key file that is damaged or cut off.
    #[error("this key file is damaged or cut off")]
    Damaged,
    /// More than one key in a file of keys.
    #[error("there is more than one private key in this file")]
    Several,
    /// An identity that another program holds, such as a token's.
    #[error("line {line} is an identity of a plugin, which only that plugin can use")]
    Plugin {
        /// Which line, from 1.
        line: usize,
    },
    /// The public half, which opens nothing.
    #[error("line {line} is a public key: what opens shares is the private one beside it")]
    Public {
        /// Which line, from 1.
        line: usize,
    },
    /// A line that is no identity: its checksum or its length is wrong, or it is something else.
    #[error("line {line} is not an age identity, or it is mistyped")]
    Mistyped {
        /// Which line, from 1.
        line: usize,
    },
    /// Bytes that are no text, or far more than identities have.
    #[error("this is not a file of identities")]
    NotText,
}

impl From<PrivateFileError> for IdentityFileError {
    fn from(error: PrivateFileError) -> Self {
        match error {
            PrivateFileError::Contradicts => Self::Contradicts,
            PrivateFileError::Encrypted => Self::EncryptedSsh,
            PrivateFileError::Malformed => Self::Damaged,
            PrivateFileError::OtherKind | PrivateFileError::Unrecognised => Self::OtherSsh,
            PrivateFileError::Several => Self::Several,
        }
    }
}
