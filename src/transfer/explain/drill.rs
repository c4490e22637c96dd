//! Why a drill has failed.

use std::slice;

use crate::{
    ceremony::drill::DrillError,
    host::failure::{Code, Failure},
    transfer::{archive::record_check, intake::passphrase::contradicted},
};

impl From<DrillError> for Failure {
    fn from(error: DrillError) -> Self {
        match error {
            DrillError::Unproved(error, found) => {
                record_check::blamed(error, found.as_deref().map(slice::from_ref).unwrap_or_default())
            }
            DrillError::NotDealt(found, how) => record_check::not_dealt(&found, how),
            DrillError::OtherKey => record_check::other_key(),
            DrillError::OtherPassphrase(contradiction) => Self::new(
                Code::PassphraseContradicted,
                contradicted(contradiction),
                "give what the record says; or continue anyway, with --accept-other-passphrase",
            ),
            DrillError::CannotTell(found, why) => record_check::cannot_tell(&found, why),
            DrillError::NoPractice => record_check::no_practice().with_hint(
                "try another passphrase, or another copy of the record: this one may have been changed"
                    .to_owned(),
            ),
            DrillError::SelfCheck => Self::new(
                Code::SelfCheck,
                "the shares agree, but a quorum of them gives something else",
                "the memory or processor of this machine is faulty: use another",
            ),
        }
    }
}
