//! What a drill or a recovery must have exercised besides the cards to count as one that the plan's rule asks for: whatever
//! the record says that recovery needs. One notion for both, and for lines that do not say what they left out.

use crate::custody::{
    journal::{Entry, Event, Unproved},
    record::Record,
};

/// What recovery needs besides cards, by the record, and was not proved. Of a record that does not know whether there is a
/// passphrase nothing is proved without the key itself.
#[must_use]
pub fn unproved(record: &Record, is_key_proved: bool, is_sealed_file_opened: bool) -> Vec<Unproved> {
    let passphrase = (record.passphrase != Some(false) && !is_key_proved).then_some(Unproved::Passphrase);
    let sealed = (record.sealed.is_some() && !is_sealed_file_opened).then_some(Unproved::SealedFile);
    passphrase.into_iter().chain(sealed).collect()
}

/// What a line that passed leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOpen {
    /// What was not proved, or perhaps not.
    pub what: Vec<Unproved>,
    /// Whether the line says so. One of version 0.1.0 does not say what was tried, and it cannot be known.
    pub is_said: bool,
}

impl LeftOpen {
    /// What a drill or recovery that passed leaves open; none where it is one that the plan's rule asks for.
    #[must_use]
    pub fn by(entry: &Entry, record: &Record) -> Option<Self> {
        let is_said = entry.unproved().is_some();
        let what = entry.unproved().map_or_else(
            || {
                // Version 0.1.0 recovered nothing whose fingerprint was another than the record's, but drilled without a key.
                let is_key_proved = entry.event == Event::Recovered && record.fingerprint.is_some();
                unproved(record, is_key_proved, false)
            },
            <[Unproved]>::to_vec,
        );
        (!what.is_empty()).then_some(Self { what, is_said })
    }
}

/// Things that were not proved, as people call them.
#[must_use]
pub fn named(unproved: &[Unproved]) -> String {
    let name = |one: &Unproved| match one {
        Unproved::Passphrase => "the passphrase",
        Unproved::SealedFile => "the sealed file",
        Unproved::Unknown => "something else",
    };
    unproved.iter().map(name).collect::<Vec<_>>().join(" and ")
}
