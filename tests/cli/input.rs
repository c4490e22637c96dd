//! Keys and shares that are none: each is refused with its reason, and nothing of it is repeated.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{desk::Desk, known};

#[test]
fn every_way_a_key_can_be_wrong_has_its_own_reason() {
    let hex = known::HEX;
    let wif = known::WIFS[1].2;
    let xpub = "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8";
    let share = &known::shares("three_of_five")[0];
    for (key, kind, reason) in [
        ("", "auto", "there is no key"),
        ("\n", "auto", "there is no key"),
        ("", "hex", "there is no key"),
        (hex, "wif", "character 1 is not a base58 digit"),
        (&"z".repeat(200), "wif", "a WIF has 51 or 52 characters"),
        (&hex[1..], "hex", "31 hex digits"),
        (&hex[..30], "auto", "30 hex digits"),
        (&format!("{hex} zz"), "auto", "character 33 is not a hex digit"),
        (&hex.replace("aa", "xx"), "auto", "character 21 is not a hex digit"),
        (&hex.repeat(9), "hex", "288 hex digits"),
        (&hex.replace('2', "g"), "hex", "character 5 is not a hex digit"),
        (&format!("{hex}\n{hex}\n"), "hex", "more than one key of hex digits"),
        (&format!("key {hex}"), "hex", "character 1 is not a hex digit"),
        (&format!("{hex}#{hex}"), "hex", "character 33 is not a hex digit"),
        ("correct-horse-battery-staple-hunter2", "auto", "not a known key"),
        (&wif.replace('K', "L"), "auto", "checksum of this WIF or xprv"),
        (&wif.replace('K', "0"), "wif", "character 1 is not a base58 digit"),
        (&known::XPRV.replace("J7", "J8"), "auto", "checksum of this WIF or xprv"),
        (xpub, "auto", "neither a private key nor an extended private key"),
        (known::XPRV, "wif", "this is valid base58"),
        (wif, "xprv", "this is valid base58"),
        (&known::ABANDON.replace("about", "abandon"), "auto", "checksum of these BIP-39 words"),
        (&known::ABANDON.replace("about", "hunter2"), "auto", "word 12 is not in the BIP-39 list"),
        ("abandon abandon about", "bip39", "3 words: BIP-39 has"),
        (share, "auto", "SLIP-0039 share, not a key"),
        (share, "bip39", "33 words: BIP-39 has"),
        ("0123456789abcde", "raw", "15 bytes"),
        ("0123456789abcdefg", "raw", "17 bytes"),
        (&"ab".repeat(65), "raw", "130 bytes"),
    ] {
        let desk = Desk::new();
        desk.put("key", key);
        let refused = desk.refused(3, &["split", "2of3", "--in", "key", "--kind", kind]);
        assert!(refused.error.contains(reason), "{kind}: {refused:?} and not {reason}");
    }
}

#[test]
fn a_curve_key_out_of_range_is_refused() {
    // The order of the curve itself as a WIF.
    let zero = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73Nd2Mcv1";
    let desk = Desk::new();
    desk.put("key", zero);
    assert!(desk.refused(3, &["split", "2of3", "--in", "key"]).error.contains("above the order"));
}

#[test]
fn nothing_binary_garbage_and_text_of_no_use_are_refused() {
    let noise: Vec<u8> = (0..4000u32).map(|at| ((at * at * 31) >> 3) as u8 | 0x80).collect();
    let utf16: Vec<u8> = "\u{feff}academic acid".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&b""[..], b"\n\n", b"# only a remark\n", &noise, &utf16, b"\xff\xfe", b"\0\0\0\0\0\0\0\0"] {
        let desk = Desk::new();
        desk.put("input", bytes);
        for arguments in [&["split", "2of3", "--in", "input"][..], &["recover", "input"], &["check", "input"]]
        {
            desk.refused(3, arguments);
        }
    }
    for arguments in [&["split", "2of3"][..], &["recover"], &["check"], &["recover", "/dev/null"]] {
        Desk::new().refused(3, arguments);
    }
}

#[test]
fn a_share_where_a_key_is_wanted_leads_to_the_right_command() {
    let desk = Desk::new();
    desk.put("share", &known::shares("three_of_five")[0]);
    let refused = desk.refused(3, &["split", "2of3", "--in", "share"]);
    assert!(refused.hint.contains("quorate recover"), "{refused:?}");
    assert_eq!(desk.refused_json(3, &["split", "2of3", "--in", "share"])["code"], "share-not-key");
}

