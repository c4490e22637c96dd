//! Command lines that are wrong, and the one that is bare. No value is ever repeated, for it may be a secret.

use crate::{
    desk::{Desk, HUSH},
    known,
};

#[test]
fn bare_and_help_and_version_are_products() {
    let desk = Desk::new();
    let bare = desk.run(&[]);
    for group in ["Prepare\n", "In the room\n", "Afterwards\n", "Disaster\n"] {
        assert!(bare.product().contains(group), "{bare:?}");
    }
    assert_eq!(bare.stderr, "");
    assert!(bare.product().lines().count() <= 24);
    for command in ["split", "recover", "check", "drill", "reissue", "practice"] {
        assert!(bare.product().contains(&format!("\n  {command} ")));
        let help = desk.run(&[command, "--help"]);
        assert!(help.product().contains(&format!("Usage: quorate {command}")));
        assert_eq!(help.stderr, "");
        assert!(desk.run(&[command, "-h"]).product().len() <= help.product().len());
    }
    assert_eq!(desk.run(&["--version"]).product(), format!("quorate {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(desk.run(&["combine", "--help"]).product(), desk.run(&["recover", "--help"]).product());
}

#[test]
fn no_value_of_any_option_is_repeated() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for arguments in [
        &[HUSH][..],
        &["--bogus=hunter2"],
        &["-xhunter2"],
        &["--color", HUSH, "check"],
        &["split", HUSH],
        &["split", "2of3", HUSH],
        &["split", "2of3", "--bogus=hunter2"],
        &["split", "2of3", "--hunter2=hunter2"],
        &["split", "2of3", "--in", HUSH],
        &["split", "2of3", "--in", "key", "--kind", HUSH],
        &["split", "2of3", "--in", "key", "--bip39-as", HUSH],
        &["split", "2of3", "--in", "key", "--language", HUSH],
        &["split", "2of3", "--in", "key", "--exponent", HUSH],
        &["split", "2of3", "--in", "key", "--exponent", "16"],
        &["split", "2of3", "--in", "key", "--read-back", HUSH],
        &["split", "2of3", "--in", "key", "--passphrase-file", HUSH],
        &["split", "2of3", "--in", "key", "--passphrase=hunter2"],
        &["split", "2of3", "--in", "key", "--bip39-as", "seed", "--bip39-passphrase-file", HUSH],
        &["split", "2of3", "--generate", HUSH],
        &["split", "2of3", "--from", HUSH],
        &["split", "2of3", "--custodian", HUSH],
        &["split", "2of3", "--label", "hunter2\u{1b}[31m", "--in", "key"],
        &["split", "--group", HUSH],
        &["split", "--group", "hunter2=hunter2"],
        &["split", "--group", "hunter2=2of3", "--group", "hunter2=2of3", "--in", "key"],
        &["split", "--group", "a=2of3", "--groups-needed", HUSH],
        &["split", "--group", "a=2of3", "--groups-needed", "2"],
        &["split", "2of3", "--in", "key", "--in", HUSH],
        &["split", HUSH, "--group", "a=2of3"],
        &["recover", HUSH],
        &["recover", "key", "--as", HUSH],
        &["recover", "key", "--as", "wif", "--network", HUSH],
        &["recover", "key", "--as", "wif", "--compressed=hunter2"],
        &["recover", "key", "--passphrase", HUSH, "--passphrase-file", HUSH],
        &["check", HUSH],
        &["check", "--passphrase", HUSH],
        &["practice", HUSH],
        &["completions", HUSH],
        &["man", "split", HUSH],
    ] {
        desk.refused(2, arguments);
        desk.refused_json(2, arguments);
    }
}

#[test]
fn a_mnemonic_or_key_pasted_as_an_argument_is_not_repeated() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    desk.put("known.txt", format!("{share} {} {}", known::ABANDON, known::HEX));
    for secret in [share.as_str(), known::ABANDON, known::HEX, &format!("{share}."), known::XPRV] {
        for arguments in [
            &[secret][..],
            &["recover", secret],
            &["check", secret],
            &["split", secret],
            &["split", "2of3", "--in", secret],
            &["split", "2of3", "--from", secret],
            &["recover", "known.txt", secret],
        ] {
            let ran = desk.run(arguments);
            assert!(matches!(ran.code, 2 | 3), "{ran:?}");
            assert!(ran.stdout.is_empty());
            assert!(!ran.stderr.contains(secret) && !ran.stderr.contains("scandal"), "{ran:?}");
        }
        let words: Vec<&str> = std::iter::once("recover").chain(secret.split(' ')).collect();
        desk.refused(2, &words);
    }
}

