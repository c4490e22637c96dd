//! Texts in which people keep shares, each with its right verdict: what is read, what is said of it, or why it is refused.
//! The shares are those of the published vectors.

use std::{fs, path::PathBuf};

use quorate::slip39::{Share, ordinal};
use serde::Deserialize;
use serde_json::Value;

use crate::desk::{Desk, Ran};

#[derive(Deserialize)]
struct Expected {
    file: String,
    /// The shares that are read, by letter, in the order they stand in.
    #[serde(default)]
    read: Vec<char>,
    /// The code of the failure; of several any is right.
    #[serde(default)]
    refused: Option<Codes>,
    /// The place of the one wrong word, counted from 1.
    word: Option<u64>,
    /// What is said of it besides.
    #[serde(default)]
    remarks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Codes {
    One(String),
    Any(Vec<String>),
}

impl Codes {
    fn hold(&self, code: &Value) -> bool {
        match self {
            Self::One(one) => code == one,
            Self::Any(codes) => codes.iter().any(|one| code == one),
        }
    }
}

/// What each remark begins or ends with on stderr.
const REMARKS: [(&str, &str); 6] = [
    ("altered", "begins like a share that is here, but is not one"),
    ("comment", "the share stands in a comment"),
    ("left out", "in the middle of the share, but not part of it: left out"),
    ("left over", "of the word list stand"),
    ("passed over", "a share in a comment, passed over: others stand outside"),
    ("quoted", "the share stands in quoted mail"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/brought")
}

fn expected() -> Vec<Expected> {
    serde_json::from_slice(&fs::read(folder().join("expected.json")).unwrap()).unwrap()
}

/// The shares that the verdicts name by a letter: two of the 23rd vector, two of the 4th.
fn named() -> Vec<(char, Share)> {
    let vectors: Vec<(String, Vec<String>, String, String)> =
        serde_json::from_str(include_str!("../data/vectors.json")).unwrap();
    let shares = vectors[22].1.iter().chain(&vectors[3].1).map(|words| Share::parse(words).unwrap());
    "ABST".chars().zip(shares).collect()
}

/// The letters of the shares in the answer of `check`.
fn letters(answer: &Value) -> Vec<char> {
    let shares = answer["shares"].as_array().map(Vec::as_slice).unwrap_or_default();
    let letter = |found: &Value| {
        let is_it = |share: &Share| {
            found["member"] == ordinal(share.header().member)
                && found["set"]["identifier"] == share.header().set.encryption.identifier.value()
                && found["bytes"] == share.value_len()
        };
        named().into_iter().find(|(_, share)| is_it(share)).map_or('?', |(letter, _)| letter)
    };
    shares.iter().filter(|share| share["ok"] == true).map(letter).collect()
}

fn remarks(ran: &Ran) -> Vec<&'static str> {
    REMARKS.iter().filter(|(_, told)| ran.stderr.contains(told)).map(|(name, _)| *name).collect()
}

fn is_right(expected: &Expected, answer: &Value, told: &[&str]) -> bool {
    if expected.remarks.iter().any(|remark| remark == "prose") {
        return answer["code"] == "cannot-tell" && answer["exit"] == 6;
    }
    let mut wanted: Vec<&str> = expected.remarks.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    // Words of the list beside a share are common, and of no consequence.
    let told: Vec<&str> =
        told.iter().copied().filter(|remark| *remark != "left over" || wanted.contains(remark)).collect();
    let is_refused = match &expected.refused {
        // An altered copy beside its share, or shares of two sets: each by itself is told.
        None => expected.remarks.iter().any(|remark| remark == "altered") || answer["exit"] != 3,
        Some(codes) => {
            answer["exit"] == 3 && codes.hold(&answer["code"]) && answer["word"].as_u64() == expected.word
        }
    };
    letters(answer) == expected.read && told == wanted && is_refused
}

#[test]
fn every_wrapping_has_its_right_verdict() {
    let (expected, desk) = (expected(), Desk::new());
    let files = fs::read_dir(folder()).unwrap().count();
    assert!(
        expected.len() >= 120 && expected.len() + 1 == files,
        "{} verdicts, {files} files",
        expected.len()
    );
    let mut wrong = Vec::new();
    for expected in &expected {
        let bytes = fs::read(folder().join(&expected.file)).unwrap();
        fs::write(desk.path(&expected.file), &bytes).unwrap();
        for ran in [desk.run(&["check", &expected.file, "--json"]), desk.pipe(&bytes, &["check", "--json"])] {
            let (answer, told) = (ran.json(), remarks(&ran));
            if !is_right(expected, &answer, &told) {
                let (read, code) = (letters(&answer), &answer["code"]);
                wrong.push(format!("{}: {read:?} {code} {} {told:?}", expected.file, answer["word"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_share_in_sentences_is_for_a_person_to_say() {
    let desk = Desk::new();
    let text = fs::read(folder().join("in-prose.txt")).unwrap();
    fs::write(desk.path("mail"), &text).unwrap();
    for command in ["check", "recover"] {
        let ran = desk.run(&[command, "mail"]);
        assert!(ran.code == 6 && ran.stdout.is_empty(), "{ran:?}");
        assert!(
            ran.says("error: mail: a share stands within sentences that hold other words of the word list"),
            "{ran:?}"
        );
    }
}

#[test]
fn an_altered_copy_is_no_obstacle_to_a_recovery_and_no_share_for_a_check() {
    let (desk, shares) = (Desk::new(), named());
    let words = |at: usize| shares[at].1.mnemonic().expose().to_owned();
    let altered = words(0).replacen(words(0).split(' ').nth(20).unwrap(), "academic", 1);
    desk.put("cards", format!("{}\n{altered}\n{}\n", words(0), words(1)));
    let recovered = desk.run(&["recover", "cards", "--no-input"]);
    assert!(recovered.code == 0 && recovered.says("begins like a share that is here"), "{recovered:?}");
    assert!(desk.refused(3, &["check", "cards"]).error.starts_with("cards, line 2: word 21"));
    assert!(desk.run(&["recover", "cards", "--no-input", "-q"]).says("begins like a share that is here"));
}
