//! The plan as `quorate plan` prints it: roles, and nobody's name. One of them gets a name later.

use crate::{
    key::{Key, printed_plan},
    life::{Life, card},
    rhythm::Rhythm,
};

#[test]
fn whoever_is_known_by_a_role_is_heard_by_it_and_by_a_name_from_the_day_of_the_amendment() {
    let plan = printed_plan("3of5");
    let key = Key::dealt(&plan, "2017-01-02", &[]);
    let mut life = Life::begin("roles", key, "2017-01-02", Rhythm::HUMAN);
    life.until("2017-01-09");
    life.complete();
    life.until("2018-05-02");
    life.absent("custodian 4", Some("2018-05-09"));
    life.advises(&["1.1 custodian 1", "1.2 custodian 2", "1.3 custodian 3"], Some("2018-05-18"));
    life.tells(&[]);
    life.until("2018-05-08");
    life.back("custodian 4");

    // Custodian 1 gets a name, and a deputy. The card is to be handed to her.
    life.until("2019-03-01");
    let role = "role = \"custodian 1\"";
    assert!(plan.contains(role));
    life.amended(&plan.replace(role, "role = \"custodian 1\"\nname = \"Alice\"\naccess = [\"Dana\"]"));
    life.tells(&[]);
    // She has had the card all along, and signs for it.
    life.receipt(card("1.1"));
    life.until("2019-03-04");
    life.read_back("1.1");
    life.hands_over("1.1", "Alice");
    life.until("2020-06-01");
    life.absent("Alice", None);
    life.advises(&["1.2 custodian 2", "1.3 custodian 3", "1.4 custodian 4"], Some("2020-06-17"));
    life.until("2020-06-20");
    life.back("Alice");

    // Custodian 5 cannot find the card, and finds it.
    life.until("2021-02-08");
    life.lost("1.5");
    life.tells(&["lost 1.5"]);
    life.until("2021-02-10");
    life.found("1.5");
    life.tells(&[]);
    life.until("2022-01-02");
    life.end(&["silent", "not-seen-since-back", "lost"]);
}
