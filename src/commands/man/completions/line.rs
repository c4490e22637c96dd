//! A command line that is being typed: what may come where the cursor is.

use clap::{Arg, Command};

use super::names::{RecordNames, known};
use crate::{commands::command, custody::journal::Event};

/// What may come.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Offer {
    /// Whether names of files may.
    pub(super) paths: Paths,
    /// Words that may, each with what it means. All of them begin with what was typed.
    pub(super) words: Vec<(String, String)>,
}

/// Which names of files may come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Paths {
    #[default]
    Nothing,
    Files,
    Folders,
}

impl Paths {
    /// The word for it in the scripts.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Files => "files",
            Self::Folders => "folders",
        }
    }
}

/// What may come in the place of the last of these words, which are as they stand in the shell, quoted or not.
pub(super) fn offer(words: &[&str]) -> Offer {
    let whole = command();
    let words: Vec<String> = words.iter().map(|word| unquoted(word)).collect();
    let Some((current, before)) = words.split_last() else { return Offer::default() };
    let mut typed = BeforeCursor::nothing(&whole);
    before.iter().for_each(|word| typed.take(word));
    let mut offer = typed.offer(current);
    offer.words.retain(|(word, _)| word.starts_with(current.as_str()));
    offer
}

/// What stands before the cursor.
struct BeforeCursor<'a> {
    whole: &'a Command,
    /// The command, once it is there.
    command: Option<&'a Command>,
    /// `help` stands where the command should.
    asks_help: bool,
    /// A word that is no command stands there.
    is_lost: bool,
    /// The arguments that are no options.
    placed: Vec<String>,
    /// The options, by their names in the program, with their values.
    given: Vec<(&'a str, String)>,
    /// The option whose value comes next, and whether it has one already.
    pending: Option<(&'a Arg, bool)>,
    /// Behind `--` nothing is an option.
    has_ended: bool,
}

impl<'a> BeforeCursor<'a> {
    fn nothing(whole: &'a Command) -> Self {
        Self {
            whole,
            command: None,
            asks_help: false,
            is_lost: false,
            placed: Vec::new(),
            given: Vec::new(),
            pending: None,
            has_ended: false,
        }
    }

    fn is_option(&self, word: &str) -> bool {
        !self.has_ended && word.len() > 1 && word.starts_with('-')
    }

    /// The arguments of the command, or those of every command.
    fn arguments(&self) -> impl Iterator<Item = &'a Arg> + use<'a> {
        self.command.unwrap_or(self.whole).get_arguments()
    }

    /// Takes the next word in.
    fn take(&mut self, word: &str) {
        if let Some((arg, has_one)) = self.pending
            && !(has_one && self.is_option(word))
        {
            self.given.push((arg.get_id().as_str(), word.to_owned()));
            self.pending = takes_several(arg).then_some((arg, true));
            return;
        }
        self.pending = None;
        match word.strip_prefix("--") {
            Some("") if !self.has_ended => self.has_ended = true,
            Some(long) if !self.has_ended => self.take_long(long),
            _ if self.is_option(word) => self.take_short(&word[1..]),
            _ if self.command.is_some() => self.placed.push(word.to_owned()),
            _ => {
                self.command = self.whole.find_subcommand(word);
                match word {
                    "help" => self.asks_help = true,
                    _ => self.is_lost |= self.command.is_none(),
                }
            }
        }
    }

    fn take_long(&mut self, long: &str) {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let Some(arg) = self.long(name) else { return };
        match value {
            Some(value) => self.given.push((arg.get_id().as_str(), value.to_owned())),
            None if arg.get_action().takes_values() => self.pending = Some((arg, false)),
            None => self.given.push((arg.get_id().as_str(), String::new())),
        }
    }

    fn long(&self, name: &str) -> Option<&'a Arg> {
        self.arguments().find(|arg| {
            let aliases = arg.get_all_aliases().unwrap_or_default();
            arg.get_long() == Some(name) || aliases.contains(&name)
        })
    }

    /// Options of one letter, several of which may stand together.
    fn take_short(&mut self, letters: &str) {
        for (at, letter) in letters.char_indices() {
            let Some(arg) = self.arguments().find(|arg| {
                arg.get_short() == Some(letter)
                    || arg.get_all_short_aliases().unwrap_or_default().contains(&letter)
            }) else {
                return;
            };
            let rest = &letters[at + letter.len_utf8()..];
            if arg.get_action().takes_values() {
                match rest.is_empty() {
                    true => self.pending = Some((arg, false)),
                    false => self.given.push((arg.get_id().as_str(), rest.to_owned())),
                }
                return;
            }
            self.given.push((arg.get_id().as_str(), String::new()));
        }
    }

    /// What may come next, of which `current` is there.
    fn offer(&self, current: &str) -> Offer {
        let begins_option = !self.has_ended && current.starts_with('-');
        if let Some((arg, has_one)) = self.pending
            && !(has_one && begins_option)
        {
            return self.values(arg, current);
        }
        if self.is_lost {
            return Offer::default();
        }
        if begins_option {
            let Some((option, value)) = current.split_once('=') else { return self.options() };
            let arg = option.strip_prefix("--").and_then(|name| self.long(name));
            let Some(arg) = arg.filter(|arg| arg.get_action().takes_values()) else {
                return Offer::default();
            };
            let mut offer = self.values(arg, value);
            offer.words.iter_mut().for_each(|(word, _)| *word = format!("{option}={word}"));
            return offer;
        }
        let Some(command) = self.command else { return self.commands() };
        let all: Vec<&Arg> = command.get_positionals().collect();
        let next = all.get(self.placed.len()).or_else(|| all.last().filter(|last| takes_several(last)));
        match next {
            Some(arg) => self.values(arg, current),
            None => self.options(),
        }
    }

    fn commands(&self) -> Offer {
        let commands = self.whole.get_subcommands().flat_map(|sub| {
            let about = said(sub.get_about().map(ToString::to_string));
            sub.get_name_and_visible_aliases().into_iter().map(move |name| (name.to_owned(), about.clone()))
        });
        let more = [("help", "Print the help of a command"), ("version", "Print the version")];
        let more = more.into_iter().filter(|_| !self.asks_help);
        let more = more.map(|(name, about)| (name.to_owned(), about.to_owned()));
        Offer { words: commands.chain(more).collect(), ..Offer::default() }
    }

    /// The options that are not there yet, or may be repeated.
    fn options(&self) -> Offer {
        let is_given = |arg: &Arg| self.given.iter().any(|(id, _)| arg.get_id() == *id);
        let repeats = |arg: &Arg| matches!(arg.get_action(), clap::ArgAction::Append);
        let shown = self.arguments().filter(|arg| !arg.is_hide_set() && (repeats(arg) || !is_given(arg)));
        let words = shown.flat_map(|arg| {
            let about = said(arg.get_help().map(ToString::to_string));
            let long = arg.get_long_and_visible_aliases().unwrap_or_default().into_iter();
            let short = arg.get_short_and_visible_aliases().unwrap_or_default().into_iter();
            let names = long.map(|name| format!("--{name}")).chain(short.map(|name| format!("-{name}")));
            names.map(move |name| (name, about.clone())).collect::<Vec<_>>()
        });
        Offer { words: words.collect(), ..Offer::default() }
    }

    /// What an option or argument takes.
    fn values(&self, arg: &Arg, current: &str) -> Offer {
        let choices = arg.get_possible_values();
        let choices: Vec<(String, String)> = choices
            .iter()
            .filter(|choice| !choice.is_hide_set())
            .map(|choice| (choice.get_name().to_owned(), said(choice.get_help().map(ToString::to_string))))
            .collect();
        if !choices.is_empty() {
            let delimiter = arg.get_value_delimiter();
            return Offer { words: listed(choices, current, delimiter), ..Offer::default() };
        }
        let value = arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default();
        self.taken(Takes::of(&value), arg)
    }

    fn taken(&self, takes: Takes, arg: &Arg) -> Offer {
        let names = |pick: fn(&RecordNames) -> &[(String, String)], end: &str| {
            let known = self.record().and_then(known);
            let names = known.iter().flat_map(|known| pick(known).to_vec());
            let words = names.map(|(name, about)| (format!("{name}{end}"), about)).collect();
            Offer { words, ..Offer::default() }
        };
        let event = self.placed.get(1).map(String::as_str).filter(|_| self.is_note());
        let is_first = self.placed.len() == 2;
        match takes {
            Takes::Files => Offer { paths: Paths::Files, ..Offer::default() },
            Takes::Folders => Offer { paths: Paths::Folders, ..Offer::default() },
            Takes::Page => Offer { paths: Paths::Folders, words: self.commands().words },
            Takes::Person => names(RecordNames::people, ""),
            Takes::PersonAnd => names(RecordNames::people, "="),
            Takes::Card => names(RecordNames::cards, ""),
            Takes::CardAnd => names(RecordNames::cards, "="),
            Takes::Place => names(RecordNames::places, ""),
            Takes::Text if self.is_note() && arg.get_id() == "to" => match event {
                Some("moved") => names(RecordNames::places, ""),
                _ => names(RecordNames::people, ""),
            },
            Takes::Subject if is_first => match event.map(subject) {
                Some(Subject::File) => Offer { paths: Paths::Files, ..Offer::default() },
                Some(Subject::Person) => names(RecordNames::people, ""),
                Some(Subject::Card) => names(RecordNames::holders_and_cards, ""),
                Some(Subject::Nobody) | None => Offer::default(),
            },
            Takes::Text | Takes::Subject | Takes::Nothing => Offer::default(),
        }
    }

    fn is_note(&self) -> bool {
        self.command.is_some_and(|command| command.get_name() == "note")
    }

    /// The record whose names may come.
    fn record(&self) -> Option<&str> {
        if self.is_note() {
            return self.placed.first().map(String::as_str);
        }
        let named = |option: &str| self.given.iter().rfind(|(id, _)| *id == option);
        named("record").or_else(|| named("old_record")).map(|(_, value)| value.as_str())
    }
}

