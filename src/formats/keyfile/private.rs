//! Private keys as RFC 5958 (PKCS#8), RFC 8017 (PKCS#1) and RFC 5915 (SEC1) have them, in PEM or DER.

use super::{
    Half, PublicHalf,
    asn1::{self, BITS, Elements, INTEGER, OCTETS, OID, SEQUENCE},
    curve::{self, Curve},
    error::{PrivateFileError, Unfit},
    openssh,
    pem::{self, Block},
    rsa,
    spki::Algorithm,
};
use crate::crypto::secret::SecretBytes;

/// A key of 16,384 bits has a fifth of it.
const MOST_BYTES: usize = 64 << 10;

/// What OpenSSH calls its own format.
const OPENSSH: &str = "OPENSSH PRIVATE KEY";

/// The public half of the key in a file.
pub fn read(file: &[u8]) -> Result<PublicHalf, PrivateFileError> {
    if file.len() > MOST_BYTES {
        return Err(PrivateFileError::Unrecognised);
    }
    if let Ok(elements) = Elements::of_sequence(file) {
        return distinguished(file, &elements);
    }
    armored(&only_private(pem::blocks(file)?)?)
}

/// The seed of the Ed25519 key in a file of OpenSSH, whose public halves were compared with it.
pub fn ssh_seed(file: &[u8]) -> Result<SecretBytes, PrivateFileError> {
    if file.len() > MOST_BYTES {
        return Err(PrivateFileError::Unrecognised);
    }
    let block = only_private(pem::blocks(file)?)?;
    refuse_encrypted(&block)?;
    if !block.is(OPENSSH) {
        return Err(PrivateFileError::OtherKind);
    }
    openssh::read(block.bytes()?.expose())?.seed.ok_or(PrivateFileError::OtherKind)
}

