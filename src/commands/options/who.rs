//! What can be typed about who is needed: a policy, groups, or a plan.

use std::fs;

use clap::Args;

use crate::host::failure::Failure;

/// Who is needed, and who they are.
#[derive(Args, Clone, Debug, Default)]
pub struct PolicyOptions {
    /// How many shares of how many are needed, such as 3of5; 3-of-5, 3/5 and 3 5 mean the same. Or the file of a plan
    #[arg(id = "policy", value_name = "POLICY")]
    pub typed: Vec<String>,
    /// The policy among what was typed; none before it was understood.
    #[arg(skip)]
    pub policy: Option<String>,
    /// How many shares are needed: -t 3 -n 5 is 3of5
    #[arg(short = 't', short_alias = 'k', value_name = "N", hide = true, requires = "of", conflicts_with_all = ["groups", "plan"])]
    pub needed: Option<String>,
    /// How many shares there are: -t 3 -n 5 is 3of5
    #[arg(short = 'n', long = "shares", value_name = "N", hide = true, conflicts_with_all = ["groups", "plan"])]
    pub of: Option<String>,
    /// A group and its own policy; repeat for each group
    #[arg(long = "group", value_name = "NAME=2of3", conflicts_with = "plan")]
    pub groups: Vec<String>,
    /// How many of the groups must come together [default: all]
    #[arg(long, value_name = "N", requires = "groups")]
    pub groups_needed: Option<String>,
    /// Who gets the next share; repeat in the order of the shares, or name all at once: ann,bob,carol
    #[arg(long = "custodian", aliases = ["custodians", "names", "name"], value_name = "NAME", conflicts_with = "plan")]
    pub custodians: Vec<String>,
    /// Take groups, custodians and rules from a plan; `quorate plan` prints one to start from
    #[arg(long, value_name = "FILE")]
    pub plan: Option<String>,
    /// Refuse any plan but the one with this hash: the 32 digits that every sheet has, or all 64
    #[arg(long, value_name = "HASH")]
    pub expect_plan: Option<String>,
}

/// What an argument is that stands where a policy does and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyFile {
    /// The file of a plan.
    IsAPlan,
    /// The file of a plan if it is called so, and else nothing that is looked into.
    IsAPlanByName,
}

impl PolicyOptions {
    /// Finds the policy, or the plan, in what was typed, and gives what is left of it.
    ///
    /// # Errors
    ///
    /// When what was typed contradicts itself.
    pub fn understand(&mut self, any_file: AnyFile) -> Result<Vec<String>, Failure> {
        let mut rest = std::mem::take(&mut self.typed);
        match (self.needed.take(), self.of.take()) {
            (Some(_), Some(_)) if policy_in(&rest).is_some() => {
                return Err(Failure::usage("POLICY and -t exclude each other", "leave out one of them"));
            }
            (Some(needed), Some(of)) => self.policy = Some(format!("{needed}of{of}")),
            (None, Some(_)) => {
                let hint = "-t 3 -n 5 is 3of5; for instance: quorate split 3of5";
                return Err(Failure::usage("the number of shares that are needed is missing", hint));
            }
            (_, None) => {}
        }
        if !self.groups.is_empty() && policy_in(&rest).is_some() {
            return Err(Failure::usage("POLICY and --group exclude each other", "leave out one of them"));
        }
        if self.policy.is_some() || !self.groups.is_empty() {
            return Ok(rest);
        }
        if let Some((policy, length)) = policy_in(&rest) {
            self.policy = Some(policy);
            rest.drain(..length);
        } else if self.plan.is_none()
            && let Some(first) = rest.first().filter(|name| is_file(name))
            && (any_file == AnyFile::IsAPlan || first.ends_with(".toml"))
        {
            self.plan = Some(rest.remove(0));
        } else if self.plan.is_none() && !rest.is_empty() && !is_file(&rest[0]) {
            // A policy with a slip in it: what is wrong with it is told where it is read.
            self.policy = Some(rest.remove(0));
        }
        match (&self.policy, &self.plan) {
            (Some(_), Some(_)) => Err(exclude("POLICY")),
            (_, Some(_)) if !self.custodians.is_empty() => Err(exclude("--custodian")),
            _ => Ok(rest),
        }
    }
}

fn exclude(what: &str) -> Failure {
    Failure::usage(format!("{what} and --plan exclude each other"), "leave out one of them")
}

/// Whether there is such a file, or a pipe that serves as one.
#[must_use]
pub fn is_file(name: &str) -> bool {
    fs::metadata(name).is_ok_and(|found| !found.is_dir())
}

/// An argument that the command does not take, told by its place on the command line.
#[must_use]
pub fn refused_extra(extra: &str, hint: &str) -> Failure {
    Failure::usage("an argument is not one that this command takes", hint).with_argument(extra)
}

/// The policy with which these arguments begin, as one word, and how many of them it is: `3of5`, `3 of 5`, `3 out of 5`,
/// `3 5`.
#[must_use]
pub fn policy_in(arguments: &[String]) -> Option<(String, usize)> {
    (1..=arguments.len().min(4)).rev().find_map(|length| {
        let said = arguments[..length].join(" ").to_lowercase();
        let words: Vec<&str> = said.split_whitespace().collect();
        let (needed, of) = match *words.as_slice() {
            [one] => ["-of-", "of", "/"].iter().find_map(|between| one.split_once(between))?,
            [needed, of] | [needed, "of" | "/" | "from", of] | [needed, "out", "of", of] => (needed, of),
            _ => return None,
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        (is_number(needed) && is_number(of)).then(|| (format!("{needed}of{of}"), length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_policy_is_found_however_it_is_said() {
        for (typed, expected) in [
            (&["3of5"][..], Some(("3of5", 1))),
            (&["3-OF-5", "key"], Some(("3of5", 1))),
            (&["3/5"], Some(("3of5", 1))),
            (&["3", "5"], Some(("3of5", 2))),
            (&["3 of 5"], Some(("3of5", 1))),
            (&["3", "of", "5", "key"], Some(("3of5", 3))),
            (&["3", "out", "of", "5"], Some(("3of5", 4))),
            (&["3", "/", "5"], Some(("3of5", 3))),
            (&["3"], None),
            (&["3of", "5"], None),
            (&["key", "5"], None),
            (&["of"], None),
            (&[], None),
        ] {
            let found = policy_in(&owned(typed));
            let found = found.as_ref().map(|(policy, length)| (policy.as_str(), *length));
            assert_eq!(found, expected, "{typed:?}");
        }
    }
}
