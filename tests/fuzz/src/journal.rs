//! A journal. What is accepted is written again line by line and read back equal, can be printed, and no byte of it can
//! be changed without somebody noticing who holds its head.

use std::sync::LazyLock;

use quorate::{
    crypto::hash::sha256_hex,
    custody::{
        journal::Journal,
        record::{Record, hash_of},
        status::Status,
    },
    formats::visible::is_printable,
};
use serde_json::Value;

use crate::craft::{Numbers, choice};

/// The record of the life of a key that the examples have.
pub const RECORD: &str = include_str!("../../../examples/life/record.json");

static PARSED: LazyLock<(Record, String)> =
    LazyLock::new(|| (Record::read(RECORD.as_bytes()).unwrap(), hash_of(RECORD.as_bytes())));

/// Any text, or any lines bound to each other as they should be.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let (record, hash) = &*PARSED;
    let Ok(text) = str::from_utf8(rest) else { return };
    let text = if choice & 1 == 0 { text.to_owned() } else { bound(hash, text) };
    let Ok(journal) = Journal::read(hash, &text) else { return };
    assert_eq!(journal.entries().len(), text.lines().count());
    is_kept(hash, &journal);
    changes_are_noticed(hash, &text, &journal, &mut Numbers::of(bytes));
    let _ = Status::of(record, &journal, "2026-12-24".parse().unwrap());
}

/// The lines that are objects, each with the hash of the one before.
fn bound(record: &str, text: &str) -> String {
    let (mut head, mut whole) = (record.to_owned(), String::new());
    for line in text.lines() {
        let Ok(Value::Object(mut line)) = serde_json::from_str(line) else { continue };
        line.insert("previous".into(), head.into());
        let line = Value::from(line).to_string();
        head = sha256_hex(line.as_bytes());
        whole += &line;
        whole.push('\n');
    }
    whole
}

fn is_kept(hash: &str, journal: &Journal) {
    let (mut head, mut again) = (hash.to_owned(), String::new());
    for entry in journal.entries() {
        let texts = [&entry.who, &entry.to, &entry.receipt, &entry.signed, &entry.text];
        let is_plain = texts.into_iter().flatten().all(|text| text.chars().all(is_printable));
        assert!(is_plain, "what cannot be seen is accepted");
        let before = Journal::read(&head, "").unwrap();
        let line = before.line(entry.clone(), &mut Numbers::of(b"")).unwrap();
        head = sha256_hex(line.trim_end().as_bytes());
        again += &line;
    }
    assert_eq!(Journal::read(hash, &again).unwrap().entries(), journal.entries());
}

fn changes_are_noticed(hash: &str, text: &str, journal: &Journal, numbers: &mut Numbers) {
    if text.is_empty() {
        return;
    }
    let mut changed = text.as_bytes().to_vec();
    let at = numbers.below(changed.len());
    match numbers.below(3) {
        0 => changed[at] ^= 1 + numbers.below(255) as u8,
        1 => drop(changed.remove(at)),
        _ => changed.truncate(at),
    }
    let Ok(changed) = str::from_utf8(&changed) else { return };
    let is_unnoticed = |other: Journal| other.lines_at(&journal.head().code()).is_some();
    // Of two equal characters in a row either may be taken out.
    assert!(changed == text || !Journal::read(hash, changed).is_ok_and(is_unnoticed), "a change passes");
}
