//! A folder that a stranger may have made: what is in it, without following a link, and its files, each read once.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _},
    path::Path,
};

use rustix::fs::{Mode, OFlags, open};

use super::read::shown;
use crate::{
    formats::suspicion::may_be_secret,
    host::failure::{Code, Failure},
};

/// Entries that are listed at the most, and folders within folders.
const MOST_ENTRIES: usize = 4096;
const DEEPEST: usize = 4;

/// Bytes of the largest file that is read, and of all files together: they are held at once, and each is looked through.
const LARGEST: u64 = 1 << 26;
const MOST_BYTES: u64 = 1 << 28;

/// What stands at a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file with its own bytes.
    File,
    /// A link, a pipe or a device; or a file whose name is no text.
    Other,
}

/// Everything below a folder but the folders themselves, each by its name from there, with slashes, in order.
///
/// # Errors
///
/// When the folder cannot be read, holds more than anybody looks through, or has a name in it that looks like a share or a key.
pub fn entries(folder: &Path) -> Result<Vec<(String, EntryKind)>, Failure> {
    let mut listed = Listed { found: Vec::new(), bytes: 0 };
    list(folder, "", 0, &mut listed)?;
    let mut found = listed.found;
    if found.iter().any(|(name, _)| may_be_secret(name)) {
        let message = "the name of a file in the folder looks like a share or a key";
        let hint = "take it out of there: whoever lists the folder reads it";
        return Err(Failure::new(Code::ShareGiven, message, hint));
    }
    found.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

/// What was listed so far.
struct Listed {
    found: Vec<(String, EntryKind)>,
    /// How many bytes the files have that will be read.
    bytes: u64,
}

fn list(folder: &Path, within: &str, depth: usize, listed: &mut Listed) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::system(shown(folder), &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{within}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed)?;
        let is_text = entry.file_name().to_str().is_some();
        if kind.is_file() {
            let bytes = entry.metadata().map_err(failed)?.len();
            listed.bytes = listed.bytes.saturating_add(bytes);
        }
        if listed.found.len() >= MOST_ENTRIES || depth > DEEPEST || listed.bytes > MOST_BYTES {
            let message = format!("{}: more is in it than in any folder of evidence", shown(folder));
            return Err(Failure::new(Code::TooLarge, message, "give the folder that quorate evidence made"));
        }
        if kind.is_dir() {
            let before = listed.found.len();
            list(&entry.path(), &format!("{name}/"), depth + 1, listed)?;
            // One with nothing in it would be told by nobody.
            if listed.found.len() == before {
                listed.found.push((format!("{name}/"), EntryKind::Other));
            }
        } else {
            let is_file = kind.is_file() && is_text;
            listed.found.push((name, if is_file { EntryKind::File } else { EntryKind::Other }));
        }
    }
    Ok(())
}

/// How many bytes of a folder may still be read. Its files are listed with their sizes first; whoever writes one on afterwards
/// must not fill the memory with it.
#[derive(Debug)]
pub struct Allowance {
    left: u64,
}

impl Allowance {
    /// That of one folder, or of all files that go into one.
    #[must_use]
    pub const fn of_a_folder() -> Self {
        Self { left: MOST_BYTES }
    }

    /// The bytes of a regular file, whatever has taken its name since it was listed: a link is not followed, a pipe not waited
    /// for, and no more read of it than is left.
    ///
    /// # Errors
    ///
    /// When it is none, cannot be read, is larger than any that belongs to evidence, or than what is left.
    pub fn read(&mut self, path: &Path) -> Result<Vec<u8>, Failure> {
        let failed = |error: io::Error| Failure::system(shown(path), &error);
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = open(path, flags, Mode::empty()).map_err(|error| failed(error.into()))?;
        let file = File::from(file);
        if !file.metadata().as_ref().is_ok_and(Metadata::is_file) {
            return Err(failed(io::Error::other("not a regular file")));
        }
        let mut bytes = Vec::new();
        let most = LARGEST.min(self.left);
        file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
        let length = bytes.len() as u64;
        if length > LARGEST {
            let message = format!("{}: larger than any file of evidence", shown(path));
            return Err(Failure::new(Code::TooLarge, message, "keep it elsewhere, and leave it out"));
        }
        self.left = self.left.checked_sub(length).ok_or_else(|| {
            let message = format!("{}: with it, more is read than any folder of evidence holds", shown(path));
            Failure::new(
                Code::TooLarge,
                message,
                "leave out what is large, and let nobody write to it meanwhile",
            )
        })?;
        Ok(bytes)
    }
}

