//! Shares of other tools: recovered, checked, and split again as SLIP-0039.

use quorate::paper::qr::{QrCode, png};
use serde_json::json;

use crate::{
    desk::Desk,
    known::{FOREIGN, foreign},
};

/// The flags without which nothing is released that nothing confirms.
pub const ACCEPTED: [&str; 3] = ["--accept-unconfirmed", "--threshold", "3"];

fn secret(name: &str) -> String {
    FOREIGN[name]["secret"].as_str().unwrap().to_owned()
}

fn text(name: &str) -> String {
    FOREIGN[name]["text"].as_str().unwrap().to_owned()
}

#[test]
fn each_format_gives_its_secret_back_and_says_that_nothing_confirms_it() {
    for (format, shares, threshold, form, expected) in [
        ("vault", foreign("vault", "hex"), "3", "hex", secret("vault")),
        ("vault", foreign("vault", "base64"), "3", "hex", secret("vault")),
        ("sharks", foreign("sharks", "hex"), "2", "text", text("sharks")),
        ("blahaj", foreign("sharks", "base64"), "2", "text", text("sharks")),
        ("ssss", foreign("ssss", "shares"), "3", "text", text("ssss")),
        ("ssss-plain", foreign("ssss_plain", "shares"), "2", "hex", secret("ssss_plain")),
    ] {
        let desk = Desk::new();
        let needed: usize = threshold.parse().unwrap();
        desk.put("some", shares[shares.len() - needed..].join("\n")).put("all", shares.join("\n"));
        let flags =
            ["--from", format, "--threshold", threshold, "--accept-unconfirmed", "--as", form, "--quiet"];
        let some = desk.run(&[&["recover", "some"], &flags[..]].concat());
        assert_eq!(some.product(), format!("{expected}\n"), "{format}");
        assert!(some.says("UNCONFIRMED: nothing in the shares can confirm this result"), "{}", some.stderr);
        let all = desk.run(&[&["recover", "all"], &flags[..]].concat());
        assert_eq!(all.product(), format!("{expected}\n"), "{format}");
        assert!(all.says("more than needed agree") && all.says("UNCONFIRMED"), "{}", all.stderr);
    }
}

#[test]
fn sskr_is_recognised_and_confirmed_by_its_digest() {
    let desk = Desk::new();
    let shares = foreign("sskr", "shares");
    desk.put("groups", [&shares[..2], &shares[4..7]].concat().join("\n# a comment\n"));
    let expected = format!("{}\n", secret("sskr"));
    let ran = desk.run(&["recover", "groups"]);
    assert_eq!(ran.product(), expected);
    assert!(ran.says("5 shares fit together, and their digest (a checksum) confirms them"), "{}", ran.stderr);
    assert!(!ran.says("UNCONFIRMED"), "{}", ran.stderr);
    // A pipe can be read only once.
    for command in [&["recover"][..], &["recover", "-"], &["recover", "--from", "sskr"]] {
        assert_eq!(desk.pipe(desk.read("groups"), command).product(), expected, "{command:?}");
    }
    let words = desk.run(&["recover", "groups", "--as", "bip39"]);
    assert_eq!(words.lines()[0].split(' ').count(), 12);
}

#[test]
fn secrets_of_any_length_come_in_the_forms_that_they_have() {
    let desk = Desk::new();
    desk.put("shares", foreign("ssss", "shares")[..3].join("\n"));
    let recover = [&["recover", "shares", "--from", "ssss"], &ACCEPTED[..]].concat();
    let hex: String = text("ssss").bytes().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(desk.run(&recover).product(), format!("{hex}\n"), "an odd number of bytes");
    assert_eq!(desk.run(&[&recover[..], &["--as", "raw"]].concat()).product(), text("ssss"));
    desk.run(&[&recover[..], &["--as", "raw", "-o", "out"]].concat()).product();
    assert_eq!(desk.read("out"), text("ssss"));
    for form in ["bip39", "wif", "xprv"] {
        let refused = desk.refused(3, &[&recover[..], &["--as", form]].concat());
        assert!(refused.hint.contains("--as hex"), "{form}: {refused:?}");
    }
    desk.refused(7, &[&recover[..], &["-o", "out"]].concat());
    let vault = Desk::new();
    vault.put("shares", foreign("vault", "hex")[1..4].join("\n"));
    let recover = [&["recover", "shares", "--from", "vault"], &ACCEPTED[..]].concat();
    assert_eq!(vault.run(&[&recover[..], &["--as", "bip39"]].concat()).lines()[0].split(' ').count(), 24);
    assert!(vault.run(&[&recover[..], &["--as", "wif"]].concat()).product().starts_with('K'));
    assert!(vault.refused(3, &[&recover[..], &["--as", "text"]].concat()).error.contains("not text"));
}

