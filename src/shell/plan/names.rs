//! The names of custodians, groups and sets: printed, drawn, and made into the names of files.

use crate::{shell::failure::Failure, visible::printable};

/// Characters of the longest name or label.
pub const LONGEST_NAME: usize = 40;

/// Characters of the longest line that says whom to call.
pub const LONGEST_CONTACT: usize = 80;

/// Bytes of the longest part of a file name that is made of a name; a file has two such parts and 255 bytes.
const LONGEST_FILE_PART: usize = 110;

/// Names are printed, drawn and used for files: what a terminal would obey, or nobody could read, is refused.
///
/// # Errors
///
/// When it is empty, longer than so many characters, or holds what cannot be seen.
pub fn refuse_unprintable(name: &str, longest: usize) -> Result<(), Failure> {
    let hint = format!("use 1 to {longest} printable characters");
    if name.trim().is_empty() || name.chars().count() > longest {
        return Err(Failure::usage("a name or label is empty or too long", hint));
    }
    if printable(name) != name {
        return Err(Failure::usage("a name or label holds control characters", hint));
    }
    Ok(())
}

/// A name as a part of the name of a file: letters and digits, and not so long that no file could have it.
#[must_use]
pub fn plain(name: &str) -> String {
    let kept = |character: char| if character.is_alphanumeric() { character } else { '-' };
    let mut plain = String::new();
    for character in name.chars().flat_map(char::to_lowercase).map(kept) {
        if plain.len() + character.len_utf8() > LONGEST_FILE_PART {
            break;
        }
        plain.push(character);
    }
    plain
}

/// The name of the files of one share, without their ending: `2-bob`, `board-1-alice`, `share-3`.
#[must_use]
pub fn stem(group: Option<&str>, number: u8, custodian: Option<&str>) -> String {
    match (group.map(plain), custodian.map(plain)) {
        (Some(group), Some(name)) => format!("{group}-{number}-{name}"),
        (Some(group), None) => format!("{group}-{number}"),
        (None, Some(name)) => format!("{number}-{name}"),
        (None, None) => format!("share-{number}"),
    }
}
