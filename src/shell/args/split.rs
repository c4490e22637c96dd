//! What can be typed after `split`.

use clap::Args;

use super::{
    asked::Asked,
    choices::{Bip39As, Bits, Kind, ReadBack},
    foreign::{Format, Unconfirmed},
    handout::Print,
};
use crate::formats::key::Language;

/// Split a key into shares, any quorum of which brings it back
#[derive(Args, Debug, Default)]
pub struct Split {
    /// Who is needed.
    #[command(flatten)]
    pub asked: Asked,

    /// Read the key from a file, or from standard input for -
    #[arg(long = "in", value_name = "FILE", conflicts_with_all = ["generate", "from"], help_heading = "The key")]
    pub input: Option<String>,
    /// Make a fresh key inside, of so many bits
    #[arg(long, value_name = "BITS", conflicts_with_all = ["from", "kind", "bip39_as"], help_heading = "The key")]
    pub generate: Option<Bits>,
    /// Seal a file of any size to a fresh key, which is what is split: as NAME.age in DIR/public, or else beside the
    /// file; the file itself stays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "generate", "from", "kind", "bip39_as"], help_heading = "The key")]
    pub seal: Option<String>,
    /// Make a new set from the shares of an old one; the key is never shown. Old shares stay valid for ever
    #[arg(long, value_name = "SHARE", num_args = 1.., conflicts_with_all = ["kind", "bip39_as"], help_heading = "The key")]
    pub from: Vec<String>,
    /// With --from: what made the shares, where they are not SLIP-0039; sskr is recognised
    #[arg(long, value_name = "FORMAT", requires = "from", help_heading = "Shares of other tools")]
    pub from_format: Option<Format>,
    /// What the key is
    #[arg(long, value_name = "KIND", help_heading = "The key")]
    pub kind: Option<Kind>,
    /// What of BIP-39 words is shared: the entropy gives the words back here, but opens another, empty wallet on a
    /// device; the seed opens in wallets that take 59 words, but never gives the words back [default: entropy]
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
    /// Accept a policy under which one person can freeze or take the key
    #[arg(long, help_heading = "The set")]
    pub accept_single_point: bool,
    /// Accept a plan that breaks rules of its own, or whose rules cannot be judged; the record says which
    #[arg(long, help_heading = "The set")]
    pub accept_broken_rules: bool,

    /// Write the files of each share into DIR/secret; DIR must not exist
    #[arg(short, long = "output", value_name = "DIR", help_heading = "Where the shares go")]
    pub output: Option<String>,
    /// On a terminal, how much of each share is typed back before the next: three words catch one wrong word of 33
    /// in 9 of 100 cases, all the words always [default: 3]
    #[arg(long, value_name = "HOW", help_heading = "Where the shares go")]
    pub read_back: Option<ReadBack>,

    /// Write the record to a new file; with -o it goes to DIR/public otherwise
    #[arg(long, value_name = "FILE", help_heading = "The record")]
    pub record: Option<String>,
    /// Put a fingerprint of the key into the record, so that a recovery can be compared; it ends the deniability of the
    /// passphrase [default: for a fresh key without a passphrase only]
    #[arg(long, conflicts_with = "from", help_heading = "The record")]
    pub fingerprint: bool,
    /// Put a public value of yours into the record, such as an address or a public key
    #[arg(long, value_name = "TEXT", help_heading = "The record")]
    pub public_value: Option<String>,
    /// With --from: the record of the old set, which the new record names, and whose journal gets a line
    #[arg(long, value_name = "RECORD", requires = "from", help_heading = "The record")]
    pub old_record: Option<String>,

    /// What must be said of shares that nothing confirms.
    #[command(flatten)]
    pub unconfirmed: Unconfirmed,

    /// How it looks on paper.
    #[command(flatten)]
    pub print: Print,
}
