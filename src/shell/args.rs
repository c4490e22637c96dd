//! What can be typed, and no more: what it means is for the plans. No option takes a secret, and no rejected value is
//! ever repeated, for it may be one.

use std::ffi::OsString;

use clap::{
    Arg, Args, CommandFactory as _, Parser, Subcommand, ValueEnum,
    builder::PossibleValue,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::failure::Failure;
use crate::key::Language;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "quorate",
    version,
    about = "Split a private key among keyholders, prove the backup, and bring the key back, offline",
    long_about = None,
    disable_help_subcommand = true,
    max_term_width = 100,
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

/// What a bare `quorate` prints.
pub const OVERVIEW: &str = "\
Prepare
  practice     the life of a key in five minutes, on a published test key

In the room
  split        make the shares of a key, proved before any is shown

Afterwards
  check        is this share still good? For a lone holder, or for several

Disaster
  recover      bring the key back from any quorum of shares

Exit codes
  0 done   1 system   2 usage   3 input invalid   4 not enough shares
  5 shares do not belong together   6 a check failed   7 refused for safety

`quorate COMMAND --help` says more. Shares are SLIP-0039: other tools and wallets read them.";

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
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Split a key into shares, any quorum of which brings it back
    #[command(after_long_help = SPLIT_MORE)]
    Split(Box<Split>),
    /// Bring the key back from a quorum of shares
    #[command(visible_alias = "combine", after_long_help = RECOVER_MORE)]
    Recover(Recover),
    /// Check shares, each alone and then together, and tell what they say of themselves
    #[command(after_long_help = CHECK_MORE)]
    Check(Check),
    /// Live through the life of a key in five minutes, safely
    #[command(after_long_help = PRACTICE_MORE)]
    Practice,
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
    /// The name, for JSON documents.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Split(_) => "split",
            Self::Recover(_) => "recover",
            Self::Check(_) => "check",
            Self::Practice => "practice",
            Self::Completions { .. } => "completions",
            Self::Man => "man",
        }
    }
}

/// `quorate split`
#[derive(Args, Debug, Default)]
pub struct Split {
    /// How many of how many, such as 3of5; 3-of-5 and 3/5 are the same
    #[arg(value_name = "POLICY", conflicts_with = "groups")]
    pub policy: Option<String>,
    /// A group and its own policy; repeat for each group
    #[arg(long = "group", value_name = "NAME=2of3")]
    pub groups: Vec<String>,
    /// How many of the groups must come together [default: all]
    #[arg(long, value_name = "N", requires = "groups")]
    pub groups_needed: Option<String>,

    /// Read the key from a file, or from standard input for -
    #[arg(long = "in", value_name = "FILE", conflicts_with_all = ["generate", "from"], help_heading = "The key")]
    pub input: Option<String>,
    /// Make a fresh key inside, of so many bits
    #[arg(long, value_name = "BITS", conflicts_with_all = ["from", "kind", "bip39_as"], help_heading = "The key")]
    pub generate: Option<Bits>,
    /// Make a new set from the shares of an old one; the key is never shown. Old shares stay valid for ever
    #[arg(long, value_name = "SHARE", num_args = 1.., conflicts_with_all = ["kind", "bip39_as"], help_heading = "The key")]
    pub from: Vec<String>,
    /// What the key is
    #[arg(long, value_name = "KIND", help_heading = "The key")]
    pub kind: Option<Kind>,
    /// What of BIP-39 words is shared: the entropy gives the words back here, but opens another, empty wallet on a
    /// device; the seed opens the same wallet on a device, but never gives the words back [default: entropy]
    #[arg(long, value_name = "WHAT", help_heading = "The key")]
    pub bip39_as: Option<Bip39As>,
    /// A file with the BIP-39 passphrase, the "25th word", for --bip39-as seed
    #[arg(long, value_name = "FILE", help_heading = "The key")]
    pub bip39_passphrase_file: Option<String>,
    /// The BIP-39 word list, where the words do not tell
    #[arg(long, value_name = "LIST", help_heading = "The key")]
    pub language: Option<Language>,

