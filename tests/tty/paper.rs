//! Codes on the screen, shares that are shown once more, and a scanner that types what a card says.

use crate::{
    desk::Desk,
    known, split,
    terminal::{CTRL_C, ENTER, ORDINARY, Tty, on_page},
};

const CURTAIN: &str = "Enter shows the share";
const SCANNED: &str = "press Enter when it was scanned";
const TOO_SMALL: &str = "the code needs a window of";
const WRITE: &str = "then press Enter";

fn desk_with_share() -> (Desk, String) {
    let desk = Desk::new();
    let share = known::shares("three_of_five")[1].clone();
    desk.put("share.txt", &share);
    (desk, share)
}

/// The lines of the code of a share, without their colours, and with so many light modules around it.
fn blocks(desk: &Desk, share: &str, quiet: usize) -> Vec<String> {
    let lines = desk.pipe(share, &["card", "--format", "qr"]).lines();
    let plain =
        lines.iter().map(|line| line.strip_prefix("\x1b[30;107m").unwrap().strip_suffix("\x1b[0m").unwrap());
    let plain: Vec<Vec<char>> = plain.map(|line| line.chars().collect()).collect();
    let (width, off) = (plain[0].len(), 4 - quiet);
    let lines = plain[off / 2..].iter().map(|line| line[off..width - off].iter().collect());
    lines.take((width - 2 * off).div_ceil(2)).collect()
}

/// The lines of the code on the screen, which must be black on white.
fn shown(tty: &Tty, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for row in 0..tty.lines() {
        let cells: Vec<_> =
            (0..width).filter_map(|column| tty.cell(row, column.try_into().unwrap())).collect();
        if cells.len() == width && cells.iter().all(|(_, is_black_on_white)| *is_black_on_white) {
            lines.push(cells.into_iter().map(|(block, _)| block).collect());
        }
    }
    lines
}

fn has_blocks(text: &str) -> bool {
    text.contains(['▀', '▄', '█'])
}

/// The terminal is as it was, and neither a word nor a part of a code is on it.
fn is_given_back(tty: &mut Tty, share: &str) {
    tty.is_given_back(share);
    let left = tty.left();
    assert!(!has_blocks(&left), "{left}");
    assert_eq!(tty.modes(), ORDINARY);
}

#[test]
fn a_share_is_shown_once_more_in_words_and_as_a_code() {
    let (desk, share) = desk_with_share();
    let expected = blocks(&desk, &share, 4);
    let mut tty = Tty::run_in(&desk, (50, 100), &["card", "share.txt", "--format", "qr,words"]);
    tty.wait_for(CURTAIN).wait_for("share 2");
    assert!(tty.words().is_empty() && !has_blocks(&tty.screen()), "nothing before Enter");
    tty.type_in(ENTER).wait_for(WRITE);
    assert_eq!(tty.words().into_values().collect::<Vec<_>>().join(" "), share);
    tty.type_in(ENTER).wait_for(SCANNED);
    assert!(tty.words().is_empty(), "the words are wiped");
    assert_eq!(shown(&tty, expected[0].chars().count()), expected);
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    is_given_back(&mut tty, &share);
}

#[test]
fn words_alone_are_usual_and_every_share_has_its_curtain() {
    let (desk, share) = desk_with_share();
    let other = known::shares("three_of_five")[4].clone();
    desk.put("other.txt", &other);
    let named = ["--custodian", "alice", "--custodian", "bob"];
    let mut tty = Tty::run(&desk, &[&["card", "share.txt", "other.txt"], &named[..]].concat());
    for (name, share) in [("for alice", &share), ("for bob", &other)] {
        tty.wait_for(name).wait_for(CURTAIN);
        assert!(tty.words().is_empty());
        tty.type_in(ENTER).wait_for(WRITE);
        assert_eq!(tty.words().into_values().collect::<Vec<_>>().join(" "), *share);
        tty.type_in(ENTER);
    }
    assert_eq!(tty.ended(), 0);
    is_given_back(&mut tty, &format!("{share} {other}"));
}

