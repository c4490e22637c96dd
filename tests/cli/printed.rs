//! What stands on cards and sheets, read from the finished files.

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
        let begin = card.find("Let no telephone").unwrap();
        card[begin..card.find("cut here").unwrap()].to_owned()
    };
    assert_eq!(told(&with), told(&without));
    assert!(!with.to_lowercase().contains("passphrase"), "{with}");
}

#[test]
fn a_card_with_a_code_alone_says_nothing_of_words() {
    let desk = desk_with_set(&[]);
    for (more, out, is_said) in [("--qr-only", "code", false), ("--paper=a4", "both", true)] {
        let ran = desk.run(&["card", "set/secret/1-alice.txt", "--format=pdf", more, "-o", out]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let card = text(&desk, &format!("{out}/secret/share-1.pdf"));
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

/// The lines of a sheet as they were drawn: a command is one of them.
fn lines(desk: &Desk, name: &str) -> Vec<String> {
    known::text_of_pdf(&fs::read(desk.path(name)).unwrap()).lines().map(str::to_owned).collect()
}

const SHEETS: [&str; 2] = ["set/public/recovery-sheet.pdf", "set/public/cover-sheet.pdf"];

#[test]
fn commands_on_sheets_stand_alone_and_hold_no_secret() {
    for sealed in [false, true] {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let key: &[&str] = if sealed { &["--seal", "key"] } else { &["--in", "key"] };
        let split = ["split", "2of3", "--exponent", "0", "-o", "set", "--format", "words,pdf"];
        assert_eq!(desk.run(&[&split[..], key].concat()).code, 0);
        for sheet in SHEETS {
            let lines = lines(&desk, sheet);
            let commands = [
                "quorate check",
                "quorate recover",
                "quorate split",
                "quorate reissue",
                "tool/bin/",
                "python3 -m ",
                "age -d ",
            ];
            let mut found = 0;
            for line in &lines {
                let Some(command) = commands.iter().find(|command| line.contains(*command)) else { continue };
                found += 1;
                assert!(line.starts_with(command), "in running type: {line}");
                assert!(!line.ends_with(['.', ':', ';', ',']), "{line}");
            }
            let expected = if sheet == SHEETS[1] { 4 } else { 7 + usize::from(sealed) };
            assert_eq!(found, expected, "{lines:#?}");
            for secret in ["PASSPHRASE", "WORDS", "-m '", "recoverSecret"] {
                assert!(!lines.iter().any(|line| line.contains(secret)), "{sheet}: {secret}");
            }
        }
    }
}

#[test]
fn cards_and_sheets_say_the_same_of_pictures_and_call_a_share_a_share() {
    let desk = desk_with_set(&[]);
    let sheet = text(&desk, SHEETS[0]);
    assert!(sheet.contains("take no picture with a telephone"), "{sheet}");
    assert!(sheet.contains("pictures of the codes that the camera of this computer took"), "{sheet}");
    assert!(!sheet.contains("photograph nothing"), "{sheet}");
    let card = text(&desk, "set/secret/1-alice.pdf");
    assert!(card.contains("Let no telephone see this card"), "{card}");
    for text in [sheet, card, text(&desk, SHEETS[1])] {
        let words = text.split(|sign: char| !sign.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
        assert!(!words.into_iter().any(|word| word == "part" || word == "parts"), "{text}");
    }
}

#[test]
fn the_code_on_the_cover_sheet_has_a_caption_and_the_form_stands_where_the_key_is_brought_back() {
    let desk = desk_with_set(&[]);
    let sheet = text(&desk, SHEETS[1]);
    assert!(sheet.contains("This code holds the number of the set and the SHA-256 of the record"), "{sheet}");
    let at = |told: &str| sheet.find(told).unwrap_or_else(|| panic!("{told}: {sheet}"));
    assert!(at("To bring the key back") < at("The key was given as"));
    assert!(at("The key was given as") < at("If a card is lost"));
}

#[test]
fn a_sheet_in_another_language_has_the_english_one_behind_it() {
    for (language, told) in [
        ("de", "Was gebraucht wird"),
        ("fr", "Avec quorate"),
        ("es", "Con quorate"),
        ("it", "Con quorate"),
        ("pt", "Com quorate"),
    ] {
        let desk = desk_with_set(&["--sheet-language", language]);
        let sheet = text(&desk, SHEETS[0]);
        let (own, english) = sheet.split_once("Recovery sheet, set ").unwrap();
        assert!(own.contains(told) && !own.contains("Any 2 of the 3 shares"), "{own}");
        assert!(english.contains("Any 2 of the 3 shares") && !english.contains(told), "{english}");
        for page in [own, english] {
            assert!(
                page.contains("quorate recover --as hex") && page.contains("tool/bin/shamir recover"),
                "{page}"
            );
        }
        let file = fs::read(desk.path(SHEETS[0])).unwrap();
        assert!(file.windows(8).any(|bytes| bytes == b"/Count 2"), "{language}: two pages");
        // A card is the same in each: whoever finds it may be anybody.
        assert!(text(&desk, "set/secret/1-alice.pdf").contains("A share of a private key."));
    }
    let desk = desk_with_set(&[]);
    assert!(fs::read(desk.path(SHEETS[0])).unwrap().windows(8).any(|bytes| bytes == b"/Count 1"));
    desk.refused(2, &["card", "key", "--format", "pdf", "-o", "out", "--sheet-language", "xx"]);
}
