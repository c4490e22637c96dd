//! What looks alike: the table in the program is that of the standard, UTS 39, as `unicode-security` has it.

use std::{env, fmt::Write as _, fs, path::Path};

use quorate::formats::visible::is_printable;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// A line for each character that looks like others, and does not only consist of them.
fn table() -> String {
    let mut table = String::new();
    for character in ('\0'..=char::MAX).filter(|&character| is_printable(character)) {
        let text = character.to_string();
        let others: String = skeleton(&text).collect();
        if text.nfd().count() == 1 && !text.nfd().eq(others.chars()) {
            write!(table, "{:x}", u32::from(character)).unwrap();
            others.chars().for_each(|other| write!(table, " {:x}", u32::from(other)).unwrap());
            table.push('\n');
        }
    }
    table
}

#[test]
fn the_table_of_look_alikes_is_that_of_the_standard() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/custody/name/prototypes.txt");
    if env::var_os("QUORATE_WRITE_DOCS").is_some() {
        fs::write(&path, table()).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), table(), "QUORATE_WRITE_DOCS=1 writes it anew");
}
