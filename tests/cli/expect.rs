//! Keys proved against what anybody may know of them: addresses, fingerprints, public keys, recipients.

use serde_json::Value;

use crate::{desk::Desk, proved::json};

/// The words that everybody knows not to use, and what wallets show of them without a BIP-39 passphrase and with `TREZOR`.
pub const WORDS: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
pub const ADDRESS: &str = "bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn3";
const LAST: &str = "bc1q6375y5tj90k7y3sf4ur4dzmtgee5w48ss5g6w3";
const BEYOND: &str = "bc1qchgdrk3x7hyxeqc2xknqdd2kfh29sflzy3c2y4";
pub const FINGERPRINT: &str = "73c5da0a";
pub const WITH_TREZOR: &str = "bc1q648ez9vgqwn8frfff50klqryyy8l2m2fr4vu3c";
pub const ZPUB: &str = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";
/// Of the private key 1.
const OF_ANOTHER: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

const SPLIT: [&str; 6] = ["split", "2of3", "--date", "2016-05-02", "-o", "set"];
pub const SHARES: [&str; 2] = ["set/secret/share-1.txt", "set/secret/share-3.txt"];
pub const RECORD: [&str; 2] = ["--record", "set/public/record.json"];

/// A set of `key`, split with these options.
pub fn set_of(key: &str, options: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", key);
    let ran = desk.run(&[&SPLIT[..], &["--in", "key"], options].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    desk
}

pub fn with<'a>(command: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    [&[command], &SHARES[..], options].concat()
}

#[test]
fn a_value_that_the_key_gives_proves_it_and_is_told_with_its_path() {
    let desk = set_of(WORDS, &["--expect", ADDRESS, "--expect", FINGERPRINT]);
    for record in [&RECORD[..], &[]] {
        let ran = desk.run(&with("recover", &[record, &["--expect", ADDRESS, "--json"]].concat()));
        let told = format!("{ADDRESS} is m/84h/0h/0h/0/3 of the wallet of these BIP-39 words");
        assert!(ran.says(&told), "{}", ran.stderr);
        assert_eq!(ran.says("--as bip39 shows them"), record.is_empty(), "{}", ran.stderr);
        let answer = ran.json();
        let proved = &answer["proved"][0];
        assert_eq!(proved["value"], ADDRESS);
        assert_eq!([&proved["kind"], &proved["as"]], ["bitcoin-address", "bip39"]);
        assert_eq!(proved["path"], "m/84h/0h/0h/0/3");
        assert_eq!(answer["confirmed_by"], "public-value");
        // Eight digits match, and prove nothing.
        let answer =
            desk.run(&with("recover", &[record, &["--expect", FINGERPRINT, "--json"]].concat())).json();
        // The record keeps the address, and every recovery compares with it.
        let said = if record.is_empty() { "nothing" } else { "public-value" };
        assert_eq!([&answer["confirmed_by"], &answer["proved"][0]["kind"]], [said, "fingerprint"]);
        assert_eq!(answer["proved"][0]["proves"], false);
    }
    for value in [LAST, ZPUB, "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"] {
        let ran = desk.run(&with("drill", &[&RECORD[..], &["--expect", value]].concat()));
        let told = "recoverable: these shares give the key of the public values that were expected";
        assert!(ran.product().contains(told), "{ran:?}");
    }
    let at = ["--expect", BEYOND, "--path", "m/84'/0'/0'/0/50"];
    assert!(desk.run(&with("drill", &at)).product().contains("passed"));
}

