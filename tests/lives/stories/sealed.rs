//! A file is sealed to the key: a drill that does not open it is no drill.

use quorate::custody::{journal::Unproved, record::sealed::SealedStanding};

use super::FIVE;
use crate::{
    key::Key,
    life::{Life, card},
    rhythm::Rhythm,
};

#[test]
fn a_drill_that_does_not_open_the_sealed_file_leaves_the_drill_due() {
    let key = Key::dealt(FIVE, "2018-04-02", &["--seal", "key"]);
    let mut life = Life::begin("a sealed file", key, "2018-04-02", Rhythm::HUMAN);
    life.until("2018-04-09");
    life.complete();
    life.until("2020-03-15");
    let sealed = life.key.record.sealed.clone().unwrap();
    let mut status = life.status();
    status.see_sealed(&sealed, &SealedStanding::AsItWas);
    assert_eq!(status.findings, []);
    status.see_sealed(&sealed, &SealedStanding::Missing);
    assert_eq!(status.findings[0].kind().to_string(), "sealed-missing");

    // In the year of the drill without the file nobody else drills either.
    life.until("2021-03-14");
    let since = life.book.drilled;
    life.rhythm.has_drills = false;
    life.until("2021-03-15");
    let present = ["alice", "bob", "carol"].map(str::to_owned);
    life.drilled(&["1.1", "1.2", "1.3"].map(card), &present, vec![Unproved::SealedFile]);
    assert_eq!(life.state().drilled, since, "it does not count");
    life.until("2021-03-21");
    life.tells(&["not-drilled"]);
    // With the file it does.
    life.until("2021-03-22");
    life.drill();
    life.tells(&[]);
    life.rhythm.has_drills = true;
    life.until("2023-01-01");
    life.end(&["silent", "not-drilled"]);
}
