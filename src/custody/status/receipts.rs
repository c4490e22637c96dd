//! Receipts and the journal that asked for them: each signed by the card that it names, for this record, in answer to a
//! challenge of this journal. A receipt proves that the card was held after its challenge was given, and no more: so it
//! counts for the day of the line that the challenge follows from, never for its own or that of its noting.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use super::days::JournalDays;
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    journal::{Entry, Event, Journal, challenge::Version},
    receipt::{Receipt, ReceiptError},
    record::Record,
};

/// What verifies the receipts of a journal: its challenges, found by one look each, however long it is.
#[derive(Debug)]
pub struct Receipts<'a> {
    record: &'a Record,
    journal: &'a Journal,
    today: Date,
    days: JournalDays,
    first: OnceCell<BTreeMap<String, GivenAt>>,
    second: OnceCell<BTreeMap<String, GivenAt>>,
}

/// When a challenge was given.
#[derive(Clone, Copy, Debug)]
struct GivenAt {
    /// After how many lines of the journal.
    after: usize,
    /// The last day up to then that can be believed, if anybody knows it.
    on: Option<Date>,
}

/// A receipt that proves what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The receipt.
    pub receipt: Receipt,
    /// After how many lines of the journal its challenge was given: 0 where it follows from the record itself.
    pub asked_after: usize,
    /// The last day up to its challenge that can be believed: it was signed then or later. None where the record was made anew,
    /// and its journal has no line.
    pub asked_on: Option<Date>,
}

impl<'a> Receipts<'a> {
    /// For the receipts of this record and journal, seen from today.
    #[must_use]
    pub fn of(record: &'a Record, journal: &'a Journal, today: Date) -> Self {
        let days = JournalDays::of(record, journal, today);
        Self { record, journal, today, days, first: OnceCell::new(), second: OnceCell::new() }
    }

    /// The days of the journal.
    #[must_use]
    pub const fn days(&self) -> &JournalDays {
        &self.days
    }

    /// Every receipt that the journal has, by the line that it stands in, from 0, with what it proves. What would not be
    /// accepted today proves nothing for standing in a journal.
    pub fn noted(&self) -> impl Iterator<Item = (usize, Result<Proof, ReceiptError>)> {
        // Each line is looked at once, however many receipts there are.
        let mut holders = Holders::of(self.record);
        self.journal.entries().iter().enumerate().filter_map(move |(line, entry)| {
            if self.days.withdrawn.by(line + 1).is_some() {
                return None;
            }
            holders.see(entry);
            (entry.event == Event::Receipt).then(|| {
                let proof = self.proof(entry.receipt.as_deref().unwrap_or_default(), line);
                let proof = proof.and_then(|proof| proof.of_card(&entry.cards));
                // A day that cannot be believed says nothing of when it was noted, but that it was by today.
                let noted = if self.days.fault(line).is_none() { entry.stamp.day } else { self.today };
                let proof = proof.and_then(|proof| self.of_day(proof, noted));
                (line, proof.and_then(|proof| holders.refuse_stranger(proof, entry.who.as_deref())))
            })
        })
    }

    /// A receipt that was noted on this day: signed when it had been asked for, and not after that day.
    fn of_day(&self, proof: Proof, noted: Date) -> Result<Proof, ReceiptError> {
        if proof.asked_on.is_some_and(|day| proof.receipt.day < day) {
            return Err(ReceiptError::TooEarly);
        }
        // Somewhere it is tomorrow already.
        if proof.receipt.day > noted.plus_days(1) {
            return Err(ReceiptError::TooLate);
        }
        Ok(proof)
    }

    /// Whether a line, counted from 0, counts for what the receipt in it proves.
    #[must_use]
    pub fn counts(&self, line: usize) -> bool {
        let is_good = |entry: &Entry| entry.passed == Some(true);
        self.days.fault(line).is_none() && self.journal.entries().get(line).is_some_and(is_good)
    }

    /// Verifies a receipt that is to be noted today.
    ///
    /// # Errors
    ///
    /// When it proves nothing, or nothing new.
    pub fn accept(&self, text: &str) -> Result<Proof, ReceiptError> {
        let proof = self.proof(text, self.journal.entries().len())?;
        let proof = self.of_day(proof, self.today)?;
        let of_card = |noted: &Proof| noted.receipt.card == proof.receipt.card;
        // One that stands in a line that does not count may be noted again.
        let noted = self.noted().filter(|(line, _)| self.counts(*line));
        let mut noted = noted.filter_map(|(_, noted)| noted.ok()).filter(of_card);
        if noted.any(|noted| noted.asked_after >= proof.asked_after) {
            return Err(ReceiptError::Repeated);
        }
        Ok(proof)
    }

    /// What a text proves that was noted after so many lines.
    fn proof(&self, text: &str, lines: usize) -> Result<Proof, ReceiptError> {
        let receipt = Receipt::read(text)?;
        receipt.fits(self.record, self.journal.record_hash())?;
        let asked = self.given(receipt.version).get(&receipt.challenge).copied();
        let asked = asked.filter(|asked| asked.after <= lines).ok_or(ReceiptError::OtherChallenge)?;
        Ok(Proof { receipt, asked_after: asked.after, asked_on: asked.on })
    }

