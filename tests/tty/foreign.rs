//! Shares of other tools at a terminal: typed, hidden, and the secret shown until Enter is pressed.

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, ENTER, Tty},
};

#[test]
fn shares_are_typed_hidden_until_there_are_enough() {
    let desk = Desk::new();
    let shares = known::foreign("ssss", "shares");
    let flags = ["recover", "--from", "ssss", "--threshold", "3", "--accept-unconfirmed", "--as", "text"];
    let mut tty = Tty::run(&desk, &flags);
    tty.wait_for("share 1 of ssss").wait_for("more are needed").type_in(ENTER).wait_for("nothing was typed");
    tty.type_in("1-00zz\r").wait_for("type it again");
    tty.type_in(&format!("{}\r", shares[0])).wait_for("share 2 of ssss");
    tty.type_in(&format!("{}\r{}\r", shares[4], shares[2])).wait_for("Enter goes on");
    assert!(!tty.screen().contains("b103dda2"), "{}", tty.screen());
    tty.type_in(ENTER).wait_for("The quick brown fox").wait_for("Enter wipes it");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("UNCONFIRMED"), "{}", tty.screen());
    assert!(!tty.screen().contains("quick brown"), "{}", tty.screen());
    tty.is_given_back(&shares.join(" "));
}

#[test]
fn a_lone_share_is_checked_and_ctrl_c_ends() {
    let desk = Desk::new();
    let share = &known::foreign("sskr", "shares")[0];
    let mut tty = Tty::run(&desk, &["check", "--from", "sskr"]);
    tty.wait_for("share of SSKR").type_in(&format!("{share}\r"));
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("share 1 of group 1; any 2 complete the group"), "{}", tty.screen());
    tty.is_given_back(share);

    let mut tty = Tty::run(&desk, &["recover", "--from", "sskr"]);
    tty.wait_for("share 1 of SSKR")
        .type_in(&format!("{share}\r"))
        .wait_for("share 2 of SSKR")
        .type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(share);
}
