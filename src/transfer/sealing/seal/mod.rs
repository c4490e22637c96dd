//! Sealing a file to an identity: read to its end, piece by piece, while nobody changes it; and opened again from what was
//! written, before the program says that it is sealed.

use std::{
    cell::RefCell,
    fs::{self, File, Metadata},
    io::{self, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    open::SealedFile,
    workers::{self, Ended, Stage, hashed, hashing},
};
use crate::{
    ceremony::split::SplitError,
    crypto::{
        hash::RunningSha256,
        random::OsEntropy,
        secret::{SecretBytes, are_equal},
    },
    custody::record::sealed::RecordedSealed,
    formats::{
        age::{self, CHUNK_BYTES, Header, Identity, NONCE_BYTES},
        key::Key,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
        files::{
            large::Growing,
            read::{LONG_FILE, fill, look_at, parent, shown},
            staging::Staging,
        },
    },
    transfer::intake::files::is_stdin,
};

/// The file that is sealed, as it was when the plan was made.
#[derive(Clone, Debug)]
pub struct ToSeal {
    path: PathBuf,
    /// The name that it has sealed.
    sealed_name: String,
}

impl ToSeal {
    /// Tells whether this can be sealed, before anybody is asked for anything.
    ///
    /// # Errors
    ///
    /// When it is no ordinary file, is empty, or has no name that a record can hold.
    pub fn new(name: &str) -> Result<Self, Failure> {
        if is_stdin(name) {
            let hint = "write it to a file first, on a disk in memory if it is secret: /dev/shm";
            return Err(Failure::usage("--seal takes a file, not a pipe", hint));
        }
        let path = PathBuf::from(name);
        let found = look_at(name)?;
        let file_name = path.file_name().and_then(|name| name.to_str());
        match file_name {
            Some(name) if found.is_file() => {
                refuse_empty(&path, &found)?;
                Ok(Self { sealed_name: format!("{name}.age"), path })
            }
            _ => {
                let message = format!("{} is not a regular file", shown(&path));
                Err(Failure::usage(
                    message,
                    "--seal takes one file; pack several into one first, for instance with tar",
                ))
            }
        }
    }

    /// The name that it has sealed.
    #[must_use]
    pub fn sealed_name(&self) -> &str {
        &self.sealed_name
    }

    /// Where it goes if it goes nowhere else: beside it.
    #[must_use]
    pub fn beside(&self) -> PathBuf {
        parent(&self.path).join(&self.sealed_name)
    }

    /// The file itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether a key that was refused is one to seal: the armor of a key file, bytes, or more than a share can hold.
#[must_use]
pub fn is_for_sealing(bytes: &[u8]) -> bool {
    let is_armored = bytes.windows(PEM.len()).any(|piece| piece == PEM);
    is_armored || str::from_utf8(bytes).is_err() || bytes.len() > LONGEST_KEY_TEXT
}

/// What PEM, OpenSSH and PGP begin with.
const PEM: &[u8] = b"-----BEGIN ";

/// A key of 128 bytes in hex.
const LONGEST_KEY_TEXT: usize = 256;

/// Where a sealed file is, until its shares are out.
#[derive(Debug)]
pub enum SealedFilePlace {
    /// In the folder of the shares, which appears with all that is in it.
    Folder(Staging),
    /// In a file of its own.
    File(PathBuf),
}

impl SealedFilePlace {
    /// Seals the file to a key that was made for it, where the shares will be.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or changes, or the sealed file cannot be written or does not give it back; nothing is
    /// left behind then.
    pub fn seal(
        file: &ToSeal,
        key: &Key,
        folder: Option<&Path>,
        console: &Console,
    ) -> Result<(Self, RecordedSealed), Failure> {
        let identity = Identity::new(SecretBytes::copy_of(key.master_secret().expose()));
        let identity = identity.ok_or(SplitError::SelfCheck)?;
        if let Some(folder) = folder {
            let mut staging = Staging::begin(folder)?;
            staging.folder(Path::new("public"))?;
            let mut growing = staging.growing(&Path::new("public").join(&file.sealed_name))?;
            let sealed = seal(file, &identity, &mut growing, console)?;
            growing.publish()?;
            return Ok((Self::Folder(staging), sealed));
        }
        let mut growing = Growing::begin(&file.beside())?;
        let sealed = seal(file, &identity, &mut growing, console)?;
        growing.publish()?;
        Ok((Self::File(file.beside()), sealed))
    }

    /// Takes back what nobody has shares of.
    pub fn take_back(&self) {
        if let Self::File(file) = self {
            let _ = fs::remove_file(file);
        }
    }
}

/// Seals the file to the identity, and proves the result: it is opened again from the bytes that were written, and what
/// comes out is compared with the file, which is read once more.
///
/// # Errors
///
/// When it cannot be read, is empty or not as long as it is said to be, changes meanwhile, or is not given back.
fn seal(
    file: &ToSeal,
    identity: &Identity,
    growing: &mut Growing,
    console: &Console,
) -> Result<RecordedSealed, Failure> {
    let mut input = Input::open(&file.path)?;
    let (sha256, bytes) = write_sealed(&mut input, identity, growing, console)?;
    refuse_other_than(&mut input, identity, growing, (&sha256, bytes), console)?;
    Ok(RecordedSealed { name: file.sealed_name.clone(), sha256, bytes })
}

/// Opens what was written, and refuses it where it is not what was meant to be, or does not give back the input.
fn refuse_other_than(
    input: &mut Input,
    identity: &Identity,
    growing: &Growing,
    written: (&str, u64),
    console: &Console,
) -> Result<(), Failure> {
    input.begin_again()?;
    let opened =
        SealedFile::growing(growing)?.open(identity, true, |piece| input.refuse_other(piece), console)?;
    input.refuse_more()?;
    match opened.sealed {
        Some(found) if (found.sha256.as_str(), found.bytes) == written => Ok(()),
        _ => Err(SplitError::SelfCheck.into()),
    }
}

/// Seals all of the input; with the hash and the number of the bytes that it has become.
fn write_sealed(
    input: &mut Input,
    identity: &Identity,
    growing: &mut Growing,
    console: &Console,
) -> Result<(String, u64), Failure> {
    let (beginning, key) = age::begin(identity, &mut OsEntropy).map_err(SplitError::from)?;
    // Before any chunk is written: what the shares give back must find the key of the chunks in it.
    let header = Header::read(&beginning[..beginning.len() - NONCE_BYTES]).ok();
    header.and_then(|header| header.file_key(identity).ok()).ok_or(SplitError::SelfCheck)?;
    let hash = Arc::new(Mutex::new(RunningSha256::default()));
    hashed(&hash, &beginning);
    growing.add(&beginning)?;
    let mut bytes = beginning.len() as u64;
    let mut tick = console.progress_of_file("sealing", input.found.len(), LONG_FILE);
    let sealing: Stage = Box::new(move |chunks| {
        chunks.seal(&key);
        Ok(())
    });
    let mut next = 0;
    let passed = workers::along(
        vec![sealing, hashing(Arc::clone(&hash))],
        |chunks| {
            let input = RefCell::new(&mut *input);
            let filled = chunks.take_plain(
                next,
                |place| input.borrow_mut().fill(place),
                || input.borrow_mut().is_at_end(),
            );
            next = chunks.next();
            filled
        },
        |chunks| {
            bytes += chunks.sealed().len() as u64;
            tick(chunks.plain_bytes());
            growing.add(chunks.sealed())
        },
    );
    drop(tick);
    passed.map_err(|ended| match ended {
        Ended::Failure(failure) => failure,
        // Sealing refuses no chunk.
        Ended::Stream(_) => SplitError::SelfCheck.into(),
    })?;
    input.refuse_changed()?;
    let sha256 = hash.lock().unwrap_or_else(PoisonError::into_inner).clone().hex();
    Ok((sha256, bytes))
}

/// A file that must stay as it is while it is read, and be as long as it is said to be. It is read to its end: what says
/// how long it is may be wrong, and a failed command leaves an empty file.
struct Input {
    file: File,
    path: PathBuf,
    found: Metadata,
    /// Bytes that were read.
    taken: u64,
    /// A piece of it, for what comes next or is compared.
    piece: SecretBytes,
    /// Whether the first byte of the piece is the next of the file, read to see whether there is one.
    is_ahead: bool,
}

impl Input {
    fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::system(shown(path), &error);
        let file = File::open(path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        refuse_empty(path, &found)?;
        let piece = SecretBytes::build(CHUNK_BYTES, |_| {});
        Ok(Self { file, path: path.to_path_buf(), found, taken: 0, piece, is_ahead: false })
    }

    /// Fills the place, as far as there is anything left.
    fn fill(&mut self, place: &mut [u8]) -> Result<usize, Failure> {
        let ahead = usize::from(self.is_ahead && !place.is_empty());
        place[..ahead].copy_from_slice(&self.piece.expose()[..ahead]);
        self.is_ahead &= ahead == 0;
        let more = fill(&mut self.file, &mut place[ahead..]).map_err(|error| self.failed(&error))?;
        self.taken += more as u64;
        // Of a file that says nothing of its length, nobody knows whether it ends.
        if self.taken > self.found.len() { Err(self.disagrees()) } else { Ok(ahead + more) }
    }

    /// Whether nothing is left; and then it is as much as was said.
    fn is_at_end(&mut self) -> Result<bool, Failure> {
        if !self.is_ahead {
            let more = fill(&mut self.file, &mut self.piece.expose_mut()[..1]);
            let more = more.map_err(|error| failed(&self.path, &error))?;
            self.taken += more as u64;
            self.is_ahead = more > 0;
        }
        let is_as_said = match self.is_ahead {
            true => self.taken <= self.found.len(),
            false => self.taken == self.found.len(),
        };
        if is_as_said { Ok(!self.is_ahead) } else { Err(self.disagrees()) }
    }

    /// From its beginning once more.
    fn begin_again(&mut self) -> Result<(), Failure> {
        (self.taken, self.is_ahead) = (0, false);
        self.file.seek(SeekFrom::Start(0)).map(drop).map_err(|error| self.failed(&error))
    }

    /// Refuses what is not the next piece of the file.
    fn refuse_other(&mut self, opened: &[u8]) -> Result<(), Failure> {
        for opened in opened.chunks(CHUNK_BYTES) {
            let place = &mut self.piece.expose_mut()[..opened.len()];
            let filled = fill(&mut self.file, place).map_err(|error| failed(&self.path, &error))?;
            if filled < opened.len() || !are_equal(place, opened) {
                self.refuse_changed()?;
                return Err(SplitError::SelfCheck.into());
            }
        }
        Ok(())
    }

    /// Refuses a file that goes on behind what was compared.
    fn refuse_more(&mut self) -> Result<(), Failure> {
        let more = fill(&mut self.file, &mut self.piece.expose_mut()[..1]);
        match more.map_err(|error| failed(&self.path, &error))? {
            0 => self.refuse_changed(),
            _ => Err(self.changed()),
        }
    }

    /// After the last byte: somebody may have written to it meanwhile.
    fn refuse_changed(&self) -> Result<(), Failure> {
        let now = self.file.metadata().map_err(|error| self.failed(&error))?;
        let is_same = now.len() == self.found.len() && now.modified().ok() == self.found.modified().ok();
        if is_same { Ok(()) } else { Err(self.changed()) }
    }

    /// The failure of a file that has another length than is said of it: because somebody writes to it, or always.
    fn disagrees(&self) -> Failure {
        match self.refuse_changed() {
            Err(failure) => failure,
            Ok(()) => other_size(&self.path),
        }
    }

    fn changed(&self) -> Failure {
        let message = format!("{} changed while it was sealed", shown(&self.path));
        Failure::new(
            Code::Changed,
            message,
            "nothing was kept: run this again when nothing writes to the file",
        )
    }

    fn failed(&self, error: &io::Error) -> Failure {
        failed(&self.path, error)
    }
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::system(shown(path), error)
}

fn other_size(path: &Path) -> Failure {
    let message = format!("{}: its content is not as long as its size says", shown(path));
    Failure::new(Code::FileSize, message, "copy it to an ordinary disk, look at the copy, and seal that")
}

/// Refuses an empty file before anybody is asked for anything: a command that failed leaves one.
fn refuse_empty(path: &Path, found: &Metadata) -> Result<(), Failure> {
    if found.len() > 0 {
        return Ok(());
    }
    let mut file = File::open(path).map_err(|error| failed(path, &error))?;
    if fill(&mut file, &mut [0]).map_err(|error| failed(path, &error))? > 0 {
        return Err(other_size(path));
    }
    let hint = "check what should have written the file: a command that failed leaves it empty";
    Err(Failure::new(Code::EmptyFile, format!("{} is empty", shown(path)), hint))
}

#[cfg(test)]
mod tests;
