//! What can be typed about shares that leave on paper, on a screen or down a pipe.

use clap::Args;

use super::choices::PaperSize;
use crate::ceremony::print::Format;

/// What shares that exist are called, how they look and where they go.
#[derive(Args, Clone, Debug, Default)]
pub struct Handout {
    /// How many shares there are in its group: a share does not say
    #[arg(long, value_name = "N")]
    pub of: Option<String>,
    /// What the set is called
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// Whose the share is; repeat in the order of several shares
    #[arg(long = "custodian", value_name = "NAME")]
    pub custodians: Vec<String>,
    /// Write the files into DIR/secret; DIR must not exist
    #[arg(short, long = "output", value_name = "DIR")]
    pub output: Option<String>,

    /// How it looks on paper.
    #[command(flatten)]
    pub print: Print,
}

/// How shares look on paper and on screens.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "On paper")]
pub struct Print {
    /// What is made of each share, several with commas between them [default: words; for card and reissue
    /// with -o: pdf]
    #[arg(long = "format", value_name = "FORMAT", value_delimiter = ',')]
    pub formats: Vec<Format>,
    /// The paper of cards and sheets [default: a4]
    #[arg(long, value_name = "PAPER")]
    pub paper: Option<PaperSize>,
    /// Cards with larger words, for weak eyes
    #[arg(long)]
    pub large: bool,
    /// Cards without the QR code
    #[arg(long, conflicts_with = "qr_only")]
    pub no_qr: bool,
    /// Cards with the QR code and without the words
    #[arg(long)]
    pub qr_only: bool,
    /// Cards with lines instead of words and code, to be written on by hand
    #[arg(long, conflicts_with_all = ["no_qr", "qr_only"])]
    pub blank: bool,
    /// The day, printed on cards and sheets as it is given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Whom to call, printed on cards and sheets
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
}
