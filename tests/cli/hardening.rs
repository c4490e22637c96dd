//! What the kernel says of a running command: asked from outside, while the command waits for its input.
//!
//! That the filter refuses what it should is tried by `tests/walls`, from inside.

use std::{
    fs::{self, File},
    io::Write as _,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::fs::{MetadataExt as _, symlink},
        unix::net::UnixStream,
    },
    process::{Child, Command, Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use landlock::{ABI, AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _};
use rustix::io::dup;

use crate::{
    able::{self, not_run},
    desk::Desk,
    known,
};

/// Commands that take secrets, each waiting for standard input.
const WAITING: &[&[&str]] = &[
    &["split", "2of3"],
    &["split", "2of3", "--from", "-"],
    &["split", "2of3", "--seal", "big", "--passphrase-file", "-"],
    &["recover", "-"],
    &["recover", "-", "--open", "big.age", "-o", "out"],
    &["check", "-"],
    &["drill", "-"],
    &["card", "-"],
    &["reissue", "-", "--member", "1"],
];

fn spawned(desk: &Desk, arguments: &[&str], stdin: Stdio) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(arguments));
    command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What the kernel says of a process, once the process waits: asleep whenever it is looked at. What it waits for only
/// root may ask.
pub fn status_when_waiting(child: &Child) -> String {
    let end = Instant::now() + Duration::from_secs(20);
    let mut asleep = 0;
    while Instant::now() < end {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        asleep = if status.contains("State:\tS") { asleep + 1 } else { 0 };
        if asleep == 5 {
            return status;
        }
        sleep(Duration::from_millis(10));
    }
    panic!("it does not wait for its input")
}

