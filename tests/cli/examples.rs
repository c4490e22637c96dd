//! The examples that are kept with the program: what they say is still what the program says of them.

use std::{env, fs, path::Path, process::Command};

use crate::desk::Desk;

fn example(desk: &Desk, name: &str) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let to = Path::new(name).file_name().unwrap().to_str().unwrap().to_owned();
    fs::copy(from, desk.path(&to)).unwrap();
    to
}

#[test]
fn the_plan_keeps_its_own_rules() {
    let desk = Desk::new();
    let plan = example(&desk, "plan.toml");
    let ran = desk.run(&["policy", "--plan", &plan]);
    assert!(ran.product().contains("none is broken"), "{ran:?}");
    assert_eq!(desk.run(&["policy", "--plan", &plan, "--absent", "alice", "--absent", "frank"]).code, 0);
}

#[test]
fn the_record_and_its_journal_are_as_they_were_written() {
    let desk = Desk::new();
    for name in ["life/record.json", "life/journal.jsonl", "life/head", "life/receipt.txt"] {
        example(&desk, name);
    }
    let head = fs::read_to_string(desk.path("head")).unwrap();
    let status = ["status", "record.json", "--date", "2025-12-13"];
    let ran = desk.run(&[&status[..], &["--expect-head", head.trim()]].concat());
    assert!(ran.product().contains("complete: dealt 2025-11-24, all 8 cards"), "{ran:?}");
    let ran = desk.run(&[&status[..], &["--expect-head", &"0".repeat(32)]].concat());
    assert!(ran.code == 6 && ran.says("error: this head is not in the journal"), "{ran:?}");
    // A year later nobody was heard, and nothing was checked or drilled.
    let late = desk.run(&["status", "record.json", "--date", "2027-01-01"]);
    assert_eq!(late.code, 6);
    let report = String::from_utf8_lossy(&late.stdout).into_owned();
    for due in ["silent for", "has not been checked for", "has not been drilled for"] {
        assert!(report.contains(due), "{due}: {report}");
    }
    // The receipt was taken in.
    desk.refused(6, &["note", "record.json", "receipt", "receipt.txt", "--date", "2025-12-13"]);
}

#[test]
fn the_status_of_a_share_is_refused() {
    let desk = Desk::new();
    desk.put("share", &crate::known::shares("three_of_five")[0]);
    desk.refused(7, &["status", "share"]);
    desk.refused(1, &["status", "./nowhere.json"]);
    desk.refused(2, &["status"]);
}

