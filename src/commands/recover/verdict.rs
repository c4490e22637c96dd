//! What confirms a recovered key in the very form that is shown.
//!
//! A record knows the bytes that were split. What is made of them for a page or a pipe may hang on more: the wallet of
//! BIP-39 words on a passphrase that no share and no record holds, another form on what somebody takes the bytes to be.

use super::{RecoveredKey, Recovery, assumed};
use crate::{
    ceremony::{
        passphrase::{KeyConfirmation, KeyVerdict},
        practice,
    },
    formats::{
        key::{Form, Way},
        public::Reading,
    },
};

impl RecoveredKey {
    /// Whether a public value proves that the bytes are a key of this form, which nobody else says.
    pub(super) fn is_proved_as(&self, form: Form) -> bool {
        let mut proving = self.proof.values.iter().filter(|one| one.expected.value.proves());
        proving.any(|one| match one.fit.reading {
            Reading::Words(language) => form == Form::Bip39(language),
            Reading::Seed | Reading::Extended => form == Form::Xprv,
            Reading::Private(_) => matches!(form, Form::Wif { .. }),
            Reading::Identity => form == Form::Age,
        })
    }
}

impl Recovery<'_> {
    /// What confirms that what is given out is what was split, or was sealed to it.
    pub(super) fn confirmed_by(&self, found: &RecoveredKey) -> KeyConfirmation {
        if self.bytes_are_all(found) { found.confirmed_by } else { found.confirmed_by.lost() }
    }

    /// What confirms the bytes that were split, where it does not confirm what is made of them.
    pub(super) fn bytes_confirmed_by(&self, found: &RecoveredKey) -> Option<KeyConfirmation> {
        let is_lost = self.confirmed_by(found).passed() != found.confirmed_by.passed();
        is_lost.then_some(found.confirmed_by)
    }

    /// Whether the fingerprint is that of what is given out.
    pub(super) fn has_fingerprint(&self, found: &RecoveredKey) -> bool {
        found.fingerprint == KeyVerdict::Matches && self.bytes_confirmed_by(found).is_none()
    }

    /// Whether the record calls the key the practice key, and it is another: it was changed, and confirms nothing.
    pub(super) fn is_no_practice(&self, found: &RecoveredKey) -> bool {
        self.record().is_some_and(|record| record.practice) && !practice::is_practice(&found.secret)
    }

    fn bytes_are_all(&self, found: &RecoveredKey) -> bool {
        if self.is_no_practice(found) {
            return false;
        }
        match self.request.way {
            _ if self.request.open.is_some() => true,
            Way::WalletOfWords(_) => found.proof.proves_wallet(),
            Way::Assumed => {
                found.is_proved_as(self.request.form) || assumed(self.request.form, &found.secret).is_none()
            }
            Way::Itself | Way::Bytes | Way::WalletOfSeed | Way::Another => true,
        }
    }
}