/// The bytes of one regular file, read as [`Allowance::read`] does.
///
/// # Errors
///
/// As there.
pub fn read_regular(path: &Path) -> Result<Vec<u8>, Failure> {
    Allowance::of_a_folder().read(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_folder_is_listed_as_it_is_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/empty")).unwrap();
        fs::write(at("b/file"), "b").unwrap();
        fs::write(at("a"), "a").unwrap();
        symlink(at("a"), at("link")).unwrap();
        symlink("/", at("root")).unwrap();
        let found = entries(folder.path()).unwrap();
        let found: Vec<(&str, bool)> =
            found.iter().map(|(name, kind)| (name.as_str(), *kind == EntryKind::File)).collect();
        assert_eq!(
            found,
            [("a", true), ("b/empty/", false), ("b/file", true), ("link", false), ("root", false)]
        );
        assert_eq!(read_regular(&at("b/file")).unwrap(), b"b");
        for other in ["link", "root", "b", "none"] {
            assert!(read_regular(&at(other)).is_err(), "{other}");
        }
        fs::create_dir_all(at("1/2/3/4/5/6")).unwrap();
        assert_eq!(entries(folder.path()).unwrap_err().code, Code::TooLarge);
    }

    #[test]
    fn names_that_look_like_shares_or_keys_are_refused_and_not_repeated() {
        for name in [
            "legal winner thank year wave sausage worth useful legal winner thank yellow.txt",
            "legal-winner-thank-year-wave-sausage-worth-useful-legal-winner-thank-yellow",
            "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ.pdf",
            "7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f7a6f.json",
            "a/1-1c41ef496eccfbeba439714085df8437",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            symlink("/", path).unwrap();
            let refused = entries(folder.path()).unwrap_err();
            assert_eq!(refused.code, Code::ShareGiven, "{name}");
            assert!(!format!("{refused:?}").contains(&name[..12]), "{refused:?}");
        }
    }

    #[test]
    fn a_file_that_grows_after_it_was_listed_is_read_no_further_than_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a", "b", "c", "d"] {
            fs::write(at(name), "four").unwrap();
        }
        let listed = entries(folder.path()).unwrap();
        fs::write(at("b"), "fives").unwrap();
        let mut allowance = Allowance { left: 12 };
        let read: Vec<_> = listed
            .iter()
            .map(|(name, _)| {
                allowance.read(&at(name)).map(|bytes| bytes.len()).map_err(|failure| failure.code)
            })
            .collect();
        assert_eq!(read, [Ok(4), Ok(5), Err(Code::TooLarge), Err(Code::TooLarge)]);
        // To the last byte.
        assert!(Allowance { left: 4 }.read(&at("a")).is_ok());
    }

    #[test]
    fn a_folder_has_no_more_files_and_bytes_than_anybody_looks_through() {
        let folder = tempfile::tempdir().unwrap();
        let refused = || entries(folder.path()).err().map(|failure| failure.code);
        // Of holes: they take no room here.
        let file = |name: &str, bytes: u64| {
            File::create(folder.path().join(name)).unwrap().set_len(bytes).unwrap();
        };
        for number in 0..4 {
            file(&number.to_string(), MOST_BYTES / 4);
        }
        assert_eq!(refused(), None);
        file("more", 1);
        assert_eq!(refused(), Some(Code::TooLarge));
        file("0", 0);
        for number in 0..MOST_ENTRIES - 5 {
            file(&format!("empty-{number}"), 0);
        }
        assert_eq!(refused(), None);
        file("another", 0);
        assert_eq!(refused(), Some(Code::TooLarge));
    }
}
