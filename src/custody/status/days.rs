//! The days of a journal, which of them can be believed, and in which order its lines are taken.
//!
//! Days are statements, and a clock that was never set states one as firmly as a person. A line with a day after today, or
//! before a day that stands above it, was written by somebody who is wrong about the day, or would like others to be.

use std::collections::BTreeSet;

use super::{uncounted::Uncounted, withdrawn::Withdrawn};
use crate::custody::{
    date::Date,
    journal::{Entry, Journal},
    record::Record,
};

/// What can be believed of the days of a journal, seen from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalDays {
    /// The day of the deal, or today if that lies ahead; none where the record was made anew, and nobody knows.
    pub dealt: Option<Date>,
    /// Since when people are to be heard, and the set to be completed: the deal, or when the record was made anew.
    pub begun: Date,
    /// The lines that were taken back: whatever day they have, it says nothing.
    pub withdrawn: Withdrawn,
    /// Whether record or journal say so, and it is not today for want of anything better.
    is_known: bool,
    /// The last day that can be believed after each line.
    last: Vec<Date>,
    /// For lines that were taken over from another journal, their own day, if it can be believed.
    own: Vec<Option<Date>>,
    faults: Vec<Option<Uncounted>>,
}

impl JournalDays {
    /// The days of this journal, seen from today.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        // A line that takes another back counts only with a day that can be believed, which may depend on what is taken back.
        // Each turn believes fewer, so there is an end.
        let mut disbelieved = BTreeSet::new();
        loop {
            let withdrawn = Withdrawn::of(journal, today, &disbelieved);
            let days = Self::without(record, journal, today, withdrawn);
            let misdated = days.withdrawn.all().values().filter(|by| days.fault(**by - 1).is_some());
            let before = disbelieved.len();
            disbelieved.extend(misdated.copied());
            if disbelieved.len() == before {
                return days;
            }
        }
    }

    fn without(record: &Record, journal: &Journal, today: Date, withdrawn: Withdrawn) -> Self {
        let dealt = record.date.map(|dealt| dealt.day.min(today));
        let first = journal.entries().first().map(|first| first.stamp.day.min(today));
        let begun = dealt.or(first).unwrap_or(today);
        let (mut believed, mut last, mut own, mut faults) = (begun, Vec::new(), Vec::new(), Vec::new());
        for (number, entry) in (1..).zip(journal.entries()) {
            let day = entry.stamp.day;
            let fault = if withdrawn.by(number).is_some() {
                None
            } else if today < day {
                Some(Uncounted::Ahead)
            } else {
                // What another keeper noted is taken over later than it happened.
                (day < if is_imported(entry) { begun } else { believed }).then_some(Uncounted::Backwards)
            };
            if fault.is_none() && withdrawn.by(number).is_none() && !is_imported(entry) {
                believed = day;
            }
            last.push(believed);
            own.push((is_imported(entry) && fault.is_none()).then_some(day));
            faults.push(fault);
        }
        Self { dealt, begun, withdrawn, is_known: dealt.or(first).is_some(), last, own, faults }
    }

    /// The lines, from 0, in the order in which they happened: what another keeper noted stands where its day belongs.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<(Date, usize)> = Vec::new();
        for (line, own) in self.own.iter().enumerate() {
            if let Some(day) = *own {
                let at = order.partition_point(|(before, _)| *before <= day);
                order.insert(at, (day, line));
            } else {
                let day = order.last().map_or(self.begun, |(day, _)| *day).max(self.after(line + 1));
                order.push((day, line));
            }
        }
        order.into_iter().map(|(_, line)| line).collect()
    }

    /// The last day that can be believed when a line, counted from 0, was written in the journal in which it was.
    #[must_use]
    pub fn of_line(&self, line: usize) -> Date {
        self.own.get(line).copied().flatten().unwrap_or_else(|| self.after(line + 1))
    }

    /// The same, if anybody knows it.
    #[must_use]
    pub fn known_of(&self, line: usize) -> Option<Date> {
        self.is_known.then(|| self.of_line(line))
    }

    /// The last day that can be believed after so many lines; before the first, the one on which it was begun.
    #[must_use]
    pub fn after(&self, lines: usize) -> Date {
        lines.checked_sub(1).and_then(|at| self.last.get(at)).copied().unwrap_or(self.begun)
    }

    /// The same, if anybody knows it.
    #[must_use]
    pub fn known_after(&self, lines: usize) -> Option<Date> {
        self.is_known.then(|| self.after(lines))
    }

    /// Why the day of a line, counted from 0, cannot be believed; none where it can.
    #[must_use]
    pub fn fault(&self, line: usize) -> Option<&Uncounted> {
        self.faults.get(line)?.as_ref()
    }
}

const fn is_imported(entry: &Entry) -> bool {
    entry.imported.is_some()
}
