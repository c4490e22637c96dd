//! What can be typed, and no more: what it means is for the plans. No option takes a secret, and no rejected value is
//! ever repeated, for it may be one.

pub mod card;
pub mod check;
pub mod drill;
pub mod man;
pub mod note;
pub mod options;
pub mod parse;
pub mod plan;
pub mod policy;
pub mod practice;
pub mod preflight;
pub mod recover;
pub mod reissue;
#[cfg(test)]
mod schemas;
pub mod split;
pub mod status;
pub mod verdicts;

use self::options::choices::Colour;
use crate::host::{
    console::{Machine, Voice},
    failure::Failure,
    files::read::parent,
};
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
};

/// What a bare `quorate` prints.
pub const OVERVIEW: &str = "\
Prepare
  plan         a plan to start from: who answers for which card, what must hold
  policy       who can freeze the key, and who can take it, before there is one
  practice     the life of a key in five minutes, on a published practice key
  preflight    is this machine fit for a ceremony?

In the room
  split        make the shares of a key, proved before any is shown

Afterwards
  check        is this share still good? For one custodian, or for several
  note         write down who was heard, what was lost, which receipt came
  status       what is due, who could freeze the key today, whom to call
  drill        prove that any quorum brings the key back, without showing it
  card         print shares that exist: cards, QR codes, blank cards

Disaster
  recover      bring the key back from any quorum of shares
  reissue      make a lost share again, word for word

Exit codes
  0 done   1 system   2 usage   3 input invalid   4 not enough shares
  5 shares do not belong together   6 a check failed   7 refused for safety

`quorate COMMAND --help` says more, `quorate man` all of it. Shares are
SLIP-0039: other tools and wallets read them.";

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
    /// Print nothing but errors and warnings
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
    /// Continue even if the kernel cannot keep this program offline; warned about, and recorded
    #[arg(long, global = true, hide_short_help = true)]
    pub allow_unhardened: bool,
    /// Continue at the terminal of an online machine: for exercises, and for keys that were never offline
    #[arg(long, global = true, hide_short_help = true)]
    pub online_anyway: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Print a plan to start from: who answers for which card, and what must hold
    #[command(after_long_help = plan::MORE)]
    Plan {
        /// How many shares of how many are needed [default: 3of5]
        #[arg(value_name = "POLICY")]
        policy: Option<String>,
    },
    /// Show who can freeze a key and who can take it, before any key exists
    #[command(after_long_help = policy::options::MORE)]
    Policy(policy::options::Options),
    /// Split a key into shares, any quorum of which brings it back
    #[command(after_long_help = split::options::MORE)]
    Split(Box<split::options::Options>),
    /// Bring the key back from a quorum of shares
    #[command(visible_alias = "combine", after_long_help = recover::options::MORE)]
    Recover(recover::options::Options),
    /// Check shares, each alone and then together, and show what they say of themselves
    #[command(after_long_help = check::options::MORE)]
    Check(check::options::Options),
    /// Prove that any quorum of these shares brings the key back, without showing it
    #[command(after_long_help = drill::options::MORE)]
    Drill(Box<drill::options::Options>),
    /// Print shares that exist, on paper or as QR codes
    #[command(after_long_help = card::options::MORE)]
    Card(Box<card::options::Options>),
    /// Make a lost share again, word for word, from a quorum of its group
    #[command(after_long_help = reissue::options::MORE)]
    Reissue(Box<reissue::options::Options>),
    /// Note what happened, in the journal of a record
    #[command(after_long_help = note::options::MORE)]
    Note(note::options::Options),
    /// Show what is due and what is wrong, from a record alone: it needs no share and accepts none
    #[command(after_long_help = status::options::MORE)]
    Status(status::options::Options),
    /// Live through the life of a key in five minutes, safely
    #[command(after_long_help = practice::MORE)]
    Practice,
    /// Check whether this machine is fit for a ceremony
    #[command(after_long_help = preflight::MORE)]
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

    /// Runs one command.
    ///
    /// # Errors
    ///
    /// As the contract lists them.
    pub fn run(self, voice: &Voice, machine: Machine) -> Result<(), Failure> {
        match self {
            Self::Plan { policy } => plan::run(policy.as_deref(), voice),
            Self::Policy(typed) => policy::run(&typed, voice),
            Self::Split(typed) => split::run(*typed, voice, machine),
            Self::Recover(typed) => recover::run(typed, voice, machine),
            Self::Check(typed) => check::run(typed, voice, machine),
            Self::Drill(typed) => drill::run(*typed, voice, machine),
            Self::Card(typed) => card::run(*typed, voice, machine),
            Self::Reissue(typed) => reissue::run(*typed, voice, machine),
            Self::Note(typed) => note::run(typed, voice, machine),
            Self::Status(typed) => status::run(&typed, voice),
            Self::Practice => practice::run(voice, machine),
            Self::Preflight => preflight::run(voice),
            Self::Completions { shell } => man::completions(&shell, voice),
            Self::Man => man::page(voice, machine),
        }
    }

    /// The folders in which this command makes files.
    #[must_use]
    pub fn writes(&self) -> Vec<PathBuf> {
        let named: Vec<&Option<String>> = match self {
            Self::Split(typed) => {
                // Without a folder the sealed file goes beside the file.
                let beside = if typed.output.is_none() { &typed.seal } else { &None };
                vec![&typed.output, &typed.record, &typed.old_record, beside]
            }
            Self::Recover(typed) => vec![&typed.output, &typed.record],
            Self::Check(typed) => vec![&typed.output, &typed.record],
            Self::Drill(typed) => vec![&typed.report, &typed.record, &typed.new_record],
            Self::Card(typed) => vec![&typed.handout.output],
            Self::Reissue(typed) => vec![&typed.handout.output, &typed.record],
            Self::Note(typed) => return vec![parent(Path::new(&typed.record)).to_path_buf()],
            Self::Practice => return vec![env::temp_dir()],
            _ => Vec::new(),
        };
        let folders = named.into_iter().flatten().map(|name| parent(Path::new(name)).to_path_buf());
        folders.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
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
