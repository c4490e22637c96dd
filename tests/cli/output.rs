//! Where the product goes: new files for their owner only, and pipes that break, fill up or are not there.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::{PermissionsExt as _, symlink},
    process::{Command, Stdio},
};

use crate::{
    able,
    desk::{Desk, Ran},
    known,
};

fn desk_with_shares() -> Desk {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five")[1..4].join("\n")).put("key", known::HEX);
    desk
}

/// Runs `quorate ARGUMENTS` through a shell that redirects as told.
fn redirected(desk: &Desk, arguments: &str, redirection: &str) -> Ran {
    let mut command = Command::new("setsid");
    let script = format!("exec \"$0\" {arguments} {redirection}");
    command.args(["--wait", "bash", "-c", &script, env!("CARGO_BIN_EXE_quorate")]);
    desk.furnish(&mut command);
    Ran::of(command.output().unwrap())
}

#[test]
fn a_recovered_key_goes_to_a_new_file_for_its_owner_only() {
    let desk = desk_with_shares();
    let recover = desk.run(&["recover", "shares", "-o", "out.txt"]);
    assert_eq!(recover.product(), "");
    assert!(recover.says("the key is in out.txt"));
    assert_eq!(desk.read("out.txt"), format!("{}\n", known::reference_key()));
    assert_eq!(fs::metadata(desk.path("out.txt")).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn nothing_is_ever_overwritten() {
    let desk = desk_with_shares();
    desk.put("taken", "mine");
    fs::create_dir(desk.path("folder")).unwrap();
    symlink("elsewhere", desk.path("dangling")).unwrap();
    for name in ["taken", "folder", "dangling", "folder/", ".", "..", "/"] {
        let (file, folder) =
            (["recover", "shares", "-o", name], ["split", "2of3", "--in", "key", "-o", name]);
        // A name that no file can have is a slip of the pen, and the root has none.
        let no_file = matches!(name, "folder/" | "/");
        for (exit, arguments) in
            [(if no_file { 2 } else { 7 }, &file[..]), (if name == "/" { 2 } else { 7 }, &folder)]
        {
            let refused = desk.refused(exit, arguments);
            assert!(exit == 2 || refused.error.contains("exists already"), "{refused:?}");
        }
    }
    assert_eq!(desk.read("taken"), "mine");
}

#[test]
fn a_folder_that_is_not_there_is_told_before_the_key_is_read() {
    let desk = desk_with_shares();
    for name in ["nowhere/out", "taken/out"] {
        desk.put("taken", "");
        desk.refused(1, &["recover", "not-even-there.txt", "-o", name]);
        desk.refused(1, &["split", "2of3", "--in", "not-even-there.txt", "-o", name]);
    }
}

#[test]
fn an_output_without_a_name_is_refused() {
    let desk = desk_with_shares();
    for arguments in [&["recover", "shares", "-o", ""][..], &["split", "2of3", "--in", "key", "-o", ""]] {
        desk.refused(2, arguments);
    }
}

#[test]
fn a_file_with_the_name_of_a_folder_is_refused_before_any_share_is_read() {
    let desk = desk_with_shares();
    for arguments in [
        &["recover", "nobody.txt", "-o", "new/"][..],
        &["drill", "nobody.txt", "--report", "new/"],
        &["split", "2of3", "--in", "nobody.txt", "--record", "new/"],
    ] {
        let refused = desk.refused(2, arguments);
        assert!(refused.error.contains("its name ends with a slash"), "{arguments:?}: {refused:?}");
    }
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "-o", "new/"];
    assert_eq!(desk.run(&split).code, 0);
    assert!(desk.path("new/secret").exists());
}

#[test]
fn a_reader_that_has_gone_is_an_error_and_no_panic() {
    let desk = desk_with_shares();
    for arguments in [
        &["split", "2of3", "--in", "key"][..],
        &["recover", "shares"],
        &["check", "shares"],
        &[],
        &["man"],
        &["split", "--help"],
    ] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let ran = Ran::of(desk.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap());
        assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
        assert!(ran.says("error: standard output: broken pipe"), "{ran:?}");
    }
}

#[test]
fn a_full_device_is_an_error_and_no_panic() {
    let desk = desk_with_shares();
    for arguments in [
        &["split", "2of3", "--in", "key"][..],
        &["recover", "shares"],
        &["check", "shares"],
        &["--help"],
        &["man"],
        &["practice"],
    ] {
        for json in [false, true] {
            let arguments = if json { [arguments, &["--json"]].concat() } else { arguments.to_vec() };
            let full = File::options().write(true).open("/dev/full").unwrap();
            let before = desk.names();
            let ran = Ran::of(desk.command(&arguments).stdout(full).stderr(Stdio::piped()).output().unwrap());
            assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
            assert!(ran.says("no space left on device"), "{arguments:?}: {ran:?}");
            assert_eq!(desk.names(), before);
        }
    }
}

