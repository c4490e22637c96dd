//! Small files, such as shares, that are sealed to one recipient and lie in memory whole.
//!
//! What is opened must be sealed to one recipient alone: whoever is a second one would have the share, and its holder would
//! not know. And it must hold one sealed file alone: of two, people would believe to have opened the other.

use std::fmt;

use super::{
    Armor, CHUNK_BYTES, FILE_KEY_BYTES, NONCE_BYTES, PayloadKey, SEALED_CHUNK_BYTES,
    aead::TAG_BYTES,
    armor,
    header::Header,
    hybrid::{self, HybridKey, RANDOM_BYTES, RECIPIENT_BYTES},
    scrypt::{self as passphrases, HIGHEST_WORK_FACTOR, Work},
    ssh::{self, SshKey, SshShare},
    stanza::{HeaderError, Opens, Stanza},
    stream::StreamError,
    x25519::{self, IDENTITY_BYTES, is_low_order},
};
use crate::crypto::{entropy::Entropy, secret::SecretBytes, stack};

mod error;

pub use self::error::{NotSealed, SmallFileError};
pub use super::scrypt::{FilePassphrase, WORK_FACTOR, memory_needed};

/// What the armor of any sealed file begins with.
const ARMOR_MARK: &[u8] = b"-----BEGIN AGE";

/// What any sealed file without armor begins with.
const HEADER_MARK: &[u8] = b"age-encryption.org/";

/// What some editors put in front of a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Bytes of a file at the most: what it may hold in armor, and a header twenty times as long as any for one recipient.
const MOST_BYTES: usize = 256 << 10;

/// How the kinds of stanza end that age programs add for nobody, so that other programs must pass them over.
const GREASE: &str = "-grease";

/// To whom a small file is sealed.
#[derive(Debug)]
pub struct SealTo<'a>(To<'a>);

#[derive(Debug)]
enum To<'a> {
    X25519([u8; IDENTITY_BYTES]),
    Ssh(SshKey),
    Hybrid(HybridKey),
    Passphrase(&'a FilePassphrase, u8),
}

impl<'a> SealTo<'a> {
    /// An age recipient; none if it is a point of low order, which gives the same key to everybody.
    #[must_use]
    pub fn x25519(recipient: [u8; IDENTITY_BYTES]) -> Option<Self> {
        (!is_low_order(&recipient)).then_some(Self(To::X25519(recipient)))
    }

    /// A public key of SSH, by its point of Ed25519; none if it is no point, or one of low order.
    #[must_use]
    pub fn ssh(key: [u8; IDENTITY_BYTES]) -> Option<Self> {
        SshKey::new(key).map(|key| Self(To::Ssh(key)))
    }

    /// A hybrid recipient; none if it is one that nobody can seal to: see [`HybridKey::new`].
    #[must_use]
    pub fn hybrid(recipient: &[u8; RECIPIENT_BYTES]) -> Option<Self> {
        HybridKey::new(recipient).map(|key| Self(To::Hybrid(key)))
    }

    /// A passphrase, with the work factor of age: [`WORK_FACTOR`].
    #[must_use]
    pub const fn passphrase(passphrase: &'a FilePassphrase) -> Self {
        Self(To::Passphrase(passphrase, WORK_FACTOR))
    }

    /// A passphrase with another work factor, 1 to [`HIGHEST_WORK_FACTOR`]; none if it is not one. For tests: each step less
    /// halves the work of whoever guesses.
    #[must_use]
    pub fn passphrase_of_factor(passphrase: &'a FilePassphrase, log_n: u8) -> Option<Self> {
        (1..=HIGHEST_WORK_FACTOR).contains(&log_n).then_some(Self(To::Passphrase(passphrase, log_n)))
    }

