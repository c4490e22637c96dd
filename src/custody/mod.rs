//! Who holds what, and what happened to it: the plan, its analysis, the record, the journal, and what is due on a day.

pub mod analysis;
pub mod card_number;
pub mod date;
pub mod evidence;
pub mod journal;
mod kept;
pub mod name;
pub mod plan;
pub mod receipt;
pub mod record;
pub mod status;
