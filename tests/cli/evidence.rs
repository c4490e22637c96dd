//! Evidence for an auditor: made, signed, verified, and changed in every way.

use std::{
    env, fs,
    io::Write as _,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use quorate::{
    crypto::hash::sha256_hex,
    custody::evidence::{
        checklist,
        manifest::{ListedFile, Manifest},
    },
};
use serde_json::Value;

use crate::{able::has, desk::Desk, known};

const PLAN: &str = r#"
title = "Treasury"
others = ["eve"]
[[group]]
threshold = 2
[[group.custodian]]
name = "alice"
place = "safe A"
access = ["dan"]
[[group.custodian]]
name = "bob"
place = "safe B"
access = ["erin"]
[[group.custodian]]
name = "carol"
place = "safe C"
access = ["fay"]
"#;

/// What no set of this page has.
const ACCEPT: [&str; 2] = ["--accept-missing", "ccss-1.03.6.1"];
const UNSIGNED: [&str; 4] = ["--accept-missing", "ccss-1.03.6.1", "--accept-missing", "dps-signed"];

fn ran(desk: &Desk, arguments: &[&str]) {
    let ran = desk.run(arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
}

/// A set whose files show all but a passphrase, in `set`, and its evidence in `evidence`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    fs::write(desk.path("plan.toml"), PLAN).unwrap();
    ran(
        &desk,
        &[
            "split",
            "--plan",
            "plan.toml",
            "--in",
            "key",
            "--date",
            "2016-11-24",
            "--fingerprint",
            "-o",
            "set",
        ],
    );
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(name)).unwrap();
    }
    for who in ["alice", "bob", "carol"] {
        ran(&desk, &["note", "record.json", "handed-over", who, "--date", "2016-11-25"]);
        ran(
            &desk,
            &["note", "record.json", "seal", who, "--text", &format!("bag A-{who}"), "--date", "2016-11-25"],
        );
    }
    ran(&desk, &["note", "record.json", "moved", "carol", "--to", "safe D", "--date", "2016-11-26"]);
    let challenge = desk.run(&["--json", "note", "record.json", "challenge", "--date", "2016-12-01"]).json();
    let challenge = challenge["challenge"].as_str().unwrap().to_owned();
    let share = "set/secret/1-alice.txt";
    let check = ["check", share, "--record", "record.json", "--receipt", &challenge, "--date", "2016-12-01"];
    fs::write(desk.path("receipt"), desk.run(&check).product()).unwrap();
    ran(&desk, &["note", "record.json", "receipt", "receipt", "--date", "2016-12-01"]);
    let drill =
        ["drill", "set/secret", "--record", "record.json", "--report", "drill.pdf", "--date", "2016-12-02"];
    let who = ["--attendee", "alice", "--attendee", "eve", "--scenario", "all came", "--next", "2017-12-01"];
    ran(&desk, &[&drill[..], &who].concat());
    // For the drill the bags were opened.
    for who in ["alice", "bob", "carol"] {
        let bag = format!("bag B-{who}");
        ran(&desk, &["note", "record.json", "seal", who, "--text", &bag, "--date", "2016-12-02"]);
    }
    ran(
        &desk,
        &["evidence", "record.json", "--report", "drill.pdf", "-o", "evidence", "--date", "2016-12-03"],
    );
    desk
}

/// A copy of a folder of the desk.
fn copied(desk: &Desk, from: &str, to: &str) -> PathBuf {
    let _ = fs::remove_dir_all(desk.path(to));
    let copied = Command::new("cp").arg("-r").arg(desk.path(from)).arg(desk.path(to)).status().unwrap();
    assert!(copied.success());
    desk.path(to)
}

/// What a folder is found to be, which no sum vouches for.
fn found(desk: &Desk, folder: &str, options: &[&str]) -> (i32, Value) {
    let ran = desk.run(&[&["evidence", "--json", "--verify", folder], options].concat());
    (ran.code, ran.json())
}

/// What is wrong in it.
fn wrong(desk: &Desk, folder: &str, options: &[&str]) -> Vec<String> {
    let (code, document) = found(desk, folder, options);
    let wrong = document["wrong"].as_array().unwrap_or_else(|| panic!("{document}"));
    assert_eq!((code, document["code"] == "evidence"), (6, !wrong.is_empty()), "{document}");
    wrong.iter().map(|one| one["about"].as_str().unwrap().to_owned()).collect()
}

