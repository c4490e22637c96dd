//! A drill: a recovery tried in every way that the shares allow, up to the key and no further.

use super::{
    compare::{Compared, compare, compare_set},
    practice,
    recover::{RecoverError, sourced},
    submission::{Gathered, Source, Submission, Unreadable},
};
use crate::{
    hash::Tick,
    record::{Record, journal::CardNumber},
    slip39::{Header, MasterSecret, Quorum, SetHeader},
};

/// What a drill has found so far, whatever its end will be.
#[derive(Debug, Default)]
pub struct Drill {
    /// Each share that was brought, in the order they came.
    pub shares: Vec<Drilled>,
    /// What the record says of them, if there is one.
    pub compared: Vec<Compared>,
    /// What they have in common, once that is known.
    pub set: Option<SetHeader>,
    /// Recombinations that were tried.
    pub quorums_tried: u64,
    /// Those that gave the same as all the others.
    pub quorums_passed: u64,
    /// Whether a key was derived, with the passphrase that was given.
    pub has_key: bool,
    /// What the fingerprint in the record says of that key.
    pub fingerprint: KeyVerdict,
    /// Whether the key is the published practice key.
    pub is_practice: bool,
}

/// A share in a drill.
#[derive(Clone, Debug)]
pub struct Drilled {
    /// Where it came from.
    pub source: Source,
    /// Its header, or why it is no share.
    pub header: Result<Header, Unreadable>,
    /// Whether it took part in giving the encrypted master secret back.
    pub is_exercised: bool,
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

/// Why a drill has failed. When several apply, the first of these is told, but that too few shares come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillError {
    /// The shares are no quorum, or not one that agrees. With the share that the record contradicts, if it knows one.
    Unproved(RecoverError, Option<Box<Compared>>),
    /// A share is not the one that was dealt.
    NotDealt(Compared),
    /// The key is not the one that was split.
    OtherKey,
    /// The shares agree, and yet a quorum of them gives something else: memory or processor are at fault.
    SelfCheck,
}

impl Drill {
    /// Takes note of what was brought, and of what the record says of it.
    pub fn bring(&mut self, submissions: &[Submission], record: Option<&Record>) {
        let drilled = |submission: &Submission| Drilled {
            source: submission.source.clone(),
            header: submission.share.as_ref().map(|share| *share.header()).map_err(Clone::clone),
            is_exercised: false,
        };
        self.shares = submissions.iter().map(drilled).collect();
        self.compared = record.map(|record| compare(record, submissions)).unwrap_or_default();
        self.begin(record);
    }

    /// The same for shares that were typed.
    pub fn bring_typed(&mut self, gathered: &Gathered, record: Option<&Record>) {
        let sourced = |header: Header| {
            let source = gathered.source_of(&header)?.clone();
            Some(Drilled { source, header: Ok(header), is_exercised: false })
        };
        self.shares = gathered.set.headers().filter_map(sourced).collect();
        self.compared = record.map(|record| compare_set(record, gathered)).unwrap_or_default();
        self.begin(record);
    }

    fn begin(&mut self, record: Option<&Record>) {
        if record.is_some_and(|record| record.fingerprint.is_some()) {
            self.fingerprint = KeyVerdict::NotCompared;
        }
    }

    /// Tries every quorum of the shares that came together.
    ///
    /// # Errors
    ///
    /// When they do not all agree or do not suffice, or the record contradicts one.
    pub fn try_every_quorum(&mut self, gathered: &Gathered, tick: Tick<'_>) -> Result<Quorum, DrillError> {
        let tried = gathered.set.try_every_quorum(tick);
        self.set = gathered.set.header();
        (self.quorums_tried, self.quorums_passed) = (tried.tried, tried.passed);
        let contradicted: Vec<Compared> =
            self.compared.iter().filter(|one| one.is_contradicted()).cloned().collect();
        for share in &mut self.shares {
            let is_exercised = share.header.as_ref().is_ok_and(|header| tried.exercised.contains(header));
            share.is_exercised = is_exercised && contradicted.iter().all(|one| one.source != share.source);
        }
        let contradicted = contradicted.into_iter().next();
        match (tried.together.map_err(|error| sourced(gathered, error)), contradicted) {
            (Err(too_few @ RecoverError::TooFew { .. }), None) => Err(DrillError::Unproved(too_few, None)),
            (Ok(_) | Err(RecoverError::TooFew { .. }), Some(found)) => Err(DrillError::NotDealt(found)),
            (Err(error), found) => Err(DrillError::Unproved(error, found.map(Box::new))),
            (Ok(_), None) if tried.passed != tried.tried => Err(DrillError::SelfCheck),
            (Ok(quorum), None) => {
                self.is_practice = practice::holds_practice_key(quorum.ems());
                Ok(quorum)
            }
        }
    }

    /// Compares the key that was derived with the fingerprint in the record, if there is one.
    ///
    /// # Errors
    ///
    /// When it is another key.
    pub fn compare_key(
        &mut self,
        secret: &MasterSecret,
        record: Option<&Record>,
        tick: Tick<'_>,
    ) -> Result<(), DrillError> {
        self.has_key = true;
        self.is_practice |= practice::is_practice(secret);
        let known = record.and_then(|record| Some((record.fingerprint.as_ref()?, record.salt()?)));
        self.fingerprint = match known {
            None => KeyVerdict::NoFingerprint,
            Some((fingerprint, salt)) if fingerprint.is_of(secret, &salt, tick) => KeyVerdict::Matches,
            Some(_) => KeyVerdict::Differs,
        };
        if self.fingerprint == KeyVerdict::Differs { Err(DrillError::OtherKey) } else { Ok(()) }
    }

    /// The cards that were exercised, each once, in order.
    #[must_use]
    pub fn exercised(&self) -> Vec<CardNumber> {
        let exercised = self.shares.iter().filter(|share| share.is_exercised);
        let headers = exercised.filter_map(|share| share.header.as_ref().ok());
        let mut cards: Vec<CardNumber> = headers.map(CardNumber::of).collect();
        cards.sort_unstable();
        cards.dedup();
        cards
    }

    /// The cards that were not: of the plan, if there is a record; else of those that came.
    #[must_use]
    pub fn not_exercised(&self, record: Option<&Record>) -> Vec<CardNumber> {
        let exercised = self.exercised();
        let mut cards: Vec<CardNumber> = match record {
            Some(record) => {
                record.plan.cards().map(|(group, member, _)| CardNumber { group, member }).collect()
            }
            None => self
                .shares
                .iter()
                .filter_map(|share| Some(CardNumber::of(share.header.as_ref().ok()?)))
                .collect(),
        };
        cards.retain(|card| !exercised.contains(card));
        cards.sort_unstable();
        cards.dedup();
        cards
    }

    /// Whether the key that came out was compared with the one that was split.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.fingerprint == KeyVerdict::Matches
    }
}
