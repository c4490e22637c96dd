//! SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), of which a certificate has one, and a file `PUBLIC KEY` is one; and the
//! identifier of an algorithm, which a private key in PKCS#8 has too (RFC 5958, RFC 8410, RFC 5480, RFC 3279).

use super::{
    Half, PublicHalf,
    asn1::{self, Elements, NULL, OID, SEQUENCE},
    curve::Curve,
    error::Unfit,
};

/// 1.3.101.112
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// 1.2.840.113549.1.1.1
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.2.840.10045.2.1
const POINTS: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// What a key is of.
#[derive(Clone, Copy, Debug)]
pub enum Algorithm {
    Ed25519,
    Points(Curve),
    Rsa,
}

impl Algorithm {
    /// The one with this identifier.
    pub fn read(identifier: &[u8]) -> Result<Self, Unfit> {
        let mut elements = Elements::of(identifier)?;
        let algorithm = match elements.next(OID)? {
            ED25519 => Self::Ed25519,
            RSA => {
                if !elements.next(NULL)?.is_empty() {
                    return Err(Unfit::Malformed);
                }
                Self::Rsa
            }
            // A curve that is written out, with its parameters, is another kind even if it is one of these.
            POINTS => match elements.optional(OID)?.map(Curve::identified) {
                Some(Some(curve)) => Self::Points(curve),
                _ => return Err(Unfit::OtherKind),
            },
            _ => return Err(Unfit::OtherKind),
        };
        elements.end()?;
        Ok(algorithm)
    }

    /// The public half of this algorithm, in the bits that stand for it.
    pub fn half(self, bits: &[u8]) -> Result<PublicHalf, Unfit> {
        match self {
            Self::Ed25519 => PublicHalf::ed25519(bits),
            Self::Points(curve) => PublicHalf::point(curve, bits),
            Self::Rsa => rsa(bits),
        }
    }
}

/// The public half that the SubjectPublicKeyInfo with these contents is.
pub fn read(contents: &[u8]) -> Result<PublicHalf, Unfit> {
    let mut elements = Elements::of(contents)?;
    let algorithm = Algorithm::read(elements.next(SEQUENCE)?)?;
    let half = algorithm.half(elements.whole_bits()?)?;
    elements.end()?;
    Ok(half)
}

/// The public half that an RSAPublicKey is (RFC 8017, A.1.1).
pub fn rsa(bytes: &[u8]) -> Result<PublicHalf, Unfit> {
    let mut elements = Elements::of_sequence(bytes)?;
    let modulus = elements.positive()?;
    let half = PublicHalf::rsa(modulus, elements.positive()?)?;
    elements.end()?;
    Ok(half)
}

/// The SubjectPublicKeyInfo of a public half.
pub fn write(half: &Half) -> Vec<u8> {
    let oid = |digits| asn1::element(OID, &[digits]);
    let (identifier, bits) = match half {
        Half::Ed25519(key) => (oid(ED25519), key.to_vec()),
        Half::Point(curve, point) => ([oid(POINTS), oid(curve.oid())].concat(), point.clone()),
        Half::Rsa { modulus, exponent } => (
            [oid(RSA), asn1::element(NULL, &[])].concat(),
            asn1::element(SEQUENCE, &[&asn1::integer(modulus), &asn1::integer(exponent)]),
        ),
    };
    let identifier = asn1::element(SEQUENCE, &[&identifier]);
    asn1::element(SEQUENCE, &[&identifier, &asn1::element(asn1::BITS, &[&[0], &bits])])
}
