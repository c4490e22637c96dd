//! The sandbox, put up before the program reads any secret: what the kernel forbids holds whatever code hides in a library,
//! or in a picture that the program is given.
//!
//! - Its memory cannot be dumped or read by others of the same user: not dumpable, no core files.
//! - It cannot gain privileges, and gives up those of root but for the reading of files and the locking of memory: root may
//!   look into other processes whatever else forbids it.
//! - It talks to nobody: a filter lets only those system calls through that it needs (`calls`), and none of them
//!   opens a socket, starts a program, or looks into a process. Descriptors that were left open for it are closed
//!   (`descriptors`): a filter cannot see what they lead to.
//! - It writes only beneath the folders that the command line names (`paths`), where the kernel has Landlock.
//!
//! All of it holds until the process ends and cannot be taken back. Without it the program reads no secret, unless
//! `--allow-unhardened` says so; then it warns, and the record says so.

use std::{ffi::OsString, path::PathBuf};

use super::failure::{Code, Failure};

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod descriptors;
#[cfg(target_os = "linux")]
mod paths;
#[cfg(target_os = "linux")]
mod tree;

/// A protection that could not be enabled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// A socket was left open as standard input, output or error.
    #[error("standard {0} is a socket, which no filter can close")]
    Socket(&'static str),
    /// The process cannot be hidden from others.
    #[error("the kernel does not keep other processes out of this one's memory")]
    Memory,
    /// The privileges of root were not given up.
    #[error("the privileges of root could not be dropped, so this program could look into others")]
    Privileges,
    /// The filter was not taken.
    #[error("the kernel offers no seccomp filter, so it cannot keep this program offline")]
    Filter,
    /// Descriptors that were left open could not be seen.
    #[error("/proc is missing, so files and sockets that other programs left open cannot be found")]
    Descriptors,
    /// This system has nothing of the kind that we use.
    #[error("this system cannot keep a program offline: only an unplugged cable does")]
    System,
}

impl From<&Missing> for Failure {
    fn from(missing: &Missing) -> Self {
        let hint = match missing {
            Missing::Socket("input") => "use a pipe or a file; or, at your own risk, --allow-unhardened",
            // The journal of systemd is a socket.
            Missing::Socket("output") => {
                "use a file or a pipe (systemd: StandardOutput=file:PATH); or --allow-unhardened"
            }
            Missing::Socket(_) => {
                "use a file or a pipe (systemd: StandardError=file:PATH); or --allow-unhardened"
            }
            _ => "use another machine or container; or, at your own risk, --allow-unhardened",
        };
        Self::new(Code::Unhardened, missing.to_string(), hint)
    }
}

/// Bytes of stack that are more than any command uses, with what is wiped of it at the end.
const STACK: u64 = 1 << 20;

/// Refuses to begin with too small a stack: beyond its limit the kernel ends the program without a message.
///
/// # Errors
///
/// When its limit is below 1 MiB.
pub fn refuse_little_stack() -> Result<(), Failure> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Stack).current;
    match limit {
        Some(bytes) if bytes < STACK => {
            let message = format!("the stack of this program is limited to {} KiB", bytes >> 10);
            Err(Failure::new(Code::System, message, "lift the limit: ulimit -s 8192"))
        }
        _ => Ok(()),
    }
}

/// Enables each protection that the kernel has. From then on files can be made in the `writable` folders only.
/// `before_filter` spawns the threads that are needed, because the filter forbids new ones.
///
/// # Errors
///
/// The first protection that could not be enabled. The others are enabled all the same.
#[cfg(target_os = "linux")]
pub fn begin(
    arguments: &[OsString],
    writable: &[PathBuf],
    before_filter: impl FnOnce(),
) -> Result<(), Missing> {
    let closed = descriptors::close_inherited(arguments);
    let hidden = hide_memory();
    let bound = give_up_privileges();
    let _ = paths::confine(writable);
    before_filter();
    // Last, because it forbids system calls that the others need.
    let filtered = calls::filter();
    closed.and(hidden).and(bound).and(filtered)
}

/// On another kernel there is no protection.
#[cfg(not(target_os = "linux"))]
pub fn begin(_: &[OsString], _: &[PathBuf], before_filter: impl FnOnce()) -> Result<(), Missing> {
    before_filter();
    Err(Missing::System)
}

/// Not dumpable as well: the limit on core files does not stop a core dump that goes to a handler by a pipe.
#[cfg(target_os = "linux")]
fn hide_memory() -> Result<(), Missing> {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .and_then(|()| setrlimit(Resource::Core, none))
        .map_err(|_| Missing::Memory)
}

/// Drops every privilege of root but the reading and writing of others' files, and the locking of memory. This binds the
/// current thread and those that it spawns.
#[cfg(target_os = "linux")]
fn give_up_privileges() -> Result<(), Missing> {
    use rustix::thread::{CapabilitySet, CapabilitySets, capabilities, set_capabilities};
    let kept = CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH | CapabilitySet::IPC_LOCK;
    capabilities(None)
        .and_then(|had| {
            let bound = |set: CapabilitySet| set & kept;
            let left = CapabilitySets {
                effective: bound(had.effective),
                permitted: bound(had.permitted),
                inheritable: CapabilitySet::empty(),
            };
            set_capabilities(None, left)
        })
        .map_err(|_| Missing::Privileges)
}
