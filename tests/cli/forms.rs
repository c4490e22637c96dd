//! A form is never another wallet: what `recover --as` makes of a key that came in another form.

use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// BIP-39's first vector under TREZOR and under no passphrase, as the Python packages `mnemonic` and `bip32` have them.
const WALLET_WITHOUT: &str = "xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpxR86QEC8w35uxmGoggxtQTPvfUu";

/// How what the entropy of those words would be as a seed begins: nobody's wallet.
const NOBODYS: &str = "xprv9s21ZrQH143K2JbpEj";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("words", known::ABANDON).put("TREZOR", "TREZOR").put("empty", "");
    desk
}

/// Splits what is in a file: `SET.json` is the record, `SET.txt` a quorum.
fn split(desk: &Desk, set: &str, options: &[&str]) {
    let record = format!("{set}.json");
    let split = ["split", "2of3", "--exponent", "0", "--fingerprint", "--record", &record];
    let shares = desk.run(&[&split[..], options].concat()).lines();
    desk.put(&format!("{set}.txt"), shares[..2].join("\n"));
}

#[test]
fn the_wallet_of_words_is_made_of_the_words_and_never_of_their_entropy() {
    let desk = desk();
    split(&desk, "set", &["--in", "words"]);
    let xprv = ["recover", "set.txt", "--record", "set.json", "--as", "xprv"];
    let refused = desk.refused(7, &xprv);
    assert!(refused.hint.contains("--bip39-passphrase-file FILE"), "{refused:?}");
    assert_eq!(desk.refused_json(7, &xprv)["code"], "passphrase-needed");
    for (file, wallet) in [("TREZOR", known::ABANDON_XPRV), ("empty", WALLET_WITHOUT)] {
        let arguments = [&xprv[..], &["--bip39-passphrase-file", file]].concat();
        let ran = desk.run(&arguments);
        assert_eq!(ran.product().trim_end(), wallet);
        assert!(!ran.says("it is the key that was split"), "{ran:?}");
        assert!(ran.says("another BIP-39 passphrase opens another wallet"), "{ran:?}");
        assert_eq!(ran.says("the BIP-39 passphrase file is empty"), file == "empty", "{ran:?}");
        let document = desk.run(&[&arguments[..], &["--json"]].concat()).json();
        assert_eq!(document["way"], "wallet-of-words");
        assert_eq!(document["bip39_passphrase"], if file == "empty" { "empty" } else { "given" });
        assert_eq!(document["bip39_passphrase_file_empty"] == true, file == "empty");
        // The fingerprint is that of the words: of their passphrase, and so of this wallet, nothing is known.
        assert_eq!(document["confirmed_by"], "nothing");
        assert_eq!(document["bytes_confirmed_by"], "fingerprint");
        assert_eq!(document["fingerprint"], Value::Null);
        let journal = desk.read("set.journal.jsonl");
        let recovered: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
        assert_eq!((&recovered["event"], &recovered["passed"]), (&json!("recovered"), &Value::Null));
    }
    // Without a record the same file says that the bytes are of words; without the file it is an assumption, and warned of.
    let alone = ["recover", "set.txt", "--as", "xprv"];
    let ran =
        desk.run(&[&alone[..], &["--bip39-passphrase-file", "TREZOR", "--language", "english"]].concat());
    assert_eq!(ran.product().trim_end(), known::ABANDON_XPRV);
    let ran = desk.run(&[&alone[..], &["-q"]].concat());
    assert!(ran.product().starts_with(NOBODYS), "{ran:?}");
    assert!(ran.says("warning: an assumption: nothing says that these bytes are a BIP-32 seed"), "{ran:?}");
    assert!(ran.says("--bip39-passphrase-file"), "{ran:?}");
}

/// What the words of a zero in another list open, as the Python packages `mnemonic` and `bip32` have it.
const OTHER_LISTS: [(&str, &str, &str, &str); 2] = [
    (
        "french",
        "abaisser",
        "abeille",
        "xprv9s21ZrQH143K4ZsEXSdGmcpsqn4YxjPgHqa4DFvMRmD4oTkiFuYia3srKewVsU75LN4jP6PeXPYFWYpgP8B74tQjwG1GoQ9T8eJxGDjzibF",
    ),
    (
        "japanese",
        "あいこくしん",
        "あおぞら",
        "xprv9s21ZrQH143K2TDo8AAss7eUkUqLFzBnypFpqjQUMVUrSMvrrgLiRxQPrYnhfoS9NPp3rex725rcuN8pkDL6pwqWfdPtiqa9ib1B37vZwfy",
    ),
];

