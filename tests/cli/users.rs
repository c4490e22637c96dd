//! The same as somebody else: an ordinary user, and root of a namespace who is nobody outside.

use std::{env, fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use crate::{
    able::{self, not_run},
    desk::{Desk, Ran},
    known,
};

const USERS: &[&[&str]] = &[ORDINARY, &["unshare", "-Ur"]];

const ORDINARY: &[&str] = &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

/// Whether the system lets the tests become this user.
fn may_become(user: &[&str]) -> bool {
    able::may(&[user, &["true"]].concat())
}

/// A desk that everybody may work at, with the program on it.
fn open_desk() -> Desk {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    desk.put("key", known::HEX);
    // By a process of its own: nobody else may inherit a program that is still written to.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_quorate")).arg(desk.path("quorate")).status();
    assert!(copied.unwrap().success());
    fs::set_permissions(desk.path(""), fs::Permissions::from_mode(0o777)).unwrap();
    desk
}

#[test]
fn whoever_runs_it_every_main_command_does_its_work_behind_the_walls() {
    for user in USERS.iter().filter(|user| may_become(user)) {
        let desk = open_desk();
        for line in [
            "split 2of3 --in key --exponent 0 --date 2026-11-25 -o set",
            "recover set/secret/share-1.txt set/secret/share-3.txt -o key.txt",
            "check set/secret/share-2.txt --record set/public/record.json",
            "drill set/secret/share-1.txt set/secret/share-2.txt --record set/public/record.json --report drill.pdf",
            "reissue set/secret/share-1.txt set/secret/share-2.txt --member 3 --format words -o again",
            "card 1.txt --format pdf -o card",
            "note set/public/record.json heard 2",
            "status set/public/record.json",
        ] {
            let mut command = Command::new("setsid");
            command.arg("--wait").args(*user).arg("./quorate").args(line.split(' '));
            desk.furnish(&mut command);
            let ran = Ran::of(command.output().unwrap());
            assert_eq!(ran.code, 0, "{user:?} {line}: {ran:?}");
            assert!(!ran.says("UNHARDENED"), "{user:?} {line}: {ran:?}");
        }
        assert_eq!(desk.read("key.txt"), format!("{}\n", known::HEX));
        let same = desk.read("again/secret/share-3.txt");
        let words = |text: &str| text.lines().rfind(|line| !line.starts_with('#')).unwrap().to_owned();
        assert_eq!(words(&same), words(&desk.read("set/secret/share-3.txt")));
    }
}

/// To root nothing is locked and nothing read-only: these are tried by somebody else.
#[test]
fn what_root_passes_over_is_tried_by_an_ordinary_user() {
    let tests = [
        "input::files_that_cannot_be_read_are_a_matter_of_the_system",
        "journal::where_nothing_can_be_written_the_line_is_printed_and_fits",
        "hardening::every_command_waits_for_secrets_behind_a_filter_and_hidden_from_others",
    ];
    if !may_become(ORDINARY) {
        return;
    }
    let desk = open_desk();
    let own = env::current_exe().unwrap();
    let run = |program: &Path, arguments: &[&str]| {
        let mut command = Command::new(ORDINARY[0]);
        command.args(&ORDINARY[1..]).arg(program).args(arguments);
        desk.furnish(&mut command);
        command.output().unwrap()
    };
    if !run(Path::new("test"), &["-x", own.to_str().unwrap(), "-a", "-x", env!("CARGO_BIN_EXE_quorate")])
        .status
        .success()
    {
        return not_run("an ordinary user cannot reach the programs under test");
    }
    let output = run(&own, &[&["--exact"], &tests[..]].concat());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("3 passed"), "{said}");
}
