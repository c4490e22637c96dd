//! A receipt: one line, signed by a share, that says: on this day I was held, and this is what I was asked. It has no
//! secret in it, and may travel by any way, as text or as a QR code, which has an alphabet of capitals for it.
//!
//! ```text
//! QUORATE-RECEIPT/2/<set>/<record>/<group>.<member>/<challenge>/<day>/<signature>
//! ```
//!
//! The day is what the holder says. What a receipt proves is the challenge: the share was held after that was given.

use std::fmt;

use super::{
    card_number::CardNumber,
    journal::challenge::Version,
    record::{
        Record,
        share_key::{SIGNATURE_BYTES, ShareKey},
    },
};
use crate::{
    crypto::hash::{bytes, hex},
    custody::date::Date,
    slip39::{Header, Mnemonic},
};

/// What a receipt begins with, before its version.
pub const MARK: &str = "QUORATE-RECEIPT/";

impl Version {
    /// What is signed before the line itself, so that no other signature of a share is ever taken for a receipt.
    const fn signed_label(self) -> &'static str {
        match self {
            Self::First => "quorate receipt 1\n",
            Self::Second => "quorate receipt 2\n",
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// Digits of the record's hash that stand in a receipt: enough to say which record is meant. What binds the
    /// signature to it is the salt.
    const fn record_digits(self) -> usize {
        match self {
            Self::First => 16,
            Self::Second => 32,
        }
    }
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its version, which is that of its challenge.
    pub version: Version,
    /// The identifier of the set.
    pub set: u16,
    /// The first digits of the hash of the record's file.
    pub record: String,
    /// Which share signed.
    pub card: CardNumber,
    /// What the keyholder was asked to sign.
    pub challenge: String,
    /// The day, as the keyholder says.
    pub day: Date,
    signature: [u8; SIGNATURE_BYTES],
}

impl Receipt {
    /// The receipt of a share for a record, whose file has the hash `hash`, in the version of the challenge. None where
    /// that is no challenge, or the share is not that of the record.
    #[must_use]
    pub fn sign(
        record: &Record,
        hash: &str,
        (header, mnemonic): (&Header, &Mnemonic),
        challenge: &str,
        day: Date,
    ) -> Option<Self> {
        let version = Version::of(challenge)?;
        let mut receipt = Self {
            version,
            set: record.set.identifier,
            record: hash.chars().take(version.record_digits()).collect(),
            card: CardNumber { group: header.group, member: header.member },
            challenge: challenge.to_ascii_lowercase(),
            day,
            signature: [0; SIGNATURE_BYTES],
        };
        let key = ShareKey::of(mnemonic, &record.salt()?);
        receipt.signature = key.sign(receipt.message().as_bytes());
        receipt.fits(record, hash).is_ok().then_some(receipt)
    }

    /// Reads a receipt, in any case and with space around it.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, ReceiptError> {
        let text = text.trim().to_ascii_uppercase();
        let fields: Vec<&str> = text.strip_prefix(MARK).ok_or(ReceiptError::NoReceipt)?.split('/').collect();
        let [_, set, record, card, challenge, day, signature] = fields[..] else {
            return Err(ReceiptError::NoReceipt);
        };
        let receipt = Self {
            version: Version::of(challenge).ok_or(ReceiptError::NoReceipt)?,
            set: set.parse().map_err(|_| ReceiptError::NoReceipt)?,
            record: record.to_ascii_lowercase(),
            card: CardNumber::read(card).ok_or(ReceiptError::NoReceipt)?,
            challenge: challenge.to_ascii_lowercase(),
            day: day.parse().map_err(|_| ReceiptError::NoReceipt)?,
            signature: bytes(signature).ok_or(ReceiptError::NoReceipt)?,
        };
        // One way to write each: otherwise one signature would be good for two texts. It settles the version, too.
        if receipt.to_string() == text { Ok(receipt) } else { Err(ReceiptError::NoReceipt) }
    }

    /// Verifies that it was signed by the share that it names, for the record whose file has the hash `hash`.
    ///
    /// # Errors
    ///
    /// When it was not.
    pub fn fits(&self, record: &Record, hash: &str) -> Result<(), ReceiptError> {
        if self.set != record.set.identifier {
            return Err(ReceiptError::OtherSet);
        }
        if !hash.starts_with(&self.record) || self.record.len() != self.version.record_digits() {
            return Err(ReceiptError::OtherRecord);
        }
        let dealt = record.dealt(self.card.group, self.card.member).ok_or(ReceiptError::NoSuchCard)?;
        let key = dealt.key.ok_or(ReceiptError::NoKey)?;
        if key.verifies(self.message().as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(ReceiptError::Forged)
        }
    }

