//! Every command at a terminal: what is typed, shown, typed back and broken off.

use nix::sys::signal::Signal;

use crate::{
    debugger::{
        needles::Needles,
        set::{PASSPHRASE, Set, Stream},
    },
    desk::Desk,
    files::{dealt, desk_with_record, desk_with_shares, words},
    hands::{BACKSPACE, CTRL_C, CTRL_U, ENTER, TAB, Tty, unbroken},
};

const TYPE: &str = "type its words";
const ENOUGH: &str = "Enter goes on";
const TEST: &str = "keyboard test";
const HIDDEN: &str = "passphrase (hidden";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the page of a key has it: hex digits in groups of four.
fn grouped(bytes: &[u8]) -> String {
    bytes.chunks(2).map(hex).collect::<Vec<_>>().join(" ")
}

/// The first four letters of each word, in capitals.
fn abbreviated(share: &str) -> String {
    share.split(' ').map(|word| word[..4].to_uppercase()).collect::<Vec<_>>().join(" ")
}

/// Types three shares of 3of5: by four letters, whole, and in rows with the words shown.
fn type_three(tty: &mut Tty, set: &Set, needles: &Needles) {
    let shares = set.shares();
    tty.wait_for(TYPE).type_in(&abbreviated(&shares[0])).type_in(ENTER);
    tty.wait_for("share 1: its words are whole").has_a_clean_stack(needles);
    tty.type_in(TAB).type_in(&shares[4]).type_in(ENTER).wait_for("share 5: its words are whole");
    for row in shares[2].split(' ').collect::<Vec<_>>().chunks(4) {
        tty.type_in(&row.join(" ")).type_in(ENTER);
    }
    tty.wait_for("share 3: its words are whole").wait_for(ENOUGH).has_a_clean_stack(needles);
}

#[test]
fn a_recovery_from_typed_shares_onto_the_screen() {
    let (desk, set, needles) = desk_with_shares(PASSPHRASE);
    let mut tty = Tty::run(&desk, &["recover"]);
    type_three(&mut tty, &set, &needles);
    tty.type_in(ENTER).wait_for(TEST).type_in(ENTER).wait_for(HIDDEN);
    tty.type_in("wrong").type_in(CTRL_U).type_in(PASSPHRASE).type_in("x").type_in(BACKSPACE);
    tty.type_in(TAB).wait_for(PASSPHRASE).has_a_clean_stack(&needles).type_in(TAB).type_in(ENTER);
    tty.wait_for(&grouped(&set.key)).has_a_clean_stack(&needles).type_in(ENTER);
    tty.ends_without(0, &needles);
}

#[test]
fn a_recovery_that_is_broken_off_at_any_moment() {
    for (stop, code) in [(None, 130), (Some(Signal::SIGTERM), 143), (Some(Signal::SIGHUP), 129)] {
        for moment in ["half a share", "a wrong word", "enough", "a passphrase", "the key"] {
            let (desk, set, needles) = desk_with_shares(PASSPHRASE);
            let share = &set.shares()[1];
            let mut tty = Tty::run(&desk, &["recover"]);
            tty.wait_for(TYPE);
            match moment {
                "half a share" => {
                    tty.type_in(&share[..100]).wait_for("13.");
                }
                "a wrong word" => {
                    let mut words: Vec<&str> = share.split(' ').collect();
                    words[9] = if words[9] == "acid" { "academic" } else { "acid" };
                    tty.type_in(&words.join(" ")).type_in(ENTER).wait_for("type that word again");
                }
                _ => {
                    type_three(&mut tty, &set, &needles);
                    if moment != "enough" {
                        tty.type_in(ENTER).wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in(PASSPHRASE);
                        tty.type_in(TAB).wait_for(PASSPHRASE);
                    }
                    if moment == "the key" {
                        tty.type_in(ENTER).wait_for(&grouped(&set.key));
                    }
                }
            }
            tty.has_a_clean_stack(&needles);
            match stop {
                None if ["enough", "a passphrase"].contains(&moment) => tty.stop(),
                None => tty.type_in(CTRL_C),
                Some(signal) => tty.signal(signal),
            };
            tty.ends_without(code, &needles);
        }
    }
}

#[test]
fn a_drill_and_a_check_of_typed_shares() {
    let (desk, set, needles) = desk_with_shares("");
    let mut tty = Tty::run(&desk, &["drill", "--date", "2026-11-24"]);
    type_three(&mut tty, &set, &needles);
    tty.type_in(ENTER).wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in(ENTER);
    tty.ends_without(0, &needles);
    for arguments in [&["check"][..], &["--plain", "check"]] {
        let mut tty = Tty::run(&desk, arguments);
        tty.wait_for("type the words").type_in(&set.shares()[3]).type_in(ENTER);
        tty.ends_without(0, &needles);
    }
}

#[test]
fn shares_that_are_typed_wrong_and_do_not_belong_together() {
    let (desk, set, needles) = desk_with_shares("");
    let other = Set::deal(77, "3of5", 32, "");
    let needles = needles.mnemonic("foreign share", &other.shares()[1]);
    let share = &set.shares()[1];
    let mut words: Vec<&str> = share.split(' ').collect();
    let meant = std::mem::replace(&mut words[9], "hunter");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in(&words.join(" ")).type_in(ENTER);
    tty.wait_for("type that word again").type_in(meant).type_in(ENTER);
    tty.wait_for("share 2: its words are whole").type_in(&other.shares()[1]).type_in(ENTER);
    tty.wait_for("laid aside").has_a_clean_stack(&needles).stop();
    tty.ends_without(130, &needles);
}

