//! `status` is never green when it must not be, and tells all that is wrong, whatever else fails.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    journal::desk,
    known,
};

fn status(desk: &Desk, more: &[&str]) -> Ran {
    desk.run(&[&["status", "record.json", "--date", "2016-11-25"], more].concat())
}

fn findings(document: &Value) -> Vec<&str> {
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|one| one["finding"].as_str().unwrap()).collect()
}

fn pipe(desk: &Desk, name: &str) {
    let _ = fs::remove_file(desk.path(name));
    assert!(Command::new("mkfifo").arg(desk.path(name)).status().unwrap().success());
}

#[test]
fn without_a_whole_journal_it_is_never_green_and_tells_what_it_can() {
    let desk = desk();
    assert!(status(&desk, &[]).product().contains("nothing is due"));
    assert_eq!(desk.run(&["note", "record.json", "lost", "carol", "--date", "2016-11-25"]).code, 0);
    let whole = desk.read("journal.jsonl");
    let mut lines: Vec<&str> = whole.split_inclusive('\n').collect();
    lines.reverse();
    for (text, expected) in [
        (whole.clone(), &["margin", "lost"][..]),
        (format!("{whole}{{"), &["journal-altered", "margin", "lost"]),
        (whole.replacen("dealt", "heard", 1), &["journal-altered", "journal-line"]),
        (lines.concat(), &["journal-altered"]),
        (String::new(), &["journal-missing"]),
    ] {
        fs::write(desk.path("journal.jsonl"), text).unwrap();
        let document = status(&desk, &["--json"]).json();
        assert_eq!((findings(&document), &document["exit"]), (expected.to_vec(), &6.into()), "{document}");
        assert!(status(&desk, &[]).code == 6);
    }
    fs::remove_file(desk.path("journal.jsonl")).unwrap();
    let ran = status(&desk, &[]);
    assert!(ran.code == 6 && ran.says("error: no journal is here"), "{ran:?}");
    // Whoever writes on without it is warned, and what begins in the middle is told for ever.
    let ran = desk.run(&["note", "record.json", "heard", "alice", "--date", "2016-11-25"]);
    assert!(ran.code == 0 && ran.says("begun with this record, but is not here"), "{ran:?}");
    assert_eq!(findings(&status(&desk, &["--json"]).json()), ["journal-begun-anew"]);
    pipe(&desk, "journal.jsonl");
    assert_eq!(findings(&status(&desk, &["--json"]).json()), ["journal-unreadable"]);
    let refused = desk.refused(1, &["note", "record.json", "heard", "alice"]);
    assert!(refused.error.contains("not a regular file"), "{refused:?}");
}

#[test]
fn the_sealed_file_is_looked_at_before_it_is_read_and_hides_nothing() {
    let desk = Desk::new();
    desk.put("big", "x".repeat(1000));
    let split = ["split", "2of3", "--exponent", "0", "--seal", "big", "-o", "set", "--date", "2016-11-25"];
    assert_eq!(desk.run(&split).code, 0);
    let record = "set/public/record.json";
    assert_eq!(desk.run(&["note", record, "lost", "3", "--date", "2016-11-25"]).code, 0);
    let of = |more: &[&str]| {
        desk.run(&[&["--json", "status", record, "--date", "2016-11-25"], more].concat()).json()
    };
    assert_eq!(findings(&of(&[])), ["margin", "lost"]);
    pipe(&desk, "set/public/big.age");
    let document = of(&[]);
    assert_eq!(findings(&document), ["sealed-altered", "margin", "lost"]);
    assert_eq!(document["sealed"]["standing"], "other-kind");
    assert_eq!(of(&["--sealed", "set"])["sealed"]["standing"], "other-kind");
    // A file of 300 GB would be read for an hour; its length tells at once.
    fs::File::create(desk.path("long.age")).unwrap().set_len(300 << 30).unwrap();
    assert_eq!(of(&["--sealed", "long.age"])["sealed"]["standing"], "other-length");
}

