//! Keys proved against what anybody may know of them: addresses, fingerprints, public keys, recipients.

use serde_json::Value;

use crate::desk::Desk;

/// The words that everybody knows not to use, and what wallets show of them without a BIP-39 passphrase and with `TREZOR`.
const WORDS: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ADDRESS: &str = "bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn3";
const LAST: &str = "bc1q6375y5tj90k7y3sf4ur4dzmtgee5w48ss5g6w3";
const BEYOND: &str = "bc1qchgdrk3x7hyxeqc2xknqdd2kfh29sflzy3c2y4";
const FINGERPRINT: &str = "73c5da0a";
const WITH_TREZOR: &str = "bc1q648ez9vgqwn8frfff50klqryyy8l2m2fr4vu3c";
const ZPUB: &str = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";
/// Of the private key 1.
const OF_ANOTHER: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

const SPLIT: [&str; 6] = ["split", "2of3", "--date", "2016-05-02", "-o", "set"];
const SHARES: [&str; 2] = ["set/secret/share-1.txt", "set/secret/share-3.txt"];
const RECORD: [&str; 2] = ["--record", "set/public/record.json"];

/// A set of `key`, split with these options.
fn set_of(key: &str, options: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", key);
    let ran = desk.run(&[&SPLIT[..], &["--in", "key"], options].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    desk
}

fn with<'a>(command: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    [&[command], &SHARES[..], options].concat()
}

