//! Texts of two and four bytes a character without a mark in front, as some programs save them, and as they lie in the midst of
//! other files.

/// What `bytes` may read as, one after the other: UTF-16 and UTF-32, from each byte on that one may begin at. What is no
/// character reads as the sign for one. Nothing where no byte is zero: then there are no small letters of two bytes.
pub fn readings(bytes: &[u8]) -> impl Iterator<Item = String> {
    let has_zero = bytes.contains(&0);
    let two = [u16::from_le_bytes, u16::from_be_bytes];
    let four = [u32::from_le_bytes, u32::from_be_bytes];
    let two = (0..2).flat_map(move |from| two.map(|unit| (from, unit)));
    let four = (0..4).flat_map(move |from| four.map(|unit| (from, unit)));
    let two = two.map(move |(from, unit)| utf16(bytes.get(from..).unwrap_or_default(), unit));
    let four = four.map(move |(from, unit)| utf32(bytes.get(from..).unwrap_or_default(), unit));
    two.chain(four).take_while(move |_| has_zero)
}

/// Whether `bytes` are such a text from the first to the last.
#[must_use]
pub fn is_text(bytes: &[u8]) -> bool {
    let is_readable = |text: String| {
        let is_sign = |sign: char| !sign.is_control() || sign.is_whitespace();
        !text.is_empty() && text.chars().all(|sign| is_sign(sign) && sign != char::REPLACEMENT_CHARACTER)
    };
    let is_whole = |width: usize| bytes.len().is_multiple_of(width);
    is_whole(2)
        && [u16::from_le_bytes, u16::from_be_bytes].iter().any(|unit| is_readable(utf16(bytes, *unit)))
        || is_whole(4)
            && [u32::from_le_bytes, u32::from_be_bytes].iter().any(|unit| is_readable(utf32(bytes, *unit)))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let units = bytes.as_chunks::<4>().0.iter().map(|four| unit(*four));
    units.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_width_is_read_wherever_it_begins() {
        let text = "academic \u{e9}t\u{e9}";
        let two = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let four =
            |bytes: fn(u32) -> [u8; 4]| text.chars().map(u32::from).flat_map(bytes).collect::<Vec<u8>>();
        for bytes in
            [two(u16::to_le_bytes), two(u16::to_be_bytes), four(u32::to_le_bytes), four(u32::to_be_bytes)]
        {
            assert!(is_text(&bytes), "{bytes:?}");
            for before in 0..4 {
                let moved = [&b"\xffMZ"[..before.min(3)], &bytes].concat();
                assert!(readings(&moved).any(|reading| reading.contains(text)), "{before} {bytes:?}");
            }
        }
    }

    #[test]
    fn what_has_one_byte_a_character_is_none() {
        assert_eq!(readings(b"academic").count(), 0);
        for other in [&b""[..], b"a\0b", b"\0\0\0\0", b"ab\0\0cd\0\0\xff\xff\xff\xff"] {
            assert!(!is_text(other), "{other:?}");
        }
    }
}
