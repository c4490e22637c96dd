//! `--plain`, and terminals that can do nothing: one line after another, for screen readers and recordings.

use pty_process::blocking::Command;

use crate::{
    desk::Desk,
    known,
    terminal::{BACKSPACE, CTRL_C, ENTER, TAB, Tty, on_page, shows},
};

/// Nothing but text and line ends: no escape sequence, no carriage return but before a newline.
fn is_linear(tty: &Tty) {
    let came = String::from_utf8_lossy(&tty.came).replace("\r\n", "\n");
    let steering = came.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(steering, None, "{came:?}");
}

#[test]
fn a_split_is_told_line_by_line() {
    let desk = Desk::new();
    let mut tty = Tty::run_in(&desk, (200, 80), &["--plain", "split", "2of3", "--read-back", "all"]);
    crate::split::type_key(&mut tty);
    tty.wait_for("everybody may read this").type_in(ENTER);
    for number in 1..=3 {
        let curtain = format!("share {number} of 3: nobody else should see the screen");
        tty.wait_for(&curtain).type_in(ENTER);
        tty.wait_until("the words", |screen| screen.matches("press Enter when written").count() == number);
        let screen = tty.screen();
        let (_, words) = screen.rsplit_once(&curtain).unwrap();
        let words: Vec<&str> =
            words.lines().filter_map(|line| line.strip_prefix("word ")?.split(' ').nth(1)).collect();
        assert_eq!(words.len(), 20);
        assert!(screen.contains("the words stay in the scrollback"));
        tty.type_in(ENTER)
            .wait_until("the question", |screen| screen.matches("type it back").count() == number);
        tty.type_in(&words.join(" ")).type_in(ENTER);
        tty.wait_until("the end", |screen| screen.matches("Put the card away").count() == number)
            .type_in(ENTER);
    }
    assert_eq!(tty.ended(), 0);
    is_linear(&tty);
    assert!(!tty.left().contains(known::HEX));
}

#[test]
fn a_recovery_tells_each_word_and_mistake() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run_in(&desk, (300, 80), &["recover", "--plain"]);
    tty.wait_for("first card: type its words").type_in("headset ").wait_for("word 1 ok");
    tty.type_in("hunter ").wait_for("word 2 is not in the word list");
    tty.type_in(&BACKSPACE.repeat(7)).type_in("scandal ").wait_for("word 2 ok");
    tty.type_in(TAB).type_in("academic ").wait_for("word 3 academic");
    tty.type_in("\x15").type_in(&known::misspelt(&shares[0], 5, "acid")).type_in(ENTER);
    tty.wait_for("word 5 (row 2, column 1) is wrong")
        .type_in("always\r")
        .wait_for("share 1: its words are whole");
    tty.type_in(&format!("{}\r{}\r", shares[1], shares[2])).wait_for("Enter goes on").type_in(ENTER);
    tty.wait_for("keyboard test").type_in(ENTER).wait_for("passphrase (hidden").type_in(ENTER);
    tty.wait_for(&on_page(&known::reference_key())).wait_for("stays in the scrollback").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    is_linear(&tty);
}

#[test]
fn a_dumb_terminal_is_taken_for_plain() {
    let desk = Desk::new();
    for script in [
        "unset TERM; exec \"$0\" recover --online-anyway",
        "export TERM=dumb; exec \"$0\" recover --online-anyway",
    ] {
        let shell = Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_quorate")]);
        let mut tty = Tty::spawn(&desk, (24, 80), shell);
        tty.wait_for("type its words").type_in("headset ").wait_for("word 1 ok").type_in(CTRL_C);
        assert_eq!(tty.ended(), 130);
        is_linear(&tty);
    }
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let desk = Desk::new();
    for (arguments, coloured) in [
        (&["recover"][..], true),
        (&["recover", "--color", "never"], false),
        (&["recover", "--color", "always"], true),
        (&["recover", "--color", "always", "--plain"], false),
    ] {
        let mut tty = Tty::run(&desk, arguments);
        tty.wait_for("type its words").type_in("zz").type_in(CTRL_C);
        assert_eq!(tty.ended(), 130);
        assert_eq!(String::from_utf8_lossy(&tty.came).contains("\x1b[1m"), coloured, "{arguments:?}");
    }
    let shell = Command::new("sh").args([
        "-c",
        "export NO_COLOR=1; exec \"$0\" recover --online-anyway",
        env!("CARGO_BIN_EXE_quorate"),
    ]);
    let mut tty = Tty::spawn(&desk, (24, 80), shell);
    tty.wait_for("type its words").type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    assert!(!String::from_utf8_lossy(&tty.came).contains("\x1b[1m"));
}

#[test]
fn the_manual_at_a_terminal_is_a_text_and_says_how_it_is_paged() {
    const HINT: &str = "quorate man | man -l -";
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["man"]);
    assert_eq!(tty.ended(), 0);
    assert!(tty.left().contains("Usage: quorate status") && shows(&tty.screen(), HINT), "{}", tty.screen());
    assert!(!desk.run(&["man"]).says(HINT));
}

#[test]
fn help_takes_its_width_from_the_terminal() {
    let desk = Desk::new();
    let widest = |columns: u16| {
        let mut tty = Tty::run_in(&desk, (60, columns), &["check", "-h"]);
        assert_eq!(tty.ended(), 0);
        let came = String::from_utf8_lossy(&tty.came).into_owned();
        came.lines().map(|line| line.trim_end().chars().count()).max().unwrap()
    };
    assert!(widest(60) <= 60);
    assert!((61..=100).contains(&widest(100)));
    assert!(widest(200) <= 100);
}