#[test]
fn options_that_exclude_or_need_each_other_are_told_by_name() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for (arguments, reason) in [
        (&["split"][..], "a policy is missing"),
        (&["split", "2of3", "--in"], "--in needs a value"),
        (&["split", "2of3", "--in", "key", "--generate", "128"], "exclude each other"),
        (&["split", "2of3", "--in", "key", "--from", "key"], "exclude each other"),
        (&["split", "2of3", "--generate", "128", "--from", "key"], "exclude each other"),
        (&["split", "2of3", "--in", "key", "--passphrase", "--passphrase-file", "key"], "exclude each other"),
        (&["split", "2of3", "--in", "key", "--groups-needed", "1"], "--group"),
        (&["split", "2of3", "--in", "key", "--old-passphrase"], "--from"),
        (&["split", "2of3", "--in", "key", "--kind", "hex", "--bip39-as", "seed"], "requires BIP-39 words"),
        (&["split", "2of3", "--in", "key", "--bip39-passphrase-file", "key"], "requires --bip39-as seed"),
        (&["split", "2of3", "--in", "key", "--custodian", "alice"], "3 shares, and 1 named custodian"),
        (&["split", "1of2", "--in", "key"], "every share the key itself"),
        (&["split", "4of3", "--in", "key"], "more are needed than there are"),
        (&["split", "0of3", "--in", "key"], "at least 1"),
        (&["split", "2of17", "--in", "key"], "at most 16 members"),
        (&["recover", "key", "--network", "testnet"], "requires --as wif"),
        (&["recover", "key", "--compressed"], "requires --as wif"),
        (&["recover", "key", "--language", "czech"], "requires --as bip39"),
        (&["completions"], "missing"),
        (&["completions", "tcsh"], "SHELL takes one of: bash, elvish"),
    ] {
        let refused = desk.refused(2, arguments);
        assert!(refused.error.contains(reason), "{arguments:?}: {refused:?}");
    }
}

#[test]
fn a_file_whose_name_is_not_utf_8_is_taken_from_standard_input_as_the_hint_says() {
    use std::os::unix::ffi::OsStrExt as _;

    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    let refused = crate::desk::Ran::of(desk.command(&["check"]).arg(name).output().unwrap());
    assert!(refused.code == 2 && refused.stdout.is_empty(), "{refused:?}");
    assert!(refused.says("error: argument 2 is not UTF-8") && refused.says("as - and < FILE"), "{refused:?}");
    assert_eq!(desk.pipe(share, &["check", "-"]).code, 0);
}

#[test]
fn a_policy_behind_the_shares_of_an_old_set_is_missed_with_a_hint() {
    let desk = Desk::new();
    let names = desk.put_shares(&known::shares("three_of_five"));
    let refused = desk.refused(2, &["split", "--from", &names[0], &names[1], &names[2], "3of5"]);
    assert!(refused.hint.contains("before --from"), "{refused:?}");
}

#[test]
fn options_that_would_change_nothing_are_refused_and_not_ignored() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five").join("\n"))
        .put("extra", "TREZOR")
        .put("key", known::HEX);
    for arguments in [
        &["--generate", "128", "--bip39-passphrase-file", "extra"][..],
        &["--from", "shares", "--bip39-passphrase-file", "extra"],
        &["--generate", "128", "--language", "czech"],
        &["--from", "shares", "--language", "czech"],
        &["--in", "key", "--kind", "hex", "--language", "czech"],
    ] {
        desk.refused(2, &[&["split", "2of3"], arguments].concat());
    }
}