    fn message(&self) -> String {
        format!("{}{}", self.version.signed_label(), self.body())
    }

    fn body(&self) -> String {
        let Self { version, set, record, card, challenge, day, .. } = self;
        let version = version.number();
        format!("{MARK}{version}/{set}/{record}/{card}/{challenge}/{day}").to_ascii_uppercase()
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.body(), hex(&self.signature).to_ascii_uppercase())
    }
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The text is something else.
    #[error("this is not a receipt")]
    NoReceipt,
    /// It names another set.
    #[error("this receipt is of another set")]
    OtherSet,
    /// It names another record.
    #[error("this receipt was made with another record")]
    OtherRecord,
    /// The record has no such card.
    #[error("this receipt is of a card that was never dealt")]
    NoSuchCard,
    /// The record has no key of that card.
    #[error("the record has no key of this card, so the card cannot sign")]
    NoKey,
    /// Another share signed it, or something in it was changed afterwards.
    #[error("this receipt was not signed by the card that it names, or was changed since")]
    Forged,
    /// What was signed was never the challenge of this journal, or was not yet when the receipt was noted.
    #[error("this receipt answers a challenge of another journal")]
    OtherChallenge,
    /// The line that it stands in is about another card.
    #[error("this receipt is of another card than its line in the journal")]
    OtherCard,
    /// The line that it stands in names somebody who never had the card.
    #[error("the line of this receipt names somebody who never had that card")]
    OtherHolder,
    /// The card was noted as stolen, lost or destroyed when its challenge was given.
    #[error("this receipt is of a card noted as stolen, lost or destroyed: it does not count")]
    Gone,
    /// It is dated before it could be asked for.
    #[error("this receipt is dated before its challenge was given")]
    TooEarly,
    /// It is dated after the day on which it is noted.
    #[error("this receipt is dated after the day on which it was noted")]
    TooLate,
    /// The journal has it, or a later one of the same card.
    #[error("this receipt, or a later one of the same card, is in the journal already")]
    Repeated,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::record::sample;

    const CHALLENGES: [&str; 2] = ["00112233445566778899", "00112233445566778899aabbccddeeff"];

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_receipt_is_good_for_one_share_of_one_record_one_challenge_and_one_day() {
        let (record, shares) = sample::of("2of3", 1);
        let hash = "ab".repeat(32);
        for (number, challenge) in (1..).zip(CHALLENGES) {
            let sign = |(header, mnemonic): &(Header, Mnemonic)| {
                Receipt::sign(&record, &hash, (header, mnemonic), challenge, day("2026-11-24"))
            };
            let receipt = sign(&shares[1]).unwrap();
            let line = receipt.to_string();
            assert!(line.starts_with(&format!("QUORATE-RECEIPT/{number}/")), "{line}");
            assert!(
                line.bytes().all(|sign| b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(&sign)),
                "{line}"
            );
            for text in [line.clone(), format!("  {}\n", line.to_lowercase())] {
                assert_eq!(Receipt::read(&text), Ok(receipt.clone()));
            }
            assert_eq!(receipt.fits(&record, &hash), Ok(()));

            // Every other digit or letter in the line makes it another line, or none.
            for at in 0..line.len() {
                for other in "0123456789ABCDEF./-Z".chars() {
                    let mut changed: Vec<char> = line.chars().collect();
                    if std::mem::replace(&mut changed[at], other) == other {
                        continue;
                    }
                    let changed: String = changed.into_iter().collect();
                    let verdict = Receipt::read(&changed).and_then(|receipt| receipt.fits(&record, &hash));
                    assert!(verdict.is_err(), "{changed}");
                }
            }

            let swapped = Receipt { card: CardNumber { group: 0, member: 0 }, ..receipt.clone() };
            assert_eq!(swapped.fits(&record, &hash), Err(ReceiptError::Forged), "another share");
            assert_eq!(receipt.fits(&record, &"cd".repeat(32)), Err(ReceiptError::OtherRecord));
            let (other, _) = sample::of("2of3", 2);
            assert_eq!(receipt.fits(&other, &hash), Err(ReceiptError::OtherSet));
            let (_, strangers) = sample::of("2of3", 3);
            assert_eq!(sign(&strangers[1]), None, "a stranger cannot sign");
        }
    }

    #[test]
    fn the_whole_key_never_signs() {
        let (record, shares) = sample::of("1of1", 1);
        let (header, mnemonic) = &shares[0];
        assert_eq!(record.shares[0].key, None);
        assert!(record.shares[0].reason.is_some());
        let hash = "ab".repeat(32);
        let signed = Receipt::sign(&record, &hash, (header, mnemonic), CHALLENGES[1], day("2026-11-24"));
        assert_eq!(signed, None);
    }
}
