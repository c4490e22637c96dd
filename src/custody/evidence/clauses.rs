//! What an auditor asks for by two standards, and whether these files show it. Each is told in our own words; whether a clause is
//! met is for the auditor to say, who sees more than files.

use std::collections::BTreeSet;

use serde::Serialize;

use super::reports::DrillReport;
use crate::custody::{
    analysis::Analysis,
    card_number::CardNumber,
    date::Date,
    journal::{Event, Journal},
    plan::{Deadlines, PlannedCard},
    record::Record,
    status::state::{Card, State},
};

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
    /// The reports of drills that are of this record.
    pub reports: &'a [DrillReport],
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
    shows: fn(&Inspected<'_>) -> Option<bool>,
}

impl Clause {
    /// Whether these files show it.
    #[must_use]
    pub fn judged(&self, sight: &Inspected<'_>) -> Evident {
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

/// All of them: of the Cryptocurrency Security Standard (v9) by its numbers, and of the practice statement (DPS) of the DNSSEC root
/// zone, whose paragraphs have none here.
pub const CLAUSES: &[Clause] = &[
    Clause {
        id: "ccss-1.01.1.3",
        asks: "the SHA-256 of the program that made the set",
        shows: |sight| Some(sight.record.tool.sha256.len() == 64),
    },
    Clause {
        id: "ccss-1.02.2.1",
        asks: "each card with a person of its own",
        shows: |sight| {
            let holders: Vec<Option<&str>> = sight.planned().map(PlannedCard::holder).collect();
            let different: BTreeSet<_> = holders.iter().collect();
            Some(different.len() == holders.len() && !holders.contains(&None))
        },
    },
    Clause {
        id: "ccss-1.02.3.1",
        asks: "a place for each card, and no place that alone gives the key away",
        shows: |sight| {
            let has_all = sight.planned().all(|card| card.place.is_some());
            let analysis = has_all.then(|| Analysis::of(&sight.state.plan).ok());
            analysis.map_or(Some(false), |found| {
                Some(found?.places.taking.smallest.is_none_or(|least| least > 1))
            })
        },
    },
    Clause {
        id: "ccss-1.03.2.1",
        asks: "each card found good within the time that the plan allows",
        shows: |sight| {
            let Deadlines { checked, .. } = sight.state.plan.rules.deadlines();
            let allowed = checked.or(Deadlines::USUAL.checked).unwrap_or_default();
            Some(sight.cards().all(|(_, card)| card.checked.is_some_and(|day| sight.is_within(day, allowed))))
        },
    },
    Clause {
        id: "ccss-1.03.5.1",
        asks: "each card sealed in a bag with a number",
        shows: |sight| {
            Some(sight.cards().all(|(_, card)| card.sealed.as_ref().is_some_and(|(_, how)| how.is_some())))
        },
    },
    Clause {
        id: "ccss-1.03.6.1",
        asks: "a passphrase besides the shares, or each share sealed to its holder",
        shows: |sight| match sight.record.passphrase {
            _ if sight.cards().all(|(_, card)| card.is_sealed_to_holder) => Some(true),
            known => known,
        },
    },
    Clause {
        id: "ccss-1.04.1.1",
        asks: "that each card was handed over to its holder",
        shows: |sight| Some(sight.cards().all(|(_, card)| card.is_handed_over)),
    },
    Clause {
        id: "ccss-2.02.1.1",
        asks: "a journal from the first line on, each line bound to the one before",
        shows: |sight| {
            let begins = sight.journal.entries().first().is_some_and(|first| first.event.begins());
            Some(begins && sight.journal.fault().is_none())
        },
    },
    Clause {
        id: "ccss-2.04.1.1",
        asks: "an inventory of all cards, each with its verification key",
        shows: |sight| Some(sight.record.shares.iter().all(|share| share.key.is_some())),
    },
    Clause {
        id: "ccss-2.04.1.2",
        asks: "a deputy for each card",
        shows: |sight| {
            let has_deputy =
                |card: &PlannedCard| card.access.iter().any(|who| Some(who.as_str()) != card.holder());
            Some(sight.planned().all(has_deputy))
        },
    },
    Clause {
        id: "ccss-2.04.2.1",
        asks: "a drill that passed within a year, with attendees, scenario and next date in its report",
        shows: |sight| {
            let is_it = |report: &DrillReport| {
                report.has_passed() && report.is_complete() && sight.is_recent(report.day())
            };
            Some(
                sight.state.drilled.is_some_and(|day| sight.is_recent(day))
                    && sight.reports.iter().any(is_it),
            )
        },
    },
    Clause {
        id: "dps-trusted-persons",
        asks: "that no one person alone can take the key",
        shows: |sight| {
            let taking = Analysis::of(&sight.state.plan).ok()?.people.taking;
            Some(taking.smallest.is_none_or(|least| least > 1))
        },
    },
    Clause {
        id: "dps-named-holders",
        asks: "each card with a holder by name, and not by role alone",
        shows: |sight| Some(sight.planned().all(|card| card.custodian.is_some())),
    },
    Clause {
        id: "dps-ceremonies",
        asks: "a report of a ceremony with two people or more who were there",
        shows: |sight| Some(sight.reports.iter().any(|report| report.attendance() > 1)),
    },
    Clause {
        id: "dps-exercised",
        asks: "each card exercised in drills within a year, also those that were not needed",
        shows: |sight| {
            let drills = sight.journal.entries().iter().enumerate().filter(|(line, entry)| {
                entry.event == Event::Drilled && sight.counts(line + 1) && sight.is_recent(entry.stamp.day)
            });
            let cards: BTreeSet<CardNumber> =
                drills.flat_map(|(_, entry)| entry.cards.iter().copied()).collect();
            Some(sight.cards().all(|(card, _)| cards.contains(&card)))
        },
    },
    Clause {
        id: "dps-logged",
        asks: "that each card which is not there any more was noted as destroyed",
        shows: |sight| {
            let is_noted = |card: &Card| card.lost.is_none() || card.destroyed.is_some();
            Some(sight.state.cards.values().all(is_noted))
        },
    },
    Clause {
        id: "dps-signed",
        asks: "a checklist that somebody signed",
        shows: |sight| Some(sight.is_signed),
    },
];

/// Days of a year in which something is to be done once, with a few to find a date.
const YEAR: u32 = 370;

impl<'a> Inspected<'a> {
    fn is_within(&self, day: Date, allowed: u32) -> bool {
        self.day.days_since(day) <= i64::from(allowed)
    }

    fn is_recent(&self, day: Date) -> bool {
        self.is_within(day, YEAR)
    }

    fn counts(&self, line: usize) -> bool {
        !self.state.uncounted.contains_key(&line) && !self.state.withdrawn.contains_key(&line)
    }

    /// The cards of the plan of the day.
    fn planned(&self) -> impl Iterator<Item = &'a PlannedCard> {
        self.state.plan.cards().map(|(_, _, card)| card)
    }

    /// The cards that are in use.
    fn cards(&self) -> impl Iterator<Item = (CardNumber, &'a Card)> {
        self.state.cards.iter().filter(|(_, card)| !card.is_gone()).map(|(number, card)| (*number, card))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_standards_lists_what_is_asked_for() {
        let page = include_str!("../../../docs/trust/standards.md");
        for Clause { id, asks, .. } in CLAUSES {
            assert!(page.contains(&format!("- `{id}`: {asks}\n")), "{id} | {asks}");
        }
        let ids: BTreeSet<_> = CLAUSES.iter().map(|clause| clause.id).collect();
        let listed = page.matches("- `ccss-").count() + page.matches("- `dps-").count();
        assert_eq!((ids.len(), listed), (CLAUSES.len(), CLAUSES.len()));
    }
}
