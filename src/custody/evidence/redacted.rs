//! What is told where names are left out: cards and lines of the journal by number, day and kind, with the hash of each line, and
//! for each name a number. Labels, texts and the hash of the plan are left out, too: whoever guesses names could test them with
//! that hash, but not with those of record and lines, which hold a random salt.

use serde::{Deserialize, Serialize};

use super::{
    clauses::{CLAUSES, Evident, Inspected},
    manifest::Manifest,
};
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event},
    kept,
    plan::PlannedCard,
    record::DateSource,
    status::state::Gone,
};

/// What every summary says of itself.
pub const SCHEMA: &str = "quorate/evidence-summary";

/// What a summary cannot do.
const REMARK: [&str; 3] = [
    "names, labels, places and texts are left out, and with them record and journal",
    "nobody can verify chains, receipts or the plan from this summary",
    "whoever holds the record and its journal can, and finds the same hashes",
];

/// A set without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    schema: &'static str,
    version: u32,
    remark: [&'static str; 3],
    set: u16,
    day: Date,
    policy: Option<String>,
    record: String,
    journal_head: String,
    drilled: Option<Date>,
    cards: Vec<SummedCard>,
    lines: Vec<SummedLine>,
    clauses: Vec<SummedClause>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SummedCard {
    card: CardNumber,
    holder: Option<String>,
    place: Option<String>,
    deputies: Vec<String>,
    handed_over: bool,
    in_a_bag_since: Option<Date>,
    found_good: Option<Date>,
    gone: Option<Gone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SummedLine {
    line: usize,
    sha256: String,
    day: Date,
    source: DateSource,
    event: Event,
    who: Option<String>,
    to: Option<String>,
    cards: Vec<CardNumber>,
    passed: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SummedClause {
    id: &'static str,
    files: Evident,
}

/// Names by the numbers that stand for them: in the order in which they come, for that of the alphabet would tell something.
#[derive(Default)]
struct Numbered {
    people: Vec<String>,
    places: Vec<String>,
}

impl Numbered {
    fn person(&mut self, name: &str) -> String {
        format!("P{}", numbered(&mut self.people, name))
    }

    fn place(&mut self, name: &str) -> String {
        format!("L{}", numbered(&mut self.places, name))
    }
}

/// However a name is capitalised, it is one.
fn numbered(names: &mut Vec<String>, name: &str) -> usize {
    let name = name.to_lowercase();
    let known = names.iter().position(|known| *known == name);
    known.map_or_else(
        || {
            names.push(name);
            names.len()
        },
        |at| at + 1,
    )
}

impl Summary {
    /// The summary of what these files show.
    #[must_use]
    pub fn of(sight: &Inspected<'_>) -> Self {
        let mut names = Numbered::default();
        let plan = &sight.state.plan;
        let cards = plan
            .cards()
            .map(|(group, member, card)| summed_card(sight, CardNumber { group, member }, card, &mut names));
        let cards = cards.collect();
        let lines = sight.journal.entries().iter().zip(sight.journal.heads().iter().skip(1));
        let lines = (1..).zip(lines).map(|(line, (entry, head))| SummedLine {
            line,
            sha256: head.hash().to_owned(),
            day: entry.stamp.day,
            source: entry.stamp.source,
            event: entry.event,
            who: entry.who.as_deref().map(|who| names.person(who)),
            to: entry.to.as_deref().map(|to| summed_to(entry, to, &mut names)),
            cards: entry.cards.clone(),
            passed: entry.passed,
        });
        Self {
            schema: SCHEMA,
            version: 1,
            remark: REMARK,
            set: sight.record.set.identifier,
            day: sight.day,
            policy: plan.policy().ok().map(|policy| policy.to_string()),
            record: sight.journal.record_hash().to_owned(),
            journal_head: sight.journal.head().hash().to_owned(),
            drilled: sight.state.drilled,
            cards,
            lines: lines.collect(),
            clauses: CLAUSES
                .iter()
                .map(|one| SummedClause { id: one.id, files: one.judged(sight) })
                .collect(),
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        kept::text(self)
    }
}

fn summed_card(
    sight: &Inspected<'_>,
    number: CardNumber,
    planned: &PlannedCard,
    names: &mut Numbered,
) -> SummedCard {
    let known = sight.state.cards.get(&number);
    let is_other = |name: &&String| Some(name.as_str()) != planned.holder();
    SummedCard {
        card: number,
        holder: planned.holder().map(|name| names.person(name)),
        place: planned.place.as_deref().map(|place| names.place(place)),
        deputies: planned.access.iter().filter(is_other).map(|name| names.person(name)).collect(),
        handed_over: known.is_some_and(|card| card.is_handed_over),
        in_a_bag_since: known.and_then(|card| card.sealed.as_ref()).map(|(day, _)| *day),
        found_good: known.and_then(|card| card.checked),
        gone: known.and_then(|card| Some(card.gone()?.0)),
    }
}

/// To whom something went, or where to.
fn summed_to(entry: &Entry, to: &str, names: &mut Numbered) -> String {
    if entry.event == Event::Moved { names.place(to) } else { names.person(to) }
}

/// What is read of a summary.
#[derive(Clone, Debug, Deserialize)]
pub struct Claimed {
    schema: String,
    set: u16,
    day: Date,
    record: String,
    journal_head: String,
    lines: Vec<ClaimedLine>,
}

#[derive(Clone, Debug, Deserialize)]
struct ClaimedLine {
    sha256: String,
}

impl Claimed {
    /// The summary that a text is, if it is that of the set of which a manifest tells, as far as its hashes say.
    #[must_use]
    pub fn read(text: &[u8], manifest: &Manifest) -> Option<Self> {
        let claimed: Self = serde_json::from_slice(text).ok()?;
        let is_it = claimed.schema == SCHEMA
            && (claimed.set, claimed.day) == (manifest.set, manifest.day)
            && (&claimed.record, &claimed.journal_head) == (&manifest.record, &manifest.journal_head)
            && claimed.lines.len() == manifest.journal_lines
            && claimed.lines.last().is_none_or(|last| last.sha256 == claimed.journal_head);
        is_it.then_some(claimed)
    }

    /// Whether one of its lines has this head, by its digits.
    #[must_use]
    pub fn has_head(&self, digits: &str) -> bool {
        let hashes = self.lines.iter().map(|line| &line.sha256).chain([&self.record]);
        hashes.into_iter().any(|hash| hash.starts_with(digits))
    }
}
