//! What whoever keeps the journal can write behind a head that somebody else holds: all of it is told first to whoever brings
//! that head, whatever else the status says.

use std::fs;

use quorate::crypto::hash::sha256_hex;
use serde_json::{Value, json};

use crate::{desk::Desk, known};

const RECORD: &str = "set/public/record.json";
const JOURNAL: &str = "set/public/journal.jsonl";
const COPY: &str = "copy/record.json";
const DAY: &str = "2026-11-21";

const PLAN: &str = r#"
[[group]]
threshold = 2
[[group.custodian]]
name = "alice"
[[group.custodian]]
name = "bob"
[[group.custodian]]
name = "carol"
"#;

/// A set whose carol has lost her card, in line 5, with the head that somebody wrote down then.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    fs::write(desk.path("plan"), PLAN).unwrap();
    let split =
        ["split", "--plan", "plan", "--in", "key", "--exponent", "0", "--date", "2026-11-20", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    for card in ["1", "2", "3"] {
        note(&desk, RECORD, &["handed-over", card], "2026-11-20");
    }
    note(&desk, RECORD, &["lost", "carol"], "2026-11-20");
    let head = desk.run(&["--json", "status", RECORD, "--date", DAY]).json()["journal_head"].clone();
    (desk, head.as_str().unwrap().to_owned())
}

fn note(desk: &Desk, record: &str, what: &[&str], day: &str) {
    let ran = desk.run(&[&["note", record], what, &["--date", day]].concat());
    assert_eq!(ran.code, 0, "{what:?}: {ran:?}");
}

/// Another keeper, whose journal goes on as this one stands now.
fn copy(desk: &Desk) {
    fs::create_dir(desk.path("copy")).unwrap();
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(&format!("copy/{name}"))).unwrap();
    }
}

/// A line that no command writes, bound to the last of a journal.
fn forge(desk: &Desk, journal: &str, says: Value) {
    let text = desk.read(journal);
    let previous = sha256_hex(text.lines().last().unwrap().as_bytes());
    let mut line = json!({ "previous": previous, "nonce": "0".repeat(32), "source": "given" });
    line.as_object_mut().unwrap().extend(says.as_object().unwrap().clone());
    fs::write(desk.path(journal), format!("{text}{line}\n")).unwrap();
}

/// What is told to whoever brings the head, before anything else: the lines of the report, which JSON has as well.
fn told_first(desk: &Desk, head: &str) -> Vec<String> {
    let status = ["status", RECORD, "--date", DAY, "--expect-head", head];
    let text = String::from_utf8(desk.run(&status).stdout).unwrap();
    let (first, _) = text.split_once("\n\n").unwrap();
    let lines: Vec<String> = first.lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("since the head that you hold"), "{text}");
    let document = desk.run(&[&["--json"], &status[..]].concat()).json();
    assert_eq!(document["history"], "as-it-was");
    let changed = document["changed_since_head"].as_array().unwrap();
    assert_eq!(changed.len(), lines.len() - 1, "{document}");
    for (line, told) in lines[1..].iter().zip(changed) {
        assert!(line.contains(told["text"].as_str().unwrap()), "{line}: {told}");
    }
    lines[1..].to_vec()
}

#[test]
fn an_amendment_that_adds_a_deputy_to_every_card_is_told_with_the_stranger() {
    let (desk, head) = desk();
    let plan = PLAN.lines().map(|line| match line.strip_prefix("name = ") {
        Some(_) => format!("{line}\naccess = [\"mallory\"]\n"),
        None => format!("{line}\n"),
    });
    fs::write(desk.path("new"), plan.collect::<String>()).unwrap();
    note(&desk, RECORD, &["amended", "--plan", "new", "--accept-single-point"], DAY);
    let told = told_first(&desk, &head);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].ends_with("; mallory is new in the plan; mallory can reach cards 1.1, 1.2, 1.3, too"),
        "{told:?}"
    );
    // Control: whoever holds no head, or one from after it, is told nothing of it.
    let now = desk.run(&["--json", "status", RECORD, "--date", DAY]).json();
    assert_eq!(now["history"], "not-compared");
    let later = now["journal_head"].as_str().unwrap();
    let document = desk.run(&["--json", "status", RECORD, "--date", DAY, "--expect-head", later]).json();
    assert_eq!(document["changed_since_head"], json!([]));
}

#[test]
fn a_theft_that_invented_witnesses_take_back_is_told_with_what_it_was() {
    let (desk, _) = desk();
    note(&desk, RECORD, &["stolen", "bob"], DAY);
    let head = desk.run(&["--json", "status", RECORD, "--date", DAY]).json()["journal_head"].clone();
    let witnesses = ["--witness", "alice", "--witness", "nemo", "--text", "a slip"];
    note(&desk, RECORD, &[&["withdraw", "6"], &witnesses[..]].concat(), DAY);
    let told = told_first(&desk, head.as_str().unwrap());
    let expected = "line 6 was taken back, witnessed by alice and nemo (a slip); nobody in the plan is called nemo; \
                    line 6 said: card 1.2 of bob in the wrong hands";
    assert!(told.len() == 1 && told[0].ends_with(expected), "{told:?}");
}

