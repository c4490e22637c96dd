//! The passphrase of a set, from where it was said to be; and another one, while the shares stay where they are.

use unicode_normalization::UnicodeNormalization as _;

use super::{files, sources::PassphraseSource};
use crate::{
    ceremony::passphrase::{Denied, Mismatch},
    crypto::{secret::SecretText, stack},
    host::{
        console::Console,
        document,
        failure::{Code, Details, Failure},
        terminal::{Terminal, prompt},
    },
    slip39::{Passphrase, PassphraseError},
};

/// What to do where no terminal is to be had.
const INSTEAD: &str = "give it with --passphrase-file FILE";

/// How the letters of a passphrase become bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassphraseEncoding {
    /// Printable ASCII and nothing else, as the standard has it.
    #[default]
    Ascii,
    /// UTF-8 in the normal form NFKD, as Trezor once took other letters. For recovery alone.
    Utf8Nfkd,
}

impl PassphraseEncoding {
    fn read(self, text: &str) -> Result<Passphrase, PassphraseError> {
        match self {
            Self::Ascii => Passphrase::new(text),
            Self::Utf8Nfkd => Ok(Passphrase::beyond_ascii(normal(text).expose())),
        }
    }

    /// Says, each time, that it is not the standard's.
    fn tell(self, console: &Console) {
        if self == Self::Utf8Nfkd {
            console.warn("the passphrase is taken as UTF-8 in NFKD, which SLIP-0039 does not allow");
            console.warn("few programs read it that way: split the key again, with a passphrase in ASCII");
        }
    }
}

/// The text in the normal form NFKD: a letter typed as one sign or as two is the same.
fn normal(text: &str) -> SecretText {
    stack::wiped(|| {
        let bytes = text.nfkd().map(char::len_utf8).sum();
        let mut normal = SecretText::with_capacity(bytes);
        text.nfkd().for_each(|sign| normal.push(sign));
        normal
    })
}

/// A passphrase, and how it came.
#[derive(Debug)]
pub struct GivenPassphrase {
    /// The passphrase.
    pub passphrase: Passphrase,
    /// How it came.
    pub how: How,
}

/// How a passphrase came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// It was given.
    Given,
    /// It was given, and is the empty one.
    Empty,
    /// The file of it is empty: a wish, or a command that failed.
    EmptyFile,
    /// Nobody gave any, so the empty one was taken.
    #[default]
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

impl GivenPassphrase {
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
    /// How its letters become bytes.
    pub encoding: PassphraseEncoding,
    /// Where messages go.
    pub console: &'a Console,
}

impl Asker<'_> {
    /// The passphrase from where it was said to be.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is none, or there is nobody to type it.
    pub fn from(self, source: &PassphraseSource) -> Result<GivenPassphrase, Failure> {
        let PassphraseSource::File(file) = source else { return self.typed(None) };
        self.encoding.tell(self.console);
        let text = files::line(file)?;
        let passphrase = self.encoding.read(text.expose()).map_err(|error| {
            let hint = "if the set was made with it, as Trezor once allowed: --passphrase-encoding utf8-nfkd";
            Failure::from(error).with_hint(hint.to_owned())
        })?;
        files::warn_of_end(&text, "the passphrase file", self.console);
        if !passphrase.is_empty() {
            return Ok(GivenPassphrase { passphrase, how: How::Given });
        }
        self.console.warn("the passphrase file is empty: the empty passphrase was used");
        Ok(GivenPassphrase { passphrase, how: How::EmptyFile })
    }

    /// The passphrase as somebody types it. The prompt says what the record says of it, and the reason, after a passphrase
    /// that gave another key, or seems to have.
    ///
    /// # Errors
    ///
    /// When there is nobody, or the session ends from outside.
    pub fn typed(self, reason: Option<&str>) -> Result<GivenPassphrase, Failure> {
        self.encoding.tell(self.console);
        let read = |text: &str| self.encoding.read(text);
        prompt::passphrase(&self.terminal()?, reason, self.recorded, read).map(GivenPassphrase::typed)
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