#[test]
fn a_share_that_is_typed_becomes_a_code() {
    let desk = Desk::new();
    let share = known::shares("three_of_five")[3].clone();
    let mut tty = Tty::run_in(&desk, (40, 80), &["card", "--format", "qr"]);
    tty.wait_for("type the words").type_in(&known::abbreviated(&share)).type_in(ENTER);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(SCANNED);
    let expected = blocks(&desk, &share, 4);
    assert_eq!(shown(&tty, expected[0].chars().count()), expected);
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    is_given_back(&mut tty, &share);
}

#[test]
fn a_window_that_is_too_small_for_the_code_is_told_how_large_it_must_be() {
    let (desk, share) = desk_with_share();
    let (wide, narrow) = (blocks(&desk, &share, 4), blocks(&desk, &share, 2));
    let [wide_columns, narrow_columns] = [&wide, &narrow].map(|code| code[0].chars().count());
    let mut tty = Tty::run(&desk, &["card", "share.txt", "--format", "qr"]);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(TOO_SMALL).wait_for("Enter goes on without the code");
    assert!(!has_blocks(&tty.screen()));
    let told: Vec<usize> =
        tty.screen().split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let at = told.iter().position(|number| *number == narrow_columns).unwrap();
    let rows: u16 = told[at + 1].try_into().unwrap();
    assert_eq!((usize::from(rows), &told[at + 2..at + 4]), (narrow.len() + 2, &[80, 24][..]), "{told:?}");
    // What it asks for is enough, and there the code has a narrow edge.
    let columns: u16 = narrow_columns.try_into().unwrap();
    tty.resize(rows, columns).wait_for(SCANNED);
    assert_eq!(shown(&tty, narrow_columns), narrow, "{}", tty.screen());
    tty.resize(rows, columns - 1)
        .wait_for("goes on without")
        .wait_until("no code", |screen| !has_blocks(screen));
    tty.resize(rows - 1, columns)
        .wait_for("goes on without")
        .wait_until("no code", |screen| !has_blocks(screen));
    tty.resize(rows + 2, wide_columns.try_into().unwrap()).wait_for(SCANNED);
    assert_eq!(shown(&tty, wide_columns), wide, "{}", tty.screen());
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    is_given_back(&mut tty, &share);
}

#[test]
fn without_room_for_the_code_enter_goes_on() {
    let (desk, share) = desk_with_share();
    let mut tty = Tty::run(&desk, &["card", "share.txt", "--format", "qr"]);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(TOO_SMALL).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    is_given_back(&mut tty, &share);
}

#[test]
fn custodians_see_their_words_and_their_code_before_they_read_back() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let arguments =
        ["split", "3of5", "--in", "key", "--exponent", "0", "--read-back", "all", "--format", "words,qr"];
    let mut tty = Tty::run_in(&desk, (50, 100), &arguments);
    split::hear_the_facts(&mut tty);
    let mut shares = Vec::new();
    for number in 1..=5 {
        tty.wait_for(&format!("share {number} of 5"));
        let share = split::shown(&mut tty).join(" ");
        tty.type_in(ENTER).wait_for(SCANNED);
        assert!(tty.words().is_empty(), "the words are wiped before the code is shown");
        let expected = blocks(&desk, &share, 4);
        assert_eq!(shown(&tty, expected[0].chars().count()), expected);
        tty.type_in(ENTER).wait_for("type it back from the card");
        assert!(!has_blocks(&tty.screen()), "the code is wiped before anything is asked");
        // A scanner at the keyboard may do it.
        tty.type_in(&format!("{}\r", share.to_uppercase())).wait_for("Put the card away").type_in(ENTER);
        shares.push(share);
    }
    assert_eq!(tty.ended(), 0);
    is_given_back(&mut tty, &shares.join(" "));
    desk.put("shares", shares[2..].join("\n"));
    assert_eq!(desk.run(&["recover", "shares"]).product(), format!("{}\n", known::HEX));
}

