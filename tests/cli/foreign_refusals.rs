//! Shares of other tools that are refused: with the right code, two lines, and nothing of them repeated.

use std::fs;

use quorate::formats::age::base64;

use crate::{desk::Desk, foreign::ACCEPTED, known::foreign};

/// What Vault gives where it was told to encrypt for PGP keys: a session key for one of 2,048 bits, and data.
const PGP: &str = "wcBMAxW4FdDS0O9y9Jhw9+rOwQBYRP1lPVwaLCL0zVpwODjo4Y8VZkCMo0j9tj2dh9Rjb75tT+IEasT981UezFst22d1i8O2OIHttAEtYBGmQbDdWmW0nwf2aYowokWM736fhFNZObHU9fAE4pkk4V/0coiuQ5gYVUi9uHOBXnkruTtxTvtq7m0Ckg7EDudxeWq+2PihMstdNyr0TQbediVGHluj2EHr9EjG4fBPHAvMgHTMxUeiZsA1Jzvg9Yp7YFaHLV5PsZZTTcJxSciYSscZ4sjSimo29l1G6iHCuvjP/5+BQeucXwrt51jC2x5s9KNwjPS8vHzCRtUeyPKwmD0DLE90R/JvmBDFXDmoiFYbU4SJHTRKgaUr8T/2vNldz5yXsjA3FyUeKcpJScDOuT+d3YN5oyL+MGU6vlOBBNkJz1xR6jUyxrya95G5mJyUMpsUu6N6SZwJXZmqK0OE7XS+3EhMzKGPbhoNd8gBazqktcbPMGuBoA==";

/// The same in base64, as Kubernetes keeps secrets.
fn twice(text: &str) -> String {
    base64::padded(text.as_bytes())
}

#[test]
fn nothing_unconfirmed_is_released_without_both_flags_and_the_hint_has_them() {
    let desk = Desk::new();
    desk.put("shares", foreign("vault", "hex").join("\n")).put("named", foreign("ssss", "shares").join("\n"));
    for (arguments, flags) in [
        (
            &["recover", "shares", "--from", "vault"][..],
            "--from-format vault --threshold N --accept-unconfirmed",
        ),
        (
            &["recover", "shares", "--from", "vault", "--threshold", "3"],
            "--from-format vault --threshold 3 --accept-unconfirmed",
        ),
        (
            &["recover", "shares", "--from", "sharks", "--accept-unconfirmed"],
            "--from-format sharks --threshold N --accept-unconfirmed",
        ),
        // Recognised, but nothing is taken for granted.
        (&["recover", "named"], "--from-format ssss --threshold N --accept-unconfirmed"),
        (
            &["split", "2of3", "--from", "shares", "--from-format", "vault"],
            "--from-format vault --threshold N --accept-unconfirmed",
        ),
        (&["split", "2of3", "--from", "named"], "--from-format ssss --threshold N --accept-unconfirmed"),
    ] {
        let refused = desk.refused(7, arguments);
        assert!(refused.hint.starts_with(flags), "{refused:?}");
        assert!(refused.error.starts_with("nothing can confirm what shares of "), "{refused:?}");
        assert_eq!(desk.refused_json(7, arguments)["code"], "unconfirmed");
    }
}

/// Recovery, check and split refuse the same with the same code.
fn refused_everywhere(desk: &Desk, exit: i32, format: &str, code: &str) {
    let files: Vec<String> = desk.names().into_iter().collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let accepted: &[&str] = if format == "sskr" { &[] } else { &ACCEPTED };
    let recover = [&["recover", "--from", format], &files[..], accepted].concat();
    let split = [&["split", "2of3", "--from"], &files[..], &["--from-format", format], accepted].concat();
    let mut commands = vec![recover, split];
    if exit != 4 {
        let threshold: &[&str] = if format == "sskr" { &[] } else { &["--threshold", "3"] };
        commands.push([&["check", "--from", format], &files[..], threshold].concat());
    }
    for arguments in commands {
        desk.refused(exit, &arguments);
        assert_eq!(desk.refused_json(exit, &arguments)["code"], code, "{arguments:?}");
    }
}

