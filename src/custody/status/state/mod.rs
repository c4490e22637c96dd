//! What a record and its journal say of today: who was heard, which cards are where, what was checked when.
//!
//! A line whose day cannot be believed changes nothing that is safer: it makes nothing fresh, heals nothing, and puts no card
//! into other hands; what harms it still tells. A receipt counts for what it proves, at the line of its challenge.

use std::collections::{BTreeMap, BTreeSet};

use super::{exercise::LeftOpen, receipts::Receipts, uncounted::Uncounted};
use crate::custody::{
    analysis::Situation,
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event, Journal, challenge::Version},
    plan::{Plan, PlannedCard},
    receipt::ReceiptError,
    record::{Record, RecordedShare, Superseded, origin::AcceptedShares, proved::RecordedValue},
};

mod before;
mod events;
mod known;
mod plan;
mod recipients;

pub use before::{EarlierVersion, PAPER, sealed_before};
pub use events::AWAY_DAYS;
pub use known::{Closing, Gone, KnownCard, KnownPerson};
pub use plan::Reached;
pub use recipients::SIGNATURES;

/// What is known of a set on a day.
#[derive(Clone, Debug)]
pub struct State {
    /// The plan as it is now: amended, and with cards that were moved or handed over where they lie, and who reaches them.
    pub plan: Plan,
    /// The plan that was accepted last: that of the deal, or as it was amended.
    pub accepted_plan: Plan,
    /// When it was amended last.
    pub amended: Option<Date>,
    /// Everybody who ever could reach something.
    pub reached: Reached,
    /// Cards as they were before their recipient changed, and as they were sealed by a line that changed nothing; by card, the oldest
    /// first.
    pub before: BTreeMap<CardNumber, Vec<EarlierVersion>>,
    /// The set that it is of.
    own_set: u16,
    /// People who handed a card on, on a day that cannot be believed.
    handed_on: BTreeSet<String>,
    /// Places that cannot be entered.
    pub closed: BTreeMap<String, Closing>,
    /// Required things of which every copy burned.
    pub lost_things: BTreeSet<String>,
    /// Cards of which every copy of what opens them burned.
    pub lost_identities: BTreeSet<CardNumber>,
    /// Lines of the journal, from 1, that were taken back, each with the line that did it.
    pub withdrawn: BTreeMap<usize, usize>,
    /// Who had the cards of a line of the journal, from 1, before it: in the order in which it names them. Of lines that were
    /// taken back, too.
    pub holders: BTreeMap<usize, Vec<String>>,
    /// The plan before a line of the journal, from 1, that amends it.
    pub amended_from: BTreeMap<usize, Plan>,
    /// The people.
    pub people: BTreeMap<String, KnownPerson>,
    /// The cards.
    pub cards: BTreeMap<CardNumber, KnownCard>,
    /// When recovery was last drilled, or the key recovered, with success, and with all that recovery needs.
    pub drilled: Option<Date>,
    /// Lines of the journal, from 1, of drills and recoveries that passed and do not count as such, for they left something
    /// open, or perhaps did.
    pub left_open: BTreeMap<usize, LeftOpen>,
    /// The public values that the record holds, and when the key last gave each.
    pub proved: Vec<(RecordedValue, Option<Date>)>,
    /// When the key last gave a public value that proves it, whether the record holds it or not.
    pub last_proved: Option<Date>,
    /// The key in the sealed file, where the record does not hold it, and when it was last proved.
    pub sealed_keys: Vec<(RecordedValue, Option<Date>)>,
    /// When a drill failed that none has made good since.
    pub drill_failed: Option<Date>,
    /// Whether this is what the second of two machines knows, so that each card that it checks is agreed on.
    pub is_second_machine: bool,
    /// The set that was made of this one.
    pub superseded_by: Option<u16>,
    /// The line of the journal, from 1, that says so on a day that can be believed.
    pub superseded_in: Option<usize>,
    /// Whether it is in use: no other was made of it on a day that can be believed.
    pub is_in_use: bool,
    /// Cards of this and of former sets that were destroyed, by identifier.
    pub destroyed: BTreeSet<(u16, CardNumber)>,
    /// Cards of former sets that are in the wrong hands, by identifier, and since when.
    pub stolen: BTreeMap<(u16, CardNumber), Date>,
    /// Which shares from before this set the owner accepts to be about, by their set; none for those of another tool.
    pub accepted: BTreeMap<Option<u16>, AcceptedShares>,
    /// Lines of the journal, from 1, that count for nothing, and why.
    pub uncounted: BTreeMap<usize, Uncounted>,
    /// For whom and which day the receipt in a line of the journal, from 1, counts: whoever had the card at its challenge.
    pub receipts: BTreeMap<usize, (String, Date)>,
    /// Receipts that count, and whose challenge has 80 bits.
    pub weak_receipts: usize,
    /// The day of the deal, or today if that lies ahead; none where the record was made anew, and nobody knows.
    pub dealt: Option<Date>,
    /// Since when people are to be heard, and the set to be completed: the deal, or when the record was made anew.
    pub begun: Date,
    /// The day of the last line that can be believed; where there is none, when it was begun.
    pub last_day: Date,
}

