//! A passphrase against what the record knows of it: yes, no, or nobody can tell, and never the third as the first.

use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// A desk with files of passphrases, and sets of one key: `SET.json` is the record, `SET.txt` a quorum.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("pass", "correct horse").put("other", "battery staple").put("none", "");
    for (name, options) in [
        ("with", &["--passphrase-file", "pass"][..]),
        ("without", &[]),
        ("with-print", &["--passphrase-file", "pass", "--fingerprint"]),
        ("without-print", &["--fingerprint"]),
    ] {
        let record = format!("{name}.json");
        let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--record", &record];
        let shares = desk.run(&[&split[..], options].concat()).lines();
        desk.put(&format!("{name}.txt"), shares[..2].join("\n"));
    }
    // A record that does not say.
    let mut unsaid: Value = serde_json::from_str(&desk.read("without.json")).unwrap();
    unsaid["passphrase"] = Value::Null;
    desk.put("unsaid.json", unsaid.to_string()).put("unsaid.txt", desk.read("without.txt"));
    desk
}

/// What is said of the passphrase on the command line.
fn said(passphrase: &str) -> Vec<&str> {
    if passphrase.is_empty() { Vec::new() } else { vec!["--passphrase-file", passphrase] }
}

/// The last line of a set's journal that is about this; none if there is none.
fn noted(desk: &Desk, set: &str, event: &str) -> Option<Value> {
    let text = std::fs::read_to_string(desk.path(&format!("{set}.journal.jsonl"))).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).rfind(|line| line["event"] == event)
}

/// Set, passphrase, whether another is accepted; the exit of `recover`, and what confirms the key.
const CELLS: [(&str, &str, bool, i32, &str); 26] = [
    ("with", "", false, 7, ""),
    ("with", "none", false, 7, ""),
    ("with", "pass", false, 0, "nothing"),
    ("with", "other", false, 0, "nothing"),
    ("with", "", true, 0, "nothing"),
    ("with", "none", true, 0, "nothing"),
    ("without", "", false, 0, "record"),
    ("without", "none", false, 0, "record"),
    ("without", "other", false, 7, ""),
    ("without", "other", true, 0, "nothing"),
    ("with-print", "pass", false, 0, "fingerprint"),
    ("with-print", "pass", true, 0, "fingerprint"),
    ("with-print", "", false, 7, ""),
    ("with-print", "other", false, 6, ""),
    // It decides alone: what is accepted is another passphrase, and not another key.
    ("with-print", "", true, 6, ""),
    ("with-print", "other", true, 6, ""),
    ("without-print", "", false, 0, "fingerprint"),
    ("without-print", "none", false, 0, "fingerprint"),
    ("without-print", "other", false, 7, ""),
    ("without-print", "other", true, 6, ""),
    ("unsaid", "", false, 0, "nothing"),
    ("unsaid", "none", false, 0, "nothing"),
    ("unsaid", "other", false, 0, "nothing"),
    ("unsaid", "", true, 0, "nothing"),
    ("unsaid", "other", true, 0, "nothing"),
    ("without", "", true, 0, "record"),
];

