//! A place burns, and another cannot be entered for a while.

use crate::{key::Key, life::Life, rhythm::Rhythm};

/// Two cards lie in one building.
const TOWN: &str = r#"
[[group]]
threshold = 3
custodian = [
    { name = "alice", place = "town hall" },
    { name = "bob", place = "town hall" },
    { name = "carol", place = "bank" },
    { name = "frank", place = "mill" },
    { name = "grace", place = "school" },
]

[rules]
heard_within_days = 45
checked_within_days = 190
drilled_within_days = 370
"#;

#[test]
fn what_burned_is_made_again_and_what_is_closed_comes_back() {
    let key = Key::dealt(TOWN, "2016-05-02", &[]);
    let mut life = Life::begin("a burnt place and a closed one", key, "2016-05-02", Rhythm::HUMAN);
    life.until("2016-05-09");
    life.complete();

    // The town hall burns: each of the three others alone would freeze the key.
    life.until("2018-10-01");
    life.burned("town hall");
    life.tells(&["lost 1.1", "lost 1.2", "margin carol frank grace"]);
    life.advises(&["1.3 carol", "1.4 frank", "1.5 grace"], Some("2018-10-18"));
    // They meet the next day, and make the two cards again; they lie elsewhere from now on.
    life.until("2018-10-02");
    for (number, place) in [("1.1", "library"), ("1.2", "harbour")] {
        life.made_again(number);
        life.moved(number, place);
    }
    life.tells(&[]);

    // The bank is closed, for how long nobody says; then the mill, too.
    life.until("2020-03-16");
    life.closed("bank", None);
    life.tells(&[]);
    life.advises(&["1.1 alice", "1.2 bob", "1.4 frank"], Some("2020-04-17"));
    life.until("2020-03-20");
    life.closed("mill", Some("2020-06-01"));
    life.tells(&["margin alice bob grace"]);
    // Grace falls ill. Any of the three thaws the key.
    life.until("2020-04-02");
    life.absent("grace", Some("2020-05-01"));
    life.tells(&["frozen"]);
    life.thaws(&["grace", "bank", "mill"]);
    life.until("2020-04-20");
    life.tells(&["frozen", "still-closed bank"]);
    life.back("grace");
    life.tells(&["margin alice bob grace", "still-closed bank"]);
    life.until("2020-05-04");
    life.opened("bank");
    life.tells(&[]);
    life.until("2020-05-25");
    life.opened("mill");
    life.until("2022-01-01");
    life.end(&["silent", "lost", "margin", "frozen", "still-closed", "not-seen-since-back"]);
}
