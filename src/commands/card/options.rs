//! What can be typed after `card`.

use clap::Args;

use crate::commands::options::{
    handout::HandoutOptions,
    holders::{Identities, Sealing},
};

/// Print shares that exist, on paper or as QR codes
#[derive(Args, Debug, Default)]
pub struct Options {
    /// Shares of one set: files with shares, one a line, or pictures of their codes (PNG, JPEG), or - for standard
    /// input. Without any, with --blank: a card for any set
    #[arg(value_name = "SHARE")]
    pub shares: Vec<String>,
    /// With --blank and no SHARE: how many words the card has lines for [default: 33]
    #[arg(long, value_name = "N", requires = "blank", conflicts_with = "shares")]
    pub words: Option<String>,
    /// Compare with this record, which knows how many shares there are and, with its journal, whose they are today
    #[arg(long, value_name = "FILE", requires = "shares", conflicts_with = "of")]
    pub record: Option<String>,

    /// What opens sealed shares.
    #[command(flatten)]
    pub opening: Identities,

    /// To whom the share is sealed.
    #[command(flatten)]
    pub sealing: Sealing,

    /// What they are called, how they look and where they go.
    #[command(flatten)]
    pub handout: HandoutOptions,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate card alice.txt --format pdf -o print        a card
  quorate card alice.txt --format qr                  its code on the screen
  quorate card photo.jpg --format words > alice.txt   from paper to words
  quorate card --blank --format pdf -o print          to write on by hand
  quorate card alice.txt --to age1... -o send         sealed to a recipient";

/// The end of its help.
pub const MORE: &str = "\
Makes nothing new: the same share, once more. The shares must be of one set;
one is enough. With -o the files go to DIR/secret, what holds no secret to
DIR/public. Without -o, words and qr are shown on the terminal or go to a
pipe, and so does any one file of one share.

With --to the share leaves sealed to a recipient, whose code its holder reads to
you from their own device, and not as words: docs/use/far-holders.md.

With --record a card bears the name of who has it today, by the journal: on the
day that --date gives, or that of the clock.";
