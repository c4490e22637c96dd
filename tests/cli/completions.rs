//! Completions: a script for each shell, and what the program answers them.

use std::process::{Command, Stdio};

use crate::{
    able,
    desk::{Desk, HUSH},
    known,
};

/// What may come next; the first line says whether files may.
fn next(desk: &Desk, words: &[&str]) -> Vec<String> {
    let ran = desk.pipe(format!("{}\n", words.join("\n")), &["completions", "--words"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let lines = ran.lines();
    let first = |line: &String| line.split('\t').next().unwrap().to_owned();
    lines.iter().map(first).collect()
}

/// A desk with the record of Ann, Bob O'Neil and a name that is a command.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let names = ["--custodian", "Ann", "--custodian", "Bob O'Neil", "--custodian", "$(touch stray)"];
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--record", "record.json"];
    assert_eq!(desk.run(&[&split[..], &names].concat()).code, 0);
    desk
}

#[test]
fn there_is_a_script_for_each_shell_and_it_asks_the_program() {
    let desk = Desk::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.run(&["completions", shell]);
        assert!(script.product().contains("quorate completions --words"), "{shell}");
        assert_eq!(desk.run(&["completion", shell]).product(), script.product());
    }
    let refused = desk.refused(2, &["completions", "tcsh"]);
    assert!(refused.error.contains("bash, elvish, fish, powershell, zsh"), "{refused:?}");
    desk.refused(2, &["completions"]);
    desk.refused(2, &["completions", "bash", "--words"]);
    desk.refused(2, &["completions", HUSH]);
}

#[test]
fn the_names_of_today_come_after_a_record() {
    let desk = desk();
    let people = ["none", "$(touch stray)", "Ann", "Bob O'Neil"];
    assert_eq!(next(&desk, &["note", "record.json", "heard", ""]), people);
    assert_eq!(next(&desk, &["note", "./record.json", "handed-over", "1", "--to", ""]), people);
    assert_eq!(next(&desk, &["check", "a", "--record", "record.json", "--by", "A"]), ["none", "Ann"]);
    assert_eq!(next(&desk, &["note", "record.json", "lost", ""])[4..], ["1", "2", "3"]);
    assert_eq!(desk.run(&["note", "record.json", "handed-over", "2", "--to", "Eve"]).code, 0);
    assert!(next(&desk, &["note", "record.json", "absent", ""]).contains(&"Eve".to_owned()));
    assert_eq!(next(&desk, &["note", "record.json", "lost", "E"]), ["none", "Eve"]);
    assert_eq!(next(&desk, &["card", "a", "--record", "record.json", "--to", "E"]), ["none", "Eve="]);
}

#[test]
fn what_is_no_record_is_told_nothing_of_and_waits_for_nobody() {
    let desk = desk();
    desk.put("share", &known::shares("three_of_five")[0]);
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    for record in ["share", "key", "pipe", "nowhere", "-", "/dev/stdin", "$(touch stray)", "."] {
        assert_eq!(next(&desk, &["note", record, "heard", ""]), ["none"], "{record}");
    }
    // What was typed is not said again.
    assert_eq!(next(&desk, &[HUSH, ""]), ["none"]);
    assert_eq!(next(&desk, &["split", "--format", &format!("{HUSH},")]), ["none"]);
    assert_eq!(next(&desk, &["split", &format!("--{HUSH}=")]), ["none"]);
    assert_eq!(next(&desk, &["recover", HUSH]), ["files"]);
    assert!(!desk.names().contains("stray"));
}

#[test]
fn a_name_that_steers_a_terminal_never_comes() {
    let desk = desk();
    let record = desk.read("record.json");
    for name in ["\\u001b[2JAnn", "An\\nn", "--to", "\\u202eAnn"] {
        desk.put("other.json", record.replace("\"Ann\"", &format!("\"{name}\"")));
        let offered = next(&desk, &["note", "other.json", "heard", ""]);
        assert!(offered.iter().all(|offer| !offer.contains("Ann") && !offer.starts_with('-')), "{offered:?}");
    }
}

