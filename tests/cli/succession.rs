//! A new set of an old one, with the record of the old: what contradicts it makes nothing, and what is taken over is told.

use std::fs;

use quorate::{
    crypto::entropy::{Entropy, NoEntropy},
    slip39::{Deal, Group, MasterSecret, Passphrase, Policy, Share},
};

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    known,
};

/// Bytes that differ from each other, which is all that a forger needs.
struct Counting(u8);

impl Entropy for Counting {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        for byte in buffer {
            self.0 = self.0.wrapping_mul(5).wrapping_add(3);
            *byte = self.0;
        }
        Ok(())
    }
}

const FROM_OLD: [&str; 6] = [
    "split",
    "2of3",
    "--from",
    "old/secret/share-1.txt",
    "old/secret/share-3.txt",
    "--old-record=old/public/record.json",
];

/// A desk with a key and the set `old` of it, made with `options`.
fn desk(options: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX)
        .put("old-words", "uno-secreto")
        .put("other-words", "dos-secretos")
        .put("none", "");
    let made = desk.run(&[&["split", "2of3", "--in", "key", "-o", "old"], options].concat());
    assert_eq!(made.code, 0, "{made:?}");
    desk
}

/// What must make nothing and journal nothing.
fn refused(desk: &Desk, exit: i32, arguments: &[&str]) -> String {
    let journals =
        || ["old", "elsewhere"].map(|set| fs::read(desk.path(&format!("{set}/public/journal.jsonl"))).ok());
    let before = journals();
    let refused = desk.refused(exit, arguments);
    assert_eq!(journals(), before, "{arguments:?} was journaled");
    refused.error
}

#[test]
fn an_old_passphrase_that_the_record_contradicts_makes_no_set() {
    let with_words = ["--passphrase-file", "old-words"];
    let again = |passphrase: &'static str| {
        let anew = ["--passphrase-file=other-words", "-o=new", "--old-passphrase-file", passphrase];
        [&FROM_OLD[..], &anew].concat()
    };
    // With a fingerprint, any other passphrase is known for what it is.
    let fingerprinted = desk(&[&with_words[..], &["--fingerprint"]].concat());
    for passphrase in ["other-words", "none"] {
        let error = refused(&fingerprinted, 6, &again(passphrase));
        assert!(error.contains("fingerprint"), "{error}");
    }
    let made = fingerprinted.run(&again("old-words"));
    assert_eq!(made.code, 0, "{made:?}");
    assert!(
        made.says("it is the key that was split") && !made.says("nothing confirms the old passphrase"),
        "{made:?}"
    );

    // Without one, that there was one or none is all that is known.
    for (options, contradicted, right) in
        [(&with_words[..], "none", "old-words"), (&[], "other-words", "none")]
    {
        let desk = desk(options);
        let error = refused(&desk, 6, &again(contradicted));
        assert!(error.contains("a set of another key"), "{error}");
        let made = desk.run(&again(right));
        assert_eq!(made.code, 0, "{made:?}");
        assert!(made.says("nothing confirms the old passphrase"), "{made:?}");
        assert!(made.says("gives what the old shares give with the old passphrase"), "{made:?}");
    }
}

#[test]
fn the_record_of_another_set_makes_no_set() {
    let desk = desk(&[]);
    assert_eq!(desk.run(&["split", "2of3", "--in", "key", "-o", "elsewhere"]).code, 0);
    let mut arguments = FROM_OLD;
    arguments[5] = "--old-record=elsewhere/public/record.json";
    let error = refused(&desk, 6, &[&arguments[..], &["-o", "new"]].concat());
    assert!(error.contains(", the record of set "), "{error}");
}

