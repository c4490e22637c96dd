//! How a command ends badly: an exit code that scripts may rely on, one line of what, one line of what next.

use std::{fmt, io};

use serde::Serialize;

use crate::{
    crypto::entropy::NoEntropy,
    slip39::{Header, ordinal},
};

mod code;

pub use self::code::{Code, Exit};

/// A failure as people and programs get it: two lines, or a JSON document.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What it is, for programs; the exit code follows from it.
    pub code: Code,
    /// The signal that ended the program; 0 where none did.
    signal: u8,
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
    /// The argument that names a file which cannot be opened, as it was typed. It may be a secret, and is never
    /// repeated: the message gives its position on the command line.
    pub argument: Option<String>,
    /// What else a JSON document says.
    pub details: Option<Details>,
    /// The exit code of the plugin whose line told it already.
    pub plugin_exit: Option<u8>,
}

impl Failure {
    /// A failure that concerns no particular share.
    pub fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, signal: 0, message: message.into(), hint: hint.into(), about: None }
    }

    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> u8 {
        u8::from(self.code.exit()) + self.signal
    }

    /// A wrong command line.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Usage, message, hint)
    }

    /// A file, terminal or other part of the system that did not do its work.
    pub fn system(what: impl fmt::Display, error: &io::Error) -> Self {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "check the name, letter by letter",
            io::ErrorKind::PermissionDenied => "check the permissions, or choose another location",
            io::ErrorKind::StorageFull => "make room, or choose another location",
            io::ErrorKind::BrokenPipe => "the program that reads the output must read it to its end",
            _ => "check that the name is right and the device works",
        };
        Self::new(Code::System, format!("{what}: {}", reason(error)), hint)
    }

    /// The end by a signal, after the terminal was restored.
    #[must_use]
    pub fn signal(number: u8) -> Self {
        Self { signal: number, ..Self::new(Code::Interrupted, "interrupted", "run it again") }
    }

    /// The same, with another hint.
    #[must_use]
    pub fn with_hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// The same, with another message.
    #[must_use]
    pub fn with_message(self, message: String) -> Self {
        Self { message, ..self }
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self) -> &About {
        static NOTHING: About = About {
            share: None,
            group: None,
            member: None,
            word: None,
            argument: None,
            details: None,
            plugin_exit: None,
        };
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

    /// The same, about the file that this argument names.
    #[must_use]
    pub fn with_argument(self, argument: &str) -> Self {
        self.with(|about| about.argument = Some(argument.to_owned()))
    }

    /// The same, with more for a JSON document.
    #[must_use]
    pub fn with_details(self, details: Details) -> Self {
        self.with(|about| about.details = Some(details))
    }

    /// The same, which the line of a plugin told already, with its exit code.
    #[must_use]
    pub fn told_by_plugin(self, exit: u8) -> Self {
        self.with(|about| about.plugin_exit = Some(exit))
    }

    fn with(mut self, set: impl FnOnce(&mut About)) -> Self {
        set(self.about.get_or_insert_default());
        self
    }
}

/// Further fields of a failure's document.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Details(serde_json::Value);

impl Details {
    /// The fields of `value`, which is a document without its head.
    #[must_use]
    pub fn of(value: &impl Serialize) -> Self {
        Self(fields(value))
    }
}

#[expect(clippy::expect_used, reason = "no error may become a document without its fields")]
fn fields(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("documents are made of strings and numbers, which JSON takes")
}

impl From<NoEntropy> for Failure {
    fn from(denied: NoEntropy) -> Self {
        Self::new(Code::NoEntropy, denied.to_string(), "nothing was made: use another machine")
    }
}

/// The reason in the words of every Unix, without the "(os error 2)".
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
