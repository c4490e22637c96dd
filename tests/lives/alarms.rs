//! How often anybody is woken: red nights, lines, and mails. A mail is sent when what is told changed, and once a week while
//! something is open.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use quorate::custody::date::Date;

/// What the rhythm alone brings, if nothing worse happened: somebody forgot something.
const ROUTINE: [&str; 6] =
    ["silent", "frozen-if-silent", "unchecked", "not-drilled", "not-complete", "not-seen-since-back"];

/// The nights of a life, counted.
#[derive(Default)]
pub struct Alarms {
    pub nights: u32,
    pub red: u32,
    /// Red nights on which nothing was told but what the rhythm brings.
    pub routine: u32,
    lines: usize,
    pub mails: u32,
    last: BTreeSet<String>,
    mailed: Option<Date>,
    /// For how many nights each has been told by now.
    pub running: BTreeMap<String, u32>,
    /// Every kind that was ever told.
    pub kinds: BTreeSet<String>,
}

impl Alarms {
    /// What this night told.
    pub fn count(&mut self, told: &BTreeSet<String>, night: Date) {
        let kind = |line: &String| line.split(' ').next().unwrap().to_owned();
        let kinds: BTreeSet<String> = told.iter().map(kind).collect();
        self.nights += 1;
        self.lines += told.len();
        self.red += u32::from(!told.is_empty());
        let is_routine = kinds.iter().all(|kind| ROUTINE.contains(&kind.as_str()));
        self.routine += u32::from(!told.is_empty() && is_routine);
        let is_week_old = self.mailed.is_none_or(|mailed| night.days_since(mailed) >= 7);
        if *told != self.last || !told.is_empty() && is_week_old {
            (self.mails, self.mailed) = (self.mails + 1, Some(night));
        }
        let running = |line: &String| (line.clone(), self.running.get(line).map_or(1, |nights| nights + 1));
        self.running = told.iter().map(running).collect();
        self.last.clone_from(told);
        self.kinds.extend(kinds);
    }
}

impl fmt::Display for Alarms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { nights, red, routine, lines, mails, .. } = self;
        write!(f, "{nights} nights, {red} red ({routine} by the rhythm alone), {lines} lines, {mails} mails")
    }
}
