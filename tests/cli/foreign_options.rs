//! Options that only shares of SLIP-0039 can honour, with shares of other tools: refused however it became known what they
//! are. What would be passed over in silence would be taken for done.

use std::fs;

use crate::{
    desk::Desk,
    foreign::ACCEPTED,
    known::{self, foreign},
};

const RECORD: &str = "set/public/record.json";

/// A desk with a set and its record, and shares of every format that is recognised.
fn desk() -> Desk {
    let desk = Desk::new();
    let split =
        ["split", "2of3", "--generate", "128", "--exponent", "0", "--date", "2026-11-25", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    desk.put("pass", "x").put("sealed.age", "x").put("card", &known::shares("three_of_five")[0]);
    for (format, shares) in formats() {
        // The words of SSKR are ordinary ones, of which prose has some.
        fs::write(desk.path(format), shares).unwrap();
    }
    desk
}

/// The formats that are recognised, each with a share or more.
fn formats() -> [(&'static str, String); 5] {
    let labelled = |(number, share): (usize, String)| format!("Unseal Key {number}: {share}\n");
    let vault = foreign("vault", "base64");
    [
        ("codex32", "MS12NAMES6XQGUZTTXKEQNJSJZV4JV3NZ5K3KWGSPHUH6EVW".to_owned()),
        ("sskr", foreign("sskr", "shares").join("\n")),
        ("ssss", foreign("ssss", "shares").join("\n")),
        ("vault", (1..).zip(vault.clone()).map(labelled).collect()),
        ("vault-json", serde_json::json!({"unseal_keys_b64": vault, "root_token": "t"}).to_string()),
    ]
}

/// Every such option of the command, and how it ends.
fn options(command: &str) -> Vec<(i32, Vec<&'static str>)> {
    let challenge = "0123456789abcdef0123";
    let day = ["--record", RECORD, "--date", "2026-11-26"];
    match command {
        "recover" => vec![
            (6, vec!["--record", RECORD]),
            (2, day.to_vec()),
            (2, vec!["--passphrase"]),
            (2, vec!["--passphrase-file", "pass"]),
            (2, vec!["--bip39-passphrase-file", "pass", "--as", "xprv"]),
            (2, vec!["--accept-other-passphrase", "--record", RECORD]),
            (2, vec!["--open", "sealed.age", "-o", "out"]),
        ],
        "check" => vec![
            (6, vec!["--record", RECORD]),
            (2, day.to_vec()),
            (2, vec!["--record", RECORD, "--receipt", challenge]),
            (2, vec!["--record", RECORD, "--by", "alice"]),
            (2, vec!["--record", RECORD, "--receipt", challenge, "-o", "receipt.png"]),
        ],
        "split" => vec![
            (2, vec!["--old-passphrase"]),
            (2, vec!["--old-passphrase-file", "pass"]),
            (2, vec!["--old-record", RECORD]),
        ],
        // They take no shares of other tools at all.
        "drill" => {
            vec![(3, vec![]), (3, vec!["--passphrase-file", "pass"]), (3, vec!["--open", "sealed.age"])]
        }
        "card" => vec![(3, vec!["--of", "3"]), (3, vec!["--record", RECORD])],
        _ => vec![(3, vec!["--member", "2"]), (3, vec!["--member", "2", "--record", RECORD])],
    }
}

fn code(exit: i32) -> &'static str {
    match exit {
        2 => "usage",
        3 => "other-kind",
        _ => "not-dealt",
    }
}

#[test]
fn no_option_is_passed_over_with_shares_that_are_recognised() {
    // What is piped in must not be said, and of words of SSKR some are: those runs have a desk of their own.
    let (desk, pipes) = (desk(), desk());
    for (format, shares) in formats() {
        for command in ["recover", "check", "split", "drill", "card", "reissue"] {
            let start = if command == "split" { vec!["split", "2of3", "--from"] } else { vec![command] };
            for (exit, options) in options(command) {
                if exit == 3 && format == "vault-json" {
                    continue;
                }
                let named = [&start[..], &[format], &options].concat();
                assert_eq!(desk.refused_json(exit, &named)["code"], code(exit), "{named:?}");
                desk.refused(exit, &named);
                let piped = [&start[..], &["-"], &options].concat();
                let ran = pipes.pipe(&shares, &piped);
                assert!(ran.code == exit && ran.stdout.is_empty(), "{piped:?}: {ran:?}");
                if exit == 2 && format == "ssss" && command != "check" {
                    desk.refused(exit, &[&named[..], &ACCEPTED].concat());
                }
            }
        }
    }
}

#[test]
fn a_format_that_was_named_changes_nothing() {
    let desk = desk();
    desk.put("bare", foreign("vault", "hex").join("\n"));
    for (command, from) in [("recover", "--from"), ("check", "--from"), ("split", "--from-format")] {
        let start = if command == "split" { vec!["split", "2of3", "--from"] } else { vec![command] };
        for (exit, options) in options(command) {
            let named = [&start[..], &["bare", from, "vault"], &options].concat();
            assert_eq!(desk.refused_json(exit, &named)["code"], code(exit), "{named:?}");
        }
    }
    let unread = ["check", "card", "--from", "vault", "--record", RECORD];
    assert_eq!(desk.refused_json(3, &unread)["code"], "not-share", "no share of Vault either");
    // A record that is not there compares nothing.
    desk.refused(1, &["check", "bare", "--from", "vault", "--record", "./nothing.json"]);
}

#[test]
fn a_drill_with_a_record_fails_by_the_share_that_was_never_dealt_and_so_does_a_mixed_pile() {
    let desk = desk();
    for format in ["sskr", "ssss", "vault"] {
        let drill = ["drill", format, "--record", RECORD, "--date", "2026-11-26"];
        let ran = desk.run(&[&drill[..], &["--json"]].concat());
        assert_eq!((ran.code, &ran.json()["code"]), (6, &"not-dealt".into()), "{ran:?}");
        // The one that was dealt stands in front.
        for command in ["recover", "check", "drill"] {
            let mixed =
                [command, "set/secret/share-1.txt", format, "--record", RECORD, "--date", "2026-11-26"];
            let ran = desk.run(&[&mixed[..], &["--json"]].concat());
            assert_eq!((ran.code, &ran.json()["code"]), (6, &"not-dealt".into()), "{command}: {ran:?}");
        }
    }
}

#[test]
fn what_is_recognised_in_a_file_is_recognised_in_a_pipe() {
    let desk = Desk::new();
    for (format, shares) in formats() {
        let flags = match format {
            "sskr" => &[][..],
            "codex32" => &ACCEPTED[..1],
            _ => &ACCEPTED,
        };
        desk.put("shares", &shares);
        for pipe in [&["recover"][..], &["recover", "-"], &["recover", "/dev/stdin"]] {
            let piped = desk.pipe(&shares, &[pipe, flags].concat());
            let named = desk.run(&[&["recover", "shares"], flags].concat());
            assert_eq!(piped.product(), named.product(), "{format}: {pipe:?}");
        }
        assert_eq!(
            desk.pipe(&shares, &["check"]).product().replace("standard input", "shares"),
            desk.run(&["check", "shares"]).product()
        );
        let split = [&["split", "2of3", "--from", "-"], flags].concat();
        assert_eq!(
            desk.pipe(&shares, &split).code,
            if format == "ssss" { 3 } else { 0 },
            "19 bytes are no key"
        );
    }
    // Shares of SLIP-0039 as ever.
    let shares = known::shares("three_of_five")[..3].join("\n");
    assert_eq!(desk.pipe(&shares, &["recover"]).product(), format!("{}\n", known::reference_key()));
}
