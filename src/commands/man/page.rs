//! The manual, a page for each command: what the declarations say, and sections of its own around it.

use clap::{Arg, Command, builder::PossibleValue};

use super::{
    roff::{Roff, bold, escaped, italic},
    sections::{DAY, ENVIRONMENT, FILES, WHOLE, WHOLE_EXAMPLES},
};
use crate::{
    commands::{command, options::help::GROUPS},
    host::failure::Exit,
};

/// A page of the manual.
#[derive(Debug)]
pub(super) struct ManualPage {
    /// The command; none for the page of the program.
    pub(super) of: Option<String>,
    /// Its source.
    pub(super) source: String,
}

impl ManualPage {
    /// The name of its file, as man(1) searches for it.
    pub(super) fn file(&self) -> String {
        format!("{}.1", name(self.of.as_deref()))
    }
}

/// All pages: that of the program, then one for each command.
pub(super) fn pages() -> Vec<ManualPage> {
    let whole = command();
    let mut pages = vec![of_program(&whole)];
    pages.extend(whole.get_subcommands().map(|sub| of_command(sub, &whole)));
    pages
}

fn name(of: Option<&str>) -> String {
    of.map_or_else(|| "quorate".to_owned(), |of| format!("quorate-{of}"))
}

fn begun(of: Option<&str>, command: &Command) -> Roff {
    let name = name(of);
    let mut roff = Roff::titled(&name, DAY, concat!("quorate ", env!("CARGO_PKG_VERSION")));
    roff.section("NAME");
    let about = said_of(command);
    let mut signs = about.chars();
    let first = signs.next().map(|sign| sign.to_lowercase().to_string()).unwrap_or_default();
    roff.set(&format!("{} \\- {}", escaped(&name), escaped(&format!("{first}{}", signs.as_str()))));
    roff.section("SYNOPSIS");
    roff
}

fn of_program(whole: &Command) -> ManualPage {
    let mut roff = begun(None, whole);
    roff.set(&format!("{} {} [{}]", bold("quorate"), italic("COMMAND"), italic("OPTIONS")));
    roff.section("DESCRIPTION");
    paragraphs(&mut roff, WHOLE);
    roff.section("COMMANDS");
    for (when, names) in GROUPS.into_iter().chain([("Help", HELP)]) {
        roff.subsection(when);
        for sub in names.iter().filter_map(|name| whole.find_subcommand(name)) {
            roff.term(&format!("{}(1)", bold(&name(Some(sub.get_name())))), &said_of(sub));
        }
    }
    options(&mut roff, whole);
    exit_status(&mut roff, &[]);
    files(&mut roff, |_| true);
    environment(&mut roff, |_| true);
    roff.section("EXAMPLES");
    roff.verbatim(WHOLE_EXAMPLES.lines());
    let all = whole.get_subcommands().map(|sub| name(Some(sub.get_name())));
    see_also(&mut roff, all.collect());
    ManualPage { of: None, source: roff.into_source() }
}

fn of_command(command: &Command, whole: &Command) -> ManualPage {
    let of = command.get_name();
    let mut roff = begun(Some(of), command);
    roff.set(&synopsis(command));
    roff.section("DESCRIPTION");
    roff.text(&format!("{}.", said_of(command)));
    let more = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let (exits, rest): (Vec<&str>, Vec<&str>) =
        more.split("\n\n").partition(|paragraph| paragraph.starts_with(EXITS));
    paragraphs(&mut roff, &rest.join("\n\n"));
    let others: Vec<String> = command.get_visible_aliases().map(|alias| format!("`{alias}`")).collect();
    if !others.is_empty() {
        paragraphs(&mut roff, &format!("The command has another name, too: {}.", others.join(", ")));
    }
    options(&mut roff, command);
    exit_status(&mut roff, &exits);
    files(&mut roff, |commands| commands.contains(&of));
    environment(&mut roff, |commands| commands.is_empty() || commands.contains(&of));
    let examples = command.get_before_long_help().map(ToString::to_string).unwrap_or_default();
    roff.section("EXAMPLES");
    roff.verbatim(examples.lines().filter_map(|line| line.strip_prefix("  ")));
    see_also(&mut roff, related(command, whole));
    ManualPage { of: Some(of.to_owned()), source: roff.into_source() }
}