#[test]
fn a_stop_on_the_page_of_the_code_leaves_nothing_of_it() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let arguments = ["split", "3of5", "--in", "key", "--exponent", "0", "--format", "words,qr"];
    let mut tty = Tty::run_in(&desk, (50, 100), &arguments);
    split::hear_the_facts(&mut tty);
    let share = split::shown(&mut tty).join(" ");
    tty.type_in(ENTER).wait_for(SCANNED);
    assert!(has_blocks(&tty.screen()));
    tty.stop();
    assert_eq!(tty.ended(), 130);
    is_given_back(&mut tty, &share);
    assert!(tty.screen().contains("void: share 1"), "{}", tty.screen());
}

#[test]
fn what_a_terminal_cannot_show_is_refused() {
    let (desk, share) = desk_with_share();
    desk.put("key", known::HEX);
    for (code, arguments, reason) in [
        (2, &["card", "share.txt", "--format", "qr", "--plain"][..], "plain mode"),
        (2, &["card", "share.txt", "--format", "words,qr", "--plain"], "plain mode"),
        (2, &["split", "3of5", "--in", "key", "--format", "words,qr", "--plain"], "plain mode"),
        (2, &["split", "3of5", "--in", "key", "--format", "qr"], "cannot be read back"),
        (2, &["split", "3of5", "--in", "key", "--format", "words,pdf"], "words and qr only"),
        (2, &["card", "share.txt", "--format", "png"], "words and qr only"),
        (2, &["card", "--blank", "--format", "pdf"], "words and qr only"),
        (7, &["card", "share.txt", "--no-input"], "wipe it"),
        (7, &["card", "share.txt", "--json"], "refusing to print a secret as JSON"),
        (7, &["card", "--format", "qr", "--no-input"], "wipe it"),
    ] {
        let mut tty = Tty::run(&desk, arguments);
        assert_eq!(tty.ended(), code, "{arguments:?}: {}", tty.screen());
        let said = tty.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(reason), "{arguments:?}: {said}");
        is_given_back(&mut tty, &share);
    }
}

#[test]
fn in_plain_mode_the_words_of_a_card_are_lines() {
    let (desk, share) = desk_with_share();
    let mut tty = Tty::run_in(&desk, (100, 80), &["card", "share.txt", "--plain"]);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for("press Enter when written");
    let screen = tty.screen();
    let words = screen.lines().filter_map(|line| line.strip_prefix("word ")?.split(' ').nth(1));
    assert_eq!(words.collect::<Vec<_>>().join(" "), share);
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
}

#[test]
fn a_scanner_that_types_like_a_keyboard_is_understood() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut check = Tty::run(&desk, &["check"]);
    check.wait_for("type the words").type_in(&format!("{}\r", shares[2].to_uppercase()));
    assert_eq!(check.ended(), 0);
    assert!(check.screen().contains("all 33 words are whole"), "{}", check.screen());
    is_given_back(&mut check, &shares[2]);

    let mut recover = Tty::run(&desk, &["recover"]);
    recover.wait_for("type its words");
    for (at, number) in [(0, 1), (3, 4), (2, 3)] {
        recover.type_in(&format!("{}\r", shares[at].to_uppercase()));
        recover.wait_for(&format!("share {number}: its words are whole"));
    }
    recover.wait_for("Enter goes on").type_in(ENTER).wait_for("keyboard test").type_in(ENTER);
    recover.wait_for("passphrase (hidden").type_in(ENTER).wait_for(&on_page(&known::reference_key()));
    recover.type_in(ENTER);
    assert_eq!(recover.ended(), 0);
    is_given_back(&mut recover, &shares.join(" "));
}
