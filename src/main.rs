//! The program: what was typed in, an exit code out.

#![forbid(unsafe_code)]

use std::{env, process::ExitCode};

#[cfg(target_os = "linux")]
use dlmalloc::GlobalDlmalloc as Below;
#[cfg(not(target_os = "linux"))]
use std::alloc::System as Below;
use zeroizing_alloc::ZeroAlloc;

/// Whatever a library copies on its way is wiped when it is freed.
///
/// Below it is an allocator of one page of code for each library of C: that of musl, which the program is given out with, takes
/// half as long again in long work.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<Below> = ZeroAlloc(Below);

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().collect();
    quorate::run(&arguments).into()
}