#[test]
fn the_way_onward_is_a_set_of_slip_0039() {
    for (format, shares, expected) in [
        ("vault", foreign("vault", "base64")[2..].to_vec(), secret("vault")),
        ("sskr", foreign("sskr", "shares"), secret("sskr")),
    ] {
        let desk = Desk::new();
        let files = desk.put_shares(&shares);
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let unconfirmed: &[&str] = if format == "sskr" { &[] } else { &ACCEPTED };
        let flags = [&["--from-format", format], unconfirmed].concat();
        let split = desk.run(&[&["split", "2of3", "--from"], &files[..], &flags].concat());
        assert_eq!(split.lines().len(), 3);
        assert!(!split.stderr.contains(&expected) && split.says("is not shown"), "{}", split.stderr);
        assert_eq!(split.says("UNCONFIRMED"), format == "vault", "{}", split.stderr);
        let two = split.lines()[1..].join("\n");
        assert_eq!(desk.pipe(two, &["recover"]).product(), format!("{expected}\n"), "{format}");
        // With a folder, a record and a drill, as for any other key.
        let folder = ["split", "2of3", "-o", "set", "--from"];
        desk.run(&[&folder, &files[..], &flags].concat()).product();
        let drill = [
            "drill",
            "set/secret/share-1.txt",
            "set/secret/share-3.txt",
            "--record",
            "set/public/record.json",
        ];
        assert_eq!(desk.run(&drill).code, 0);
    }
}

#[test]
fn what_slip_0039_cannot_hold_is_told_with_the_way_out() {
    let desk = Desk::new();
    desk.put("odd", foreign("ssss", "shares")[..3].join("\n")).put("short", "01aabb\n02ccdd\n03eeff");
    let long: Vec<String> = (1..4).map(|number| format!("{number:02x}{}", "5a".repeat(130))).collect();
    desk.put("long", long.join("\n"));
    for (file, format, reason) in
        [("odd", "ssss", "19 bytes"), ("short", "sharks", "2 bytes"), ("long", "sharks", "130 bytes")]
    {
        let split = ["split", "2of3", "--from", file, "--from-format", format];
        let refused = desk.refused(3, &[&split, &ACCEPTED[..]].concat());
        assert!(refused.error.contains(reason), "{refused:?}");
        assert!(refused.hint.contains("-o FILE") && refused.hint.contains("--seal"), "{refused:?}");
    }
}

