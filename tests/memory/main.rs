//! What quorate leaves in memory when it ends: every command, to every end, looked into at the last moment of its life.
//!
//! A program that wipes its secrets can only be believed if somebody looks. Here a debugger starts the release build,
//! lets it do its work, stops it at the last moment of its life (`PTRACE_EVENT_EXIT`: nothing of it runs any more, and
//! all its memory is still there), reads every mapping, and looks for windows of eight bytes of whatever was secret.
//! There must be none: after a success, after every kind of refusal, from files, pipes, pictures and a terminal.
//!
//! ```sh
//! cargo build --release --locked
//! cargo test --locked --test memory --test memory-programs
//! ```
//!
//! `QUORATE_BIN` names another build to look into. What is looked for (`needles`):
//!
//! | secret | as |
//! | --- | --- |
//! | master secret, encrypted master secret, share values, seeds of share keys, passphrase | bytes; hex in small letters, in capitals and in groups of four; turned around in words of 4 and 8 bytes, as hashes take them; under the two pads of HMAC |
//! | the key as it came: hex, WIF, xprv, BIP-39 words | text, as above; words by twos |
//! | the words of a share | two that follow each other, in full, in capitals, by four letters, numbered as on a page; their numbers, as 16-bit integers and packed to 10 bits |
//!
//! The debugger keeps the program's memory open from its first moment, when anybody may still look. So it works as
//! root, as an ordinary user and in a user namespace, also after the program has made itself undumpable.
//!
//! The same debugger meddles with the calls of a program (`meddling`): one after the other fails as a disk or a medium
//! would, and whatever the program does then is held to its contract, and looked into, too.
//!
//! That it would find something is shown by a program beside it (`programs/leak.rs`) that leaks on purpose: each secret
//! in each of its forms, on the heap, on the stack and in a static. All are found, and in the same program without a
//! leak nothing is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod debugger;
mod desk;
mod errors;
mod far;
#[cfg(target_arch = "x86_64")]
mod faults;
mod files;
mod foreign;
mod hands;
#[cfg(target_arch = "x86_64")]
mod panics;
mod passing;
mod pictures;
mod practice;
mod rolled;
mod sealed;
mod terminal;
mod values;
