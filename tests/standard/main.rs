//! The standard, from outside: what the library says to the official vectors, to every quorum, to sabotage and to
//! slips of the pen. One test binary, because each costs a link.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod codex32;
mod craft;
mod first_version;
mod flips;
mod key_files;
mod locked;
mod look_alikes;
mod quorums;
mod reissue;
mod sabotage;
mod stream;
mod typos;
mod vectors;
mod wrappings;
