//! Plans written by hand: what is read, and what is refused with its line.

use super::*;
use crate::formats::recipient::Recipient;

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

/// The recipient of 32 times 0x42, and an SSH key with its comment.
const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS";

/// The same plan, with these lines added to bob's card and to carol's, from lines 20 and 23 on.
fn sealed(bob: &str, carol: &str) -> String {
    let text = GOOD.replace("place = \"safe in Zürich\"\n", &format!("place = \"safe in Zürich\"\n{bob}\n"));
    text.replace("name = \"carol\"\n", &format!("name = \"carol\"\n{carol}\n"))
}

#[test]
fn recipients_are_read_in_their_canonical_form() {
    let bob = format!(
        "recipient = \"{SSH} bob@example.org\"\nidentity_access = [\"zoe\", \"bob\", \"Dora\", \"zoe\"]\n\
         identity_places = [\"notary\", \"bank\", \"notary\"]"
    );
    let plan = read_new(&sealed(&bob, "recipient = \"passphrase\"")).unwrap();
    let cards = &plan.groups[1].cards;
    assert_eq!(cards[1].recipient.as_deref(), Some(SSH));
    assert_eq!(cards[1].identity_access, ["Dora", "zoe"]);
    assert_eq!(cards[2].recipient.as_deref(), Some("passphrase"));
    assert!(plan.is_sealing_consistent() && plan.people().contains("Dora"));
    assert_eq!(cards[1].identity_places, ["bank", "notary"]);
    assert_eq!(read(&write(&plan)).as_ref(), Ok(&plan));
    let same =
        sealed(&bob.replace(" bob@example.org", "").replace("\"bob\", ", ""), "recipient = 'passphrase'");
    assert_eq!(read(&same).unwrap().hash(), plan.hash());
    let elsewhere = same.replace("\"bank\", \"notary\"", "\"home\"");
    for other in [same.replace(SSH, AGE), same.replace(SSH, "passphrase"), elsewhere] {
        assert_ne!(read(&other).unwrap().hash(), plan.hash(), "{other}");
    }
}

/// The hash that the plan had before there were recipients, by `jq -cj` and `sha256sum`.
#[test]
fn a_plan_without_recipients_keeps_its_hash() {
    let canonical = r#"{"title":"Treasury key","key":"bip39","groups_needed":2,"groups":[{"name":"board","threshold":1,"cards":[{"custodian":"alice","role":null,"place":"bank","access":["alice","dana","erin"]}]},{"name":null,"threshold":2,"cards":[{"custodian":null,"role":"cfo","place":null,"access":["cfo"]},{"custodian":"bob","role":"engineer","place":"safe in Zürich","access":["bob"]},{"custodian":"carol","role":null,"place":null,"access":["carol"]}]}],"required":[{"name":"passphrase","access":["erin","frank"],"places":["notary"]}],"rules":{"tolerate_absent":1,"take_at_least":null,"no_single_person":false,"no_single_place":true,"heard_within_days":45,"checked_within_days":null,"drilled_within_days":null}}"#;
    let plan = read(GOOD).unwrap();
    assert_eq!(plan.canonical(), canonical);
    assert_eq!(plan.hash(), "2d26967e297186c808e8a23037b4e1829af708acc45d8aefe9e008ff824ff015");
}

#[test]
fn every_mistake_of_sealing_is_told_with_line_and_key() {
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let ssh: Recipient = SSH.parse().unwrap();
    let age_of_ssh = Recipient::X25519(ssh.point().unwrap()).to_string();
    let (recipient, bob) = ("group 2, custodian 2, recipient", "group 2, custodian 2, identity_access");
    let (carol, places) = ("group 2, custodian 3, recipient", "group 2, custodian 2, identity_places");
    let to = |text: &str| format!("recipient = \"{text}\"");
    let no = Problem::NoRecipient;
    for (first, second, line, key, problem) in [
        (to(secret), String::new(), 20, recipient, no(NoRecipient::Private)),
        (to(&AGE.replace("zvkyg", "zvkyq")), String::new(), 20, recipient, no(NoRecipient::Mistyped)),
        (to("ssh-rsa AAAAB3NzaC1yc2E"), String::new(), 20, recipient, no(NoRecipient::OtherKind)),
        (to("bob"), String::new(), 20, recipient, no(NoRecipient::Unknown)),
        (to(""), String::new(), 20, recipient, no(NoRecipient::Unknown)),
        ("recipient = 5".to_owned(), String::new(), 20, recipient, Problem::NoText),
        ("identity_access = [\"Dora\"]".to_owned(), to(AGE), 20, bob, Problem::NotSealed),
        ("identity_places = [\"bank\"]".to_owned(), to(AGE), 20, places, Problem::NotSealed),
        (to(AGE) + "\nidentity_places = \"bank\"", String::new(), 21, places, Problem::NoList),
        (to(AGE) + "\nidentity_places = [\"\"]", String::new(), 21, places, Problem::NoName),
        (to(AGE) + "\nidentity_access = \"Dora\"", String::new(), 21, bob, Problem::NoList),
        (to(AGE) + "\nidentity_access = [\"\"]", String::new(), 21, bob, Problem::NoName),
        (to(AGE), to(AGE), 23, carol, Problem::OneIdentity { line: 20 }),
        (to(SSH), to(&age_of_ssh), 23, carol, Problem::OneIdentity { line: 20 }),
    ] {
        let expected = PlanError { line, key: key.to_owned(), problem };
        let text = sealed(&first, &second);
        assert_eq!(read(&text), Err(expected), "{text}");
        assert!(!problem.to_string().contains("AGE-"), "{problem}");
    }
    // Two who know one passphrase are for the rules to judge; and look-alike names are of people here, too.
    assert!(read_new(&sealed(&to("passphrase"), &to("passphrase"))).is_ok());
    for (alike, key) in [("identity_access = [\"a1ice\"]", bob), ("identity_places = [\"Bank\"]", places)] {
        let error = read_new(&sealed(&(to(AGE) + "\n" + alike), "")).unwrap_err();
        assert_eq!((error.line, &error.key[..], error.problem), (21, key, Problem::Alike { line: 10 }));
    }
}