    /// The challenges of this version, and after how many lines each was given. Where two are the same, which takes a
    /// search of 2^40 for the first version, the older counts.
    fn given(&self, version: Version) -> &BTreeMap<String, GivenAt> {
        let cell = match version {
            Version::First => &self.first,
            Version::Second => &self.second,
        };
        cell.get_or_init(|| {
            // Those that another keeper gave follow from the lines of their own journal.
            let elsewhere = self.journal.imported_heads().map(|(line, head)| {
                (version.challenge(&head), GivenAt { after: line + 1, on: self.days.known_of(line) })
            });
            let heads = self.journal.heads().iter().enumerate().rev();
            let here = heads.map(|(after, head)| {
                (version.challenge(head), GivenAt { after, on: self.days.known_after(after) })
            });
            elsewhere.chain(here).collect()
        })
    }
}

/// Who ever had which card, by the plan, its amendments and the handovers so far. `note` writes the holder by the plan beside a receipt, or
/// who has the card by then; any other name was written by hand, perhaps to make another holder look heard.
struct Holders<'a> {
    record: &'a Record,
    later: BTreeMap<CardNumber, BTreeSet<String>>,
}

impl<'a> Holders<'a> {
    const fn of(record: &'a Record) -> Self {
        Self { record, later: BTreeMap::new() }
    }

    fn see(&mut self, entry: &Entry) {
        // A card of a former set is another, of the same number.
        let is_own = entry.set.is_none_or(|set| set == self.record.set.identifier);
        let amended = entry.plan.iter().filter(|_| entry.event == Event::Amended);
        for (group, member, card) in amended.flat_map(|plan| plan.cards()) {
            self.add(CardNumber { group, member }, card.holder());
        }
        let is_given = is_own && entry.event == Event::HandedOver;
        for card in entry.cards.iter().filter(|_| is_given) {
            self.add(*card, entry.to.as_deref());
        }
    }

    /// However a name is capitalised, it is one.
    fn add(&mut self, card: CardNumber, name: Option<&str>) {
        self.later.entry(card).or_default().extend(name.map(str::to_lowercase));
    }

    fn refuse_stranger(&self, proof: Proof, who: Option<&str>) -> Result<Proof, ReceiptError> {
        let Some(who) = who else { return Ok(proof) };
        let (card, plan) = (proof.receipt.card, &self.record.plan);
        let first = plan.holder(card.group, card.member);
        let is_first =
            first.map_or_else(|| plan.number(card.group, card.member) == who, |first| first == who);
        let has_had_it =
            is_first || self.later.get(&card).is_some_and(|later| later.contains(&who.to_lowercase()));
        if has_had_it { Ok(proof) } else { Err(ReceiptError::OtherHolder) }
    }
}

