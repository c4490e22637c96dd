//! `drill`: proves recovery, shows nothing, and leaves evidence whatever the end.

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    known,
    untold::forged,
};

const NAMES: [&str; 5] = ["alice", "bob", "carol", "dave", "erin"];
const MEMORY: &str = "while this runs, this machine's memory holds a quorum";

/// A desk with five shares of 3of5, `1.txt` and so on, and all that must not be said of them.
struct Room {
    desk: Desk,
    shares: Vec<String>,
}

impl Room {
    fn new() -> Self {
        let (desk, shares) = (Desk::new(), known::shares("three_of_five"));
        desk.put_shares(&shares);
        Self { desk, shares }
    }

    /// The same with a record: `record.json`, of a key that `split` was given, with custodians.
    fn recorded(options: &[&str]) -> Self {
        let desk = Desk::new();
        desk.put("key", known::HEX).put("pass", "correct horse").put("other", "battery staple");
        let split = ["split", "3of5", "--in", "key", "--exponent", "0", "--record", "record.json"];
        let named = NAMES.map(|name| ["--custodian", name]).concat();
        let shares = desk.run(&[&split[..], &named, options].concat()).lines();
        desk.put_shares(&shares);
        Self { desk, shares }
    }

    fn drill(&self, arguments: &[&str]) -> Ran {
        let ran = self.desk.run(&[&["drill"][..], arguments].concat());
        self.is_secret(&ran);
        ran
    }

