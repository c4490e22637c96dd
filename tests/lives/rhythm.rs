//! What people do without being told: a call a month, a check twice a year (of the second card by a receipt in every other
//! January, when its holder is far away), a drill a year. And what they do when something is told: after the second night they see to it.

use quorate::custody::{
    card_number::CardNumber,
    journal::{Drilled, Entry, Event, Unproved, challenge},
};

use crate::life::{Life, card, day};

/// How it is kept.
#[derive(Clone, Copy)]
pub struct Rhythm {
    /// How many of a hundred calls are forgotten.
    pub forgotten: usize,
    pub has_drills: bool,
}

impl Rhythm {
    pub const KEPT: Self = Self { forgotten: 0, has_drills: true };
    pub const HUMAN: Self = Self { forgotten: 2, has_drills: true };
}

/// Nights on which something is told before anybody does something.
const SLEPT_OVER: u32 = 2;

impl Life {
    /// What happens today as ever.
    pub fn live(&mut self) {
        if self.book.is_superseded {
            return;
        }
        self.see_to_what_was_told();
        let today = self.today.to_string();
        if today.ends_with("-03") {
            self.call_everybody();
        }
        if today.ends_with("-01-20") || today.ends_with("-07-20") {
            let is_far = today.ends_with("-01-20") && self.today.days_since(day("2016-01-01")) / 365 % 2 == 0;
            self.check_everything(is_far);
        }
        if self.rhythm.has_drills && today.ends_with("-03-15") {
            self.drill();
        }
    }

    fn call_everybody(&mut self) {
        for name in self.book.keyholders() {
            let is_forgotten = self.stream.below(100) < self.rhythm.forgotten;
            if self.book.comes(&name) && !is_forgotten {
                self.heard(&name);
            }
        }
    }

    fn check_everything(&mut self, is_one_far_away: bool) {
        for (at, number) in self.here().into_iter().enumerate() {
            if at == 1 && is_one_far_away {
                self.receipt(number);
            } else {
                self.checked(&[number]);
            }
        }
        if self.book.cards.values().any(|card| card.takes_a_drill && card.gone.is_none()) {
            self.drill();
        }
    }

    /// The cards that their holders have at hand.
    fn here(&self) -> Vec<CardNumber> {
        let here = self.book.cards.iter().filter(|(_, card)| {
            let bringers = self.book.bringers(card, |name| self.book.comes(name));
            !card.is_on_its_way && bringers.first() == Some(&card.holder.as_str())
        });
        here.map(|(number, _)| *number).collect()
    }

    fn see_to_what_was_told(&mut self) {
        let old = self.alarms.running.iter().filter(|(_, nights)| **nights >= SLEPT_OVER);
        for line in old.map(|(line, _)| line.clone()).collect::<Vec<_>>() {
            let (kind, what) = line.split_once(' ').unwrap_or((&line, ""));
            match kind {
                "silent" if self.book.comes(what) => self.heard(what),
                "unchecked" if self.here().contains(&card(what)) => {
                    self.checked(&[card(what)]);
                }
                "not-seen-since-back" => {
                    let theirs =
                        self.here().into_iter().filter(|number| self.book.cards[number].holder == what);
                    let theirs: Vec<CardNumber> = theirs.collect();
                    self.checked(&theirs);
                }
                "not-drilled" if self.rhythm.has_drills => self.drill(),
                "not-complete" => self.complete(),
                _ => {}
            }
        }
    }

    /// Every card that is there is read back from its paper, and given to its holder.
    pub fn complete(&mut self) {
        let there = self.book.cards.iter().filter(|(_, card)| card.gone.is_none());
        let cards: Vec<CardNumber> = there.map(|(number, _)| *number).collect();
        self.note(Entry { cards: cards.clone(), passed: Some(true), ..self.entry(Event::ReadBack) });
        for number in &cards {
            let holder = self.book.cards[number].holder.clone();
            self.handed_over(&[*number], &holder);
        }
        for number in cards {
            self.good(number);
        }
    }

    /// A check by whoever has each of the cards.
    pub fn checked(&mut self, cards: &[CardNumber]) {
        let present: Vec<String> =
            cards.iter().map(|number| self.book.cards[number].holder.clone()).collect();
        let line = Entry { cards: cards.to_vec(), passed: Some(true), ..self.entry(Event::Checked) };
        self.note(Entry { present: present.clone(), ..line });
        present.iter().for_each(|name| self.book.hear(name, self.today));
        cards.iter().for_each(|number| self.good(*number));
    }

    /// A drill with the first quorum that comes, if any does.
    pub fn drill(&mut self) {
        let Some(quorum) = self.book.quorum() else { return };
        let (cards, present): (Vec<CardNumber>, Vec<String>) = quorum.into_iter().unzip();
        self.drilled(&cards, &present, Vec::new());
    }

    /// A drill with these cards, which these people bring, and which leaves something out or not.
    pub fn drilled(&mut self, cards: &[CardNumber], present: &[String], unproved: Vec<Unproved>) {
        let is_whole = unproved.is_empty();
        let drill = Drilled { quorums_tried: 1, quorums_passed: 1, unproved, ..Drilled::default() };
        let line = Entry { passed: Some(true), drill: Some(drill), ..self.entry(Event::Drilled) };
        self.note(Entry { cards: cards.to_vec(), present: present.to_vec(), ..line });
        if is_whole {
            self.book.drilled = Some(self.today);
        }
        present.iter().for_each(|name| self.book.hear(name, self.today));
        for number in cards {
            let card = self.book.cards.get_mut(number).unwrap();
            (card.good, card.gone) = (Some(self.today), None);
        }
    }

    /// The holder of a card is asked for a receipt, and sends it; it is theirs.
    pub fn receipt(&mut self, number: CardNumber) {
        self.note(self.entry(Event::Challenge));
        let challenge = challenge::after(self.journal.head());
        let receipt = self.key.receipt(number, &challenge, self.today);
        let holder = self.book.cards[&number].holder.clone();
        let line = Entry { cards: vec![number], passed: Some(true), ..self.entry(Event::Receipt) };
        let (receipt, signed) = (Some(receipt.to_string()), Some(self.today.to_string()));
        self.note(Entry { who: Some(holder.clone()), receipt, signed, ..line });
        let counted = self.state().receipts.remove(&self.journal.entries().len());
        assert_eq!(counted, Some((holder.clone(), self.today)), "{}: whose receipt it is", self.name);
        self.book.hear(&holder, self.today);
        self.good(number);
    }

    fn good(&mut self, number: CardNumber) {
        let card = self.book.cards.get_mut(&number).unwrap();
        if !card.takes_a_drill {
            card.good = Some(self.today);
        }
    }
}
