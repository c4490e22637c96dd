//! Every form of key through a split and a recovery and out again as it came.

use crate::{desk::Desk, known};

/// Splits `key` with these options, recovers from the last two shares with those, and gives what came back.
fn there_and_back(key: impl AsRef<[u8]>, split: &[&str], recover: &[&str]) -> Vec<u8> {
    let desk = Desk::new();
    desk.put("key", key);
    let ran = desk.run(&[&["split", "2of3", "--in", "key", "--exponent", "0"], split].concat());
    let shares = ran.lines();
    assert_eq!(shares.len(), 3);
    desk.put("shares", shares[1..].join("\n"));
    let back = desk.run(&[&["recover", "shares"], recover].concat());
    assert_eq!(back.code, 0, "{back:?}");
    back.stdout
}

fn text_there_and_back(key: &str, split: &[&str], recover: &[&str]) -> String {
    String::from_utf8(there_and_back(key, split, recover)).unwrap()
}

#[test]
fn hex_comes_back_in_lower_case_whatever_its_length_and_ending() {
    for bytes in [16, 18, 32, 64, 128] {
        let key = "0AaF".repeat(bytes / 2);
        for ending in ["", "\n", "\r\n"] {
            let back = text_there_and_back(&format!("{key}{ending}"), &[], &[]);
            assert_eq!(back, format!("{}\n", key.to_lowercase()), "{bytes} bytes");
        }
    }
}

#[test]
fn an_age_identity_comes_back_with_or_without_being_named() {
    let identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let file = format!("# created: 2026-11-25T10:00:00Z\n# public key: age1\n{identity}\n");
    for key in [identity, &file] {
        for split in [&[][..], &["--kind", "age"]] {
            assert_eq!(text_there_and_back(key, split, &["--as", "age"]), format!("{identity}\n"));
            assert_eq!(text_there_and_back(key, split, &[]), format!("{}\n", "42".repeat(32)));
        }
    }
    let desk = Desk::new();
    let slip = desk.pipe(identity.replacen('J', "K", 1), &["split", "2of3"]);
    assert_eq!(slip.code, 3);
    assert!(slip.says("the checksum of this age identity does not match"), "{slip:?}");
    let hybrid = desk.pipe(include_str!("../data/age/hybrid.key"), &["split", "2of3"]);
    assert_eq!(hybrid.code, 3);
    assert!(hybrid.says("hybrid age identity") && hybrid.says("--seal FILE"), "{hybrid:?}");
}

#[test]
fn the_entropy_of_bip39_words_gives_the_words_back() {
    assert_eq!(text_there_and_back(known::ABANDON, &[], &["--as", "bip39"]), format!("{}\n", known::ABANDON));
    assert_eq!(text_there_and_back(known::ABANDON, &[], &[]), format!("{}\n", "0".repeat(32)));
}

#[test]
fn words_in_other_languages_are_recognised_and_the_way_back_is_told() {
    for (language, word, last) in [
        ("spanish", "ábaco", "abierto"),
        ("french", "abaisser", "abeille"),
        ("italian", "abaco", "abete"),
        ("japanese", "あいこくしん", "あおぞら"),
        ("korean", "가격", "가능"),
        ("portuguese", "abacate", "abater"),
        ("czech", "abdikace", "agrese"),
    ] {
        let desk = Desk::new();
        let key = format!("{} {last}", [word; 11].join(" "));
        let split = desk.pipe(&key, &["split", "2of3", "--exponent", "0"]);
        let shares = split.lines();
        assert!(split.says(&format!("quorate recover --as bip39 --language {language}")), "{}", split.stderr);
        let back = desk.pipe(shares[..2].join("\n"), &["recover", "--as", "bip39", "--language", language]);
        assert_eq!(back.lines()[0].split(' ').count(), 12);
        // The lists are kept in decomposed letters and people type composed ones, so the bytes may differ.
        let again = desk.pipe(back.product(), &["split", "2of3", "--exponent", "0"]);
        let hex = |shares: &[String]| desk.pipe(shares.join("\n"), &["recover"]).product().to_owned();
        assert_eq!(hex(&again.lines()), hex(&shares));
    }
}

#[test]
fn words_that_stand_in_two_lists_need_the_list_to_be_named() {
    let key = format!("{} 在", ["的"; 11].join(" "));
    let desk = Desk::new();
    desk.put("key", &key);
    let refused = desk.refused(3, &["split", "2of3", "--in", "key"]);
    assert!(refused.error.contains("more than one language") && refused.hint.contains("--language"));
    let list = ["--language", "chinese-traditional"];
    let back = text_there_and_back(&key, &list, &["--as", "bip39", list[0], list[1]]);
    assert_eq!(back, format!("{key}\n"));
}

