//! Three handovers in ten years. A successor hands over again, and another leaves with the card.

use super::FIVE;
use crate::{key::Key, life::Life, rhythm::Rhythm};

#[test]
fn a_successor_is_heard_hands_over_and_leaves_like_anybody_else() {
    let key = Key::dealt(FIVE, "2016-01-04", &[]);
    let mut life = Life::begin("three handovers", key, "2016-01-04", Rhythm::HUMAN);
    life.until("2016-01-11");
    life.complete();

    // Bob goes, and eve takes his card; erin stays its deputy.
    life.until("2017-05-10");
    life.hands_over("1.2", "eve");
    life.left("bob");
    life.tells(&[]);

    // Eve is on a ship for two weeks, and back in time; somebody looks at her card.
    life.until("2018-08-01");
    life.absent("eve", Some("2018-08-15"));
    life.tells(&[]);
    life.advises(&["1.1 alice", "1.3 carol", "1.4 frank"], Some("2018-09-03"));
    life.until("2018-08-14");
    life.back("eve");
    life.tells(&[]);

    // She hands over to gina.
    life.until("2019-02-11");
    life.hands_over("1.2", "gina");
    life.left("eve");
    life.tells(&[]);

    // Carol leaves, and it takes nine days until her card is with hugo. Three have seen cards of a quorum by then: but two of
    // them the same one.
    life.until("2021-09-01");
    life.left("carol");
    life.tells(&["card-with-leaver 1.3"]);
    life.until("2021-09-10");
    life.hands_over("1.3", "hugo");
    life.tells(&[]);

    // Grace retires and hands over to ida: bob, carol and grace have seen a quorum, and always will have.
    life.until("2024-06-03");
    life.hands_over("1.5", "ida");
    life.tells(&["former-holders bob carol grace"]);
    life.until("2026-01-01");
    let alarms = life.end(&["silent", "card-with-leaver", "not-seen-since-back", "former-holders"]);
    assert!(alarms.routine <= 60, "{alarms}");
}

#[test]
fn a_card_that_goes_to_somebody_who_has_one_is_told() {
    let plan =
        FIVE.replace("threshold = 3", "threshold = 2").replace("tolerate_absent = 2", "tolerate_absent = 3");
    let key = Key::dealt(&plan, "2016-01-04", &[]);
    let mut life = Life::begin("two cards in one hand", key, "2016-01-04", Rhythm::KEPT);
    life.until("2016-01-11");
    life.complete();
    life.until("2016-09-01");
    life.hands_over("1.4", "grace");
    life.tells(&["rule-broken", "single-point"]);
    life.until("2016-09-12");
    life.hands_over("1.4", "hugo");
    // She has seen frank's, and has her own.
    life.tells(&["former-holders grace"]);
    life.until("2017-01-01");
    life.end(&["rule-broken", "single-point", "former-holders"]);
}
