//! Looked at in passing: when the product is about to be said, everything has been computed, and nothing of it may be
//! left on the stack. What is still needed lies on the heap.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    process::{Command, Stdio},
    time::Duration,
};

use rustix::io::ioctl_fionbio;

use crate::{
    debugger::{memory::Memory, traced::Traced},
    desk::{Desk, leaves_nothing_in, program},
    files::{dealt, desk_with_key, desk_with_record, desk_with_shares, words},
};

/// The memory of a run at the moment when its standard output takes no more, and what it had to say.
fn about_to_speak(desk: &Desk, line: &str) -> (Memory, String) {
    let (mut reader, writer) = io::pipe().unwrap();
    ioctl_fionbio(&writer, true).unwrap();
    let mut filled = 0;
    while let Ok(more) = (&writer).write(&[b'.'; 512]) {
        filled += more;
    }
    ioctl_fionbio(&writer, false).unwrap();
    let mut command = Command::new(program());
    command.args(words(line)).current_dir(desk.path("")).env_clear().env("TMPDIR", desk.path(""));
    command.stdin(Stdio::null()).stderr(File::create(desk.path("stderr")).unwrap()).stdout(writer);
    let mut traced = Traced::start(&mut command);
    // The writing end that is left is the program's.
    drop(command);
    traced.wait_until_asleep();
    let memory = traced.look_in_passing();
    ioctl_fionbio(&reader, true).unwrap();
    let mut said = Vec::new();
    while !traced.has_ended() {
        let _ = reader.read_to_end(&mut said);
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = reader.read_to_end(&mut said);
    assert_eq!(traced.ended().code, 0, "{line}: {}", desk.read("stderr"));
    (memory, String::from_utf8(said.split_off(filled)).unwrap())
}

#[test]
fn a_split_about_to_tell_its_shares() {
    let (desk, needles) = desk_with_key();
    for options in ["", "--passphrase-file pass", "--record record.json --fingerprint"] {
        let line = format!("split 2of3 --in key --exponent 0 {options}");
        let (memory, said) = about_to_speak(&desk, &line);
        let shares: Vec<String> = said.lines().map(str::to_owned).collect();
        leaves_nothing_in(&line, &memory.stack(), &dealt(needles.clone(), &shares));
    }
}

#[test]
fn a_recovery_about_to_tell_the_key() {
    let (desk, _, needles) = desk_with_shares("");
    for form in ["hex", "bip39", "wif", "xprv"] {
        let line = format!("recover shares --as {form}");
        let (memory, said) = about_to_speak(&desk, &line);
        let key = said.trim_end();
        let needles = match form {
            "bip39" => needles.clone().words("key", key),
            _ => needles.clone().bytes("key text", key.as_bytes()),
        };
        assert!(
            needles.residues(&memory).count() > 0,
            "the key itself is still needed, and is there to be found"
        );
        leaves_nothing_in(&line, &memory.stack(), &needles);
    }
}

#[test]
fn what_else_is_said_of_shares() {
    for line in [
        "reissue alice.txt bob.txt --member 3",
        "card alice.txt --format svg",
        "card alice.txt --format qr",
        "check alice.txt --record record.json --receipt 4be0c47ad3f1082b9d65c3e18f07a2b4",
        "drill alice.txt bob.txt carol.txt --record record.json",
    ] {
        let (desk, _, needles) = desk_with_record();
        let (memory, said) = about_to_speak(&desk, line);
        assert!(!said.is_empty(), "{line}");
        leaves_nothing_in(line, &memory.stack(), &needles);
    }
}
