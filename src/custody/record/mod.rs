//! The record of a split: everything that is to be known of a set later, and nothing secret. It names people, so it is
//! confidential. It never changes; what happens afterwards is in its journal.
//!
//! For each share it holds a verification key. The signing key belongs to nobody but whoever holds the share: it is
//! derived from its words. So one key is both the commitment to the share and the means of proving it.

use serde::{Deserialize, Serialize};

use self::{
    fingerprint::Fingerprint,
    form::RecordedForm,
    origin::{AcceptedShares, RecordedOrigin},
    proved::RecordedValue,
    remade::Remade,
    rolled::RecordedRolls,
    sealed::{RecordedSealed, SealedShare},
    share_key::{PublicKey, SALT_BYTES, ShareKey},
};
use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::{bytes, hex, sha256_hex},
    },
    custody::{kept, plan::Plan},
    formats::visible::all_printable,
    slip39::{Header, Mnemonic, SetHeader, ordinal, words::value_bytes},
};

mod agreement;
pub mod fingerprint;
pub mod form;
pub mod origin;
pub mod proved;
pub mod remade;
pub mod rolled;
pub mod sealed;
pub mod share_key;
mod stamp;
mod standing;
mod superseded;

pub use self::{
    stamp::{DateSource, Stamp},
    standing::{Changed, Contradiction, KeyProof, Standing, Untold},
    superseded::{Superseded, Theft},
};

/// What every record says of itself.
pub const SCHEMA: &str = "quorate/record";

/// The version of the record that is written when a set is made.
pub const VERSION: u32 = 1;

/// The version of a record that was made anew: the day of the deal is not known, and nothing may count from it. Programs
/// that would need that day refuse it.
pub const MADE_ANEW: u32 = 2;

/// Why a share that is the secret itself has no key.
pub const WHOLE_KEY: &str =
    "this share is the whole key: a public value of it would let anybody test guesses";

/// Why a share that nobody brought has no key in a record that was made anew.
pub const NOT_SEEN: &str = "this share was not there when the record was made anew";

/// Why a share that came alone from its group has no key in such a record.
pub const NOT_PROVED: &str = "this share was there when the record was made anew, and nothing proved it";

/// The record of one split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`], or [`MADE_ANEW`].
    pub version: u32,
    /// What the shares have in common.
    pub set: RecordedSet,
    /// What the set is called.
    pub label: Option<String>,
    /// Who answers for what.
    pub plan: Plan,
    /// The hash of the plan, 64 hex digits.
    pub plan_hash: String,
    /// What the key is, and the words cannot carry.
    pub key: RecordedKey,
    /// Whether a passphrase is needed besides the shares; none if that is not known.
    pub passphrase: Option<bool>,
    /// Whether a plan was accepted under which one person or place can freeze or take the key.
    pub single_point_accepted: bool,
    /// The rules that the plan broke when the set was made, which was accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken_rules_accepted: Vec<String>,
    /// Whether the key is the published practice key.
    pub practice: bool,
    /// The day of the split; none in a record that was made anew.
    pub date: Option<Stamp>,
    /// What is told of the lost record in whose place it was made. Not said in records from before version 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remade: Option<Remade>,
    /// What made it.
    pub tool: Tool,
    /// The sets of the same key before this one, oldest first.
    pub supersedes: Vec<Superseded>,
    /// What it was made of, if it was made of shares. Not said in records from before version 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<RecordedOrigin>,
    /// The shares from before it of which the owner had accepted by then that they still open the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old_shares_accepted: Vec<AcceptedShares>,
    /// Keeps the verification keys of one share in two records apart: 64 hex digits.
    pub salt: String,
    /// The shares, by group and then member.
    pub shares: Vec<RecordedShare>,
    /// What tells whether a recovered key is the one that was split, if that was wanted.
    pub fingerprint: Option<Fingerprint>,
    /// Public values that the key gave before it was dealt. Not said in records from before version 0.2.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proved: Vec<RecordedValue>,
    /// The file that the key opens, if one was sealed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<RecordedSealed>,
    /// How people's rolls went into it. Not said where nobody rolled, in records from before version 0.2, and in those that were
    /// made anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolled: Option<RecordedRolls>,
    /// Whether a journal was begun together with it, so that where none is now, one was lost. Not said in records from
    /// before version 0.2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub journal: bool,
}

