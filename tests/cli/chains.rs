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
    assert_eq!(record(&desk, "old")["origin"], Value::Null, "a key is not a share");
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
    let anew =
        [&["2of3", "-o", "anew", "--exponent", "1", "--date", "2026-11-20"], &more[..], &shares].concat();
    assert_eq!(desk.run(&[&["split"], &anew[..]].concat()).code, 0);
    assert_eq!(record(&desk, "anew")["origin"], expected);
    assert_eq!(record(&desk, "anew")["supersedes"][0]["identifier"], *set);
    let status = |set: &str| {
        let record = format!("{set}/public/record.json");
        desk.run(&["--json", "status", &record, "--date", "2026-11-20"]).json()
    };
    assert_eq!(status("new")["origin"], expected);
    // Nobody asks who could freeze cards that are to be destroyed.
    let old = status("old");
    assert!(old.get("origin").is_none() && old["superseded_by"].is_u64(), "{old}");
    for verdict in ["frozen", "frozen_if_silent", "tolerates_absent"] {
        assert!(old[verdict].is_null() && !status("new")[verdict].is_null(), "{verdict}: {old}");
    }
    assert_eq!(old["freezing_sets"], json!([]));
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

/// A set `a` of alice, whose deputy is dana, bob and carol.
fn planned() -> Desk {
    let desk = Desk::new();
    let custodian = |name: &str, more: &str| format!("[[group.custodian]]\nname = \"{name}\"\n{more}\n");
    let cards = [
        custodian("alice", "access = [\"dana\"]\nplace = \"bank\""),
        custodian("bob", ""),
        custodian("carol", ""),
    ];
    desk.put("key", known::HEX).put("none", "").put("new-words", "dos-secretos");
    desk.put("plan", format!("title = \"vault\"\n[[group]]\nthreshold = 2\n{}", cards.concat()));
    split(&desk, &["--plan", "plan", "--in", "key", "--fingerprint", "-o", "a"]);
    desk
}

/// Makes the set `new` of two shares of `old`, by its record, and with no word of who is to have it.
fn renew(desk: &Desk, old: &str, new: &str, shares: [&str; 2], more: &[&str]) {
    let shares = shares.map(|name| format!("{old}/secret/{name}.txt"));
    let record = format!("--old-record={old}/public/record.json");
    split(desk, &[&["--from", &shares[0], &shares[1], &record, "-o", new], more].concat());
}

fn number(desk: &Desk, set: &str) -> String {
    record(desk, set)["set"]["identifier"].to_string()
}