/// What a receipt in a line of the journal proves.
struct ProvedReceipt {
    /// The line, from 1.
    line: usize,
    card: CardNumber,
    /// The last day up to its challenge that can be believed, if anybody knows it.
    on: Option<Date>,
    /// Whether its challenge has 80 bits.
    is_weak: bool,
}

impl State {
    /// The state on this day.
    #[must_use]
    pub fn of(record: &Record, journal: &Journal, today: Date) -> Self {
        let receipts = Receipts::of(record, journal, today);
        let days = receipts.days();
        let mut state = Self::begun(record, days.dealt, days.begun);
        let mut proofs: BTreeMap<usize, Vec<ProvedReceipt>> = BTreeMap::new();
        for (line, proof) in receipts.noted() {
            match proof {
                Ok(_) if !receipts.counts(line) => {}
                Ok(proof) => {
                    let (card, on) = (proof.receipt.card, proof.asked_on);
                    proofs.entry(proof.asked_after).or_default().push(ProvedReceipt {
                        line: line + 1,
                        card,
                        on,
                        is_weak: proof.receipt.version == Version::First,
                    });
                }
                Err(error) => drop(state.uncounted.insert(line + 1, Uncounted::Receipt(error))),
            }
        }
        state.withdrawn.clone_from(days.withdrawn.all());
        state.count(proofs.remove(&0), false);
        for line in days.order() {
            let (Some(entry), number, fault) = (journal.entries().get(line), line + 1, days.fault(line))
            else {
                continue;
            };
            state.last_day = days.of_line(line);
            let holders = entry.cards.iter().map(|card| state.holder(*card)).collect();
            state.holders.insert(number, holders);
            if entry.event == Event::Amended {
                state.amended_from.insert(number, state.plan.clone());
            }
            if days.withdrawn.by(number).is_some() {
                state.keep_sealed(entry);
                state.count(proofs.remove(&number), false);
                continue;
            }
            let fresh = fault.is_none().then_some(entry.stamp.day);
            let withdrawal = days.withdrawn.fault(number).cloned();
            let why = state.take_in(record, entry, number, fresh).err().or(withdrawal);
            let why = why.or_else(|| fault.cloned());
            if let Some(why) = why {
                if entry.event == Event::Reissued {
                    state.keep_sealed(entry);
                }
                state.uncounted.entry(number).or_insert(why);
            }
            // The machine that dealt knows the challenge of the deal; not one that was drawn later, elsewhere.
            state.count(proofs.remove(&number), entry.event == Event::Challenge);
        }
        state.last_day = days.after(journal.entries().len());
        state.forget_what_was_noted_again(journal);
        state
    }

