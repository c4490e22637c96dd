//! Key files as OpenSSH and OpenSSL write them: what their programs say of each, and files that lie, are cut off, or have a
//! wrong bit.

mod lies;
mod slips;

use std::{fs, path::Path};

use quorate::{
    crypto::secret::SecretBytes,
    formats::{
        age::base64,
        keyfile::{GivenHalf, PrivateFileError, PublicFileError, PublicHalf},
    },
};

/// What each key is, with the containers that it is in.
const KEYS: [(&str, &str, &[&str]); 5] = [
    ("ed25519", "an Ed25519 key", &["openssh", "pkcs8.pem", "v2.pkcs8.pem"]),
    ("p256", "a P-256 key", &["openssh", "pkcs8.pem", "sec1.pem", "bare.sec1.pem", "compressed.sec1.pem"]),
    ("p384", "a P-384 key", &["openssh", "pkcs8.pem", "sec1.pem"]),
    ("rsa1024", "an RSA key of 1024 bits", &["openssh", "pkcs8.pem", "pkcs1.pem"]),
    ("rsa2048", "an RSA key of 2048 bits", &["openssh", "pkcs8.pem", "pkcs1.pem"]),
];

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keyfiles");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Every file with a key, by the name of the key.
fn private_files() -> impl Iterator<Item = (&'static str, String)> {
    KEYS.into_iter().flat_map(|(key, _, containers)| {
        containers.iter().map(move |container| {
            let separator =
                if container.contains('.') && container.matches('.').count() > 1 { '-' } else { '.' };
            (key, format!("{key}{separator}{container}"))
        })
    })
}

fn derived(bytes: impl AsRef<[u8]>) -> Result<PublicHalf, PrivateFileError> {
    PublicHalf::of_private(&SecretBytes::copy_of(bytes.as_ref()))
}

fn given(bytes: impl AsRef<[u8]>) -> Result<GivenHalf, PublicFileError> {
    PublicHalf::read(bytes.as_ref())
}

/// What other programs say that the key is.
fn told(key: &str) -> PublicHalf {
    given(file(&format!("{key}.spki.pem"))).unwrap().half
}

/// The bytes in the first block of a file, of the label that is returned.
fn opened(text: &str) -> (String, Vec<u8>) {
    let begins = text.split_once("-----BEGIN ").unwrap().1;
    let (label, rest) = begins.split_once("-----\n").unwrap();
    let digits = rest.split_once("-----END").unwrap().0.replace('\n', "");
    (label.to_owned(), base64::from_padded(digits.as_bytes()).unwrap())
}

fn closed(label: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", base64::padded(bytes))
}

/// The block with the key in a file: OpenSSL writes the name of the curve before it.
fn key_block(text: &str) -> (String, Vec<u8>) {
    let from = text.find("-----BEGIN EC PRIVATE KEY").unwrap_or_default();
    opened(&text[from..])
}

#[test]
fn each_container_gives_the_half_that_other_programs_give() {
    for (key, name) in private_files() {
        assert_eq!(derived(file(&name)), Ok(told(key)), "{name}");
    }
    assert_eq!(derived(file("ed25519-plain.pkcs8.pem")), Ok(told("ed25519-plain")));
    assert_eq!(private_files().count(), 17);
}

#[test]
fn each_public_file_gives_the_same_half_and_kind_and_fingerprint() {
    for (key, kind, _) in KEYS {
        let half = told(key);
        let line = file(&format!("{key}.pub"));
        assert_eq!(given(&line).unwrap(), GivenHalf { half: half.clone(), is_certified: false, others: 0 });
        assert_eq!(half.to_string(), kind);
        assert!(line.starts_with(&half.ssh_line()), "{key}");
        assert_eq!(file(&format!("{key}.fingerprint.txt")).split(' ').nth(1), Some(&*half.ssh_fingerprint()));
        assert_eq!(half.spki(), opened(&file(&format!("{key}.spki.pem"))).1);
        assert_ne!(told("ed25519-plain"), half);
    }
    assert_eq!(given(file("p256-compressed.spki.pem")).unwrap().half, told("p256"));
    assert_eq!(given(file("rsa2048.pkcs1.public.pem")).unwrap().half, told("rsa2048"));
}

#[test]
fn of_certificates_the_first_alone_counts() {
    for (name, key, others) in [
        ("ed25519", "ed25519", 0),
        ("rsa2048", "rsa2048", 0),
        ("p256", "p256", 0),
        ("p256-chain", "p256", 1),
        ("p256-behind", "rsa2048", 1),
    ] {
        let found = given(file(&format!("{name}.certificate.pem")));
        assert_eq!(found, Ok(GivenHalf { half: told(key), is_certified: true, others }), "{name}");
    }
    let (_, der) = opened(&file("rsa2048.certificate.pem"));
    assert_eq!(given(der), Ok(GivenHalf { half: told("rsa2048"), is_certified: true, others: 0 }));
    let mixed = file("rsa2048.certificate.pem") + &file("rsa2048.spki.pem");
    assert_eq!(given(mixed), Err(PublicFileError::Several));
    assert_eq!(given(file("request.pem")), Err(PublicFileError::Unrecognised));
}

