//! A whole ceremony at terminals: the plan, five custodians who read their cards back, receipts, a drill with one absent
//! and one altered share, the share made again, and the recovery somewhere else.

use std::fs;

use quorate::slip39::{math::rs1024, wordlist};
use serde_json::Value;

use crate::{
    desk::Desk,
    known,
    split::{self, hear_the_facts, shown, type_key},
    terminal::{ENTER, Tty},
};

const NAMES: [&str; 5] = ["alice", "bob", "carol", "dana", "erin"];

const PLAN: &str = r#"title = "Treasury"
[[group]]
threshold = 3
custodian = [{ name = "alice", access = ["frank"] }, { name = "bob" }, { name = "carol" }, { name = "dana" }, { name = "erin" }]
[rules]
tolerate_absent = 2
heard_within_days = 45
"#;

const TODAY: [&str; 2] = ["--date", "2026-11-24"];

#[test]
fn from_the_plan_to_a_recovery_somewhere_else() {
    let desk = Desk::new();
    desk.put("plan.toml", PLAN);
    let policy = desk.run(&["--json", "policy", "--plan", "plan.toml"]).json();
    let hash = policy["plan_hash"].as_str().unwrap().to_owned();

    let shares = dealt(&desk, &hash[..32]);
    for (name, share) in NAMES.iter().zip(&shares) {
        desk.put(&format!("{name}.txt"), share);
    }
    let status = status(&desk);
    assert_eq!(status["complete"], false, "nobody has taken a card away yet");
    assert!(status["cards"].as_array().unwrap().iter().all(|card| card["read_back"] == true));
    for name in NAMES {
        note(&desk, &["handed-over", name]);
    }
    assert_eq!(crate::ceremony::status(&desk)["complete"], true);

    receipt_of_a_lone_keyholder(&desk, &shares[2]);
    drilled(&desk, &shares);
    made_again(&desk, &shares);

    // Far away, with the cards and nothing else.
    let elsewhere = Desk::new();
    let mut tty = Tty::run(&elsewhere, &["recover", "-o", "key"]);
    tty.wait_for("type its words");
    for at in [4, 0, 2] {
        tty.type_in(&format!("{}\r", known::abbreviated(&shares[at]))).wait_for("its words are whole");
    }
    tty.wait_for("Enter goes on").type_in(ENTER).wait_for("keyboard test").type_in(ENTER);
    tty.wait_for("passphrase (hidden").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.concat());
    assert_eq!(fs::read_to_string(elsewhere.path("key")).unwrap(), format!("{}\n", known::HEX));

    nothing_secret_is_kept(&desk, &shares);
}

/// Each custodian sees their share alone, and types it back whole.
fn dealt(desk: &Desk, hash: &str) -> Vec<String> {
    let arguments = [
        "split",
        "--exponent",
        "0",
        "--plan",
        "plan.toml",
        "--expect-plan",
        hash,
        "--record",
        "record.json",
        "--fingerprint",
        "--read-back",
        "all",
    ];
    let mut tty = Tty::run(desk, &arguments);
    tty.wait_for("by this clock").type_in("2026-11-24").type_in(ENTER);
    type_key(&mut tty);
    hear_the_facts(&mut tty);
    let mut shares = Vec::new();
    for name in NAMES {
        tty.wait_for(&format!("for {name}"));
        let share = shown(&mut tty).join(" ");
        tty.type_in(ENTER).wait_for("type it back from the card");
        tty.type_in(&known::abbreviated(&share)).type_in(ENTER);
        tty.wait_for("read back. Put the card away").type_in(ENTER);
        shares.push(share);
    }
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.join(" ")).is_given_back(known::HEX);
    assert!(tty.screen().contains("journal head:"), "{}", tty.screen());
    shares
}

fn status(desk: &Desk) -> Value {
    desk.run(&[&["--json", "status", "record.json"], &TODAY[..]].concat()).json()
}

