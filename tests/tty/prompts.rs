//! Hidden lines: passphrases, the keyboard test before them, and what stays of them.

use crate::{
    desk::Desk,
    known,
    terminal::{BACKSPACE, CTRL_C, CTRL_U, ENTER, TAB, Tty, on_page},
};

const TEST: &str = "keyboard test";
const HIDDEN: &str = "passphrase (hidden";
const AGAIN: &str = "the same again";

fn desk_with_shares() -> Desk {
    let desk = Desk::new();
    desk.put("shares", known::shares("not_extendable")[..2].join("\n")).put("key", known::HEX);
    desk
}

#[test]
fn the_passphrase_is_asked_for_on_a_terminal_after_a_visible_keyboard_test() {
    let desk = desk_with_shares();
    let mut tty = Tty::run(&desk, &["recover", "shares"]);
    tty.wait_for(TEST).type_in("azwqym;-!\"2").wait_for("azwqym");
    tty.type_in(ENTER).wait_for("or another keyboard layout");
    tty.type_in("QWAZYM;-/1@").type_in(ENTER).wait_for("look at Caps Lock");
    tty.type_in("qwazym;-/1@").type_in(ENTER).wait_for(HIDDEN);
    tty.type_in(&known::reference_passphrase()).type_in(ENTER).wait_for(&on_page(&known::reference_key()));
    assert!(!String::from_utf8_lossy(&tty.came).contains("horse"), "it was never on the screen");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&known::reference_passphrase()).is_given_back(&on_page(&known::reference_key()));
}

#[test]
fn tab_shows_and_hides_a_passphrase_and_nothing_of_it_stays() {
    let desk = desk_with_shares();
    let mut tty = Tty::run(&desk, &["recover", "shares", "-o", "out"]);
    tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN);
    tty.type_in("wrong horses").type_in(CTRL_U).type_in("correct horsX").type_in(BACKSPACE).type_in("e");
    tty.type_in(TAB).wait_for("correct horse").type_in(TAB).wait_gone("correct horse");
    tty.type_in(TAB).wait_for("correct horse").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back("correct horses").is_given_back(&known::reference_key());
    assert_eq!(desk.read("out"), format!("{}\n", known::reference_key()));
}

#[test]
fn a_new_passphrase_is_asked_for_until_it_is_the_same_twice() {
    let desk = desk_with_shares();
    let mut tty = Tty::run(
        &desk,
        &["split", "2of3", "--in", "key", "--passphrase", "--date", "2026-11-24", "-o", "cards"],
    );
    tty.wait_for(TEST)
        .type_in(ENTER)
        .wait_for(HIDDEN)
        .type_in("battery\r")
        .wait_for(AGAIN)
        .type_in("batery\r");
    tty.wait_for("do not match").type_in("\u{e9}t\u{e9}\r").wait_for(AGAIN).type_in("\u{e9}t\u{e9}\r");
    tty.wait_for("type another").type_in("battery\r").wait_for(AGAIN).type_in("battery\r");
    assert_eq!(tty.ended(), 0);
    tty.is_given_back("battery batery");
    desk.put("pass", "battery");
    let files =
        ["recover", "cards/secret/share-1.txt", "cards/secret/share-3.txt", "--passphrase-file", "pass"];
    assert_eq!(desk.run(&files).product(), format!("{}\n", known::HEX));
}

#[test]
fn the_25th_word_is_never_silently_empty() {
    let desk = Desk::new();
    desk.put("words", known::ABANDON);
    let mut tty = Tty::run(
        &desk,
        &["split", "2of3", "--in", "words", "--bip39-as", "seed", "--date", "2026-11-24", "-o", "cards"],
    );
    tty.wait_for(TEST)
        .type_in(ENTER)
        .wait_for("25th word")
        .type_in("TREZOR\r")
        .wait_for(AGAIN)
        .type_in("TREZOR\r");
    assert_eq!(tty.ended(), 0);
    let files = ["recover", "cards/secret/share-1.txt", "cards/secret/share-2.txt"];
    assert_eq!(desk.run(&files).product(), format!("{}\n", known::ABANDON_SEED));
}

#[test]
fn the_old_and_the_new_passphrase_are_asked_for_by_name() {
    let desk = desk_with_shares();
    let mut tty = Tty::run(
        &desk,
        &["split", "2of3", "--from", "shares", "--passphrase", "--date", "2026-11-24", "-o", "cards"],
    );
    tty.wait_for(TEST).type_in(ENTER).wait_for("passphrase of the old set");
    tty.type_in("correct horse\r").wait_for(AGAIN).type_in("correct horse\r");
    tty.wait_until("a second test", |screen| screen.matches(TEST).count() == 2).type_in(ENTER);
    tty.wait_for("new passphrase").type_in("x y\r").wait_for(AGAIN).type_in("x y\r");
    assert_eq!(tty.ended(), 0);
    desk.put("pass", "x y");
    let files =
        ["recover", "cards/secret/share-1.txt", "cards/secret/share-3.txt", "--passphrase-file", "pass"];
    assert_eq!(desk.run(&files).product(), format!("{}\n", known::reference_key()));
}

