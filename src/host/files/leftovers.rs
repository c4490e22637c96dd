//! Unfinished files have names of their own, and a lock that their run holds. The kernel releases the lock when the run
//! ends, however it ends. So another run knows what a killed one left, even in another container, where process numbers
//! say nothing.

use std::{
    collections::BTreeMap,
    fs::{self, File, Metadata, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FlockOperation, OFlags, flock},
    io::Errno,
};

use super::read::shown;
use crate::{
    crypto::{entropy::Entropy as _, random::OsEntropy},
    host::failure::Failure,
};

/// What the names of unfinished files and folders begin with; random digits follow, so that nobody can take all of them
/// beforehand.
const UNFINISHED: &str = ".quorate-unfinished-";

/// A name beside `target` under which it can be made.
///
/// # Errors
///
/// When the kernel gives no random bytes.
pub(super) fn unfinished_beside(target: &Path) -> Result<PathBuf, Failure> {
    let mut number = [0; 8];
    OsEntropy.fill(&mut number)?;
    Ok(target.with_file_name(format!("{UNFINISHED}{:016x}", u64::from_be_bytes(number))))
}

/// Locks what is unfinished as long as the file is open. On a medium without locks the next run can only say that this one
/// may have been killed.
pub(super) fn hold(opened: &File) {
    let _ = flock(opened, FlockOperation::NonBlockingLockExclusive);
}

/// What became of the run that made something unfinished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnfinished {
    /// It was killed.
    Killed,
    /// Unknown: the medium has no locks, or somebody else's file cannot be opened.
    Unknown,
}

/// What is left unfinished in this folder, unless the run that makes it holds it still: shares may be in it.
#[must_use]
pub fn left_unfinished(folder: &Path) -> BTreeMap<PathBuf, WhyUnfinished> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(UNFINISHED));
    named
        .filter_map(|entry| {
            let path = entry.path();
            let run = run_of(&path, &path.symlink_metadata().ok()?)?;
            Some((path, run))
        })
        .collect()
}

/// What became of its run; none if it goes on, or there is nothing in it yet: it is locked before anything is.
fn run_of(path: &Path, found: &Metadata) -> Option<WhyUnfinished> {
    let is_empty = match found.is_dir() {
        true => fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none()),
        false => found.is_file() && found.len() == 0,
    };
    if is_empty {
        return None;
    }
    if !found.is_dir() && !found.is_file() {
        return Some(WhyUnfinished::Unknown);
    }
    let opening = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = i32::try_from(opening.bits())
        .map_err(io::Error::other)
        .and_then(|flags| OpenOptions::new().read(true).custom_flags(flags).open(path));
    match opened.map(|opened| flock(&opened, FlockOperation::NonBlockingLockShared)) {
        Ok(Ok(())) => Some(WhyUnfinished::Killed),
        Ok(Err(Errno::WOULDBLOCK)) => None,
        // Published or removed meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(Err(_)) | Err(_) => Some(WhyUnfinished::Unknown),
    }
}

/// What to say of it.
#[must_use]
pub fn told(path: &Path, run: WhyUnfinished) -> String {
    let name = shown(path);
    match run {
        WhyUnfinished::Killed => {
            format!("{name} was left by a run that was killed: it may hold shares; destroy it")
        }
        WhyUnfinished::Unknown => {
            format!("{name} is unfinished and may hold shares: unless another run is at work, destroy it")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_not_left_and_what_nobody_holds_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        let (file, made) = (unfinished_beside(&target).unwrap(), unfinished_beside(&target).unwrap());
        assert_ne!(file, made);
        fs::write(&file, "share").unwrap();
        fs::create_dir(&made).unwrap();
        fs::write(made.join("share"), "share").unwrap();
        let held = [&file, &made].map(|path| {
            let opened = File::open(path).unwrap();
            hold(&opened);
            opened
        });
        assert_eq!(left_unfinished(folder.path()), BTreeMap::new());
        drop(held);
        let left = BTreeMap::from([(file, WhyUnfinished::Killed), (made, WhyUnfinished::Killed)]);
        assert_eq!(left_unfinished(folder.path()), left);
    }

    #[test]
    fn the_names_of_older_versions_count_what_is_empty_does_not_and_a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(format!("{UNFINISHED}{name}"));
        let own = std::process::id().to_string();
        for number in ["1", &own] {
            fs::write(at(number), "shares").unwrap();
        }
        fs::write(at("empty"), "").unwrap();
        fs::create_dir(at("empty-folder")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("link")).unwrap();
        let left = BTreeMap::from([
            (at("1"), WhyUnfinished::Killed),
            (at(&own), WhyUnfinished::Killed),
            (at("link"), WhyUnfinished::Unknown),
        ]);
        assert_eq!(left_unfinished(folder.path()), left);
    }
}
