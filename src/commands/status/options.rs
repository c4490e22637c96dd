//! What can be typed after `status`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

/// Show what is due and what is wrong, from a record alone
#[derive(Args, Debug)]
pub struct Options {
    /// The record; its journal is beside it. Several are told one after the other
    #[arg(value_name = "RECORD", required = true)]
    pub records: Vec<OsString>,
    /// Verify that the journal has, or once had, the head with this code: nothing before it was changed
    #[arg(long, value_name = "CODE")]
    pub expect_head: Option<String>,
    /// The same for the code in a file, which somebody else keeps. Where it cannot be read, that is told beside all else. Give one
    /// for each record, in their order
    #[arg(long, value_name = "FILE", conflicts_with = "expect_head")]
    pub expect_head_file: Vec<OsString>,
    /// What is printed: text, json (as --json), or what a monitoring system reads
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<StatusFormat>,
    /// With --format prometheus: label each card with the name of who has it, too
    #[arg(long)]
    pub label_names: bool,
    /// Print the journal in plain words, too, line by line, and say which lines count
    #[arg(long)]
    pub journal: bool,
    /// Tell the life of the set, too, in sentences by year, by person and by card
    #[arg(long)]
    pub story: bool,
    /// With --story: only what is new since the journal had the head with this code
    #[arg(long, value_name = "CODE", requires = "story")]
    pub since: Option<String>,
    /// Where the sealed file of the record is [default: beside the record, under the name that it had]
    #[arg(long, value_name = "SEALED")]
    pub sealed: Option<String>,
    /// The day to report on [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For the textfile collector of Prometheus' node exporter
    Prometheus,
    /// A line for Nagios and its like, with their exit codes
    Nagios,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate status record.json
  quorate status record.json --expect-head-file head.txt
  quorate status ./*/record.json                 several records
  quorate status record.json --story             the whole life, for an auditor
  quorate status record.json --journal
  quorate status record.json --format prometheus
  quorate status record.json --format nagios
  quorate --json status record.json              for a nightly script";

/// The end of its help.
pub const MORE: &str = "\
For the ordinary machine where the record is kept, every night: who was heard,
which cards were checked, how many more people may be absent, whom to call.
Also who could still take the key with old cards. It also gives the
challenge that keyholders sign as a receipt; `note RECORD challenge` gives a
fresh one. quorate looks for a sealed file beside the record, or where --sealed
says, and compares the two. Where a plan sets no deadlines the usual ones apply:
heard within 45 days, checked within 190, drilled within 370.

It reports all that is due or wrong, whatever else cannot be read. Without
--expect-head it cannot find out whether history was rewritten, and says so.

Of several records one that cannot be read hides no other.

Exit codes: 0 nothing is due, 6 something is due or wrong, or cannot be told.
Only with --format nagios: 0 ok, 1 warning, 2 critical, 3 unknown.";
