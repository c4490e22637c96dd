//! How a command ends badly: an exit code that scripts may rely on, one line of what, one line of what next.

use std::{fmt, io};

use super::json::Details;
use crate::slip39::{Header, ordinal};

/// The exit codes of the contract. Stable, never reused; an unknown non-zero one means failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The system or this program failed.
    System = 1,
    /// The command line is wrong, a refused policy included.
    Usage = 2,
    /// The input is no share or no key.
    Input = 3,
    /// More shares are needed.
    TooFew = 4,
    /// Shares do not belong together, or one is forged or altered.
    Foreign = 5,
    /// A check failed.
    Check = 6,
    /// Refused for safety; the hint tells the flag that overrides.
    Refused = 7,
}

/// A failure as it is told: in two lines, or as a JSON document.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: u8,
    /// A short stable name for programs.
    pub code: &'static str,
    /// What happened. Positions and headers; never words or bytes of a secret.
    pub message: String,
    /// What to do next.
    pub hint: String,
    about: Option<Box<About>>,
}

/// The share that a failure is about, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The file that it came from.
    pub share: Option<String>,
    /// Its group, for people.
    pub group: Option<u8>,
    /// Its place in the group, for people.
    pub member: Option<u8>,
    /// The position of the failing word, for people.
    pub word: Option<usize>,
    /// What else a JSON document tells.
    pub details: Option<Details>,
}

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        exit as Self
    }
}

impl Failure {
    /// A failure that concerns no particular share.
    pub fn new(exit: Exit, code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { exit: exit.into(), code, message: message.into(), hint: hint.into(), about: None }
    }

    /// A wrong command line.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message, hint)
    }

    /// A file, terminal or other part of the system that did not do its work.
    pub fn system(what: impl fmt::Display, error: &io::Error) -> Self {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "look at the name, letter by letter",
            io::ErrorKind::PermissionDenied => "ask for the right to it, or use another place",
            io::ErrorKind::StorageFull => "make room, or use another place",
            io::ErrorKind::BrokenPipe => "what reads the output must read it to its end",
            _ => "see that it is what you take it for, and that this machine is well",
        };
        Self::new(Exit::System, "system", format!("{what}: {}", reason(error)), hint)
    }

    /// The end by a signal, after the terminal was restored.
    #[must_use]
    pub fn signal(number: u8) -> Self {
        let mut failure = Self::new(Exit::System, "interrupted", "interrupted", "run it again");
        failure.exit = 128 + number;
        failure
    }

    /// The same, with another hint.
    #[must_use]
    pub fn with_hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self) -> &About {
        static NOTHING: About = About { share: None, group: None, member: None, word: None, details: None };
        self.about.as_deref().unwrap_or(&NOTHING)
    }

    /// The same, about the share that came from `source`.
    #[must_use]
    pub fn with_source(self, source: impl Into<String>) -> Self {
        self.with(|about| about.share = Some(source.into()))
    }

    /// The same, about this group (counted from 0).
    #[must_use]
    pub fn with_group(self, group: u8) -> Self {
        self.with(|about| about.group = Some(ordinal(group)))
    }

    /// The same, about the share with this header.
    #[must_use]
    pub fn with_header(self, header: &Header) -> Self {
        self.with_place(header.group, header.member)
    }

    /// The same, about the share with this group and member (counted from 0).
    #[must_use]
    pub fn with_place(self, group: u8, member: u8) -> Self {
        self.with_group(group).with(|about| about.member = Some(ordinal(member)))
    }

    /// The same, about the word at this position, if there is one.
    #[must_use]
    pub fn with_word(self, word: Option<usize>) -> Self {
        self.with(|about| about.word = word)
    }

    /// The same, with more for a JSON document.
    #[must_use]
    pub fn with_details(self, details: Details) -> Self {
        self.with(|about| about.details = Some(details))
    }

    fn with(mut self, set: impl FnOnce(&mut About)) -> Self {
        set(self.about.get_or_insert_default());
        self
    }
}

/// The reason in the words of every Unix, without the "(os error 2)".
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
