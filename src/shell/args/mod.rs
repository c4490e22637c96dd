//! What can be typed, and no more: what it means is for the plans. No option takes a secret, and no rejected value is
//! ever repeated, for it may be one.

use std::ffi::OsString;

use clap::{Args, CommandFactory as _, Parser, Subcommand, error::ErrorKind};

pub mod asked;
pub mod choices;
pub mod drill;
pub mod foreign;
pub mod guess;
pub mod handout;
pub mod help;
pub mod recover;
pub mod split;
pub mod usage;

use self::{
    asked::Asked,
    choices::{Colour, NotedEvent, ReadBack},
    drill::Drill,
    foreign::Format,
    handout::Handout,
    help::{
        CARD_MORE, CHECK_MORE, DRILL_MORE, NOTE_MORE, OVERVIEW, PLAN_MORE, POLICY_MORE, PRACTICE_MORE,
        PREFLIGHT_MORE, RECOVER_MORE, REISSUE_MORE, SPLIT_MORE, STATUS_MORE,
    },
};
pub use self::{recover::Recover, split::Split};
use super::failure::Failure;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "quorate",
    version,
    about = "Split a private key among keyholders, prove the backup, and bring the key back, offline",
    long_about = None,
    disable_help_subcommand = true,
    max_term_width = 80,
    after_help = OVERVIEW
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What holds for every command, on either side of its name.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Print one JSON document on stdout, errors included
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but errors and warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Linear output without colour or alternate screen, for screen readers and recordings
    #[arg(long, global = true)]
    pub plain: bool,
    /// Never ask anything; fail where an answer is needed
    #[arg(long, global = true)]
    pub no_input: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub color: Colour,
    /// Go on where the kernel does not keep this program offline; it is told, and recorded
    #[arg(long, global = true, hide_short_help = true)]
    pub allow_unhardened: bool,
    /// Go on at a terminal of a machine that is online: for exercises, and for keys that were never offline
    #[arg(long, global = true, hide_short_help = true)]
    pub online_anyway: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Print a plan to start from: who answers for which card, and what must hold
    #[command(after_long_help = PLAN_MORE)]
    Plan {
        /// How many of how many [default: 3of5]
        #[arg(value_name = "POLICY")]
        policy: Option<String>,
    },
    /// Tell who can freeze a key and who can take it, before any key exists
    #[command(after_long_help = POLICY_MORE)]
    Policy(Policy),
    /// Split a key into shares, any quorum of which brings it back
    #[command(after_long_help = SPLIT_MORE)]
    Split(Box<Split>),
    /// Bring the key back from a quorum of shares
    #[command(visible_alias = "combine", after_long_help = RECOVER_MORE)]
    Recover(Recover),
    /// Check shares, each alone and then together, and tell what they say of themselves
    #[command(after_long_help = CHECK_MORE)]
    Check(Check),
    /// Prove that any quorum of these shares brings the key back, without showing it
    #[command(after_long_help = DRILL_MORE)]
    Drill(Box<Drill>),
    /// Print shares that exist, on paper or as QR codes
    #[command(after_long_help = CARD_MORE)]
    Card(Box<Card>),
    /// Make a lost share again, word for word, from a quorum of its group
    #[command(after_long_help = REISSUE_MORE)]
    Reissue(Box<Reissue>),
    /// Write down in the journal of a record what happened
    #[command(after_long_help = NOTE_MORE)]
    Note(Note),
    /// Tell what is due and what is wrong, from a record; no share is needed, and none accepted
    #[command(after_long_help = STATUS_MORE)]
    Status(Status),
    /// Live through the life of a key in five minutes, safely
    #[command(after_long_help = PRACTICE_MORE)]
    Practice,
    /// Is this machine fit for a ceremony?
    #[command(after_long_help = PREFLIGHT_MORE)]
    Preflight,
    /// Print a completion script for a shell
    #[command(hide = true)]
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(value_name = "SHELL")]
        shell: String,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

impl Command {
    /// Whether it reads or makes keys or shares. An exercise does so with a published key only.
    #[must_use]
    pub const fn takes_secrets(&self) -> bool {
        match self {
            Self::Split(_)
            | Self::Recover(_)
            | Self::Check(_)
            | Self::Drill(_)
            | Self::Card(_)
            | Self::Reissue(_) => true,
            Self::Practice
            | Self::Plan { .. }
            | Self::Policy(_)
            | Self::Note(_)
            | Self::Status(_)
            | Self::Preflight
            | Self::Completions { .. }
            | Self::Man => false,
        }
    }

    /// Whether it seals or opens a file that may be large.
    #[must_use]
    pub fn takes_a_large_file(&self) -> bool {
        match self {
            Self::Split(typed) => typed.seal.is_some(),
            Self::Recover(typed) => typed.open.is_some(),
            Self::Drill(typed) => typed.open.is_some(),
            _ => false,
        }
    }

    /// Whether it is for a room of its own, on a machine without a network.
    #[must_use]
    pub const fn is_ceremony(&self) -> bool {
        matches!(self, Self::Split(_) | Self::Recover(_) | Self::Drill(_) | Self::Reissue(_))
    }

    /// The name, for JSON documents.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Plan { .. } => "plan",
            Self::Policy(_) => "policy",
            Self::Split(_) => "split",
            Self::Recover(_) => "recover",
            Self::Check(_) => "check",
            Self::Drill(_) => "drill",
            Self::Card(_) => "card",
            Self::Reissue(_) => "reissue",
            Self::Note(_) => "note",
            Self::Status(_) => "status",
            Self::Practice => "practice",
            Self::Preflight => "preflight",
            Self::Completions { .. } => "completions",
            Self::Man => "man",
        }
    }
}

