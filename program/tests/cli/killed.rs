//! Killed at any moment, by `kill -9` or a plug that is pulled: what was written is there whole, or not at all, and what
//! was there before is untouched. The next run tells of what is left.
//!
//! `QUORATE_KILLS` says how often each command is killed; 30 times unless it does.

use std::{
    collections::BTreeSet,
    env, fs,
    process::{Command, Stdio},
    thread::sleep,
    time::Instant,
};

use crate::{desk::Desk, known, sealed};

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
        assert_eq!(complete + absent, kills);
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

fn run(desk: &Desk, case: &Case) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(case.arguments));
    if case.arguments[0] != "split" {
        command.args(SHARES);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn has_leftovers(desk: &Desk) -> bool {
    desk.names().iter().any(|name| name.starts_with(".quorate-unfinished-"))
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
