//! A program that leaks on purpose, and the debugger, which finds what is there, and only that.

use std::{
    cell::RefCell,
    env,
    fs::{self, File},
    hint::black_box,
    io::Read as _,
    mem,
    os::fd::AsFd as _,
    process::Command,
};

use quorate::{
    crypto::stack::{self, COMMAND},
    slip39::wordlist,
};

use crate::debugger::{
    needles::Needles,
    set::{Set, Stream},
    traced::{Ended, FEW, Traced},
};

/// The program `leak FORM PLACE`: it reads a secret from standard input, puts it in a form and in a place, and ends.
pub fn run(arguments: &[String]) {
    let [form, place] = arguments else { panic!("leak FORM PLACE") };
    let mut given = Box::new([0; 4096]);
    // Past the buffer of the standard library, which would leak by itself.
    let stdin = std::io::stdin().as_fd().try_clone_to_owned().unwrap();
    let mut length = 0;
    let mut stdin = File::from(stdin);
    loop {
        match stdin.read(&mut given[length..]).unwrap() {
            0 => break,
            more => length += more,
        }
    }
    let mut formed = Box::new([0; 8192]);
    let length = put(form, &given[..length], &mut formed[..]);
    leave(place, &formed[..length]);
    wipe(&mut given[..]);
    wipe(&mut formed[..]);
}

/// Puts `secret` in a form, byte by byte and in place, so that nothing is left behind but what is meant to be.
fn put(form: &str, secret: &[u8], out: &mut [u8]) -> usize {
    let mut length = 0;
    let mut push = |byte: u8| {
        out[length] = byte;
        length += 1;
    };
    match form {
        "as-it-is" => secret.iter().for_each(|&byte| push(byte)),
        "hex" | "capital-hex" => {
            let digits = if form == "hex" { b"0123456789abcdef" } else { b"0123456789ABCDEF" };
            for &byte in secret {
                push(digits[usize::from(byte >> 4)]);
                push(digits[usize::from(byte & 15)]);
            }
        }
        "grouped-hex" => {
            for (at, &byte) in secret.iter().enumerate() {
                if at > 0 && at % 2 == 0 {
                    push(b' ');
                }
                push(b"0123456789abcdef"[usize::from(byte >> 4)]);
                push(b"0123456789abcdef"[usize::from(byte & 15)]);
            }
        }
        "words-of-4" => {
            secret.chunks_exact(4).flat_map(|word| word.iter().rev()).for_each(|&byte| push(byte))
        }
        "words-of-8" => {
            secret.chunks_exact(8).flat_map(|word| word.iter().rev()).for_each(|&byte| push(byte))
        }
        "inner-pad" => secret.iter().for_each(|&byte| push(byte ^ 0x36)),
        "outer-pad" => secret.iter().for_each(|&byte| push(byte ^ 0x5c)),
        "capitals" => secret.iter().for_each(|byte| push(byte.to_ascii_uppercase())),
        "four-letters" => {
            let mut letters = 0;
            for &byte in secret {
                letters = if byte == b' ' { 0 } else { letters + 1 };
                if letters <= 4 {
                    push(byte);
                }
            }
        }
        "numbers" | "packed" => {
            let (mut bits, mut held) = (0u32, 0);
            for word in str::from_utf8(secret).unwrap().split(' ') {
                let number = wordlist::index(word).unwrap();
                if form == "numbers" {
                    number.to_ne_bytes().into_iter().for_each(&mut push);
                    continue;
                }
                (bits, held) = (bits << 10 | u32::from(number), held + 10);
                while held >= 8 {
                    held -= 8;
                    push((bits >> held) as u8);
                }
            }
        }
        _ => panic!("no such form"),
    }
    length
}

/// Leaves a copy in a place.
fn leave(place: &str, secret: &[u8]) {
    match place {
        "nowhere" => {}
        "heap" => mem::forget(black_box(secret.to_vec().into_boxed_slice())),
        // Freed, but not wiped; in the middle of a large piece, of which the allocator keeps only the ends to itself.
        "freed-heap" => {
            let mut copy = vec![0; 1 << 15];
            copy[1 << 14..][..secret.len()].copy_from_slice(secret);
            drop(black_box(copy));
        }
        "stack" => deep(secret, 3),
        // As a command wipes its stack, and deeper than that.
        "wiped-stack" => stack::wiped_as_a_command(|| deep(secret, 3)),
        "deeper-stack" => stack::wiped_as_a_command(|| deep(secret, COMMAND / 4096)),
        "static" => KEPT.with_borrow_mut(|kept| kept[..secret.len()].copy_from_slice(secret)),
        _ => panic!("no such place"),
    }
}

