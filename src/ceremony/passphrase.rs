//! A passphrase against what a record knows of it.
//!
//! Nothing in the shares confirms a passphrase: each gives a key, and one alone the key that was split. A record may have
//! a fingerprint of that key, which decides, whatever else is said. Without one it may still say whether there is a
//! passphrase, and is believed over silence. What it does not say, nobody can tell, and that is a verdict of its own.

use crate::{crypto::hash::Tick, custody::record::Record, slip39::MasterSecret};

/// How a passphrase is not what a record says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The set has one, and none was given.
    Missing,
    /// The set has none, and one was given.
    Surplus,
}

/// What a fingerprint says of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyVerdict {
    /// It is the key that was split.
    Matches,
    /// It is another key.
    Differs,
    /// There is a fingerprint, but no key was derived.
    NotCompared,
    /// There is no fingerprint.
    #[default]
    NoFingerprint,
}

impl KeyVerdict {
    /// What the fingerprint in the record says of `secret`.
    #[must_use]
    pub fn of(secret: &MasterSecret, record: Option<&Record>, tick: Tick<'_>) -> Self {
        match record.and_then(|record| Some((record.fingerprint.as_ref()?, record.salt()?))) {
            None => Self::NoFingerprint,
            Some((fingerprint, salt)) if fingerprint.is_of(secret, &salt, tick) => Self::Matches,
            Some(_) => Self::Differs,
        }
    }
}

/// What confirms that a key is the one that was split, its passphrase included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyConfirmation {
    /// Its fingerprint in the record.
    Fingerprint,
    /// The sealed file of the record, which it opened to its end.
    SealedFile,
    /// A public value that was expected of the key, and that it gives.
    PublicValue,
    /// The record: there is no passphrase, none was given, and the shares are those that were dealt.
    Record,
    /// Nothing.
    Nothing,
    /// Nothing: the record contradicts the passphrase, and that was accepted.
    OtherPassphrase(Mismatch),
}

impl KeyConfirmation {
    /// Whether something that only this key can do has confirmed it, and so the passphrase.
    #[must_use]
    pub const fn proves_key(self) -> bool {
        matches!(self, Self::Fingerprint | Self::SealedFile | Self::PublicValue)
    }

    /// The same after the key has given a public value that was expected of it: that says more than silence does. What the
    /// record contradicts stays contradicted.
    #[must_use]
    pub const fn with_public_value(self) -> Self {
        match self {
            Self::Nothing | Self::Record => Self::PublicValue,
            Self::Fingerprint | Self::SealedFile | Self::PublicValue | Self::OtherPassphrase(_) => self,
        }
    }

    /// The same where more than the bytes that were split decides what is given out: what confirms them does not confirm it.
    #[must_use]
    pub const fn lost(self) -> Self {
        match self {
            Self::Fingerprint | Self::SealedFile | Self::PublicValue | Self::Record | Self::Nothing => {
                Self::Nothing
            }
            Self::OtherPassphrase(_) => self,
        }
    }

    /// Whether it passed, for a journal: yes, or nobody can tell, and then nothing is written.
    #[must_use]
    pub const fn passed(self) -> Option<bool> {
        match self {
            Self::Fingerprint | Self::SealedFile | Self::PublicValue | Self::Record => Some(true),
            Self::Nothing | Self::OtherPassphrase(_) => None,
        }
    }
}

/// Why a key is not given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Its fingerprint is another than that in the record.
    OtherKey,
    /// The record contradicts the passphrase, and nobody has accepted that.
    Contradicted(Mismatch),
}

/// Judges passphrases by a record.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The record, if there is one.
    pub record: Option<&'a Record>,
    /// Whether the record says of every share that counts that it is the one that was dealt.
    pub are_dealt: bool,
    /// Whether a passphrase is accepted that the record contradicts.
    pub accepts_other: bool,
}