#[test]
fn a_share_that_the_record_contradicts_makes_no_set_even_where_it_is_not_needed() {
    // Two groups, one of which suffices; a share of the other is of another dealing of the same set number.
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = ["split", "--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1", "--in", "key"];
    assert_eq!(desk.run(&[&split[..], &["-o", "old"]].concat()).code, 0);
    let dealt = desk.read("old/secret/b-2.txt");
    let header = *Share::parse(dealt.lines().last().unwrap()).unwrap().header();
    let secret = MasterSecret::copy_of(&[7; 16]).unwrap();
    let ems = secret.encrypt_as(&Passphrase::empty(), header.set.encryption, &mut |_| {});
    let group = Group::new(2, 3).unwrap();
    let forged = Deal::new(&Policy::new(1, vec![group; 2]).unwrap(), ems, &mut Counting(0)).unwrap();
    let forged = forged.groups()[1].iter().find(|share| *share.header() == header).unwrap();
    desk.put("forged.txt", forged.mnemonic().expose());
    let from = ["split", "2of3", "--from", "old/secret/a-1.txt", "old/secret/a-2.txt", "forged.txt"];
    let arguments = [&from[..], &["--old-record", "old/public/record.json", "-o", "new"]].concat();
    let error = refused(&desk, 6, &arguments);
    assert!(error.contains("forged.txt: card 2.2 is not the one that was dealt"), "{error}");
}

#[test]
fn a_record_that_can_tell_nothing_makes_no_set() {
    let options = ["--in", "key", "--passphrase-file", "old-words", "--accept-single-point", "-o", "old"];
    let desk = Desk::new();
    desk.put("key", known::HEX).put("old-words", "uno-secreto").put("other-words", "dos-secretos");
    assert_eq!(desk.run(&[&["split", "1of1"], &options[..]].concat()).code, 0);
    let from = ["split", "2of3", "--from", "old/secret/share-1.txt", "--old-passphrase-file", "old-words"];
    let arguments = [&from[..], &["--old-record", "old/public/record.json", "-o", "new"]].concat();
    refused(&desk, 6, &arguments);
    assert_eq!(desk.refused_json(6, &arguments)["code"], "cannot-tell");
    // Without the record nothing is claimed, and the set is made.
    assert_eq!(desk.run(&[&from[..], &["--passphrase-file", "other-words", "-o", "new"]].concat()).code, 0);
}

#[test]
fn what_is_taken_over_from_the_old_record_is_told_as_such_and_stands_on_the_sheets() {
    let desk = Desk::new();
    desk.put("file", "a key of a server").put("none", "");
    assert_eq!(desk.run(&["split", "2of3", "--seal", "file", "-o", "old"]).code, 0);
    let made = desk.run(&[&FROM_OLD[..], &["--format", "words,pdf", "-o", "new"]].concat());
    assert_eq!(made.code, 0, "{made:?}");
    let told = "taken over from the old record, not proved: that the key was given as";
    assert!(made.says(told) && made.says("that it opens file.age"), "{made:?}");
    assert!(made.says("that there is no passphrase"), "{made:?}");
    assert!(made.says("2 of the old shares are the very ones that were dealt"), "{made:?}");
    let reissue = ["reissue", "--member", "2", "old/secret/share-1.txt", "old/secret/share-3.txt"];
    let options = ["--record", "old/public/record.json", "--format", "pdf", "-o", "again"];
    assert_eq!(desk.run(&[&reissue[..], &options].concat()).code, 0);
    for sheet in
        ["new/public/cover-sheet.pdf", "new/public/recovery-sheet.pdf", "again/public/recovery-sheet.pdf"]
    {
        let text = known::text_of_pdf(&fs::read(desk.path(sheet)).unwrap());
        assert!(text.contains("file.age"), "{sheet}: {text}");
        // The sheet that lies in every envelope does not tell; the owner's does.
        let said = if sheet.ends_with("cover-sheet.pdf") {
            "No passphrase is needed"
        } else {
            "The passphrase, if there was one"
        };
        assert!(text.contains(said), "{sheet}: {text}");
    }
}

