//! Completions at a terminal: Tab is pressed in each shell, and the line that comes of it is run. A name that a shell would
//! take for a command, or for several words, comes out as that name.

use std::{fs, path::Path};

use pty_process::blocking::Command;

use crate::{
    able,
    desk::Desk,
    known,
    terminal::{ENTER, TAB, Tty},
};

/// Names as strangers may write them: a command, several words, and a quotation mark.
const NAMES: [&str; 3] = ["$(touch stray)", "Ann Smith", "Bob O'Neil"];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("secret-key", known::HEX);
    let names = NAMES.map(|name| ["--custodian", name]).concat();
    let split = ["split", "2of3", "--in", "secret-key", "--exponent", "0", "--record", "record.json"];
    let ran = desk.run(&[&split[..], &names].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    desk
}

/// An interactive shell that has read the script, and whose prompt is `READY> `.
fn shell(desk: &Desk, name: &str, rc: &str, arguments: &[&str]) -> Tty {
    let script = desk.run(&["completions", name]);
    fs::write(desk.path("script"), script.product()).unwrap();
    fs::write(desk.path(".zshrc"), rc).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap();
    let command = Command::new(name)
        .args(arguments)
        .env("PATH", format!("{}:/usr/bin:/bin", program.display()))
        .env("HOME", desk.path(""))
        .env("ZDOTDIR", desk.path(""))
        .env("LC_ALL", "C.UTF-8")
        .env("HISTFILE", "");
    let mut tty = Tty::spawn(desk, (24, 100), command);
    tty.wait_for("READY>");
    tty
}

fn bash(desk: &Desk) -> Tty {
    shell(desk, "bash", "PS1='READY> '; . ./script\n", &["--noprofile", "--rcfile", ".zshrc", "-i"])
}

fn zsh(desk: &Desk) -> Tty {
    let rc = "PS1='READY> '; autoload -Uz compinit; compinit -u -D; . ./script\n";
    shell(desk, "zsh", rc, &["-d", "-i"])
}

fn fish(desk: &Desk) -> Tty {
    let rc =
        "function fish_prompt; echo 'READY> '; end; set -g fish_autosuggestion_enabled 0; source script\n";
    shell(desk, "fish", rc, &["--no-config", "-i", "-C", "source .zshrc"])
}

/// Types, presses Tab, and waits for what the shell makes of it.
fn completes(tty: &mut Tty, typed: &str, shown: &str) {
    tty.type_in(typed).type_in(TAB).wait_for(shown);
}

/// Each name is completed from what it begins with, and noted as it is.
fn notes_every_name(desk: &Desk, tty: &mut Tty, begun: [&str; 3]) {
    for (name, begun) in NAMES.iter().zip(begun) {
        // The shells write its signs in ways of their own.
        let end = name.rsplit([' ', '\'']).next().unwrap().trim_end_matches(')');
        completes(tty, &format!("quorate note record.json heard {begun}"), end);
        tty.type_in(ENTER);
        let is_noted = || desk.read("journal.jsonl").contains(&format!("\"who\":\"{name}\""));
        tty.wait_until(name, |_| is_noted());
        tty.wait_until("the prompt", |screen| screen.trim_end().ends_with("READY>"));
        tty.type_in("clear\r").wait_gone("heard");
    }
    assert!(!desk.names().contains("stray"), "a name was run");
}

/// What two shells do alike.
fn completes_files_and_words(tty: &mut Tty) {
    completes(tty, "quorate note record.json heard \"An", "\"Ann Smith\"");
    completes(tty, "\x15quorate split --in=secr", "--in=secret-key");
    completes(tty, "\x15quorate recover secr", "recover secret-key");
    completes(tty, "\x15quorate split --format=words,pd", "--format=words,pdf");
}

#[test]
fn bash_completes_names_files_and_words() {
    let desk = desk();
    let mut tty = bash(&desk);
    notes_every_name(&desk, &mut tty, ["\\$", "Ann", "Bob"]);
    completes_files_and_words(&mut tty);
    completes(&mut tty, "\x15quorate completions pow", "completions powershell");
}

#[test]
fn zsh_completes_names_files_and_words() {
    if !able::has("zsh", "zsh") {
        return;
    }
    let desk = desk();
    let mut tty = zsh(&desk);
    notes_every_name(&desk, &mut tty, ["\\$", "Ann", "Bob"]);
    completes_files_and_words(&mut tty);
    completes(&mut tty, "\x15quorate split --format words,pd", "--format words,pdf");
    completes(&mut tty, "\x15quorate completions pow", "completions powershell");
    completes(&mut tty, "\x15quorate note record.json hand", "handed-over");
    completes(&mut tty, "\x15quorate note record.json hea", "heard");
    // What each word means stands beside it.
    completes(&mut tty, "\x15quorate note record.json a", "WHO cannot be reached");
}

#[test]
fn fish_completes_names_files_and_words() {
    if !able::has("fish", "fish") {
        return;
    }
    let desk = desk();
    let mut tty = fish(&desk);
    notes_every_name(&desk, &mut tty, ["\\$", "Ann", "Bob"]);
    completes(&mut tty, "quorate split --in=secr", "--in=secret-key");
    completes(&mut tty, "\x15quorate recover secr", "recover secret-key");
    completes(&mut tty, "\x15quorate split --format words,pd", "--format words,pdf");
    completes(&mut tty, "\x15quorate completions pow", "completions powershell");
}
