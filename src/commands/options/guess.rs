//! What somebody probably meant who typed a command or an option that is not there.

use crate::commands::command;

/// Names that people try, and what they find under them.
const COMMANDS: [(&str, &str); 12] = [
    ("help", "quorate --help, or quorate COMMAND --help"),
    ("version", "quorate --version"),
    ("verify", "quorate check"),
    ("restore", "quorate recover"),
    ("join", "quorate recover"),
    ("decrypt", "quorate recover"),
    ("generate", "quorate split --generate 256"),
    ("create", "quorate split"),
    ("share", "quorate split"),
    ("print", "quorate card"),
    ("completion", "quorate completions"),
    ("init", "quorate plan"),
];

/// Options that people try, in a command or in any, and what serves them.
const OPTIONS: [(&str, &str, &str); 15] = [
    ("recover", "--format", "--as FORM says how the key is shown"),
    ("recover", "--in", "the files with the shares are named without an option"),
    ("recover", "-i", "the files with the shares are named without an option"),
    ("split", "-i", "--in FILE reads the key"),
    ("split", "-t", "how many of how many is one word: 3of5"),
    ("split", "-n", "how many of how many is one word: 3of5"),
    ("split", "--shares", "how many of how many is one word: 3of5"),
    ("split", "-f", "--format FORMAT says what is made of each share"),
    ("split", "--names", "--custodian NAME, once for each share"),
    ("split", "--dry-run", "quorate policy says what it would mean, quorate practice shows it"),
    ("plan", "-o", "a plan goes to stdout: quorate plan > plan.toml"),
    ("", "--force", "nothing is ever overwritten: choose another name"),
    ("", "-f", "nothing is ever overwritten: choose another name"),
    ("", "-v", "--json prints all there is"),
    ("", "--verbose", "--json prints all there is"),
];

/// What one argument too many was probably meant to be.
const EXTRA: [(&str, &str); 5] = [
    ("split", "--in FILE reads the key, --custodian NAME names who gets a share"),
    ("policy", "--plan FILE reads a plan"),
    ("plan", "a plan goes to stdout: quorate plan > plan.toml"),
    ("note", "a name of several words stands in quotes"),
    ("status", "one record; --sealed FILE says where the sealed file is"),
];

/// The command that `typed` was probably meant for.
#[must_use]
pub fn for_command(typed: &str) -> Option<String> {
    let typed = typed.to_lowercase();
    let known = COMMANDS.iter().find(|(name, _)| *name == typed).map(|(_, meant)| (*meant).to_owned());
    known.or_else(|| {
        let all = command();
        let names = all.get_subcommands().flat_map(|sub| sub.get_name_and_visible_aliases());
        nearest(&typed, names).map(|name| format!("quorate {name}"))
    })
}

/// What serves instead of the option `typed` of a command.
#[must_use]
pub fn for_option(command_name: &str, typed: &str) -> Option<String> {
    let is_it =
        |(of, name, _): &&(&str, &str, &str)| *name == typed && (of.is_empty() || *of == command_name);
    if let Some((_, _, meant)) = OPTIONS.iter().find(is_it) {
        return Some((*meant).to_owned());
    }
    let all = command();
    let options = all.find_subcommand(command_name).unwrap_or(&all).get_arguments();
    let name = nearest(typed.strip_prefix("--")?, options.filter_map(clap::Arg::get_long))?;
    Some(format!("did you mean --{name}?"))
}

/// What was meant by an option of a command that was given a value and takes none: one of a longer name that takes it.
#[must_use]
pub fn for_value(command_name: &str, typed: &str) -> Option<String> {
    let all = command();
    let options = all.find_subcommand(command_name).unwrap_or(&all).get_arguments();
    let longer = format!("{}-", typed.strip_prefix("--")?);
    let mut taking = options.filter(|option| option.get_action().takes_values());
    let option = taking.find(|option| option.get_long().is_some_and(|long| long.starts_with(&longer)))?;
    let value = option.get_value_names()?.first()?;
    Some(format!("did you mean --{} {value}?", option.get_long()?))
}

/// What serves instead of an argument that is one too many.
#[must_use]
pub fn for_extra(command_name: &str) -> Option<&'static str> {
    EXTRA.iter().find(|(of, _)| *of == command_name).map(|(_, meant)| *meant)
}

/// The name that is nearest, if it is near.
fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.map(|name| (distance(typed, name), name)).min()?;
    // A slip in every third letter: more is another word.
    (3 * near.0 <= typed.len().max(near.1.len())).then_some(near.1)
}

/// How many letters are to be changed, added or taken away to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (column, same) in other.iter().enumerate() {
            let changed = before + usize::from(*same != letter);
            before = row[column + 1];
            row[column + 1] = changed.min(before + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_in_letters() {
        for (one, other, expected) in [
            ("", "", 0),
            ("check", "check", 0),
            ("chek", "check", 1),
            ("recovr", "recover", 1),
            ("abc", "xyz", 3),
        ] {
            assert_eq!((distance(one, other), distance(other, one)), (expected, expected), "{one} {other}");
        }
    }

    #[test]
    fn every_command_that_is_suggested_is_there() {
        let all = command();
        let named = COMMANDS.iter().filter_map(|(_, meant)| meant.split(' ').nth(1));
        for name in named.filter(|name| !name.starts_with("--")) {
            assert!(all.find_subcommand(name).is_some(), "{name}");
        }
        // What is there needs no guess.
        for (guess, _) in COMMANDS {
            assert!(all.find_subcommand(guess).is_none(), "{guess}");
        }
        for (of, guess, _) in OPTIONS.iter().filter(|(of, name, _)| !of.is_empty() && name.starts_with("--"))
        {
            let sub = all.find_subcommand(of).unwrap();
            assert!(
                !sub.get_arguments().any(|arg| arg.get_long() == guess.strip_prefix("--")),
                "{of} {guess}"
            );
        }
    }

    #[test]
    fn slips_are_seen_and_other_words_are_not() {
        assert_eq!(for_command("recovery").as_deref(), Some("quorate recover"));
        assert_eq!(for_command("Combin").as_deref(), Some("quorate combine"));
        assert_eq!(for_command("hunter2"), None);
        assert_eq!(for_option("split", "--custodain").as_deref(), Some("did you mean --custodian?"));
        assert_eq!(for_option("check", "--hunter2"), None);
    }
}