#[test]
fn a_value_of_another_key_releases_nothing_and_is_never_repeated() {
    let desk = set_of(WORDS, &[]);
    for (exit, code, values) in [
        (6, "cannot-tell", &[OF_ANOTHER][..]),
        (6, "cannot-tell", &[BEYOND]),
        (6, "cannot-tell", &[ADDRESS, OF_ANOTHER]),
        (6, "cannot-tell", &["3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN"]),
        (6, "cannot-tell", &["0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"]),
        (6, "cannot-tell", &["FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z"]),
        (
            6,
            "cannot-tell",
            &[
                "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
            ],
        ),
        (6, "other-key", &["73c5da0b"]),
        (6, "other-key", &[ADDRESS, "73c5da0b", OF_ANOTHER]),
        (6, "other-key", &["--path", "m/84h/0h/0h/0/4", ADDRESS]),
    ] {
        let options: Vec<&str> = match values {
            ["--path", path, value] => vec!["--path", path, "--expect", value],
            values => values.iter().flat_map(|value| ["--expect", value]).collect(),
        };
        for command in [
            with("recover", &options),
            with("recover", &[&RECORD[..], &options].concat()),
            with("recover", &[&["-o", "out"], &options[..]].concat()),
            [&["split", "2of3", "--in", "key", "-o", "new"], &options[..]].concat(),
        ] {
            let refused = desk.refused_json(exit, &command);
            assert_eq!(refused["code"], code, "{command:?}");
            let said = format!("{}{}", refused["message"], refused["hint"]);
            assert!(!values.iter().any(|value| said.contains(value)), "{said}");
        }
        let drilled = desk.run(&with("drill", &options));
        assert_eq!(drilled.code, exit, "{drilled:?}");
        assert!(!drilled.says("passed:") && !values.iter().any(|value| drilled.says(&format!("{value} "))));
    }
    let refused = desk.refused(6, &with("recover", &["--expect", BEYOND]));
    assert!(refused.hint.contains("m/84h/0h/0-9h/0-1/0-49"), "the ranges are told: {refused:?}");
    let refused = desk.refused(6, &with("recover", &["--expect", "73c5da0b"]));
    assert!(refused.hint.contains("the value is mistyped"), "{refused:?}");
}

#[test]
fn a_drill_that_does_not_prove_what_was_asked_does_not_pass() {
    let desk = set_of(WORDS, &["--fingerprint"]);
    let noted = |desk: &Desk| -> Value {
        let journal = desk.read("set/public/journal.jsonl");
        let mut lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.rfind(|line| line["event"] == "drilled").unwrap()
    };
    for (value, exit, passed) in
        [(ADDRESS, 0, Value::Bool(true)), ("73c5da0b", 6, Value::Bool(false)), (OF_ANOTHER, 6, Value::Null)]
    {
        let options = [&RECORD[..], &["--expect", value, "--date", "2016-06-01"]].concat();
        assert_eq!(desk.run(&with("drill", &options)).code, exit, "{value}");
        let line = noted(&desk);
        assert_eq!([&line["event"], &line["passed"]], [&Value::from("drilled"), &passed], "{line}");
    }
}

