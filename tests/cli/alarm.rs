//! The alarm that arrives: the examples of docs/use/monitoring.md with a real cron and a real systemd, and a mail that is read.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    able,
    desk::Desk,
    journal::desk,
    monitoring::{example, path},
};

/// Ends what it started.
struct Cron(Child);

impl Drop for Cron {
    fn drop(&mut self) {
        // It is the first process of its own namespace, with which all others end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A machine of its own for cron, as far as it looks: our crontab, our programs, and a sendmail that keeps what it gets.
fn machine(desk: &Desk, crontab: &str) {
    for folder in ["sbin", "local-bin", "local-share/quorate", "cron.d", "srv/custody/mail", "spool", "home"]
    {
        fs::create_dir_all(desk.path(folder)).unwrap();
    }
    fs::copy("/usr/sbin/cron", desk.path("sbin/cron")).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_quorate"), desk.path("local-bin/quorate")).unwrap();
    fs::copy(example("nightly-check.sh"), desk.path("local-share/quorate/nightly-check.sh")).unwrap();
    let sendmail = "#!/bin/sh\n{ echo \"to: $*\"; cat; } >/srv/custody/mail/.$$ && mv /srv/custody/mail/.$$ /srv/custody/mail/$$\n";
    for (name, text, mode) in [("sbin/sendmail", sendmail, 0o755), ("cron.d/quorate", crontab, 0o644)] {
        fs::write(desk.path(name), text).unwrap();
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn mounted(desk: &Desk) -> String {
    let pairs = [
        ("sbin", "/usr/sbin"),
        ("local-bin", "/usr/local/bin"),
        ("local-share", "/usr/local/share"),
        ("cron.d", "/etc/cron.d"),
        ("spool", "/var/spool/cron"),
        ("srv", "/srv"),
        // What was told last night is kept there. It may hide our own folder, and so comes last.
        ("home", "/root"),
    ];
    let mounts: Vec<String> =
        pairs.iter().map(|(from, to)| format!("mount --bind '{}' {to}", desk.path(from).display())).collect();
    format!("mount -t tmpfs none /run && {} && exec /usr/sbin/cron -f", mounts.join(" && "))
}

/// The mails of one start of cron, once there are so many.
fn mails(desk: &Desk, expected: usize) -> Vec<String> {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", &mounted(desk)]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let cron = Cron(command.spawn().unwrap());
    let began = Instant::now();
    let read = || -> Vec<String> {
        let found = fs::read_dir(desk.path("srv/custody/mail")).unwrap().map(|entry| entry.unwrap().path());
        found
            .filter(|path| !path.file_name().unwrap().to_str().unwrap().starts_with('.'))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    };
    while read().len() < expected && began.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(100));
    }
    // Whatever else there is to come has had time to.
    thread::sleep(Duration::from_secs(2));
    drop(cron);
    read()
}

/// The crontab as it is, but that its lines run when cron begins, and by whom there is.
fn crontab() -> String {
    let text = fs::read_to_string(example("monitoring/crontab")).unwrap();
    let text = text.replace("15 6 * * *", "@reboot").replace("15 7 * * 1", "@reboot");
    assert_eq!(text.matches("@reboot  custody  ").count(), 2, "{text}");
    text.replace("  custody  ", "  root  ")
}

/// Mounts and processes of one's own, as root.
const MACHINE: [&str; 9] =
    ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "mount", "-t", "tmpfs", "none"];

#[test]
fn cron_mails_whom_it_should_what_is_due_and_once_a_week_that_nothing_is() {
    if !able::has("/usr/sbin/cron", "cron") || !able::may(&[&MACHINE[..], &["/run"]].concat()) {
        return;
    }
    let (due, fresh) = (desk(), Desk::new());
    fresh.put("key", crate::known::HEX);
    assert_eq!(fresh.run(&["split", "2of3", "--in", "key", "-o", "set"]).code, 0);
    for (desk, folder) in [(&due, ""), (&fresh, "set/public/")] {
        let record = format!("{folder}record.json");
        let head = desk.run(&["--json", "status", &record]).json()["journal_head"].clone();
        machine(desk, &crontab());
        for name in ["record.json", "journal.jsonl"] {
            fs::copy(desk.path(&format!("{folder}{name}")), desk.path(&format!("srv/custody/{name}")))
                .unwrap();
        }
        fs::write(desk.path("srv/custody/head"), head.as_str().unwrap()).unwrap();
    }
    let told = mails(&due, 2);
    assert_eq!(told.len(), 2, "{told:?}");
    for mail in &told {
        let to = mail.lines().next().unwrap();
        assert!(to.ends_with(" custody@example.com"), "{mail}");
        assert!(mail.contains("alice silent for") && mail.contains("the head that you hold"), "{mail}");
    }
    let by = "something is due, or wrong: /srv/custody/record.json";
    assert_eq!(told.iter().filter(|mail| mail.contains(by)).count(), 1, "{told:?}");
    // Where nothing is due only the mail of Monday comes.
    let told = mails(&fresh, 1);
    let [mail] = told.as_slice() else { panic!("{told:?}") };
    assert!(mail.contains("\nnothing is due\n"), "{mail}");
}

#[test]
fn systemd_takes_the_units() {
    if !able::has("systemd-analyze", "systemd") {
        return;
    }
    let desk = Desk::new();
    let names = [
        "quorate-status.service",
        "quorate-status.timer",
        "quorate-alarm@.service",
        "quorate-weekly.service",
        "quorate-weekly.timer",
    ];
    for name in names {
        let text = fs::read_to_string(example("monitoring").join(name)).unwrap();
        let text = text.replace("/usr/bin/quorate", env!("CARGO_BIN_EXE_quorate"));
        fs::write(desk.path(name), text).unwrap();
    }
    let verify = |names: &[&str]| {
        let mut command = Command::new("systemd-analyze");
        command.args(["verify", "--man=no"]).args(names.iter().map(|name| desk.path(name)));
        command.output().unwrap()
    };
    let verified = verify(&names);
    assert!(verified.status.success() && verified.stderr.is_empty(), "{verified:?}");
    // It would say so.
    let timer = desk.read("quorate-status.timer").replace("06:15:00", "26:15:00");
    fs::write(desk.path("quorate-status.timer"), timer).unwrap();
    let verified = verify(&["quorate-status.timer"]);
    assert!(!verified.status.success() || !verified.stderr.is_empty(), "{verified:?}");
}

#[test]
fn the_witness_keeps_a_head_that_moves_on_with_the_journal_and_not_with_another() {
    let desk = desk();
    let witness = || {
        let mut command = Command::new("bash");
        command.arg(example("monitoring/witness.sh")).args(["record.json", "head"]);
        desk.furnish(&mut command);
        let ran = command.env("PATH", path()).output().unwrap();
        (ran.status.code().unwrap(), String::from_utf8(ran.stdout).unwrap())
    };
    if !able::has("jq", "jq") {
        return;
    }
    let head =
        || desk.run(&["--json", "status", "record.json"]).json()["journal_head"].as_str().unwrap().to_owned();
    let (code, told) = witness();
    assert!(code == 1 && told.contains(&head()) && !Path::new(&desk.path("head")).exists(), "{told}");
    fs::write(desk.path("head"), head()).unwrap();
    let old = desk.read("journal.jsonl");
    // Years after the deal much is due; the head moves on all the same.
    assert_eq!(desk.run(&["note", "record.json", "heard", "alice"]).code, 0);
    let (code, told) = witness();
    assert!(code == 6 && told.contains("bob silent for"), "{told}");
    assert_eq!(desk.read("head").trim(), head());
    // A journal without that line is another.
    let kept = desk.read("head");
    fs::write(desk.path("journal.jsonl"), &old).unwrap();
    let (code, told) = witness();
    assert!(code == 6 && told.contains("this head is not in the journal"), "{told}");
    assert_eq!(desk.read("head"), kept, "the head stays");
}
