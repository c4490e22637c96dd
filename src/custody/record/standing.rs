//! What a record says of a share: that it was dealt, that it was not, or that it cannot tell. The third is never taken
//! for the first, wherever it is asked for.

use super::{NOT_PROVED, NOT_SEEN, Record, RecordedSet, RecordedShare, WHOLE_KEY, share_key::ShareKey};
use crate::slip39::{Header, Mnemonic};

/// What a record says of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the very share that was dealt.
    Dealt,
    /// It is not.
    NotDealt(Contradiction),
    /// The record cannot tell.
    Untold(Untold),
}

/// How a record contradicts a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// It says that it is of this set, and was never dealt like this: altered, forged, or of another dealing.
    Differs,
    /// It is of another set.
    OtherSet {
        /// The number of its set.
        own: u16,
        /// That of the set which the record is of.
        recorded: u16,
    },
    /// The set has no such place.
    NoSuchPlace,
}

/// Why a record cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// The share is the whole key, and must have no verification key. With what in the record can prove the key itself.
    WholeKey(KeyProof),
    /// Nobody brought it when the record was made anew.
    NotSeen,
    /// It came when the record was made anew, and took no part in what was proved then.
    NotProved,
    /// The record was changed after it was written: it contradicts itself.
    Changed(Changed),
}

/// What in a record can prove a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProof {
    /// Its fingerprint.
    Fingerprint,
    /// The sealed file, which no other key opens.
    SealedFile,
    /// Nothing.
    Nothing,
}

/// Where a record contradicts itself, so that nothing it says of a share can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It has no verification key, and no reason that its own plan bears out.
    NoReason,
    /// Its key is that of the share, but it says another iteration exponent than the share.
    Exponent,
    /// The same of the extendable flag.
    Extendable,
    /// The same of how many groups there are, or are needed.
    Groups,
    /// The same of how many members of the group are needed.
    Threshold,
    /// The same of the number of words.
    Words,
}

impl Record {
    /// What can prove that a key is the one that was split.
    #[must_use]
    pub const fn key_proof(&self) -> KeyProof {
        match (&self.fingerprint, &self.sealed) {
            (Some(_), _) => KeyProof::Fingerprint,
            (None, Some(_)) => KeyProof::SealedFile,
            (None, None) => KeyProof::Nothing,
        }
    }

    /// Whether the key is proved that opens a file to its end, where it is not another file than the record names. One that was made
    /// anew without such a file knows of none, and which passphrase is right it takes from that file alone.
    #[must_use]
    pub const fn is_proved_by_opening(&self) -> bool {
        self.sealed.is_some() || self.date.is_none()
    }

    /// Whether a drill can pass at all: something proves the key, or there is no passphrase, and cards whose keys are here are
    /// a quorum.
    #[must_use]
    pub fn can_be_drilled(&self) -> bool {
        let known = self.shares.iter().filter(|share| share.key.is_some());
        let known = known.map(|share| (share.group.saturating_sub(1), share.member.saturating_sub(1)));
        self.key_proof() != KeyProof::Nothing
            || self.passphrase == Some(false) && self.plan.is_quorum(&known.collect())
    }

    /// What the record says of the share with this header and these words.
    #[must_use]
    pub fn standing(&self, header: &Header, mnemonic: &Mnemonic) -> Standing {
        let own = header.set.encryption.identifier.value();
        if own != self.set.identifier {
            return Standing::NotDealt(Contradiction::OtherSet { own, recorded: self.set.identifier });
        }
        let Some(dealt) = self.dealt(header.group, header.member) else {
            return Standing::NotDealt(Contradiction::NoSuchPlace);
        };
        let differs = self.differs_from(header, mnemonic);
        match (&dealt.key, self.salt(), differs) {
            (Some(key), Some(salt), differs) if *key == ShareKey::of(mnemonic, &salt).public() => {
                differs.map_or(Standing::Dealt, |what| Standing::Untold(Untold::Changed(what)))
            }
            (Some(_), Some(_), _) | (_, _, Some(_)) => Standing::NotDealt(Contradiction::Differs),
            (_, _, None) => Standing::Untold(self.why_untold(dealt)),
        }
    }

    /// The first thing that the record says of a share and the share says otherwise.
    fn differs_from(&self, header: &Header, mnemonic: &Mnemonic) -> Option<Changed> {
        let (said, own) = (&self.set, RecordedSet::of(&header.set));
        let threshold = self.plan.groups.get(usize::from(header.group)).map(|group| group.threshold);
        [
            (said.exponent != own.exponent, Changed::Exponent),
            (said.extendable != own.extendable, Changed::Extendable),
            ((said.groups_needed, said.group_count) != (own.groups_needed, own.group_count), Changed::Groups),
            (threshold != Some(header.member_threshold), Changed::Threshold),
            (self.key.words != mnemonic.words().count(), Changed::Words),
        ]
        .into_iter()
        .find_map(|(differs, what)| differs.then_some(what))
    }

    /// Why there is no key of a share. Only a reason that the program gives is believed, and that a share is the whole key
    /// only where the plan bears it out: whoever writes `null` for a key would like a forged card to pass unremarked.
    #[must_use]
    pub fn why_untold(&self, dealt: &RecordedShare) -> Untold {
        let group = self.plan.groups.get(usize::from(dealt.group.saturating_sub(1)));
        let is_whole_key = self.set.groups_needed == 1 && group.is_some_and(|group| group.threshold == 1);
        match dealt.reason.as_deref() {
            Some(WHOLE_KEY) if is_whole_key => Untold::WholeKey(self.key_proof()),
            Some(NOT_SEEN) => Untold::NotSeen,
            Some(NOT_PROVED) => Untold::NotProved,
            _ => Untold::Changed(Changed::NoReason),
        }
    }
}
