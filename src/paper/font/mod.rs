//! The letters that paper can hold: which characters the fonts have, and how wide a text is.
//!
//! The fonts come whole and compressed, with a table made beside them, so that nothing parses a font at run time; see
//! `font/subset.py`.

mod tables;

use self::tables::{BOLD, Glyph, MONO, SANS};

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For sentences and names.
    Sans,
    /// For what is seen first, names among it.
    Bold,
    /// For words and commands: ASCII, every letter as wide as the other.
    Mono,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sans, Self::Bold, Self::Mono];

    /// The glyph of a character, if the font has it.
    #[must_use]
    pub fn glyph(self, character: char) -> Option<u16> {
        self.find(character).map(|(_, glyph, _)| glyph)
    }

    /// The character of a glyph, if the font has it.
    #[must_use]
    pub fn character(self, glyph: u16) -> Option<char> {
        let (code, ..) = self.table().iter().find(|(_, own, _)| *own == glyph)?;
        char::from_u32(u32::from(*code))
    }

    /// The width of a character, in thousandths of the size, if the font has it.
    #[must_use]
    pub fn thousandths(self, character: char) -> Option<u16> {
        self.find(character).map(|(.., width)| width)
    }

    /// The width of a text of this size, in points. What the font does not have is as wide as nothing.
    #[must_use]
    pub fn width(self, text: &str, size: f32) -> f32 {
        let thousandths: u32 = text.chars().filter_map(|one| self.thousandths(one)).map(u32::from).sum();
        thousandths as f32 * size / 1000.0
    }

    /// The widths of all its characters, in their order, in thousandths of the size.
    pub fn widths(self) -> impl Iterator<Item = u16> {
        self.table().iter().map(|(.., width)| *width)
    }

    /// The font file, compressed as PDF takes it, and its length when it is not.
    #[must_use]
    pub const fn file(self) -> (&'static [u8], i32) {
        match self {
            Self::Sans => (include_bytes!("sans.ttf.zlib"), tables::SANS_LENGTH),
            Self::Bold => (include_bytes!("bold.ttf.zlib"), tables::BOLD_LENGTH),
            Self::Mono => (include_bytes!("mono.ttf.zlib"), tables::MONO_LENGTH),
        }
    }

    const fn table(self) -> &'static [Glyph] {
        match self {
            Self::Sans => &SANS,
            Self::Bold => &BOLD,
            Self::Mono => &MONO,
        }
    }

    fn find(self, character: char) -> Option<Glyph> {
        let code = u16::try_from(u32::from(character)).ok()?;
        let table = self.table();
        table.binary_search_by_key(&code, |(at, ..)| *at).ok().map(|at| table[at])
    }
}

/// A font at a size, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// The font.
    pub face: Face,
    /// Its size.
    pub size: f32,
}

impl Type {
    /// A font at a size.
    #[must_use]
    pub const fn new(face: Face, size: f32) -> Self {
        Self { face, size }
    }

    /// The width of a text.
    #[must_use]
    pub fn width(self, text: &str) -> f32 {
        self.face.width(text, self.size)
    }

    /// The same, but no wider than `room`, for a name that has to fit.
    #[must_use]
    pub fn within(self, text: &str, room: f32) -> Self {
        let width = self.width(text);
        if width <= room { self } else { Self { size: self.size * room / width, ..self } }
    }

    /// `text` in lines no wider than `room`, broken at spaces, or anywhere where there are none.
    #[must_use]
    pub fn lines(self, text: &str, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let line = lines.last().map_or("", String::as_str);
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer) <= room {
                lines.pop();
                lines.push(longer);
                continue;
            }
            lines.retain(|line| !line.is_empty());
            lines.push(String::new());
            for character in word.chars() {
                let line = lines.last().map_or("", String::as_str);
                let longer = format!("{line}{character}");
                if self.width(&longer) <= room || line.is_empty() {
                    lines.pop();
                    lines.push(longer);
                } else {
                    lines.push(character.to_string());
                }
            }
        }
        lines
    }
}

/// The distance from one line of a paragraph to the next.
#[must_use]
pub fn leading(size: f32) -> f32 {
    size * 1.35
}

/// Whether every character of a name can be printed. What the fonts lack would come out as a box, so it is refused.
#[must_use]
pub fn is_printable(name: &str) -> bool {
    name.chars()
        .all(|character| Face::Sans.glyph(character).is_some() && Face::Bold.glyph(character).is_some())
}

/// A text with a question mark for what cannot be printed.
#[must_use]
pub fn legible(text: &str) -> String {
    let letter = |one: char| if is_printable(one.encode_utf8(&mut [0; 4])) { one } else { '?' };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for face in Face::ALL {
            assert!(face.table().is_sorted_by(|one, next| one.0 < next.0), "{face:?}");
        }
    }

    #[test]
    fn european_names_can_be_printed_and_boxes_cannot() {
        for name in ["Dvořák", "Петрова", "Παπαδόπουλος", "O'Neill-Łukasz", "Șerban", "Ðỳ".split_at(2).0]
        {
            assert!(is_printable(name), "{name}");
        }
        for name in ["山田", "🔑", "e\u{301}", "a\tb", "שלום"] {
            assert!(!is_printable(name), "{name}");
        }
    }

    #[test]
    fn widths_are_those_of_the_font() {
        assert!((Face::Mono.width("academic", 10.0) - 48.16).abs() < 0.01);
        assert!((Face::Sans.width("A", 1000.0) - 684.0).abs() < 0.01);
    }
}