/// Writes the manifest of a folder anew, and the checklist, as whoever changes a file can.
fn relisted(folder: &Path) -> Manifest {
    let mut manifest = Manifest::read(&fs::read(folder.join("MANIFEST.json")).unwrap()).unwrap();
    let name = |path: PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<String> = [folder.to_path_buf(), folder.join("reports")]
        .iter()
        .filter_map(|within| fs::read_dir(within).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(name)
        .filter(|name| !name.starts_with("MANIFEST") && !name.starts_with("CHECKLIST"))
        .collect();
    names.sort();
    let listed = |name: &String| ListedFile::of(name, &fs::read(folder.join(name)).unwrap());
    manifest.files = names.iter().map(listed).collect();
    if let Ok(record) = fs::read(folder.join("record.json")) {
        manifest.record = sha256_hex(&record);
        let journal = fs::read_to_string(folder.join("journal.jsonl")).unwrap();
        manifest.journal_head = sha256_hex(journal.lines().last().unwrap().as_bytes());
        manifest.journal_lines = journal.lines().count();
    }
    write(folder, &manifest);
    manifest
}

fn write(folder: &Path, manifest: &Manifest) {
    fs::write(folder.join("MANIFEST.json"), manifest.text()).unwrap();
    fs::write(folder.join("CHECKLIST.txt"), checklist::text(manifest, &[])).unwrap();
}

fn ssh_keygen(desk: &Desk, arguments: &[&str]) {
    let ran = Command::new("ssh-keygen").args(arguments).current_dir(desk.path("")).output().unwrap();
    assert!(ran.status.success(), "{arguments:?}: {ran:?}");
}

#[test]
fn a_folder_passes_when_somebody_vouches_for_it_and_shows_what_is_asked_for() {
    let desk = desk();
    let names =
        ["CHECKLIST.txt", "MANIFEST.json", "journal.jsonl", "plan-today.json", "plan.json", "receipts.txt"];
    for name in names.iter().chain(&["record.json", "reports/1.json", "reports/1.pdf"]) {
        assert!(desk.path(&format!("evidence/{name}")).is_file(), "{name}");
    }
    for (copy, original) in
        [("record.json", "record.json"), ("journal.jsonl", "journal.jsonl"), ("reports/1.pdf", "drill.pdf")]
    {
        assert_eq!(
            fs::read(desk.path(&format!("evidence/{copy}"))).unwrap(),
            fs::read(desk.path(original)).unwrap()
        );
    }
    // Nothing vouches for it: never 0.
    let (code, document) = found(&desk, "evidence", &UNSIGNED);
    assert_eq!(
        (code, &document["code"], &document["verdict"]),
        (6, &"cannot-tell".into(), &"cannot-tell".into())
    );
    assert_eq!((&document["receipts"], &document["not_looked_into"]), (&1.into(), &Value::Array(vec![])));
    let sum = sha256_hex(&fs::read(desk.path("evidence/MANIFEST.json")).unwrap());
    let expect = ["--expect-manifest", sum.as_str()];
    let (code, document) = found(&desk, "evidence", &[&expect[..], &UNSIGNED].concat());
    assert_eq!((code, &document["verdict"]), (0, &"yes".into()), "{document}");
    let (code, document) = found(&desk, "evidence", &expect);
    assert_eq!((code, &document["code"]), (6, &"evidence-missing".into()));
    assert!(document["message"].as_str().unwrap().ends_with(": ccss-1.03.6.1, dps-signed"), "{document}");
    for (option, about) in [("--expect-manifest", "other-manifest"), ("--expect-head", "other-head")] {
        assert_eq!(wrong(&desk, "evidence", &[option, &"0".repeat(64)]), [about]);
        desk.refused(2, &["evidence", "--verify", "evidence", option, "123"]);
    }
    let head = document["journal_head"].as_str().unwrap();
    assert_eq!(found(&desk, "evidence", &[&expect[..], &UNSIGNED, &["--expect-head", head]].concat()).0, 0);
    let told = desk.run(&[&["evidence", "--verify", "evidence"][..], &expect, &UNSIGNED].concat());
    assert!(told.product().ends_with("verdict: as it was vouched for\n"), "{told:?}");
    // A later set shows less: nothing was exercised.
    ran(&desk, &["evidence", "record.json", "-o", "later", "--date", "2018-12-03"]);
    let (_, document) = found(&desk, "later", &[]);
    let missing = document["clauses"].as_array().unwrap().iter().filter(|one| one["files"] == "missing");
    let missing: Vec<&str> = missing.map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(
        missing,
        ["ccss-1.03.2.1", "ccss-1.03.6.1", "ccss-2.04.2.1", "dps-ceremonies", "dps-exercised", "dps-signed"]
    );
    for arguments in [
        &["evidence", "record.json"][..],
        &["evidence", "-o", "x"],
        &["evidence", "record.json", "--verify", "evidence"],
        &["evidence", "record.json", "--redact", "--report", "drill.pdf", "-o", "x"],
        &["evidence", "--verify", "evidence", "--accept-missing", "ccss-9"],
        &["evidence", "--verify", "evidence/record.json"],
        &["evidence", "record.json", "--report", "set", "-o", "x"],
    ] {
        desk.refused(2, arguments);
    }
    desk.refused(7, &["evidence", "record.json", "-o", "evidence"]);
}

#[test]
fn whatever_is_changed_is_found() {
    let desk = desk();
    let files = [
        "journal.jsonl",
        "plan-today.json",
        "plan.json",
        "receipts.txt",
        "record.json",
        "reports/1.json",
        "reports/1.pdf",
    ];
    for name in files {
        let file = copied(&desk, "evidence", "changed").join(name);
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, &bytes).unwrap();
        assert!(wrong(&desk, "changed", &[]).contains(&"changed".to_owned()), "{name}");
        fs::remove_file(&file).unwrap();
        assert!(wrong(&desk, "changed", &[]).contains(&"missing".to_owned()), "{name}");
        symlink(desk.path(&format!("evidence/{name}")), &file).unwrap();
        let found = wrong(&desk, "changed", &[]);
        assert!(
            found.contains(&"no-file".to_owned()) && found.contains(&"missing".to_owned()),
            "{name}: {found:?}"
        );
    }
    let changed = |change: &dyn Fn(&Path)| {
        change(&copied(&desk, "evidence", "changed"));
        wrong(&desk, "changed", &[])
    };
    assert_eq!(changed(&|at| fs::remove_file(at.join("MANIFEST.json")).unwrap()), ["missing"]);
    assert_eq!(changed(&|at| fs::remove_file(at.join("CHECKLIST.txt")).unwrap()), ["missing"]);
    assert_eq!(changed(&|at| fs::write(at.join("more.txt"), "more").unwrap()), ["not-listed"]);
    assert_eq!(changed(&|at| fs::write(at.join("reports/2.pdf"), "more").unwrap()), ["not-listed"]);
    assert_eq!(changed(&|at| fs::create_dir(at.join("empty")).unwrap()), ["no-file"]);
    assert_eq!(changed(&|at| symlink("/etc", at.join("link")).unwrap()), ["no-file"]);
    let twin = |at: &Path| assert!(fs::copy(at.join("record.json"), at.join("RECORD.JSON")).is_ok());
    assert_eq!(changed(&twin), ["twins", "not-listed"]);
    // The manifest itself, and the checklist.
    let manifest = desk.read("evidence/MANIFEST.json");
    for (from, to) in [
        ("\"reports/1.pdf\"", "\"../reports/1.pdf\""),
        ("\"reports/1.pdf\"", "\"/etc/passwd\""),
        ("\"reports/1.pdf\"", "\"Record.json\""),
        ("\"reports/1.pdf\"", "\"record.json\""),
        ("\"set\":", "\"set\": 1,\n  \"set\":"),
        ("\"set\":", "\"more\": 1,\n  \"set\":"),
        ("\"redacted\": false", "\"redacted\": true"),
        ("\"version\": 1", "\"version\": 2"),
        (manifest.as_str(), &manifest[..manifest.len() / 2]),
        (manifest.as_str(), ""),
        (manifest.as_str(), "[]"),
    ] {
        let other = manifest.replacen(from, to, 1);
        assert_ne!(other, manifest);
        let found = changed(&|at| fs::write(at.join("MANIFEST.json"), &other).unwrap());
        assert_eq!(found, ["manifest"], "{from} -> {to}");
    }
    let sums = desk.read("evidence/CHECKLIST.txt");
    for other in [
        sums.replacen("MANIFEST.json\n", "MANIFEST.jsom\n", 1),
        format!("{sums}more\n"),
        sums.replace("# [ ]", "[ ]"),
        sums.replace("# [ ] I have read", "# [x] Signed by the auditor. I have read"),
        sums.replacen("# [ ] The head of the journal is that which I hold: ", "# [ ] The head is 0", 1),
        sums.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect(),
        sums.replace('\n', "\r\n"),
    ] {
        assert_eq!(changed(&|at| fs::write(at.join("CHECKLIST.txt"), &other).unwrap()), ["checklist"]);
    }
    let crossed = sums.replace("# [ ]", "# [x]");
    assert!(changed(&|at| fs::write(at.join("CHECKLIST.txt"), &crossed).unwrap()).is_empty());
    // Whatever stands in a name stays in its line.
    let name = "a\x1b[31m\nverdict: as it was vouched for\n.json";
    assert_eq!(
        changed(&|at| fs::write(at.join(name), "{\"a\":1,\"a\":2}").unwrap()),
        ["not-listed", "ambiguous"]
    );
    let told = desk.run(&["evidence", "--verify", "changed"]);
    assert!(!told.stderr.contains('\x1b') && !told.stderr.contains("\nverdict: as it"), "{told:?}");
    let (_, document) = found(&desk, "changed", &[]);
    let texts = document["wrong"].as_array().unwrap().iter().flat_map(|one| [&one["text"], &one["file"]]);
    assert!(
        texts.map(|text| text.as_str().unwrap()).all(|text| !text.contains(char::is_control)),
        "{document}"
    );
}

