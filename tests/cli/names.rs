//! Two names that look alike are one person, or are refused where they are given; what was written before is read.

use std::fs;

use serde_json::Value;

use crate::{desk::Desk, known};

/// Each pair could be one person who is counted as two.
const PAIRS: [(&str, &str); 24] = [
    ("jos\u{e9}", "jose\u{301}"),
    ("alice", "Alice"),
    ("alice", "alice "),
    ("al ice", "al  ice"),
    ("a b", "a\u{a0}b"),
    ("alice", "\u{430}lice"),
    ("alice", "alice\u{3164}"),
    ("alice", "alice\u{fe0f}"),
    ("alice", "al\u{34f}ice"),
    ("alice", "alice\u{2800}"),
    ("alice", "alice\u{e0061}"),
    ("alice", "alice\u{e0100}"),
    ("alice", "ali\u{ad}ce"),
    ("alice", "alice\u{3000}"),
    ("alice", "alice\u{17b4}"),
    ("alice", "alice\u{1d173}"),
    ("alice", "alice\u{ffa0}"),
    ("alice", "alice\u{180e}"),
    ("alice", "\u{61c}alice"),
    ("alice", "alice\u{fff9}"),
    ("alice", "\u{ff41}lice"),
    ("alice", "alice\u{e000}"),
    ("Marnie", "Mamie"),
    ("Stra\u{df}e", "STRASSE"),
];

const REAL: [&str; 16] = [
    "Γιώργος Παπαδόπουλος",
    "Наталья Ковальчук",
    "فاطمة الزهراء",
    "דוד לוי",
    "श्रीकान्त शर्मा",
    "王小明",
    "山田 太郎",
    "김민준",
    "Nguyễn Thị Ngọc Ánh",
    "O'Brien",
    "Smith-Jones",
    "Łukasz Żak",
    "İbrahim",
    "Müller",
    "Dr. Anna 2",
    "custodian 1",
];

/// A plan of two of these, whose letters are written by their numbers.
fn plan(names: &[&str]) -> String {
    let card = |name: &&str| {
        let written: String = name.chars().map(|sign| format!("\\U{:08X}", sign as u32)).collect();
        format!("[[group.custodian]]\nname = \"{written}\"\n")
    };
    let cards: String = names.iter().map(card).collect();
    format!("[[group]]\nthreshold = 2\n{cards}[rules]\nno_single_person = true\ntake_at_least = 2\n")
}

fn code(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    let ran = desk.run(&[&["--json"], arguments].concat());
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    (ran.code, document["code"].clone())
}

#[test]
fn one_person_is_not_counted_as_two() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for (one, other) in PAIRS {
        desk.put("plan", plan(&[one, other, "carol"]));
        let before = desk.names();
        for arguments in [
            &["policy", "--plan", "plan"][..],
            &["split", "--in", "key", "--plan", "plan", "-o", "out"],
            &["policy", "2of3", "--custodian", one, "--custodian", other, "--custodian", "carol"],
            &[
                "split",
                "2of3",
                "--in",
                "key",
                "-o",
                "out",
                "--custodian",
                one,
                "--custodian",
                other,
                "--custodian",
                "carol",
            ],
        ] {
            let (exit, code) = code(&desk, arguments);
            let is_told = ["names-alike", "name-unclear", "usage", "plan"].iter().any(|known| code == *known);
            // What nobody sees was refused in plan files before, as no name at all.
            assert!(is_told && (exit == 2 || code == "plan"), "{one:?} {other:?}: {exit} {code}");
        }
        assert_eq!(desk.names(), before);
    }
    // A plan is no secret, and its words may be told.
    let refused = |names: &[&str]| {
        fs::write(desk.path("public-plan"), plan(names)).unwrap();
        let ran = desk.run(&["policy", "--plan", "public-plan"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        ran.stderr
    };
    let alike = refused(&["bob", "alice", "Alice"]);
    assert!(alike.contains("line 8: group 1, custodian 3, name") && alike.contains("in line 6"), "{alike}");
    let unclear = refused(&["bob", "alice ", "carol"]);
    assert!(unclear.contains("line 6") && unclear.contains("space"), "{unclear}");
    // One name twice is one person, and is counted so.
    desk.put("plan", plan(&["alice", "alice", "carol"]));
    assert_eq!(code(&desk, &["policy", "--plan", "plan"]), (6, "rule-broken".into()));
}

#[test]
fn places_groups_labels_and_all_who_are_named_have_clear_names() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let places = plan(&["a", "b"])
        .replace("[rules]", "place = \"bank\"\n[[group.custodian]]\nname = \"c\"\nplace = \"Bank\"\n[rules]");
    desk.put("plan", places);
    assert_eq!(code(&desk, &["policy", "--plan", "plan"]), (2, "names-alike".into()));
    for arguments in [
        &["split", "2of3", "--in", "key", "--label", "treasury "][..],
        &["card", "--blank", "-o", "out", "--label", "two  blanks"],
        &["policy", "--group", "board=2of3", "--group", "Board=2of3"],
        &["drill", "a", "b", "--report", "r.pdf", "--attendee", "dana", "--operator", "Dana"],
        &["drill", "a", "b", "--report", "r.pdf", "--brought", "1=dana ", "--operator", "eve"],
    ] {
        let (exit, code) = code(&desk, arguments);
        assert!(
            exit == 2 && (code == "names-alike" || code == "name-unclear"),
            "{arguments:?}: {exit} {code}"
        );
    }
}