#[test]
fn a_check_tells_what_each_share_says_and_no_more() {
    let desk = Desk::new();
    let shares = foreign("vault", "hex");
    desk.put("one", &shares[0]).put("all", shares.join("\n"));
    // The same option by the name that it has in `split`.
    let named = desk.run(&["check", "all", "--from-format", "vault", "--threshold", "3"]);
    assert_eq!(named.product(), desk.run(&["check", "all", "--from", "vault", "--threshold", "3"]).product());
    desk.refused(2, &["check", "all", "--from", "vault", "--from-format", "vault"]);
    let one = desk.run(&["check", "one", "--from", "vault"]);
    assert!(one.product().contains("a share of Vault, number "), "{}", one.product());
    assert!(one.product().contains("of a secret of 32 bytes"), "{}", one.product());
    assert!(one.product().contains("how many are needed or how many there are"));
    assert!(!one.product().contains("together"));
    let all = desk.run(&["check", "all", "--from", "vault"]);
    assert!(all.product().contains("they may be of one set"), "{}", all.product());
    let tested = desk.run(&["check", "all", "--from", "vault", "--threshold", "3"]);
    assert!(tested.product().contains("all 5 agree, 2 more than needed"), "{}", tested.product());
    let exact = desk.run(&["check", "all", "--from", "vault", "--threshold", "5"]);
    assert!(exact.product().contains("one more would test them"), "{}", exact.product());
    let few = desk.run(&["check", "one", "--from", "vault", "--threshold", "3", "--json"]).json();
    assert_eq!(few["together"]["missing"], "1 of the 3 shares needed are here: 2 more");
    for ran in [one, all, tested, exact] {
        assert!(!ran.product().contains(&secret("vault")));
    }

    let sskr = Desk::new();
    let shares = foreign("sskr", "shares");
    sskr.put("lone", &shares[5]).put("all", shares.join("\n"));
    let lone = sskr.run(&["check", "lone"]);
    assert!(lone.product().contains("share 3 of group 2; any 3 complete the group, 2 of 2 groups"));
    assert!(lone.product().contains("0 of the 2 groups needed are complete; begun: 2 more of group 2"));
    assert!(sskr.run(&["check", "all"]).product().contains("as their digest (a checksum) confirms"));
}

#[test]
fn what_vault_printed_is_read_as_it_stands() {
    let shares = foreign("vault", "base64");
    let labelled: String = (1..)
        .zip(&shares)
        .map(|(number, share): (usize, _)| format!("Unseal Key {number}: {share}\n"))
        .collect();
    let prose = "\nInitial Root Token: hvs.CAESI\n\nVault initialized with 5 key shares and a key threshold of 3. \
                 Please securely\ndistribute the key shares printed above. When the Vault is re-sealed,\n";
    let hex = foreign("vault", "hex");
    let json =
        json!({"unseal_keys_b64": shares, "unseal_keys_hex": hex, "unseal_threshold": 3, "root_token": "t"});
    let recovery = json!({"unseal_keys_b64": [], "recovery_keys_b64": shares, "root_token": "t"});
    let api = json!({"keys": hex, "keys_base64": shares, "root_token": "t"});
    let old: String = (1..)
        .zip(&hex)
        .map(|(number, share): (usize, _)| format!("Unseal Key {number} (hex)   : {share}\n"))
        .collect();
    for text in [
        format!("{labelled}{prose}"),
        labelled.replace("Unseal", "Recovery"),
        serde_json::to_string_pretty(&json).unwrap(),
        recovery.to_string(),
        api.to_string(),
        old,
    ] {
        let desk = Desk::new();
        desk.put("init", &text);
        let recover = [&["recover", "init"], &ACCEPTED[..]].concat();
        let ran = desk.run(&recover);
        assert_eq!(ran.product(), format!("{}\n", secret("vault")), "{text}");
        assert!(ran.says("2 more than needed agree"), "{}", ran.stderr);
        for name in ["--from", "--from-format"] {
            assert_eq!(desk.run(&[&recover[..], &[name, "vault"]].concat()).product(), ran.product());
        }
        let check = desk.run(&["check", "init"]);
        assert_eq!(check.product().matches("a share of Vault, number ").count(), 5, "{}", check.product());
        assert!(!check.product().contains("t\"") && !check.product().contains("CAESI"));
    }
}

