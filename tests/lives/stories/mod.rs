//! The lives.

mod anew;
mod chain;
mod exchange;
mod groups;
mod handovers;
mod keepers;
mod mistakes;
mod places;
mod quiet;
mod roles;
mod sealed;

/// Three of five people, each at home, with the rhythm that the pages recommend.
const FIVE: &str = r#"
[[group]]
threshold = 3
custodian = [
    { name = "alice", place = "Aachen", access = ["dana"] },
    { name = "bob", place = "Berlin", access = ["erin"] },
    { name = "carol", place = "Cologne" },
    { name = "frank", place = "Frankfurt" },
    { name = "grace", place = "Graz" },
]

[rules]
tolerate_absent = 2
take_at_least = 2
no_single_person = true
no_single_place = true
heard_within_days = 45
checked_within_days = 190
drilled_within_days = 370
"#;
