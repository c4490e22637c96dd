//! A day in a record or a journal, and who says that it was that day.

use serde::{Deserialize, Serialize};

use crate::custody::date::Date;

/// A day, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The day.
    pub day: Date,
    /// Who says so.
    pub source: DateSource,
}

/// Who says what day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// The operator, by `--date`.
    Given,
    /// The clock of the machine, which a person in front of it confirmed.
    Confirmed,
    /// The clock of the machine alone, which on a machine without a network is often wrong.
    Clock,
}

impl DateSource {
    /// In words.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Given => "as given",
            Self::Confirmed => "by the clock, confirmed",
            Self::Clock => "by the clock",
        }
    }
}
