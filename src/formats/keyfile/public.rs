//! A public half as people have it: OpenSSH's line, a public key in PEM, certificates.

use super::{
    PublicHalf,
    asn1::{self, BITS, Elements, INTEGER, SEQUENCE},
    error::{PublicFileError, Unfit},
    pem::{self, Block},
    private::shape,
    spki, wire,
};
use crate::formats::{age::base64, text};

/// What a file with a public half told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenHalf {
    /// The public half.
    pub half: PublicHalf,
    /// Whether it is of a certificate, of which nothing was verified.
    pub is_certified: bool,
    /// How many more certificates the file holds, which count for nothing.
    pub others: usize,
}

impl GivenHalf {
    const fn plain(half: PublicHalf) -> Self {
        Self { half, is_certified: false, others: 0 }
    }
}

/// What these lines begin with, of which some are of keys that cannot be compared.
const SSH_NAMES: [&str; 3] = ["ssh-", "ecdsa-sha2-", "sk-"];

/// Whether a text begins as a line of OpenSSH does.
pub fn begins_as_line(text: &str) -> bool {
    SSH_NAMES.iter().any(|begins| text.starts_with(begins))
}

/// What stands in private keys that are not in PEM.
const PUTTY: &str = "PuTTY-User-Key-File-";

pub fn read(file: &[u8]) -> Result<GivenHalf, PublicFileError> {
    if let Ok(elements) = Elements::of_sequence(file) {
        return distinguished(file, elements);
    }
    let text = text::decode(file).map_err(|_| PublicFileError::Unrecognised)?;
    let text = text.expose();
    // Cut off or not.
    if text.contains("PRIVATE KEY-----") || text.contains(PUTTY) {
        return Err(PublicFileError::IsPrivate);
    }
    let blocks = pem::blocks(text.as_bytes())?;
    if blocks.is_empty() { lines(text) } else { armored(&blocks) }
}

fn distinguished(file: &[u8], mut elements: Elements<'_>) -> Result<GivenHalf, PublicFileError> {
    if shape(&elements).is_some() {
        return Err(PublicFileError::IsPrivate);
    }
    if elements.is_next(INTEGER) {
        return Ok(GivenHalf::plain(spki::rsa(file)?));
    }
    elements.next(SEQUENCE)?;
    if elements.is_next(BITS) {
        return Ok(GivenHalf::plain(spki::read(asn1::only(file, SEQUENCE)?)?));
    }
    Ok(GivenHalf { half: certificate(file)?, is_certified: true, others: 0 })
}

fn armored(blocks: &[Block<'_>]) -> Result<GivenHalf, PublicFileError> {
    let is_certificate = |block: &&Block<'_>| block.is("CERTIFICATE");
    let certificates = blocks.iter().filter(is_certificate).count();
    let mut keys = blocks.iter().filter(|block| block.is("PUBLIC KEY") || block.is("RSA PUBLIC KEY"));
    let first = match (blocks.iter().find(is_certificate), keys.next(), keys.next()) {
        (Some(leaf), None, None) => {
            let half = certificate(leaf.bytes()?.expose())?;
            return Ok(GivenHalf { half, is_certified: true, others: certificates - 1 });
        }
        (None, Some(key), None) => key,
        (None, None, _) => return Err(PublicFileError::Unrecognised),
        _ => return Err(PublicFileError::Several),
    };
    let bytes = first.bytes()?;
    let half = if first.is("PUBLIC KEY") {
        spki::read(asn1::only(bytes.expose(), SEQUENCE)?)
    } else {
        spki::rsa(bytes.expose())
    };
    Ok(GivenHalf::plain(half?))
}

/// The key in a certificate (RFC 5280, 4.1), and no other field of it.
fn certificate(bytes: &[u8]) -> Result<PublicHalf, Unfit> {
    let mut certificate = Elements::of_sequence(bytes)?;
    let mut signed = Elements::of(certificate.next(SEQUENCE)?)?;
    certificate.next(SEQUENCE)?;
    certificate.whole_bits()?;
    certificate.end()?;
    let _version = signed.optional(asn1::tagged(0))?;
    let _serial = signed.next(INTEGER)?;
    let [_signature, _issuer, _validity, _subject] = [(); 4].map(|()| signed.next(SEQUENCE));
    spki::read(signed.next(SEQUENCE)?)
}

/// One line of OpenSSH, with comments around it.
fn lines(text: &str) -> Result<GivenHalf, PublicFileError> {
    let is_told = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let mut lines = text.lines().map(str::trim).filter(is_told);
    let line = lines.next().ok_or(PublicFileError::Unrecognised)?;
    let mut words = line.split_ascii_whitespace();
    let name = words.next().unwrap_or_default();
    if !begins_as_line(name) {
        return Err(PublicFileError::Unrecognised);
    }
    if lines.next().is_some() {
        return Err(PublicFileError::Several);
    }
    let blob = words.next().ok_or(PublicFileError::Malformed)?;
    let blob = base64::from_padded(blob.as_bytes()).ok_or(PublicFileError::Malformed)?;
    let half = wire::read(&blob)?;
    if wire::name(&half.0) == name { Ok(GivenHalf::plain(half)) } else { Err(PublicFileError::Malformed) }
}
