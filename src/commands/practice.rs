//! `quorate practice`: the life of a key in five minutes, by the real commands, on a published key.

use std::{
    borrow::Cow,
    env,
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process,
};

use clap::Args;
use serde::Serialize;

use crate::{
    ceremony::practice::{self, KEY},
    commands::{Needs, Run, parse},
    crypto::secret::SecretBytes,
    custody::journal::challenge,
    formats::key::Key,
    host::{
        console::{self, Console, ELSEWHERE, Machine, tell},
        failure::{Code, Exit, Failure},
        files::{
            read::{read_input, shown},
            write::write_new,
        },
        signals::HeldSignals,
        terminal::{
            Screen, Terminal,
            prompt::{self, Echo},
        },
    },
    transfer::archive::ledger::Ledger,
};

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate practice                              Enter runs each command
  quorate practice --no-input                   all of it at once";

/// The end of its help.
pub const MORE: &str = "\
Works in a temporary folder on a published key that protects nothing. It prints
every real command before it runs it, and removes the folder at the end.";

/// Live through the life of a key in five minutes, safely
#[derive(Args, Debug)]
pub struct Options {}

impl Run for Options {
    const NAME: &'static str = "practice";

    fn needs(&self) -> Needs {
        Needs { folders: vec![env::temp_dir()], ..Needs::default() }
    }

    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        run(console, machine)
    }
}

fn run(console: &Console, machine: Machine) -> Result<(), Failure> {
    // Where the answer is a document, the story is not told.
    let story = Console { json: false, silent: console.tells_documents(), ..*console };
    let is_attended = machine.stdin_is_terminal && machine.stdout_is_terminal && !console.no_input;
    let terminal = if is_attended && !story.silent {
        Some(Terminal::without_secrets(console, "--no-input goes through without waiting")?)
    } else {
        None
    };
    let held = HeldSignals::begin()?;
    let folder = Folder::enter()?;
    let mut exercise = Exercise { console: story, terminal, held: &held, steps: Vec::new() };
    exercise.tell(&format!("This happens in {}.", shown(&folder.path)))?;
    exercise.live()?;
    console.answer("practice", &Answer { steps: std::mem::take(&mut exercise.steps) }, None)
}

/// What `practice` answers. People have read it as a story.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    /// The commands, in order.
    #[cfg_attr(test, schemars(length(min = 1)))]
    steps: Vec<Step>,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }
}

/// A command of the exercise and its exit code.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Step {
    /// The command as it would be typed.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::COMMAND)))]
    command: String,
    /// How it ended, which is how it should.
    #[cfg_attr(test, schemars(range(min = 0, max = 7)))]
    exit: u8,
}

struct Exercise<'a> {
    console: Console,
    terminal: Option<Terminal>,
    held: &'a HeldSignals,
    steps: Vec<Step>,
}

