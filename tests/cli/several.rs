//! `status` of several records: one that cannot be read hides no other, and heads that people hold are in files.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, net::UnixListener},
    process::Command,
};

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    journal::desk,
};

/// A desk with a set of which a card is lost, one of which nothing is due, and the head of each.
fn two() -> Desk {
    let desk = desk();
    let split = ["split", "2of3", "--in", "key", "--date", "2016-11-24", "-o", "other"];
    assert_eq!(desk.run(&split).code, 0);
    for (record, head) in [("record.json", "head"), ("other/public/record.json", "other-head")] {
        let document = desk.run(&["--json", "status", record, "--date", "2016-11-25"]).json();
        fs::write(desk.path(head), format!("{}\n", document["journal_head"].as_str().unwrap())).unwrap();
    }
    assert_eq!(desk.run(&["note", "record.json", "lost", "carol", "--date", "2016-11-25"]).code, 0);
    desk
}

fn status(desk: &Desk, more: &[&str]) -> Ran {
    desk.run(&[&["status", "--date", "2016-11-25"], more].concat())
}

fn kinds(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|one| one["finding"].as_str().unwrap()).collect()
}

#[test]
fn each_is_told_with_what_it_would_say_alone_and_one_that_cannot_be_read_hides_none() {
    let desk = two();
    let (one, other) = ("record.json", "other/public/record.json");
    let document = status(&desk, &["--json", other, "./nowhere.json", one]).json();
    assert_eq!((&document["exit"], &document["code"]), (&json!(1), &json!("system")), "{document}");
    let records = document["records"].as_array().unwrap();
    let told = |at: usize, field: &str| records[at][field].clone();
    assert_eq!([0, 1, 2].map(|at| told(at, "ok")), [json!(true), json!(false), json!(false)]);
    assert_eq!([0, 1, 2].map(|at| told(at, "record")), [json!(other), json!("record 2"), json!(one)]);
    assert_eq!([1, 2].map(|at| told(at, "exit")), [json!(1), json!(6)]);
    assert_eq!(records[0].get("exit"), None);
    assert_eq!(kinds(&records[2]), ["margin", "lost"]);
    // Each of them is the document that it would have alone.
    for (at, name) in [(0, other), (2, one)] {
        let alone = status(&desk, &["--json", name]).json();
        for (field, value) in alone.as_object().unwrap() {
            if !["schema", "version"].contains(&field.as_str()) {
                assert_eq!(records[at].get(field), Some(value), "{name}: {field}");
            }
        }
    }
    let ran = status(&desk, &[other, one, "./nowhere.json"]);
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(
        ran.code == 1 && ran.says("error: record 3: an argument") || ran.says("error: record 3: argument"),
        "{ran:?}"
    );
    for part in [
        &format!("== {other}\n"),
        "nothing is due\n",
        &format!("== {one}\n"),
        "of carol was lost",
        "== record 3\nnothing can be told",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let ran = status(&desk, &[other, one]);
    assert!(ran.code == 6 && ran.says("error: record.json: "), "{ran:?}");
    // What was typed in the place of a record may be a share.
    let words = status(&desk, &["academic", "acid", one]);
    let all = format!("{}{}", String::from_utf8_lossy(&words.stdout), words.stderr);
    assert!(words.code == 2 && !all.contains("academic") && !all.contains("acid"), "{words:?}");
    assert!(all.contains("of carol was lost"), "{all}");
    // A share is refused as everywhere, and what can be told of the record is.
    desk.put("share", &crate::known::shares("three_of_five")[0]);
    let ran = status(&desk, &[one, "share"]);
    let all = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
    assert!(
        ran.code == 7 && ran.says("a share, or a picture, was given") && all.contains("of carol was lost")
    );
    assert_eq!(crate::desk::repeated(&all, &crate::known::shares("three_of_five")[0]), None, "{all}");
}

#[test]
fn a_head_comes_from_a_file_and_one_that_cannot_be_read_is_a_finding_beside_all_others() {
    let desk = two();
    for (name, text) in [("empty", " \n"), ("short", "3f9a-12bc"), ("never", &"0".repeat(32))] {
        fs::write(desk.path(name), text).unwrap();
    }
    fs::write(desk.path("bytes"), [0xff, 0xfe]).unwrap();
    fs::create_dir(desk.path("folder")).unwrap();
    let of = |file: &str| status(&desk, &["--json", "record.json", "--expect-head-file", file]).json();
    let document = of("head");
    assert_eq!((kinds(&document), &document["history"]), (vec!["margin", "lost"], &json!("as-it-was")));
    for file in ["empty", "short", "bytes", "folder", "nowhere", "./nowhere"] {
        let document = of(file);
        assert_eq!(kinds(&document), ["head-unreadable", "margin", "lost"], "{file}");
        assert_eq!((&document["exit"], &document["code"]), (&json!(6), &json!("cannot-tell")), "{file}");
        assert_eq!(document["history"], "not-compared", "{file}");
    }
    let document = of("never");
    assert_eq!(
        (kinds(&document), &document["code"]),
        (vec!["other-head", "margin", "lost"], &json!("other-head"))
    );
    // A code that is typed is a matter of the command line.
    for code in ["", "zzz", "330b"] {
        desk.refused(2, &["status", "record.json", "--expect-head", code]);
    }
    // Where nothing else is wrong, it is not green.
    let ran = status(&desk, &["other/public/record.json", "--expect-head-file", "empty"]);
    assert!(ran.code == 6 && ran.says("error: the head that somebody holds cannot be read"), "{ran:?}");
    // Each record has a file of its own, in the order of the records.
    let both = ["record.json", "other/public/record.json", "--expect-head-file"];
    let document =
        status(&desk, &[&both[..], &["head", "--expect-head-file", "other-head", "--json"]].concat());
    let document = document.json();
    assert!((0..2).all(|at| document["records"][at]["history"] == "as-it-was"), "{document}");
    let document =
        status(&desk, &[&both[..], &["other-head", "--expect-head-file", "head", "--json"]].concat());
    let document = document.json();
    assert!((0..2).all(|at| document["records"][at]["history"] == "changed"), "{document}");
    desk.refused(2, &[&["status"], &both[..], &["head"]].concat());
}

#[test]
fn what_is_for_one_record_is_refused_for_several() {
    let desk = two();
    let both = ["status", "record.json", "other/public/record.json"];
    let head = "0".repeat(32);
    for more in [&["--expect-head", &head][..], &["--story", "--since", &head], &["--sealed", "x"]] {
        let refused = desk.refused(2, &[&both, more].concat());
        assert!(refused.error.contains("goes with one record"), "{refused:?}");
    }
    desk.refused(2, &["status", "record.json", "record.json"]);
    let ran = status(&desk, &["record.json", "other/public/record.json", "--journal", "--story"]);
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert_eq!((ran.code, text.matches("\njournal\n").count()), (6, 2), "{text}");
}

/// What runs every night waits for nobody, and one name that is no text hides no other record.
#[test]
fn what_is_no_ordinary_file_is_refused_and_not_waited_for() {
    let desk = two();
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    let _socket = UnixListener::bind(desk.path("socket")).unwrap();
    let ran = status(&desk, &["record.json", "pipe", "socket", "/dev/zero", "other"]);
    let text = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
    for name in ["pipe", "socket", "/dev/zero", "other"] {
        assert!(text.contains(&format!("{name}: not a regular file")), "{name}: {text}");
    }
    assert!(ran.code == 1 && text.contains("carol"), "{text}");
    let document = status(&desk, &["--json", "record.json", "--expect-head-file", "pipe"]).json();
    assert_eq!(kinds(&document), ["head-unreadable", "margin", "lost"]);
    assert!(document["findings"][0]["text"].as_str().unwrap().contains("not a regular file"), "{document}");
}

#[test]
fn a_name_that_is_no_text_is_told_with_what_can_be_shown_of_it() {
    let desk = two();
    let typed = OsStr::from_bytes(b"caf\xe9.json");
    let ran = |more: &[&OsStr]| {
        let first = ["--json", "status", "--date", "2016-11-25", "record.json"];
        Ran::of(desk.command(&first).args(more).output().unwrap())
    };
    let document = ran(&[typed]).json();
    let records = document["records"].as_array().unwrap();
    assert_eq!(
        records.iter().map(|one| &one["record"]).collect::<Vec<_>>(),
        ["record.json", "caf\u{fffd}.json"]
    );
    assert_eq!((kinds(&records[0]), &records[1]["exit"]), (vec!["margin", "lost"], &json!(2)), "{document}");
    let document = ran(&[OsStr::new("--expect-head-file"), typed]).json();
    assert_eq!(kinds(&document)[0], "head-unreadable", "{document}");
    let alone = Ran::of(desk.command(&["status"]).arg(typed).output().unwrap());
    assert!(alone.code == 2 && alone.says("its name is not UTF-8"), "{alone:?}");
    let secret = [&[0xe9][..], b" ", "abandon ".repeat(12).as_bytes()].concat();
    let document = ran(&[OsStr::from_bytes(&secret)]).json();
    assert!(
        !document.to_string().contains("abandon") && document["records"][1]["record"] == "record 2",
        "{document}"
    );
}
