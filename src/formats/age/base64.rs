//! Base64 as the format has it: canonical, so that one value has one writing; without padding in the header, with it in
//! armor (RFC 4648, 3.5).

use base64ct::{Base64, Base64Unpadded, Encoding};

/// The text of these bytes, without padding.
#[must_use]
pub fn unpadded(bytes: &[u8]) -> String {
    written::<Base64Unpadded>(bytes)
}

/// The text of these bytes, with padding.
#[must_use]
pub fn padded(bytes: &[u8]) -> String {
    written::<Base64>(bytes)
}

/// The bytes of a text without padding; none if it is no such text.
#[must_use]
pub fn from_unpadded(text: &[u8]) -> Option<Vec<u8>> {
    read::<Base64Unpadded>(text)
}

/// The bytes of a text with padding; none if it is no such text.
#[must_use]
pub fn from_padded(text: &[u8]) -> Option<Vec<u8>> {
    read::<Base64>(text)
}

fn written<E: Encoding>(bytes: &[u8]) -> String {
    let mut place = vec![0; E::encoded_len(bytes)];
    // The place is as long as the text: there is nothing left to fail.
    E::encode(bytes, &mut place).map(str::to_owned).unwrap_or_default()
}

fn read<E: Encoding>(text: &[u8]) -> Option<Vec<u8>> {
    let mut place = vec![0; text.len()];
    let bytes = E::decode(text, &mut place).ok()?.to_vec();
    // Not left to the library alone: bits after the last byte would make two writings of one value.
    (written::<E>(&bytes).as_bytes() == text).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_writing() {
        assert_eq!(unpadded(b"f"), "Zg");
        assert_eq!(padded(b"f"), "Zg==");
        assert_eq!(from_unpadded(b"Zg").as_deref(), Some(&b"f"[..]));
        assert_eq!(from_padded(b"Zg==").as_deref(), Some(&b"f"[..]));
        for refused in ["Zh", "Zg=", "Zg==", "Z", "Zg\n", "Z g", "Zg-_"] {
            assert_eq!(from_unpadded(refused.as_bytes()), None, "{refused:?}");
        }
        for refused in ["Zh==", "Zg", "Zg=", "Zg== ", "Zg=\n=", "====", "Zg==Zg=="] {
            assert_eq!(from_padded(refused.as_bytes()), None, "{refused:?}");
        }
    }
}
