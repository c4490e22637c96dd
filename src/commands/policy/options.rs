//! What can be typed after `policy`.

use clap::Args;

use crate::commands::options::who::Who;

/// Show who can freeze a key and who can take it, before any key exists
#[derive(Args, Debug)]
pub struct Options {
    /// Who is needed.
    #[command(flatten)]
    pub asked: Who,
    /// Somebody cannot be reached, but their cards are healthy: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub absent: Vec<String>,
    /// The cards of somebody, or one card by its number, are lost: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub lost: Vec<String>,
}

/// The end of its help.
pub const MORE: &str = "\
Lists every smallest set of people whose absence freezes the key, and every
smallest set who can take it together; the same by place. A card is frozen only
when all who can reach it are absent, and taken by any one of them. A keyholder
who is unreachable but healthy is a case of its own, beside loss and theft.

Exit codes: 0 all rules of the plan are kept, 6 one is broken, or with --absent
or --lost the key would be frozen.

Examples
  quorate policy 3of5
  quorate policy --group board=2of3 --group ops=3of5
  quorate policy --plan plan.toml
  quorate policy --plan plan.toml --absent bob --lost carol";