#[test]
fn a_lost_share_made_again_on_the_screen() {
    let (desk, set, needles) = desk_with_shares("");
    let mut tty = Tty::run(&desk, &["reissue", "--member", "4"]);
    type_three(&mut tty, &set, &needles);
    tty.type_in(ENTER).wait_for("Enter shows the share").type_in(ENTER).wait_for("then press Enter");
    let words = tty.words();
    tty.has_a_clean_stack(&needles).type_in(ENTER);
    read_three_back(&mut tty, &words);
    tty.wait_for("Put the card away").has_a_clean_stack(&needles).type_in(ENTER);
    tty.ends_without(0, &needles);
}

#[test]
fn codes_on_the_screen() {
    let (desk, _, needles) = desk_with_shares("");
    let mut tty = Tty::run(&desk, &words("card 2.txt --format words,qr"));
    tty.wait_for("Enter").has_a_clean_stack(&needles);
    for _ in 0..8 {
        tty.type_in(ENTER);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    tty.ends_without(0, &needles);
}

#[test]
fn a_split_of_a_typed_key_shown_to_one_after_the_other_and_read_back() {
    for how in ["3", "all"] {
        let desk = Desk::new();
        let key = Stream::new(60).bytes(16);
        let needles = Needles::default().bytes("key", &key).bytes("passphrase", PASSPHRASE.as_bytes());
        let arguments = ["split", "2of3", "--exponent", "0", "--passphrase", "--read-back", how];
        let mut tty = Tty::run(&desk, &arguments);
        tty.wait_for("private key").type_in(&hex(&key)).type_in(TAB).wait_for(&hex(&key));
        tty.has_a_clean_stack(&needles).type_in(ENTER);
        tty.wait_for("the same again").type_in(&hex(&key)).type_in(ENTER);
        tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in(PASSPHRASE).type_in(ENTER);
        tty.wait_for("the same again").type_in(PASSPHRASE).type_in(ENTER);
        tty.wait_for("everybody may read this").has_a_clean_stack(&needles).type_in(ENTER);
        let mut shares: Vec<String> = Vec::new();
        for _ in 0..3 {
            tty.wait_for("Enter shows the words").type_in(ENTER).wait_for("then press Enter");
            let words = tty.words();
            shares.push(words.join(" "));
            let shown = needles.clone().mnemonic("share", &words.join(" "));
            tty.has_a_clean_stack(&shown).type_in(ENTER);
            if how == "all" {
                tty.wait_for("type it back").type_in(&words.join(" ")).type_in(ENTER);
            } else {
                read_three_back(&mut tty, &words);
            }
            tty.wait_for("Put the card away").has_a_clean_stack(&shown).type_in(ENTER);
        }
        tty.ends_without(0, &dealt(needles, &shares));
    }
}

fn read_three_back(tty: &mut Tty, words: &[String]) {
    let mut before = 0;
    for _ in 0..3 {
        let next = |screen: &str| asked(screen).filter(|position| *position > before);
        let position = tty.wait_until("another question", next);
        tty.type_in(&words[position - 1]).type_in(ENTER);
        before = position;
    }
}

/// The position of the word that was asked for last.
fn asked(screen: &str) -> Option<usize> {
    let screen = unbroken(screen);
    let question = screen.rsplit_once("from the card")?.0.rsplit_once("word ")?.1;
    question.split(' ').next()?.parse().ok()
}

#[test]
fn a_split_that_is_broken_off() {
    for (stop, code) in [(None, 130), (Some(Signal::SIGTERM), 143)] {
        let desk = Desk::new();
        let key = Stream::new(61).bytes(32);
        desk.put("key", hex(&key));
        let needles = Needles::default().bytes("key", &key);
        let mut tty = Tty::run(&desk, &words("split 2of3 --in key --exponent 0"));
        tty.wait_for("everybody may read this")
            .type_in(ENTER)
            .wait_for("Enter shows the words")
            .type_in(ENTER);
        tty.wait_for("then press Enter");
        let needles = needles.mnemonic("share", &tty.words().join(" "));
        match stop {
            None => tty.stop(),
            Some(signal) => tty.signal(signal),
        };
        tty.ends_without(code, &needles);
    }
}

#[test]
fn a_key_that_is_typed_wrong() {
    let desk = Desk::new();
    let key = hex(&Stream::new(62).bytes(32));
    let needles = Needles::default().bytes("key", key.as_bytes());
    let mut tty = Tty::run(&desk, &["split", "2of3"]);
    tty.wait_for("private key").type_in(&key[1..]).type_in(ENTER);
    tty.wait_for("type it again").type_in(CTRL_C);
    tty.ends_without(130, &needles);
}

#[test]
fn a_receipt_at_a_terminal() {
    let (desk, _, needles) = desk_with_record();
    let line =
        "check alice.txt --record record.json --receipt 4be0c47ad3f1082b9d65c3e18f07a2b4 --date 2026-11-25";
    let tty = Tty::run(&desk, &words(line));
    tty.ends_without(0, &needles);
}
