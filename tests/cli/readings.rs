//! A share has one reading: whatever was lengthened, or holds a share in a part of it, is refused wherever a share is taken.

use quorate::slip39::{MnemonicError, Share, math::rs1024::checksum, wordlist};
use serde_json::Value;

use crate::{desk::Desk, known};

/// What keeps the checksum of any extendable share that it stands behind.
const TAIL: &str = "advocate aspect axis";

/// `share`, and behind it `by` words, the last three of which keep its checksum.
fn lengthened(share: &str, by: usize) -> String {
    let number = |word: &str| wordlist::index(word).unwrap();
    let mut words: Vec<u16> = share.split(' ').map(number).collect();
    words.extend((0u16..).take(by - 3).map(|at| at * 77 % 1024));
    let extendable = words[1] >> 4 & 1 == 1;
    words.extend(checksum(extendable, &words));
    words.iter().map(|word| wordlist::word(*word)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_lengthened_share_is_refused_by_every_command_with_both_places() {
    let shares = known::shares("extendable");
    let words = shares[0].split(' ').count();
    let long = format!("{} {TAIL}", shares[0]);
    assert_eq!(long, lengthened(&shares[0], 3));
    let both = format!("words 1 to {words} are a share by themselves, and so are all {}", words + 3);
    let desk = Desk::new();
    desk.put("long", &long).put("other", &shares[1]);
    let code = desk.pipe(&long, &["split", "2of3"]);
    assert_eq!(code.code, 3, "it is no key either: {code:?}");
    for command in [
        &["check", "long"][..],
        &["check", "other", "long"],
        &["recover", "long", "other"],
        &["drill", "long", "other"],
        &["reissue", "long", "other", "--member", "3"],
        &["card", "long", "--of", "3"],
        &["split", "2of3", "--from", "long", "other"],
    ] {
        let refused = desk.refused(3, command);
        assert_eq!(refused.error, format!("long: {both}"), "{command:?}");
        assert_eq!(desk.refused_json(3, command)["code"], "two-readings", "{command:?}");
    }
    desk.refused_piped(3, &long, &["check"]);
    // The code of it, in a picture.
    let code = quorate::paper::qr::QrCode::of_text(&long.to_uppercase()).unwrap();
    std::fs::write(desk.path("long.png"), quorate::paper::qr::png::draw(&code).unwrap().expose()).unwrap();
    assert!(desk.refused(3, &["check", "long.png"]).error.contains(&both));
}

#[test]
fn words_beside_a_share_are_told_where_it_stands() {
    let share = &known::shares("extendable")[0];
    let words = share.split(' ').count();
    let desk = Desk::new();
    for (text, told) in [
        (
            format!("{share} {share}"),
            format!("{} words: 1 to {words} of them are a share by themselves", 2 * words),
        ),
        (
            format!("{share} acid axis edge"),
            format!("words 1 to {words} are a share by themselves, and the others no"),
        ),
        (format!("acid axis edge {share}"), format!("words 4 to {} are a share by themselves", words + 3)),
        (
            format!("acid edge {share} axis ugly"),
            format!("3 to {} of them are a share by themselves", words + 2),
        ),
    ] {
        desk.put("text", &text);
        for command in ["check", "recover", "drill"] {
            let refused = desk.refused(3, &[command, "text"]);
            assert!(refused.error.contains(&told), "{refused:?} and not {told}");
        }
    }
}

#[test]
fn a_card_that_is_the_whole_key_gives_no_other_key_when_it_is_lengthened() {
    let desk = Desk::new();
    for bits in ["128", "256"] {
        let split = ["split", "1of1", "--accept-single-point", "--generate", bits, "--exponent", "0"];
        let share = desk.run(&split).lines()[0].to_owned();
        assert_eq!(desk.pipe(&share, &["recover"]).code, 0);
        for by in 3..30 {
            let long = lengthened(&share, by);
            let code = desk.pipe(&long, &["recover"]).code;
            assert_eq!(code, 3, "{by} words more");
        }
    }
}

#[test]
fn the_shares_of_the_standard_and_of_the_reference_have_one_reading() {
    let texts = |value: &Value| {
        let mut found = Vec::new();
        let mut left = vec![value.clone()];
        while let Some(value) = left.pop() {
            match value {
                Value::String(text) => found.push(text),
                Value::Array(values) => left.extend(values),
                Value::Object(fields) => left.extend(fields.into_iter().map(|(_, value)| value)),
                _ => {}
            }
        }
        found
    };
    let vectors: Value = serde_json::from_str(include_str!("../data/vectors.json")).unwrap();
    let all = [texts(&vectors), texts(&known::REFERENCE)].concat();
    let shares = all.iter().filter(|text| text.split(' ').count() >= 20);
    let read: Vec<_> = shares.map(|text| Share::parse(text).map(|_| ())).collect();
    assert!(!read.iter().any(|read| matches!(read, Err(MnemonicError::TwoReadings { .. }))));
    assert!(read.iter().filter(|read| read.is_ok()).count() > 100);
}
