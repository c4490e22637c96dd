//! Sealing and opening: neither what is sealed, nor any of the keys between it and the shares, is left.

use quorate::{
    crypto::{hash::hkdf_sha256, secret::SecretBytes},
    formats::age::{Header, Identity, NONCE_BYTES},
};

use crate::{
    debugger::{needles::Needles, set::Stream},
    desk::Desk,
    files::{dealt, words},
};

/// What is sealed: more than one run of chunks, and a piece that is easy to find.
fn plain() -> Vec<u8> {
    Stream::new(47).bytes(300_000)
}

/// Parts of it from its beginning, its middle and its end.
fn of_plain(needles: Needles, plain: &[u8]) -> Needles {
    let parts = [0, 65_536, 150_000, plain.len() - 512];
    parts.into_iter().fold(needles, |needles, at| needles.bytes("what was sealed", &plain[at..at + 512]))
}

/// A desk where it was sealed, and all that is secret then.
fn sealed(options: &str) -> (Desk, Needles) {
    let (desk, plain) = (Desk::new(), plain());
    desk.put("key.bin", &plain);
    let ran = desk
        .run(&words(&format!("split 2of3 --seal key.bin --exponent 0 --date 2026-11-25 {options}")))
        .exits(0);
    let shares = desk.shares_under("set/secret");
    desk.put_shares(&shares);
    let identity = identity(&desk);
    let needles = of_plain(dealt(Needles::default(), &shares), &plain).bytes("identity", &identity);
    let needles =
        keys(&desk, &identity).into_iter().fold(needles, |needles, (what, key)| needles.bytes(what, &key));
    ran.leaves_nothing_of(&needles);
    (desk, needles)
}

fn identity(desk: &Desk) -> Vec<u8> {
    desk.prepare(&words("recover 1.txt 2.txt -o hex"));
    let hex = desk.read("hex");
    (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// The keys in the sealed file.
fn keys(desk: &Desk, identity: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let file = std::fs::read(desk.path("set/public/key.bin.age")).unwrap();
    let length = Header::length(&file).unwrap().unwrap();
    let identity = Identity::new(SecretBytes::copy_of(identity)).unwrap();
    let file_key = Header::read(&file[..length]).unwrap().file_key(&identity).unwrap();
    let nonce = &file[length..length + NONCE_BYTES];
    let payload_key = hkdf_sha256(nonce, file_key.expose(), b"payload");
    vec![("file key", file_key.expose().to_vec()), ("payload key", payload_key.expose().to_vec())]
}

#[test]
fn a_file_that_is_sealed_and_opened() {
    for options in ["-o set", "-o set --fingerprint"] {
        let (desk, needles) = sealed(options);
        let open = "--open set/public/key.bin.age";
        for (line, exit) in [
            (format!("recover 1.txt 3.txt {open} -o back"), 0),
            (format!("recover 1.txt 3.txt {open}"), 0),
            (format!("drill 1.txt 2.txt 3.txt --record set/public/record.json --date 2026-11-25 {open}"), 0),
            (format!("recover 1.txt 3.txt {open} -o back"), 7),
            (format!("recover 1.txt {open} -o back2"), 4),
        ] {
            desk.run(&words(&line)).exits(exit).leaves_nothing_of(&needles);
        }
        assert!(std::fs::read(desk.path("back")).unwrap() == plain());
        let mut touched = std::fs::read(desk.path("set/public/key.bin.age")).unwrap();
        *touched.last_mut().unwrap() ^= 1;
        desk.put("touched.age", touched);
        let line = "recover 1.txt 3.txt --open touched.age -o back2";
        desk.run(&words(line)).exits(5).leaves_nothing_of(&needles);
    }
}
