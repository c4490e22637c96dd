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
    /// Whom it is about, as the plan names them, or the number of a card, such as 1.2; for receipt: the file with it; for
    /// import: the other journal; for withdraw: the line that is taken back
    #[arg(id = "who", value_name = "WHO")]
    pub words: Vec<String>,
    /// The same as one name, whether it was quoted or not.
    #[arg(skip)]
    pub who: Option<String>,
    /// The card, where WHO has several; repeat for each
    #[arg(long = "card", value_name = "CARD")]
    pub cards: Vec<String>,
    /// To whom a card was handed over, or where it was moved to. For destroyed: the recipient to whom the card was sealed before, by
    /// its code, where that file or its identity was destroyed
    #[arg(long, value_name = "TEXT")]
    pub to: Option<String>,
    /// The place that is closed or open again; or the one where everything was destroyed, or from which it was moved
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// Until when somebody is absent, or a place closed [default: for 30 days]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// For amended: the new plan, for the same groups, thresholds and cards
    #[arg(long, value_name = "FILE")]
    pub plan: Option<String>,
    /// For amended: refuse any other plan than the one with this hash, of which quorate policy shows 32 digits
    #[arg(long, value_name = "HASH")]
    pub expect_plan: Option<String>,
    /// For amended: accept a plan that breaks its own rules, or under which one person or place can freeze or take the key
    #[arg(long)]
    pub accept_single_point: bool,
    /// For withdraw: a person who saw that it is right; events that do harm need two, repeat for each. For amended: the same,
    /// where a card gets another recipient
    #[arg(long = "witness", value_name = "NAME")]
    pub witnesses: Vec<String>,
    /// The number of the superseded set that a destroyed, lost or found card belonged to, or whose shares are accepted
    #[arg(long, value_name = "N")]
    pub set: Option<String>,
    /// What else to keep, such as the number of a bag; everybody who has the journal can read it
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// The day that it happened [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate note record.json heard alice
  quorate note record.json challenge
  quorate note record.json absent bob --text \"on a ship until March\"
  quorate note record.json handed-over 1.2
  quorate note record.json handed-over 1.2 --to eve
  quorate note record.json amended --plan new.toml
  quorate note record.json destroyed --place \"data centre B\"
  quorate note record.json withdraw 17 --text \"wrong card\" --witness bob --witness eve
  quorate note record.json seal alice --text \"bag A-00417\"
  quorate note record.json receipt from-carol.png
  quorate note record.json destroyed alice --set 12345   a card of an old set
  quorate note record.json accept-old-shares --set 12345 --text \"all burnt, seen by Ann\"
  quorate note record.json import /media/bob/journal.jsonl";

/// The end of its help.
pub const MORE: &str = "\
Adds one line to the journal beside the record, bound to the line before, and
prints the code of the new head. Write the code down, or send it to somebody:
any change, swap or deletion up to a head that somebody else holds is detected.

No share belongs on the machine where the record is kept, and none is needed.
If the journal cannot be written to, nothing is noted: the command prints the
line to add on stderr and ends with exit code 1.

Name people, places and cards as the plan of today does: whoever got a card by
handed-over can be heard, be absent, leave, and hand it over again. `amended`
takes a whole new plan (quorate plan --record prints that of today) for the same
groups, thresholds and cards: other people, deputies, places, things and rules.

Nothing is ever deleted. `withdraw LINE` takes one line back and says why. Two
witnesses are needed to take back a line that says stolen, lost, left, destroyed,
amended, added or superseded. Whoever keeps the journal can do this, but not
unseen by those who hold a head: status --expect-head tells them first.

`absent` lasts until the day that you give, or 30 days; then it is due again.

`challenge` asks for receipts: it gives a fresh challenge for every keyholder to
sign. A receipt counts for the day of its challenge, never for the day that its
holder gives, nor for the day of your note.";
