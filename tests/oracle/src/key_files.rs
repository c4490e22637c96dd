//! Key files that `openssl` and `ssh-keygen` make, and what these two say of each: random keys of every kind, in every
//! container, and one digit of the public half wrong.
//!
//! `openssl` computes the public half of what stores none, and compares what it stores; `ssh-keygen` tells what is stored.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output},
};

use quorate::{
    crypto::secret::SecretBytes,
    formats::keyfile::{PrivateFileError, PublicHalf},
};

/// Kinds, each with what makes a key, and how many are made. RSA takes a tenth of a second a key and more.
const KINDS: [(&str, &[&str], usize); 5] = [
    ("Ed25519", &["-algorithm", "ED25519"], 100),
    ("P-256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], 100),
    ("P-384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], 100),
    ("RSA 2048", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], 30),
    ("RSA 3072", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"], 20),
];

/// A folder that goes away.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("quorate-{}-{}", name.replace(' ', "-"), std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let output = Command::new(program).args(arguments).current_dir(&self.0).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    fn derived(&self, name: &str) -> Result<PublicHalf, PrivateFileError> {
        PublicHalf::of_private(&SecretBytes::copy_of(&self.bytes(name)))
    }

    /// What OpenSSL says of a file.
    fn spki(&self, name: &str) -> Vec<u8> {
        self.run("openssl", &["pkey", "-in", name, "-pubout", "-outform", "DER"]).stdout
    }

    /// What OpenSSH says of it.
    fn line(&self, name: &str) -> String {
        let line = String::from_utf8(self.run("ssh-keygen", &["-y", "-f", name]).stdout).unwrap();
        line.split(' ').take(2).collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }

    fn fingerprint(&self, name: &str) -> String {
        let told = String::from_utf8(self.run("ssh-keygen", &["-l", "-f", name]).stdout).unwrap();
        told.split(' ').nth(1).unwrap().to_owned()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn are_here() -> bool {
    let is_here = |program: &str, argument| Command::new(program).arg(argument).output().is_ok();
    is_here("openssl", "version") && is_here("ssh-keygen", "-?")
}

#[test]
fn the_public_half_is_that_of_openssl_and_of_openssh() {
    if !are_here() {
        return;
    }
    for (kind, made_by, keys) in KINDS {
        let desk = Desk::new(kind);
        for _ in 0..keys {
            desk.run("openssl", &[&["genpkey", "-out", "key.pem"], made_by].concat());
            let mut containers = vec!["key.pem", "key.der"];
            desk.run("openssl", &["pkey", "-in", "key.pem", "-outform", "DER", "-out", "key.der"]);
            if kind != "Ed25519" {
                // `ssh-keygen` reads the older containers, and writes its own over them.
                desk.run("openssl", &["pkey", "-in", "key.pem", "-traditional", "-out", "old.pem"]);
                fs::copy(desk.0.join("old.pem"), desk.0.join("key.openssh")).unwrap();
                desk.run("ssh-keygen", &["-q", "-p", "-N", "", "-f", "key.openssh"]);
                containers.extend(["old.pem", "key.openssh"]);
            }
            let spki = desk.spki("key.pem");
            let told = PublicHalf::read(&spki).unwrap().half;
            assert_eq!(told.spki(), spki, "{kind}");
            for name in containers {
                assert_eq!(desk.derived(name), Ok(told.clone()), "{kind} in {name}");
            }
            if kind != "Ed25519" {
                assert_eq!(told.ssh_line(), desk.line("key.openssh"), "{kind}");
                assert_eq!(told.ssh_fingerprint(), desk.fingerprint("key.openssh"), "{kind}");
            }
        }
    }
}

#[test]
fn keys_of_openssh_give_the_half_that_it_stored() {
    if !are_here() {
        return;
    }
    let desk = Desk::new("openssh");
    for (kind, bits, keys) in
        [("ed25519", "256", 100), ("ecdsa", "256", 20), ("ecdsa", "384", 20), ("rsa", "2048", 5)]
    {
        for number in 0..keys {
            let name = format!("{kind}-{bits}-{number}");
            // Comments of every length, and so paddings of every length.
            let comment = "c".repeat(number);
            desk.run("ssh-keygen", &["-q", "-t", kind, "-b", bits, "-N", "", "-C", &comment, "-f", &name]);
            let half = desk.derived(&name).unwrap();
            assert_eq!(half.ssh_line(), desk.line(&name), "{name}");
            assert_eq!(half.ssh_fingerprint(), desk.fingerprint(&name), "{name}");
            assert_eq!(PublicHalf::read(&desk.bytes(&format!("{name}.pub"))).unwrap().half, half, "{name}");
        }
    }
}

/// An Ed25519 key of OpenSSL with another public half beside it, as RFC 5958 keeps one.
fn with_public_half(private: &[u8], public: &[u8]) -> Vec<u8> {
    let mut der = [&[0x30, 0x51, 2, 1, 1], &private[5..], &[0x81, 0x21, 0], public].concat();
    assert_eq!(der.len(), 0x53);
    der[4] = 1;
    der
}

#[test]
fn a_half_of_another_key_is_refused_for_random_keys() {
    if !are_here() {
        return;
    }
    let desk = Desk::new("lies");
    let made = |name: &str| {
        desk.run("openssl", &["genpkey", "-algorithm", "ED25519", "-outform", "DER", "-out", name]);
        let spki = desk
            .run("openssl", &["pkey", "-inform", "DER", "-in", name, "-pubout", "-outform", "DER"])
            .stdout;
        (desk.bytes(name), spki[12..].to_vec())
    };
    for _ in 0..20 {
        let ((private, public), (_, other)) = (made("one.der"), made("other.der"));
        let read = |public: &[u8]| {
            PublicHalf::of_private(&SecretBytes::copy_of(&with_public_half(&private, public)))
        };
        assert!(read(&public).unwrap().spki().ends_with(&public));
        assert_eq!(read(&other), Err(PrivateFileError::Contradicts));
    }
}
