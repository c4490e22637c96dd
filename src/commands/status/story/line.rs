//! One line of the journal as a sentence: what happened on which day, with the names of whoever had the cards then.

use std::fmt::Write as _;

use super::super::{
    journal::changed,
    journal::{holders, kinds_of_values},
    words::{these, why},
};
use crate::{
    custody::{
        card_number::CardNumber,
        date::Date,
        journal::{Entry, Event, Journal},
        status::state::State,
    },
    formats::count::count,
};

/// What happened to a set, and what of it counts.
#[derive(Clone, Copy)]
pub(super) struct Life<'a> {
    pub(super) journal: &'a Journal,
    pub(super) state: &'a State,
}

impl<'a> Life<'a> {
    /// The line of this number, from 1.
    pub(super) fn entry(self, line: usize) -> Option<&'a Entry> {
        self.journal.entries().get(line.checked_sub(1)?)
    }

    /// Who had the cards of a line, by name: a card that nobody is named for is called by its number alone.
    pub(super) fn holders(self, line: usize, entry: &Entry) -> Vec<String> {
        let plan = &self.state.plan;
        let is_number =
            |name: &String| entry.cards.iter().any(|card| plan.number(card.group, card.member) == *name);
        holders(line, entry, self.state).into_iter().filter(|name| !is_number(name)).collect()
    }

    /// Everybody whom a line is about, as they are called.
    pub(super) fn people(self, line: usize, entry: &Entry) -> Vec<String> {
        let to = entry.to.iter().filter(|_| entry.event == Event::HandedOver);
        // The number of a card stands for whoever has it, where nobody is named; a line about a person means just that.
        let who = entry.who.iter().filter(|_| entry.event.is_about_person());
        let named = who.chain(to).chain(&entry.present).chain(&entry.witnesses).cloned();
        let changed = changed::by(line, entry, self.state).into_iter().flat_map(|change| change.people);
        let people = named.chain(changed).chain(self.holders(line, entry));
        let mut people: Vec<String> = people.map(|name| self.state.spelling(&name)).collect();
        people.extend(
            self.taken_back(line, entry).into_iter().flat_map(|(line, entry)| self.people(line, entry)),
        );
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The cards of this set that a line is about: those of another set have the same numbers.
    pub(super) fn cards(self, line: usize, entry: &Entry) -> Vec<CardNumber> {
        let blamed = entry.drill.iter().flat_map(|drill| &drill.blamed);
        let own = entry.cards.iter().chain(blamed).copied().filter(|_| entry.set.is_none());
        let changed = changed::by(line, entry, self.state).into_iter().flat_map(|change| change.cards);
        let back = self.taken_back(line, entry).into_iter().flat_map(|(line, entry)| self.cards(line, entry));
        CardNumber::each_once(own.chain(changed).chain(back))
    }

    /// The line that this one takes back: it stands above it. One that itself takes back another says nothing of its own, or a
    /// row of such lines would be told in each of them.
    fn taken_back(self, line: usize, entry: &Entry) -> Option<(usize, &'a Entry)> {
        let back = entry.line.filter(|back| entry.event == Event::Withdraw && *back < line)?;
        let taken = self.entry(back).filter(|taken| taken.event != Event::Withdraw)?;
        Some((back, taken))
    }

    /// What a line says, as a sentence without its end; not whether it counts.
    pub(super) fn says(self, line: usize, entry: &Entry) -> String {
        let mut sentence = self.happened(line, entry);
        if let Some(drill) = &entry.drill {
            let _ =
                write!(sentence, ", {} of {}", drill.quorums_passed, count(drill.quorums_tried, "quorum"));
            if !drill.blamed.is_empty() {
                let _ = write!(sentence, "; at fault: {}", these(&drill.blamed));
            }
        }
        if !entry.present.is_empty() {
            let _ = write!(sentence, "; there: {}", all(&entry.present));
        }
        if let Some(left_open) = self.state.left_open.get(&line) {
            let _ = write!(sentence, "; not a full drill: it {}", why(left_open));
        }
        if entry.imported.is_some() {
            sentence.push_str("; another keeper noted it");
        }
        let is_said = matches!(entry.event, Event::Remark | Event::AcceptOldShares);
        if let Some(text) = entry.text.as_ref().filter(|_| !is_said) {
            let _ = write!(sentence, " ({text})");
        }
        sentence
    }

    fn happened(self, line: usize, entry: &Entry) -> String {
        let on = entry.stamp.day;
        let who = entry.who.as_deref().unwrap_or("somebody");
        let place = entry.place.as_deref().unwrap_or("a place");
        let holders = self.holders(line, entry);
        let cards = cards(entry, &holders);
        let was = if entry.cards.len() > 1 { "were" } else { "was" };
        match entry.event {
            Event::Dealt => format!("the shares were dealt on {on}"),
            Event::Rebuilt => format!("the record was made anew on {on}"),
            Event::Challenge => format!("receipts were asked for on {on}"),
            Event::Heard => format!("{who} was heard on {on}"),
            Event::Absent => format!("{who} could not be reached from {on} on, {}", expected(entry)),
            Event::Back => format!("{who} could be reached again on {on}"),
            Event::Left => format!("{who} left on {on}"),
            Event::Lost => format!("{cards} {was} lost on {on}"),
            Event::Stolen => format!("{cards} {was} in the wrong hands from {on} on"),
            Event::Found => format!("{cards} {was} found on {on}"),
            Event::Moved => {
                let from = entry.place.as_ref().map_or_else(String::new, |from| format!(" from {from}"));
                let to = entry.to.as_deref().unwrap_or("another place");
                format!("{cards} {was} moved{from} to {to} on {on}")
            }
            Event::HandedOver => self.handed_over(entry, &holders),
            Event::Seal => format!("{cards} {was} sealed on {on}"),
            Event::Destroyed if entry.place.is_some() && entry.cards.is_empty() => {
                format!("all that lay in {place} was destroyed on {on}, no card among it")
            }
            Event::Destroyed if entry.place.is_some() => {
                format!("all that lay in {place} was destroyed on {on}: {cards}")
            }
            Event::Destroyed => match &entry.to {
                Some(to) => format!("{cards}, as it was sealed to {to}, {was} destroyed on {on}"),
                None => format!("{cards} {was} destroyed on {on}"),
            },
            Event::Receipt => match self.state.receipts.get(&line) {
                Some((holder, day)) => format!(
                    "{holder} proved by a receipt that {} was there, for {day}, the day of its challenge",
                    these(&entry.cards)
                ),
                None => format!("a receipt for {cards} was noted on {on}"),
            },
            Event::Checked => format!("{cards} {was} checked on {on}, {}", ended(entry)),
            Event::ReadBack => format!("{cards} {was} read back from paper on {on}, {}", ended(entry)),
            Event::Drilled => format!("recovery was drilled with {cards} on {on}, {}", ended(entry)),
            Event::Proved => format!("the key gave {} on {on}", kinds_of_values(entry)),
            Event::Recovered => format!("the key was recovered with {cards} on {on}, {}", ended(entry)),
            Event::Agreed => format!("{cards} {was} compared on the second machine on {on}"),
            Event::Reissued => format!("{cards} {was} made again on {on}"),
            Event::Added => {
                let whom = entry.who.as_ref().map_or_else(String::new, |name| format!(", for {name}"));
                format!("{} {was} added to the set on {on}{whom}", these(&entry.cards))
            }
            Event::Superseded => {
                let set = entry.set.map_or_else(|| "a new set".to_owned(), |set| format!("set {set}"));
                format!("{set} was made of this one on {on}; its cards open the key until they are destroyed")
            }
            Event::Amended => self.amended(line, entry),
            Event::Withdraw => {
                let seen_by = match entry.witnesses.as_slice() {
                    [] => String::new(),
                    names => format!(", witnessed by {}", all(names)),
                };
                let what = match (self.taken_back(line, entry), entry.line) {
                    (Some((back, taken)), _) => format!("line {back} ({})", self.says(back, taken)),
                    (None, Some(back)) => format!("line {back}"),
                    (None, None) => "a line".to_owned(),
                };
                format!("{what} was taken back on {on}{seen_by}")
            }
            Event::Remark => format!("on {on} somebody remarked: {}", entry.text.as_deref().unwrap_or("-")),
            Event::Closed => format!("{place} could not be entered from {on} on, {}", expected(entry)),
            Event::Opened => format!("{place} could be entered again on {on}"),
            Event::AcceptOldShares => {
                let of = entry.set.map_or_else(|| "another tool".to_owned(), |set| format!("set {set}"));
                let why = entry.text.as_deref().unwrap_or("-");
                format!("on {on} the owner accepted that shares of {of} still open the key: {why}")
            }
            Event::Import => format!("lines of another keeper's journal were taken over on {on}"),
            Event::Unknown => format!("something that this version does not know was noted on {on}"),
        }
    }

    /// Who gave it to whom; at the deal whoever answers for it got it.
    fn handed_over(self, entry: &Entry, holders: &[String]) -> String {
        let (on, numbers) = (entry.stamp.day, these(&entry.cards));
        let to = entry.to.as_ref().map(|to| self.state.spelling(to));
        let from: Vec<String> = holders.iter().filter(|name| Some(*name) != to.as_ref()).cloned().collect();
        match (to, from.as_slice()) {
            (Some(to), []) => format!("{to} got {numbers} on {on}"),
            (Some(to), from) => format!("{} handed {numbers} over to {to} on {on}", all(from)),
            (None, []) => format!("whoever answers for {numbers} got it on {on}"),
            (None, holders) => format!("{} got {numbers} on {on}", all(holders)),
        }
    }

    fn amended(self, line: usize, entry: &Entry) -> String {
        let on = entry.stamp.day;
        let (Some(before), Some(after)) = (self.state.amended_from.get(&line), &entry.plan) else {
            return format!("the plan was changed on {on}");
        };
        let changes: Vec<String> =
            changed::by(line, entry, self.state).into_iter().map(|change| change.text).collect();
        let (before, after) = (before.short_hash(), after.short_hash());
        format!("the plan was changed on {on}, from {before} to {after}: {}", changes.join("; "))
    }
}

/// Cards by their numbers, with their set where it is another, and whoever had them.
pub(super) fn cards(entry: &Entry, holders: &[String]) -> String {
    let of_set = entry.set.map_or_else(String::new, |set| format!(" of set {set}"));
    let whose = match holders {
        [] => String::new(),
        names => format!(" of {}", all(names)),
    };
    format!("{}{of_set}{whose}", these(&entry.cards))
}

/// Several as people list them.
pub(super) fn all(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn expected(entry: &Entry) -> String {
    let until: Option<Date> = entry.until;
    until.map_or_else(|| "and nobody said until when".to_owned(), |until| format!("expected by {until}"))
}

/// How it ended; what nobody could tell is told as that.
const fn ended(entry: &Entry) -> &'static str {
    match (entry.event, entry.passed) {
        (Event::Recovered, Some(true)) => "and it was confirmed",
        (_, Some(true)) => "and passed",
        (_, Some(false)) => "and FAILED",
        (Event::Recovered, None) => "and nothing confirmed it",
        (Event::Drilled, None) => "and whether it gave the right key could not be told",
        (_, None) => "and nobody noted how that ended",
    }
}
