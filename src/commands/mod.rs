//! What can be typed; what it means is for the requests. No option takes a secret, and no rejected value is ever repeated,
//! for it may be one.

pub mod card;
pub mod check;
pub mod drill;
pub mod evidence;
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

use std::{ffi::OsString, path::PathBuf};

use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches, Parser, Subcommand};

use self::options::choices::Colour;
use crate::host::{
    console::{Console, Machine},
    failure::Failure,
};

/// What the exit codes mean.
pub const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 system, 2 usage, 3 input invalid, 4 not enough shares,
5 shares do not belong together, 6 a check failed, 7 refused for safety";

/// All the help of a command: examples before options.
pub const TEMPLATE: &str = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "quorate",
    version,
    about = "Split a private key, prove the backup, bring it back; offline",
    long_about = None,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = EXIT_CODES
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
    /// Tell each step on stderr
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Linear output without colour or alternate screen, for screen readers and recordings
    #[arg(long, global = true)]
    pub plain: bool,
    /// Never ask anything; fail where an answer is needed
    #[arg(long, global = true)]
    pub no_input: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub color: Colour,
    /// Continue even if the kernel cannot keep this program offline; quorate warns and records it
    #[arg(long, global = true, hide_short_help = true)]
    pub allow_unhardened: bool,
    /// Continue at the terminal of an online machine: for exercises, and for keys that were never offline
    #[arg(long, global = true, hide_short_help = true)]
    pub online_anyway: bool,
}

/// What must be known of a command before it runs.
#[derive(Debug, Default)]
pub struct Needs {
    /// Whether it reads or makes keys or shares. An exercise does so with a published key only.
    pub secrets: bool,
    /// Whether it is for a room of its own, on a machine without a network.
    pub room: bool,
    /// Whether it seals or opens a file that may be large.
    pub large_file: bool,
    /// Whether its answer is one JSON document, as with `--json`.
    pub document: bool,
    /// Whether its answer and its exit code are those of a plugin of Nagios.
    pub plugin: bool,
    /// Whether it asks about the machine.
    pub machine: bool,
    /// The folders in which it makes files.
    pub folders: Vec<PathBuf>,
}

/// A command, which is all that can be typed after its name.
trait Run: Sized {
    /// Its name, for JSON documents.
    const NAME: &'static str;

    /// What must be known before it runs.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Runs it, as the contract says.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure>;
}

/// What was typed behind the name of a command. Two ways lead to it ([`of_one_command`], and all declarations), and to each of its
/// functions there is one piece of code for both.
#[derive(Debug)]
pub struct Parsed<T>(Box<T>);

