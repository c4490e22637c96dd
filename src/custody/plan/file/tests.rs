//! Plans written by hand: what is read, and what is refused with its line.

use super::*;

const GOOD: &str = r#"
# A plan.
title = "Treasury key"
key = "bip39"
groups_needed = 2

[[group]]
name = "board"
threshold = 1
custodian = [{ name = "alice", access = ["dana", "erin"], place = "bank" }]

[[group]]
threshold = 2
[[group.custodian]]
role = "cfo"
[[group.custodian]]
name = "bob"
role = "engineer"
place = "safe in Zürich"
[[group.custodian]]
name = "carol"

[[required]]
name = "passphrase"
access = ["frank", "erin"]
places = ["notary"]

[rules]
tolerate_absent = 1
no_single_place = true
heard_within_days = 45
"#;

#[test]
fn a_plan_is_read_and_resolved() {
    let plan = read(GOOD).unwrap();
    assert_eq!(plan.title.as_deref(), Some("Treasury key"));
    assert_eq!((plan.groups_needed, plan.groups.len()), (2, 2));
    assert_eq!(plan.groups[0].cards[0].access, ["alice", "dana", "erin"]);
    assert_eq!(plan.groups[1].cards[0].access, ["cfo"], "a role, where nobody is named");
    assert_eq!(plan.groups[1].cards[1].place.as_deref(), Some("safe in Zürich"));
    assert_eq!(plan.required[0].access, ["erin", "frank"]);
    assert_eq!(plan.rules.heard_within_days, Some(45));
    assert!(plan.rules.no_single_place && !plan.rules.no_single_person);
}

#[test]
fn the_hash_is_of_what_the_plan_means() {
    let hash = read(GOOD).unwrap().hash();
    for same in [
        GOOD.replace("# A plan.", "# Another remark.\n\n"),
        GOOD.replace(r#"["dana", "erin"]"#, r#"["erin", "alice", "dana", "dana"]"#),
        GOOD.replace("groups_needed = 2\n", ""),
        GOOD.replace('\n', "\r\n"),
    ] {
        assert_eq!(read(&same).unwrap().hash(), hash);
    }
    for other in [
        GOOD.replace("bank", "home"),
        GOOD.replace("= 45", "= 46"),
        GOOD.replace("groups_needed = 2", "groups_needed = 1"),
        GOOD.replace("cfo", "ceo"),
    ] {
        assert_ne!(read(&other).unwrap().hash(), hash);
    }
}

#[test]
fn every_mistake_is_told_with_line_and_key() {
    let long = "x".repeat(41);
    for (from, to, line, key, problem) in [
        ("title = ", "title == ", 3, "", Problem::Syntax),
        ("title = \"Treasury key\"", "title = 5", 3, "title", Problem::NoText),
        ("Treasury key", "", 3, "title", Problem::NoName),
        ("Treasury key", &long, 3, "title", Problem::NoName),
        ("Treasury key", "a\\u202eb", 3, "title", Problem::NoName),
        ("\"bip39\"", "\"pgp\"", 4, "key", Problem::Kind),
        ("groups_needed = 2", "groups_needed = \"2\"", 5, "groups_needed", Problem::NoNumber),
        ("groups_needed = 2", "groups_needed = -2", 5, "groups_needed", Problem::NoNumber),
        (
            "groups_needed = 2",
            "groups_needed = 3",
            5,
            "groups_needed",
            Problem::Policy(PolicyError::ThresholdAboveCount),
        ),
        ("groups_needed = 2", "groups = 2", 5, "", Problem::Unknown),
        ("threshold = 1", "treshold = 1", 9, "group 1", Problem::Unknown),
        ("threshold = 1\n", "", 7, "group 1, threshold", Problem::Missing),
        ("threshold = 2", "threshold = 1", 13, "group 2, threshold", Problem::Policy(PolicyError::OneOfMany)),
        (
            "threshold = 2",
            "threshold = 4",
            13,
            "group 2, threshold",
            Problem::Policy(PolicyError::ThresholdAboveCount),
        ),
        ("threshold = 2", "name = \"board\"\nthreshold = 2", 13, "group 2, name", Problem::Twice),
        ("role = \"cfo\"", "place = \"home\"", 14, "group 2, custodian 1, name", Problem::Missing),
        (
            "role = \"cfo\"",
            "role = \"cfo\"\naccess = \"dana\"",
            16,
            "group 2, custodian 1, access",
            Problem::NoList,
        ),
        (
            "role = \"cfo\"",
            "role = \"cfo\"\naccess = [1]",
            16,
            "group 2, custodian 1, access",
            Problem::NoList,
        ),
        ("name = \"passphrase\"\n", "", 23, "required 1, name", Problem::Missing),
        ("= true", "= \"yes\"", 30, "rules, no_single_place", Problem::NoTruth),
        ("tolerate_absent", "tolerate_absence", 29, "rules", Problem::Unknown),
        ("[rules]", "[[rules]]", 28, "rules", Problem::NoTable),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let expected = PlanError { line, key: key.to_owned(), problem };
        assert_eq!(read(&GOOD.replacen(from, to, 1)), Err(expected), "{to}");
    }
    assert_eq!(read("").map_err(|error| error.problem), Err(Problem::Missing));
}
