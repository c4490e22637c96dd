//! Disks that are full, read-only, or poorer than others: a defined end, and nothing half written.
//!
//! They are mounted in namespaces of their own, where nobody needs to be root.

use std::{fs, process::Command};

use crate::{
    able,
    desk::{Desk, Ran},
    known, sealed,
};

/// Runs the program where `disk` is a file system of its own with these options.
fn on_disk(desk: &Desk, options: &str, before: &str, arguments: &[&str]) -> Ran {
    let script = format!(
        "mount -t tmpfs -o {options} none disk && {before} \"$0\" \"$@\"; code=$?; ls -A disk >listed; exit $code"
    );
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]).args(arguments);
    desk.furnish(&mut command);
    Ran::of(command.output().unwrap())
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    desk.put("key", known::HEX);
    let big = sealed::plain(200_000);
    fs::write(desk.path("big.age"), sealed::seal(&big)).unwrap();
    fs::write(desk.path("big"), big).unwrap();
    fs::create_dir(desk.path("disk")).unwrap();
    desk
}

/// All commands that write, each to the disk.
const WRITING: &[&[&str]] = &[
    &["split", "2of3", "--in", "key", "--exponent", "0", "--format", "words,png,pdf", "-o", "disk/out"],
    &["split", "2of3", "--in", "key", "--exponent", "0", "--record", "disk/out"],
    &["recover", "1.txt", "2.txt", "3.txt", "-o", "disk/out"],
    &["split", "2of3", "--seal", "big", "--exponent", "0", "-o", "disk/out"],
    &["recover", "1.txt", "2.txt", "3.txt", "--open", "big.age", "-o", "disk/out"],
    &["card", "1.txt", "--format", "pdf", "-o", "disk/out"],
    &["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o", "disk/out"],
    &["drill", "1.txt", "2.txt", "3.txt", "--report", "disk/out.pdf"],
];

#[test]
fn a_full_disk_ends_with_1_and_leaves_nothing() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    for arguments in WRITING {
        let desk = desk();
        let ran = on_disk(&desk, "size=16k", "head -c 16384 /dev/zero >disk/zeros;", arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
        assert!(ran.says("no storage space") || ran.says("no space left"), "{arguments:?}: {ran:?}");
        assert!(ran.says("hint: make room"), "{ran:?}");
        assert!(ran.stdout.is_empty() && !ran.says("unfinished"), "{arguments:?}: {ran:?}");
        assert_eq!(desk.read("listed"), "zeros\n", "{arguments:?}");
    }
}

#[test]
fn a_disk_that_fills_up_in_between_leaves_nothing_either() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    for blocks in [5, 9, 13] {
        let desk = desk();
        let ran = on_disk(&desk, &format!("size={}k", 4 * blocks), "", WRITING[0]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(desk.read("listed"), "", "{blocks} blocks");
    }
}

#[test]
fn a_read_only_disk_is_refused_before_a_key_is_asked_for() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    for arguments in WRITING {
        let desk = desk();
        let ran = on_disk(&desk, "ro", "", arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
        assert!(ran.says("read-only"), "{ran:?}");
        assert_eq!(desk.read("listed"), "");
    }
}

#[test]
fn a_journal_on_a_full_disk_stays_as_it_was() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    let desk = desk();
    let day = ["--date", "2026-11-25"];
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--record", "record.json"];
    assert_eq!(desk.run(&[&split[..], &day].concat()).code, 0);
    // The journal ends close to the end of a page, and there is no other page on the disk.
    let journal = || fs::metadata(desk.path("journal.jsonl")).map_or(0, |found| found.len());
    while journal() < 3900 {
        assert_eq!(desk.run(&[&["note", "record.json", "heard", "2"][..], &day].concat()).code, 0);
    }
    assert!(journal() < 4096, "{}", journal());
    let fill = "cp record.json journal.jsonl disk/; head -c 99999 /dev/zero >disk/zeros 2>/dev/null;";
    let script =
        format!("{fill} run() {{ \"$@\"; code=$?; cp disk/journal.jsonl after; return $code; }}; run");
    let seen = "(?) ".repeat(45);
    let lost = ["note", "disk/record.json", "lost", "2", "--text", &seen];
    let ran = on_disk(&desk, "size=16k", &script, &[&lost[..], &day].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.says("no space left") && ran.says("hint: make room"), "{ran:?}");
    assert_eq!(desk.read("journal.jsonl"), desk.read("after"));
}
