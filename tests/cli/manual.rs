//! Help: it tells of every command and option, and of no secret.

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

/// All commands that are told of.
pub const COMMANDS: [&str; 13] = [
    "plan",
    "policy",
    "practice",
    "preflight",
    "split",
    "check",
    "note",
    "status",
    "drill",
    "card",
    "evidence",
    "recover",
    "reissue",
];

fn is_a_screen(text: &str) -> bool {
    text.lines().count() <= 24 && text.lines().all(|line| line.chars().count() <= 80)
}

#[test]
fn there_is_one_list_of_commands_and_it_fits_on_a_screen() {
    let desk = Desk::new();
    let bare = desk.run(&[]).product().to_owned();
    assert!(is_a_screen(&bare), "{bare}");
    for asked in [&["--help"][..], &["-h"], &["help"]] {
        assert_eq!(desk.run(asked).product(), bare);
    }
    for command in COMMANDS {
        assert_eq!(bare.matches(&format!("\n  {command} ")).count(), 1, "{command}");
    }
}

#[test]
fn what_matters_of_a_command_fits_on_a_screen_with_examples_first() {
    let desk = Desk::new();
    for command in COMMANDS {
        let (brief, whole) = (desk.run(&[command, "-h"]), desk.run(&[command, "--help"]));
        let (brief, whole) = (brief.product(), whole.product());
        assert!(is_a_screen(brief), "{command}: {} lines\n{brief}", brief.lines().count());
        assert!(brief.contains(&format!("quorate {command} --help")), "{brief}");
        for text in [brief, whole] {
            let (example, usage) = (text.find(&format!("\n  quorate {command}")), text.find("\nUsage:"));
            assert!(example.is_some() && example < usage, "{command}: {text}");
            assert_eq!(brief.lines().next(), text.lines().next());
        }
        let named = options(&desk, command);
        let rows = brief.lines().filter(|line| line.trim_start().starts_with('-'));
        for option in rows.filter_map(|row| row.split("--").nth(1)?.split_whitespace().next()) {
            assert!(named.contains(&format!("--{option}")), "{command} --{option}");
        }
    }
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
fn the_examples_of_the_help_stand_whole_however_narrow_the_terminal_is() {
    let desk = Desk::new();
    let examples = |columns: &str, command: &str| {
        let mut run = desk.command(&[command, "--help"]);
        let help = String::from_utf8(run.env("COLUMNS", columns).output().unwrap().stdout).unwrap();
        let (examples, _) = help.split_once("\nUsage:").unwrap();
        examples.split_once("\nExamples\n").unwrap().1.to_owned()
    };
    for command in COMMANDS {
        assert_eq!(examples("60", command), examples("100", command), "{command}");
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
        let examples = help.product().lines().filter_map(|line| line.strip_prefix("  quorate "));
        for example in examples {
            let arguments: Vec<&str> =
                example.split("   ").next().unwrap().split_whitespace().chain(["--no-input"]).collect();
            let ran = desk.run(&arguments);
            assert_ne!(ran.code, 2, "{example}: {ran:?}");
        }
    }
}
