//! Where a command will write, by its arguments alone.

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    formats::suspicion::may_be_secret,
    host::{
        failure::{Code, Failure},
        files::read::{STDIN, parent, refuse_existing},
    },
    transfer::intake::files::is_stdin,
};

/// The new file that `option` names, checked before anybody brings a secret.
///
/// # Errors
///
/// When the name is empty, means a pipe, or may be a secret; when something is there, or its folder is not.
pub fn new_file(option: &str, name: &str) -> Result<PathBuf, Failure> {
    if name.is_empty() {
        let message = format!("{option} has no name after it");
        return Err(Failure::usage(message, "give the name of the file or folder to make"));
    }
    if is_stdin(name) {
        let hint = "leave it out, and the output goes to stdout; or give the name of a new file";
        return Err(Failure::usage(format!("{option} takes a file, not a pipe"), hint));
    }
    if name.ends_with('/') {
        let message = format!("{option} makes a file, but its name ends with a slash");
        return Err(Failure::usage(message, "leave the slash out"));
    }
    let path = PathBuf::from(name);
    // The part before the last slash is not repeated either: base64 has slashes.
    if parent(&path).metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        let hint = "make that folder first, or check its name, letter by letter";
        let message = format!("the folder for {option} does not exist");
        return Err(Failure::new(Code::System, message, hint));
    }
    if path.file_name().is_some_and(|name| may_be_secret(&name.to_string_lossy())) {
        let message = format!("the name after {option} looks like a share or a key");
        let hint = "choose another name: everybody who sees the folder reads it";
        return Err(Failure::new(Code::SecretText, message, hint));
    }
    refuse_existing(&path)?;
    Ok(path)
}

/// The new folder that `option` names. Who gives it the name of a card expects a card.
///
/// # Errors
///
/// As [`new_file`], and when the name is that of a single file.
pub fn new_folder(option: &str, name: &str) -> Result<PathBuf, Failure> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    if let Some(ending @ ("pdf" | "png" | "svg")) = ending.as_deref() {
        let message = format!("{option} makes a folder, but its name is that of a file, .{ending}");
        return Err(Failure::usage(message, format!("leave .{ending} out: the files are made inside")));
    }
    new_file(option, name.trim_end_matches('/'))
}

/// Refuses a record from a pipe where its journal, which is beside its file, would be written.
///
/// # Errors
///
/// When it is one.
pub fn refuse_piped(what: &str, record: &str) -> Result<(), Failure> {
    if is_stdin(record) {
        let hint = format!("give the file of the record, and not {STDIN}");
        return Err(Failure::usage(format!("{what} has a journal beside it, and a pipe has none"), hint));
    }
    Ok(())
}

/// The folders of these files, where they are named: each once.
#[must_use]
pub fn folders<const N: usize>(named: [&Option<String>; N]) -> Vec<PathBuf> {
    let folders = named.into_iter().flatten().map(|name| parent(Path::new(name)).to_path_buf());
    folders.collect::<BTreeSet<_>>().into_iter().collect()
}