#[test]
fn whether_history_was_compared_is_said_in_every_format() {
    let desk = desk();
    let head = desk.run(&["note", "record.json", "heard", "alice", "--date", "2016-11-25"]).lines().remove(0);
    let head = head.strip_prefix("journal head: ").unwrap().to_owned();
    assert_eq!(desk.run(&["note", "record.json", "heard", "bob", "--date", "2016-11-25"]).code, 0);
    assert!(status(&desk, &[]).product().contains("history not compared"));
    let document = status(&desk, &["--json"]).json();
    assert_eq!((&document["history"], document.get("head_after_line")), (&"not-compared".into(), None));
    let expected = ["--expect-head", head.as_str()];
    assert!(!status(&desk, &expected).product().contains("history not compared"));
    let document = status(&desk, &["--json", expected[0], expected[1]]).json();
    assert_eq!((&document["history"], &document["head_after_line"]), (&"as-it-was".into(), &2.into()));
    // A journal cut off behind that head is another history, and the rest is told all the same.
    assert_eq!(desk.run(&["note", "record.json", "lost", "bob", "--date", "2016-11-25"]).code, 0);
    for none in ["", " ", "0000", "g000-0000-0000-0000-0000-0000-0000-0000"] {
        let refused = desk.refused(2, &["status", "record.json", "--expect-head", none]);
        assert!(refused.error.contains("takes the code of a head"), "{refused:?}");
    }
    let other = ["--json", "--expect-head", "0000-0000-0000-0000-0000-0000-0000-0000"];
    let document = status(&desk, &other).json();
    assert_eq!((&document["code"], &document["history"]), (&"other-head".into(), &"changed".into()));
    assert_eq!(findings(&document), ["other-head", "margin", "lost"]);
}

#[test]
fn the_journal_is_told_in_plain_words_with_what_does_not_count() {
    let desk = desk();
    for (event, day) in [("absent", "2016-11-25"), ("back", "2016-11-24")] {
        assert_eq!(desk.run(&["note", "record.json", event, "bob", "--date", day]).code, 0);
    }
    let seal = ["note", "record.json", "seal", "carol", "--text", "bag A-00417", "--date", "2016-11-25"];
    assert_eq!(desk.run(&seal).code, 0);
    let ran = status(&desk, &["--journal"]);
    let told = String::from_utf8(ran.stdout).unwrap();
    for line in [
        "1  2016-11-24  the shares were dealt\n",
        "2  2016-11-25  bob cannot be reached\n",
        "3  2016-11-24  bob can be reached again; DOES NOT COUNT: its day is before a day that stands above it\n",
        "4  2016-11-25  card 1.3 of carol sealed (bag A-00417)\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let document = status(&desk, &["--journal", "--json"]).json();
    assert_eq!(document["journal"][0]["event"], "dealt");
    assert_eq!(document["journal"][2]["does_not_count"], "its day is before a day that stands above it");
    assert!(status(&desk, &["--json"]).json().get("journal").is_none());
}

#[test]
fn holders_of_the_plan_that_the_program_prints_are_heard_by_their_roles() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    fs::write(desk.path("plan.toml"), desk.run(&["plan", "2of3"]).product()).unwrap();
    let day = ["--date", "2016-11-25"];
    let split = ["split", "--plan", "plan.toml", "--in", "key", "--exponent", "0", "-o", "set"];
    assert_eq!(desk.run(&[&split[..], &day].concat()).code, 0);
    let record = "set/public/record.json";
    let later = ["--date", "2017-02-13"];
    let asked = desk.run(&[&["--json", "note", record, "challenge"], &later[..]].concat()).json();
    let challenge = asked["challenge"].as_str().unwrap();
    for number in 1..=3 {
        let card = format!("set/secret/{number}-custodian-{number}.txt");
        let check = ["check", &card, "--record", record, "--receipt", challenge, "-o", "receipt"];
        assert_eq!(desk.run(&[&check[..], &later].concat()).code, 0);
        let noted = desk.run(&[&["note", record, "receipt", "receipt"], &later[..]].concat());
        assert!(
            noted.says(&format!("card 1.{number} of custodian {number} signed this receipt")),
            "{noted:?}"
        );
        fs::remove_file(desk.path("receipt")).unwrap();
    }
    let document = desk.run(&[&["--json", "status", record], &later[..]].concat()).json();
    assert_eq!(findings(&document), ["not-complete"], "{document}");
    let custodians = document["cards"].as_array().unwrap().iter().map(|card| card["custodian"].clone());
    assert_eq!(custodians.collect::<Vec<_>>(), ["custodian 1", "custodian 2", "custodian 3"]);
    assert_eq!(document["people"][0]["heard"], "2017-02-13");
}