#[test]
fn the_seed_of_bip39_words_is_the_published_one_in_59_words() {
    let desk = Desk::new();
    desk.put("words", known::ABANDON).put("extra", "TREZOR\n");
    let seed = ["split", "2of3", "--in", "words", "--bip39-as", "seed", "--exponent", "0"];
    let with = desk.run(&[&seed[..], &["--bip39-passphrase-file", "extra"]].concat());
    let shares = with.lines();
    assert!(shares.iter().all(|share| share.split(' ').count() == 59));
    assert!(with.says("a wallet that takes 59 words opens with these"));
    let hex = desk.pipe(shares[1..].join("\n"), &["recover"]);
    assert_eq!(hex.product(), format!("{}\n", known::ABANDON_SEED));
    let xprv = desk.pipe(shares[..2].join("\n"), &["recover", "--as", "xprv"]);
    assert_eq!(xprv.product(), format!("{}\n", known::ABANDON_XPRV));

    let without = desk.run(&seed);
    assert!(without.says("empty BIP-39 passphrase assumed"));
    let hex = desk.pipe(without.lines()[1..].join("\n"), &["recover"]);
    assert!(hex.product().starts_with("5eb00bbddcf069084889a8ab9155568165f5c453"), "{hex:?}");
}

#[test]
fn the_seed_is_never_given_back_as_words() {
    let desk = Desk::new();
    let split = desk.pipe(known::ABANDON, &["split", "2of3", "--bip39-as", "seed"]);
    desk.put("shares", split.stdout);
    let refused = desk.refused(3, &["recover", "shares", "--as", "bip39"]);
    assert!(refused.error.contains("64 bytes"), "{refused:?}");
}

#[test]
fn each_wif_is_recognised_and_comes_back_as_it_was() {
    for (network, compressed, wif) in known::WIFS {
        let desk = Desk::new();
        let split = desk.pipe(wif, &["split", "2of3"]);
        let shares = split.lines();
        let way_back = format!("--as wif --network {network} --compressed={compressed}");
        assert!(split.says(&format!("quorate recover {way_back}")), "{}", split.stderr);
        assert!(split.says("a different, empty wallet"));
        let options: Vec<&str> = way_back.split(' ').collect();
        let back = desk.pipe(shares[..2].join("\n"), &[&["recover"], &options[..]].concat());
        assert_eq!(back.product(), format!("{wif}\n"));
    }
}

#[test]
fn a_bare_compressed_option_means_yes() {
    let wif = known::WIFS[1].2;
    assert_eq!(text_there_and_back(wif, &[], &["--as", "wif", "--compressed"]), format!("{wif}\n"));
}

#[test]
fn an_extended_key_comes_back_whole() {
    let back = text_there_and_back(known::XPRV, &[], &["--as", "xprv"]);
    assert_eq!(back, format!("{}\n", known::XPRV));
}

#[test]
fn raw_bytes_come_back_byte_for_byte() {
    for key in [&b"\0\xff\r\n 0123456789\n"[..], &[b'\n'; 16], &[0; 128], b"\xef\xbb\xbf0123456789abc"] {
        assert_eq!(there_and_back(key, &["--kind", "raw"], &["--as", "raw"]), key);
    }
}

#[test]
fn a_fresh_key_has_as_many_bits_as_were_asked_for_and_is_never_the_same() {
    for (bits, words) in [("128", 20), ("256", 33)] {
        let fresh = || {
            let desk = Desk::new();
            let split = desk.run(&["split", "2of3", "--generate", bits]);
            assert!(split.lines().iter().all(|share| share.split(' ').count() == words));
            desk.pipe(split.lines()[..2].join("\n"), &["recover"]).product().to_owned()
        };
        let (one, other) = (fresh(), fresh());
        assert_eq!(one.trim_end().len(), bits.parse::<usize>().unwrap() / 4);
        assert_ne!(one, other);
    }
}

#[test]
fn a_form_that_the_bytes_do_not_have_is_refused_and_nothing_is_shown() {
    let desk = Desk::new();
    let split = desk.pipe("ff".repeat(32), &["split", "2of3"]);
    desk.put("shares", split.stdout);
    assert!(desk.refused(3, &["recover", "shares", "--as", "wif"]).error.contains("private key"));
    let split = desk.pipe("ff".repeat(128), &["split", "2of3"]);
    desk.put("long", split.stdout);
    for form in ["wif", "xprv", "bip39"] {
        assert!(desk.refused(3, &["recover", "long", "--as", form]).error.contains("128 bytes"));
    }
}
