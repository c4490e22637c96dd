//! Every command, to every end, looked into at the last moment of its life.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod controls;
mod desk;
mod errors;
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
mod sealed;
mod terminal;
mod walls;
