//! What record and journal together say of a day: whose a card is by then, what became of it, and which plan that is. The plan
//! of the deal knows the people of the deal, who may have handed over or left years ago.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

use super::ledger::Ledger;
use crate::{
    custody::{
        analysis::Situation,
        card_number::CardNumber,
        date::Date,
        journal::{Entry, Event},
        plan::{Plan, SHOWN_DIGITS},
        status::uncounted::Uncounted,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
    },
    transfer::delivery::names::refuse_mistaken,
};

/// What is known of a day.
#[derive(Clone, Debug)]
pub struct Today {
    /// The plan as it is by then: its people, deputies and places.
    pub plan: Plan,
    /// Its hash, all 64 digits, where it is another than that of the deal.
    pub other_hash: Option<String>,
    /// Who is known to be absent, or to have left, and which cards are gone; who is only silent is not among them.
    pub situation: Situation,
    /// Lines of the journal, from 1, that count for nothing, so that perhaps not all is known.
    pub uncounted: BTreeMap<usize, Uncounted>,
    /// The set that was made of this one.
    pub superseded_by: Option<u16>,
    /// Whether a journal was begun with the record, and is not here: who has which card by then, nobody can tell.
    pub is_untold: bool,
    gone: BTreeMap<CardNumber, (Gone, Date)>,
}

/// Why a card that is good counts for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Gone {
    /// It is in wrong hands.
    Stolen,
    /// It is in nobody's hands, as far as anybody knows.
    Lost,
    /// It was destroyed, and not made again.
    Destroyed,
}

impl Today {
    /// What is known of this day.
    #[must_use]
    pub fn of(ledger: &Ledger, day: Date) -> Self {
        let state = ledger.on(day);
        let gone = state.cards.iter().filter_map(|(number, card)| {
            let of_lost = |since| (gone(ledger, *number), since);
            let stolen = card.stolen.map(|since| (Gone::Stolen, since));
            Some((*number, stolen.or_else(|| card.lost.map(of_lost))?))
        });
        let hash = state.plan.hash();
        Self {
            situation: state.situation(&BTreeSet::new()),
            uncounted: state.uncounted,
            gone: gone.collect(),
            other_hash: Some(hash).filter(|hash| *hash != ledger.record.plan_hash),
            superseded_by: state.superseded_by,
            is_untold: ledger.record.journal && ledger.journal.entries().is_empty(),
            plan: state.plan,
        }
    }

    /// The same where the plan of this day is the answer: with a warning of all that it may lack.
    ///
    /// # Errors
    ///
    /// When the journal is not here that was begun with the record, or a later version wrote in it: nobody can tell the plan of
    /// this day then.
    pub fn sure(ledger: &Ledger, day: Date, console: &Console) -> Result<Self, Failure> {
        ledger.warn_of_day(day, console);
        let today = Self::of(ledger, day);
        if today.is_untold {
            let message =
                "the journal is not here that was begun with this record: it cannot tell the plan of today";
            let hint = "lay the journal beside the record; record.json alone has the plan of the deal";
            return Err(Failure::new(Code::CannotTell, message, hint));
        }
        if today.uncounted.values().any(|why| *why == Uncounted::UnknownEvent) {
            let message = "a later version wrote a line of this journal: it cannot tell the plan of today";
            return Err(Failure::new(Code::CannotTell, message, "take the later version of quorate"));
        }
        if !today.uncounted.is_empty() {
            let lines: Vec<String> = today.uncounted.keys().map(ToString::to_string).collect();
            let lines = lines.join(", ");
            console.warn(&format!(
                "lines of the journal that count for nothing: {lines}; quorate status RECORD tells why"
            ));
        }
        if let Some(by) = today.superseded_by {
            console.warn(&format!("set {by} was made of this set: its record has the plan that counts"));
        }
        Ok(today)
    }

    /// Who has this card.
    #[must_use]
    pub fn holder(&self, card: CardNumber) -> Option<&str> {
        self.plan.holder(card.group, card.member)
    }

    /// Why this card counts for nobody, and since when; none if it counts.
    #[must_use]
    pub fn gone(&self, card: CardNumber) -> Option<(Gone, Date)> {
        self.gone.get(&card).copied()
    }

    /// The same in words.
    #[must_use]
    pub fn told_gone(&self, card: CardNumber) -> Option<String> {
        let (how, since) = self.gone(card)?;
        Some(format!("card {card} is {how} since {since}, by the journal"))
    }

    /// Somebody as the plan of this day writes them; capitals do not matter. A card that nobody is named for stands for who
    /// has it.
    #[must_use]
    pub fn party(&self, name: &str) -> Option<String> {
        let parties = self.plan.parties();
        let is_it = |one: &&String| one.to_lowercase() == name.to_lowercase();
        parties.get(name).or_else(|| parties.iter().find(is_it)).cloned()
    }

    /// The same of somebody who must be in it.
    ///
    /// # Errors
    ///
    /// When nobody is called so.
    pub fn known_party(&self, name: &str) -> Result<String, Failure> {
        if let Some(known) = self.party(name) {
            return Ok(known);
        }
        refuse_mistaken(self.plan.people(), name)?;
        let hint = "name them as the plan of today does: quorate status RECORD lists them";
        Err(Failure::usage("the plan of today knows nobody of that name", hint))
    }

    /// The plan by its hashes, for people: that of the deal, and that of this day where it is another.
    #[must_use]
    pub fn named_plan(&self, of_deal: &str) -> String {
        let shown = |hash: &str| hash.get(..SHOWN_DIGITS).unwrap_or(hash).to_owned();
        match &self.other_hash {
            None => format!("plan {}", shown(of_deal)),
            Some(other) => format!("plan of the deal {}, plan of today {}", shown(of_deal), shown(other)),
        }
    }
}

/// Whether a card that is gone was lost or destroyed: what was said last. Where no line names it, its place burned.
fn gone(ledger: &Ledger, card: CardNumber) -> Gone {
    let is_of_own_set = |entry: &Entry| entry.set.is_none_or(|set| set == ledger.record.set.identifier);
    let is_about = |entry: &&Entry| {
        matches!(entry.event, Event::Lost | Event::Destroyed)
            && is_of_own_set(entry)
            && entry.cards.contains(&card)
    };
    match ledger.journal.entries().iter().rev().find(is_about).map(|entry| entry.event) {
        Some(Event::Lost) => Gone::Lost,
        _ => Gone::Destroyed,
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stolen => "stolen",
            Self::Lost => "lost",
            Self::Destroyed => "destroyed",
        })
    }
}
