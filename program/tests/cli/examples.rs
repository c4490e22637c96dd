//! The examples that are kept with the program: what they say is still what the program says of them.

use std::{fs, path::Path};

use crate::desk::Desk;

fn example(desk: &Desk, name: &str) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
    let to = Path::new(name).file_name().unwrap().to_str().unwrap().to_owned();
    fs::copy(from, desk.path(&to)).unwrap();
    to
}

#[test]
fn the_plan_keeps_its_own_rules() {
    let desk = Desk::new();
    let plan = example(&desk, "plan.toml");
    let ran = desk.run(&["policy", "--plan", &plan]);
    assert!(ran.product().contains("none is broken"), "{ran:?}");
    assert_eq!(desk.run(&["policy", "--plan", &plan, "--absent", "alice", "--absent", "frank"]).code, 0);
}

#[test]
fn the_record_and_its_journal_are_as_they_were_written() {
    let desk = Desk::new();
    for name in ["life/record.json", "life/journal.jsonl", "life/head", "life/receipt.txt"] {
        example(&desk, name);
    }
    let head = fs::read_to_string(desk.path("head")).unwrap();
    let status = ["status", "record.json", "--date", "2026-12-13"];
    let ran = desk.run(&[&status[..], &["--expect-head", head.trim()]].concat());
    assert!(ran.product().contains("complete: dealt 2026-11-24, all 8 cards"), "{ran:?}");
    let ran = desk.run(&[&status[..], &["--expect-head", &"0".repeat(32)]].concat());
    assert!(ran.code == 6 && ran.says("error: the journal never had this head"), "{ran:?}");
    // A year later nobody was heard, and nothing was checked or drilled.
    let late = desk.run(&["status", "record.json", "--date", "2028-01-01"]);
    assert_eq!(late.code, 6);
    let report = String::from_utf8_lossy(&late.stdout).into_owned();
    for due in ["silent for", "was not checked for", "was not drilled for"] {
        assert!(report.contains(due), "{due}: {report}");
    }
    // The receipt was taken in.
    desk.refused(6, &["note", "record.json", "receipt", "receipt.txt", "--date", "2026-12-13"]);
}

#[test]
fn the_status_of_a_share_is_refused() {
    let desk = Desk::new();
    desk.put("share", &crate::known::shares("three_of_five")[0]);
    desk.refused(7, &["status", "share"]);
    desk.refused(1, &["status", "./nowhere.json"]);
    desk.refused(2, &["status"]);
}
