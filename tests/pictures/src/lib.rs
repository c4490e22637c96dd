//! Bad photographs of quorate's codes, all from fixed seeds, and what is read in them.
//!
//! `cargo test --manifest-path tests/pictures/Cargo.toml --locked -- --nocapture` reads 384 of them with quorate and with
//! Debian's `zbarimg` (package zbar-tools) and prints a table, and then thousands of mutated ones with quorate.
//! `src/bin/race.rs` measures how fast both programs are.

#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "made-up pictures: what does not fit ends a test, and nothing ships"
)]

pub mod canvas;
pub mod chance;
pub mod corpus;
pub mod file;
#[cfg(test)]
mod mutation;
#[cfg(test)]
mod reading;
pub mod scene;
#[path = "../../standard/stream.rs"]
pub mod stream;
