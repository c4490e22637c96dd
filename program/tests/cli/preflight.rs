//! Is this machine fit? In namespaces of its own a machine can be made fit, and then unfit, on purpose.

use std::process::{Command, Output};

use serde_json::Value;

use crate::desk::Desk;

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
    report.lines().find(|line| line.get(9..).is_some_and(|rest| rest.starts_with(check))).unwrap()
}

#[test]
fn an_unplugged_machine_is_fit_and_its_own_file_is_told() {
    let desk = Desk::new();
    let (_, report, _) = unplugged(&desk, "", &["preflight"]);
    for (check, told) in [
        ("network", "fit      network: no interface is up"),
        ("hardening", "fit      hardening: the kernel keeps this program offline"),
        ("self-test", "fit      self-test: known answers come out right"),
        ("debugger", "fit      debugger: no program watches this one"),
    ] {
        assert!(line(&report, check).starts_with(told), "{report}");
    }
    let sum = Command::new("sha256sum").arg(env!("CARGO_BIN_EXE_quorate")).output().unwrap();
    let digest = String::from_utf8(sum.stdout).unwrap().split(' ').next().unwrap().to_owned();
    assert!(report.ends_with(&format!("{digest}\n")), "{report}");
}

#[test]
fn what_is_unfit_is_named_with_exit_6() {
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
    assert_eq!(states.len(), 12);
    assert!(states.contains(&"unfit") && states.contains(&"fit"));
}