impl<T: FromArgMatches> FromArgMatches for Parsed<T> {
    #[inline(never)]
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(Box::new(T::from_arg_matches(matches)?)))
    }

    #[inline(never)]
    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(Box::new(T::from_arg_matches_mut(matches)?)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Parsed<T> {
    #[inline(never)]
    fn augment_args(command: clap::Command) -> clap::Command {
        T::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        T::augment_args_for_update(command)
    }
}

macro_rules! commands {
    ($($(#[$about:meta])* $variant:ident($options:ty);)+) => {
        /// A command.
        #[derive(Debug, Subcommand)]
        #[command(defer = true)]
        pub enum Command {
            $($(#[$about])* #[command(help_template = TEMPLATE)] $variant(Parsed<$options>),)+
        }

        impl Command {
            /// What must be known before it runs.
            #[must_use]
            pub fn needs(&self) -> Needs {
                match self { $(Self::$variant(typed) => typed.0.needs(),)+ }
            }

            /// Runs it.
            ///
            /// # Errors
            ///
            /// As the contract lists them.
            pub fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
                match self { $(Self::$variant(typed) => typed.0.run(console, machine),)+ }
            }

            /// What was typed behind the name of a command, which is the first of these `words`: none where it is no name, or
            /// where it is wrong, or asks for help. Only the declarations of that command are built.
            #[must_use]
            fn of(words: &[OsString]) -> Option<Cli> {
                let name = words.first()?;
                $(if name == <$options>::NAME {
                    let declared = Parsed::<$options>::augment_args(clap::Command::new(<$options>::NAME));
                    return read(declared, words, |typed| Parsed::from_arg_matches_mut(typed).map(Self::$variant));
                })+
                None
            }

            /// The name, for JSON documents.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => <$options>::NAME,)+ }
            }
        }
    };
}

commands! {
    /// Print a plan to fill in: who has which card, and the rules
    #[command(before_long_help = plan::EXAMPLES, after_long_help = plan::MORE)]
    Plan(plan::Options);
    /// Show who can freeze a key, and who can take it
    #[command(before_long_help = policy::options::EXAMPLES, after_long_help = policy::options::MORE)]
    Policy(policy::options::Options);
    /// Split a key into shares, any quorum of which brings it back
    #[command(before_long_help = split::options::EXAMPLES, after_long_help = split::options::MORE)]
    Split(split::options::Options);
    /// Bring the key back from a quorum of shares
    #[command(visible_alias = "combine", aliases = ["restore", "join"], before_long_help = recover::options::EXAMPLES, after_long_help = recover::options::MORE)]
    Recover(recover::options::Options);
    /// Check shares, each alone and then together
    #[command(alias = "verify", before_long_help = check::options::EXAMPLES, after_long_help = check::options::MORE)]
    Check(check::options::Options);
    /// Prove that these shares bring the key back, without showing it
    #[command(before_long_help = drill::options::EXAMPLES, after_long_help = drill::options::MORE)]
    Drill(drill::options::Options);
    /// Print shares that exist, on paper or as QR codes
    #[command(before_long_help = card::options::EXAMPLES, after_long_help = card::options::MORE)]
    Card(card::options::Options);
    /// Make a lost share again, word for word, from a quorum of its group
    #[command(before_long_help = reissue::options::EXAMPLES, after_long_help = reissue::options::MORE)]
    Reissue(reissue::options::Options);
    /// Note what happened, in the journal of a record
    #[command(before_long_help = note::options::EXAMPLES, after_long_help = note::options::MORE)]
    Note(note::options::Options);
    /// Show what is due and what is wrong, from a record alone
    #[command(before_long_help = status::options::EXAMPLES, after_long_help = status::options::MORE)]
    Status(status::options::Options);
    /// Collect the evidence of a set for an auditor, or verify it
    #[command(before_long_help = evidence::options::EXAMPLES, after_long_help = evidence::options::MORE)]
    Evidence(evidence::options::Options);
    /// Live through the life of a key in five minutes, safely
    #[command(before_long_help = practice::EXAMPLES, after_long_help = practice::MORE)]
    Practice(practice::Options);
    /// Check whether this machine is fit for a ceremony
    #[command(before_long_help = preflight::EXAMPLES, after_long_help = preflight::MORE)]
    Preflight(preflight::Options);
    /// Print a completion script for a shell
    #[command(hide = true, alias = "completion", before_long_help = man::completions::EXAMPLES, after_long_help = man::completions::MORE)]
    Completions(man::completions::Options);
    /// Print the manual, or write its pages to a folder
    #[command(hide = true, before_long_help = man::EXAMPLES, after_long_help = man::MORE)]
    Man(man::Options);
}

/// What these words are by the declarations of one command, if nothing is wrong with them.
fn read(
    declared: clap::Command,
    words: &[OsString],
    take: fn(&mut ArgMatches) -> Result<Command, clap::Error>,
) -> Option<Cli> {
    let mut typed = Global::augment_args(declared).try_get_matches_from(words).ok()?;
    let global = Global::from_arg_matches_mut(&mut typed).ok()?;
    Some(Cli { global, command: Some(take(&mut typed).ok()?) })
}

/// The command line whose first word is the name of a command, if nothing is wrong with it.
///
/// It is what all the declarations would make of it, which [`parse`] asks otherwise. To build and drop those of every command
/// takes longer than to check a share.
#[must_use]
pub fn of_one_command(arguments: &[OsString]) -> Option<Cli> {
    Command::of(arguments.get(1..)?)
}

/// The declarations, for completions and the manual.
#[must_use]
pub fn command() -> clap::Command {
    let mut whole = Cli::command();
    // The subcommands are declared when they are needed, which here is now.
    whole.build();
    whole
}
