//! The passphrase at a terminal: what the record says of it is told, and after a wrong one the shares stay.

use serde_json::Value;

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, ENTER, TAB, Tty, on_page},
};

const TEST: &str = "keyboard test";
const HIDDEN: &str = "passphrase (hidden";
const AGAIN: &str = "type OTHER";
const WIPES: &str = "Enter wipes it";

/// A desk with a set of the known key under the passphrase `correct horse`: its record, and a quorum of its shares.
fn desk(options: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("pass", "correct horse").put("other", "battery staple");
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--record", "record.json"];
    let shares = desk.run(&[&split[..], options].concat()).lines();
    desk.put("shares", shares[..2].join("\n"));
    desk
}

fn recover(desk: &Desk, options: &[&str]) -> Tty {
    let recover = ["recover", "shares", "--record", "record.json", "--date", "2099-01-01"];
    Tty::run(desk, &[&recover[..], options].concat())
}

/// Waits until a question stands there for the second time.
fn again<'a>(tty: &'a mut Tty, question: &str) -> &'a mut Tty {
    tty.wait_until(&format!("{question} again"), |screen| screen.matches(question).count() == 2)
}

fn last_line(desk: &Desk) -> Value {
    let text = desk.read("journal.jsonl");
    serde_json::from_str(text.lines().next_back().unwrap()).unwrap()
}

#[test]
fn a_passphrase_that_the_record_knows_of_is_asked_for_again_with_the_reason() {
    let desk = desk(&["--passphrase-file", "pass"]);
    let key = on_page(known::HEX);
    let mut tty = recover(&desk, &[]);
    tty.wait_for(TEST).type_in(ENTER).wait_for("the record says that there is one").type_in(ENTER);
    tty.wait_for("the record says that there is a passphrase, and none was given").wait_for(AGAIN);
    tty.type_in(ENTER);
    again(&mut tty, TEST).type_in(ENTER);
    again(&mut tty, HIDDEN).type_in("correct horse\r").wait_for(&key);
    tty.wait_for("not confirmed: another passphrase gives another key").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&key).is_given_back("correct");
    let line = last_line(&desk);
    assert!(line["event"] == "recovered" && line.get("passed").is_none(), "{line}");
}

#[test]
fn a_deliberate_other_passphrase_is_told_on_the_page_and_noted_as_not_compared() {
    let desk = desk(&["--passphrase-file", "pass"]);
    let mut tty = recover(&desk, &[]);
    tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in(ENTER);
    tty.wait_for(AGAIN).type_in("other\r").wait_for(WIPES);
    let screen = tty.screen();
    assert!(screen.contains("not the key of the record: that one has a passphrase"), "{screen}");
    assert!(!screen.contains(&on_page(known::HEX)), "{screen}");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    let line = last_line(&desk);
    assert!(line["event"] == "recovered" && line.get("passed").is_none(), "{line}");
}

#[test]
fn a_passphrase_where_the_record_says_that_there_is_none_is_asked_about() {
    let desk = desk(&[]);
    // Where nothing is said, nothing is asked: the record knows.
    let mut tty = recover(&desk, &[]);
    tty.wait_for(&on_page(known::HEX)).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(!tty.screen().contains("not confirmed"), "{}", tty.screen());
    assert_eq!(last_line(&desk)["passed"], true);
    let mut tty = recover(&desk, &["--passphrase-file", "other"]);
    tty.wait_for("the record says that there is no passphrase, and one was given");
    tty.wait_for(AGAIN).type_in(ENTER).wait_for(TEST).type_in(ENTER);
    tty.wait_for("the record says that there is none").type_in(ENTER);
    tty.wait_for(&on_page(known::HEX)).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
}