#[test]
fn a_new_set_takes_over_the_plan_of_today_and_what_became_of_all_that_came_before() {
    let desk = planned();
    note(&desk, "a", &["handed-over", "bob", "--to", "eve"]);
    note(&desk, "a", &["moved", "alice", "--to", "safe"]);
    renew(&desk, "a", "b", ["1-alice", "3-carol"], &[]);
    let (old, new) = (record(&desk, "a"), record(&desk, "b"));
    let cards = &new["plan"]["groups"][0]["cards"];
    assert_eq!((&cards[1]["custodian"], &cards[1]["access"]), (&json!("eve"), &json!(["eve"])));
    assert_eq!((&cards[0]["place"], &cards[0]["access"]), (&json!("safe"), &json!(["alice", "dana"])));
    assert_eq!((&new["label"], &new["plan"]["rules"]), (&json!("vault"), &old["plan"]["rules"]));
    assert_eq!(new["supersedes"][0]["plan"], new["plan"], "those of today have the old cards");

    let first = number(&desk, "a");
    note(&desk, "b", &["destroyed", "1.1", "--set", &first]);
    renew(&desk, "b", "c", ["1-alice", "2-eve"], &[]);
    let chain = &record(&desk, "c")["supersedes"];
    let told: Vec<_> =
        chain.as_array().unwrap().iter().map(|old| (&old["identifier"], &old["destroyed"])).collect();
    let second = number(&desk, "b");
    assert_eq!(
        told,
        [
            (&json!(first.parse::<u16>().unwrap()), &json!(["1.1"])),
            (&json!(second.parse::<u16>().unwrap()), &Value::Null)
        ]
    );
    let open = |set: &String| {
        format!(
            "old-cards: 2 people together can take it with cards of set {set}, which are not noted as destroyed"
        )
    };
    assert_eq!(due(&desk, "c"), (6, vec![open(&first), open(&second)]));
    note(&desk, "c", &["destroyed", "1.2", "--set", &first]);
    assert_eq!(due(&desk, "c"), (6, vec![open(&second)]));
    note(&desk, "c", &["found", "1.2", "--set", &first]);
    assert_eq!(due(&desk, "c"), (6, vec![open(&first), open(&second)]));

    for set in [&first, &second] {
        note(&desk, "c", &["accept-old-shares", "--set", set, "--text", "in one safe"]);
    }
    renew(&desk, "c", "d", ["1-alice", "2-eve"], &[]);
    assert_eq!(due(&desk, "d"), (6, vec![open(&number(&desk, "c"))]));
    let accepted = record(&desk, "d")["old_shares_accepted"].clone();
    assert_eq!((accepted.as_array().unwrap().len(), &accepted[0]["text"]), (2, &json!("in one safe")));
    // Whoever says who is to have it is believed.
    renew(&desk, "d", "e", ["1-alice", "2-eve"], &["--plan", "plan"]);
    assert_eq!(record(&desk, "e")["plan"]["groups"][0]["cards"][1]["custodian"], "bob");
}