#[test]
fn a_finding_tells_programs_which_card_whose_and_for_how_long() {
    let desk = desk();
    let lost = ["note", "record.json", "lost", "bob", "--date", "2016-11-25"];
    assert_eq!(desk.run(&lost).code, 0);
    let late = ["--json", "status", "record.json", "--date", "2017-01-25"];
    let document = desk.run(&late).json();
    let found = |kind: &str| {
        let findings = document["findings"].as_array().unwrap();
        findings.iter().find(|one| one["finding"] == kind).unwrap_or_else(|| panic!("{kind}: {document}"))
    };
    let lost = found("lost");
    assert_eq!((&lost["group"], &lost["member"], &lost["custodian"]), (&json!(1), &json!(2), &json!("bob")));
    assert_eq!(lost["since"], "2016-11-25");
    let silent = found("silent");
    assert_eq!((&silent["days"], &silent["allowed_days"]), (&json!(62), &json!(45)));
    assert!(["alice", "bob", "carol"].contains(&silent["person"].as_str().unwrap()));

    let roles = Desk::new();
    roles.put("key", known::HEX);
    fs::write(roles.path("plan.toml"), roles.run(&["plan", "2of3"]).product()).unwrap();
    let day = ["--date", "2016-11-25"];
    let split = ["split", "--plan", "plan.toml", "--in", "key", "--exponent", "0", "-o", "set"];
    assert_eq!(roles.run(&[&split[..], &day].concat()).code, 0);
    let record = "set/public/record.json";
    assert_eq!(roles.run(&[&["note", record, "lost", "1.2"], &day[..]].concat()).code, 0);
    let document = roles.run(&[&["--json", "status", record], &day[..]].concat()).json();
    let lost = document["findings"].as_array().unwrap().iter().find(|one| one["finding"] == "lost").unwrap();
    assert_eq!((&lost["role"], lost.get("custodian")), (&json!("custodian 2"), None), "nobody is named");
}

#[test]
fn a_clock_that_cannot_be_right_is_told() {
    let desk = desk();
    for (day, expected) in [("1970-01-01", 6), ("2016-11-23", 6), ("2016-11-24", 0)] {
        assert_eq!(desk.run(&["status", "record.json", "--date", day]).code, expected, "{day}");
    }
    let ran = desk.run(&["note", "record.json", "heard", "bob", "--date", "2010-01-01"]);
    assert!(ran.code == 0 && ran.says("is before 2016-11-24, the last day in the journal"), "{ran:?}");
    let refused = desk.refused(2, &["note", "record.json", "heard", "bob", "--date", "2999-01-01"]);
    assert!(refused.error.contains("lies in the future"), "{refused:?}");
    desk.put("key", known::HEX);
    let ahead = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2990-01-01", "-o", "ahead"];
    assert!(desk.run(&ahead).says("lies in the future"));
    let ran = desk.run(&["--json", "status", "ahead/public/record.json"]);
    assert_eq!(findings(&ran.json()), ["impossible-day"]);
}
