//! Adding a line to a file that several processes may add to: one at a time, whole or not at all.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use rustix::{
    fs::{FlockOperation, OFlags, flock},
    io::{Errno, retry_on_intr},
};

use super::{
    medium::sync,
    read::{parent, shown},
};
use crate::host::{failure::Failure, signals::HeldSignals};

/// The largest journal that is read: half a million lines.
const LARGEST: u64 = 1 << 27;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is in the file, and on the disk.
    Written,
    /// The file, or the place for it, cannot be written to: read-only media.
    ReadOnly,
}

/// Adds to the file at `path` the line that `next` makes of what stands there; while it does, nobody else adds any.
/// The line begins the file if there is none.
///
/// # Errors
///
/// When the file cannot be read or written (it is as it was, then), or `next` fails.
pub fn line(path: &Path, next: impl FnOnce(&str) -> Result<String, Failure>) -> Result<Appended, Failure> {
    let failed = |error: io::Error| Failure::system(shown(path), &error);
    let mut file = match open(OpenOptions::new().read(true).append(true).create(true).mode(0o600), path) {
        Ok(file) => file,
        Err(error) if is_read_only(&error) => return Ok(Appended::ReadOnly),
        Err(error) => return Err(failed(error)),
    };
    // Given back when the file is closed, whatever the end is. Who waits for it may be stopped as ever.
    retry_on_intr(|| flock(&file, FlockOperation::LockExclusive)).map_err(|error| no_lock(path, error))?;
    let _held = HeldSignals::begin()?;
    let before = text(&mut file).map_err(failed)?;
    let line = next(&before)?;
    let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half a line, on a full disk, would be worse than none.
        let _ = file.set_len(before.len() as u64);
        failed(error)
    })?;
    if before.is_empty() {
        // The line is out; that its file has a name on the disk yet cannot be taken back by an error.
        let _ = sync(parent(path));
    }
    Ok(Appended::Written)
}

/// Where files cannot be locked, two who add at once would break the journal for both.
fn no_lock(path: &Path, error: Errno) -> Failure {
    let failure = Failure::system(shown(path), &error.into());
    match error {
        Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP => failure.with_hint(
            "this medium cannot lock files: copy record and journal to a disk of this machine".to_owned(),
        ),
        _ => failure,
    }
}

/// The text of the file at `path`; empty if there is none.
///
/// # Errors
///
/// When it cannot be read, or is no ordinary file.
pub fn whole(path: &Path) -> io::Result<String> {
    let read = open(OpenOptions::new().read(true), path).and_then(|mut file| {
        // Not in the middle of a line that somebody adds; where locks are not to be had, nobody can.
        let _ = flock(&file, FlockOperation::LockShared);
        text(&mut file)
    });
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}

/// Opens an ordinary file: a pipe that lies in its place would be waited for, by whoever runs every night.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let no_waiting = OFlags::NONBLOCK.bits().cast_signed();
    let file = options.custom_flags(no_waiting).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("not a regular file")) }
}

fn text(file: &mut File) -> io::Result<String> {
    let size = file.metadata()?.len().min(LARGEST);
    let mut text = String::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.seek(SeekFrom::Start(0))?;
    let length = file.take(LARGEST).read_to_string(&mut text)?;
    if length as u64 == LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
