//! A drill at a terminal: typed card by card, the passphrase asked for, and nothing shown.

use crate::{
    desk::Desk,
    known,
    terminal::{ENTER, Tty},
};

#[test]
fn custodians_type_their_cards_and_no_key_is_shown() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let mut tty = Tty::run(&desk, &["drill", "--date", "2026-11-24"]);
    tty.wait_for("type its words");
    for share in &shares[..4] {
        tty.type_in(&format!("{share}\r"));
    }
    tty.wait_for("share 4: its words are whole").wait_for("Enter goes on").type_in(ENTER);
    tty.wait_for("keyboard test").type_in(ENTER).wait_for("passphrase (hidden").type_in(ENTER);
    tty.wait_for("nothing could confirm the passphrase");
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("quorums: 4 tried, 4 passed"), "{}", tty.screen());
    tty.is_given_back(&known::reference_key()).is_given_back(&shares.join(" "));
}
