//! What evidence must not hold, however it is hidden: in names, in other encodings, among fields of JSON.

use std::fs;

use quorate::formats::suspicion::document_holds_secret;

use crate::{desk::Desk, known};

const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const WIF: &str = "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ";

/// A set, and a folder of evidence of it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    for arguments in [
        &["split", "2of3", "--in", "key", "--date", "2016-11-24", "-o", "set"][..],
        &["evidence", "set/public/record.json", "-o", "evidence", "--date", "2016-12-03"],
    ] {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    desk
}

/// Whether a report with these bytes is refused, alone and in a folder.
fn is_refused(desk: &Desk, name: &str, bytes: &[u8]) {
    desk.put(name, bytes);
    let making = ["evidence", "set/public/record.json", "--report", name, "-o", "x", "--date", "2016-12-03"];
    assert_eq!(desk.refused_json(7, &making)["code"], "share-given", "{name}");
    let put = desk.path("evidence").join(name);
    fs::write(&put, bytes).unwrap();
    let refused = desk.refused_json(7, &["evidence", "--verify", "evidence"]);
    assert_eq!(refused["code"], "share-given", "{name}");
    fs::remove_file(put).unwrap();
}

#[test]
fn names_of_files_are_looked_at_and_not_repeated() {
    let desk = desk();
    let hex = format!("{}.pdf", "7a6f".repeat(16));
    for name in [&format!("{PHRASE}.txt"), &PHRASE.replace(' ', "_"), &format!("{WIF}.pdf"), &hex] {
        desk.put(name, "Minutes of the day\n");
        let making =
            ["evidence", "set/public/record.json", "--report", name, "-o", "x", "--date", "2016-12-03"];
        for arguments in [&making[..], &["evidence", "--verify", "evidence"]] {
            fs::write(desk.path("evidence").join(name), "Minutes of the day\n").unwrap();
            let refused = desk.refused_json(7, arguments);
            assert_eq!(refused["code"], "share-given", "{name}");
            assert!(!refused.to_string().contains(&name[..8]), "{refused}");
        }
        fs::remove_file(desk.path("evidence").join(name)).unwrap();
    }
}

#[test]
fn other_encodings_are_read() {
    let desk = desk();
    let text = format!("Minutes of the day\n{PHRASE}\n");
    let two = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let four = |bytes: fn(u32) -> [u8; 4]| text.chars().map(u32::from).flat_map(bytes).collect::<Vec<u8>>();
    is_refused(&desk, "little.txt", &two(u16::to_le_bytes));
    is_refused(&desk, "big.txt", &two(u16::to_be_bytes));
    is_refused(&desk, "wide.txt", &four(u32::to_le_bytes));
    is_refused(&desk, "widest.txt", &[&[0, 0, 0xfe, 0xff][..], &four(u32::to_be_bytes)].concat());
    is_refused(&desk, "office.doc", &[&b"\xd0\xcf\x11\xe0\xff"[..], &two(u16::to_le_bytes)].concat());
}

#[test]
fn fields_of_json_are_read_by_name_and_value() {
    let desk = desk();
    let words: Vec<&str> = PHRASE.split(' ').collect();
    let each = |field: fn(&str) -> String| words.iter().map(|word| field(word)).collect::<Vec<_>>().join(",");
    let documents = [
        format!("{{\"{PHRASE}\":1}}"),
        format!("{{{}}}", each(|word| format!("\"{word}\":\"of those\""))),
        format!("[{}]", each(|word| format!("{{\"said\":\"{word}\",\"how\":1}}"))),
        format!("{{\"a\":\"{PHRASE}\",\"a\":\"nothing\"}}"),
        format!("{{\"\\u0061\":\"{}\",\"a\":1}}", PHRASE.replace('a', "\\u0061").replace('e', "\\u0065")),
        // Deeper than any program reads it.
        format!("{}\"{}\"", "[".repeat(200), PHRASE.replace('a', "\\u0061").replace('e', "\\u0065")),
    ];
    for (number, document) in documents.iter().enumerate() {
        is_refused(&desk, &format!("{number}.txt"), document.as_bytes());
    }
}

#[test]
fn answers_of_this_program_are_no_secret_because_their_fields_recur() {
    let desk = desk();
    let preflight = desk.run(&["preflight", "--json"]).json();
    assert!(preflight["findings"].as_array().unwrap().len() > 5, "{preflight}");
    desk.put("preflight.json", preflight.to_string());
    let making = ["evidence", "set/public/record.json", "--report", "preflight.json", "-o", "x"];
    let ran = desk.run(&[&making[..], &["--date", "2016-12-03"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn pieces_of_secrets_again_and_again_are_none() {
    // How long that takes is measured in benches/benches/core.rs.
    for piece in PIECES {
        let text = format!("{}{}", piece.repeat(40_000 / piece.len()), "q".repeat(200));
        assert!(!document_holds_secret(&text), "{piece}");
    }
}

/// What a stranger would fill a file with, so that a search begins again at each.
const PIECES: [&str; 15] = [
    "ms1",
    "ur:",
    "a",
    "q1",
    "1-",
    "acidq",
    "1-123456789012-",
    "(",
    "-",
    "1",
    "private keys-",
    "xprv.",
    "zoo the ",
    "\u{301}",
    "\"d\":",
];