/// What the shares of a set have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedSet {
    /// The identifier, 0 to 32,767.
    pub identifier: u16,
    /// Whether it is extendable.
    pub extendable: bool,
    /// The iteration exponent, 0 to 15.
    pub exponent: u8,
    /// Groups that must come together.
    pub groups_needed: u8,
    /// Groups that there are.
    pub group_count: u8,
}

impl RecordedSet {
    /// The same as a header says it.
    #[must_use]
    pub const fn of(set: &SetHeader) -> Self {
        Self {
            identifier: set.encryption.identifier.value(),
            extendable: set.encryption.extendable,
            exponent: set.encryption.exponent.value(),
            groups_needed: set.group_threshold,
            group_count: set.group_count,
        }
    }
}

/// What is known of the key, none of it secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedKey {
    /// Bytes of the master secret.
    pub bytes: usize,
    /// Words of each share.
    pub words: usize,
    /// The form that it came in, if it came as a key.
    pub form: Option<RecordedForm>,
    /// A public value of the owner's: an address or a public key.
    pub public: Option<String>,
}

/// What made a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// The version of the program.
    pub version: String,
    /// The SHA-256 of its file.
    pub sha256: String,
    /// Whether the kernel kept it offline and its memory to itself.
    pub hardened: bool,
    /// The SHA-256 that the medium claimed of itself from which the machine was started, where it was the one for the room; 64 hex
    /// digits. A changed medium would claim the right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium_claimed: Option<String>,
}

/// A share, as far as it may be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedShare {
    /// Its group, from 1.
    pub group: u8,
    /// Its place in the group, from 1.
    pub member: u8,
    /// Its verification key; none where it must not have one.
    pub key: Option<PublicKey>,
    /// Why it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// To whom it was sealed, if it left sealed. Not said in records from before version 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedShare>,
}

impl RecordedShare {
    /// Whether the record was made anew, and this share either did not come or was not proved then.
    #[must_use]
    pub fn was_not_proved(&self) -> bool {
        self.key.is_none() && matches!(self.reason.as_deref(), Some(NOT_SEEN | NOT_PROVED))
    }
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// When it is none, or contradicts itself.
    pub fn read(text: &[u8]) -> Result<Self, RecordError> {
        #[derive(Deserialize)]
        struct SchemaVersion {
            schema: String,
            version: u32,
        }
        let head: SchemaVersion = serde_json::from_slice(text).map_err(|_| RecordError::NoRecord)?;
        if head.schema != SCHEMA {
            return Err(RecordError::NoRecord);
        }
        if !matches!(head.version, VERSION | MADE_ANEW) {
            return Err(RecordError::Version(head.version));
        }
        let record: Self =
            serde_json::from_slice(text).map_err(|error| RecordError::Damaged { line: error.line() })?;
        if record.plan.hash() != record.plan_hash {
            return Err(RecordError::PlanHash);
        }
        if !record.is_consistent() {
            return Err(RecordError::Contradiction);
        }
        if !all_printable(&record) {
            return Err(RecordError::Unprintable);
        }
        Ok(record)
    }

