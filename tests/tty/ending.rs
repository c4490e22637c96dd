//! Every way a session can end from outside: the terminal is given back, no word stays on it, and the code tells how.

use rustix::process::Signal;

use crate::{
    desk::Desk,
    known, split,
    terminal::{CTRL_BACKSLASH, CTRL_C, CTRL_U, ENTER, ORDINARY, TAB, Tty, on_page},
};

/// Brings the program to each kind of prompt, with a secret on the screen where one can be; gives that secret too.
fn prompts(desk: &Desk) -> Vec<(&'static str, Tty, String)> {
    desk.put("shares", known::shares("three_of_five").join("\n")).put("pass", "");
    let mut key = Tty::run(desk, &["split", "2of3"]);
    key.wait_for("private key").type_in(known::HEX).type_in(TAB).wait_for(known::HEX);

    let mut typing = Tty::run(desk, &["recover"]);
    typing.wait_for("type its words").type_in(TAB).type_in("headset scandal acad").wait_for("scandal");

    let mut checking = Tty::run(desk, &["check"]);
    checking.wait_for("type the words").type_in(TAB).type_in("headset scandal acad").wait_for("scandal");

    let mut foreign = Tty::run(desk, &["recover", "--from", "sskr"]);
    foreign.wait_for("share 1 of SSKR").type_in("tuna next").type_in(TAB).wait_for("tuna next");

    let mut test = Tty::run(desk, &["recover", "shares"]);
    test.wait_for("keyboard test").type_in("qwaz").wait_for("qwaz");

    let mut passphrase = Tty::run(desk, &["recover", "shares"]);
    passphrase.wait_for("keyboard test").type_in(ENTER).wait_for("passphrase (hidden");
    passphrase.type_in("battery").type_in(TAB).wait_for("battery");

    let mut shown = Tty::run(desk, &["recover", "shares", "--passphrase-file", "pass"]);
    shown.wait_for(&on_page(&known::reference_key()));

    let mut reveal = split::before_the_first_share(desk, &["2of3"]);
    let words = split::shown(&mut reveal).join(" ");

    let mut read_back = split::before_the_first_share(desk, &["2of3"]);
    let hidden = split::shown(&mut read_back).join(" ");
    read_back.type_in(ENTER).wait_for("from the card").type_in("acad").type_in(TAB).wait_for("acad");

    let mut again = Tty::run(desk, &["split", "2of3"]);
    again.wait_for("private key").type_in(known::HEX).type_in(ENTER).wait_for("the same again");
    again.type_in(known::HEX).type_in(TAB).wait_for(known::HEX);

    desk.put("key", known::HEX).put("seed", known::ABANDON);
    let mut day = Tty::run(desk, &["split", "2of3", "--in", "key", "-o", "cards"]);
    day.wait_for("by this clock").type_in("1999").wait_for("1999");

    let mut extra = Tty::run(desk, &["split", "2of3", "--in", "seed", "--bip39-as", "seed"]);
    extra.wait_for("keyboard test").type_in(ENTER).wait_for("25th word");
    extra.type_in("TREZOR").type_in(TAB).wait_for("TREZOR");

    let curtain = split::before_the_first_share(desk, &["2of3"]);

    let mut drill = Tty::run(desk, &["drill", "--date", "2026-11-24"]);
    drill.wait_for("type its words").type_in(TAB).type_in("headset scandal acad").wait_for("scandal");

    desk.put("three", known::shares("three_of_five")[..3].join("\n"));
    let lost = known::shares("three_of_five")[3].clone();
    let mut reissue = Tty::run(desk, &["reissue", "three", "--member", "4"]);
    reissue.wait_for("Enter shows the share").type_in(ENTER).wait_for(lost.split(' ').next_back().unwrap());

    let mut card = Tty::run(desk, &["card", "three", "--format", "words"]);
    card.wait_for("Enter").type_in(ENTER).wait_for("then press Enter");

    let mut plain = Tty::run(desk, &["--plain", "recover"]);
    plain.wait_for("type").type_in("headset scandal acad");

    let mut practice = Tty::run(desk, &["practice"]);
    practice.wait_for("Enter runs it");

    vec![
        ("again", again, known::HEX.to_owned()),
        ("day", day, String::new()),
        ("25th word", extra, "TREZOR".to_owned()),
        ("curtain", curtain, String::new()),
        ("drill", drill, "headset scandal".to_owned()),
        ("reissue", reissue, lost),
        ("card", card, known::shares("three_of_five")[..3].join(" ")),
        ("plain", plain, "headset scandal".to_owned()),
        ("practice", practice, String::new()),
        ("key", key, known::HEX.to_owned()),
        ("typing", typing, "headset scandal".to_owned()),
        ("checking", checking, "headset scandal".to_owned()),
        ("foreign", foreign, "tuna next".to_owned()),
        ("test", test, "qwaz".to_owned()),
        ("passphrase", passphrase, "battery".to_owned()),
        ("shown", shown, on_page(&known::reference_key())),
        ("reveal", reveal, words),
        ("read-back", read_back, hidden),
    ]
}

