//! Shares of codex32 (BIP-93), by the vectors of the standard: recognised, recovered, checked, and split again.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::desk::Desk;

static VECTORS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/codex32.json")).unwrap());

/// The third vector: 3 of its shares are needed.
fn text(name: &str) -> &'static str {
    VECTORS["valid"][2][name].as_str().unwrap()
}

fn shares() -> Vec<&'static str> {
    VECTORS["valid"][2]["shares"].as_array().unwrap().iter().map(|share| share.as_str().unwrap()).collect()
}

fn secret() -> &'static str {
    VECTORS["valid"][2]["secrets"][0].as_str().unwrap()
}

const ACCEPTED: &str = "--accept-unconfirmed";

#[test]
fn shares_are_recognised_and_give_the_seed_and_the_wallet_of_it() {
    let desk = Desk::new();
    let seed = format!("{}\n", text("seed"));
    desk.put("some", shares()[1..4].join("\n# a comment\n")).put("all", shares().join("\r\n").to_uppercase());
    for named in [&[][..], &["--from-format", "codex32"]] {
        let ran = desk.run(&[&["recover", "some", ACCEPTED], named].concat());
        assert_eq!(ran.product(), seed);
        assert!(
            ran.says("UNCONFIRMED") && ran.says("a share of another set with the same name"),
            "{}",
            ran.stderr
        );
        let ran = desk.run(&[&["recover", "all", ACCEPTED], named].concat());
        assert_eq!(ran.product(), seed);
        assert!(ran.says("UNCONFIRMED: 2 more than needed agree"), "{}", ran.stderr);
        assert_eq!(desk.pipe(desk.read("some"), &[&["recover", ACCEPTED], named].concat()).product(), seed);
    }
    let wallet = desk.run(&["recover", "some", ACCEPTED, "--as", "xprv"]);
    assert_eq!(wallet.product(), format!("{}\n", text("xprv")));
    assert!(!wallet.says("an assumption"), "{}", wallet.stderr);
    assert!(desk.run(&["recover", "some", ACCEPTED, "--as", "bip39"]).says("an assumption"));
    let answer = desk.run(&["recover", "some", ACCEPTED, "--json"]).json();
    let facts =
        json!({ "format": "codex32", "bytes": 16, "threshold": 3, "shares": 3, "confirmed_by": "nothing" });
    assert_eq!(answer["foreign"], facts);
}

#[test]
fn the_secret_itself_is_told_from_a_share_of_it() {
    let desk = Desk::new();
    desk.put("secret", secret()).put("share", shares()[0]);
    let ran = desk.run(&["recover", "secret", ACCEPTED]);
    assert_eq!(ran.product(), format!("{}\n", text("seed")));
    assert!(ran.says("one share is the whole secret"), "{}", ran.stderr);
    let checked = desk.run(&["check", "secret"]);
    assert!(checked.product().contains("the whole secret, not a share of it"), "{checked:?}");
    let checked = desk.run(&["check", "share"]);
    for told in ["good, the checksum of its characters holds", "share a; any 3 recover", "set cash, codex32"]
    {
        assert!(checked.product().contains(told), "{checked:?}");
    }
    assert!(checked.product().contains("1 of the 3 shares needed are here: 2 more"), "{checked:?}");
    let share = desk.run(&["check", "share", "--json"]).json()["shares"][0].clone();
    let told = [&share["identifier"], &share["index"], &share["threshold"], &share["bytes"]];
    assert_eq!(told, [&json!("cash"), &json!("a"), &json!(3), &json!(16)]);
}

#[test]
fn the_way_onward_is_a_set_of_slip_0039() {
    let desk = Desk::new();
    desk.put("some", shares()[..3].join("\n"));
    let split = ["split", "2of3", "--date", "2016-05-02", "-o", "set", "--from", "some", ACCEPTED];
    let ran = desk.run(&split);
    assert!(ran.code == 0 && ran.says("is not shown") && !ran.says(text("seed")), "{}", ran.stderr);
    let recovered = ["recover", "set/secret/share-1.txt", "set/secret/share-3.txt"];
    assert_eq!(desk.run(&recovered).product(), format!("{}\n", text("seed")));
    let record: Value = serde_json::from_str(&desk.read("set/public/record.json")).unwrap();
    let origin = &record["origin"];
    assert_eq!([&origin["format"], &origin["thresholds"]], [&json!("codex32"), &json!([3])]);
}

#[test]
fn a_slip_is_refused_by_its_kind_and_nothing_of_it_is_repeated() {
    let [one, two, three, four, five] = shares()[..] else { panic!() };
    let wrong = |from: &str, to: &str| one.replacen(from, to, 1);
    for (text, code, told) in [
        (wrong("320", "302"), "checksum", "one is wrong or out of place"),
        (wrong("v", "b"), "not-share", "character 17 is not one of codex32"),
        (wrong("cash", "CASH"), "not-share", "small and capital letters are mixed"),
        (one[..44].to_owned(), "not-share", "44 characters"),
    ] {
        let desk = Desk::new();
        desk.put("share", [&text, two, three].join("\n"));
        for command in [
            &["check", "share"][..],
            &["recover", "share", ACCEPTED],
            &["split", "2of3", "--from", "share", ACCEPTED],
        ] {
            let refused = desk.refused(3, command);
            assert!(refused.error.contains("line 1") && refused.error.contains(told), "{refused:?}");
            assert_eq!(desk.refused_json(3, command)["code"], code);
        }
    }
    let other = VECTORS["valid"][2]["secrets"][1].as_str().unwrap();
    let of_another_set = VECTORS["valid"][1]["shares"][0].as_str().unwrap();
    for (exit, texts, code) in [
        (4, vec![one, two], "too-few-shares"),
        (5, vec![one, two, of_another_set], "foreign-share"),
        (5, vec![secret(), other], "same-index"),
        (5, vec![one, two, three, other], "disagree"),
        (5, vec![one, two, three, four, five, other], "altered-share"),
    ] {
        let desk = Desk::new();
        desk.put("shares", texts.join("\n"));
        let refused = desk.refused(exit, &["recover", "shares", ACCEPTED]);
        assert_eq!(desk.refused_json(exit, &["recover", "shares", ACCEPTED])["code"], code, "{refused:?}");
        assert_eq!(code == "altered-share", refused.error.contains("line 6"), "{refused:?}");
    }
}

#[test]
fn what_the_shares_say_is_not_asked_for_and_what_nothing_confirms_is_accepted_by_name() {
    let desk = Desk::new();
    desk.put("some", shares()[..3].join("\n"));
    for command in [&["recover", "some"][..], &["split", "2of3", "--from", "some"]] {
        let refused = desk.refused(7, command);
        assert_eq!(refused.hint, "--from-format codex32 --accept-unconfirmed");
    }
    for command in [&["recover", "some", ACCEPTED][..], &["check", "some"]] {
        let refused = desk.refused(2, &[command, &["--threshold", "3"]].concat());
        assert!(refused.error.contains("codex32 takes no --threshold"), "{refused:?}");
    }
}
