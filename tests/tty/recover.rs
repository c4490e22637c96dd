//! A recovery by typing: share after share, with the mistakes that people make.

use crate::{
    desk::Desk,
    known,
    terminal::{BACKSPACE, CTRL_C, CTRL_D, CTRL_U, CTRL_W, ENTER, LEFT, TAB, Tty, on_page},
};

const TYPE: &str = "type its words";
const ENOUGH: &str = "Enter goes on";
const PASSPHRASE: &str = "keyboard test";

/// Goes from the last share to the key and the end.
fn see_the_key(tty: &mut Tty) {
    let key = on_page(&known::reference_key());
    tty.wait_for(ENOUGH).type_in(ENTER).wait_for(PASSPHRASE).type_in(ENTER);
    tty.wait_for("passphrase (hidden").type_in(ENTER).wait_for(&key);
    assert!(tty.is_alternate());
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&key).is_given_back(&known::shares("three_of_five").join(" "));
}

#[test]
fn shares_are_typed_by_four_letters_in_capitals_or_pasted_whole() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE)
        .type_in(&known::abbreviated(&shares[0]))
        .type_in(ENTER)
        .wait_for("share 1: its words are whole");
    tty.wait_for("1 of the 3 shares needed are here")
        .type_in(&shares[4])
        .type_in(ENTER)
        .wait_for("share 5: its words are whole");
    // A card has rows of four words, and whoever types them presses Enter after each.
    for row in shares[2].split(' ').collect::<Vec<_>>().chunks(4) {
        tty.type_in(&row.join("  ")).type_in(ENTER);
    }
    tty.wait_for("share 3: its words are whole");
    see_the_key(&mut tty);
}

#[test]
fn what_is_missing_beside_the_files_is_asked_for() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let names = desk.put_shares(&shares[..2]);
    let mut tty = Tty::run(&desk, &["recover", &names[0], &names[1]]);
    tty.wait_for("2 of the 3 shares needed are here").wait_for("next card: type its words");
    // What came in files need not be typed again: Ctrl-C stops at once.
    tty.type_in(&shares[1]).type_in(ENTER).wait_for("share 2 is here already");
    tty.type_in(&shares[4]).type_in(ENTER).wait_for("share 5: its words are whole");
    see_the_key(&mut tty);
}

#[test]
fn a_word_in_the_middle_is_gone_to_by_arrows_and_typed_anew() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let words: Vec<&str> = shares[0].split(' ').collect();
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in(&format!("{} hunter {}", words[..2].join(" "), words[3..].join(" ")));
    for _ in 3..words.len() {
        tty.type_in(LEFT);
    }
    tty.wait_for("word 3 (row 1, column 3)").type_in(CTRL_W).type_in(words[2]).type_in(ENTER);
    tty.wait_for("share 1: its words are whole");
    tty.stop();
    assert_eq!(tty.ended(), 130);
}

#[test]
fn a_word_that_was_left_out_is_put_in_where_it_belongs() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let words: Vec<&str> = shares[0].split(' ').collect();
    for plain in [&["recover"][..], &["--plain", "recover"]] {
        let mut tty = Tty::run(&desk, plain);
        tty.wait_for(TYPE).type_in(&format!("{} {}", words[..2].join(" "), words[3..].join(" ")));
        for _ in 4..words.len() {
            tty.type_in(LEFT);
        }
        tty.wait_for("word 3 (row 1, column 3)").type_in("+").type_in(words[2]).type_in(ENTER);
        tty.wait_for("share 1: its words are whole");
        tty.stop();
        assert_eq!(tty.ended(), 130);
    }
}

#[test]
fn whether_words_in_sentences_are_the_share_is_asked() {
    let desk = Desk::new();
    let share = &known::shares("extendable")[0];
    desk.put("mail", format!("Dear Ann, this is the evidence: {share}, and please keep it.\n"));
    for (answer, exit) in [("yes\r", 0), (ENTER, 6), ("no\r", 6)] {
        let mut tty = Tty::run(&desk, &["check", "mail"]);
        tty.wait_for("a share stands within sentences").wait_for("Compare their number with the card");
        tty.wait_for("Type yes").type_in(answer);
        assert_eq!(tty.ended(), exit, "{answer:?}");
    }
}

