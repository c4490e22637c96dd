//! Cats on keyboards: arguments, shares and keys put together by chance. Whatever comes in, the contract holds.

use crate::{desk::Desk, known};

/// Numbers that look random and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

#[test]
fn arguments_by_chance_end_as_the_contract_says() {
    let pieces = [
        "split",
        "recover",
        "check",
        "man",
        "2of3",
        "1of1",
        "3of3",
        "--group",
        "a=2of3",
        "b=1of1",
        "--groups-needed",
        "1",
        "--in",
        "key",
        "--generate",
        "128",
        "--from",
        "shares",
        "--kind",
        "hex",
        "raw",
        "--bip39-as",
        "seed",
        "--passphrase-file",
        "pass",
        "--passphrase",
        "--old-passphrase",
        "--exponent",
        "0",
        "--label",
        "x",
        "--custodian",
        "alice",
        "--accept-single-point",
        "-o",
        "out",
        "--as",
        "wif",
        "--network",
        "testnet",
        "--compressed",
        "--json",
        "-q",
        "--plain",
        "--no-input",
        "--",
        "-",
        "--language",
        "czech",
        "--read-back",
        "all",
        "-h",
        "-V",
        "",
        "=",
        "-o=",
    ];
    let mut chance = Chance(1);
    for _ in 0..400 {
        let desk = Desk::new();
        desk.put("key", known::HEX).put("pass", "x").put("shares", known::shares("three_of_five").join("\n"));
        let before = desk.names();
        let first = chance.one_of(&["split", "split", "recover", "check", "--json"]);
        let arguments: Vec<&str> =
            std::iter::once(first).chain((0..chance.below(7)).map(|_| chance.one_of(&pieces))).collect();
        let ran = desk.run(&arguments);
        assert!((0..8).contains(&ran.code), "{arguments:?}: {ran:?}");
        if ran.code != 0 {
            assert_eq!(desk.names(), before, "{arguments:?}");
            if arguments.contains(&"--json") {
                ran.json();
            } else {
                assert!(ran.stdout.is_empty() && ran.says("quorate: error: "), "{arguments:?}: {ran:?}");
            }
        }
    }
}

#[test]
fn damaged_shares_never_give_a_key_that_is_not_theirs() {
    let mut chance = Chance(2);
    let shares = known::shares("three_of_five");
    for _ in 0..300 {
        let desk = Desk::new();
        let mut text = shares[..3 + chance.below(3)].join("\n").into_bytes();
        for _ in 0..1 + chance.below(4) {
            let at = chance.below(text.len());
            match chance.below(5) {
                0 => text.truncate(at.max(1)),
                1 => text[at] = u8::try_from(chance.below(256)).unwrap(),
                2 => text.insert(at, b"\n #\0z"[chance.below(5)]),
                3 => drop(text.remove(at)),
                _ => text.rotate_left(at),
            }
        }
        desk.put("shares", &text);
        let ran = desk.run(&["recover", "shares"]);
        match ran.code {
            0 => assert_eq!(ran.product(), format!("{}\n", known::reference_key())),
            3..=5 => drop(desk.refused(ran.code, &["recover", "shares"])),
            other => panic!("{other}: {ran:?}"),
        }
        let check = desk.run(&["check", "shares"]);
        assert!(matches!((ran.code, check.code), (0, 0) | (3, 3) | (4, 0) | (5, 5)), "{ran:?} {check:?}");
    }
}

#[test]
fn damaged_keys_are_refused_or_come_back_as_they_are() {
    let mut chance = Chance(3);
    let keys = [known::HEX, known::ABANDON, known::XPRV, known::WIFS[0].2, known::WIFS[3].2];
    for _ in 0..200 {
        let desk = Desk::new();
        let mut text = chance.one_of(&keys).as_bytes().to_vec();
        let at = chance.below(text.len());
        match chance.below(4) {
            0 => text.truncate(at),
            1 => text[at] = u8::try_from(chance.below(256)).unwrap(),
            2 => text.swap(0, at),
            _ => text.insert(at, b' '),
        }
        desk.put("key", &text);
        let ran = desk.run(&["split", "2of3", "--in", "key", "--exponent", "0"]);
        if ran.code == 0 {
            let form = if ran.says("--as bip39") { "bip39" } else { "hex" };
            let back = desk.pipe(ran.product(), &["recover", "--as", form]);
            // An unchanged key, or hex with another digit, is a key too.
            let given = String::from_utf8(text).unwrap();
            if ran.says("--as wif") || ran.says("--as xprv") {
                assert!(keys.contains(&given.trim()), "its checksum tells: {given}");
                continue;
            }
            // What people put around words and digits is no part of them, and a word may be cut where it stays clear.
            let bare: String = given.to_lowercase().replace(|sign: char| !sign.is_alphanumeric(), " ");
            let is_hex = form == "hex";
            let given: Vec<&str> = bare.split_whitespace().collect();
            let given = if is_hex {
                vec![given.concat()]
            } else {
                given.iter().map(|word| (*word).to_owned()).collect()
            };
            let shown: Vec<&str> = back.product().split_whitespace().collect();
            let is_same =
                |(shown, given): (&&str, &String)| shown.starts_with(given) && (!is_hex || *shown == given);
            assert!(
                shown.len() == given.len() && shown.iter().zip(&given).all(is_same),
                "{back:?} {given:?}"
            );
        } else {
            desk.refused(3, &["split", "2of3", "--in", "key", "--exponent", "0"]);
        }
    }
}