impl Exercise<'_> {
    fn live(&mut self) -> Result<(), Failure> {
        let custodians = ["alice", "bob", "carol", "dana", "erin"];
        let key = "practice-key.txt";
        let shown = Key::generated(SecretBytes::copy_of(KEY)).and_then(|key| {
            key.form().show(key.master_secret()).map_err(|_| crate::formats::key::KeyError::Nothing)
        })?;
        write_new(Path::new(key), shown.expose())?;

        self.tell("Five custodians share a key so that any three bring it back. Frank can reach Alice's card when Alice cannot. The key is a published one and protects nothing. The plan comes first: who could freeze the key, and who could take it?")?;
        write_new(Path::new("plan.toml"), PLAN.as_bytes())?;
        self.command(&["policy", "--plan", "plan.toml"], 0)?;

        self.tell("Now quorate makes the shares, but only if the key gives the address that its owner knows. It tries every quorum before any share leaves.")?;
        let formats =
            ["--format", "words,png,pdf", "--fingerprint", "--expect", practice::ADDRESS, "-o", "cards"];
        self.command(&[&["split", "--plan", "plan.toml", "--in", key], &formats[..]].concat(), 0)?;
        self.tell("In cards/secret are each custodian's words, the QR code of them, and a card to print. In cards/public are the record, a recovery sheet for every envelope and a cover sheet for the owner.")?;

        let record = "cards/public/record.json";
        let card = |number: usize| format!("cards/secret/{number}-{}.txt", custodians[number - 1]);
        let picture = |number: usize| format!("cards/secret/{number}-{}.png", custodians[number - 1]);
        self.tell("Is each card the very one that was dealt? In a real ceremony you check each card from its paper; here you check only the pictures to be printed. Then you note that the cards are handed over. If a holder lives far away, their share can leave sealed to their own key: docs/use/far-holders.md is the script for that.")?;
        let pictures: Vec<String> = (1..=5).map(picture).collect();
        let mut check = vec!["check", "--record", record];
        check.extend(pictures.iter().map(String::as_str));
        self.command(&check, 0)?;
        let all = ["--card", "1", "--card", "2", "--card", "3", "--card", "4", "--card", "5"];
        self.command(&[&["note", record, "handed-over"], &all[..]].concat(), 0)?;

        self.tell("Months later. Alice, alone and abroad, proves that the card is still there, by signing a fresh challenge with it. The receipt holds no secret and comes by mail.")?;
        self.command(&["note", record, "challenge"], 0)?;
        let challenge = challenge::after(Ledger::open(record)?.journal.head());
        let receipt = ["--receipt", &challenge, "-o", "receipt.txt"];
        self.command(&[&["check", &card(1), "--record", record], &receipt[..]].concat(), 0)?;
        self.command(&["note", record, "receipt", "receipt.txt"], 0)?;

        self.tell("Dana is on a ship, and Bob's card is lost. What does that mean?")?;
        self.command(&["note", record, "absent", "dana"], 0)?;
        self.command(&["note", record, "lost", "bob"], 0)?;
        fs::remove_file(card(2)).map_err(|error| Failure::system("practice", &error))?;
        self.command(&["status", record], Exit::Check.into())?;
        self.tell("Two cards are not enough: this recovery must fail.")?;
        self.command(&["recover", &card(1), &card(3)], Exit::TooFew.into())?;

        self.tell("Three are enough: they make Bob's share again, word for word. This revokes nothing: the lost card still works if somebody finds it.")?;
        let again = ["--member", "2", "--record", record, "-o", "bobs-card"];
        self.command(&[&["reissue", &card(1), &card(3), &card(5)], &again[..]].concat(), 0)?;

        self.tell("Once a year everybody wants to know whether the key could really be recovered. A drill proves that it can, and that it is still the key of that address, but does not show it. Its report goes to the auditor.")?;
        let drill =
            ["--record", record, "--attendee", "alice", "--attendee", "erin", "--report", "drill.pdf"];
        self.command(&[&["drill", &card(1), &card(3), &card(5)], &drill[..]].concat(), 0)?;

        self.tell("The day has come. Erin brings a picture of the code on a card, and the key comes back.")?;
        let recover = ["--record", record, "-o", "recovered.txt"];
        self.command(&[&["recover", &card(1), &card(3), &picture(5)], &recover[..]].concat(), 0)?;
        let (before, after) = (read_input(key)?, read_input("recovered.txt")?);
        if !before.matches(crate::formats::key::without_newline(after.expose())) {
            return Err(Failure::new(
                Code::Practice,
                "the recovered key is not the one that was split",
                REPORT,
            ));
        }
        self.tell("It is the key that was split, to the last digit.")?;

        self.tell("Carol has copied a card by hand, and written one word wrong. The check points at that word; it never guesses the right one.")?;
        write_new(Path::new("carols-copy.txt"), &with_a_wrong_word(&card(3))?)?;
        self.command(&["check", "carols-copy.txt"], Exit::Input.into())?;

        self.tell("Bob's card may be in the wrong hands. Three cards make a new set of the same key, without showing it. Old shares stay valid for ever, so destroy old cards until no quorum of them is left.")?;
        let split = ["split", "--plan", "plan.toml", "--old-record", record, "-o", "new-cards"];
        self.command(&[&split[..], &["--from", &card(1), &card(3), &card(5)]].concat(), 0)?;
        self.tell("That was the life of a key. Now quorate removes the folder, with everything in it.")
    }

    fn tell(&self, text: &str) -> Result<(), Failure> {
        let mut lines = String::from("\nPRACTICE ");
        let mut column = lines.len();
        for word in text.split(' ') {
            if column + word.len() > COLUMNS {
                lines.push_str("\n         ");
                column = 10;
            }
            lines.push(' ');
            lines.push_str(word);
            column += 1 + word.len();
        }
        lines.push('\n');
        self.console.product(lines.as_bytes())
    }

    /// Prints a command, waits if somebody is there, runs it, and insists on how it should end.
    fn command(&mut self, arguments: &[&str], expected: u8) -> Result<(), Failure> {
        self.held.check()?;
        let line = format!("quorate {}", arguments.join(" "));
        self.console.product(format!("PRACTICE  $ {line}\n").as_bytes())?;
        if let Some(terminal) = &self.terminal {
            prompt::line(&mut terminal.session(Screen::Line)?, "Enter runs it ", Echo::Hidden)?;
        }
        let console = Console { no_input: true, ..self.console };
        let machine = Machine { stdin_is_terminal: false, stdout_is_terminal: false, stdout_is_lost: false };
        let typed =
            std::iter::once("quorate").chain(arguments.iter().copied()).map(Into::into).collect::<Vec<_>>();
        let exit = match parse::parse(&typed).ok().and_then(|cli| cli.command) {
            Some(command) => match command.run(&console, machine) {
                Ok(()) => 0,
                Err(failure) => {
                    if !console.silent {
                        console.fail("practice", &failure);
                    }
                    failure.exit()
                }
            },
            None => Exit::Usage.into(),
        };
        if exit != expected {
            let message = format!("practice: a step ended with {exit} and not with {expected}");
            return Err(Failure::new(Code::Practice, message, REPORT));
        }
        if exit != 0 {
            self.tell(&format!("That is exit code {exit}, as it should be."))?;
        }
        self.steps.push(Step { command: line, exit });
        Ok(())
    }
}