#[test]
fn after_a_passphrase_that_the_fingerprint_refuses_another_is_asked_for() {
    let desk = desk(&["--passphrase-file", "pass", "--fingerprint"]);
    let mut tty = recover(&desk, &[]);
    tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in("batery\r");
    tty.wait_for("this is not the key that was split");
    again(&mut tty, TEST).type_in(ENTER);
    again(&mut tty, HIDDEN).type_in("correct horse\r").wait_for(&on_page(known::HEX));
    let screen = tty.screen();
    assert!(!screen.contains("not confirmed") && !screen.contains("P tries"), "{screen}");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert_eq!(last_line(&desk)["passed"], true);
    let mut tty = recover(&desk, &["--passphrase-file", "other"]);
    tty.wait_for("this is not the key that was split").wait_for(TEST).type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
}

/// The first address of the known key, taken as a BIP-32 seed.
const ADDRESS: &str = "bc1qgkqvyzv3qd38mvqqq29wnr0s5d38l52w9jxhc8";

#[test]
fn after_a_passphrase_whose_key_does_not_give_the_address_another_is_asked_for() {
    let desk = desk(&["--passphrase-file", "pass"]);
    for command in ["recover", "drill"] {
        let run = [command, "shares", "--record", "record.json", "--date", "2099-01-01", "--expect", ADDRESS];
        let mut tty = Tty::run(&desk, &run);
        tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in("batery\r");
        tty.wait_for("the Bitcoin address is not at any path that was searched");
        again(&mut tty, TEST).type_in(ENTER);
        again(&mut tty, HIDDEN).type_in("correct horse\r");
        if command == "recover" {
            tty.wait_for(&on_page(known::HEX));
            assert!(!tty.screen().contains("not confirmed"), "{}", tty.screen());
            tty.type_in(ENTER);
        }
        assert_eq!(tty.ended(), 0);
        let line = last_line(&desk);
        assert!(line["event"] == "proved" && line["proved"][0]["kind"] == "bitcoin-address", "{line}");
    }
    // Whoever gives no other passphrase leaves a drill that did not pass.
    let mut tty = Tty::run(
        &desk,
        &["drill", "shares", "--record", "record.json", "--date", "2099-01-02", "--expect", ADDRESS],
    );
    tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in("batery\r");
    again(&mut tty, TEST).type_in(ENTER);
    again(&mut tty, HIDDEN).type_in(ENTER);
    assert_eq!(tty.ended(), 6);
    let line = last_line(&desk);
    assert!(line["event"] == "drilled" && line.get("passed").is_none(), "{line}");
}

#[test]
fn who_sees_that_it_is_the_wrong_key_tries_another_passphrase_and_types_no_share_again() {
    let desk = Desk::new();
    let shares = known::shares("not_extendable");
    for plain in [false, true] {
        let arguments: &[&str] = if plain { &["--plain", "recover"] } else { &["recover"] };
        let mut tty = Tty::run(&desk, arguments);
        tty.wait_for("type its words").type_in(&format!("{}\r{}\r", shares[0], shares[1]));
        tty.wait_for("Enter goes on").type_in(ENTER);
        tty.wait_for(TEST).type_in(ENTER).wait_for(HIDDEN).type_in("correct hose\r");
        tty.wait_for("not confirmed: another passphrase gives another key, and no error");
        tty.wait_for("P tries another passphrase; the shares stay");
        let key = on_page(&known::reference_key());
        assert!(!tty.screen().contains(&key), "{}", tty.screen());
        tty.type_in("p");
        again(&mut tty, TEST).type_in(ENTER);
        again(&mut tty, HIDDEN)
            .type_in(&known::reference_passphrase())
            .type_in(ENTER)
            .wait_for(&key)
            .type_in(ENTER);
        assert_eq!(tty.ended(), 0);
        if !plain {
            tty.is_given_back(&key).is_given_back(&shares.join(" "));
        }
    }
}

#[test]
fn in_a_small_window_what_nothing_confirms_comes_before_the_key() {
    let desk = desk(&[]);
    desk.put("none", "");
    let mut tty = Tty::run_in(&desk, (8, 20), &["recover", "shares", "--passphrase-file", "none"]);
    tty.wait_for("not confirmed").wait_for("Enter shows the key");
    assert!(!tty.screen().contains(&known::HEX[..4]), "{}", tty.screen());
    tty.type_in(ENTER).wait_for(&on_page(known::HEX)[..19]).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
}