impl Judge<'_> {
    /// What a passphrase contradicts.
    #[must_use]
    pub fn contradiction(&self, is_empty: bool) -> Option<Mismatch> {
        match (self.record?.passphrase?, is_empty) {
            (true, true) => Some(Mismatch::Missing),
            (false, false) => Some(Mismatch::Surplus),
            _ => None,
        }
    }

    /// What can be told of a passphrase before a key is derived with it.
    ///
    /// # Errors
    ///
    /// When the record contradicts it, and no fingerprint could tell better.
    pub fn before(&self, is_empty: bool) -> Result<(), Denied> {
        if self.record.is_some_and(|record| record.fingerprint.is_some()) {
            return Ok(());
        }
        self.after(is_empty, KeyVerdict::NoFingerprint).map(|_| ())
    }

    /// What confirms the key that a passphrase gave.
    ///
    /// # Errors
    ///
    /// When its fingerprint is another, or the record contradicts the passphrase and nobody has accepted that.
    pub fn after(&self, is_empty: bool, fingerprint: KeyVerdict) -> Result<KeyConfirmation, Denied> {
        match (fingerprint, self.contradiction(is_empty)) {
            (KeyVerdict::Matches, _) => Ok(KeyConfirmation::Fingerprint),
            (_, Some(contradiction)) if !self.accepts_other => Err(Denied::Contradicted(contradiction)),
            (KeyVerdict::Differs, _) => Err(Denied::OtherKey),
            (_, Some(contradiction)) => Ok(KeyConfirmation::OtherPassphrase(contradiction)),
            (_, None) if self.are_dealt && self.says_there_is_none() => Ok(KeyConfirmation::Record),
            (_, None) => Ok(KeyConfirmation::Nothing),
        }
    }

    fn says_there_is_none(&self) -> bool {
        self.record.is_some_and(|record| record.passphrase == Some(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::record::sample;

    const EMPTY: bool = true;
    const GIVEN: bool = false;

    fn record(passphrase: Option<bool>, has_fingerprint: bool) -> Record {
        let (mut record, _) = sample::of("2of3", 7);
        record.passphrase = passphrase;
        record.fingerprint = record.fingerprint.filter(|_| has_fingerprint);
        record
    }

    fn judge(record: &Record) -> Judge<'_> {
        Judge { record: Some(record), are_dealt: true, accepts_other: false }
    }

    #[test]
    fn a_record_that_says_whether_there_is_a_passphrase_is_believed_over_silence() {
        use {KeyConfirmation::*, KeyVerdict::*, Mismatch::*};
        for (says, is_empty, confirmed) in [
            (Some(true), EMPTY, Err(Denied::Contradicted(Missing))),
            (Some(true), GIVEN, Ok(Nothing)),
            (Some(false), EMPTY, Ok(Record)),
            (Some(false), GIVEN, Err(Denied::Contradicted(Surplus))),
            (None, EMPTY, Ok(Nothing)),
            (None, GIVEN, Ok(Nothing)),
        ] {
            let record = record(says, false);
            let judge = judge(&record);
            assert_eq!(judge.after(is_empty, NoFingerprint), confirmed, "{says:?} {is_empty}");
            assert_eq!(judge.before(is_empty), confirmed.map(|_| ()), "{says:?} {is_empty}");
            let accepting = Judge { accepts_other: true, ..judge };
            let accepted = match confirmed {
                Err(Denied::Contradicted(contradiction)) => OtherPassphrase(contradiction),
                confirmed => confirmed.unwrap(),
            };
            assert_eq!(accepting.after(is_empty, NoFingerprint), Ok(accepted));
        }
    }

    #[test]
    fn a_fingerprint_decides_alone() {
        for says in [Some(true), Some(false), None] {
            let record = record(says, true);
            for is_empty in [EMPTY, GIVEN] {
                for accepts_other in [false, true] {
                    let judge = Judge { accepts_other, ..judge(&record) };
                    assert_eq!(judge.before(is_empty), Ok(()));
                    let matches = judge.after(is_empty, KeyVerdict::Matches);
                    assert_eq!(matches, Ok(KeyConfirmation::Fingerprint));
                    let differs = judge.after(is_empty, KeyVerdict::Differs);
                    let contradiction = judge.contradiction(is_empty).filter(|_| !accepts_other);
                    let denied = contradiction.map_or(Denied::OtherKey, Denied::Contradicted);
                    assert_eq!(differs, Err(denied), "accepted or not, another key is not given out");
                }
            }
        }
    }

    #[test]
    fn a_record_that_cannot_tell_of_the_shares_confirms_no_key() {
        let record = record(Some(false), false);
        let judge = Judge { are_dealt: false, ..judge(&record) };
        assert_eq!(judge.after(EMPTY, KeyVerdict::NoFingerprint), Ok(KeyConfirmation::Nothing));
        let alone = Judge { record: None, are_dealt: false, accepts_other: false };
        assert_eq!(alone.after(EMPTY, KeyVerdict::NoFingerprint), Ok(KeyConfirmation::Nothing));
        assert_eq!(alone.after(GIVEN, KeyVerdict::NoFingerprint), Ok(KeyConfirmation::Nothing));
    }

    #[test]
    fn only_what_was_confirmed_passes() {
        use {KeyConfirmation::*, Mismatch::*};
        for (confirmed, passed) in [
            (Fingerprint, Some(true)),
            (SealedFile, Some(true)),
            (PublicValue, Some(true)),
            (Record, Some(true)),
            (Nothing, None),
            (OtherPassphrase(Missing), None),
            (OtherPassphrase(Surplus), None),
        ] {
            assert_eq!(confirmed.passed(), passed);
        }
    }

    #[test]
    fn the_fingerprint_knows_its_key() {
        let secret = |byte| MasterSecret::copy_of(&[byte; 16]).unwrap();
        let record = record(None, true);
        assert_eq!(KeyVerdict::of(&secret(7), Some(&record), &mut |_| {}), KeyVerdict::Matches);
        assert_eq!(KeyVerdict::of(&secret(8), Some(&record), &mut |_| {}), KeyVerdict::Differs);
        assert_eq!(KeyVerdict::of(&secret(8), None, &mut |_| {}), KeyVerdict::NoFingerprint);
    }
}