    /// Nothing that was said or left behind holds a word of a share or a byte of the key.
    fn is_secret(&self, ran: &Ran) {
        let mut said = vec![ran.stderr.clone(), String::from_utf8_lossy(&ran.stdout).into_owned()];
        for name in self.desk.names() {
            if name.ends_with(".jsonl") || name.ends_with("report.json") || name.ends_with(".pdf") {
                let bytes = std::fs::read(self.desk.path(&name)).unwrap();
                // A page says its text by the numbers of signs in a font.
                said.extend(name.ends_with(".pdf").then(|| known::text_of_pdf(&bytes)));
                said.push(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        for text in said {
            assert!(
                !text.contains(&known::HEX[..8]) && !text.contains(&known::reference_key()[..8]),
                "{text}"
            );
            // One word may be one of ours; no two that follow each other in a share.
            let words: Vec<&str> = text.split(|sign: char| !sign.is_alphabetic()).collect();
            for share in &self.shares {
                let share: Vec<&str> = share.split(' ').collect();
                let pair = share.windows(2).find(|pair| words.windows(2).any(|two| two == *pair));
                assert_eq!(pair, None, "{text}");
            }
        }
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.desk.read(name)).unwrap()
    }

    /// The lines of drills in the journal.
    fn journal(&self) -> Vec<Value> {
        let text = self.desk.read("journal.jsonl");
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.filter(|line: &Value| line["event"] == "drilled").collect()
    }

    /// What `status` says of the card with this number.
    fn status_of(&self, card: &str) -> String {
        let status = self.desk.run(&["status", "record.json"]);
        let said = String::from_utf8_lossy(&status.stdout).into_owned() + &status.stderr;
        said.lines().find(|line| line.trim_start().starts_with(card)).unwrap().to_owned()
    }
}

#[test]
fn a_failed_drill_blames_the_forged_card_and_not_those_that_stood_beside_it() {
    let room = Room::recorded(&[]);
    room.desk.put("forged", &forged(&room.shares[0], 1, &["3of5"])[0][2]);
    let five = ["1.txt", "2.txt", "forged", "4.txt", "5.txt"];
    for shares in [&five[..], &["1.txt", "2.txt", "forged", "4.txt"], &["1.txt", "2.txt", "forged"]] {
        let ran = room.drill(&[shares, &["--record", "record.json", "--json"]].concat());
        assert_eq!((ran.code, &ran.json()["blamed"][0]["member"]), (5, &json!(3)), "{ran:?}");
        let line = room.journal().pop().unwrap();
        assert_eq!((&line["passed"], &line["drill"]["blamed"]), (&json!(false), &json!(["1.3"])), "{line}");
        assert!(!line["cards"].to_string().contains("1.3"), "{line}");
    }
    assert!(room.status_of("1.3").contains("FAILED"), "{}", room.status_of("1.3"));
    for good in ["1.1", "1.2", "1.4", "1.5"] {
        assert!(!room.status_of(good).contains("FAILED"), "{}", room.status_of(good));
    }
}

#[test]
fn cards_that_were_dealt_are_not_blamed_though_forged_ones_outvote_them() {
    let room = Room::recorded(&[]);
    for (name, share) in ["f1", "f2", "f3"].into_iter().zip(&forged(&room.shares[0], 1, &["3of5"])[0]) {
        room.desk.put(name, share);
    }
    let five = ["f1", "f2", "f3", "4.txt", "5.txt"];
    let members = |document: &Value| -> Vec<u64> {
        document["blamed"].as_array().unwrap().iter().map(|card| card["member"].as_u64().unwrap()).collect()
    };
    // Without a record the three agree, and the two do not.
    let ran = room.drill(&[&five[..], &["--json"]].concat());
    assert_eq!((ran.code, members(&ran.json())), (5, vec![4, 5]), "{ran:?}");
    let ran = room.drill(&[&five[..], &["--record", "record.json", "--json"]].concat());
    assert_eq!((ran.code, members(&ran.json())), (5, vec![1, 2, 3]), "{ran:?}");
    assert_eq!(room.journal().pop().unwrap()["drill"]["blamed"], json!(["1.1", "1.2", "1.3"]));
    for dealt in ["1.4", "1.5"] {
        assert!(!room.status_of(dealt).contains("FAILED"), "{}", room.status_of(dealt));
    }
}

#[test]
fn a_wrong_passphrase_or_a_sealed_file_of_somebody_else_is_no_cards_fault() {
    let room = Room::recorded(&["--fingerprint", "--passphrase-file", "pass"]);
    let drill = ["1.txt", "2.txt", "3.txt", "--record", "record.json", "--passphrase-file", "other"];
    assert_eq!(room.drill(&drill).code, 6);
    let line = room.journal().pop().unwrap();
    assert_eq!((&line["passed"], line["drill"].get("blamed")), (&json!(false), None), "{line}");
    for card in ["1.1", "1.2", "1.3"] {
        assert!(!room.status_of(card).contains("FAILED"), "{}", room.status_of(card));
    }
}

#[test]
fn a_drill_that_did_not_prove_the_passphrase_says_so_and_is_not_one_that_the_rule_asks_for() {
    let room = Room::recorded(&["--fingerprint", "--passphrase-file", "pass"]);
    let drilled = |more: &[&str]| {
        let drill = ["1.txt", "2.txt", "3.txt", "--record", "record.json", "--json"];
        let document = room.drill(&[&drill[..], more].concat()).json();
        let line = room.journal().pop().unwrap();
        let passed = if more.is_empty() { Value::Null } else { json!(true) };
        assert_eq!(line["passed"], passed, "nothing but the key can tell");
        let status = room.desk.run(&["status", "record.json", "--json"]).json();
        (document["unproved"].clone(), line["drill"]["unproved"].clone(), status["drilled"].clone())
    };
    let unproved = json!(["passphrase"]);
    assert_eq!(drilled(&[]), (unproved.clone(), unproved, Value::Null));
    let (document, line, day) = drilled(&["--passphrase-file", "pass"]);
    assert_eq!((document, line), (json!([]), Value::Null));
    assert!(day.is_string());
    let told = room.drill(&["1.txt", "2.txt", "3.txt", "--record", "record.json"]);
    assert!(told.product().contains("not proved: the passphrase"), "{told:?}");
}

#[test]
fn of_a_card_that_is_the_whole_key_only_the_fingerprint_tells() {
    for (options, code) in [(&["--fingerprint"][..], [0, 6]), (&[], [6, 6])] {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let split = ["split", "1of1", "--in", "key", "--accept-single-point", "-o", "set"];
        assert_eq!(desk.run(&[&split[..], options].concat()).code, 0);
        let (card, record) = ("set/secret/share-1.txt", "set/public/record.json");
        desk.put("forged", &forged(desk.read(card).lines().last().unwrap(), 1, &["1of1"])[0][0]);
        for (share, code) in [card, "forged"].iter().zip(code) {
            let ran = desk.run(&["drill", share, "--record", record, "--json"]);
            assert_eq!(ran.code, code, "{share} {options:?}: {ran:?}");
            let journal = desk.read("set/public/journal.jsonl");
            let line: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
            let passed = match (code, options) {
                (0, _) => Some(true),
                (_, []) => None,
                _ => Some(false),
            };
            assert_eq!(line.get("passed").and_then(Value::as_bool), passed, "{line}");
            assert_eq!(line.get("cards").is_some(), code == 0, "{line}");
            if passed.is_none() {
                assert_eq!(ran.json()["code"], "cannot-tell");
            }
        }
    }
}

#[test]
fn all_that_came_are_tried_in_every_way_and_it_is_said_first_what_that_means() {
    let room = Room::new();
    let ran = room.drill(&["1.txt", "2.txt", "3.txt", "4.txt", "5.txt"]);
    let report = ran.product();
    assert!(ran.stderr.starts_with(&format!("quorate: warning: {MEMORY}\n")), "{}", ran.stderr);
    assert!(report.contains("quorums: 10 tried, 10 passed (11 recombinations)"), "{report}");
    assert_eq!(report.matches(": exercised\n").count(), 5, "{report}");
    assert!(ran.says("passphrase not exercised"));
    assert!(report.contains("recoverable from these shares; the passphrase was not exercised"), "{report}");
    for line in report.lines().chain(ran.stderr.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let document = room.drill(&["1.txt", "2.txt", "5.txt", "--json"]).json();
    assert_eq!((&document["quorums_tried"], &document["quorums_passed"]), (&json!(1), &json!(1)));
    assert_eq!(
        (&document["passphrase"], &document["fingerprint"]),
        (&json!("not exercised"), &json!("none"))
    );
    assert_eq!(
        document["shares"][2],
        json!({"source": "5.txt", "line": 1, "ok": true, "group": 1, "member": 5, "custodian": null, "brought_by": null, "exercised": true, "standing": null})
    );
}

#[test]
fn quorums_of_groups_are_counted_as_a_product_and_a_group_that_is_short_is_named() {
    let desk = Desk::new();
    let groups = known::groups();
    desk.put("all", groups.concat().join("\n"));
    let document = desk.run(&["drill", "all", "--json"]).json();
    assert_eq!(document["quorums_tried"], 3 * 3 + 3 * 10 + 3 * 10, "each pair of groups");
    assert_eq!(document["recombinations"], 3 + 3 + 10 + 3);
    desk.put("some", [&groups[0][..2], &groups[1][..], &groups[2][..2]].concat().join("\n"));
    let document = desk.run(&["drill", "some", "--json"]).json();
    assert_eq!((&document["quorums_passed"], &document["recombinations"]), (&json!(3), &json!(1 + 3 + 1)));
    let short = json!([
        {"group": 3, "member": 1, "custodian": null},
        {"group": 3, "member": 2, "custodian": null}
    ]);
    assert_eq!(document["not_exercised"], short);
}

#[test]
fn an_altered_share_beyond_the_threshold_is_named_and_the_report_says_so() {
    let room = Room::new();
    room.desk.put("4.txt", &known::shares("altered")[3]);
    let five = ["1.txt", "2.txt", "3.txt", "4.txt", "5.txt"];
    let ran = room.drill(&[&five[..], &["--report", "report.pdf", "--attendee", "Ann"]].concat());
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.stdout.is_empty() && ran.says("altered or forged: 4.txt (share 4)"), "{ran:?}");
    assert!(ran.says("quorums: 10 tried, 4 passed (11 recombinations)"), "{ran:?}");
    let report = room.json("report.json");
    assert_eq!((&report["ok"], &report["outcome"]), (&json!(false), &json!("failed")));
    assert_eq!(report["failure"], json!({"exit": 5, "code": "altered-share"}));
    assert!(report["verdict"].as_str().unwrap().contains("4.txt (share 4)"), "{report}");
    assert_eq!(report["not_exercised"], json!([{"group": 1, "member": 4, "custodian": null}]));
    assert!(std::fs::read(room.desk.path("report.pdf")).unwrap().starts_with(b"%PDF"));

    let document = room.desk.refused_json(5, &[&["drill"][..], &five].concat());
    assert_eq!((&document["quorums_tried"], &document["quorums_passed"]), (&json!(10), &json!(4)));
    let exercised: Vec<bool> =
        document["shares"].as_array().unwrap().iter().map(|one| one["exercised"] == true).collect();
    assert_eq!((document["member"].as_u64(), exercised), (Some(4), vec![true, true, true, false, true]));
}

#[test]
fn what_cannot_be_read_comes_before_what_contradicts_and_that_before_what_is_missing() {
    let room = Room::new();
    let other = &known::shares("other_set")[0];
    room.desk.put("bad", known::misspelt(&room.shares[1], 9, "acid")).put("other", other);
    room.desk.refused(3, &["drill", "1.txt", "other", "bad"]);
    room.desk.refused(5, &["drill", "1.txt", "2.txt", "other"]);
    let refused = room.desk.refused(4, &["drill", "1.txt", "2.txt"]);
    assert!(refused.error.contains("1 more"), "{refused:?}");
    let document = room.desk.refused_json(3, &["drill", "1.txt", "bad"]);
    assert_eq!((&document["shares"][0]["ok"], &document["shares"][1]["word"]), (&json!(true), &json!(9)));
}

#[test]
fn a_record_tells_who_was_there_and_who_was_not_and_its_journal_has_a_line() {
    let room = Room::recorded(&["--fingerprint"]);
    let options = ["--record", "record.json", "--date", "2099-01-02", "--scenario", "Bob and Dave are away"];
    let quorum = ["1.txt", "3.txt", "5.txt"];
    let ran = room.drill(&[&quorum[..], &options].concat());
    let report = ran.product();
    for said in [
        "1.txt: card 1.1, alice: exercised",
        "card 1.2, bob: not here, and not exercised",
        "card 1.4, dave: not here, and not exercised",
        "passphrase: the record says that no passphrase was set",
        "passed: recoverable: this is the key that was split, by its fingerprint",
    ] {
        assert!(report.contains(said), "{said}: {report}");
    }
    assert!(ran.says("journal head: "));
    assert!(!ran.says("passphrase not exercised"), "the record says that there is none");
    let line = &room.journal()[0];
    assert_eq!((&line["event"], &line["passed"]), (&json!("drilled"), &json!(true)));
    assert_eq!(line["cards"], json!(["1.1", "1.3", "1.5"]));
    assert_eq!((&line["text"], &line["day"]), (&json!("Bob and Dave are away"), &json!("2099-01-02")));

    let few = room.drill(&["1.txt", "2.txt", "--record", "record.json"]);
    assert_eq!(few.code, 4, "{few:?}");
    let line = &room.journal()[1];
    assert_eq!((&line["event"], &line["passed"]), (&json!("drilled"), &json!(false)));
}

#[test]
fn the_fingerprint_tells_one_passphrase_from_another() {
    let room = Room::recorded(&["--fingerprint", "--passphrase-file", "pass"]);
    let drill = ["1.txt", "2.txt", "3.txt", "4.txt", "--record", "record.json"];
    let with = |more: &[&str]| room.drill(&[&drill[..], more].concat());
    let right = with(&["--passphrase-file", "pass", "--json"]).json();
    assert_eq!((&right["passphrase"], &right["fingerprint"]), (&json!("exercised"), &json!("matches")));
    assert_eq!(right["head"].as_str().map(str::len), Some(39));
    let without = with(&[]);
    assert!(without.product().contains("the passphrase was not exercised"), "{without:?}");
    assert_eq!(with(&["--json"]).json()["fingerprint"], "not compared");
    let wrong = with(&["--passphrase-file", "other", "--report", "report.pdf"]);
    assert_eq!(wrong.code, 6, "{wrong:?}");
    assert!(wrong.says("this is not the key that was split"), "{wrong:?}");
    let report = room.json("report.json");
    assert_eq!(
        (&report["fingerprint"], &report["failure"]["code"]),
        (&json!("differs"), &json!("fingerprint"))
    );
    let journal = room.journal();
    let drilled = journal.iter().filter(|line| line["event"] == "drilled");
    let passed: Vec<Value> = drilled.map(|line| line["passed"].clone()).collect();
    assert_eq!(passed, [json!(true), Value::Null, Value::Null, json!(false)]);
}

#[test]
fn without_a_fingerprint_nothing_confirms_the_passphrase_and_that_is_said() {
    let room = Room::recorded(&["--passphrase-file", "pass"]);
    let drill = ["1.txt", "2.txt", "3.txt", "--record", "record.json", "--passphrase-file", "other"];
    let ran = room.drill(&drill);
    assert!(ran.product().contains("nothing could confirm the passphrase"), "{ran:?}");
    assert!(ran.product().contains("not compared: the record has none"), "{ran:?}");
}

#[test]
fn a_card_that_was_not_dealt_fails_the_drill_and_is_named() {
    let room = Room::recorded(&[]);
    let others = Room::recorded(&[]);
    for (name, share) in ["a", "b", "c"].iter().zip(&others.shares) {
        room.desk.put(name, share);
    }
    let ran = room.drill(&["a", "b", "c", "--record", "record.json"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.says("a: this card is of set "), "{ran:?}");
    let line = &room.journal()[0];
    assert!(line["passed"] == false && line.get("cards").is_none(), "{line}");
    let document = room.drill(&["a", "b", "c", "--record", "record.json", "--json"]).json();
    assert_eq!((&document["code"], &document["share"]), (&json!("not-dealt"), &json!("a")));
    assert_eq!(document["shares"][0]["custodian"], Value::Null, "of another set");
}

#[test]
fn a_report_tells_what_an_auditor_asks_and_names_files_without_folders() {
    let room = Room::recorded(&["--label", "Treasury"]);
    std::fs::create_dir(room.desk.path("secret")).unwrap();
    std::fs::copy(room.desk.path("1.txt"), room.desk.path("secret/first.txt")).unwrap();
    let ran = room.drill(
        &[
            &["secret/first.txt", "2.txt", "3.txt", "--record", "record.json", "--report", "report.pdf"][..],
            &["--attendee", "Ann", "--attendee", "Bob Müller", "--scenario", "Erin is away"],
            &["--remediation", "none", "--next", "2099-06-01", "--date", "2099-01-01"],
            &["--place", "the vault", "--operator", "Olga", "--time", "14:30", "--brought", "1.2=Dana"],
        ]
        .concat(),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = room.json("report.json");
    for (field, value) in [
        ("schema", json!("quorate/drill-report")),
        ("outcome", json!("passed")),
        ("name", json!("Treasury")),
        ("attendees", json!(["Ann", "Bob Müller"])),
        ("scenario", json!("Erin is away")),
        ("remediation", json!("none")),
        ("next", json!("2099-06-01")),
        ("date", json!("2099-01-01")),
        ("date_source", json!("given")),
        ("time", json!("14:30")),
        ("time_source", json!("given")),
        ("place", json!("the vault")),
        ("operator", json!("Olga")),
        ("policy", json!("3 of 5")),
        ("unproved", json!([])),
        ("statement", json!("Dates, times, places and names are statements of the operator.")),
    ] {
        assert_eq!(report[field], value, "{field}");
    }
    assert_eq!(report["shares"][0]["source"], "first.txt");
    assert_eq!(report["shares"][1]["brought_by"], "Dana");
    assert_eq!(
        report["record_sha256"],
        quorate::custody::record::hash_of(room.desk.read("record.json").as_bytes())
    );
    let hash = room.json("record.json")["plan_hash"].clone();
    assert_eq!((&report["plan_hash"], hash.as_str().map(str::len)), (&hash, Some(64)), "all digits");
    let drill = ["1.txt", "2.txt", "3.txt", "--record", "record.json", "--date", "2099-01-02"];
    assert_eq!(room.drill(&[&drill[..], &["--json"]].concat()).json()["plan_hash"], hash);
    let screen = room.drill(&drill).lines().concat();
    let (shown, rest) = hash.as_str().unwrap().split_at(32);
    assert!(screen.contains(shown) && !screen.contains(&rest[..4]), "{screen}");
    assert_eq!(report["tool"]["sha256"].as_str().map(str::len), Some(64));
    // The report cannot name a head that covers it: the line of the drill names the report.
    assert_eq!(report["head"], Value::Null);
    let journal = room.journal();
    let sum = |name: &str| quorate::crypto::hash::sha256_hex(&std::fs::read(room.desk.path(name)).unwrap());
    let drilled = journal.iter().find(|line| line["event"] == "drilled").unwrap();
    assert_eq!(drilled["report"], json!({ "pdf": sum("report.pdf"), "json": sum("report.json") }));
    let before = report["head_before"].as_str().unwrap().replace('-', "");
    assert!(journal[0]["previous"].as_str().unwrap().starts_with(&before), "{before}");
    assert!(ran.says("journal head: ") && !ran.says(&before));
    assert!(!room.desk.read("report.json").contains("secret/"));
}

#[test]
fn what_cannot_be_reported_is_refused_before_a_share_is_read() {
    let room = Room::new();
    room.desk.put("taken.pdf", "").put("half.json", "");
    let unread = ["drill", "./no-such-share"];
    for (code, more) in [
        (7, &["--report", "taken.pdf"][..]),
        (7, &["--report", "half.pdf"]),
        (2, &["--report", "new.json"]),
        (2, &["--attendee", "Ann"]),
        (2, &["--report", "new.pdf", "--next", "soon"]),
        (2, &["--report", "new.pdf", "--time", "24:00"]),
        (2, &["--report", "new.pdf", "--brought", "Dana"]),
        (2, &["--operator", "Olga"]),
        (2, &["--report", "new.pdf", "--attendee", "山田"]),
        (7, &["--scenario", &room.shares[0]]),
        (7, &["--report", "new.pdf", "--remediation", known::XPRV]),
    ] {
        room.desk.refused(code, &[&unread[..], more].concat());
    }
    assert_eq!(room.desk.run(&unread).code, 1);
}

#[test]
fn the_practice_key_is_told() {
    let desk = Desk::new();
    desk.put("key", b"quorate practice: worthless key!");
    let shares = desk.run(&["split", "2of3", "--kind", "raw", "--in", "key"]).lines();
    desk.put("cards", shares.join("\n"));
    let ran = desk.run(&["drill", "cards", "--json"]);
    assert!(ran.json()["practice"] == true && ran.says("PRACTICE"), "{ran:?}");
}

#[test]
fn a_lost_record_is_made_anew_from_a_quorum_and_the_plan() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    desk.put("plan", desk.run(&["plan", "3of5"]).product());
    let split = ["split", "--plan", "plan", "--in", "key", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    let card = |number: usize| format!("set/secret/{number}-custodian-{number}.txt");
    let drill = ["drill", &card(1), &card(3), &card(4), "--new-record", "again.json", "--plan", "plan"];
    let ran = desk.run(&drill);
    assert_eq!(ran.code, 0, "{ran:?}");
    for number in [1, 3, 4] {
        let check = desk.run(&["check", &card(number), "--record", "again.json"]);
        assert!(check.product().contains("the very card that was dealt"), "{check:?}");
    }
    for number in [2, 5] {
        let check = desk.run(&["check", &card(number), "--record", "again.json", "--json"]);
        assert_eq!((check.code, &check.json()["code"]), (6, &"cannot-tell".into()));
    }
    assert_eq!(desk.run(&drill).code, 7, "nothing is ever overwritten");
    desk.put("other", desk.run(&["plan", "2of5"]).product());
    let other = ["drill", &card(1), &card(3), &card(4), "--new-record", "new.json", "--plan", "other"];
    let ran = desk.run(&other);
    assert_eq!((ran.code, ran.stdout.len()), (6, 0), "{ran:?}");
    assert!(!desk.names().contains("new.json"));
    assert_eq!(desk.run(&["drill", &card(1), "--new-record", "new.json"]).code, 2);
}

#[test]
fn a_drill_by_another_plan_than_the_one_expected_is_refused() {
    let room = Room::recorded(&[]);
    let hash = room.json("record.json")["plan_hash"].as_str().unwrap().to_owned();
    let drill = ["1.txt", "2.txt", "3.txt", "--record", "record.json", "--expect-plan"];
    for expected in [&hash[..32], &hash] {
        assert_eq!(room.drill(&[&drill[..], &[expected]].concat()).code, 0);
    }
    let journal = room.desk.read("journal.jsonl");
    for other in [&"0".repeat(32), &"0".repeat(64)] {
        let ran = room.drill(&[&drill[..], &[other]].concat());
        assert_eq!((ran.code, ran.stdout.len()), (7, 0), "{ran:?}");
        assert!(ran.stderr.contains("another plan"), "{ran:?}");
    }
    assert_eq!(room.desk.read("journal.jsonl"), journal);
    assert_eq!(room.drill(&["1.txt", "2.txt", "3.txt", "--expect-plan", &hash]).code, 2);
}
