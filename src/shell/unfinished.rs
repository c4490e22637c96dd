//! What is written new, for its owner only: made under another name, it appears whole or not at all, even if the program
//! is killed meanwhile. What a medium cannot keep of that is in `medium`.

use std::{
    collections::BTreeSet,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

use super::{
    failure::Failure,
    files::{exists, parent, refuse_existing, shown},
    growing::Growing,
    medium::sync,
    output::tell,
    signals::Held,
};
use crate::ordered;

/// Writes a new file for its owner only, all of it or none, even if the program is killed meanwhile: it is made under
/// another name first.
///
/// # Errors
///
/// When it exists already, or cannot be written; nothing is left behind then.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    refuse_existing(path)?;
    let _held = Held::begin()?;
    let failed = |error: io::Error| Failure::system(shown(path), &error);
    let place = path.with_file_name(unfinished_name());
    let file = new_file(&place).map_err(failed)?;
    let stage = Unfinished::File(place);
    fill(file, bytes).map_err(failed)?;
    appear(stage.path(), path, || {
        drop(new_file(path)?);
        fs::rename(stage.path(), path).inspect_err(|_| drop(fs::remove_file(path)))
    })
}

pub(super) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// These bytes, on the disk; that the name of the file is there too is for others to see to.
fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
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

/// What the names of unfinished files and folders begin with; the number of the process follows.
const UNFINISHED: &str = ".quorate-unfinished-";

pub(super) fn unfinished_name() -> String {
    format!("{UNFINISHED}{}", std::process::id())
}

/// What runs that were killed left unfinished in this folder: shares may be in it.
#[must_use]
pub fn left_unfinished(folder: &Path) -> BTreeSet<PathBuf> {
    let is_dead = |name: &str| {
        let process = name.strip_prefix(UNFINISHED).filter(|number| number.parse::<u32>().is_ok());
        process.is_some_and(|number| {
            let comm = |process: &str| fs::read(format!("/proc/{process}/comm")).ok();
            comm(number).is_none_or(|name| Some(name) != comm("self"))
        })
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let dead = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_dead));
    ordered::set(dead.map(|entry| entry.path()))
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

/// A folder that is made under another name and appears whole, with all its files, or not at all.
#[derive(Debug)]
pub struct Staging {
    stage: Unfinished,
    target: PathBuf,
    folders: Vec<PathBuf>,
    held: Held,
}

impl Staging {
    /// Begins to make `target`.
    ///
    /// # Errors
    ///
    /// When it exists already, or its parent cannot be written to.
    pub fn begin(target: &Path) -> Result<Self, Failure> {
        refuse_existing(target)?;
        let stage = target.with_file_name(unfinished_name());
        let held = Held::begin()?;
        // Only what was made here is removed again: under this name may be what another run left, or is writing.
        let made = DirBuilder::new().mode(0o700).create(&stage);
        made.map_err(|error| Failure::system(shown(target), &error))?;
        let folders = vec![stage.clone()];
        Ok(Self { folders, stage: Unfinished::Folder(stage), target: target.to_path_buf(), held })
    }

    /// Makes a folder in it, for its owner only, if there is none yet.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn folder(&mut self, name: &Path) -> Result<(), Failure> {
        let path = self.stage.path().join(name);
        if self.folders.contains(&path) {
            return Ok(());
        }
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|error| Failure::system(shown(&self.target), &error))?;
        self.folders.push(path);
        Ok(())
    }

    /// Writes a file in it, for its owner only.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or a signal asks for the end.
    pub fn file(&self, name: &Path, bytes: &[u8]) -> Result<(), Failure> {
        self.held.check()?;
        let written = new_file(&self.stage.path().join(name)).and_then(|file| fill(file, bytes));
        written.map_err(|error| Failure::system(shown(&self.target.join(name)), &error))
    }

    /// A file in it, for its owner only, that grows piece by piece.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn growing(&self, name: &Path) -> Result<Growing, Failure> {
        Growing::within(&self.stage.path().join(name), &self.target.join(name))
    }

    /// Lets it appear under its name, and gives that back.
    ///
    /// # Errors
    ///
    /// When something has taken the name meanwhile, or a signal asks for the end; nothing is left behind then.
    pub fn publish(self) -> Result<PathBuf, Failure> {
        let on_disk = self.folders.iter().try_for_each(|folder| sync(folder));
        on_disk.map_err(|error| Failure::system(shown(&self.target), &error))?;
        self.held.check()?;
        let stage = self.stage.path();
        appear(stage, &self.target, || {
            DirBuilder::new().mode(0o700).create(&self.target)?;
            fs::rename(stage, &self.target).inspect_err(|_| drop(fs::remove_dir(&self.target)))
        })?;
        Ok(self.target)
    }
}
