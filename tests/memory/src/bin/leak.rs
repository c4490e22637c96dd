//! A program that leaks on purpose: it reads a secret from standard input, puts it in a form and in a place, and ends.
//!
//! `leak FORM PLACE`. The control of the harness, and nothing else.

use std::{cell::RefCell, env, hint::black_box, io::Read as _, mem, os::fd::AsFd as _};

use quorate::slip39::wordlist;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, form, place] = arguments.as_slice() else { panic!("leak FORM PLACE") };
    let mut given = Box::new([0; 4096]);
    // Past the buffer of the standard library, which would leak by itself.
    let stdin = std::io::stdin().as_fd().try_clone_to_owned().unwrap();
    let mut length = 0;
    let mut stdin = std::fs::File::from(stdin);
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
