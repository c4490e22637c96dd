//! Files of identities, of both kinds, and what people give in their place.

use super::*;
use crate::{
    crypto::entropy::Scripted,
    formats::age::small::{SealTo, open, seal},
};

/// The example of the format: 32 times 0x42; and 32 times 1.
const FIRST: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const RECIPIENT_OF_FIRST: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

/// The example of the format for hybrid ones, each with a newline behind it.
const HYBRID: &str = include_str!("../../../tests/data/age/hybrid.key");
const RECIPIENT_OF_HYBRID: &str = include_str!("../../../tests/data/age/hybrid.pub");

const SSH: &str = include_str!("../../../tests/data/keyfiles/ed25519.openssh");
const PUB: &str = include_str!("../../../tests/data/keyfiles/ed25519.pub");

fn read_text(text: &str) -> Result<Vec<OwnIdentity>, IdentityFileError> {
    read(&SecretBytes::copy_of(text.as_bytes()))
}

fn recipients(text: &str) -> Vec<String> {
    read_text(text).unwrap().iter().map(|identity| identity.recipient().to_string()).collect()
}

fn refused(text: &str) -> IdentityFileError {
    read_text(text).unwrap_err()
}

#[test]
fn files_of_age_are_read_as_age_keygen_and_editors_write_them() {
    let second = OwnIdentity::fresh(&mut Scripted(3)).unwrap();
    let (line, of_second) = (second.line().unwrap(), second.recipient().to_string());
    assert_eq!(recipients(FIRST), [RECIPIENT_OF_FIRST]);
    let both =
        format!("# created: 2026-11-25\n# public key: age1...\n{FIRST}\n\n  # other\n{}", line.expose());
    for file in [both.clone(), both.replace('\n', "\r\n"), format!("\u{feff}{both}\n")] {
        assert_eq!(recipients(&file), [RECIPIENT_OF_FIRST, &of_second], "{file:?}");
    }
}

#[test]
fn a_fresh_identity_is_written_as_it_is_read() {
    let fresh = OwnIdentity::fresh(&mut Scripted(3)).unwrap();
    let line = fresh.line().unwrap();
    assert!(line.expose().starts_with("AGE-SECRET-KEY-1") && line.len() == 74);
    assert_eq!(recipients(line.expose()), [fresh.recipient().to_string()]);
    let first = read_text(FIRST).unwrap().remove(0);
    assert!(first.line().unwrap().matches(FIRST));
    assert!(!format!("{first:?} {fresh:?}").contains("66"), "bytes are not shown");
}

#[test]
fn a_hybrid_identity_is_read_and_written_with_its_recipient() {
    let recipient = RECIPIENT_OF_HYBRID.trim_end();
    assert_eq!(recipients(HYBRID), [recipient]);
    assert_eq!(
        recipients(&format!("# by age-keygen -pq\r\n{HYBRID}{FIRST}")),
        [recipient, RECIPIENT_OF_FIRST]
    );
    let own = read_text(HYBRID).unwrap().remove(0);
    assert!(own.line().unwrap().matches(HYBRID.trim_end()));
    assert_eq!(format!("{own:?}"), "Hybrid(HybridIdentity(SecretBytes(redacted)))");
    let (small, mixed) = (HYBRID.to_lowercase(), HYBRID.replacen("XX76", "xx76", 1));
    let (typo, other) = (HYBRID.replacen("XX76", "XX77", 1), FIRST.replacen("KEY-1", "KEY-PQ-1", 1));
    for wrong in [&small, &mixed, &typo, &other, &HYBRID[..76], &format!("{}Q", HYBRID.trim_end())] {
        assert_eq!(refused(wrong), IdentityFileError::Mistyped { line: 1 }, "{wrong}");
    }
    assert_eq!(refused(&format!("\n{recipient}")), IdentityFileError::Public { line: 2 });
}

#[test]
fn a_key_of_openssh_is_read_with_its_public_half() {
    let of_line = PUB.parse::<Recipient>().unwrap().to_string();
    for file in [SSH.to_owned(), SSH.replace('\n', "\r\n"), format!("\u{feff}{SSH}")] {
        assert_eq!(recipients(&file), [of_line.as_str()]);
    }
    assert!(read_text(SSH).unwrap()[0].line().is_none());
}

