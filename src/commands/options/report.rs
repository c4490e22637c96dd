//! The report of a ceremony: who was there, where and when, as the operator states it; and the two files that it goes to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use super::outputs::new_file;
use crate::{
    custody::journal::ReportSums,
    formats::suspicion::document_holds_secret,
    host::{
        console::Console,
        failure::{Code, Failure},
        files::{
            read::{refuse_existing, shown},
            write::write_new,
        },
    },
    paper::{font, pdf},
    transfer::delivery::names::{LONGEST_TEXT, refuse_alike, refuse_secret, refuse_unclear},
};

/// What of a report nothing can confirm.
pub const STATEMENT: &str = "Dates, times, places and names are statements of the operator.";

/// Who was there, where, and when.
#[derive(Args, Clone, Debug, Default)]
pub struct Present {
    /// Somebody who is present and will sign; repeat for each
    #[arg(long = "attendee", value_name = "NAME", help_heading = "The report")]
    pub attendees: Vec<String>,
    /// The person at the machine
    #[arg(long, value_name = "NAME", help_heading = "The report")]
    pub operator: Option<String>,
    /// Where it takes place
    #[arg(long, value_name = "TEXT", help_heading = "The report")]
    pub place: Option<String>,
    /// The time of day at which it begins, such as 14:30 [default: that of the clock, in UTC]
    #[arg(long, value_name = "HH:MM", help_heading = "The report")]
    pub time: Option<String>,
}

impl Present {
    /// The first option that only a report can hold.
    #[must_use]
    pub const fn option(&self) -> Option<&'static str> {
        match self {
            Self { attendees, .. } if !attendees.is_empty() => Some("--attendee"),
            Self { operator: Some(_), .. } => Some("--operator"),
            Self { place: Some(_), .. } => Some("--place"),
            Self { time: Some(_), .. } => Some("--time"),
            _ => None,
        }
    }

    /// Refuses what a report could not hold: with these names and texts besides its own.
    ///
    /// # Errors
    ///
    /// When one is a secret, cannot be printed, or can be mistaken for another; or the time is none.
    pub fn refuse_unfit<'a>(
        &'a self,
        names: impl Iterator<Item = &'a String> + Clone,
        texts: impl Iterator<Item = &'a String> + Clone,
    ) -> Result<(), Failure> {
        let names = self.attendees.iter().chain(&self.operator).chain(names);
        let texts = texts.chain(&self.place);
        names.clone().try_for_each(|name| refuse_unclear(name))?;
        refuse_alike(names.clone())?;
        texts.clone().try_for_each(|text| refuse_secret(text, LONGEST_TEXT))?;
        if !names.chain(texts).all(|text| font::is_printable(text)) {
            let hint = "use Latin, Greek or Cyrillic letters: reports can print no others";
            return Err(Failure::usage("a text has a character that a report cannot print", hint));
        }
        self.time.as_deref().map_or(Ok(()), refuse_no_time)
    }
}

fn refuse_no_time(text: &str) -> Result<(), Failure> {
    let number = |text: &str, limit: u8| {
        let is_plain = text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
        is_plain && text.parse().is_ok_and(|number: u8| number < limit)
    };
    match text.split_once(':') {
        Some((hours, minutes)) if number(hours, 24) && number(minutes, 60) => Ok(()),
        _ => Err(Failure::usage("--time is not a time of day", "for instance: --time 14:30")),
    }
}

/// The two files of a report.
#[derive(Clone, Debug)]
pub struct ReportFiles {
    /// The one to be printed.
    pub pdf: PathBuf,
    /// The one for programs, beside it.
    pub json: PathBuf,
}

impl ReportFiles {
    /// The files by the name of the one to be printed. Told before anybody brings a share: nothing is ever overwritten.
    ///
    /// # Errors
    ///
    /// When they cannot be made there, or one is there already.
    pub fn new(name: &str) -> Result<Self, Failure> {
        let pdf = new_file("--report", name)?;
        let json = pdf.with_extension("json");
        if is_json(&pdf) {
            let hint = "for instance --report report.pdf; report.json is written beside it";
            return Err(Failure::usage("the report is a PDF", hint));
        }
        refuse_existing(&json)?;
        Ok(Self { pdf, json })
    }

    /// Writes both files, or none.
    ///
    /// # Errors
    ///
    /// When one cannot be written.
    pub fn write(&self, report: &ReportPair, console: &Console) -> Result<(), Failure> {
        write_new(&self.json, report.json.as_bytes())?;
        write_new(&self.pdf, &report.pdf).map_err(|failure| match fs::remove_file(&self.json) {
            Ok(()) => failure,
            Err(_) => failure.with_hint(format!("{} is still there: remove it", shown(&self.json))),
        })?;
        console
            .say(&format!("the report is in {}: it holds no secret, but it names people", shown(&self.pdf)));
        Ok(())
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// A report: as it is printed, and as programs read it.
#[derive(Debug)]
pub struct ReportPair {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The document.
    pub json: String,
}

impl ReportPair {
    /// A report that may leave: what looks like a share or a key is in neither.
    ///
    /// # Errors
    ///
    /// When something does. It is not repeated.
    pub fn new(pdf: Vec<u8>, json: String) -> Result<Self, Failure> {
        let printed = pdf::text::text(&pdf);
        if printed.is_some_and(|text| !document_holds_secret(&text)) && !document_holds_secret(&json) {
            return Ok(Self { pdf, json });
        }
        let hint = "leave out the option whose text it is, and begin again";
        Err(Failure::new(Code::SecretText, "something in the report looks like a share or a key", hint))
    }

    /// What the journal holds of it.
    #[must_use]
    pub fn sums(&self) -> ReportSums {
        ReportSums::of(&self.pdf, self.json.as_bytes())
    }
}
