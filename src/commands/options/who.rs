//! What can be typed about who is needed: a policy, groups, or a plan.

use clap::Args;

/// Who is needed, and who they are.
#[derive(Args, Clone, Debug, Default)]
pub struct Who {
    /// How many shares of how many are needed, such as 3of5; 3-of-5 and 3/5 mean the same
    #[arg(value_name = "POLICY", conflicts_with_all = ["groups", "plan"])]
    pub policy: Option<String>,
    /// A group and its own policy; repeat for each group
    #[arg(long = "group", value_name = "NAME=2of3", conflicts_with = "plan")]
    pub groups: Vec<String>,
    /// How many of the groups must come together [default: all]
    #[arg(long, value_name = "N", requires = "groups")]
    pub groups_needed: Option<String>,
    /// Who gets the next share; repeat in the order of the shares
    #[arg(long = "custodian", value_name = "NAME", conflicts_with = "plan")]
    pub custodians: Vec<String>,
    /// Take groups, custodians and rules from a plan; `quorate plan` prints one to start from
    #[arg(long, value_name = "FILE")]
    pub plan: Option<String>,
    /// Refuse any plan but the one with this hash: the 32 digits that every sheet has, or all 64
    #[arg(long, value_name = "HASH")]
    pub expect_plan: Option<String>,
}