#[test]
fn every_command_waits_for_secrets_behind_a_filter_and_hidden_from_others() {
    for arguments in WAITING {
        let desk = Desk::new();
        if arguments.contains(&"--open") {
            desk.put("big.age", "sealed");
        }
        desk.put("big", "large");
        let mut child = spawned(&desk, arguments, Stdio::piped());
        let status = status_when_waiting(&child);
        // Large files get two more hands, which stand behind the same walls.
        let has_hands = arguments.iter().any(|argument| ["--seal", "--open"].contains(argument));
        let threads = if has_hands { "Threads:\t3" } else { "Threads:\t1" };
        assert!(status.contains(threads), "{arguments:?}: {threads}: {status}");
        let tasks = fs::read_dir(format!("/proc/{}/task", child.id())).unwrap();
        for task in tasks {
            let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            for line in ["NoNewPrivs:\t1", "Seccomp:\t2"] {
                assert!(status.contains(line), "{arguments:?}: {line}: {status}");
            }
        }
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        // The first is 0 by itself in most shells; that the second is can only be its own doing.
        let limits: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        assert_eq!(limits, ["0", "0"], "{arguments:?}: {core}");
        // What hides its memory belongs to root, whoever runs it: `users` runs this as somebody else.
        let owner = fs::metadata(format!("/proc/{}/environ", child.id())).unwrap().uid();
        assert_eq!(owner, 0, "{arguments:?}: others of the same user may look into it");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn what_others_left_open_is_closed_but_for_what_an_argument_names() {
    let desk = Desk::new();
    // Duplicates are not closed when another program is started.
    let file = dup(File::open("/dev/null").unwrap()).unwrap();
    let (_own, socket) = UnixStream::pair().unwrap();
    let socket = dup(socket).unwrap();
    let mut child = spawned(&desk, &["check", "-"], Stdio::piped());
    status_when_waiting(&child);
    if fs::read_dir(format!("/proc/{}/fd", child.id())).is_err() {
        not_run("only root may look at the descriptors of a program that hides its memory");
    }
    // The program's own descriptors may have the same numbers since.
    let leads_to = |descriptor: &OwnedFd, what: &str| {
        let link = fs::read_link(format!("/proc/{}/fd/{}", child.id(), descriptor.as_raw_fd()));
        link.is_ok_and(|target| target.to_string_lossy().starts_with(what))
    };
    let (file_is_open, socket_is_open) = (leads_to(&file, "/dev/null"), leads_to(&socket, "socket:"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!file_is_open && !socket_is_open);

    desk.put("share", &known::shares("three_of_five")[1]);
    for script in [
        "\"$1\" check <(cat share)",
        "\"$1\" check /dev/fd/7 7< share",
        "\"$1\" check /proc/self/fd/9 9< share",
    ] {
        let mut shell = Command::new("bash");
        desk.furnish(shell.args(["-c", script, "bash", env!("CARGO_BIN_EXE_quorate")]));
        let output = shell.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Whether this kernel has what keeps a program out of folders.
fn has_landlock() -> bool {
    let demanding = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    demanding.handle_access(AccessFs::from_write(ABI::V3)).is_ok_and(|rules| rules.create().is_ok())
}

#[test]
fn a_link_leads_into_no_folder_that_no_argument_names() {
    if !has_landlock() {
        not_run("this kernel has no Landlock, or an old one");
        return;
    }
    let desk = Desk::new();
    desk.put("key", known::HEX);
    assert_eq!(desk.run(&["split", "2of3", "--in", "key", "--exponent", "0", "-o", "set"]).code, 0);
    let (journal, elsewhere) = ("set/public/journal.jsonl", "elsewhere/journal.jsonl");
    fs::create_dir(desk.path("elsewhere")).unwrap();
    let check = ["check", "set/secret/share-1.txt", "--record", "set/public/record.json"];
    let ran = desk.run(&check);
    assert!(ran.code == 0 && ran.says("journal head"), "where the record is, it may be written: {ran:?}");
    fs::rename(desk.path(journal), desk.path(elsewhere)).unwrap();
    symlink(desk.path(elsewhere), desk.path(journal)).unwrap();
    let before = desk.read(elsewhere);
    let ran = desk.run(&check);
    assert!(ran.code == 0 && ran.says("cannot be written to"), "{ran:?}");
    assert_eq!(desk.read(elsewhere), before);
    let refused = desk.refused(1, &["note", "set/public/record.json", "heard", "2"]);
    assert!(refused.error.contains("cannot be written to"), "{refused:?}");
    assert_eq!(desk.read(elsewhere), before);
}

#[test]
fn a_socket_in_the_place_of_a_pipe_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    for (at, name) in ["input", "output", "error"].into_iter().enumerate() {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        ours.write_all(known::shares("three_of_five")[0].as_bytes()).unwrap();
        // Whoever read it after all would come to its end.
        drop(ours);
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        desk.furnish(command.args(["check", "-"]));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let theirs = || Stdio::from(OwnedFd::from(theirs.try_clone().unwrap()));
        match at {
            0 => command.stdin(theirs()),
            1 => command.stdout(theirs()),
            _ => command.stderr(theirs()),
        };
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{name}");
        assert!(output.stdout.is_empty());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(at == 2 || told.contains(&format!("standard {name} is a socket")), "{told}");
        assert!(at == 2 || told.contains("--allow-unhardened"), "{told}");
        assert_eq!(at == 1, told.contains("StandardOutput=file:"), "{told}");
    }
}

#[test]
fn under_systemd_the_journal_is_refused_and_a_file_is_taken() {
    // What a unit gets: the journal, a socket, as output and as error; then what the hint says.
    let desk = Desk::new();
    desk.put("share", &known::shares("three_of_five")[1]);
    let (_own, journal) = UnixStream::pair().unwrap();
    for takes_a_file in [false, true] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        desk.furnish(command.args(["check", "share"]));
        let file = File::create(desk.path("told")).unwrap();
        let stream = || match takes_a_file {
            true => Stdio::from(file.try_clone().unwrap()),
            false => Stdio::from(OwnedFd::from(journal.try_clone().unwrap())),
        };
        let status = command.stdout(stream()).stderr(stream()).status().unwrap();
        assert_eq!(status.code(), Some(if takes_a_file { 0 } else { 7 }), "{}", desk.read("told"));
    }
}

#[test]
fn whoever_goes_on_unhardened_is_told_and_recorded() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for (folder, is_allowed) in [("walled", false), ("open", true)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        desk.furnish(command.args(["split", "2of3", "--in", "key", "--exponent", "0", "-o", folder]));
        let (_own, socket) = UnixStream::pair().unwrap();
        if is_allowed {
            command.arg("--allow-unhardened").stdin(Stdio::from(OwnedFd::from(socket)));
        }
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert_eq!(told.contains("UNHARDENED"), is_allowed, "{told}");
        let record: serde_json::Value =
            serde_json::from_str(&desk.read(&format!("{folder}/public/record.json"))).unwrap();
        assert_eq!(record["tool"]["hardened"], !is_allowed);
    }
}

#[test]
fn what_needs_no_secret_works_wherever_it_runs() {
    let desk = Desk::new();
    let (_own, socket) = UnixStream::pair().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(["policy", "2of3"]));
    let output = command.stdin(Stdio::from(OwnedFd::from(socket))).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn memory_that_cannot_be_locked_is_told_and_the_command_goes_on() {
    if !able::may(able::OWN_USER) {
        return;
    }
    let desk = Desk::new();
    desk.put("share", &known::shares("three_of_five")[1]);
    // In a user namespace of its own even root is held to the limit.
    let limited = |limit: &str| {
        let script = format!("ulimit -l {limit} && exec \"$0\" check share");
        let mut command = Command::new("unshare");
        desk.furnish(command.args(["-Ur", "bash", "-c", &script, env!("CARGO_BIN_EXE_quorate")]));
        command.output().unwrap()
    };
    let told = |output: &Output| {
        String::from_utf8_lossy(&output.stderr).matches("not all memory with secrets can be locked").count()
    };
    let (none, enough) = (limited("0"), limited("1024"));
    assert_eq!((none.status.code(), told(&none)), (Some(0), 1), "{none:?}");
    assert_eq!((enough.status.code(), told(&enough)), (Some(0), 0), "{enough:?}");
}

#[test]
fn an_exercise_works_wherever_it_runs() {
    let desk = Desk::new();
    let (_own, socket) = UnixStream::pair().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
    desk.furnish(command.args(["practice", "--no-input"]));
    let output = command.stdin(Stdio::from(OwnedFd::from(socket))).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_stack_that_is_too_small_is_refused_and_one_that_is_small_suffices() {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    let run = |kib: u32, line: &str| {
        let script = format!("ulimit -s {kib} && exec \"$0\" {line}");
        let mut command = Command::new("bash");
        desk.furnish(command.args(["-c", &script, env!("CARGO_BIN_EXE_quorate")]));
        command.output().unwrap()
    };
    for kib in [128, 512, 1023] {
        let output = run(kib, "recover 1.txt 2.txt 3.txt");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{kib}: {output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(&format!("limited to {kib} KiB")) && told.contains("ulimit -s"), "{told}");
    }
    for (folder, line) in [
        "drill 1.txt 2.txt 3.txt --report",
        "card 1.txt --format words,pdf -o",
        "split 8of16 --generate 256 --exponent 0 --format words,pdf,png -o",
        "split 2of3 --seal 1.txt --exponent 0 -o",
    ]
    .into_iter()
    .enumerate()
    {
        let ending = if line.ends_with("--report") { ".pdf" } else { "" };
        let output = run(1024, &format!("{line} out{folder}{ending}"));
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
    }
}
