//! Stopped and continued under a shell with job control: in between, the terminal is as it was.

use std::collections::BTreeSet;

use rustix::process::Signal;

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, CTRL_Z, ENTER, ORDINARY, TAB, Tty, on_page},
};

const STOPPED: &str = "Stopped";

/// A shell in which a share is being typed, with its words shown.
fn typing(desk: &Desk) -> Tty {
    let mut tty = Tty::shell(desk);
    tty.type_in("quorate recover --online-anyway\r").wait_for("type its words");
    tty.type_in(TAB).type_in("headset scandal").wait_for("2. scandal");
    tty
}

/// Waits for the shell, and asks it how the program ended.
fn ends(tty: &mut Tty, code: i32) {
    tty.wait_modes(ORDINARY).wait_until("the shell", |screen| screen.trim_end().ends_with("READY>"));
    tty.type_in("echo ended $?\r").wait_for(&format!("ended {code}"));
}

/// Lets the program go on, and sees that it is as it was.
fn goes_on(tty: &mut Tty) {
    tty.type_in("fg\r").wait_for("2. scandal").type_in(" academic").wait_for("3. academic");
    assert!(tty.is_alternate());
    tty.type_in(CTRL_C);
    ends(tty, 130);
    tty.is_given_back("headset scandal");
    tty.type_in("exit\r");
    tty.ended();
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_takes_it_again() {
    let desk = Desk::new();
    let mut tty = typing(&desk);
    for times in 1..=2 {
        tty.type_in(CTRL_Z).wait_until("a stop", |screen| screen.matches(STOPPED).count() == times);
        tty.is_given_back("headset scandal");
        tty.type_in("fg\r").wait_for("2. scandal");
    }
    tty.type_in(CTRL_Z).wait_until("a stop", |screen| screen.matches(STOPPED).count() == 3);
    goes_on(&mut tty);
}

#[test]
fn a_stop_signal_from_outside_gives_the_terminal_back_too() {
    let desk = Desk::new();
    let mut tty = typing(&desk);
    tty.signal_foreground(Signal::TSTP).wait_for(STOPPED).wait_gone("scandal");
    tty.is_given_back("headset scandal");
    goes_on(&mut tty);
}

#[test]
fn a_stop_that_cannot_be_caught_is_recovered_from() {
    let desk = Desk::new();
    let mut tty = typing(&desk);
    tty.signal_foreground(Signal::STOP).wait_for(STOPPED);
    goes_on(&mut tty);
}

#[test]
fn a_hidden_line_that_is_shown_is_erased_before_a_stop() {
    let desk = Desk::new();
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate split 2of3 --date 2026-11-24 -o cards --online-anyway\r").wait_for("private key");
    tty.type_in(known::HEX).type_in(TAB).wait_for(known::HEX).type_in(CTRL_Z).wait_for(STOPPED);
    tty.is_given_back(known::HEX);
    tty.type_in("fg\r").wait_for(known::HEX).type_in(ENTER).wait_for("the same again");
    tty.type_in(known::HEX).type_in(ENTER).wait_for("every share is in cards/secret");
    ends(&mut tty, 0);
    tty.is_given_back(known::HEX);
    tty.type_in("exit\r");
    tty.ended();
}

/// Waits for the first, types the second, and so on.
type Steps = &'static [(&'static str, &'static str)];

#[test]
fn at_every_other_prompt_the_terminal_is_given_back_while_it_is_stopped_and_taken_again() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("three", shares[..3].join("\n"))
        .put("all", shares.join("\n"))
        .put("key", known::HEX)
        .put("none", "");
    let page = on_page(&known::reference_key());
    let cases: &[(&str, Steps, &str, String)] = &[
        ("split 2of3 --in key -o cards", &[("by this clock", "1999")], "1999", String::new()),
        (
            "recover three",
            &[("keyboard test", ENTER), ("passphrase (hidden", "battery"), ("passphrase (hidden", TAB)],
            "battery",
            "battery".to_owned(),
        ),
        ("recover three --passphrase-file none", &[], &page, page.clone()),
        (
            "reissue three --member 4",
            &[("Enter shows the share", ENTER)],
            shares[3].split(' ').next_back().unwrap(),
            shares[3].clone(),
        ),
        (
            "drill --date 2026-11-24",
            &[("type its words", TAB), ("type its words", "headset scandal")],
            "2. scandal",
            shares[0].clone(),
        ),
        (
            "check",
            &[("type the words", TAB), ("type the words", "headset scandal")],
            "2. scandal",
            shares[0].clone(),
        ),
    ];
    for (line, steps, shown, secret) in cases {
        let mut tty = Tty::shell(&desk);
        tty.type_in(&format!("quorate {line} --online-anyway\r"));
        for (question, answer) in *steps {
            tty.wait_for(question).type_in(answer);
        }
        tty.wait_for(shown).type_in(CTRL_Z).wait_for(STOPPED).wait_modes(ORDINARY);
        tty.is_given_back(secret);
        tty.wait_gone(shown).type_in("fg\r").wait_for(shown);
        tty.type_in(CTRL_C);
        ends(&mut tty, 130);
        tty.is_given_back(secret);
        tty.type_in("exit\r");
        tty.ended();
    }
}

