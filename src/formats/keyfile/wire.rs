//! How SSH writes a public key (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4), and the strings and numbers that it is made of
//! (RFC 4251, 5), in private files, too.

use super::{Half, PublicHalf, asn1, curve::Curve, error::Unfit};

/// The names of the kinds.
pub const ED25519: &[u8] = b"ssh-ed25519";
pub const RSA: &[u8] = b"ssh-rsa";
const POINTS: &[u8] = b"ecdsa-sha2-";

/// Fields in a row.
pub struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// So many bytes.
    pub fn take(&mut self, bytes: usize) -> Result<&'a [u8], Unfit> {
        let (taken, rest) = self.0.split_at_checked(bytes).ok_or(Unfit::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number of four bytes.
    pub fn number(&mut self) -> Result<u32, Unfit> {
        self.take(4)?.try_into().map(u32::from_be_bytes).map_err(|_| Unfit::Malformed)
    }

    /// A string, after its length.
    pub fn string(&mut self) -> Result<&'a [u8], Unfit> {
        let length = usize::try_from(self.number()?).map_err(|_| Unfit::Malformed)?;
        self.take(length)
    }

    /// The digits of a number above zero.
    pub fn positive(&mut self) -> Result<&'a [u8], Unfit> {
        asn1::positive(self.string()?)
    }

    /// What has not been read.
    pub const fn rest(self) -> &'a [u8] {
        self.0
    }

    /// That there is nothing more.
    pub const fn end(self) -> Result<(), Unfit> {
        if self.0.is_empty() { Ok(()) } else { Err(Unfit::Malformed) }
    }
}

/// The curve in the name of a kind, if it is one that has points.
pub fn curve(name: &[u8]) -> Option<Curve> {
    Curve::named(name.strip_prefix(POINTS)?)
}

/// The public half that `blob` is.
pub fn read(blob: &[u8]) -> Result<PublicHalf, Unfit> {
    let mut fields = Fields::of(blob);
    let half = match fields.string()? {
        ED25519 => PublicHalf::ed25519(fields.string()?),
        RSA => {
            let exponent = fields.positive()?;
            PublicHalf::rsa(fields.positive()?, exponent)
        }
        name => {
            let curve = curve(name).ok_or(Unfit::OtherKind)?;
            if fields.string()? != curve.name().as_bytes() {
                return Err(Unfit::Malformed);
            }
            PublicHalf::point(curve, fields.string()?)
        }
    }?;
    fields.end()?;
    Ok(half)
}

/// The name of the kind.
pub fn name(half: &Half) -> String {
    let name = match half {
        Half::Ed25519(_) => ED25519,
        Half::Rsa { .. } => RSA,
        Half::Point(curve, _) => return format!("{}{}", String::from_utf8_lossy(POINTS), curve.name()),
    };
    String::from_utf8_lossy(name).into_owned()
}

/// The blob that [`read`] reads.
pub fn write(half: &Half) -> Vec<u8> {
    let name = string(&[name(half).as_bytes()]);
    let key = match half {
        Half::Ed25519(key) => string(&[key]),
        Half::Point(curve, point) => [string(&[curve.name().as_bytes()]), string(&[point])].concat(),
        Half::Rsa { modulus, exponent } => {
            let number = |digits| string(&[asn1::sign(digits), digits]);
            [number(exponent), number(modulus)].concat()
        }
    };
    [name, key].concat()
}

/// The pieces as one string. They have at most 65,535 bytes together.
fn string(pieces: &[&[u8]]) -> Vec<u8> {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let [.., high, low] = length.to_be_bytes();
    [&[0, 0, high, low], &*pieces.concat()].concat()
}