#[test]
fn people_keep_their_names() {
    let desk = Desk::new();
    desk.put("plan", plan(&REAL)).put("key", known::HEX);
    let ran = desk.run(&["policy", "--plan", "plan"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let split = desk.run(&["split", "--in", "key", "--plan", "plan", "-o", "out"]);
    assert_eq!(split.code, 0, "{split:?}");
}

#[test]
fn a_note_about_a_name_that_only_looks_like_one_asks_which_is_meant() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    fs::write(desk.path("plan"), plan(&["alice", "bob", "carol"])).unwrap();
    assert_eq!(desk.run(&["split", "--in", "key", "--plan", "plan", "-o", "out"]).code, 0);
    fn note<'a>(rest: &[&'a str]) -> Vec<&'a str> {
        [&["note", "out/public/record.json"], rest].concat()
    }
    for mistaken in [
        &["heard", "b\u{43e}b"][..],
        &["lost", "b\u{43e}b"],
        &["handed-over", "alice", "--to", "b\u{43e}b"],
        &["handed-over", "alice", "--to", "b0b"],
    ] {
        let is_like = mistaken.last() != Some(&"b0b");
        let before = desk.read("out/public/journal.jsonl");
        if is_like {
            let refused = desk.refused(2, &note(mistaken));
            assert_eq!(refused.hint, "is it bob?", "{mistaken:?}");
            assert_eq!(desk.read("out/public/journal.jsonl"), before);
        } else {
            assert_eq!(desk.run(&note(mistaken)).code, 0, "a digit is seen");
        }
    }
    assert_eq!(
        desk.run(&note(&["heard", "Bob"])).code,
        0,
        "capitals do not matter where nobody else has them"
    );
    assert_eq!(desk.run(&note(&["handed-over", "carol", "--to", "BOB"])).code, 0, "nor here");
    let line = desk.read("out/public/journal.jsonl");
    let last = line.lines().last().unwrap();
    assert!(last.contains("\"to\":\"bob\",\"cards\":[\"1.3\"]"), "he has one name: {last}");
}

#[test]
fn a_name_that_the_journal_brought_is_known_like_one_of_the_plan() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    fs::write(desk.path("plan"), plan(&["alice", "bob", "carol"])).unwrap();
    assert_eq!(desk.run(&["split", "--in", "key", "--plan", "plan", "-o", "out"]).code, 0);
    fn note<'a>(rest: &[&'a str]) -> Vec<&'a str> {
        [&["note", "out/public/record.json"], rest].concat()
    }
    let journal = || desk.read("out/public/journal.jsonl");
    for (event, first, alike) in [("handed-over", "eve", "\u{435}ve"), ("moved", "Safe A", "S\u{430}fe A")] {
        assert_eq!(desk.run(&note(&[event, "1.1", "--to", first])).code, 0);
        let before = journal();
        let refused = desk.refused(2, &note(&[event, "1.2", "--to", alike]));
        assert_eq!(refused.hint, format!("is it {first}?"));
        assert_eq!(journal(), before);
        assert_eq!(desk.run(&note(&[event, "1.2", "--to", first])).code, 0, "the same is the same");
    }
}

#[test]
fn an_old_record_with_two_that_look_alike_stops_nothing_and_is_told() {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("plan", plan(&["alice", "bob", "carol"]));
    assert_eq!(desk.run(&["split", "--in", "key", "--plan", "plan", "-o", "out"]).code, 0);
    let record = "out/public/record.json";
    // As version 0.1.0 let it be: another plan under the same keys.
    let mut old: Value = serde_json::from_str(&desk.read(record)).unwrap();
    let hash = old["plan_hash"].as_str().unwrap().to_owned();
    let text = serde_json::to_string_pretty(&old).unwrap();
    old = serde_json::from_str(&text.replace("\"carol\"", "\"b\u{43e}b\"")).unwrap();
    fs::write(desk.path("old.json"), serde_json::to_string(&old).unwrap().replace(&hash, &hash_of(&old)))
        .unwrap();
    let shares = ["out/secret/1-alice.txt", "out/secret/2-bob.txt"];
    for command in ["drill", "check", "recover"] {
        let ran = desk.run(&[&[command], &shares[..], &["--record", "old.json"]].concat());
        assert_eq!(ran.code, 0, "{command}: {ran:?}");
    }
    assert_eq!(desk.run(&["note", "old.json", "heard", "b\u{43e}b"]).code, 0);
    let status = desk.run(&["--json", "status", "old.json"]);
    assert_eq!(status.code, 6, "{status:?}");
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    let told = status["findings"].as_array().unwrap();
    assert!(told.iter().any(|one| one["finding"] == "names-alike"), "{status}");
}

/// The hash of the plan in a record.
fn hash_of(record: &Value) -> String {
    let plan: quorate::custody::plan::Plan = serde_json::from_value(record["plan"].clone()).unwrap();
    plan.hash()
}
