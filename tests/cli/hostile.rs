//! What hostile and tired people do: names that steer terminals, files that are no files, two at once, and Ctrl-C.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use quorate::crypto::hash::sha256_hex;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    journal, known,
};

#[test]
fn names_of_files_never_steer_the_terminal() {
    // Every run at the desk asserts that no control character is on stderr.
    let desk = Desk::new();
    let name = "x\u{1b}]0;owned\u{7}\u{1b}[2J\r\n.txt";
    let backwards = "x\u{202e}txt.\u{2066}gnp\u{61c}\u{2028}";
    for name in [name, backwards] {
        desk.put(name, known::misspelt(&known::shares("three_of_five")[0], 3, "acid"));
        let path = format!("./{name}");
        for arguments in [
            &["check", &path][..],
            &["recover", &path],
            &["recover", &path, &path],
            &["split", "2of3", "--in", &path],
            &["check", "./gone\u{1b}[31m"],
            &["recover", &path, "-o", &path],
            &["split", "2of3", "--generate", "128", "-o", &path],
            &["split", "2of3", "--generate", "128", "-o", "./gone\u{1b}[31m/x"],
        ] {
            let ran = desk.run(arguments);
            assert_ne!(ran.code, 0);
            assert!(!ran.stderr.contains(is_unreadable), "{:?}", ran.stderr);
        }
    }
    let key = format!("./key{name}");
    desk.put("shares", known::shares("three_of_five")[..3].join("\n"));
    assert_eq!(desk.run(&["recover", "shares", "-o", &key]).code, 0);
    assert_eq!(desk.run(&["split", "2of3", "--generate", "128", "-o", &format!("cards{name}")]).code, 0);
    desk.put(&format!("good{backwards}"), &known::shares("three_of_five")[0]);
    let check = desk.run(&["check", &format!("./good{backwards}")]);
    assert!(!check.product().contains(is_unreadable));
}

/// Characters that reorder or hide text, or that break a line where nobody sees it.
fn is_unreadable(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[test]
fn names_of_people_and_sets_are_printable_or_refused() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for name in [
        "",
        " ",
        "\t",
        "a\u{1b}[2J",
        "a\nb",
        "a\u{202e}b",
        "a\u{200b}b",
        "a\u{61c}b",
        "a\u{2028}b",
        "a\u{2066}b",
        "\u{feff}a",
        "a\u{9b}2J",
        "a\u{7f}",
        &"x".repeat(41),
    ] {
        let split = ["split", "2of3", "--in", "key"];
        desk.refused(2, &[&split[..], &["--label", name]].concat());
        desk.refused(
            2,
            &[&split[..], &["--custodian", name, "--custodian", "b", "--custodian", "c"]].concat(),
        );
        desk.refused(2, &["split", "--group", &format!("{name}=2of3"), "--in", "key"]);
    }
    let split = desk.run(&["split", "2of3", "--in", "key", "--label", "Größe 日本 مفتاح =#", "-o", "cards"]);
    assert_eq!(split.code, 0);
}

#[test]
fn a_record_that_somebody_wrote_into_steers_no_terminal_and_stops_nothing() {
    let desk = journal::desk();
    let record: Value = serde_json::from_str(&desk.read("record.json")).unwrap();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut record = record.clone();
        change(&mut record);
        fs::write(desk.path("record.json"), record.to_string()).unwrap();
        desk.refused(3, &["status", "record.json", "--date", "2016-12-01"]).error
    };
    let error = with(&|record| record["label"] = "x\u{1b}]0;owned\u{7}".into());
    assert!(error.contains("invisible characters"), "{error}");
    let error = with(&|record| {
        let mut plan = record["plan"].clone();
        plan["groups"][0]["cards"] = vec![plan["groups"][0]["cards"][0].clone(); 300].into();
        record["supersedes"] = json!([{ "identifier": 7, "record": null, "plan": plan }]);
    });
    assert!(error.contains("contradict"), "{error}");
    fs::write(desk.path("record.json"), record.to_string()).unwrap();
    let previous = sha256_hex(record.to_string().as_bytes());
    let line = json!({
        "previous": previous, "nonce": "00", "day": "2016-12-01", "source": "given",
        "event": "handed-over", "cards": ["1.1"], "to": "mallory\u{1b}[2J",
    });
    fs::write(desk.path("journal.jsonl"), format!("{line}\n")).unwrap();
    let ran = desk.run(&["status", "record.json", "--date", "2016-12-01"]);
    let told = String::from_utf8(ran.stdout.clone()).unwrap();
    assert!(ran.code == 6 && ran.says("line 1 is not a line of a journal"), "{ran:?}");
    assert!(!told.contains('\u{1b}') && !told.contains("mallory"), "{told}");
}

#[test]
fn custodians_cannot_choose_where_their_files_go() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let names = ["../../etc/passwd", "..", "/", "a/b", "-rf", "CON.txt"];
    let custodians = names.map(|name| format!("--custodian={name}"));
    let split = ["split", "2of6", "--in", "key", "-o", "cards"].into_iter();
    desk.run(&split.chain(custodians.iter().map(String::as_str)).collect::<Vec<_>>()).product();
    let files: Vec<String> = desk.names().into_iter().filter(|name| name.ends_with(".txt")).collect();
    assert_eq!(files.len(), 6);
    assert!(
        files.iter().all(|name| name.starts_with("cards/secret/") && name.matches('/').count() == 2),
        "{files:?}"
    );
}

