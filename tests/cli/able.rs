//! What the machine that the tests run on can do. A test that needs more says so, with the reason, and ends: it does not
//! fail, nor is it passed over in silence. With `CI` set in the environment a machine must be able to do everything.

use std::{
    env,
    io::{self, Write as _},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A file system of one's own, without being root.
pub const OWN_MOUNTS: &[&str] = &["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/tmp"];

/// A network of one's own, and what the system says of it.
pub const OWN_NETWORK: &[&str] = &["unshare", "-Urnm", "mount", "-t", "sysfs", "none", "/sys"];

/// Processes of one's own.
pub const OWN_PROCESSES: &[&str] = &["unshare", "-Urpf", "--mount-proc", "true"];

/// A user of one's own, who is root there and nobody outside.
pub const OWN_USER: &[&str] = &["unshare", "-Ur", "true"];

static NOT_RUN: AtomicUsize = AtomicUsize::new(0);

/// Says that a test did not run, past the harness, which would keep it to itself; and which it is in this run.
pub fn not_run(reason: &str) {
    assert!(env::var_os("CI").is_none(), "with CI set everything must run: {reason}");
    say_not_run(reason);
}

fn say_not_run(reason: &str) {
    let number = NOT_RUN.fetch_add(1, Ordering::Relaxed) + 1;
    io::stderr().write_all(format!("NOT RUN: {reason} [{number}]\n").as_bytes()).unwrap();
}

/// Whether the system lets the tests do this, which is tried; if not, that is said.
pub fn may(what: &[&str]) -> bool {
    let mut tried = Command::new(what[0]);
    let tried = tried.args(&what[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let may = tried.status().is_ok_and(|status| status.success());
    if !may {
        not_run(&format!("the system forbids {}", what.join(" ")));
    }
    may
}

/// Whether a program is installed; if not, that is said, with the package of Debian that has it.
pub fn has(program: &str, package: &str) -> bool {
    let is_there = is_installed(program);
    if !is_there {
        not_run(&format!("{program} is missing: apt-get install {package}"));
    }
    is_there
}

/// The same of a program that Debian does not have: no machine must have it.
pub fn has_by_chance(program: &str) -> bool {
    let is_there = is_installed(program);
    if !is_there {
        say_not_run(&format!("{program} is missing, and Debian does not have it"));
    }
    is_there
}

fn is_installed(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
