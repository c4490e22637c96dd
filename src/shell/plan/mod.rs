//! What the arguments mean: complete, checked against each other and the machine, before anybody is asked for a key.

use self::print::PrintPlan;
use super::{
    failure::{Code, Failure},
    files::STDIN,
    foreign::read,
    output::Voice,
    sources::ShareFiles,
};
use crate::{ceremony::print::Format, formats::foreign::Format as Tool};

pub mod asked;
pub mod card;
pub mod check;
pub mod drill;
pub mod foreign;
pub mod handout;
pub mod names;
pub mod note;
pub mod outputs;
pub mod print;
pub mod recover;
pub mod reissue;
pub mod rules;
pub mod split;

/// What the plan must know of the machine, so that it can be told in a test.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard output was closed, as far as that can be told: what is written there is lost.
    pub stdout_is_lost: bool,
}

/// Where a passphrase comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassphraseSource {
    /// A file or standard input.
    File(String),
    /// The terminal.
    Typed,
}

impl Machine {
    /// Whether somebody is there who can answer.
    #[must_use]
    pub const fn may_ask(self, voice: &Voice) -> bool {
        self.stdin_is_terminal && !voice.no_input
    }

    /// Whether somebody is there, on either side of the program: who sees the key can be asked on the terminal itself.
    #[must_use]
    pub const fn is_attended(self, voice: &Voice) -> bool {
        (self.stdin_is_terminal || self.stdout_is_terminal) && !voice.no_input
    }
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
    /// Named files; without any, the terminal, or whatever standard input is.
    #[must_use]
    pub fn new(files: Vec<String>, machine: Machine) -> Self {
        match (files.is_empty(), machine.stdin_is_terminal) {
            (true, true) => Self::Typed,
            (true, false) => Self::Files(ShareFiles::new(vec![STDIN.to_owned()])),
            (false, _) => Self::Files(ShareFiles::new(files)),
        }
    }

    /// The format of another tool that the shares in files are unmistakably of.
    #[must_use]
    pub fn recognised(&self) -> Option<Tool> {
        match self {
            Self::Files(files) => read::recognised(files),
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

/// Shares that nobody got, of a key that nobody has: told before they are made.
fn refuse_lost_output(machine: Machine, hint: &str) -> Result<(), Failure> {
    if machine.stdout_is_lost {
        return Err(Failure::new(Code::System, "standard output: it is closed", hint));
    }
    Ok(())
}

/// A secret goes to a terminal only when somebody is there who presses Enter when it may be wiped.
fn refuse_unattended_terminal(voice: &Voice, hint: &str) -> Result<(), Failure> {
    let (code, message) = match (voice.json, voice.no_input) {
        (true, _) => (Code::Terminal, "a JSON document with a secret does not go to a terminal"),
        (_, true) => {
            (Code::TerminalNeeded, "a secret is shown on a terminal only when somebody is there to wipe it")
        }
        _ => return Ok(()),
    };
    Err(Failure::new(code, message, hint))
}

/// A terminal shows words and codes, and in plain mode words only: a code is nothing that could be read aloud.
fn refuse_unshown(print: &PrintPlan, voice: &Voice) -> Result<(), Failure> {
    let hint = "-o DIR writes files";
    if !print.is_for_terminal() {
        return Err(Failure::usage("a terminal shows words and qr only", hint));
    }
    if voice.plain && print.formats.contains(&Format::Qr) {
        return Err(Failure::usage("a code is not shown in plain mode", hint));
    }
    Ok(())
}
