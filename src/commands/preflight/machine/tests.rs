//! Machines that are fit and unfit, and such of which that cannot be told, as files in a folder of their own.

use std::os::unix::fs::symlink;

use super::*;
use crate::commands::preflight::finding::Fitness;

/// A machine as it should be: at the console, with a network card that is switched off.
const FIT: &[(&str, &str)] = &[
    ("proc/self/net/dev", "Inter-|\n face |\n    lo: 1 2\n  eth0: 0 0\n"),
    ("proc/self/net/route", "Iface Destination\n"),
    ("proc/self/net/if_inet6", "00000000000000000000000000000001 01 80 10 80       lo\n"),
    ("sys/class/net/lo/operstate", "unknown\n"),
    ("sys/class/net/lo/flags", "0x9\n"),
    ("sys/class/net/eth0/operstate", "down\n"),
    ("sys/class/net/eth0/flags", "0x1002\n"),
    ("proc/self/mountinfo", "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"),
    ("proc/self/status", "Name:\tquorate\nPPid:\t7\nTracerPid:\t0\n"),
    ("proc/self/stat", "9 (quo) rate) R 7 9 9 1025 9 0"),
    (
        "proc/self/maps",
        "7f00-7f01 r-xp 0 08:01 1 /usr/lib/libc.so.6\n7f02-7f03 r-xp 0 08:01 2 /bin/quorate\n7f04-7f05 rw-p 0 00:00 0\n",
    ),
    ("proc/7/status", "Name:\tbash\nPPid:\t1\n"),
    ("proc/7/comm", "bash\n"),
    ("proc/7/cmdline", "-bash\0"),
    ("proc/7/environ", "PATH=/bin\0"),
    ("proc/1/status", "Name:\tinit\nPPid:\t0\n"),
    ("proc/1/comm", "init\n"),
    ("proc/swaps", "Filename Type Size Used Priority\n"),
    ("sys/power/resume", "0:0\n"),
    ("sys/power/state", "freeze mem disk\n"),
    ("proc/sys/kernel/core_pattern", "core\n"),
    ("proc/cpuinfo", "flags : fpu sse\n"),
];

const LINKS: &[(&str, &str)] = &[("proc/self/exe", "/bin/quorate"), ("proc/self/ns/pid", "pid:[4026531836]")];

const NONE: fn(&str) -> bool = |_| false;

/// What is found on that machine, but for what `change` makes of it.
fn found_after(change: impl FnOnce(&Path), variable: fn(&str) -> bool) -> Vec<MachineFinding> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FIT {
        put(folder.path(), name, text);
    }
    for (name, target) in LINKS {
        link(folder.path(), name, target);
    }
    change(folder.path());
    System { root: folder.path().to_path_buf(), variable }.findings(1_795_000_000)
}

fn found(files: &[(&str, &str)], variable: fn(&str) -> bool) -> Vec<MachineFinding> {
    found_after(|root| files.iter().for_each(|(name, text)| put(root, name, text)), variable)
}

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn link(root: &Path, name: &str, target: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&path);
    symlink(target, path).unwrap();
}

/// Takes away a file, or a folder with all that is in it.
fn gone(root: &Path, name: &str) {
    let path = root.join(name);
    if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
}

/// What is not fit, in short.
fn off(findings: &[MachineFinding]) -> Vec<(&'static str, Fitness)> {
    let off = findings.iter().filter(|finding| finding.state != Fitness::Fit);
    off.map(|finding| (finding.check, finding.state)).collect()
}

const REMOTE: &str = "remote session";
const RECORDING: &str = "recording";

#[test]
fn a_machine_as_it_should_be_is_fit() {
    for finding in found(&[], NONE) {
        assert_eq!(finding.state, Fitness::Fit, "{finding:?}");
    }
}

