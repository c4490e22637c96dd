//! Records and their journals as files, and the day that is written into them.

pub mod day;
pub mod ledger;
pub mod public_values;
pub mod receipt;
pub mod record_check;
pub mod standings;
pub mod today;
pub mod void;
