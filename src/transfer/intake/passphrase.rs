//! The passphrase of a set, from where it was said to be; and another one, while the shares stay where they are.

use super::{files, sources::PassphraseSource};
use crate::{
    ceremony::passphrase::{Denied, Mismatch},
    host::{
        console::Console,
        document,
        failure::{Code, Details, Failure},
        terminal::{Terminal, prompt},
    },
    slip39::Passphrase,
};

/// What to do where no terminal is to be had.
const INSTEAD: &str = "give it by --passphrase-file FILE";

/// A passphrase, and how it came.
#[derive(Debug)]
pub struct Given {
    /// The passphrase.
    pub passphrase: Passphrase,
    /// How it came.
    pub how: How,
}

/// How a passphrase came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was given.
    Given,
    /// It was given, and is the empty one.
    Empty,
    /// The file of it is empty: a wish, or a command that failed.
    EmptyFile,
    /// Nobody gave any, so the empty one was taken.
    Assumed,
}

impl How {
    /// A failure that may come of an empty file, with that in its document.
    #[must_use]
    pub fn told_with(self, failure: Failure) -> Failure {
        if self != Self::EmptyFile {
            return failure;
        }
        failure.with_details(Details::of(&document::EmptyFiles { passphrase: true, ..Default::default() }))
    }
}

impl Given {
    /// The empty passphrase, where nobody gave any.
    #[must_use]
    pub fn assumed() -> Self {
        Self { passphrase: Passphrase::empty(), how: How::Assumed }
    }

    fn typed(passphrase: Passphrase) -> Self {
        let how = if passphrase.is_empty() { How::Empty } else { How::Given };
        Self { passphrase, how }
    }
}

/// How somebody is asked for the passphrase of shares.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Whether there is one, if the record says so.
    pub recorded: Option<bool>,
    /// What would have to be done again if the ceremony stopped at the question.
    pub at_stake: Option<&'static str>,
    /// Where messages go.
    pub console: &'a Console,
}

impl Asker<'_> {
    /// The passphrase from where it was said to be.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is none, or there is nobody to type it.
    pub fn from(self, source: &PassphraseSource) -> Result<Given, Failure> {
        let PassphraseSource::File(file) = source else { return self.typed(None) };
        let passphrase = files::passphrase(file, self.console)?;
        if !passphrase.is_empty() {
            return Ok(Given { passphrase, how: How::Given });
        }
        self.console.warn("the passphrase file is empty: the empty passphrase was taken");
        Ok(Given { passphrase, how: How::EmptyFile })
    }

    /// The passphrase as somebody types it. The prompt says what the record says of it, and the reason, after a passphrase
    /// that gave another key, or seems to have.
    ///
    /// # Errors
    ///
    /// When there is nobody, or the session ends from outside.
    pub fn typed(self, reason: Option<&str>) -> Result<Given, Failure> {
        prompt::passphrase(&self.terminal()?, reason, self.recorded).map(Given::typed)
    }

    /// Whether a passphrase that the record contradicts is meant.
    ///
    /// # Errors
    ///
    /// When there is nobody, or the session ends from outside.
    pub fn is_meant(self, contradiction: Mismatch) -> Result<bool, Failure> {
        prompt::is_other_passphrase_meant(&self.terminal()?, contradicted(contradiction))
    }

    fn terminal(self) -> Result<Terminal, Failure> {
        Ok(Terminal::open(self.console, INSTEAD)?.with_at_stake(self.at_stake))
    }
}

/// What a record says against a passphrase.
#[must_use]
pub const fn contradicted(contradiction: Mismatch) -> &'static str {
    match contradiction {
        Mismatch::Missing => "the record says that there is a passphrase, and none was given",
        Mismatch::Surplus => "the record says that there is no passphrase, and one was given",
    }
}

/// Why a key is not given out.
#[must_use]
pub fn refusal(denied: Denied) -> Failure {
    let Denied::Contradicted(contradiction) = denied else {
        return crate::transfer::archive::record_check::other_key();
    };
    let hint = match contradiction {
        Mismatch::Missing => {
            "--passphrase-file FILE; for the key of no passphrase, --accept-other-passphrase"
        }
        Mismatch::Surplus => "leave the passphrase out; for the key that it gives, --accept-other-passphrase",
    };
    Failure::new(Code::OtherPassphrase, contradicted(contradiction), hint)
}
