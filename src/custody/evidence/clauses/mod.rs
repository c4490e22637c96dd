//! What an auditor asks for by two standards, and whether these files show it. Each is told in our own words; whether a clause is
//! met is for the auditor to say, who sees more than files.

use serde::Serialize;

use super::reports::DrillReport;
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::Journal,
    plan::PlannedCard,
    record::Record,
    status::state::{KnownCard, State},
};

mod list;

pub use self::list::CLAUSES;

/// What the files of a folder are, as far as they could be read.
#[derive(Clone, Copy, Debug)]
pub struct Inspected<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its journal, whole.
    pub journal: &'a Journal,
    /// What both say of the day.
    pub state: &'a State,
    /// The day.
    pub day: Date,
    /// The reports of drills that are of this record, each with the line of its drill, from 1.
    pub reports: &'a [(usize, DrillReport)],
    /// How many people were at the ceremony, by its report; 0 where that is not here.
    pub attendance: usize,
    /// Whether somebody who may sign has signed the checklist.
    pub is_signed: bool,
}

/// Whether files show what a clause asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Evident {
    /// They do.
    Shown,
    /// They do not.
    Missing,
    /// The files do not tell: names were left out, or the plan is too entangled.
    CannotTell,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// Its short name, for options and programs.
    pub id: &'static str,
    /// What the files are to show.
    pub asks: &'static str,
    /// Whether it asks for something of the cards.
    of_cards: bool,
    shows: fn(&Inspected<'_>) -> Option<bool>,
}

impl Clause {
    /// Whether these files show it. Of cards that nobody can use they show nothing: all of none would be everything.
    #[must_use]
    pub fn judged(&self, sight: &Inspected<'_>) -> Evident {
        if self.of_cards && sight.cards().next().is_none() {
            return Evident::Missing;
        }
        match (self.shows)(sight) {
            Some(true) => Evident::Shown,
            Some(false) => Evident::Missing,
            None => Evident::CannotTell,
        }
    }

    /// The clause of this name.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        CLAUSES.iter().find(|clause| clause.id == id)
    }
}

/// Days of a year in which something is to be done once, with a few to find a date.
const YEAR: u32 = 370;

impl<'a> Inspected<'a> {
    fn is_within(&self, day: Date, allowed: u32) -> bool {
        (0..=i64::from(allowed)).contains(&self.day.days_since(day))
    }

    fn is_recent(&self, day: Date) -> bool {
        self.is_within(day, YEAR)
    }

    /// Whether a line of the journal, from 1, counts for anything.
    fn counts(&self, line: usize) -> bool {
        !self.state.uncounted.contains_key(&line) && !self.state.withdrawn.contains_key(&line)
    }

    /// The reports of drills that count.
    fn reports(&self) -> impl Iterator<Item = (usize, &'a DrillReport)> {
        let all = self.reports.iter().map(|(line, report)| (*line, report));
        all.filter(|(line, _)| self.counts(*line))
    }

    /// Whether somebody has left: they hold no card, and stand in for nobody.
    fn has_left(&self, name: &str) -> bool {
        self.state.people.get(name).is_some_and(|person| person.left.is_some())
    }

    /// The cards of the plan of the day.
    fn planned(&self) -> impl Iterator<Item = &'a PlannedCard> {
        self.state.plan.cards().map(|(_, _, card)| card)
    }

    /// The cards that are in use: none of a set that another was made of.
    fn cards(&self) -> impl Iterator<Item = (CardNumber, &'a KnownCard)> {
        let in_use = self.state.cards.iter().filter(|(_, card)| self.state.is_in_use && !card.is_gone());
        in_use.map(|(number, card)| (*number, card))
    }
}

#[cfg(test)]
mod tests;
