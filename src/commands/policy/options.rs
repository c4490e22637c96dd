//! What can be typed after `policy`.

use clap::Args;

use crate::commands::options::who::PolicyOptions;

/// Show who can freeze a key, and who can take it
#[derive(Args, Debug)]
pub struct Options {
    /// Who is needed.
    #[command(flatten)]
    pub asked: PolicyOptions,
    /// Instead of a policy or plan: the plan of this record as it is today. Its journal tells who is absent or has left, and
    /// which cards are lost or stolen
    #[arg(long, value_name = "FILE", conflicts_with_all = ["policy", "groups", "plan", "custodians"])]
    pub record: Option<String>,
    /// With --record: the day [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "record", conflicts_with_all = ["policy", "groups", "plan"])]
    pub date: Option<String>,
    /// Somebody cannot be reached, but their cards are healthy: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub absent: Vec<String>,
    /// The cards of somebody, or one card by its number, are lost: what still works? Repeat for each
    #[arg(long, value_name = "NAME")]
    pub lost: Vec<String>,
    /// Nobody can enter this place; what lies there is healthy, and nobody can bring it: what still works? Repeat for each
    #[arg(long, value_name = "PLACE")]
    pub closed: Vec<String>,
    /// This place burned, with all that lay there: what still works? Repeat for each
    #[arg(long, value_name = "PLACE")]
    pub burnt: Vec<String>,
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate policy 3of5
  quorate policy --group board=2of3 --group ops=3of5
  quorate policy --plan plan.toml
  quorate policy --plan plan.toml --absent bob --lost carol
  quorate policy --plan plan.toml --closed bank --burnt office
  quorate policy --record record.json --absent bob      and today?";

/// The end of its help.
pub const MORE: &str = "\
Lists every smallest set of people whose absence freezes the key, and every
smallest set who can take it together; the same by place. A card is frozen only
when all who can reach it are absent, and taken by any one of them. A keyholder
who is unreachable but healthy is a case of its own, beside loss and theft.
A sealed card takes somebody who reaches its file and somebody who reaches the
identity that opens it; by place, that of the card and one of the identity.

With --record it is the plan of today, on a day, by its journal; people who are
only silent do not count as absent. A thing that recovery needs, or an identity,
is out of reach when every place where it lies is closed or burnt.

Exit codes: 0 all rules of the plan are kept, 6 one is broken, or on that day
the key would be frozen.";
