//! Sealing a file to an identity: read once, piece by piece, while nobody changes it.

use std::{
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    entropy::OsEntropy,
    failure::{Code, Failure},
    files::{LONG_FILE, fill, look_at, parent, shown},
    growing::Growing,
    hands::{self, Ended, Stage},
    output::Voice,
    plan::split::ShareOutput,
    sources::is_stdin,
    unfinished::Staging,
};
use crate::{
    age::{self, Header, Identity, NONCE_BYTES},
    ceremony::split::SplitError,
    hash::RunningSha256,
    key::Key,
    record::sealed::RecordedSealed,
    secret::SecretBytes,
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
    /// When it is no ordinary file, or has no name that a record can hold.
    pub fn new(name: &str) -> Result<Self, Failure> {
        if is_stdin(name) {
            let hint = "write it to a file first, on a disk in memory if it is secret: /dev/shm";
            return Err(Failure::usage("--seal takes a file with a name, and no pipe", hint));
        }
        let path = PathBuf::from(name);
        let found = look_at(name)?;
        let file_name = path.file_name().and_then(|name| name.to_str());
        match file_name {
            Some(name) if found.is_file() => Ok(Self { sealed_name: format!("{name}.age"), path }),
            _ => {
                let message = format!("{} is no ordinary file", shown(&path));
                Err(Failure::usage(
                    message,
                    "--seal takes one file; pack several into one first, as tar does",
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
pub enum Place {
    /// In the folder of the shares, which appears with all that is in it.
    Folder(Staging),
    /// In a file of its own.
    File(PathBuf),
}

impl Place {
    /// Seals the file to a key that was made for it, where the shares will be.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or changes, or the sealed file cannot be written; nothing is left behind then.
    pub fn seal(
        file: &ToSeal,
        key: &Key,
        output: &ShareOutput,
        voice: &Voice,
    ) -> Result<(Self, RecordedSealed), Failure> {
        let identity = Identity::new(SecretBytes::copy_of(key.master_secret().expose()));
        let identity = identity.ok_or(SplitError::SelfCheck)?;
        if let ShareOutput::Folder(folder) = output {
            let mut staging = Staging::begin(folder)?;
            staging.folder(Path::new("public"))?;
            let mut growing = staging.growing(&Path::new("public").join(&file.sealed_name))?;
            let sealed = seal(file, &identity, |piece| growing.add(piece), voice)?;
            growing.publish()?;
            return Ok((Self::Folder(staging), sealed));
        }
        let mut growing = Growing::begin(&file.beside())?;
        let sealed = seal(file, &identity, |piece| growing.add(piece), voice)?;
        growing.publish()?;
        Ok((Self::File(file.beside()), sealed))
    }

    /// Takes back what nobody has shares of.
    pub fn take_back(self) {
        if let Self::File(file) = self {
            let _ = fs::remove_file(file);
        }
    }
}

/// Seals the file to the identity, and gives every piece of the sealed file to `write`.
///
/// # Errors
///
/// When it cannot be read, changes meanwhile, or `write` fails.
pub fn seal(
    file: &ToSeal,
    identity: &Identity,
    mut write: impl FnMut(&[u8]) -> Result<(), Failure>,
    voice: &Voice,
) -> Result<RecordedSealed, Failure> {
    let mut input = Input::open(&file.path)?;
    let total = input.left;
    let (beginning, key) = age::begin(identity, &mut OsEntropy).map_err(SplitError::from)?;
    // Before anything stands behind it: what the shares give back must find the key of the chunks in it.
    let header = Header::read(&beginning[..beginning.len() - NONCE_BYTES]).ok();
    header.and_then(|header| header.file_key(identity).ok()).ok_or(SplitError::SelfCheck)?;
    let hash = Arc::new(Mutex::new(RunningSha256::default()));
    hashed(&hash, &beginning);
    write(&beginning)?;
    let mut bytes = beginning.len() as u64;
    let mut tick = voice.progress_of_file("sealing", total, LONG_FILE);
    let sealing: Stage = Box::new(move |run| {
        run.seal(&key);
        Ok(())
    });
    let mut next = 0;
    let passed = hands::along(
        vec![sealing, hashing(Arc::clone(&hash))],
        |run| {
            let left = std::cell::Cell::new(0);
            let filled = run.take_plain(
                next,
                |place| {
                    let filled = input.fill(place)?;
                    left.set(input.left);
                    Ok(filled)
                },
                || Ok(left.get() == 0),
            );
            next = run.next();
            filled
        },
        |run| {
            bytes += run.sealed().len() as u64;
            tick(run.plain_bytes());
            write(run.sealed())
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
    Ok(RecordedSealed { name: file.sealed_name.clone(), sha256, bytes })
}

/// Adds each run, sealed, to the hash.
#[must_use]
pub fn hashing(hash: Arc<Mutex<RunningSha256>>) -> Stage {
    Box::new(move |run| {
        hashed(&hash, run.sealed());
        Ok(())
    })
}

fn hashed(hash: &Mutex<RunningSha256>, piece: &[u8]) {
    hash.lock().unwrap_or_else(PoisonError::into_inner).add(piece);
}

/// A file that must stay as it is while it is read.
struct Input {
    file: File,
    path: PathBuf,
    found: Metadata,
    /// Bytes that are still to come.
    left: u64,
}

impl Input {
    fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::system(shown(path), &error);
        let file = File::open(path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        Ok(Self { file, path: path.to_path_buf(), left: found.len(), found })
    }

    /// Fills the place, as far as there is anything left.
    fn fill(&mut self, place: &mut [u8]) -> Result<usize, Failure> {
        let wanted = place.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let filled = fill(&mut self.file, &mut place[..wanted])
            .map_err(|error| Failure::system(shown(&self.path), &error))?;
        if filled < wanted {
            return Err(self.changed());
        }
        self.left -= filled as u64;
        Ok(filled)
    }

    /// After the last byte: somebody may have written to it meanwhile.
    fn refuse_changed(&mut self) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::system(shown(&self.path), &error);
        let now = self.file.metadata().map_err(failed)?;
        let is_same = now.len() == self.found.len() && now.modified().ok() == self.found.modified().ok();
        if is_same { Ok(()) } else { Err(self.changed()) }
    }

    fn changed(&self) -> Failure {
        let message = format!("{} changed while it was sealed", shown(&self.path));
        Failure::new(Code::Changed, message, "nothing was kept: run it again when nobody writes to it")
    }
}