#[test]
fn what_is_sealed_to_the_public_half_opens() {
    for file in [FIRST, SSH, HYBRID] {
        let identity = read_text(file).unwrap().remove(0);
        let to = match identity.recipient() {
            Recipient::X25519(point) => SealTo::x25519(point),
            Recipient::Ssh(key) => SealTo::ssh(key),
            Recipient::Hybrid(bytes) => SealTo::hybrid(&bytes),
        };
        let text = seal(&to.unwrap(), &SecretBytes::copy_of(b"a share"), &mut Scripted(1)).unwrap();
        assert!(open(text.as_bytes(), &[&identity]).unwrap().matches(b"a share"));
    }
}

#[test]
fn what_is_given_in_place_of_an_identity_is_named() {
    let typo = FIRST.replacen("GFPYY", "GFPYV", 1);
    let plugin = "AGE-PLUGIN-YUBIKEY-1QQPQGQYZQFPQ";
    for (text, error) in [
        ("", IdentityFileError::Nothing),
        ("# only this\r\n\n", IdentityFileError::Nothing),
        ("age-encryption.org/v1\n-> scrypt", IdentityFileError::EncryptedAge),
        ("\n-----BEGIN AGE ENCRYPTED FILE-----\n", IdentityFileError::EncryptedAge),
        (&format!("{FIRST}\n{plugin}"), IdentityFileError::Plugin { line: 2 }),
        (&format!("# a\n\n{RECIPIENT_OF_FIRST}"), IdentityFileError::Public { line: 3 }),
        (PUB, IdentityFileError::Public { line: 1 }),
        (&format!("{FIRST}\n{typo}\n"), IdentityFileError::Mistyped { line: 2 }),
        (&FIRST.to_lowercase(), IdentityFileError::Mistyped { line: 1 }),
        (&FIRST[..73], IdentityFileError::Mistyped { line: 1 }),
        (&format!("{FIRST} # mine"), IdentityFileError::Mistyped { line: 1 }),
        ("academic acid", IdentityFileError::Mistyped { line: 1 }),
        ("PuTTY-User-Key-File-3: ssh-ed25519\n", IdentityFileError::OtherSsh),
        (&format!("{SSH}{SSH}"), IdentityFileError::Several),
        (&SSH[..200], IdentityFileError::Damaged),
    ] {
        assert_eq!(refused(text), error, "{text}");
    }
    let bytes = |bytes: &[u8]| read(&SecretBytes::copy_of(bytes)).unwrap_err();
    assert_eq!(bytes(&[0xff; 100]), IdentityFileError::NotText);
    assert_eq!(bytes(&vec![b'#'; MOST_BYTES + 1]), IdentityFileError::NotText);
}

#[test]
fn other_key_files_are_named() {
    macro_rules! file {
        ($name:literal) => {
            ($name, include_str!(concat!("../../../tests/data/keyfiles/", $name)))
        };
    }
    for (name, text) in [file!("encrypted-ed25519.openssh"), file!("encrypted-p256.openssh")] {
        assert_eq!(refused(text), IdentityFileError::EncryptedSsh, "{name}");
    }
    for (name, text) in [
        file!("rsa2048.openssh"),
        file!("p256.openssh"),
        file!("p384.openssh"),
        file!("unlike-p521.openssh"),
        file!("unlike-dsa.openssh"),
        file!("rsa2048.pkcs1.pem"),
        file!("p256.sec1.pem"),
        file!("ed25519.pkcs8.pem"),
        file!("ed25519.spki.pem"),
    ] {
        assert_eq!(refused(text), IdentityFileError::OtherSsh, "{name}");
    }
    // Its private half is left as it is, and the public one in front of it exchanged for another's.
    let decoded = |text: &str| {
        let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        age::base64::from_padded(body.as_bytes()).unwrap()
    };
    let (own, other) = (decoded(SSH), decoded(file!("other-ed25519.openssh").1));
    // The public half lies behind the magic, three strings, a number and 4 + 4 + 11 + 4 bytes of its own.
    let at = 15 + 8 + 8 + 4 + 4 + 23;
    let lie = [&own[..at], &other[at..at + 32], &own[at + 32..]].concat();
    let lie = age::base64::padded(&lie);
    let lie = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{lie}\n-----END OPENSSH PRIVATE KEY-----\n");
    assert_eq!(refused(&lie), IdentityFileError::Contradicts);
}
