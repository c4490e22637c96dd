//! Valgrind watches each of quorate's ceremonies, and controls: does a secret decide where the program goes, or which
//! memory it reads?
//!
//! ```sh
//! cargo test --locked --profile traced --test timing
//! ```
//!
//! It starts itself under valgrind, once for each of them. It is built as the release is, with the names left in.
//!
//! The ceremonies are the library's, whole and as they are released; there is no hook in them. Where a secret is meant to
//! become visible they do decide by it, and valgrind complains; `named-points.supp` lists these places by the exact names
//! of their functions, each with the reason. A complaint about any other place fails the test, and so does a place in the
//! list that nothing complains about.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what cannot go on fails the test, and nothing ships"
)]

mod ceremonies;
mod controls;
mod key_files;
mod locked;
mod sealed;
mod valgrind;
mod watched;

#[path = "../standard/stream.rs"]
#[allow(dead_code, reason = "shared with the tests of the standard")]
mod stream;

use std::{alloc::System, env, process::ExitCode};

use zeroizing_alloc::ZeroAlloc;

/// As in the program.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    let asked = env::args().nth(1).unwrap_or_default();
    let Some((_, run)) = ceremonies::ALL.into_iter().chain(controls::ALL).find(|(name, _)| *name == asked)
    else {
        return watched::all();
    };
    if !valgrind::is_watching() {
        eprintln!("nobody is watching: run it under valgrind");
        return ExitCode::from(2);
    }
    run();
    println!("{}", valgrind::account());
    ExitCode::SUCCESS
}