#[test]
fn a_recovery_gives_out_no_key_that_the_record_says_is_another() {
    for (set, passphrase, accepts, exit, confirmed_by) in CELLS {
        let desk = desk();
        let (record, shares) = (format!("{set}.json"), format!("{set}.txt"));
        let mut arguments = vec!["recover", &shares, "--record", &record];
        arguments.extend(said(passphrase));
        arguments.extend(accepts.then_some("--accept-other-passphrase"));
        let what = format!("{set} {passphrase} {accepts}");
        if exit != 0 {
            let refused = desk.refused(exit, &arguments);
            assert_eq!(refused.hint.contains("--accept-other-passphrase"), exit == 7, "{what}: {refused:?}");
            let code = desk.refused_json(exit, &arguments)["code"].clone();
            assert_eq!(code, if exit == 7 { "other-passphrase" } else { "fingerprint" }, "{what}");
            assert_eq!(noted(&desk, set, "recovered"), None, "{what}");
            continue;
        }
        arguments.push("--json");
        let ran = desk.run(&arguments);
        let document = ran.json();
        assert_eq!(document["confirmed_by"], confirmed_by, "{what}: {document}");
        let is_key = document["secret"]["value"] == known::HEX;
        assert!(is_key || confirmed_by == "nothing", "{what}: another key was confirmed");
        let line = noted(&desk, set, "recovered").unwrap();
        let passed = if confirmed_by == "nothing" { Value::Null } else { json!(true) };
        assert_eq!(line["passed"], passed, "{what}: {line}");
        // Whatever became of the passphrase, the cards were those that were dealt.
        let checked = noted(&desk, set, "checked").map(|line| line["passed"].clone());
        assert_eq!(checked, passed.is_null().then_some(json!(true)), "{what}");
        assert_eq!(document["caveats"].as_array().unwrap().is_empty(), !passed.is_null(), "{what}");
        let is_other = document["other_passphrase_accepted"] == true;
        let contradicts = matches!((set, passphrase), ("with", "" | "none") | ("without", "other"));
        assert_eq!(is_other, contradicts, "{what}");
        assert_eq!(document["passphrase_file_empty"] == true, passphrase == "none", "{what}");
        assert_eq!(ran.says("the passphrase file is empty"), passphrase == "none", "{what}: {ran:?}");
    }
}

#[test]
fn what_nothing_confirms_is_said_also_where_little_is_said() {
    let desk = desk();
    let quiet =
        desk.run(&["recover", "with.txt", "--record", "with.json", "--passphrase-file", "other", "-q"]);
    assert!(quiet.code == 0 && quiet.says("warning: not confirmed: another passphrase"), "{quiet:?}");
    let other = ["recover", "with.txt", "--record", "with.json", "--accept-other-passphrase", "-q"];
    assert!(desk.run(&other).says("warning: not the key of the record: that one has a passphrase"));
    let alone = desk.run(&["recover", "with.txt"]);
    assert!(alone.code == 0 && alone.says("not confirmed: if there was a passphrase"), "{alone:?}");
    for options in [&["-q"][..], &["-q", "--passphrase-file", "pass"]] {
        let quiet = desk.run(&[&["recover", "with.txt"], options].concat());
        assert!(quiet.code == 0 && quiet.says("warning: not confirmed"), "{quiet:?}");
    }
    let document = desk.run(&["recover", "with.txt", "--json", "-o", "out"]).json();
    assert_eq!(
        (&document["confirmed_by"], &document["passphrase"]),
        (&json!("nothing"), &json!("assumed-empty"))
    );
    desk.refused(2, &["recover", "with.txt", "--accept-other-passphrase"]);
}

