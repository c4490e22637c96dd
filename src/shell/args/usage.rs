//! A wrong command line in our words. The parser's own would repeat what was typed, and that may be a secret.

use std::ffi::OsString;

use clap::{
    Arg,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use super::command;
use crate::shell::failure::Failure;

/// The failure behind `error`, which the parser gave for `arguments`.
#[must_use]
pub fn failure(error: &Error, arguments: &[OsString]) -> Failure {
    let message = match error.kind() {
        ErrorKind::UnknownArgument => match place(error, arguments) {
            Some(at) => format!("argument {at} is not one that this command takes"),
            None => "an argument is not one that this command takes".to_owned(),
        },
        ErrorKind::InvalidSubcommand => "there is no such command".to_owned(),
        ErrorKind::InvalidValue => match (own_name(error, ContextKind::InvalidArg), choices(error)) {
            (Some(name), Some(choices)) => format!("{name} takes one of: {choices}"),
            (Some(name), None) => format!("{name} needs a value"),
            _ => "an option has a value that it does not take".to_owned(),
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
            "an option has a value that it does not take".to_owned()
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => "these arguments do not fit together".to_owned(),
    };
    Failure::usage(message, "see quorate --help, or quorate COMMAND --help")
}

/// Which argument the parser means, counted from 1; the argument itself stays unsaid.
fn place(error: &Error, arguments: &[OsString]) -> Option<usize> {
    let ContextValue::String(typed) = error.get(ContextKind::InvalidArg)? else { return None };
    arguments
        .iter()
        .skip(1)
        .position(|argument| argument.to_string_lossy().starts_with(typed))
        .map(|at| at + 1)
}

/// The name of the option or argument that the parser means, if it is one of ours.
fn own_name(error: &Error, kind: ContextKind) -> Option<String> {
    let said = match error.get(kind)? {
        ContextValue::String(one) => one,
        ContextValue::Strings(several) => several.first()?,
        _ => return None,
    };
    let name = said.split([' ', '=', '[']).next()?.trim_end_matches("...");
    let is_ours = |arg: &Arg| {
        arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long))
            || arg.get_value_names().is_some_and(|names| names.iter().any(|own| name == format!("<{own}>")))
    };
    let all = command();
    let mut known = all.get_arguments().chain(all.get_subcommands().flat_map(clap::Command::get_arguments));
    known.any(is_ours).then(|| name.trim_matches(['<', '>']).to_owned())
}

fn choices(error: &Error) -> Option<String> {
    match error.get(ContextKind::ValidValue)? {
        ContextValue::Strings(values) if !values.is_empty() => Some(values.join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Stop, parse};
    use super::*;

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
    fn rejected_values_are_never_repeated() {
        for arguments in [
            &["hunter2"][..],
            &["--hunter2"],
            &["split", "3of5", "hunter2"],
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
            &["man", "hunter2"],
            &["completions"],
            &["split", "hunter2", "--group", "hunter2"],
            &["split", "3of5", "--language", "hunter2"],
            &["split", "3of5", "--passphrase=hunter2"],
            &["recover", "--passphrase", "--passphrase-file", "hunter2"],
            &["reissue", "hunter2"],
            &["reissue", "--member", "1", "--member", "hunter2"],
        ] {
            let said = refused(arguments);
            assert!(!said.contains("hunter"), "{arguments:?}: {said}");
        }
    }

    #[test]
    fn the_place_or_the_choices_are_told_instead() {
        assert!(refused(&["split", "3of5", "--hunter2"]).contains("argument 3"));
        assert!(
            refused(&["recover", "--as", "x"]).contains("--as takes one of: hex, bip39, wif, xprv, age, raw")
        );
        assert!(
            refused(&["split", "3of5", "--in", "a", "--from", "b"])
                .contains("--in and --from exclude each other")
        );
        assert!(refused(&["split", "3of5", "--in"]).contains("--in needs a value"));
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
            "FORMAT",
            "PAPER",
            "YYYY-MM-DD",
            "RECORD",
            "CHALLENGE",
            "EVENT",
            "WHO",
            "CARD",
            "CODE",
            "HASH",
            "[G.]M",
            "SEALED",
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