/// The plan of the exercise.
const PLAN: &str = r#"title = "PRACTICE"

[[group]]
threshold = 3
custodian = [
  { name = "alice", access = ["frank"] },
  { name = "bob" },
  { name = "carol" },
  { name = "dana" },
  { name = "erin" },
]

[rules]
tolerate_absent = 2
take_at_least = 3
no_single_person = true
"#;

/// Columns that the story is set for.
const COLUMNS: usize = 78;

const REPORT: &str = "this program does not work on this machine: do not use it here for a real key";

/// A copy of a share in which the third word is another.
fn with_a_wrong_word(card: &str) -> Result<Vec<u8>, Failure> {
    let bytes = read_input(card)?;
    let text = str::from_utf8(bytes.expose()).unwrap_or_default();
    let words = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let wrong = |(at, word): (usize, &str)| match (at, word) {
        (2, "academic") => "acid".to_owned(),
        (2, _) => "academic".to_owned(),
        _ => word.to_owned(),
    };
    Ok(words.split(' ').enumerate().map(wrong).collect::<Vec<_>>().join(" ").into_bytes())
}

/// The folder of the exercise: entered, left again and removed, whatever the end is.
struct Folder {
    path: PathBuf,
    before: PathBuf,
}

impl Folder {
    fn enter() -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::system("the folder for the exercise", &error);
        let before = env::current_dir().map_err(failed)?;
        let path = env::temp_dir().join(format!("quorate-PRACTICE-{}", process::id()));
        DirBuilder::new().mode(0o700).create(&path).map_err(failed)?;
        let folder = Self { path, before };
        env::set_current_dir(&folder.path).map_err(failed)?;
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = env::set_current_dir(&self.before);
        if fs::remove_dir_all(&self.path).is_err() {
            tell(&format!("quorate: {} cannot be removed: nothing in it is secret\n", shown(&self.path)));
        }
    }
}
