//! A BIP-32 fingerprint has eight digits, and another key with the same ones is found in seconds: among 88,081 seeds in
//! a row there were these two. What matches proves nothing, wherever something would have to be proved.

use serde_json::Value;

use crate::{
    desk::Desk,
    expect::{RECORD, with},
    proved::last,
};

/// Two BIP-32 seeds whose master keys have one fingerprint.
const OWN: &str = "00000000000000000000000000006ac1";
const OTHER: &str = "00000000000000000000000000015810";
const OF_BOTH: &str = "c43c17ec";

const MATCHES: &str =
    "c43c17ec matches the fingerprint of the wallet of this seed; eight digits do not prove the key";
const UNCONFIRMED: &str = "the shares passed; nothing confirmed the key";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("own", OWN).put("other", OTHER).put("pass", "TREZOR");
    desk
}

fn split(desk: &Desk, key: &str, options: &[&str]) {
    let split = ["split", "2of3", "--in", key, "--date", "2016-05-02", "-o", "set"];
    let ran = desk.run(&[&split[..], options].concat());
    assert!(ran.code == 0 && ran.says(MATCHES) == options.contains(&OF_BOTH), "{ran:?}");
}

#[test]
fn the_two_keys_are_two_keys_with_one_fingerprint() {
    let desk = desk();
    let values = ["own", "other"].map(|key| {
        std::fs::remove_dir_all(desk.path("set")).ok();
        split(&desk, key, &[]);
        let show = ["--show", "fingerprint,address", "--json"];
        let shown = desk.run(&with("drill", &[&RECORD[..], &show].concat())).json()["shown"].clone();
        assert_eq!(shown[0]["value"], OF_BOTH);
        shown[1]["value"].clone()
    });
    assert_ne!(values[0], values[1]);
}

#[test]
fn the_fingerprint_of_another_key_matches_and_proves_nothing() {
    let desk = desk();
    split(&desk, "other", &["--passphrase-file", "pass", "--keep-public", "--expect", OF_BOTH]);
    let pass = ["--passphrase-file", "pass"];
    for options in [&pass[..], &[&pass[..], &["--expect", OF_BOTH]].concat()] {
        for record in [&RECORD[..], &[]] {
            let drill = with("drill", &[record, options].concat());
            let ran = desk.run(&drill);
            assert!(ran.code == 0 && ran.product().contains(UNCONFIRMED), "{ran:?}");
            let is_compared = !record.is_empty() || options.contains(&OF_BOTH);
            assert_eq!(ran.says(MATCHES), is_compared, "{}", ran.stderr);
            assert!(!ran.product().contains("recoverable: these shares give the key"), "{ran:?}");
            let told = desk.run(&[&drill[..], &["--json"]].concat()).json();
            assert_eq!(told["confirmed_by"], "nothing");
            let proves: Vec<&Value> =
                told["proved"].as_array().into_iter().flatten().map(|one| &one["proves"]).collect();
            assert!(
                proves.iter().all(|proves| **proves == false) && proves.is_empty() != is_compared,
                "{told}"
            );
            let told = desk.run(&with("recover", &[record, options, &["--json"]].concat())).json();
            assert_eq!(told["confirmed_by"], "nothing");
            assert!(told["caveats"][0].as_str().unwrap().starts_with("not confirmed"), "{told}");
        }
    }
    assert_eq!(last(&desk, "drilled")["passed"], Value::Null);
    // An address tells the two keys apart.
    let address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    assert_eq!(
        desk.run(&with("drill", &[&pass[..], &["--expect", OF_BOTH, "--expect", address]].concat())).code,
        6
    );
}

#[test]
fn a_rule_that_asks_for_a_proof_is_not_met_by_eight_digits() {
    let desk = desk();
    let plan = "group = [{ threshold = 2, custodian = [{ name = \"ann\" }, { name = \"bob\" }, { name = \"cleo\" }] }]\n[rules]\nproved_within_days = 30\n";
    desk.put("plan.toml", plan);
    let split = [
        "split",
        "--plan",
        "plan.toml",
        "--in",
        "other",
        "--date",
        "2016-05-02",
        "-o",
        "set",
        "--expect",
        OF_BOTH,
    ];
    assert_eq!(desk.run(&split).code, 0);
    let shares = ["drill", "set/secret/1-ann.txt", "set/secret/3-cleo.txt", "--date", "2016-06-20"];
    assert_eq!(desk.run(&[&shares[..], &RECORD, &["--expect", OF_BOTH]].concat()).code, 0);
    assert_eq!(last(&desk, "proved")["proved"][0]["kind"], "fingerprint");
    let status = desk.run(&["status", RECORD[1], "--date", "2016-06-21", "--json"]).json();
    let findings = status["findings"].as_array().unwrap();
    assert!(findings.iter().any(|one| one["finding"] == "not-proved"), "{status}");
}

#[test]
fn eight_digits_do_not_stand_for_the_word_of_whoever_accepts_foreign_shares() {
    let desk = desk();
    // Points of a polynomial without coefficients, which are shares as good as any.
    desk.put("some", format!("01{OTHER}\n02{OTHER}\n"));
    let recover = ["recover", "some", "--from-format", "sharks", "--threshold", "2"];
    for options in [&[][..], &["--expect", OF_BOTH]] {
        assert_eq!(desk.refused_json(7, &[&recover[..], options].concat())["exit"], 7);
    }
    let ran = desk.run(&[&recover[..], &["--accept-unconfirmed", "--expect", OF_BOTH]].concat());
    assert!(ran.says(MATCHES) && ran.product().trim_end() == OTHER, "{ran:?}");
    let address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    assert_eq!(desk.run(&[&recover[..], &["--expect", OF_BOTH, "--expect", address]].concat()).code, 6);
}
