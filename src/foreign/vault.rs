//! Unseal and recovery key shares of HashiCorp Vault, in hex (`keys`) or base64 (`keys_base64`): a byte for each of the
//! secret, which stands at 0, and the number last. The field is GF(2^8) modulo 0x11b. They carry neither threshold nor
//! checksum. Vault's PGP-encrypted shares must be decrypted first.

use super::{ShareError, encoding, field::Field, points::Share};

/// GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
pub const FIELD: Field = Field::new(8, [4, 3, 1]);

/// The share that `text` is, in hex or base64.
///
/// # Errors
///
/// When it is none.
pub fn parse(text: &str) -> Result<Share, ShareError> {
    let bytes = encoding::bytes(text)?;
    match bytes.expose() {
        [] | [_] => Err(ShareError::TooShort),
        [value @ .., number] => Share::new(u32::from(*number), value),
    }
}
