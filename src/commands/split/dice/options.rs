//! What can be typed about rolls, and about a second machine.

use clap::Args;

use crate::ceremony::split::die::Die;

/// What can be typed about rolls, and about a second machine.
#[derive(Args, Clone, Debug, Default)]
pub struct DiceOptions {
    /// So many people roll dice at the terminal, one after the other; the key of --generate and the dealing are made of their
    /// rolls and of the machine's own random bytes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=16), help_heading = "Randomness")]
    pub dice: Option<u8>,
    /// Read the rolls of one contributor from a file; repeat for each
    #[arg(long, value_name = "FILE", help_heading = "Randomness")]
    pub rolls: Vec<String>,
    /// How many sides what is rolled has [default: 6]
    #[arg(long, value_name = "SIDES", help_heading = "Randomness")]
    pub sides: Option<Die>,
    /// With --generate: the key is the SHA-256 of the rolls as digits and of nothing else, as sha256sum computes it
    #[arg(long, help_heading = "Randomness")]
    pub dice_only: bool,
    /// Use rolls that look typed and not rolled
    #[arg(long, help_heading = "Randomness")]
    pub accept_rolls: bool,
    /// Show the machine's random bytes for a second machine, and give out no share until somebody says that it agrees
    #[arg(long, conflicts_with = "agree_with", help_heading = "Randomness")]
    pub agree: bool,
    /// Be the second machine: compute the same deal, compare it with this code of the first, and show no share
    #[arg(long, value_name = "CODE", requires = "commitment", help_heading = "Randomness")]
    pub agree_with: Option<String>,
    /// With --agree-with: the commitment that the contributors wrote down before they rolled
    #[arg(long, value_name = "HASH", requires = "agree_with", help_heading = "Randomness")]
    pub commitment: Option<String>,
    /// With --agree-with: read the random bytes of the first machine from a file, 64 hexadecimal digits
    #[arg(long, value_name = "FILE", requires = "agree_with", help_heading = "Randomness")]
    pub machine_bytes: Option<String>,
}
