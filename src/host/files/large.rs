//! A file too large for memory: written piece by piece under another name, and renamed when it is whole.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{
    leftovers::{hold, unfinished_beside},
    read::{refuse_existing, shown},
    write::{Unfinished, appear, new_file},
};
use crate::host::{failure::Failure, signals::HeldSignals};

/// A file that is being written, for its owner only. If it is dropped before it is published, it is removed.
#[derive(Debug)]
pub struct Growing {
    file: File,
    /// Its temporary file; none in a folder that is not published yet, which is removed as a whole.
    stage: Option<Unfinished>,
    /// Where its bytes are.
    place: PathBuf,
    /// The name that people gave, which it will have.
    target: PathBuf,
    held: HeldSignals,
}

impl Growing {
    /// Begins a file that will be `target`.
    ///
    /// # Errors
    ///
    /// When that exists already, or cannot be made.
    pub fn begin(target: &Path) -> Result<Self, Failure> {
        refuse_existing(target)?;
        let stage = unfinished_beside(target)?;
        let mut begun = Self::within(&stage, target)?;
        hold(&begun.file);
        begun.stage = Some(Unfinished::File(stage));
        Ok(begun)
    }

    /// Begins a file at `stage`, in a folder that is not published yet, where it will be `target`.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn within(stage: &Path, target: &Path) -> Result<Self, Failure> {
        let held = HeldSignals::begin()?;
        let file = new_file(stage).map_err(|error| Failure::system(shown(target), &error))?;
        let (place, target) = (stage.to_path_buf(), target.to_path_buf());
        Ok(Self { file, stage: None, place, target, held })
    }

    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or a signal asks for the end.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), Failure> {
        self.held.check()?;
        self.file.write_all(piece).map_err(|error| Failure::system(shown(&self.target), &error))
    }

    /// What was written so far, to be read; and the name that the file will have.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn written(&self) -> Result<(File, &Path), Failure> {
        let file = File::open(&self.place).map_err(|error| Failure::system(shown(&self.target), &error))?;
        Ok((file, &self.target))
    }

    /// Flushes the whole file to the disk and renames it, only if nothing has its name; in a folder that is not published
    /// yet it stays where it is.
    ///
    /// # Errors
    ///
    /// When the disk fails, something has taken the name meanwhile, or a signal asks for the end; nothing is
    /// left behind then.
    pub fn publish(self) -> Result<(), Failure> {
        self.file.sync_all().map_err(|error| Failure::system(shown(&self.target), &error))?;
        self.held.check()?;
        let Some(stage) = &self.stage else { return Ok(()) };
        appear(stage.path(), &self.target, || {
            drop(new_file(&self.target)?);
            fs::rename(stage.path(), &self.target).inspect_err(|_| drop(fs::remove_file(&self.target)))
        })
    }
}