#[test]
fn shares_of_another_tool_are_due_along_the_whole_chain() {
    let desk = Desk::new();
    desk.put("vault", foreign("vault", "hex")[..3].join("\n"));
    let accepted = ["--from-format", "vault", "--threshold", "3", "--accept-unconfirmed"];
    split(&desk, &[&["2of3", "-o", "a", "--from", "vault"], &accepted[..]].concat());
    renew(&desk, "a", "b", ["share-1", "share-2"], &[]);
    renew(&desk, "b", "c", ["share-1", "share-2"], &[]);
    let kinds = |set: &str| {
        due(&desk, set).1.iter().map(|one| one.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds("c"), ["old-cards", "old-cards", "old-shares"]);
    note(&desk, "c", &["accept-old-shares", "--text", "rekeyed"]);
    renew(&desk, "c", "d", ["share-1", "share-2"], &[]);
    assert_eq!(kinds("d"), ["old-cards"; 3]);
}

#[test]
fn a_plan_of_today_that_cannot_be_told_or_has_somebody_who_left_is_not_taken_over() {
    let again = [
        "split",
        "--exponent",
        "0",
        "--date",
        "2026-11-20",
        "--from",
        "a/secret/1-alice.txt",
        "a/secret/3-carol.txt",
        "--old-record",
        "a/public/record.json",
        "-o",
        "b",
    ];
    let named = [&["split", "2of3"], &again[1..]].concat();
    let desk = planned();
    note(&desk, "a", &["left", "dana"]);
    let refused = desk.refused(2, &again);
    assert!(refused.error.contains("dana has left") && refused.hint.contains("--plan FILE"), "{refused:?}");
    assert_eq!(desk.run(&named).code, 0);

    let desk = planned();
    note(&desk, "a", &["handed-over", "bob", "--to", "eve"]);
    let late =
        ["note", "a/public/record.json", "handed-over", "carol", "--to", "frank", "--date", "2026-11-18"];
    assert_eq!(desk.run(&late).code, 0);
    assert!(desk.refused(6, &again).error.contains("line 3 of the old journal does not count"));

    let desk = planned();
    std::fs::remove_file(desk.path("a/public/journal.jsonl")).unwrap();
    assert_eq!(desk.refused_json(6, &again)["code"], "cannot-tell");
}

#[test]
fn what_was_proved_of_a_key_is_kept_where_it_is_decrypted_anyway() {
    let desk = planned();
    let anew = ["--passphrase-file", "new-words", "--old-passphrase-file", "none"];
    renew(&desk, "a", "b", ["1-alice", "3-carol"], &anew);
    let drill = |set: &str| {
        let [first, second] = ["1-alice", "2-bob"].map(|name| format!("{set}/secret/{name}.txt"));
        let record = format!("--record={set}/public/record.json");
        let words = ["--passphrase-file", "new-words", "--date", "2026-11-20", "--json"];
        desk.run(&[&["drill", &first, &second, &record][..], &words].concat()).json()
    };
    assert_eq!(drill("b")["confirmed_by"], "fingerprint");
    // Where nothing is decrypted, there is none, and that is told.
    let [one, two] = ["b/secret/1-alice.txt", "b/secret/2-bob.txt"];
    let again = [
        "split",
        "--exponent",
        "0",
        "--date",
        "2026-11-20",
        "--from",
        one,
        two,
        "--old-record",
        "b/public/record.json",
        "-o",
    ];
    let ran = desk.run(&[&again[..], &["c"]].concat());
    assert!(ran.code == 0 && ran.says("--fingerprint adds one"), "{ran:?}");
    assert_eq!(record(&desk, "c")["fingerprint"], Value::Null);
    assert_eq!(drill("c")["confirmed_by"], "nothing");
    // Whoever wants one gives the passphrase, and it is compared first.
    let ran = desk.run(&[&again[..], &["d", "--fingerprint", "--old-passphrase-file", "new-words"]].concat());
    assert!(ran.code == 0 && ran.says("it is the key that was split"), "{ran:?}");
    assert_eq!(drill("d")["confirmed_by"], "fingerprint");
    desk.refused(6, &[&again[..], &["e", "--fingerprint", "--old-passphrase-file", "none"]].concat());
    // One that nothing has confirmed is not made unasked.
    renew(
        &desk,
        "c",
        "f",
        ["1-alice", "2-bob"],
        &["--passphrase-file", "new-words", "--old-passphrase-file", "new-words"],
    );
    assert_eq!(record(&desk, "f")["fingerprint"], Value::Null);
}

#[test]
fn a_superseded_record_asks_for_destructions_only() {
    let desk = planned();
    renew(&desk, "a", "b", ["1-alice", "3-carol"], &[]);
    for who in ["bob", "carol"] {
        note(&desk, "a", &["absent", who]);
    }
    let ran = desk.run(&["status", "a/public/record.json", "--date", "2029-11-20"]);
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(
        !text.contains("FROZEN") && text.contains("nothing is due but the destruction of these cards"),
        "{text}"
    );
    note(&desk, "a", &["destroyed", "alice"]);
    note(&desk, "a", &["destroyed", "bob"]);
    assert_eq!(due(&desk, "a"), (0, vec![]));
}

/// Strangers who had cards, a thief, and a set before, whose cards are about.
#[test]
fn a_new_set_tells_what_was_open_of_the_old_one_and_the_old_one_asks_for_destructions() {
    let desk = planned();
    for (card, to) in [("1", "alan"), ("1", "alice"), ("2", "boris"), ("2", "bob")] {
        note(&desk, "a", &["handed-over", "--card", card, "--to", to]);
    }
    note(&desk, "a", &["stolen", "carol"]);
    let (old_code, before) = due(&desk, "a");
    assert_eq!(old_code, 6);
    assert!(
        before.iter().any(|told| told.starts_with("stolen: card 1.3 of carol has been in the wrong hands")),
        "{before:?}"
    );
    assert!(
        before.iter().any(|told| told.starts_with("former-holders: 2 former holders together")),
        "{before:?}"
    );
    renew(&desk, "a", "b", ["1-alice", "2-bob"], &[]);
    let (first, second) = (number(&desk, "a"), number(&desk, "b"));
    let superseded =
        format!("superseded: superseded by set {second}: these cards open the key until they are destroyed");
    assert_eq!(due(&desk, "a"), (6, vec![superseded.clone()]), "all else the new record tells");
    let old = &record(&desk, "b")["supersedes"][0];
    assert_eq!(old["stolen"], json!([{ "card": "1.3", "since": "2026-11-20" }]));
    let knew = &old["reached"]["groups"][0]["cards"];
    assert_eq!(
        (&knew[0]["access"], &knew[1]["access"]),
        (&json!(["alan", "alice", "dana"]), &json!(["bob", "boris"]))
    );
    let told = |set: &str| -> Vec<String> {
        due(&desk, set).1.into_iter().filter(|told| told.contains(&first)).collect()
    };
    let stolen =
        format!("stolen: card 1.3 of carol of set {first} has been in the wrong hands since 2026-11-20");
    let former = format!(
        "former-holders: alan and whoever has the stolen cards together can take it with cards of set {first}"
    );
    assert_eq!(told("b"), [stolen.clone(), former.clone()]);
    let found = desk.run(&["--json", "status", "b/public/record.json", "--date", "2026-11-20"]).json();
    let found = &found["findings"][0];
    let facts = ["group", "member", "custodian", "set", "since"].map(|field| found[field].clone());
    assert_eq!(json!(facts), json!([1, 3, "carol", first.parse::<u16>().unwrap(), "2026-11-20"]));

    // It goes along the chain, and a theft that is noted later is told where it is noted.
    renew(&desk, "b", "c", ["1-alice", "2-bob"], &[]);
    assert_eq!(told("c"), [stolen.clone(), former.clone()]);
    note(&desk, "a", &["stolen", "bob"]);
    let later = "stolen: card 1.2 of bob has been in the wrong hands since 2026-11-20".to_owned();
    let (code, of_old) = due(&desk, "a");
    assert_eq!((code, &of_old[..]), (6, &[later, superseded][..]), "no other record knows of it");
    note(&desk, "c", &["stolen", "1.2", "--set", &first]);
    let thief = format!("former-holders: whoever has the stolen cards can take it with cards of set {first}");
    assert!(told("c").contains(&thief), "{:?}", told("c"));
    // Until too few of its cards are left.
    for card in ["1.1", "1.2"] {
        note(&desk, "c", &["destroyed", card, "--set", &first]);
        note(&desk, "a", &["destroyed", "--card", card]);
    }
    assert_eq!((told("c"), due(&desk, "a")), (vec![], (0, vec![])));
}

/// What was noted is not forgotten because there is a new set.
#[test]
fn whoever_is_absent_and_what_is_closed_is_so_in_the_new_journal_too() {
    let desk = planned();
    note(&desk, "a", &["absent", "bob", "--until", "2026-12-24"]);
    note(&desk, "a", &["closed", "--place", "bank", "--until", "2026-12-01"]);
    renew(&desk, "a", "b", ["1-alice", "3-carol"], &[]);
    let lines: Vec<Value> =
        desk.read("b/public/journal.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> =
        lines.iter().map(|line| ["event", "who", "place", "until"].map(|name| line[name].clone())).collect();
    assert_eq!(
        json!(told),
        json!([
            ["dealt", null, null, null],
            ["absent", "bob", null, "2026-12-24"],
            ["closed", null, "bank", "2026-12-01"],
        ])
    );
    let text = format!("since 2026-11-20, by the journal of set {}", number(&desk, "a"));
    assert_eq!((&lines[1]["text"], &lines[2]["text"]), (&json!(text), &json!(text)));
    // One of three cards is behind a door, and one with somebody who is away.
    let status = desk.run(&["--json", "status", "b/public/record.json", "--date", "2026-11-20"]).json();
    assert_eq!(
        (&status["frozen"], &status["people"][1]["absent_until"]),
        (&json!(true), &json!("2026-12-24"))
    );
    // Whoever has nothing to do with the new set is missed by nobody there.
    desk.put("others", desk.read("plan").replace("bob", "erin").replace("bank", "mill"));
    renew(&desk, "a", "c", ["1-alice", "3-carol"], &["--plan", "others"]);
    assert_eq!(desk.read("c/public/journal.jsonl").lines().count(), 1);
}
