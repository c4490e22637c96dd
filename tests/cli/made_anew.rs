//! A record that was made anew says what the shares say and a quorum has proved, and of nothing else that it is known.

use quorate::crypto::hash::sha256_hex;
use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// 3 of 5, in files, with the plans of 3 of 5 and of 3 of 7 beside them.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("empty", "").put("wrong", "wrong");
    for policy in ["3of5", "3of7"] {
        desk.put(policy, desk.run(&["plan", policy]).product());
    }
    let split = ["split", "--plan", "3of5", "--in", "key", "--exponent", "0", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    desk
}

fn card(number: usize) -> String {
    format!("set/secret/{number}-custodian-{number}.txt")
}

fn make_anew(desk: &Desk, cards: &[usize], plan: &str, more: &[&str]) {
    let cards: Vec<String> = cards.iter().map(|number| card(*number)).collect();
    let cards: Vec<&str> = cards.iter().map(String::as_str).collect();
    let new = ["--new-record", "again.json", "--plan", plan, "--date", "2026-11-20"];
    let ran = desk.run(&[&["drill"], &cards[..], &new, more].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says("never seen"), "{ran:?}");
}

fn json_of(desk: &Desk, name: &str) -> Value {
    serde_json::from_str(&desk.read(name)).unwrap()
}

