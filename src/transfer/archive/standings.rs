//! What a record says of shares, for programs.

use serde::Serialize;

use crate::custody::record::Standing;

/// What a record says of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CardVerdict {
    /// It is the very card that was dealt.
    Dealt,
    /// It is not.
    NotDealt,
    /// The record cannot tell.
    Untold,
}

impl From<Standing> for CardVerdict {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Dealt => Self::Dealt,
            Standing::NotDealt(_) => Self::NotDealt,
            Standing::Untold(_) => Self::Untold,
        }
    }
}