/// A set of alice, whose deputy is dana, bob and carol, and what was noted of it since.
fn planned(notes: &[&[&str]]) -> Desk {
    let desk = Desk::new();
    let custodian =
        |name: &str, access: &str| format!("[[group.custodian]]\nname = \"{name}\"\naccess = [{access}]\n");
    let cards = [custodian("alice", "\"dana\""), custodian("bob", ""), custodian("carol", "")].concat();
    desk.put("key", known::HEX).put("plan", format!("[[group]]\nthreshold = 2\n{cards}"));
    let split =
        ["split", "--plan", "plan", "--in", "key", "--exponent", "0", "--date", "2026-11-20", "-o", "old"];
    let made = desk.run(&split);
    assert_eq!(made.code, 0, "{made:?}");
    for (day, note) in (21..).zip(notes) {
        let day = format!("2026-11-{day}");
        let note = [&["note", "old/public/record.json"][..], note, &["--date", &day]].concat();
        assert_eq!(desk.run(&note).code, 0, "{note:?}");
    }
    desk
}

/// A new set of it for strangers, and what its record says of the old one.
fn succeed(desk: &Desk) -> (Ran, Value) {
    let [alice, bob] = ["old/secret/1-alice.txt", "old/secret/2-bob.txt"];
    let new = ["--custodian", "xenia", "--custodian", "yann", "--custodian", "zora", "--date", "2026-11-28"];
    let from = ["split", "2of3", "--from", alice, bob, "--old-record", "old/public/record.json", "-o", "new"];
    let ran = desk.run(&[&from[..], &new].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    (ran, serde_json::from_str(&desk.read("new/public/record.json")).unwrap())
}

/// Who can still take the key, by the journal of the new set.
fn former(desk: &Desk) -> Vec<String> {
    let status = desk.run(&["--json", "status", "new/public/record.json", "--date", "2026-11-28"]).json();
    let findings = status["findings"].as_array().unwrap().iter();
    findings.map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_new_record_names_who_holds_the_old_cards_by_then() {
    let desk = planned(&[&["handed-over", "bob", "--to", "alice"], &["destroyed", "carol"]]);
    let (_, record) = succeed(&desk);
    let old = &record["supersedes"][0];
    let cards = old["plan"]["groups"][0]["cards"].as_array().unwrap();
    let access: Vec<&Value> = cards.iter().map(|card| &card["access"]).collect();
    assert_eq!(access, [&json!(["alice", "dana"]), &json!(["alice"]), &json!(["carol"])]);
    assert_eq!(old["destroyed"], json!(["1.3"]));
    let told = former(&desk);
    assert!(told.len() == 1 && told[0].starts_with("alice alone can take it"), "{told:?}");
    // What was destroyed since goes with what was destroyed before.
    let set = old["identifier"].to_string();
    let note = ["note", "new/public/record.json", "destroyed", "1", "--set", &set, "--date", "2026-11-28"];
    assert_eq!(desk.run(&note).code, 0);
    assert_eq!(former(&desk), [""; 0]);
}

#[test]
fn without_a_word_in_the_old_journal_they_are_those_of_the_deal() {
    let desk = planned(&[]);
    let (_, record) = succeed(&desk);
    let old: Value = serde_json::from_str(&desk.read("old/public/record.json")).unwrap();
    assert_eq!(record["supersedes"][0]["plan"], old["plan"]);
    assert_eq!(record["supersedes"][0]["destroyed"], Value::Null);
    let told = former(&desk);
    assert!(told.len() == 1 && told[0].starts_with("2 former holders together"), "{told:?}");
}

#[test]
fn lines_of_the_old_journal_that_do_not_count_hand_no_card_over_and_that_is_told() {
    let desk = planned(&[&["heard", "carol"]]);
    let late =
        ["note", "old/public/record.json", "handed-over", "bob", "--to", "alice", "--date", "2026-11-01"];
    assert_eq!(desk.run(&late).code, 0);
    let (ran, record) = succeed(&desk);
    assert!(ran.says("lines of the old journal that do not count: 3"), "{ran:?}");
    let cards = &record["supersedes"][0]["plan"]["groups"][0]["cards"];
    assert_eq!(cards[1]["access"], json!(["bob"]));
}