/// Runs the nightly check as cron does, with the program on the path.
fn nightly(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/nightly-check.sh");
    let mut command = Command::new("bash");
    command.arg(script).args(arguments);
    desk.furnish(&mut command);
    let program = Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap().to_owned();
    let path = env::join_paths([program, "/usr/bin".into(), "/bin".into()]).unwrap();
    let ran = command.env("PATH", path).env("XDG_STATE_HOME", desk.path("state")).output().unwrap();
    assert!(ran.stderr.is_empty() || ran.status.code() == Some(2), "{ran:?}");
    (ran.status.code().unwrap(), String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn the_nightly_check_is_silent_or_says_what_is_wrong() {
    let desk = crate::journal::desk();
    fs::write(desk.path("empty"), "\n").unwrap();
    fs::write(desk.path("other"), "0".repeat(32)).unwrap();
    for card in ["1", "2"] {
        assert_eq!(desk.run(&["note", "record.json", "lost", card]).code, 0);
    }
    let (code, told) = nightly(&desk, &["record.json"]);
    assert_eq!(code, 6);
    assert!(told.starts_with("something is due, or wrong: record.json\n"), "{told}");
    let (code, told) = nightly(&desk, &["record.json", "other"]);
    assert!(code == 6 && told.contains("this head is not in the journal"), "{told}");
    for head in ["gone", "empty"] {
        let (code, told) = nightly(&desk, &["record.json", head]);
        let is_told = told.contains("the head that somebody holds cannot be read") && told.contains("FROZEN");
        assert!(code == 6 && is_told && !told.contains("is not in the journal"), "{head}: {told}");
    }
    let (code, told) = nightly(&desk, &["gone.json"]);
    assert!(code == 1 && told.starts_with("the check itself failed with 1: gone.json"), "{told}");
    assert_eq!(nightly(&desk, &[]).0, 2);
    // Nothing is due on the day after the deal.
    let today = Command::new("date").arg("+%F").output().unwrap();
    let today = String::from_utf8(today.stdout).unwrap();
    let split = ["split", "2of3", "--in", "key", "--date", today.trim(), "-o", "new"];
    assert_eq!(desk.run(&split).code, 0);
    let head = desk.run(&["status", "new/public/record.json", "--json"]).json()["journal_head"].clone();
    fs::write(desk.path("head"), head.as_str().unwrap()).unwrap();
    assert_eq!(nightly(&desk, &["new/public/record.json", "head"]), (0, String::new()));
}

#[test]
fn the_nightly_check_says_it_again_when_something_changed_or_a_week_has_passed() {
    let desk = crate::journal::desk();
    let note = |what: &[&str]| {
        assert_eq!(desk.run(&[&["note", "record.json"], what].concat()).code, 0);
    };
    note(&["lost", "1"]);
    let check = || nightly(&desk, &["record.json"]);
    let told = |(code, told): (i32, String)| (code, !told.is_empty());
    assert_eq!(told(check()), (6, true), "it is new");
    assert_eq!(told(check()), (6, false), "and the same the next night: the exit code says so");
    note(&["lost", "2"]);
    assert_eq!(told(check()), (6, true), "something changed");
    assert_eq!(told(check()), (6, false));
    // Eight days ago.
    let state = fs::read_dir(desk.path("state")).unwrap().next().unwrap().unwrap().path();
    let kept = fs::read_to_string(&state).unwrap();
    let (at, open) = kept.split_once('\n').unwrap();
    let earlier = at.parse::<u64>().unwrap() - 8 * 24 * 3600;
    fs::write(&state, format!("{earlier}\n{open}")).unwrap();
    assert_eq!(told(check()), (6, true), "once a week while it is open");
    assert_eq!(told(check()), (6, false));
    // What cannot be kept is told every night.
    fs::remove_dir_all(desk.path("state")).unwrap();
    fs::write(desk.path("state"), "a file").unwrap();
    assert_eq!((told(check()), told(check())), ((6, true), (6, true)));
}

#[test]
fn the_mail_begins_with_what_was_taken_back_since_the_head() {
    let desk = crate::journal::desk();
    let note = |what: &[&str]| {
        let ran = desk.run(&[&["note", "record.json"], what].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    };
    note(&["heard", "alice"]);
    let status = desk.run(&["--json", "status", "record.json"]).json();
    fs::write(desk.path("head"), status["journal_head"].as_str().unwrap()).unwrap();
    let check = || nightly(&desk, &["record.json", "head"]).1;
    assert!(!check().contains("since the head that you hold"));
    let line = status["journal_lines"].to_string();
    note(&["withdraw", &line, "--text", "it was her sister"]);
    let told = check();
    let of_head = told.find("since the head that you hold, lines were amended, taken back").unwrap();
    assert!(told.contains("it was her sister") && of_head < told.find("\ndue, or wrong:").unwrap(), "{told}");
    assert_eq!(check(), "", "the next night it is nothing new");
}

#[test]
fn the_line_for_cron_gives_the_recipient_a_line_of_its_own() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/monitoring/crontab");
    let text = fs::read_to_string(script).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let assignment = |line: &&&str| line.starts_with("MAILTO=") && !line.contains(' ');
    assert_eq!(lines.iter().filter(assignment).count(), 1, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("MAILTO=") || !line.contains("MAILTO")), "{lines:?}");
}
