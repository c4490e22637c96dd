//! The command line at a pseudo-terminal: what is on the screen, what is left on it, and how it is given back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../cli/able.rs"]
#[allow(dead_code, reason = "shared with the tests through pipes")]
mod able;
#[path = "../cli/desk.rs"]
#[allow(dead_code, reason = "shared with the tests through pipes")]
mod desk;
#[path = "../cli/known.rs"]
#[allow(dead_code, reason = "shared with the tests through pipes")]
mod known;
mod terminal;

mod ceremony;
mod completions;
mod dice;
mod drill;
mod ending;
mod foreign;
mod holders;
mod lost;
mod paper;
mod passphrase;
mod plain;
mod practice;
mod preflight;
mod prompts;
mod recover;
mod split;
mod stopping;
mod windows;
