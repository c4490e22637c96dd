//! A new folder, with all its files or not at all.

use std::io;
use std::{
    fs::{self, DirBuilder, File},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use super::{
    large::Growing,
    leftovers::{hold, unfinished_beside},
    medium::sync,
    read::{refuse_existing, shown},
    write::{Unfinished, appear, fill, new_file},
};
use crate::host::{failure::Failure, signals::HeldSignals};

/// A folder that is made under another name and appears whole, with all its files, or not at all.
#[derive(Debug)]
pub struct Staging {
    stage: Unfinished,
    target: PathBuf,
    folders: Vec<PathBuf>,
    /// By its lock other runs see that this one is at work.
    _lock: File,
    held: HeldSignals,
}

impl Staging {
    /// Begins to make `target`.
    ///
    /// # Errors
    ///
    /// When it exists already, or its parent cannot be written to.
    pub fn begin(target: &Path) -> Result<Self, Failure> {
        refuse_existing(target)?;
        let failed = |error: io::Error| Failure::system(shown(target), &error);
        let place = unfinished_beside(target)?;
        let held = HeldSignals::begin()?;
        // Only what was made here is removed again.
        DirBuilder::new().mode(0o700).create(&place).map_err(failed)?;
        let (folders, stage) = (vec![place.clone()], Unfinished::Folder(place));
        let lock = File::open(stage.path()).map_err(failed)?;
        hold(&lock);
        Ok(Self { folders, stage, target: target.to_path_buf(), _lock: lock, held })
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
        let written = new_file(&self.stage.path().join(name)).and_then(|file| fill(&file, bytes));
        written.map_err(|error| Failure::system(shown(&self.target.join(name)), &error))
    }

    /// A file in it, for its owner only, that is written piece by piece.
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

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;
    use crate::host::files::leftovers::left_unfinished;

    /// What others may put under a name between the look at it and the end of the work.
    const TAKEN: [fn(&Path); 4] = [
        |name| fs::write(name, "theirs").unwrap(),
        |name| fs::write(name, "").unwrap(),
        // A folder that is empty would make way for another.
        |name| fs::create_dir(name).unwrap(),
        |name| symlink("nowhere", name).unwrap(),
    ];

    /// Whether what `publish` makes leaves alone what took its name, and nothing of its own behind.
    fn is_left_alone(begin: impl FnOnce(&Path) -> Box<dyn FnOnce() -> Result<(), Failure>>, take: fn(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let publish = begin(&target);
        take(&target);
        let before = target.symlink_metadata().unwrap();
        let refused = publish().unwrap_err();
        assert!(refused.message.ends_with("exists already"), "{refused:?}");
        let after = target.symlink_metadata().unwrap();
        assert_eq!((after.ino(), after.len()), (before.ino(), before.len()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_name_that_is_taken_between_the_look_and_the_renaming_is_left_alone() {
        for take in TAKEN {
            is_left_alone(
                |target| {
                    let staging = Staging::begin(target).unwrap();
                    staging.file(Path::new("share"), b"ours").unwrap();
                    Box::new(|| staging.publish().map(|_| ()))
                },
                take,
            );
            is_left_alone(
                |target| {
                    let mut growing = Growing::begin(target).unwrap();
                    growing.add(b"ours").unwrap();
                    Box::new(|| growing.publish())
                },
                take,
            );
            is_left_alone(
                |target| {
                    let (stage, target) = (target.with_file_name("stage"), target.to_path_buf());
                    fs::write(&stage, "ours").unwrap();
                    Box::new(move || {
                        let stage = Unfinished::File(stage);
                        appear(stage.path(), &target, || panic!("this file system can say that"))
                    })
                },
                take,
            );
        }
    }

    #[test]
    fn a_name_that_nobody_takes_is_given_and_its_lock_goes_with_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let staging = Staging::begin(&target).unwrap();
        staging.file(Path::new("share"), b"ours").unwrap();
        assert_eq!(left_unfinished(folder.path()), Default::default(), "it is held");
        staging.publish().unwrap();
        assert_eq!(fs::read(target.join("share")).unwrap(), b"ours");
    }
}
