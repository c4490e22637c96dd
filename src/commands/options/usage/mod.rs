//! A wrong command line in our words. The parser's own would repeat what was typed, and that may be a secret.

use std::ffi::OsString;

use clap::{
    Arg, Command,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use crate::{commands::command, formats::suspicion::may_be_secret, host::failure::Failure};

pub mod guess;

const SEE: &str = "see quorate --help, or quorate COMMAND --help";

/// The failure behind `error`, which the parser gave for `arguments`.
#[must_use]
pub fn failure(error: &Error, arguments: &[OsString]) -> Failure {
    let message = match error.kind() {
        ErrorKind::UnknownArgument => return unknown(error, arguments),
        ErrorKind::InvalidSubcommand => {
            let meant = typed(error, ContextKind::InvalidSubcommand).and_then(guess::for_command);
            let hint =
                meant.map_or_else(|| SEE.to_owned(), |meant| format!("perhaps {meant}; see quorate --help"));
            return Failure::usage("there is no such command", hint);
        }
        ErrorKind::InvalidValue => match (own_name(error, ContextKind::InvalidArg), choices(error)) {
            (Some(name), Some(choices)) => return not_a_choice(&name, &choices, error, arguments),
            (Some(name), None) => format!("{name} needs a value"),
            _ => "an option has an invalid value".to_owned(),
        },
        ErrorKind::ValueValidation => match own_name(error, ContextKind::InvalidArg) {
            Some(name) => format!("{name} does not take this value"),
            None => "an option has an invalid value".to_owned(),
        },
        ErrorKind::ArgumentConflict => {
            match (own_name(error, ContextKind::InvalidArg), own_name(error, ContextKind::PriorArg)) {
                (Some(one), Some(other)) if one == other => format!("{one} was given twice"),
                (Some(one), Some(other)) => format!("{one} and {other} exclude each other"),
                _ => "two of these arguments exclude each other".to_owned(),
            }
        }
        ErrorKind::MissingRequiredArgument => match own_name(error, ContextKind::InvalidArg) {
            Some(name) => format!("{name} is missing"),
            None => "an argument is missing".to_owned(),
        },
        ErrorKind::TooManyValues | ErrorKind::NoEquals => {
            let Some(name) = own_name(error, ContextKind::InvalidArg) else {
                return Failure::usage("an option has an invalid value", SEE);
            };
            let meant = guess::for_value(&command_name(arguments), &name);
            return Failure::usage(format!("{name} takes no value"), meant.unwrap_or_else(|| SEE.to_owned()));
        }
        ErrorKind::InvalidUtf8 => {
            let hint = "give that file on standard input, as - and < FILE, or rename it";
            return Failure::usage(not_utf8(arguments), hint);
        }
        _ => "these arguments do not fit together".to_owned(),
    };
    Failure::usage(message, SEE)
}

/// Which argument it is, by its number: what it says cannot be shown.
fn not_utf8(arguments: &[OsString]) -> String {
    match arguments.iter().position(|argument| argument.to_str().is_none()) {
        Some(at) => format!("argument {at} is not UTF-8"),
        None => "an argument is not UTF-8".to_owned(),
    }
}

/// What the parser says that it does not know.
fn typed(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(typed) => Some(typed),
        _ => None,
    }
}

/// An argument that the command does not take. The name of an option is repeated, for people write no secret there; of
/// any other argument only its number.
fn unknown(error: &Error, arguments: &[OsString]) -> Failure {
    let typed = typed(error, ContextKind::InvalidArg).unwrap_or_default();
    let at = arguments.iter().skip(1).position(|argument| argument.to_string_lossy().starts_with(typed));
    let message = match at.filter(|_| !typed.is_empty()) {
        _ if is_option(typed) => format!("{typed} is not an option of this command"),
        Some(at) => format!("argument {} is not one that this command takes", at + 1),
        None => "an argument is not one that this command takes".to_owned(),
    };
    let name = command_name(arguments);
    let meant = match typed.starts_with('-') {
        true => guess::for_option(&name, typed),
        false => guess::for_extra(&name).map(str::to_owned),
    };
    Failure::usage(message, meant.unwrap_or_else(|| SEE.to_owned()))
}

/// Whether this can be the name of an option, and hardly anything else.
fn is_option(typed: &str) -> bool {
    let is_short = typed.len() == 2 && typed.starts_with('-');
    let is_long = typed.strip_prefix("--").is_some_and(|name| {
        (1..=24).contains(&name.len()) && name.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'-')
    });
    (is_short || is_long) && typed.is_ascii() && !may_be_secret(typed)
}

/// The command that was typed; nothing if there is none.
fn command_name(arguments: &[OsString]) -> String {
    let all = command();
    let mut names = arguments.iter().skip(1).filter_map(|argument| all.find_subcommand(argument));
    names.next().map(|sub| sub.get_name().to_owned()).unwrap_or_default()
}