    fn wrap(&self, file_key: &SecretBytes, entropy: &mut impl Entropy) -> Result<Stanza, NotSealed> {
        let mut random = |bytes| SecretBytes::try_build(bytes, |place| entropy.fill(place));
        match &self.0 {
            To::X25519(recipient) => Ok(x25519::wrap(recipient, &random(IDENTITY_BYTES)?, file_key)),
            To::Ssh(key) => Ok(ssh::wrap(key, &random(IDENTITY_BYTES)?, file_key)),
            To::Hybrid(key) => Ok(hybrid::wrap(key, &random(RANDOM_BYTES)?, file_key)),
            To::Passphrase(passphrase, log_n) => {
                let mut salt = [0; passphrases::SALT_BYTES];
                entropy.fill(&mut salt)?;
                // The factor was judged before: nothing but memory is left to fail.
                passphrases::wrap(passphrase, &salt, *log_n, file_key).map_err(|_| NotSealed::Memory)
            }
        }
    }
}

/// The armored text of a file that holds `plain`, at most [`CHUNK_BYTES`] bytes, and is sealed to one recipient.
///
/// # Errors
///
/// When the random source fails, when there is too much to seal, or when the system has not the memory for a passphrase.
pub fn seal(to: &SealTo<'_>, plain: &SecretBytes, entropy: &mut impl Entropy) -> Result<String, NotSealed> {
    if plain.len() > CHUNK_BYTES {
        return Err(NotSealed::TooLarge { bytes: plain.len() });
    }
    let file_key = SecretBytes::try_build(FILE_KEY_BYTES, |place| entropy.fill(place))?;
    let mut nonce = [0; NONCE_BYTES];
    entropy.fill(&mut nonce)?;
    let mut sealed = Header::text(&to.wrap(&file_key, entropy)?, &file_key);
    sealed.extend_from_slice(&nonce);
    let key = PayloadKey::of(&file_key, &nonce);
    let mut chunk = SecretBytes::build(plain.len() + TAG_BYTES, |place| {
        place[..plain.len()].copy_from_slice(plain.expose());
    });
    stack::wiped_deeply(|| key.seal_only(chunk.expose_mut()));
    sealed.extend_from_slice(chunk.expose());
    Ok(armor::write(&sealed))
}

/// What opens a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StanzaKind {
    /// An age identity. Which, nothing tells.
    X25519,
    /// A hybrid age identity. Which, nothing tells.
    Hybrid,
    /// A private key of OpenSSH, Ed25519.
    Ssh {
        /// The tag of its public half: [`ssh::tag`].
        tag: [u8; ssh::TAG_BYTES],
    },
    /// A passphrase.
    Scrypt {
        /// The work factor, at most [`HIGHEST_WORK_FACTOR`]; [`super::scrypt::memory_needed`] tells the bytes.
        log_n: u8,
    },
    /// A plugin, a key of another kind, or nobody.
    Other,
}

impl StanzaKind {
    fn of(stanza: &Stanza) -> Result<Self, HeaderError> {
        if let Some(SshShare { tag, .. }) = SshShare::of(stanza)? {
            return Ok(Self::Ssh { tag });
        }
        if let Some(Work { log_n, .. }) = Work::of(stanza)? {
            return Ok(Self::Scrypt { log_n });
        }
        if hybrid::encapsulated_in(stanza)?.is_some() {
            return Ok(Self::Hybrid);
        }
        Ok(x25519::share_of(stanza)?.map_or(Self::Other, |_| Self::X25519))
    }
}

impl fmt::Display for StanzaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X25519 => "an age identity",
            Self::Hybrid => "a hybrid age identity",
            Self::Ssh { .. } => "an SSH key",
            Self::Scrypt { .. } => "a passphrase",
            Self::Other => "a recipient of another kind",
        })
    }
}

/// Whether a file is meant to be a sealed one, with armor or without, by what it begins with.
#[must_use]
pub fn is_meant(file: &[u8]) -> bool {
    let file = without_space(file);
    file.starts_with(ARMOR_MARK) || file.starts_with(HEADER_MARK)
}

/// What opens this file. All is judged that can be without a secret: what passes here is opened, or not sealed to whoever
/// tries, or was altered. Nothing of the header is proved before it is opened.
///
/// # Errors
///
/// As [`open`].
pub fn kind_of(file: &[u8]) -> Result<StanzaKind, SmallFileError> {
    SmallFile::read(file).map(|file| file.kind)
}

