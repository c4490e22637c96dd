//! The days of a life: each line that is noted must count, and each night must tell what the book says, and no more.

use std::collections::BTreeSet;

use quorate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event, Journal},
    record::{DateSource, Stamp},
    status::{
        Finding, Status,
        advice::{Advice, Return},
        state::State,
    },
};

use crate::{
    alarms::Alarms,
    book::{Book, Gone, TOLD},
    key::Key,
    rhythm::Rhythm,
    stream::Stream,
};

/// A key, its journal so far, and the day on which it lives.
pub struct Life {
    pub name: &'static str,
    pub key: Key,
    pub text: String,
    pub journal: Journal,
    pub book: Book,
    pub today: Date,
    pub alarms: Alarms,
    pub rhythm: Rhythm,
    pub stream: Stream,
    /// The lines that there were when it was last seen that everybody can be noted.
    heard_after: usize,
}

/// A day.
/// The journal as another keeper has it, who writes into their own copy.
pub struct Copied {
    hash: String,
    pub text: String,
    stream: Stream,
}

impl Copied {
    /// Adds a line.
    pub fn note(&mut self, entry: Entry) {
        let journal = Journal::read(&self.hash, &self.text).unwrap();
        self.text.push_str(&journal.line(entry, &mut self.stream).unwrap());
    }
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A card.
pub fn card(text: &str) -> CardNumber {
    CardNumber::read(text).unwrap()
}

impl Life {
    /// The life of a key from the day of its deal, or on which its record was made anew.
    pub fn begin(name: &'static str, key: Key, on: &str, rhythm: Rhythm) -> Self {
        let (text, today) = (key.journal_text(), day(on));
        let journal = Journal::read(&key.hash, &text).unwrap();
        let mut book = Book::of(&key.record.plan, today);
        for share in key.record.shares.iter().filter(|share| share.was_not_proved()) {
            let number = card(&format!("{}.{}", share.group, share.member));
            let card = book.cards.get_mut(&number).unwrap();
            (card.gone, card.good, card.takes_a_drill) = (Some(Gone::NeverSeen), None, true);
        }
        Self {
            name,
            key,
            text,
            journal,
            book,
            today,
            alarms: Alarms::default(),
            rhythm,
            stream: Stream::new(14),
            heard_after: 0,
        }
    }

    /// The nights before this day, and what people do on each day as ever.
    pub fn until(&mut self, day_text: &str) {
        let day = day(day_text);
        while self.today < day {
            self.night();
            self.today = self.today.plus_days(1);
            self.live();
        }
    }

    /// Tells how often anybody was woken. These kinds were told in all the time, and no others.
    pub fn end(self, kinds: &[&str]) -> Alarms {
        println!("{}: {}, {} lines of journal", self.name, self.alarms, self.journal.entries().len());
        let told: Vec<&str> = self.alarms.kinds.iter().map(String::as_str).collect();
        let mut expected = kinds.to_vec();
        expected.sort_unstable();
        assert_eq!(told, expected, "{}", self.name);
        self.alarms
    }

    /// Adds a line as `note` does: with who had its cards before. It must count.
    pub fn note(&mut self, entry: Entry) {
        let number = self.write(entry);
        let uncounted = self.state().uncounted.remove(&number);
        assert_eq!(uncounted, None, "{} on {}: line {number}", self.name, self.today);
    }

    /// Adds a line whether it counts or not, and gives its number.
    pub fn write(&mut self, mut entry: Entry) -> usize {
        if entry.set.is_none() && !entry.cards.is_empty() {
            let before = self.state();
            entry.holders = entry.cards.iter().map(|card| before.holder(*card)).collect();
        }
        self.text.push_str(&self.journal.line(entry, &mut self.stream).unwrap());
        self.journal = Journal::read(&self.key.hash, &self.text).unwrap();
        self.journal.entries().len()
    }

    /// What happened today, and no more than that.
    pub fn entry(&self, event: Event) -> Entry {
        Entry::new(event, Stamp { day: self.today, source: DateSource::Given })
    }

    pub fn state(&self) -> State {
        State::of(&self.key.record, &self.journal, self.today)
    }

    pub fn status(&self) -> Status {
        Status::of(&self.key.record, &self.journal, self.today)
    }

    /// What is told tonight is exactly this.
    pub fn tells(&self, lines: &[&str]) {
        let told = self.told(&self.status());
        let expected: BTreeSet<String> = lines.iter().map(|&line| line.to_owned()).collect();
        assert_eq!(told, expected, "{} on {}", self.name, self.today);
    }

    /// What to do today, which must be told.
    pub fn advice(&self) -> Advice {
        self.status().advice.unwrap_or_else(|| panic!("{} on {}: no advice", self.name, self.today))
    }

    /// Who is to meet today, with the cards that they bring; and the day on which it may be too late.
    pub fn advises(&self, meet: &[&str], too_late: Option<&str>) {
        let advice = self.advice();
        let told: Vec<String> =
            advice.meet.iter().map(|bring| format!("{} {}", bring.card, bring.who)).collect();
        assert_eq!(told, meet, "{} on {}", self.name, self.today);
        let told = advice.too_late.map(|late| late.on.to_string());
        assert_eq!(told.as_deref(), too_late, "{} on {}", self.name, self.today);
    }