#[test]
fn what_nobody_showed_has_no_key_and_what_nobody_knows_is_null() {
    let desk = desk();
    // A plan of seven fits five cards as well: the shares do not say how many there are.
    make_anew(&desk, &[1, 3, 4], "3of7", &["--passphrase-file", "wrong"]);
    let record = json_of(&desk, "again.json");
    assert_eq!(
        (&record["version"], &record["date"], &record["passphrase"]),
        (&json!(2), &Value::Null, &Value::Null)
    );
    let keys: Vec<bool> =
        record["shares"].as_array().unwrap().iter().map(|one| one["key"].is_string()).collect();
    assert_eq!(keys, [true, false, true, true, false, false, false]);

    let lines: Vec<Value> =
        desk.read("again.journal.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|line| (&line["event"], &line["cards"], &line["passed"])).collect();
    let cards = json!(["1.1", "1.3", "1.4"]);
    assert_eq!(
        told,
        [
            (&json!("rebuilt"), &Value::Null, &Value::Null),
            (&json!("checked"), &cards, &json!(true)),
            (&json!("drilled"), &cards, &Value::Null),
        ]
    );

    // Three cards are known: one absence freezes the key, whatever the plan says of seven.
    let status = desk.run(&["status", "again.json", "--date", "2026-11-20", "--json"]);
    assert_eq!(status.code, 6);
    let status = status.json();
    assert_eq!(status["tolerates_absent"], 0);
    let never = |card: &Value| card["never_seen"] == true && card["checked"].is_null();
    let never: Vec<bool> = status["cards"].as_array().unwrap().iter().map(never).collect();
    assert_eq!(never, [false, true, false, false, true, true, true]);
    let findings: Vec<&str> =
        status["findings"].as_array().unwrap().iter().map(|one| one["finding"].as_str().unwrap()).collect();
    assert_eq!(findings, ["margin", "never-seen", "never-seen", "never-seen", "never-seen", "not-drilled"]);
    let text = desk.run(&["status", "again.json", "--date", "2026-11-20"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("the day of the deal is not known"), "{text:?}");

    // A card that may never have been made is made again as what it is: one that the record cannot tell of.
    let reissue = ["reissue", &card(1), &card(3), &card(4), "--record", "again.json", "--member", "6"];
    let ran = desk.run(&reissue);
    assert!(ran.says("nothing confirms the share that was made"), "{ran:?}");
}

#[test]
fn a_passphrase_is_known_where_a_sealed_file_has_confirmed_it() {
    let desk = Desk::new();
    desk.put("plain", "what is sealed")
        .put("left", "left horse")
        .put("pass", "right horse")
        .put("plan", desk.run(&["plan", "2of3"]).product());
    let split = [
        "split",
        "--plan",
        "plan",
        "--seal",
        "plain",
        "--passphrase-file",
        "pass",
        "--exponent",
        "0",
        "-o",
        "set",
    ];
    let ran = desk.run(&split);
    assert_eq!(ran.code, 0, "{ran:?}");
    let sealed = "set/public/plain.age";
    make_anew(&desk, &[1, 2], "plan", &["--passphrase-file", "pass", "--open", sealed]);
    let record = json_of(&desk, "again.json");
    assert_eq!((&record["passphrase"], &record["date"]), (&json!(true), &Value::Null));
    let last = desk.read("again.journal.jsonl");
    let last: Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
    assert_eq!((&last["event"], &last["passed"]), (&json!("drilled"), &json!(true)));

    // Nothing is written where the drill failed.
    let failed =
        ["drill", &card(1), &card(2), "--new-record", "other.json", "--plan", "plan", "--open", sealed];
    assert_eq!(desk.run(&[&failed[..], &["--passphrase-file", "left"]].concat()).code, 5);
    assert!(!desk.names().iter().any(|name| name.starts_with("other")));
}

#[test]
fn a_card_that_came_and_was_not_tested_has_no_key_either() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let groups = ["--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"];
    let group = |name: &str| {
        format!(
            "[[group]]\nname = \"{name}\"\nthreshold = 2\ncustodian = [{}]\n",
            [1, 2, 3].map(|number| format!("{{role=\"{name} {number}\"}}")).join(",")
        )
    };
    desk.put("groups", format!("groups_needed = 1\n{}{}", group("a"), group("b")));
    assert_eq!(
        desk.run(&[&["split"], &groups[..], &["--in", "key", "--exponent", "0", "-o", "set"]].concat()).code,
        0
    );
    let cards = ["set/secret/a-1.txt", "set/secret/a-2.txt", "set/secret/b-2.txt"];
    let new = ["--new-record", "again.json", "--plan", "groups"];
    let ran = desk.run(&[&["drill"], &cards[..], &new].concat());
    assert!(ran.code == 0 && ran.says("never seen, or not proved"), "{ran:?}");
    let record = json_of(&desk, "again.json");
    let shares = record["shares"].as_array().unwrap();
    let keys: Vec<bool> = shares.iter().map(|one| one["key"].is_string()).collect();
    assert_eq!(keys, [true, true, false, false, false, false]);
    assert_ne!(shares[4]["reason"], shares[3]["reason"], "one came and was not proved, the other never came");
    // What it says of itself is no proof: the record cannot tell.
    assert_eq!(desk.refused_json(6, &["check", cards[2], "--record", "again.json"])["code"], "cannot-tell");
}

#[test]
fn it_says_when_it_was_made_and_what_was_told_of_the_one_that_was_lost() {
    let desk = Desk::new();
    desk.put("plain", "what is sealed").put("plan", desk.run(&["plan", "2of3"]).product()).put("none", "");
    let split = ["split", "--plan", "plan", "--seal", "plain", "--exponent", "0", "--date", "2026-11-02"];
    assert_eq!(desk.run(&[&split[..], &["-o", "set"]].concat()).code, 0);
    let head = desk.read("set/public/journal.jsonl");
    let lost = [
        sha256_hex(desk.read("set/public/record.json").as_bytes()),
        sha256_hex(head.lines().last().unwrap().as_bytes()),
    ];
    let told = ["--dealt", "2026-11-02", "--old-hash", &lost[0], "--old-head", &lost[1][..32].to_uppercase()];
    let open = ["--open", "set/public/plain.age", "--passphrase-file", "none"];
    let cards = [card(1), card(2)];
    let drill = ["drill", &cards[0], &cards[1], "--plan", "plan", "--date", "2026-11-20", "--new-record"];
    let ran = desk.run(&[&drill[..], &["set/public/again.json"], &told, &open].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let record = json_of(&desk, "set/public/again.json");
    let hash = record["plan_hash"].as_str().unwrap();
    assert!(ran.says(&format!("plan of the record made anew {}, as you gave it", &hash[..32])), "{ran:?}");
    let expected = json!({
        "day": "2026-11-20", "source": "given", "dealt": "2026-11-02", "record": lost[0], "head": lost[1][..32],
    });
    assert_eq!((&record["remade"], &record["date"]), (&expected, &Value::Null));
    let old = json_of(&desk, "set/public/record.json");
    assert_eq!(record["sealed"], old["sealed"]);
    // It is watched again, and the drill has proved it.
    let status = desk.run(&["status", "set/public/again.json", "--date", "2026-11-20"]);
    let text = String::from_utf8_lossy(&status.stdout);
    assert!(text.contains("made anew 2026-11-20, dealt 2026-11-02 as somebody said"), "{text}");
    assert!(
        text.contains("sealed file plain.age: as it was") && text.contains("drilled 2026-11-20"),
        "{text}"
    );
    // No deadline counts from the day that was told: of the card that did not come nothing is known.
    let later = desk.run(&["--json", "status", "set/public/again.json", "--date", "2026-11-20"]).json();
    assert_eq!(
        (&later["cards"][2]["never_seen"], &later["cards"][2]["checked"]),
        (&json!(true), &Value::Null)
    );
    let mut told = expected;
    told["date_source"] = told.as_object_mut().unwrap().remove("source").unwrap();
    assert_eq!(later["remade"], told);
    let life =
        desk.run(&["--json", "status", "set/public/again.json", "--date", "2026-11-20", "--story"]).json();
    let beginning = life["story"]["beginning"].to_string();
    for known in [
        "when it was dealt the record does not say",
        "made anew on 2026-11-20 (as given); the set was dealt on 2026-11-02, as somebody said",
        &lost[0],
        "the record does not tell what happened before it was made anew",
    ] {
        assert!(beginning.contains(known), "{known}: {beginning}");
    }

    let refused = |option: &str, value: &str| {
        let ran = desk.run(&[&drill[..], &["other.json"], &open, &[option, value]].concat());
        assert_eq!((ran.code, desk.names().contains("other.json")), (2, false), "{option} {value}: {ran:?}");
    };
    refused("--dealt", "2026-11-21");
    refused("--dealt", "soon");
    refused("--old-hash", "12");
    refused("--old-head", "x");
    let elsewhere =
        ["drill", &cards[0], &cards[1], "--record", "set/public/record.json", "--dealt", "2026-11-02"];
    assert_eq!(desk.run(&elsewhere).code, 2, "a record that is there is not made anew");
}

/// Nobody knows whether there is a passphrase until the key has opened a file that was sealed to it.
#[test]
fn a_record_made_anew_without_the_sealed_file_asks_for_a_drill_until_one_opens_it() {
    let desk = Desk::new();
    desk.put("plain", "what is sealed").put("plan", desk.run(&["plan", "2of3"]).product()).put("none", "");
    desk.put("right", "right horse").put("left", "left horse");
    let split =
        ["split", "--plan", "plan", "--seal", "plain", "--exponent", "0", "--passphrase-file", "right"];
    assert_eq!(desk.run(&[&split[..], &["-o", "set"]].concat()).code, 0);
    make_anew(&desk, &[1, 2], "plan", &[]);
    let asked = || -> (Vec<String>, Value) {
        let status = desk.run(&["--json", "status", "again.json", "--date", "2026-11-20"]).json();
        let findings = status["findings"].as_array().unwrap().clone();
        let drill = findings.iter().filter(|one| one["finding"] == "not-drilled");
        (drill.map(|one| one["text"].as_str().unwrap().to_owned()).collect(), status)
    };
    let unknown = "no full drill since the record was made anew: whether there is a passphrase is unknown";
    assert_eq!(asked().0, [unknown]);
    let cards = [card(1), card(2)];
    let drill = ["drill", &cards[0], &cards[1], "--record", "again.json", "--date", "2026-11-20"];
    // Whatever passphrase it is, it gives some key.
    for passphrase in ["none", "left", "right"] {
        let ran = desk.run(&[&drill[..], &["--passphrase-file", passphrase]].concat());
        assert!(ran.code == 0 && ran.product().contains("nothing could confirm the passphrase"), "{ran:?}");
        let (told, status) = asked();
        assert_eq!((told, &status["drilled"]), (vec![unknown.to_owned()], &Value::Null), "{passphrase}");
    }
    let open = ["--open", "set/public/plain.age", "--passphrase-file"];
    let wrong = desk.run(&[&drill[..], &open, &["left"]].concat());
    assert_eq!((wrong.code, asked().0.len()), (5, 1), "{wrong:?}");
    let ran = desk.run(&[&drill[..], &open, &["right"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let (told, status) = asked();
    assert_eq!(
        (told, &status["drilled"], &status["drill_failed"]),
        (vec![], &json!("2026-11-20"), &Value::Null)
    );
}
