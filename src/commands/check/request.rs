//! What the arguments of `check` mean.

use std::path::PathBuf;

use crate::{
    commands::{
        check::options::Options,
        options::{
            day::day,
            outputs::{new_file, refuse_piped},
        },
    },
    custody::{date::Date, journal::challenge::Version},
    host::failure::Failure,
    transfer::intake::{files::refuse_double_stdin, sources::ShareSource},
};

/// What a check will do.
#[derive(Debug)]
pub struct Request {
    /// Where the shares come from.
    pub shares: ShareSource,
    /// The record to compare with.
    pub record: Option<String>,
    /// Who makes the check.
    pub by: Option<String>,
    /// The challenge to sign.
    pub receipt: Option<String>,
    /// The day, if it was given.
    pub date: Option<Date>,
    /// Where the receipt goes, if not to stdout.
    pub output: Option<PathBuf>,
}

impl Request {
    /// Makes the request, for these shares.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(typed: Options, shares: ShareSource) -> Result<Self, Failure> {
        refuse_double_stdin(shares.names().iter().chain(&typed.record))?;
        let receipt = typed.receipt.map(|text| text.to_ascii_lowercase());
        if receipt.as_deref().is_some_and(|text| Version::of(text) != Some(Version::Second)) {
            let hint = "run quorate note RECORD challenge where the record is kept: it gives one";
            return Err(Failure::usage("a challenge has 32 hexadecimal digits", hint));
        }
        typed.record.iter().try_for_each(|record| refuse_piped("--record", record))?;
        let output = typed.output.as_deref().map(|file| new_file("-o", file)).transpose()?;
        Ok(Self {
            shares,
            record: typed.record,
            by: typed.by,
            receipt,
            date: typed.date.as_deref().map(day).transpose()?,
            output,
        })
    }
}
