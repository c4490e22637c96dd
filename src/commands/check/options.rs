//! What can be typed after `check`.

use clap::Args;

use crate::{commands::options::holders::Identities, formats::foreign::ForeignFormat};

/// Check shares, each alone and then together
#[derive(Args, Debug, Default)]
pub struct Options {
    /// Files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard input; without any,
    /// one share is typed
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// Check with this record that these are the very cards that were dealt, and tell whose they are today. Its journal gets
    /// a line of the check
    #[arg(long, value_name = "FILE")]
    pub record: Option<String>,
    /// With --record: who made this check, somebody in the plan of today; the journal names them, and they count as heard
    /// by it
    #[arg(long, value_name = "NAME", requires = "record", conflicts_with = "receipt")]
    pub by: Option<String>,
    /// With --record, for one share: sign this challenge, which `status` gives, as a receipt that holds no secret
    #[arg(long, value_name = "CHALLENGE", requires = "record")]
    pub receipt: Option<String>,
    /// The day of the receipt or of the journal's line [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "record")]
    pub date: Option<String>,
    /// Write the receipt to a new file: as its QR code where the name ends with .png or .svg, else as text
    #[arg(short, long = "output", value_name = "FILE", requires = "receipt")]
    pub output: Option<String>,

    /// What opens sealed shares.
    #[command(flatten)]
    pub opening: Identities,
    /// Print the recipient of each identity, and the code that you read to whoever seals a share to it. No share is needed
    #[arg(long, requires = "identities", conflicts_with_all = ["shares", "record"], help_heading = "Holders far away")]
    pub recipient: bool,

    /// What made the shares, if they are not SLIP-0039; codex32, sskr and what Vault prints are recognised
    #[arg(long, visible_alias = "from", value_name = "FORMAT", help_heading = "Shares of other tools")]
    pub from_format: Option<ForeignFormat>,
    /// With shares of other tools: how many were needed when they were dealt; with more than that, all are tested
    #[arg(long, value_name = "N", help_heading = "Shares of other tools")]
    pub threshold: Option<String>,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate check                                 type one share
  quorate check alice.txt
  quorate check photo.jpg                       the code on a card
  quorate check alice.txt --record record.json  the very card that was dealt?
  quorate check alice.txt --record record.json --by Alice
  quorate check --record record.json --receipt 4be0c47ad3f1082b9d65a17f3e0c55d2
  quorate check 2-bob.age --identity bob.key     a share that was sealed to you
  quorate check --identity bob.key --recipient   its code, to read aloud
  quorate --json check alice.txt bob.txt
  quorate check --from-format vault --threshold 3 *.txt   of another tool";

/// The end of its help.
pub const MORE: &str = "\
A lone keyholder learns whether the words of their share are whole, or which one
is wrong, and what the share says of itself. Nothing is recovered or
shown. Several shares are also tested together.

With --record a lone keyholder also learns whether this is the very card that
was dealt, and whose it is today by the journal. If the journal calls the card
stolen, lost or destroyed, the check says so. With --by the journal names who
made the check, and that person counts as heard. With --receipt they prove it to
somebody far away: the share signs a line without a secret, to be sent over any
channel.

Exit codes: 0 good; 3 a share is not whole; 5 shares contradict each other; 6 a
share is not the one that was dealt, or the journal says that it is stolen, lost
or destroyed. A receipt of such a card is made with a warning. A lone share is
not a failure, nor are too few shares.";
