//! The days of a journal, and which of them can be believed.
//!
//! Days are statements, and a clock that was never set states one as firmly as a person. A line with a day after today, or
//! before a day that stands above it, was written by somebody who is wrong about the day, or would like others to be.

use super::uncounted::Uncounted;
use crate::custody::{date::Date, journal::Journal, record::Record};

/// What can be believed of the days of a journal, seen from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The day of the deal, or today if that lies ahead; none where the record was made anew, and nobody knows.
    pub dealt: Option<Date>,
    /// Since when people are to be heard, and the set to be completed: the deal, or when the record was made anew.
    pub begun: Date,
    /// Whether record or journal say so, and it is not today for want of anything better.
    is_known: bool,
    /// The last day that can be believed after each line.
    last: Vec<Date>,
    faults: Vec<Option<Uncounted>>,
}

impl Days {
    /// The days of this journal, seen from today.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        let dealt = record.date.map(|dealt| dealt.day.min(today));
        let first = journal.entries().first().map(|first| first.stamp.day.min(today));
        let begun = dealt.or(first).unwrap_or(today);
        let (mut believed, mut last, mut faults) = (begun, Vec::new(), Vec::new());
        for entry in journal.entries() {
            let day = entry.stamp.day;
            let fault = if today < day {
                Some(Uncounted::Ahead)
            } else {
                (day < believed).then_some(Uncounted::Backwards)
            };
            if fault.is_none() {
                believed = day;
            }
            last.push(believed);
            faults.push(fault);
        }
        Self { dealt, begun, is_known: dealt.or(first).is_some(), last, faults }
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
