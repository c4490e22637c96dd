//! The 1,024 words of SLIP-0039, in the standard's order; any four first letters name one word only.
//!
//! `wordlist.txt` beside this file is the standard's list (`tests/data/README.md` has its origin and licence).

/// Words in the list; a word carries ten bits.
pub const COUNT: usize = 1024;

/// Letters that are enough to tell a word from every other.
pub const UNIQUE_LETTERS: usize = 4;

/// Letters of the longest word.
pub const LONGEST: usize = 8;

/// The word at `index` (0 to 1,023; only the low ten bits count).
#[must_use]
pub fn word(index: u16) -> &'static str {
    let word = &WORDS[usize::from(index) % COUNT];
    let length = word.iter().position(|&letter| letter == 0).unwrap_or(LONGEST);
    str::from_utf8(&word[..length]).unwrap_or_default()
}

/// The index of the word that `typed` names: in full, or by its first four letters or more, in any case.
///
/// Never by fewer letters and never by similarity: the standard forbids guessing.
#[must_use]
pub fn index(typed: &str) -> Option<u16> {
    let (letters, length) = lower_case(typed)?;
    if length < UNIQUE_LETTERS {
        return None;
    }
    candidates(letters, length).next()
}

/// Whether some word begins with `typed`, so that further letters may still complete it.
#[must_use]
pub fn may_begin_a_word(typed: &str) -> bool {
    lower_case(typed).is_some_and(|(letters, length)| candidates(letters, length).next().is_some())
}

/// `typed` in lower case, packed into a number with the first letter on top, and its length; none if it holds anything
/// but letters, or too many. All letters at once: a loop over them is what takes longest in reading a share.
fn lower_case(typed: &str) -> Option<(u64, usize)> {
    let bytes = typed.as_bytes();
    let length = bytes.len();
    if !(1..=LONGEST).contains(&length) {
        return None;
    }
    let unused = 8 * (LONGEST - length);
    let letters = match (bytes.first_chunk(), bytes.last_chunk()) {
        // The first four and the last four, which may overlap.
        (Some(&first), Some(&last)) => {
            u64::from(u32::from_be_bytes(first)) << 32 | u64::from(u32::from_be_bytes(last)) << unused
        }
        _ => bytes.iter().fold(0, |letters, &letter| letters << 8 | u64::from(letter)) << unused,
    };
    let used = !0 << unused;
    let lower_case = (letters | each(0x20)) & used;
    // In every byte, the top bit tells: not below `a`, not above `z`, and ASCII to begin with.
    let low = lower_case & each(0x7f);
    let is_letter = (low + each(0x80 - b'a')) & !(low + each(0x7f - b'z')) & !lower_case;
    (is_letter & each(0x80) == used & each(0x80)).then_some((lower_case, length))
}

/// The same byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; LONGEST])
}

/// The words that begin with the first `length` of the letters in `wanted`.
///
/// The list is sorted, so the words with one first letter are neighbours. Looking only there is four hundred times
/// faster than an even walk over all the words, and lets the processor's cache know the first letter; whoever can
/// watch the cache of this machine can watch its keyboard too (docs/trust/threats.md).
fn candidates(wanted: u64, length: usize) -> impl Iterator<Item = u16> {
    let letters = wanted.to_be_bytes();
    let kept = !0u64 << (8 * (LONGEST - length));
    let initial = usize::from(letters[0] - b'a');
    let second = if length > 1 { usize::from(letters[1] - b'a') } else { 0 };
    let from = usize::from(BUCKETS[initial * 26 + second]);
    let to = usize::from(BUCKETS[initial * 26 + if length > 1 { second + 1 } else { 26 }]);
    (from..to)
        .filter(move |&at| u64::from_be_bytes(WORDS[at]) & kept == wanted)
        .filter_map(|at| u16::try_from(at).ok())
}

/// The words, padded with zero bytes.
static WORDS: [[u8; LONGEST]; COUNT] = {
    let text = include_bytes!("wordlist.txt");
    let mut words = [[0; LONGEST]; COUNT];
    let (mut at, mut word, mut letter) = (0, 0, 0);
    while at < text.len() {
        if text[at] == b'\n' {
            word += 1;
            letter = 0;
        } else {
            words[word][letter] = text[at];
            letter += 1;
        }
        at += 1;
    }
    assert!(word == COUNT, "the word list of the standard has 1,024 words");
    words
};

