//! Machines that are fit and unfit, as files in a folder of their own.

use super::*;

/// A machine as it should be, but for what `files` say.
fn found(files: &[(&str, &str)], variable: fn(&str) -> bool) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let fit = [
        ("sys/class/net/lo/operstate", "unknown\n"),
        ("sys/class/net/lo/flags", "0x9\n"),
        ("sys/class/net/eth0/operstate", "down\n"),
        ("sys/class/net/eth0/flags", "0x1003\n"),
        ("proc/self/mountinfo", "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"),
        ("proc/self/status", "Name:\tquorate\nPPid:\t7\nTracerPid:\t0\n"),
        ("proc/7/status", "Name:\tbash\nPPid:\t1\n"),
        ("proc/7/comm", "bash\n"),
        ("proc/1/status", "Name:\tinit\nPPid:\t0\n"),
        ("proc/1/comm", "init\n"),
        ("proc/swaps", "Filename Type Size Used Priority\n"),
        ("sys/power/resume", "0:0\n"),
        ("proc/sys/kernel/core_pattern", "core\n"),
        ("proc/cpuinfo", "flags : fpu sse\n"),
    ];
    for (name, text) in fit.iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    System { root: folder.path().to_path_buf(), variable }.findings(1_795_000_000)
}

const NONE: fn(&str) -> bool = |_| false;

#[test]
fn a_machine_as_it_should_be_is_fit() {
    for finding in found(&[], NONE) {
        assert_eq!(finding.state, State::Fit, "{finding:?}");
    }
}

#[test]
fn each_thing_that_is_wrong_is_named_and_nothing_else() {
    let guest = ("proc/cpuinfo", "flags : fpu hypervisor\n");
    for (check, state, file, text) in [
        (NETWORK, State::Unfit, ("sys/class/net/eth0/operstate", "up\n"), "eth0 is up"),
        (NETWORK, State::Unfit, ("sys/class/net/eth0/operstate", "unknown\n"), "eth0 is up"),
        (
            "remote files",
            State::Unfit,
            ("proc/self/mountinfo", "30 21 0:5 / /home rw shared:1 - nfs4 nas:/home rw\n"),
            "/home is nfs4",
        ),
        ("remote session", State::Unfit, ("proc/7/comm", "sshd-session\n"), "another machine"),
        ("recording", State::Unfit, ("proc/7/comm", "script\n"), "script records"),
        ("debugger", State::Unfit, ("proc/self/status", "PPid:\t7\nTracerPid:\t99\n"), "process 99"),
        ("swap", State::Unfit, ("proc/swaps", "Filename\n/dev/sda2 partition 1 0 -2\n"), "/dev/sda2"),
        ("hibernation", State::Unfit, ("sys/power/resume", "8:2\n"), "to a disk"),
        (
            "crash reports",
            State::Judge,
            ("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump\n"),
            "another program",
        ),
        ("virtual machine", State::Judge, guest, "a guest"),
    ] {
        let all = found(&[file], NONE);
        let off: Vec<&Finding> = all.iter().filter(|finding| finding.state != State::Fit).collect();
        assert!(
            matches!(off.as_slice(), [one] if (one.check, one.state) == (check, state) && one.text.contains(text)),
            "{file:?}: {off:?}"
        );
    }
    let ssh = found(&[], |name| name == "SSH_TTY");
    assert!(ssh.iter().any(|finding| finding.check == "remote session" && finding.state == State::Unfit));
    let within = found(&[], |name| name == "TMUX");
    assert!(within.iter().any(|finding| finding.check == "recording" && finding.state == State::Judge));
}

#[test]
fn a_system_that_says_nothing_is_unknown_and_a_clock_of_1970_for_people_to_judge() {
    let nowhere = System { root: PathBuf::from("/nonexistent"), variable: NONE };
    let all = nowhere.findings(0);
    let state = |check: &str| all.iter().find(|finding| finding.check == check).map(|finding| finding.state);
    for check in [NETWORK, "remote files", "debugger", "swap", "crash reports", "virtual machine"] {
        assert_eq!(state(check), Some(State::Unknown), "{check}");
    }
    assert_eq!(state("clock"), Some(State::Judge));
}
