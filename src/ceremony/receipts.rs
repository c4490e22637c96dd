//! Taking a receipt in: signed by the card that it names, for this record, in answer to a challenge of this journal, on a
//! day that can be, and not a second time.

use crate::{
    date::Date,
    record::{
        Record,
        journal::{Event, Journal},
        receipt::{Receipt, ReceiptError},
    },
};

/// A receipt that proves what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The receipt.
    pub receipt: Receipt,
    /// The day of the last line before its challenge: it was signed then or later.
    pub not_before: Date,
}

/// Verifies a receipt against a record and its journal.
///
/// # Errors
///
/// When it proves nothing, or nothing new.
pub fn accept(
    record: &Record,
    hash: &str,
    journal: &Journal,
    text: &str,
    today: Date,
) -> Result<Accepted, ReceiptError> {
    let receipt = Receipt::read(text)?;
    receipt.fits(record, hash)?;
    let asked_at = journal.lines_at_challenge(&receipt.challenge).ok_or(ReceiptError::OtherChallenge)?;
    let days = journal.entries()[..asked_at].iter().map(|entry| entry.stamp.day);
    // Days that go backwards do not make a challenge older than it is.
    let not_before = days.fold(record.date.day, Ord::max);
    if receipt.day < not_before {
        return Err(ReceiptError::TooEarly);
    }
    // Somewhere it is tomorrow already.
    if receipt.day > today.plus_days(1) {
        return Err(ReceiptError::TooLate);
    }
    let is_repeated = journal
        .entries()
        .iter()
        .filter(|entry| entry.event == Event::Receipt && entry.cards.contains(&receipt.card))
        .filter_map(|entry| Receipt::read(entry.receipt.as_deref()?).ok())
        .any(|before| journal.lines_at_challenge(&before.challenge) >= Some(asked_at));
    if is_repeated { Err(ReceiptError::Repeated) } else { Ok(Accepted { receipt, not_before }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entropy::Scripted,
        record::{DateSource, Stamp, journal::Entry, sample},
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
        let empty = Journal::read(HASH, "").unwrap();
        let first = empty.head().challenge();
        let sign = |at: usize, challenge: &str, on: &str| {
            let (header, mnemonic) = &shares[at];
            Receipt::sign(&record, HASH, (header, mnemonic), challenge, day(on)).unwrap().to_string()
        };
        let today = day("2026-12-10");
        let verdict = |journal: &Journal, line: &str| {
            accept(&record, HASH, journal, line, today).map(|accepted| accepted.not_before)
        };
        let receipt = sign(0, &first, "2026-12-01");
        assert_eq!(verdict(&empty, &receipt), Ok(day("2026-11-24")));
        assert_eq!(verdict(&empty, &sign(0, &first, "2026-11-23")), Err(ReceiptError::TooEarly));
        assert_eq!(verdict(&empty, &sign(0, &first, "2026-12-12")), Err(ReceiptError::TooLate));
        assert_eq!(
            verdict(&empty, &sign(0, &"0".repeat(20), "2026-12-01")),
            Err(ReceiptError::OtherChallenge)
        );

        let entry = |at: u8, line: &str| {
            let mut entry = Entry::new(Event::Receipt, stamp("2026-12-02"));
            entry.receipt = Some(line.to_owned());
            entry.cards = vec![crate::record::journal::CardNumber { group: 0, member: at }];
            entry
        };
        let journal = with(&mut text, entry(0, &receipt));
        assert_eq!(verdict(&journal, &receipt), Err(ReceiptError::Repeated), "the same once more");
        let again = sign(0, &first, "2026-12-05");
        assert_eq!(verdict(&journal, &again), Err(ReceiptError::Repeated), "an old challenge with a new day");
        assert!(verdict(&journal, &sign(1, &first, "2026-12-01")).is_ok(), "others may still answer it");
        let second = journal.head().challenge();
        assert_ne!(first, second);
        let newer = sign(0, &second, "2026-12-02");
        assert_eq!(verdict(&journal, &newer), Ok(day("2026-12-02")));
        let journal = with(&mut text, entry(0, &newer));
        assert_eq!(verdict(&journal, &receipt), Err(ReceiptError::Repeated), "the older after the newer");
    }
}