fn takes_several(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|range| range.max_values() > 1)
}

fn said(help: Option<String>) -> String {
    help.unwrap_or_default()
}

/// Words of which one is chosen; behind a comma, another one.
fn listed(choices: Vec<(String, String)>, current: &str, delimiter: Option<char>) -> Vec<(String, String)> {
    let Some((before, _)) = delimiter.and_then(|delimiter| current.rsplit_once(delimiter)) else {
        return choices;
    };
    let delimiter = delimiter.unwrap_or(',');
    let there: Vec<&str> = before.split(delimiter).collect();
    // What is no word of ours is not said again.
    if !there.iter().all(|word| choices.iter().any(|(name, _)| name == word)) {
        return Vec::new();
    }
    let others = choices.iter().filter(|(name, _)| !there.contains(&name.as_str()));
    others.map(|(name, about)| (format!("{before}{delimiter}{name}"), about.clone())).collect()
}

/// What a note is about.
enum Subject {
    Person,
    Card,
    File,
    Nobody,
}

fn subject(event: &str) -> Subject {
    use clap::ValueEnum as _;
    match Event::from_str(event, false) {
        Ok(Event::Receipt | Event::Import) => Subject::File,
        Ok(
            Event::Challenge
            | Event::Withdraw
            | Event::Remark
            | Event::Closed
            | Event::Opened
            | Event::Amended
            | Event::AcceptOldShares,
        )
        | Err(_) => Subject::Nobody,
        Ok(event) if event.is_about_person() => Subject::Person,
        Ok(_) => Subject::Card,
    }
}

