//! Help, manual and completions: each tells of every command and option, and none of a secret.

use crate::{desk::Desk, known};

/// The long options that the help of a command lists.
fn options(desk: &Desk, command: &str) -> Vec<String> {
    let help = desk.run(&[command, "--help"]);
    let long = |line: &str| {
        let at = line.trim_start();
        let at = at.strip_prefix("-").filter(|rest| !rest.starts_with('-')).map_or(at, |rest| &rest[3..]);
        let name: String =
            at.strip_prefix("--")?.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        Some(format!("--{name}"))
    };
    help.product().lines().filter(|line| line.trim_start().starts_with('-')).filter_map(long).collect()
}

#[test]
fn the_manual_tells_of_every_command_and_option() {
    let desk = Desk::new();
    let manual = desk.run(&["man"]).product().replace("\\-", "-");
    assert!(manual.starts_with(".ie") || manual.starts_with(".TH"), "{}", &manual[..80]);
    for command in ["split", "recover", "check", "drill", "reissue", "practice"] {
        assert!(manual.contains(&format!("quorate-{command}")), "{command}");
        let options = options(&desk, command);
        assert!(options.contains(&"--no-input".to_owned()), "{options:?}");
        for option in options {
            assert!(manual.contains(&option), "{command} {option}");
        }
    }
    assert!(options(&desk, "split").len() >= 25, "{:?}", options(&desk, "split"));
}

#[test]
fn every_option_has_its_description_in_the_manual() {
    let desk = Desk::new();
    let manual = desk.run(&["man"]).product().replace("\\-", "-");
    let lines: Vec<&str> = manual.lines().collect();
    let is_option = |line: &str| line.starts_with("\\fB--") || line.starts_with("\\fB-");
    let bare: Vec<&[&str]> = lines
        .windows(3)
        .filter(|lines| lines[0] == ".TP" && is_option(lines[1]) && lines[2].trim().is_empty())
        .collect();
    assert!(
        lines.windows(2).filter(|lines| lines[0] == ".TP" && is_option(lines[1])).count() > 100,
        "{manual}"
    );
    assert_eq!(bare, Vec::<&[&str]>::new());
}

#[test]
fn the_help_of_a_command_begins_with_what_the_overview_says_of_it() {
    let desk = Desk::new();
    let overview = desk.run(&["-h"]);
    let overview = overview.product().split_whitespace().collect::<Vec<_>>().join(" ");
    for command in ["split", "recover", "check", "drill", "reissue", "practice"] {
        let help = desk.run(&[command, "--help"]);
        let first = help.product().lines().next().unwrap();
        assert!(overview.contains(&format!("{command} {first}")), "{command}: {first}");
    }
}

#[test]
fn there_is_a_completion_for_each_shell() {
    let desk = Desk::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.run(&["completions", shell]);
        for word in ["split", "recover", "accept-single-point"] {
            assert!(script.product().contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn help_stays_within_a_terminal_and_is_plain() {
    let desk = Desk::new();
    for command in ["split", "recover", "check", "drill", "reissue", "practice"] {
        for flag in ["-h", "--help"] {
            let help = desk.run(&[command, flag]);
            assert!(!help.product().contains('\u{1b}'));
            assert!(help.product().lines().all(|line| line.chars().count() <= 120), "{command} {flag}");
        }
    }
}

#[test]
fn the_examples_of_the_help_are_command_lines_that_parse() {
    let desk = Desk::new();
    desk.put("key.txt", known::HEX);
    for command in ["split", "recover", "check", "drill", "reissue"] {
        let help = desk.run(&[command, "--help"]);
        let examples = help.product().lines().filter_map(|line| line.trim_start().strip_prefix("quorate "));
        for example in examples {
            let arguments: Vec<&str> =
                example.split("   ").next().unwrap().split_whitespace().chain(["--no-input"]).collect();
            let ran = desk.run(&arguments);
            assert_ne!(ran.code, 2, "{example}: {ran:?}");
        }
    }
}