#[test]
fn groups_whose_files_would_have_one_name_are_refused_before_the_key_is_read() {
    let desk = Desk::new();
    for names in [["a b", "a-b"], ["Ops", "ops"], ["x", "group1"]] {
        let first = if names[0] == "x" { "2of3".to_owned() } else { format!("{}=2of3", names[0]) };
        let second = format!("{}=2of3", names[1]);
        desk.refused(
            2,
            &["split", "--group", &first, "--group", &second, "--in", "not-there.txt", "-o", "cards"],
        );
    }
}

#[test]
fn the_longest_names_still_make_files() {
    let desk = Desk::new();
    let long = "\u{20000}".repeat(40);
    let group = format!("{long}=2of3");
    let longs = ["\u{20000}", "\u{20001}", "\u{20002}"].map(|sign| sign.repeat(40));
    let custodians: Vec<&str> = longs.iter().flat_map(|name| ["--custodian", name.as_str()]).collect();
    let split = [&["split", "--group", &group, "--generate", "128", "-o", "cards"], &custodians[..]].concat();
    assert_eq!(desk.run(&split).code, 0);
}

#[test]
fn thousands_of_shares_in_a_file_are_sorted_out() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    desk.put("many", format!("{share}\n").repeat(1000));
    let started = Instant::now();
    let refused = desk.refused(4, &["recover", "many"]);
    assert!(refused.error.contains("1 of the 3 shares needed are here"), "{refused:?}");
    desk.put("lines", "x\n".repeat(400_000));
    assert!(desk.refused(3, &["check", "lines"]).error.contains("too many lines"));
    desk.put("line", "academic ".repeat(100_000));
    desk.refused(3, &["check", "line"]);
    desk.put("word", "a".repeat(1_000_000));
    desk.refused(3, &["check", "word"]);
    desk.refused(3, &["split", "2of3", "--in", "word"]);
    desk.refused(3, &["split", "2of3", "--in", "line"]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_fifo_is_read_like_a_file() {
    let desk = Desk::new();
    assert!(Command::new("mkfifo").arg(desk.path("pipe.txt")).status().unwrap().success());
    let path = desk.path("pipe.txt");
    let writer = thread::spawn(move || {
        let mut pipe = fs::File::options().write(true).open(path).unwrap();
        for part in known::shares("three_of_five")[..3].join("\n").as_bytes().chunks(100) {
            pipe.write_all(part).unwrap();
        }
    });
    assert_eq!(desk.run(&["recover", "pipe.txt"]).product(), format!("{}\n", known::reference_key()));
    writer.join().unwrap();
}

#[test]
fn of_two_that_write_to_one_place_one_wins_and_the_other_is_told() {
    for _ in 0..5 {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let start = || {
            let arguments = ["split", "2of16", "--in", "key", "-o", "cards"];
            desk.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let rivals = [start(), start()];
        let mut codes = rivals.map(|child| Ran::of(child.wait_with_output().unwrap()).code);
        codes.sort_unstable();
        assert_eq!(codes, [0, 7]);
        let names = desk.names();
        assert_eq!(
            names.len(),
            1 + 7 + 16,
            "the key, three folders with record, journal and report, the shares: {names:?}"
        );
        let recover = desk.run(&["recover", "cards/secret/share-3.txt", "cards/secret/share-16.txt"]);
        assert_eq!(recover.product(), format!("{}\n", known::HEX));
    }
}

#[test]
fn an_interrupted_split_leaves_all_of_the_folder_or_nothing() {
    let arguments = ["split", "8of16", "--in", "key", "-o", "cards", "--exponent", "0", "-q"];
    let undisturbed = Desk::new();
    undisturbed.put("key", known::HEX);
    assert_eq!(undisturbed.run(&arguments).code, 0);
    for delay in 0..24 {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        command.args(arguments);
        desk.furnish(&mut command);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // From before the first file to after the last; where it hits does not matter, for the rule always holds.
        let deadline = Instant::now() + Duration::from_secs(5);
        if delay % 2 == 0 {
            while desk.names().len() == 1 && Instant::now() < deadline && child.try_wait().unwrap().is_none()
            {
            }
        }
        thread::sleep(Duration::from_micros(300 * delay));
        let signal = [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT][delay as usize % 4];
        let _ = kill_process(Pid::from_child(&child), signal);
        child.wait().unwrap();
        let names = desk.names();
        assert!(names == undisturbed.names() || names.len() == 1, "{signal:?} after {delay}: {names:?}");
    }
}

#[test]
fn options_after_two_dashes_are_names() {
    let desk = Desk::new();
    desk.put("--json", known::shares("three_of_five")[0].clone());
    let check = desk.run(&["check", "--", "--json"]);
    assert!(check.product().starts_with("--json: good"), "{check:?}");
    let refused = desk.refused(2, &["check", "--", "--json", "nowhere"]);
    assert!(refused.error.contains("names no file"));
}
