//! What day it is. The clock of a machine without a network is often wrong, so it is shown to whoever is there, and who
//! said what is kept beside the day.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::{
    custody::{
        date::Date,
        record::{DateSource, Stamp},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
        terminal::{
            Screen, Terminal,
            prompt::{self, Echo},
        },
    },
};

/// The day that was given, or that of the clock.
///
/// # Errors
///
/// When none was given and the clock has no valid one.
pub fn unasked(given: Option<Date>) -> Result<Stamp, Failure> {
    match given {
        Some(day) => Ok(Stamp { day, source: DateSource::Given }),
        None => Ok(Stamp { day: clock()?, source: DateSource::Clock }),
    }
}

/// The same for what is written down: with a warning where the day can hardly be right.
///
/// # Errors
///
/// As [`unasked`].
pub fn warned(given: Option<Date>, console: &Console) -> Result<Stamp, Failure> {
    let stamp = unasked(given)?;
    let is_ahead = || clock().is_ok_and(|clock| stamp.day > clock.plus_days(1));
    if stamp.source == DateSource::Given && is_ahead() {
        console.warn("the day that was given lies in the future by this machine's clock");
    }
    if stamp.source == DateSource::Clock && !is_plausible(stamp.day) {
        console.warn(&format!("{} by this clock cannot be right: give the day with --date", stamp.day));
    }
    Ok(stamp)
}

/// The same for what happened and is noted afterwards: nothing that is noted lies ahead, where the clock can be believed.
///
/// # Errors
///
/// As [`unasked`], and when the day lies in the future.
pub fn past(given: Option<Date>, console: &Console) -> Result<Stamp, Failure> {
    // Somewhere it is tomorrow already.
    let latest = clock().ok().filter(|clock| is_plausible(*clock)).map(|clock| clock.plus_days(1));
    if given.zip(latest).is_some_and(|(day, latest)| day > latest) {
        let hint = "give the day on which it happened; if the clock is wrong, set it";
        return Err(Failure::usage("the day lies in the future by this machine's clock", hint));
    }
    warned(given, console)
}

/// The day that was given, or that of the clock, which somebody in front of the machine is asked to confirm if there is
/// anybody.
///
/// # Errors
///
/// When none was given and the clock has no valid one, or the question is broken off.
pub fn asked(given: Option<Date>, console: &Console, machine: Machine) -> Result<Stamp, Failure> {
    let stamp = warned(given, console)?;
    if stamp.source == DateSource::Given {
        return Ok(stamp);
    }
    if !machine.may_ask(console) {
        return Ok(stamp);
    }
    let terminal = Terminal::without_secrets(console, "give the day with --date")?;
    let mut session = terminal.session(Screen::Line)?;
    loop {
        let question = format!("today is {} by this clock: Enter, or type the day: ", stamp.day);
        let typed = prompt::line(&mut session, &question, Echo::Only(is_of_day))?;
        if typed.is_empty() {
            return Ok(Stamp { source: DateSource::Confirmed, ..stamp });
        }
        if let Ok(day) = typed.expose().trim().parse() {
            return Ok(Stamp { day, source: DateSource::Given });
        }
        // Whoever expects to be asked for a share types its words, and shares are asked for next.
        session.draw(if typed.expose().contains(char::is_alphabetic) {
            "only the day is asked for here, such as 2026-11-24; what was typed was not shown\n"
        } else {
            "a day is written like this: 2026-11-24\n"
        })?;
    }
}

/// What a day is written with, and the slips that are near.
const fn is_of_day(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '-' | '.' | '/' | ' ')
}

/// A clock before this program was written, or decades after, is wrong.
#[must_use]
pub fn is_plausible(day: Date) -> bool {
    let bounds = "2026-11-01".parse::<Date>().ok().zip("2066-01-01".parse().ok());
    bounds.is_some_and(|(first, last)| first <= day && day < last)
}

/// The time of day, and whether the operator gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// Hours and minutes; in UTC if they are those of the clock.
    pub text: String,
    /// Who says so.
    pub source: TimeSource,
}

/// Who says what time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TimeSource {
    /// The operator, by `--time`.
    Given,
    /// The clock of the machine.
    Clock,
}

/// The time that was given, or that of the clock; none where the clock has no valid one.
#[must_use]
pub fn time_of_day(given: Option<&str>) -> Option<TimeOfDay> {
    if let Some(text) = given {
        return Some(TimeOfDay { text: text.to_owned(), source: TimeSource::Given });
    }
    let minutes = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() / 60;
    Some(TimeOfDay {
        text: format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60),
        source: TimeSource::Clock,
    })
}

fn clock() -> Result<Date, Failure> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs());
    seconds.ok().and_then(Date::of_unix_time).ok_or_else(|| {
        let hint = "give the day: --date 2026-11-24";
        Failure::new(Code::Clock, "the clock of this machine has no valid day", hint)
    })
}
