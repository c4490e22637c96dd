//! The report of a ceremony: what it says, where it goes, and what it is refused for.

use std::fs;

use quorate::{crypto::hash::sha256_hex, paper::pdf::text::text};
use serde_json::{Value, json};

use crate::{desk::Desk, known};

const SUM: &str = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    desk
}

fn split(desk: &Desk, more: &[&str]) -> crate::desk::Ran {
    desk.run(&[&["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-25"], more].concat())
}

fn json_of(desk: &Desk, name: &str) -> Value {
    serde_json::from_str(&desk.read(name)).unwrap()
}

fn sum(desk: &Desk, name: &str) -> String {
    sha256_hex(&fs::read(desk.path(name)).unwrap())
}

/// The first line of a journal.
fn dealt(desk: &Desk, journal: &str) -> Value {
    serde_json::from_str(desk.read(journal).lines().next().unwrap()).unwrap()
}

#[test]
fn a_folder_has_a_report_that_says_what_was_made_and_the_journal_names_it() {
    let desk = desk();
    let people = ["--custodian", "Ann", "--custodian", "Bob", "--custodian", "Carol", "--label", "Treasury"];
    let ran = split(
        &desk,
        &[
            &people[..],
            &["-o", "set", "--attendee", "Ann", "--attendee", "Bob", "--operator", "Olga"],
            &["--place", "the vault", "--time", "14:30", "--bag", "1.2=A10457"],
            &["--machine", "Acme X1, no. 12345", "--medium-sum", SUM],
        ]
        .concat(),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = json_of(&desk, "set/public/ceremony-report.json");
    for (field, value) in [
        ("schema", json!("quorate/ceremony-report")),
        ("label", json!("Treasury")),
        ("policy", json!("2 of 3")),
        ("key", json!("read")),
        ("kind", json!("hex")),
        ("passphrase", json!(false)),
        ("randomness", json!("machine")),
        ("recombinations", json!(4)),
        ("read_from_words", json!("key")),
        ("handed_over", json!("folder")),
        ("accepted", json!([])),
        ("date", json!("2026-11-25")),
        ("date_source", json!("given")),
        ("time", json!("14:30")),
        ("time_source", json!("given")),
        ("place", json!("the vault")),
        ("operator", json!("Olga")),
        ("attendees", json!(["Ann", "Bob"])),
        ("machine", json!("Acme X1, no. 12345")),
        ("medium_sha256", json!(SUM)),
        ("record_sha256", json!(sum(&desk, "set/public/record.json"))),
        ("plan_hash", json_of(&desk, "set/public/record.json")["plan_hash"].clone()),
    ] {
        assert_eq!(report[field], value, "{field}");
    }
    let card = json!({
        "group": 1, "member": 2, "custodian": "Bob", "bag": "A10457",
        "read_back": null, "shown": null, "slips": null,
    });
    assert_eq!(report["cards"][1], card);
    assert_eq!(report["cards"][0]["bag"], Value::Null);
    let files = ["pdf", "json"].map(|end| format!("set/public/ceremony-report.{end}"));
    let [pdf, document] = files.map(|name| sum(&desk, &name));
    assert_eq!(dealt(&desk, "set/public/journal.jsonl")["report"], json!({ "pdf": pdf, "json": document }));
    let printed = text(&fs::read(desk.path("set/public/ceremony-report.pdf")).unwrap()).unwrap();
    for said in ["Treasury", "Card 1.2, Bob", "bag A10457", "the vault", "Acme X1", SUM, "14:30, as given"] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
    // Whoever keeps the record keeps on reading it.
    assert_eq!(desk.run(&["status", "set/public/record.json", "--date", "2026-11-25"]).code, 0);
}

#[test]
fn what_was_accepted_and_how_a_key_came_stands_in_the_report() {
    let desk = desk();
    let ran = desk.run(&[
        "split",
        "2of2",
        "--generate",
        "128",
        "--accept-single-point",
        "--exponent",
        "0",
        "--date",
        "2026-11-25",
        "--report",
        "report.pdf",
        "-o",
        "set",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = json_of(&desk, "report.json");
    assert_eq!(report["accepted"], json!(["--accept-single-point"]));
    assert_eq!(report["key"], "generated");
    assert!(!desk.path("set/public/ceremony-report.pdf").exists(), "it went where it was told to");
    // A machine that may be online is no less against advice.
    assert_eq!(split(&desk, &["--online-anyway", "-o", "online"]).code, 0);
    let online = json_of(&desk, "online/public/ceremony-report.json");
    assert_eq!(online["accepted"], json!(["--online-anyway"]));
    let printed = text(&fs::read(desk.path("online/public/ceremony-report.pdf")).unwrap()).unwrap();
    assert!(printed.contains("--online-anyway was given"), "{printed}");
    let named = dealt(&desk, "set/public/journal.jsonl")["report"].clone();
    assert_eq!(named, json!({ "pdf": sum(&desk, "report.pdf"), "json": sum(&desk, "report.json") }));
}

#[test]
fn a_pipe_has_a_report_where_one_is_asked_for_and_a_journal_that_names_it() {
    let desk = desk();
    let ran = split(&desk, &["--report", "report.pdf", "--record", "record.json"]);
    assert_eq!((ran.code, ran.lines().len()), (0, 3), "{ran:?}");
    assert_eq!(json_of(&desk, "report.json")["handed_over"], "pipe");
    let named = dealt(&desk, "journal.jsonl")["report"].clone();
    assert_eq!(named, json!({ "pdf": sum(&desk, "report.pdf"), "json": sum(&desk, "report.json") }));
}

#[test]
fn without_a_record_the_report_stands_alone_and_without_a_report_nobody_is_named() {
    let desk = desk();
    let ran = split(&desk, &["--report", "report.pdf", "--attendee", "Ann"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(json_of(&desk, "report.json")["record_sha256"], Value::Null);
    let base = ["split", "2of3", "--in", "key", "--exponent", "0"];
    for options in [
        &["--attendee", "Ann"][..],
        &["--operator", "Olga"],
        &["--place", "vault"],
        &["--time", "14:30"],
        &["--bag", "1.1=A1"],
        &["--machine", "Acme"],
        &["--medium-sum", SUM],
    ] {
        let refused = desk.refused(2, &[&base[..], options].concat());
        assert!(refused.error.contains(&format!("{} requires a report", options[0])), "{refused:?}");
    }
}

#[test]
fn what_a_report_cannot_hold_is_refused_before_a_key_is_read() {
    let desk = desk();
    desk.put("taken.pdf", "").put("half.json", "");
    let words = "abandon ability able about above absent absorb abstract absurd abuse";
    let ten: Vec<&str> = words.split(' ').flat_map(|word| ["--attendee", word]).collect();
    for (code, more) in [
        (7, &["--report", "taken.pdf"][..]),
        (7, &["--report", "half.pdf"]),
        (2, &["--report", "new.json"]),
        (2, &["--bag", "4.1=A1"]),
        (2, &["--bag", "A1"]),
        (2, &["--bag", "1.1="]),
        (2, &["--medium-sum", "abcd"]),
        (2, &["--time", "25:00"]),
        (2, &["--attendee", "山田"]),
        (7, &["--place", known::XPRV]),
        (7, &["--machine", known::XPRV]),
        (7, &["--bag", &format!("1.1={}", known::XPRV)]),
        (7, &ten),
    ] {
        let base = ["split", "2of3", "--in", "./no-such-key", "-o", "set"];
        desk.refused(code, &[&base[..], more].concat());
        assert!(!desk.path("set").exists(), "{more:?}");
    }
}

#[test]
fn a_set_whose_record_cannot_be_written_has_no_report_either() {
    let desk = desk();
    // With the ending of its journal, that name is too long for a file.
    let long = format!("{}.json", "r".repeat(250));
    let base = ["split", "2of3", "--in", "key", "--exponent", "0", "--report", "report.pdf"];
    let ran = desk.run(&[&base[..], &["--record", &long]].concat());
    assert!(ran.code != 0 && ran.stdout.is_empty(), "{ran:?}");
    assert!(!desk.path("report.pdf").exists() && !desk.path("report.json").exists(), "{:?}", desk.names());
}