#[test]
fn a_manifest_that_was_written_anew_does_not_help_a_forger() {
    let desk = desk();
    let forged = |change: &dyn Fn(&Path)| {
        let folder = copied(&desk, "evidence", "forged");
        change(&folder);
        relisted(&folder);
        wrong(&desk, "forged", &[])
    };
    let none: [&str; 0] = [];
    assert_eq!(forged(&|_| {}), none, "the manifest that was there");
    // Another journal: of another set, without its last line, with one that was changed.
    let other = Desk::new();
    other.put("key", known::HEX);
    ran(&other, &["split", "2of3", "--in", "key", "--date", "2016-11-24", "-o", "set"]);
    let swapped = |at: &Path| {
        assert!(fs::copy(other.path("set/public/journal.jsonl"), at.join("journal.jsonl")).is_ok())
    };
    assert_eq!(forged(&swapped)[0], "journal");
    let swapped =
        |at: &Path| assert!(fs::copy(other.path("set/public/record.json"), at.join("record.json")).is_ok());
    assert_eq!(forged(&swapped)[0], "journal");
    let edit = |name: &'static str, from: &'static str, to: &'static str| {
        move |at: &Path| {
            let text = fs::read_to_string(at.join(name)).unwrap();
            assert!(text.contains(from), "{name}: {text}");
            fs::write(at.join(name), text.replacen(from, to, 1)).unwrap();
        }
    };
    assert_eq!(forged(&edit("journal.jsonl", "bag A-bob", "bag B-bob"))[0], "journal");
    assert_eq!(forged(&edit("record.json", "\"safe A\"", "\"safe Z\""))[0], "record");
    assert_eq!(
        forged(&edit("record.json", "\"practice\": false", "\"practice\": false,\n  \"x\": 1, \"x\": 2"))[0],
        "ambiguous"
    );
    assert_eq!(forged(&edit("plan.json", "safe A", "safe Z")), ["not-derived"]);
    assert_eq!(forged(&edit("receipts.txt", "/2016-12-01/", "/2016-12-02/")), ["not-derived"]);
    assert_eq!(forged(&|at| fs::remove_file(at.join("receipts.txt")).unwrap()), ["not-derived"]);
    // A report that says more than the journal.
    let report = "reports/1.json";
    assert_eq!(forged(&edit(report, "\"outcome\":\"passed\"", "\"outcome\":\"failed\"")), ["report"]);
    assert_eq!(forged(&edit(report, "\"date\":\"2016-12-02\"", "\"date\":\"2016-12-03\"")), ["report"]);
    assert_eq!(forged(&edit(report, "\"record_sha256\":\"", "\"record_sha256\":\"0")), ["report"]);
    assert_eq!(
        forged(&edit(report, "\"outcome\":", "\"outcome\":\"failed\",\"outcome\":")),
        ["ambiguous", "report"]
    );
    for (from, to) in [
        ("\"version\":1,\"ok\"", "\"version\":7,\"ok\""),
        ("\"ok\":true,\"outcome\"", "\"ok\":false,\"outcome\""),
        ("\"outcome\":\"passed\"", "\"outcome\":\"shares-passed\""),
        ("\"outcome\":\"passed\"", "\"outcome\":\"whatever\""),
        ("\"set\":{\"identifier\":", "\"set\":{\"identifier\":1"),
        ("\"practice\":false", "\"practice\":true"),
        ("\"quorums_tried\":3", "\"quorums_tried\":9"),
        ("\"quorums_passed\":3", "\"quorums_passed\":9"),
        ("\"scenario\":\"all came\"", "\"scenario\":\"nobody came\""),
        ("\"attendees\":[\"alice\",\"eve\"]", "\"attendees\":[\"mallory\",\"trent\"]"),
        ("\"attendees\":[\"alice\",\"eve\"]", "\"attendees\":[1]"),
        ("\"next\":\"2017-12-01\"", "\"next\":\"never\""),
        ("\"exercised\":true,\"standing\"", "\"exercised\":false,\"standing\""),
    ] {
        assert_eq!(forged(&edit(report, from, to)), ["report"], "{from} -> {to}");
    }
    // One that is called otherwise.
    let text = desk.read("evidence/reports/1.json");
    let twice = text.replacen("\"outcome\":", "\"outcome\":\"failed\",\"outcome\":", 1);
    assert_eq!(forged(&|at| fs::write(at.join("reports/2.txt"), &twice).unwrap()), ["ambiguous", "report"]);
    let other = text.replacen("\"record_sha256\":\"", "\"record_sha256\":\"0", 1);
    assert_eq!(forged(&|at| fs::write(at.join("reports/2.txt"), &other).unwrap()), ["report"]);
    let marked = format!("\u{feff}{other}");
    let marked = forged(&|at| fs::write(at.join("reports/2.txt"), &marked).unwrap());
    assert_eq!(marked, ["ambiguous", "report"]);
    // Lines may be left out at the end, and nobody sees it but who holds a head.
    let whole = desk.read("journal.jsonl");
    let head = sha256_hex(whole.lines().last().unwrap().as_bytes());
    let shorter = |at: &Path| {
        let end = whole.trim_end().rfind('\n').unwrap();
        fs::write(at.join("journal.jsonl"), &whole[..=end]).unwrap();
        fs::remove_dir_all(at.join("reports")).unwrap();
    };
    assert_eq!(forged(&shorter), none);
    assert_eq!(wrong(&desk, "forged", &["--expect-head", &head]), ["other-head"]);
    // A receipt that nobody signed, in a line that is bound to the others.
    let receipt = desk.read("receipt").trim().to_owned();
    let by_hand = |at: &Path| {
        let forged = receipt.replace("/1.1/", "/1.2/");
        let line = serde_json::json!({
            "previous": head, "nonce": "00", "day": "2016-12-02", "source": "given", "event": "receipt",
            "who": "bob", "cards": ["1.2"], "passed": true, "receipt": forged,
        });
        fs::write(at.join("journal.jsonl"), format!("{whole}{line}\n")).unwrap();
        fs::write(at.join("receipts.txt"), format!("{receipt}\n{forged}\n")).unwrap();
    };
    assert_eq!(forged(&by_hand), ["receipt"]);
    // What somebody says in a line of another event is no receipt, and one that was taken back is none any more.
    let said = |lines: &[Value], receipts: &str| {
        let (mut journal, mut head) = (whole.clone(), head.clone());
        for line in lines {
            let mut line = line.clone();
            for (name, value) in [("previous", head.as_str()), ("nonce", "00"), ("day", "2016-12-03")] {
                line[name] = value.into();
            }
            line["source"] = "given".into();
            head = sha256_hex(line.to_string().as_bytes());
            journal.push_str(&format!("{line}\n"));
        }
        forged(&|at| {
            fs::write(at.join("journal.jsonl"), &journal).unwrap();
            fs::write(at.join("receipts.txt"), receipts).unwrap();
        })
    };
    let remark = serde_json::json!({ "event": "remark", "text": "x", "receipt": "Carol had it." });
    assert_eq!(
        said(std::slice::from_ref(&remark), &format!("{receipt}\nCarol had it.\n")),
        ["not-derived", "receipt"]
    );
    assert_eq!(said(&[remark], &format!("{receipt}\n")), ["receipt"]);
    let noted = serde_json::json!({
        "event": "receipt", "who": "bob", "cards": ["1.2"], "passed": true, "receipt": receipt.replace("/1.1/", "/1.2/"),
    });
    let back = serde_json::json!({ "event": "withdraw", "text": "x", "line": whole.lines().count() + 1 });
    assert_eq!(said(&[noted, back], &format!("{receipt}\n")), none);
    // The same record with a line that a program could read in two ways.
    let twice = |at: &Path| {
        let line = format!(
            "{{\"previous\":\"{head}\",\"nonce\":\"00\",\"day\":\"2016-12-02\",\"source\":\"given\",\"event\":\"remark\",\
             \"text\":\"one\",\"text\":\"two\"}}"
        );
        fs::write(at.join("journal.jsonl"), format!("{whole}{line}\n")).unwrap();
    };
    assert!(forged(&twice).contains(&"ambiguous".to_owned()));
    // And what is made of such a journal is told already then.
    let last = relisted(&desk.path("forged"));
    assert_eq!(last.journal_lines, whole.lines().count() + 1);
}

