//! A lost share again, at a terminal: typed by those who have the others, shown to the one who has not.

use crate::{
    desk::Desk,
    known,
    split::read_three_back,
    terminal::{ENTER, Tty},
};

const ENOUGH: &str = "Enter goes on";
const CURTAIN: &str = "Enter shows the share";
const WRITE: &str = "then press Enter";

#[test]
fn a_group_types_its_shares_and_the_lost_one_is_shown() {
    let desk = Desk::new();
    let groups = known::groups();
    let mut tty = Tty::run(&desk, &["reissue", "--member", "3.4", "--custodian", "dave"]);
    tty.wait_for("type its words").type_in(&format!("{}\r", groups[0][0]));
    tty.wait_for("no share of group 3 is here").type_in(&format!("{}\r", groups[2][0]));
    tty.wait_for("group 3: 1 of the 3 shares needed are here").type_in(&format!("{}\r", groups[2][1]));
    tty.wait_for("1 more").type_in(&format!("{}\r", groups[2][4]));
    tty.wait_for(ENOUGH).type_in(ENTER).wait_for(CURTAIN).wait_for("for dave");
    assert!(tty.words().is_empty(), "nothing before Enter");
    tty.type_in(ENTER).wait_for(WRITE);
    let words: Vec<String> = tty.words().into_values().collect();
    assert_eq!(words.join(" "), groups[2][3]);
    read_three_back(&mut tty, |position| words[position - 1].clone());
    tty.wait_for("read back. Put the card away").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("nothing is revoked"), "{}", tty.screen());
    tty.is_given_back(&groups.concat().join(" "));
}

#[test]
fn what_is_missing_beside_the_files_is_asked_for() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let names = desk.put_shares(&shares[..2]);
    let mut tty = Tty::run(&desk, &["reissue", &names[0], &names[1], "--member", "4"]);
    tty.wait_for("2 of the 3 shares needed are here").wait_for("next card: type its words");
    tty.type_in(&format!("{}\r", shares[1])).wait_for("share 2 is here already");
    tty.type_in(&format!("{}\r", shares[4])).wait_for(ENOUGH).type_in(ENTER);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(WRITE);
    let words: Vec<String> = tty.words().into_values().collect();
    assert_eq!(words.join(" "), shares[3]);
    read_three_back(&mut tty, |position| words[position - 1].clone());
    tty.wait_for("read back. Put the card away").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.join(" "));
    // Where nobody may be asked, it ends.
    let mut tty =
        Tty::run(&desk, &["--no-input", "reissue", &names[0], &names[1], "--member", "4", "-o", "new"]);
    assert_eq!(tty.ended(), 4);
}

#[test]
fn a_share_that_contradicts_the_others_releases_nothing_and_one_that_is_not_lost_ends_it() {
    let desk = Desk::new();
    let (shares, altered) = (known::shares("three_of_five"), known::shares("altered"));
    let mut tty = Tty::run(&desk, &["reissue", "--member", "5"]);
    tty.wait_for("type its words")
        .type_in(&format!("{}\r{}\r{}\r", shares[0], shares[1], altered[3]))
        .wait_for(ENOUGH);
    tty.type_in(&format!("{}\r", shares[2])).wait_for("share 3: its words are whole").type_in(ENTER);
    tty.wait_for("altered or forged").wait_for("Ctrl-C stops").stop();
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&shares.join(" "));

    let mut tty = Tty::run(&desk, &["reissue", "--member", "2"]);
    tty.wait_for("type its words").type_in(&format!("{}\r", shares[1])).wait_for(ENOUGH).type_in(ENTER);
    assert_eq!(tty.ended(), 2);
    assert!(tty.screen().contains("share 2 is here already"), "{}", tty.screen());
    tty.is_given_back(&shares.join(" "));
}

#[test]
fn a_card_that_was_copied_wrong_is_corrected_and_read_back_whole() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("three", shares[..3].join("\n"));
    let mut tty = Tty::run(&desk, &["reissue", "three", "--member", "4", "--read-back", "all"]);
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(WRITE);
    let words: Vec<String> = tty.words().into_values().collect();
    let other = |at: usize| if words[at - 1] == "acid" { "academic" } else { "acid" };
    let wrong = known::misspelt(&known::misspelt(&words.join(" "), 10, other(10)), 33, other(33));
    tty.type_in(ENTER).wait_for("Enter alone shows the words again").type_in(&wrong).type_in(ENTER);
    tty.wait_for("not as it was shown: word 10 (row 3, column 2), word 33 (row 9, column 1)");
    tty.wait_for("correct the card now").wait_for("type word 10 (row 3, column 2) again");
    assert!(!tty.screen().contains(other(10)), "{}", tty.screen());
    tty.type_in(ENTER).wait_for(WRITE);
    assert!(tty.words().into_values().eq(words.iter().cloned()), "{}", tty.screen());
    tty.type_in(ENTER).wait_for("word 10 (row 3, column 2), word 33");
    tty.type_in(&words[9]).type_in(ENTER).wait_gone("word 10 (row").type_in(&words[32]).type_in(ENTER);
    tty.wait_for("At first it was not as shown: word 10 (row 3, column 2), word 33 (row 9, column 1)");
    tty.wait_for("correct it now").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.join(" "));
}

#[test]
fn only_words_on_a_terminal_are_read_back() {
    let desk = Desk::new();
    desk.put("three", known::shares("three_of_five")[..3].join("\n"));
    for more in [&["-o", "cards"][..], &["--format", "qr"]] {
        let arguments = [&["reissue", "three", "--member", "4", "--read-back", "all"], more].concat();
        let mut tty = Tty::run(&desk, &arguments);
        assert_eq!(tty.ended(), 2, "{more:?}: {}", tty.screen());
        tty.wait_for("--read-back requires words on a terminal");
    }
    assert!(!desk.names().contains("cards"));
}
