//! What the arguments of `status` mean.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    iter,
};

use super::options::{Options, StatusFormat};
use crate::{
    commands::options::day::day,
    custody::{date::Date, journal::Head},
    host::{
        console::Console,
        failure::Failure,
        files::read::{read_kept_text_or_picture, shown},
    },
};

/// What is to be looked at, and how it is told.
#[derive(Debug)]
pub(super) struct Request {
    /// Each record, at least one.
    pub records: Vec<AskedRecord>,
    /// The day to report on; none for that of the clock.
    pub day: Option<Date>,
    /// The head since which the story is told.
    pub since: Option<String>,
    /// Where the sealed file is, if that was said.
    pub sealed: Option<String>,
    /// Whether the journal is told in words.
    pub journal: bool,
    /// Whether the life of the set is told.
    pub story: bool,
    /// What is printed.
    pub format: StatusFormat,
    /// Whether names become labels.
    pub label_names: bool,
}

/// A record to look at.
#[derive(Debug)]
pub(super) struct AskedRecord {
    /// Its file, as it was typed.
    pub typed: OsString,
    /// The head that somebody holds.
    pub head: HeldHead,
}

impl AskedRecord {
    /// The name of its file.
    ///
    /// # Errors
    ///
    /// When it is no text. That is told like a file that cannot be read, and hides no other record.
    pub(super) fn name(&self) -> Result<&str, Failure> {
        self.typed.to_str().ok_or_else(|| {
            let hint = "give the file another name; its journal lies beside it";
            Failure::usage(format!("a record cannot be read: {NO_TEXT}"), hint)
        })
    }
}

/// A name with bytes that are no letters of Unicode.
const NO_TEXT: &str = "its name is not UTF-8";

/// The head of a journal that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HeldHead {
    /// Nobody gave one.
    NotGiven,
    /// The code of one.
    Code(String),
    /// The file that should have it has none, or cannot be read: why.
    Unreadable(String),
}

impl HeldHead {
    /// Its code, if there is one.
    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code),
            Self::NotGiven | Self::Unreadable(_) => None,
        }
    }

    /// What a file has: the machine that keeps it may be away, and that must hide nothing else.
    fn of_file(typed: &OsStr) -> Self {
        let unreadable = |why: &str| Self::Unreadable(format!("{}: {why}", shown(typed.as_ref())));
        let Some(name) = typed.to_str() else { return unreadable(NO_TEXT) };
        let text = match read_kept_text_or_picture(name) {
            Ok(text) => text,
            Err(failure) => return Self::Unreadable(failure.message),
        };
        match str::from_utf8(text.expose()).map(str::trim) {
            Ok("") => unreadable("the file is empty"),
            Ok(code) if Head::digits(code).is_some() => Self::Code(code.to_owned()),
            _ => unreadable("it is not the code of a head"),
        }
    }
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or a code is none.
    pub(super) fn new(typed: Options, console: &Console) -> Result<Self, Failure> {
        let day = typed.date.as_deref().map(day).transpose()?;
        for (option, code) in [("--expect-head", &typed.expect_head), ("--since", &typed.since)] {
            refuse_no_head(option, code.as_deref())?;
        }
        let format = match (typed.format, console.json) {
            (None, true) => StatusFormat::Json,
            (None, false) => StatusFormat::Text,
            (Some(format), json) if !json || format == StatusFormat::Json => format,
            (Some(_), _) => {
                return Err(Failure::usage(
                    "--json and --format ask for two things",
                    "leave one of them out",
                ));
            }
        };
        if typed.label_names && format != StatusFormat::Prometheus {
            return Err(Failure::usage("--label-names goes with --format prometheus", "leave it out"));
        }
        if (typed.journal || typed.story) && matches!(format, StatusFormat::Prometheus | StatusFormat::Nagios)
        {
            let hint = "run it again without --format, for people";
            return Err(Failure::usage("--journal and --story are not for a monitoring system", hint));
        }
        refuse_for_several(&typed)?;
        let heads: Vec<HeldHead> = match typed.expect_head {
            Some(code) => vec![HeldHead::Code(code)],
            None => typed.expect_head_file.iter().map(|name| HeldHead::of_file(name)).collect(),
        };
        let heads = heads.into_iter().chain(iter::repeat(HeldHead::NotGiven));
        let records = typed.records.into_iter().zip(heads);
        Ok(Self {
            records: records.map(|(typed, head)| AskedRecord { typed, head }).collect(),
            day,
            since: typed.since,
            sealed: typed.sealed,
            journal: typed.journal,
            story: typed.story,
            format,
            label_names: typed.label_names,
        })
    }
}

/// What is for one record cannot be for several; and no file says for which of them it is.
fn refuse_for_several(typed: &Options) -> Result<(), Failure> {
    let single = [
        ("--expect-head", typed.expect_head.is_some()),
        ("--since", typed.since.is_some()),
        ("--sealed", typed.sealed.is_some()),
    ];
    let given = single.into_iter().find(|(_, is_given)| *is_given && typed.records.len() > 1);
    if let Some((option, _)) = given {
        let hint = "ask for one record at a time; --expect-head-file takes a file for each record";
        return Err(Failure::usage(format!("{option} goes with one record"), hint));
    }
    let files = typed.expect_head_file.len();
    if files > 0 && files != typed.records.len() {
        let hint = "give one for each record, in the same order";
        return Err(Failure::usage("there are not as many head files as records", hint));
    }
    let names: BTreeSet<&OsString> = typed.records.iter().collect();
    if names.len() < typed.records.len() {
        return Err(Failure::usage("a record is named twice", "name each once"));
    }
    Ok(())
}

/// An empty text, or another, was no head of any journal: that tells nothing of this one.
fn refuse_no_head(option: &str, code: Option<&str>) -> Result<(), Failure> {
    if code.is_none_or(|code| Head::digits(code).is_some()) {
        return Ok(());
    }
    let message = format!("{option} takes the code of a head: eight times four hexadecimal digits");
    Err(Failure::usage(message, "every command that writes a line of the journal prints it"))
}
