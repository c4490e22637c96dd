//! Completions. The script of each shell is short: it asks the program what may come next, so that all shells know the same,
//! and the names in a record. What somebody has typed so far goes through a pipe: in an argument every user would see it.

mod line;
mod names;

use clap::{Args, ValueEnum};

use self::line::offer;
use crate::{
    commands::Run,
    host::{
        console::{Console, Machine, Product},
        failure::Failure,
        files::read::{STDIN, read_input},
    },
};

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate completions bash > ~/.local/share/bash-completion/completions/quorate
  quorate completions zsh > _quorate              in a folder of fpath
  quorate completions fish > ~/.config/fish/completions/quorate.fish
  quorate completions powershell >> $PROFILE      in PowerShell
  quorate completions elvish >> ~/.config/elvish/rc.elv";

/// The end of its help.
pub const MORE: &str = "\
The script asks quorate itself what may come next: commands, options, their
words, events, and files. After `note RECORD` it also has the names of people,
places and cards in that record. It opens no other file, and asks for nothing.";

/// Print a completion script for a shell
#[derive(Args, Debug)]
pub struct Options {
    /// The shell that reads the script
    #[arg(value_name = "SHELL", required_unless_present = "words")]
    shell: Option<Interpreter>,
    /// For the scripts: read the words of a command line from standard input, a line each, and print what may come next
    #[arg(long, hide = true, conflicts_with = "shell")]
    words: bool,
}

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Interpreter {
    /// Bash, from version 4.4 on
    Bash,
    /// Elvish
    Elvish,
    /// Fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Zsh
    Zsh,
}

impl Interpreter {
    const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("scripts/quorate.bash"),
            Self::Elvish => include_str!("scripts/quorate.elv"),
            Self::Fish => include_str!("scripts/quorate.fish"),
            Self::PowerShell => include_str!("scripts/quorate.ps1"),
            Self::Zsh => include_str!("scripts/_quorate"),
        }
    }
}

impl Run for Options {
    const NAME: &'static str = "completions";

    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let text = match self.shell {
            Some(shell) => shell.script().to_owned(),
            None => next()?,
        };
        console.answer(Self::NAME, &Product { text }, None)
    }
}

/// What may come next. The first line says whether names of files may, for the shell knows those best.
fn next() -> Result<String, Failure> {
    let typed = read_input(STDIN)?;
    let typed = String::from_utf8_lossy(typed.expose()).into_owned();
    let words: Vec<&str> = typed.strip_suffix('\n').unwrap_or(&typed).split('\n').collect();
    let offer = offer(&words);
    let mut text = format!("{}\n", offer.paths.name());
    for (word, about) in &offer.words {
        text.push_str(&format!("{word}\t{}\n", about.replace(['\n', '\t'], " ")));
    }
    Ok(text)
}
