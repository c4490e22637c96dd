//! Armor: a sealed file as text, in lines of 64 characters between two marks ("ASCII armor" of the format, RFC 7468).
//!
//! Only one writing is taken, but for space around the marks and lines that end as Windows ends them: whatever else could
//! be changed in an armored file would change it unnoticed.

use super::base64;

/// The first line.
pub const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// The last line.
pub const END: &str = "-----END AGE ENCRYPTED FILE-----";

/// Characters of a full line.
const COLUMNS: usize = 64;

/// Bytes of space before the first mark at the most, and in a line: nothing that is armored has more.
const MOST_SPACE: usize = 1024;

/// Reads armor as it comes, line by line.
#[derive(Debug, Default)]
pub struct Armor {
    line: Vec<u8>,
    number: usize,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Before,
    Lines,
    /// After a line that is not full, which is the last.
    LastLine,
    After,
}

/// Text that is no armor, or not as the format has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArmorError {
    /// A line is not as it must be.
    #[error("line {line} of the armor does not follow the age format")]
    Line {
        /// Which, from 1.
        line: usize,
    },
    /// The last mark is missing.
    #[error("the armor has no end: it is cut off after line {line}")]
    CutOff {
        /// The last line, from 1.
        line: usize,
    },
}

impl Armor {
    /// Whether a file that begins like this is armored, as far as can be told.
    #[must_use]
    pub fn is_meant(beginning: &[u8]) -> bool {
        beginning.trim_ascii_start().starts_with(b"-----BEGIN ")
    }

    /// Takes the next bytes of the text and adds what they hold to `out`.
    ///
    /// # Errors
    ///
    /// When it is not as the format has it.
    pub fn push(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<(), ArmorError> {
        for &byte in text {
            if byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.number += 1;
                self.take(line.strip_suffix(b"\r").unwrap_or(&line), out)?;
            } else {
                self.line.push(byte);
                if self.line.len() > MOST_SPACE {
                    return Err(ArmorError::Line { line: self.number + 1 });
                }
            }
        }
        Ok(())
    }

    /// The end of the text.
    ///
    /// # Errors
    ///
    /// When the last mark did not come.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), ArmorError> {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.number += 1;
            self.take(&line, out)?;
        }
        if self.stage == Stage::After { Ok(()) } else { Err(ArmorError::CutOff { line: self.number }) }
    }

    fn take(&mut self, line: &[u8], out: &mut Vec<u8>) -> Result<(), ArmorError> {
        let wrong = ArmorError::Line { line: self.number };
        self.stage = match self.stage {
            Stage::Before if line.trim_ascii().is_empty() && self.number < MOST_SPACE => Stage::Before,
            // Space may stand before the mark, and not behind it.
            Stage::Before if line.trim_ascii_start() == BEGIN.as_bytes() => Stage::Lines,
            Stage::Lines | Stage::LastLine if line == END.as_bytes() => Stage::After,
            Stage::Lines if !line.is_empty() && line.len() <= COLUMNS => {
                out.extend(base64::from_padded(line).ok_or(wrong)?);
                if line.len() == COLUMNS && line[COLUMNS - 1] != b'=' {
                    Stage::Lines
                } else {
                    Stage::LastLine
                }
            }
            Stage::After if line.trim_ascii().is_empty() => Stage::After,
            _ => return Err(wrong),
        };
        Ok(())
    }
}

/// The armor of `sealed`, whole: for tests, and whoever has a small file.
#[must_use]
pub fn write(sealed: &[u8]) -> String {
    let mut text = format!("{BEGIN}\n");
    for line in sealed.chunks(COLUMNS / 4 * 3) {
        text.push_str(&base64::padded(line));
        text.push('\n');
    }
    text.push_str(END);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<u8>, ArmorError> {
        let whole = read_in_pieces(text.as_bytes(), text.len().max(1));
        assert_eq!(whole, read_in_pieces(text.as_bytes(), 1), "in pieces it is the same: {text:?}");
        whole
    }

    fn read_in_pieces(text: &[u8], length: usize) -> Result<Vec<u8>, ArmorError> {
        let (mut armor, mut out) = (Armor::default(), Vec::new());
        text.chunks(length).try_for_each(|piece| armor.push(piece, &mut out))?;
        armor.finish(&mut out)?;
        Ok(out)
    }

    #[test]
    fn every_length_comes_back() {
        for length in 0..200 {
            let sealed: Vec<u8> = (0..length).collect();
            assert_eq!(read(&write(&sealed)), Ok(sealed));
        }
    }

    #[test]
    fn space_around_it_and_the_line_ends_of_windows_are_taken() {
        let text = write(b"abc");
        for taken in [text.replace('\n', "\r\n"), format!(" \n\r\n\t{text} \n\n"), text.trim_end().to_owned()]
        {
            assert_eq!(read(&taken).as_deref(), Ok(&b"abc"[..]), "{taken:?}");
        }
    }

    #[test]
    fn whatever_else_is_changed_is_refused_with_its_line() {
        let text = write(&[7; 100]);
        let lines: Vec<&str> = text.lines().collect();
        let with = |at: usize, line: &str| {
            let mut changed = lines.clone();
            changed[at] = line;
            changed.join("\n")
        };
        let (long, short) = (format!("{}AAAA", lines[1]), &lines[1][4..]);
        for (changed, line) in [
            (with(0, "-----BEGIN AGE ENCRYPTED FILE----- "), 1),
            (with(0, "-----begin age encrypted file-----"), 1),
            (with(0, "-----BEGIN PRIVATE KEY-----"), 1),
            (with(0, &format!("x\n{BEGIN}")), 1),
            (with(0, &format!("{BEGIN}\n")), 2),
            (with(0, &format!("{BEGIN}\nHeaders: no")), 2),
            (with(1, &long), 2),
            (with(1, short), 3),
            (with(1, &format!(" {}", lines[1])), 2),
            (with(1, &lines[1].replacen('B', "*", 1)), 2),
            (with(3, "BwcHBx=="), 4),
            (with(3, "BwcHBw="), 4),
            (with(3, &format!("{}\n", lines[3])), 5),
            (with(4, &format!("=abcd\n{END}")), 5),
            (with(4, &format!("{END}x")), 5),
            (with(4, &format!("{END}\nmore")), 6),
        ] {
            assert_eq!(read(&changed), Err(ArmorError::Line { line }), "{changed:?}");
        }
        assert_eq!(read(&with(4, "")), Err(ArmorError::CutOff { line: 4 }));
        assert_eq!(read(""), Err(ArmorError::CutOff { line: 0 }));
    }
}
