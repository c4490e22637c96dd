//! What can be typed after `drill`.

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    commands::options::{expect::Expecting, holders::Identities, report::Present},
    formats::{key::Language, public::Showable},
    transfer::intake::passphrase::PassphraseEncoding,
};

/// Prove that these shares bring the key back, without showing it
#[derive(Args, Debug, Default)]
pub struct Options {
    /// Files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard input; without any,
    /// shares are typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// Refuse a record or plan unless it has the plan with this hash: the 32 digits that every sheet has, or all 64. Of a
    /// record, the plan of the deal or the plan of today; quorate says which
    #[arg(long, value_name = "HASH")]
    pub expect_plan: Option<String>,
    /// Ask for the passphrase, even where the record says that there is none
    #[arg(long, conflicts_with = "passphrase_file")]
    pub passphrase: bool,
    /// Read the passphrase from a file, or from standard input for -
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<String>,
    /// How the letters of the passphrase become bytes: utf8-nfkd for one that is not ASCII, as Trezor once allowed
    #[arg(long, value_name = "ENCODING", hide_possible_values = true)]
    pub passphrase_encoding: Option<PassphraseEncoding>,
    /// Continue with a passphrase that the record contradicts; the drill does not count as passed then
    #[arg(long, requires = "record")]
    pub accept_other_passphrase: bool,
    /// Prove that the key opens this file, which was sealed to it; the drill writes nothing of it
    #[arg(long, value_name = "SEALED")]
    pub open: Option<String>,
    /// With --open: a file with the public half that the sealed key must have: a .pub file, a public key in PEM, or a certificate;
    /// repeat for each. A .pub line or a SHA256: fingerprint may be a value of --expect
    #[arg(long, value_name = "FILE", requires = "open", help_heading = "The proof")]
    pub expect_file: Vec<String>,
    /// Compare shares and key with this record, and note the drill in its journal
    #[arg(long, value_name = "RECORD")]
    pub record: Option<String>,
    /// What opens sealed shares.
    #[command(flatten)]
    pub opening: Identities,
    /// What the key must give.
    #[command(flatten)]
    pub expecting: Expecting,
    /// Print public values of the key, for a set that never had any: fingerprint, xpub, address, recipient, ssh; each gives
    /// something away, and the drill says what
    #[arg(long, value_name = "KIND,...", value_delimiter = ',', value_parser = showable(), requires = "record", help_heading = "The proof")]
    pub show: Vec<String>,
    /// A file with the BIP-39 passphrase, the "25th word", for public values; an empty file if there is none
    #[arg(long, value_name = "FILE", help_heading = "The proof")]
    pub bip39_passphrase_file: Option<String>,
    /// With --expect: the list of BIP-39 words, where no record says it [default: english]
    #[arg(long, value_name = "LIST", requires = "values", help_heading = "The proof")]
    pub language: Option<Language>,

    /// Write a report to print, as PDF, to a new file, and the same for programs beside it, as .json
    #[arg(long, value_name = "FILE", help_heading = "The report")]
    pub report: Option<String>,
    /// Who was there. Who is in the plan of today is heard by it.
    #[command(flatten)]
    pub present: Present,
    /// Who brought a card, such as 1.2=Dana; repeat for each. Who is in the plan of today is heard by it
    #[arg(long, value_name = "CARD=NAME", requires = "report", help_heading = "The report")]
    pub brought: Vec<String>,
    /// What is rehearsed, such as who is absent; it is noted in the journal, too
    #[arg(long, value_name = "TEXT", help_heading = "The report")]
    pub scenario: Option<String>,
    /// What will be done about what went wrong
    #[arg(long, value_name = "TEXT", requires = "report", help_heading = "The report")]
    pub remediation: Option<String>,
    /// The day of the next drill
    #[arg(long, value_name = "YYYY-MM-DD", requires = "report", help_heading = "The report")]
    pub next: Option<String>,
    /// The day of this drill [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "The report")]
    pub date: Option<String>,
    /// Make a lost record anew, from these shares and a plan; it can verify the cards that are here
    #[arg(long, value_name = "FILE", requires = "plan", conflicts_with = "record")]
    pub new_record: Option<String>,
    /// With --new-record: the plan as it is today, with the groups, thresholds and cards of the set
    #[arg(long, value_name = "FILE", requires = "new_record")]
    pub plan: Option<String>,
    /// With --new-record: the code of the recipient of NAME in the plan, as they read it to you; without it quorate asks
    #[arg(long = "recipient-code", value_name = "NAME=CODE", requires = "new_record")]
    pub codes: Vec<String>,
    /// With --new-record: the day of the deal, as you know it; no deadline counts from it
    #[arg(long, value_name = "YYYY-MM-DD", requires = "new_record")]
    pub dealt: Option<String>,
    /// With --new-record: the SHA-256 of the lost record, which the cover sheet has
    #[arg(long, value_name = "HASH", requires = "new_record")]
    pub old_hash: Option<String>,
    /// With --new-record: a head of its journal that somebody holds
    #[arg(long, value_name = "CODE", requires = "new_record")]
    pub old_head: Option<String>,
}

fn showable() -> PossibleValuesParser {
    PossibleValuesParser::new(Showable::ALL.map(|(name, _)| name))
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate drill                                 type the shares
  quorate drill *.txt --record record.json
  quorate drill *.txt --record record.json --expect 73c5da0a
  quorate drill a.txt b.txt c.txt --record record.json \\
    --report drill.pdf --attendee Ann --attendee Bob \\
    --scenario 'Carol is away' --next 2027-05-01";

/// The end of its help.
pub const MORE: &str = "\
A recovery in every way that the shares allow, up to the key and no further:
each quorum of each group is recombined, then each quorum of groups, and all
must give the same. What a group gives is the same whichever members bring it,
so that their sum is enough: 10 + 1 for five shares of 3of5. While it runs, a
quorum is in this machine's memory: take an offline one, as for a recovery.

Then the key is derived once, if a passphrase is given or the record says that
there is none. It is compared with the fingerprint in the record. Without a
fingerprint nothing can confirm the passphrase, and the drill says so.

With --expect the key must give that address, fingerprint or public key: the
drill then proves that these shares control what it stands for. What each value
proves and gives away: docs/use/prove-the-key.md.

With --open the key must open the sealed file to its last byte; nothing of it
is written. If the record names a sealed file and it was not opened, the drill
says so.

With --record each share must be the very card that was dealt. The drill names
the cards that were not exercised, and notes its result in the journal,
whatever it is. Cards are named by who has them today, by the journal. With
--report it writes the same to be printed and signed; a drill that fails has a
report, too, and the line in the journal holds its SHA-256. Dates and attendees
are statements of the operator. Who attends, and is in the plan of today, is
heard by it.

Exit codes: 0 passed; 3 a share is not whole; 4 not enough shares; 5 shares
contradict each other; 6 not the card that was dealt, or not the key.";
