//! One more card of the same set: only by a new plan that everybody has seen, and only with its line in the journal. The record
//! never changes.

use std::fs;

use serde_json::Value;

use crate::{desk::Desk, known};

const RECORD: &str = "set/public/record.json";
const JOURNAL: &str = "set/public/journal.jsonl";

fn plan(names: &[&str]) -> String {
    let card = |name: &&str| format!("[[group.custodian]]\nname = \"{name}\"\n");
    format!("[[group]]\nthreshold = 3\n{}", names.iter().map(card).collect::<String>())
}

const FIVE: [&str; 5] = ["ann", "bob", "carol", "dana", "erin"];

/// A set of five, a plan with a sixth, and its hash.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    desk.put("key.txt", known::HEX);
    fs::write(desk.path("plan.toml"), plan(&FIVE)).unwrap();
    fs::write(desk.path("new.toml"), plan(&[&FIVE[..], &["frank"]].concat())).unwrap();
    desk.run(&["split", "--plan", "plan.toml", "--in", "key.txt", "-o", "set", "--date", "2016-01-01"])
        .product();
    let hash = desk.run(&["--json", "policy", "new.toml"]).json()["plan_hash"].as_str().unwrap().to_owned();
    (desk, hash)
}

/// The arguments that make the sixth card of the set, from three of the others.
fn added<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let shares = ["set/secret/1-ann.txt", "set/secret/3-carol.txt", "set/secret/5-erin.txt"];
    let asked = ["--member", "6", "--record", RECORD, "--date", "2016-02-01", "-f", "words", "-o", "more"];
    [&["reissue"], &shares[..], &asked[..], more].concat()
}

#[test]
fn a_card_is_added_by_a_plan_that_everybody_has_seen_and_known_by_its_line() {
    let (desk, hash) = desk();
    let record = desk.read(RECORD);
    desk.run(&added(&["--plan", "new.toml", "--expect-plan", &hash])).product();
    assert_eq!(desk.read(RECORD), record, "the record never changes");
    let journal = desk.read(JOURNAL);
    let line: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&line["event"], &line["cards"][0], &line["who"]),
        (&"added".into(), &"1.6".into(), &"frank".into())
    );
    assert_eq!(line["key"].as_str().unwrap().len(), 64);

    let check = ["check", "more/secret/6-frank.txt", "--record", RECORD, "--date", "2016-02-02"];
    let checked = desk.run(&check);
    assert!(checked.product().contains("the very card that was dealt"), "{checked:?}");
    assert!(desk.run(&["policy", "--record", RECORD, "--date", "2016-02-02"]).product().contains("3 of 6"));
    let status = desk.run(&["status", RECORD, "--journal", "--date", "2016-02-02"]);
    let told = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(told.contains("added to the set, for frank"), "{told}");
    assert!(told.lines().next().unwrap().ends_with(", 3 of 6"), "{told}");
    // A drill without it says so.
    let drill = ["drill", "set/secret/1-ann.txt", "set/secret/2-bob.txt", "set/secret/3-carol.txt"];
    let drill = [&drill[..], &["--no-input", "--record", RECORD, "--date", "2016-02-03"]].concat();
    let drilled = desk.run(&drill);
    assert!(drilled.product().contains("card 1.6, frank: not here, and not exercised"), "{drilled:?}");
    assert_eq!(desk.run(&[&["--json"], &drill[..]].concat()).json()["policy"], "3 of 6");
    let recovered = desk.run(&[
        "recover",
        "set/secret/2-bob.txt",
        "set/secret/4-dana.txt",
        "more/secret/6-frank.txt",
        "--record",
        RECORD,
        "--date",
        "2016-02-03",
    ]);
    assert_eq!(recovered.product().trim(), known::HEX);
    // It can be lost and made again like any other.
    let again = ["reissue", "set/secret/1-ann.txt", "set/secret/3-carol.txt", "set/secret/4-dana.txt"];
    let asked = ["--member", "6", "--record", RECORD, "--date", "2016-02-04"];
    assert_eq!(desk.run(&[&again[..], &asked[..]].concat()).code, 0);

    // Without its line it is one that was never dealt.
    let first: Vec<&str> = journal.lines().take(journal.lines().count() - 1).collect();
    fs::write(desk.path(JOURNAL), first.join("\n") + "\n").unwrap();
    let refused = desk.refused(6, &check);
    assert!(refused.error.contains("was never dealt"), "{refused:?}");
}

