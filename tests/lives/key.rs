//! A key as the program deals it, in a folder of its own, with the cards in reach for receipts.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    rc::Rc,
};

use quorate::{
    custody::{
        card_number::CardNumber,
        date::Date,
        plan::{Plan, file},
        receipt::Receipt,
        record::{Record, hash_of},
    },
    slip39::Share,
};
use tempfile::TempDir;

/// The key of every life; nobody's.
const KEY: &str = "00112233445566778899aabbccddeeff";

/// A set on disk: its record, its journal as it was begun, and its cards.
#[derive(Clone)]
pub struct Key {
    folder: Rc<TempDir>,
    /// Where the record lies; its journal is beside it.
    path: PathBuf,
    pub record: Record,
    pub hash: String,
    pub cards: BTreeMap<CardNumber, PathBuf>,
}

impl Key {
    /// A key that is dealt by this plan.
    pub fn dealt(plan: &str, on: &str, options: &[&str]) -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        fs::write(folder.path().join("key"), KEY).unwrap();
        let what: &[&str] = if options.contains(&"--seal") { &[] } else { &["--in", "key"] };
        Self::split(folder, "set", plan, on, &[what, options].concat())
    }

    /// A new set of the same key by the cards of this one, which come with its record and journal.
    pub fn dealt_again(&self, name: &str, plan: &str, on: &str, options: &[&str]) -> Self {
        let (record, cards) = (self.path.to_str().unwrap(), self.all_cards());
        let cards: Vec<&str> = cards.iter().map(String::as_str).collect();
        let from = [&["--old-record", record, "--from"], &cards[..]].concat();
        Self::split(Rc::clone(&self.folder), name, plan, on, &[&from[..], options].concat())
    }

    /// A set of a key whose shares another tool made.
    pub fn dealt_from_another_tool(plan: &str, on: &str, format: &str, shares: &[String]) -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        fs::write(folder.path().join("others"), shares.join("\n")).unwrap();
        let threshold = shares.len().to_string();
        let options =
            ["--from-format", format, "--threshold", &threshold, "--accept-unconfirmed", "--from", "others"];
        Self::split(folder, "set", plan, on, &options)
    }

    fn split(folder: Rc<TempDir>, name: &str, plan: &str, on: &str, options: &[&str]) -> Self {
        fs::write(folder.path().join("plan.toml"), plan).unwrap();
        let split = ["split", "--plan", "plan.toml", "--exponent", "0", "--date", on, "-o", name];
        run(folder.path(), &[&split[..], options].concat());
        let set = folder.path().join(name);
        let cards = fs::read_dir(set.join("secret")).unwrap().map(|entry| entry.unwrap().path());
        let cards = cards.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
        let cards = cards.map(|path| (CardNumber::of(share(&path).header()), path)).collect();
        Self::read(folder, set.join("public/record.json"), cards)
    }

    fn read(folder: Rc<TempDir>, path: PathBuf, cards: BTreeMap<CardNumber, PathBuf>) -> Self {
        let text = fs::read(&path).unwrap();
        Self { folder, path, record: Record::read(&text).unwrap(), hash: hash_of(&text), cards }
    }

    /// The same set, whose record was lost and made anew in a drill of these cards, by this plan.
    pub fn made_anew(&self, plan: &str, on: &str, with: &[&str], options: &[&str]) -> Self {
        fs::write(self.folder.path().join("plan.toml"), plan).unwrap();
        let came = with.iter().map(|card| self.card(card));
        let came: Vec<&str> = came.map(|path| path.to_str().unwrap()).collect();
        let new = ["--new-record", "anew.json", "--plan", "plan.toml", "--date", on];
        run(self.folder.path(), &[&["drill"], &came[..], &new, options].concat());
        Self::read(Rc::clone(&self.folder), self.folder.path().join("anew.json"), self.cards.clone())
    }

    fn card(&self, number: &str) -> &PathBuf {
        &self.cards[&CardNumber::read(number).unwrap()]
    }

    fn all_cards(&self) -> Vec<String> {
        self.cards.values().map(|path| path.to_str().unwrap().to_owned()).collect()
    }

    fn journal(&self) -> PathBuf {
        match self.path.file_name().unwrap().to_str().unwrap() {
            "record.json" => self.path.with_file_name("journal.jsonl"),
            name => self.path.with_file_name(name.replace(".json", ".journal.jsonl")),
        }
    }

    /// The journal as it lies beside the record.
    pub fn journal_text(&self) -> String {
        fs::read_to_string(self.journal()).unwrap()
    }

    /// Puts the journal beside the record, for the program to read.
    pub fn put_journal(&self, text: &str) {
        fs::write(self.journal(), text).unwrap();
    }

    /// Puts a file into the folder in which the program runs.
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Takes over what another keeper of this record has noted, as the program does.
    pub fn imports(&self, other: &str, on: &str) {
        self.put("other.jsonl", other);
        let record = self.path.to_str().unwrap();
        run(self.folder.path(), &["note", record, "import", "other.jsonl", "--date", on]);
    }

    /// What the holder of a card signs.
    pub fn receipt(&self, card: CardNumber, challenge: &str, day: Date) -> Receipt {
        let share = share(&self.cards[&card]);
        let mnemonic = share.mnemonic();
        Receipt::sign(&self.record, &self.hash, (share.header(), &mnemonic), challenge, day).unwrap()
    }
}

/// A plan as people write it.
pub fn plan(text: &str) -> Plan {
    file::read_new(text).unwrap_or_else(|error| panic!("{error:?} in {text}"))
}

/// What `quorate plan POLICY` prints.
pub fn printed_plan(policy: &str) -> String {
    run(Path::new("."), &["plan", policy])
}

fn share(path: &Path) -> Share {
    let text = fs::read_to_string(path).unwrap();
    Share::parse(text.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap()).unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_quorate"));
    let program = program.current_dir(folder).arg("-q").args(arguments).stdin(Stdio::null());
    let output = program.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