/// A failure about a file that cannot be opened, with the position of its name on the command line: the name itself may be
/// a secret that somebody pasted there.
#[must_use]
pub fn placed(failure: Failure, arguments: &[OsString]) -> Failure {
    let Some(name) = failure.about().argument.clone() else { return failure };
    let after_equals = |text: &str| text.strip_suffix(&name).is_some_and(|before| before.ends_with('='));
    let is_it = |argument: &OsString| {
        let text = argument.to_string_lossy();
        text == name || text.starts_with("--") && after_equals(&text)
    };
    let Some(at) = arguments.iter().skip(1).position(is_it).map(|at| at + 1) else { return failure };
    let whole = command();
    let sub = whole.find_subcommand(command_name(arguments)).unwrap_or(&whole);
    let text = arguments[at].to_string_lossy();
    let option = text.split_once('=').filter(|(option, _)| text != name && own_option(sub, option).is_some());
    let before = arguments[at - 1].to_string_lossy();
    let place = match (option, own_option(sub, &before)) {
        (Some((option, _)), _) => option.to_owned(),
        (None, Some(arg)) if arg.get_action().takes_values() => before.into_owned(),
        (None, Some(_)) => {
            let message = failure.message.replacen("an argument", &format!("argument {at}"), 1);
            let meant = guess::for_value(&command_name(arguments), &before);
            let meant = meant.map_or_else(String::new, |meant| format!("; {meant}"));
            let hint = format!("{before} takes no value, and was given one{meant}");
            return failure.with_message(message).with_hint(hint);
        }
        (None, None) => format!("argument {at}"),
    };
    let message = failure.message.replacen("an argument", &place, 1);
    failure.with_message(message)
}

/// The option of this command that is typed so.
fn own_option<'a>(command: &'a Command, typed: &str) -> Option<&'a Arg> {
    let is_it = |arg: &&Arg| match typed.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => typed
            .strip_prefix('-')
            .is_some_and(|short| arg.get_short().map(String::from).as_deref() == Some(short)),
    };
    command.get_arguments().find(is_it)
}

/// The name of the option or argument that the parser means, if it is one of ours.
fn own_name(error: &Error, kind: ContextKind) -> Option<String> {
    let said = match error.get(kind)? {
        ContextValue::String(one) => one,
        ContextValue::Strings(several) => several.first()?,
        _ => return None,
    };
    // An argument stands in brackets, of one form or the other, and perhaps with dots behind.
    let placed = said.strip_prefix(['<', '[']).and_then(|rest| rest.split(['>', ']']).next());
    let name = placed.or_else(|| said.split([' ', '=', '[']).next())?.trim_end_matches("...");
    let is_ours = |arg: &Arg| match placed {
        Some(_) => arg.get_value_names().is_some_and(|names| names.iter().any(|own| own == name)),
        None => arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long)),
    };
    let all = command();
    let mut known = all.get_arguments().chain(all.get_subcommands().flat_map(Command::get_arguments));
    known.any(is_ours).then(|| name.to_owned())
}

fn choices(error: &Error) -> Option<Vec<String>> {
    match error.get(ContextKind::ValidValue)? {
        ContextValue::Strings(values) if !values.is_empty() => Some(values.clone()),
        _ => None,
    }
}

/// A value that is none of a few words: which there are, and which of them was probably meant. More than fit on a line are
/// left to the help.
fn not_a_choice(name: &str, choices: &[String], error: &Error, arguments: &[OsString]) -> Failure {
    let typed = typed(error, ContextKind::InvalidValue).unwrap_or_default();
    let meant = guess::nearest(typed, choices.iter().map(String::as_str));
    let all = format!("{name} takes one of: {}", choices.join(", "));
    let help = format!("quorate {} -h", command_name(arguments));
    if all.chars().count() <= LONGEST {
        return Failure::usage(
            all,
            meant.map_or_else(|| format!("see {help}"), |meant| format!("did you mean {meant}?")),
        );
    }
    let hint = match meant {
        Some(meant) => format!("did you mean {meant}? {help} lists all"),
        None => format!("{help} lists all"),
    };
    Failure::usage(format!("{name} takes one of {} words, and this is none of them", choices.len()), hint)
}

