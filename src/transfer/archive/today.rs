//! What record and journal together say of a day: whose a card is by then, what became of it, and which plan that is. The plan
//! of the deal knows the people of the deal, who may have handed over or left years ago.

use std::collections::BTreeSet;

use super::ledger::Ledger;
use crate::{
    custody::{
        analysis::Situation,
        card_number::CardNumber,
        date::Date,
        plan::SHOWN_DIGITS,
        record::Record,
        status::{
            state::{Gone, State},
            uncounted::Uncounted,
        },
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
    /// All that record and journal say; the plan in it has the people, deputies and places of that day.
    pub state: State,
    /// Its hash, all 64 digits, where it is another than that of the deal.
    pub other_hash: Option<String>,
    /// Who is known to be absent, or to have left, and which cards are gone; who is only silent is not among them.
    pub situation: Situation,
    /// Whether a journal was begun with the record, and is not here: who has which card by then, nobody can tell.
    pub is_untold: bool,
    people: BTreeSet<String>,
}

impl Today {
    /// What is known of this day.
    #[must_use]
    pub fn of(ledger: &Ledger, day: Date) -> Self {
        let state = ledger.on(day);
        let hash = state.plan.hash();
        Self {
            situation: state.situation(&BTreeSet::new()),
            people: state.plan.parties().into_iter().chain(state.plan.others.iter().cloned()).collect(),
            other_hash: Some(hash).filter(|hash| *hash != ledger.record.plan_hash),
            is_untold: ledger.record.journal && ledger.journal.entries().is_empty(),
            state,
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
                "the journal begun with this record is not here: quorate cannot tell the plan of today";
            let hint = "put the journal beside the record; record.json alone has the plan of the deal";
            return Err(Failure::new(Code::CannotTell, message, hint));
        }
        if today.state.uncounted.values().any(|why| *why == Uncounted::UnknownEvent) {
            let message =
                "a later version wrote a line of this journal: quorate cannot tell the plan of today";
            return Err(Failure::new(Code::CannotTell, message, "use the later version of quorate"));
        }
        if !today.state.uncounted.is_empty() {
            let lines: Vec<String> = today.state.uncounted.keys().map(ToString::to_string).collect();
            let lines = lines.join(", ");
            console.warn(&format!(
                "lines of the journal that do not count: {lines}; quorate status RECORD tells why"
            ));
        }
        if let Some(by) = today.state.superseded_by {
            console.warn(&format!("set {by} was made of this set: its record has the plan that counts"));
        }
        Ok(today)
    }

    /// Who has this card.
    #[must_use]
    pub fn holder(&self, card: CardNumber) -> Option<&str> {
        self.state.plan.holder(card.group, card.member)
    }

    /// Why this card counts for nobody, and since when; none if it counts.
    #[must_use]
    pub fn gone(&self, card: CardNumber) -> Option<(Gone, Date)> {
        self.state.cards.get(&card)?.gone()
    }

    /// The same in words.
    #[must_use]
    pub fn told_gone(&self, card: CardNumber) -> Option<String> {
        let (how, since) = self.gone(card)?;
        Some(format!("by the journal, card {card} was {how} on {since}"))
    }

    /// The same of all cards that are meant and are gone.
    pub fn all_gone(&self, is_meant: impl Fn(CardNumber) -> bool) -> impl Iterator<Item = String> {
        let meant = self.state.cards.keys().filter(move |card| is_meant(**card));
        meant.filter_map(|card| self.told_gone(*card))
    }

    /// Somebody as the plan of this day writes them; capitals do not matter. A card that nobody is named for stands for who
    /// has it.
    #[must_use]
    pub fn party(&self, name: &str) -> Option<String> {
        let is_it = |one: &&String| one.to_lowercase() == name.to_lowercase();
        self.people.get(name).or_else(|| self.people.iter().find(is_it)).cloned()
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
        refuse_mistaken(self.people.iter().map(String::as_str), name)?;
        let hint = "name them as the plan of today does: quorate status RECORD lists them";
        Err(Failure::usage("nobody in the plan of today has that name", hint))
    }

    /// The plan by its hashes, for people: that in the record, and that of this day where it is another.
    #[must_use]
    pub fn named_plan(&self, record: &Record) -> String {
        let shown = |hash: &str| hash.get(..SHOWN_DIGITS).unwrap_or(hash).to_owned();
        let recorded = format!("{} {}", record.plan_of(), shown(&record.plan_hash));
        match &self.other_hash {
            None if self.is_untold => recorded,
            None => format!("{recorded}, which is the plan of today"),
            Some(other) => format!("{recorded}, plan of today {}", shown(other)),
        }
    }
}
