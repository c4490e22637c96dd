//! A day in a record or a journal, and who says that it was that day.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::custody::date::Date;

/// A day, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The day.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
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

fn as_text<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}