#[test]
fn der_reads_as_pem_does_and_so_do_other_line_ends() {
    for (key, name) in private_files() {
        let text = file(&name);
        let (label, bytes) = key_block(&text);
        if label != "OPENSSH PRIVATE KEY" {
            assert_eq!(derived(&bytes), Ok(told(key)), "{name}");
            assert_eq!(given(&bytes), Err(PublicFileError::IsPrivate), "{name}");
        }
        assert_eq!(derived(format!("\u{feff}{}", text.replace('\n', " \r\n"))), Ok(told(key)), "{name}");
        assert_eq!(derived(format!("Bag Attributes\n\n{text}the host's")), Ok(told(key)), "{name}");
        assert_eq!(derived(format!("{text}{text}")), Err(PrivateFileError::Several), "{name}");
    }
    for (key, _, _) in KEYS {
        let (_, bytes) = opened(&file(&format!("{key}.spki.pem")));
        assert_eq!(given(&bytes).unwrap().half, told(key));
        assert_eq!(derived(&bytes), Err(PrivateFileError::Unrecognised));
        let utf16: Vec<u8> = file(&format!("{key}.pub")).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(given([&[0xff, 0xfe], &*utf16].concat()).unwrap().half, told(key));
    }
    assert_eq!(given(opened(&file("rsa2048.pkcs1.public.pem")).1).unwrap().half, told("rsa2048"));
}

#[test]
fn the_example_of_the_standard_is_read_with_its_attributes() {
    // RFC 8410, 10.3: the same key in both versions, the second with its public half.
    let both = [
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUg\
         Q2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
    ];
    let public = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    let public = given(base64::from_padded(public.as_bytes()).unwrap()).unwrap().half;
    for digits in both {
        assert_eq!(derived(base64::from_padded(digits.as_bytes()).unwrap()), Ok(public.clone()));
    }
}

#[test]
fn what_is_encrypted_says_so() {
    for name in [
        "ed25519.openssh",
        "ed25519.pkcs8.pem",
        "p256.openssh",
        "p256.pkcs8.pem",
        "p256.sec1.pem",
        "rsa2048.openssh",
        "rsa2048.pkcs1.pem",
        "rsa2048.pkcs8.pem",
    ] {
        let text = file(&format!("encrypted-{name}"));
        assert_eq!(derived(&text), Err(PrivateFileError::Encrypted), "{name}");
        assert_eq!(given(&text), Err(PublicFileError::IsPrivate), "{name}");
    }
    let (_, der) = opened(&file("encrypted-p256.pkcs8.pem"));
    assert_eq!(derived(&der), Err(PrivateFileError::Encrypted));
    assert_eq!(given(&der), Err(PublicFileError::IsPrivate));
}

#[test]
fn other_kinds_are_named_as_such() {
    for name in [
        "dsa.openssh",
        "dsa.pem",
        "ed448.pkcs8.pem",
        "explicit.pkcs8.pem",
        "p521.openssh",
        "p521.pkcs8.pem",
        "primes.pkcs1.pem",
        "rsa512.pkcs1.pem",
        "secp256k1.sec1.pem",
        "x25519.pkcs8.pem",
    ] {
        assert_eq!(derived(file(&format!("unlike-{name}"))), Err(PrivateFileError::OtherKind), "{name}");
    }
    for name in ["p521.spki.pem", "ed448.spki.pem", "dsa.pub", "p521.pub", "certificate.pub"] {
        assert_eq!(given(file(&format!("unlike-{name}"))), Err(PublicFileError::OtherKind), "{name}");
    }
}

#[test]
fn a_private_file_is_no_public_one_and_is_not_repeated() {
    for (_, name) in private_files() {
        let text = file(&name);
        for bytes in [text.clone(), text[..text.len() / 2].to_owned(), format!("{}{text}", file("p256.pub"))]
        {
            let error = given(&bytes).unwrap_err();
            assert_eq!(error, PublicFileError::IsPrivate, "{name}");
            assert!(!format!("{error}{error:?}").contains(&text[40..48]));
        }
    }
    assert_eq!(
        given("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"),
        Err(PublicFileError::IsPrivate)
    );
}

#[test]
fn what_is_neither_is_not_recognised() {
    let many = "ssh-ed25519 ".repeat(10_000);
    for text in ["", "\n", "# a comment", "hello", "0x30", "30", "AAAAC3NzaC1lZDI1NTE5", "host ssh-rsa AAAA"]
    {
        assert_eq!(derived(text), Err(PrivateFileError::Unrecognised), "{text}");
        assert_eq!(given(text), Err(PublicFileError::Unrecognised), "{text}");
    }
    assert_eq!(derived(many), Err(PrivateFileError::Unrecognised));
    let line = file("p256.pub");
    assert_eq!(derived(&line), Err(PrivateFileError::Unrecognised));
    assert_eq!(given(format!("# mine\n\n{line}")).unwrap().half, told("p256"));
    assert_eq!(given(format!("{line}{line}")), Err(PublicFileError::Several));
    assert_eq!(given(line.replace("nistp256 ", "nistp384 ")), Err(PublicFileError::Malformed));
    assert_eq!(given("ssh-ed25519"), Err(PublicFileError::Malformed));
    let twice = file("p256.spki.pem").repeat(2);
    assert_eq!(given(twice), Err(PublicFileError::Several));
}
