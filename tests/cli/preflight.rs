//! Is this machine fit? In namespaces of its own a machine can be made fit, and then unfit, on purpose.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::{able, desk::Desk};

/// Runs the program unplugged, after `before`.
fn unplugged(desk: &Desk, before: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let script = format!("mount -t sysfs none /sys && {before} exec \"$0\" \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["-Urnm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]).args(arguments);
    desk.furnish(&mut command);
    for variable in ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "ASCIINEMA_REC", "TMUX", "STY"] {
        command.env_remove(variable);
    }
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// The line of the report about one check.
fn line<'a>(report: &'a str, check: &str) -> &'a str {
    report.lines().find(|line| line.get(10..).is_some_and(|rest| rest.starts_with(check))).unwrap()
}

#[test]
fn an_unplugged_machine_is_fit_and_its_own_file_is_told() {
    if !able::may(able::OWN_NETWORK) {
        return;
    }
    let desk = Desk::new();
    let (_, report, _) = unplugged(&desk, "", &["preflight"]);
    for (check, told) in [
        ("network", "fit       network: no interface is up"),
        ("hardening", "fit       hardening: the kernel keeps this program offline"),
        ("self-test", "fit       self-test: known answers come out right"),
        ("debugger", "fit       debugger: no program watches this one"),
    ] {
        assert!(line(&report, check).starts_with(told), "{report}");
    }
    let sum = Command::new("sha256sum").arg(env!("CARGO_BIN_EXE_quorate")).output().unwrap();
    let digest = String::from_utf8(sum.stdout).unwrap().split(' ').next().unwrap().to_owned();
    assert!(report.ends_with(&format!("{digest}\n")), "{report}");
}

#[test]
fn what_is_unfit_is_named_with_exit_6() {
    if !able::may(able::OWN_NETWORK) {
        return;
    }
    let desk = Desk::new();
    let (code, report, told) = unplugged(&desk, "export SSH_TTY=/dev/pts/1;", &["preflight"]);
    assert_eq!(code, Some(6));
    assert!(line(&report, "remote session").starts_with("unfit"), "{report}");
    assert!(told.starts_with("quorate: error: ") && told.contains("\nquorate: hint: "), "{told}");
    let (code, answer, _) = unplugged(&desk, "export SSH_TTY=/dev/pts/1;", &["preflight", "--json"]);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((code, &answer["exit"], &answer["code"]), (Some(6), &Value::from(6), &Value::from("unfit")));
    let states: Vec<&str> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["state"].as_str())
        .collect();
    assert_eq!(states.len(), 13);
    assert!(states.contains(&"unfit") && states.contains(&"fit"));
    let unknown = states.iter().filter(|state| **state == "unknown").count();
    assert_eq!(answer["unknown"], unknown);
}

#[test]
fn what_cannot_be_seen_is_unknown_by_name_and_never_fit() {
    if !able::may(able::OWN_NETWORK) {
        return;
    }
    let desk = Desk::new();
    let unseen = "mount -t tmpfs none /sys &&";
    let (code, report, told) = unplugged(&desk, unseen, &["preflight"]);
    assert!(line(&report, "hibernation").starts_with("unknown   hibernation: /sys/power"), "{report}");
    // The network of the process is its own: nothing but /proc need say so.
    assert!(line(&report, "network").starts_with("fit"), "{report}");
    let summary = report.lines().find(|line| line.starts_with("preflight: ")).unwrap();
    assert!(summary.contains("cannot be told: ") && summary.contains("hibernation"), "{summary}");
    assert_eq!(code, Some(6), "{report}");
    let (_, answer, _) = unplugged(&desk, unseen, &["preflight", "--json"]);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let is_unfit = report.lines().any(|line| line.starts_with("unfit"));
    assert_eq!(answer["code"], if is_unfit { "unfit" } else { "cannot-tell" });
    assert_eq!(told.contains("quorate cannot tell whether this machine is fit"), !is_unfit, "{told}");
    assert!(answer["unknown"].as_u64().unwrap() > 0 && answer["ok"] == false);
}

#[test]
fn a_network_of_its_own_is_seen_where_sys_is_still_that_of_another() {
    if !able::may(able::OWN_NETWORK) {
        return;
    }
    let desk = Desk::new();
    let report = |spaces: &str| {
        let mut command = Command::new("unshare");
        desk.furnish(command.args([spaces, env!("CARGO_BIN_EXE_quorate"), "preflight"]));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let (apart, here) = (report("-Urn"), report("-Ur"));
    assert!(line(&apart, "network").starts_with("fit       network: no interface is up"), "{apart}");
    if Path::new("/sys/class/net/eth0").exists() {
        assert!(!line(&here, "network").starts_with("fit"), "{here}");
    }
}

#[test]
fn programs_outside_of_a_name_space_of_processes_are_not_taken_for_none() {
    if !able::may(able::OWN_PROCESSES) {
        return;
    }
    let desk = Desk::new();
    let mut command = Command::new("unshare");
    desk.furnish(command.args(["-Urpf", "--mount-proc", env!("CARGO_BIN_EXE_quorate"), "preflight"]));
    let report = String::from_utf8(command.output().unwrap().stdout).unwrap();
    for check in ["remote session", "recording"] {
        assert!(line(&report, check).starts_with("unknown"), "{report}");
        assert!(
            line(&report, check).ends_with("programs outside of this container cannot be seen"),
            "{report}"
        );
    }
}

#[test]
fn code_that_others_load_into_a_dynamic_program_is_unfit() {
    let desk = Desk::new();
    let report = |preloaded: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quorate"));
        desk.furnish(command.arg("preflight"));
        preloaded.map(|library| command.env("LD_PRELOAD", library));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(line(&report(None), "foreign code").starts_with("fit"), "{}", report(None));
    let is_dynamic = || {
        let program = fs::read(env!("CARGO_BIN_EXE_quorate")).unwrap();
        program.windows(9).any(|bytes| bytes == b"/ld-linux")
    };
    if is_dynamic() {
        let preloaded = report(Some("libresolv.so.2"));
        assert!(line(&preloaded, "foreign code").starts_with("unfit"), "{preloaded}");
    }
}

#[test]
fn the_sum_is_of_the_file_that_runs_whatever_has_its_name_by_now() {
    let desk = Desk::new();
    let script = "cp \"$0\" quorate && exec 3<quorate && rm quorate && echo another >quorate && exec /proc/self/fd/3 preflight";
    let mut command = Command::new("bash");
    desk.furnish(command.args(["-c", script, env!("CARGO_BIN_EXE_quorate")]));
    let report = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let sum = Command::new("sha256sum").arg(env!("CARGO_BIN_EXE_quorate")).output().unwrap();
    let digest = String::from_utf8(sum.stdout).unwrap().split(' ').next().unwrap().to_owned();
    assert!(report.ends_with(&format!("{digest}\n")), "{report}");
}
