//! What can be typed after `split`.

use clap::Args;

use super::{dice::options::DiceOptions, report::options::ReportOptions};
use crate::{
    commands::options::{
        choices::{Bip39As, Bits, KeyKindChoice},
        expect::Expecting,
        foreign::Unconfirmed,
        holders::{Identities, Sealing},
        print::Print,
        who::PolicyOptions,
    },
    formats::{foreign::ForeignFormat, key::Language},
    transfer::delivery::read_back::ReadBack,
};

/// Split a key into shares, any quorum of which brings it back
#[derive(Args, Debug, Default)]
pub struct Options {
    /// Who is needed.
    #[command(flatten)]
    pub asked: PolicyOptions,

    /// Read the key from a file, or from standard input for -
    #[arg(short = 'i', long = "in", value_name = "FILE", conflicts_with_all = ["generate", "from"], help_heading = "The key")]
    pub input: Option<String>,
    /// Generate a new key of this many bits, which nobody sees
    #[arg(long, value_name = "BITS", conflicts_with_all = ["from", "kind", "bip39_as"], help_heading = "The key")]
    pub generate: Option<Bits>,
    /// Seal a file of any size to a new key, and split that key. The sealed file is NAME.age in DIR/public, or beside
    /// the file without -o; the file itself stays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "generate", "from", "kind", "bip39_as"], help_heading = "The key")]
    pub seal: Option<String>,
    /// Make a new set from the shares of an old one; the key is never shown. Old shares stay valid for ever
    #[arg(long, value_name = "SHARE", num_args = 1.., conflicts_with_all = ["kind", "bip39_as"], help_heading = "The key")]
    pub from: Vec<String>,
    /// With --from: what made the shares, if they are not SLIP-0039; codex32 and sskr are recognised
    #[arg(long, value_name = "FORMAT", requires = "from", help_heading = "Shares of other tools")]
    pub from_format: Option<ForeignFormat>,
    /// What the key is
    #[arg(long, value_name = "KIND", help_heading = "The key")]
    pub kind: Option<KeyKindChoice>,
    /// Which secret of BIP-39 words to split: the entropy gives the words back here, but opens a different, empty wallet on a
    /// device; the seed opens in wallets that take 59 words, but never gives the words back [default: entropy]
    #[arg(long, value_name = "WHAT", help_heading = "The key")]
    pub bip39_as: Option<Bip39As>,
    /// A file with the BIP-39 passphrase (the "25th word") for --bip39-as seed, or for the values of --expect
    #[arg(long, value_name = "FILE", help_heading = "The key")]
    pub bip39_passphrase_file: Option<String>,
    /// The BIP-39 word list, if the words are in several
    #[arg(long, value_name = "LIST", help_heading = "The key")]
    pub language: Option<Language>,
    /// What the key must give before it is dealt.
    #[command(flatten)]
    pub expecting: Expecting,
    /// With --seal: a file with the public half that the sealed key must have: a .pub file, a public key in PEM, or a certificate;
    /// repeat for each. A .pub line or a SHA256: fingerprint may be a value of --expect
    #[arg(long, value_name = "FILE", requires = "seal", help_heading = "The proof")]
    pub expect_file: Vec<String>,

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
    /// How slow each passphrase guess is, 0 to 15; each step doubles it, for a recovery as well [default: 1]
    #[arg(long, value_name = "E", help_heading = "The set")]
    pub exponent: Option<String>,
    /// The name of the set, on screens and in files
    #[arg(long, value_name = "TEXT", help_heading = "The set")]
    pub label: Option<String>,
    /// Accept a policy under which one person can freeze or take the key
    #[arg(long, help_heading = "The set")]
    pub accept_single_point: bool,
    /// Accept a plan that breaks its own rules, or whose rules cannot be judged; the record lists them
    #[arg(long, help_heading = "The set")]
    pub accept_broken_rules: bool,

    /// Write the files of each share into DIR/secret; DIR must not exist
    #[arg(short, long = "output", value_name = "DIR", help_heading = "Where the shares go")]
    pub output: Option<String>,
    /// On a terminal, how much of each share its custodian types back: three words find one wrong word of 33 in 9 of
    /// 100 cases, all the words find it always [default: 3]
    #[arg(long, value_name = "HOW", help_heading = "Where the shares go")]
    pub read_back: Option<ReadBack>,