#[test]
fn keys_where_shares_are_wanted_are_recognised_as_far_as_can_be() {
    let desk = Desk::new();
    desk.put("words", known::ABANDON).put("hex", known::HEX).put("wif", known::WIFS[0].2);
    for command in ["recover", "check"] {
        let refused = desk.refused(3, &[command, "words"]);
        assert!(refused.error.contains("these are BIP-39 words"), "{refused:?}");
        desk.refused(3, &[command, "hex"]);
        desk.refused(3, &[command, "wif"]);
    }
    assert_eq!(desk.refused_json(3, &["check", "words"])["code"], "bip39-words");
}

#[test]
fn a_slip_of_the_pen_is_located_by_word_row_and_column() {
    let share = &known::shares("three_of_five")[1];
    let words: Vec<&str> = share.split(' ').collect();
    let swapped = {
        let mut words = words.clone();
        words.swap(9, 10);
        words.join(" ")
    };
    for (text, reason, word) in [
        (known::misspelt(share, 7, "academic"), "word 7 (row 2, column 3) is wrong", Some(7)),
        (
            known::misspelt(share, 33, "hunter2"),
            "word 33 (row 9, column 1) is not in the word list",
            Some(33),
        ),
        (known::misspelt(share, 12, "arenaz"), "word 12 (row 3, column 4) is not in the word list", Some(12)),
        (swapped, "word 10 (row 3, column 2) and the next have probably changed places", None),
        (words[..32].join(" "), "a word is probably missing", None),
        ([&words[..5], &words[4..]].concat().join(" "), "is probably one too many", None),
        (words[..20].join(" "), "more than one word is wrong", None),
        (words[..12].join(" "), "12 words", None),
        (known::misspelt(&known::misspelt(share, 3, "xx"), 9, "yy"), "words 3, 9 of 33", None),
        ([share.as_str(); 2].join(" "), "66 words", None),
    ] {
        let desk = Desk::new();
        desk.put("share.txt", &text);
        for command in ["check", "recover"] {
            let refused = desk.refused(3, &[command, "share.txt"]);
            assert!(refused.error.starts_with("share.txt: "), "{refused:?}");
            assert!(refused.error.contains(reason), "{refused:?} and not {reason}");
            let document = desk.refused_json(3, &[command, "share.txt"]);
            assert_eq!(document["word"].as_u64(), word, "{document}");
            assert_eq!(document["share"], "share.txt");
        }
    }
}

#[test]
fn a_share_of_another_revision_is_told_from_a_slip() {
    let desk = Desk::new();
    desk.put("share", known::share("other_revision"));
    assert_eq!(desk.refused_json(3, &["check", "share"])["code"], "other-revision");
}

#[test]
fn shares_are_read_in_any_case_abbreviated_with_remarks_and_foreign_line_ends() {
    let shares = known::shares("three_of_five");
    let key = format!("{}\n", known::reference_key());
    for text in [
        format!("# a remark\r\n\r\n{}\r\n{}\r\n  {}  \r\n", shares[0], shares[3].to_uppercase(), shares[4]),
        format!("{}\n{}\n{}", known::abbreviated(&shares[4]), shares[2].replace(' ', " \t "), shares[0]),
        format!("{} # alice\n#{}\n{} #\n{}", shares[0], shares[1], shares[2], shares[3]),
        format!("\u{feff}{}\n{}\n{}", shares[0], shares[1], shares[2]),
    ] {
        let desk = Desk::new();
        desk.put("shares", &text);
        assert_eq!(desk.run(&["recover", "shares"]).product(), key, "{text}");
    }
}

#[test]
fn a_byte_order_mark_before_a_key_is_no_part_of_it() {
    let desk = Desk::new();
    desk.put("key", format!("\u{feff}{}\r\n", known::HEX));
    let split = desk.run(&["split", "2of3", "--in", "key"]);
    assert_eq!(desk.pipe(split.product(), &["recover"]).product(), format!("{}\n", known::HEX));
}

