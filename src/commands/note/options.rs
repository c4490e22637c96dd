//! What can be typed after `note`.

use clap::Args;

use crate::custody::journal::Event;

/// Note what happened, in the journal of a record
#[derive(Args, Debug)]
pub struct Options {
    /// The record; its journal is beside it
    #[arg(value_name = "RECORD")]
    pub record: String,
    /// What happened
    #[arg(value_name = "EVENT")]
    pub event: Event,
    /// Whom it is about, as the plan names them, or the number of a card, such as 1.2; for receipt and import: the
    /// file with it
    #[arg(value_name = "WHO")]
    pub who: Option<String>,
    /// The card, where WHO has several; repeat for each
    #[arg(long = "card", value_name = "CARD")]
    pub cards: Vec<String>,
    /// To whom a card was handed over, or where it was moved to
    #[arg(long, value_name = "TEXT")]
    pub to: Option<String>,
    /// The number of the superseded set that a destroyed, lost or found card was of, or whose shares are accepted
    #[arg(long, value_name = "N")]
    pub set: Option<String>,
    /// What else to keep, such as the number of a bag; everybody who has the journal can read it
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// The day that it happened [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// The end of its help.
pub const MORE: &str = "\
Adds one line to the journal beside the record, bound to the line before, and
prints the code of the new head. Write the code down, or send it to somebody:
any change, swap or deletion up to a head that somebody else holds is detected.

No share belongs on the machine where the record is kept, and none is needed.
If the journal cannot be written to, nothing is noted: the command prints the
line to add on stderr and ends with exit code 1.

`challenge` asks for receipts: it gives a fresh challenge for every keyholder to
sign. A receipt counts for the day on which its challenge was given, never for
the day that it says, nor that of its noting.

Examples
  quorate note record.json heard alice
  quorate note record.json challenge
  quorate note record.json absent bob --text \"on a ship until March\"
  quorate note record.json handed-over 1.2
  quorate note record.json seal alice --text \"bag A-00417\"
  quorate note record.json receipt from-carol.png
  quorate note record.json import /media/bob/journal.jsonl
  quorate note record.json destroyed alice --set 12345   her card of an old set
  quorate note record.json accept-old-shares --set 12345 --text \"all burnt, seen by Ann\"";
