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
