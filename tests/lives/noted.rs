//! What can be noted of people, cards, places and the plan: a line of the journal, and the fact in the book.

use quorate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
};

use crate::{
    book::{Card, Gone, Person},
    key,
    life::{Life, card, day},
};

impl Life {
    pub fn heard(&mut self, name: &str) {
        self.of_person(Event::Heard, name, None);
        self.book.hear(name, self.today);
    }

    /// Somebody is out of reach, until a day; for 30 days if none is said.
    pub fn absent(&mut self, name: &str, until: Option<&str>) {
        let until = until.map(day);
        self.of_person(Event::Absent, name, until);
        self.person(name).away = Some(until.unwrap_or(self.today.plus_days(30)));
    }

    pub fn back(&mut self, name: &str) {
        self.of_person(Event::Back, name, None);
        self.person(name).has_left = false;
        self.book.hear(name, self.today);
    }

    pub fn left(&mut self, name: &str) {
        self.of_person(Event::Left, name, None);
        self.person(name).has_left = true;
    }

    /// From now on nobody can reach them, and nobody has noted that.
    pub fn vanishes(&mut self, name: &str) {
        self.person(name).answers = false;
    }

    pub fn answers_again(&mut self, name: &str) {
        self.person(name).answers = true;
    }

    pub fn lost(&mut self, number: &str) {
        self.of_card(Event::Lost, number, None);
        self.card(number).gone = Some(Gone::Lost);
    }

    pub fn stolen(&mut self, number: &str) {
        self.of_card(Event::Stolen, number, None);
        let card = self.card(number);
        (card.gone, card.is_copied) = (Some(Gone::Stolen), true);
    }

    pub fn found(&mut self, number: &str) {
        self.of_card(Event::Found, number, None);
        self.card(number).gone = None;
    }

    pub fn destroyed(&mut self, number: &str) {
        self.of_card(Event::Destroyed, number, None);
        self.card(number).gone = Some(Gone::Destroyed);
    }

    /// A card of a set before this one was destroyed.
    pub fn destroyed_of(&mut self, set: u16, number: &str) {
        self.note(Entry { set: Some(set), cards: vec![card(number)], ..self.entry(Event::Destroyed) });
    }

    /// The lost card is made again, read back, and given to its holder.
    pub fn made_again(&mut self, number: &str) {
        self.of_card(Event::Reissued, number, None);
        let today = self.today;
        let card = self.card(number);
        (card.gone, card.is_on_its_way, card.good) = (None, true, Some(today));
        let holder = card.holder.clone();
        self.read_back(number);
        self.hands_over(number, &holder);
    }

    pub fn read_back(&mut self, number: &str) {
        let line = self.entry(Event::ReadBack);
        self.note(Entry { cards: vec![card(number)], passed: Some(true), ..line });
        self.card(number).good = Some(self.today);
    }

    pub fn moved(&mut self, number: &str, to: &str) {
        self.of_card(Event::Moved, number, Some(to));
        self.card(number).place = Some(to.to_owned());
    }

    pub fn hands_over(&mut self, number: &str, to: &str) {
        self.handed_over(&[card(number)], to);
    }

    /// Who had the card reaches it no more; who has it now belongs to the keyholders, and is there.
    pub fn handed_over(&mut self, cards: &[CardNumber], to: &str) {
        let line = self.entry(Event::HandedOver);
        let who = cards.first().map(|number| self.book.cards[number].holder.clone());
        self.note(Entry { who, to: Some(to.to_owned()), cards: cards.to_vec(), ..line });
        for number in cards {
            let card = self.book.cards.get_mut(number).unwrap();
            card.access.remove(&card.holder);
            card.access.insert(to.to_owned());
            (card.holder, card.is_on_its_way) = (to.to_owned(), false);
        }
        self.book.meet(to, self.today);
        self.person(to).has_left = false;
        self.book.hear(to, self.today);
    }

    pub fn closed(&mut self, place: &str, until: Option<&str>) {
        let until = until.map(day);
        self.note(Entry { place: Some(place.to_owned()), until, ..self.entry(Event::Closed) });
        self.book.closed.insert(place.to_owned(), until.unwrap_or(self.today.plus_days(30)));
    }

    pub fn opened(&mut self, place: &str) {
        self.note(Entry { place: Some(place.to_owned()), ..self.entry(Event::Opened) });
        self.book.closed.remove(place);
    }

    /// A place burned, with all that lay there.
    pub fn burned(&mut self, place: &str) {
        let there = self.book.cards.iter().filter(|(_, card)| card.place.as_deref() == Some(place));
        let cards: Vec<CardNumber> = there.map(|(number, _)| *number).collect();
        let line = self.entry(Event::Destroyed);
        self.note(Entry { cards: cards.clone(), place: Some(place.to_owned()), ..line });
        for number in cards {
            self.book.cards.get_mut(&number).unwrap().gone = Some(Gone::Destroyed);
        }
        for thing in self.book.things.iter_mut().filter(|thing| thing.places.iter().any(|one| one == place)) {
            thing.places.retain(|one| one != place);
            thing.is_gone = thing.places.is_empty();
        }
    }

    /// From now on this plan holds.
    pub fn amended(&mut self, plan: &str) {
        let plan = key::plan(plan);
        self.note(Entry { plan: Some(Box::new(plan.clone())), ..self.entry(Event::Amended) });
        self.book.amend(&plan, self.today);
    }

    /// A line is taken back. What the book says of it, the story puts right.
    pub fn withdraws(&mut self, line: usize, witnesses: &[&str]) {
        let witnesses = witnesses.iter().map(|&name| name.to_owned()).collect();
        let text = Some("noted by mistake".to_owned());
        self.note(Entry { line: Some(line), text, witnesses, ..self.entry(Event::Withdraw) });
    }

    pub fn person(&mut self, name: &str) -> &mut Person {
        self.book.people.get_mut(name).unwrap()
    }

    pub fn card(&mut self, number: &str) -> &mut Card {
        self.book.cards.get_mut(&card(number)).unwrap()
    }

    fn of_person(&mut self, event: Event, name: &str, until: Option<Date>) {
        self.note(Entry { who: Some(name.to_owned()), until, ..self.entry(event) });
    }

    fn of_card(&mut self, event: Event, number: &str, to: Option<&str>) {
        let (who, to) = (Some(self.card(number).holder.clone()), to.map(str::to_owned));
        self.note(Entry { who, to, cards: vec![card(number)], ..self.entry(event) });
    }
}
