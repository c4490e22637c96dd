//! BIP-39 words open as many wallets as there are BIP-39 passphrases: each value is proved by the one that it is of.

use serde_json::Value;

use crate::{
    desk::Desk,
    expect::{ADDRESS, FINGERPRINT, RECORD, SHARES, WITH_TREZOR, WORDS},
    known,
    proved::{json, last},
};

const BOTH: [&str; 4] = ["--expect", ADDRESS, "--expect", WITH_TREZOR];
const EXTRA: [&str; 2] = ["--bip39-passphrase-file", "25th"];

/// A desk with a set whose record holds these values.
fn holding(values: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", WORDS).put("25th", "TREZOR").put("wrong", "TREZ0R").put("empty", "");
    let split = ["split", "2of3", "--date", "2016-05-02", "--in", "key", "--keep-public", "-o", "set"];
    let ran = desk.run(&[&split[..], values].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    desk
}

fn on<'a>(command: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    [&[command], &SHARES[..], &RECORD, &["--date", "2016-06-01"], options].concat()
}

/// How many values the last line of the journal says that were proved.
fn noted(desk: &Desk) -> usize {
    last(desk, "proved")["proved"].as_array().map_or(0, Vec::len)
}

#[test]
fn each_value_is_proved_by_the_bip39_passphrase_that_it_is_of() {
    let desk = holding(&[&BOTH[..], &EXTRA].concat());
    let kept = &json(&desk, "set/public/record.json")["proved"];
    assert_eq!([&kept[0]["bip39_passphrase"], &kept[1]["bip39_passphrase"]], [&Value::Null, &true.into()]);
    for command in ["drill", "recover"] {
        let ran = desk.run(&on(command, &[&EXTRA[..], &["--json"]].concat()));
        assert_eq!((ran.code, noted(&desk)), (0, 2), "{ran:?}");
        assert!(
            ran.says(&format!("{ADDRESS} is m/84h/0h/0h/0/3 of the wallet of these BIP-39 words, without"))
        );
        assert!(
            ran.says("of the wallet of these BIP-39 words, with the BIP-39 passphrase"),
            "{}",
            ran.stderr
        );
        let proved = &ran.json()["proved"];
        assert_eq!(
            [&proved[0]["bip39_passphrase"], &proved[1]["bip39_passphrase"]],
            [&Value::Null, &true.into()]
        );
        // Without it, or with another, nobody can tell of the value of that wallet; the other one proves the key.
        for options in [&[][..], &["--bip39-passphrase-file", "wrong"], &["--bip39-passphrase-file", "empty"]]
        {
            let ran = desk.run(&on(command, options));
            assert_eq!((ran.code, noted(&desk)), (0, 1), "{options:?} {ran:?}");
            assert!(ran.says("cannot tell whether the key gives the bitcoin-address"), "{}", ran.stderr);
            assert_eq!(last(&desk, "proved")["proved"][0], kept[0]);
        }
        // What was asked for is proved, or it is 6.
        for options in [&[][..], &["--bip39-passphrase-file", "wrong"]] {
            let asked = on(command, &[options, &["--expect", WITH_TREZOR]].concat());
            assert_eq!(desk.run(&asked).code, 6, "{asked:?}");
        }
    }
}

#[test]
fn a_value_of_the_wallet_without_one_stands_beside_a_passphrase_that_is_given() {
    let desk = holding(&["--expect", ADDRESS, "--expect", FINGERPRINT]);
    let ran = desk.run(&on("drill", &[&EXTRA[..], &["--expect", WITH_TREZOR]].concat()));
    assert_eq!((ran.code, noted(&desk)), (0, 3), "{ran:?}");
    assert_eq!(last(&desk, "proved")["proved"][0]["bip39_passphrase"], true, "{:?}", last(&desk, "proved"));
    // Another key is another key, whatever is given.
    desk.put("other", "legal winner thank year wave sausage worth useful legal winner thank yellow");
    let other = ["split", "2of3", "--in", "other"];
    assert_eq!(desk.refused_json(6, &[&other[..], &BOTH, &EXTRA].concat())["code"], "cannot-tell");
    assert_eq!(desk.run(&[&other[..], &EXTRA, &["--expect", FINGERPRINT]].concat()).code, 6);
}

#[test]
fn where_only_the_other_wallet_is_known_a_wrong_passphrase_is_noticed() {
    let desk = holding(&[&BOTH[2..], &EXTRA].concat());
    let told = |ran: &crate::desk::Ran| ran.says("cannot tell whether the key gives the bitcoin-address");
    let ran = desk.run(&on("drill", &[]));
    assert!(ran.code == 0 && told(&ran) && noted(&desk) == 0, "{ran:?}");
    let ran = desk.run(&on("drill", &["--bip39-passphrase-file", "wrong"]));
    assert!(ran.code == 6 && ran.says("another BIP-39 passphrase") && noted(&desk) == 0, "{ran:?}");
    let refused = desk.refused_json(6, &on("recover", &["--bip39-passphrase-file", "wrong"]));
    assert_eq!(refused["code"], "cannot-tell");
    assert_eq!(desk.run(&on("recover", &EXTRA)).code, 0);
    assert_eq!(noted(&desk), 1);
}

#[test]
fn a_wallet_is_given_out_as_proved_only_by_a_value_of_its_own() {
    const UNCONFIRMED: &str = "another BIP-39 passphrase opens another wallet";
    let desk = holding(&["--expect", ADDRESS]);
    let wallet = ["--as", "xprv", EXTRA[0], EXTRA[1]];
    // The record knows of the wallet without a passphrase alone.
    let ran = desk.run(&on("recover", &wallet));
    assert_eq!(ran.product(), format!("{}\n", known::ABANDON_XPRV));
    assert!(ran.says(UNCONFIRMED), "{}", ran.stderr);
    let ran = desk.run(&on("recover", &["--as", "xprv", EXTRA[0], "empty"]));
    assert!(ran.code == 0 && !ran.says(UNCONFIRMED), "{ran:?}");
    let ran = desk.run(&on("recover", &[&wallet[..], &["--expect", WITH_TREZOR]].concat()));
    assert!(ran.code == 0 && !ran.says(UNCONFIRMED), "{ran:?}");
    // What is asked for is asked of what is given out.
    for asked in [&BOTH[..2], &BOTH] {
        let recover = on("recover", &[&wallet[..], asked].concat());
        assert_eq!(desk.refused_json(6, &recover)["code"], "other-key", "{asked:?}");
    }
}