    /// Ask for a passphrase, twice; it must be kept apart from the shares, and nothing can confirm it later
    #[arg(long, conflicts_with = "passphrase_file", help_heading = "The set")]
    pub passphrase: bool,
    /// Read the passphrase from a file, or from standard input for -
    #[arg(long, value_name = "FILE", help_heading = "The set")]
    pub passphrase_file: Option<String>,
    /// With --from: ask for the passphrase of the old set
    #[arg(long, requires = "from", conflicts_with = "old_passphrase_file", help_heading = "The set")]
    pub old_passphrase: bool,
    /// With --from: read the passphrase of the old set from a file
    #[arg(long, value_name = "FILE", requires = "from", help_heading = "The set")]
    pub old_passphrase_file: Option<String>,
    /// How slow a guess of the passphrase is made, 0 to 15; each step doubles the time [default: 1]
    #[arg(long, value_name = "E", help_heading = "The set")]
    pub exponent: Option<String>,
    /// What to call the set on screen and in files
    #[arg(long, value_name = "TEXT", help_heading = "The set")]
    pub label: Option<String>,
    /// Who gets the next share; repeat in the order of the shares
    #[arg(long = "custodian", value_name = "NAME", help_heading = "The set")]
    pub custodians: Vec<String>,
    /// Accept a policy under which one person can freeze or take the key
    #[arg(long, help_heading = "The set")]
    pub accept_single_point: bool,

    /// Write one file a share into DIR/secret; DIR must not exist
    #[arg(short, long = "output", value_name = "DIR", help_heading = "Where the shares go")]
    pub output: Option<String>,
    /// On a terminal, how much of each share is typed back before the next: three words catch one wrong word of 33
    /// in 9 of 100 cases, all the words always [default: 3]
    #[arg(long, value_name = "HOW", help_heading = "Where the shares go")]
    pub read_back: Option<ReadBack>,
}

/// `quorate recover`
#[derive(Args, Debug, Default)]
pub struct Recover {
    /// Files with shares, one a line, or - for standard input; without any, shares are typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// The form to show the key in
    #[arg(long = "as", value_name = "FORM", default_value = "hex")]
    pub form: Form,
    /// The word list for --as bip39 [default: english]
    #[arg(long, value_name = "LIST")]
    pub language: Option<Language>,
    /// The network for --as wif [default: mainnet]
    #[arg(long, value_name = "NET")]
    pub network: Option<Network>,
    /// Whether the WIF is of a compressed public key; --compressed=no if not [default: yes]
    #[arg(long, value_name = "YES|NO", num_args = 0..=1, require_equals = true, default_missing_value = "yes", hide_possible_values = true)]
    pub compressed: Option<YesNo>,
    /// Ask for the passphrase, also where it would be taken to be empty
    #[arg(long, conflicts_with = "passphrase_file")]
    pub passphrase: bool,
    /// Read the passphrase from a file, or from standard input for -
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<String>,
    /// Write the key to a new file that only its owner can read
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Option<String>,
}

/// `quorate check`
#[derive(Args, Debug, Default)]
pub struct Check {
    /// Files with shares, one a line, or - for standard input; without any, one share is typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that can, unless `NO_COLOR` is set
    Auto,
    /// Wherever a terminal is
    Always,
    /// Nowhere
    Never,
}

/// Sizes of a fresh key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Bits {
    /// 16 bytes, 20 words a share
    #[value(name = "128")]
    B128,
    /// 32 bytes, 33 words a share
    #[value(name = "256")]
    B256,
}

/// Kinds of key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Recognised: BIP-39 words, WIF, xprv, or hex
    #[default]
    Auto,
    /// 32 to 256 hexadecimal digits
    Hex,
    /// BIP-39 words
    Bip39,
    /// A Bitcoin private key
    Wif,
    /// A BIP-32 extended private key
    Xprv,
    /// Any 16 to 128 bytes, an even number, taken as they are
    Raw,
}

/// What of BIP-39 words is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Bip39As {
    /// What the words encode: 20 to 33 words a share; gives the words back
    #[default]
    Entropy,
    /// What wallets derive keys from: 59 words a share; opens on hardware wallets
    Seed,
}

/// Forms to show a key in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Hexadecimal digits
    #[default]
    Hex,
    /// BIP-39 words of 16 to 32 bytes of entropy
    Bip39,
    /// A Bitcoin private key
    Wif,
    /// The extended private key that was split, or the BIP-32 master key of a seed
    Xprv,
    /// The bytes as they are, without a newline
    Raw,
}

