//! Lines of a journal that later ones take back. Nothing is ever deleted: whoever holds a head sees that a line was taken
//! back, by which, and who witnessed it.

use std::collections::{BTreeMap, BTreeSet};

use super::uncounted::Uncounted;
use crate::custody::{
    date::Date,
    journal::{Entry, Event, Journal},
};

/// Witnesses that it takes to take back what harms: a theft that one person could unsay would be worth nothing.
pub const WITNESSES: usize = 2;

impl Entry {
    /// Whether it takes witnesses to take it back: it harms, or changes the plan.
    #[must_use]
    pub const fn takes_witnesses(&self) -> bool {
        let harms = matches!(
            self.event,
            Event::Stolen | Event::Lost | Event::Left | Event::Destroyed | Event::Added | Event::Superseded
        );
        harms || self.plan.is_some()
    }
}

/// Which lines are taken back. All of them count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withdrawn {
    by: BTreeMap<usize, usize>,
    faults: BTreeMap<usize, Uncounted>,
}

impl Withdrawn {
    /// Those of this journal, seen from today, if the lines in `disbelieved` take nothing back.
    #[must_use]
    pub fn of(journal: &Journal, today: Date, disbelieved: &BTreeSet<usize>) -> Self {
        let mut found = Self::default();
        // The last first: what is itself taken back takes nothing back.
        for (number, entry) in (1..).zip(journal.entries()).collect::<Vec<_>>().into_iter().rev() {
            if entry.event != Event::Withdraw || found.by.contains_key(&number) {
                continue;
            }
            match fault(journal.entries(), number, entry) {
                Some(fault) => drop(found.faults.insert(number, fault)),
                None if entry.stamp.day > today || disbelieved.contains(&number) => {}
                None => found.by.extend(entry.line.map(|line| (line, number))),
            }
        }
        found
    }

    /// The line that takes this one back.
    #[must_use]
    pub fn by(&self, number: usize) -> Option<usize> {
        self.by.get(&number).copied()
    }

    /// Why this line takes nothing back, though it says so.
    #[must_use]
    pub fn fault(&self, number: usize) -> Option<&Uncounted> {
        self.faults.get(&number)
    }

    /// Lines that are taken back, each with the line that does it.
    #[must_use]
    pub const fn all(&self) -> &BTreeMap<usize, usize> {
        &self.by
    }
}

/// Why the line of this number takes nothing back; none if it does.
fn fault(entries: &[Entry], number: usize, entry: &Entry) -> Option<Uncounted> {
    let line = entry.line?;
    let taken_back = line.checked_sub(1).filter(|at| at + 1 < number).and_then(|at| entries.get(at));
    let Some(taken_back) = taken_back.filter(|taken_back| !taken_back.event.begins()) else {
        return Some(Uncounted::NoSuchLine(line));
    };
    let is_short = taken_back.takes_witnesses() && entry.witness_count() < WITNESSES;
    is_short.then_some(Uncounted::Unwitnessed)
}