#[test]
fn a_value_that_the_key_gives_proves_it_and_is_told_with_its_path() {
    let desk = set_of(WORDS, &["--expect", ADDRESS, "--expect", FINGERPRINT]);
    for record in [&RECORD[..], &[]] {
        let ran = desk.run(&with("recover", &[record, &["--expect", ADDRESS, "--json"]].concat()));
        let told = format!("{ADDRESS} is m/84h/0h/0h/0/3 of the wallet of these BIP-39 words");
        assert!(ran.says(&told), "{}", ran.stderr);
        let answer = ran.json();
        let proved = &answer["proved"][0];
        assert_eq!(proved["value"], ADDRESS);
        assert_eq!([&proved["kind"], &proved["as"]], ["bitcoin-address", "bip39"]);
        assert_eq!(proved["path"], "m/84h/0h/0h/0/3");
        assert_eq!(answer["confirmed_by"], "public-value");
        // Eight digits match, and prove nothing.
        let answer =
            desk.run(&with("recover", &[record, &["--expect", FINGERPRINT, "--json"]].concat())).json();
        let said = if record.is_empty() { "nothing" } else { "record" };
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
        let last = journal.lines().last().unwrap();
        serde_json::from_str(last).unwrap()
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

fn json(desk: &Desk, file: &str) -> Value {
    serde_json::from_str(&desk.read(file)).unwrap()
}

/// The last line of the journal with this event.
fn last(desk: &Desk, event: &str) -> Value {
    let lines = desk.read("set/public/journal.jsonl");
    let mut lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.rfind(|line| line["event"] == event).unwrap_or_default()
}

#[test]
fn the_record_keeps_no_address_and_every_drill_compares_with_it() {
    let desk = set_of(WORDS, &["--expect", ADDRESS, "--expect", FINGERPRINT]);
    let record = desk.read("set/public/record.json");
    assert!(!record.contains(ADDRESS) && record.contains(FINGERPRINT), "{record}");
    let kept = &json(&desk, "set/public/record.json")["proved"];
    assert_eq!([&kept[0]["kind"], &kept[0]["path"]], ["bitcoin-address", "m/84h/0h/0h/0/3"]);
    assert_eq!([&kept[1]["kind"], &kept[1]["value"]], ["fingerprint", FINGERPRINT]);
    let opening = &json(&desk, "set/public/public-values.json")["values"][0];
    assert_eq!(opening["value"], ADDRESS);
    // By hand, as docs/build/record.md has it.
    let salt = opening["salt"].as_str().unwrap();
    let salt: Vec<u8> =
        (0..64).step_by(2).map(|at| u8::from_str_radix(&salt[at..at + 2], 16).unwrap()).collect();
    let hashed = [&b"quorate public value 1\n"[..], &salt, ADDRESS.as_bytes()].concat();
    assert_eq!(kept[0]["digest"], quorate::crypto::hash::sha256_hex(&hashed));
    let drill = || desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
    let ran = drill();
    let told = "recoverable: these shares give the key of the public values that were expected";
    assert!(ran.product().contains(told), "{ran:?}");
    let line = last(&desk, "proved");
    assert_eq!([&line["proved"], &line["day"]], [kept, &Value::from("2016-06-01")]);
    let status = ["status", "set/public/record.json", "--date", "2016-06-02"];
    let ran = desk.run(&status);
    let report = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(report.contains("public value (bitcoin-address): proved 2016-06-01"), "{report}");
    let told = desk.run(&[&status[..], &["--json"]].concat()).json();
    assert_eq!(told["proved"][0]["proved"], "2016-06-01");
    // Where the opening is missing nobody can tell, and nothing is said to be proved.
    std::fs::remove_file(desk.path("set/public/public-values.json")).unwrap();
    let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-07-01"]].concat()));
    assert!(
        ran.says("cannot tell whether the key gives the bitcoin-address of the record"),
        "{}",
        ran.stderr
    );
    assert_eq!(last(&desk, "proved")["proved"].as_array().unwrap().len(), 1, "the fingerprint alone");
    let report = String::from_utf8_lossy(
        &desk.run(&["status", "set/public/record.json", "--date", "2016-07-02"]).stdout,
    )
    .into_owned();
    assert!(report.contains("public value (bitcoin-address): proved 2016-06-01"), "{report}");
    assert!(report.contains("public value (fingerprint): proved 2016-07-01"), "{report}");
}

#[test]
fn what_lies_in_the_place_of_an_opening_proves_nothing() {
    let desk = set_of(WORDS, &["--expect", ADDRESS]);
    let other = set_of(WORDS, &["--expect", ADDRESS]);
    let own = desk.read("set/public/public-values.json");
    for text in [other.read("set/public/public-values.json"), own.replace("3cn3", "3cn4"), "{}".to_owned()] {
        desk.put("set/public/public-values.json", &text);
        let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
        assert!(ran.says("cannot tell whether"), "{}", ran.stderr);
        assert_eq!(last(&desk, "proved"), Value::Null);
    }
    // A record from which the values were taken away is another record, and the journal tells.
    let stripped = json(&desk, "set/public/record.json");
    let mut stripped = stripped.as_object().unwrap().clone();
    stripped.remove("proved");
    desk.put("set/public/record.json", serde_json::to_string_pretty(&stripped).unwrap());
    let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
    assert_eq!(ran.code, 6, "{ran:?}");
}

#[test]
fn a_wrong_passphrase_is_noticed_by_what_the_record_holds() {
    let desk = Desk::new();
    desk.put("key", WORDS).put("right", "TREZOR").put("wrong", "TREZ0R");
    let split = |folder: &str, more: &[&str]| {
        let all = ["split", "2of3", "--date", "2016-05-02", "--in", "key", "--expect", ADDRESS, "-o", folder];
        let ran = desk.run(&[&all[..], &["--passphrase-file", "right"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    // A value ends the deniability of a passphrase, so that none is kept unasked.
    split("plain", &[]);
    assert_eq!(json(&desk, "plain/public/record.json")["proved"], Value::Null);
    assert!(!desk.path("plain/public/public-values.json").exists());
    split("set", &["--keep-public"]);
    for (file, exit) in [("right", 0), ("wrong", 6)] {
        let options = [&RECORD[..], &["--passphrase-file", file]].concat();
        let ran = desk.run(&with("drill", &options));
        assert_eq!(ran.code, exit, "{ran:?}");
        assert_eq!(desk.run(&with("recover", &[&options[..], &["--json"]].concat())).code, exit);
        // A new set of the key that a wrong passphrase gives is never made.
        let new =
            ["split", "2of3", "--old-record", RECORD[1], "--old-passphrase-file", file, "--exponent", "2"];
        let ran = desk.run(&[&new[..], &["--from"], &SHARES[..]].concat());
        assert_eq!(ran.code, exit, "{ran:?}");
    }
    let none = ["split", "2of3", "--in", "key", "--expect", ADDRESS, "--no-keep-public", "-o", "none"];
    assert_eq!(desk.run(&none).code, 0);
    assert_eq!(json(&desk, "none/public/record.json")["proved"], Value::Null);
}

#[test]
fn a_plan_may_ask_for_proofs() {
    let desk = Desk::new();
    let plan = "\
[[group]]
threshold = 2
[[group.custodian]]
name = \"ann\"
[[group.custodian]]
name = \"bob\"
[[group.custodian]]
name = \"cleo\"
[rules]
proved_within_days = 30
";
    desk.put("key", WORDS).put("plan.toml", plan);
    let split = ["split", "--plan", "plan.toml", "--in", "key", "--date", "2016-05-02", "-o", "set"];
    let ran = desk.run(&[&split[..], &["--expect", ADDRESS]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let due = |day: &str| {
        let ran = desk.run(&["status", "set/public/record.json", "--date", day, "--json"]).json();
        ran["findings"].as_array().unwrap().iter().any(|one| one["finding"] == "not-proved")
    };
    assert!(!due("2016-06-01") && due("2016-06-02"));
    let shares = ["set/secret/1-ann.txt", "set/secret/3-cleo.txt"];
    let drill = |options: &[&str]| {
        desk.run(&[&["drill"], &shares[..], &RECORD[..], &["--date", "2016-06-20"], options].concat())
    };
    // Eight digits are no proof.
    std::fs::rename(desk.path("set/public/public-values.json"), desk.path("away")).unwrap();
    assert_eq!(drill(&["--expect", FINGERPRINT]).code, 0);
    assert!(due("2016-06-21"));
    std::fs::rename(desk.path("away"), desk.path("set/public/public-values.json")).unwrap();
    assert_eq!(drill(&[]).code, 0);
    assert!(!due("2016-07-20") && due("2016-07-21"));
}

#[test]
fn a_plan_may_say_what_the_key_gives() {
    let desk = Desk::new();
    let plan = |values: &str| {
        format!(
            "expect = [{values}]\n[[group]]\nthreshold = 2\ncustodian = [{{ name = \"ann\" }}, {{ name = \"bob\" }}, {{ name = \"cleo\" }}]\n"
        )
    };
    desk.put("key", WORDS).put("other", "00000000000000000000000000000001");
    desk.put("plan.toml", plan(&format!("\"{ADDRESS}\""))).put("bare.toml", plan(""));
    let hash = |file| desk.run(&["policy", "--plan", file, "--json"]).json()["plan_hash"].clone();
    assert!(hash("plan.toml") != hash("bare.toml") && hash("plan.toml") != Value::Null);
    let split = |key, folder| {
        let all = ["split", "--plan", "plan.toml", "--in", key, "--date", "2016-05-02", "-o", folder];
        desk.run(&all)
    };
    assert_eq!(split("other", "none").code, 6);
    assert!(!desk.path("none").exists());
    let ran = split("key", "set");
    assert!(ran.code == 0 && ran.says("m/84h/0h/0h/0/3"), "{}", ran.stderr);
    // The plan says it to every drill.
    std::fs::remove_file(desk.path("set/public/public-values.json")).unwrap();
    let shares = ["drill", "set/secret/1-ann.txt", "set/secret/2-bob.txt"];
    let ran = desk.run(&[&shares[..], &RECORD[..], &["--date", "2016-06-01"]].concat());
    assert!(ran.product().contains("passed: recoverable: these shares give the key"), "{ran:?}");
    for value in ["\"bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn4\"", "\"hunter2\"", "7"] {
        desk.put("bad.toml", plan(value));
        let refused = desk.refused(3, &["policy", "--plan", "bad.toml"]);
        assert!(refused.error.contains("line 1") && refused.error.contains("expect"), "{refused:?}");
    }
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
    assert!(ran.says("an xpub betrays all addresses"), "{}", ran.stderr);
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
