//! What two machines compare that have computed the same set.

use serde::Serialize;

use super::{Record, RecordedSet, share_key::PublicKey};
use crate::crypto::hash::{code, labelled_hash};

/// Before what two machines compare.
const LABEL: &str = "quorate agreement 1";

/// What two machines compare: all that the cards are made of, as far as it may be known.
#[derive(Serialize)]
struct Agreement<'a> {
    header: RecordedSet,
    keys: Vec<&'a PublicKey>,
    plan_hash: &'a str,
    policy: Vec<[u8; 2]>,
    salt: &'a str,
}

impl Record {
    /// The code that two machines compare: 32 hex digits, in groups of four. None where a share has no verification key, for
    /// then nothing is said of that share.
    #[must_use]
    pub fn agreement_code(&self) -> Option<String> {
        let count = |cards: usize| u8::try_from(cards).ok();
        let groups = self.plan.groups.iter();
        let agreement = Agreement {
            header: self.set,
            keys: self.shares.iter().map(|share| share.key.as_ref()).collect::<Option<_>>()?,
            plan_hash: &self.plan_hash,
            policy: groups
                .map(|group| Some([group.threshold, count(group.cards.len())?]))
                .collect::<Option<_>>()?,
            salt: &self.salt,
        };
        // Numbers, strings and lists are always JSON.
        let canonical = serde_json::to_string(&agreement).ok()?;
        Some(code(&labelled_hash(LABEL, &canonical)))
    }
}
