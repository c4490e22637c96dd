//! What people name on the command line: files with shares, and files with a passphrase.

use std::{
    cell::RefCell,
    fs::{self, DirEntry, File},
    os::unix::fs::MetadataExt as _,
    path::Path,
};

use crate::{
    ceremony::{
        reading::{self, Brought, Remark},
        submission::{Source, Submission},
    },
    crypto::secret::{SecretBytes, SecretText},
    formats::{age::small, count::count, key::without_newline, visible::printable},
    host::{
        console::{self, Console},
        failure::{Code, Failure},
        files::read::{STDIN, fill, read_input, read_text_or_picture},
        terminal::{Terminal, prompt},
    },
    paper::photo::drawn,
    slip39::{Passphrase, Share},
    transfer::{explain, intake::keyring::Keyring},
};

/// Files that were named as shares, or standard input. The first of them shows their format. It is read only once,
/// because a pipe gives its bytes only once.
#[derive(Debug, Default)]
pub struct ShareFiles {
    files: Vec<ShareFile>,
    names: Vec<String>,
    /// The first, if it was looked at.
    first: RefCell<Option<Result<SecretBytes, Failure>>>,
    /// What opens those that are sealed.
    keyring: Box<Keyring>,
}

/// A file that was named as one with shares, or lies in a folder that was.
#[derive(Debug)]
struct ShareFile {
    name: String,
    /// Whether it lies in a folder that was named: what is no share there is passed over.
    is_in_folder: bool,
}

impl ShareFiles {
    /// The files with these names; of a folder those that lie in it, in the order of their names.
    #[must_use]
    pub fn new(names: Vec<String>, keyring: Keyring) -> Self {
        let files = names.iter().flat_map(|name| match files_in(name) {
            Some(files) => files.into_iter().map(|name| ShareFile { name, is_in_folder: true }).collect(),
            None => vec![ShareFile { name: name.clone(), is_in_folder: false }],
        });
        Self { files: files.collect(), names, first: RefCell::new(None), keyring: Box::new(keyring) }
    }

    /// The names as they were given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What opens those that are sealed.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The same, where the files are to be looked for again.
    #[must_use]
    pub fn into_keyring(self) -> Keyring {
        *self.keyring
    }

    /// What `look` makes of the first, if it can be read. Why it cannot is reported when it is needed.
    pub fn of_first<T>(&self, look: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let name = &self.files.first()?.name;
        let read = self.first.take().unwrap_or_else(|| read_text_or_picture(name));
        let found = read.as_ref().ok().and_then(|bytes| look(bytes.expose()));
        self.first.replace(Some(read));
        found
    }

    /// Each with its name, and its bytes if it can be read.
    pub fn each(&self) -> impl Iterator<Item = (&String, Result<SecretBytes, Failure>)> {
        self.each_file().map(|(file, read)| (&file.name, read))
    }

    fn each_file(&self) -> impl Iterator<Item = (&ShareFile, Result<SecretBytes, Failure>)> {
        self.files.iter().enumerate().map(|(at, file)| {
            let known = if at == 0 { self.first.take() } else { None };
            (file, known.unwrap_or_else(|| read_text_or_picture(&file.name)))
        })
    }

    /// Warns once where others on this machine may read what keeps a share. Whoever reads one that is sealed cannot open it.
    pub fn warn_of_readers(&self, console: &Console) {
        let is_open =
            |file: &&ShareFile| file.name != STDIN && may_others_read(&file.name) && !is_sealed(&file.name);
        let open: Vec<&ShareFile> = self.files.iter().filter(is_open).collect();
        let Some(first) = open.first() else { return };
        let first = printable(&first.name);
        match open.len() - 1 {
            0 => console.warn(&format!("{first} can be read by others on this machine: chmod 600")),
            more => console.warn(&format!(
                "{first} and {} can be read by others on this machine: chmod 600",
                count(more, "more file")
            )),
        }
    }
}

/// Whether another user than the owner may read a file, in a folder that they may enter.
fn may_others_read(name: &str) -> bool {
    let Ok(path) = fs::canonicalize(name) else { return false };
    let allows = |path: &Path, bits| fs::metadata(path).is_ok_and(|found| found.mode() & bits != 0);
    path.is_file() && allows(&path, 0o044) && path.ancestors().skip(1).all(|folder| allows(folder, 0o011))
}

