//! Passphrases that are not ASCII, which the standard forbids and Trezor once took: recovered, by an option of its own, and
//! never made. The sets are from the Python reference, whose cipher takes any bytes.

use std::sync::LazyLock;

use serde_json::Value;

use crate::desk::Desk;

static SETS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/passphrases.json")).unwrap());

const NFKD: [&str; 2] = ["--passphrase-encoding", "utf8-nfkd"];

/// For each set a desk: a quorum of it, and its passphrase as it was typed.
fn desks() -> impl Iterator<Item = (Desk, String)> {
    SETS["sets"].as_array().unwrap().iter().map(|set| {
        let desk = Desk::new();
        let shares: Vec<&str> =
            set["shares"].as_array().unwrap().iter().map(|share| share.as_str().unwrap()).collect();
        let passphrase = set["passphrase"].as_str().unwrap().to_owned();
        desk.put("shares", shares[..2].join("\n")).put("pass", format!("{passphrase}\n"));
        (desk, passphrase)
    })
}

fn key() -> String {
    format!("{}\n", SETS["key"].as_str().unwrap())
}

#[test]
fn it_opens_what_it_closed_however_it_is_typed_and_is_warned_of_each_time() {
    for (desk, passphrase) in desks() {
        // Two signs instead of one, as another keyboard makes them.
        desk.put("apart", passphrase.replace('ä', "a\u{308}").replace('é', "e\u{301}").replace('ﬁ', "fi"));
        for file in ["pass", "apart"] {
            let ran =
                desk.run(&[&["recover", "shares", "--passphrase-file", file, "--quiet"], &NFKD[..]].concat());
            assert_eq!(ran.product(), key(), "{file}");
            assert!(ran.says("which SLIP-0039 does not allow"), "{}", ran.stderr);
        }
        let refused = desk.refused(3, &["recover", "shares", "--passphrase-file", "pass"]);
        assert!(refused.error.contains("is not printable ASCII"), "{refused:?}");
        assert!(refused.hint.contains("--passphrase-encoding utf8-nfkd"), "{refused:?}");
        let other = ["recover", "shares", "--passphrase-file", "other"];
        desk.put("other", "correct horse");
        let ran = desk.run(&[&other[..], &NFKD].concat());
        assert_eq!(ran.product(), desk.run(&other).product(), "ASCII is the same in both");
    }
}

#[test]
fn a_drill_takes_it_too() {
    for (desk, _) in desks() {
        let drill = ["drill", "shares", "--passphrase-file", "pass"];
        let ran = desk.run(&[&drill[..], &NFKD].concat());
        assert!(ran.code == 0 && ran.says("which SLIP-0039 does not allow"), "{ran:?}");
        desk.refused(3, &drill);
    }
}

#[test]
fn nothing_is_split_with_it() {
    let (desk, _) = desks().next().unwrap();
    desk.put("key", SETS["key"].as_str().unwrap());
    for arguments in [
        &["split", "2of3", "--in", "key", "--passphrase-file", "pass"][..],
        &["split", "2of3", "--from", "shares", "--old-passphrase-file", "pass"],
        &["check", "shares"],
        // There is nothing to encode.
        &["recover", "shares"],
        &["drill", "shares"],
        &["recover", "shares", "--from-format", "vault"],
    ] {
        desk.refused(2, &[arguments, &NFKD[..]].concat());
    }
    assert_eq!(
        desk.refused(3, &["split", "2of3", "--in", "key", "--passphrase-file", "pass"]).hint.find("nfkd"),
        None
    );
    desk.refused(2, &["recover", "shares", "--passphrase-file", "pass", "--passphrase-encoding", "latin1"]);
}
