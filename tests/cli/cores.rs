//! No core dump: not into a file, and not down a pipe to a handler, which a limit of 0 alone would not stop.
//!
//! What the kernel does with cores is one setting for the whole machine, which root may change for a moment. Where it
//! cannot be changed the test says that it did not run.

use std::{
    fs::{self, File},
    os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::{
    fs::{FlockOperation, flock},
    process::{Pid, Signal, kill_process},
};

use crate::{able::not_run, desk::Desk, hardening::status_when_waiting};

const SETTING: &str = "/proc/sys/kernel/core_pattern";

/// What the machine does with cores, until this is dropped.
struct Pattern {
    before: String,
    /// Others on this machine may be at the same test.
    _lock: File,
}

impl Pattern {
    fn set(pattern: &str) -> Option<Self> {
        let lock = File::open(SETTING).ok()?;
        flock(&lock, FlockOperation::LockExclusive).ok()?;
        let before = fs::read_to_string(SETTING).ok()?;
        fs::write(SETTING, pattern).ok()?;
        Some(Self { before, _lock: lock })
    }
}

impl Drop for Pattern {
    fn drop(&mut self) {
        let _ = fs::write(SETTING, self.before.trim_end());
    }
}

/// A program that waits for its input, with no limit on cores. Whoever started this test in the background may have had
/// signals ignored, which programs inherit.
fn waiting(desk: &Desk, program: &str) -> Child {
    let mut shell = Command::new("sh");
    desk.furnish(shell.args([
        "-c",
        &format!("ulimit -c unlimited; exec env --default-signal {program}"),
        env!("CARGO_BIN_EXE_quorate"),
    ]));
    let child = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    status_when_waiting(&child);
    child
}

/// The size of what was dumped of a process that a signal has ended; nothing if there is no file.
fn dumped(mut child: Child, signal: Signal, file: impl Fn(u32) -> PathBuf, is_expected: bool) -> Option<u64> {
    let number = child.id();
    // Rust looks at the first SIGSEGV, whether it is a full stack, and leaves the next to the kernel.
    let end = Instant::now() + Duration::from_secs(20);
    let status = loop {
        assert!(Instant::now() < end, "{signal:?} does not end it");
        let _ = kill_process(Pid::from_child(&child), signal);
        sleep(Duration::from_millis(5));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    assert_eq!(status.signal(), Some(signal.as_raw()), "{status:?}");
    // A handler at the end of a pipe goes on for a little.
    let patience = Duration::from_millis(if is_expected { 20_000 } else { 300 });
    let deadline = Instant::now() + patience;
    loop {
        let size = fs::metadata(file(number)).ok().map(|found| found.len());
        if size > Some(0) || Instant::now() > deadline {
            return size;
        }
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn no_signal_makes_a_core_of_a_command_with_secrets() {
    let desk = Desk::new();
    fs::set_permissions(desk.path(""), fs::Permissions::from_mode(0o777)).unwrap();
    let place = desk.path("");
    let handler = desk.path("handler");
    fs::write(&handler, format!("#!/bin/sh\ncat >'{}core.'$1\n", desk.path("").join("").display())).unwrap();
    fs::set_permissions(&handler, fs::Permissions::from_mode(0o755)).unwrap();
    let file = |number: u32| place.join(format!("core.{number}"));
    for pattern in [format!("{}core.%p", place.join("").display()), format!("|{} %p", handler.display())] {
        let Some(_pattern) = Pattern::set(&pattern) else {
            not_run(&format!("{SETTING} cannot be written to"));
            return;
        };
        for signal in [Signal::SEGV, Signal::ABORT, Signal::QUIT] {
            let other = waiting(&desk, "cat");
            assert!(dumped(other, signal, file, true) > Some(1000), "{pattern}: cat leaves a core");
            for command in ["check -", "recover -", "split 2of3", "drill -"] {
                let child = waiting(&desk, &format!("\"$0\" {command}"));
                assert_eq!(dumped(child, signal, file, false), None, "{pattern} {signal:?} {command}");
            }
        }
    }
}