    fn is_consistent(&self) -> bool {
        let places = self.plan.cards().map(|(group, member, _)| (ordinal(group), ordinal(member)));
        self.version == if self.date.is_some() { VERSION } else { MADE_ANEW }
            && self.plan.policy().is_ok_and(|policy| {
                (policy.groups_needed(), policy.group_count())
                    == (self.set.groups_needed, self.set.group_count)
            })
            && self.plan.is_sealing_consistent()
            && self.shares.iter().map(|share| (share.group, share.member)).eq(places)
            && self.salt().is_some()
            && self.shares.iter().filter_map(|share| share.sealed.as_ref()).all(SealedShare::is_consistent)
            && self.remade.as_ref().is_none_or(|remade| self.date.is_none() && remade.is_consistent())
            && self.sealed.as_ref().is_none_or(RecordedSealed::is_plain)
            && self.proved.iter().all(RecordedValue::is_consistent)
            && self.rolled.as_ref().is_none_or(RecordedRolls::is_consistent)
            && value_bytes(self.key.words) == Some(self.key.bytes)
            && self.supersedes.iter().all(Superseded::is_consistent)
            && self.origin.as_ref().and_then(RecordedOrigin::superseded).is_none_or(|set| self.is_after(set))
            && self.old_shares_accepted.iter().all(|accepted| match accepted.set {
                Some(set) => self.is_after(set),
                None => self.foreign_origin().is_some(),
            })
    }

    /// Whether this set of the same key came before.
    fn is_after(&self, set: u16) -> bool {
        self.supersedes.iter().any(|old| old.identifier == set)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        kept::text(self)
    }

    /// A fresh salt, as the record holds it.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn fresh_salt(entropy: &mut impl Entropy) -> Result<String, NoEntropy> {
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt)?;
        Ok(hex(&salt))
    }

    /// The salt.
    #[must_use]
    pub fn salt(&self) -> Option<[u8; SALT_BYTES]> {
        bytes(&self.salt)
    }

    /// What a record made with this salt holds of a share.
    #[must_use]
    pub fn share(header: &Header, mnemonic: &Mnemonic, salt: &[u8; SALT_BYTES]) -> RecordedShare {
        let is_whole_key = header.set.group_threshold == 1 && header.member_threshold == 1;
        let key = (!is_whole_key).then(|| ShareKey::of(mnemonic, salt).public());
        let reason = is_whole_key.then(|| WHOLE_KEY.to_owned());
        RecordedShare {
            group: ordinal(header.group),
            member: ordinal(header.member),
            key,
            reason,
            sealed: None,
        }
    }

    /// What the record holds of the share with this group and member, counted from 0.
    #[must_use]
    pub fn dealt(&self, group: u8, member: u8) -> Option<&RecordedShare> {
        self.shares.iter().find(|share| (share.group, share.member) == (ordinal(group), ordinal(member)))
    }

    /// The shares of another tool that it was made of, or a set before it, if one was.
    #[must_use]
    pub fn foreign_origin(&self) -> Option<&RecordedOrigin> {
        let before = self.supersedes.iter().filter_map(|old| old.origin.as_ref());
        self.origin.iter().chain(before).find(|origin| origin.superseded().is_none())
    }

    /// What its plan is called, wherever its hash is shown: there is a plan of today, too, which may be another.
    #[must_use]
    pub const fn plan_of(&self) -> &'static str {
        if self.date.is_some() { "plan of the deal" } else { "plan of the record made anew" }
    }

    /// What the set is called.
    #[must_use]
    pub fn name(&self) -> String {
        let label = self.label.as_ref().or(self.plan.title.as_ref());
        label.map_or_else(|| format!("set {}", self.set.identifier), Clone::clone)
    }
}

/// The SHA-256 of a record's file: what its journal begins with.
#[must_use]
pub fn hash_of(file: &[u8]) -> String {
    sha256_hex(file)
}

/// Why a text is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It is something else.
    #[error("this is not a record")]
    NoRecord,
    /// It was made by a later version.
    #[error("this record has version {0}, but this program reads versions up to {MADE_ANEW}")]
    Version(u32),
    /// Something is missing or is not what it should be.
    #[error("this record is damaged at line {line}")]
    Damaged {
        /// The line, from 1.
        line: usize,
    },
    /// The plan is not the one that the hash is of.
    #[error("the plan in this record was changed: its hash does not match")]
    PlanHash,
    /// Its parts do not fit together.
    #[error("this record contradicts itself")]
    Contradiction,
    /// A text in it would steer a terminal, or hides something.
    #[error("this record was changed: it has invisible characters")]
    Unprintable,
}

#[cfg(test)]
pub(crate) mod sample;

#[cfg(test)]
mod tests;
