//! Files that were cut off, and files with one wrong bit.

use super::{KEYS, PrivateFileError, closed, derived, file, given, key_block, private_files, told};

#[test]
fn a_file_that_was_cut_off_anywhere_gives_nothing() {
    for (key, name) in private_files() {
        let text = file(&name);
        for end in 0..text.trim_end().len() {
            assert!(derived(&text[..end]).is_err(), "{name} at {end}");
        }
        assert_eq!(derived(text.trim_end()), Ok(told(key)));
        let (label, bytes) = key_block(&text);
        for end in 0..bytes.len() {
            assert!(derived(&bytes[..end]).is_err(), "{name} at byte {end}");
            assert!(derived(closed(&label, &bytes[..end])).is_err(), "{name} at byte {end}");
        }
    }
}

#[test]
fn a_public_file_that_was_cut_off_gives_nothing() {
    for (key, _, _) in KEYS {
        let line = file(&format!("{key}.pub"));
        let key_ends =
            line.rfind(' ').filter(|_| line.matches(' ').count() > 1).unwrap_or(line.trim_end().len());
        for end in 0..key_ends {
            assert!(given(&line[..end]).is_err(), "{key} at {end}");
        }
        let spki = file(&format!("{key}.spki.pem"));
        for end in 0..spki.trim_end().len() {
            assert!(given(&spki[..end]).is_err(), "{key} at {end}");
        }
    }
    let chain = file("p256.certificate.pem");
    for end in 0..chain.trim_end().len() {
        assert!(given(&chain[..end]).is_err(), "{end}");
    }
}

/// The half of the private number of a curve that stands in `bytes` as its own file's does in `right`: by the libraries
/// alone, past all that is tested here.
fn straight(name: &str, right: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let at =
        |marker: &[u8]| right.windows(marker.len()).position(|here| here == marker).unwrap() + marker.len();
    match name {
        "ed25519.pkcs8.pem" => {
            let seed = bytes[at(&[4, 34, 4, 32])..][..32].try_into().unwrap();
            Some(ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes().to_vec())
        }
        "p256-bare.sec1.pem" => {
            use p256::elliptic_curve::sec1::ToSec1Point as _;
            let secret = p256::SecretKey::from_slice(&bytes[at(&[4, 32])..][..32]).ok()?;
            Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
        }
        _ => None,
    }
}

#[test]
fn a_wrong_bit_never_gives_the_half_of_another_key() {
    let mut of_others = 0;
    for (key, name) in private_files() {
        let (label, right) = key_block(&file(&name));
        // Of each byte one bit, of short files every one; of the longest some, for they take milliseconds each.
        let bits = if right.len() > 130 { 1 } else { 8 };
        let step = if right.len() > 1000 { 7 } else { 1 };
        for at in (0..right.len()).step_by(step) {
            for bit in (0..bits).map(|bit| 1 << ((at + bit) % 8)) {
                let mut bytes = right.clone();
                bytes[at] ^= bit;
                for found in [derived(closed(&label, &bytes)), derived(&bytes)] {
                    let Ok(half) = found else { continue };
                    if half == told(key) {
                        continue;
                    }
                    // Nothing beside the private number says which it was: then it is truly that of the wrong one.
                    let straight = straight(&name, &right, &bytes).expect("a half that was not derived");
                    assert!(half.spki().ends_with(&straight), "{name} at {at}");
                    of_others += 1;
                }
            }
        }
    }
    // Both numbers of 256 bits, each in PEM and in DER; those of the curve that are not below its order are none.
    assert!((900..=1024).contains(&of_others), "{of_others}");
}

#[test]
fn a_wrong_bit_in_the_text_gives_the_same_half_or_an_error() {
    for (key, name) in
        private_files().filter(|(_, name)| !["ed25519.pkcs8.pem", "p256-bare.sec1.pem"].contains(&&**name))
    {
        let text = file(&name);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << (at % 8);
            let found = derived(&bytes);
            assert!(found.is_err() || found == Ok(told(key)), "{name} at {at}: {found:?}");
        }
    }
}

#[test]
fn check_numbers_and_padding_are_looked_at_and_the_comment_is_not() {
    let (label, bytes) = key_block(&file("ed25519.openssh"));
    let section = bytes.len() - u32::from_be_bytes(find_section(&bytes)).try_into().unwrap_or(0_usize);
    let with = |at: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = value;
        derived(closed(&label, &bytes))
    };
    assert_eq!(with(section, bytes[section] ^ 1), Err(PrivateFileError::Malformed), "a check number");
    assert_eq!(
        with(bytes.len() - 1, bytes[bytes.len() - 1] ^ 1),
        Err(PrivateFileError::Malformed),
        "the padding"
    );
    let comment = bytes.windows(9).rposition(|here| here == b"throwaway").unwrap();
    assert_eq!(with(comment, b'T'), Ok(told("ed25519")));
}

/// The length of the private section, which is the last string of the file.
fn find_section(bytes: &[u8]) -> [u8; 4] {
    let public = usize::try_from(u32::from_be_bytes(bytes[39..43].try_into().unwrap())).unwrap();
    bytes[43 + public..][..4].try_into().unwrap()
}
