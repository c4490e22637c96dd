//! `reissue`: a lost share again, and what it says it does not do.

use serde_json::json;

use crate::{
    desk::{Desk, HUSH, repeated},
    known,
};

/// A desk with the shares of 3of5, `1.txt` and so on.
fn desk() -> (Desk, Vec<String>) {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put_shares(&shares);
    (desk, shares)
}

/// A desk with the shares of 2 of 3 groups, `11.txt` for share 1 of group 1 and so on.
fn desk_with_groups(groups: &[Vec<String>]) -> Desk {
    let desk = Desk::new();
    for (group, shares) in (1..).zip(groups) {
        for (member, share) in (1..).zip(shares) {
            desk.put(&format!("{group}{member}.txt"), share);
        }
    }
    desk
}

/// A group of one, and two of 2of3, two of which are needed.
fn groups_with_a_lone_share(desk: &Desk) -> Vec<Vec<String>> {
    desk.put("key", known::HEX);
    let groups = ["--group", "a=1of1", "--group", "b=2of3", "--group", "c=2of3", "--groups-needed", "2"];
    let split = ["split", "--in", "key", "--exponent", "0", "--accept-single-point"];
    let lines = desk.run(&[&split[..], &groups].concat()).lines();
    vec![lines[..1].to_vec(), lines[1..4].to_vec(), lines[4..].to_vec()]
}

/// The words that stand in no line on stderr.
fn is_untold(stderr: &str, share: &str) {
    assert_eq!(repeated(stderr, share), None, "{stderr}");
}

#[test]
fn the_lost_share_goes_down_the_pipe_word_for_word_whichever_quorum_comes() {
    let (desk, shares) = desk();
    for (member, quorum) in [
        ("4", &["1.txt", "2.txt", "3.txt"][..]),
        ("4", &["5.txt", "1.txt", "3.txt"]),
        ("1", &["5.txt", "3.txt", "2.txt", "4.txt"]),
    ] {
        let ran = desk.run(&[&["reissue", "--member", member][..], quorum].concat());
        let at: usize = member.parse().unwrap();
        assert_eq!(ran.product(), format!("{}\n", shares[at - 1]));
        assert!(
            ran.says(&format!("{} shares fit together, and their digest", quorum.len())),
            "{}",
            ran.stderr
        );
        is_untold(&ran.stderr, &shares.join(" "));
        assert!(ran.stderr.lines().all(|line| line.chars().count() <= 80), "{}", ran.stderr);
    }
}

#[test]
fn it_says_what_was_not_checked_and_what_it_does_not_do() {
    let (desk, _) = desk();
    let reissue = ["reissue", "1.txt", "2.txt", "3.txt", "--member", "4"];
    let ran = desk.run(&reissue);
    for told in [
        "nobody said how many shares there are",
        "was not checked",
        "nothing is revoked",
        "split --from",
        "new key",
    ] {
        assert!(ran.says(told), "{told}: {}", ran.stderr);
    }
    let counted = desk.run(&[&reissue[..], &["--of", "5"]].concat());
    assert!(counted.says("what --of says") && !counted.says("nobody said"), "{}", counted.stderr);
    assert_eq!(desk.run(&[&reissue[..], &["-q"]].concat()).stderr, "");
}

#[test]
fn a_share_comes_from_a_pipe_too_and_one_that_came_twice_counts_once() {
    let (desk, shares) = desk();
    let input = [&shares[0], &shares[1], &shares[0], &shares[4]].map(String::as_str).join("\n");
    let ran = desk.pipe(&input, &["reissue", "--member", "3"]);
    assert_eq!(ran.product(), format!("{}\n", shares[2]));
    assert!(ran.says("line 3: this share is here already; it counts once"), "{}", ran.stderr);
    let twice = [&shares[0], &shares[1], &shares[0]].map(String::as_str).join("\n");
    let refused = desk.refused_piped(4, &twice, &["reissue", "--member", "3"]);
    assert!(refused.error.ends_with("2 of the 3 shares needed are here: 1 more"), "{refused:?}");
}