#[test]
fn an_import_that_would_undo_a_loss_is_told_line_by_line() {
    let (desk, head) = desk();
    copy(&desk);
    note(&desk, COPY, &["found", "carol"], DAY);
    note(&desk, RECORD, &["import", "copy/journal.jsonl"], DAY);
    let document = desk.run(&["--json", "status", RECORD, "--date", DAY]).json();
    assert_eq!(document["cards"][2]["lost"], Value::Null, "it does undo it");
    let told = told_first(&desk, &head);
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("lines of another keeper's journal were taken over"), "{told:?}");
    assert!(told[1].contains("card 1.3 of carol found, from another keeper's journal"), "{told:?}");
}

#[test]
fn an_imported_line_that_counts_before_the_head_is_told_all_the_same() {
    let (desk, _) = desk();
    copy(&desk);
    note(&desk, COPY, &["handed-over", "bob", "--to", "mallory"], "2026-11-20");
    note(&desk, RECORD, &["heard", "bob"], DAY);
    let head = desk.run(&["--json", "status", RECORD, "--date", DAY]).json()["journal_head"].clone();
    note(&desk, RECORD, &["import", "copy/journal.jsonl"], DAY);
    let document = desk.run(&["--json", "status", RECORD, "--date", DAY]).json();
    assert_eq!(document["cards"][1]["custodian"], "mallory");
    let told = told_first(&desk, head.as_str().unwrap());
    assert!(told.len() == 2 && told[1].contains("card 1.2 handed over to mallory"), "{told:?}");
}

#[test]
fn a_forged_line_with_the_hash_of_a_true_one_is_told_and_keeps_that_one_not_out() {
    let (desk, head) = desk();
    copy(&desk);
    note(&desk, COPY, &["stolen", "bob"], DAY);
    let stolen = sha256_hex(desk.read("copy/journal.jsonl").lines().last().unwrap().as_bytes());
    // A third copy says that its line is the one that tells of the theft, and tells of nothing.
    let forged = json!({ "day": DAY, "event": "heard", "who": "bob", "imported": stolen });
    fs::copy(desk.path(JOURNAL), desk.path("third.jsonl")).unwrap();
    forge(&desk, "third.jsonl", forged.clone());
    note(&desk, RECORD, &["import", "third.jsonl"], DAY);
    let told = told_first(&desk, &head);
    assert!(told.len() == 2 && told[1].contains("bob was heard, from another keeper's journal"), "{told:?}");
    note(&desk, RECORD, &["import", "copy/journal.jsonl"], DAY);
    let told = told_first(&desk, &head);
    assert!(told.len() == 4 && told[3].contains("card 1.2 of bob in the wrong hands"), "{told:?}");
    let document = desk.run(&["--json", "status", RECORD, "--date", DAY]).json();
    assert_eq!(document["cards"][1]["stolen"], DAY);
    // Written into the journal itself, without any import, it is told as well.
    forge(&desk, JOURNAL, forged);
    assert_eq!(told_first(&desk, &head).len(), 5);
}

#[test]
fn the_journal_of_another_record_brings_nothing_and_a_line_twice_is_told_twice() {
    let (desk, head) = desk();
    copy(&desk);
    let other = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-20", "-o", "other"];
    assert_eq!(desk.run(&other).code, 0);
    note(&desk, "other/public/record.json", &["handed-over", "1"], DAY);
    let before = desk.read(JOURNAL);
    desk.refused(6, &["note", RECORD, "import", "other/public/journal.jsonl", "--date", DAY]);
    // Its lines behind those of this record do not follow from them.
    let theirs = desk.read("other/public/journal.jsonl");
    fs::write(desk.path("mixed.jsonl"), format!("{before}{}\n", theirs.lines().last().unwrap())).unwrap();
    desk.refused(6, &["note", RECORD, "import", "mixed.jsonl", "--date", DAY]);
    assert_eq!(desk.read(JOURNAL), before);

    let found = json!({ "day": DAY, "event": "found", "cards": ["1.3"] });
    forge(&desk, "copy/journal.jsonl", found.clone());
    forge(&desk, "copy/journal.jsonl", found);
    note(&desk, RECORD, &["import", "copy/journal.jsonl"], DAY);
    let told = told_first(&desk, &head);
    assert_eq!(told.iter().filter(|line| line.contains("card 1.3 of carol found")).count(), 2, "{told:?}");
    let whole = desk.read(JOURNAL);
    note(&desk, RECORD, &["import", "copy/journal.jsonl"], DAY);
    assert_eq!(desk.read(JOURNAL), whole, "once more brings nothing");
}
