//! Opening a sealed file with an identity: nothing of it counts before its last chunk is proved.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::workers::{self, Ended, Stage, hashing};
use crate::{
    crypto::{hash::RunningSha256, secret::SecretBytes},
    custody::record::sealed::{RecordedSealed, SealedStanding},
    formats::age::{self, Header, Identity, NONCE_BYTES, StreamError},
    host::{
        console::Console,
        failure::{Code, Exit, Failure},
        files::{
            large::Growing,
            read::{LONG_FILE, look_at, sha256_of, shown},
        },
    },
    slip39::MasterSecret,
    transfer::{
        explain::sealed::{of_header, of_stream},
        intake::files::is_stdin,
        sealing::armored::Text,
    },
};

/// A sealed file, as it lies there: binary or armored.
#[derive(Debug)]
pub struct SealedFile {
    file: File,
    path: PathBuf,
    bytes: u64,
}

/// What one pass over a sealed file has proved: its header, its nonce and the tag of each chunk, 16 bytes of 64 KiB. Who
/// has not the key of the file cannot make another that has the same.
#[derive(Debug, Default)]
pub struct Proved(Vec<u8>);

/// What came out of a sealed file.
#[derive(Clone, Debug)]
pub struct OpenedFile {
    /// Bytes of the file that was sealed.
    pub plain_bytes: u64,
    /// What the sealed file is, as records have it; none where nobody wanted its hash.
    pub sealed: Option<RecordedSealed>,
}

impl SealedFile {
    /// Opens the file, and no more.
    ///
    /// # Errors
    ///
    /// When it is no ordinary file, or cannot be read.
    pub fn find(name: &str) -> Result<Self, Failure> {
        if is_stdin(name) {
            let hint = "write it to a file first: it holds no secret";
            return Err(Failure::usage("a sealed file must be a file, not a pipe", hint));
        }
        let path = PathBuf::from(name);
        let failed = |error: io::Error| Failure::system(shown(&path), &error);
        if !look_at(name)?.is_file() {
            let message = format!("{} is not a regular file", shown(&path));
            return Err(Failure::usage(message, "give the sealed file: its name usually ends with .age"));
        }
        let file = File::open(&path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        Ok(Self { file, path, bytes })
    }

    /// One that is still being written, as far as it has come.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn growing(growing: &Growing) -> Result<Self, Failure> {
        let (file, path) = growing.written()?;
        let bytes = file.metadata().map_err(|error| Failure::system(shown(path), &error))?.len();
        Ok(Self { file, path: path.to_path_buf(), bytes })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it with the identity and gives every piece of what was sealed to `write`, each proved, but not that no more
    /// follows: only success proves that.
    ///
    /// # Errors
    ///
    /// When it is not sealed to the identity, was altered anywhere, or `write` fails.
    pub fn open(
        &self,
        identity: &Identity,
        wants_hash: bool,
        write: impl FnMut(&[u8]) -> Result<(), Failure>,
        console: &Console,
    ) -> Result<OpenedFile, Failure> {
        self.pass(identity, wants_hash, |_| Ok(()), write, console)
    }

    /// One pass over it. `see` is given the header with the nonce, then the tag of each chunk, before the chunk is given to
    /// `write`.
    fn pass(
        &self,
        identity: &Identity,
        wants_hash: bool,
        mut see: impl FnMut(&[u8]) -> Result<(), Failure>,
        mut write: impl FnMut(&[u8]) -> Result<(), Failure>,
        console: &Console,
    ) -> Result<OpenedFile, Failure> {
        let path = self.path.clone();
        let hash = wants_hash.then(|| Arc::new(Mutex::new(RunningSha256::default())));
        let mut text = Text::begin(&self.file, &path, hash.as_deref())?;
        let header_bytes = text.until(Header::length)?;
        let header = Header::read(&header_bytes).map_err(|error| of_header(&path, error))?;
        let mut nonce = [0; NONCE_BYTES];
        let is_whole = text.fill(&mut nonce)? == NONCE_BYTES;
        let key = age::payload_key(identity, &header, &nonce).map_err(|error| of_header(&path, error))?;
        let first_chunk = (!text.is_armored()).then_some(header_bytes.len() + NONCE_BYTES);
        if !is_whole {
            return Err(of_stream(&path, StreamError::CutOff { chunk: 0 }, first_chunk));
        }
        see(&[&header_bytes[..], &nonce].concat())?;
        let mut stages: Vec<Stage> = vec![Box::new(move |chunks| chunks.open(&key))];
        let is_straight = text.begin_chunks();
        if let Some(own) = hash.clone().filter(|_| is_straight) {
            stages.insert(0, hashing(own));
        }
        let mut tick = console.progress_of_file("opening", self.bytes, LONG_FILE);
        let (mut plain_bytes, mut next) = (0, 0);
        let passed = workers::along(
            stages,
            |chunks| {
                let text = std::cell::RefCell::new(&mut text);
                let filled = chunks.take_sealed(
                    next,
                    |place| text.borrow_mut().fill(place),
                    || text.borrow_mut().is_at_end(),
                );
                next = chunks.next();
                filled
            },
            |chunks| {
                plain_bytes += chunks.plain_bytes();
                tick(chunks.sealed().len() as u64);
                chunks.tags().try_for_each(&mut see)?;
                chunks.plain().try_for_each(&mut write)
            },
        );
        drop(tick);
        passed.map_err(|ended| match ended {
            Ended::Failure(failure) => failure,
            Ended::Stream(error) => of_stream(&path, error, first_chunk),
        })?;
        let sha256 = hash.map(|hash| hash.lock().unwrap_or_else(PoisonError::into_inner).clone().hex());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let sealed = sha256.map(|sha256| RecordedSealed { name, sha256, bytes: self.bytes });
        Ok(OpenedFile { plain_bytes, sealed })
    }

    /// Proves all of it, and lets go of what comes out.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn prove(
        &self,
        identity: &Identity,
        wants_hash: bool,
        console: &Console,
    ) -> Result<(OpenedFile, Proved), Failure> {
        let mut proved = Proved::default();
        let note = |mark: &[u8]| {
            proved.0.extend_from_slice(mark);
            Ok(())
        };
        let opened = self.pass(identity, wants_hash, note, |_| Ok(()), console)?;
        Ok((opened, proved))
    }

