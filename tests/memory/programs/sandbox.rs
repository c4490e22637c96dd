//! The sandbox that the kernel keeps, tried from inside: as whoever runs the tests, as an ordinary user, and in a user
//! namespace.

use std::{
    env,
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _},
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// A command line of every kind that takes secrets; what it makes goes beneath `within`.
const LINES: &[&[&str]] = &[
    &["split", "2of3", "-o", "within/out"],
    &["recover", "-o", "within/out"],
    &["recover", "--open", "sealed.age", "-o", "within/out"],
    &["check", "--record", "within/record.json", "-"],
    &["drill", "--report", "within/out.pdf"],
    &["card", "-o", "within/out"],
    &["reissue", "--member", "1", "-o", "within/out"],
];

/// Who runs it: nobody else, an ordinary user, root of a namespace that has no rights outside.
const USERS: &[&[&str]] =
    &[&[], &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], &["unshare", "-Ur"]];

fn run(user: &[&str], mode: &str, line: &[&str]) -> Output {
    let folder = place();
    let program = folder.path().join("program");
    let mut all: Vec<&str> = user.to_vec();
    all.extend([program.to_str().unwrap(), mode, "quorate"]);
    all.extend(line);
    Command::new(all[0]).args(&all[1..]).current_dir(folder.path()).output().unwrap()
}

/// A folder that every user may write to, with the program in it.
fn place() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o777)).unwrap();
    for name in ["within", "without"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        open(&folder.path().join(name));
    }
    fs::copy(env::current_exe().unwrap(), folder.path().join("program")).unwrap();
    open(folder.path());
    folder
}

pub fn no_call_gets_through_that_is_not_needed_whoever_runs_it() {
    for user in USERS {
        for line in LINES {
            let output = run(user, "inside", line);
            let told = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success(),
                "{user:?} {line:?}: {told}{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let refused: u32 = told.split(' ').next().unwrap().parse().unwrap();
            assert!(refused > 2000, "{told}");
        }
    }
}

pub fn the_interface_of_another_processor_ends_the_program() {
    for user in USERS {
        let output = run(user, "foreign", LINES[0]);
        assert_eq!(output.status.signal(), Some(libc::SIGSYS), "{user:?}: {output:?}");
    }
}

pub fn without_it_the_same_calls_get_through() {
    let output = run(&[], "outside", &[]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(9), "{told}");
    for open in
        ["socket 2 1", "socket 1 1", "socketpair", "execve", "memfd_create", "a thread", "another program"]
    {
        assert!(told.contains(open), "{open}: {told}");
    }
}
