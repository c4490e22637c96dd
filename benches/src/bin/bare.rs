//! A command of the program without its walls: no filter of system calls, no Landlock, nothing closed, nothing wiped
//! when it is freed or left on the stack. What the program takes longer than this is what the walls cost.
//!
//! `bare COMMAND LINE`. The library locks the pages of secrets here, too; `bare count COMMAND LINE` tells how many were
//! locked, and `bare page` how many microseconds one takes.

use std::{env, ffi::OsString, fs, hint::black_box, process::ExitCode};

use dlmalloc::GlobalDlmalloc;
use quorate::{
    crypto::secret::SecretBytes,
    inside::{Console, Machine, parse},
};
use rustix::time::{ClockId, clock_gettime};

/// The program's, without the one that wipes.
#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

/// Pages that are locked for the measurement.
const PAGES: u32 = 500;

fn main() -> ExitCode {
    let mut typed: Vec<OsString> = env::args_os().collect();
    match typed.get(1).and_then(|mode| mode.to_str()) {
        Some("page") => {
            println!("{:.3}", (microseconds(locked) - microseconds(ordinary)).max(0.0));
            ExitCode::SUCCESS
        }
        Some("count") => {
            typed.remove(1);
            let code = bare(&typed);
            println!("{}", locked_pages());
            code
        }
        _ => bare(&typed),
    }
}

fn bare(typed: &[OsString]) -> ExitCode {
    let console = Console {
        quiet: false,
        plain: true,
        json: false,
        plugin: false,
        no_input: true,
        online_anyway: false,
        gate: |_| Ok(()),
        colour: false,
        silent: false,
        verbose: false,
        is_hardened: false,
    };
    let machine = Machine { stdin_is_terminal: false, stdout_is_terminal: false, stdout_is_lost: false };
    let command = parse(typed).ok().and_then(|cli| cli.command).expect("a command line");
    if command.run(&console, machine).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A secret, on a locked page of its own.
fn locked() -> SecretBytes {
    SecretBytes::build(32, |bytes| bytes.fill(1))
}

/// As many bytes that are nobody's secret.
fn ordinary() -> Box<[u8]> {
    vec![1; 32].into_boxed_slice()
}

/// What one takes, of many that are all kept, of the processor's time.
fn microseconds<T>(make: fn() -> T) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
    };
    let begun = now();
    let kept: Vec<T> = (0..PAGES).map(|_| black_box(make())).collect();
    let taken = (now() - begun) / f64::from(PAGES);
    drop(black_box(kept));
    taken
}

/// Pages that this process holds locked. They stay so until it ends.
fn locked_pages() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 4
}
