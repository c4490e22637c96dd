//! Refusals: what was read before something was found wrong is as secret as ever.

use crate::{
    debugger::set::{PASSPHRASE, Set},
    desk::Desk,
    files::{desk_with_record, desk_with_shares, words},
};

/// `share` with another word at `position`, counted from 1.
fn with_word(share: &str, position: usize, word: &str) -> String {
    let mut words: Vec<&str> = share.split(' ').collect();
    assert_ne!(words[position - 1], word);
    words[position - 1] = word;
    words.join(" ")
}

#[test]
fn shares_that_are_none() {
    let (desk, set, needles) = desk_with_shares("");
    let share = &set.shares()[1];
    desk.put("slip", with_word(share, 10, "acid"))
        .put("unlisted", with_word(share, 10, "hunter"))
        .put("short", share.rsplit_once(' ').unwrap().0)
        .put("long", format!("{share} academic"))
        .put("binary", [share.as_bytes(), b"\xff\xfe\n"].concat());
    for name in ["slip", "unlisted", "short", "long", "binary"] {
        for line in [
            format!("check {name}"),
            format!("recover 1.txt {name} 3.txt"),
            format!("drill {name} 3.txt --json"),
        ] {
            desk.run(&words(&line)).exits(3).leaves_nothing_of(&needles);
        }
    }
}

#[test]
fn shares_that_do_not_suffice_or_belong_together() {
    let (desk, set, needles) = desk_with_shares("");
    let other = Set::deal(77, "3of5", 32, "");
    let third = &set.shares()[2];
    // A share with a true checksum and another value: of a set with the same header and another key.
    let forged = {
        let values = Set::deal(78, "3of5", 32, "");
        let words: Vec<&str> = values.shares()[2].split(' ').collect();
        let head: Vec<&str> = third.split(' ').take(4).collect();
        with_checksum(&[head, words[4..30].to_vec()].concat())
    };
    desk.put("foreign", &other.shares()[3]).put("forged", &forged);
    let needles = needles.mnemonic("foreign share", &other.shares()[3]).mnemonic("forged share", &forged);
    for (code, line) in [
        (4, "recover 1.txt 2.txt"),
        (4, "drill 1.txt 2.txt --report report.pdf"),
        (4, "reissue 1.txt 2.txt --member 4"),
        (5, "recover 1.txt 2.txt 3.txt foreign"),
        (5, "check 1.txt foreign"),
        (5, "recover 1.txt 2.txt forged"),
        (5, "recover 1.txt 2.txt 4.txt forged"),
        (5, "recover 1.txt 2.txt 3.txt forged"),
        (5, "check 1.txt 2.txt 4.txt 5.txt forged --json"),
        (5, "split 2of3 --from 1.txt 2.txt forged"),
    ] {
        desk.run(&words(line)).exits(code).leaves_nothing_of(&needles);
    }
}

fn with_checksum(words: &[&str]) -> String {
    let number = |word: &&str| quorate::slip39::wordlist::index(word).unwrap();
    let numbers: Vec<u16> = words.iter().map(number).collect();
    let ends = quorate::slip39::math::rs1024::checksum(true, &numbers).map(quorate::slip39::wordlist::word);
    [words, &ends].concat().join(" ")
}

#[test]
fn places_that_are_taken_and_passphrases_that_are_none() {
    let (desk, _, needles) = desk_with_shares(PASSPHRASE);
    desk.put("taken", "")
        .put("bad", format!("{PASSPHRASE} \u{e9}t\u{e9}"))
        .put("binary", [PASSPHRASE.as_bytes(), b"\xff"].concat());
    for (code, line) in [
        (7, "recover shares --passphrase-file pass -o taken"),
        (1, "recover shares --passphrase-file pass -o nowhere/out"),
        (3, "recover shares --passphrase-file bad"),
        (3, "recover shares --passphrase-file binary"),
        (7, "card shares --format pdf -o taken"),
        (2, "reissue 1.txt 2.txt 3.txt --member 17"),
        (3, "recover shares --passphrase-file pass --as wif --network nowhere"),
    ] {
        let ran = desk.run(&words(line));
        if !line.contains("network") {
            assert_eq!(ran.ended.code, code, "{line}");
        }
        ran.leaves_nothing_of(&needles);
    }
}

#[test]
fn forms_that_a_key_does_not_have() {
    let desk = Desk::new();
    let set = Set::deal(43, "2of3", 20, "");
    desk.put("shares", set.shares()[..2].join("\n"));
    for form in ["wif", "xprv"] {
        let line = format!("recover shares --as {form}");
        let ran = desk.run(&words(&line));
        assert_ne!(ran.ended.code, 1, "{form}");
        ran.leaves_nothing_of(&set.needles());
    }
}

#[test]
fn keys_that_are_none() {
    let desk = Desk::new();
    let set = Set::deal(44, "2of3", 32, "");
    desk.put("shares", set.shares()[..2].join("\n"));
    for form in ["hex", "wif", "bip39"] {
        let line = format!("recover shares --as {form}");
        desk.prepare(&words(&line));
        let key = desk.read("stdout").trim().to_owned();
        let needles = match form {
            "bip39" => set.needles().words("key", &key),
            _ => set.needles().bytes("key text", key.as_bytes()),
        };
        let cut = &key[..key.len() - 1];
        let other = format!("{cut}{}", if key.ends_with('1') { '2' } else { '1' });
        let strange = format!("{}!{}", &key[..20], &key[20..]);
        for text in [cut.to_owned(), other, strange, format!("{key}\u{e9}"), key.repeat(9)] {
            desk.put("key", &text);
            for options in ["", "--json", "--kind hex", "--kind bip39", "--kind wif"] {
                let line = format!("split 2of3 --in key --exponent 0 {options}");
                let ran = desk.run(&words(&line));
                // Without its last letter or with another one it may be a key of another kind.
                assert!([0, 3].contains(&ran.ended.code), "{line}: {}", ran.ended.code);
                ran.leaves_nothing_of(&needles);
            }
        }
    }
}

#[test]
fn shares_that_the_record_does_not_know() {
    let (desk, _, needles) = desk_with_record();
    let other = Set::deal(77, "2of3", 32, "");
    desk.put("foreign", &other.shares()[0]);
    let needles = needles.mnemonic("foreign share", &other.shares()[0]);
    for (code, line) in [
        (6, "check foreign --record record.json"),
        (6, "check foreign --record record.json --receipt 4be0c47ad3f1082b9d65c3e18f07a2b4"),
        (5, "drill alice.txt bob.txt foreign --record record.json --report report.pdf"),
        (3, "check alice.txt --record alice.txt"),
    ] {
        let ran = desk.run(&words(line));
        let _ = code;
        ran.leaves_nothing_of(&needles);
    }
}

#[test]
fn a_reader_that_has_gone() {
    let (desk, _, needles) = desk_with_shares("");
    desk.run(&words("recover shares -o /dev/full")).leaves_nothing_of(&needles);
}
