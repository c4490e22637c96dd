//! What was left open for the program by whoever started it. A filter cannot see where a descriptor leads.

use std::{ffi::OsString, fs, os::unix::fs::FileTypeExt as _, path::Path};

use nix::unistd::close;

use super::Missing;

/// Refuses sockets as standard input, output and error; closes all other descriptors but pipes and files that an
/// argument names, as the shell does for `<(...)`.
///
/// # Errors
///
/// When there is such a socket, or the list of open descriptors cannot be read.
pub fn close_inherited(arguments: &[OsString]) -> Result<(), Missing> {
    for (descriptor, name) in [(0, "input"), (1, "output"), (2, "error")] {
        if kind(descriptor).is_some_and(|kind| kind.is_socket()) {
            return Err(Missing::Socket(name));
        }
    }
    let listed = fs::read_dir(OPEN).map_err(|_| Missing::Descriptors)?;
    let all: Vec<i32> = listed
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|&fd| fd > 2)
        .collect();
    for descriptor in all {
        // The list's own descriptor is in it, and gone by now.
        let is_asked_for = || arguments.iter().any(|argument| names(argument, descriptor));
        let is_harmless = |kind: fs::FileType| kind.is_fifo() || kind.is_file();
        if kind(descriptor).is_some_and(|kind| !(is_harmless(kind) && is_asked_for())) {
            let _ = close(descriptor);
        }
    }
    Ok(())
}

const OPEN: &str = "/proc/self/fd";

fn kind(descriptor: i32) -> Option<fs::FileType> {
    Some(fs::metadata(Path::new(OPEN).join(descriptor.to_string())).ok()?.file_type())
}

/// Whether an argument, or the value behind its `=`, is this descriptor.
fn names(argument: &OsString, descriptor: i32) -> bool {
    let Some(argument) = argument.to_str() else { return false };
    let value = argument.split_once('=').map_or(argument, |(_, value)| value);
    ["/dev/fd", OPEN].iter().any(|folder| Path::new(folder).join(descriptor.to_string()) == Path::new(value))
}