/// What the value of an option is, by the name that the help gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Files,
    Folders,
    /// A command, or a folder for the manual.
    Page,
    Person,
    /// A person, `=`, and something about them.
    PersonAnd,
    Card,
    CardAnd,
    Place,
    /// Of a note: whom or what it is about.
    Subject,
    Text,
    Nothing,
}

impl Takes {
    fn of(value: &str) -> Self {
        match value {
            "FILE" | "SHARE" | "SEALED" | "RECORD" | "POLICY" => Self::Files,
            "DIR" => Self::Folders,
            "COMMAND|DIR" => Self::Page,
            "NAME" => Self::Person,
            "NAME=RECIPIENT" | "NAME=CODE" => Self::PersonAnd,
            "CARD" | "[G.]M" => Self::Card,
            "CARD=NAME" | "CARD=NUMBER" => Self::CardAnd,
            "PLACE" => Self::Place,
            "WHO" => Self::Subject,
            "TEXT" => Self::Text,
            _ => Self::Nothing,
        }
    }
}

/// A word as it stands in a shell, without its quotation marks. Nothing in it is looked up or run.
fn unquoted(word: &str) -> String {
    let (mut plain, mut quote, mut signs) = (String::new(), None, word.chars());
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (None, '\'' | '"') => quote = Some(sign),
            (Some(mark), _) if sign == mark => quote = None,
            (None, '\\') => plain.extend(signs.next()),
            (Some('"'), '\\') => match signs.next() {
                Some(next @ ('"' | '\\' | '$' | '`')) => plain.push(next),
                next => plain.extend(['\\'].into_iter().chain(next)),
            },
            _ => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[&str]) -> Vec<String> {
        offer(line).words.into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn what_may_come_is_known_wherever_the_cursor_is() {
        for (line, some) in [
            (&[""][..], "split"),
            (&["re"], "recover"),
            (&["help", ""], "split"),
            (&["--json", ""], "version"),
            (&["completions", ""], "powershell"),
            (&["--color", ""], "always"),
            (&["split", "--color=a"], "--color=always"),
            (&["note", "--text", "x", "r.json", ""], "handed-over"),
            (&["split", "--format", "words,"], "words,pdf"),
            (&["split", "--format=words,"], "--format=words,pdf"),
            (&["split", "-f", "words,p"], "words,png"),
            (&["recover", "--from-format", ""], "vault"),
            (&["recover", "--from", ""], "vault"),
            (&["verify", "--"], "--receipt"),
            (&["practice", ""], "--online-anyway"),
            (&["split", "--from", "a", "b", "--pas"], "--passphrase"),
            (&["man", "rec"], "recover"),
        ] {
            assert!(words(line).contains(&some.to_owned()), "{line:?}: {:?}", words(line));
        }
        for (line, no) in [
            (&["recover", "-q", "--"][..], "--quiet"),
            (&["recover", "--as", "hex", "--"], "--as"),
            (&["split", "--format", "words,"], "words,words"),
            (&["recover", ""], "--open"),
            (&["recover", "--", "--"], "--open"),
            (&["nothing", ""], "split"),
        ] {
            assert!(!words(line).contains(&no.to_owned()), "{line:?}: {:?}", words(line));
        }
        assert!(words(&["recover", "--id"]).contains(&"--identity".to_owned()));
        assert_eq!(words(&["split", "--format", "hunter2,"]), Vec::<String>::new());
    }

    #[test]
    fn files_come_where_files_go() {
        for (line, paths) in [
            (&["recover", ""][..], Paths::Files),
            (&["recover", "a.txt", "b"], Paths::Files),
            (&["recover", "--open", ""], Paths::Files),
            (&["recover", "--", "-x"], Paths::Files),
            (&["split", "--in=key"], Paths::Files),
            (&["split", "-o", ""], Paths::Folders),
            (&["split", "--from", "a", ""], Paths::Files),
            (&["man", ""], Paths::Folders),
            (&["note", "r.json", "receipt", ""], Paths::Files),
            (&["note", "r.json", "heard", ""], Paths::Nothing),
            (&["note", "r.json", ""], Paths::Nothing),
            (&["completions", ""], Paths::Nothing),
            (&["split", "--label", ""], Paths::Nothing),
            (&["recover", "--"], Paths::Nothing),
        ] {
            assert_eq!(offer(line).paths, paths, "{line:?}");
        }
    }

    #[test]
    fn every_name_of_a_value_is_known_or_takes_nothing_that_could_be_offered() {
        const NOTHING: [&str; 15] = [
            "NAME=2of3",
            "N",
            "E",
            "YYYY-MM-DD",
            "CHALLENGE",
            "HH:MM",
            "CODE",
            "HASH",
            "VALUE",
            "PATH",
            "KIND,...",
            "WHAT",
            "HOW",
            "LIST",
            "CLAUSE",
        ];
        let whole = command();
        for arg in whole.get_subcommands().flat_map(Command::get_arguments) {
            let name =
                arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default();
            let is_decided = !arg.get_action().takes_values()
                || !arg.get_possible_values().is_empty()
                || Takes::of(&name) != Takes::Nothing
                || NOTHING.contains(&name.as_str());
            assert!(is_decided, "{name}");
        }
    }

    #[test]
    fn quotation_marks_are_taken_off_and_nothing_is_looked_up() {
        for (word, plain) in [
            ("my\\ file", "my file"),
            ("'my $HOME'", "my $HOME"),
            ("\"a\\\"b\\n\"c", "a\"b\\nc"),
            ("\"open", "open"),
            ("$(touch x)", "$(touch x)"),
            ("a\\", "a"),
        ] {
            assert_eq!(unquoted(word), plain, "{word}");
        }
    }
}
