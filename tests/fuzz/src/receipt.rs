//! A receipt. What is read has one way to be written; and none but those that the share signed fits its record.

use std::sync::LazyLock;

use quorate::custody::{
    journal::Journal,
    receipt::{MARK, Receipt},
    record::{Record, hash_of},
    status::receipts::Receipts,
};

use crate::{craft::choice, journal::RECORD};

const JOURNAL: &str = include_str!("../../../examples/life/journal.jsonl");

/// What the receipts of the example are judged by.
struct Book {
    record: Record,
    hash: String,
    journal: Journal,
    /// Those that the shares signed.
    genuine: Vec<String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let record = Record::read(RECORD.as_bytes()).unwrap();
    let hash = hash_of(RECORD.as_bytes());
    let journal = Journal::read(&hash, JOURNAL).unwrap();
    let mut genuine = vec![include_str!("../../../examples/life/receipt.txt").trim().to_owned()];
    genuine.extend(journal.entries().iter().filter_map(|entry| entry.receipt.clone()));
    Book { record, hash, journal, genuine }
});

/// Any text, or any text behind the mark of a receipt.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let text = String::from_utf8_lossy(rest);
    let text = if choice & 1 == 0 { text.into_owned() } else { format!("{MARK}{text}") };
    let Ok(receipt) = Receipt::read(&text) else { return };
    let written = receipt.to_string();
    assert_eq!(written, text.trim().to_ascii_uppercase(), "written differently");
    for again in [&written, &written.to_ascii_lowercase()] {
        assert_eq!(Receipt::read(again).as_ref(), Ok(&receipt));
    }
    let Book { record, hash, journal, genuine } = &*BOOK;
    let is_genuine = genuine.contains(&written);
    assert_eq!(receipt.fits(record, hash).is_ok(), is_genuine);
    let accepted = Receipts::of(record, journal, "2999-12-31".parse().unwrap()).accept(&text);
    assert!(is_genuine || accepted.is_err());
}