/// The commands that the overview leaves out.
const HELP: &[&str] = &["completions", "man"];

/// How the paragraph of its help begins that tells the exit codes of a command.
const EXITS: &str = "Exit codes: ";

fn said_of(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// Paragraphs, parted by blank lines. One that is indented below its first line is about what that line says.
fn paragraphs(roff: &mut Roff, text: &str) {
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        match paragraph.split_once('\n') {
            Some((first, rest)) if rest.lines().all(|line| line.starts_with("  ")) => {
                roff.term(&bold(first), rest);
            }
            _ => {
                roff.paragraph();
                roff.text(paragraph);
            }
        }
    }
}

/// How a command is called. Its options are too many for a line.
fn synopsis(command: &Command) -> String {
    let mut line = format!("{} [{}]", bold(&format!("quorate {}", command.get_name())), italic("OPTIONS"));
    for arg in command.get_positionals() {
        let more = if takes_several(arg) { " ..." } else { "" };
        let value = format!("{}{more}", italic(&value(arg)));
        line.push_str(&if arg.is_required_set() { format!(" {value}") } else { format!(" [{value}]") });
    }
    for arg in command.get_opts().filter(|arg| arg.is_required_set()) {
        line.push_str(&format!(" {}", spelled(arg)));
    }
    line
}

fn takes_several(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|range| range.max_values() > 1)
}

fn value(arg: &Arg) -> String {
    arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default()
}

/// An option or argument as it is typed.
fn spelled(arg: &Arg) -> String {
    if arg.is_positional() {
        return italic(&value(arg));
    }
    let short = arg.get_short_and_visible_aliases().unwrap_or_default().into_iter();
    let long = arg.get_long_and_visible_aliases().unwrap_or_default().into_iter();
    let names = short.map(|name| format!("-{name}")).chain(long.map(|name| format!("--{name}")));
    let mut line = names.map(|name| bold(&name)).collect::<Vec<_>>().join(", ");
    if arg.get_action().takes_values() {
        let more = if takes_several(arg) { " ..." } else { "" };
        line.push_str(&format!(" {}{more}", italic(&value(arg))));
    }
    line
}

/// Every option, also what no help shows, in the order of the help.
fn options(roff: &mut Roff, command: &Command) {
    roff.section("OPTIONS");
    let heading = |arg: &Arg| match arg.is_positional() {
        true => "Arguments".to_owned(),
        false => arg.get_help_heading().unwrap_or("Options").to_owned(),
    };
    let all: Vec<&Arg> = command.get_arguments().collect();
    let mut headings: Vec<String> = Vec::new();
    for arg in all.iter().filter(|arg| arg.is_positional()).chain(&all) {
        if !headings.contains(&heading(arg)) {
            headings.push(heading(arg));
        }
    }
    // What holds for every command stands behind what is its own.
    headings.sort_by_key(|heading| heading == EVERYWHERE);
    for of in headings {
        roff.subsection(&of);
        for arg in all.iter().filter(|arg| heading(arg) == of) {
            option(roff, arg);
        }
    }
}

const EVERYWHERE: &str = "Everywhere";

