//! What reads as a share and cannot be one: hex or base64 of a text that is such again, and what PGP or age made of a
//! share. Of points any bytes give a secret and no error, so this is told before any arithmetic.

use super::ShareError;

/// Bytes from which on a share that is text by chance is never seen: 2 in ten thousand million for 16 of them.
const TELLING_BYTES: usize = 16;

/// Refuses the bytes of what should be a share, where they are those of something else.
///
/// # Errors
///
/// When they are.
pub fn refuse(bytes: &[u8]) -> Result<(), ShareError> {
    refuse_encrypted(bytes)?;
    refuse_encoded(bytes)
}

/// Refuses bytes that are hex or base64 themselves.
///
/// # Errors
///
/// When they are.
pub fn refuse_encoded(bytes: &[u8]) -> Result<(), ShareError> {
    let text = bytes.trim_ascii_end();
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let is_encoded = text.len() >= TELLING_BYTES && text.iter().all(is_base64);
    if is_encoded { Err(ShareError::EncodedTwice) } else { Ok(()) }
}

/// Refuses what PGP or age encrypted, as text or as bytes.
///
/// # Errors
///
/// When they did.
pub fn refuse_encrypted(bytes: &[u8]) -> Result<(), ShareError> {
    refuse_armored(bytes)?;
    if is_pgp_message(bytes) { Err(ShareError::PgpEncrypted) } else { Ok(()) }
}

/// Refuses what begins as text of PGP or age begins.
///
/// # Errors
///
/// When it does.
pub fn refuse_armored(bytes: &[u8]) -> Result<(), ShareError> {
    let begins = |start: &str| bytes.starts_with(start.as_bytes());
    if begins("age-encryption.org/") || begins("-----BEGIN AGE ENCRYPTED FILE") {
        return Err(ShareError::AgeEncrypted);
    }
    if begins("-----BEGIN PGP ") { Err(ShareError::PgpEncrypted) } else { Ok(()) }
}

/// Bytes that a message of PGP has at the least; no share of Vault has as many, and none of sharks that is as long begins
/// with a number as large as its first byte.
const SHORTEST_MESSAGE: usize = 64;

/// Whether these are packets of RFC 9580 as an encrypted message has them: a session key, encrypted for a key or by a
/// passphrase, and something behind it.
fn is_pgp_message(bytes: &[u8]) -> bool {
    let is_session_key = |tag: u8, body: &[u8]| match body.first() {
        Some(3 | 6) => tag == 1,
        Some(4 | 5) => tag == 3,
        _ => false,
    };
    let first = packet(bytes).filter(|_| bytes.len() >= SHORTEST_MESSAGE);
    first.is_some_and(|(tag, body, rest)| is_session_key(tag, body) && !rest.is_empty())
}

/// The kind of the packet that begins here, and whether its length is written in the old way, and how.
fn packet_tag(bytes: &[u8]) -> Option<(u8, Option<u8>)> {
    match *bytes.first()? {
        new @ 0xc0.. => Some((new & 0x3f, None)),
        old @ 0x80.. => Some((old >> 2 & 0x0f, Some(old & 3))),
        _ => None,
    }
}

/// The first packet: its kind and its body; and what follows it.
fn packet(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, old_way) = packet_tag(bytes)?;
    let rest = &bytes[1..];
    let number = |length: usize| {
        let digits = rest.get(..length)?;
        Some(digits.iter().fold(0usize, |number, digit| number << 8 | usize::from(*digit)))
    };
    let (length_bytes, length) = match (old_way, *rest.first()?) {
        (Some(0), _) | (None, ..192) => (1, number(1)?),
        (Some(1), _) => (2, number(2)?),
        (None, 192..224) => (2, number(2)? - 0xc000 + 192),
        // Longer ones, and those in parts, are no session keys.
        _ => return None,
    };
    let (body, after) = rest.get(length_bytes..)?.split_at_checked(length)?;
    Some((tag, body, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_twice_or_encrypted_is_told() {
        let refused = |bytes: &[u8]| refuse(bytes).err();
        for (bytes, expected) in [
            (&b"3d7aeb824a2c6ee0cb6d9a3b346c29\n"[..], Some(ShareError::EncodedTwice)),
            (b"PXq+uCSixu4Mttmjs0bCklSZwn6Bdovy6AWNhAu+//Lc", Some(ShareError::EncodedTwice)),
            (b"fifteen-letters", None),
            (b"fifteenletters1", None),
            (b"sixteen letters and a blank", None),
            (b"-----BEGIN PGP MESSAGE-----", Some(ShareError::PgpEncrypted)),
            (b"age-encryption.org/v1\n-> X25519 abc\n", Some(ShareError::AgeEncrypted)),
            (b"-----BEGIN AGE ENCRYPTED FILE-----", Some(ShareError::AgeEncrypted)),
            (&[0xa5; 33], None),
        ] {
            assert_eq!(refused(bytes), expected);
        }
    }

    #[test]
    fn a_message_of_pgp_is_known_by_its_first_packet_in_either_writing() {
        let message = |head: &[u8], version: u8, length: usize| {
            let body = [&[version][..], &vec![0x5a; length - 1]].concat();
            [head, &body, &[0xd2, 0x20, 1]].concat()
        };
        for (head, version) in [
            (&[0xc1, 94][..], 3),
            (&[0x84, 94], 3),
            (&[0x85, 0, 94], 3),
            (&[0xc1, 94], 6),
            (&[0x8c, 94], 4),
            (&[0xc3, 94], 5),
        ] {
            let whole = message(head, version, 94);
            assert!(is_pgp_message(&whole), "{head:x?}");
            assert!(!is_pgp_message(&whole[..whole.len() - 3]), "nothing behind it");
            assert!(!is_pgp_message(&message(head, 9, 94)), "no such version");
            assert!(!is_pgp_message(&message(&[head, &[0]].concat()[1..], version, 94)), "no tag");
        }
        // A key of 2,048 bits takes more than 192 bytes, and a longer length.
        assert!(is_pgp_message(&message(&[0xc1, 0xc0, 0x4c], 3, 268)));
        assert!(!is_pgp_message(&message(&[0xc1, 28], 3, 28)), "no longer than a share of Vault");
        for cut in 0..5 {
            assert!(!is_pgp_message(&[0xc1, 0xc0, 0x4c, 3, 1][..cut]));
        }
    }
}
