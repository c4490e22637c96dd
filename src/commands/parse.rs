//! The command line, as typed.

use std::ffi::OsString;

use clap::{Parser as _, error::ErrorKind};

use super::{Cli, options::usage};
use crate::host::failure::Failure;

/// Why there is nothing to run.
#[derive(Debug)]
pub enum Stop {
    /// Help or the version was asked for: this text.
    Help(String),
    /// The command line is wrong.
    Usage(Failure),
}

/// Parses the command line.
///
/// # Errors
///
/// When it is wrong, or asks for help.
pub fn parse(arguments: &[OsString]) -> Result<Cli, Stop> {
    Cli::try_parse_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Help(error.render().to_string()),
        _ => Stop::Usage(usage::failure(&error, arguments)),
    })
}
