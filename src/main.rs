//! The program: what was typed in, an exit code out.

#![forbid(unsafe_code)]

use std::{alloc::System, env, process::ExitCode};

use zeroizing_alloc::ZeroAlloc;

/// Whatever a library copies on its way is wiped when it is freed.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().collect();
    quorate::run(&arguments).into()
}