/// What a file holds that is sealed to one of these. Each passphrase among them takes its work.
///
/// # Errors
///
/// When it is no sealed file that holds one small content for one recipient, when it is sealed to others, and when anything
/// in it was altered.
pub fn open(file: &[u8], with: &[&dyn Opens]) -> Result<SecretBytes, SmallFileError> {
    let SmallFile { header, kind, nonce, chunk } = SmallFile::read(file)?;
    for identity in with {
        let key = match header.file_key(*identity) {
            Ok(file_key) => PayloadKey::of(&file_key, &nonce),
            Err(HeaderError::NotForThis) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut place = SecretBytes::copy_of(&chunk);
        stack::wiped_deeply(|| key.open_only(place.expose_mut()))?;
        return Ok(SecretBytes::copy_of(&place.expose()[..chunk.len() - TAG_BYTES]));
    }
    Err(SmallFileError::NotForThese { kind })
}

/// A file that was read, and not opened yet.
struct SmallFile {
    header: Header,
    kind: StanzaKind,
    nonce: [u8; NONCE_BYTES],
    chunk: Vec<u8>,
}

impl SmallFile {
    fn read(file: &[u8]) -> Result<Self, SmallFileError> {
        if !is_meant(file) {
            return Err(HeaderError::NotAge.into());
        }
        if file.len() > MOST_BYTES {
            return Err(SmallFileError::TooLarge);
        }
        let file = without_space(file);
        if file.starts_with(ARMOR_MARK) {
            Self::unarmored(&out_of_armor(file)?)
        } else {
            Self::unarmored(file)
        }
    }

    fn unarmored(sealed: &[u8]) -> Result<Self, SmallFileError> {
        let length = Header::length(sealed)?.unwrap_or(sealed.len());
        let header = Header::read(&sealed[..length])?;
        let is_grease = |stanza: &&Stanza| stanza.arguments[0].ends_with(GREASE);
        let mut recipients = header.stanzas().iter().filter(|stanza| !is_grease(stanza));
        let kind = match recipients.next() {
            None => StanzaKind::Other,
            Some(stanza) => match recipients.count() {
                0 => StanzaKind::of(stanza)?,
                others => return Err(SmallFileError::SeveralRecipients { count: 1 + others }),
            },
        };
        let payload = &sealed[length..];
        // By chance no content looks so: 14 bytes of it would have to.
        if holds(payload, HEADER_MARK) || holds(payload, ARMOR_MARK) {
            return Err(SmallFileError::SeveralBodies);
        }
        let cut_off = StreamError::CutOff { chunk: 0 };
        let (nonce, chunk) = payload.split_first_chunk::<NONCE_BYTES>().ok_or(cut_off)?;
        match chunk.len() {
            ..TAG_BYTES => Err(cut_off.into()),
            TAG_BYTES..=SEALED_CHUNK_BYTES => Ok(Self { kind, nonce: *nonce, chunk: chunk.to_vec(), header }),
            _ => Err(SmallFileError::TooLarge),
        }
    }
}

/// What is in this armor, which is the only one.
fn out_of_armor(text: &[u8]) -> Result<Vec<u8>, SmallFileError> {
    let end = text.windows(armor::END.len()).position(|here| here == armor::END.as_bytes());
    let after = end.map_or(&[][..], |end| &text[end + armor::END.len()..]);
    if holds(&text[ARMOR_MARK.len()..], ARMOR_MARK) || !after.trim_ascii().is_empty() {
        return Err(SmallFileError::SeveralBodies);
    }
    let (mut armor, mut sealed) = (Armor::default(), Vec::new());
    armor.push(text, &mut sealed)?;
    armor.finish(&mut sealed)?;
    Ok(sealed)
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|here| here == mark)
}

/// What people's programs put in front of a text is no part of it.
fn without_space(file: &[u8]) -> &[u8] {
    file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file).trim_ascii_start()
}

#[cfg(test)]
mod tests;
