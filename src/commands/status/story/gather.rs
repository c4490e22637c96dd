//! The lines of a journal as sentences, in the order in which they happened. What recurs every month and went well is one
//! sentence with a number in it; what harms, what does not count and what was taken back has a sentence of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::line::{Life, all, cards};
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
};

/// What happened, once or several times.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct Sentence {
    /// The sentence.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub(super) text: String,
    /// When that happened first, as the journal says.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    first_day: String,
    /// When it happened last.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    last_day: String,
    /// The lines of the journal that say so, from 1.
    #[cfg_attr(test, schemars(length(min = 1)))]
    lines: Vec<usize>,
    /// Everybody whom it is about, by the names of that day.
    pub(super) people: Vec<String>,
    /// The cards of this set that it is about, each as `group.member`, from 1.
    pub(super) cards: Vec<String>,
    /// The line that takes this one back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    withdrawn_by: Option<usize>,
    /// Why the line does not count; none where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    does_not_count: Option<String>,
}

impl Sentence {
    /// The year in which it happened.
    pub(super) fn year(&self) -> &str {
        self.first_day.split('-').next().unwrap_or_default()
    }
}

/// Over which time what recurs is gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Year,
    Life,
}

/// A line and the absences that it ended: of whom, and since when.
struct Happening<'a> {
    line: usize,
    entry: &'a Entry,
    ended: Vec<(String, Date)>,
}

/// What makes two lines tell the same, but for their day.
type Same = (String, Event, Vec<CardNumber>, Vec<String>, Vec<String>);

/// The lines after the first `after` of them as sentences; `order` has all lines, from 0, as they happened.
pub(super) fn sentences(life: Life<'_>, order: &[usize], after: usize, span: Span) -> Vec<Sentence> {
    let mut groups: Vec<(usize, Vec<Happening<'_>>)> = Vec::new();
    let mut known: BTreeMap<Same, usize> = BTreeMap::new();
    let told = in_order(life, order).into_iter().filter(|told| told.line > after);
    for (at, told) in told.enumerate() {
        let same = recurs(life, &told, span).map(|same| *known.entry(same).or_insert(groups.len()));
        match same.and_then(|same| groups.get_mut(same)) {
            // Its place is that of the last.
            Some((place, group)) => {
                *place = at;
                group.push(told);
            }
            None => groups.push((at, vec![told])),
        }
    }
    let mut sentences: Vec<(usize, Sentence)> =
        groups.iter().filter_map(|(place, group)| Some((*place, sentence(life, group)?))).collect();
    sentences.sort_by(|(one_at, one), (other_at, other)| {
        let year =
            |sentence: &Sentence| if span == Span::Year { sentence.year().to_owned() } else { String::new() };
        year(one).cmp(&year(other)).then(one_at.cmp(other_at))
    });
    sentences.into_iter().map(|(_, sentence)| sentence).collect()
}

/// Every line, with the absences that it ended.
fn in_order<'a>(life: Life<'a>, order: &[usize]) -> Vec<Happening<'a>> {
    let mut away: BTreeMap<String, Date> = BTreeMap::new();
    let mut all = Vec::new();
    for line in order.iter().map(|at| at + 1) {
        let Some(entry) = life.entry(line) else { continue };
        let mut ended = Vec::new();
        if counts(life, line) {
            for (name, day) in heard(life, line, entry) {
                // A receipt proves the day of its challenge, and not which of two things on that day was first.
                let is_over = |since: &Date| entry.event != Event::Receipt || *since < day;
                if away.get(&name).is_some_and(is_over) {
                    ended.extend(away.remove(&name).map(|since| (name, since)));
                }
            }
            if let (Event::Absent, Some(who)) = (entry.event, &entry.who) {
                away.entry(life.state.spelling(who)).or_insert(entry.stamp.day);
            }
        }
        all.push(Happening { line, entry, ended });
    }
    all
}

fn counts(life: Life<'_>, line: usize) -> bool {
    !life.state.withdrawn.contains_key(&line) && !life.state.uncounted.contains_key(&line)
}

