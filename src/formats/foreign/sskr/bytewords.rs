//! Bytewords (BCR-2020-012): a word of four letters for each byte, and four words of CRC-32 at the end; with spaces, with
//! hyphens, or by the first and last letter of each word, as in a UR (BCR-2020-005).
//!
//! A table, a checksum of six lines and no crate for it: `ur` brings nine others, for codes that move, and keeps what it
//! decodes in vectors that nobody wipes.

use super::super::ShareError;
use crate::crypto::secret::{SecretBytes, are_equal};

/// Bytes of the checksum.
const CHECKSUM_BYTES: usize = 4;

/// The bytes that `text` stands for, in any of the three ways, without the checksum.
///
/// # Errors
///
/// When a word is not one of the 256, or the checksum does not match.
pub fn bytes(text: &str) -> Result<SecretBytes, ShareError> {
    let words = || text.split([' ', '\t', '-']).filter(|word| !word.is_empty());
    let whole = match words().nth(1) {
        Some(_) => decoded(words().count(), words(), |word| index(word, [0, 1, 2, 3])),
        None => minimal(text.trim()),
    }?;
    let (data, checksum) = whole
        .expose()
        .split_last_chunk::<CHECKSUM_BYTES>()
        .filter(|(data, _)| !data.is_empty())
        .ok_or(ShareError::TooShort)?;
    if !are_equal(&crc32(data).to_be_bytes(), checksum) {
        return Err(ShareError::Checksum);
    }
    Ok(SecretBytes::copy_of(data))
}

/// The bytes of a text of two letters a byte.
fn minimal(text: &str) -> Result<SecretBytes, ShareError> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return Err(ShareError::Encoding);
    }
    let pairs = (0..text.len() / 2).map(|at| &text[2 * at..2 * at + 2]);
    decoded(text.len() / 2, pairs, |pair| index(pair, [0, 3]))
}

fn decoded<'a>(
    count: usize,
    words: impl Iterator<Item = &'a str>,
    byte: impl Fn(&str) -> Option<u8>,
) -> Result<SecretBytes, ShareError> {
    SecretBytes::try_build(count, |place| {
        for ((at, word), place) in (1..).zip(words).zip(place) {
            *place = byte(word).ok_or(ShareError::Word { position: at })?;
        }
        Ok(())
    })
}

/// Whether `word` is one of the 256, in any case.
#[must_use]
pub fn is_word(word: &str) -> bool {
    index(word, [0, 1, 2, 3]).is_some()
}

/// The byte that a word stands for, of which `letters` are given. All words are compared, and none tells by its time.
fn index<const COUNT: usize>(given: &str, letters: [usize; COUNT]) -> Option<u8> {
    let given = <[u8; COUNT]>::try_from(given.as_bytes()).ok()?.map(|letter| letter.to_ascii_lowercase());
    let (mut found, mut byte) = (0u8, 0u8);
    for (at, word) in (0..=255u8).zip(WORDS.as_bytes().chunks(WORD_BYTES)) {
        let differing = (0..COUNT).fold(0, |sum, at| sum | given[at] ^ word[letters[at]]);
        let is_it = 0u8.wrapping_sub(u8::from(differing == 0));
        found |= is_it;
        byte |= at & is_it;
    }
    (found != 0).then_some(byte)
}

/// CRC-32 as of ISO 3309, without the usual table.
fn crc32(data: &[u8]) -> u32 {
    let bit = |crc: u32, _| crc >> 1 ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
    !data.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), bit))
}

/// A word and the space behind it.
const WORD_BYTES: usize = 5;

/// The words in the order of the bytes that they stand for.
const WORDS: &str = "\
    able acid also apex aqua arch atom aunt away axis back bald barn belt beta bias \
    blue body brag brew bulb buzz calm cash cats chef city claw code cola cook cost \
    crux curl cusp cyan dark data days deli dice diet door down draw drop drum dull \
    duty each easy echo edge epic even exam exit eyes fact fair fern figs film fish \
    fizz flap flew flux foxy free frog fuel fund gala game gear gems gift girl glow \
    good gray grim guru gush gyro half hang hard hawk heat help high hill holy hope \
    horn huts iced idea idle inch inky into iris iron item jade jazz join jolt jowl \
    judo jugs jump junk jury keep keno kept keys kick kiln king kite kiwi knob lamb \
    lava lazy leaf legs liar limp lion list logo loud love luau luck lung main many \
    math maze memo menu meow mild mint miss monk nail navy need news next noon note \
    numb obey oboe omit onyx open oval owls paid part peck play plus poem pool pose \
    puff puma purr quad quiz race ramp real redo rich road rock roof ruby ruin runs \
    rust safe saga scar sets silk skew slot soap solo song stub surf swan taco task \
    taxi tent tied time tiny toil tomb toys trip tuna twin ugly undo unit urge user \
    vast very veto vial vibe view visa void vows wall wand warm wasp wave waxy webs \
    what when whiz wolf work yank yawn yell yoga yurt zaps zero zest zinc zone zoom";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<u8>, ShareError> {
        bytes(text).map(|bytes| bytes.expose().to_vec())
    }

    #[test]
    fn table_and_checksum_are_those_of_the_documents() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let words: Vec<&str> = WORDS.split(' ').collect();
        assert_eq!((words.len(), words[0], words[0xd9], words[255]), (256, "able", "tuna", "zoom"));
        // From the manual of seedtool.
        let text = "deli need cats taxi dice door webs vows free zero legs wall half waxy trip oval memo sets rock hill";
        let short = "dindcstidedrwsvsfezolswlhfwytpolmossrkhl";
        let expected =
            [0x27, 0x9b, 0x18, 0xd0, 0x28, 0x2a, 0xef, 0xe8, 0x45, 0xfb, 0x83, 0xe9, 0x56, 0xee, 0xd8, 0xa6];
        for text in [text, short] {
            assert_eq!(read(text).as_deref(), Ok(expected.as_slice()));
        }
    }

    #[test]
    fn every_way_of_writing_reads_the_same() {
        let data: Vec<u8> = (0..=255).collect();
        let whole = [data.as_slice(), &crc32(&data).to_be_bytes()].concat();
        let words: Vec<&str> = WORDS.split(' ').collect();
        let written: Vec<&str> = whole.iter().map(|byte| words[usize::from(*byte)]).collect();
        let short: String = written.iter().flat_map(|word| [&word[..1], &word[3..]]).collect();
        for text in [written.join(" "), written.join("-"), short.clone(), written.join("  ").to_uppercase()] {
            assert_eq!(read(&text).as_deref(), Ok(data.as_slice()), "{text}");
        }
        for wrong in
            [written[1..].join(" "), short[2..].to_owned(), written.join(" ").replace("zero", "yoga")]
        {
            assert_eq!(read(&wrong), Err(ShareError::Checksum));
        }
    }

    #[test]
    fn what_is_no_word_is_told_by_its_place() {
        for (text, expected) in [
            ("able acid word able", ShareError::Word { position: 3 }),
            ("able abl", ShareError::Word { position: 2 }),
            ("aeadzz", ShareError::Word { position: 3 }),
            ("aea", ShareError::Encoding),
            ("able acid also apex", ShareError::TooShort),
            ("aeadaoax", ShareError::TooShort),
            ("", ShareError::TooShort),
            ("äeadaoax", ShareError::Encoding),
            ("able acid \0\0\0\0", ShareError::Word { position: 3 }),
        ] {
            assert_eq!(read(text), Err(expected), "{text}");
        }
    }
}