fn note(desk: &Desk, arguments: &[&str]) {
    let ran = desk.run(&[&["note", "record.json"], arguments, &TODAY[..]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// Carol, abroad, with a copy of the record and her card on paper.
fn receipt_of_a_lone_keyholder(desk: &Desk, share: &str) {
    let challenge = status(desk)["challenge"].as_str().unwrap().to_owned();
    let abroad = Desk::new();
    fs::copy(desk.path("record.json"), abroad.path("record.json")).unwrap();
    let check = ["check", "--record", "record.json", "--receipt", &challenge];
    let mut tty = Tty::run_in(&abroad, (80, 300), &[&check[..], &TODAY[..]].concat());
    tty.wait_for("type the words").type_in(share).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    let screen = tty.screen();
    let receipt = screen.lines().find(|line| line.starts_with("QUORATE-RECEIPT/2/")).unwrap();
    tty.is_given_back(share);
    desk.put("receipt", receipt);
    note(desk, &["receipt", "receipt"]);
    assert_eq!(status(desk)["people"][2]["heard"], "2026-11-24");
}

/// Dana is absent, and somebody has altered Bob's card so that its words are whole all the same.
fn drilled(desk: &Desk, shares: &[String]) {
    note(desk, &["absent", "dana"]);
    desk.put("altered.txt", altered(&shares[1]));
    let drill = ["drill", "alice.txt", "altered.txt", "carol.txt", "erin.txt", "--record", "record.json"];
    let report = ["--attendee", "alice", "--attendee", "erin", "--scenario", "dana is on a ship"];
    let failed = desk.run(&[&drill[..], &report, &["--report", "failed.pdf"], &TODAY].concat());
    assert_eq!(failed.code, 5, "{failed:?}");
    assert!(failed.says("altered.txt") || failed.says("share 2"), "{failed:?}");
    assert!(failed.says("altered"), "{failed:?}");
    let drill = ["drill", "alice.txt", "carol.txt", "erin.txt", "--record", "record.json"];
    let passed = desk.run(&[&["--json"], &drill[..], &report, &["--report", "passed.pdf"], &TODAY].concat());
    assert_eq!(passed.code, 0, "{passed:?}");
    assert_eq!(passed.json()["fingerprint"], "matches");
}

/// The same header, another value, a right checksum.
fn altered(share: &str) -> String {
    let mut words: Vec<u16> = share.split(' ').map(|word| wordlist::index(word).unwrap()).collect();
    words[9] ^= 1;
    let body = words.len() - 3;
    let checksum = rs1024::checksum(true, &words[..body]);
    words[body..].copy_from_slice(&checksum);
    words.iter().map(|index| wordlist::word(*index)).collect::<Vec<_>>().join(" ")
}

fn made_again(desk: &Desk, shares: &[String]) {
    let arguments =
        ["reissue", "alice.txt", "carol.txt", "erin.txt", "--member", "2", "--record", "record.json"];
    let mut tty = Tty::run(desk, &[&arguments[..], &TODAY].concat());
    tty.wait_for("Enter shows the share").wait_for("for bob").type_in(ENTER).wait_for("then press Enter");
    let words: Vec<String> = tty.words().into_values().collect();
    assert_eq!(words.join(" "), shares[1]);
    split::read_three_back(&mut tty, |position| words[position - 1].clone());
    tty.wait_for("read back. Put the card away").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.join(" "));
}

/// No three words of a share in a row, and nothing of the key, in anything that is kept beside the cards.
fn nothing_secret_is_kept(desk: &Desk, shares: &[String]) {
    for name in
        ["record.json", "journal.jsonl", "receipt", "failed.pdf", "failed.json", "passed.pdf", "passed.json"]
    {
        let kept = fs::read(desk.path(name)).unwrap();
        let text = String::from_utf8_lossy(&kept).to_lowercase();
        assert!(!text.contains(known::HEX) && !text.contains(&known::HEX[..12]), "{name}");
        for share in shares {
            // The first four words are the header, which may be told.
            let words: Vec<&str> = share.split(' ').skip(4).collect();
            for three in words.windows(3) {
                assert!(!text.contains(&three.join(" ")), "{name}");
            }
        }
    }
    let journal = fs::read_to_string(desk.path("journal.jsonl")).unwrap();
    for event in ["dealt", "read-back", "handed-over", "receipt", "absent", "drilled", "reissued"] {
        assert!(journal.contains(&format!("\"event\":\"{event}\"")), "{event}: {journal}");
    }
}
