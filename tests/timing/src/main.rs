//! Runs one of quorate's ceremonies, or a control, for valgrind to watch: does a secret decide where the program goes, or
//! which memory it reads?
//!
//! ```sh
//! cargo test --release --locked --manifest-path tests/timing/Cargo.toml -- --nocapture
//! ```
//!
//! The ceremonies are the library's, whole and as they are released; there is no hook in them. Where a secret is meant to
//! become visible they do decide by it, and valgrind complains; `named-points.supp` lists these places by the exact names
//! of their functions, each with the reason. A complaint about any other place fails the test, and so does a place in the
//! list that nothing complains about.

#![allow(clippy::unwrap_used, reason = "what cannot go on fails the test, and nothing ships")]

mod ceremonies;
mod controls;
mod locked;
mod valgrind;

#[path = "../../standard/stream.rs"]
#[allow(dead_code, reason = "shared with the tests of the standard")]
mod stream;

use std::{alloc::System, env, process::ExitCode};

use zeroizing_alloc::ZeroAlloc;

/// As in the program.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    let all = || ceremonies::ALL.into_iter().chain(controls::ALL);
    let asked = env::args().nth(1).unwrap_or_default();
    if asked == "list" {
        ceremonies::ALL.iter().for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    }
    let Some((_, run)) = all().find(|(name, _)| *name == asked) else {
        eprintln!("no such ceremony");
        return ExitCode::from(2);
    };
    if !valgrind::is_watching() {
        eprintln!("nobody is watching: run it under valgrind");
        return ExitCode::from(2);
    }
    run();
    println!("{}", valgrind::account());
    ExitCode::SUCCESS
}
