//! The specimen cards that are shown to people are those that the program makes.

use std::{fs, path::Path};

use crate::desk::Desk;

const SPECIMEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/specimen");

/// The file of each custodian, and their name.
const CUSTODIANS: [(&str, &str); 3] = [
    ("1-alice-anders", "Alice Anders"),
    ("2-božena-dvořáková", "Božena Dvořáková"),
    ("3-γιώργος-παπαδόπουλος", "Γιώργος Παπαδόπουλος"),
];

#[test]
fn the_specimen_cards_are_made_again_to_the_byte_from_their_words() {
    let desk = Desk::new();
    let words = CUSTODIANS.map(|(stem, _)| format!("{SPECIMEN}/secret/{stem}.txt"));
    let mut arguments = vec!["card"];
    arguments.extend(words.iter().map(String::as_str));
    arguments.extend(["--of", "3", "--label", "Northwind Treasury", "--date", "2026-11-23"]);
    arguments.extend(["--contact", "Jane Doe, +44 20 7946 0958"]);
    CUSTODIANS.iter().for_each(|(_, name)| arguments.extend(["--custodian", name]));
    arguments.extend(["--format", "words,png,pdf", "-o", "again"]);
    assert_eq!(desk.run(&arguments).code, 0);
    for (stem, _) in CUSTODIANS {
        for ending in ["pdf", "png"] {
            let name = format!("secret/{stem}.{ending}");
            let again = fs::read(desk.path(&format!("again/{name}"))).unwrap();
            let shown = fs::read(Path::new(SPECIMEN).join(&name)).unwrap();
            assert!(again == shown, "{name} is out of date: examples/specimen.sh makes it anew");
        }
    }
}

#[test]
fn the_specimen_is_recognised_wherever_it_turns_up() {
    let desk = Desk::new();
    let [one, two, _] = CUSTODIANS.map(|(stem, _)| format!("{SPECIMEN}/secret/{stem}.png"));
    let ran = desk.run(&["recover", &one, &two, "--as", "raw"]);
    assert_eq!(ran.stdout, b"quorate practice: worthless key!");
    assert!(ran.says("PRACTICE"));
}
