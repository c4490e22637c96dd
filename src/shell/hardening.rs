//! What the kernel forbids the program before it reads any secret. A promise that a program merely keeps is worth less
//! than one that it cannot break, whatever hides in a library or in a picture that it is given.
//!
//! - Its memory cannot be dumped or read by others of the same user: not dumpable, no core files.
//! - It cannot gain privileges.
//! - It talks to nobody: a filter lets only those system calls through that it needs (`calls`), and none of them
//!   opens a socket, starts a program, or looks into a process. Descriptors that were left open for it are closed
//!   (`descriptors`): a filter cannot see what they lead to.
//! - It writes only beneath the folders that the command line names (`paths`), where the kernel has Landlock.
//!
//! All of it holds until the process ends and cannot be taken back. Without it no secret is read, unless
//! `--allow-unhardened` says so, which is told, and recorded.

use std::ffi::OsString;

use super::{
    args::Command,
    failure::{Code, Failure},
    hands,
};

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod descriptors;
#[cfg(target_os = "linux")]
mod paths;

/// A wall that does not stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// A socket was left open as standard input, output or error.
    #[error("standard {0} is a socket, which the kernel lets nobody close off")]
    Socket(&'static str),
    /// The process cannot be hidden from others.
    #[error("the kernel does not keep other processes out of this one's memory")]
    Memory,
    /// The filter was not taken.
    #[error("the kernel takes no filter of system calls, so it cannot keep this program offline")]
    Filter,
    /// Descriptors that were left open could not be seen.
    #[error("what other programs left open for this one cannot be seen: /proc is missing")]
    Descriptors,
    /// This system has nothing of the kind that we use.
    #[error("on this system nothing but the missing cable keeps this program offline")]
    System,
}

impl From<&Missing> for Failure {
    fn from(missing: &Missing) -> Self {
        let hint = match missing {
            Missing::Socket(_) => "use a pipe or a file; or, at your own risk, --allow-unhardened",
            _ => "use another machine or container; or, at your own risk, --allow-unhardened",
        };
        Self::new(Code::Unhardened, missing.to_string(), hint)
    }
}

/// Puts the walls up for this command, as far as the kernel has them.
///
/// # Errors
///
/// The first wall that does not stand. The others do, all the same.
#[cfg(target_os = "linux")]
pub fn begin(command: &Command, arguments: &[OsString]) -> Result<(), Missing> {
    let closed = descriptors::close_inherited(arguments);
    let hidden = hide_memory();
    let _ = paths::confine(command);
    hire_for(command);
    // The last: it forbids what the others need.
    let filtered = calls::filter();
    closed.and(hidden).and(filtered)
}

/// The same where the kernel is another: nothing stands.
#[cfg(not(target_os = "linux"))]
pub fn begin(command: &Command, _: &[OsString]) -> Result<(), Missing> {
    hire_for(command);
    Err(Missing::System)
}

/// Large files get more hands while there still may be any: no thread can be made behind the filter.
fn hire_for(command: &Command) {
    if command.takes_a_large_file() {
        hands::hire();
    }
}

/// The limit on core files alone would not stop one that goes down a pipe to a handler.
#[cfg(target_os = "linux")]
fn hide_memory() -> Result<(), Missing> {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .and_then(|()| setrlimit(Resource::Core, none))
        .map_err(|_| Missing::Memory)
}
