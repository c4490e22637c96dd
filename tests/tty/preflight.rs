//! A ceremony at a terminal begins with a look at the machine, and does not begin on one that is online.

use pty_process::blocking::Command;

use crate::{
    able,
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

/// The same at a network that is up: a cable with both ends here.
fn plugged(desk: &Desk, script: &str) -> Tty {
    unplugged(desk, &format!("{CABLE} && {script}"))
}

/// A shell that finds the program, and whose prompt no program writes.
const SHELL: &str = "exec env PATH=\"$(dirname \"$0\"):$PATH\" PS1='READY> ' HISTFILE= bash --norc --noprofile --noediting -i";

const CABLE: &str = "ip link add v0 type veth peer name v1 && ip link set v1 up && ip link set v0 up";

/// Whether this machine can be put at such a network.
fn has_cable() -> bool {
    able::has("ip", "iproute2")
        && able::may(&["unshare", "-Urnm", "sh", "-c", CABLE])
        && able::may(able::OWN_NETWORK)
}

/// The program with the streams that a script gives it, at a terminal: how it ended, and what it said.
fn scripted(desk: &Desk, script: &str) -> (i32, String) {
    let mut tty = plugged(desk, &format!("{script} 2>said"));
    let code = tty.ended();
    assert!(!tty.left().contains("passphrase"), "it was asked for: {}", tty.left());
    (code, desk.read("said"))
}

#[test]
fn the_gate_stands_where_the_person_is_wherever_the_streams_lead() {
    if !has_cable() {
        return;
    }
    let desk = Desk::new();
    desk.put("three", known::shares("three_of_five")[..3].join("\n")).put("key", known::HEX);
    for line in [
        "\"$0\" recover three --passphrase </dev/null >out",
        "\"$0\" drill three --passphrase </dev/null >out",
        "\"$0\" split 2of3 --passphrase --in key </dev/null >out",
        "\"$0\" split 2of3 </dev/tty >out",
    ] {
        let (code, said) = scripted(&desk, line);
        assert_eq!(code, 7, "{line}: {said}");
        assert!(
            said.contains("this machine is online") && said.contains("--online-anyway"),
            "{line}: {said}"
        );
        assert_eq!(desk.read("out"), "", "{line}");
    }
    // A practice on the published key is for every machine.
    let mut practice = plugged(&desk, "exec \"$0\" practice");
    practice.wait_for("Enter runs it").type_in(CTRL_C);
    assert_eq!(practice.ended(), 130);
}

#[test]
fn a_machine_that_does_not_show_its_network_is_refused_by_name() {
    if !has_cable() {
        return;
    }
    let desk = Desk::new();
    desk.put("three", known::shares("three_of_five")[..3].join("\n"));
    let unseen = |arguments: &str| {
        // An interface that is there, and of which nothing more can be seen.
        let script = format!(
            "ip link add v0 type veth peer name v1 && mount -t tmpfs none /sys && exec \"$0\" {arguments}"
        );
        let unshare =
            Command::new("unshare").args(["-Urnm", "sh", "-c", &script, env!("CARGO_BIN_EXE_quorate")]);
        Tty::spawn(&desk, (24, 80), unshare)
    };
    for arguments in ["drill three", "check", "recover three --passphrase </dev/null"] {
        let mut tty = unseen(arguments);
        assert_eq!(tty.ended(), 7, "{arguments}: {}", tty.screen());
        tty.wait_for("quorate cannot tell whether this machine is online").wait_for("--online-anyway");
    }
    let mut tty = unseen("check --online-anyway");
    tty.wait_for("type the words").type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

#[test]
fn what_was_typed_ahead_of_a_refusal_does_not_reach_the_shell() {
    if !has_cable() {
        return;
    }
    for line in ["quorate split 2of3", "quorate check"] {
        let desk = Desk::new();
        let mut tty = plugged(&desk, SHELL);
        tty.wait_for("READY> ");
        // A shell that leaves the line to the kernel: all of it lies there when the program begins.
        tty.type_in(&format!("{line}; touch ended-$?\r{}", "touch stray\r".repeat(20)));
        tty.wait_for("this machine is online").wait_until("the shell", |_| desk.names().contains("ended-7"));
        tty.type_in("exit\r");
        tty.ended();
        assert_eq!(desk.names().into_iter().collect::<Vec<_>>(), ["ended-7"], "{line}");
    }
}

#[test]
fn a_machine_that_is_offline_goes_on_to_the_ceremony() {
    if !able::may(able::OWN_NETWORK) {
        return;
    }
    let desk = Desk::new();
    let mut tty = unplugged(&desk, "exec \"$0\" split 2of3 --exponent 0");
    tty.wait_for("checks passed").wait_for(TYPE_KEY).type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

#[test]
fn a_machine_that_is_online_is_refused_before_anything_is_asked_for_unless_that_is_known() {
    if !has_cable() {
        return;
    }
    let desk = Desk::new();
    for (number, share) in (1..).zip(known::shares("three_of_five")) {
        desk.put(&format!("{number}.txt"), share);
    }
    desk.put("key", known::HEX);
    for arguments in [
        "split 2of3",
        "split 2of3 --in key -o cards",
        "recover",
        "recover 1.txt 2.txt 3.txt",
        "drill 1.txt 2.txt 3.txt",
        "reissue 1.txt 2.txt 3.txt --member 4 -o cards",
        "check",
        "check --from sskr",
        "card",
    ] {
        let mut tty = plugged(&desk, &format!("exec \"$0\" {arguments}"));
        assert_eq!(tty.ended(), 7, "{arguments}: {}", tty.screen());
        let screen = tty.screen();
        assert!(screen.contains("this machine is online: v0"), "{screen}");
        assert!(screen.contains("--online-anyway"), "{screen}");
    }
    assert!(!desk.names().contains("cards"));
    let mut tty = plugged(&desk, "exec \"$0\" split 2of3 --exponent 0 --online-anyway");
    tty.wait_for("network: ").wait_for(TYPE_KEY).type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    // A lone check reveals nothing of a key; and where nobody may be asked, nobody sits there.
    for arguments in ["check 1.txt", "recover 1.txt 2.txt 3.txt -o out --no-input"] {
        assert_eq!(plugged(&desk, &format!("exec \"$0\" {arguments}")).ended(), 0, "{arguments}");
    }
}