#[test]
fn the_wallet_of_words_is_that_of_their_own_list() {
    for (language, often, last, wallet) in OTHER_LISTS {
        let desk = desk();
        desk.put("in-list", format!("{}{last}", format!("{often} ").repeat(11)));
        split(&desk, "set", &["--in", "in-list", "--language", language]);
        let xprv = ["recover", "set.txt", "--as", "xprv", "--bip39-passphrase-file", "TREZOR"];
        for known_by in [["--record", "set.json"], ["--language", language]] {
            let ran = desk.run(&[&xprv[..], &known_by].concat());
            assert_eq!(ran.product().trim_end(), wallet, "{language}, {known_by:?}");
        }
    }
}

/// A set's file, the form that is asked for, and what it is: the cells of the table in docs/build/format.md.
const CELLS: [(&str, &str, &str); 40] = [
    ("hex", "hex", "key"),
    ("hex", "raw", "bytes"),
    ("hex", "bip39", "assumed"),
    ("hex", "xprv", "assumed"),
    ("hex", "wif", "assumed"),
    ("hex", "age", "assumed"),
    ("raw", "hex", "bytes"),
    ("raw", "raw", "key"),
    ("raw", "bip39", "assumed"),
    ("raw", "xprv", "assumed"),
    ("bip39", "hex", "bytes"),
    ("bip39", "raw", "bytes"),
    ("bip39", "bip39", "key"),
    ("bip39", "wif", "refused"),
    ("bip39", "age", "refused"),
    ("bip39-seed", "hex", "key"),
    ("bip39-seed", "raw", "bytes"),
    ("bip39-seed", "bip39", "refused"),
    ("bip39-seed", "xprv", "wallet-of-seed"),
    ("bip39-seed", "wif", "refused"),
    ("bip39-seed", "age", "refused"),
    ("xprv", "hex", "bytes"),
    ("xprv", "raw", "bytes"),
    ("xprv", "bip39", "refused"),
    ("xprv", "xprv", "key"),
    ("xprv", "wif", "refused"),
    ("xprv", "age", "refused"),
    ("wif", "hex", "bytes"),
    ("wif", "raw", "bytes"),
    ("wif", "bip39", "refused"),
    ("wif", "xprv", "refused"),
    ("wif", "wif", "key"),
    ("wif", "age", "refused"),
    ("age", "hex", "bytes"),
    ("age", "raw", "bytes"),
    ("age", "bip39", "refused"),
    ("age", "xprv", "refused"),
    ("age", "wif", "refused"),
    ("age", "age", "key"),
    ("nobody", "bip39", "assumed"),
];

