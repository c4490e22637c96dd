//! A ceremony with dice and two machines: three people roll at the first, the second computes the same, and every card is
//! compared there.

use std::fs;

use crate::{
    desk::Desk,
    split::{hear_the_facts, read_three_back, shown},
    terminal::{BACKSPACE, CTRL_C, ENTER, TAB, Tty},
};

const DICE: [&str; 4] = ["2of3", "--generate", "128", "--dice"];

/// Fifty rolls that nobody took for chosen.
fn rolls(seed: u32) -> String {
    let mut state = seed;
    let mut roll = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'1' + (state >> 24) as u8 % 6)
    };
    (0..50).map(|_| roll()).collect()
}

fn first(desk: &Desk, people: &str, more: &[&str]) -> Tty {
    Tty::run(desk, &[&["split"], &DICE[..], &[people], more].concat())
}

/// The commitment that everybody writes down.
fn commitment(tty: &mut Tty) -> String {
    tty.wait_for("Enter when all have written it");
    let digits: String = tty
        .screen()
        .lines()
        .filter(|line| line.split_whitespace().all(|group| group.len() == 4) && !line.trim().is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    tty.type_in(ENTER);
    digits
}

#[test]
fn three_people_roll_and_two_machines_agree_on_every_card() {
    let desk = Desk::new();
    let mut tty = first(&desk, "3", &["--agree", "--record", "first.json", "--date", "2026-11-30"]);
    let commitment = commitment(&mut tty);
    assert_eq!(commitment.replace(' ', "").len(), 64, "{commitment}");
    for person in 1..=3_u8 {
        let all = rolls(person.into());
        tty.wait_for(&format!("contributor {person} of 3: 50 rolls of a six-sided die"));
        tty.wait_for("\n0 of 50 are there");
        // A slip is refused with its place, and nothing of its line counts.
        tty.type_in(&all[..20]).type_in(ENTER).wait_for("20 of 50 are there");
        // It is told as soon as it is typed, and Backspace takes it back.
        tty.type_in("1 2 9").wait_for("roll 23 is not a number from 1 to 6; Backspace");
        tty.type_in(BACKSPACE).wait_for("22 of 50 are there").type_in("9").type_in(ENTER);
        tty.wait_for("roll 23 is not a number from 1 to 6: nothing of that line counts")
            .wait_for("20 of 50 are there");
        // What is typed is hidden until Tab shows it.
        tty.type_in(&all[20..]);
        assert!(!tty.screen().contains(&all[20..30]));
        tty.type_in(TAB).wait_for(&all[20..30]).type_in(TAB).type_in(ENTER);
        tty.wait_for(&format!("contributor {person}: 50 of 50 are there"));
        desk.put(&format!("{person}.rolls"), &all);
        assert!(!tty.screen().contains(&all[..10]) && !tty.screen().contains(&all[20..30]));
    }
    tty.wait_for("Enter shows them").type_in(ENTER).wait_for("then press Enter");
    let page = tty.screen();
    let groups: Vec<&str> = page.split_whitespace().filter(|word| is_group(word)).collect();
    assert_eq!(groups.len(), 16, "{page}");
    tty.type_in(ENTER).wait_for("Enter when the second machine has it");
    let code = tty.screen().split_whitespace().find(|word| word.len() == 39).unwrap().to_owned();
    assert!(!tty.screen().contains(groups[3]) || code.contains(groups[3]), "the bytes are wiped");
    // Nothing was dealt out, and nothing is written, until the second machine agrees.
    tty.type_in(ENTER).wait_for("Type yes, or Enter for no");
    assert!(!desk.path("first.json").exists());

    fs::write(desk.path("bytes"), groups.join(" ")).unwrap();
    let second = |code: &str, swapped: bool| {
        let (one, two) = if swapped { ("2.rolls", "1.rolls") } else { ("1.rolls", "2.rolls") };
        let files = ["--rolls", one, "--rolls", two, "--rolls", "3.rolls", "--machine-bytes", "bytes"];
        let compared = ["--agree-with", code, "--commitment", &commitment, "--record", "second.json"];
        desk.run(&[&["split"], &DICE[..3], &files, &compared, &["--date", "2026-11-30"]].concat())
    };
    // Whoever changes the order of the contributors has another deal, and so has another code.
    assert_eq!(second(&code, true).code, 6);
    assert_eq!(second(&code.replace(['0', '1', '2', '3'], "4"), false).code, 6);
    assert!(!desk.path("second.json").exists());
    let ran = second(&code, false);
    assert!(ran.product().contains(&format!("this machine has computed the same deal: {code}")), "{ran:?}");

    tty.type_in("yes").type_in(ENTER);
    hear_the_facts(&mut tty);
    let report = |file: &str| {
        String::from_utf8_lossy(&desk.run(&["status", file, "--date", "2026-12-01"]).stdout).into_owned()
    };
    for agreed in 1..=3 {
        let words = shown(&mut tty);
        read_three_back(&mut tty, |position| words[position - 1].clone());
        tty.wait_for("Put the card away").type_in(ENTER);
        // Its custodian types the card at the second machine, from the paper.
        let mut check = Tty::run(&desk, &["check", "--record", "second.json", "--date", "2026-12-01"]);
        check.wait_for("type the words").type_in(&words.join(" ")).type_in(ENTER);
        assert_eq!(check.ended(), 0);
        let told = format!("agreed on by two machines: {agreed} of 3 cards");
        assert!(report("second.json").contains(&told), "{}", report("second.json"));
    }
    assert_eq!(tty.ended(), 0);
    assert!(report("first.json").contains("agreed on by two machines: 0 of 3 cards"));
    for card in ["1", "2", "3"] {
        let ran = desk.run(&["note", "first.json", "agreed", card, "--date", "2026-12-01"]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    assert!(report("first.json").contains("agreed on by two machines: 3 of 3 cards"));
}

/// Waits until nothing was typed yet, and no question stands above.
fn is_asked(tty: &mut Tty) -> &mut Tty {
    let last = |screen: &str| screen.lines().rfind(|line| !line.trim().is_empty()).map(str::to_owned);
    let is_last = move |screen: &str| last(screen).is_some_and(|line| line.starts_with("0 of 50 are there"));
    tty.wait_until("the question for rolls", is_last)
}

fn is_group(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[test]
fn where_the_second_machine_does_not_agree_no_share_is_shown_and_nothing_is_left() {
    let desk = Desk::new();
    fs::write(desk.path("letter"), "a letter").unwrap();
    let before = desk.names();
    let seal =
        ["--seal", "letter", "--dice", "1", "--agree", "--record", "first.json", "--date", "2026-11-30"];
    let mut tty = Tty::run(&desk, &[&["split", "2of3", "--exponent", "0"], &seal[..]].concat());
    commitment(&mut tty);
    tty.wait_for("0 of 100 are there").type_in(&[rolls(1), rolls(2)].concat()).type_in(ENTER);
    tty.wait_for("Enter shows them").type_in(ENTER).wait_for("then press Enter").type_in(ENTER);
    tty.wait_for("Enter when the second machine has it").type_in(ENTER);
    tty.wait_for("Type yes, or Enter for no").type_in(ENTER);
    tty.wait_for("the second machine does not agree on this deal");
    assert_eq!(tty.ended(), 6);
    assert_eq!(desk.names(), before);
}

#[test]
fn rolls_that_count_upwards_are_asked_about_once_and_typed_again() {
    let desk = Desk::new();
    let mut tty = first(&desk, "1", &["-o", "set", "--date", "2026-11-30"]);
    commitment(&mut tty);
    let counted = "123456".repeat(9)[..50].to_owned();
    is_asked(&mut tty).type_in(&counted).type_in(ENTER);
    tty.wait_for("the rolls count upwards or downwards in steps").wait_for("Type yes, or Enter for no");
    tty.type_in(ENTER);
    is_asked(&mut tty).type_in(&counted).type_in(ENTER);
    tty.wait_for("Type yes, or Enter for no").type_in("yes").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(desk.path("set/public/record.json").exists());
}

#[test]
fn a_ceremony_that_stops_between_two_contributors_leaves_nothing_and_says_what_is_void() {
    let desk = Desk::new();
    let before = desk.names();
    let mut tty = first(&desk, "2", &["--record", "first.json", "--date", "2026-11-30"]);
    commitment(&mut tty);
    tty.wait_for("contributor 1 of 2").type_in(&rolls(1)).type_in(ENTER);
    tty.wait_for("contributor 2 of 2").type_in(CTRL_C);
    tty.wait_for("Ctrl-C again to stop: the commitment and all rolls so far become void").type_in(CTRL_C);
    tty.wait_for("the commitment and all rolls are void: begin anew, and count this attempt");
    assert_eq!(tty.ended(), 130);
    assert_eq!(desk.names(), before);
    assert!(!tty.left().contains(&rolls(1)[..8]));
}