#[test]
fn no_card_is_added_without_the_plan_its_hash_and_exactly_one_card_more() {
    let (desk, hash) = desk();
    let refused = desk.refused(6, &added(&[]));
    assert!(refused.hint.contains("--plan and --expect-plan"), "{refused:?}");
    desk.refused(2, &added(&["--plan", "new.toml"]));
    desk.refused(2, &added(&["--expect-plan", &hash]));
    desk.refused(7, &added(&["--plan", "new.toml", "--expect-plan", &"0".repeat(64)]));
    for names in [&FIVE[..], &["ann", "bob", "carol", "dana", "erin", "frank", "gina"]] {
        fs::write(desk.path("other.toml"), plan(names)).unwrap();
        let hash =
            desk.run(&["--json", "policy", "other.toml"]).json()["plan_hash"].as_str().unwrap().to_owned();
        let refused = desk.refused(2, &added(&["--plan", "other.toml", "--expect-plan", &hash]));
        assert!(refused.error.contains("with one more card"), "{refused:?}");
    }
    let journal = desk.read(JOURNAL);
    assert_eq!(journal.lines().count(), 1, "nothing was noted");
}

/// The card that is added, compared with the record.
const CHECK: [&str; 6] = ["check", "more/secret/6-frank.txt", "--record", RECORD, "--date", "2016-02-04"];

/// What this keeper has, for another.
fn copied(desk: &Desk, folder: &str) {
    fs::create_dir(desk.path(folder)).unwrap();
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(folder).join(name)).unwrap();
    }
}

fn noted(desk: &Desk, arguments: &[&str]) {
    let ran = desk.run(&[&["note", RECORD], arguments, &["--date", "2016-02-04"]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
}

fn policy(desk: &Desk) -> String {
    desk.run(&["policy", "--record", RECORD, "--date", "2016-02-04"]).product().to_owned()
}

#[test]
fn the_line_of_an_added_card_comes_over_from_another_keeper() {
    let (desk, hash) = desk();
    copied(&desk, "copy");
    noted(&desk, &["heard", "ann"]);
    let to_copy = |argument| if argument == RECORD { "copy/record.json" } else { argument };
    let added: Vec<&str> =
        added(&["--plan", "new.toml", "--expect-plan", &hash]).into_iter().map(to_copy).collect();
    desk.run(&added).product();
    assert!(policy(&desk).contains("3 of 5"));

    noted(&desk, &["import", "copy/journal.jsonl"]);
    let line: Value = serde_json::from_str(desk.read(JOURNAL).lines().last().unwrap()).unwrap();
    assert_eq!((&line["event"], &line["cards"][0]), (&"added".into(), &"1.6".into()));
    assert_eq!(line["imported"].as_str().map(str::len), Some(64));
    assert!(desk.run(&CHECK).product().contains("the very card that was dealt"));
    assert!(policy(&desk).contains("3 of 6"));
    let status = desk.run(&["--json", "status", RECORD, "--date", "2016-02-04"]).json();
    let findings: Vec<&Value> =
        status["findings"].as_array().unwrap().iter().map(|found| &found["finding"]).collect();
    assert!(!findings.contains(&&"journal-line".into()), "{status}");
    assert_eq!(status["cards"][5]["custodian"], "frank");
    // What was noted there of the card counts here.
    let lost = ["note", "copy/record.json", "lost", "frank", "--date", "2016-02-03"];
    assert_eq!(desk.run(&lost).code, 0);
    noted(&desk, &["import", "copy/journal.jsonl"]);
    let status = desk.run(&["--json", "status", RECORD, "--date", "2016-02-04"]).json();
    assert_eq!(status["cards"][5]["lost"], "2016-02-03");
}

#[test]
fn an_added_card_is_taken_back_by_two_witnesses_and_was_then_never_dealt() {
    let (desk, hash) = desk();
    let added = added(&["--plan", "new.toml", "--expect-plan", &hash]);
    desk.run(&added).product();
    // One person could hide a card that opens the key.
    let withdraw =
        ["note", RECORD, "withdraw", "2", "--text", "it was burned at once", "--date", "2016-02-03"];
    for witnesses in [&[][..], &["--witness", "bob"], &["--witness", "bob", "--witness", "Bob"]] {
        desk.refused(2, &[&withdraw[..], witnesses].concat());
    }
    assert!(policy(&desk).contains("3 of 6"));
    noted(
        &desk,
        &["withdraw", "2", "--text", "it was burned at once", "--witness", "bob", "--witness", "ann"],
    );
    assert!(policy(&desk).contains("3 of 5"));
    desk.refused(2, &["note", RECORD, "lost", "frank", "--date", "2016-02-04"]);
    copied(&desk, "then");
    let then = CHECK.map(|argument| if argument == RECORD { "then/record.json" } else { argument });
    assert!(desk.refused(6, &then).error.contains("was never dealt"));
    // It can be added once more.
    let again = added.iter().map(|argument| match *argument {
        "more" => "again",
        "2016-02-01" => "2016-02-04",
        argument => argument,
    });
    desk.run(&again.collect::<Vec<_>>()).product();
    assert!(desk.run(&CHECK).product().contains("the very card that was dealt"));
    assert!(policy(&desk).contains("3 of 6"));
}