/// Where the words that begin with each pair of letters start; one more entry for the end.
static BUCKETS: [u16; 26 * 26 + 1] = {
    let mut buckets = [COUNT as u16; 26 * 26 + 1];
    let mut pair = 26 * 26;
    let mut word = COUNT;
    while pair > 0 {
        pair -= 1;
        while word > 0
            && (WORDS[word - 1][0] - b'a') as usize * 26 + (WORDS[word - 1][1] - b'a') as usize >= pair
        {
            word -= 1;
        }
        buckets[pair] = word as u16;
    }
    buckets
};

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = (u16, &'static str)> {
        include_str!("wordlist.txt").lines().enumerate().map(|(i, w)| (u16::try_from(i).unwrap(), w))
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn every_word_is_found_by_four_letters_or_more_in_any_case() {
        assert_eq!(all().count(), COUNT);
        for (at, text) in all() {
            assert_eq!(word(at), text);
            for letters in UNIQUE_LETTERS..=text.len() {
                assert_eq!(index(&text[..letters]), Some(at), "{letters} letters of {text}");
                assert_eq!(index(&text[..letters].to_uppercase()), Some(at));
            }
            for letters in 1..UNIQUE_LETTERS {
                assert_eq!(index(&text[..letters]), None, "{letters} letters are no word");
                assert!(may_begin_a_word(&text[..letters]));
            }
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn no_one_letter_edit_of_a_word_is_a_word() {
        let letters = || (b'a'..=b'z').map(char::from);
        let mut edits = 0;
        for (_, text) in all() {
            let mut edited = Vec::new();
            for at in 0..text.len() {
                edited.push(format!("{}{}", &text[..at], &text[at + 1..]));
                for letter in letters().filter(|&letter| !text[at..].starts_with(letter)) {
                    edited.push(format!("{}{letter}{}", &text[..at], &text[at + 1..]));
                }
                if let Some(next) = text.get(at + 1..at + 2).filter(|next| *next != &text[at..=at]) {
                    edited.push(format!("{}{next}{}{}", &text[..at], &text[at..=at], &text[at + 2..]));
                }
            }
            for at in 0..=text.len() {
                edited.extend(letters().map(|letter| format!("{}{letter}{}", &text[..at], &text[at..])));
            }
            edited.sort_unstable();
            edited.dedup();
            edits += edited.len();
            // Four letters may by chance be those of another word (`acad` from `acid`): that is for the checksum.
            for edit in edited {
                assert!(index(&edit).is_none_or(|at| word(at) != edit), "{edit} from {text}");
            }
        }
        assert_eq!(edits, 348_276);
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn letters_and_nothing_else_are_put_in_lower_case() {
        for length in 1..=LONGEST {
            for at in 0..length {
                for byte in 0..128u8 {
                    let mut typed = [b'm'; LONGEST];
                    typed[at] = byte;
                    let packed = str::from_utf8(&typed[..length]).ok().and_then(lower_case);
                    let mut expected = [0; LONGEST];
                    expected[..length]
                        .copy_from_slice(&typed.map(|byte| byte.to_ascii_lowercase())[..length]);
                    let expected = (u64::from_be_bytes(expected), length);
                    assert_eq!(packed, byte.is_ascii_alphabetic().then_some(expected), "{byte} at {at}");
                }
            }
        }
        for typed in ["é", "éé", "aéz", "acadé", "abcdefgé", "\u{1F511}", "académi", "", "abcdefghi"] {
            assert_eq!(lower_case(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn nothing_else_is_a_word() {
        for typed in [
            "",
            "aca",
            "acadx",
            "academics",
            "académie",
            "1234",
            "acad ",
            "aca\u{0}",
            "zzzz",
            "\u{1F511}\u{1F511}",
        ] {
            assert_eq!(index(typed), None, "{typed:?}");
        }
        assert!(!may_begin_a_word("") && !may_begin_a_word("xq") && may_begin_a_word("z"));
    }
}
