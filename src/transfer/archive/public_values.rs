//! The public values of a record, and the file beside it with those that it holds as hashes.

use std::path::{Path, PathBuf};

use super::ledger::{Ledger, beside};
use crate::{
    ceremony::expected::{Expected, ExpectedValue, ProvedValue},
    crypto::random::OsEntropy,
    custody::{
        journal::{Entry, Event},
        record::{
            Record, Stamp,
            proved::{Opening, PublicValues, RecordedValue},
        },
    },
    formats::public::PublicValue,
    host::{
        console::Console,
        failure::Failure,
        files::read::{read_input, shown},
    },
    transfer::explain::expected::untold,
};

/// What a new record keeps of the values that its key has given.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// In the record.
    pub recorded: Vec<RecordedValue>,
    /// In the file beside it.
    pub openings: Vec<Opening>,
}

impl Kept {
    /// What is kept of these values.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn of<'a>(values: impl Iterator<Item = &'a ProvedValue>) -> Result<Self, Failure> {
        let mut kept = Self::default();
        for proved in values {
            let (text, kind) = (&proved.expected.text, proved.expected.value.kind());
            let mut recorded = without_value(proved);
            if betrays_nothing(&proved.expected.value) {
                recorded.value = Some(text.clone());
            } else {
                let opening = Opening::fresh(kind, text, &mut OsEntropy)
                    .map_err(crate::ceremony::split::SplitError::from)?;
                recorded.digest = opening.digest();
                kept.openings.push(opening);
            }
            kept.recorded.push(recorded);
        }
        Ok(kept)
    }

    /// The file beside the record of this set; none where there is nothing to keep in it.
    #[must_use]
    pub fn file(&self, set: u16) -> Option<PublicValues> {
        (!self.openings.is_empty()).then(|| PublicValues::new(set, self.openings.clone()))
    }
}

/// Whether a value may stand in the record, which every custodian holds: it shows no coins.
const fn betrays_nothing(value: &PublicValue) -> bool {
    match value {
        PublicValue::Fingerprint(_)
        | PublicValue::Recipient(_)
        | PublicValue::Ssh(_)
        | PublicValue::SshFingerprint(_) => true,
        PublicValue::Extended(_)
        | PublicValue::Bitcoin(_)
        | PublicValue::Ethereum(_)
        | PublicValue::Secp256k1(_)
        | PublicValue::XOnly(_)
        | PublicValue::Ed25519(_)
        | PublicValue::Solana(_) => false,
    }
}

/// Where the values are that a record holds as hashes: beside it.
#[must_use]
pub fn values_path(record: &Path) -> PathBuf {
    beside(record, "public-values.json")
}

/// The values of a record that a key can be compared with, and those of which nobody can tell.
#[derive(Clone, Debug, Default)]
pub struct RecordedValues {
    /// Each with its path.
    pub known: Vec<ExpectedValue>,
    /// The kinds of those whose opening is not here.
    pub untold: Vec<String>,
}

impl RecordedValues {
    /// Those of this ledger, opened by the file beside the record.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let Record { proved, plan, .. } = &ledger.record;
        let mut values =
            Self { known: plan.expect.iter().filter_map(|text| planned(text)).collect(), ..Self::default() };
        if proved.is_empty() {
            return values;
        }
        let file = values_path(ledger.path());
        let read = file.is_file().then(|| read_input(&file.to_string_lossy()).ok()).flatten();
        let openings = read.and_then(|text| PublicValues::read(text.expose()));
        // What a sealed file holds is told by opening it.
        for recorded in proved.iter().filter(|one| !one.is_key_file()) {
            let opened = openings.as_ref().and_then(|openings| openings.open(recorded));
            let text = recorded.value.as_deref().or(opened);
            // Of a path or a value that a later version wrote nothing can be said.
            match text.and_then(|text| expected(recorded, text)) {
                // With the path that is known, instead of one that would have to be searched.
                Some(value) => {
                    values.known.retain(|one| one.text != value.text);
                    values.known.push(value);
                }
                None => values.untold.push(recorded.kind.clone()),
            }
        }
        values
    }

    /// Adds them to what is expected of the key, each once: a value that was asked for and that the record holds is that of
    /// the record, with its path.
    pub fn add_to(&self, expected: &mut Expected) {
        for known in &self.known {
            let same = |one: &&mut ExpectedValue| {
                one.text == known.text && (one.path.is_none() || one.path == known.path)
            };
            match expected.values.iter_mut().find(same) {
                Some(asked) => *asked = ExpectedValue { is_asked: true, ..known.clone() },
                None => expected.values.push(known.clone()),
            }
        }
    }

    /// Says of which values nobody can tell, and why.
    pub fn tell_untold(&self, ledger: &Ledger, console: &Console) {
        for kind in &self.untold {
            let file = shown(&values_path(ledger.path()));
            console.warn(&untold(kind));
            console.say(&format!("this needs {file}"));
        }
    }
}

/// Notes which public values the key has given, and the fingerprint of the key in its sealed file, if it was compared.
///
/// # Errors
///
/// When the journal cannot be written.
pub fn note_proved(
    ledger: &mut Ledger,
    values: &[ProvedValue],
    key_file: Option<&str>,
    stamp: Stamp,
    console: &Console,
) -> Result<(), Failure> {
    // Whoever reads the journal holds the record, and learns no more from it.
    let noted = |one: &ProvedValue| one.expected.recorded.clone().unwrap_or_else(|| without_value(one));
    let key_file = key_file.map(RecordedValue::of_key_file).map(|key| {
        let is_recorded = ledger.record.proved.contains(&key);
        RecordedValue { value: key.value.filter(|_| is_recorded), ..key }
    });
    let proved: Vec<RecordedValue> = values.iter().map(noted).chain(key_file).collect();
    if proved.is_empty() {
        return Ok(());
    }
    ledger.note_beside(&Entry { proved, ..Entry::new(Event::Proved, stamp) }, console)
}

/// What may be noted of any value: its kind and its place.
fn without_value(proved: &ProvedValue) -> RecordedValue {
    RecordedValue {
        kind: proved.expected.value.kind().to_owned(),
        path: proved.fit.path.as_ref().map(ToString::to_string),
        value: None,
        digest: None,
        bip39_passphrase: proved.has_bip39_passphrase,
    }
}

/// A value that the plan says, whose path is searched for. A plan of a later version may have kinds that nobody knows here.
fn planned(text: &str) -> Option<ExpectedValue> {
    let value = PublicValue::read(text).ok()?;
    Some(ExpectedValue { text: text.to_owned(), value, path: None, recorded: None, is_asked: false })
}

fn expected(recorded: &RecordedValue, text: &str) -> Option<ExpectedValue> {
    let value = PublicValue::read(text).ok().filter(|value| value.kind() == recorded.kind)?;
    let path = recorded.path.as_deref().map(str::parse).transpose().ok()?;
    let recorded = Some(recorded.clone());
    Some(ExpectedValue { text: text.to_owned(), value, path, recorded, is_asked: false })
}