/// The private key among the blocks, which is the only one.
fn only_private(blocks: Vec<Block<'_>>) -> Result<Block<'_>, PrivateFileError> {
    let mut private = blocks.into_iter().filter(Block::is_private);
    match (private.next(), private.next()) {
        (Some(block), None) => Ok(block),
        (Some(_), Some(_)) => Err(PrivateFileError::Several),
        (None, _) => Err(PrivateFileError::Unrecognised),
    }
}

fn refuse_encrypted(block: &Block<'_>) -> Result<(), PrivateFileError> {
    let is_encrypted = block.is("ENCRYPTED PRIVATE KEY") || block.is_encrypted();
    if is_encrypted { Err(PrivateFileError::Encrypted) } else { Ok(()) }
}

fn armored(block: &Block<'_>) -> Result<PublicHalf, PrivateFileError> {
    refuse_encrypted(block)?;
    let bytes = block.bytes()?;
    let bytes = bytes.expose();
    if block.is(OPENSSH) {
        openssh::read(bytes).map(|opened| opened.half)
    } else if block.is("PRIVATE KEY") {
        pkcs8(bytes)
    } else if block.is("RSA PRIVATE KEY") {
        pkcs1(bytes)
    } else if block.is("EC PRIVATE KEY") {
        sec1(bytes, None)
    } else {
        Err(PrivateFileError::OtherKind)
    }
}

/// A file that says by its first elements what it is.
fn distinguished(file: &[u8], elements: &Elements<'_>) -> Result<PublicHalf, PrivateFileError> {
    match shape(elements) {
        Some(Shape::Pkcs8) => pkcs8(file),
        Some(Shape::Pkcs1) => pkcs1(file),
        Some(Shape::Sec1) => sec1(file, None),
        Some(Shape::Encrypted) => Err(PrivateFileError::Encrypted),
        None => Err(PrivateFileError::Unrecognised),
    }
}

/// What a private key in DER is.
pub enum Shape {
    Pkcs8,
    Pkcs1,
    Sec1,
    Encrypted,
}

/// The shape of a sequence with these elements; none if it is no private key.
pub fn shape(elements: &Elements<'_>) -> Option<Shape> {
    let mut elements = elements.clone();
    if let Ok(Some(_)) = elements.optional(SEQUENCE) {
        return elements.is_next(OCTETS).then_some(Shape::Encrypted);
    }
    let version = elements.next(INTEGER).ok()?;
    // A public key of RSA is two integers, too, of which the first is longer.
    match version.len() {
        1 if elements.is_next(SEQUENCE) => Some(Shape::Pkcs8),
        1 if elements.is_next(OCTETS) => Some(Shape::Sec1),
        1 if elements.is_next(INTEGER) => Some(Shape::Pkcs1),
        _ => None,
    }
}

/// `PrivateKeyInfo`, and `OneAsymmetricKey`, which may have the public half beside the private one.
fn pkcs8(bytes: &[u8]) -> Result<PublicHalf, PrivateFileError> {
    let mut elements = Elements::of_sequence(bytes)?;
    let [0 | 1] = elements.next(INTEGER)? else {
        return Err(PrivateFileError::Malformed);
    };
    let algorithm = Algorithm::read(elements.next(SEQUENCE)?)?;
    let key = elements.next(OCTETS)?;
    let _attributes = elements.optional(asn1::tagged(0))?;
    let public = elements.optional(asn1::tagged_value(1))?;
    elements.end()?;
    let half = match algorithm {
        Algorithm::Ed25519 => ed25519(asn1::only(key, OCTETS)?),
        Algorithm::Points(curve) => sec1(key, Some(curve)),
        Algorithm::Rsa => pkcs1(key),
    }?;
    match public {
        Some(public) => agreed(&half, algorithm.half(asn1::whole_bits(public)?)),
        None => Ok(half),
    }
}

fn ed25519(seed: &[u8]) -> Result<PublicHalf, PrivateFileError> {
    let seed = seed.try_into().map_err(|_| PrivateFileError::Malformed)?;
    Ok(PublicHalf::of_ed25519(curve::ed25519(seed)))
}

/// `ECPrivateKey`, on the curve that it is told to be on, or that it names.
fn sec1(bytes: &[u8], told: Option<Curve>) -> Result<PublicHalf, PrivateFileError> {
    let mut elements = Elements::of_sequence(bytes)?;
    let [1] = elements.next(INTEGER)? else {
        return Err(PrivateFileError::Malformed);
    };
    let secret = elements.next(OCTETS)?;
    let named = elements.optional(asn1::tagged(0))?;
    let public = elements.optional(asn1::tagged(1))?;
    elements.end()?;
    let named = match named {
        Some(named) => Some(named_curve(named)?),
        None => None,
    };
    let curve = match (told, named) {
        (Some(told), Some(named)) if told != named => return Err(PrivateFileError::Contradicts),
        (told, named) => told.or(named).ok_or(PrivateFileError::Malformed)?,
    };
    if secret.len() != curve.bytes() {
        return Err(PrivateFileError::Malformed);
    }
    let half = point(curve, secret)?;
    match public {
        Some(public) => {
            let public = asn1::only(public, BITS).and_then(asn1::whole_bits)?;
            agreed(&half, PublicHalf::point(curve, public))
        }
        None => Ok(half),
    }
}

fn named_curve(parameters: &[u8]) -> Result<Curve, Unfit> {
    let mut elements = Elements::of(parameters)?;
    let curve = elements.optional(OID)?.and_then(Curve::identified).ok_or(Unfit::OtherKind)?;
    elements.end()?;
    Ok(curve)
}

/// `RSAPrivateKey`, with two primes.
fn pkcs1(bytes: &[u8]) -> Result<PublicHalf, PrivateFileError> {
    let mut elements = Elements::of_sequence(bytes)?;
    match elements.next(INTEGER)? {
        [0] => {}
        [1] => return Err(PrivateFileError::OtherKind),
        _ => return Err(PrivateFileError::Malformed),
    }
    let (modulus, exponent, private) = (elements.positive()?, elements.positive()?, elements.positive()?);
    let primes = [elements.positive()?, elements.positive()?];
    let reduced = Some([elements.positive()?, elements.positive()?]);
    let inverse = elements.positive()?;
    elements.end()?;
    rsa::Numbers { modulus, exponent, private, primes, reduced, inverse }.half()
}

/// The public half of a private number, of which zeros in front may be left out.
pub fn point(curve: Curve, secret: &[u8]) -> Result<PublicHalf, PrivateFileError> {
    let zeros = curve.bytes().checked_sub(secret.len()).ok_or(PrivateFileError::Malformed)?;
    let whole = SecretBytes::build(curve.bytes(), |place| place[zeros..].copy_from_slice(secret));
    let public = curve.public(whole.expose()).ok_or(PrivateFileError::Malformed)?;
    Ok(PublicHalf(Half::Point(curve, public)))
}

/// The stored half, if the derived one is the same.
pub fn agreed(
    derived: &PublicHalf,
    stored: Result<PublicHalf, Unfit>,
) -> Result<PublicHalf, PrivateFileError> {
    stored.ok().filter(|stored| stored.is(derived)).ok_or(PrivateFileError::Contradicts)
}