#[test]
fn one_standard_input_serves_one_thing() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for arguments in [
        &["recover", "-", "-"][..],
        &["recover", "-", "--passphrase-file", "-"],
        &["recover", "--passphrase-file", "-"],
        &["check", "-", "key", "-"],
        &["split", "2of3", "--in", "-", "--passphrase-file", "-"],
        &["split", "2of3", "--from", "-", "--old-passphrase-file", "-"],
        &["split", "2of3", "--in", "-", "--bip39-as", "seed", "--bip39-passphrase-file", "-"],
    ] {
        let refused = desk.refused_piped(2, known::HEX, arguments);
        assert!(refused.error.contains("standard input was named for two things"), "{refused:?}");
    }
}

#[test]
fn json_stands_on_either_side_of_the_command() {
    let desk = Desk::new();
    desk.put("share", &known::shares("three_of_five")[0]);
    let after = desk.run(&["check", "share", "--json"]);
    let before = desk.run(&["--json", "check", "share"]);
    assert_eq!(before.json(), after.json());
    for arguments in [&["--json", "check", "--bogus"][..], &["check", "--bogus", "--json"]] {
        let ran = desk.run(arguments);
        assert_eq!((ran.code, &ran.json()["schema"]), (2, &"quorate/check".into()));
        assert_eq!(ran.stderr, "");
    }
    let unknown = desk.run(&["--json", HUSH]);
    assert_eq!((unknown.code, &unknown.json()["schema"]), (2, &"quorate/usage".into()));
}

#[test]
fn help_is_a_document_too_if_asked_for() {
    let desk = Desk::new();
    for arguments in [&["--json", "--help"][..], &["split", "--help", "--json"], &["--json", "-V"]] {
        let ran = desk.run(arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert!(ran.json()["text"].as_str().unwrap().contains("quorate"));
    }
    desk.refused_json(2, &[]);
}

#[test]
fn what_needs_a_person_is_refused_where_there_is_none() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five").join("\n")).put("key", known::HEX);
    for arguments in [
        &["recover", "shares", "--passphrase"][..],
        &["split", "2of3", "--in", "key", "--passphrase"],
        &["split", "2of3", "--from", "shares", "--passphrase", "--old-passphrase"],
        &["split", "2of3", "--from", "shares", "--exponent", "2", "--old-passphrase"],
        &["split", "2of3", "--passphrase-file", "-"],
    ] {
        let refused = desk.refused(7, arguments);
        assert!(refused.error.contains("terminal is needed"), "{refused:?}");
        let refused = desk.refused(7, &[arguments, &["--no-input"]].concat());
        assert!(refused.error.contains("--no-input forbids it"), "{refused:?}");
        assert_eq!(desk.refused_json(7, arguments)["code"], "terminal-needed");
    }
}

#[test]
fn quiet_means_silent_where_all_is_well() {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("pass", "x");
    let split = desk.run(&["-q", "split", "2of3", "--in", "key", "--passphrase-file", "pass"]);
    assert_eq!(split.stderr, "");
    desk.put("shares", split.product());
    let recorded = desk.run(&["-q", "split", "2of3", "--in", "key", "--record", "record.json"]);
    desk.put("recorded", recorded.product());
    for arguments in [
        &["recover", "recorded", "-q", "--record", "record.json"][..],
        &["recover", "recorded", "--quiet", "--record", "record.json", "-o", "out"],
        &["check", "shares", "-q"],
        &["split", "-q", "2of3", "--from", "shares", "-o", "cards"],
    ] {
        let ran = desk.run(arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    }
    // Of a key that nothing confirms it is not known whether all is well.
    for arguments in [
        &["recover", "shares", "-q"][..],
        &["recover", "shares", "--quiet", "--passphrase-file", "pass"],
        &["recover", "shares", "-q", "-o", "again"],
    ] {
        let ran = desk.run(arguments);
        let lines: Vec<&str> = ran.stderr.lines().collect();
        let is_only = matches!(lines[..], [only] if only.starts_with("quorate: warning: not confirmed: "));
        assert!(ran.code == 0 && is_only, "{arguments:?}: {ran:?}");
    }
    desk.refused(3, &["-q", "check", "key"]);
}
