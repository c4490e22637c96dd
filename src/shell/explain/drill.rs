//! Why a drill has failed.

use crate::{
    ceremony::{drill::DrillError, recover::RecoverError},
    shell::{
        against,
        failure::{Exit, Failure},
    },
};

impl From<DrillError> for Failure {
    fn from(error: DrillError) -> Self {
        match error {
            // The shares alone cannot tell who is at fault, but the record can.
            DrillError::Unproved(
                error @ (RecoverError::GroupDisagrees(_) | RecoverError::GroupsDisagree(_)),
                Some(found),
            ) => {
                Self::from(error).with_hint(format!("by the record, {} is not the card dealt", found.source))
            }
            DrillError::Unproved(error, _) => error.into(),
            DrillError::NotDealt(found) => against::not_dealt(&found),
            DrillError::OtherKey => against::other_key(),
            DrillError::SelfCheck => Self::new(
                Exit::System,
                "self-check",
                "the shares agree, and yet a quorum of them gives something else",
                "memory or processor of this machine are at fault: use another",
            ),
        }
    }
}
