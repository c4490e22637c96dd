//! What evidence must not hold, however it is hidden: in names, in other encodings, among fields of JSON.

use std::{fs, time::Instant};

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

/// How long the fastest of several looks takes.
fn seconds(text: &str) -> f64 {
    let one = |_| {
        let begun = Instant::now();
        assert!(!document_holds_secret(text), "{}", &text[..20]);
        begun.elapsed().as_secs_f64()
    };
    (0..3).map(one).fold(f64::MAX, f64::min)
}

#[test]
fn four_times_the_text_takes_nothing_like_sixteen_times_as_long() {
    for piece in [
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
    ] {
        let text = |letters: usize| format!("{}{}", piece.repeat(letters / piece.len()), "q".repeat(200));
        // Whoever else is at work on this machine may fall on one of the two.
        let is_linear = |_| seconds(&text(160_000)) / seconds(&text(40_000)) < 10.0;
        assert!((0..5).any(is_linear), "{piece}");
    }
}
