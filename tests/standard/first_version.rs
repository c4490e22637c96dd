//! What version 0.1.0 wrote, it may have written years ago: records, journals, receipts and shares in
//! `tests/data/v0.1.0` keep their hashes and heads in every later version. `expected.json` beside them was computed
//! without this program, but for the head codes, which are those that 0.1.0 told.

use std::{fs, path::PathBuf};

use quorate::{
    custody::{
        journal::Journal,
        receipt::Receipt,
        record::{Record, Standing, hash_of},
        status::receipts::Receipts,
    },
    slip39::Share,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    record: String,
    plan: String,
    heads: Vec<String>,
    journal_head: String,
}

const SETS: [&str; 6] = ["anew", "groups", "planned", "sealed", "superseding", "whole"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/v0.1.0")
}

fn expected(set: &str) -> Expected {
    let all: serde_json::Value =
        serde_json::from_slice(&fs::read(folder().join("expected.json")).unwrap()).unwrap();
    serde_json::from_value(all[set].clone()).unwrap()
}

fn record(set: &str) -> (Record, String) {
    let file = fs::read(folder().join(set).join("record.json")).unwrap();
    (Record::read(&file).unwrap(), hash_of(&file))
}

fn journal(set: &str, hash: &str) -> Journal {
    let text = fs::read_to_string(folder().join(set).join("journal.jsonl")).unwrap_or_default();
    Journal::read(hash, &text).unwrap()
}

#[test]
fn records_keep_their_hashes_and_journals_their_heads() {
    for set in SETS {
        let (expected, (record, hash)) = (expected(set), record(set));
        assert_eq!(hash, expected.record, "{set}");
        assert_eq!((record.plan.hash(), &record.plan_hash), (expected.plan.clone(), &expected.plan), "{set}");
        let file = fs::read_to_string(folder().join(set).join("record.json")).unwrap();
        assert_eq!(record.text(), file, "{set}: a record is written again as it was, to the byte");
        let journal = journal(set, &hash);
        let heads: Vec<&str> = journal.heads().iter().map(|head| head.hash()).collect();
        assert_eq!(heads, expected.heads, "{set}");
        assert_eq!(journal.head().code(), expected.journal_head, "{set}");
    }
}

#[test]
fn a_line_more_in_a_record_or_journal_is_another_head() {
    let (_, hash) = record("planned");
    let text = fs::read_to_string(folder().join("planned/journal.jsonl")).unwrap();
    assert!(Journal::read(&format!("0{}", &hash[1..]), &text).is_err());
    assert!(Journal::read(&hash, &text.replacen("custodian 1", "custodian 2", 1)).is_err());
}

#[test]
fn every_share_is_the_very_one_that_its_record_names() {
    let mut seen = 0;
    for set in SETS {
        let Ok(shares) = fs::read_to_string(folder().join(set).join("shares.txt")) else { continue };
        let (record, _) = record(set);
        for line in shares.lines() {
            let share = Share::parse(line).unwrap();
            let standing = record.standing(share.header(), &share.mnemonic());
            let is_whole_key = record.plan.cards().count() == 1;
            assert_eq!(standing == Standing::Dealt, !is_whole_key, "{set}: {standing:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 5 + 8 + 1 + 3 + 3);
}

#[test]
fn receipts_of_the_first_version_prove_what_they_proved() {
    let (record, hash) = record("planned");
    let receipt = fs::read_to_string(folder().join("planned/receipt.txt")).unwrap();
    assert_eq!(Receipt::read(&receipt).unwrap().fits(&record, &hash), Ok(()));
    let journal = journal("planned", &hash);
    let noted: Vec<_> = Receipts::of(&record, &journal, "2026-05-03".parse().unwrap()).noted().collect();
    assert!(matches!(noted.as_slice(), [(_, Ok(proof))] if proof.receipt.card.member == 1), "{noted:?}");
}