#[test]
fn the_smallest_threshold_on_which_all_agree_is_told() {
    let desk = Desk::new();
    for (format, name, encoding) in [("vault", "vault", "hex"), ("ssss", "ssss", "shares")] {
        let shares = foreign(name, encoding);
        desk.put("five", shares.join("\n")).put("three", shares[..3].join("\n"));
        let told = "the smallest threshold on which all 5 agree is 3";
        let check = |more: &[&str]| desk.run(&[&["check", "five", "--from", format], more].concat());
        assert!(check(&[]).product().contains(told));
        assert_eq!(check(&["--json"]).json()["together"]["smallest_threshold"], 3);
        let three = desk.run(&["check", "three", "--from", format]);
        assert!(!three.product().contains("smallest"), "nothing is there to tell by: {}", three.product());
        let recover = |threshold, more: &[&str]| {
            let flags = ["--threshold", threshold, "--accept-unconfirmed", "--from", format];
            desk.run(&[&["recover", "five"], &flags[..], more].concat())
        };
        assert!(recover("3", &[]).says(told));
        assert_eq!(recover("3", &["--json"]).json()["foreign"]["smallest_threshold"], 3);
        let wrong = recover("2", &["--json"]);
        assert_eq!(wrong.code, 5);
        assert!(wrong.json()["message"].as_str().unwrap().contains("the smallest on which all agree is 3"));
    }
    // More than were needed are enough, too, in the field of Vault; and the right number is told.
    desk.put("five", foreign("vault", "hex").join("\n"));
    let flags = ["--from-format", "vault", "--threshold", "4", "--accept-unconfirmed"];
    let split = desk.run(&[&["split", "2of3", "--from", "five"], &flags[..]].concat());
    assert!(split.says("the smallest threshold on which all 5 agree is 3"), "{}", split.stderr);
}

#[test]
fn documents_tell_the_same() {
    let desk = Desk::new();
    let shares = foreign("vault", "hex");
    desk.put("three", shares[..3].join("\n")).put("five", shares.join("\n"));
    let flags = [&["--json", "--from", "vault"], &ACCEPTED[..]].concat();
    let three = desk.run(&[&["recover", "three"], &flags[..]].concat()).json();
    assert_eq!(three["secret"], json!({"kind": "hex", "encoding": "text", "value": secret("vault")}));
    let facts =
        json!({"format": "vault", "bytes": 32, "threshold": 3, "shares": 3, "confirmed_by": "nothing"});
    assert_eq!(
        (&three["foreign"], &three["digest"], &three["passphrase"]),
        (&facts, &json!(false), &json!("none"))
    );
    let five = desk.run(&[&["recover", "five", "-o", "out"], &flags[..]].concat()).json();
    assert_eq!((&five["output"], five.get("secret")), (&json!("out"), None));
    assert_eq!(five["foreign"]["confirmed_by"], "agreement");
    let raw = desk.run(&[&["recover", "three", "--as", "raw"], &flags[..]].concat()).json();
    assert_eq!(raw["secret"], json!({"kind": "raw", "encoding": "hex", "value": secret("vault")}));

    let check = desk.run(&["check", "five", "--from", "vault", "--json"]).json();
    assert_eq!((&check["format"], &check["together"]["sufficient"]), (&json!("vault"), &json!(null)));
    assert_eq!(check["shares"].as_array().map(Vec::len), Some(5));
    desk.put("words", foreign("sskr", "shares").join("\n"));
    let check = desk.run(&["check", "words", "--json"]).json();
    assert_eq!(check["shares"][7]["member"], 5);
    assert_eq!(
        check["together"],
        json!({"sufficient": true, "digest": true, "untested": [], "missing": null, "confirmed_by": "digest"})
    );
}

#[test]
fn shares_come_from_pictures_of_their_codes_too() {
    let desk = Desk::new();
    let ur = "UR:SSKR/GOGRRSBYADAEFMNLBNCTAAECVOQDFNJPBZECSTFGAXTIFPSSKBFW";
    let code = qr(ur);
    std::fs::write(desk.path("code.png"), code).unwrap();
    desk.put(
        "rest",
        [&foreign("sskr", "shares")[1..2], &foreign("sskr", "shares")[3..6]].concat().join("\n"),
    );
    let ran = desk.run(&["recover", "--from", "sskr", "code.png", "rest"]);
    assert_eq!(ran.product(), format!("{}\n", secret("sskr")));
    let refused = desk
        .refused(3, &["recover", "--from", "vault", "--threshold", "2", "--accept-unconfirmed", "code.png"]);
    assert!(refused.error.contains("no share"), "{refused:?}");
}

/// A picture of a code of this text.
fn qr(text: &str) -> Vec<u8> {
    let code = QrCode::of_text(text).unwrap();
    png::draw(&code).unwrap().expose().to_vec()
}
