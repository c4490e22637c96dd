//! Sets that were made of shares: what their records say of these, and what stays due as long as they open the key.

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    known::{self, foreign},
};

fn record(desk: &Desk, set: &str) -> Value {
    serde_json::from_str(&desk.read(&format!("{set}/public/record.json"))).unwrap()
}

/// Makes a set of a key, or of shares.
fn split(desk: &Desk, arguments: &[&str]) {
    let day = ["--exponent", "0", "--date", "2026-11-20"];
    let made = desk.run(&[&["split"], arguments, &day].concat());
    assert_eq!(made.code, 0, "{arguments:?}: {made:?}");
}

#[test]
fn a_set_that_was_made_of_shares_says_of_which() {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("none", "");
    let two_groups = ["--group", "a=2of3", "--group", "b=3of5", "--groups-needed", "1"];
    split(&desk, &[&two_groups[..], &["--in", "key", "-o", "old"]].concat());
    assert_eq!(record(&desk, "old")["origin"], Value::Null, "a key is no share");
    let shares = ["--from", "old/secret/a-1.txt", "old/secret/a-3.txt"];
    split(&desk, &[&["2of3", "-o", "new"], &shares[..]].concat());
    let set = &record(&desk, "old")["set"]["identifier"];
    let new = record(&desk, "new");
    // How many were needed of the other group, of which none came, nobody knows.
    let expected =
        json!({ "format": "slip39", "set": set, "shares": 2, "groups_needed": 1, "thresholds": [2, null] });
    assert_eq!(new["origin"], expected);
    assert_eq!(new["supersedes"], json!([{ "identifier": set, "record": null, "plan": null }]));
    // The same where the old record was brought, and where the key was encrypted anew.
    let more = ["--old-record", "old/public/record.json", "--old-passphrase-file", "none"];
    let anew = [&["2of3", "-o", "anew", "--exponent", "1"], &more[..], &shares].concat();
    assert_eq!(desk.run(&[&["split"], &anew[..]].concat()).code, 0);
    assert_eq!(record(&desk, "anew")["origin"], expected);
    assert_eq!(record(&desk, "anew")["supersedes"][0]["identifier"], *set);
}

#[test]
fn shares_of_another_tool_stand_in_the_record_too() {
    let desk = Desk::new();
    desk.put("vault", foreign("vault", "hex")[..4].join("\n"));
    let accepted = ["--from-format", "vault", "--threshold", "3", "--accept-unconfirmed"];
    split(&desk, &[&["2of3", "-o", "new", "--from", "vault"], &accepted[..]].concat());
    let expected =
        json!({ "format": "vault", "set": null, "shares": 4, "groups_needed": 1, "thresholds": [3] });
    assert_eq!(
        (&record(&desk, "new")["origin"], &record(&desk, "new")["supersedes"]),
        (&expected, &json!([]))
    );

    let shares = foreign("sskr", "shares");
    desk.put("sskr", [&shares[..2], &shares[4..7]].concat().join("\n"));
    split(&desk, &["2of3", "-o", "other", "--from", "sskr"]);
    let origin = &record(&desk, "other")["origin"];
    assert_eq!((&origin["format"], &origin["shares"]), (&json!("sskr"), &json!(5)));
    assert_eq!(
        origin["thresholds"].as_array().unwrap().len(),
        origin["groups_needed"].as_u64().unwrap() as usize
    );
    assert!(origin["set"].is_u64(), "{origin}");
}

/// What is due of the set `new`, as text, with the exit code.
fn due(desk: &Desk, set: &str) -> (i32, Vec<String>) {
    let record = format!("{set}/public/record.json");
    let ran = desk.run(&["--json", "status", &record, "--date", "2026-11-20"]);
    let findings = ran.json()["findings"].as_array().cloned().unwrap_or_default();
    let told =
        |one: &Value| format!("{}: {}", one["finding"].as_str().unwrap(), one["text"].as_str().unwrap());
    (ran.code, findings.iter().map(told).collect())
}

fn note(desk: &Desk, set: &str, arguments: &[&str]) {
    let record = format!("{set}/public/record.json");
    let ran = desk.run(&[&["note", &record], arguments, &["--date", "2026-11-20"]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
}

#[test]
fn old_shares_without_a_record_are_due_until_the_owner_accepts_them() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    split(&desk, &["2of3", "--in", "key", "-o", "old"]);
    split(&desk, &["2of3", "-o", "new", "--from", "old/secret/share-1.txt", "old/secret/share-2.txt"]);
    let set = record(&desk, "old")["set"]["identifier"].to_string();
    let open =
        format!("old-shares: shares of set {set} still open this key, and nobody knows how many there are");
    assert_eq!(due(&desk, "new"), (6, vec![open.clone()]));
    note(&desk, "new", &["destroyed", "1.1", "--set", &set]);
    note(&desk, "new", &["destroyed", "--card", "2", "--card", "1.3", "--set", &set]);
    assert_eq!(due(&desk, "new"), (6, vec![format!("{open}; 3 of them noted as destroyed")]));

    let refused = |arguments: &[&str]| {
        desk.refused(2, &[&["note", "new/public/record.json"], arguments].concat()).error
    };
    refused(&["destroyed", "alice", "--set", &set]);
    refused(&["destroyed", "--set", &set]);
    refused(&["accept-old-shares", "--set", &set]);
    refused(&["accept-old-shares", "--text", "burnt"]);
    refused(&["accept-old-shares", "alice", "--set", &set, "--text", "burnt"]);
    let own = record(&desk, "new")["set"]["identifier"].to_string();
    let error = refused(&["accept-old-shares", "--set", &own, "--text", "burnt"]);
    assert!(error.contains("it is in use"), "{error}");

    note(&desk, "new", &["accept-old-shares", "--set", &set, "--text", "burnt, seen by Ann"]);
    assert_eq!(due(&desk, "new"), (0, vec![]));
    let text = desk.run(&["status", "new/public/record.json", "--date", "2026-11-20"]);
    let told = format!("supersedes set {set}; accepted by the owner on 2026-11-20: burnt, seen by Ann");
    assert!(text.product().contains(&told), "{text:?}");
    let json = desk.run(&["--json", "status", "new/public/record.json", "--date", "2026-11-20"]).json();
    assert_eq!(json["old_shares_accepted"][0]["text"], "burnt, seen by Ann");
}

#[test]
fn shares_of_another_tool_are_due_until_they_are_accepted() {
    let desk = Desk::new();
    desk.put("vault", foreign("vault", "hex")[..3].join("\n"));
    let accepted = ["--from-format", "vault", "--threshold", "3", "--accept-unconfirmed"];
    split(&desk, &[&["2of3", "-o", "new", "--from", "vault"], &accepted[..]].concat());
    let (code, told) = due(&desk, "new");
    assert!(code == 6 && told.len() == 1 && told[0].starts_with("old-shares: shares of Vault"), "{told:?}");
    note(&desk, "new", &["accept-old-shares", "--text", "Vault was rekeyed"]);
    assert_eq!(due(&desk, "new"), (0, vec![]));
}