#[test]
fn every_pair_of_forms_is_the_key_or_says_that_it_is_not() {
    let desk = desk();
    let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let (wif, age) =
        (known::WIFS[2].2, "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
    desk.put("hex", hex).put("raw", [7; 32]).put("wif", wif).put("xprv", known::XPRV).put("age", age);
    for kind in ["hex", "raw", "wif", "xprv", "age"] {
        split(&desk, kind, &["--in", kind, "--kind", kind]);
    }
    split(&desk, "bip39", &["--in", "words"]);
    split(&desk, "bip39-seed", &["--in", "words", "--bip39-as", "seed", "--bip39-passphrase-file", "TREZOR"]);
    split(&desk, "nobody", &["--in", "hex"]);
    let mut unsaid: Value = serde_json::from_str(&desk.read("nobody.json")).unwrap();
    unsaid["key"]["form"] = Value::Null;
    std::fs::remove_file(desk.path("nobody.journal.jsonl")).ok();
    desk.put("nobody.json", unsaid.to_string());
    for (came, asked, what) in CELLS {
        let (record, shares) = (format!("{came}.json"), format!("{came}.txt"));
        let arguments = ["recover", &shares, "--record", &record, "--as", asked];
        if what == "refused" {
            let refused = desk.refused_json(7, &arguments);
            assert_eq!(refused["code"], "other-form", "{came} as {asked}");
            continue;
        }
        let ran = desk.run(&[&arguments[..], &["--json"]].concat());
        let document = ran.json();
        assert_eq!(document["way"], what, "{came} as {asked}: {document}");
        let (confirmed, bytes) =
            if what == "assumed" { ("nothing", json!("fingerprint")) } else { ("fingerprint", Value::Null) };
        assert_eq!(document["confirmed_by"], confirmed, "{came} as {asked}");
        assert_eq!(document["bytes_confirmed_by"], bytes, "{came} as {asked}");
        assert_eq!(ran.says("it is the key that was split"), what == "key", "{came} as {asked}: {ran:?}");
        assert_eq!(ran.says("an assumption"), what == "assumed", "{came} as {asked}: {ran:?}");
    }
    // What is not said of a form is as the key came.
    let back = desk.run(&["recover", "wif.txt", "--record", "wif.json", "--as", "wif"]);
    assert_eq!(back.product().trim_end(), wif);
    for other in [&["--network", "mainnet"][..], &["--compressed=yes"]] {
        let arguments = [&["recover", "wif.txt", "--record", "wif.json", "--as", "wif"], other].concat();
        assert_eq!(desk.refused_json(7, &arguments)["code"], "other-form", "{other:?}");
    }
    let french = ["recover", "bip39.txt", "--record", "bip39.json", "--as", "bip39", "--language", "french"];
    assert_eq!(desk.refused_json(7, &french)["code"], "other-form");
    let seed = desk.run(&["recover", "bip39-seed.txt", "--record", "bip39-seed.json", "--as", "xprv"]);
    assert_eq!(seed.product().trim_end(), known::ABANDON_XPRV);
}

#[test]
fn a_wallet_of_words_is_no_drill_of_the_key_where_the_record_alone_confirms_it() {
    let desk = desk();
    let shares =
        desk.run(&["split", "2of3", "--exponent", "0", "--in", "words", "--record", "set.json"]).lines();
    desk.put("set.txt", shares[..2].join("\n"));
    let xprv =
        ["recover", "set.txt", "--record", "set.json", "--as", "xprv", "--bip39-passphrase-file", "empty"];
    let document = desk.run(&[&xprv[..], &["--json"]].concat()).json();
    assert_eq!(
        (&document["confirmed_by"], &document["bytes_confirmed_by"]),
        (&json!("nothing"), &json!("record"))
    );
    let drilled = || desk.run(&["status", "set.json", "--json"]).json()["drilled"].clone();
    assert_eq!(drilled(), Value::Null);
    let words = desk.run(&["recover", "set.txt", "--record", "set.json"]);
    assert!(words.code == 0 && drilled().is_string(), "{words:?}");
}

#[test]
fn a_bip39_passphrase_goes_with_nothing_else() {
    let desk = desk();
    split(&desk, "set", &["--in", "words"]);
    let with = ["recover", "set.txt", "--record", "set.json", "--bip39-passphrase-file", "TREZOR"];
    for more in [&[][..], &["--as", "bip39"], &["--as", "hex"], &["--open", "set.txt"]] {
        desk.refused(2, &[&with[..], more].concat());
    }
    let other = desk.refused(2, &[&with[..], &["--as", "xprv", "--language", "french"]].concat());
    assert!(other.hint.contains("the record knows it"), "{other:?}");
    let typed = desk.run(&["recover", "set.txt", "--as", "xprv", "--json"]).json();
    assert_eq!(typed["way"], json!("assumed"));
}

#[test]
fn forms_of_shares_of_other_tools_are_assumptions() {
    let desk = Desk::new();
    desk.put("shares", known::foreign("sskr", "shares").join("\n"));
    let ran = desk.run(&["recover", "--from", "sskr", "shares", "--as", "xprv"]);
    assert!(ran.code == 0 && ran.says("warning: an assumption"), "{ran:?}");
    assert!(!desk.run(&["recover", "--from", "sskr", "shares"]).says("an assumption"));
}