    /// Opens what was proved before, for a reader that keeps whatever it gets: each piece is compared before it is written.
    ///
    /// # Errors
    ///
    /// When the file is not as it was, or `write` fails.
    pub fn open_proved(
        &self,
        identity: &Identity,
        proved: &Proved,
        write: impl FnMut(&[u8]) -> Result<(), Failure>,
        console: &Console,
    ) -> Result<(), Failure> {
        let mut left = proved.0.as_slice();
        let compare = |mark: &[u8]| {
            left = left.strip_prefix(mark).ok_or_else(|| self.changed())?;
            Ok(())
        };
        let passed = self.pass(identity, false, compare, write, console).map_err(|failure| {
            let is_of_the_file = matches!(failure.code.exit(), Exit::Input | Exit::Foreign);
            if is_of_the_file { self.changed() } else { failure }
        });
        passed.and_then(|_| if left.is_empty() { Ok(()) } else { Err(self.changed()) })
    }

    fn changed(&self) -> Failure {
        let message = format!("{} changed after it was proved, while it was opened", shown(&self.path));
        let hint = "what went to the pipe is genuine but incomplete: discard it, and open a copy of the file";
        Failure::new(Code::Changed, message, hint)
    }

    /// What the file is, as records have it, whoever can open it.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn hashed(&self, console: &Console) -> Result<RecordedSealed, Failure> {
        let mut tick = console.progress_of_file("hashing", self.bytes, LONG_FILE);
        let mut bytes = 0;
        let counted = |more| {
            bytes += more;
            tick(more);
        };
        let sha256 =
            sha256_of(&self.file, counted).map_err(|error| Failure::system(shown(&self.path), &error))?;
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(RecordedSealed { name: name.unwrap_or_default(), sha256, bytes })
    }
}

/// The identity that shares give.
///
/// # Errors
///
/// When they give something else.
pub fn identity(secret: &MasterSecret, file: &SealedFile) -> Result<Identity, Failure> {
    let bytes = secret.expose().len();
    Identity::new(SecretBytes::copy_of(secret.expose())).ok_or_else(|| {
        let message =
            format!("these shares give {bytes} bytes, but {} needs an age identity", shown(file.path()));
        Failure::new(Code::NotOfThisSet, message, "bring the shares of the set that the file was sealed to")
    })
}

/// Compares a file that opens with the one in the record: the shares open whatever was sealed to them.
///
/// # Errors
///
/// When it is another.
pub fn refuse_unrecorded(
    recorded: Option<&RecordedSealed>,
    found: Option<&RecordedSealed>,
    path: &Path,
    console: &Console,
) -> Result<(), Failure> {
    match recorded.zip(found).map(|(recorded, found)| recorded.standing(found)) {
        None => Ok(()),
        Some(SealedStanding::AsItWas) => {
            console.say("this is the sealed file of the record, byte for byte");
            Ok(())
        }
        Some(_) => {
            let message =
                format!("{}: the shares open it, but it is not the file of the record", shown(path));
            let hint = "use the file that the record names; without --record, any file sealed to them opens";
            Err(Failure::new(Code::SealedNotRecorded, message, hint))
        }
    }
}

#[cfg(test)]
mod tests;