fn option(roff: &mut Roff, arg: &Arg) {
    let said = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let takes_value = arg.get_action().takes_values();
    let default = match takes_value && !default.is_empty() {
        true => format!(" [default: {}]", default.join(",")),
        false => String::new(),
    };
    let choices = if takes_value { arg.get_possible_values() } else { Vec::new() };
    let choices: Vec<&PossibleValue> = choices.iter().filter(|choice| !choice.is_hide_set()).collect();
    let explained = |choice: &&PossibleValue| {
        let help = choice.get_help().map(ToString::to_string);
        help.map(|help| (choice.get_name().to_owned(), help))
    };
    let explained: Option<Vec<_>> = choices.iter().map(explained).collect();
    if explained.is_none() {
        let names: Vec<&str> = choices.iter().map(|choice| choice.get_name()).collect();
        return roff.term(&spelled(arg), &format!("{said}{default}. One of: {}", names.join(", ")));
    }
    roff.term(&spelled(arg), &format!("{said}{default}"));
    if let Some(explained) = explained.filter(|explained| !explained.is_empty()) {
        roff.values(&explained);
    }
}

/// The exit codes: what the command's own help says of them, then those of every command.
fn exit_status(roff: &mut Roff, own: &[&str]) {
    roff.section("EXIT STATUS");
    for paragraph in own {
        roff.paragraph();
        roff.text(&paragraph.replacen(EXITS, "Of this command: ", 1));
    }
    if !own.is_empty() {
        roff.paragraph();
        roff.text("Of every command:");
    }
    roff.term(&bold("0"), "Done, or the check passed.");
    for exit in Exit::ALL {
        roff.term(&bold(&exit.told_as()), exit.meaning());
    }
}

fn files(roff: &mut Roff, is_of: impl Fn(&[&str]) -> bool) {
    roff.section("FILES");
    for (name, said, _) in FILES.iter().filter(|(.., commands)| is_of(commands)) {
        roff.term(&italic(name), said);
    }
}

fn environment(roff: &mut Roff, is_of: impl Fn(&[&str]) -> bool) {
    roff.section("ENVIRONMENT");
    roff.paragraph();
    roff.text("No secret is ever read from the environment.");
    for (name, said, _) in ENVIRONMENT.iter().filter(|(.., commands)| is_of(commands)) {
        roff.term(&bold(name), said);
    }
}

/// The pages of commands that are needed at the same time, that the help names, or whose help names this one.
fn related(command: &Command, whole: &Command) -> Vec<String> {
    let of = command.get_name();
    let group = GROUPS.iter().find(|(_, names)| names.contains(&of)).map_or(HELP, |(_, names)| names);
    let is_related = |other: &&Command| {
        let name = other.get_name();
        name != of && (group.contains(&name) || names(command, name) || names(other, of))
    };
    let related = whole.get_subcommands().filter(is_related);
    std::iter::once(name(None)).chain(related.map(|sub| name(Some(sub.get_name())))).collect()
}

/// Whether the help of a command names another one.
fn names(command: &Command, other: &str) -> bool {
    let parts = [command.get_before_long_help(), command.get_after_long_help()];
    let said = parts.into_iter().chain(command.get_arguments().map(Arg::get_help)).flatten();
    let forms = [format!("quorate {other}"), format!("`{other}`"), format!("`{other} ")];
    said.map(ToString::to_string).any(|said| forms.iter().any(|form| said.contains(form)))
}

fn see_also(roff: &mut Roff, mut pages: Vec<String>) {
    roff.section("SEE ALSO");
    pages.sort_unstable();
    let last = pages.len().saturating_sub(1);
    for (at, page) in pages.iter().enumerate() {
        roff.set(&format!("{}(1){}", bold(page), if at < last { "," } else { "" }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::date::Date;

    #[test]
    fn every_option_is_on_its_page_hidden_or_not() {
        let whole = command();
        for page in pages() {
            let of = page.of.as_ref().map_or(&whole, |name| whole.find_subcommand(name).unwrap());
            for arg in of.get_arguments() {
                let term = format!("\n.TP\n{}\n", spelled(arg));
                assert_eq!(page.source.matches(&term).count(), 1, "{}: {term}", page.file());
            }
        }
    }

    #[test]
    fn the_manual_has_a_day() {
        assert!(DAY.parse::<Date>().is_ok());
    }
}
