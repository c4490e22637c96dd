//! A desk to run the program at: an empty folder of its own, files with keys and shares in it, and what came out.
//!
//! Every run is held to what the contract says of all of them: stderr is made of our own lines, nothing in it steers a
//! terminal, and a run that fails says one error, one hint, and nothing that was brought to the desk.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A marker for whatever must not be repeated.
pub const HUSH: &str = "hunter2";

/// Words that shares are made of and that the program says for reasons of its own.
const PROSE: &[&str] = &[
    "academic", "acid", "again", "agree", "already", "answer", "apart", "away", "become", "being", "belong",
    "both", "broken", "cards", "cargo", "change", "check", "clock", "column", "cover", "deal", "depend",
    "describe", "destroy", "device", "document", "editor", "else", "empty", "ending", "envelope", "exact",
    "exclude", "exercise", "expect", "failure", "false", "family", "filter", "frozen", "group", "hand",
    "have", "home", "index", "inside", "kernel", "keyboard", "kind", "language", "large", "leaves", "length",
    "lift", "machine", "manager", "manual", "meaning", "member", "memory", "move", "network", "order",
    "ordinary", "owner", "paper", "percent", "phrase", "picture", "plan", "practice", "problem", "process",
    "program", "public", "random", "recover", "regular", "remove", "repeat", "replace", "result", "says",
    "script", "secret", "sharp", "short", "should", "silent", "single", "source", "space", "standard",
    "stay", "step", "system", "terminal", "that", "together", "tolerate", "true", "twice", "type", "unknown",
    "usual", "valid", "verdict", "verify", "very", "watch", "window", "work", "wrote", "year", "zero",
];

pub struct Desk {
    folder: TempDir,
    brought: RefCell<Vec<Vec<u8>>>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

/// A refusal: its two lines.
#[derive(Debug)]
pub struct Refused {
    pub error: String,
    pub hint: String,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Nobody else may look at what lies here, as it should be.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        Self { folder, brought: RefCell::default() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file on the desk. Nothing in it may be said again.
    pub fn put(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), contents.as_ref()).unwrap();
        self.brought.borrow_mut().push(contents.as_ref().to_vec());
        self
    }

    /// Puts each share in a file of its own, `1.txt` and so on, and gives their names.
    pub fn put_shares<S: AsRef<str>>(&self, shares: &[S]) -> Vec<String> {
        let put = |(number, share): (usize, &S)| {
            let name = format!("{number}.txt");
            self.put(&name, format!("{}\n", share.as_ref()));
            name
        };
        (1..).zip(shares).map(put).collect()
    }

