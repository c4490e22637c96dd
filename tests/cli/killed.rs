//! Killed at any moment, by `kill -9` or a plug that is pulled: what was written is there whole, or not at all, and what
//! was there before is untouched. The next run tells of what is left.
//!
//! `QUORATE_KILLS` says how often each command is killed; 30 times unless it does.

use std::{
    collections::BTreeSet,
    env, fs,
    os::unix::process::ExitStatusExt as _,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    able,
    desk::{Desk, Ran},
    known, sealed,
};

/// What becomes of one writing command.
struct Case {
    arguments: &'static [&'static str],
    /// The file or folder that is made.
    output: &'static str,
    /// Whether the output is whole, given what an undisturbed run made.
    is_whole: fn(&Desk, &Desk) -> bool,
}

const SHARES: &[&str] = &["1.txt", "2.txt", "3.txt"];

const CASES: &[Case] = &[
    Case {
        arguments: &[
            "split",
            "2of3",
            "--in",
            "key",
            "--exponent",
            "0",
            "--format",
            "words,png,pdf",
            "-o",
            "out",
        ],
        output: "out",
        is_whole: same_names,
    },
    Case {
        arguments: &["split", "2of3", "--in", "key", "--exponent", "0", "--record", "out"],
        output: "out",
        is_whole: ends_alike,
    },
    Case { arguments: &["recover", "-o", "out"], output: "out", is_whole: same_bytes },
    Case {
        arguments: &["split", "2of3", "--seal", "big", "--exponent", "0", "-o", "out"],
        output: "out",
        is_whole: same_names,
    },
    Case { arguments: &["recover", "--open", "big.age", "-o", "out"], output: "out", is_whole: same_bytes },
    Case { arguments: &["card", "--format", "words,pdf", "-o", "out"], output: "out", is_whole: same_names },
    Case { arguments: &["reissue", "--member", "4", "-o", "out"], output: "out", is_whole: same_names },
    Case { arguments: &["drill", "--report", "out.pdf"], output: "out.pdf", is_whole: ends_alike },
];

#[test]
fn nothing_is_half_written_and_the_next_run_tells_what_is_left() {
    let kills: u32 = env::var("QUORATE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    for case in CASES {
        let (whole, undisturbed) = (desk(), Instant::now());
        assert!(run(&whole, case).wait().unwrap().success(), "{:?}", case.arguments);
        let length = undisturbed.elapsed();
        let (mut complete, mut absent, mut left) = (0, 0, 0);
        for kill in 0..kills {
            let desk = desk();
            fs::write(desk.path("precious"), "as it was").unwrap();
            let mut child = run(&desk, case);
            // Spread over the whole run, and a little beyond: the order of the moments does not matter.
            sleep(length.mul_f64(1.1 * f64::from(kill * 7 % kills) / f64::from(kills)));
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(fs::read_to_string(desk.path("precious")).unwrap(), "as it was");
            if desk.path(case.output).exists() {
                assert!((case.is_whole)(&desk, &whole), "{:?}: {:?}", case.arguments, desk.names());
                complete += 1;
            } else {
                absent += 1;
            }
            if has_leftovers(&desk) {
                left += 1;
                let ran = desk.run(&["recover", "1.txt", "2.txt", "3.txt", "-o", "later"]);
                assert_eq!(ran.code, 0);
                assert!(ran.says("was left by a run that was killed"), "{ran:?}");
            }
        }
        println!(
            "{:?}: killed {kills} times, {complete} whole, {absent} absent, {left} left",
            case.arguments
        );
        // The first is killed before it has made anything.
        assert!(absent > 0, "no kill came before the end");
    }
}