/// The library of the language ends the program before its first line, as docs/exit-codes.md says.
#[test]
fn a_closed_stream_for_which_there_is_no_dev_null_ends_with_134_and_nothing_read_or_made() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let before = desk.names();
    let split = ["split", "2of3", "--in", "key", "-o", "set"];
    let run = |stream: &str| {
        // A shell tells of a child that a signal ended by 128 and its number.
        let script = format!("mount -t tmpfs none /dev && (\"$0\" \"$@\" {stream}); exit $?");
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]);
        desk.furnish(command.args(split));
        command.output().unwrap()
    };
    for stream in ["<&-", ">&-", "2>&-"] {
        let ended = run(stream);
        assert_eq!((ended.status.code(), desk.names() == before), (Some(134), true), "{stream}: {ended:?}");
        assert!(ended.stdout.is_empty(), "{stream}: {ended:?}");
    }
    assert_eq!(run("").status.code(), Some(0));
}

#[test]
fn streams_that_are_closed_or_replaced_do_no_harm() {
    let desk = desk_with_shares();
    desk.put("none", "");
    assert_eq!(redirected(&desk, "recover", "<&-").code, 3);
    assert_eq!(redirected(&desk, "split 2of3", "<&-").code, 3);
    assert_eq!(redirected(&desk, "recover -", "<none").code, 3);
    assert_eq!(
        redirected(&desk, "recover shares", "2>&-").product(),
        format!("{}\n", known::reference_key())
    );
    assert_eq!(redirected(&desk, "recover shares", "2>/dev/full").code, 0);
    assert_eq!(redirected(&desk, "check none", ">&- 2>&-").code, 3);
    // A key must never land in a file that happened to get the number of a closed stream.
    let ran = redirected(&desk, "recover shares -o out", ">&- 2>&-");
    assert_eq!(ran.code, 0);
    assert_eq!(desk.read("out"), format!("{}\n", known::reference_key()));
}

/// Every command to a good end: what it is told, and whether shares or a key come out of stdout.
const ALL: &[(&str, bool)] = &[
    ("split 2of3 --in key --exponent 0", true),
    ("split 2of3 --in key --exponent 0 --date 2026-11-25 -o made", false),
    ("recover shares", true),
    ("recover shares --json", true),
    ("recover shares -o made", false),
    ("check shares", false),
    ("drill shares", false),
    ("drill shares --json", false),
    ("card shares --format words", true),
    ("card shares --format words -o made", false),
    ("reissue shares --member 5", true),
    ("note set/public/record.json heard 2 --date 2026-11-25", false),
    ("status set/public/record.json --date 2026-11-25", false),
    ("plan 2of3", false),
    ("policy 2of3", false),
    ("practice", false),
    ("completions bash", false),
    ("man", false),
    ("--help", false),
    ("", false),
];

#[test]
fn whatever_becomes_of_the_streams_every_command_ends_as_it_should() {
    for &(line, is_secret) in ALL {
        let run = |redirection| {
            let desk = desk_with_shares();
            let split =
                ["split", "2of3", "--in", "key", "--exponent", "0", "--date", "2026-11-25", "-o", "set"];
            assert_eq!(desk.run(&split).code, 0);
            redirected(&desk, line, redirection)
        };
        let whole = run("");
        assert_eq!(whole.code, 0, "{line}: {whole:?}");
        // Shares and keys that nobody gets; everything else is told by the exit code, too.
        let closed = run(">&-");
        assert_eq!(closed.code, i32::from(is_secret), "{line} >&-: {closed:?}");
        assert!(!is_secret || closed.says("error: standard output: it is closed"), "{line}: {closed:?}");
        assert_eq!(run(">/dev/null").code, 0, "{line} >/dev/null");
        let full = run(">/dev/full");
        assert_eq!(full.code, i32::from(!whole.stdout.is_empty()), "{line} >/dev/full: {full:?}");
        for redirection in ["2>&-", "2>/dev/full", "<&-"] {
            let ran = run(redirection);
            assert_eq!(ran.code, 0, "{line} {redirection}: {ran:?}");
            assert_eq!(ran.stdout.is_empty(), whole.stdout.is_empty(), "{line} {redirection}");
        }
        assert_eq!(run(">&- 2>&- <&-").code, i32::from(is_secret), "{line}, all closed");
    }
}

#[test]
fn a_key_comes_from_a_named_descriptor_too() {
    let desk = desk_with_shares();
    let split = redirected(&desk, "split 2of3 --in /dev/fd/5 --exponent 0", "5<key");
    assert_eq!(split.lines().len(), 3);
    let split = redirected(&desk, "split 2of3 --in <(cat key) --passphrase-file <(echo x)", "");
    assert_eq!(split.lines().len(), 3);
}