type Drill = (&'static str, &'static str, bool, i32, Option<bool>, &'static str);

/// Set, passphrase, whether another is accepted; the exit of `drill`, what the journal says, and a part of what is told.
const DRILLS: [Drill; 16] = [
    ("with", "", false, 0, None, "the passphrase was not exercised"),
    ("with", "none", false, 6, Some(false), ""),
    ("with", "none", true, 0, None, "which contradicts the passphrase"),
    ("with", "pass", false, 0, None, "nothing could confirm the passphrase"),
    ("with", "other", false, 0, None, "nothing could confirm the passphrase"),
    ("without", "", false, 0, Some(true), "no passphrase was set"),
    ("without", "none", false, 0, Some(true), "no passphrase was set"),
    ("without", "other", false, 6, Some(false), ""),
    ("without", "other", true, 0, None, "which contradicts the passphrase"),
    ("with-print", "pass", false, 0, Some(true), "this is the key that was split"),
    ("with-print", "other", false, 6, Some(false), ""),
    ("with-print", "other", true, 6, Some(false), ""),
    ("without-print", "", false, 0, Some(true), "this is the key that was split"),
    ("without-print", "other", true, 6, Some(false), ""),
    ("unsaid", "", false, 0, None, "the passphrase was not exercised"),
    ("unsaid", "other", false, 0, None, "nothing could confirm the passphrase"),
];

#[test]
fn a_drill_passes_only_with_what_the_record_says() {
    for (set, passphrase, accepts, exit, passed, told) in DRILLS {
        let desk = desk();
        let (record, shares) = (format!("{set}.json"), format!("{set}.txt"));
        let mut arguments = vec!["drill", &shares, "--record", &record, "--report", "report.pdf"];
        arguments.extend(said(passphrase));
        arguments.extend(accepts.then_some("--accept-other-passphrase"));
        let what = format!("{set} {passphrase} {accepts}");
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, exit, "{what}: {ran:?}");
        let product = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(product.contains(told) && product.is_empty() == (exit != 0), "{what}: {product}");
        let line = noted(&desk, set, "drilled").unwrap();
        assert_eq!(line["passed"], passed.map_or(Value::Null, Value::Bool), "{what}: {line}");
        let checked = noted(&desk, set, "checked").map(|line| line["passed"].clone());
        assert_eq!(
            checked,
            passed.is_none().then_some(json!(true)),
            "{what}: the cards were those that were dealt"
        );
        let report: Value = serde_json::from_str(&desk.read("report.json")).unwrap();
        assert_eq!(report["passphrase_file_empty"] == true, passphrase == "none", "{what}: {report}");
        if exit == 6 {
            let code =
                if set.ends_with("-print") && accepts { "fingerprint" } else { "passphrase-contradicted" };
            let code = if (set, passphrase) == ("with-print", "other") { "fingerprint" } else { code };
            assert_eq!(report["failure"]["code"], code, "{what}");
        } else {
            let is_confirmed = report["confirmed_by"] != "nothing";
            assert_eq!(is_confirmed, passed == Some(true), "{what}: {report}");
        }
    }
}

#[test]
fn an_empty_file_of_a_passphrase_is_named_in_a_report() {
    let desk = desk();
    let drill = ["drill", "unsaid.txt", "--record", "unsaid.json", "--passphrase-file", "none"];
    let ran = desk.run(&drill);
    assert!(ran.product().contains("its file is empty"), "{ran:?}");
    assert!(ran.says("warning: the passphrase file is empty"), "{ran:?}");
    assert_eq!(desk.run(&[&drill[..], &["--json"]].concat()).json()["passphrase_file_empty"], true);
}

#[test]
fn an_empty_file_of_a_passphrase_is_named_in_refusals_and_by_split() {
    let desk = desk();
    for (exit, command) in [
        (7, &["recover", "with.txt", "--record", "with.json"][..]),
        (7, &["recover", "with-print.txt", "--record", "with-print.json"]),
        (6, &["recover", "with-print.txt", "--record", "with-print.json", "--accept-other-passphrase"]),
        (6, &["drill", "with.txt", "--record", "with.json"]),
    ] {
        let refused = desk.run(&[command, &["--passphrase-file", "none", "--json"]].concat());
        assert_eq!(
            (refused.code, &refused.json()["passphrase_file_empty"]),
            (exit, &json!(true)),
            "{command:?}"
        );
        let other = desk.run(&[command, &["--passphrase-file", "other", "--json"]].concat()).json();
        assert_eq!(other["passphrase_file_empty"], Value::Null, "{command:?}");
    }
    desk.put("words", known::ABANDON);
    let seed = ["split", "2of3", "--in", "words", "--bip39-as", "seed", "--json", "--bip39-passphrase-file"];
    let again =
        ["split", "2of3", "--exponent", "0", "--from", "with.txt", "--passphrase-file", "pass", "--json"];
    let old = [&again[..], &["--old-passphrase-file"]].concat();
    for (command, field) in [(&seed[..], "bip39_passphrase_file_empty"), (&old, "old_passphrase_file_empty")]
    {
        let named = |file| desk.run(&[command, &[file]].concat()).json()[field].clone();
        assert_eq!((named("none"), named("other")), (json!(true), Value::Null), "{field}");
    }
    let compared = [&old[..], &["none", "--old-record", "with.json", "--record", "new.json"]].concat();
    let refused = desk.run(&compared);
    assert_eq!(
        (refused.code, &refused.json()["old_passphrase_file_empty"]),
        (6, &json!(true)),
        "{refused:?}"
    );
}

