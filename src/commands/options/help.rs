//! Help that fits on one screen: all commands, or what matters of one of them. `--help` of a command and the manual say all.

use clap::{Arg, Command};

use crate::commands::{EXIT_CODES, command};

/// The commands by when they are needed.
pub const GROUPS: [(&str, &[&str]); 4] = [
    ("Prepare", &["plan", "policy", "practice", "preflight"]),
    ("In the room", &["split"]),
    ("Afterwards", &["check", "note", "status", "drill", "card", "evidence"]),
    ("Disaster", &["recover", "reissue"]),
];

/// The options that matter, for commands that have more than fit on a screen.
const MATTERS: [(&str, &[&str]); 10] = [
    ("policy", &["group", "plan", "record", "absent", "lost", "closed", "burnt"]),
    (
        "split",
        &[
            "plan",
            "custodians",
            "input",
            "generate",
            "seal",
            "from",
            "passphrase",
            "output",
            "formats",
            "record",
        ],
    ),
    ("check", &["record", "by", "receipt", "output", "from_format"]),
    ("note", &["cards", "to", "place", "until", "text", "date"]),
    ("status", &["expect_head", "expect_head_file", "format", "journal", "story", "sealed", "date"]),
    ("drill", &["record", "open", "passphrase_file", "report", "attendees", "scenario"]),
    ("evidence", &["reports", "output", "redact", "verify", "expect_manifest", "allowed_signers"]),
    ("card", &["record", "of", "custodians", "output", "formats", "large", "blank"]),
    ("recover", &["form", "output", "record", "open", "passphrase_file", "from_format"]),
    ("reissue", &["member", "record", "output", "formats", "custodians"]),
];

/// Examples on a screen that has options, too.
const EXAMPLES: usize = 4;

/// What a bare `quorate` prints: one list of commands.
#[must_use]
pub fn overview(width: usize) -> String {
    let all = command();
    let about = all.get_about().map(ToString::to_string).unwrap_or_default();
    let mut text = String::new();
    push(&mut text, &format!("quorate {}", env!("CARGO_PKG_VERSION")), &about, 15, width);
    text.push_str("Usage: quorate COMMAND [OPTIONS]\n\n");
    for (when, names) in GROUPS {
        text.push_str(&format!("{when}\n"));
        for sub in names.iter().filter_map(|name| all.find_subcommand(name)) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            push(&mut text, &format!("  {}", sub.get_name()), &about, 13, width);
        }
    }
    text.push('\n');
    push(&mut text, "", &EXIT_CODES.replace('\n', " "), 0, width);
    push(
        &mut text,
        "",
        "quorate COMMAND -h: the main options; --help: all; quorate man: the manual",
        0,
        width,
    );
    text
}

/// All the help of a command. Its examples are to be copied, and are never broken, however narrow the terminal is.
#[must_use]
pub fn whole(command: &Command) -> String {
    // A word of its own in their place, which no width breaks.
    const PLACE: &str = "EXAMPLES-STAND-HERE";
    let examples = command.get_before_long_help().map(ToString::to_string).unwrap_or_default();
    let help = command.clone().before_long_help(PLACE).render_long_help().to_string();
    help.replacen(PLACE, &examples, 1)
}

/// What matters of a command: examples, and the options that are needed most.
#[must_use]
pub fn brief(command: &Command, width: usize) -> String {
    let name = command.get_name();
    let mut text = String::new();
    push(&mut text, "", &command.get_about().map(ToString::to_string).unwrap_or_default(), 0, width);
    text.push('\n');
    let examples = command.get_before_long_help().map(ToString::to_string).unwrap_or_default();
    let examples = examples.lines().filter(|line| line.starts_with("  ")).take(EXAMPLES);
    for line in examples {
        // Where there is no room for what an example does, the example is enough.
        let command = line.trim_start().split("  ").next().unwrap_or_default();
        let is_whole = line.chars().count() <= width;
        text.push_str(&if is_whole { format!("{line}\n") } else { format!("  {command}\n") });
    }
    text.push_str(&format!("\nUsage: {}\n\n", usage(command)));
    let global = crate::commands::command();
    let is_global = |arg: &&Arg| global.get_arguments().any(|other| other.get_id() == arg.get_id());
    let matters = MATTERS.iter().find(|(of, _)| *of == name).map(|(_, matters)| *matters);
    let is_shown = |arg: &&Arg| {
        let is_one = arg.is_positional() || matters.is_none_or(|ids| ids.contains(&arg.get_id().as_str()));
        is_one && !arg.is_hide_set() && !is_global(arg)
    };
    let shown: Vec<&Arg> = command.get_positionals().chain(command.get_opts()).filter(is_shown).collect();
    let flags =
        command.get_arguments().filter(|arg| !arg.is_positional() && !arg.get_action().takes_values());
    let shown: Vec<&Arg> = shown.into_iter().chain(flags.filter(is_shown)).collect();
    let column = shown.iter().map(|arg| spelled(arg).len() + 2).max().unwrap_or(0);
    for arg in &shown {
        push(&mut text, &spelled(arg), &said(arg), column, width);
    }
    if !shown.is_empty() {
        text.push('\n');
    }
    let foot = format!("Everywhere: --json, -q, -v, --plain, --no-input; all: quorate {name} --help");
    push(&mut text, "", &foot, 0, width);
    text
}

/// How a command is called, in one line.
fn usage(command: &Command) -> String {
    let placed = command.get_positionals().map(|arg| {
        let name = value(arg);
        let more = if name == "SHARE" { "..." } else { "" };
        if arg.is_required_set() { name } else { format!("[{name}]{more}") }
    });
    let required =
        command.get_opts().filter(|arg| arg.is_required_set()).map(|arg| spelled(arg).trim().to_owned());
    let all: Vec<String> = placed.chain(required).collect();
    format!("quorate {} [OPTIONS] {}", command.get_name(), all.join(" ")).trim_end().to_owned()
}

fn value(arg: &Arg) -> String {
    arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default()
}

/// An option as it is typed.
fn spelled(arg: &Arg) -> String {
    let value = if arg.get_action().takes_values() { value(arg) } else { String::new() };
    match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("  -{short}, --{long} {value}"),
        (None, Some(long)) => format!("  --{long} {value}"),
        (Some(short), None) => format!("  -{short} {value}"),
        (None, None) => format!("  {value}"),
    }
    .trim_end()
    .to_owned()
}

/// The first thing that is said of an option, and what it takes.
fn said(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let end = [". ", "; ", ": ", " ["].iter().filter_map(|stop| help.find(stop)).min().unwrap_or(help.len());
    let choices = arg.get_possible_values();
    let names: Vec<&str> = choices.iter().map(clap::builder::PossibleValue::get_name).collect();
    match arg.get_action().takes_values() && !names.is_empty() {
        true => format!("{}: {}", &help[..end], names.join(", ")),
        false => help[..end].to_owned(),
    }
}

/// A name, and what is said of it from a column on, broken between words.
fn push(text: &mut String, name: &str, said: &str, column: usize, width: usize) {
    let mut line = format!("{name:<column$}");
    let mut is_begun = false;
    for word in said.split(' ') {
        if is_begun && line.chars().count() + 1 + word.chars().count() > width {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(column);
            is_begun = false;
        }
        if is_begun {
            line.push(' ');
        }
        line.push_str(word);
        is_begun = true;
    }
    text.push_str(line.trim_end());
    text.push('\n');
}
