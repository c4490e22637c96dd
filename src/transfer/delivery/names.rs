//! The names of custodians, groups and sets: printed, drawn, and made into the names of files.

use crate::{
    custody::name::{alike, meant, unclear},
    formats::{
        suspicion::{holds_secret, may_be_secret},
        visible::printable,
    },
    host::failure::{Code, Failure},
    slip39::{Header, ordinal},
};

/// Characters of the longest name or label.
pub const LONGEST_NAME: usize = 40;

/// Characters of the longest line that says whom to call.
pub const LONGEST_CONTACT: usize = 80;

/// Characters of the longest free text.
pub const LONGEST_TEXT: usize = 200;

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

/// A name, a label or free text, such as whom to call, that is printed or kept: it must be no key and no share, which
/// somebody tired may well paste there.
///
/// # Errors
///
/// When it cannot be printed, or may be a secret. It is not repeated.
pub fn refuse_secret(text: &str, longest: usize) -> Result<(), Failure> {
    if may_be_secret(text) { Err(secret_text()) } else { refuse_unprintable(text, longest) }
}

/// The same for a public value, which looks like a private one in hex or base64: what has a checksum, or words, is still
/// recognised.
///
/// # Errors
///
/// When it cannot be printed, or is certainly a secret. It is not repeated.
pub fn refuse_secret_value(text: &str, longest: usize) -> Result<(), Failure> {
    if holds_secret(text) { Err(secret_text()) } else { refuse_unprintable(text, longest) }
}

/// What to do about a name that is not clear.
pub const CLEAR: &str = "type it again, with single, ordinary spaces and only between words";

/// What to do about two names that look alike.
pub const UNLIKE: &str =
    "if they are the same, spell both the same way; if not, change one: add a family name";

/// A name that is given anew: it is no secret, it can be printed, and nobody can mistake it for another.
///
/// # Errors
///
/// When it is not so.
pub fn refuse_unclear(name: &str) -> Result<(), Failure> {
    refuse_secret(name, LONGEST_NAME)?;
    match unclear(name) {
        Some(why) => {
            Err(Failure::new(Code::NameUnclear, format!("a name or label is not clear: {why}"), CLEAR))
        }
        None => Ok(()),
    }
}

/// Names that are given anew, and are clear: no two look alike.
///
/// # Errors
///
/// When two do.
pub fn refuse_alike<'a>(names: impl IntoIterator<Item = &'a String>) -> Result<(), Failure> {
    match alike(names.into_iter().map(|name| ((), name.as_str()))) {
        Some([(_, one), (_, other)]) => {
            let message = format!("two names look alike, but are spelled differently: {one} and {other}");
            Err(Failure::new(Code::NamesAlike, message, UNLIKE))
        }
        None => Ok(()),
    }
}

/// A name that looks like one of the `known` ones is that one, wrongly written, or would be taken for it.
///
/// # Errors
///
/// When it looks like one and is none of them.
pub fn refuse_mistaken<'a>(known: impl IntoIterator<Item = &'a str>, name: &str) -> Result<(), Failure> {
    match meant(known, name) {
        Some(known) => {
            let message = "this name looks like another one here, but is spelled differently";
            Err(Failure::new(Code::NamesAlike, message, format!("is it {}?", printable(known))))
        }
        None => Ok(()),
    }
}

fn secret_text() -> Failure {
    let hint = "leave it out: everybody reads what is printed here; shorten a hash or a public key";
    let message = "a text that everybody may read looks like a share or a key";
    Failure::new(Code::SecretText, message, hint)
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

/// The name of the file of a sealed share that tells nobody whom to visit: the set and the number, `12345-2` or `12345-1.2`.
#[must_use]
pub fn neutral_stem(header: &Header) -> String {
    let set = header.set.encryption.identifier;
    match header.set.group_count {
        1 => format!("{set}-{}", ordinal(header.member)),
        _ => format!("{set}-{}.{}", ordinal(header.group), ordinal(header.member)),
    }
}

/// Names that were given at once, `ann,bob,carol`, where they are as many as the `shares`. "Smith, Anna" is one.
///
/// # Errors
///
/// When one of them cannot be told from others.
pub fn each_named(names: Vec<String>, shares: usize) -> Result<Vec<String>, Failure> {
    let [all] = names.as_slice() else { return Ok(names) };
    let parts: Vec<&str> = all.split(',').collect();
    let is_list = parts.len() == shares && parts.iter().all(|name| !name.trim().is_empty());
    let is_one_person = parts.len() < 2 || parts.len() == 2 && parts[1].starts_with(' ');
    if !is_list || is_one_person {
        return Ok(names);
    }
    let each: Vec<String> = parts.into_iter().map(|name| name.trim().to_owned()).collect();
    each.iter().try_for_each(|name| refuse_unclear(name))?;
    refuse_alike(&each)?;
    Ok(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What FAT, exFAT and NTFS take for a name, and Windows for no device.
    fn is_possible(name: &str) -> bool {
        let device = name.split('.').next().unwrap_or_default().to_uppercase();
        let is_device = matches!(&*device, "CON" | "PRN" | "AUX" | "NUL")
            || ["COM", "LPT"]
                .iter()
                .any(|port| device.strip_prefix(port).is_some_and(|n| n.chars().count() < 2));
        let is_forbidden = |sign: char| sign.is_control() || "<>:\"/\\|?*".contains(sign);
        !is_device
            && !name.contains(is_forbidden)
            && !name.ends_with([' ', '.'])
            && name.len() <= 255
            && name.encode_utf16().count() <= 255
    }

    #[test]
    fn every_medium_takes_the_names_of_files_whatever_people_are_called() {
        let long = "\u{20000}".repeat(LONGEST_NAME);
        let names = [
            "CON",
            "nul",
            "com1",
            "LPT9",
            "aux.txt",
            "a:b",
            "what?",
            "*",
            "<x>|\"y\"",
            "dot.",
            "blank ",
            "..",
            ".",
            "~",
            "a/b\\c",
            "\u{130}stanbul",
            &long,
        ];
        for name in names {
            for group in [None, Some(name)] {
                for custodian in [None, Some(name)] {
                    for ending in ["txt", "pdf", "blocks.txt"] {
                        let file = format!("{}.{ending}", stem(group, 16, custodian));
                        assert!(is_possible(&file), "{file}");
                    }
                }
            }
        }
        for impossible in ["CON", "nul.txt", "COM1.pdf", "a:b", "x.", "x ", &"x".repeat(256)] {
            assert!(!is_possible(impossible), "{impossible}");
        }
    }

    #[test]
    fn names_are_taken_apart_only_where_they_are_as_many_as_the_shares() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (typed, shares, expected) in [
            (&["ann,bob,carol"][..], 3, &["ann", "bob", "carol"][..]),
            (&["ann, bob, carol"], 3, &["ann", "bob", "carol"]),
            (&["ann,bob"], 2, &["ann", "bob"]),
            (&["ann,bob,carol"], 4, &["ann,bob,carol"]),
            (&["Smith, Anna"], 2, &["Smith, Anna"]),
            (&["Smith, Anna", "Bob"], 2, &["Smith, Anna", "Bob"]),
            (&["ann,,carol"], 3, &["ann,,carol"]),
            (&["ann"], 1, &["ann"]),
            (&[], 1, &[]),
        ] {
            assert_eq!(each_named(list(typed), shares).unwrap(), list(expected), "{typed:?}");
        }
    }
}