    /// What is known on the day of the deal, or when the record was made anew.
    fn begun(record: &Record, dealt: Option<Date>, day: Date) -> Self {
        let plan = one_spelling(&record.plan);
        let mut reached = Reached::default();
        reached.extend(&plan);
        let destroyed = record.supersedes.iter();
        let destroyed = destroyed.flat_map(|old| old.destroyed.iter().map(|card| (old.identifier, *card)));
        let destroyed = destroyed.collect();
        let thefts = |old: &Superseded| -> Vec<_> {
            old.stolen.iter().map(|theft| ((old.identifier, theft.card), theft.since)).collect()
        };
        let stolen = record.supersedes.iter().flat_map(thefts).collect();
        let people = plan.parties().into_iter().chain(plan.others.iter().cloned());
        let people = people.map(|name| (name, KnownPerson::since(day))).collect();
        let accepted = record.old_shares_accepted.iter().map(|one| (one.set, one.clone())).collect();
        let cards = plan.cards().map(|(group, member, card)| {
            let recorded = record.dealt(group, member);
            let takes_a_drill = recorded.is_none_or(|share| share.key.is_none());
            let is_never_seen = recorded.is_some_and(RecordedShare::was_not_proved);
            let is_sealed_to_holder = card.recipient.is_some();
            let is_whole_key = plan.is_quorum(&[(group, member)].into());
            let known = KnownCard {
                takes_a_drill,
                is_never_seen,
                is_sealed_to_holder,
                is_whole_key,
                ..KnownCard::default()
            };
            (CardNumber { group, member }, known)
        });
        Self {
            cards: cards.collect(),
            accepted_plan: plan.clone(),
            plan,
            amended: None,
            reached,
            before: BTreeMap::new(),
            own_set: record.set.identifier,
            handed_on: BTreeSet::new(),
            closed: BTreeMap::new(),
            lost_things: BTreeSet::new(),
            lost_identities: BTreeSet::new(),
            withdrawn: BTreeMap::new(),
            holders: BTreeMap::new(),
            amended_from: BTreeMap::new(),
            people,
            drilled: None,
            // It was dealt only because the key gave them.
            proved: record.proved.iter().map(|value| (value.clone(), dealt)).collect(),
            sealed_keys: Vec::new(),
            last_proved: dealt.filter(|_| record.proved.iter().any(RecordedValue::proves)),
            left_open: BTreeMap::new(),
            drill_failed: None,
            is_second_machine: record.rolled.as_ref().is_some_and(|rolled| rolled.second),
            superseded_by: None,
            superseded_in: None,
            is_in_use: true,
            destroyed,
            stolen,
            accepted,
            uncounted: BTreeMap::new(),
            receipts: BTreeMap::new(),
            weak_receipts: 0,
            dealt,
            begun: day,
            last_day: day,
        }
    }

    /// Cards that were compared with what a second machine computed, and cards that there are.
    #[must_use]
    pub fn agreed(&self) -> (usize, usize) {
        let there = self.cards.values().filter(|card| !card.is_gone());
        (there.clone().filter(|card| card.is_agreed).count(), there.count())
    }

    /// Receipts prove that their cards were held after the line that was taken in last, by whoever had them then. What signed
    /// with a card that was stolen, lost or destroyed by then is nobody whom the plan knows.
    fn count(&mut self, proved: Option<Vec<ProvedReceipt>>, is_of_challenge: bool) {
        for ProvedReceipt { line, card: number, on, is_weak } in proved.into_iter().flatten() {
            let day = on.unwrap_or(self.last_day);
            let holder = self.holder(number);
            if let Some(card) = self.cards.get_mut(&number) {
                if card.gone().is_some() {
                    self.uncounted.insert(line, Uncounted::Receipt(ReceiptError::Gone));
                    continue;
                }
                card.found_good(day);
                if is_of_challenge {
                    card.opened = card.opened.max(Some(day));
                }
            }
            if let Some(person) = self.people.get_mut(&holder) {
                person.is_there(day);
            }
            self.weak_receipts += usize::from(is_weak);
            self.receipts.insert(line, (holder, day));
        }
    }