/// Bitcoin networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Network {
    /// The main network
    Mainnet,
    /// Any test network
    Testnet,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

/// How much of a share is typed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReadBack {
    /// Three words, drawn anew for each share
    #[default]
    #[value(name = "3")]
    Three,
    /// All the words: the way of a ceremony
    All,
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: std::sync::OnceLock<Vec<Language>> = std::sync::OnceLock::new();
        ALL.get_or_init(|| Self::all().collect())
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
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
        _ => Stop::Usage(usage(&error, arguments)),
    })
}

/// The declarations, for completions and the manual.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// A wrong command line in our words. The parser's own would repeat what was typed.
fn usage(error: &clap::Error, arguments: &[OsString]) -> Failure {
    let message = match error.kind() {
        ErrorKind::UnknownArgument => match place(error, arguments) {
            Some(at) => format!("argument {at} is not one that this command takes"),
            None => "an argument is not one that this command takes".to_owned(),
        },
        ErrorKind::InvalidSubcommand => "there is no such command".to_owned(),
        ErrorKind::InvalidValue => match (own_name(error, ContextKind::InvalidArg), choices(error)) {
            (Some(name), Some(choices)) => format!("{name} takes one of: {choices}"),
            (Some(name), None) => format!("{name} needs a value"),
            _ => "an option has a value that it does not take".to_owned(),
        },
        ErrorKind::ArgumentConflict => {
            match (own_name(error, ContextKind::InvalidArg), own_name(error, ContextKind::PriorArg)) {
                (Some(one), Some(other)) if one == other => format!("{one} was given twice"),
                (Some(one), Some(other)) => format!("{one} and {other} exclude each other"),
                _ => "two of these arguments exclude each other".to_owned(),
            }
        }
        ErrorKind::MissingRequiredArgument => match own_name(error, ContextKind::InvalidArg) {
            Some(name) => format!("{name} is missing"),
            None => "an argument is missing".to_owned(),
        },
        ErrorKind::TooManyValues | ErrorKind::NoEquals => {
            "an option has a value that it does not take".to_owned()
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => "these arguments do not fit together".to_owned(),
    };
    Failure::usage(message, "see quorate --help, or quorate COMMAND --help")
}

/// Which argument the parser means, counted from 1; the argument itself stays unsaid.
fn place(error: &clap::Error, arguments: &[OsString]) -> Option<usize> {
    let ContextValue::String(typed) = error.get(ContextKind::InvalidArg)? else { return None };
    arguments
        .iter()
        .skip(1)
        .position(|argument| argument.to_string_lossy().starts_with(typed))
        .map(|at| at + 1)
}

/// The name of the option or argument that the parser means, if it is one of ours.
fn own_name(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let said = match error.get(kind)? {
        ContextValue::String(one) => one,
        ContextValue::Strings(several) => several.first()?,
        _ => return None,
    };
    let name = said.split([' ', '=', '[']).next()?.trim_end_matches("...");
    let is_ours = |arg: &Arg| {
        arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long))
            || arg.get_value_names().is_some_and(|names| names.iter().any(|own| name == format!("<{own}>")))
    };
    let all = command();
    let mut known = all.get_arguments().chain(all.get_subcommands().flat_map(clap::Command::get_arguments));
    known.any(is_ours).then(|| name.trim_matches(['<', '>']).to_owned())
}

fn choices(error: &clap::Error) -> Option<String> {
    match error.get(ContextKind::ValidValue)? {
        ContextValue::Strings(values) if !values.is_empty() => Some(values.join(", ")),
        _ => None,
    }
}

const SPLIT_MORE: &str = "\
The key comes from --in, from a pipe, or from a hidden prompt; with --generate or --from it never leaves the program.

Where the shares go
  On a terminal, one custodian at a time sees a share, and it is wiped before the next. Into a pipe, one share a
  line, by group and then member. With -o, one file a share.

Before any share is shown, every quorum is recombined, and one is read back from its final words, decrypted and
compared with the key as it was given.

Examples
  quorate split 3of5                                   type the key, see the shares
  quorate split 3of5 --in key.txt -o ceremony          one file a custodian
  quorate split --group board=2of3 --group ops=3of5 --generate 256
  quorate split 3of5 --bip39-as seed                   shares of BIP-39 words that open on a hardware wallet
  quorate split 4of7 --from a.txt b.txt c.txt -o new   a new set of the same key; old shares stay valid for ever";