/// Whether a file begins as a sealed one does.
fn is_sealed(name: &str) -> bool {
    let mut beginning = [0; 64];
    let filled = File::open(name).and_then(|mut file| fill(&mut file, &mut beginning));
    filled.is_ok_and(|filled| small::is_meant(&beginning[..filled]))
}

/// The files in a folder, but for those whose name begins with a dot, and other folders; none if it is no folder.
fn files_in(name: &str) -> Option<Vec<String>> {
    if !Path::new(name).is_dir() {
        return None;
    }
    let is_shown =
        |entry: &DirEntry| !entry.file_name().to_string_lossy().starts_with('.') && entry.path().is_file();
    let entries = fs::read_dir(name).ok()?.filter_map(Result::ok).filter(is_shown);
    let mut files: Vec<String> =
        entries.filter_map(|entry| entry.path().to_str().map(str::to_owned)).collect();
    files.sort_unstable();
    Some(files)
}

/// Reads the shares in the named files, each a text in which shares stand or a picture with codes in it, and says what
/// people must know of them.
///
/// # Errors
///
/// When a file cannot be read, or there is nothing in it that could be a share; where nobody can say that words within
/// sentences are one.
pub fn shares(files: &ShareFiles, console: &Console) -> Result<Vec<Submission>, Failure> {
    let (mut found, mut blank) = (Vec::new(), Vec::new());
    let mut progress = console.counting("file", files.files.len());
    for (file, bytes) in files.each_file() {
        progress.next();
        let bytes = bytes?;
        let shown = shown(&file.name);
        // One lies where cards are printed, and says nothing of them.
        if drawn::is_blank(bytes.expose()) {
            blank.push(shown);
            continue;
        }
        let brought = match reading::shares(&shown, bytes.expose()) {
            Err(error) if file.is_in_folder && error.may_be_card() => {
                console.warn(&format!("{shown}: {error}; it may be a card, but was passed over"));
                continue;
            }
            Err(_) if file.is_in_folder => Brought::default(),
            read => read.map_err(|error| explain::reading::unusable(&shown, error).with_source(&shown))?,
        };
        let was_sealed = !brought.sealed.is_empty();
        let brought = opened(brought, file.is_in_folder, files.keyring(), console)?;
        if file.is_in_folder && was_sealed && brought.shares.is_empty() {
            continue;
        }
        if file.is_in_folder && (brought.shares.is_empty() || brought.is_guess) {
            console.say(&format!("{shown}: no share in it, passed over"));
            continue;
        }
        tell_unread(&shown, brought.unread);
        tell(&shown, &brought, console)?;
        found.extend(brought.shares);
        refuse_too_many(&shown, found.len())?;
    }
    drop(progress);
    files.warn_of_readers(console);
    if let (true, Some(shown)) = (found.is_empty(), blank.first()) {
        let hint = "give the cards with words or codes on them";
        return Err(Failure::new(Code::NoShare, format!("{shown}: there is no share on it"), hint));
    }
    if let (true, Some(name)) = (found.is_empty(), files.names.first()) {
        let hint = "name the files with shares, or the folder that holds them";
        return Err(Failure::new(Code::NoShare, format!("{}: there is no share in it", shown(name)), hint));
    }
    for shown in blank {
        console.warn(&format!("{shown}: a blank card, passed over"));
    }
    Ok(found)
}

/// The same with what stands in its sealed shares, opened: each holds one share.
fn opened(
    mut brought: Brought,
    is_in_folder: bool,
    keyring: &Keyring,
    console: &Console,
) -> Result<Brought, Failure> {
    for sealed in std::mem::take(&mut brought.sealed) {
        let shown = sealed.source.to_string();
        let Some(text) = keyring.open(&sealed, is_in_folder, console)? else { continue };
        let unusable = |error| explain::reading::unusable(&shown, error).with_source(&shown);
        let inside = reading::opened(&sealed.source, text.expose()).map_err(unusable)?;
        console.step(&format!("{shown}: opened"));
        brought.shares.extend(inside.shares);
        brought.remarks.extend(inside.remarks);
    }
    Ok(brought)
}

