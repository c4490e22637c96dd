//! Two keepers of one record: what one of them has noted comes into the journal of the other.

use std::fs;

use serde_json::{Value, json};

use crate::{desk::Desk, known};

const RECORD: &str = "set/public/record.json";
const JOURNAL: &str = "set/public/journal.jsonl";

fn note(desk: &Desk, record: &str, arguments: &[&str]) {
    let ran = desk.run(&[&["note", record], arguments, &["--date", "2026-11-20"]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
}

/// A set with a journal, and a copy of both in `copy`, each of which went on for itself.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let named = ["--custodian", "alice", "--custodian", "bob", "--custodian", "carol"];
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-20", "-o", "set"];
    assert_eq!(desk.run(&[&split[..], &named].concat()).code, 0);
    note(&desk, RECORD, &["handed-over", "alice"]);
    fs::create_dir(desk.path("copy")).unwrap();
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(&format!("copy/{name}"))).unwrap();
    }
    note(&desk, RECORD, &["heard", "bob"]);
    note(&desk, "copy/record.json", &["lost", "carol"]);
    note(&desk, "copy/record.json", &["heard", "alice"]);
    desk
}

fn lines(desk: &Desk, journal: &str) -> Vec<Value> {
    desk.read(journal).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_another_keeper_noted_is_taken_over_once_and_counts() {
    let desk = desk();
    let import = ["--json", "note", RECORD, "import", "copy/journal.jsonl", "--date", "2026-11-20"];
    let ran = desk.run(&import).json();
    assert_eq!((&ran["event"], &ran["imported_lines"]), (&json!("import"), &json!(2)));
    let lines = lines(&desk, JOURNAL);
    let told: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(told, ["dealt", "handed-over", "heard", "import", "lost", "heard"]);
    let whole = desk.read(JOURNAL);
    let other = desk.read("copy/journal.jsonl");
    let hash = |at: usize| quorate::crypto::hash::sha256_hex(other.lines().nth(at).unwrap().as_bytes());
    assert_eq!((&lines[4]["imported"], &lines[5]["imported"]), (&json!(hash(2)), &json!(hash(3))));
    let head = desk.run(&["--json", "status", "copy/record.json"]).json()["journal_head"].clone();
    assert_eq!(lines[3]["text"], format!("2 lines, head {}", head.as_str().unwrap()));

    let status = desk.run(&["--json", "status", RECORD, "--date", "2026-11-20", "--journal"]).json();
    assert_eq!(
        (&status["cards"][2]["lost"], &status["journal_head"]),
        (&json!("2026-11-20"), &ran["journal_head"])
    );
    assert!(status["journal"][4]["text"].as_str().unwrap().contains("another keeper's journal"), "{status}");

    // It is all here: nothing is written, by whatever way it comes.
    assert_eq!(desk.run(&import).json()["imported_lines"], 0);
    assert_eq!(desk.read(JOURNAL), whole);
    note(&desk, "copy/record.json", &["import", JOURNAL]);
    assert_eq!(desk.run(&import).json()["imported_lines"], 0);
    assert_eq!(desk.read(JOURNAL), whole);
}

#[test]
fn the_journal_of_another_record_or_one_that_was_altered_is_not() {
    let desk = desk();
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-20", "-o", "other"];
    assert_eq!(desk.run(&split).code, 0);
    let before = desk.read(JOURNAL);
    let refused = desk.refused(6, &["note", RECORD, "import", "other/public/journal.jsonl"]);
    assert!(refused.error.contains("journal of another record"), "{refused:?}");
    let altered = desk.read("copy/journal.jsonl").replace("lost", "found");
    fs::write(desk.path("copy/journal.jsonl"), altered).unwrap();
    let refused = desk.refused(6, &["note", RECORD, "import", "copy/journal.jsonl"]);
    assert!(refused.error.contains("not whole: line 4"), "{refused:?}");
    let refused = desk.refused(6, &["note", RECORD, "import", "no/journal.jsonl"]);
    assert!(refused.error.contains("there is none"), "{refused:?}");
    desk.refused(2, &["note", RECORD, "import"]);
    desk.refused(2, &["note", RECORD, "import", "copy/journal.jsonl", "--text", "bob's"]);
    assert_eq!(desk.read(JOURNAL), before);
}

/// What `status` tells of a head that this journal never had.
fn other_head(desk: &Desk, record: &str, head: &str) -> Value {
    let ran = desk.run(&["--json", "status", record, "--date", "2026-11-20", "--expect-head", head]);
    let document = ran.json();
    assert_eq!((ran.code, &document["code"]), (6, &json!("other-head")), "{document}");
    document["findings"][0].clone()
}

#[test]
fn a_head_of_another_copy_is_told_with_the_last_line_that_both_have_where_that_is_known() {
    let desk = desk();
    let head = |record: &str| {
        let status = desk.run(&["--json", "status", record, "--date", "2026-11-20"]).json();
        status["journal_head"].as_str().unwrap().to_owned()
    };
    // A head is a hash, and nothing else.
    let of_copy = head("copy/record.json");
    let unknown = other_head(&desk, RECORD, &of_copy);
    let text = unknown["text"].as_str().unwrap();
    assert!(text.contains("another copy, or the journal was altered"));
    assert_eq!(unknown.get("common_line"), None);
    let refused = desk.run(&["status", RECORD, "--date", "2026-11-20", "--expect-head", &of_copy]);
    assert!(refused.says("import JOURNAL shows where they part"), "{refused:?}");

    let import = ["--json", "note", RECORD, "import", "copy/journal.jsonl", "--date", "2026-11-20"];
    assert_eq!(desk.run(&import).json()["common_line"], 2);
    let whole = desk.read("copy/journal.jsonl");
    let after =
        |lines: usize| quorate::crypto::hash::sha256_hex(whole.lines().nth(lines - 1).unwrap().as_bytes());
    for (head, line) in [(of_copy.clone(), 4), (after(3), 5), (after(4), 4)] {
        let told = other_head(&desk, RECORD, &head);
        let text =
            format!("taken over at line {line} by this one's keeper; the last line that both have is line 2");
        assert!(told["text"].as_str().unwrap().ends_with(&text), "{told}");
        assert_eq!(told["common_line"], 2);
    }
    // The copy takes over what is here, and a third keeper what the copy has: where that one's journal parts from this one, none of
    // its lines says.
    fs::create_dir(desk.path("third")).unwrap();
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("copy/{name}")), desk.path(&format!("third/{name}"))).unwrap();
    }
    note(&desk, "third/record.json", &["heard", "carol"]);
    let of_third = head("third/record.json");
    note(&desk, "copy/record.json", &["heard", "bob"]);
    note(&desk, "copy/record.json", &["import", "third/journal.jsonl"]);
    assert_eq!(other_head(&desk, "copy/record.json", &of_third)["common_line"], 4);
    note(&desk, RECORD, &["import", "copy/journal.jsonl"]);
    let told = other_head(&desk, RECORD, &of_third);
    assert!(
        told["text"].as_str().unwrap().ends_with("this journal cannot tell which line both have last"),
        "{told}"
    );
    assert_eq!(told.get("common_line"), None);
    // That the copy had imported by then is its own line, and its head is known all the same.
    assert_eq!(other_head(&desk, RECORD, &head("copy/record.json"))["common_line"], 2);
}
