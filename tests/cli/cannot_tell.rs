//! Every command against every situation in which nothing can tell: none is called good, and the exit is not that of good.
//!
//! What is green is not a matter of wording here: a field of the document, the verdict in the journal's new line, or one of
//! the sentences that the same commands say of a healthy set, which a test of its own sees them say.

use std::{fs, process::Command, thread};

use quorate::crypto::hash::sha256_hex;
use serde_json::{Value, json};

use crate::{
    able,
    desk::{Desk, Ran},
    known,
    untold::forged,
};

const RECORD: &str = "set/public/record.json";
const JOURNAL: &str = "set/public/journal.jsonl";
const DEALT: &str = "2026-11-24";
/// How many parts of the table are asked at once.
const THREADS: usize = 4;

/// What is missing, or lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Situation {
    /// Nothing is: the control.
    Healthy,
    NoJournal,
    JournalIsAPipe,
    JournalIsCut,
    UnknownEvent,
    NoVerdict,
    ForgedReceipt,
    MisdatedReceipt,
    LastDrillFailed,
    /// The journal's last line is of December.
    LaterLine,
    /// The record does not say whether there is a passphrase, and has no fingerprint.
    PassphraseUntold,
    /// There is a passphrase, and no fingerprint.
    PassphraseUncompared,
    /// There is a passphrase, and a fingerprint.
    PassphraseSet,
    /// The record says that there is no passphrase.
    PassphraseNone,
    WholeKey,
    /// A receipt came that only the card that is the whole key can have signed.
    WholeKeysReceipt,
    NeverSeen,
    NoKeyOfCard,
    OtherExponent,
    OtherSetsRecord,
    SealedMissing,
    SealedLonger,
    SealedIsAPipe,
    Sealed,
    /// The set was made of shares whose record nobody brought.
    OldUncounted,
    /// Nobody sees which interfaces of the network there are.
    NetworkUnseen,
}

/// A situation, what is asked in it, the exit and code now, and what version 0.1.0 said: its exit, and whether it was green
/// by the signs that are looked for here. That was measured once, by this test with the program of that version; commands
/// whose answer does not rest on what is missing have no row.
type Row = (Situation, &'static str, i32, &'static str, (i32, bool));

use Situation::*;

const CHECK: &str = "check 1 --record R";
const RECOVER: &str = "recover 1 2 --record R";
const DRILL: &str = "drill 1 2 --record R";
const REISSUE: &str = "reissue 1 2 --record R --member 3";
const CARD: &str = "card 1 --record R";
const SPLIT: &str = "split 2of3 --exponent 0 -o new --from 1 2 --old-record R";
/// For whoever has the old cards today.
const AGAIN: &str = "split --exponent 0 -o new --from 1 2 --old-record R --date 2026-11-25";
const STATUS: &str = "status R --date 2026-11-25";
const STORY: &str = "status R --date 2026-11-25 --story";
const NEWS: &str = "status R --date 2026-11-25 --story --since 00000000000000000000000000000000";

const PLAN: &str = "plan --record R --date 2026-11-25";
const POLICY: &str = "policy --record R --date 2026-11-25";

const OTHER_OLD: &str = "split 2of3 --exponent 0 -o new --from 1 2 --old-record R --old-passphrase-file key --passphrase-file pass";
/// The exit of a program that waited for ever.
const HANGS: i32 = -1;