#[test]
fn what_is_no_share_is_refused_by_its_place() {
    let sskr = &foreign("sskr", "shares")[0];
    for (format, text, code) in [
        ("vault", "xyzzy!", "not-share"),
        ("vault", "aa", "not-share"),
        ("vault", "aabbccddeeff0011223344556677889900", "number-zero"),
        ("vault", &"aa".repeat(15), "not-share"),
        ("vault", &"aa".repeat(34), "not-share"),
        ("vault", &twice(&foreign("vault", "hex")[0]), "encoded-twice"),
        ("vault", &twice(&foreign("vault", "base64")[0]), "encoded-twice"),
        ("sharks", &twice(&foreign("sharks", "hex")[0]), "encoded-twice"),
        ("ssss", &format!("1-{}", "3031".repeat(16)), "encoded-twice"),
        ("vault", PGP, "encrypted-share"),
        ("sharks", PGP, "encrypted-share"),
        ("vault", "-----BEGIN PGP MESSAGE-----", "encrypted-share"),
        ("sharks", "-----BEGIN AGE ENCRYPTED FILE-----", "encrypted-share"),
        ("ssss", "age-encryption.org/v1", "encrypted-share"),
        ("vault", &twice("age-encryption.org/v1\n-> X25519 abc"), "encrypted-share"),
        ("sharks", "00aabbccddeeff", "number-zero"),
        ("ssss", "00112233445566778899", "not-share"),
        ("ssss", "0-0011223344556677", "number-zero"),
        ("ssss", "256-ab", "number-range"),
        ("ssss", "1-001122334455667", "not-share"),
        ("sskr", &sskr.replace("film", "zzzz"), "unknown-word"),
        ("sskr", &sskr.replace("film", "figs"), "checksum"),
        ("sskr", "ur:seed/oyadgdiywlamaejszswdwytltifeenftlnmnwkbdhnssro", "not-share"),
        ("sskr", "ur:sskr/1-2/lpadaocsptcybkgdcarhhdgohdosvoamdm", "not-share"),
    ] {
        let desk = Desk::new();
        desk.put("share", text);
        refused_everywhere(&desk, 3, format, code);
    }
}

#[test]
fn what_cannot_be_of_one_set_is_refused() {
    let vault = foreign("vault", "hex");
    let altered = format!("{}{}", if vault[0].starts_with('0') { '1' } else { '0' }, &vault[0][1..]);
    let ssss = foreign("ssss", "shares");
    let other = "ur:sskr/gosgtyaeadaegylnahsomsfxstamonssdwotasynuofxoybdnshd".to_owned();
    for (format, shares, code) in [
        ("vault", vec![vault[0].clone(), altered.clone(), vault[1].clone(), vault[2].clone()], "same-index"),
        ("vault", vec![vault[0].clone(), vault[1][2..].to_owned(), vault[2].clone()], "foreign-share"),
        ("vault", vec![altered.clone(), vault[1].clone(), vault[2].clone(), vault[3].clone()], "disagree"),
        (
            "vault",
            vec![vault[1].clone(), altered, vault[2].clone(), vault[3].clone(), vault[4].clone()],
            "altered-share",
        ),
        ("ssss", vec![ssss[0].clone(), ssss[1].replace("demo", "test"), ssss[2].clone()], "foreign-share"),
        ("sskr", vec![foreign("sskr", "shares")[0].clone(), other], "foreign-share"),
    ] {
        let desk = Desk::new();
        desk.put_shares(&shares);
        refused_everywhere(&desk, 5, format, code);
    }
}