const RECOVER_MORE: &str = "\
Shares come in any order. More than are needed are welcome: each is tested against the others, and one that does not
agree is named, never skipped.

The key goes to a pipe or to a new file; on a terminal it is shown until you press Enter, then wiped.

SLIP-0039 has no wrong passphrase: every passphrase gives some key. Without one, recovery asks on a terminal, and
takes it to be empty in a pipe.

Examples
  quorate recover                                      type the shares, see the key
  quorate recover a.txt b.txt c.txt -o key.txt
  quorate recover a.txt b.txt c.txt --as bip39";

const CHECK_MORE: &str = "\
A lone holder learns whether the words of his share are whole, which one is wrong if one is, and what the share says
of itself. Nothing is recovered or shown. Several shares are also tested together.

Exit codes: 0 good, 3 a share is not whole, 5 shares contradict each other. A lone share, or several that are too few
to recover the key, are not failures.

Examples
  quorate check                                        type one share
  quorate check alice.txt
  quorate --json check alice.txt bob.txt";

const PRACTICE_MORE: &str = "\
Works in a temporary folder on a published key that protects nothing, prints every real command before it runs it,
and removes the folder at the end.";

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(arguments: &[&str]) -> String {
        let arguments: Vec<OsString> =
            std::iter::once("quorate").chain(arguments.iter().copied()).map(Into::into).collect();
        match parse(&arguments) {
            Err(Stop::Usage(failure)) => format!("{} {}", failure.message, failure.hint),
            other => panic!("{arguments:?} gave {other:?}"),
        }
    }

    #[test]
    fn the_declarations_are_consistent() {
        command().debug_assert();
    }

    #[test]
    fn rejected_values_are_never_repeated() {
        for arguments in [
            &["hunter2"][..],
            &["--hunter2"],
            &["split", "3of5", "hunter2"],
            &["split", "--hunter2"],
            &["split", "--hunter2=x"],
            &["split", "3of5", "--kind", "hunter2"],
            &["split", "3of5", "--generate", "hunter2"],
            &["split", "3of5", "--json=hunter2"],
            &["recover", "--as", "hunter2"],
            &["recover", "--compressed=hunter2"],
            &["check", "--passphrase", "hunter2"],
            &["--color", "hunter2", "check"],
            &["split", "3of5", "--in", "hunter2", "--in", "hunter2"],
            &["man", "hunter2"],
            &["completions"],
            &["split", "hunter2", "--group", "hunter2"],
            &["split", "3of5", "--language", "hunter2"],
            &["split", "3of5", "--passphrase=hunter2"],
            &["recover", "--passphrase", "--passphrase-file", "hunter2"],
        ] {
            let said = refused(arguments);
            assert!(!said.contains("hunter"), "{arguments:?}: {said}");
        }
    }

    #[test]
    fn the_place_or_the_choices_are_told_instead() {
        assert!(refused(&["split", "3of5", "--hunter2"]).contains("argument 3"));
        assert!(refused(&["recover", "--as", "x"]).contains("--as takes one of: hex, bip39, wif, xprv, raw"));
        assert!(
            refused(&["split", "3of5", "--in", "a", "--from", "b"])
                .contains("--in and --from exclude each other")
        );
        assert!(refused(&["split", "3of5", "--in"]).contains("--in needs a value"));
    }

    #[test]
    fn no_option_takes_a_secret() {
        // The values that options take are names of files, numbers, labels and choices. A new value name is a decision.
        let harmless = [
            "POLICY",
            "NAME=2of3",
            "N",
            "FILE",
            "BITS",
            "SHARE",
            "KIND",
            "WHAT",
            "LIST",
            "E",
            "TEXT",
            "NAME",
            "DIR",
            "HOW",
            "FORM",
            "NET",
            "YES|NO",
            "WHEN",
            "SHELL",
        ];
        for sub in command().get_subcommands() {
            for arg in sub.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                for name in arg.get_value_names().unwrap_or_default() {
                    assert!(harmless.contains(&name.as_str()), "{} {name}", sub.get_name());
                }
            }
        }
    }
}