#[test]
fn ctrl_z_stops_a_whole_pipeline() {
    let desk = Desk::new();
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate recover --online-anyway | cat\r").wait_for("type its words").type_in(CTRL_Z);
    tty.wait_for(STOPPED).wait_modes(ORDINARY);
    tty.type_in("fg\r").wait_for("type its words").type_in(CTRL_C).wait_for("interrupted");
    ends(&mut tty, 0);
    tty.type_in("exit\r");
    tty.ended();
}

#[test]
fn in_the_background_it_waits_to_be_brought_forward() {
    let desk = Desk::new();
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate recover --online-anyway &\r").wait_until("a stop", |screen| screen.contains("[1]"));
    tty.type_in("wait; jobs\r").wait_for(STOPPED).wait_modes(ORDINARY);
    tty.type_in("fg\r").wait_for("type its words").type_in(CTRL_C);
    ends(&mut tty, 130);
    tty.type_in("exit\r");
    tty.ended();
}

#[test]
fn without_a_shell_that_could_let_it_go_on_ctrl_z_does_not_stop() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for("type its words").type_in(CTRL_Z);
    // What is typed before the terminal is taken over again would be discarded, as before every stop.
    tty.wait_times("\x1b[?1049h", 2).wait_for("type its words");
    tty.type_in("head").wait_for("1. ****").type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

/// 256 cards, each with one of 24 people and some deputies, at one of 24 places, in no order: all sets of them have to be tried,
/// for several seconds.
fn entangled_plan() -> String {
    let mut drawn = 1u32;
    let mut one_of_24 = || {
        drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (drawn >> 16) % 24
    };
    let mut plan = "groups_needed = 8\n".to_owned();
    for _ in 0..16 {
        let mut card = |_| {
            let (name, place) = (one_of_24(), one_of_24());
            let deputies: BTreeSet<u32> =
                (0..4).map(|_| one_of_24()).filter(|deputy| *deputy != name).collect();
            let access: Vec<String> = deputies.iter().map(|deputy| format!("\"p{deputy}\"")).collect();
            format!("{{ name = \"p{name}\", place = \"at{place}\", access = [{}] }}", access.join(", "))
        };
        let cards: Vec<String> = (0..16).map(&mut card).collect();
        plan += &format!("[[group]]\nthreshold = 8\ncustodian = [{}]\n", cards.join(", "));
    }
    plan
}

#[test]
fn long_work_is_counted_and_ctrl_c_ends_it_at_once() {
    let desk = Desk::new();
    desk.put("plan", entangled_plan());
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate policy --plan plan\r").wait_for("quorate: set ").wait_for(" of 16777216");
    tty.type_in(CTRL_C);
    ends(&mut tty, 130);
    tty.type_in("exit\r");
    tty.ended();
}
