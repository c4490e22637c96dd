//! What version 0.1.0 wrote, by the commands of this one: every verdict is the one that 0.1.0 gave, but for the faults
//! that are named here, each with its reason. `expected.json` has what 0.1.0 told on the day that it names.

use std::{fs, path::Path};

use serde_json::Value;

use crate::desk::Desk;

/// A set, what is found in it now, and why that is not what 0.1.0 found.
type Stands = (&'static str, &'static [&'static str], &'static str);

const STATUS: [Stands; 6] = [
    (
        "planned",
        &["superseded"],
        "a set of which a new one was made asks for nothing but that its cards are destroyed; and its holders, named by role \
         alone, are no longer called silent after their receipts",
    ),
    ("groups", &[], "as it was"),
    ("whole", &[], "as it was"),
    (
        "sealed",
        &["name-unclear"],
        "of two custodians one is alice with a blank at the end, whom 0.1.0 took for another",
    ),
    ("superseding", &["journal-missing", "former-holders"], "a record whose journal is not here was green"),
    (
        "anew",
        &["journal-missing"],
        "the same; what else 0.1.0 made up of cards that nobody showed, it does not say",
    ),
];

/// When each set was last drilled, as is found now, and why not as 0.1.0 found it.
const DRILLED: [(&str, Option<&str>, &str); 6] = [
    ("planned", Some("2026-04-01"), "as it was"),
    ("groups", Some("2026-01-12"), "as it was: the recovery was compared with the fingerprint"),
    ("whole", None, "as it was"),
    (
        "sealed",
        None,
        "0.1.0 wrote down nothing of the sealed file: whether the drill of 2026-01-12 opened it cannot be known",
    ),
    ("superseding", None, "as it was"),
    ("anew", None, "as it was"),
];

/// How `check`, `recover` and `drill` of all shares of a set end, and why not with 0, as they all did.
const ENDS: [(&str, [i32; 3], &str); 5] = [
    ("planned", [0, 0, 0], "as it was"),
    (
        "groups",
        [0, 7, 0],
        "the record says that there is a passphrase: the key of none is not given out in silence",
    ),
    (
        "whole",
        [6, 0, 6],
        "of a card that is the whole key the record holds no key: it cannot tell, and says so",
    ),
    ("sealed", [0, 0, 0], "as it was"),
    ("superseding", [0, 0, 0], "as it was"),
];

fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/v0.1.0"))
}

/// A desk with the files of one set.
fn desk(set: &str) -> Desk {
    let desk = Desk::new();
    for file in fs::read_dir(data().join(set)).unwrap() {
        let file = file.unwrap();
        desk.put(file.file_name().to_str().unwrap(), fs::read(file.path()).unwrap());
    }
    desk
}

fn expected() -> Value {
    serde_json::from_slice(&fs::read(data().join("expected.json")).unwrap()).unwrap()
}

fn names(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|one| one["finding"].as_str().unwrap()).collect()
}

#[test]
fn the_status_of_its_sets_is_what_it_was_but_for_what_is_named() {
    let expected = expected();
    assert_eq!(expected.as_object().unwrap().len(), STATUS.len());
    for (set, found, why) in STATUS {
        let (desk, then) = (desk(set), &expected[set]);
        let before = desk.read("record.json");
        let ran = desk.run(&["--json", "status", "record.json", "--date", then["day"].as_str().unwrap()]);
        let now = ran.json();
        assert_eq!(names(&now["findings"]), found, "{set}: {why}");
        assert_eq!(ran.code, if found.is_empty() { 0 } else { 6 }, "{set}");
        let is_as_it_was = names(&then["findings"]) == found;
        assert_eq!(
            is_as_it_was,
            why == "as it was",
            "{set}: a reason for what is as it was, or none for what is not"
        );
        if is_as_it_was {
            assert_eq!(then["status_exit"], ran.code, "{set}");
        }
        let head = now["journal_head"].as_str().unwrap();
        assert!(head == then["journal_head"].as_str().unwrap(), "{set}: {head}");
        assert_eq!(desk.read("record.json"), before);
    }
}

#[test]
fn its_drills_count_unless_they_do_not_say_what_they_tried() {
    for (set, drilled, why) in DRILLED {
        let (desk, day) = (desk(set), expected()[set]["day"].as_str().unwrap().to_owned());
        let document = desk.run(&["--json", "status", "record.json", "--date", &day]).json();
        assert_eq!(document["drilled"].as_str(), drilled, "{set}: {why}");
        let unknown = serde_json::json!([{ "line": 1, "unproved": ["sealed-file"], "said": false }]);
        let left_open = if set == "sealed" { unknown } else { Value::Array(Vec::new()) };
        assert_eq!(document["drills_left_open"], left_open, "{set}: {why}");
    }
    let told = desk("sealed").run(&["status", "record.json", "--date", "2026-01-20"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("it does not say whether the sealed file was exercised"), "{told}");
}

#[test]
fn its_shares_are_checked_recovered_and_drilled_as_they_were_but_for_what_is_named() {
    for (set, ends, why) in ENDS {
        for (command, end) in ["check", "recover", "drill"].into_iter().zip(ends) {
            let desk = desk(set);
            let arguments =
                ["--no-input", command, "shares.txt", "--record", "record.json", "--date", "2026-06-01"];
            let ran = desk.run(&[&["--json"], &arguments[..]].concat());
            assert_eq!(ran.code, end, "{set}, {command}: {why}: {ran:?}");
            if end != 0 {
                let document = ran.json();
                let code = document["code"].as_str().unwrap();
                assert!(["cannot-tell", "other-passphrase"].contains(&code), "{set}, {command}: {code}");
            }
        }
    }
}

#[test]
fn its_journals_are_written_on() {
    for set in ["planned", "groups", "whole", "sealed"] {
        let desk = desk(set);
        let before = desk.read("journal.jsonl");
        let note = ["note", "record.json", "handed-over", "1.1", "--date", "2026-06-01"];
        assert_eq!(desk.run(&note).code, 0, "{set}");
        let after = desk.read("journal.jsonl");
        assert_eq!(
            (after.starts_with(&before), after.lines().count()),
            (true, before.lines().count() + 1),
            "{set}"
        );
    }
}
