//! Why a lost share is not made again.

use super::missing;
use crate::{
    ceremony::reissue::ReissueError,
    host::failure::{Code, Failure},
    slip39::{Lost, Progress, Shortfall, ordinal},
};

impl From<ReissueError> for Failure {
    fn from(error: ReissueError) -> Self {
        const PRINT: &str = "quorate card prints it once more";
        match error {
            ReissueError::Unproved(error) => error.into(),
            ReissueError::GroupUnsaid { group_count } => Self::usage(
                format!("the set has {group_count} groups, and --member names none"),
                "name the group, too: --member 2.1 is share 1 of group 2",
            ),
            ReissueError::NoSuchGroup { group_count } => Self::usage(
                match group_count {
                    1 => "the set has one group only".to_owned(),
                    count => format!("the set has {count} groups only"),
                },
                "--member takes the numbers on its card: 2.1 is share 1 of group 2",
            ),
            ReissueError::NoSuchMember => Self::usage(
                "a group that needs one share has share 1 only",
                format!("if that is here, {PRINT}"),
            ),
            ReissueError::Present(header, source) => {
                let from = source.as_ref().map_or_else(String::new, |source| format!(": {source}"));
                let failure =
                    Self::usage(format!("{header} is here already{from}"), PRINT).with_header(&header);
                match source {
                    Some(source) => failure.with_source(&source.name),
                    None => failure,
                }
            }
            ReissueError::Gone(group) => Self::new(
                Code::LoneShare,
                format!("nothing can bring back the only share of group {}", ordinal(group)),
                "every quorum needs it: without a copy of it the key is lost",
            )
            .with_group(group),
            ReissueError::TooFew { lost, group_count, shortfall, repeats } => {
                let counted = repeats.first().map_or_else(String::new, |repeat| {
                    format!("{repeat}: this share is here already and counts once; ")
                });
                let message = format!("{counted}{}", lacking(lost, group_count, &shortfall));
                Self::new(Code::TooFewShares, message, hint(lost, group_count, &shortfall))
                    .with_group(lost.group)
            }
            ReissueError::SelfCheck => Self::new(
                Code::SelfCheck,
                "the share that was made does not fit the others",
                "nothing was shown; the memory or processor of this machine is faulty: use another",
            ),
        }
    }
}

/// What is missing before a lost share can be made.
#[must_use]
pub fn lacking(lost: Lost, group_count: u8, shortfall: &Shortfall) -> String {
    match shortfall {
        Shortfall::Members(group) => {
            let alone = Progress { groups_needed: 1, group_count: 1, groups: vec![*group] };
            match group_count {
                1 => missing(&alone),
                _ => format!("group {}: {}", ordinal(lost.group), missing(&alone)),
            }
        }
        Shortfall::Groups(progress) => missing(progress),
        Shortfall::Unknown => {
            format!("no share of group {} is here, and only they say how many it takes", ordinal(lost.group))
        }
    }
}

fn hint(lost: Lost, group_count: u8, shortfall: &Shortfall) -> String {
    let group = ordinal(lost.group);
    match shortfall {
        Shortfall::Members(_) if group_count > 1 => {
            format!("bring more shares of group {group}: no other group helps")
        }
        Shortfall::Members(_) | Shortfall::Groups(_) => "bring more shares of the same set".to_owned(),
        Shortfall::Unknown => format!("bring shares of group {group}; if this was its only one, add --of 1"),
    }
}