/// Asserts that the program ended with this code, and left nothing.
fn has_ended(prompt: &str, tty: &mut Tty, code: i32, secret: &str) {
    assert_eq!(tty.ended(), code, "{prompt}: {}", tty.screen());
    tty.is_given_back(secret);
    assert!(tty.screen().contains("quorate: error: interrupted"), "{prompt}: {}", tty.screen());
}

#[test]
fn every_prompt_gives_the_terminal_back_at_every_signal() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        for (prompt, mut tty, secret) in prompts(&Desk::new()) {
            tty.signal(signal);
            has_ended(prompt, &mut tty, code, &secret);
        }
    }
}

#[test]
fn every_prompt_gives_the_terminal_back_at_the_keys_that_stop() {
    for (keys, code) in [(CTRL_C, 130), (CTRL_BACKSLASH, 131)] {
        for (prompt, mut tty, secret) in prompts(&Desk::new()) {
            // Once a card was seen, Ctrl-C asks first; Ctrl-\ never does.
            match keys == CTRL_C && ["reveal", "read-back"].contains(&prompt) {
                true => tty.stop(),
                false => tty.type_in(keys),
            };
            has_ended(prompt, &mut tty, code, &secret);
        }
    }
}

#[test]
fn no_prompt_outlives_its_terminal() {
    for (prompt, mut tty, _) in prompts(&Desk::new()) {
        assert_eq!(tty.hang_up(), 129, "{prompt}");
    }
}

#[test]
fn what_was_typed_ahead_does_not_reach_the_shell() {
    let desk = Desk::new();
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate recover --online-anyway; touch ended-$?\r").wait_for("type its words");
    // More than the program takes in at once: the rest is still with the system when it ends.
    tty.type_in(&format!("headset scandal{CTRL_C}{}", "touch stray\r".repeat(60)));
    tty.wait_until("the prompt", |screen| screen.matches("READY> ").count() == 2).wait_modes(ORDINARY);
    tty.type_in("exit\r");
    tty.ended();
    assert_eq!(desk.names().into_iter().collect::<Vec<_>>(), ["ended-130"]);
}

/// Types into a shell what nobody may run, and sees that nothing of it was run.
fn reaches_no_shell(tty: &mut Tty, desk: &Desk, before: &str) {
    tty.type_in(&format!("{before}{}", "touch stray\r".repeat(60)));
    if !before.contains(CTRL_C) {
        tty.wait_until("the program's end", |_| desk.names().iter().any(|name| name.starts_with("ended")));
    }
    tty.wait_until("the shell", |screen| screen.trim_end().ends_with("READY>")).wait_modes(ORDINARY);
    tty.type_in("exit\r");
    tty.ended();
    assert!(!desk.names().contains("stray"));
}

#[test]
fn what_is_typed_blind_after_a_slip_does_not_reach_the_shell() {
    for (line, question, slip) in [
        ("split 2of3", "private key", "0123\r"),
        ("split 2of3", "private key", "\r"),
        ("check", "type the words", "\r"),
        ("card --format words", "type the words", "\r"),
        ("check --from sskr", "share of SSKR", "\r"),
        ("check --from sskr", "share of SSKR", "tuna next\r"),
    ] {
        let desk = Desk::new();
        let mut tty = Tty::shell(&desk);
        tty.type_in(&format!("quorate {line} --online-anyway; touch ended-$?\r")).wait_for(question);
        // The key, or the words, typed on by somebody who does not look up.
        tty.type_in(slip).type_in(&format!("touch stray{CTRL_U}"));
        tty.wait_for(question);
        reaches_no_shell(&mut tty, &desk, CTRL_C);
        assert_eq!(desk.names().into_iter().collect::<Vec<_>>(), ["ended-130"], "{line}");
    }
}

#[test]
fn what_was_typed_ahead_of_a_failure_does_not_reach_the_shell() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::shell(&desk);
    tty.type_in("quorate reissue --member 2 --online-anyway; touch ended-$?\r").wait_for("type its words");
    tty.type_in(&format!("{}\r", shares[1])).wait_for("Enter goes on");
    reaches_no_shell(&mut tty, &desk, ENTER);
    assert_eq!(desk.names().into_iter().collect::<Vec<_>>(), ["ended-2"]);

    // Between the last question and the end there is time to type.
    let desk = Desk::new();
    desk.put("key", known::HEX).put("old", shares[..3].join("\n"));
    let mut tty = Tty::shell(&desk);
    let line =
        "quorate split 2of3 --in key --passphrase --exponent 9 --date 2026-11-24 -o cards --online-anyway";
    tty.type_in(&format!("{line}; touch ended-$?\r")).wait_for("keyboard test").type_in(ENTER);
    tty.wait_for("new passphrase").type_in("battery\r").wait_for("the same again").type_in("battery\r");
    tty.wait_for("deriving the key");
    reaches_no_shell(&mut tty, &desk, "");
    assert!(desk.names().contains("ended-0"), "{:?}", desk.names());
}

#[test]
fn a_signal_during_a_long_derivation_ends_it() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let mut tty = Tty::run(
        &desk,
        &["split", "2of3", "--in", "key", "--exponent", "12", "--date", "2026-11-24", "-o", "cards"],
    );
    tty.wait_for("deriving the key").signal(Signal::INT);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back("");
    assert_eq!(desk.names().len(), 1);
}