/// Who is known to have been there by a line that counts, and on which day.
fn heard(life: Life<'_>, line: usize, entry: &Entry) -> Vec<(String, Date)> {
    if entry.set.is_some() {
        return Vec::new();
    }
    let names: Vec<String> = match entry.event {
        Event::Receipt => return life.state.receipts.get(&line).cloned().into_iter().collect(),
        Event::Heard | Event::Back => entry.who.iter().cloned().collect(),
        Event::HandedOver if entry.to.is_none() => life.holders(line, entry),
        Event::HandedOver => entry.to.iter().cloned().collect(),
        _ => entry.present.clone(),
    };
    names.iter().map(|name| (life.state.spelling(name), entry.stamp.day)).collect()
}

/// What a line has in common with others like it, if it is one of those that are gathered.
fn recurs(life: Life<'_>, told: &Happening<'_>, span: Span) -> Option<Same> {
    let Happening { line, entry, ended } = told;
    let is_gathered = match entry.event {
        Event::Heard | Event::Challenge => true,
        Event::Checked | Event::ReadBack => entry.passed == Some(true),
        Event::Receipt => life.state.receipts.contains_key(line),
        _ => false,
    };
    if !is_gathered || !counts(life, *line) || !ended.is_empty() || entry.set.is_some() {
        return None;
    }
    let year = match span {
        Span::Year => entry.stamp.day.to_string().chars().take(4).collect(),
        Span::Life => String::new(),
    };
    let who = match entry.event {
        Event::Heard => entry.who.iter().map(|who| life.state.spelling(who)).collect(),
        _ => life.holders(*line, entry),
    };
    Some((year, entry.event, entry.cards.clone(), who, entry.present.clone()))
}

fn sentence(life: Life<'_>, group: &[Happening<'_>]) -> Option<Sentence> {
    let (first, last) = (group.first()?, group.last()?);
    let text = if group.len() > 1 { gathered(life, group, last) } else { alone(life, first) };
    let days = group.iter().map(|told| told.entry.stamp.day);
    Some(Sentence {
        text,
        first_day: days.clone().min()?.to_string(),
        last_day: days.max()?.to_string(),
        lines: group.iter().map(|told| told.line).collect(),
        people: life.people(first.line, first.entry),
        cards: life.cards(first.line, first.entry).iter().map(ToString::to_string).collect(),
        withdrawn_by: life.state.withdrawn.get(&first.line).copied(),
        does_not_count: life.state.uncounted.get(&first.line).map(ToString::to_string),
    })
}

/// What does not count is told as that before it is told: nobody may read half of it for true.
fn alone(life: Life<'_>, told: &Happening<'_>) -> String {
    let Happening { line, entry, ended } = told;
    let caveat = match (life.state.withdrawn.get(line), life.state.uncounted.get(line)) {
        (Some(by), _) => format!("TAKEN BACK by line {by}: "),
        (None, Some(why)) => format!("DOES NOT COUNT, {why}: "),
        (None, None) => String::new(),
    };
    let over: String = ended
        .iter()
        .map(|(name, since)| format!("; by then the absence of {name} since {since} was over"))
        .collect();
    format!("{caveat}{}{over} [line {line}]", life.says(*line, entry))
}

fn gathered(life: Life<'_>, group: &[Happening<'_>], last: &Happening<'_>) -> String {
    let (times, entry, on) = (group.len(), last.entry, last.entry.stamp.day);
    let holders = life.holders(last.line, entry);
    let was = if entry.cards.len() > 1 { "were" } else { "was" };
    let there =
        if entry.present.is_empty() { String::new() } else { format!("; there: {}", all(&entry.present)) };
    match entry.event {
        Event::Heard => {
            format!("{} was heard {times} times, last on {on}", entry.who.as_deref().unwrap_or("somebody"))
        }
        Event::Receipt => {
            let days = group.iter().filter_map(|told| life.state.receipts.get(&told.line));
            let day = days.map(|(_, day)| *day).max().unwrap_or(on);
            let numbers = super::super::words::these(&entry.cards);
            format!("{} proved by {times} receipts that {numbers} was there, last for {day}", all(&holders))
        }
        Event::Challenge => format!("receipts were asked for {times} times, last on {on}"),
        event => {
            let how = if event == Event::ReadBack { "read back from paper" } else { "checked" };
            format!("{} {was} {how} {times} times and passed, last on {on}{there}", cards(entry, &holders))
        }
    }
}