#[test]
fn each_thing_that_is_wrong_is_named_and_nothing_else() {
    let on = ("sys/class/net/eth0/flags", "0x1003\n");
    let zram = ("proc/swaps", "Filename\n/dev/zram0 partition 1 0 100\n");
    for (check, state, files, text) in [
        (NETWORK, Fitness::Unfit, &[("sys/class/net/eth0/operstate", "up\n")][..], "eth0 is up"),
        (NETWORK, Fitness::Unfit, &[on, ("sys/class/net/eth0/operstate", "unknown\n")], "eth0 is up"),
        (NETWORK, Fitness::Unfit, &[on, ("sys/class/net/eth0/carrier", "1\n")], "eth0 is up"),
        (NETWORK, Fitness::Unfit, &[("proc/self/net/route", "Iface\neth0\t0000\n")], "eth0 is up"),
        (NETWORK, Fitness::Unfit, &[("proc/self/net/if_inet6", "fe80 04 40 20 80     eth0\n")], "eth0 is up"),
        (NETWORK, Fitness::Judge, &[on, ("sys/class/net/eth0/carrier", "0\n")], "waits for a cable"),
        (NETWORK, Fitness::Unknown, &[("sys/class/net/eth0/flags", "\n")], "does not say whether it is up"),
        (NETWORK, Fitness::Unknown, &[("sys/class/net/wlan0/flags", "0x1002\n")], "eth0 is there"),
        (
            "remote files",
            Fitness::Unfit,
            &[("proc/self/mountinfo", "30 21 0:5 / /home rw shared:1 - nfs4 nas:/home rw\n")],
            "/home is nfs4",
        ),
        (
            "remote files",
            Fitness::Unfit,
            &[("proc/self/mountinfo", "3 2 0:5 / /s rw - virtiofs s rw\n")],
            "/s is",
        ),
        (
            "remote files",
            Fitness::Unfit,
            &[("proc/self/mountinfo", "3 2 0:5 / /s rw - fuse.rclone r: rw\n")],
            "/s",
        ),
        (
            "remote files",
            Fitness::Judge,
            &[("proc/self/mountinfo", "3 2 0:5 / /s rw - fuse.new x rw\n")],
            "perhaps",
        ),
        (REMOTE, Fitness::Unfit, &[("proc/7/comm", "sshd-session\n")], "another machine"),
        (REMOTE, Fitness::Unfit, &[("proc/7/environ", "SSH_TTY=/dev/pts/3\0")], "another machine"),
        (REMOTE, Fitness::Unfit, &[("proc/50/comm", "sshd-session\n")], "process 50"),
        (
            REMOTE,
            Fitness::Unfit,
            &[("proc/50/comm", "sshd\n"), ("proc/50/cmdline", "sshd: bob@pts/4\0")],
            "process 50",
        ),
        (REMOTE, Fitness::Judge, &[("proc/self/stat", "9 (q) R 7 9 9 1088 9 0")], "a serial line"),
        (RECORDING, Fitness::Unfit, &[("proc/7/comm", "script\n")], "script records"),
        (RECORDING, Fitness::Unfit, &[("proc/7/cmdline", "/usr/bin/script\0-q\0")], "bash records"),
        (RECORDING, Fitness::Unfit, &[("proc/7/environ", "ASCIINEMA_REC=1\0")], "asciinema"),
        ("debugger", Fitness::Unfit, &[("proc/self/status", "PPid:\t7\nTracerPid:\t99\n")], "process 99"),
        (
            "foreign code",
            Fitness::Unfit,
            &[("proc/self/maps", "7f00-7f01 r-xp 0 08:01 1 /tmp/hook.so\n")],
            "/tmp/hook.so is loaded",
        ),
        (
            "foreign code",
            Fitness::Unfit,
            &[
                ("proc/self/maps", "7f00-7f01 r-xp 0 08:01 1 /lib64/ld-linux-x86-64.so.2\n"),
                ("etc/ld.so.preload", "/lib/x.so\n"),
            ],
            "/etc/ld.so.preload",
        ),
        ("swap", Fitness::Unfit, &[("proc/swaps", "Filename\n/dev/sda2 partition 1 0 -2\n")], "/dev/sda2"),
        ("swap", Fitness::Unfit, &[zram, ("sys/block/zram0/backing_dev", "/dev/sdb1\n")], "a disk behind it"),
        ("swap", Fitness::Unknown, &[zram], "does not say"),
        ("hibernation", Fitness::Unfit, &[("sys/power/resume", "8:2\n")], "to a disk"),
        (
            "crash reports",
            Fitness::Judge,
            &[("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump\n")],
            "another program",
        ),
        ("virtual machine", Fitness::Judge, &[("proc/cpuinfo", "flags : fpu hypervisor\n")], "a guest"),
        ("virtual machine", Fitness::Judge, &[("sys/class/dmi/id/sys_vendor", "QEMU\n")], "a guest"),
        (
            "virtual machine",
            Fitness::Judge,
            &[("proc/device-tree/compatible", "linux,dummy-virt\0")],
            "a guest",
        ),
        ("virtual machine", Fitness::Judge, &[("sys/bus/virtio/devices/virtio0", "")], "a guest"),
        ("virtual machine", Fitness::Judge, &[("run/systemd/container", "lxc\n")], "(lxc)"),
        ("virtual machine", Fitness::Judge, &[("proc/1/environ", "container=lxc\0")], "a container"),
    ] {
        let all = found(files, NONE);
        let told = all.iter().find(|finding| finding.check == check).unwrap();
        assert_eq!(off(&all), [(check, state)], "{files:?}: {all:?}");
        assert!(told.text.contains(text), "{files:?}: {told:?}");
    }
    assert_eq!(off(&found(&[zram, ("sys/block/zram0/backing_dev", "none\n")], NONE)), []);
    assert_eq!(off(&found(&[], |name| name == "SSH_TTY")), [(REMOTE, Fitness::Unfit)]);
}