    /// An impossible day, or a verdict that is missing, is mended by noting the same once more.
    fn forget_what_was_noted_again(&mut self, journal: &Journal) {
        if !self.uncounted.values().any(Uncounted::can_be_noted_again) {
            return;
        }
        let mut last: BTreeMap<_, usize> = BTreeMap::new();
        for (number, entry) in (1..).zip(journal.entries()) {
            if !self.uncounted.contains_key(&number) {
                last.insert(said(entry), number);
            }
        }
        let entries = journal.entries();
        self.uncounted.retain(|number, why| {
            let is_later = |entry: &Entry| last.get(&said(entry)).is_some_and(|later| later > number);
            !(why.can_be_noted_again()
                && number.checked_sub(1).and_then(|at| entries.get(at)).is_some_and(is_later))
        });
    }

    /// Who has this card, as the people are called; its number where nobody is known to.
    #[must_use]
    pub fn holder(&self, number: CardNumber) -> String {
        let CardNumber { group, member } = number;
        self.plan.holder(group, member).map_or_else(|| self.plan.number(group, member), str::to_owned)
    }

    /// A place as it is written here, if it is known however it is capitalised.
    #[must_use]
    pub fn place_as_written(&self, given: &str) -> String {
        let folded = given.to_lowercase();
        let places = self.plan.places();
        let known = places.get(given).or_else(|| places.iter().find(|place| place.to_lowercase() == folded));
        known.map_or(given, |place| *place).to_owned()
    }

    /// What matters for recovery today, by what was noted; these people counted as absent, too.
    #[must_use]
    pub fn situation(&self, absent: &BTreeSet<String>) -> Situation {
        // Nothing depends any more on whoever reached something once, and left.
        let parties = self.plan.parties();
        let away = self
            .people
            .iter()
            .filter(|(name, person)| parties.contains(*name) && (person.is_away() || absent.contains(*name)));
        let is_closed = |place: &String| self.closed.contains_key(place);
        let is_shut = |number: &CardNumber| {
            let card = self.plan.card(number.group, number.member);
            let is_shut = |card: &PlannedCard| {
                card.place.as_ref().is_some_and(is_closed) || card.is_every_identity(is_closed)
            };
            card.is_some_and(is_shut) || self.lost_identities.contains(number)
        };
        let lost = self.cards.iter().filter(|(number, card)| card.is_gone() || is_shut(number));
        let shut = self.plan.required.iter().filter(|thing| {
            !thing.places.is_empty() && thing.places.iter().all(is_closed)
                || self.lost_things.contains(&thing.name)
        });
        Situation {
            absent: away.map(|(name, _)| name.clone()).collect(),
            lost: lost.map(|(number, _)| (number.group, number.member)).collect(),
            things: shut.map(|thing| thing.name.clone()).collect(),
        }
    }

    /// Whether every card is there, was read back in full from its paper, or drilled where nothing else can tell, and handed
    /// over; and each that was sealed to its holder was opened by them.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cards.values().all(|card| !card.is_gone() && card.is_proved() && card.is_held())
    }
}

/// The plan with one spelling for each person, however a name is capitalised in it.
fn one_spelling(plan: &Plan) -> Plan {
    let mut spellings: BTreeMap<String, String> = BTreeMap::new();
    for name in plan.people() {
        spellings.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
    }
    let mut plan = plan.clone();
    plan.rename(|name| spellings.get(&name.to_lowercase()).map_or(name, String::as_str).to_owned());
    plan
}

/// What a line says, but for when and with what end. A drill or a recovery is made good by another, whoever came to it.
fn said(entry: &Entry) -> (Event, Option<&str>, &[CardNumber], Option<&str>, Option<u16>) {
    let is_drill = matches!(entry.event, Event::Drilled | Event::Recovered);
    let cards = if is_drill { &[] } else { &entry.cards[..] };
    (entry.event, entry.who.as_deref(), cards, entry.to.as_deref(), entry.set)
}
