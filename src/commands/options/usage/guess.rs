//! What somebody probably meant who typed a command or an option that is not there.

use crate::commands::command;

/// Names that people try, and what they find under them.
const COMMANDS: [(&str, &str); 18] = [
    ("decrypt", "quorate recover"),
    ("unseal", "quorate recover"),
    ("open", "quorate recover --open SEALED"),
    ("reconstruct", "quorate recover"),
    ("generate", "quorate split --generate 256"),
    ("gen", "quorate split --generate 256"),
    ("new", "quorate split --generate 256"),
    ("create", "quorate split"),
    ("share", "quorate split"),
    ("deal", "quorate split"),
    ("encrypt", "quorate split --seal FILE"),
    ("seal", "quorate split --seal FILE"),
    ("test", "quorate drill"),
    ("print", "quorate card"),
    ("log", "quorate status RECORD --journal"),
    ("journal", "quorate status RECORD --journal"),
    ("init", "quorate plan"),
    ("demo", "quorate practice"),
];

/// Options that people try, in a command or in any, and what serves them.
const OPTIONS: [(&str, &str, &str); 24] = [
    ("recover", "-f", "--as FORM says how the key is shown"),
    ("split", "--file", "--in FILE reads the key; --seal FILE takes any file"),
    ("split", "--words", "--format words is what comes without --format"),
    ("split", "--from-file", "--in FILE reads the key"),
    ("split", "--dry-run", "quorate policy says what a policy means, quorate practice shows every step"),
    ("recover", "--dry-run", "quorate drill proves it and shows nothing"),
    ("", "--dry-run", "quorate practice shows every command at work, on a published key"),
    ("drill", "--from-format", "quorate check --from-format, and recover, read shares of other tools"),
    ("card", "--from-format", "quorate split --from makes SLIP-0039 shares of them"),
    ("reissue", "--from-format", "quorate split --from makes SLIP-0039 shares of them"),
    ("status", "--record", "the record is named without an option"),
    ("note", "--record", "the record is named without an option"),
    ("drill", "--as", "a drill shows no key; quorate recover does"),
    ("plan", "--plan", "quorate policy --plan FILE says what a plan means"),
    ("", "--format", "--json prints a document for programs"),
    ("", "--in", FILES),
    ("", "--input", FILES),
    ("", "-i", FILES),
    ("", "--force", NEVER),
    ("", "--overwrite", NEVER),
    ("", "--yes", NEVER),
    ("", "-y", NEVER),
    ("", "-f", NEVER),
    ("", "--password", "--passphrase asks for it, --passphrase-file FILE reads it"),
];

const FILES: &str = "name files without an option";
const NEVER: &str = "nothing is ever overwritten: choose another name";

/// What one argument too many was probably meant to be.
const EXTRA: [(&str, &str); 3] = [
    ("plan", "-o FILE writes the plan to a new file"),
    ("status", "one record; --sealed FILE says where the sealed file is"),
    ("completions", "one shell: bash, elvish, fish, powershell or zsh"),
];

/// The command that `typed` was probably meant for.
#[must_use]
pub fn for_command(typed: &str) -> Option<String> {
    let typed = typed.to_lowercase();
    let known = COMMANDS.iter().find(|(name, _)| *name == typed).map(|(_, meant)| (*meant).to_owned());
    known.or_else(|| {
        let all = command();
        let names = all
            .get_subcommands()
            .flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_all_aliases()));
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
#[must_use]
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.map(|name| (distance(typed, name), name)).min()?;
    // A slip in every third letter: more is another word.
    (3 * near.0 <= typed.len().max(near.1.len())).then_some(near.1)
}

/// How many letters are to be changed, added, taken away or exchanged with the next to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for at in 1..=one.len() {
        let mut row = vec![at];
        for column in 1..=other.len() {
            let changed = rows[at - 1][column - 1] + usize::from(one[at - 1] != other[column - 1]);
            let mut fewest = changed.min(rows[at - 1][column] + 1).min(row[column - 1] + 1);
            let is_exchanged =
                at > 1 && column > 1 && (one[at - 1], one[at - 2]) == (other[column - 2], other[column - 1]);
            if is_exchanged {
                fewest = fewest.min(rows[at - 2][column - 2] + 1);
            }
            row.push(fewest);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or_default()
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
            ("herad", "heard", 1),
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
