//! Key files of hosts, authorities and people, and what the world knows of such a key: the public half.
//!
//! A key file holds its public half beside the private one, and may lie: `ssh-keygen -y` tells what is stored. Here it is
//! derived from the private half, and a stored one that differs is an error of its own.
//!
//! ```text
//! PublicHalf::of_private:  OpenSSH, PKCS#8, PKCS#1, SEC1 -> private numbers -> derived, compared with each stored one
//! PublicHalf::read:        a .pub line, a PEM public key, a certificate     -> as it is told
//! PublicHalf::of_signature: a signature of ssh-keygen                       -> whose it is, if it fits
//! ```

use std::fmt;

use crate::{
    crypto::{
        hash::sha256,
        secret::{SecretBytes, are_equal},
        stack,
    },
    formats::age::base64,
};

pub mod allowed;
mod asn1;
pub(in crate::formats) mod curve;
pub mod error;
mod openssh;
mod pem;
mod private;
mod public;
mod rsa;
mod signature;
mod spki;
mod wire;

use self::{curve::Curve, error::Unfit};
pub use self::{
    error::{PrivateFileError, PublicFileError},
    public::GivenHalf,
    signature::SignatureError,
};

/// The public half of a key: of Ed25519, of the curves P-256 and P-384, or of RSA with 1024 to 16384 bits.
///
/// Two are equal when their SubjectPublicKeyInfo is, whatever file they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicHalf(Half);

/// Each in one writing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Half {
    /// RFC 8032: the point, compressed.
    Ed25519([u8; curve::ED25519_BYTES]),
    /// SEC1: the point, not compressed.
    Point(Curve, Vec<u8>),
    /// Both big-endian, without zeros in front.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
}

impl PublicHalf {
    /// The public half of the private key in a file: OpenSSH's own format, PKCS#8, PKCS#1 or SEC1, in PEM or (but for the
    /// first) DER, not encrypted, at most 64 KiB. It is derived from the private half.
    ///
    /// Of RSA, p·q is the modulus, and e·d is 1 modulo p-1 and modulo q-1; what else is stored follows from these.
    ///
    /// # Errors
    ///
    /// When it is no such file, and when something in it contradicts the private half. No error holds anything of the file.
    pub fn of_private(file: &SecretBytes) -> Result<Self, PrivateFileError> {
        stack::wiped_deeply(|| private::read(file.expose()))
    }

    /// The seed of the Ed25519 key in a file of OpenSSH's own format, not encrypted, after every public half in it was
    /// compared with the derived one.
    ///
    /// # Errors
    ///
    /// As [`Self::of_private`]; [`PrivateFileError::OtherKind`] for a key in another format, too.
    pub(in crate::formats) fn ssh_seed(file: &SecretBytes) -> Result<SecretBytes, PrivateFileError> {
        stack::wiped_deeply(|| private::ssh_seed(file.expose()))
    }

    /// The public half in a file that holds one: a line of OpenSSH (`.pub`), a public key in PEM or DER (RFC 5280, or
    /// PKCS#1), or certificates. Of these the first alone counts, which is not verified: it may have expired.
    ///
    /// # Errors
    ///
    /// When it is no such file. A private key has an error of its own, which holds nothing of it.
    pub fn read(file: &[u8]) -> Result<GivenHalf, PublicFileError> {
        public::read(file)
    }

    /// Whether a text is meant as a line of OpenSSH with a public half.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        public::begins_as_line(text.trim_start())
    }

    /// The SubjectPublicKeyInfo in DER (RFC 5280, 4.1.2.7).
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        spki::write(&self.0)
    }

    /// The line that OpenSSH has for it, without a comment: `ssh-ed25519 AAAA...`.
    #[must_use]
    pub fn ssh_line(&self) -> String {
        format!("{} {}", wire::name(&self.0), base64::padded(&self.ssh_wire()))
    }

    /// The fingerprint that `ssh-keygen -l` shows: `SHA256:` and 43 characters of base64.
    #[must_use]
    pub fn ssh_fingerprint(&self) -> String {
        format!("SHA256:{}", base64::unpadded(&self.ssh_digest()))
    }

    /// The 32 bytes of that fingerprint.
    #[must_use]
    pub fn ssh_digest(&self) -> [u8; 32] {
        sha256(&self.ssh_wire())
    }

    /// The bytes that OpenSSH has for it, which the line and the fingerprint are of.
    #[must_use]
    pub fn ssh_wire(&self) -> Vec<u8> {
        wire::write(&self.0)
    }

    /// The half of a key of Ed25519 that was derived, and so is a point of the curve.
    pub(in crate::formats) const fn of_ed25519(key: [u8; curve::ED25519_BYTES]) -> Self {
        Self(Half::Ed25519(key))
    }

    /// The point, if it is a key of Ed25519.
    pub(in crate::formats) const fn as_ed25519(&self) -> Option<[u8; curve::ED25519_BYTES]> {
        match self.0 {
            Half::Ed25519(key) => Some(key),
            Half::Point(..) | Half::Rsa { .. } => None,
        }
    }

    /// Whether a derived half is this stored one, in a time that says nothing of either.
    fn is(&self, derived: &Self) -> bool {
        are_equal(&self.spki(), &derived.spki())
    }

    fn ed25519(key: &[u8]) -> Result<Self, Unfit> {
        let key = key.try_into().map_err(|_| Unfit::Malformed)?;
        if curve::is_ed25519(&key) { Ok(Self(Half::Ed25519(key))) } else { Err(Unfit::Malformed) }
    }

    fn point(curve: Curve, point: &[u8]) -> Result<Self, Unfit> {
        curve.uncompressed(point).map(|point| Self(Half::Point(curve, point))).ok_or(Unfit::Malformed)
    }

    fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, Unfit> {
        rsa::check(modulus, exponent)?;
        Ok(Self(Half::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() }))
    }
}

impl fmt::Display for PublicHalf {
    /// What kind of key it is of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Half::Ed25519(_) => f.write_str("an Ed25519 key"),
            Half::Point(curve, _) => write!(f, "a {curve} key"),
            Half::Rsa { modulus, .. } => write!(f, "an RSA key of {} bits", rsa::bits(modulus)),
        }
    }
}