/// Characters of a message, so that it stays on a line.
const LONGEST: usize = 90;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::parse::{Stop, parse};

    fn refused(arguments: &[&str]) -> String {
        let arguments: Vec<OsString> =
            std::iter::once("quorate").chain(arguments.iter().copied()).map(Into::into).collect();
        match parse(&arguments) {
            Err(Stop::Usage(failure)) => format!("{} {}", failure.message, failure.hint),
            other => panic!("{arguments:?} gave {other:?}"),
        }
    }

    #[test]
    fn the_declarations_are_consistent() {
        command().debug_assert();
    }

    #[test]
    fn nothing_that_can_be_typed_is_without_a_description() {
        let all = command();
        let mut described = 0;
        for of in std::iter::once(&all).chain(all.get_subcommands()) {
            assert!(
                of.get_about().is_some_and(|about| !about.to_string().trim().is_empty()),
                "{}",
                of.get_name()
            );
            for arg in of.get_arguments() {
                let said = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string);
                let said = said.unwrap_or_default();
                assert!(!said.trim().is_empty(), "{} {}", of.get_name(), arg.get_id());
                described += 1;
            }
        }
        assert!(described > 200, "{described}");
        // Help is given for short and for long: neither leaves an option out that the other has.
        assert!(all.get_subcommands().all(|of| of.get_arguments().all(|arg| arg.get_help().is_some())));
    }

    #[test]
    fn rejected_values_are_never_repeated() {
        for arguments in [
            &["hunter2"][..],
            &["--hunter2"],
            &["split", "--hunter2"],
            &["split", "--hunter2=x"],
            &["split", "3of5", "--kind", "hunter2"],
            &["split", "3of5", "--generate", "hunter2"],
            &["split", "3of5", "--json=hunter2"],
            &["recover", "--as", "hunter2"],
            &["recover", "--compressed=hunter2"],
            &["check", "--passphrase", "hunter2"],
            &["--color", "hunter2", "check"],
            &["split", "3of5", "--in", "hunter2", "--in", "hunter2"],
            &["completions"],
            &["completions", "hunter2"],
            &["split", "3of5", "--language", "hunter2"],
            &["split", "3of5", "--passphrase=hunter2"],
            &["recover", "--passphrase", "--passphrase-file", "hunter2"],
            &["reissue", "hunter2"],
            &["reissue", "--member", "1", "--member", "hunter2"],
        ] {
            let said = refused(arguments);
            assert!(!said.contains("hunter2"), "{arguments:?}: {said}");
        }
    }

    #[test]
    fn the_place_or_the_choices_are_told_instead() {
        assert!(refused(&["split", "3of5", "--hunter2"]).contains("argument 3"));
        for (arguments, reason) in [
            (&["recover", "a", "-f", "hunter2"][..], "-f is not an option of this command --as FORM"),
            (
                &["recover", "--passphrase=hunter2"],
                "--passphrase takes no value did you mean --passphrase-file FILE?",
            ),
            (&["split", "3of5", "--json=hunter2"], "--json takes no value see quorate --help"),
            (
                &["split", "3of5", "--custodain=hunter2"],
                "--custodain is not an option of this command did you mean --custodian?",
            ),
            (&["split", "3of5", "-xhunter2"], "-x is not an option"),
            (&["check", "--force"], "nothing is ever overwritten"),
            (&["decrypt", "hunter2"], "there is no such command perhaps quorate recover"),
            (&["splt"], "perhaps quorate split"),
        ] {
            assert!(refused(arguments).contains(reason), "{arguments:?}: {}", refused(arguments));
        }
        assert!(
            refused(&["recover", "--as", "x"]).contains("--as takes one of: hex, bip39, wif, xprv, age, raw")
        );
        assert!(
            refused(&["split", "3of5", "--in", "a", "--from", "b"])
                .contains("--in and --from exclude each other")
        );
        assert!(refused(&["split", "3of5", "--in"]).contains("--in needs a value"));
        assert!(refused(&["completions", "bahs"]).contains("SHELL takes one of: bash, "));
        assert!(refused(&["completions"]).contains("SHELL is missing"));
    }

    #[test]
    fn no_option_takes_a_secret() {
        // The values that options take are names of files, numbers, labels and choices. A new value name is a decision.
        let harmless = [
            "POLICY",
            "NAME=2of3",
            "N",
            "FILE",
            "BITS",
            "SHARE",
            "KIND",
            "WHAT",
            "LIST",
            "E",
            "TEXT",
            "NAME",
            "DIR",
            "HOW",
            "FORM",
            "NET",
            "YES|NO",
            "WHEN",
            "SHELL",
            "COMMAND|DIR",
            "FORMAT",
            "PAPER",
            "LANGUAGE",
            "YYYY-MM-DD",
            "RECORD",
            "CHALLENGE",
            "EVENT",
            "WHO",
            "PLACE",
            "CARD",
            "CARD=NAME",
            "CARD=NUMBER",
            "PLACE",
            "HH:MM",
            "CODE",
            "HASH",
            "[G.]M",
            "SEALED",
            "ENCODING",
            "SIDES",
            // A private one is refused, and not repeated.
            "VALUE",
            "PATH",
            "KIND,...",
            // A private key in the place of a recipient is refused, and not repeated.
            "NAME=RECIPIENT",
            "NAME=CODE",
            "CLAUSE",
        ];
        for sub in command().get_subcommands() {
            for arg in sub.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                for name in arg.get_value_names().unwrap_or_default() {
                    assert!(harmless.contains(&name.as_str()), "{} {name}", sub.get_name());
                }
            }
        }
    }
}
