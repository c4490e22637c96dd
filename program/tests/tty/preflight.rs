//! A ceremony at a terminal begins with a look at the machine, and does not begin on one that is online.

use std::fs;

use pty_process::blocking::Command;

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, Tty},
};

const TYPE_KEY: &str = "private key";

/// Runs a script with the program as its first argument, in namespaces of its own, without a network.
fn unplugged(desk: &Desk, script: &str) -> Tty {
    let script = format!("mount -t sysfs none /sys && {script}");
    let unshare = Command::new("unshare").args(["-Urnm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]);
    Tty::spawn(desk, (24, 80), unshare)
}

/// Whether this very machine is online, by what its system says.
fn is_online() -> bool {
    let up = |name: &str| {
        fs::read_to_string(format!("/sys/class/net/{name}/operstate")).is_ok_and(|state| state.trim() == "up")
    };
    let names = fs::read_dir("/sys/class/net").unwrap().map(|entry| entry.unwrap().file_name());
    names.into_iter().any(|name| name != "lo" && up(name.to_str().unwrap()))
}

#[test]
fn a_machine_that_is_offline_goes_on_to_the_ceremony() {
    let desk = Desk::new();
    let mut tty = unplugged(&desk, "exec \"$0\" split 2of3 --exponent 0");
    tty.wait_for("checks passed").wait_for(TYPE_KEY).type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

#[test]
fn a_machine_that_is_online_is_refused_before_anything_is_asked_for_unless_that_is_known() {
    if !is_online() {
        return;
    }
    let desk = Desk::new();
    for (number, share) in (1..).zip(known::shares("three_of_five")) {
        desk.put(&format!("{number}.txt"), share);
    }
    desk.put("key", known::HEX);
    for arguments in [
        &["split", "2of3"][..],
        &["split", "2of3", "--in", "key", "-o", "cards"],
        &["recover"],
        &["recover", "1.txt", "2.txt", "3.txt"],
        &["drill", "1.txt", "2.txt", "3.txt"],
        &["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o", "cards"],
    ] {
        let quorate = Command::new(env!("CARGO_BIN_EXE_quorate")).args(arguments);
        let mut tty = Tty::spawn(&desk, (24, 80), quorate);
        assert_eq!(tty.ended(), 7, "{arguments:?}: {}", tty.screen());
        let screen = tty.screen();
        assert!(screen.contains("this machine is online"), "{screen}");
        assert!(screen.contains("--online-anyway"), "{screen}");
    }
    assert!(!desk.names().contains("cards"));
    let mut tty = Tty::run(&desk, &["split", "2of3", "--exponent", "0"]);
    tty.wait_for("network: ").wait_for(TYPE_KEY).type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    // A lone check reveals nothing of a key; and where nobody may be asked, nobody sits there.
    for arguments in
        [&["check", "1.txt"][..], &["recover", "1.txt", "2.txt", "3.txt", "-o", "out", "--no-input"]]
    {
        let quorate = Command::new(env!("CARGO_BIN_EXE_quorate")).args(arguments);
        assert_eq!(Tty::spawn(&desk, (24, 80), quorate).ended(), 0, "{arguments:?}");
    }
}