#[test]
fn a_shown_line_is_erased_when_the_prompt_is_stopped() {
    let desk = desk_with_shares();
    for (arguments, question) in [
        (&["recover", "shares", "-o", "out"][..], HIDDEN),
        (&["split", "2of3", "--date", "2026-11-24", "-o", "cards"], "private key"),
    ] {
        let mut tty = Tty::run(&desk, arguments);
        tty.wait_until("a prompt", |screen| screen.contains(question) || screen.contains(TEST));
        if tty.screen().contains(TEST) {
            tty.type_in(ENTER).wait_for(question);
        }
        tty.type_in("supersecret").type_in(TAB).wait_for("supersecret").type_in(CTRL_C);
        assert_eq!(tty.ended(), 130);
        tty.is_given_back("supersecret");
    }
}

#[test]
fn a_long_shown_line_in_letters_of_any_width_is_erased_whole() {
    let wide = "的在我有的在我有的在我有的在我有的在我有的在我有的在我有的在我有的在我有";
    for text in [wide, &known::HEX.repeat(9), "e\u{301}\u{9b}2Jx\u{202e}y"] {
        let mut tty = Tty::run(&Desk::new(), &["split", "2of3", "--date", "2026-11-24", "-o", "cards"]);
        tty.wait_for("private key").type_in(TAB).type_in(text);
        let end: String = text.chars().rev().take(1).collect();
        tty.wait_for(&end).type_in(ENTER).wait_for("type it again").type_in(CTRL_C).ended();
        let left = tty.left();
        assert!(!left.contains('的') && !left.contains("0011") && !left.contains('\u{301}'), "{left}");
    }
}

#[test]
fn mashed_keys_do_no_harm() {
    let desk = desk_with_shares();
    let mut state = 7u32;
    let keys: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    // Neither the keys that end or stop the program, nor those that end a line.
    .filter(|key| ![3, 4, 10, 13, 26, 28].contains(key))
    .take(6000)
    .collect();
    for (arguments, prompt) in [
        (&["recover"][..], "type its words"),
        (&["recover", "shares"], TEST),
        (&["split", "2of3"], "private key"),
    ] {
        let mut tty = Tty::run(&desk, arguments);
        tty.wait_for(prompt).type_bytes(&keys).type_in("\x1b[A").type_in(CTRL_U).type_in(CTRL_C);
        assert_eq!(tty.ended(), 130, "{}", tty.screen());
        tty.is_given_back("");
    }
}

#[test]
fn a_question_too_long_for_the_window_gets_a_line_of_its_own() {
    let desk = desk_with_shares();
    let mut tty = Tty::run_in(&desk, (10, 40), &["recover", "shares", "-o", "out"]);
    tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).wait_for("> ");
    tty.type_in("correct horse").type_in(TAB).wait_for("correct horse").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back("correct horse");
}

/// Whoever expects to be asked for a share types its words; of them a star each is seen.
#[test]
fn words_that_are_typed_where_a_day_is_asked_for_are_not_seen() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    assert_eq!(desk.run(&["split", "2of3", "--in", "key", "--date", "2026-11-24", "-o", "set"]).code, 0);
    let mut tty = Tty::run(&desk, &["recover", "--record", "set/public/record.json"]);
    tty.wait_for("today is").type_in("academic zero").wait_for("******** ****");
    tty.type_in(ENTER).wait_for("what was typed was not shown");
    let came = String::from_utf8_lossy(&tty.came).into_owned();
    assert!(!came.contains("academic") && !came.contains("zero"), "{came}");
    // A day is seen, and shares are asked for behind it.
    tty.type_in("2026-11-25").wait_for("2026-11-25").type_in(ENTER).wait_for("type its words");
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

#[test]
fn what_is_told_is_broken_between_words_on_a_terminal_and_never_in_a_pipe() {
    let desk = Desk::new();
    let hint = "quorate: hint: check the name, letter by letter; files are named, never the words or the key";
    let mut tty = Tty::run(&desk, &["check", "./gone.txt"]);
    tty.wait_for("the key themselves");
    let screen = tty.screen();
    let told: Vec<&str> = screen.lines().skip_while(|line| !line.starts_with("quorate: hint")).collect();
    assert!(told[0].len() <= 80 && hint.starts_with(&format!("{} ", told[0].trim_end())), "{screen}");
    assert!(told[1].starts_with("  ") && told[1].trim_end().ends_with("themselves"), "{screen}");
    let piped = desk.run(&["check", "./gone.txt"]).stderr;
    assert!(piped.lines().any(|line| line.starts_with(hint) && line.ends_with("themselves")), "{piped}");
}