#[test]
fn reports_of_other_records_are_not_taken_along() {
    let desk = desk();
    let report = desk.read("drill.json");
    for (from, to) in [
        ("\"outcome\":\"passed\"", "\"outcome\":\"failed\""),
        ("\"record_sha256\":\"", "\"record_sha256\":\"0"),
    ] {
        fs::write(desk.path("other.json"), report.replacen(from, to, 1)).unwrap();
        let refused = desk.refused_json(6, &["evidence", "record.json", "--report", "other.json", "-o", "x"]);
        assert_eq!(refused["code"], "evidence");
    }
    // Whatever else is brought is taken as it is: a scan, a text, a PDF of somebody else.
    fs::write(desk.path("scan.PDF"), b"%PDF-1.4\n\x80\x81 compressed\n").unwrap();
    fs::write(desk.path("minutes.txt"), "Nobody was late.\n").unwrap();
    // Nobody named this one, and it is no report.
    fs::write(desk.path("scan.json"), "{}").unwrap();
    let reports = [
        "--report",
        "scan.PDF",
        "--report",
        "minutes.txt",
        "--report",
        "drill.json",
        "--report",
        "drill.pdf",
    ];
    let made =
        [&["--json", "evidence", "record.json", "-o", "more", "--date", "2016-12-03"][..], &reports].concat();
    let made = desk.run(&made).json();
    assert_eq!(made["not_looked_into"], serde_json::json!(["reports/1.pdf"]));
    let (code, document) = found(
        &desk,
        "more",
        &[&["--expect-manifest", made["manifest_sha256"].as_str().unwrap()][..], &UNSIGNED].concat(),
    );
    assert_eq!(
        (code, &document["not_looked_into"]),
        (0, &serde_json::json!(["reports/1.pdf"])),
        "{document}"
    );
    assert_eq!(document["files"], 9);
    assert!(desk.read("more/CHECKLIST.txt").contains("# [ ] I have looked at every page of reports/1.pdf"));
    let journal = desk.path("journal.jsonl");
    fs::remove_file(&journal).unwrap();
    assert_eq!(desk.refused_json(6, &["evidence", "record.json", "-o", "x"])["code"], "journal");
}

