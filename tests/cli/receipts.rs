//! Receipts: signed by a share far away, taken in where the record is kept.

use serde_json::Value;

use crate::{
    desk::Desk,
    journal::{desk, journal},
};

const CHALLENGE: &str = "4be0c47ad3f1082b9d654be0c47ad3f1";

fn receipt(desk: &Desk, who: &str, challenge: &str, day: &str) -> String {
    let share = format!("{who}.txt");
    let ran = desk.run(&["check", &share, "--record", "record.json", "--receipt", challenge, "--date", day]);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.product().to_owned()
}

#[test]
fn a_receipt_is_taken_in_once_and_for_what_it_says() {
    let desk = desk();
    let challenge = {
        // What status gives after the deal; any command that takes it tells whether it is right.
        let ran = desk.run(&["--json", "status", "record.json", "--date", "2016-12-01"]);
        let document: Value = serde_json::from_str(ran.product()).unwrap();
        document["challenge"].as_str().unwrap().to_owned()
    };
    let good = receipt(&desk, "alice", &challenge, "2016-12-02");
    assert_eq!(good.lines().count(), 1);
    desk.put("good", &good).put("lower", good.to_lowercase());
    let parts: Vec<&str> = good.trim().split('/').collect();
    let with = |at: usize, part: &str| {
        let mut changed = parts.clone();
        changed[at] = part;
        changed.join("/")
    };
    let other_card = receipt(&desk, "bob", &challenge, "2016-12-02");
    let other_signature = other_card.trim().rsplit('/').next().unwrap().to_owned();
    for (name, text, code) in [
        ("nothing", "hello".to_owned(), 3),
        ("forged", with(7, &other_signature), 6),
        ("another share", with(4, "1.2"), 6),
        ("never dealt", with(4, "1.9"), 6),
        ("another challenge", with(5, "00000000000000000000000000000000"), 6),
        ("another day", with(6, "2016-12-03"), 6),
        ("another set", with(2, "12345"), 6),
        ("another record", with(3, "00000000000000000000000000000000"), 6),
        ("a challenge that was never given", receipt(&desk, "alice", CHALLENGE, "2016-12-02"), 6),
        ("too early", receipt(&desk, "alice", &challenge, "2016-11-01"), 6),
        ("from the future", receipt(&desk, "alice", &challenge, "2017-06-01"), 6),
    ] {
        desk.put("bad", &text);
        let refused = desk.refused(code, &["note", "record.json", "receipt", "bad", "--date", "2016-12-03"]);
        assert!(journal(&desk).is_empty(), "{name}: {refused:?}");
    }
    let note = ["note", "record.json", "receipt", "good", "--date", "2016-12-03"];
    let ran = desk.run(&note);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.product().starts_with("journal head: "));
    assert_eq!(journal(&desk)[0]["who"], "alice");
    let refused = desk.refused(6, &note);
    assert!(refused.error.contains("already"), "{refused:?}");
    desk.refused(6, &["note", "record.json", "receipt", "lower", "--date", "2016-12-04"]);
    // The others may still answer the same challenge.
    desk.put("bob", &other_card);
    assert_eq!(desk.run(&["note", "record.json", "receipt", "bob", "--date", "2016-12-04"]).code, 0);
}