#[test]
fn a_journal_keeps_every_line_whole() {
    let kills: u32 = env::var("QUORATE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let desk = desk();
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-25", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    let note = |desk: &Desk| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        desk.furnish(command.args(["note", "set/public/record.json", "moved", "1", "--to", "a bank"]));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let begun = Instant::now();
    assert!(note(&desk).wait().unwrap().success());
    let length = begun.elapsed();
    for kill in 0..kills {
        let mut child = note(&desk);
        sleep(length.mul_f64(1.1 * f64::from(kill * 7 % kills) / f64::from(kills)));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let journal = desk.read("set/public/journal.jsonl");
    assert!(journal.ends_with('\n') && journal.lines().count() <= 2 + kills as usize, "{journal}");
    let status: serde_json::Value =
        desk.run(&["--json", "status", "set/public/record.json", "--date", "2026-11-25"]).json();
    assert_eq!(status["journal_lines"], journal.lines().count(), "every line is bound to the one before");
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    desk.put("key", known::HEX);
    let big = sealed::plain(3 << 20);
    fs::write(desk.path("big.age"), sealed::seal(&big)).unwrap();
    fs::write(desk.path("big"), big).unwrap();
    desk
}

fn run(desk: &Desk, case: &Case) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(case.arguments));
    if case.arguments[0] != "split" {
        command.args(SHARES);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Whether something was left in which there is something.
fn has_leftovers(desk: &Desk) -> bool {
    let is_filled = |name: &String| {
        let is_file = !name.ends_with('/');
        is_file && fs::metadata(desk.path(name)).is_ok_and(|found| found.len() > 0)
            || name.matches('/').count() > 1
    };
    unfinished(desk).iter().any(is_filled)
}

/// What lies under the name of something unfinished.
fn unfinished(desk: &Desk) -> Vec<String> {
    desk.names().into_iter().filter(|name| name.starts_with(".quorate-unfinished-")).collect()
}

/// A run that is in the middle of a large file, with its desk.
fn in_the_middle() -> (Desk, Child) {
    let desk = desk();
    fs::write(desk.path("large"), vec![7; 32 << 20]).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(["split", "2of3", "--seal", "large", "--exponent", "0", "-o", "out"]));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    while !has_leftovers(&desk) {
        assert!(Instant::now() < end && !desk.path("out").exists(), "it was never seen at work");
    }
    (desk, child)
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

const LEFT: &str = "was left by a run that was killed: it may hold shares; destroy it";

#[test]
fn what_a_run_is_at_work_on_is_not_called_left_until_it_is_killed() {
    if !able::may(able::OWN_PROCESSES) {
        return;
    }
    let (desk, mut child) = in_the_middle();
    send("-STOP", &child);
    // In a name space of processes of its own the other run cannot see the first.
    let looked = |name: &str| {
        let mut command = Command::new("unshare");
        command.args(["-Urpf", "--mount-proc", env!("CARGO_BIN_EXE_quorate"), "recover"]).args(SHARES);
        desk.furnish(command.args(["-o", name]));
        [
            Ran::of(command.output().unwrap()),
            desk.run(&[&["recover"], SHARES, &["-o", &format!("{name}2")]].concat()),
        ]
    };
    let at_work = looked("before");
    child.kill().unwrap();
    child.wait().unwrap();
    let killed = looked("after");
    for ran in at_work.iter().chain(&killed) {
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    assert!(at_work.iter().all(|ran| !ran.says("unfinished")), "{at_work:?}");
    assert!(killed.iter().all(|ran| ran.says(LEFT)), "{killed:?}");
}

#[test]
fn what_was_left_never_stops_a_run_where_each_has_the_number_1() {
    if !able::may(able::OWN_PROCESSES) {
        return;
    }
    let desk = desk();
    desk.put(".quorate-unfinished-1", "a share, perhaps");
    let mut command = Command::new("unshare");
    command.args(["-Urpf", "--mount-proc", env!("CARGO_BIN_EXE_quorate"), "recover"]).args(SHARES);
    desk.furnish(command.args(["-o", "out"]));
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says(&format!(".quorate-unfinished-1 {LEFT}")), "{ran:?}");
    let undisturbed = desk.run(&[&["recover"], SHARES].concat());
    assert_eq!(desk.read("out").as_bytes(), undisturbed.stdout);
    assert_eq!(desk.read(".quorate-unfinished-1"), "a share, perhaps");
}

#[test]
fn every_signal_that_can_be_caught_leaves_nothing() {
    // Named ones that end a program, but for those of a fault in it and the one that nobody catches; and some of those that
    // programs agree upon.
    let first = if cfg!(target_env = "musl") { 35 } else { 34 };
    for signal in [1, 2, 3, 5, 6, 10, 12, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, first, 50, 64] {
        let (desk, mut child) = in_the_middle();
        send(&format!("-{signal}"), &child);
        let status = child.wait().unwrap();
        // Nobody who is over a limit of file sizes is ended by that: the write fails, if it does.
        let goes_on = signal == 25;
        let ended = status.signal().or(status.code()).unwrap();
        let is_known = if goes_on { ended == 0 } else { ended == signal || ended == 128 + signal };
        assert!(is_known || desk.path("out").exists(), "{signal}: {status:?}");
        assert_eq!(unfinished(&desk), Vec::<String>::new(), "{signal}: {status:?}");
    }
}

#[test]
fn a_file_larger_than_the_limit_ends_with_1_and_leaves_nothing() {
    let desk = desk();
    let mut command = Command::new("bash");
    let split = "ulimit -f 4; exec \"$0\" split 2of3 --seal big --exponent 0 -o out";
    desk.furnish(command.args(["-c", split, env!("CARGO_BIN_EXE_quorate")]));
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.says("file too large"), "{ran:?}");
    assert!(!desk.path("out").exists() && unfinished(&desk).is_empty(), "{:?}", desk.names());
}

/// The names below `out`.
fn names(desk: &Desk) -> BTreeSet<String> {
    desk.names().into_iter().filter(|name| name.starts_with("out/")).collect()
}

fn same_names(desk: &Desk, whole: &Desk) -> bool {
    let is_file = |name: &&String| !name.ends_with('/');
    let all = names(desk);
    all == names(whole)
        && all.iter().filter(is_file).all(|name| fs::metadata(desk.path(name)).unwrap().len() > 0)
}

fn same_bytes(desk: &Desk, whole: &Desk) -> bool {
    fs::read(desk.path("out")).unwrap() == fs::read(whole.path("out")).unwrap()
}

/// For files that are another each time: whole to their last bytes.
fn ends_alike(desk: &Desk, whole: &Desk) -> bool {
    let last = |desk: &Desk| {
        let name = if desk.path("out").exists() { "out" } else { "out.pdf" };
        let bytes = fs::read(desk.path(name)).unwrap();
        bytes[bytes.len().saturating_sub(6)..].to_vec()
    };
    last(desk) == last(whole)
}