#[test]
fn printed_reports_are_those_that_the_journal_names() {
    let (one, other) = (desk(), desk());
    // By its name and its day the report of another set could be this one's.
    fs::copy(other.path("drill.pdf"), one.path("evidence/reports/1.pdf")).unwrap();
    relisted(&one.path("evidence"));
    assert_eq!(wrong(&one, "evidence", &[]), ["report"]);
    for (file, name) in [("drill.pdf", "strange.pdf"), ("set/public/ceremony-report.pdf", "strange-too.pdf")]
    {
        fs::copy(other.path(file), one.path(name)).unwrap();
        let ran = one.run(&["evidence", "record.json", "--report", name, "-o", "more"]);
        assert!(ran.code == 6 && ran.says("this report is of another record"), "{ran:?}");
        assert!(!one.path("more").exists());
    }
    // One of this record, and of a drill that the journal does not know.
    let again = ["drill", "set/secret", "--record", "away/record.json", "--report", "away/drill.pdf"];
    fs::create_dir(one.path("away")).unwrap();
    for name in ["record.json", "journal.jsonl"] {
        fs::copy(one.path(name), one.path(&format!("away/{name}"))).unwrap();
    }
    ran(&one, &[&again[..], &["--date", "2016-12-02"]].concat());
    let ran = one.run(&["evidence", "record.json", "--report", "away/drill.pdf", "-o", "more"]);
    assert!(ran.code == 6 && ran.says("something else of the drill"), "{ran:?}");
}

