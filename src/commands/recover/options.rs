//! What can be typed after `recover`.

use clap::Args;

use crate::{
    commands::{
        options::{choices::YesNo, expect::Expecting, foreign::Unconfirmed, holders::Identities},
        verdicts::KeyKind,
    },
    formats::{
        foreign::ForeignFormat,
        key::{Language, Network},
    },
    transfer::intake::passphrase::PassphraseEncoding,
};

/// Bring the key back from a quorum of shares
#[derive(Args, Debug, Default)]
pub struct Options {
    /// Files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard input; without any,
    /// shares are typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// The form to show the key in [default: that of the record, if there is one; else hex]
    #[arg(long = "as", alias = "format", value_name = "FORM")]
    pub form: Option<KeyKind>,
    /// The word list for --as bip39 [default: that of the record, if there is one; else english]
    #[arg(long, value_name = "LIST")]
    pub language: Option<Language>,
    /// The network for --as wif [default: that of the record, if there is one; else mainnet]
    #[arg(long, value_name = "NET")]
    pub network: Option<Network>,
    /// Whether the WIF is of a compressed public key; --compressed=no if not [default: that of the record, if there is one; else yes]
    #[arg(long, value_name = "YES|NO", num_args = 0..=1, require_equals = true, default_missing_value = "yes", hide_possible_values = true)]
    pub compressed: Option<YesNo>,
    /// Ask for the passphrase, even where it would be taken to be empty
    #[arg(long, conflicts_with = "passphrase_file")]
    pub passphrase: bool,
    /// Read the passphrase from a file, or from standard input for -
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<String>,
    /// How the letters of the passphrase become bytes: utf8-nfkd for one that is not ASCII, as Trezor once allowed
    #[arg(long, value_name = "ENCODING", hide_possible_values = true)]
    pub passphrase_encoding: Option<PassphraseEncoding>,
    /// Give out the key even if the record contradicts the passphrase: it says that there is one and none is given, or that
    /// there is none and one is given. It is not the key that was split
    #[arg(long, requires = "record")]
    pub accept_other_passphrase: bool,
    /// A file with the BIP-39 passphrase, the "25th word", for --as xprv of the wallet that BIP-39 words open, or for the
    /// values of --expect; an empty file if there is none
    #[arg(long, value_name = "FILE", conflicts_with = "open")]
    pub bip39_passphrase_file: Option<String>,
    /// Open this file, which was sealed to the key, instead of showing the key; with -o to a new file, or to a pipe
    #[arg(long, value_name = "SEALED", conflicts_with = "form")]
    pub open: Option<String>,
    /// With --open: a file with the public half that the sealed key must have: a .pub file, a public key in PEM, or a certificate;
    /// repeat for each. A .pub line or a SHA256: fingerprint may be a value of --expect
    #[arg(long, value_name = "FILE", requires = "open", help_heading = "The proof")]
    pub expect_file: Vec<String>,
    /// Write the key, or what was sealed, to a new file; only its owner can read it
    #[arg(short, long = "output", value_name = "FILE")]
    pub output: Option<String>,
    /// Compare shares and key with this record, and note the recovery in its journal; recovery never needs one
    #[arg(long, value_name = "FILE")]
    pub record: Option<String>,
    /// The day, for the journal [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "record")]
    pub date: Option<String>,
    /// Wait for shares that far holders seal to this run, in this folder. Quorate makes an identity in memory, and shows its
    /// recipient and code
    #[arg(long, value_name = "DIR", conflicts_with_all = ["shares", "identities", "from_format"], help_heading = "Holders far away")]
    pub receive: Option<String>,
    /// What opens sealed shares.
    #[command(flatten)]
    pub opening: Identities,
    /// What the key must give before it is released.
    #[command(flatten)]
    pub expecting: Expecting,

    /// What made the shares, if they are not SLIP-0039; codex32, sskr and what Vault prints are recognised
    #[arg(long, visible_alias = "from", value_name = "FORMAT", help_heading = "Shares of other tools")]
    pub from_format: Option<ForeignFormat>,
    /// What must be said of shares that nothing confirms.
    #[command(flatten)]
    pub unconfirmed: Unconfirmed,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate recover                               type the shares, see the key
  quorate recover a.txt b.jpg c.png -o key.txt
  quorate recover a.txt b.txt c.txt --as bip39
  quorate recover a.txt b.txt c.txt --expect 73c5da0a -o key.txt
  quorate recover 1-ann.age 2-bob.age --identity ann.key --identity bob.key
  quorate recover --receive inbox               from holders far away
  quorate recover a.txt b.txt c.txt --open key.pem.age -o key.pem
  quorate recover --from-format vault --threshold 3 --accept-unconfirmed *.txt";

/// The end of its help.
pub const MORE: &str = "\
Shares come in any order. More than are needed are welcome: each is tested
against the others, and one that does not agree is named, never skipped.

The key goes to a pipe or to a new file. On a terminal it is shown until you
press Enter, then wiped.

SLIP-0039 has no wrong passphrase: every passphrase gives some key. Without
one, recovery asks on a terminal, and assumes the empty one in a pipe.

With --expect the key is released only if it gives that address, fingerprint or
public key. An address is searched under the usual paths of wallets, and
quorate names the path that fits. What a value proves and gives away:
docs/use/prove-the-key.md.

With --receive nobody brings an identity to this machine: each holder seals their
share to a recipient of this run, after two officers have called them back. The
identity for it ends with the run (docs/use/far-holders.md).

With --open you get back a file that was sealed to the key, and not the key.
quorate proves the file to its last byte before it appears under its name, or
before anything goes to a pipe. For a pipe it reads the file twice. With --as
age you get the key, which opens the file in any age program.

A share is a line of words in a file, or a QR code in a picture; a picture may
show several. A hand scanner that types works at the prompt.

Shares of Vault, ssss, sharks and blahaj are read with --from-format; codex32
and SSKR are recognised. Where nothing can confirm the result, you get it only with
--threshold N --accept-unconfirmed. Bring more shares than needed: they must
agree, which says that they belong together, not that they are the right ones.";
