//! Headers that are as the format has them, and every way of not being so.

use super::*;
use crate::formats::age::x25519::{self, Identity};

fn identity(seed: u8) -> Identity {
    Identity::new(SecretBytes::build(32, |place| place.fill(seed))).unwrap()
}

fn file_key() -> SecretBytes {
    SecretBytes::copy_of(b"YELLOW SUBMARINE")
}

fn header(to: &Identity) -> String {
    let ephemeral = SecretBytes::build(32, |place| place.fill(9));
    let text = Header::text(&x25519::wrap(&to.recipient(), &ephemeral, &file_key()), &file_key());
    String::from_utf8(text).unwrap()
}

/// The text with a code that fits, so that nothing but the change can be what is refused.
fn proved(text: &str) -> String {
    let proved = &text[..=text.rfind("\n---").unwrap() + 3];
    let code = hmac_sha256(header_key(&file_key()).expose(), &[proved.as_bytes()]);
    format!("{proved} {}\n", base64::unpadded(code.expose()))
}

fn refused(text: &str) -> HeaderError {
    Header::read(text.as_bytes()).unwrap_err()
}

#[test]
fn what_is_written_is_read_and_opens() {
    let text = header(&identity(1));
    assert_eq!(Header::length(text.as_bytes()), Ok(Some(text.len())));
    let header = Header::read(text.as_bytes()).unwrap();
    assert!(header.file_key(&identity(1)).unwrap().matches(file_key().expose()));
    assert_eq!(header.file_key(&identity(2)).unwrap_err(), HeaderError::NotForThis);
    assert_eq!(proved(&text), text);
}

#[test]
fn the_length_is_told_as_soon_as_it_can_be() {
    let text = header(&identity(1));
    for end in 0..text.len() {
        assert_eq!(Header::length(&text.as_bytes()[..end]), Ok(None), "{end}");
        assert_eq!(refused(&text[..end]), HeaderError::CutOff, "{end}");
    }
    let longer = format!("{text}payload\n--- more\n");
    assert_eq!(Header::length(longer.as_bytes()), Ok(Some(text.len())));
    for other in ["x", "age-encryptioN.org/v1\n", "\nage-encryption.org/v1\n"] {
        assert_eq!(Header::length(other.as_bytes()), Err(HeaderError::NotAge), "{other:?}");
    }
    let endless = format!("{VERSION_LINE}\n{}", "-> a\n\n".repeat(LARGEST_HEADER));
    assert_eq!(Header::length(endless.as_bytes()), Err(HeaderError::TooLong));
}

#[test]
fn other_stanzas_are_passed_over() {
    let own = header(&identity(1));
    let (version, rest) = own.split_once('\n').unwrap();
    for stanza in [
        "-> a\n\n",
        "-> example.com/thing !\"#$%&'()*+,-./ ~\n\n",
        &format!("-> long\n{}\n{}\n\n", "A".repeat(64), "B".repeat(64)),
        &format!("-> long\n{}\nAAA\n", "A".repeat(64)),
        "-> X25519 8hWaIUmk67IuRZ41zMk2V9f/w3f5qUnXLL7MGPA+zE8\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    ] {
        let text = proved(&format!("{version}\n{stanza}{rest}"));
        let header = Header::read(text.as_bytes()).unwrap();
        assert!(header.file_key(&identity(1)).is_ok(), "{text}");
        assert_eq!(header.stanzas.len(), 2);
    }
}

#[test]
fn what_is_not_as_the_format_has_it_is_refused_with_its_line() {
    let good = header(&identity(1));
    let lines: Vec<&str> = good.lines().collect();
    let with = |at: usize, line: &str| {
        let mut changed = lines.clone();
        changed[at] = line;
        changed.join("\n") + "\n"
    };
    let (long, mac) = ("A".repeat(65), lines[3]);
    for (text, line) in [
        (with(1, "->"), 2),
        (with(1, "-> "), 2),
        (with(1, "->X25519 a"), 2),
        (with(1, "-- X25519 a"), 2),
        (with(1, "-> X25519  a"), 2),
        (with(1, "-> X25519 a "), 2),
        (with(1, "-> X25519 \u{7f}"), 2),
        (with(1, "-> X25519 \u{e9}"), 2),
        (with(1, &format!("{}\r", lines[1])), 2),
        (with(2, &format!("{}\r", lines[2])), 3),
        (with(2, &format!("{}=", lines[2])), 3),
        (with(2, &format!("{} ", lines[2])), 3),
        (with(2, &long), 3),
        (with(2, "*"), 3),
        (with(2, "AB"), 3),
        (with(2, &format!("{}\nAA", "A".repeat(63))), 4),
        (with(3, "---"), 4),
        (with(3, &mac.replacen(' ', "", 1)), 4),
        (with(3, &mac.replacen(' ', "  ", 1)), 4),
        (with(3, &format!("{mac} ")), 4),
        (with(3, &format!("{mac}\r")), 4),
        (with(3, &format!("{mac}=")), 4),
        (with(3, &mac[..mac.len() - 1]), 4),
        (with(3, &format!("{mac}A")), 4),
        (good.clone() + "x", 4),
        (format!("{}\n{mac}\n", lines[0]), 2),
        // The body is one line short: the code's line stands where it must end.
        (format!("{}\n{}\n{mac}\n", lines[0], lines[1]), 3),
        // A passphrase beside somebody.
        (with(1, &format!("-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n\n{}", lines[1])), 2),
    ] {
        assert_eq!(refused(&text), HeaderError::Malformed { line }, "{text:?}");
    }
    for (version, error) in [
        ("age-encryption.org/v2", HeaderError::Version),
        ("age-encryption.org/v1\r", HeaderError::LineEnds),
        ("age-encryption.org/v2\r", HeaderError::Version),
        ("age-encryption.org/v1 ", HeaderError::Version),
        ("-----BEGIN PGP MESSAGE-----", HeaderError::NotAge),
        ("", HeaderError::NotAge),
    ] {
        assert_eq!(refused(&with(0, version)), error, "{version:?}");
    }
    let cut = format!("{}\n{}\n{}\n", lines[0], lines[1], "A".repeat(64));
    assert_eq!(refused(&cut), HeaderError::CutOff);
}

#[test]
fn every_changed_character_is_refused() {
    let good = header(&identity(1));
    for at in 0..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[at] ^= 1;
        let opened = Header::read(&changed).and_then(|header| header.file_key(&identity(1)));
        assert!(opened.is_err(), "{at}");
    }
    let mac = good.rfind("--- ").unwrap() + 4;
    let text = format!("{}{}\n", &good[..mac], base64::unpadded(&[3; 32]));
    let header = Header::read(text.as_bytes()).unwrap();
    assert_eq!(header.file_key(&identity(1)).unwrap_err(), HeaderError::Altered);
}
