//! What was left open for the program by whoever started it. A filter cannot see where a descriptor leads.

use std::{
    ffi::OsString,
    fs,
    io::{stderr, stdin, stdout},
    os::{fd::AsFd as _, unix::fs::FileTypeExt as _},
    path::Path,
};

use nix::unistd::close;
use rustix::fs::{FileType, fstat};

use super::Missing;

/// Refuses sockets as standard input, output and error; closes all other descriptors but pipes and files that an
/// argument names, as the shell does for `<(...)`. Where the kernel says that there is no other, none is listed.
///
/// # Errors
///
/// When there is such a socket, or the list of open descriptors cannot be read.
pub fn close_inherited(arguments: &[OsString]) -> Result<(), Missing> {
    let mut open = 0;
    let (input, output, error) = (stdin(), stdout(), stderr());
    for (descriptor, name) in [(input.as_fd(), "input"), (output.as_fd(), "output"), (error.as_fd(), "error")]
    {
        let Ok(found) = fstat(descriptor) else { continue };
        if FileType::from_raw_mode(found.st_mode) == FileType::Socket {
            return Err(Missing::Socket(name));
        }
        open += 1;
    }
    if counted() == Some(open) {
        return Ok(());
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

/// How many descriptors are open. Kernels before 6.2 do not say it (proc_pid_fd(5)).
fn counted() -> Option<u64> {
    fs::metadata(OPEN).ok().map(|folder| folder.len()).filter(|&count| count > 0)
}

fn kind(descriptor: i32) -> Option<fs::FileType> {
    Some(fs::metadata(Path::new(OPEN).join(descriptor.to_string())).ok()?.file_type())
}

/// Whether an argument, or the value behind its `=`, is this descriptor.
fn names(argument: &OsString, descriptor: i32) -> bool {
    let Some(argument) = argument.to_str() else { return false };
    let value = argument.split_once('=').map_or(argument, |(_, value)| value);
    ["/dev/fd", OPEN].iter().any(|folder| Path::new(folder).join(descriptor.to_string()) == Path::new(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_counts_what_it_lists() {
        // Other tests open files beside this one: it tries until none has come between.
        let listed = || fs::read_dir(OPEN).unwrap().count() as u64 - 1;
        let agree = || counted().is_none_or(|count| count == listed());
        assert!((0..1000).any(|_| agree()));
        let _held: Vec<fs::File> = (0..3).map(|_| fs::File::open("/dev/null").unwrap()).collect();
        assert!((0..1000).any(|_| agree()));
        assert!(counted().is_none_or(|count| count >= 6));
    }
}
