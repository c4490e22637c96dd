//! What a record says of shares, for programs.

use crate::custody::record::Standing;

/// What a record says of a share, for programs.
#[must_use]
pub const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Dealt => "dealt",
        Standing::NotDealt(_) => "not-dealt",
        Standing::Untold(_) => "untold",
    }
}