#[test]
fn a_paste_with_numbers_marks_and_line_ends_is_a_share() {
    let desk = Desk::new();
    let share = &known::shares("extendable")[0];
    let mut tty = Tty::run(&desk, &["check"]);
    tty.wait_for("type the words of the share");
    for (at, word) in (1..).zip(share.split(' ')) {
        tty.type_in(&format!("{at}. {word},{}", if at % 4 == 0 { "\r" } else { " " }));
    }
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(share);
}

#[test]
fn a_share_that_was_lengthened_is_not_taken() {
    let desk = Desk::new();
    let share = &known::shares("extendable")[0];
    let words = share.split(' ').count();
    let mut tty = Tty::run(&desk, &["check"]);
    tty.wait_for("type the words of the share").type_in(&format!("{share} advocate aspect axis\r"));
    tty.wait_for(&format!("words 1 to {words} are a share by themselves"));
    tty.type_in(CTRL_U).type_in(&format!("{share}\r"));
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(share);
}

#[test]
fn several_shares_pasted_at_once_are_taken_one_by_one() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE)
        .type_in(&format!("{}\n", shares[..4].join("\n")))
        .wait_for("share 4: its words are whole");
    see_the_key(&mut tty);
}

#[test]
fn ctrl_c_behind_typed_shares_asks_once_and_says_what_is_lost() {
    const LOST: &str = "the shares that were typed have to be typed again";
    for goes_on in [true, false] {
        let desk = Desk::new();
        let shares = known::shares("three_of_five");
        let mut tty = Tty::run(&desk, &["recover"]);
        tty.wait_for(TYPE).type_in(&format!("{}\n", shares[..3].join("\n")));
        tty.wait_for("share 3: its words are whole").wait_for(ENOUGH).type_in(ENTER).wait_for(PASSPHRASE);
        tty.type_in(CTRL_C).wait_for("Ctrl-C again to stop").wait_for(LOST).type_in("x").type_in(ENTER);
        tty.wait_for("passphrase (hidden").type_in("wrong");
        if goes_on {
            tty.type_in(CTRL_C);
            tty.wait_until("the question again", |screen| screen.matches(LOST).count() == 2);
            tty.type_in("x").type_in(CTRL_U).type_in(ENTER).wait_for(&on_page(&known::reference_key()));
            tty.type_in(ENTER);
        } else {
            tty.type_in(CTRL_C);
            tty.wait_until("the question again", |screen| screen.matches(LOST).count() == 2);
            tty.type_in(CTRL_C);
        }
        assert_eq!(tty.ended(), if goes_on { 0 } else { 130 });
        tty.is_given_back(&shares.join(" ")).is_given_back("wrong");
    }
}

#[test]
fn a_paste_between_the_marks_of_a_terminal_is_a_paste() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE)
        .type_in(&format!("\x1b[200~{}\x1b[201~\r", shares[1]))
        .wait_for("share 2: its words are whole");
    tty.stop();
    assert_eq!(tty.ended(), 130);
}

#[test]
fn what_is_typed_is_hidden_until_tab_and_wrong_letters_are_marked() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in("headset scax").wait_for("1. ****").wait_for("2. ***?");
    tty.type_in(TAB).wait_for("1. headset").wait_for("2. scax");
    tty.type_in(TAB).wait_for("2. ***?");
    tty.type_in(BACKSPACE).wait_until("a letter less", |screen| !screen.contains('?'));
    // Backspace goes on into the word before, which is open again then.
    tty.type_in(BACKSPACE).type_in(BACKSPACE).type_in(BACKSPACE).type_in(BACKSPACE);
    tty.wait_gone("2.").type_in(TAB).type_in(BACKSPACE).wait_for("headse").wait_gone("headset");
    tty.type_in("t hunter ").wait_for("hunter?");
    tty.type_in(TAB).wait_for("2. ????").wait_gone("hunter");
    tty.type_in(CTRL_U).wait_gone("1.").type_in("head").wait_for("1. ****");
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back("headset scandal hunter");
}

