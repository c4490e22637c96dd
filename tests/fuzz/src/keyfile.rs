//! A key file, private or public. Any bytes are one or none; what is told of a private one follows from its private half, so
//! that a lying public half is refused; and what is told is written again and read back equal.

use quorate::{
    crypto::secret::SecretBytes,
    formats::{
        keyfile::{PrivateFileError, PublicFileError, PublicHalf},
        public::ed25519::public_of,
    },
};

use crate::craft::{Numbers, choice};

/// Files of which something is changed.
const GENUINE: [&[u8]; 8] = [
    include_bytes!("../../data/keyfiles/ed25519.openssh"),
    include_bytes!("../../data/keyfiles/ed25519-v2.pkcs8.pem"),
    include_bytes!("../../data/keyfiles/p256.openssh"),
    include_bytes!("../../data/keyfiles/p256.sec1.pem"),
    include_bytes!("../../data/keyfiles/p384.pkcs8.pem"),
    include_bytes!("../../data/keyfiles/rsa1024.openssh"),
    include_bytes!("../../data/keyfiles/rsa1024.pkcs1.pem"),
    include_bytes!("../../data/keyfiles/p256.certificate.pem"),
];

/// Any bytes, a genuine file that was changed, or numbers that were put into a file.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    match choice % 4 {
        0 => is_one_or_none(rest),
        1 => is_one_or_none(&changed(GENUINE[usize::from(choice / 4) % GENUINE.len()], rest)),
        2 => follows_from_the_seed(choice / 4, rest),
        _ => follows_from_the_number(rest),
    }
}

fn is_one_or_none(file: &[u8]) {
    let derived = PublicHalf::of_private(&SecretBytes::copy_of(file));
    let given = PublicHalf::read(file);
    if let Ok(half) = &derived {
        is_written(half);
        assert!(given.is_err(), "a private key is taken for a public one");
    }
    if let Ok(given) = &given {
        is_written(&given.half);
    }
    let told = [derived.err().map(|error| error.to_string()), given.err().map(|error| error.to_string())];
    let text = String::from_utf8_lossy(file);
    for told in told.iter().flatten() {
        let repeated = text.split_whitespace().find(|word| word.len() > 12 && told.contains(word));
        assert_eq!(repeated, None, "a refusal repeats what it was given");
    }
}

fn is_written(half: &PublicHalf) {
    for again in [half.spki(), half.ssh_line().into_bytes()] {
        assert_eq!(PublicHalf::read(&again).map(|given| given.half).as_ref(), Ok(half), "read differently");
    }
    assert!(half.ssh_fingerprint().starts_with("SHA256:") && PublicHalf::is_meant(&half.ssh_line()));
}

/// A file with some of its bytes others, left out or doubled.
fn changed(file: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for three in changes.chunks_exact(3).take(8) {
        let at = usize::from(u16::from_be_bytes([three[0], three[1]]));
        let Some(at) = at.checked_rem(file.len()) else { break };
        match three[2] {
            0 => drop(file.remove(at)),
            1 => file.truncate(at + 1),
            byte => file[at] = byte,
        }
    }
    file
}

/// PKCS#8 of Ed25519 (RFC 8410, 7), with a public half that is right, that is of another key, or of none.
fn follows_from_the_seed(choice: u8, bytes: &[u8]) {
    let Some((seed, told)) = bytes.split_first_chunk::<32>() else { return };
    let right = public_of(seed).unwrap();
    let stored: &[u8] = match choice % 3 {
        0 => &right,
        1 => told,
        _ => &[],
    };
    if stored.len() > 64 {
        return;
    }
    let key = element(4, &element(4, seed));
    let identifier = element(0x30, &element(6, &[0x2b, 0x65, 0x70]));
    let public = if choice % 3 == 2 { Vec::new() } else { element(0x81, &[&[0], stored].concat()) };
    let version = [2, 1, u8::from(!public.is_empty())];
    let file = element(0x30, &[&version[..], &identifier, &key, &public].concat());
    match PublicHalf::of_private(&SecretBytes::copy_of(&file)) {
        Ok(half) => {
            assert!(half.spki().ends_with(&right), "another half than the seed gives");
            assert!(public.is_empty() || stored == right, "a lie is believed");
            is_written(&half);
        }
        Err(error) => {
            assert!(!public.is_empty() && stored != right, "a right file is refused: {error}");
            assert!(matches!(error, PrivateFileError::Contradicts | PrivateFileError::Malformed));
        }
    }
    assert_eq!(PublicHalf::read(&file), Err(PublicFileError::IsPrivate));
}

/// SEC1 of P-256 (RFC 5915, 3): without its public half, with it, and with that of another number.
fn follows_from_the_number(bytes: &[u8]) {
    let Some((number, rest)) = bytes.split_first_chunk::<32>() else { return };
    let mut numbers = Numbers::of(rest);
    let mut other = *number;
    other[31 - numbers.below(32)] ^= 1 << numbers.below(8);
    let (Ok(own), Ok(another)) = (of_p256(number, None), of_p256(&other, None)) else { return };
    assert_ne!(own, another, "two numbers have one half");
    is_written(&own);
    let point = |half: &PublicHalf| half.spki().split_off(half.spki().len() - 65);
    assert_eq!(of_p256(number, Some(&point(&own))).as_ref(), Ok(&own));
    assert_eq!(of_p256(number, Some(&point(&another))), Err(PrivateFileError::Contradicts));
}

fn of_p256(number: &[u8], public: Option<&[u8]>) -> Result<PublicHalf, PrivateFileError> {
    let curve = element(0xa0, &element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]));
    let public = public.map_or_else(Vec::new, |point| element(0xa1, &element(3, &[&[0], point].concat())));
    let contents = [&[2, 1, 1][..], &element(4, number), &curve, &public].concat();
    PublicHalf::of_private(&SecretBytes::copy_of(&element(0x30, &contents)))
}

/// An element in DER, of at most 255 bytes.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u8::try_from(contents.len()).unwrap();
    let long: &[u8] = if length < 0x80 { &[] } else { &[0x81] };
    [&[tag], long, &[length], contents].concat()
}