const TABLE: &[Row] = &[
    (NoJournal, STATUS, 6, "journal", (0, true)),
    (NoJournal, STORY, 6, "journal", (2, false)),
    (JournalIsCut, STORY, 6, "journal", (2, false)),
    (UnknownEvent, STORY, 6, "due", (2, false)),
    (Healthy, NEWS, 6, "other-head", (2, false)),
    (NoJournal, AGAIN, 6, "cannot-tell", (2, false)),
    (UnknownEvent, AGAIN, 6, "cannot-tell", (2, false)),
    (LaterLine, AGAIN, 6, "cannot-tell", (2, false)),
    (OldUncounted, STATUS, 6, "due", (0, true)),
    // Version 0.1.0 waits for ever at a pipe.
    (JournalIsAPipe, STATUS, 6, "journal", (HANGS, false)),
    (JournalIsAPipe, CHECK, 1, "system", (HANGS, false)),
    (JournalIsCut, STATUS, 6, "journal", (6, false)),
    (JournalIsCut, CHECK, 6, "journal", (6, false)),
    (JournalIsCut, RECOVER, 6, "journal", (6, false)),
    (JournalIsCut, DRILL, 6, "journal", (6, false)),
    (JournalIsCut, REISSUE, 6, "journal", (6, false)),
    (JournalIsCut, CARD, 6, "journal", (6, false)),
    (JournalIsCut, SPLIT, 6, "journal", (6, false)),
    (JournalIsCut, PLAN, 6, "journal", (2, false)),
    (JournalIsCut, POLICY, 6, "journal", (2, false)),
    (JournalIsCut, "note R heard alice", 6, "journal", (6, false)),
    (UnknownEvent, STATUS, 6, "due", (0, true)),
    (NoJournal, PLAN, 6, "cannot-tell", (2, false)),
    (UnknownEvent, PLAN, 6, "cannot-tell", (2, false)),
    (NoJournal, POLICY, 6, "cannot-tell", (2, false)),
    (UnknownEvent, POLICY, 6, "cannot-tell", (2, false)),
    (NoVerdict, POLICY, 6, "cannot-tell", (2, false)),
    (MisdatedReceipt, POLICY, 6, "cannot-tell", (2, false)),
    (LaterLine, POLICY, 6, "cannot-tell", (2, false)),
    (NoVerdict, STATUS, 6, "due", (0, true)),
    (ForgedReceipt, STATUS, 6, "due", (0, true)),
    (MisdatedReceipt, STATUS, 6, "due", (0, true)),
    (LastDrillFailed, STATUS, 6, "due", (6, false)),
    (LaterLine, STATUS, 6, "due", (0, true)),
    (Healthy, "status R --date 1970-01-01", 6, "due", (0, true)),
    (Healthy, "status R --date 2026-11-23", 6, "due", (0, true)),
    (Healthy, "status R --date 2027-01-15", 6, "due", (0, true)),
    (Healthy, "policy --plan plan", 6, "cannot-tell", (0, true)),
    (Healthy, "check sskr --record R", 6, "not-dealt", (0, false)),
    (Healthy, "recover sskr --record R", 6, "not-dealt", (0, false)),
    (Healthy, "drill sskr --record R", 6, "not-dealt", (3, false)),
    (Healthy, "card sskr --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue sskr --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "card 1 sskr --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue 1 sskr --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "card ssss --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue ssss --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "card 1 ssss --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue 1 ssss --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "card sharks --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue sharks --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "card 1 sharks --record R", 3, "other-kind", (3, false)),
    (Healthy, "reissue 1 sharks --record R --member 3", 3, "other-kind", (3, false)),
    (Healthy, "recover few --from vault --threshold 3", 7, "unconfirmed", (7, false)),
    (Healthy, "recover few --from vault --threshold 3 --accept-unconfirmed --as hex", 0, "", (0, false)),
    (Healthy, "check few --from vault --threshold 3", 0, "", (0, false)),
    (
        Healthy,
        "split 2of3 --exponent 0 -o new --from few --from-format vault --threshold 3",
        7,
        "unconfirmed",
        (7, false),
    ),
    (PassphraseUntold, RECOVER, 0, "", (0, true)),
    (PassphraseUntold, DRILL, 0, "", (0, true)),
    (PassphraseUncompared, RECOVER, 7, "other-passphrase", (0, true)),
    (PassphraseUncompared, "recover 1 2 --record R --passphrase-file pass", 0, "", (0, true)),
    (PassphraseUncompared, "recover 1 2 --record R --accept-other-passphrase", 0, "", (2, false)),
    (PassphraseUncompared, DRILL, 0, "", (0, true)),
    (PassphraseUncompared, "drill 1 2 --record R --passphrase-file pass", 0, "", (0, true)),
    (PassphraseSet, RECOVER, 7, "other-passphrase", (6, false)),
    (PassphraseSet, "recover 1 2 --record R --passphrase-file key", 6, "fingerprint", (6, false)),
    (PassphraseSet, DRILL, 0, "", (0, true)),
    (PassphraseSet, "drill 1 2 --record R --passphrase-file key", 6, "fingerprint", (6, false)),
    (PassphraseSet, OTHER_OLD, 6, "fingerprint", (0, true)),
    (PassphraseNone, "recover 1 2 --record R --passphrase-file pass", 7, "other-passphrase", (0, true)),
    (PassphraseNone, "drill 1 2 --record R --passphrase-file pass", 6, "passphrase-contradicted", (0, true)),
    (PassphraseNone, OTHER_OLD, 6, "old-passphrase-differs", (0, true)),
    (WholeKey, CHECK, 6, "cannot-tell", (0, true)),
    (WholeKey, "drill 1 --record R", 6, "cannot-tell", (0, true)),
    (WholeKey, CARD, 6, "cannot-tell", (0, false)),
    (WholeKey, "recover 1 --record R", 0, "", (0, true)),
    (
        WholeKey,
        "split 2of3 --exponent 0 -o new --from 1 --old-record R",
        7,
        "old-passphrase-needed",
        (0, true),
    ),
    (
        WholeKey,
        "split 2of3 --exponent 0 --record new --from 1 --old-record R --old-passphrase-file none",
        6,
        "cannot-tell",
        (2, false),
    ),
    (WholeKey, "note R handed-over 1", 0, "", (0, false)),
    (WholeKeysReceipt, "note R receipt receipt", 6, "receipt", (6, false)),
    (NeverSeen, "check forged --record R", 6, "cannot-tell", (0, true)),
    (NeverSeen, "card forged --record R", 6, "cannot-tell", (0, false)),
    (NeverSeen, "card 1 forged --record R", 6, "cannot-tell", (0, false)),
    (NeverSeen, "reissue 1 2 --record R --member 1.3", 0, "", (0, true)),
    (NeverSeen, "reissue 1 2 forged --record R --member 1.3", 0, "", (0, true)),
    (NeverSeen, RECOVER, 0, "", (0, true)),
    (NeverSeen, DRILL, 0, "", (0, true)),
    (NoKeyOfCard, CHECK, 6, "cannot-tell", (0, true)),
    (NoKeyOfCard, DRILL, 6, "cannot-tell", (0, true)),
    (NoKeyOfCard, CARD, 6, "cannot-tell", (0, false)),
    (NoKeyOfCard, "reissue 2 3 --record R --member 1", 0, "", (0, false)),
    (OtherExponent, CHECK, 6, "cannot-tell", (0, true)),
    (OtherExponent, DRILL, 6, "cannot-tell", (0, true)),
    (OtherExponent, CARD, 6, "cannot-tell", (0, false)),
    (OtherExponent, REISSUE, 0, "", (0, true)),
    (OtherSetsRecord, CHECK, 6, "not-dealt", (6, false)),
    (OtherSetsRecord, RECOVER, 6, "not-dealt", (6, false)),
    (OtherSetsRecord, SPLIT, 6, "not-dealt", (0, true)),
    (SealedMissing, STATUS, 6, "due", (6, false)),
    (SealedLonger, STATUS, 6, "due", (6, false)),
    (SealedIsAPipe, STATUS, 6, "due", (2, false)),
    (NetworkUnseen, "preflight", 6, "cannot-tell", (0, true)),
];

/// How many rows version 0.1.0 had green.
const GREEN_BEFORE: usize = 38;

fn split(desk: &Desk, more: &[&str]) {
    let split = ["split", "--in", "key", "--exponent", "0", "--date", DEALT, "-o", "set"];
    let ran = desk.run(&[&split[..], more].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let cards: Vec<String> = desk
        .names()
        .into_iter()
        .filter(|name| name.starts_with("set/secret/") && name.ends_with(".txt"))
        .collect();
    for (number, card) in (1..).zip(cards) {
        fs::copy(desk.path(&card), desk.path(&number.to_string())).unwrap();
    }
}

fn change(desk: &Desk, change: impl FnOnce(&mut Value)) {
    let mut record: Value = serde_json::from_str(&desk.read(RECORD)).unwrap();
    change(&mut record);
    fs::write(desk.path(RECORD), record.to_string()).unwrap();
    // A journal of another record would be told for that alone.
    fs::remove_file(desk.path(JOURNAL)).ok();
}

/// Writes a line after the last as whoever keeps the journal can.
fn write_line(desk: &Desk, line: Value) {
    // Records of version 0.1.0 come without a journal; its first line is bound to the record, by the program.
    if !desk.names().contains(JOURNAL) {
        assert_eq!(desk.run(&["note", RECORD, "heard", "carol", "--date", DEALT]).code, 0);
    }
    let journal = desk.read(JOURNAL);
    let last = journal.lines().last().unwrap();
    let mut whole =
        json!({ "previous": sha256_hex(last.as_bytes()), "nonce": "00", "day": DEALT, "source": "given" });
    whole.as_object_mut().unwrap().extend(line.as_object().unwrap().clone());
    fs::write(desk.path(JOURNAL), format!("{journal}{whole}\n")).unwrap();
}

fn pipe(desk: &Desk, name: &str) {
    fs::remove_file(desk.path(name)).unwrap();
    assert!(Command::new("mkfifo").arg(desk.path(name)).status().unwrap().success());
}

/// A desk on which this is so, with the cards `1`, `2`, `3` and the record.
fn lay(situation: Situation) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("pass", "correct horse").put("file", "x".repeat(1000));
    desk.put("plan", "[[group]]\nthreshold = 2\ncustodian = [{name=\"a\"},{name=\"b\"},{name=\"c\"}]\n[rules]\nno_single_place = true\n");
    let foreign = known::foreign("vault", "hex");
    desk.put("vault", foreign.join("\n")).put("few", foreign[..3].join("\n"));
    for (format, encoding) in [("sskr", "shares"), ("ssss", "shares"), ("sharks", "hex")] {
        desk.put(format, known::foreign(format, encoding).join("\n"));
    }
    desk.put("none", "");
    let named = ["2of3", "--custodian", "alice", "--custodian", "bob", "--custodian", "carol"];
    let passphrase = ["--passphrase-file", "pass"];
    match situation {
        WholeKey | WholeKeysReceipt => split(&desk, &["1of1", "--accept-single-point"]),
        PassphraseUncompared => split(&desk, &[&named[..], &passphrase].concat()),
        PassphraseSet => split(&desk, &[&named[..], &passphrase, &["--fingerprint"]].concat()),
        PassphraseUntold | PassphraseNone => split(&desk, &named),
        SealedMissing | SealedLonger | SealedIsAPipe | Sealed => {
            let seal = ["split", "--seal", "file", "--exponent", "0", "--date", DEALT, "-o", "set"];
            assert_eq!(desk.run(&[&seal[..], &named].concat()).code, 0);
            for (number, name) in [(1, "alice"), (2, "bob"), (3, "carol")] {
                fs::copy(
                    desk.path(&format!("set/secret/{number}-{name}.txt")),
                    desk.path(&number.to_string()),
                )
                .unwrap();
            }
        }
        NeverSeen => never_seen(&desk),
        _ => split(&desk, &[&named[..], &["--fingerprint"]].concat()),
    }
    let sealed = "set/public/file.age";
    match situation {
        NoJournal => {
            fs::remove_file(desk.path(JOURNAL)).ok();
        }
        JournalIsAPipe => {
            write_line(&desk, json!({ "event": "heard", "who": "alice" }));
            pipe(&desk, JOURNAL);
        }
        JournalIsCut => {
            write_line(&desk, json!({ "event": "heard", "who": "alice" }));
            let journal = desk.read(JOURNAL);
            fs::write(desk.path(JOURNAL), &journal[..journal.len() - 9]).unwrap();
        }
        UnknownEvent => write_line(&desk, json!({ "event": "danced", "who": "alice" })),
        NoVerdict => write_line(&desk, json!({ "event": "checked", "cards": ["1.1"] })),
        ForgedReceipt => write_line(
            &desk,
            json!({ "event": "receipt", "cards": ["1.1"], "who": "alice", "passed": true, "text": "quorate-receipt-1" }),
        ),
        MisdatedReceipt => write_line(
            &desk,
            json!({ "event": "receipt", "day": "2027-09-24", "cards": ["1.1"], "passed": true }),
        ),
        LastDrillFailed => {
            write_line(&desk, json!({ "event": "drilled", "cards": ["1.1", "1.2"], "passed": true }));
            write_line(&desk, json!({ "event": "drilled", "cards": ["1.1", "1.2"], "passed": false }));
        }
        LaterLine => write_line(&desk, json!({ "day": "2026-12-10", "event": "heard", "who": "alice" })),
        PassphraseUntold => change(&desk, |record| record["passphrase"] = Value::Null),
        NoKeyOfCard => change(&desk, |record| record["shares"][0]["key"] = Value::Null),
        OtherExponent => change(&desk, |record| record["set"]["exponent"] = json!(2)),
        OtherSetsRecord => {
            fs::rename(desk.path("set"), desk.path("first")).unwrap();
            let keep: Vec<String> = ["1", "2", "3"].map(|name| desk.read(name)).into();
            split(&desk, &[&named[..], &["--fingerprint"]].concat());
            for (name, words) in ["1", "2", "3"].iter().zip(keep) {
                fs::write(desk.path(name), words).unwrap();
            }
        }
        OldUncounted => {
            fs::rename(desk.path("set"), desk.path("first")).unwrap();
            let again = ["split", "--exponent", "0", "--date", DEALT, "-o", "set", "--from", "1", "2"];
            let ran = desk.run(&[&again[..1], &named, &again[1..]].concat());
            assert_eq!(ran.code, 0, "{ran:?}");
        }
        SealedMissing => fs::remove_file(desk.path(sealed)).unwrap(),
        SealedLonger => {
            let longer = fs::read(desk.path(sealed)).unwrap().into_iter().chain([0]).collect::<Vec<u8>>();
            fs::write(desk.path(sealed), longer).unwrap();
        }
        SealedIsAPipe => pipe(&desk, sealed),
        WholeKeysReceipt => {
            let record = desk.read(RECORD);
            let document: Value = serde_json::from_str(&record).unwrap();
            let (set, hash) = (&document["set"]["identifier"], &sha256_hex(record.as_bytes())[..16]);
            let signed = format!("{}/{DEALT}/{}", "0".repeat(20), "0".repeat(128));
            desk.put("receipt", format!("QUORATE-RECEIPT/1/{set}/{hash}/1.1/{signed}\n").to_uppercase());
        }
        _ => {}
    }
    desk
}

/// A record that was made anew by a quorum of one of two groups; `forged` says it is a card of the other.
fn never_seen(desk: &Desk) {
    split(desk, &["--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"]);
    let role = "[[group.custodian]]\nrole = \"first\"\n[[group.custodian]]\nrole = \"second\"\n[[group.custodian]]\nrole = \"third\"\n";
    desk.put(
        "rebuilt",
        format!(
            "groups_needed = 1\n{}",
            ["a", "b"].map(|name| format!("[[group]]\nname = \"{name}\"\nthreshold = 2\n{role}")).concat()
        ),
    );
    let forged = forged(desk.read("4").lines().last().unwrap(), 1, &["2of3", "2of3"]);
    desk.put("forged", &forged[1][0]);
    for name in [RECORD, JOURNAL] {
        fs::remove_file(desk.path(name)).ok();
    }
    let made = desk.run(&["drill", "1", "2", "--new-record", RECORD, "--plan", "rebuilt"]);
    assert_eq!(made.code, 0, "{made:?}");
}

/// What the commands say of a healthy set, and of no other.
const GREEN: [&str; 6] = [
    "the very card that was dealt",
    "the very share that was dealt",
    "it is the key that was split",
    "this is the key that was split",
    "nothing is due",
    "none is broken",
];

fn journal_lines(desk: &Desk) -> Vec<Value> {
    let is_file = fs::metadata(desk.path(JOURNAL)).is_ok_and(|about| about.is_file());
    let text = if is_file { desk.read(JOURNAL) } else { String::new() };
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Whether some field of this name, however deep, has this value.
fn has(document: &Value, name: &str, value: &Value) -> bool {
    match document {
        Value::Object(fields) => {
            fields.iter().any(|(field, held)| (field == name && held == value) || has(held, name, value))
        }
        Value::Array(values) => values.iter().any(|held| has(held, name, value)),
        _ => false,
    }
}

/// All that is green in what a command said and wrote.
fn greens(command: &str, document: &Value, text: &Ran, written: &[Value]) -> Vec<String> {
    let mut greens = Vec::new();
    for (name, value) in [
        ("standing", json!("dealt")),
        ("fingerprint", json!("matches")),
        ("passed", json!(true)),
        ("confirmed_by", json!("fingerprint")),
        ("confirmed_by", json!("record")),
        ("confirmed_by", json!("sealed-file")),
    ] {
        // A card that was dealt was, whatever else of a drill nobody can tell.
        let is_of_a_card = name == "standing" && command.starts_with("drill");
        if has(document, name, &value) && !is_of_a_card {
            greens.push(format!("{name}: {value}"));
        }
    }
    let told = document["unproved"].as_array().is_some_and(|unproved| !unproved.is_empty());
    // Whoever asks these for a verdict has it by the exit code.
    let verdict = ["status", "policy", "preflight", "note R receipt", "split"]
        .iter()
        .any(|name| command.starts_with(name))
        || (command.starts_with("drill") && !told);
    if verdict && document["ok"] == true {
        greens.push("ok".to_owned());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&text.stdout), text.stderr);
    greens.extend(GREEN.iter().filter(|green| said.contains(**green)).map(|green| (*green).to_owned()));
    // A card that was dealt may be journaled as checked whatever else nobody can tell; a drill names what it did not prove.
    let is_green = |line: &&Value| match line["event"].as_str() {
        Some("checked") => command.starts_with("check") && line["passed"] == true,
        Some("superseded") => true,
        _ => line["passed"] == true && line["drill"]["unproved"].is_null(),
    };
    greens.extend(written.iter().filter(is_green).map(Value::to_string));
    greens
}

/// Runs the program, in a room from which it sees no network where that is the situation.
fn run(desk: &Desk, situation: Situation, arguments: &[&str]) -> Ran {
    if situation != NetworkUnseen {
        return desk.run(arguments);
    }
    let unseen = "mount -t tmpfs none /proc/$$/net && mount -t tmpfs none /sys && exec \"$0\" \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["-Urm", "setsid", "--wait", "sh", "-c", unseen, env!("CARGO_BIN_EXE_quorate")]);
    desk.furnish(command.args(arguments));
    Ran::of(command.output().unwrap())
}

/// Asks in text and with `--json`; the exit code, the code and what is green.
fn ask(situation: Situation, command: &str) -> (i32, String, Vec<String>) {
    let arguments: Vec<&str> =
        command.split(' ').map(|word| if word == "R" { RECORD } else { word }).collect();
    let desk = lay(situation);
    let before = journal_lines(&desk).len();
    let text = run(&desk, situation, &arguments);
    let mut written = journal_lines(&desk);
    written.drain(..before.min(written.len()));
    let desk = lay(situation);
    let before = journal_lines(&desk).len();
    let ran = run(&desk, situation, &[&arguments[..], &["--json"]].concat());
    assert_eq!(ran.code, text.code, "{situation:?}: {command}: {text:?} {ran:?}");
    written.extend(journal_lines(&desk).into_iter().skip(before));
    let document = ran.json();
    // What else is wrong with the machine that this runs on is told before what nobody sees of it.
    let network = &document["findings"][0];
    let is_unseen = network["check"] == "network" && network["state"] == "unknown";
    let code = match document["code"].as_str().unwrap_or_default() {
        "unfit" if is_unseen => "cannot-tell",
        code => code,
    };
    (text.code, code.to_owned(), greens(command, &document, &text, &written))
}

#[test]
fn what_nothing_can_tell_is_never_called_good() {
    let shows_no_network = able::may(able::OWN_MOUNTS);
    let rows = |chunk: &[Row]| {
        let mut wrong = Vec::new();
        let tried = chunk.iter().filter(|row| shows_no_network || row.0 != NetworkUnseen);
        for &(situation, command, exit, code, _) in tried {
            let (found, name, greens) = ask(situation, command);
            if (found, name.as_str()) != (exit, code) || !greens.is_empty() {
                wrong.push(format!("{situation:?}: {command}: {found} {name} {greens:?}"));
            }
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let halves =
            TABLE.chunks(TABLE.len().div_ceil(THREADS)).map(|chunk| scope.spawn(move || rows(chunk)));
        let halves: Vec<_> = halves.collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_version_before_had_these_green() {
    let green = TABLE.iter().filter(|(.., (_, green))| *green).count();
    assert_eq!(green, GREEN_BEFORE);
}

#[test]
fn a_healthy_set_is_called_good_by_every_sign_that_is_looked_for() {
    let seen: Vec<String> = [CHECK, RECOVER, DRILL, REISSUE, CARD, SPLIT, STATUS, POLICY, "policy 2of3"]
        .into_iter()
        .flat_map(|command| {
            let (exit, _, greens) = ask(Healthy, command);
            assert!(exit == 0 && !greens.is_empty(), "{command}");
            greens
        })
        .collect();
    for green in GREEN {
        assert!(seen.iter().any(|one| one == green), "{green}: {seen:?}");
    }
}

#[test]
fn a_drill_that_left_something_out_is_none_that_the_rule_asks_for() {
    for (situation, unproved) in [(PassphraseSet, "passphrase"), (Sealed, "sealed-file"), (Healthy, "")] {
        let desk = lay(situation);
        let drill = ["drill", "1", "2", "--record", RECORD, "--date", "2026-11-25", "--json"];
        let unproved: Vec<&str> = [unproved].into_iter().filter(|name| !name.is_empty()).collect();
        assert_eq!(desk.run(&drill).json()["unproved"], json!(unproved), "{situation:?}");
        let status = desk.run(&["status", RECORD, "--date", "2026-11-25", "--json"]).json();
        assert_eq!(status["drilled"].is_string(), unproved.is_empty(), "{situation:?}: {status}");
    }
}
