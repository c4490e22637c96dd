//! October 2020: a keyholder is taken away, and an exchange cannot pay for five weeks. It had backups, and no word for somebody
//! who is merely gone. Three ways in which it might have kept its key.

use crate::{key::Key, life::Life, rhythm::Rhythm};

const RULES: &str = "
[rules]
heard_within_days = 45
checked_within_days = 190
drilled_within_days = 370
";

fn plan(threshold: u8, deputies: bool) -> String {
    let card = |(name, place, deputy): (&str, &str, &str)| {
        let deputy = if deputies { format!("access = [\"{deputy}\"]\n") } else { String::new() };
        format!("[[group.custodian]]\nname = \"{name}\"\nplace = \"{place}\"\n{deputy}\n")
    };
    let cards = [
        ("xu", "Shanghai", "yan"),
        ("lin", "Malta", "mei"),
        ("qi", "Singapore", "ren"),
        ("su", "Seoul", "tao"),
        ("wen", "Zug", "zhi"),
    ];
    let cards = cards.map(card).concat();
    format!("[[group]]\nthreshold = {threshold}\n{cards}{RULES}")
}

fn until_september(name: &'static str, threshold: u8, deputies: bool) -> Life {
    let key = Key::dealt(&plan(threshold, deputies), "2019-01-07", &[]);
    let mut life = Life::begin(name, key, "2019-01-07", Rhythm::KEPT);
    life.until("2019-01-14");
    life.complete();
    life.until("2020-10-10");
    life.tells(&[]);
    life.vanishes("xu");
    // It takes six days until somebody asks.
    life.until("2020-10-16");
    life.tells(&[]);
    life
}

/// He is there again after five weeks, and so is his card.
fn five_weeks_later(mut life: Life, kinds: &[&str]) {
    life.answers_again("xu");
    life.back("xu");
    life.tells(&[]);
    let is_to_be_seen = life.status().soon.iter().any(|coming| coming.on == crate::life::day("2020-12-05"));
    assert!(is_to_be_seen, "within two weeks somebody looks at his card and its seal");
    // Nobody does.
    life.until("2020-12-06");
    life.tells(&["not-seen-since-back xu"]);
    life.until("2021-01-01");
    life.end(kinds);
}

#[test]
fn three_of_five_meet_without_him() {
    let mut life = until_september("the exchange, 3 of 5", 3, false);
    life.absent("xu", None);
    life.tells(&[]);
    // All were heard on the third: after 45 days of silence nobody knows.
    life.advises(&["1.2 lin", "1.3 qi", "1.4 su"], Some("2020-11-17"));
    life.until("2020-11-15");
    life.tells(&[]);
    life.until("2020-11-16");
    // It was expected to last for thirty days.
    life.tells(&["still-absent xu"]);
    life.advises(&["1.2 lin", "1.3 qi", "1.4 su"], Some("2020-12-18"));
    life.until("2020-11-21");
    five_weeks_later(life, &["still-absent", "not-seen-since-back"]);
}

#[test]
fn of_four_of_five_each_other_one_freezes_the_key_and_one_does() {
    let mut life = until_september("the exchange, 4 of 5", 4, false);
    life.absent("xu", None);
    life.tells(&["margin lin qi su wen"]);
    life.advises(&["1.2 lin", "1.3 qi", "1.4 su", "1.5 wen"], Some("2020-11-17"));

    // Wen is flown to a hospital: nobody can pay. Either of them thaws it.
    life.until("2020-10-20");
    life.absent("wen", Some("2020-11-30"));
    life.tells(&["frozen"]);
    life.thaws(&["wen", "xu"]);
    life.until("2020-11-16");
    life.tells(&["frozen", "still-absent xu"]);
    life.until("2020-11-18");
    life.back("wen");
    life.checked(&[crate::life::card("1.5")]);
    life.tells(&["margin lin qi su wen", "still-absent xu"]);
    life.until("2020-11-21");
    five_weeks_later(life, &["margin", "frozen", "still-absent", "not-seen-since-back"]);
}

#[test]
fn of_four_of_five_with_deputies_his_deputy_fetches_his_card() {
    let mut life = until_september("the exchange, 4 of 5 with deputies", 4, true);
    life.absent("xu", None);
    life.tells(&[]);
    life.advises(&["1.2 lin", "1.3 qi", "1.4 su", "1.5 wen"], Some("2020-11-17"));
    life.until("2020-10-20");
    life.absent("wen", Some("2020-11-30"));
    life.tells(&[]);
    life.advises(&["1.2 lin", "1.3 qi", "1.4 su", "1.1 yan"], Some("2020-11-17"));
    let advice = life.advice();
    let yan = advice.meet.iter().find(|bring| bring.who == "yan").unwrap();
    assert!(yan.is_deputy && yan.place.as_deref() == Some("Shanghai"), "{yan:?}");
    life.until("2020-11-18");
    life.back("wen");
    life.checked(&[crate::life::card("1.5")]);
    life.until("2020-11-21");
    five_weeks_later(life, &["still-absent", "not-seen-since-back"]);
}
