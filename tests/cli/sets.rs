//! Sets of shares: groups, passphrases, exponents, names, and the folder that they are written into.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt as _};

use crate::{desk::Desk, known};

#[test]
fn shares_come_by_group_and_then_member_one_a_line() {
    let desk = Desk::new();
    let split = desk.pipe(
        known::HEX,
        &["split", "--group", "board=2of3", "--group", "ops=3of5", "--group", "2/2", "--groups-needed", "2"],
    );
    let shares = split.lines();
    assert_eq!(shares.len(), 10);
    assert!(shares.iter().all(|share| share.split(' ').count() == 20));
    assert!(split.says("2 of 3 groups (2 of 3, 3 of 5, 2 of 2)"), "{}", split.stderr);
    for chosen in [&[0, 2, 3, 5, 7][..], &[1, 2, 8, 9], &[4, 6, 7, 8, 9], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]] {
        let some: Vec<&str> = chosen.iter().rev().map(|&at| shares[at].as_str()).collect();
        assert_eq!(desk.pipe(some.join("\n"), &["recover"]).product(), format!("{}\n", known::HEX));
    }
    desk.put("few", [&shares[0], &shares[1], &shares[3]].map(String::as_str).join("\n"));
    let refused = desk.refused(4, &["recover", "few"]);
    assert!(refused.error.contains("1 of 2 groups are complete"), "{refused:?}");
    assert!(refused.error.contains("2 more of group 2"), "{refused:?}");
}

#[test]
fn all_groups_are_needed_unless_said_otherwise() {
    let desk = Desk::new();
    let split = desk.pipe(known::HEX, &["split", "--group", "a=2of3", "--group", "b=2of3"]);
    assert!(split.says("2 of 2 groups"), "{}", split.stderr);
}

#[test]
fn every_quorum_is_counted_before_a_share_is_shown() {
    let desk = Desk::new();
    let split = desk.pipe(known::HEX, &["split", "3of5"]);
    assert!(split.says("every quorum, by 11 recombinations"), "{}", split.stderr);
}

#[test]
fn a_passphrase_changes_the_key_and_nothing_tells_that_it_is_wrong() {
    let desk = Desk::new();
    desk.put("right", "a pass phrase ~!\n").put("wrong", "a pass phrase ~").put("key", known::HEX);
    let split = desk.run(&["split", "2of3", "--in", "key", "--passphrase-file", "right"]);
    assert!(split.says("keep it apart"));
    desk.put("shares", split.stdout);
    let recover = |options: &[&str]| desk.run(&[&["recover", "shares"], options].concat());
    let right = recover(&["--passphrase-file", "right"]);
    assert_eq!(right.product(), format!("{}\n", known::HEX));
    assert!(right.says("another passphrase gives another key, and no error"));
    let wrong = recover(&["--passphrase-file", "wrong"]);
    assert_eq!(wrong.product().len(), 33);
    assert_ne!(wrong.product(), right.product());
    let none = recover(&[]);
    assert_ne!(none.product(), right.product());
    assert!(none.says("empty passphrase assumed"));
}

#[test]
fn a_passphrase_may_come_by_stdin_beside_a_key_from_a_file() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = desk.pipe("x y\r\n", &["split", "2of3", "--in", "key", "--passphrase-file", "-"]);
    desk.put("shares", split.stdout);
    let back = desk.pipe("x y", &["recover", "shares", "--passphrase-file", "-"]);
    assert_eq!(back.product(), format!("{}\n", known::HEX));
}

#[test]
fn each_exponent_recovers_and_is_told_by_check() {
    for exponent in ["0", "1", "2", "3"] {
        let desk = Desk::new();
        let split = desk.pipe(known::HEX, &["split", "2of3", "--exponent", exponent]);
        desk.put("shares", split.stdout);
        assert_eq!(desk.run(&["recover", "shares"]).product(), format!("{}\n", known::HEX));
        let check = desk.run(&["check", "shares"]);
        assert!(check.product().contains(&format!("iteration exponent {exponent},")), "{check:?}");
    }
}

#[test]
fn sets_of_the_reference_recover_with_either_flag() {
    let desk = Desk::new();
    desk.put("passphrase", known::reference_passphrase());
    let key = format!("{}\n", known::reference_key());
    for set in ["extendable", "not_extendable"] {
        desk.put("shares", known::shares(set)[1..].join("\n"));
        let recover = ["recover", "shares", "--passphrase-file", "passphrase"];
        assert_eq!(desk.run(&recover).product(), key, "{set}");
    }
    desk.put("shares", known::shares("three_of_five")[2..].join("\n"));
    assert_eq!(desk.run(&["recover", "shares"]).product(), key);
    let groups = known::groups();
    desk.put("shares", [&groups[0][1..], &groups[2][..3]].concat().join("\n"));
    assert_eq!(desk.run(&["recover", "shares"]).product(), key);
}