#[test]
fn passphrases_beyond_printable_ascii_are_refused() {
    for passphrase in ["pass\u{e9}word", "tab\there", "two\nlines", "bell\u{7}", "two newlines\n\n"] {
        let desk = Desk::new();
        desk.put("pass", passphrase).put("key", known::HEX);
        desk.put("shares", known::shares("extendable").join("\n"));
        desk.refused(3, &["split", "2of3", "--in", "key", "--passphrase-file", "pass"]);
        desk.refused(3, &["recover", "shares", "--passphrase-file", "pass"]);
    }
    let desk = Desk::new();
    desk.put("pass", b"\xff\xfe").put("key", known::HEX);
    desk.refused(3, &["split", "2of3", "--in", "key", "--passphrase-file", "pass"]);
}

#[test]
fn files_that_cannot_be_read_are_a_matter_of_the_system() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).unwrap();
    desk.put("locked", known::HEX);
    fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    for command in [&["split", "2of3", "--in"][..], &["recover"], &["check"]] {
        let missing = desk.refused(1, &[command, &["./no/such.txt"]].concat());
        assert!(missing.error.contains("names no file that exists"), "{missing:?}");
        let folder = [command, &["folder"]].concat();
        if command[0] == "split" {
            assert!(desk.refused(1, &folder).error.contains("is a directory"));
        } else {
            assert_eq!(desk.refused(3, &folder).error, "folder: there is no share in it");
        }
        let not_a_folder = desk.refused(1, &[command, &["locked/x"]].concat());
        assert!(not_a_folder.error.contains("names no file that exists"), "{not_a_folder:?}");
        let bare = desk.refused(2, &[command, &[crate::desk::HUSH]].concat());
        assert!(bare.error.contains("names no file"), "{bare:?}");
        // The superuser of a test container reads everything.
        if fs::File::open(desk.path("locked")).is_err() {
            desk.refused(1, &[command, &["./locked"]].concat());
            let bare = desk.refused(1, &[command, &["locked"]].concat());
            assert!(bare.error.contains(" names: permission denied"), "{bare:?}");
        }
    }
}

#[test]
fn a_huge_file_is_not_read_to_its_end() {
    let desk = Desk::new();
    fs::File::create(desk.path("huge")).unwrap().set_len(1 << 40).unwrap();
    for command in [&["split", "2of3", "--kind", "raw", "--in"][..], &["recover"], &["check"]] {
        assert!(desk.refused(3, &[command, &["huge"]].concat()).error.contains("too large"));
        assert!(desk.refused(3, &[command, &["/dev/zero"]].concat()).error.contains("too large"));
    }
}

#[test]
fn a_key_is_read_with_what_people_put_around_it_and_given_back_without() {
    let (hex, words) = (known::HEX, known::ABANDON);
    let pairs: Vec<&str> = (0..hex.len() / 2).map(|at| &hex[2 * at..2 * at + 2]).collect();
    let numbered: Vec<String> =
        (1..).zip(words.split(' ')).map(|(at, word)| format!("{at}. {word}")).collect();
    let cut: Vec<&str> = words.split(' ').map(|word| &word[..4]).collect();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(hex.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let around: [(Vec<u8>, &str); 9] = [
        (format!("  {hex} \r\n\n").into(), hex),
        (format!("# of the vault\n{hex} # until 2030\n").into(), hex),
        (format!("0x{hex}\n").into(), hex),
        (pairs.join(":").into(), hex),
        (pairs.join(" ").into(), hex),
        (format!("\"{hex}\"\n").into(), hex),
        (utf16, hex),
        (numbered.join("\n").into(), words),
        (cut.join(" ").into(), words),
    ];
    for (text, expected) in around {
        let desk = Desk::new();
        fs::write(desk.path("key"), &text).unwrap();
        let shares = desk.run(&["split", "2of3", "--in", "key", "--exponent", "0"]);
        let form = if expected == words { "bip39" } else { "hex" };
        let back = desk.pipe(shares.product(), &["recover", "--as", form]);
        assert_eq!(back.product().trim_end().to_lowercase(), expected.to_lowercase());
    }
    let desk = Desk::new();
    desk.put("key", "0123456789abcde\n");
    let raw = desk.run(&["split", "2of3", "--in", "key", "--kind", "raw", "--exponent", "0"]);
    assert!(raw.code == 0 && raw.says("ends in a newline, which becomes part of the key"), "{raw:?}");
}
