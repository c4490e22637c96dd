//! Two people keep the record, each a copy of the journal, and meet twice a year.

use quorate::custody::journal::{Entry, Event};

use super::FIVE;
use crate::{
    key::Key,
    life::{Life, card},
    rhythm::Rhythm,
};

#[test]
fn what_the_other_keeper_noted_counts_on_its_own_day() {
    let key = Key::dealt(FIVE, "2016-01-04", &[]);
    let mut life = Life::begin("two keepers", key, "2016-01-04", Rhythm::HUMAN);
    life.until("2016-01-11");
    life.complete();

    // On this day the copies part: what is noted below stands in the other one alone.
    life.until("2016-06-01");
    let mut other = life.copy();
    let frank = Some("frank".to_owned());
    let absent = |life: &Life| Entry { who: frank.clone(), ..life.entry(Event::Absent) };
    other.note(absent(&life));
    other.note(Entry { cards: vec![card("1.5")], ..life.entry(Event::Lost) });
    life.until("2016-06-08");
    other.note(Entry { who: frank, ..life.entry(Event::Back) });

    // Two weeks later they meet. This keeper had called frank on the 3rd, and did not know that he was away. That the card is lost is known from then on; that frank was away is over.
    life.until("2016-06-15");
    life.tells(&[]);
    life.imports(&other.text);
    life.card("1.5").gone = Some(crate::book::Gone::Lost);
    life.tells(&["lost 1.5"]);
    let frank = &life.state().people["frank"];
    assert_eq!((frank.absent, frank.back.map(|day| day.to_string()).as_deref()), (None, Some("2016-06-03")));
    // Once more changes nothing.
    let before = life.state().cards;
    life.imports(&other.text);
    assert_eq!(life.state().cards, before);
}
