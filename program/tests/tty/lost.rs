//! A lost share again, at a terminal: typed by those who have the others, shown to the one who has not.

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, ENTER, Tty},
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
    assert_eq!(tty.words().into_values().collect::<Vec<_>>().join(" "), groups[2][3]);
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("nothing is revoked"), "{}", tty.screen());
    tty.is_given_back(&groups.concat().join(" "));
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
    tty.wait_for("altered or forged").wait_for("Ctrl-C stops").type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&shares.join(" "));

    let mut tty = Tty::run(&desk, &["reissue", "--member", "2"]);
    tty.wait_for("type its words").type_in(&format!("{}\r", shares[1])).wait_for(ENOUGH).type_in(ENTER);
    assert_eq!(tty.ended(), 2);
    assert!(tty.screen().contains("share 2 is here already"), "{}", tty.screen());
    tty.is_given_back(&shares.join(" "));
}