    /// What is on the desk now, folders with all that is in them.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        list(self.folder.path(), "", &mut names);
        names
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, without a controlling terminal that it could ask on.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(env!("CARGO_BIN_EXE_quorate")).args(arguments);
        self.furnish(&mut command);
        command
    }

    /// The folder and the environment that every run has.
    pub fn furnish(&self, command: &mut Command) {
        command.current_dir(self.folder.path()).env("TMPDIR", self.folder.path());
        // How wide the terminal is at which the tests were started changes nothing.
        command.env_remove("TERM").env_remove("COLUMNS").stdin(Stdio::null());
    }

    /// Runs with nothing on standard input.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs with `input` piped in.
    pub fn pipe(&self, input: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
        let input = input.as_ref();
        self.brought.borrow_mut().push(input.to_vec());
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses early does not read to the end.
        let _ = child.stdin.take().unwrap().write_all(input);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs what must be refused.
    pub fn refused(&self, exit: i32, arguments: &[&str]) -> Refused {
        let before = self.names();
        let ran = self.run(arguments);
        self.is_refusal(exit, &before, &ran, arguments)
    }

    /// Runs what must be refused, with `input` piped in.
    pub fn refused_piped(&self, exit: i32, input: impl AsRef<[u8]>, arguments: &[&str]) -> Refused {
        let before = self.names();
        let ran = self.pipe(input, arguments);
        self.is_refusal(exit, &before, &ran, arguments)
    }

    /// Runs what must be refused with `--json` after its arguments.
    pub fn refused_json(&self, exit: i32, arguments: &[&str]) -> Value {
        let before = self.names();
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let ran = self.run(&arguments);
        assert_eq!(ran.code, exit, "{arguments:?}: {ran:?}");
        assert_eq!(self.names(), before, "{arguments:?} left something behind");
        let document = ran.json();
        assert_eq!((&document["ok"], &document["exit"]), (&false.into(), &exit.into()), "{document}");
        for field in ["schema", "code", "message", "hint"] {
            assert!(document[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {document}");
        }
        self.says_nothing_of_what_was_brought(&texts(&document).join("\n"), &arguments);
        document
    }

    fn is_refusal(&self, exit: i32, before: &BTreeSet<String>, ran: &Ran, arguments: &[&str]) -> Refused {
        assert_eq!(ran.code, exit, "{arguments:?}: {ran:?}");
        assert!(ran.stdout.is_empty(), "{arguments:?} put something on stdout: {ran:?}");
        assert_eq!(&self.names(), before, "{arguments:?} left something behind");
        self.says_nothing_of_what_was_brought(&ran.stderr, arguments);
        let told = |kind: &str| {
            let mut lines = ran.stderr.lines().filter_map(|line| line.strip_prefix(kind));
            let line = lines.next().unwrap_or_else(|| panic!("{arguments:?} has no {kind} {ran:?}"));
            assert_eq!(lines.next(), None, "{arguments:?} has more than one {kind}");
            assert!(!line.is_empty() && !line.ends_with('.'), "{arguments:?}: {line}");
            line.to_owned()
        };
        Refused { error: told("quorate: error: "), hint: told("quorate: hint: ") }
    }

    fn says_nothing_of_what_was_brought(&self, said: &str, arguments: &[&str]) {
        assert!(!said.contains(HUSH), "{arguments:?} repeated a value: {said}");
        for bytes in self.brought.borrow().iter() {
            let word = repeated(said, &String::from_utf8_lossy(bytes));
            assert_eq!(word, None, "{arguments:?} repeated a word: {said}");
        }
    }
}

/// A word of `secret` that stands in `said`, if there is one.
pub fn repeated(said: &str, secret: &str) -> Option<String> {
    let said_words: BTreeSet<&str> = said.split(|c: char| !c.is_alphanumeric()).collect();
    let is_repeated =
        |word: &&str| if word.len() < 10 { said_words.contains(word) } else { said.contains(word) };
    let is_telling = |word: &&str| word.chars().count() >= 4 && !PROSE.contains(word);
    secret.split_whitespace().filter(is_telling).find(is_repeated).map(str::to_owned)
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        for line in stderr.lines() {
            // A line for a journal that cannot be written to is told as it is to stand there.
            let is_ours = line.starts_with("quorate: ") || line.starts_with("{\"previous\":");
            assert!(is_ours, "a line on stderr is not ours: {line:?}");
            assert!(!line.contains(char::is_control), "a line steers the terminal: {line:?}");
        }
        assert!(!stderr.contains("internal error"), "{stderr}");
        Self { code: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr }
    }

    /// The product of a run that must succeed.
    pub fn product(&self) -> &str {
        assert_eq!(self.code, 0, "{self:?}");
        str::from_utf8(&self.stdout).unwrap()
    }

    /// The lines of the product.
    pub fn lines(&self) -> Vec<String> {
        self.product().lines().map(str::to_owned).collect()
    }

    /// The one document on stdout.
    pub fn json(&self) -> Value {
        let text = str::from_utf8(&self.stdout).unwrap();
        assert_eq!(text.matches('\n').count(), 1, "one document, one line: {self:?}");
        let document: Value = serde_json::from_str(text).unwrap();
        assert!(document["schema"].as_str().unwrap().starts_with("quorate/"), "{document}");
        assert_eq!(document["version"], 1, "{document}");
        assert_eq!(document["ok"], self.code == 0, "{document}");
        document
    }

    /// Whether some line on stderr holds `text`.
    pub fn says(&self, text: &str) -> bool {
        self.stderr.lines().any(|line| line.contains(text))
    }
}

/// All the strings in a document, without the names of its fields.
fn texts(document: &Value) -> Vec<&str> {
    match document {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn list(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            list(&entry.path(), &format!("{name}/"), names);
            names.insert(format!("{name}/"));
        } else {
            names.insert(name);
        }
    }
}