impl Proof {
    fn of_card(self, cards: &[CardNumber]) -> Result<Self, ReceiptError> {
        if cards == [self.receipt.card] { Ok(self) } else { Err(ReceiptError::OtherCard) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::entropy::Scripted,
        custody::{
            journal::challenge,
            record::{DateSource, Stamp, sample},
        },
    };

    const HASH: &str = "abababababababababababababababababababababababababababababababab";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stamp(text: &str) -> Stamp {
        Stamp { day: day(text), source: DateSource::Given }
    }

    fn with(text: &mut String, entry: Entry) -> Journal {
        let journal = Journal::read(HASH, text).unwrap();
        text.push_str(&journal.line(entry, &mut Scripted(text.len() as u64)).unwrap());
        Journal::read(HASH, text).unwrap()
    }

    #[test]
    fn what_was_replayed_or_misdated_is_refused() {
        let (record, shares) = sample::of("2of3", 1);
        let mut text = String::new();
        let empty = Journal::found(HASH, "");
        let first = challenge::after(empty.head());
        let sign = |at: usize, challenge: &str, on: &str| {
            let (header, mnemonic) = &shares[at];
            Receipt::sign(&record, HASH, (header, mnemonic), challenge, day(on)).unwrap().to_string()
        };
        let today = day("2026-12-10");
        let verdict = |journal: &Journal, line: &str| {
            let receipts = Receipts::of(&record, journal, today);
            receipts.accept(line).map(|proof| proof.asked_on.unwrap())
        };
        let receipt = sign(0, &first, "2026-12-01");
        assert_eq!(verdict(&empty, &receipt), Ok(day("2026-11-24")));
        assert_eq!(verdict(&empty, &sign(0, &first, "2026-11-23")), Err(ReceiptError::TooEarly));
        assert_eq!(verdict(&empty, &sign(0, &first, "2026-12-12")), Err(ReceiptError::TooLate));
        assert_eq!(
            verdict(&empty, &sign(0, &"0".repeat(32), "2026-12-01")),
            Err(ReceiptError::OtherChallenge)
        );

        let entry = |at: u8, line: &str| {
            let mut entry = Entry::new(Event::Receipt, stamp("2026-12-02"));
            (entry.receipt, entry.passed) = (Some(line.to_owned()), Some(true));
            entry.cards = vec![CardNumber { group: 0, member: at }];
            entry
        };
        let journal = with(&mut text, entry(0, &receipt));
        assert_eq!(verdict(&journal, &receipt), Err(ReceiptError::Repeated), "the same once more");
        let again = sign(0, &first, "2026-12-05");
        assert_eq!(verdict(&journal, &again), Err(ReceiptError::Repeated), "an old challenge with a new day");
        assert!(verdict(&journal, &sign(1, &first, "2026-12-01")).is_ok(), "others may still answer it");
        let second = challenge::after(journal.head());
        assert_ne!(first, second);
        let newer = sign(0, &second, "2026-12-02");
        assert_eq!(verdict(&journal, &newer), Ok(day("2026-12-02")));
        let journal = with(&mut text, entry(0, &newer));
        assert_eq!(verdict(&journal, &receipt), Err(ReceiptError::Repeated), "the older after the newer");
    }

    #[test]
    fn whoever_has_a_card_by_an_amendment_signs_for_it() {
        let (record, shares) = sample::of("2of3", 1);
        let mut text = String::new();
        let mut plan = record.plan.clone();
        plan.groups[0].cards[0].custodian = Some("nina".to_owned());
        let amended = Entry { plan: Some(Box::new(plan)), ..Entry::new(Event::Amended, stamp("2026-11-24")) };
        let journal = with(&mut text, amended);
        let challenge = challenge::after(journal.head());
        let (header, mnemonic) = &shares[0];
        let signed = Receipt::sign(&record, HASH, (header, mnemonic), &challenge, day("2026-11-25")).unwrap();
        for (who, verdict) in [("nina", Ok(1)), ("Nina", Ok(1)), ("olga", Err(ReceiptError::OtherHolder))] {
            let entry = Entry {
                who: Some(who.to_owned()),
                cards: vec![CardNumber { group: 0, member: 0 }],
                receipt: Some(signed.to_string()),
                ..Entry::new(Event::Receipt, stamp("2026-11-25"))
            };
            let journal = with(&mut text.clone(), entry);
            let receipts = Receipts::of(&record, &journal, day("2026-11-25"));
            let found: Vec<_> =
                receipts.noted().map(|(_, proof)| proof.map(|proof| proof.asked_after)).collect();
            assert_eq!(found, [verdict], "{who}");
        }
    }

    #[test]
    fn what_stands_in_a_journal_is_believed_no_more_than_it_proves() {
        let (record, shares) = sample::of("2of3", 1);
        let mut text = String::new();
        let mut entry = Entry::new(Event::Dealt, stamp("2026-11-24"));
        let dealt = with(&mut text, entry.clone());
        let sign = |at: usize, version: Version, lines: usize, journal: &Journal| {
            let (header, mnemonic) = &shares[at];
            let challenge = version.challenge(&journal.heads()[lines]);
            Receipt::sign(&record, HASH, (header, mnemonic), &challenge, day("2027-09-01")).unwrap()
        };
        let genuine = sign(0, Version::Second, 1, &dealt).to_string();
        let flipped =
            format!("{}{}", &genuine[..genuine.len() - 1], if genuine.ends_with('0') { 1 } else { 0 });
        let of_second_line = {
            let mut fork = text.clone();
            sign(0, Version::Second, 2, &with(&mut fork, Entry::new(Event::Challenge, stamp("2026-11-30"))))
        };
        entry = Entry::new(Event::Receipt, stamp("2027-09-01"));
        entry.cards = vec![CardNumber { group: 0, member: 0 }];
        for receipt in [
            Some(genuine.clone()),
            Some(flipped),
            Some(of_second_line.to_string()),
            Some("QUORATE-RECEIPT/1/1/x/forged".to_owned()),
            None,
            // Those of the first version that follow from the record and from a line.
            Some(sign(0, Version::First, 0, &dealt).to_string()),
            Some(sign(0, Version::First, 1, &dealt).to_string()),
            Some(sign(1, Version::Second, 1, &dealt).to_string()),
        ] {
            entry.receipt = receipt;
            with(&mut text, entry.clone());
        }
        let journal = Journal::read(HASH, &text).unwrap();
        let receipts = Receipts::of(&record, &journal, day("2027-09-01"));
        let verdicts: Vec<_> =
            receipts.noted().map(|(line, proof)| (line, proof.map(|proof| proof.asked_after))).collect();
        assert_eq!(
            verdicts,
            [
                (1, Ok(1)),
                (2, Err(ReceiptError::Forged)),
                (3, Err(ReceiptError::OtherChallenge)),
                (4, Err(ReceiptError::NoReceipt)),
                (5, Err(ReceiptError::NoReceipt)),
                (6, Ok(0)),
                (7, Ok(1)),
                (8, Err(ReceiptError::OtherCard)),
            ]
        );
    }
}