#[test]
fn a_folder_has_one_file_a_share_named_for_its_custodian_and_for_no_other_eyes() {
    let desk = Desk::new();
    let arguments = ["split", "2of3", "--label", "Treasury", "-o", "cards"];
    let custodians = ["--custodian", "Alice", "--custodian", "Bob O'Neil", "--custodian", "Žofie"];
    let split = desk.pipe(known::HEX, &[&arguments[..], &custodians].concat());
    assert_eq!(split.product(), "");
    assert!(split.says("\"Treasury\""));
    let files = ["1-alice.txt", "2-bob-o-neil.txt", "3-žofie.txt"].map(|name| format!("cards/secret/{name}"));
    let folders = ["cards/", "cards/public/", "cards/secret/"].map(str::to_owned);
    let record = ["journal.jsonl", "record.json", "ceremony-report.pdf", "ceremony-report.json"];
    let record = record.map(|name| format!("cards/public/{name}"));
    assert_eq!(desk.names(), files.iter().chain(&folders).chain(&record).cloned().collect());
    for (name, mode) in
        files.iter().chain(&record).map(|name| (name, 0o600)).chain(folders.iter().map(|name| (name, 0o700)))
    {
        let found = fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(found, mode, "{name}");
    }
    let card = desk.read(&files[1]);
    assert!(card.starts_with("# SLIP-0039. Treasury: set "), "{card}");
    assert!(
        card.contains(
            ", share 2 of 3, for Bob O'Neil. Needed: 2 of 3
"
        ),
        "{card}"
    );
    let back = desk.run(&["recover", &files[2], &files[0]]);
    assert_eq!(back.product(), format!("{}\n", known::HEX));
}

#[test]
fn files_are_named_for_groups_and_numbers_where_there_are_no_names() {
    let desk = Desk::new();
    desk.pipe(known::HEX, &["split", "2of2", "--accept-single-point", "-o", "plain"]).product();
    let groups = ["--group", "Board=2of3", "--group", "2of2", "--groups-needed", "2", "-o", "groups"];
    desk.pipe(known::HEX, &[&["split", "--accept-single-point"], &groups[..]].concat()).product();
    let names: BTreeSet<String> = desk.names().into_iter().filter(|name| name.ends_with(".txt")).collect();
    let expected = [
        "groups/secret/board-1.txt",
        "groups/secret/board-2.txt",
        "groups/secret/board-3.txt",
        "groups/secret/group2-1.txt",
        "groups/secret/group2-2.txt",
        "plain/secret/share-1.txt",
        "plain/secret/share-2.txt",
    ];
    assert_eq!(names, expected.map(str::to_owned).into());
}

#[test]
fn single_points_are_refused_until_they_are_accepted() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for (policy, reason) in [
        (&["1of1"][..], "take the key alone"),
        (&["3of3"], "one absent custodian would freeze the key"),
        (&["--group", "a=2of3", "--group", "b=1of1", "--groups-needed", "1"], "of group 2, could take"),
        (&["--group", "a=2of3", "--group", "b=2of2"], "group 2 is needed and needs all"),
        (&["--group", "a=1of1", "--group", "b=2of3"], "group 1 is needed and needs all"),
    ] {
        let arguments = [&["split", "--in", "key"], policy].concat();
        let refused = desk.refused(7, &arguments);
        assert!(refused.error.contains(reason), "{refused:?}");
        assert!(refused.hint.contains("--accept-single-point"));
        let split = desk.run(&[&arguments[..], &["--accept-single-point"]].concat());
        let back = desk.pipe(split.product(), &["recover"]);
        assert_eq!(back.product(), format!("{}\n", known::HEX));
    }
}

#[test]
fn a_lone_share_that_is_the_key_recovers_and_that_is_said() {
    let desk = Desk::new();
    desk.put("share", known::share("whole_key"));
    let back = desk.run(&["recover", "share"]);
    assert_eq!(back.product(), format!("{}\n", known::reference_key()));
    assert!(back.says("nothing but the checksum of its words confirms it"));
    assert!(desk.run(&["check", "share"]).product().contains("this one share is the whole key"));
}
