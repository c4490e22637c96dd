//! The journal of a record: written by `note`, `check`, `recover` and `reissue`.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::Value;

use crate::{desk::Desk, known};

/// A set of three with its record, and nothing in the journal yet but that it was dealt.
pub fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let arguments = [
        "split",
        "2of3",
        "--in",
        "key",
        "--custodian",
        "alice",
        "--custodian",
        "bob",
        "--custodian",
        "carol",
        "--date",
        "2016-11-24",
        "--fingerprint",
        "-o",
        "set",
    ];
    assert_eq!(desk.run(&arguments).code, 0);
    for (number, name) in [(1, "alice"), (2, "bob"), (3, "carol")] {
        fs::copy(desk.path(&format!("set/secret/{number}-{name}.txt")), desk.path(&format!("{name}.txt")))
            .unwrap();
    }
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(name)).unwrap();
    }
    desk
}

/// A picture of a code as a camera sees it: with shades at its edges.
pub fn photograph(desk: &Desk, from: &str, to: &str) {
    let drawn = quorate::paper::photo::decode::decode(&fs::read(desk.path(from)).unwrap()).unwrap();
    let (width, height, seen) = (drawn.width(), drawn.height(), drawn.mean(2));
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width.try_into().unwrap(), height.try_into().unwrap());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(seen.pixels()).unwrap();
    desk.put(to, file);
}

/// What was noted since the deal.
pub fn journal(desk: &Desk) -> Vec<Value> {
    let text = desk.read("journal.jsonl");
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.filter(|line: &Value| line["event"] != "dealt").collect()
}

