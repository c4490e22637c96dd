//! What can be typed about shares of other tools.

use clap::{Args, ValueEnum};

use crate::formats::foreign;

/// What shares of another tool were made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The Rust crates sharks and blahaj: share bytes in hex or base64
    #[value(alias = "blahaj")]
    Sharks,
    /// Sharded Secret Key Reconstruction: bytewords, or ur:sskr/...
    Sskr,
    /// ssss-split: NUMBER-HEX, or NAME-NUMBER-HEX
    Ssss,
    /// ssss-split -D
    SsssPlain,
    /// HashiCorp Vault: unseal and recovery keys in hex or base64
    Vault,
}

impl From<Format> for foreign::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Sharks => Self::Sharks,
            Format::Sskr => Self::Sskr,
            Format::Ssss => Self::Ssss,
            Format::SsssPlain => Self::SsssPlain,
            Format::Vault => Self::Vault,
        }
    }
}

/// What those must be told who bring shares that nothing confirms.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Shares of other tools")]
pub struct Unconfirmed {
    /// How many shares were needed when they were dealt, where they do not say: of all formats but sskr
    #[arg(long, value_name = "N")]
    pub threshold: Option<String>,
    /// Take a result that nothing can confirm: of all formats but sskr
    #[arg(long)]
    pub accept_unconfirmed: bool,
}
