//! What was noted by mistake, on days that are none, and is taken back by two witnesses.

use quorate::custody::{
    journal::{Entry, Event},
    record::{DateSource, Stamp},
    status::{state::State, uncounted::Uncounted},
};

use super::FIVE;
use crate::{
    book::Gone,
    key::Key,
    life::{Life, card, day},
    rhythm::Rhythm,
};

impl Life {
    /// The clock of the machine said 2062, and nobody saw it.
    fn in_2062(&mut self, event: Event, who: Option<&str>, number: Option<&str>) -> usize {
        let stamp = Stamp { day: day("2062-01-03"), source: DateSource::Clock };
        let who = who.map(str::to_owned);
        let line = Entry { who, cards: number.map(card).into_iter().collect(), ..Entry::new(event, stamp) };
        let line = self.write(line);
        assert_eq!(self.state().uncounted.get(&line), Some(&Uncounted::Ahead));
        line
    }
}

#[test]
fn what_was_noted_in_2062_harms_until_two_witnesses_take_it_back() {
    let key = Key::dealt(FIVE, "2016-01-04", &[]);
    let mut life = Life::begin("mistaken entries", key, "2016-01-04", Rhythm::HUMAN);
    life.until("2016-01-11");
    life.complete();

    // Bob is said to have left.
    life.until("2017-02-06");
    let line = life.in_2062(Event::Left, Some("bob"), None);
    life.person("bob").has_left = true;
    life.tells(&["card-with-leaver 1.2", "impossible-day"]);
    life.until("2017-02-09");
    // One witness is not enough, and nor is one who is named twice.
    for witnesses in [&["alice"][..], &["alice", "Alice"]] {
        let witnesses = witnesses.iter().map(|&name| name.to_owned()).collect();
        let text = Some("it was a slip".to_owned());
        let entry = Entry { line: Some(line), text, witnesses, ..life.entry(Event::Withdraw) };
        let number = life.journal.entries().len() + 1;
        let state = life.journal.supposing(entry, |then| State::of(&life.key.record, then, life.today));
        assert_eq!(state.uncounted[&number], Uncounted::Unwitnessed);
        assert!(state.people["bob"].left.is_some());
    }
    life.withdraws(line, &["alice", "carol"]);
    life.person("bob").has_left = false;
    life.tells(&[]);

    // Carol's card is said to be lost, and frank's to be stolen.
    life.until("2018-06-11");
    let lost = life.in_2062(Event::Lost, Some("carol"), Some("1.3"));
    let stolen = life.in_2062(Event::Stolen, Some("frank"), Some("1.4"));
    life.card("1.3").gone = Some(Gone::Lost);
    (life.card("1.4").gone, life.card("1.4").is_copied) = (Some(Gone::Stolen), true);
    life.tells(&["impossible-day", "lost 1.3", "stolen 1.4", "margin grace"]);
    life.until("2018-06-13");
    life.withdraws(lost, &["alice", "carol"]);
    life.card("1.3").gone = None;
    life.tells(&["impossible-day", "stolen 1.4"]);
    life.withdraws(stolen, &["alice", "frank"]);
    (life.card("1.4").gone, life.card("1.4").is_copied) = (None, false);
    life.tells(&[]);

    // A theft that was one, noted on its day, is taken back in the same way; and that itself.
    life.until("2019-08-05");
    life.stolen("1.5");
    life.tells(&["stolen 1.5"]);
    let theft = life.journal.entries().len();
    life.withdraws(theft, &["alice", "grace"]);
    life.tells(&[]);
    let taken_back = life.journal.entries().len();
    life.withdraws(taken_back, &[]);
    life.tells(&["stolen 1.5"]);
    life.until("2019-08-08");
    life.made_again("1.5");
    life.tells(&["stolen 1.5"]);

    // Whoever really left and comes back belongs to them again.
    life.until("2019-10-07");
    life.left("frank");
    life.until("2019-10-10");
    life.back("frank");
    life.tells(&["stolen 1.5"]);
    life.until("2020-01-01");
    life.end(&["silent", "impossible-day", "lost", "stolen", "margin", "card-with-leaver"]);
}