    /// Write the record to this new file, and not to DIR/public
    #[arg(long, value_name = "FILE", help_heading = "The record")]
    pub record: Option<String>,
    /// Put a fingerprint of the key into the record, so that a recovery can be compared; it ends the deniability of the
    /// passphrase. With --from, the key is decrypted for it [default: for a fresh key without a passphrase, and where the
    /// fingerprint of an old record has confirmed the key]
    #[arg(long, help_heading = "The record")]
    pub fingerprint: bool,
    /// Keep the values of --expect although there is a passphrase: they end its deniability [default: kept where there is
    /// none]
    #[arg(long, requires = "values", conflicts_with = "no_keep_public", help_heading = "The record")]
    pub keep_public: bool,
    /// Keep nothing of the values of --expect
    #[arg(long, requires = "values", help_heading = "The record")]
    pub no_keep_public: bool,
    /// Put a note into the record, such as where your addresses are kept. Nothing proves it: what can be proved belongs
    /// to --expect
    #[arg(long, value_name = "TEXT", help_heading = "The record")]
    pub public_value: Option<String>,
    /// With --from: the record of the old set, which the new record names, and whose journal gets a line. Without a policy
    /// or plan, the new set has the plan of the old one as it is today
    #[arg(long, value_name = "RECORD", requires = "from", help_heading = "The record")]
    pub old_record: Option<String>,

    /// What must be said of shares that nothing confirms.
    #[command(flatten)]
    pub unconfirmed: Unconfirmed,

    /// Randomness from people.
    #[command(flatten)]
    pub dice: DiceOptions,

    /// To whom shares are sealed.
    #[command(flatten)]
    pub sealing: Sealing,

    /// What opens old shares that are sealed.
    #[command(flatten)]
    pub opening: Identities,

    /// The report of the ceremony.
    #[command(flatten)]
    pub ceremony: ReportOptions,

    /// How it looks on paper.
    #[command(flatten)]
    pub print: Print,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate split 3of5                            type the key, see the shares
  quorate split 3of5 --in key.txt -o ceremony   one file a custodian
  quorate split 3of5 --format pdf -o ceremony   one card a custodian
  quorate split 3of5 --in key.txt --expect 73c5da0a -o ceremony
  quorate split --plan plan.toml -o ceremony    custodians from a plan
  quorate split --group board=2of3 --group ops=3of5 --generate 256
  quorate split 3of5 --generate 256 --dice 3    of the rolls of three people
  quorate split 3of5 --bip39-as seed            for a wallet of 59 words
  quorate split 3of5 --seal key.pem -o sealed   any file, of any size
  quorate split 4of7 --from a.txt b.txt c.txt   a new set of the same key
  quorate split --plan plan.toml --to bob=age1... -o ceremony
                                                Bob's share, sealed to Bob
  quorate split --from a.txt b.txt c.txt --old-record record.json -o new
                                                for the same people as today
  quorate split 3of5 --from sskr.txt            from another tool to SLIP-0039";

/// The end of its help.
pub const MORE: &str = "\
The key comes from --in, from a pipe, or from a hidden prompt. With --generate
or --from nobody sees it.

Where the shares go
  On a terminal, one custodian at a time sees their share; it is wiped before
  the next. Into a pipe, one share a line, by group and then member. With -o,
  the files of each share, in every --format that you name: pdf is a card for
  each custodian, with a recovery sheet for every envelope and a cover sheet
  for the owner; png, svg and qr are the QR code alone.

With --expect nothing is dealt unless the key gives that address, fingerprint
or public key: a slip in the words, or the wrong form, is caught here.

With --dice people roll, and their rolls are mixed with the machine's random
bytes, into the key and into the dealing. With --agree a second machine computes
the same before any share is shown.

With --to, or a recipient in the plan, a share leaves sealed to its holder, in
the age format: DIR/secret/2-bob.age. Before anything is dealt, each holder
reads a code from their own device to you (docs/use/far-holders.md).

A key that is a file, or too long for shares (PEM, PGP, SSH, a keystore), is
sealed with --seal. That encrypts a file of any size, in the age format, to a
new key, and splits this key. Keep copies of the sealed file: without it the
shares open nothing. The file itself stays where it is.

With -o, and with --report, a report of the ceremony is written, to be printed
and signed: what was made and proved, who was there, how each card was read back.
The first line of the journal holds its SHA-256.

Before any share is shown, every quorum is recombined. One is read back from its
final words, and compared with the key as it was given.";
