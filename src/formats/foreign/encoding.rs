//! Bytes as people keep them: hexadecimal digits in either case, or base64 with or without its padding.

use base64ct::{Base64Unpadded, Encoding as _};

use super::{ShareError, disguise};
use crate::crypto::secret::SecretBytes;

/// The bytes of a share that `text` is, as [`bytes`] reads it.
///
/// # Errors
///
/// When it is neither, or what it says cannot be a share, of whatever tool.
pub fn share(text: &str) -> Result<SecretBytes, ShareError> {
    let share = bytes(text)?;
    disguise::refuse(share.expose())?;
    Ok(share)
}

/// The bytes of `text`. An even number of hex digits and nothing else, with or without "0x" before them, is hex; the
/// rest must be base64.
///
/// # Errors
///
/// When it is neither.
fn bytes(text: &str) -> Result<SecretBytes, ShareError> {
    // As base64 "0x" would be a digit and a bit, and the rest something else, without an error.
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_hex && digits.len().is_multiple_of(2) { hex(digits) } else { base64(text) }
}

/// The bytes of hexadecimal digits, an even number of them.
///
/// # Errors
///
/// When there is something else.
pub fn hex(text: &str) -> Result<SecretBytes, ShareError> {
    SecretBytes::try_build(text.len() / 2, |place| {
        base16ct::mixed::decode(text, place).map(|_| ()).map_err(|_| ShareError::Encoding)
    })
}

/// The same bytes as hexadecimal digits, in lower case.
#[must_use]
pub fn to_hex(bytes: &SecretBytes) -> SecretBytes {
    SecretBytes::build(2 * bytes.len(), |place| {
        // The room is exactly what is needed, so this cannot fail.
        let _ = base16ct::lower::encode(bytes.expose(), place);
    })
}

fn base64(text: &str) -> Result<SecretBytes, ShareError> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if padding > 0 && (padding > 2 || !text.len().is_multiple_of(4)) {
        return Err(ShareError::Encoding);
    }
    SecretBytes::try_build(digits.len() * 3 / 4, |place| {
        Base64Unpadded::decode(digits, place).map(|_| ()).map_err(|_| ShareError::Encoding)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_read() {
        for (text, expected) in [
            ("00fF", &[0x00, 0xff][..]),
            ("0x00ff", &[0x00, 0xff]),
            ("AP8=", &[0x00, 0xff]),
            ("AP8", &[0x00, 0xff]),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
            ("", &[]),
            ("abcdef", &[0xab, 0xcd, 0xef]),
            ("abcde", &[0x69, 0xb7, 0x1d]),
        ] {
            match bytes(text) {
                Ok(read) => assert_eq!(read.expose(), expected, "{text}"),
                Err(error) => {
                    assert_eq!((text, error), ("abcde", ShareError::Encoding), "stray bits at the end")
                }
            }
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["0x0%", "00 ff", "AP8==", "AP8-", "A", "=", "====", "AP=8", "ä", "\0\0\0\0", "AP9"] {
            assert_eq!(bytes(text).map(|_| ()), Err(ShareError::Encoding), "{text}");
        }
    }
}