#[test]
fn a_receipt_travels_as_a_code() {
    let desk = desk();
    let ran = desk.run(&["--json", "status", "record.json", "--date", "2016-12-01"]);
    let document: Value = serde_json::from_str(ran.product()).unwrap();
    let challenge = document["challenge"].as_str().unwrap();
    let arguments =
        ["check", "alice.txt", "--record", "record.json", "--date", "2016-12-01", "--receipt", challenge];
    assert_eq!(desk.run(&[&arguments[..], &["-o", "receipt.png"]].concat()).code, 0);
    let ran = desk.run(&["note", "record.json", "receipt", "receipt.png", "--date", "2016-12-01"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    desk.refused(7, &[&arguments[..], &["-o", "receipt.png"]].concat());
}

#[test]
fn a_receipt_that_cannot_be_written_is_one_failure_and_no_answer() {
    let desk = desk();
    let check = ["check", "alice.txt", "--record", "record.json", "--date", "2016-12-01"];
    let nowhere = ["--receipt", CHALLENGE, "-o", "/proc/receipt.txt"];
    desk.refused(1, &[&check[..], &nowhere].concat());
    assert_eq!(desk.refused_json(1, &[&check[..], &nowhere].concat())["code"], "system");
}

#[test]
fn a_fresh_challenge_is_a_line_and_its_answers_count_for_its_day() {
    let desk = desk();
    let ran = desk.run(&["note", "record.json", "challenge", "--date", "2017-01-20"]);
    let lines = ran.lines();
    let challenge = lines[0].strip_prefix("challenge for receipts: ").unwrap();
    assert!(challenge.len() == 32 && lines[1].starts_with("journal head: "), "{ran:?}");
    let document = desk.run(&["--json", "status", "record.json", "--date", "2017-01-21"]).json();
    assert_eq!(
        (&document["challenge"], &document["challenge_day"]),
        (&challenge.into(), &"2017-01-20".into())
    );
    for (who, signed, noted) in [("alice", "2017-01-21", "2017-01-22"), ("bob", "2017-09-01", "2017-09-01")] {
        desk.put("receipt", receipt(&desk, who, challenge, signed));
        let ran = desk.run(&["note", "record.json", "receipt", "receipt", "--date", noted]);
        assert!(ran.says("the receipt counts for 2017-01-20, the day of its challenge"), "{ran:?}");
    }
    // Neither the day in it nor that of its noting makes a holder look heard.
    let document = desk.run(&["--json", "status", "record.json", "--date", "2017-09-01"]).json();
    let heard = document["people"].as_array().unwrap().iter().map(|person| person["heard"].clone());
    assert_eq!(heard.collect::<Vec<_>>(), ["2017-01-20".into(), "2017-01-20".into(), Value::Null]);
    let silent = document["findings"].as_array().unwrap().iter().filter(|one| one["finding"] == "silent");
    assert_eq!(silent.count(), 3, "{document}");
    let document = desk.run(&["--json", "note", "record.json", "challenge", "--date", "2017-09-02"]).json();
    assert_eq!(document["challenge"].as_str().map(str::len), Some(32), "{document}");
    desk.refused(
        2,
        &[
            "check",
            "alice.txt",
            "--record",
            "record.json",
            "--receipt",
            &challenge[..20],
            "--date",
            "2017-09-02",
        ],
    );
}

#[test]
fn a_receipt_that_was_written_in_by_hand_is_told_and_one_of_a_successor_is_his() {
    let desk = desk();
    let status = |day: &str| desk.run(&["--json", "status", "record.json", "--journal", "--date", day]);
    let challenge = status("2016-11-24").json()["challenge"].as_str().unwrap().to_owned();
    let line = |who: &str, card: &str, receipt: &str| {
        let journal = desk.read("journal.jsonl");
        let previous = quorate::crypto::hash::sha256_hex(journal.lines().last().unwrap().as_bytes());
        let line = serde_json::json!({
            "previous": previous, "nonce": "00", "day": "2016-11-25", "source": "given", "event": "receipt",
            "who": who, "cards": [card], "passed": true, "receipt": receipt.trim(),
        });
        format!("{journal}{line}\n")
    };
    let whole = desk.read("journal.jsonl");
    let (later, own) = (
        receipt(&desk, "alice", &challenge, "2017-09-01"),
        receipt(&desk, "alice", &challenge, "2016-11-25"),
    );
    for (text, finding) in [
        (line("alice", "1.1", &later), Some("receipt-proves-nothing")),
        (line("bob", "1.1", &own), Some("receipt-proves-nothing")),
        (line("alice", "1.1", &own), None),
    ] {
        std::fs::write(desk.path("journal.jsonl"), text).unwrap();
        let document = status("2016-11-26").json();
        assert_eq!(document["findings"][0]["finding"].as_str(), finding, "{document}");
        assert_eq!(document["people"][0]["heard"].is_string(), finding.is_none(), "{document}");
        std::fs::write(desk.path("journal.jsonl"), &whole).unwrap();
    }
    let note = |what: &[&str]| {
        desk.run(&[&["note", "record.json"], what, &["--date", "2016-11-25"]].concat()).product().to_owned()
    };
    note(&["handed-over", "alice", "--to", "zed"]);
    let asked = note(&["challenge"]);
    let challenge = asked.lines().next().unwrap().rsplit(' ').next().unwrap();
    desk.put("receipt", receipt(&desk, "alice", challenge, "2016-11-25"));
    note(&["receipt", "receipt"]);
    assert_eq!(journal(&desk).last().unwrap()["who"], "zed");
    let document = status("2016-11-26").json();
    let told = document["journal"].as_array().unwrap().last().unwrap()["text"].clone();
    assert_eq!(told, "receipt for card 1.1 of zed");
}
