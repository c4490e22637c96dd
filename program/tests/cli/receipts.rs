//! Receipts: signed by a share far away, taken in where the record is kept.

use serde_json::Value;

use crate::{
    desk::Desk,
    journal::{desk, journal},
};

const CHALLENGE: &str = "4be0c47ad3f1082b9d65";

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
        // What status will give for the empty journal; any command that takes it tells whether it is right.
        let ran = desk.run(&["--json", "status", "record.json", "--date", "2026-12-01"]);
        let document: Value = serde_json::from_str(ran.product()).unwrap();
        document["challenge"].as_str().unwrap().to_owned()
    };
    let good = receipt(&desk, "alice", &challenge, "2026-12-02");
    assert_eq!(good.lines().count(), 1);
    desk.put("good", &good).put("lower", good.to_lowercase());
    let parts: Vec<&str> = good.trim().split('/').collect();
    let with = |at: usize, part: &str| {
        let mut changed = parts.clone();
        changed[at] = part;
        changed.join("/")
    };
    let other_card = receipt(&desk, "bob", &challenge, "2026-12-02");
    let other_signature = other_card.trim().rsplit('/').next().unwrap().to_owned();
    for (name, text, code) in [
        ("nothing", "hello".to_owned(), 3),
        ("forged", with(7, &other_signature), 6),
        ("another share", with(4, "1.2"), 6),
        ("never dealt", with(4, "1.9"), 6),
        ("another challenge", with(5, "00000000000000000000"), 6),
        ("another day", with(6, "2026-12-03"), 6),
        ("another set", with(2, "12345"), 6),
        ("another record", with(3, "0000000000000000"), 6),
        ("a challenge that was never given", receipt(&desk, "alice", CHALLENGE, "2026-12-02"), 6),
        ("too early", receipt(&desk, "alice", &challenge, "2026-11-01"), 6),
        ("from the future", receipt(&desk, "alice", &challenge, "2027-06-01"), 6),
    ] {
        desk.put("bad", &text);
        let refused = desk.refused(code, &["note", "record.json", "receipt", "bad", "--date", "2026-12-03"]);
        assert!(journal(&desk).is_empty(), "{name}: {refused:?}");
    }
    let note = ["note", "record.json", "receipt", "good", "--date", "2026-12-03"];
    let ran = desk.run(&note);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.product().starts_with("journal head: "));
    assert_eq!(journal(&desk)[0]["who"], "alice");
    let refused = desk.refused(6, &note);
    assert!(refused.error.contains("already"), "{refused:?}");
    desk.refused(6, &["note", "record.json", "receipt", "lower", "--date", "2026-12-04"]);
    // The others may still answer the same challenge.
    desk.put("bob", &other_card);
    assert_eq!(desk.run(&["note", "record.json", "receipt", "bob", "--date", "2026-12-04"]).code, 0);
}

#[test]
fn a_receipt_travels_as_a_code() {
    let desk = desk();
    let ran = desk.run(&["--json", "status", "record.json", "--date", "2026-12-01"]);
    let document: Value = serde_json::from_str(ran.product()).unwrap();
    let challenge = document["challenge"].as_str().unwrap();
    let arguments =
        ["check", "alice.txt", "--record", "record.json", "--date", "2026-12-01", "--receipt", challenge];
    assert_eq!(desk.run(&[&arguments[..], &["-o", "receipt.png"]].concat()).code, 0);
    let ran = desk.run(&["note", "record.json", "receipt", "receipt.png", "--date", "2026-12-01"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    desk.refused(7, &[&arguments[..], &["-o", "receipt.png"]].concat());
}
