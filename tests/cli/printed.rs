//! What stands on cards, read from the finished files.

use std::fs;

use crate::{desk::Desk, known};

/// The text of a card or sheet, with one space for whatever stands between its words.
fn text(desk: &Desk, name: &str) -> String {
    known::text_of_pdf(&fs::read(desk.path(name)).unwrap()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A desk with a set of two of three in `set`.
fn desk_with_set(more: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let names = ["--custodian=alice", "--custodian=bob", "--custodian=carol", "--date=2016-11-25"];
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "-o", "set", "--format", "words,pdf"];
    let ran = desk.run(&[&split[..], &names, more].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    desk
}

#[test]
fn a_card_says_that_it_is_secret_what_it_is_and_where_to_return_it() {
    let desk = desk_with_set(&[]);
    let card = text(&desk, "set/secret/2-bob.pdf");
    for told in [
        "SECRET",
        "A share of a private key. SLIP-0039 extendable, set ",
        "Share 2 of 3. Any 2 of the 3 cards bring the key back. One alone reveals nothing.",
        "return it to bob:",
        "Address",
        "as long as 2 still exist.",
    ] {
        assert!(card.contains(told), "{told}: {card}");
    }
    let desk = desk_with_set(&["--contact", "1 Sample Street"]);
    let card = text(&desk, "set/secret/2-bob.pdf");
    assert!(card.contains("return it to: 1 Sample Street") && !card.contains("Address"), "{card}");
}

#[test]
fn no_card_tells_whether_there_is_a_passphrase() {
    let with = {
        let desk = Desk::new();
        desk.put("pp", "correct horse");
        desk.put("key", known::HEX);
        let split =
            ["split", "2of3", "--in", "key", "--exponent", "0", "--passphrase-file", "pp", "-o", "set"];
        assert_eq!(desk.run(&[&split[..], &["--format", "words,pdf"]].concat()).code, 0);
        text(&desk, "set/secret/share-1.pdf")
    };
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = ["split", "2of3", "--in", "key", "--exponent", "0", "-o", "set", "--format", "words,pdf"];
    assert_eq!(desk.run(&split).code, 0);
    let without = text(&desk, "set/secret/share-1.pdf");
    // Words and the number of the set differ; all else is the same.
    let told = |card: &str| {
        let begin = card.find("Do not photograph").unwrap();
        card[begin..card.find("cut here").unwrap()].to_owned()
    };
    assert_eq!(told(&with), told(&without));
    assert!(!with.to_lowercase().contains("passphrase"), "{with}");
}

#[test]
fn a_card_with_a_code_alone_says_nothing_of_words() {
    let desk = desk_with_set(&[]);
    for (more, is_said) in [("--qr-only", false), ("--paper=a4", true)] {
        let ran = desk.run(&["card", "set/secret/1-alice.txt", "--format=pdf", more, "-o", more]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let card = text(&desk, &format!("{more}/secret/share-1.pdf"));
        for told in ["The code holds the same words.", "four letters of a word are enough"] {
            assert_eq!(card.contains(told), is_said, "{card}");
        }
        assert_eq!(card.contains("The code holds the share."), !is_said, "{card}");
    }
}

#[test]
fn a_card_made_with_the_record_says_of_how_many_and_the_label() {
    let desk = desk_with_set(&["--label", "Treasury"]);
    let card = ["card", "set/secret/3-carol.txt", "--record", "set/public/record.json", "-o", "again"];
    assert_eq!(desk.run(&card).code, 0);
    let again = text(&desk, "again/secret/3-carol.pdf");
    for told in ["Treasury", "carol", "Share 3 of 3. Any 2 of the 3 cards bring the key back."] {
        assert!(again.contains(told), "{told}: {again}");
    }
}