/// Tell who can freeze a key and who can take it, before any key exists
#[derive(Args, Debug)]
pub struct Policy {
    /// Who is needed.
    #[command(flatten)]
    pub asked: Asked,
    /// Somebody cannot be reached, but their cards are healthy: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub absent: Vec<String>,
    /// The cards of somebody, or one card by its number, are lost: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub lost: Vec<String>,
}

/// Check shares, each alone and then together, and tell what they say of themselves
#[derive(Args, Debug, Default)]
pub struct Check {
    /// Files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard input; without any,
    /// one share is typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// Tell whether these are the very cards that were dealt, and note it in the journal of this record
    #[arg(long, value_name = "FILE")]
    pub record: Option<String>,
    /// With --record, for one share: sign this challenge, which `status` gives, as a receipt that holds no secret
    #[arg(long, value_name = "CHALLENGE", requires = "record")]
    pub receipt: Option<String>,
    /// The day of the receipt or of the journal's line [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "record")]
    pub date: Option<String>,
    /// Write the receipt to a new file: as its QR code where the name ends with .png or .svg, else as text
    #[arg(short, long = "output", value_name = "FILE", requires = "receipt")]
    pub output: Option<String>,

    /// What made the shares, where they are not SLIP-0039; sskr is recognised, and so is what Vault prints
    #[arg(long, visible_alias = "from", value_name = "FORMAT", help_heading = "Shares of other tools")]
    pub from_format: Option<Format>,
    /// With shares of other tools: how many were needed when they were dealt; with more than that, all are tested
    #[arg(long, value_name = "N", help_heading = "Shares of other tools")]
    pub threshold: Option<String>,
}

/// Print shares that exist, on paper or as QR codes
#[derive(Args, Debug, Default)]
pub struct Card {
    /// Shares of one set: files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard
    /// input. Without any, with --blank: a card for any set
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// With --blank and no SHARE: how many words the card has lines for [default: 33]
    #[arg(long, value_name = "N", requires = "blank", conflicts_with = "shares")]
    pub words: Option<String>,
    /// Compare with this record, which knows how many shares there are and whose
    #[arg(long, value_name = "FILE", requires = "shares", conflicts_with = "of")]
    pub record: Option<String>,

    /// What they are called, how they look and where they go.
    #[command(flatten)]
    pub handout: Handout,
}

/// Make a lost share again, word for word, from a quorum of its group
#[derive(Args, Debug, Default)]
pub struct Reissue {
    /// The shares that are left: files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for
    /// standard input; without any, shares are typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// The number of the lost share; where there are several groups, that of its group before it, such as 2.1
    #[arg(long, value_name = "[G.]M")]
    pub member: String,
    /// Compare with this record, which knows how many shares there are and whose, and note it in its journal
    #[arg(long, value_name = "FILE")]
    pub record: Option<String>,
    /// On a terminal, how much of the share is typed back from the new card: three words catch one wrong word of 33 in 9
    /// of 100 cases, all the words always [default: 3]
    #[arg(long, value_name = "HOW")]
    pub read_back: Option<ReadBack>,

    /// What it is called, how it looks and where it goes.
    #[command(flatten)]
    pub handout: Handout,
}

/// Write down in the journal of a record what happened
#[derive(Args, Debug)]
pub struct Note {
    /// The record; its journal is beside it
    #[arg(value_name = "RECORD")]
    pub record: String,
    /// What happened
    #[arg(value_name = "EVENT")]
    pub event: NotedEvent,
    /// Whom it is about, as the plan names them, or the number of a card, such as 1.2; for receipt: the file with it
    #[arg(value_name = "WHO")]
    pub who: Option<String>,
    /// The card, where WHO has several; repeat for each
    #[arg(long = "card", value_name = "CARD")]
    pub cards: Vec<String>,
    /// To whom a card was handed over, or where it was moved to
    #[arg(long, value_name = "TEXT")]
    pub to: Option<String>,
    /// The number of the superseded set that a destroyed, lost or found card was of
    #[arg(long, value_name = "N")]
    pub set: Option<String>,
    /// What else is to be kept, such as the number of a bag; everybody who has the journal reads it
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// The day that it happened [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// Tell what is due and what is wrong, from a record; no share is needed, and none accepted
#[derive(Args, Debug)]
pub struct Status {
    /// The record; its journal is beside it
    #[arg(value_name = "RECORD")]
    pub record: String,
    /// Verify that the journal has, or once had, the head with this code: nothing before it was changed
    #[arg(long, value_name = "CODE")]
    pub expect_head: Option<String>,
    /// Tell the journal in plain words, too, line by line, with what of it counts
    #[arg(long)]
    pub journal: bool,
    /// Where the sealed file of the record is [default: beside the record, under the name that it had]
    #[arg(long, value_name = "SEALED")]
    pub sealed: Option<String>,
    /// The day to tell of [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

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

/// The declarations, for completions and the manual.
#[must_use]
pub fn command() -> clap::Command {
    let mut whole = Cli::command();
    // The subcommands are declared when they are needed, which here is now.
    whole.build();
    whole
}

/// The same with a description of every option, for the manual: one that the short help leaves out would have none.
#[must_use]
pub fn described() -> clap::Command {
    let all = |command: clap::Command| command.mut_args(|arg| arg.hide_short_help(false));
    all(command()).mut_subcommands(all)
}