#[test]
fn every_server_of_sessions_and_every_recorder_is_known_by_name_file_or_command() {
    for name in
        ["dropbear", "in.telnetd", "ttyd", "xrdp-sesman", "Xvnc", "tmate", "mosh-server", "sshd: bob@pts/0"]
    {
        for (file, text) in [("proc/7/comm", name), ("proc/7/cmdline", &format!("/usr/sbin/{name}\0-x\0"))] {
            assert_eq!(off(&found(&[(file, text)], NONE)), [(REMOTE, Fitness::Unfit)], "{name}");
        }
    }
    for name in ["script", "asciinema", "ttyrec", "expect", "tlog-rec-session", "tlog-rec-sessio"] {
        let renamed = |root: &Path| link(root, "proc/7/exe", &format!("/usr/bin/{name} (deleted)"));
        assert_eq!(off(&found_after(renamed, NONE)), [(RECORDING, Fitness::Unfit)], "{name}");
    }
    let python = [("proc/7/comm", "python3\n"), ("proc/7/cmdline", "python3\0/usr/bin/asciinema\0rec\0")];
    assert_eq!(off(&found(&python, NONE)), [(RECORDING, Fitness::Unfit)]);
    // Their like, which are none.
    for name in ["scripted", "sshdx", "expectation", "bash"] {
        assert_eq!(off(&found(&[("proc/7/comm", name)], NONE)), [], "{name}");
    }
}

#[test]
fn a_terminal_that_a_program_keeps_is_told_and_one_whose_keeper_is_not_seen_is_unknown() {
    // /dev/pts/3.
    let within = |root: &Path| put(root, "proc/self/stat", "9 (q) R 7 9 9 34819 9 0");
    let kept_by = |name: &'static str| {
        move |root: &Path| {
            within(root);
            put(root, "proc/7/comm", name);
            link(root, "proc/7/fd/0", "/dev/pts/2");
            link(root, "proc/7/fd/5", "/dev/ptmx");
        }
    };
    assert_eq!(off(&found_after(kept_by("xterm"), NONE)), []);
    assert_eq!(off(&found_after(kept_by("gnome-terminal-"), NONE)), []);
    // A recorder that was copied under another name.
    assert_eq!(off(&found_after(kept_by("holiday"), NONE)), [(RECORDING, Fitness::Judge)]);
    let both = [(REMOTE, Fitness::Unknown), (RECORDING, Fitness::Unknown)];
    assert_eq!(off(&found_after(within, NONE)), both);
    let multiplexed = [(REMOTE, Fitness::Unknown), (RECORDING, Fitness::Judge)];
    assert_eq!(off(&found_after(kept_by("tmux: server"), NONE)), multiplexed);
    assert_eq!(off(&found_after(kept_by("xterm"), |name| name == "TMUX")), multiplexed);
}

#[test]
fn what_hides_the_programs_before_this_one_makes_the_session_unknown() {
    let both = [(REMOTE, Fitness::Unknown), (RECORDING, Fitness::Unknown)];
    let hidden = |root: &Path| gone(root, "proc/7");
    assert_eq!(off(&found_after(hidden, NONE)), both);
    assert_eq!(off(&found_after(|root| gone(root, "proc/self/ns/pid"), NONE)), both);
    assert_eq!(off(&found_after(|root| gone(root, "proc/self/stat"), NONE)), both);
    assert_eq!(off(&found_after(|root| gone(root, "proc/7/environ"), NONE)), both);
    assert_eq!(off(&found_after(|root| gone(root, "proc/7/environ"), |name| name == "PATH")), []);
    let contained = |root: &Path| link(root, "proc/self/ns/pid", "pid:[4026532999]");
    let with_host = [both[0], both[1], ("virtual machine", Fitness::Judge)];
    assert_eq!(off(&found_after(contained, NONE)), with_host);
}

#[test]
fn a_network_of_its_own_is_told_by_the_process_not_by_an_older_sys() {
    let own = ("proc/self/net/dev", "Inter-|\n face |\n    lo: 0 0\n");
    let online = ("sys/class/net/eth0/operstate", "up\n");
    assert_eq!(off(&found(&[own, online], NONE)), []);
    let unseen = |root: &Path| gone(root, "sys");
    let all = found_after(unseen, NONE);
    assert_eq!(off(&all), [(NETWORK, Fitness::Unknown), ("hibernation", Fitness::Unknown)], "{all:?}");
    assert_eq!(off(&found_after(|root| gone(root, "sys/power/resume"), NONE)), [], "a kernel without it");
}

#[test]
fn a_system_that_says_nothing_is_unknown_in_all_and_a_clock_of_1970_for_people_to_judge() {
    let nowhere = System { root: PathBuf::from("/nonexistent"), variable: NONE };
    let all = nowhere.findings(0);
    let (clock, others): (Vec<&MachineFinding>, Vec<&MachineFinding>) =
        all.iter().partition(|one| one.check == "clock");
    assert_eq!(clock[0].state, Fitness::Judge);
    assert_eq!(others.len(), 10);
    for finding in others {
        assert_eq!(finding.state, Fitness::Unknown, "{finding:?}");
        assert!(finding.text.len() > 10, "what was not to be seen is named: {finding:?}");
    }
}
