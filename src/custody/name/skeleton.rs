//! What people see of a text: its skeleton, by UTS 39, clause 4.
//!
//! The prototypes are those of `unicode-security`, which the linter of `rustc` asks, as one text. There they are 6,000
//! slices, which the loader would move at every start of the program: 160 KiB of memory, where nobody has typed a name.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization as _;

use crate::formats::visible::is_printable;

/// As tests/standard/look_alikes.rs writes it: a line for each character that looks like others: its number, a blank, and theirs, in hexadecimal; in the order of their
/// first numbers.
const PROTOTYPES: &str = include_str!("prototypes.txt");

/// The skeleton of `text`, in which the Cyrillic `а` is `a` and `m` is `rn`. What nobody sees is left out.
pub(super) fn skeleton(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for character in text.nfd().filter(|&character| is_printable(character)) {
        match others(character) {
            Some(numbers) => seen.extend(numbers.split(' ').filter_map(number).filter_map(char::from_u32)),
            None => seen.push(character),
        }
    }
    seen.nfd().collect()
}

/// The numbers of the characters that one looks like; none if it looks like no others.
fn others(character: char) -> Option<&'static str> {
    let mut rest = PROTOTYPES;
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let begin =
            rest.as_bytes().iter().take(middle).rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let (before, after) = rest.split_at(begin);
        let (line, after) = after.split_once('\n')?;
        let (first, others) = line.split_once(' ')?;
        rest = match number(first)?.cmp(&u32::from(character)) {
            Ordering::Less => after,
            Ordering::Greater => before,
            Ordering::Equal => return Some(others),
        };
    }
    None
}

fn number(digits: &str) -> Option<u32> {
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use unicode_security::confusable_detection::skeleton as standard;

    use super::*;

    #[test]
    fn each_character_has_the_skeleton_of_the_standard() {
        for character in ('\0'..=char::MAX).filter(|&character| is_printable(character)) {
            // Before others, too: marks change places.
            for text in [character.to_string(), format!("m{character}\u{323}l")] {
                assert!(skeleton(&text).chars().eq(standard(&text)), "{text:?}");
            }
        }
        assert_eq!(skeleton("p\u{430}y\u{200b}m"), "payrn");
    }
}