    /// Each of these alone thaws the key, and nothing else does.
    pub fn thaws(&self, returns: &[&str]) {
        let told: Vec<Vec<String>> =
            self.advice().thaws.iter().map(|set| set.iter().map(called).collect()).collect();
        let expected: Vec<Vec<String>> = returns.iter().map(|&one| vec![one.to_owned()]).collect();
        assert_eq!(told, expected, "{} on {}", self.name, self.today);
    }

    /// Takes over the journal of another keeper.
    pub fn imports(&mut self, other: &str) {
        self.key.put_journal(&self.text);
        self.key.imports(other, &self.today.to_string());
        self.reads_its_journal();
        let uncounted = self.state().uncounted;
        assert!(uncounted.is_empty(), "{} on {}: {uncounted:?}", self.name, self.today);
    }

    /// A copy of the journal, for another keeper.
    pub fn copy(&self) -> Copied {
        Copied { hash: self.key.hash.clone(), text: self.text.clone(), stream: Stream::new(15) }
    }

    /// The program has written into the journal on disk.
    pub fn reads_its_journal(&mut self) {
        self.text = self.key.journal_text();
        self.journal = Journal::read(&self.key.hash, &self.text).unwrap();
    }

    /// What a status tells, a line for each finding: its kind, and whom or what it is about.
    fn told(&self, status: &Status) -> BTreeSet<String> {
        let own = self.key.record.set.identifier;
        status.findings.iter().map(|finding| told(finding, own)).collect()
    }

    fn night(&mut self) {
        let status = self.status();
        let told = self.told(&status);
        let at = format!("{} in the night of {}", self.name, self.today);
        let is_of_book = |line: &&String| TOLD.contains(&line.split(' ').next().unwrap());
        let of_book: BTreeSet<String> = told.iter().filter(is_of_book).cloned().collect();
        assert_eq!(of_book, self.book.tells(self.today), "{at}: what is told, and what the book says");
        self.hold_the_plan_against_the_book(&status.state, &at);
        // Who is known follows from the lines alone: it is the same until there is another.
        if self.heard_after != self.journal.entries().len() {
            self.hear_everybody(&status, &at);
            self.heard_after = self.journal.entries().len();
        }
        let is_advice_needed = self.book.is_anything_away() && !self.book.is_superseded;
        assert_eq!(status.advice.is_some(), is_advice_needed, "{at}: {:?}", status.advice);
        self.alarms.count(&told, self.today);
    }

    fn hold_the_plan_against_the_book(&self, state: &State, at: &str) {
        for (group, member, planned) in state.plan.cards() {
            let number = CardNumber { group, member };
            let card = &self.book.cards[&number];
            assert_eq!(state.holder(number), card.holder, "{at}: who has {number}");
            assert_eq!(planned.access, card.access.iter().cloned().collect::<Vec<_>>(), "{at}: {number}");
            assert_eq!(planned.place, card.place, "{at}: where {number} lies");
        }
        for (planned, thing) in state.plan.required.iter().zip(&self.book.things) {
            assert_eq!(planned.access, thing.access.iter().cloned().collect::<Vec<_>>(), "{at}: {planned:?}");
        }
    }

    /// Everybody who ever took part, and everybody of whom something is told, can be noted as heard.
    fn hear_everybody(&self, status: &Status, at: &str) {
        let named = status.findings.iter().filter_map(|finding| match finding {
            Finding::Silent { who, .. }
            | Finding::StillAbsent { who, .. }
            | Finding::NotSeenSinceBack { who, .. }
            | Finding::WithLeaver { who, .. } => Some(who.clone()),
            _ => None,
        });
        let people: BTreeSet<String> = self.book.people.keys().cloned().chain(named).collect();
        let mut then = self.journal.clone();
        for name in &people {
            let heard = Entry { who: Some(name.clone()), ..self.entry(Event::Heard) };
            then = then.supposing(heard, Journal::clone);
        }
        let state = State::of(&self.key.record, &then, self.today);
        let first = self.journal.entries().len() + 1;
        let deaf: Vec<&usize> = state.uncounted.keys().filter(|number| **number >= first).collect();
        assert!(deaf.is_empty(), "{at}: of {people:?} not all can be noted");
    }
}

fn called(thing: &Return) -> String {
    match thing {
        Return::Person(name) => name.clone(),
        Return::Card(number) => number.to_string(),
        Return::Place(place) => place.clone(),
    }
}

fn told(finding: &Finding, own_set: u16) -> String {
    let kind = finding.kind();
    match finding {
        Finding::Stolen { card, former: Some(_), .. } => format!("{kind} {card} of the old set"),
        Finding::Stolen { card, .. }
        | Finding::Lost { card, .. }
        | Finding::Failed { card, .. }
        | Finding::Unchecked { card, .. }
        | Finding::NeverSeen { card, .. }
        | Finding::WithLeaver { card, .. } => format!("{kind} {card}"),
        Finding::Silent { who, .. }
        | Finding::StillAbsent { who, .. }
        | Finding::NotSeenSinceBack { who, .. } => format!("{kind} {who}"),
        Finding::StillClosed { place, .. } => format!("{kind} {place}"),
        Finding::Margin { by, .. } => format!("{kind} {}", by.concat().join(" ")),
        Finding::Former { set, example, is_with_stolen, .. } => {
            let of_set = if *set == own_set { "" } else { "of the old set: " };
            let thief = if *is_with_stolen { " and a thief" } else { "" };
            format!("{kind} {of_set}{}{thief}", example.join(" "))
        }
        Finding::Line { number, .. } => format!("{kind} {number}"),
        _ => kind.to_string(),
    }
}