/// What bash offers for a line: its function is called as bash calls it.
fn by_bash(desk: &Desk, words: &[&str]) -> Vec<String> {
    let script = desk.run(&["completions", "bash"]).product().to_owned();
    let call = "COMP_WORDS=(quorate \"$@\"); COMP_CWORD=$#; _quorate quorate \"${@: -1}\" '' && printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-c", &format!("{script}\n{call}"), "bash"]).args(words);
    answered(desk, bash)
}

/// What fish offers for a line, without what it means.
fn by_fish(desk: &Desk, line: &str) -> Vec<String> {
    let script = desk.run(&["completions", "fish"]).product().to_owned();
    let mut fish = Command::new("fish");
    fish.args(["--no-config", "-c", &format!("{script}\ncomplete -C $argv[1]"), line]);
    let lines = answered(desk, fish);
    lines.iter().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

fn answered(desk: &Desk, mut shell: Command) -> Vec<String> {
    desk.furnish(&mut shell);
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap();
    shell.env("PATH", format!("{}:/usr/bin:/bin", folder.display())).env("HOME", desk.path(""));
    let output = shell.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_offers_words_where_words_go_and_files_where_files_go() {
    let desk = desk();
    assert_eq!(by_bash(&desk, &["completions", ""]), ["bash", "elvish", "fish", "powershell", "zsh"]);
    assert!(by_bash(&desk, &["note", "record.json", ""]).contains(&"handed-over".to_owned()));
    assert_eq!(
        by_bash(&desk, &["note", "record.json", "heard", ""]),
        ["\\$\\(touch\\ stray\\)", "Ann", "Bob\\ O\\'Neil"]
    );
    assert_eq!(by_bash(&desk, &["split", "--format", "words,p"]), ["words,png", "words,pdf"]);
    // As bash parts it.
    assert_eq!(by_bash(&desk, &["split", "--format", "=", "words,p"]), ["words,png", "words,pdf"]);
    assert_eq!(by_bash(&desk, &["recover", "k"]), ["key"]);
    let files = by_bash(&desk, &["recover", ""]);
    assert!(files.contains(&"record.json".to_owned()) && !files.iter().any(|file| file.starts_with('-')));
    assert!(by_bash(&desk, &["recover", "--o"]).contains(&"--open".to_owned()));
    assert!(!desk.names().contains("stray"));
}

#[test]
fn fish_offers_words_where_words_go_and_files_where_files_go() {
    if !able::has("fish", "fish") {
        return;
    }
    let desk = desk();
    let shells = by_fish(&desk, "quorate completions ");
    assert_eq!(shells, ["bash", "elvish", "fish", "powershell", "zsh"]);
    assert!(by_fish(&desk, "quorate note record.json ").contains(&"handed-over".to_owned()));
    assert_eq!(by_fish(&desk, "quorate note record.json heard "), ["$(touch stray)", "Ann", "Bob O'Neil"]);
    assert_eq!(by_fish(&desk, "quorate split --format words,p"), ["words,png", "words,pdf"]);
    assert_eq!(by_fish(&desk, "quorate recover k"), ["key"]);
    let files = by_fish(&desk, "quorate recover ");
    assert!(files.contains(&"record.json".to_owned()) && !files.iter().any(|file| file.starts_with('-')));
    assert_eq!(by_fish(&desk, "quorate split --in=k"), ["--in=key"]);
    assert!(!desk.names().contains("stray"));
}

#[test]
fn powershell_offers_names_in_quotation_marks() {
    // No package of Debian has it, so that no machine must.
    if !able::has_by_chance("pwsh") {
        return;
    }
    let desk = desk();
    let script = desk.run(&["completions", "powershell"]).product().to_owned();
    let ask = |line: &str| {
        let ask =
            format!("$line = '{line}'; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText");
        let mut powershell = Command::new("pwsh");
        powershell.args(["-NoProfile", "-NonInteractive", "-Command", &format!("{script}\n{ask}")]);
        answered(&desk, powershell)
    };
    assert_eq!(ask("quorate completions p"), ["powershell"]);
    assert_eq!(ask("quorate note record.json heard "), ["'$(touch stray)'", "Ann", "'Bob O''Neil'"]);
}
