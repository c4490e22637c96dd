//! What goes to stdout and stderr, written past the standard library's buffers, which would keep what they carried.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Write as _},
    os::{fd::AsFd, unix::fs::MetadataExt as _},
};

use rustix::fs::{OFlags, fcntl_getfl};
use serde::Serialize;
use zeroize::Zeroize as _;

use super::{
    document,
    failure::{Code, Details, Failure},
    lines,
};

/// What a command has found: for programs by its fields, for people as a text.
pub trait Answer: Serialize {
    /// The text for people, on stdout; bytes where somebody asked for such. One with a secret is borrowed, from memory
    /// that is wiped.
    fn text(&self) -> Cow<'_, [u8]>;

    /// Tells people what belongs beside the text, on stderr and before it.
    fn tell_beside(&self, _: &Console) {}
}

/// The text of an answer that is elsewhere: in a file, or on the terminal already.
pub const ELSEWHERE: Cow<'static, [u8]> = Cow::Borrowed(&[]);

/// The answer of a command whose product is a text.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Product {
    /// The text.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub text: String,
}

impl Answer for Product {
    fn text(&self) -> Cow<'_, [u8]> {
        self.text.as_bytes().into()
    }
}

/// How the program talks: what it prints, how much of it, and whether anybody may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// Errors only.
    pub quiet: bool,
    /// Each step is told.
    pub verbose: bool,
    /// Linear: no alternate screen, no colour.
    pub plain: bool,
    /// One JSON document on stdout.
    pub json: bool,
    /// A line for Nagios on stdout, and its exit codes.
    pub plugin: bool,
    /// Never ask anything.
    pub no_input: bool,
    /// Colour on the terminal.
    pub colour: bool,
    /// Print nothing at all: an exercise prints its own account.
    pub silent: bool,
    /// Whether the kernel keeps this program offline and its memory to itself.
    pub is_hardened: bool,
    /// Whether the operator said that this machine may be online.
    pub online_anyway: bool,
    /// What is asked of the machine before somebody types or sees a secret on it.
    pub gate: fn(&Self) -> Result<(), Failure>,
}

impl Console {
    /// Of a test, which says nothing and asks nobody.
    #[cfg(test)]
    pub(crate) const SILENT: Self = Self {
        quiet: true,
        verbose: false,
        plain: true,
        json: false,
        plugin: false,
        no_input: true,
        colour: false,
        silent: true,
        is_hardened: false,
        online_anyway: false,
        gate: |_| Ok(()),
    };

    /// A remark for the operator: one line on stderr, unless quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet && !self.silent {
            tell(&format!("quorate: {line}\n"));
        }
    }

    /// A step that is taken now, for whoever asked to be told.
    pub fn step(&self, line: &str) {
        if self.verbose && !self.silent {
            tell(&format!("quorate: step: {line}\n"));
        }
    }

    /// A warning, printed even when quiet.
    pub fn warn(&self, line: &str) {
        if !self.silent {
            tell(&format!("quorate: warning: {line}\n"));
        }
    }

    /// A line for people to keep, whole and as it is, on stderr, even when quiet.
    pub fn tell_whole(&self, line: &str) {
        if !self.silent {
            tell_as_it_is(line);
        }
    }

    /// Whether answers are documents, in which more may stand than a person reads.
    #[must_use]
    pub const fn tells_documents(&self) -> bool {
        self.json
    }

    /// Tells the answer of a command. To programs, the one document: of a verdict that is a failure, the document of the
    /// failure with the answer in it. To people, the text, and then the failure.
    ///
    /// # Errors
    ///
    /// The failure, if there is one; else when stdout does not take the answer.
    pub fn answer(
        &self,
        command: &str,
        answer: &impl Answer,
        failure: Option<Failure>,
    ) -> Result<(), Failure> {
        if !self.json {
            answer.tell_beside(self);
            self.product(&answer.text())?;
            return failure.map_or(Ok(()), Err);
        }
        if let Some(failure) = failure {
            return Err(failure.with_details(Details::of(answer)));
        }
        let mut document = document::success(command, answer);
        let told = self.product(document.as_bytes());
        document.zeroize();
        told
    }

    /// Writes the product to stdout, whole.
    ///
    /// # Errors
    ///
    /// When stdout does not take it, for instance because its reader has gone.
    pub fn product(&self, bytes: &[u8]) -> Result<(), Failure> {
        if self.silent {
            return Ok(());
        }
        write_past_buffers(io::stdout(), bytes).map_err(|error| Failure::system("standard output", &error))
    }

    /// The exit code of a failure. A plugin of Nagios has four: what could not be run, cannot be told.
    #[must_use]
    pub fn exit_of(&self, failure: &Failure) -> u8 {
        match self.plugin {
            true => failure.about().plugin_exit.unwrap_or(UNKNOWN),
            false => failure.exit(),
        }
    }

    /// Prints a failure: as the contract's two lines, with `--json` as the one document, and as the line of a plugin.
    pub fn fail(&self, command: &str, failure: &Failure) {
        if self.plugin {
            // Where its line was told already, nothing is added to it.
            if failure.about().plugin_exit.is_none() {
                let line = format!("QUORATE UNKNOWN - {}; {}\n", failure.message, failure.hint);
                let _ = self.product(line.replace('|', "/").as_bytes());
            }
            return;
        }
        let document = || document::failure(command, failure);
        // If the document cannot be written to stdout, the two lines still go to stderr.
        let is_told = self.json && !is_closed(io::stdout()) && self.product(document().as_bytes()).is_ok();
        if !is_told {
            tell(&format!("quorate: error: {}\nquorate: hint: {}\n", failure.message, failure.hint));
        }
    }
}

