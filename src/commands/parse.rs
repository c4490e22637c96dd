//! The command line, as typed.

use std::ffi::{OsStr, OsString};

use clap::{Parser as _, error::ErrorKind};

use super::{
    Cli, command,
    options::{help, usage},
};
use crate::host::{failure::Failure, terminal};

/// Why there is nothing to run.
#[derive(Debug)]
pub enum Stop {
    /// Help or the version was asked for: this text.
    Help(String),
    /// The command line is wrong.
    Usage(Failure),
}

/// Parses the command line.
///
/// # Errors
///
/// When it is wrong, or asks for help.
pub fn parse(arguments: &[OsString]) -> Result<Cli, Stop> {
    let understood = asked_for_help(arguments);
    Cli::try_parse_from(&understood).map_err(|error| match error.kind() {
        // A file with such a name, from a pattern of the shell, is no wish for help.
        ErrorKind::DisplayHelp if understood.iter().any(|argument| is_more_than_help(argument)) => {
            let hint = "name a file that begins with - as ./-...";
            Stop::Usage(Failure::usage("an argument begins with -h and goes on", hint))
        }
        ErrorKind::DisplayHelp => Stop::Help(help(&understood)),
        ErrorKind::DisplayVersion => Stop::Help(error.render().to_string()),
        _ => Stop::Usage(usage::failure(&error, arguments)),
    })
}

fn is_more_than_help(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().len() > 2 && argument.as_encoded_bytes().starts_with(b"-h")
}

/// The help that was asked for: one screen, unless it is all of a command.
fn help(arguments: &[OsString]) -> String {
    let all = command();
    let Some(of) = arguments.iter().skip(1).find_map(|argument| all.find_subcommand(argument)) else {
        return help::overview(terminal::width());
    };
    if arguments.iter().any(|argument| argument == "--help") {
        return help::whole(of);
    }
    help::brief(of, terminal::width())
}

/// `help COMMAND` and `version` are options here, and commands for whoever guesses.
fn asked_for_help(arguments: &[OsString]) -> Vec<OsString> {
    let is_name = |argument: &&OsString| !argument.to_string_lossy().starts_with('-');
    let mut names = arguments.iter().skip(1).filter(is_name);
    let (word, of) = (names.next().and_then(|name| name.to_str()), names.next());
    let option = match word {
        Some("help") => "--help",
        Some("version") => "--version",
        _ => return arguments.to_vec(),
    };
    let json = arguments.iter().find(|argument| *argument == "--json");
    let program = arguments.first().into_iter().chain(json).cloned();
    program.chain(of.filter(|_| option == "--help").cloned()).chain([option.into()]).collect()
}
