//! What the arguments mean: complete, checked against each other and the machine, before anybody is asked for a key.

use super::{
    files::{ShareFiles, refuse_double_stdin},
    foreign,
    keyring::Keyring,
};
use crate::{
    custody::{journal::Journal, record::Record},
    formats::foreign::ForeignFormat,
    host::{console::Machine, failure::Failure, files::read::STDIN},
};

/// Where a passphrase comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassphraseSource {
    /// A file or standard input.
    File(String),
    /// The terminal.
    Typed,
}

/// The source of a passphrase, as the two options say it.
#[must_use]
pub fn passphrase_source(asked: bool, file: Option<String>) -> Option<PassphraseSource> {
    file.map(PassphraseSource::File).or_else(|| asked.then_some(PassphraseSource::Typed))
}

/// Where shares come from.
#[derive(Debug)]
pub enum ShareSource {
    /// Files, or standard input.
    Files(ShareFiles),
    /// The terminal.
    Typed,
}

impl ShareSource {
    /// Named files, and identities for those that are sealed; without any, the terminal, or whatever standard input is.
    ///
    /// # Errors
    ///
    /// When an identity cannot be read, or opens nothing because shares are typed.
    pub fn new(files: Vec<String>, identities: &[String], machine: Machine) -> Result<Self, Failure> {
        refuse_double_stdin(files.iter().chain(identities))?;
        let files = match (files.is_empty(), machine.stdin_is_terminal) {
            (true, true) if !identities.is_empty() => {
                let hint = "name the files of the sealed shares, or leave it out";
                return Err(Failure::usage("--identity opens files, and none is named", hint));
            }
            (true, true) => return Ok(Self::Typed),
            (true, false) => vec![STDIN.to_owned()],
            (false, _) => files,
        };
        Ok(Self::Files(ShareFiles::new(files, Keyring::read(identities, machine)?)))
    }

    /// Learns from a record and its journal to whom each sealed share was sealed.
    pub fn learn(&self, record: &Record, journal: &Journal) {
        if let Self::Files(files) = self {
            files.keyring().learn(record, journal);
        }
    }

    /// The format of another tool that the shares in files are unmistakably of.
    #[must_use]
    pub fn recognised(&self) -> Option<ForeignFormat> {
        match self {
            Self::Files(files) => foreign::recognised(files),
            Self::Typed => None,
        }
    }

    /// What would have to be done again if the ceremony stopped behind them.
    #[must_use]
    pub fn at_stake(&self) -> Option<&'static str> {
        matches!(self, Self::Typed).then_some("the shares that were typed have to be typed again")
    }

    /// The names of the files; none where shares are typed.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::Files(files) => files.names(),
            Self::Typed => &[],
        }
    }
}
