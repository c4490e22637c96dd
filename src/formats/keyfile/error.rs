//! Why a file holds no key that can be compared: what is wrong with it, never what was read.

/// A file that gives no public half of a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrivateFileError {
    /// The numbers of one key do not belong together: its file is damaged, or was made to deceive.
    #[error("this key file contradicts itself: its public half is not that of its private half")]
    Contradicts,
    /// Under a passphrase of its own, which nobody asks for here.
    #[error("this key file is encrypted")]
    Encrypted,
    /// Not as its format has it.
    #[error("this key file is damaged or cut off")]
    Malformed,
    /// DSA, another curve, RSA with more than two primes or of another length.
    #[error("this is not a key of Ed25519, P-256, P-384 or RSA with 1024 to 16384 bits")]
    OtherKind,
    /// More than one private key.
    #[error("there is more than one private key in this file")]
    Several,
    /// Nothing that looks like a key file.
    #[error("this is not a private key file: neither OpenSSH, PKCS#8, PKCS#1 nor SEC1")]
    Unrecognised,
}

/// A file that gives no public half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicFileError {
    /// A private key where anybody may look.
    #[error("this is a private key file, not a public one")]
    IsPrivate,
    /// Not as its format has it.
    #[error("this public key or certificate is damaged or cut off")]
    Malformed,
    /// DSA, another curve, a certificate of OpenSSH, RSA of another length.
    #[error("this is not a public key of Ed25519, P-256, P-384 or RSA with 1024 to 16384 bits")]
    OtherKind,
    /// More than one public key, or one beside a certificate.
    #[error("there is more than one public key in this file")]
    Several,
    /// Nothing that looks like a public key.
    #[error("this is not a public key: neither a .pub line, a PEM public key nor a certificate")]
    Unrecognised,
}

/// What a format's reader says, of private and public files alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    Malformed,
    OtherKind,
}

impl From<Unfit> for PrivateFileError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Malformed => Self::Malformed,
            Unfit::OtherKind => Self::OtherKind,
        }
    }
}

impl From<Unfit> for PublicFileError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Malformed => Self::Malformed,
            Unfit::OtherKind => Self::OtherKind,
        }
    }
}