#[test]
fn a_lone_holder_learns_whether_his_is_the_very_card() {
    let desk = desk();
    let ran = desk.run(&["check", "alice.txt", "--record", "record.json", "--date", "2016-12-01"]);
    assert_eq!(ran.code, 0);
    assert!(ran.product().contains("the very card that was dealt to alice"), "{ran:?}");
    let lines = journal(&desk);
    assert_eq!((lines[0]["event"].as_str(), lines[0]["cards"][0].as_str()), (Some("checked"), Some("1.1")));
    assert_eq!(lines[0]["day"], "2016-12-01");
    // From a picture of paper it was read back, as far as anybody can tell; the file of a code has never been paper.
    assert_eq!(desk.run(&["card", "bob.txt", "--format", "png", "-o", "paper"]).code, 0);
    photograph(&desk, "paper/secret/share-2.png", "photo.png");
    for (file, event) in [("paper/secret/share-2.png", "checked"), ("photo.png", "read-back")] {
        let ran = desk.run(&["check", file, "--record", "record.json", "--date", "2016-12-01"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.says("not one of paper"), event == "checked", "{ran:?}");
        assert_eq!(journal(&desk).last().unwrap()["event"], event);
    }
}

#[test]
fn a_card_of_another_dealing_is_named_and_says_nothing_of_this_set() {
    let desk = desk();
    desk.put("other.txt", &known::shares("three_of_five")[0]);
    let ran = desk.run(&["check", "other.txt", "--record", "record.json"]);
    assert_eq!((ran.code, ran.stdout.as_slice()), (6, &b""[..]));
    assert!(ran.says("other.txt: this card is of set ") && ran.says(", the record of set "), "{ran:?}");
    assert!(journal(&desk).is_empty());
    for command in [&["recover", "alice.txt", "other.txt"][..], &["recover", "other.txt"]] {
        let ran = desk.run(&[command, &["--record", "record.json"]].concat());
        assert!((4..=6).contains(&ran.code) && ran.stdout.is_empty(), "{ran:?}");
    }
}

#[test]
fn a_good_card_is_noted_as_good_beside_one_that_is_not() {
    let desk = desk();
    desk.put("unreadable.txt", "academic ".repeat(20)).put("other.txt", &known::shares("three_of_five")[0]);
    for beside in ["unreadable.txt", "other.txt"] {
        fs::write(desk.path("journal.jsonl"), "").unwrap();
        let check = ["check", beside, "bob.txt", "--record", "record.json", "--date", "2016-12-01"];
        assert_ne!(desk.run(&check).code, 0);
        let noted = |passed: bool| {
            let lines = journal(&desk).into_iter().filter(|line| line["passed"] == passed);
            lines.flat_map(|line| line["cards"].as_array().unwrap().clone()).collect::<Vec<_>>()
        };
        assert_eq!((noted(true), noted(false)), (vec![Value::from("1.2")], Vec::new()));
    }
}

#[test]
fn what_happens_is_noted_with_the_names_of_the_plan() {
    let desk = desk();
    for (arguments, event, who, cards) in [
        (&["heard", "alice"][..], "heard", "alice", 0),
        (&["absent", "BOB", "--text", "on a ship"], "absent", "bob", 0),
        (&["back", "bob"], "back", "bob", 0),
        (&["lost", "carol"], "lost", "carol", 1),
        (&["found", "3"], "found", "carol", 1),
        (&["moved", "1.1", "--to", "safe B"], "moved", "alice", 1),
        (&["handed-over", "alice"], "handed-over", "alice", 1),
        (&["seal", "alice", "--text", "bag A-00417"], "seal", "alice", 1),
        (&["destroyed", "--card", "2"], "destroyed", "bob", 1),
        (&["left", "carol"], "left", "carol", 0),
        (&["stolen", "--card", "1.1", "--card", "1.2"], "stolen", "alice", 2),
    ] {
        let start = ["note", "record.json"];
        let ran = desk.run(&[&start[..], arguments, &["--date", "2016-12-01"]].concat());
        assert_eq!(ran.code, 0, "{arguments:?} {ran:?}");
        let line = journal(&desk).pop().unwrap();
        assert_eq!((line["event"].as_str(), line["who"].as_str()), (Some(event), Some(who)), "{line}");
        assert_eq!(line["cards"].as_array().map_or(0, Vec::len), cards, "{line}");
    }
    assert_eq!(journal(&desk).len(), 11);
}

#[test]
fn what_the_plan_does_not_know_and_what_is_a_secret_is_not_noted() {
    let desk = desk();
    let words = known::shares("three_of_five")[0].clone();
    for (code, arguments) in [
        (2, &["heard", "mallory"][..]),
        (2, &["heard"]),
        (2, &["danced", "alice"]),
        (2, &["lost", "4"]),
        (2, &["lost"]),
        (2, &["lost", "alice", "--card", "2"]),
        (2, &["heard", "alice", "--to", "x"]),
        (2, &["moved", "alice"]),
        (2, &["heard", "alice", "--card", "1"]),
        (2, &["destroyed", "alice", "--set", "99999"]),
        (2, &["destroyed", "alice", "--set", "1"]),
        (2, &["heard", "alice", "--date", "yesterday"]),
        (2, &["receipt"]),
        (2, &["challenge", "alice"]),
        (2, &["challenge", "--card", "1"]),
        (2, &["challenge", "--to", "x"]),
        (7, &["heard", "alice", "--text", &words]),
        (7, &["seal", "alice", "--text", known::XPRV]),
        (7, &["receipt", "alice.txt"]),
    ] {
        desk.refused(code, &[&["note", "record.json"][..], arguments].concat());
    }
    for share in ["alice.txt", "set/secret/1-alice.txt"] {
        desk.refused(7, &["note", share, "heard", "alice"]);
    }
    for record in ["-", "/dev/stdin", "/dev/null", "."] {
        desk.refused_piped(2, "", &["note", record, "heard", "alice"]);
    }
    desk.put("else.json", "{}")
        .put("cut.json", &fs::read_to_string(desk.path("record.json")).unwrap()[..900]);
    for record in ["else.json", "cut.json"] {
        desk.refused(3, &["note", record, "heard", "alice"]);
    }
    assert!(journal(&desk).is_empty());
}

#[test]
fn a_damaged_journal_is_told_and_not_written_on() {
    let desk = desk();
    for name in ["alice", "bob", "carol"] {
        assert_eq!(desk.run(&["note", "record.json", "heard", name]).code, 0);
    }
    let whole = fs::read_to_string(desk.path("journal.jsonl")).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for (bad, place) in [
        (whole.replacen("alice", "alive", 1), "line 3"),
        ([lines[1], lines[0], lines[2], lines[3]].concat(), "line 1"),
        ([lines[0], lines[2], lines[3]].concat(), "line 2"),
        (whole.trim_end().to_owned(), "line 4"),
        (format!("{whole}\n"), "line 5"),
    ] {
        desk.put("journal.jsonl", &bad);
        for arguments in
            [&["note", "record.json", "heard", "bob"][..], &["check", "alice.txt", "--record", "record.json"]]
        {
            let refused = desk.refused(6, arguments);
            assert!(refused.error.contains(place), "{place}: {refused:?}");
        }
        let recover = ["recover", "alice.txt", "bob.txt"];
        let refused = desk.refused(6, &[&recover[..], &["--record", "record.json"]].concat());
        assert!(refused.error.contains(place), "{place}: {refused:?}");
        assert!(refused.hint.ends_with("the key comes back without --record"), "{refused:?}");
        assert_eq!(desk.run(&recover).code, 0);
        assert_eq!(fs::read_to_string(desk.path("journal.jsonl")).unwrap(), bad);
    }
    fs::remove_file(desk.path("journal.jsonl")).unwrap();
    fs::create_dir(desk.path("journal.jsonl")).unwrap();
    let refused = desk.refused(1, &["recover", "alice.txt", "bob.txt", "--record", "record.json"]);
    assert!(refused.hint.ends_with("the key comes back without --record"), "{refused:?}");
    // Where it is the record that is none, the journal is not to blame.
    let refused = desk.refused(7, &["recover", "alice.txt", "bob.txt", "--record", "alice.txt"]);
    assert!(!refused.hint.contains("without --record"), "{refused:?}");
}

#[test]
fn other_line_ends_are_named_and_no_tampering() {
    let desk = desk();
    assert_eq!(desk.run(&["note", "record.json", "heard", "alice"]).code, 0);
    let (record, journal) = (desk.read("record.json"), desk.read("journal.jsonl"));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let indented = record.replace("\n  ", "\n    ");
    let head =
        desk.run(&["status", "record.json", "--date", "2016-11-25", "--json"]).json()["journal_head"].clone();
    for (new_record, new_journal, reason) in [
        (&record, crlf(&journal), "line 1 ends in CR LF"),
        (&crlf(&record), journal.clone(), "its record was saved again"),
        (&crlf(&record), crlf(&journal), "line 1 ends in CR LF"),
        (&indented, journal.clone(), "its record was saved again"),
    ] {
        desk.put("record.json", new_record).put("journal.jsonl", &new_journal);
        let refused = desk.refused(6, &["note", "record.json", "heard", "bob"]);
        assert!(refused.error.contains(reason) && refused.hint.contains("CR LF into LF"), "{refused:?}");
        let status = desk.run(&["status", "record.json", "--date", "2016-11-25"]);
        assert!(
            status.code == 6 && !String::from_utf8_lossy(&status.stdout).contains("altered"),
            "{status:?}"
        );
        let found = desk.run(&["status", "record.json", "--date", "2016-11-25", "--json"]).json();
        assert_eq!(found["findings"][0]["finding"], "line-ends", "{found}");
        assert_eq!(desk.read("journal.jsonl"), new_journal);
    }
    // As the hint says: with the line ends of before all is as before.
    desk.put("record.json", crlf(&record).replace("\r\n", "\n")).put("journal.jsonl", &journal);
    let again = desk.run(&["status", "record.json", "--date", "2016-11-25", "--json"]).json();
    assert_eq!(again["journal_head"], head);
}

#[test]
fn two_that_write_at_once_lose_nothing() {
    let desk = desk();
    let children: Vec<_> = (0..12)
        .map(|at| {
            let name = ["alice", "bob", "carol"][at % 3];
            desk.command(&["note", "record.json", "heard", name]).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(journal(&desk).len(), 12);
    assert_eq!(desk.run(&["note", "record.json", "back", "bob"]).code, 0, "the chain is whole");
}

#[test]
fn where_nothing_can_be_written_the_line_is_printed_and_fits() {
    let desk = desk();
    fs::create_dir(desk.path("cd")).unwrap();
    fs::copy(desk.path("record.json"), desk.path("cd/record.json")).unwrap();
    fs::copy(desk.path("journal.jsonl"), desk.path("cd/journal.jsonl")).unwrap();
    fs::set_permissions(desk.path("cd/journal.jsonl"), fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().append(true).open(desk.path("cd/journal.jsonl")).is_ok() {
        // Nothing is read-only for the superuser; the kernel's own answer needs another user.
        return;
    }
    let refused = desk.run(&["note", "cd/record.json", "heard", "alice"]);
    assert_eq!((refused.code, refused.stdout.len()), (1, 0), "what was not noted is a failure: {refused:?}");
    assert!(refused.says("error: cd/journal.jsonl cannot be written to"), "{refused:?}");
    let line = refused.stderr.lines().find(|line| line.starts_with("{\"previous\":")).unwrap();
    let quiet = desk.run(&["-q", "--json", "note", "cd/record.json", "heard", "alice"]);
    let document = quiet.json();
    assert_eq!((&document["code"], &document["exit"]), (&"not-noted".into(), &1.into()));
    assert!(document["line"].as_str().unwrap().starts_with("{\"previous\":"));
    let whole = desk.read("journal.jsonl");
    fs::write(desk.path("journal.jsonl"), format!("{whole}{line}\n")).unwrap();
    assert_eq!(desk.run(&["note", "record.json", "heard", "bob"]).code, 0);
    assert_eq!(journal(&desk).len(), 2);
    let ran = desk.run(&["check", "alice.txt", "--record", "cd/record.json"]);
    assert!(ran.code == 0 && ran.says("add this line to it") && ran.says("{\"previous\":"), "{ran:?}");
}

#[test]
fn a_recovery_takes_form_and_proof_from_the_record() {
    let desk = Desk::new();
    let wif = known::WIFS[2].2;
    desk.put("key", wif).put("words", "correct horse").put("wrong", "incorrect horse");
    let split = ["split", "2of3", "--in", "key", "--passphrase-file", "words", "--fingerprint", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    let shares = ["set/secret/share-1.txt", "set/secret/share-3.txt"];
    let recover = |file: &str| {
        let record = ["--record", "set/public/record.json", "--passphrase-file", file];
        [&["recover"][..], &shares, &record].concat().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let run = |arguments: &[String]| desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let ran = run(&recover("words"));
    assert_eq!((ran.code, ran.product()), (0, &*format!("{wif}\n")), "the form is that of the record");
    assert!(ran.says("fingerprint"), "{ran:?}");
    let journal = fs::read_to_string(desk.path("set/public/journal.jsonl")).unwrap();
    assert!(journal.contains("\"recovered\""), "{journal}");
    let arguments = recover("wrong");
    let refused = desk.refused(6, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(refused.hint.contains("passphrase"), "{refused:?}");
}

#[test]
fn a_share_made_again_is_the_one_that_was_dealt_and_none_that_was_not() {
    let desk = desk();
    let start = ["reissue", "alice.txt", "carol.txt", "--record", "record.json", "--date", "2016-12-05"];
    let ran = desk.run(&[&start[..], &["--member", "2"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let bob = fs::read_to_string(desk.path("bob.txt")).unwrap();
    assert!(bob.ends_with(ran.product()));
    assert!(ran.says("the very share that was dealt"), "{ran:?}");
    let line = journal(&desk).pop().unwrap();
    assert_eq!(
        (&line["event"], &line["cards"][0], &line["who"]),
        (&"reissued".into(), &"1.2".into(), &"bob".into())
    );
    let refused = desk.refused(6, &[&start[..], &["--member", "4"]].concat());
    assert!(refused.error.contains("1.4"), "{refused:?}");
}