#[test]
fn a_share_that_is_the_whole_key_is_confirmed_by_a_fingerprint_alone() {
    let desk = desk();
    for (print, confirmed_by, passed) in [(false, "nothing", Value::Null), (true, "fingerprint", json!(true))]
    {
        let record = format!("whole-{print}.json");
        let split = ["split", "1of1", "--in", "key", "--accept-single-point", "--record", &record];
        let fingerprint: &[&str] = if print { &["--fingerprint"] } else { &[] };
        let share = desk.run(&[&split[..], fingerprint].concat()).lines();
        desk.put("whole.txt", &share[0]);
        let document = desk.run(&["recover", "whole.txt", "--record", &record, "--json"]).json();
        assert_eq!(document["confirmed_by"], confirmed_by, "{document}");
        let line = noted(&desk, &format!("whole-{print}"), "recovered").unwrap();
        assert_eq!(line["passed"], passed);
        assert!(noted(&desk, &format!("whole-{print}"), "checked").is_none(), "nobody can tell of the card");
    }
}

#[test]
fn a_blank_at_the_end_of_a_passphrase_file_is_told_wherever_one_is_read() {
    let desk = desk();
    desk.put("blank", "correct horse \n")
        .put("words", known::ABANDON)
        .put("tab", "TREZOR\t")
        .put("TREZOR", "TREZOR\n");
    const SLIP39: &str = "warning: the passphrase file ends with a blank";
    const BIP39: &str = "warning: the BIP-39 passphrase file ends with a blank";
    let seed = ["split", "2of3", "--in", "words", "--bip39-as", "seed", "--bip39-passphrase-file"];
    let xprv =
        ["recover", "with.txt", "--passphrase-file", "pass", "--as", "xprv", "--bip39-passphrase-file"];
    let again = [
        "split",
        "2of3",
        "--exponent",
        "0",
        "--from",
        "with.txt",
        "--passphrase-file",
        "pass",
        "--old-passphrase-file",
    ];
    for (command, file, warning) in [
        (&["split", "2of3", "--in", "key", "--passphrase-file"][..], "blank", SLIP39),
        (&["recover", "with.txt", "--record", "with.json", "--passphrase-file"], "blank", SLIP39),
        (&["drill", "with.txt", "--passphrase-file"], "blank", SLIP39),
        (&again, "blank", SLIP39),
        (&seed, "tab", BIP39),
        (&xprv, "tab", BIP39),
    ] {
        let ran = desk.run(&[command, &[file, "-q"]].concat());
        assert!(ran.code == 0 && ran.says(warning), "{command:?}: {ran:?}");
        let clean = if warning == SLIP39 { "pass" } else { "TREZOR" };
        assert!(!desk.run(&[command, &[clean]].concat()).says("ends with a blank"), "{command:?}");
    }
}

#[test]
fn a_split_says_where_the_key_still_lies_and_that_no_record_is_left() {
    let desk = desk();
    const LIES: &str = "key still lies there, whole and unprotected";
    const NO_RECORD: &str = "no record is left";
    let split = ["split", "2of3", "--exponent", "0"];
    for (options, lies, is_recorded) in [
        (&["--in", "key"][..], true, false),
        (&["--in", "key", "--record", "new.json"], true, true),
        (&["--in", "key", "-o", "folder"], true, true),
        (&["--seal", "key"], true, false),
        (&["--generate", "128"], false, false),
        (&["--from", "without.txt"], false, false),
    ] {
        let ran = desk.run(&[&split[..], options].concat());
        assert_eq!(
            (ran.code, ran.says(LIES), ran.says(NO_RECORD)),
            (0, lies, !is_recorded),
            "{options:?}: {ran:?}"
        );
    }
    let ran = desk.pipe(known::HEX, &split);
    assert!(ran.code == 0 && !ran.says("still lies there"), "{ran:?}");
}
