//! What `status` answers of several records.

use std::{borrow::Cow, fmt::Write as _};

use serde::Serialize;

use crate::{
    commands::status::{looked::Looked, report::report},
    host::{
        console,
        failure::{Code, Failure},
    },
};

/// What is told of several records, in their order.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    /// Each record: with the fields of a document of its own where it could be read, and why not else.
    records: Vec<ToldRecord<'a>>,
    #[serde(skip)]
    looked: &'a [Looked],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ToldRecord<'a> {
    /// Its file, as it was typed; or its number in the order of the arguments, where there is no such file.
    #[cfg_attr(test, schemars(length(min = 1)))]
    record: &'a str,
    /// Whether nothing is due or wrong with it.
    ok: bool,
    /// The exit code that it would have alone; left out where nothing is due or wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    exit: Option<u8>,
    /// Why it is not as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(flatten)]
    status: SeenOrNot<'a>,
}

/// What could be read of a record.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum SeenOrNot<'a> {
    /// All that a document of its own has.
    Seen(Box<super::Answer<'a>>),
    /// Nothing.
    Not {},
}

impl<'a> ToldRecord<'a> {
    fn of(looked: &'a Looked) -> Self {
        let (status, failure) = (looked.seen.as_ref(), looked.failure());
        Self {
            record: &looked.name,
            ok: failure.is_none(),
            exit: failure.as_ref().map(Failure::exit),
            code: failure.as_ref().map(|failure| failure.code),
            message: failure.as_ref().map(|failure| failure.message.clone()),
            hint: failure.map(|failure| failure.hint),
            status: status
                .map_or(SeenOrNot::Not {}, |seen| SeenOrNot::Seen(Box::new(super::Answer::of(seen)))),
        }
    }
}

impl<'a> Answer<'a> {
    /// What is told of each.
    pub(in crate::commands::status) fn of(looked: &'a [Looked]) -> Self {
        Self { records: looked.iter().map(ToldRecord::of).collect(), looked }
    }
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        let mut text = String::new();
        for Looked { name, seen } in self.looked {
            let _ = match seen {
                Ok(seen) => writeln!(text, "== {name}\n{}", report(seen)),
                Err(error) => writeln!(text, "== {name}\nnothing can be told of it: {}\n", error.message),
            };
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.into_bytes().into()
    }
}
