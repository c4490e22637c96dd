//! The command line, as typed.

use std::ffi::{OsStr, OsString};

use clap::{Parser as _, error::ErrorKind};

use super::{
    Cli, command, of_one_command,
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
    match of_one_command(arguments) {
        Some(cli) => Ok(cli),
        None => parse_by_all(arguments),
    }
}

/// The same by the declarations of every command, which alone can say what is wrong.
fn parse_by_all(arguments: &[OsString]) -> Result<Cli, Stop> {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use clap::{Arg, ArgAction};

    use super::*;

    /// What may be typed for a value, of which every option takes one.
    const VALUES: [&str; 20] = [
        "a",
        "1",
        "2of3",
        "128",
        "0",
        "2027-01-31",
        "yes",
        "hex",
        "lost",
        "a=b",
        "a=2of3",
        "1=a",
        "08:30",
        "m/0",
        "1.1",
        "-",
        "",
        "a,b",
        "qr",
        "*.?",
    ];

    fn typed(words: &[&str]) -> Vec<OsString> {
        std::iter::once("quorate").chain(words.iter().copied()).map(Into::into).collect()
    }

    /// Both ways with one command line; whether it was taken.
    fn compare(words: &[&str]) -> bool {
        let arguments = typed(words);
        let (one, all) = (of_one_command(&arguments), parse_by_all(&arguments));
        match (&one, &all) {
            (Some(one), Ok(all)) => assert_eq!(format!("{one:?}"), format!("{all:?}"), "{words:?}"),
            (None, _) => {}
            (Some(one), Err(all)) => panic!("{words:?}: {one:?}, but {all:?}"),
        }
        assert!(one.is_some() || all.is_err(), "{words:?}: it is right, and was not taken for it");
        one.is_some()
    }

    /// How an argument may be typed: with each of its choices, or with each of what is typed for some other.
    fn spellings(arg: &Arg) -> Vec<Vec<String>> {
        let names = arg.get_long().map(|long| format!("--{long}")).into_iter();
        let names = names.chain(arg.get_short().map(|short| format!("-{short}")));
        let choices: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let values = if choices.is_empty() { VALUES.map(String::from).to_vec() } else { choices };
        let all_values = values.iter().map(String::as_str);
        if arg.is_positional() {
            return all_values.map(|value| vec![value.to_owned()]).collect();
        }
        if !matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) {
            return names.map(|name| vec![name]).collect();
        }
        let joined = |name: &str, value: &str| match name.starts_with("--") {
            true => vec![format!("{name}={value}")],
            false => vec![format!("{name}{value}")],
        };
        names
            .flat_map(|name| {
                let apart = all_values.clone().map(|value| vec![name.clone(), value.to_owned()]);
                apart.chain([joined(&name, &values[0])]).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn a_command_alone_parses_as_all_of_them_do() {
        let all = command();
        let mut taken = BTreeMap::<&str, usize>::new();
        let mut refused = 0;
        for sub in all.get_subcommands() {
            let name = sub.get_name();
            let mut is_taken = |words: &[&str]| {
                let is_taken = compare(words);
                *taken.entry(name).or_default() += usize::from(is_taken);
                refused += usize::from(!is_taken);
            };
            is_taken(&[name]);
            is_taken(&[name, "hunter2", "--hunter2"]);
            // What is required, or goes with others, stands beside.
            let besides = [
                &[][..],
                &["2of3"],
                &["a"],
                &["bash"],
                &["--member", "1", "a"],
                &["a", "lost", "1"],
                &["a", "-o", "b"],
            ];
            let mut before = Vec::<String>::new();
            for arg in sub.get_arguments() {
                let spelled = spellings(arg);
                let lines: Vec<Vec<&str>> = spelled
                    .iter()
                    .flat_map(|one| {
                        besides.map(|beside| {
                            one.iter().map(String::as_str).chain(beside.iter().copied()).collect()
                        })
                    })
                    .collect();
                let line = |words: &[&str]| typed(&[&[name][..], words].concat());
                // Among so many some are right: three of them, and three that are not, are looked at by both ways.
                let (right, wrong): (Vec<_>, Vec<_>) =
                    lines.iter().partition(|words| of_one_command(&line(words)).is_some());
                for words in right.iter().rev().take(3).chain(wrong.iter().take(3)) {
                    is_taken(&[&[name][..], words].concat());
                }
                let Some(words) = right.first() else { continue };
                // Twice, with the one before it, and behind what ends all options.
                is_taken(&[&[name][..], words, words].concat());
                if !before.is_empty() {
                    is_taken(
                        &before.iter().map(String::as_str).chain(words.iter().copied()).collect::<Vec<_>>(),
                    );
                }
                is_taken(&[&[name][..], words, &["--", "-a"]].concat());
                before = [&[name][..], words].concat().into_iter().map(String::from).collect();
            }
        }
        assert_eq!(taken.len(), all.get_subcommands().count(), "{taken:?}");
        assert!(taken.values().all(|&lines| lines > 10), "{taken:?}");
        assert!(refused > 500, "{refused}");
    }

    #[test]
    fn what_is_no_plain_call_of_a_command_is_left_to_all_declarations() {
        for words in [
            &[][..],
            &["--json", "check"],
            &["check", "-h"],
            &["check", "--help"],
            &["check", "--version"],
            &["combine", "a"],
            &["help", "check"],
            &["chek"],
            &["--version"],
            &["check", "--color", "-h"],
            &["check", "-hidden.txt"],
        ] {
            assert!(of_one_command(&typed(words)).is_none(), "{words:?}");
        }
        let behind_or_before = [&["check", "--json", "a"], &["--json", "check", "a"]];
        let [one, other] = behind_or_before.map(|words| format!("{:?}", parse(&typed(words)).unwrap()));
        assert_eq!(one, other);
    }
}