/// A frame below the others, which is left as it is.
#[inline(never)]
fn deep(secret: &[u8], levels: usize) {
    let mut copy = [0u8; 4096];
    if levels > 0 {
        deep(secret, levels - 1);
    } else {
        copy[..secret.len()].copy_from_slice(secret);
    }
    black_box(&mut copy);
}

thread_local! {
    static KEPT: RefCell<[u8; 8192]> = const { RefCell::new([0; 8192]) };
}

fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}

fn leak(form: &str, place: &str, secret: &[u8]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    fs::write(&path, secret).unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    Traced::start(command.args(["leak", form, place]).stdin(File::open(path).unwrap())).ended()
}

const PLACES: [(&str, &str); 4] =
    [("heap", "[heap]"), ("freed-heap", "[heap]"), ("stack", "[stack]"), ("static", "")];

pub fn every_form_of_every_secret_is_found_in_every_place_and_nothing_where_nothing_was_left() {
    let set = Set::deal(1, "2of3", 32, "");
    // Made while it runs: one that stands in the program would be found in its file.
    let passphrase = Stream::new(black_box(2)).bytes(24);
    let needles = set.needles().bytes("passphrase", &passphrase);
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
        ("as-it-is", &passphrase, "passphrase, bytes"),
        ("as-it-is", share, "share 1.2, two words"),
        ("capitals", share, "share 1.2, two words in capitals"),
        ("four-letters", share, "share 1.2, by four letters"),
        ("numbers", share, "share 1.2, the numbers of its words"),
        ("packed", share, "share 1.2, packed to ten bits"),
        // What is packed to ten bits holds the value, too: shifted by a number of bits that is whole bytes here.
        ("packed", share, "share 1.2"),
    ] {
        for (place, mapping) in PLACES {
            let residues = needles.residues(&leak(form, place, secret).memory);
            assert!(residues.has(found, mapping), "{form} in {place}: {residues:?}");
        }
        let residues = needles.residues(&leak(form, "nowhere", secret).memory);
        assert_eq!(residues.count(), 0, "{form}: {residues:?}");
    }
}

pub fn one_window_is_enough() {
    let set = Set::deal(1, "2of3", 32, "");
    let needles = Needles::default().bytes("master secret", &set.key);
    assert_eq!(needles.residues(&leak("as-it-is", "stack", &set.key[11..19]).memory).count(), 1);
    assert_eq!(needles.residues(&leak("as-it-is", "stack", &set.key[11..18]).memory).count(), 0);
}

pub fn a_command_that_goes_deeper_than_its_stack_is_wiped_is_found() {
    let set = Set::deal(1, "2of3", 32, "");
    let wiped = leak("as-it-is", "wiped-stack", &set.key);
    let needles = Needles::default().bytes("master secret", &set.key);
    assert_eq!(needles.residues(&wiped.memory).count(), 0);
    assert!(wiped.left_below(COMMAND as u64) < FEW, "{}", wiped.left_below(COMMAND as u64));
    // The same bytes, one frame below what is wiped; and as much of anything else.
    let deeper = leak("as-it-is", "deeper-stack", &set.key);
    assert!(needles.residues(&deeper.memory).count() > 0);
    let other = leak("as-it-is", "deeper-stack", &[0xa5; 2 * FEW]);
    assert!(other.left_below(COMMAND as u64) > FEW, "{}", other.left_below(COMMAND as u64));
}

pub fn the_status_of_the_last_moment_is_told() {
    let ended = leak("as-it-is", "nowhere", &[1; 16]);
    assert_eq!((ended.code, ended.status("Seccomp"), ended.status("NoNewPrivs")), (0, "0", "0"));
    assert_eq!(leak("no-form", "nowhere", &[1; 16]).code, 101);
}
