//! Random bytes come from the kernel's call or not at all: where the call is denied, and a file of zeros has the name of
//! every device that could stand in for it, nothing is made.

use std::{process::Command, thread};

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

use crate::{
    able,
    desk::{Desk, Ran},
    known,
};

#[cfg(target_arch = "x86_64")]
const GETRANDOM: i64 = 318;
#[cfg(not(target_arch = "x86_64"))]
const GETRANDOM: i64 = 278;

/// The errors of a kernel that forbids the call, and of one that does not have it.
const DENIED: [u32; 2] = [1, 38];

/// Runs the program where the random devices are files of zeros and the kernel answers its call with this error, if any.
fn among_zeros(desk: &Desk, error: Option<u32>, arguments: &[&str]) -> Ran {
    let devices = ["random", "urandom"].map(|name| format!("mount --bind zeros /dev/{name} && "));
    let script = format!("{} exec \"$0\" \"$@\"", devices.concat());
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]).args(arguments);
    desk.furnish(&mut command);
    // A filter binds the thread that takes it, and whatever the thread starts.
    let run = move || {
        if let Some(error) = error {
            let rules = [(GETRANDOM, Vec::new())].into();
            let processor = std::env::consts::ARCH.try_into().unwrap();
            let filter =
                SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(error), processor);
            let filter: BpfProgram = filter.unwrap().try_into().unwrap();
            apply_filter(&filter).unwrap();
        }
        command.output().unwrap()
    };
    Ran::of(thread::spawn(run).join().unwrap())
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    desk.put("key", known::HEX).put("zeros", vec![0; 100_000]);
    desk
}

/// All commands that draw what others must not guess.
const DRAWING: &[&[&str]] = &[
    &["split", "2of3", "--generate", "256"],
    &["split", "2of3", "--generate", "256", "-o", "out"],
    &["split", "2of3", "--in", "key", "--exponent", "0"],
    &["split", "2of3", "--from", "1.txt", "2.txt", "3.txt"],
    &["split", "2of3", "--seal", "key", "--exponent", "0", "-o", "out"],
    &["split", "2of3", "--in", "key", "--exponent", "0", "--json"],
];

#[test]
fn where_the_kernel_denies_random_bytes_nothing_is_made_whatever_the_devices_say() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    for error in DENIED {
        for arguments in DRAWING {
            let desk = desk();
            let before = desk.names();
            let ran = among_zeros(&desk, Some(error), arguments);
            assert_eq!(ran.code, 1, "{error} {arguments:?}: {ran:?}");
            if arguments.contains(&"--json") {
                assert_eq!((&ran.json()["ok"], &ran.json()["code"]), (&false.into(), &"no-entropy".into()));
            } else {
                assert!(ran.stdout.is_empty(), "{arguments:?}: {ran:?}");
                assert!(ran.says("the kernel gave no random bytes"), "{arguments:?}: {ran:?}");
            }
            assert_eq!(desk.names(), before, "{arguments:?}");
        }
    }
}

#[test]
fn where_it_gives_them_nobody_asks_the_devices() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    let desk = desk();
    let made = || among_zeros(&desk, None, DRAWING[0]);
    let (one, other) = (made(), made());
    assert_eq!((one.code, other.code), (0, 0), "{one:?}");
    assert_ne!(one.stdout, other.stdout);
    for ran in [one, other] {
        let shares: Vec<&str> = std::str::from_utf8(&ran.stdout).unwrap().lines().take(2).collect();
        let recovered = desk.pipe(shares.join("\n"), &["recover"]);
        assert_eq!(recovered.code, 0, "{recovered:?}");
        assert_ne!(recovered.stdout, format!("{:064}\n", 0).into_bytes());
    }
}

#[test]
fn preflight_tries_the_very_source_that_is_drawn_from() {
    if !able::may(able::OWN_MOUNTS) {
        return;
    }
    let desk = desk();
    let told = |error| String::from_utf8(among_zeros(&desk, error, &["preflight"]).stdout).unwrap();
    let line = "unfit     self-test: the kernel gave no random bytes: do not use this program here";
    assert!(told(Some(DENIED[0])).contains(line), "{}", told(Some(DENIED[0])));
    assert!(told(None).contains("fit       self-test: known answers come out right"), "{}", told(None));
}
