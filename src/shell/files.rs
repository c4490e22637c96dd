//! Files: secrets are read into guarded memory, and written new, whole, and for their owner only. What a medium cannot
//! keep of that is in `medium`.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    io::{self, IsTerminal as _, Read as _, Write as _},
    os::{
        fd::AsFd as _,
        unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{Access, CWD, RenameFlags, access, renameat_with},
    io::Errno,
};

use super::{
    failure::{Exit, Failure},
    growing::Growing,
    medium::sync,
    output::tell,
    signals::Held,
};
use crate::{
    key::bip39,
    paper::picture::{self, Format},
    secret::SecretBytes,
    visible::printable,
    wordlist,
};

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// Shares and keys are small; whatever is larger is a mistake, and is not read to its end.
const LARGEST_TEXT: usize = 1 << 20;

/// Bytes of a file whose way takes a second or more on an old machine: from here on it is told how far it has come.
pub const LONG_FILE: u64 = 256 << 20;

/// Reads a named file, or standard input for `-`, whole.
///
/// # Errors
///
/// When there is no such file (the name is told only if it looks like one), or it cannot be read, or is too large.
pub fn read_input(name: &str) -> Result<SecretBytes, Failure> {
    read(name, |_| LARGEST_TEXT)
}

/// The same for a file that may be a picture, and as large as one.
///
/// # Errors
///
/// As for any other.
pub fn read_text_or_picture(name: &str) -> Result<SecretBytes, Failure> {
    read(name, |bytes| if Format::of(bytes).is_some() { picture::LARGEST_FILE } else { LARGEST_TEXT })
}

/// What a named file is, without opening it: a pipe would wait for its other end.
///
/// # Errors
///
/// When there is none; the name is told only if it looks like one.
pub fn look_at(name: &str) -> Result<Metadata, Failure> {
    fs::metadata(name).map_err(|error| cannot_open(name, &error))
}

fn cannot_open(name: &str, error: &io::Error) -> Failure {
    if looks_like_path(name) { Failure::system(printable(name), error) } else { not_a_file(error) }
}

fn read(name: &str, largest: fn(&[u8]) -> usize) -> Result<SecretBytes, Failure> {
    if name == STDIN {
        // Past the standard library's buffer, which would keep what it read.
        let stdin = io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .map_err(|error| Failure::system("standard input", &error))?;
        return read_whole(File::from(stdin), "standard input", largest);
    }
    let file = File::open(name).map_err(|error| cannot_open(name, &error))?;
    read_whole(file, &printable(name), largest)
}

/// A bare word that is no file may be a word of a share, or a key: it is never repeated.
fn not_a_file(error: &io::Error) -> Failure {
    let hint = "give the name of a file, or - for standard input; never the words or the key themselves";
    match error.kind() {
        io::ErrorKind::NotFound => Failure::usage("an argument names no file that exists", hint),
        // Words by the line are longer than any name.
        io::ErrorKind::InvalidFilename => {
            Failure::usage("a file that an argument names cannot be opened", hint)
        }
        _ => Failure::system("a file that an argument names", error),
    }
}

/// Several words of a word list in a row are no path, whatever stands between them.
fn looks_like_path(name: &str) -> bool {
    let is_listed = |word: &&str| wordlist::index(word).is_some() || bip39::is_word(word);
    let words = name.split(|character: char| !character.is_alphabetic()).filter(is_listed).count();
    // Base64 has slashes, too; a path hardly ever has the other two signs of it.
    let is_base64 = name.contains(['=', '+']) && !name.contains('.');
    name.contains(['/', '.']) && words < 3 && !is_base64
}

fn read_whole(mut from: File, name: &str, largest: fn(&[u8]) -> usize) -> Result<SecretBytes, Failure> {
    if from.is_terminal() {
        let hint = "leave it out to be asked, unseen; or give a file";
        let message = format!("{name} is a terminal, and would show what is typed");
        return Err(Failure::new(Exit::Refused, "terminal", message, hint));
    }
    let mut buffer = SecretBytes::build(4096, |_| {});
    let mut length = 0;
    loop {
        if length == buffer.len() {
            if length >= largest(buffer.expose()) {
                return Err(too_large(name, length));
            }
            let full = buffer;
            buffer =
                SecretBytes::build(2 * length, |roomier| roomier[..length].copy_from_slice(full.expose()));
        }
        match from.read(&mut buffer.expose_mut()[length..]) {
            Ok(0) => return Ok(SecretBytes::copy_of(&buffer.expose()[..length])),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::system(name, &error)),
        }
    }
}

fn too_large(name: &str, read: usize) -> Failure {
    let (what, hint) = match read {
        0..=LARGEST_TEXT => ("too large to be shares or a key", "give the file with the share or key in it"),
        _ => ("too large a file for a picture", "crop it to the code, or save it smaller"),
    };
    Failure::new(Exit::Input, "too-large", format!("{name}: {what}"), hint)
}

/// Refuses a place to write to that is already taken: told before anybody types a key, and enforced again when it is
/// written.
///
/// # Errors
///
/// When something is there, or its folder is not.
pub fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if path.as_os_str().is_empty() {
        return Err(Failure::usage("the output has no name", "-o takes the name of what is to be made"));
    }
    match path.symlink_metadata() {
        Ok(_) => Err(exists(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = parent(path);
            match parent.metadata() {
                Ok(found) if found.is_dir() => access(parent, Access::WRITE_OK | Access::EXEC_OK)
                    .map_err(|error| Failure::system(shown(parent), &error.into())),
                Ok(_) => Err(Failure::system(shown(parent), &io::ErrorKind::NotADirectory.into())),
                Err(error) => Err(Failure::system(shown(parent), &error)),
            }
        }
        Err(error) => Err(Failure::system(shown(path), &error)),
    }
}

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
pub fn left_unfinished(folder: &Path) -> Vec<PathBuf> {
    let is_dead = |name: &str| {
        let process = name.strip_prefix(UNFINISHED).filter(|number| number.parse::<u32>().is_ok());
        process.is_some_and(|number| {
            let comm = |process: &str| fs::read(format!("/proc/{process}/comm")).ok();
            comm(number).is_none_or(|name| Some(name) != comm("self"))
        })
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut left: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(is_dead))
        .map(|entry| entry.path())
        .collect();
    left.sort();
    left
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

fn exists(path: &Path) -> Failure {
    let message = format!("{} exists already", shown(path));
    Failure::new(Exit::Refused, "exists", message, "choose another name: nothing is ever overwritten")
}

/// The folder that a path is in.
#[must_use]
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A path as it may be printed.
#[must_use]
pub fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
