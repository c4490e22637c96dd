//! Two groups, the board and the operators, with deputies, and a passphrase besides. Its keeper changes, by an amendment.

use crate::{key::Key, life::Life, rhythm::Rhythm};

const BOARD_AND_OPS: &str = r#"
others = ["vera"]
[[group]]
name = "board"
threshold = 2
custodian = [
    { name = "alice", place = "Aachen", access = ["dana"] },
    { name = "bob", place = "Berlin" },
    { name = "carol", place = "Cologne" },
]

[[group]]
name = "ops"
threshold = 2
custodian = [
    { name = "frank", place = "Frankfurt" },
    { name = "grace", place = "Graz", access = ["hugo"] },
    { name = "ivan", place = "Innsbruck" },
]

[[required]]
name = "passphrase"
access = ["KEEPER", "olga"]
places = ["Linz", "Oslo"]

[rules]
tolerate_absent = 1
heard_within_days = 45
checked_within_days = 190
drilled_within_days = 370
"#;

#[test]
fn the_keeper_of_a_passphrase_is_replaced_by_an_amendment() {
    let plan = BOARD_AND_OPS.replace("KEEPER", "karl");
    let key = Key::dealt(&plan, "2016-02-01", &["--passphrase-file", "key"]);
    let mut life = Life::begin("two groups and a passphrase", key, "2016-02-01", Rhythm::HUMAN);
    life.until("2016-02-08");
    life.complete();

    // Karl leaves. Olga alone has the passphrase now: one further absence, and one that nobody accepted.
    life.until("2017-09-12");
    life.left("karl");
    life.tells(&["margin olga"]);
    life.advises(&["1.1 alice", "1.2 bob", "2.1 frank", "2.2 grace"], Some("2017-10-18"));

    // Nina keeps it with her, by a new plan with the same cards. Karl has seen it, and no card.
    life.until("2017-09-20");
    life.amended(&BOARD_AND_OPS.replace("KEEPER", "nina"));
    life.tells(&[]);

    // Both are away for a week. That freezes the key, and each of them thaws it.
    life.until("2019-07-01");
    life.absent("nina", Some("2019-07-14"));
    life.tells(&["margin olga"]);
    life.until("2019-07-05");
    life.absent("olga", Some("2019-07-12"));
    life.tells(&["frozen"]);
    life.thaws(&["nina", "olga"]);
    life.until("2019-07-12");
    life.back("olga");
    life.tells(&["margin olga"]);
    life.until("2019-07-14");
    life.back("nina");
    life.tells(&[]);

    // Bob and carol cannot come: the board has alice's card alone. Grace and ivan neither: hugo brings hers.
    life.until("2021-04-06");
    life.absent("carol", None);
    life.absent("ivan", None);
    life.tells(&["margin bob frank"]);
    life.absent("grace", None);
    life.advises(&["1.1 alice", "1.2 bob", "2.1 frank", "2.2 hugo"], Some("2021-05-18"));
    life.tells(&["margin bob frank hugo"]);
    life.until("2021-04-19");
    for name in ["carol", "ivan", "grace"] {
        life.back(name);
    }
    life.tells(&[]);

    // Vera, who keeps the record and has no card, is noted like anybody else.
    life.heard("vera");

    // One of two copies burns: one place alone freezes the key now, and for a while nobody gets in there.
    life.until("2021-10-04");
    life.burned("Linz");
    life.tells(&["single-point"]);
    life.until("2021-10-06");
    life.closed("Oslo", Some("2021-10-20"));
    life.tells(&["frozen", "single-point"]);
    life.thaws(&["Oslo"]);
    life.until("2021-10-18");
    life.opened("Oslo");
    life.tells(&["single-point"]);
    // There is a copy elsewhere again.
    life.until("2021-10-25");
    life.amended(&BOARD_AND_OPS.replace("KEEPER", "nina").replace("Linz", "Lund"));
    life.tells(&[]);
    life.until("2022-02-01");
    life.end(&["silent", "margin", "frozen", "single-point", "not-seen-since-back"]);
}