/// Says what people must know of what was brought, how many shares there are where they are several, and which of the rest
/// are altered copies of them.
fn tell(shown: &str, brought: &Brought, console: &Console) -> Result<(), Failure> {
    for remark in &brought.remarks {
        match (remark, explain::reading::remark(shown, remark)) {
            (Remark::InProse(source), _) => confirm(source, brought, console)?,
            (_, (told, true)) => console.warn(&told),
            (_, (told, false)) => console.say(&told),
        }
    }
    for copy in &brought.shares {
        if let Err(unreadable) = &copy.share
            && unreadable.is_copy
        {
            let what = explain::unreadable(unreadable);
            console
                .warn(&format!("{}: begins like a share that is here, but is not one: {what}", copy.source));
        }
    }
    match brought.shares.iter().filter(|share| share.share.is_ok()).count() {
        0 | 1 => {}
        shares => console.say(&format!("{shown}: {shares} shares")),
    }
    Ok(())
}

/// Somebody who has the card must say that words within sentences are its share.
fn confirm(source: &Source, brought: &Brought, console: &Console) -> Result<(), Failure> {
    let share = brought
        .shares
        .iter()
        .find(|share| share.source == *source)
        .and_then(|share| share.share.as_ref().ok());
    let words = share.map_or(0, Share::word_count);
    let refused = || explain::reading::in_prose(source);
    let terminal = Terminal::without_secrets(console, "").map_err(|_| refused())?;
    if prompt::is_agreed(&terminal, &explain::reading::ask_in_prose(source, words))? {
        Ok(())
    } else {
        Err(refused())
    }
}

/// What a named file is called for people.
#[must_use]
pub fn shown(name: &str) -> String {
    if name == STDIN { "standard input".to_owned() } else { printable(name) }
}

/// Refuses more shares than there can be of a set.
///
/// # Errors
///
/// When there are.
pub fn refuse_too_many(shown: &str, count: usize) -> Result<(), Failure> {
    reading::refuse_too_many(count).map_err(|error| explain::reading::unusable(shown, error))
}

/// Whoever photographs five cards must not take four for five.
pub fn tell_unread(shown: &str, unread: usize) {
    let more = match unread {
        0 => return,
        1 => "1 more code seems to be there, and".to_owned(),
        many => format!("{many} more codes seem to be there, and"),
    };
    console::tell(&format!("quorate: warning: {shown}: {more} could not be read: take each from near\n"));
}

/// Whether a name stands for standard input, in any of the usual ways.
#[must_use]
pub fn is_stdin(name: &str) -> bool {
    matches!(name, STDIN | "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0")
}

/// Refuses to read standard input for two things at once.
///
/// # Errors
///
/// When `-` stands more than once among `names`.
pub fn refuse_double_stdin<'a>(names: impl Iterator<Item = &'a String>) -> Result<(), Failure> {
    if names.filter(|name| is_stdin(name)).count() > 1 {
        return Err(Failure::usage("standard input was named for two things", "give one of them as a file"));
    }
    Ok(())
}

/// Reads a SLIP-0039 passphrase: the whole file but for one final newline.
///
/// # Errors
///
/// When it cannot be read, or holds anything but printable ASCII.
pub fn passphrase(name: &str, console: &Console) -> Result<Passphrase, Failure> {
    let text = line(name)?;
    let passphrase = Passphrase::new(text.expose())?;
    warn_of_end(&text, "the passphrase file", console);
    Ok(passphrase)
}

/// Reads a BIP-39 passphrase, and says so where there is none in its file: more likely a command that failed than a wish.
///
/// # Errors
///
/// When it cannot be read or is not text.
pub fn bip39_passphrase(name: &str, console: &Console) -> Result<SecretText, Failure> {
    let text = line(name)?;
    if text.is_empty() {
        console.warn("the BIP-39 passphrase file is empty: the empty BIP-39 passphrase was used");
    }
    warn_of_end(&text, "the BIP-39 passphrase file", console);
    Ok(text)
}

/// A blank at the end of a file is seen by nobody, typed by nobody, and makes another key.
pub fn warn_of_end(text: &SecretText, what: &str, console: &Console) {
    if text.expose().ends_with(char::is_whitespace) {
        console.warn(&format!(
            "{what} ends with a blank, a tab or a second newline: it is part of the passphrase"
        ));
    }
}

/// Reads a text that is one line by its nature: the whole file but for one final newline.
///
/// # Errors
///
/// When it cannot be read or is not text.
pub fn line(name: &str) -> Result<SecretText, Failure> {
    let bytes: SecretBytes = read_input(name)?;
    let text = str::from_utf8(without_newline(bytes.expose())).map_err(|_| {
        Failure::new(Code::NotText, "the passphrase is not text", "give a file with the passphrase as text")
    })?;
    Ok(SecretText::copy_of(text))
}
