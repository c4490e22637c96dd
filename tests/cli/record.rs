//! The record that a split writes, and what is refused on the way.

use serde_json::Value;

use crate::{desk::Desk, known};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    desk
}

fn json(desk: &Desk, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(desk.path(name)).unwrap()).unwrap()
}

#[test]
fn a_split_writes_what_is_known_and_no_secret() {
    let desk = desk();
    let arguments = [
        "split",
        "2of3",
        "--in",
        "key",
        "--label",
        "Treasury",
        "--custodian",
        "alice",
        "--custodian",
        "bob",
        "--custodian",
        "carol",
        "--date",
        "2026-11-24",
        "--public-value",
        "bc1qexample",
        "-o",
        "out",
    ];
    assert_eq!(desk.run(&arguments).code, 0);
    let record = json(&desk, "out/public/record.json");
    assert_eq!(record["label"], "Treasury");
    assert_eq!(record["date"]["day"], "2026-11-24");
    assert_eq!(record["date"]["source"], "given");
    assert_eq!(record["key"]["form"]["kind"], "hex");
    assert_eq!(record["key"]["public"], "bc1qexample");
    assert_eq!(record["fingerprint"], Value::Null, "not asked for, and the key is not a fresh one");
    assert_eq!(record["plan"]["groups"][0]["cards"][1]["custodian"], "bob");
    let keys: Vec<&str> =
        record["shares"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| key.len() == 64) && keys[0] != keys[1]);
    assert!(!record.to_string().contains(&known::HEX[..8]));
}

#[test]
fn a_fingerprint_is_made_when_it_is_asked_for_or_betrays_nothing() {
    for (arguments, is_there) in [
        (&["--in", "key"][..], false),
        (&["--in", "key", "--fingerprint"], true),
        (&["--generate", "256"], true),
        (&["--generate", "256", "--passphrase-file", "words"], false),
        (&["--generate", "256", "--passphrase-file", "words", "--fingerprint"], true),
    ] {
        let desk = desk();
        desk.put("words", "correct horse");
        let start = ["split", "2of3", "--record", "r.json"];
        assert_eq!(desk.run(&[&start[..], arguments].concat()).code, 0, "{arguments:?}");
        let record = json(&desk, "r.json");
        assert_eq!(!record["fingerprint"].is_null(), is_there, "{arguments:?}");
        assert_eq!(record["passphrase"], arguments.contains(&"words"));
    }
}

#[test]
fn the_whole_key_has_no_verification_key() {
    let desk = desk();
    let arguments = ["split", "1of1", "--in", "key", "--accept-single-point", "--record", "r.json"];
    assert_eq!(desk.run(&arguments).code, 0);
    let record = json(&desk, "r.json");
    assert_eq!(record["shares"][0]["key"], Value::Null);
    assert!(record["shares"][0]["reason"].as_str().unwrap().contains("whole key"));
    assert_eq!(record["single_point_accepted"], true);
}

#[test]
fn a_new_set_names_the_old_one_and_its_journal_says_so() {
    let desk = desk();
    assert_eq!(desk.run(&["split", "2of3", "--in", "key", "-o", "old"]).code, 0);
    let (one, two) = ("old/secret/share-1.txt", "old/secret/share-2.txt");
    let again = ["split", "3of5", "--from", one, two, "-o", "new", "--old-record", "old/public/record.json"];
    assert_eq!(desk.run(&again).code, 0);
    let (old, new) = (json(&desk, "old/public/record.json"), json(&desk, "new/public/record.json"));
    assert_eq!(new["supersedes"][0]["identifier"], old["set"]["identifier"]);
    assert_eq!(new["supersedes"][0]["plan"], old["plan"]);
    assert_eq!(new["key"]["form"], old["key"]["form"]);
    let journal = std::fs::read_to_string(desk.path("old/public/journal.jsonl")).unwrap();
    let line: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!((&line["event"], &line["set"]), (&Value::from("superseded"), &new["set"]["identifier"]));
}

#[test]
fn what_cannot_be_recorded_is_refused_before_anything_is_made() {
    let desk = desk();
    desk.put("there.json", "");
    let start = ["split", "2of3", "--in", "key"];
    for (code, more) in [
        (7, &["--record", "there.json"][..]),
        (2, &["--fingerprint"]),
        (2, &["--public-value", "bc1q"]),
        (2, &["--record", "new.json", "--public-value", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"]),
        (2, &["--old-record", "there.json", "--record", "new.json"]),
    ] {
        desk.refused(code, &[&start[..], more].concat());
    }
    for secret in [known::XPRV, &known::shares("three_of_five")[0]] {
        let refused =
            desk.refused(7, &[&start[..], &["--record", "r.json", "--public-value", secret]].concat());
        assert!(refused.error.contains("everybody may read"), "{refused:?}");
    }
}

#[test]
fn a_recovery_is_noted_for_the_cards_that_it_tested_and_for_no_other() {
    let desk = desk();
    let groups = ["split", "--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"];
    assert_eq!(desk.run(&[&groups[..], &["--in", "key", "--exponent", "0", "-o", "set"]].concat()).code, 0);
    // One card of the other group is not enough to be tested by.
    let cards = ["set/secret/a-1.txt", "set/secret/a-3.txt", "set/secret/b-2.txt"];
    let ran = desk.run(&[&["recover", "--record", "set/public/record.json"], &cards[..]].concat());
    assert!(ran.code == 0 && ran.says("not needed, and too few of its group to be tested"), "{ran:?}");
    let journal = desk.read("set/public/journal.jsonl");
    let line: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!((&line["event"], &line["passed"]), (&"recovered".into(), &true.into()));
    assert_eq!(line["cards"], serde_json::json!(["1.1", "1.3"]));
}
