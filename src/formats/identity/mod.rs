//! What a holder opens shares with: the identities of a file as `age-keygen` writes it, or an Ed25519 key of OpenSSH.

use super::{
    age::{
        self, HeaderError, IDENTITY_BYTES, Opens, hybrid::HybridIdentity, small, ssh::SshIdentity,
        stanza::Stanza,
    },
    key::age::{HYBRID_PREFIX, PREFIX, read_line, write_line},
    keyfile::PublicHalf,
    recipient::Recipient,
    text::{self, NotText},
};
use crate::crypto::{
    entropy::{Entropy, NoEntropy},
    secret::{SecretBytes, SecretText, are_equal},
    stack,
};

mod error;

pub use self::error::IdentityFileError;

/// Bytes of a file at the most: hundreds of identities with comments, or any key.
const MOST_BYTES: usize = 64 << 10;

/// How the lines begin that are no identities of this program, in any case.
const PLUGIN: &str = "AGE-PLUGIN-";

/// How the public half of an age identity begins.
const RECIPIENT: &str = "age1";

/// Marks of key files: what every PEM has, and the format of PuTTY.
const PEM: &[u8] = b"-----BEGIN ";
const PUTTY: &[u8] = b"PuTTY-User-Key-File-";

/// A private half that is held: of an age recipient, or of a key of SSH.
#[derive(Debug)]
pub enum OwnIdentity {
    /// An age identity.
    X25519(age::Identity),
    /// An Ed25519 key of OpenSSH.
    Ssh(SshIdentity),
    /// A hybrid age identity.
    Hybrid(HybridIdentity),
}

impl OwnIdentity {
    /// A new age identity.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn fresh(entropy: &mut impl Entropy) -> Result<Self, NoEntropy> {
        let bytes = SecretBytes::try_build(IDENTITY_BYTES, |place| entropy.fill(place))?;
        // Any 32 bytes are one.
        age::Identity::new(bytes).map(Self::X25519).ok_or(NoEntropy)
    }

    /// The public half: to whom shares are sealed.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        match self {
            Self::X25519(identity) => Recipient::X25519(identity.recipient()),
            Self::Ssh(identity) => Recipient::Ssh(*identity.public().bytes()),
            Self::Hybrid(identity) => Recipient::Hybrid(identity.recipient()),
        }
    }

    /// The line that `age-keygen` has for an age identity, without a newline; none for a key of SSH.
    #[must_use]
    pub fn line(&self) -> Option<SecretText> {
        let (bytes, prefix) = match self {
            Self::X25519(identity) => (identity.bytes(), PREFIX),
            Self::Hybrid(identity) => (identity.bytes(), HYBRID_PREFIX),
            Self::Ssh(_) => return None,
        };
        let mut line = SecretText::with_capacity(4 * IDENTITY_BYTES);
        stack::wiped(|| write_line(bytes.expose(), prefix, &mut line)).ok().map(|()| line)
    }
}

impl Opens for OwnIdentity {
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError> {
        match self {
            Self::X25519(identity) => identity.unwrap(stanza),
            Self::Ssh(identity) => identity.unwrap(stanza),
            Self::Hybrid(identity) => identity.unwrap(stanza),
        }
    }
}

/// The identities in a file, at least one, in their order: lines `AGE-SECRET-KEY-1...` and `AGE-SECRET-KEY-PQ-1...` between
/// comments (`#`) and empty lines, or one Ed25519 key in OpenSSH's own format, not encrypted.
///
/// # Errors
///
/// When it holds none, or a line that is none. The error names what is there instead and holds nothing of it.
pub fn read(file: &SecretBytes) -> Result<Vec<OwnIdentity>, IdentityFileError> {
    let bytes = file.expose();
    if small::is_meant(bytes) {
        return Err(IdentityFileError::EncryptedAge);
    }
    if bytes.len() > MOST_BYTES {
        return Err(IdentityFileError::NotText);
    }
    // Line by line would be a branch on every sign of a secret.
    if bytes.windows(PEM.len()).any(|here| are_equal(here, PEM)) {
        let seed = PublicHalf::ssh_seed(file)?;
        return Ok(vec![OwnIdentity::Ssh(SshIdentity::new(&seed).ok_or(IdentityFileError::Damaged)?)]);
    }
    if bytes.get(..PUTTY.len()).is_some_and(|start| are_equal(start, PUTTY)) {
        return Err(IdentityFileError::OtherSsh);
    }
    let text = text::decode(bytes).map_err(|NotText| IdentityFileError::NotText)?;
    let identities = stack::wiped(|| lines(text.expose()))?;
    if identities.is_empty() { Err(IdentityFileError::Nothing) } else { Ok(identities) }
}

fn lines(text: &str) -> Result<Vec<OwnIdentity>, IdentityFileError> {
    let lines = (1..).zip(text.lines().map(str::trim));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(identity).collect()
}

fn identity((line, text): (usize, &str)) -> Result<OwnIdentity, IdentityFileError> {
    let is = |start: &str| text.get(..start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start));
    let mistyped = IdentityFileError::Mistyped { line };
    // Before others: what these begin with is the beginning of an identity, too.
    if is(HYBRID_PREFIX) {
        let identity = read_line(text, HYBRID_PREFIX).ok().and_then(HybridIdentity::new);
        identity.map(OwnIdentity::Hybrid).ok_or(mistyped)
    } else if is(PREFIX) {
        let identity = read_line(text, PREFIX).ok().and_then(age::Identity::new);
        identity.map(OwnIdentity::X25519).ok_or(mistyped)
    } else if is(PLUGIN) {
        Err(IdentityFileError::Plugin { line })
    } else if is(RECIPIENT) || PublicHalf::is_meant(text) {
        Err(IdentityFileError::Public { line })
    } else {
        Err(mistyped)
    }
}

#[cfg(test)]
mod tests;
