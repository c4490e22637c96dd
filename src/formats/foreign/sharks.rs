//! Shares of the Rust crates `sharks` and `blahaj`, as `Vec::from(&share)` gives them: the number first, then a byte for
//! each of the secret, which stands at 0. The field is GF(2^8) modulo 0x11d. They carry neither threshold nor checksum.

use super::{ShareError, encoding, field::Field, point::PointShare};

/// GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
pub const FIELD: Field = Field::new(8, [4, 3, 2]);

/// The share that `text` is, in hex or base64.
///
/// # Errors
///
/// When it is none.
pub fn parse(text: &str) -> Result<PointShare, ShareError> {
    let bytes = encoding::share(text)?;
    match bytes.expose() {
        [] | [_] => Err(ShareError::TooShort),
        [number, value @ ..] => PointShare::new(u32::from(*number), value),
    }
}
