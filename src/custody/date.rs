//! Days of the calendar. A day is what people write beside a signature; hours and time zones are not in it.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A day, from 1900 to 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(NaiveDate);

impl Date {
    /// The UTC day of a Unix time; `None` outside 1900 to 2999.
    #[must_use]
    pub fn of_unix_time(seconds: u64) -> Option<Self> {
        let moment = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
        Self::within(moment.date_naive())
    }

    /// How many days later than `other` it is; negative if it is earlier.
    #[must_use]
    pub fn days_since(self, other: Self) -> i64 {
        self.0.signed_duration_since(other.0).num_days()
    }

    /// So many days later; the last day there is, at the most.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        self.0.checked_add_days(Days::new(days.into())).map_or(self, Self)
    }

    fn within(day: NaiveDate) -> Option<Self> {
        let text = day.to_string();
        (text.len() == 10 && ("1900-01-01".."3000-01-01").contains(&text.as_str())).then_some(Self(day))
    }
}

/// A text that is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day such as 2026-11-24")]
pub struct NoDate;

impl FromStr for Date {
    type Err = NoDate;

    /// `2026-11-24`, and nothing else.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NoDate)?;
        // The library would also take a sign, or fewer digits.
        Self::within(day).filter(|date| date.to_string() == text).ok_or(NoDate)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day() {
        for day in ["2026-11-23", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert_eq!(day.parse::<Date>().map(|date| date.to_string()).as_deref(), Ok(day));
        }
        for none in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "26-11-23",
            "2026-11-23-",
            "+026-11-23",
            "0000-01-01",
            "2026-1-01",
            " 2026-01-01",
            "soon",
            "",
        ] {
            assert_eq!(none.parse::<Date>(), Err(NoDate), "{none}");
        }
    }

    #[test]
    fn days_are_counted_over_the_ends_of_years() {
        let (last, first): (Date, Date) = ("2024-12-31".parse().unwrap(), "2025-01-01".parse().unwrap());
        assert_eq!((first.days_since(last), last.days_since(first)), (1, -1));
        assert_eq!(last.plus_days(366).to_string(), "2026-01-01");
        assert_eq!(
            Date::of_unix_time(1_795_478_400).map(|date| date.to_string()).as_deref(),
            Some("2026-11-24")
        );
        assert_eq!(Date::of_unix_time(u64::MAX), None);
    }
}
