//! `--date`.

use crate::{custody::date::Date, host::failure::Failure};

/// The day that `--date` says.
///
/// # Errors
///
/// When it is none.
pub fn day(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| Failure::usage("--date is not a day", "for instance: --date 2026-11-24"))
}