#[test]
fn a_repeated_share_counts_once_and_too_few_are_told() {
    let vault = foreign("vault", "hex");
    let desk = Desk::new();
    desk.put_shares(&[vault[0].as_str(), &vault[1], &vault[0].to_uppercase()]);
    refused_everywhere(&desk, 4, "vault", "too-few-shares");
    let recover = [&["recover", "1.txt", "2.txt", "3.txt", "--from", "vault"], &ACCEPTED[..]].concat();
    let refused = desk.refused(4, &recover);
    assert!(
        refused.error.starts_with("3.txt: this share is here already and counts once; 2 of the 3"),
        "{refused:?}"
    );
    let lone = Desk::new();
    lone.put_shares(&foreign("sskr", "shares")[2..5]);
    refused_everywhere(&lone, 4, "sskr", "too-few-shares");
}

#[test]
fn a_file_that_is_still_encrypted_is_named_whatever_it_is_taken_for() {
    let desk = Desk::new();
    let pgp = [&[0x85, 1, 0][..], &[3], &[0xa5; 255], &[0xd2, 0xff]].concat();
    fs::write(desk.path("share.gpg"), pgp).unwrap();
    fs::write(desk.path("share.age"), b"age-encryption.org/v1\n-> X25519 abc\n\xff\xfe").unwrap();
    let vault = &["check", "share.age", "--from", "vault"][..];
    for (command, told, code) in [
        (&["check", "share.gpg"][..], "still encrypted with PGP", "encrypted-share"),
        (&["drill", "share.gpg"], "still encrypted with PGP", "encrypted-share"),
        (&["check", "share.gpg", "--from", "vault"], "still encrypted with PGP", "encrypted-share"),
        (vault, "encrypted with age", "encrypted-share"),
        // As a share of ours it would be opened, were it whole.
        (&["check", "share.age"], "the file is cut off in its header", "sealed-damaged"),
        (&["drill", "share.age"], "the file is cut off in its header", "sealed-damaged"),
    ] {
        let refused = desk.refused(3, command);
        assert!(refused.error.starts_with(command[1]) && refused.error.contains(told), "{refused:?}");
        assert_eq!(desk.refused_json(3, command)["code"], code);
    }
}

#[test]
fn what_stands_beside_labelled_shares_of_vault_and_is_no_prose_is_refused() {
    let shares = foreign("vault", "base64");
    for (beside, code) in [
        ("Unseal Key 3", "not-share"),
        ("Unseal Key 3; value", "not-share"),
        ("Unseal Key 3: wrong key", "not-share"),
        ("Key 3 fingerprint: abcd; value: efgh", "not-share"),
        ("xyzzy", "not-share"),
    ] {
        let desk = Desk::new();
        desk.put("init", format!("Unseal Key 1: {}\n{beside}\nUnseal Key 2: {}\n", shares[0], shares[1]));
        let recover = ["recover", "init", "--threshold", "2", "--accept-unconfirmed"];
        assert_eq!(desk.refused_json(3, &recover)["code"], code, "{beside}");
    }
    let desk = Desk::new();
    desk.put("init.json", serde_json::json!({"unseal_keys_b64": [shares[0], PGP]}).to_string());
    let refused = desk.refused(3, &["check", "init.json"]);
    assert!(refused.error.starts_with("init.json, key 2: this is still encrypted with PGP"), "{refused:?}");
}