#[test]
fn a_passphrase_decides_and_a_wrong_one_is_noticed_without_a_fingerprint() {
    let desk = Desk::new();
    desk.put("key", WORDS).put("right", "TREZOR").put("wrong", "TREZ0R");
    let ran =
        desk.run(&[&SPLIT[..], &["--in", "key", "--passphrase-file", "right", "--expect", ADDRESS]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let drill = |file| {
        let options = [&RECORD[..], &["--passphrase-file", file, "--date", "2016-06-01"]].concat();
        (
            desk.run(&with("drill", &options)),
            desk.run(&with("drill", &[&options[..], &["--expect", ADDRESS]].concat())),
        )
    };
    let (silent, asked) = drill("right");
    assert!(silent.product().contains("the shares passed; nothing confirmed the key"));
    assert!(asked.product().contains("passed: recoverable"), "{asked:?}");
    assert!(asked.product().contains("passphrase: exercised, and it is the right one"));
    let (silent, asked) = drill("wrong");
    assert!(silent.product().contains("the shares passed; nothing confirmed the key"));
    assert_eq!((asked.code, asked.stdout.is_empty()), (6, true), "{asked:?}");
}

#[test]
fn the_bip39_passphrase_decides_for_the_proof_alone() {
    let desk = set_of(WORDS, &[]);
    desk.put("25th", "TREZOR").put("empty", "");
    let split = ["split", "2of3", "--in", "key", "--expect", WITH_TREZOR];
    assert_eq!(desk.refused_json(6, &split)["code"], "cannot-tell");
    let proved = desk.run(&[&split[..], &["--bip39-passphrase-file", "25th"]].concat());
    assert_eq!(proved.code, 0, "{proved:?}");
    // The entropy is shared, and a passphrase is no part of it.
    desk.put("shares", proved.product());
    assert_eq!(desk.run(&["recover", "shares", "--as", "bip39"]).product(), format!("{WORDS}\n"));
    for record in [&RECORD[..], &[]] {
        let options = [record, &["--expect", WITH_TREZOR, "--bip39-passphrase-file", "25th"]].concat();
        assert_eq!(desk.run(&with("recover", &options)).code, 0);
        assert_eq!(desk.run(&with("drill", &options)).code, 0);
        let wrong = [record, &["--expect", WITH_TREZOR, "--bip39-passphrase-file", "empty"]].concat();
        assert_eq!(desk.run(&with("drill", &wrong)).code, 6);
    }
    // The wallet that is given out is the one that was proved.
    let wallet = ["--as", "xprv", "--bip39-passphrase-file", "25th"];
    let plain = desk.run(&with("recover", &wallet));
    assert!(plain.says("another BIP-39 passphrase opens another wallet"), "{}", plain.stderr);
    let proved = desk.run(&with("recover", &[&wallet[..], &["--expect", WITH_TREZOR]].concat()));
    assert_eq!(proved.product(), plain.product());
    assert!(!proved.says("not confirmed") && !proved.says("an assumption"), "{}", proved.stderr);
    assert_eq!(
        desk.refused_json(6, &with("recover", &[&wallet[..], &["--expect", ADDRESS]].concat()))["code"],
        "cannot-tell"
    );
}

#[test]
fn every_form_of_a_key_gives_the_values_of_its_own_and_no_others() {
    const ONE: &str = "0000000000000000000000000000000000000000000000000000000000000001";
    const SEED: &str = "000102030405060708090a0b0c0d0e0f";
    const XPRV: &str = "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
    const XPUB: &str = "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8";
    const IDENTITY: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    const RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    for (key, given, not_given) in [
        (WORDS, &[ADDRESS, FINGERPRINT, ZPUB][..], RECIPIENT),
        (SEED, &[XPUB, "3442193e"], RECIPIENT),
        (XPRV, &[XPUB, "3442193e"], RECIPIENT),
        (
            ONE,
            &[
                OF_ANOTHER,
                "1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm",
                "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
                "ed25519:4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29",
            ],
            RECIPIENT,
        ),
        (
            "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
            &[OF_ANOTHER, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"],
            FINGERPRINT,
        ),
        (IDENTITY, &[RECIPIENT], ADDRESS),
    ] {
        let all: Vec<&str> = given.iter().flat_map(|value| ["--expect", value]).collect();
        let desk = set_of(key, &all);
        for record in [&RECORD[..], &[]] {
            let ran = desk.run(&with("drill", &[record, &all[..]].concat()));
            assert_eq!(ran.code, 0, "{key} {ran:?}");
            let ran = desk.run(&with("recover", &[record, &all[..], &["-o", "out"]].concat()));
            assert_eq!(ran.code, 0, "{key} {ran:?}");
            std::fs::remove_file(desk.path("out")).unwrap();
        }
        // What the form cannot give is known before anybody brings a share.
        let refused = desk.refused(2, &["drill", "nobody", "--expect", not_given, RECORD[0], RECORD[1]]);
        assert!(refused.error.contains("does not give"), "{refused:?}");
        assert_eq!(desk.refused_json(2, &["split", "2of3", "--in", "key", "--expect", not_given])["exit"], 2);
    }
}

#[test]
fn hex_that_is_the_entropy_of_words_is_caught_before_it_is_dealt() {
    let desk = Desk::new();
    desk.put("key", "00000000000000000000000000000000");
    for value in [ADDRESS, FINGERPRINT] {
        let refused = desk.refused(6, &["split", "2of3", "--in", "key", "--expect", value, "-o", "set"]);
        assert!(refused.error.contains("only as the entropy of BIP-39 words"), "{refused:?}");
    }
}

#[test]
fn what_is_no_public_value_is_refused_and_never_repeated() {
    let desk = set_of("4242424242424242424242424242424242424242424242424242424242424242", &[]);
    for (exit, code, value) in [
        (2, "public-value", "bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn4"),
        (2, "public-value", "1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabB"),
        (2, "public-value", "0x9858EfFD232B4033E47d90003D41EC34EcaEda95"),
        (2, "public-value", "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"),
        (2, "public-value", "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn"),
        (2, "public-value", WORDS),
        (2, "public-value", "4242424242424242424242424242424242424242424242424242424242424242"),
        (2, "public-value", "nonsense"),
        (7, "private-value", "ed25519:4242424242424242424242424242424242424242424242424242424242424242"),
        (7, "private-value", "5TeWSsjg2gbxCyWVniXeCmwM7UtHTCK7svzJr5xYJzHf"),
    ] {
        let refused = desk.refused_json(exit, &with("recover", &["--expect", value]));
        let said = format!("{}{}", refused["message"], refused["hint"]);
        assert_eq!(refused["code"], code, "{value} {refused}");
        assert!(!said.contains(value), "{said}");
    }
    for (value, told) in [
        ("age1yubikey1qg8f3xvwe6a3ce7uwk3kwk5jzqcv5n0qkhlxwpmdp7vk6vj3zsjsyfvyyzw", "of a plugin of age"),
        (include_str!("../data/age/hybrid.pub").trim_end(), "of a hybrid age identity"),
    ] {
        let refused = desk.refused(2, &with("recover", &["--expect", value]));
        assert!(refused.error.contains(told) && !refused.error.contains("mistyped"), "{refused:?}");
        assert!(refused.hint.contains("what was split"), "{refused:?}");
    }
    for options in [&["--expect", ADDRESS, "--path", "x"][..], &["--path", "m/0"]] {
        desk.refused(2, &with("recover", options));
    }
    let fresh = ["split", "2of3", "--generate", "256", "--expect", ADDRESS];
    assert!(desk.refused(2, &fresh).error.contains("does not exist yet"));
}

#[test]
fn a_value_confirms_shares_of_another_tool() {
    let vectors: Value = serde_json::from_str(include_str!("../data/codex32.json")).unwrap();
    let set = &vectors["valid"][2];
    let shares: Vec<&str> =
        set["shares"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let desk = Desk::new();
    desk.put("some", shares[..3].join("\n"));
    // The key of the seed of the third vector at m/84h/0h/0h/0/0.
    const OF_SEED: &str = "bc1q5c9av9uy9x7s0a63sc4k02yrrnj3xx0asy8lz3";
    let refused = desk.refused(7, &["recover", "some"]);
    assert!(refused.hint.contains("--accept-unconfirmed"));
    let ran = desk.run(&["recover", "some", "--expect", OF_SEED]);
    assert_eq!(ran.product(), format!("{}\n", set["seed"].as_str().unwrap()));
    assert!(ran.says("m/84h/0h/0h/0/0 of the wallet of this seed"), "{}", ran.stderr);
    assert_eq!(desk.refused_json(6, &["recover", "some", "--expect", ADDRESS])["code"], "cannot-tell");
    desk.refused(7, &["recover", "some", "--expect", "73c5da0a"]);
    let ran = desk.run(&["split", "2of3", "--from", "some", "--expect", OF_SEED]);
    assert_eq!(ran.product().lines().count(), 3, "{}", ran.stderr);
}

#[test]
fn a_set_that_never_had_a_value_shows_one_that_then_proves_it() {
    let desk = set_of(WORDS, &[]);
    let shown = |options: &[&str]| desk.run(&with("drill", &[&RECORD[..], options].concat()));
    let ran = shown(&["--show", "fingerprint,xpub,address", "--report", "report.pdf", "--json"]);
    let document = ran.json();
    let values: Vec<&str> =
        document["shown"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(values, [FINGERPRINT, ZPUB, "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"]);
    assert_eq!(json(&desk, "report.json")["shown"], document["shown"]);
    assert!(ran.says("an xpub reveals all addresses"), "{}", ran.stderr);
    for value in values {
        assert_eq!(desk.run(&with("drill", &["--expect", value])).code, 0, "{value}");
    }
    let at = shown(&["--show", "address", "--path", "m/84h/0h/0h/0/3"]);
    assert!(at.product().contains(ADDRESS), "{at:?}");
    desk.put("25th", "TREZOR");
    let extra = ["--show", "address", "--path", "m/84h/0h/0h/0/3", "--bip39-passphrase-file", "25th"];
    assert!(shown(&extra).product().contains(WITH_TREZOR));
    // Never unasked, and never what the form does not have.
    assert!(!shown(&[]).product().contains("bc1q"));
    assert_eq!(shown(&["--show", "recipient"]).code, 2);
    desk.refused(2, &with("drill", &["--show", "address"]));
    desk.refused(2, &with("drill", &[&RECORD[..], &["--show", "everything"]].concat()));
}
