//! Bad photographs of quorate's codes, all from fixed seeds, and what is read in them.
//!
//! `cargo test --locked --test pictures -- --nocapture` reads 384 of them with quorate and with Debian's `zbarimg` (package
//! zbar-tools) and prints a table, and then thousands of mutated ones with quorate. With `--ignored` it measures how fast
//! both programs are instead (`race`).

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "made-up pictures: what does not fit ends a test, and nothing ships"
)]

mod canvas;
mod chance;
mod corpus;
mod file;
mod mutation;
mod race;
mod reading;
mod scene;
#[path = "../standard/stream.rs"]
#[allow(dead_code, reason = "shared with the tests of the standard")]
mod stream;