/// What a request must know of the streams, so that a test can say it.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard output was closed, as far as that can be seen: what is written there is lost.
    pub stdout_is_lost: bool,
}

impl Machine {
    /// Whether somebody is there who can answer.
    #[must_use]
    pub const fn may_ask(self, console: &Console) -> bool {
        self.stdin_is_terminal && !console.no_input
    }

    /// Whether somebody is there, on either side of the program: who sees the key can be asked on the terminal itself.
    #[must_use]
    pub const fn is_attended(self, console: &Console) -> bool {
        (self.stdin_is_terminal || self.stdout_is_terminal) && !console.no_input
    }
}

/// Refuses a closed standard output before shares are made that nobody would get.
///
/// # Errors
///
/// When standard output is closed.
pub fn refuse_lost_output(machine: Machine, hint: &str) -> Result<(), Failure> {
    if machine.stdout_is_lost {
        return Err(Failure::new(Code::System, "standard output: it is closed", hint));
    }
    Ok(())
}

/// Refuses to show a secret on a terminal where nobody can press Enter to have it wiped.
///
/// # Errors
///
/// When the product is a JSON document, or nobody may be asked.
pub fn refuse_unattended_terminal(console: &Console, hint: &str) -> Result<(), Failure> {
    let (code, message) = match (console.json, console.no_input) {
        (true, _) => (Code::Terminal, "refusing to print a secret as JSON on a terminal"),
        (_, true) => {
            (Code::TerminalNeeded, "a secret is shown on a terminal only when somebody is there to wipe it")
        }
        _ => return Ok(()),
    };
    Err(Failure::new(code, message, hint))
}

/// The exit code of a plugin of Nagios that cannot tell.
const UNKNOWN: u8 = 3;

/// Writes to stderr, for people: on a terminal broken between words.
pub fn tell(text: &str) {
    tell_as_it_is(&lines::for_stderr(text));
}

/// Writes to stderr. If even that fails, there is nowhere left to report it.
pub(super) fn tell_as_it_is(text: &str) {
    let _ = write_past_buffers(io::stderr(), text.as_bytes());
}

/// The standard library's handles buffer, and their buffers are never wiped; a file on the same descriptor does not.
fn write_past_buffers(to: impl AsFd, bytes: &[u8]) -> io::Result<()> {
    File::from(to.as_fd().try_clone_to_owned()?).write_all(bytes)
}

/// Whether a standard stream was closed by whoever started the program. The standard library has opened the null device
/// in its place by now, so that no file gets its number: to be read and written, as a shell's redirection never is.
#[must_use]
pub fn is_closed(stream: impl AsFd) -> bool {
    const NULL: u64 = 0x103;
    let is_null = |file: File| file.metadata().is_ok_and(|found| found.rdev() == NULL);
    let owned = stream.as_fd().try_clone_to_owned();
    owned.is_ok_and(|owned| {
        fcntl_getfl(&owned).is_ok_and(|flags| flags.contains(OFlags::RDWR)) && is_null(owned.into())
    })
}