#[test]
fn what_is_no_share_of_slip_0039_is_told_what_it_is() {
    for (text, told) in [
        (foreign("sskr", "shares")[0].as_str(), "this is a share of SSKR"),
        (&foreign("ssss", "shares")[0], "this is a share of ssss"),
        ("Unseal Key 1: hOWj4ko+SgfdH90OVXdQVu06B554dfLMu3s1PdRcnS3r", "this is a share of Vault"),
        ("ur:envelope/lftpsotansgylftanshfhdcxnywtbtjoremdgtswlbwpntad", "a UR of the type envelope"),
        ("ms10testsxxxxxxxxxxxxxxxxxxxxxxxxxx4nzvca9cmczlw", "this is a share of codex32"),
        (crate::known::HEX, "these are hexadecimal digits"),
        (crate::known::WIFS[1].2, "a private key as wallets export it"),
        (crate::known::XPRV, "an extended private key"),
        ("AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWP0QA0", "an age identity"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "as PEM or PGP write them"),
    ] {
        let desk = Desk::new();
        // The words of SSKR are ordinary ones, of which prose has some.
        fs::write(desk.path("share"), text).unwrap();
        for command in
            [&["drill", "share"][..], &["card", "share", "--of", "3"], &["reissue", "share", "--member", "2"]]
        {
            let refused = desk.refused(3, command);
            assert!(refused.error.starts_with("share: ") && refused.error.contains(told), "{refused:?}");
            assert_eq!(desk.refused_json(3, command)["code"], "other-kind", "{command:?}");
        }
    }
}

#[test]
fn what_does_not_fit_together_is_a_wrong_command_line() {
    let desk = Desk::new();
    desk.put("shares", foreign("vault", "hex").join("\n"))
        .put("words", foreign("sskr", "shares")[..2].join("\n"));
    desk.put("pass", "x");
    for arguments in [
        &["recover", "shares", "--threshold", "3"][..],
        &["recover", "shares", "--accept-unconfirmed"],
        &["recover", "shares", "--from", "shamir"],
        &["recover", "shares", "--as", "text"],
        &["recover", "words", "--from", "sskr", "--threshold", "3"],
        &["recover", "words", "--from", "codex32", "--threshold", "3"],
        &["recover", "words", "--from", "sskr", "--accept-unconfirmed"],
        &["recover", "shares", "--from", "vault", "--passphrase-file", "pass"],
        &["recover", "shares", "--from", "vault", "--accept-unconfirmed", "--threshold", "0"],
        &["recover", "shares", "--from", "vault", "--accept-unconfirmed", "--threshold", "256"],
        &["recover", "shares", "--from", "vault", "--accept-unconfirmed", "--threshold", "three"],
        &["check", "shares", "--threshold", "3"],
        &["split", "2of3", "--from-format", "vault"],
        &["split", "2of3", "--from", "shares", "--threshold", "3"],
        &["split", "2of3", "--from", "words", "--from-format", "sskr", "--old-passphrase-file", "pass"],
        &["recover", "-", "-", "--from", "sskr"],
    ] {
        desk.refused(2, arguments);
    }
}

#[test]
fn hostile_input_is_refused_and_soon() {
    let flags = |format| [&["recover", "--from", format], &ACCEPTED[..]].concat();
    let many: String = (0..10_000).map(|number| format!("{number}-0011223344556677\n")).collect();
    let some: String = (1..=300).map(|number| format!("{number}-0011223344556677\n")).collect();
    let nuls = "\0".repeat(5000);
    let huge = "ab".repeat(400_000);
    let deep = format!("ur:sskr/{}", "lylylyly".repeat(50_000));
    for (format, input) in [
        ("ssss", many.as_str()),
        ("ssss", &some),
        ("ssss", &format!("1-{huge}")),
        ("ssss", &nuls),
        ("vault", &nuls),
        ("sharks", "\u{202e}\u{0}"),
        ("vault", "====="),
    ] {
        Desk::new().refused_piped(3, input, &flags(format));
    }
    for input in [nuls.as_str(), &deep, &huge, "ur:sskr/", "ur:", "able", "-", "\u{feff}"] {
        Desk::new().refused_piped(3, input, &["recover", "--from", "sskr"]);
    }
    // Long, but nothing is wrong with it.
    let desk = Desk::new();
    let two = format!("01{huge}\n02{huge}\n");
    let sharks = ["recover", "--from", "sharks", "--threshold", "2", "--accept-unconfirmed"];
    let refused = desk.refused_piped(3, &two, &sharks);
    assert!(refused.error.contains("too large"), "{refused:?}");
}