#[test]
fn the_report_of_the_ceremony_is_taken_along_and_one_that_is_not_there_is_named() {
    let desk = desk();
    let (_, document) = found(&desk, "evidence", &[]);
    assert_eq!(document["reports_not_here"], serde_json::json!([1]), "the deal names one: {document}");
    let text = desk.run(&["evidence", "--verify", "evidence"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("not here: a report that line 1"), "{text:?}");
    for name in ["ceremony-report.pdf", "ceremony-report.json"] {
        fs::copy(desk.path(&format!("set/public/{name}")), desk.path(name)).unwrap();
    }
    let make = ["evidence", "record.json", "--report", "drill.pdf", "--date", "2016-12-03", "-o"];
    ran(&desk, &[&make[..], &["whole"]].concat());
    let (_, document) = found(&desk, "whole", &[]);
    assert_eq!(
        (&document["reports_not_here"], &document["wrong"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    let report = fs::read(desk.path("whole/reports/1.json")).unwrap();
    assert_eq!(report, fs::read(desk.path("ceremony-report.json")).unwrap());
    // Two who were there are shown by the report of the ceremony as well.
    let bare = desk.path("bare");
    fs::create_dir(&bare).unwrap();
    let people = ["--attendee", "alice", "--attendee", "bob"];
    let split = ["split", "--plan", "plan.toml", "--in", "key", "--date", "2016-11-24", "-o", "bare/set"];
    for (number, people) in [(0, &[][..]), (1, &people[..2]), (2, &people)] {
        let _ = fs::remove_dir_all(bare.join("set"));
        ran(&desk, &[&split[..], people].concat());
        let made = format!("bare/{number}");
        ran(&desk, &["evidence", "bare/set/public/record.json", "--date", "2016-11-24", "-o", &made]);
        let (_, document) = found(&desk, &made, &[]);
        let clauses = document["clauses"].as_array().unwrap();
        let clause = clauses.iter().find(|one| one["id"] == "dps-ceremonies").unwrap();
        assert_eq!(clause["files"], if number == 2 { "shown" } else { "missing" }, "{number}");
    }
    // Another file of that name is left where it is; brought as a report, it is refused.
    let changed = desk.read("ceremony-report.json").replace("2016-11-24", "2016-11-23");
    fs::write(desk.path("ceremony-report.json"), changed).unwrap();
    ran(&desk, &[&make[..], &["part"]].concat());
    assert_eq!(found(&desk, "part", &[]).1["reports_not_here"], serde_json::json!([1]));
    let brought = ["evidence", "record.json", "--report", "ceremony-report.json", "-o", "none"];
    let refused = desk.run(&brought);
    assert!(refused.code == 6 && refused.says("names another report of the ceremony"), "{refused:?}");
}

#[test]
fn lines_that_count_for_nothing_are_told() {
    let desk = desk();
    assert_eq!(found(&desk, "evidence", &[]).1["without_effect"], serde_json::json!([]));
    let journal = desk.read("journal.jsonl");
    let previous = sha256_hex(journal.lines().last().unwrap().as_bytes());
    let danced = format!(
        r#"{{"previous":"{previous}","nonce":"00","day":"2016-12-02","source":"given","event":"danced"}}"#
    );
    let previous = sha256_hex(danced.as_bytes());
    let heard = format!(
        r#"{{"previous":"{previous}","nonce":"00","day":"2999-01-01","source":"given","event":"heard","who":"alice"}}"#
    );
    fs::write(desk.path("journal.jsonl"), format!("{journal}{danced}\n{heard}\n")).unwrap();
    ran(&desk, &["evidence", "record.json", "-o", "more", "--date", "2016-12-03"]);
    let (_, document) = found(&desk, "more", &[]);
    let idle = document["without_effect"].as_array().unwrap();
    let lines: Vec<u64> = idle.iter().map(|one| one["line"].as_u64().unwrap()).collect();
    let count = journal.lines().count() as u64;
    assert_eq!(lines, [count + 1, count + 2], "{document}");
    assert!(idle.iter().all(|one| !one["why"].as_str().unwrap().is_empty()));
}

#[test]
fn signatures_are_those_of_ssh_keygen() {
    if !has("ssh-keygen", "openssh-client") {
        return;
    }
    let desk = desk();
    for (kind, name) in [("ed25519", "ann"), ("ed25519", "bob"), ("rsa", "rsa")] {
        ssh_keygen(&desk, &["-q", "-t", kind, "-N", "", "-C", "x", "-f", name]);
    }
    let public = |name: &str| desk.read(&format!("{name}.pub")).trim_end_matches([' ', 'x', '\n']).to_owned();
    let signers = format!(
        "# who may\nann@desk namespaces=\"quorate-evidence\" {}\nrsa@desk {}\n",
        public("ann"),
        public("rsa")
    );
    fs::write(desk.path("signers"), &signers).unwrap();
    let allowed = [&["--allowed-signers", "signers"][..], &ACCEPT].concat();
    let verdict = |folder: &str| {
        let (code, document) = found(&desk, folder, &allowed);
        (code, document["code"].as_str().unwrap_or_default().to_owned(), document["signatures"].clone())
    };
    let sign = |folder: &str, key: &str, space: &str| {
        copied(&desk, "evidence", folder);
        ssh_keygen(&desk, &["-q", "-Y", "sign", "-f", key, "-n", space, &format!("{folder}/CHECKLIST.txt")]);
    };
    let (code, why, _) = verdict("evidence");
    assert_eq!((code, why.as_str()), (6, "cannot-tell"), "nobody has signed");

    sign("signed", "ann", "quorate-evidence");
    let (code, why, signatures) = verdict("signed");
    assert_eq!((code, why.as_str()), (0, ""), "{signatures}");
    assert_eq!(
        (&signatures[0]["verdict"], &signatures[0]["principals"]),
        (&"allowed".into(), &"ann@desk".into())
    );
    // Their own program says the same.
    let theirs = Command::new("ssh-keygen")
        .args([
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "ann@desk",
            "-n",
            "quorate-evidence",
            "-s",
            "signed/CHECKLIST.txt.sig",
        ])
        .stdin(fs::File::open(desk.path("signed/CHECKLIST.txt")).unwrap())
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert!(theirs.status.success(), "{theirs:?}");
    assert!(String::from_utf8_lossy(&theirs.stdout).contains(signatures[0]["key"].as_str().unwrap()));
    // Without the file nobody says whose key it is.
    let (code, document) = found(&desk, "signed", &ACCEPT);
    assert_eq!(
        (code, &document["code"], &document["signatures"][0]["verdict"]),
        (6, &"cannot-tell".into(), &"unknown".into())
    );
    let shown = |document: &Value| {
        let clauses = document["clauses"].as_array().unwrap();
        clauses.iter().find(|one| one["id"] == "dps-signed").unwrap()["files"].clone()
    };
    assert_eq!(
        (shown(&document), shown(&found(&desk, "signed", &allowed).1)),
        ("missing".into(), "shown".into())
    );
    // Two have signed, one of them allowed; with a sum besides, both must hold.
    ssh_keygen(&desk, &["-q", "-Y", "sign", "-f", "bob", "-n", "quorate-evidence", "evidence/CHECKLIST.txt"]);
    fs::rename(desk.path("evidence/CHECKLIST.txt.sig"), desk.path("signed/CHECKLIST.txt.bob.sig")).unwrap();
    assert_eq!(verdict("signed").0, 0);
    assert_eq!(
        wrong(&desk, "signed", &[&allowed[..], &["--expect-manifest", &"0".repeat(64)]].concat()),
        ["other-manifest"]
    );

    for (key, space, code, verdict_of_it) in [
        ("bob", "quorate-evidence", "cannot-tell", "unknown"),
        ("rsa", "quorate-evidence", "cannot-tell", "cannot-tell"),
        ("ann", "file", "evidence", "wrong"),
    ] {
        sign("other", key, space);
        let (exit, why, signatures) = verdict("other");
        assert_eq!(
            (exit, why.as_str(), &signatures[0]["verdict"]),
            (6, code, &verdict_of_it.into()),
            "{key} {space}"
        );
    }
    // The signature of another checklist, and one that was cut off.
    let good = desk.read("signed/CHECKLIST.txt.sig");
    let folder = copied(&desk, "signed", "other");
    fs::write(folder.join("reports/2.txt"), "more").unwrap();
    relisted(&folder);
    assert_eq!(wrong(&desk, "other", &allowed), ["signature", "signature"]);
    let folder = copied(&desk, "evidence", "other");
    fs::write(folder.join("CHECKLIST.txt.sig"), &good[..good.len() / 2]).unwrap();
    assert_eq!(wrong(&desk, "other", &allowed), ["signature"]);
    // A file of signers that asks for more than is judged.
    for unjudged in [
        "* ssh-ed25519 AAAA",
        "ann@desk valid-before=\"20300101\" KEY",
        "nonsense",
        "ann@desk namespaces=\"file\" KEY",
    ] {
        fs::write(desk.path("signers"), unjudged.replace("KEY", &public("ann"))).unwrap();
        let refused =
            desk.refused_json(3, &["evidence", "--verify", "signed", "--allowed-signers", "signers"]);
        assert_eq!(refused["code"], "signers", "{unjudged}");
    }
}

#[test]
fn nothing_that_looks_like_a_share_or_a_key_is_evidence() {
    let desk = desk();
    let share = desk.read("set/secret/2-bob.txt");
    let words = share.lines().rfind(|line| !line.starts_with('#')).unwrap().trim().to_owned();
    assert_eq!(words.split(' ').count(), 20, "{share}");
    let wif = "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ";
    let shown = |text: &str| {
        format!("%PDF-1.4\n1 0 obj\n<</Length 9>>\nstream\nBT ({text}) Tj ET\nendstream\nendobj\n%%EOF\n")
    };
    let apart = words.replace(' ', ") Tj ET\nBT (");
    desk.put("share.txt", format!("Minutes of the day\n\n{words}\n"));
    desk.put("mistyped.txt", format!("{}\n", words.replacen(' ', " x", 1)));
    desk.put("key.pdf", shown(wif));
    desk.put("share.pdf", shown(&apart));
    desk.put("hex.txt", known::HEX);
    desk.put(
        "host.txt",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
    );
    desk.put("note.json", format!("{{\"note\":\"{words}\"}}"));
    let escaped: String = words.chars().map(|sign| format!("\\u{:04x}", u32::from(sign))).collect();
    fs::write(desk.path("escaped.json"), format!("{{\"note\":\"{escaped}\"}}")).unwrap();
    ran(&desk, &["card", "set/secret/2-bob.txt", "--format", "pdf,png,svg", "-o", "card"]);
    let cards = ["card/secret/share-2.pdf", "card/secret/share-2.png", "card/secret/share-2.svg"];
    let brought = [
        "share.txt",
        "mistyped.txt",
        "key.pdf",
        "share.pdf",
        "hex.txt",
        "host.txt",
        "note.json",
        "escaped.json",
    ];
    for name in brought.iter().chain(&cards) {
        let refused = desk.refused_json(7, &["evidence", "record.json", "--report", name, "-o", "x"]);
        assert_eq!(refused["code"], "share-given", "{name}");
        // And nobody can put it in afterwards.
        let folder = copied(&desk, "evidence", "changed");
        let ending = Path::new(name).extension().unwrap().to_str().unwrap();
        fs::copy(desk.path(name), folder.join(format!("reports/2.{ending}"))).unwrap();
        relisted(&folder);
        let refused = desk.refused_json(7, &["evidence", "--verify", "changed"]);
        assert_eq!(refused["code"], "share-given", "{name}");
    }
    // A blank card, and sheets of ours, hold none.
    ran(&desk, &["card", "--blank", "--format", "pdf", "-o", "blank"]);
    let blank = fs::read_dir(desk.path("blank/public")).unwrap().map(|entry| entry.unwrap().path());
    for path in blank {
        let name = path.to_str().unwrap();
        let made = desk.run(&[
            "--json",
            "evidence",
            "record.json",
            "--report",
            name,
            "-o",
            "x",
            "--date",
            "2016-12-03",
        ]);
        assert_eq!(
            (made.code, &made.json()["not_looked_into"]),
            (0, &Value::Array(vec![])),
            "{name}: {made:?}"
        );
        fs::remove_dir_all(desk.path("x")).unwrap();
    }
}

#[test]
fn names_can_be_left_out() {
    let desk = desk();
    ran(&desk, &["evidence", "record.json", "--redact", "-o", "redacted", "--date", "2016-12-03"]);
    let names: Vec<String> = desk
        .names()
        .into_iter()
        .filter(|name| name.starts_with("redacted/") && !name.ends_with('/'))
        .collect();
    assert_eq!(names, ["redacted/CHECKLIST.txt", "redacted/MANIFEST.json", "redacted/summary.json"]);
    let plan = desk.read("evidence/plan.json");
    for file in &names {
        let text = desk.read(file).to_lowercase();
        for name in [
            "alice",
            "bob",
            "carol",
            "dan",
            "erin",
            "fay",
            "eve",
            "safe",
            "treasury",
            "all came",
            &sha256_hex(plan.as_bytes())[..8],
        ] {
            let is_there =
                text.split(|sign: char| !sign.is_alphanumeric() && sign != ' ').any(|word| word == name);
            let is_told = is_there || name.len() > 7 && text.contains(name);
            assert!(!is_told, "{name} in {file}");
        }
    }
    let summary: Value = serde_json::from_str(&desk.read("redacted/summary.json")).unwrap();
    assert_eq!((&summary["cards"][1]["holder"], &summary["cards"][1]["place"]), (&"P3".into(), &"L2".into()));
    assert_eq!(summary["lines"].as_array().unwrap().len(), desk.read("journal.jsonl").lines().count());
    let sum = sha256_hex(&fs::read(desk.path("redacted/MANIFEST.json")).unwrap());
    let head = desk.read("journal.jsonl").lines().map(|line| sha256_hex(line.as_bytes())).nth(2).unwrap();
    let (code, document) = found(&desk, "redacted", &["--expect-manifest", &sum, "--expect-head", &head]);
    assert_eq!(
        (code, &document["code"], &document["redacted"]),
        (6, &"cannot-tell".into(), &true.into()),
        "{document}"
    );
    assert_eq!(wrong(&desk, "redacted", &["--expect-head", &"0".repeat(32)]), ["other-head"]);
    let folder = copied(&desk, "redacted", "changed");
    let other =
        desk.read("redacted/summary.json").replacen("\"journal_head\": \"", "\"journal_head\": \"0", 1);
    fs::write(folder.join("summary.json"), other).unwrap();
    assert_eq!(wrong(&desk, "changed", &[]), ["changed", "not-derived"]);
}

#[test]
fn ten_lines_of_python_verify_it() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/use/evidence.md")).unwrap();
    let begins = page.find("    import hashlib").unwrap();
    let lines: Vec<&str> = page[begins..].lines().map_while(|line| line.strip_prefix("    ")).collect();
    assert_eq!(lines.len(), 10, "{lines:?}");
    if !has("python3", "python3") {
        return;
    }
    let desk = desk();
    let verify = |folder: &str| {
        let mut child = Command::new("python3")
            .args(["-", folder])
            .current_dir(desk.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let sum = sha256_hex(&fs::read(desk.path("evidence/MANIFEST.json")).unwrap());
    assert_eq!(verify("evidence"), (true, format!("{sum}\n")));
    for name in ["journal.jsonl", "plan.json", "receipts.txt", "record.json", "reports/1.pdf"] {
        let file = copied(&desk, "evidence", "changed").join(name);
        let mut bytes = fs::read(&file).unwrap();
        bytes.push(b'\n');
        fs::write(&file, &bytes).unwrap();
        assert!(!verify("changed").0, "{name}");
    }
    let folder = copied(&desk, "evidence", "changed");
    let journal = fs::read_to_string(folder.join("journal.jsonl")).unwrap();
    fs::write(folder.join("journal.jsonl"), journal.replacen("bag A-bob", "bag B-bob", 1)).unwrap();
    relisted(&folder);
    assert!(!verify("changed").0, "a chain that was broken, below a new manifest");
}
