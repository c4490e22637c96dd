//! Ten years in which nothing happens. Now and then a call is forgotten.

use super::FIVE;
use crate::{book::Gone, key::Key, life::Life, rhythm::Rhythm};

fn lived_until(day: &str, name: &'static str, rhythm: Rhythm) -> Life {
    let mut life = Life::begin(name, Key::dealt(FIVE, "2016-01-04", &[]), "2016-01-04", rhythm);
    life.until("2016-01-11");
    life.complete();
    life.until(day);
    life
}

#[test]
fn whoever_keeps_the_rhythm_is_never_woken() {
    let alarms = lived_until("2020-01-01", "quiet, nothing forgotten", Rhythm::KEPT).end(&[]);
    assert_eq!((alarms.red, alarms.mails), (0, 0));
}

#[test]
fn whoever_forgets_a_call_now_and_then_is_woken_for_that_alone() {
    let alarms = lived_until("2026-01-01", "quiet, 2 of 100 calls forgotten", Rhythm::HUMAN).end(&["silent"]);
    assert!(alarms.nights > 3_640 && alarms.red <= 30, "{alarms}");
    assert!(alarms.red > 0, "nothing was forgotten: the driver wakes nobody");
    assert!(alarms.mails <= alarms.nights / 7, "{alarms}");
}

/// The control: what nobody noted is missed by the driver in the same night.
#[test]
#[should_panic(expected = "what is told, and what the book says")]
fn a_loss_that_is_not_told_is_found_out() {
    let mut life = lived_until("2017-01-01", "control", Rhythm::KEPT);
    life.card("1.3").gone = Some(Gone::Lost);
    life.until("2017-01-02");
}

/// The control: so is what is told and is none.
#[test]
#[should_panic(expected = "what is told, and what the book says")]
fn an_absence_that_is_none_is_found_out() {
    let mut life = lived_until("2017-01-01", "control", Rhythm::KEPT);
    for name in ["carol", "frank", "grace"] {
        life.absent(name, None);
        life.person(name).away = None;
    }
    life.until("2017-01-02");
}

/// The control: a card in other hands than the plan of today says.
#[test]
#[should_panic(expected = "who has 1.3")]
fn a_handover_that_is_not_known_is_found_out() {
    let mut life = lived_until("2017-01-01", "control", Rhythm::KEPT);
    life.card("1.3").holder = "frank".to_owned();
    life.until("2017-01-02");
}
