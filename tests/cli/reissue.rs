//! `split --from`: a new set of an old key, which is never shown.

use crate::{desk::Desk, known};

/// A desk with two shares of a set of the reference, and its passphrase.
fn desk_with(set: &str) -> Desk {
    let desk = Desk::new();
    desk.put("old", known::shares(set)[..2].join("\n")).put("old-pass", known::reference_passphrase());
    desk.put("new-pass", "battery staple\n");
    desk
}

fn key() -> String {
    format!("{}\n", known::reference_key())
}

/// The first four shares of what `split 4of6 --from old` makes with these options.
fn four_of_six(desk: &Desk, options: &[&str]) -> String {
    let split = desk.run(&[&["split", "4of6", "--from", "old"], options].concat());
    assert!(split.says("old shares stay valid for ever"), "{}", split.stderr);
    assert_eq!(split.lines().len(), 6);
    desk.put("new", split.lines()[2..].join("\n"));
    split.stderr
}

#[test]
fn the_passphrase_stays_as_it_was_and_is_not_asked_for() {
    let desk = desk_with("extendable");
    let told = four_of_six(&desk, &[]);
    assert!(told.contains("the key was not decrypted"), "{told}");
    assert_eq!(desk.run(&["recover", "new", "--passphrase-file", "old-pass"]).product(), key());
    assert_eq!(desk.run(&["recover", "old", "--passphrase-file", "old-pass"]).product(), key());
}

#[test]
fn old_and_new_shares_do_not_mix() {
    let desk = desk_with("extendable");
    four_of_six(&desk, &[]);
    assert_eq!(desk.refused(5, &["recover", "new", "old"]).hint, "run again without it");
}

#[test]
fn a_new_passphrase_replaces_the_old_one() {
    let desk = desk_with("extendable");
    let both = ["--old-passphrase-file", "old-pass", "--passphrase-file", "new-pass"];
    let told = four_of_six(&desk, &both);
    assert!(!told.contains("not decrypted"));
    assert_eq!(desk.run(&["recover", "new", "--passphrase-file", "new-pass"]).product(), key());
    assert_ne!(desk.run(&["recover", "new", "--passphrase-file", "old-pass"]).product(), key());
}

#[test]
fn another_exponent_needs_the_old_passphrase_and_keeps_it() {
    let desk = desk_with("extendable");
    four_of_six(&desk, &["--exponent", "2", "--old-passphrase-file", "old-pass"]);
    assert!(desk.run(&["check", "new"]).product().contains("iteration exponent 2,"));
    assert_eq!(desk.run(&["recover", "new", "--passphrase-file", "old-pass"]).product(), key());
}

#[test]
fn a_set_that_is_not_extendable_becomes_one_that_is() {
    let desk = desk_with("not_extendable");
    four_of_six(&desk, &["--old-passphrase-file", "old-pass"]);
    assert!(desk.run(&["check", "new"]).product().contains("SLIP-0039 extendable"));
    assert!(!desk.run(&["check", "old"]).product().contains("extendable"));
    assert_eq!(desk.run(&["recover", "new", "--passphrase-file", "old-pass"]).product(), key());

    let bare = desk_with("not_extendable_bare");
    bare.put("none", "");
    let told = four_of_six(&bare, &["--old-passphrase-file", "none"]);
    assert!(told.contains("nothing confirms the old passphrase"), "{told}");
    assert_eq!(bare.run(&["recover", "new"]).product(), key());
}

#[test]
fn an_old_passphrase_is_never_assumed_where_a_wrong_one_would_share_another_key() {
    for (set, options) in [
        ("not_extendable", &[][..]),
        ("extendable", &["--passphrase-file", "new-pass"]),
        ("extendable", &["--exponent", "2"]),
    ] {
        let desk = desk_with(set);
        let refused = desk.refused(7, &[&["split", "4of6", "--from", "old"], options].concat());
        assert!(refused.hint.contains("--old-passphrase-file FILE"), "{refused:?}");
    }
    let desk = desk_with("extendable");
    let idle = ["split", "4of6", "--from", "old", "--old-passphrase-file", "old-pass"];
    assert!(desk.refused(2, &idle).error.contains("not needed"));
}

#[test]
fn an_empty_passphrase_file_is_no_passphrase_for_a_new_set() {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("none", "\n");
    let refused = desk.refused(3, &["split", "2of3", "--in", "key", "--passphrase-file", "none"]);
    assert_eq!(refused.error, "the passphrase file is empty");
}

#[test]
fn the_policy_and_the_folder_are_those_of_the_new_set() {
    let desk = desk_with("extendable");
    let split = ["split", "--group", "a=2of3", "--group", "b=2of3", "--from", "old", "-o", "cards"];
    desk.run(&split).product();
    let shares = ["a-1", "a-3", "b-2", "b-3"].map(|name| format!("cards/secret/{name}.txt"));
    let recover: Vec<&str> = ["recover", "--passphrase-file", "old-pass"]
        .into_iter()
        .chain(shares.iter().map(String::as_str))
        .collect();
    assert_eq!(desk.run(&recover).product(), key());
}

#[test]
fn what_a_recovery_refuses_is_refused_here_too() {
    let desk = desk_with("extendable");
    desk.put("one", &known::shares("extendable")[0]).put("strange", &known::shares("other_set")[0]);
    desk.put("wrong", known::misspelt(&known::shares("extendable")[1], 5, "acid"));
    desk.put("key", known::HEX);
    for (exit, files) in [
        (4, &["one"][..]),
        (4, &["one", "one"]),
        (5, &["old", "strange"]),
        (3, &["old", "wrong"]),
        (3, &["key"]),
        (1, &["./nowhere"]),
    ] {
        desk.refused(exit, &[&["split", "2of3", "-o", "cards", "--from"], files].concat());
    }
}

#[test]
fn shares_may_come_by_stdin() {
    let desk = Desk::new();
    let split = desk.pipe(known::shares("three_of_five")[..3].join("\n"), &["split", "2of3", "--from", "-"]);
    assert_eq!(desk.pipe(split.product(), &["recover"]).product(), key());
}
