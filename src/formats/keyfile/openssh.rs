//! OpenSSH's own format of a private key, `openssh-key-v1` (PROTOCOL.key of OpenSSH), of one key and not encrypted.
//!
//! The public half stands in it twice, and with Ed25519 four times: each is compared with the one that is derived.

use super::{
    PublicHalf,
    curve::{self, ED25519_BYTES},
    error::{PrivateFileError, Unfit},
    private, rsa,
    wire::{self, Fields},
};
use crate::crypto::secret::{SecretBytes, are_equal};

const MAGIC: &[u8] = b"openssh-key-v1\0";

/// What the private section is filled up to a multiple of, when nothing encrypts it.
const BLOCK: usize = 8;

/// A private key that was read, and agrees with all that stands beside it.
pub struct OpensshKey {
    pub half: PublicHalf,
    /// Its seed, if it is one of Ed25519.
    pub seed: Option<SecretBytes>,
}

/// The key in these bytes.
pub fn read(bytes: &[u8]) -> Result<OpensshKey, PrivateFileError> {
    let mut file = Fields::of(bytes);
    if !are_equal(file.take(MAGIC.len())?, MAGIC) {
        return Err(PrivateFileError::Malformed);
    }
    let (cipher, derivation, options) = (file.string()?, file.string()?, file.string()?);
    if cipher != b"none" {
        return Err(PrivateFileError::Encrypted);
    }
    if derivation != b"none" || !options.is_empty() {
        return Err(PrivateFileError::Malformed);
    }
    match file.number()? {
        0 => return Err(PrivateFileError::Malformed),
        1 => {}
        _ => return Err(PrivateFileError::Several),
    }
    let (public, section) = (file.string()?, file.string()?);
    file.end()?;
    let opened = private_section(section)?;
    if public == wire::write(&opened.half.0) { Ok(opened) } else { Err(PrivateFileError::Contradicts) }
}

fn private_section(section: &[u8]) -> Result<OpensshKey, PrivateFileError> {
    let mut fields = Fields::of(section);
    // Where something is encrypted, they tell that the passphrase was right.
    if !section.len().is_multiple_of(BLOCK) || !are_equal(fields.take(4)?, fields.take(4)?) {
        return Err(PrivateFileError::Malformed);
    }
    let opened = key(&mut fields)?;
    let _comment = fields.string()?;
    let padding = fields.rest();
    let is_counted = (1..).zip(padding).all(|(number, byte): (u8, _)| *byte == number);
    if padding.len() < BLOCK && is_counted { Ok(opened) } else { Err(PrivateFileError::Malformed) }
}

fn key(fields: &mut Fields<'_>) -> Result<OpensshKey, PrivateFileError> {
    let half = match fields.string()? {
        wire::ED25519 => {
            let (public, secret) = (fields.string()?, fields.string()?);
            let (seed, again) =
                secret.split_first_chunk::<ED25519_BYTES>().ok_or(PrivateFileError::Malformed)?;
            let half = PublicHalf::of_ed25519(curve::ed25519(seed));
            let half = private::agreed(&half, PublicHalf::ed25519(again))?;
            let half = private::agreed(&half, PublicHalf::ed25519(public))?;
            return Ok(OpensshKey { half, seed: Some(SecretBytes::copy_of(seed)) });
        }
        wire::RSA => {
            let [modulus, exponent, private, inverse, first, second] = [(); 6].map(|()| fields.positive());
            let primes = [first?, second?];
            let (modulus, exponent, private, inverse) = (modulus?, exponent?, private?, inverse?);
            rsa::Numbers { modulus, exponent, private, primes, reduced: None, inverse }.half()
        }
        name => {
            let curve = wire::curve(name).ok_or(Unfit::OtherKind)?;
            let (named, public, secret) = (fields.string()?, fields.string()?, fields.positive()?);
            if named != curve.name().as_bytes() {
                return Err(PrivateFileError::Malformed);
            }
            let half = private::point(curve, secret)?;
            private::agreed(&half, PublicHalf::point(curve, public))
        }
    }?;
    Ok(OpensshKey { half, seed: None })
}
