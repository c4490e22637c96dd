//! What is written new, for its owner only: made under another name, it appears whole or not at all, even if the program
//! is killed meanwhile. How others know what is left then is in `leftovers`; what a medium cannot keep, in `medium`.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

use super::{
    leftovers::{hold, unfinished_beside},
    medium::sync,
    read::{exists, parent, refuse_existing, shown},
};
use crate::host::{console::tell, failure::Failure, signals::HeldSignals};

/// Writes a new file for its owner only, all of it or none, even if the program is killed meanwhile: it is made under
/// another name first.
///
/// # Errors
///
/// When it exists already, or cannot be written; nothing is left behind then.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    refuse_existing(path)?;
    let _held = HeldSignals::begin()?;
    let failed = |error: io::Error| Failure::system(shown(path), &error);
    let place = unfinished_beside(path)?;
    let file = new_file(&place).map_err(failed)?;
    hold(&file);
    let stage = Unfinished::File(place);
    fill(&file, bytes).map_err(failed)?;
    appear(stage.path(), path, || {
        drop(new_file(path)?);
        fs::rename(stage.path(), path).inspect_err(|_| drop(fs::remove_file(path)))
    })
}

pub(super) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// These bytes, on the disk; that the name of the file is there too is for others to see to.
///
/// A folder of many files waits for each: one `syncfs` for all would be quicker on a stick, and is not enough. Before Linux 5.8
/// it hides that a medium failed, so shares would appear that are not there. On FAT and exFAT it never tells the medium to
/// empty its cache, as `fsync` does, and on a disk it waits for whatever all other programs wrote.
pub(super) fn fill(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes).and_then(|()| file.sync_all())
}

/// Gives what is finished its name, only if nothing is there. `otherwise` does it where the file system cannot say
/// that: with something empty of ours to hold the place.
pub(super) fn appear(
    stage: &Path,
    target: &Path,
    otherwise: impl FnOnce() -> io::Result<()>,
) -> Result<(), Failure> {
    let renamed = match renameat_with(CWD, stage, CWD, target, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => otherwise(),
        renamed => renamed.map_err(io::Error::from),
    };
    renamed.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(target),
        _ => Failure::system(shown(target), &error),
    })?;
    // It is out. That its name is on the disk yet cannot be taken back by an error.
    let _ = sync(parent(target));
    Ok(())
}

/// What is being made under another name. It is removed when this is dropped; what appeared under its own name is not
/// there any more.
#[derive(Debug)]
pub(super) enum Unfinished {
    File(PathBuf),
    Folder(PathBuf),
}

impl Unfinished {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Folder(path) => path,
        }
    }
}

impl Drop for Unfinished {
    /// Where a medium fails, it may refuse this too: whoever holds it must know what is on it.
    fn drop(&mut self) {
        let removed = match self {
            Self::File(path) => fs::remove_file(path),
            Self::Folder(path) => fs::remove_dir_all(path),
        };
        if removed.is_err_and(|error| error.kind() != io::ErrorKind::NotFound) {
            let path = shown(self.path());
            tell(&format!("quorate: warning: {path} cannot be removed: it may hold secrets; destroy it\n"));
        }
    }
}