#[test]
fn a_folder_has_the_card_that_card_would_make() {
    let (desk, shares) = desk();
    let print =
        ["--custodian", "Dave", "--label", "Treasury", "--of", "5", "--format", "words,qr,svg,png,pdf"];
    let reissue = ["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o", "again"];
    let ran = desk.run(&[&reissue[..], &print].concat());
    assert_eq!(ran.product(), "");
    assert!(ran.says("the files are in again") && !ran.says("whole quorum"), "{}", ran.stderr);
    desk.run(&[&["card", "4.txt", "-o", "card"][..], &print].concat()).product();
    let names = [
        "secret/4-dave.pdf",
        "secret/4-dave.png",
        "secret/4-dave.qr.txt",
        "secret/4-dave.svg",
        "secret/4-dave.txt",
        "public/recovery-sheet.pdf",
    ];
    for name in names {
        let [again, card] =
            ["again", "card"].map(|folder| std::fs::read(desk.path(&format!("{folder}/{name}"))).unwrap());
        assert_eq!(again, card, "{name}");
    }
    assert!(desk.read("again/secret/4-dave.txt").contains(&shares[3]));
    desk.run(&["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "-o", "usual"]).product();
    assert!(desk.path("usual/secret/share-4.pdf").is_file(), "a card is usual");
    assert_eq!(desk.refused(7, &reissue).error, "again exists already");
}

#[test]
fn a_group_brings_back_its_own_and_no_other_helps() {
    let groups = known::groups();
    let desk = desk_with_groups(&groups);
    let reissue = |member, files: &[&'static str]| [&["reissue", "--member", member][..], files].concat();
    assert_eq!(
        desk.run(&reissue("3.2", &["31.txt", "33.txt", "35.txt"])).product(),
        format!("{}\n", groups[2][1])
    );
    // Another group is tested as far as it goes.
    let ran = desk.run(&reissue("1.1", &["12.txt", "13.txt", "22.txt"]));
    assert_eq!(ran.product(), format!("{}\n", groups[0][0]));
    assert!(
        ran.says("group 2, share 2: not needed, and too few of its group to be tested"),
        "{}",
        ran.stderr
    );
    for (files, error, hint) in [
        (
            &["11.txt", "12.txt", "31.txt"][..],
            "group 3: 1 of the 3 shares needed are here: 2 more",
            "bring more shares of group 3: no other group helps",
        ),
        (
            &["11.txt", "12.txt", "21.txt", "22.txt"],
            "no share of group 3 is here, and only they say how many it takes",
            "bring shares of group 3; if this was its only one, add --of 1",
        ),
    ] {
        let refused = desk.refused(4, &reissue("3.2", files));
        assert_eq!((refused.error.as_str(), refused.hint.as_str()), (error, hint));
    }
    let document = desk.refused_json(4, &reissue("3.2", &["31.txt"]));
    assert_eq!((&document["code"], &document["group"]), (&json!("too-few-shares"), &json!(3)));
}

#[test]
fn the_only_share_of_its_group_comes_from_the_others_where_that_is_known() {
    let desk = Desk::new();
    let groups = groups_with_a_lone_share(&desk);
    for (group, shares) in (1..).zip(&groups) {
        for (member, share) in (1..).zip(shares) {
            desk.put(&format!("{group}{member}.txt"), share);
        }
    }
    let others = ["21.txt", "23.txt", "31.txt", "32.txt"];
    let reissue = ["reissue", "--member", "1.1"];
    let unsaid = desk.refused(4, &[&reissue[..], &others].concat());
    assert!(unsaid.hint.contains("--of 1"), "{unsaid:?}");
    let ran = desk.run(&[&reissue[..], &others, &["--of", "1"]].concat());
    assert_eq!(ran.product(), format!("{}\n", groups[0][0]));
    assert!(ran.says("4 shares fit together, and their digest (a checksum) confirms them"), "{}", ran.stderr);
    let short = desk.refused(4, &[&reissue[..], &others[..3], &["--of", "1"]].concat());
    assert_eq!(short.error, "1 of 2 groups are complete; needed: 1 more of group 3");
    // A share of the group says that there are more.
    let contradicted = ["reissue", "--member", "2.1", "--of", "1", "22.txt", "23.txt"];
    assert!(desk.refused(2, &contradicted).error.contains("--of is smaller"));
}

#[test]
fn a_lone_share_that_every_quorum_needs_is_gone() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = [
        "split",
        "--in",
        "key",
        "--exponent",
        "0",
        "--accept-single-point",
        "--group",
        "1of1",
        "--group",
        "2of3",
    ];
    let lines = desk.run(&split).lines();
    desk.put_shares(&lines[1..]);
    let refused = desk.refused(4, &["reissue", "--member", "1.1", "--of", "1", "1.txt", "2.txt", "3.txt"]);
    assert_eq!(refused.error, "nothing can bring back the only share of group 1");
}

#[test]
fn what_is_no_lost_share_is_a_wrong_command_line() {
    let (desk, _) = desk();
    desk.put("whole", known::share("whole_key"));
    for (arguments, error) in [
        (&["1.txt", "2.txt", "3.txt"][..], "--member is missing"),
        (&["1.txt", "--member", "0"], "--member takes the number of a share, from 1 to 16"),
        (&["1.txt", "--member", "17"], "--member takes the number of a share, from 1 to 16"),
        (&["1.txt", "--member", "1.2.3"], "--member takes the number of a share, from 1 to 16"),
        (&["1.txt", "--member", HUSH], "--member takes the number of a share, from 1 to 16"),
        (&["1.txt", "2.txt", "3.txt", "--member", "2.1"], "the set has one group only"),
        (&["1.txt", "2.txt", "3.txt", "--member", "2"], "share 2 is here already: 2.txt"),
        (&["1.txt", "--member", "1"], "share 1 is here already: 1.txt"),
        (&["whole", "--member", "1"], "share 1 is here already: whole"),
        (&["whole", "--member", "2"], "a group that needs one share has share 1 only"),
        (&["1.txt", "2.txt", "3.txt", "--member", "4", "--of", "3"], "--member is larger than --of"),
        (&["1.txt", "2.txt", "4.txt", "--member", "2", "--of", "2"], "share 2 is here already: 2.txt"),
        (&["3.txt", "--member", "4", "--custodian", "a", "--custodian", "b"], "one share has one custodian"),
        (&["3.txt", "--member", "4", "--blank", "-o", "out"], "a blank card does not hold the share"),
        (&["-", "-", "--member", "4"], "standard input was named for two things"),
    ] {
        let refused = desk.refused(2, &[&["reissue"][..], arguments].concat());
        assert_eq!(refused.error, error, "{arguments:?}");
    }
    assert_eq!(
        desk.run(&["reissue", "1.txt", "2.txt", "3.txt", "--member", "1.4"]).code,
        0,
        "group 1 is the only one"
    );
    let groups = desk_with_groups(&known::groups());
    let unsaid = groups.refused(2, &["reissue", "11.txt", "12.txt", "--member", "3"]);
    assert_eq!(unsaid.error, "the set has 3 groups, and --member names none");
    let beyond = groups.refused(2, &["reissue", "11.txt", "12.txt", "--member", "4.3"]);
    assert_eq!(beyond.error, "the set has 3 groups only");
}

#[test]
fn what_a_recovery_refuses_is_refused_here_too() {
    let (desk, shares) = desk();
    desk.put("wrong", known::misspelt(&shares[1], 5, "acid")).put("strange", &known::shares("other_set")[0]);
    desk.put("altered", &known::shares("altered")[1]).put("key", known::HEX);
    for (exit, files) in [
        (4, &["1.txt"][..]),
        (4, &["1.txt", "2.txt"]),
        (5, &["1.txt", "3.txt", "altered"]),
        (5, &["1.txt", "3.txt", "5.txt", "altered"]),
        (5, &["1.txt", "2.txt", "3.txt", "strange"]),
        (3, &["1.txt", "3.txt", "wrong"]),
        (3, &["key"]),
        (1, &["./nowhere"]),
    ] {
        for output in [&[][..], &["-o", "out"]] {
            desk.refused(exit, &[&["reissue", "--member", "4"][..], output, files].concat());
        }
    }
    assert!(
        desk.refused(5, &["reissue", "--member", "4", "1.txt", "3.txt", "5.txt", "altered"])
            .error
            .contains("altered (share 2)")
    );
    desk.refused(3, &["reissue", "--member", "4"]);
}

#[test]
fn the_document_has_the_one_share() {
    let (desk, shares) = desk();
    let reissue = ["reissue", "1.txt", "2.txt", "3.txt", "--member", "4", "--custodian", "Dave", "--json"];
    let document = desk.run(&reissue).json();
    assert_eq!(document["schema"], "quorate/reissue");
    assert_eq!(
        document["shares"],
        json!([{ "group": 1, "member": 4, "custodian": "Dave", "standing": null, "mnemonic": shares[3] }])
    );
    let written = desk.run(&[&reissue[..], &["-o", "out"]].concat()).json();
    assert_eq!(
        written["shares"],
        json!([{ "group": 1, "member": 4, "custodian": "Dave", "standing": null, "files": ["secret/4-dave.pdf"] }])
    );
    assert_eq!(
        (&written["output"], &written["public"]),
        (&json!("out"), &json!(["public/recovery-sheet.pdf"]))
    );
    let present = desk.refused_json(2, &["reissue", "1.txt", "--member", "1"]);
    assert_eq!((&present["share"], &present["member"]), (&json!("1.txt"), &json!(1)));
}

#[test]
fn the_practice_key_is_recognised() {
    let desk = Desk::new();
    desk.put("key", "quorate practice: worthless key!");
    let split = desk.run(&["split", "2of3", "--in", "key", "--kind", "raw"]);
    desk.put_shares(&split.lines());
    let ran = desk.run(&["reissue", "1.txt", "3.txt", "--member", "2"]);
    assert_eq!(ran.lines(), split.lines()[1..2]);
    assert!(ran.says("PRACTICE"), "{}", ran.stderr);
}
