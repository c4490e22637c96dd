//! Files that are named: secrets are read into guarded memory, and places to write to are looked at before anybody is
//! asked for anything.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, IsTerminal as _, Read},
    os::{fd::AsFd as _, unix::fs::OpenOptionsExt as _},
    path::Path,
};

use rustix::{
    fs::{Access, OFlags, access},
    io::Errno,
};

use crate::{
    crypto::{hash::RunningSha256, secret::SecretBytes},
    formats::{suspicion::may_be_secret, visible::printable},
    host::failure::{Code, Failure},
    paper::photo::decode::{self, PictureFormat},
};

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// Shares and keys are small; whatever is larger is a mistake, and is not read to its end.
const LARGEST_TEXT: usize = 1 << 20;

/// Bytes of a file that takes a second or more on an old machine: from here on its progress is shown.
pub const LONG_FILE: u64 = 256 << 20;

/// Bytes that are hashed at once.
const PIECE: usize = 64 << 10;

/// Reads a named file, or standard input for `-`, whole.
///
/// # Errors
///
/// When there is no such file (its name may be a secret, and is not repeated), or it cannot be read, or is too large.
pub fn read_input(name: &str) -> Result<SecretBytes, Failure> {
    read(name, |_| LARGEST_TEXT)
}

/// The same for a file that may be a picture, and as large as one.
///
/// # Errors
///
/// As for any other.
pub fn read_text_or_picture(name: &str) -> Result<SecretBytes, Failure> {
    read(name, text_or_picture)
}

/// The same for a file that lies where it is kept. A pipe or a device in its place would be waited for, or never end, by whoever runs
/// every night.
///
/// # Errors
///
/// As for any other, and when it is no ordinary file.
pub fn read_kept_text_or_picture(name: &str) -> Result<SecretBytes, Failure> {
    if name == STDIN {
        return read_text_or_picture(name);
    }
    let no_waiting = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(no_waiting).open(name);
    let file = file.map_err(|error| match error.raw_os_error() {
        // What takes no opening at all, such as a socket.
        Some(number) if Errno::from_raw_os_error(number) == Errno::NXIO => no_ordinary_file(name),
        _ => cannot_open(name, &error),
    })?;
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return Err(no_ordinary_file(name));
    }
    read_whole(file, &printable(name), text_or_picture)
}

fn no_ordinary_file(name: &str) -> Failure {
    let failure = Failure::system(printable(name), &io::Error::other("not a regular file"));
    failure.with_hint("give the file itself: a pipe, a device or a folder is never waited for".to_owned())
}

fn text_or_picture(bytes: &[u8]) -> usize {
    if PictureFormat::of(bytes).is_some() { decode::LARGEST_FILE } else { LARGEST_TEXT }
}

/// What a named file is, without opening it: a pipe would wait for its other end.
///
/// # Errors
///
/// When there is none.
pub fn look_at(name: &str) -> Result<Metadata, Failure> {
    fs::metadata(name).map_err(|error| cannot_open(name, &error))
}

/// Whether a name of nothing can only be meant as the name of a file: it ends as one, and holds no secret of any kind that is known.
fn is_meant_as_file(name: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "age", "asc", "csv", "gpg", "html", "jpeg", "jpg", "json", "jsonl", "key", "md", "pdf", "pem", "png",
        "pub", "svg", "toml", "txt",
    ];
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending)) && !may_be_secret(name)
}

/// A name of nothing may be words, a share or a key that somebody pasted there. It is repeated only where it ends as names of files
/// do; else the message gives its position on the command line alone.
fn cannot_open(name: &str, error: &io::Error) -> Failure {
    let is_missing = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    let hint = "check the name, letter by letter; files are named, never the words or the key themselves";
    let failure = match error.kind() {
        _ if is_missing && name.contains(['/', '.']) && !may_be_secret(name) => {
            let which = if is_meant_as_file(name) { format!(": {}", printable(name)) } else { String::new() };
            Failure::new(Code::System, format!("an argument names no file that exists{which}"), hint)
        }
        // Words by the line are longer than any name.
        io::ErrorKind::InvalidFilename => {
            Failure::usage("a file that an argument names cannot be opened", hint)
        }
        _ if is_missing => Failure::usage("an argument names no file that exists", hint),
        _ => Failure::system("a file that an argument names", error),
    };
    failure.with_argument(name)
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

/// Reads until the place is full or the file ends.
///
/// # Errors
///
/// When it cannot be read.
pub fn fill(from: &mut impl Read, place: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < place.len() {
        match from.read(&mut place[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The SHA-256 of the rest of a file, and a tick for the bytes of each piece of it.
///
/// # Errors
///
/// When it cannot be read.
pub fn sha256_of(mut file: &File, mut tick: impl FnMut(u64)) -> io::Result<String> {
    let (mut hash, mut piece) = (RunningSha256::default(), vec![0; PIECE]);
    loop {
        let filled = fill(&mut file, &mut piece)?;
        hash.add(&piece[..filled]);
        tick(filled as u64);
        if filled < piece.len() {
            return Ok(hash.hex());
        }
    }
}

fn read_whole(mut from: File, name: &str, largest: fn(&[u8]) -> usize) -> Result<SecretBytes, Failure> {
    if from.is_terminal() {
        let hint = "leave it out, and a hidden prompt asks for it; or give a file";
        let message = format!("{name} is a terminal, and would show what is typed");
        return Err(Failure::new(Code::Terminal, message, hint));
    }
    let expected = from.metadata().map_or(0, |found| usize::try_from(found.len()).unwrap_or(usize::MAX));
    let mut buffer = SecretBytes::build(4096, |_| {});
    let mut length = 0;
    loop {
        if length == buffer.len() {
            let largest = largest(buffer.expose());
            if length >= largest {
                return Err(too_large(name, largest));
            }
            let full = buffer;
            // With room for one byte more, which is not there if it is as long as it says.
            let room = (2 * length).max(expected.saturating_add(1)).min(largest);
            buffer = SecretBytes::build(room, |roomier| roomier[..length].copy_from_slice(full.expose()));
        }
        match from.read(&mut buffer.expose_mut()[length..]) {
            Ok(0) => return Ok(SecretBytes::copy_of(&buffer.expose()[..length])),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::system(name, &error)),
        }
    }
}

fn too_large(name: &str, largest: usize) -> Failure {
    let (what, hint) = match largest {
        0..=LARGEST_TEXT => ("too large to be shares or a key", "give the file with the share or key in it"),
        _ => ("too large a file for a picture", "crop it to the code, or save it smaller"),
    };
    Failure::new(Code::TooLarge, format!("{name}: {what}"), hint)
}

/// Refuses a place to write to that is already taken, before anybody types a key. It is enforced again when the file is
/// written.
///
/// # Errors
///
/// When something is there, or its folder is not.
pub fn refuse_existing(path: &Path) -> Result<(), Failure> {
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

pub(super) fn exists(path: &Path) -> Failure {
    let message = format!("{} exists already", shown(path));
    Failure::new(Code::Exists, message, "choose another name: nothing is ever overwritten")
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