#[test]
fn the_wallet_of_words_asks_for_their_passphrase() {
    let desk = Desk::new();
    desk.put("words", known::ABANDON);
    let split = ["split", "2of3", "--in", "words", "--exponent", "0", "--record", "record.json"];
    desk.put("shares", desk.run(&split).lines()[..2].join("\n"));
    let mut tty = recover(&desk, &["--as", "xprv"]);
    tty.wait_for(TEST).type_in(ENTER).wait_for("25th word").type_in("TREZOR\r");
    tty.wait_for("the same again").type_in("TREZOR").type_in(TAB).wait_for("TREZOR").type_in(ENTER);
    tty.wait_for(&known::ABANDON_XPRV[..60]).wait_for("another BIP-39 passphrase opens another wallet");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(known::ABANDON_XPRV).is_given_back("TREZOR");
}

/// Without a BIP-39 passphrase, and with `TREZOR`.
const OF_PLAIN_WALLET: &str = "bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn3";
const OF_OTHER_WALLET: &str = "bc1q648ez9vgqwn8frfff50klqryyy8l2m2fr4vu3c";
const PLAIN_XPRV: &str = "xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpxR86QEC8w35uxmGoggxtQTPvfUu";

/// A desk with a set of words whose record holds these values.
fn words(values: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("words", known::ABANDON).put("25th", "TREZOR");
    let split =
        ["split", "2of3", "--in", "words", "--exponent", "0", "--record", "record.json", "--keep-public"];
    desk.put(
        "shares",
        desk.run(&[&split[..], &["--bip39-passphrase-file", "25th"], values].concat()).lines()[..2]
            .join("\n"),
    );
    desk
}

#[test]
fn a_recorded_value_of_one_wallet_does_not_say_which_wallet_is_wanted() {
    let desk = words(&["--expect", OF_PLAIN_WALLET, "--expect", OF_OTHER_WALLET]);
    for (typed, wallet) in [("TREZOR", known::ABANDON_XPRV), ("", PLAIN_XPRV), ("TREZ0R", "xprv")] {
        let mut tty = recover(&desk, &["--as", "xprv"]);
        tty.wait_for(TEST).type_in(ENTER).wait_for("25th word").type_in(&format!("{typed}\r"));
        tty.wait_for("the same again")
            .type_in(&format!("{typed}\r"))
            .wait_for(&wallet[..wallet.len().min(60)]);
        let is_unconfirmed = tty.screen().contains("another BIP-39 passphrase opens another wallet");
        assert_eq!(is_unconfirmed, typed == "TREZ0R", "{}", tty.screen());
        tty.type_in(ENTER);
        assert_eq!(tty.ended(), 0);
        let values = if typed == "TREZOR" { 2 } else { 1 };
        assert_eq!(last_line(&desk)["proved"].as_array().unwrap().len(), values, "{typed}");
    }
    // A value that was asked for says it.
    let mut tty = recover(&desk, &["--as", "xprv", "--expect", OF_PLAIN_WALLET]);
    tty.wait_for(&PLAIN_XPRV[..60]).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
}

#[test]
fn whoever_has_no_bip39_passphrase_drills_the_rest() {
    let desk = words(&["--expect", OF_OTHER_WALLET]);
    for (typed, values) in [("TREZOR", 1), ("", 0)] {
        let mut tty =
            Tty::run(&desk, &["drill", "shares", "--record", "record.json", "--date", "2099-01-01"]);
        tty.wait_for(TEST).type_in(ENTER).wait_for("25th word").type_in(&format!("{typed}\r"));
        tty.wait_for("the same again").type_in(&format!("{typed}\r"));
        assert_eq!(tty.ended(), 0);
        let line = last_line(&desk);
        assert_eq!(line["proved"].as_array().map_or(0, Vec::len), values, "{line}");
    }
}