#[test]
fn a_wrong_word_is_located_and_mended_without_typing_the_others_again() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let words: Vec<&str> = shares[1].split(' ').collect();
    for wrong in ["acid", "hunter"] {
        let mut tty = Tty::run(&desk, &["recover"]);
        tty.wait_for(TYPE).type_in(&known::misspelt(&shares[1], 10, wrong)).type_in(ENTER);
        tty.wait_for("word 10 (row 3, column 2)").wait_for("type that word again");
        assert!(!tty.screen().contains(wrong) && !tty.screen().contains(words[9]), "{}", tty.screen());
        tty.type_in(words[9]).type_in(ENTER).wait_for("share 2: its words are whole");
        tty.stop();
        assert_eq!(tty.ended(), 130);
        tty.is_given_back(&shares[1]);
    }
}

#[test]
fn a_foreign_share_is_left_out_and_a_repeat_counts_once() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in(&shares[0]).type_in(ENTER).wait_for("share 1: its words are whole");
    tty.type_in(&known::shares("other_set")[1])
        .type_in(ENTER)
        .wait_for("does not belong")
        .wait_for("laid aside");
    tty.type_in(&shares[0]).type_in(ENTER).wait_for("share 1 is here already");
    tty.wait_for("1 of the 3 shares needed are here");
    tty.type_in(&format!("{}\r{}\r", shares[1], shares[2]));
    see_the_key(&mut tty);
}

#[test]
fn a_stranger_that_came_first_does_not_keep_the_others_out() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in(&known::shares("other_set")[1]).type_in(ENTER).wait_for("its words are whole");
    tty.type_in(&shares[0]).type_in(ENTER).wait_for("laid aside");
    tty.type_in(&shares[1]).type_in(ENTER).wait_for("2 of the 3 shares needed are here");
    tty.type_in(&shares[2]).type_in(ENTER);
    see_the_key(&mut tty);
}

#[test]
fn enter_on_nothing_changes_nothing() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for("first card: type its words").type_in(ENTER).wait_for("nothing was typed");
    assert!(tty.screen().contains("first card: type its words"), "{}", tty.screen());
    tty.wait_for(TYPE).type_in(CTRL_D).type_in("  \t  ").type_in(ENTER);
    tty.type_in(&known::shares("three_of_five")[3]).type_in(ENTER).wait_for("share 4: its words are whole");
    tty.wait_for("next card: type its words");
    tty.type_in("head").type_in(ENTER).wait_for("1 word so far");
    tty.stop();
    assert_eq!(tty.ended(), 130);
}

#[test]
fn shares_that_contradict_each_other_release_nothing() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let altered = known::shares("altered");
    let mut tty = Tty::run(&desk, &["recover"]);
    tty.wait_for(TYPE).type_in(&format!("{}\r{}\r{}\r", shares[0], shares[1], altered[3])).wait_for(ENOUGH);
    tty.type_in(&shares[2]).type_in(ENTER).wait_for("share 3: its words are whole").type_in(ENTER);
    tty.wait_for("altered or forged").wait_for("share 4").wait_for("Ctrl-C stops").stop();
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&shares.join(" ")).is_given_back(&known::reference_key());
}

#[test]
fn a_lone_holder_checks_his_share_by_typing_it() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[2];
    let mut tty = Tty::run(&desk, &["check"]);
    tty.wait_for("type the words").type_in(share).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("all 33 words are whole"), "{}", tty.screen());
    tty.is_given_back(share);
    let mut tty = Tty::run(&desk, &["check"]);
    for nothing in [ENTER, CTRL_D, "  \r"] {
        tty.wait_for("type the words").type_in(nothing).wait_for("nothing was typed");
    }
    tty.type_in(share).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(share);
}

#[test]
fn files_recover_onto_the_terminal_and_the_key_is_wiped_after_enter() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five").join("\n")).put("pass", "");
    let key = on_page(&known::reference_key());
    let mut tty = Tty::run(&desk, &["recover", "shares", "--passphrase-file", "pass"]);
    tty.wait_for(&key).type_in("x\x1b[A ").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&key);
}
