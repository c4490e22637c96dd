//! Shares of other tools, to good ends and bad ones.

use serde_json::Value;

use crate::{
    debugger::needles::Needles,
    desk::Desk,
    files::{dealt, words},
};

/// Words of an SSKR share that say what it is of, and those of its checksum.
const SSKR_HEADER: usize = 9;

fn data() -> Value {
    serde_json::from_str(include_str!("../data/foreign.json")).unwrap()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..][..2], 16).unwrap()).collect()
}

/// A desk with the shares of every format, and all that is secret of them.
fn desk_with_foreign_shares() -> (Desk, Needles) {
    let (desk, data) = (Desk::new(), data());
    let mut needles = Needles::default();
    for (format, number) in [("vault", "the last"), ("sharks", "the first")] {
        for (hex, base64) in texts(&data[format]["hex"]).iter().zip(texts(&data[format]["base64"])) {
            let share = bytes(hex);
            let value = if number == "the last" { &share[..share.len() - 1] } else { &share[1..] };
            needles = needles.bytes(&format!("value of {format}"), value);
            needles = needles.bytes(&format!("base64 of {format}"), base64.as_bytes());
        }
        desk.put(format, texts(&data[format]["base64"]).join("\n"));
        desk.put(&format!("{format}-hex"), texts(&data[format]["hex"]).join("\n"));
    }
    for format in ["ssss", "ssss_plain"] {
        for share in texts(&data[format]["shares"]) {
            needles = needles.bytes(&format!("value of {format}"), &bytes(share.rsplit('-').next().unwrap()));
        }
        desk.put(format, texts(&data[format]["shares"]).join("\n"));
    }
    for share in texts(&data["sskr"]["shares"]) {
        needles = needles.words("words of sskr", share.splitn(SSKR_HEADER + 1, ' ').last().unwrap());
    }
    desk.put("sskr", texts(&data["sskr"]["shares"]).join("\n"));
    for format in ["vault", "ssss_plain", "sskr"] {
        needles =
            needles.bytes(&format!("secret of {format}"), &bytes(data[format]["secret"].as_str().unwrap()));
    }
    for format in ["sharks", "ssss"] {
        needles =
            needles.bytes(&format!("secret of {format}"), data[format]["text"].as_str().unwrap().as_bytes());
    }
    (desk, needles)
}

#[test]
fn recoveries_from_other_tools() {
    let (desk, needles) = desk_with_foreign_shares();
    for line in [
        "recover vault --from vault --threshold 3 --accept-unconfirmed",
        "recover vault-hex --from vault --threshold 5 --accept-unconfirmed --as bip39 --json",
        "recover sharks --from sharks --threshold 2 --accept-unconfirmed --as text",
        "recover sharks-hex --from sharks --threshold 4 --accept-unconfirmed --as raw -o out",
        "recover ssss --from ssss --threshold 3 --accept-unconfirmed --as text --json",
        "recover ssss_plain --from ssss-plain --threshold 2 --accept-unconfirmed",
        "recover sskr",
        "recover sskr --json -o key",
        "check sskr",
        "check vault --from vault --threshold 3 --json",
    ] {
        desk.run(&words(line)).exits(0).leaves_nothing_of(&needles);
    }
}

#[test]
fn other_tools_shares_dealt_again() {
    let (desk, needles) = desk_with_foreign_shares();
    for line in [
        "split 2of3 --exponent 0 --from vault --from-format vault --threshold 3 --accept-unconfirmed",
        "split 2of3 --exponent 0 --from sskr",
    ] {
        let ran = desk.run(&words(line)).exits(0);
        ran.leaves_nothing_of(&dealt(needles.clone(), &desk.shares_in("stdout")));
    }
}

#[test]
fn other_tools_shares_refused() {
    let (desk, needles) = desk_with_foreign_shares();
    for (code, line) in [
        (7, "recover vault --from vault"),
        (7, "recover ssss"),
        (3, "recover vault --from ssss --threshold 3 --accept-unconfirmed"),
        (3, "recover sskr --from vault --threshold 3 --accept-unconfirmed"),
        (3, "recover vault --from vault --threshold 3 --accept-unconfirmed --as text"),
        (3, "split 2of3 --from ssss --from-format ssss --threshold 3 --accept-unconfirmed"),
        (4, "recover vault --from vault --threshold 6 --accept-unconfirmed"),
        (5, "recover vault --from vault --threshold 2 --accept-unconfirmed"),
        (5, "check vault sharks --from vault"),
        (5, "recover ssss --from ssss-plain --threshold 4 --accept-unconfirmed"),
    ] {
        desk.run(&words(line)).exits(code).leaves_nothing_of(&needles);
    }
}
