//! The harness finds what is there, and only that.

use std::{fs::File, process::Command};

use quorate_memory::{
    needles::Needles,
    set::{PASSPHRASE, Set},
    traced::{Ended, Traced},
};

fn leak(form: &str, place: &str, secret: &[u8]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, secret).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_leak"));
    Traced::start(command.args([form, place]).stdin(File::open(path).unwrap())).ended()
}

const PLACES: [(&str, &str); 4] =
    [("heap", "[heap]"), ("freed-heap", "[heap]"), ("stack", "[stack]"), ("static", "")];

#[test]
fn every_form_of_every_secret_is_found_in_every_place_and_nothing_where_nothing_was_left() {
    let set = Set::deal(1, "2of3", 32, "");
    let needles = set.needles().bytes("passphrase", PASSPHRASE.as_bytes());
    let share = set.shares()[1].as_bytes();
    for (form, secret, found) in [
        ("as-it-is", &set.key[..], "master secret, bytes"),
        ("hex", &set.key, "master secret, hex"),
        ("capital-hex", &set.key, "master secret, hex in capitals"),
        ("grouped-hex", &set.key, "master secret, hex in groups"),
        ("words-of-4", &set.key, "master secret, words of 4 bytes"),
        ("words-of-8", &set.key, "master secret, words of 8 bytes"),
        ("inner-pad", &set.key, "master secret, under the inner pad"),
        ("outer-pad", &set.key, "master secret, under the outer pad"),
        ("as-it-is", PASSPHRASE.as_bytes(), "passphrase, bytes"),
        ("as-it-is", share, "share 1.2, two words"),
        ("capitals", share, "share 1.2, two words in capitals"),
        ("four-letters", share, "share 1.2, by four letters"),
        ("numbers", share, "share 1.2, the numbers of its words"),
        ("packed", share, "share 1.2, packed to ten bits"),
        // What is packed to ten bits holds the value, too: shifted by a number of bits that is whole bytes here.
        ("packed", share, "share 1.2"),
    ] {
        for (place, mapping) in PLACES {
            let residues = leak(form, place, secret).residues(&needles);
            assert!(residues.has(found, mapping), "{form} in {place}: {residues:?}");
        }
        let residues = leak(form, "nowhere", secret).residues(&needles);
        assert_eq!(residues.count(), 0, "{form}: {residues:?}");
    }
}

#[test]
fn one_window_is_enough() {
    let set = Set::deal(1, "2of3", 32, "");
    let needles = Needles::default().bytes("master secret", &set.key);
    assert_eq!(leak("as-it-is", "stack", &set.key[11..19]).residues(&needles).count(), 1);
    assert_eq!(leak("as-it-is", "stack", &set.key[11..18]).residues(&needles).count(), 0);
}

#[test]
fn the_status_of_the_last_moment_is_told() {
    let ended = leak("as-it-is", "nowhere", &[1; 16]);
    assert_eq!((ended.code, ended.status("Seccomp"), ended.status("NoNewPrivs")), (0, "0", "0"));
    assert_eq!(leak("no-form", "nowhere", &[1; 16]).code, 101);
}
