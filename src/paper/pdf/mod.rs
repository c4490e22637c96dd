//! A printed document: text, lines and codes put at their places, and the PDF that holds them.
//!
//! Places are in points (1/72 inch) from the upper left corner, downwards. The same drawing gives the same bytes:
//! nothing in the file tells when or where it was made. Page contents are not compressed, so that what was written can
//! be read back from the final bytes before anybody gets them.

use std::{collections::BTreeSet, fmt};

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use zeroize::Zeroize as _;

use super::{
    font::{Face, Type, leading},
    qr::QrCode,
};
use crate::crypto::secret::SecretBytes;

mod embed;
pub mod read_back;
pub mod text;

/// Sizes of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 148 x 210 mm.
    A5,
    /// 210 x 297 mm.
    #[default]
    A4,
    /// 8.5 x 11 inches.
    Letter,
}

impl Paper {
    /// Width and height in points.
    #[must_use]
    pub const fn size(self) -> (f32, f32) {
        match self {
            Self::A5 => (419.5, 595.0),
            Self::A4 => (595.0, 842.0),
            Self::Letter => (612.0, 792.0),
        }
    }

    /// What every printer leaves white, and more, in points.
    #[must_use]
    pub const fn margin(self) -> f32 {
        match self {
            Self::A5 => 26.0,
            Self::A4 | Self::Letter => 40.0,
        }
    }

    /// The name that people know.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A5 => "A5",
            Self::A4 => "A4",
            Self::Letter => "Letter",
        }
    }
}

/// How dark something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// To be read.
    Black,
    /// To be found when it is looked for.
    Grey,
    /// To guide the eye; cheap printers still show it.
    Faint,
    /// Where nothing may shine through.
    White,
}

impl Ink {
    const fn grey(self) -> f32 {
        match self {
            Self::Black => 0.0,
            Self::Grey => 0.35,
            Self::Faint => 0.72,
            Self::White => 1.0,
        }
    }
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the right of it.
    Left,
    /// To both sides of it.
    Centre,
    /// To the left of it.
    Right,
}

/// A document that is being drawn.
pub struct Document {
    paper: Paper,
    pages: Vec<Content>,
    used: [BTreeSet<char>; Face::ALL.len()],
}

impl Document {
    /// A document of one empty page.
    #[must_use]
    pub fn new(paper: Paper) -> Self {
        let mut document = Self { paper, pages: Vec::new(), used: Default::default() };
        document.next_page();
        document
    }

    /// The paper.
    #[must_use]
    pub const fn paper(&self) -> Paper {
        self.paper
    }

    /// Goes on with an empty page.
    pub fn next_page(&mut self) {
        // Large enough for a card, so that the words do not lie about in buffers that were outgrown.
        self.pages.push(Content::with_capacity(64 * 1024));
    }

    /// How many pages there are by now.
    pub const fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Writes one line of text. Its foot stands at `y`.
    pub fn text(&mut self, (x, y): (f32, f32), align: Align, font: Type, ink: Ink, text: &str) {
        let x = match align {
            Align::Left => x,
            Align::Centre => x - font.width(text) / 2.0,
            Align::Right => x - font.width(text),
        };
        self.used[font.face as usize].extend(text.chars().filter(|one| font.face.glyph(*one).is_some()));
        let mut glyphs = embed::bytes(font.face, text);
        let from_foot = self.paper.size().1 - y;
        if let Some(content) = self.pages.last_mut() {
            content.begin_text().set_fill_gray(ink.grey()).set_font(name(font.face), font.size);
            content.next_line(x, from_foot).show(Str(&glyphs)).end_text();
        }
        glyphs.zeroize();
    }

    /// Writes a text in as many lines as it takes. The foot of the first stands at `y`; the place where the next line
    /// would stand is given back.
    pub fn paragraph(&mut self, (x, mut y): (f32, f32), room: f32, font: Type, ink: Ink, text: &str) -> f32 {
        for line in font.lines(text, room) {
            self.text((x, y), Align::Left, font, ink, &line);
            y += leading(font.size);
        }
        y
    }

    /// Writes a text across the page, so faintly that everything else is read over it.
    pub fn watermark(&mut self, text: &str) {
        let (width, height) = self.paper.size();
        let font = Type::new(Face::Bold, 200.0).within(text, width.hypot(height) * 0.72);
        let (sine, cosine) = (height.atan2(width).sin(), height.atan2(width).cos());
        let (along, across) = (-font.width(text) / 2.0, -font.size * 0.36);
        let x = width / 2.0 + along * cosine - across * sine;
        let y = height / 2.0 + along * sine + across * cosine;
        self.used[font.face as usize].extend(text.chars());
        if let Some(content) = self.pages.last_mut() {
            content.begin_text().set_fill_gray(0.94).set_font(name(font.face), font.size);
            content.set_text_matrix([cosine, sine, -sine, cosine, x, y]);
            content.show(Str(&embed::bytes(font.face, text))).end_text();
        }
    }

    /// Draws a line. A dashed one is where to cut or fold.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), ink: Ink, is_dashed: bool) {
        let height = self.paper.size().1;
        if let Some(content) = self.pages.last_mut() {
            let dashes: &[f32] = if is_dashed { &[4.0, 3.0] } else { &[] };
            content
                .set_stroke_gray(ink.grey())
                .set_line_width(0.6)
                .set_dash_pattern(dashes.iter().copied(), 0.0);
            content.move_to(from.0, height - from.1).line_to(to.0, height - to.1).stroke();
        }
    }

    /// Draws the edge of an area, given by its upper left corner, its width and its height.
    pub fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        let (right, foot) = (x + width, y + height);
        let corners = [(x, y), (right, y), (right, foot), (x, foot), (x, y)];
        corners.windows(2).for_each(|side| self.line(side[0], side[1], ink, false));
    }

    /// Fills an area, given by its upper left corner, its width and its height.
    pub fn area(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        let from_foot = self.paper.size().1 - y - height;
        if let Some(content) = self.pages.last_mut() {
            content.set_fill_gray(ink.grey()).rect(x, from_foot, width, height).fill_nonzero();
        }
    }

    /// Draws a code with its quiet zone into a white square, given by its upper left corner and its side.
    pub fn code(&mut self, (x, y): (f32, f32), side: f32, code: &QrCode) {
        self.area((x, y), (side, side), Ink::White);
        let module = side / code.side_with_quiet_zone() as f32;
        let height = self.paper.size().1;
        let Some(content) = self.pages.last_mut() else { return };
        // In modules, and upside down: whole numbers keep the file small and its edges sharp.
        content.save_state().set_fill_gray(0.0).transform([module, 0.0, 0.0, -module, x, height - y]);
        for (column, row, length) in code.runs() {
            content.rect(column as f32, row as f32, length as f32, 1.0);
        }
        content.fill_nonzero().restore_state();
    }

    /// The PDF file. Secret, if anything on it is.
    #[must_use]
    pub fn finish(self, title: &str) -> SecretBytes {
        let mut pdf = Pdf::with_capacity(192 * 1024);
        let mut next = Ref::new(1);
        let (catalog, tree, info) = (next.bump(), next.bump(), next.bump());
        let fonts: Vec<(Face, Ref)> = Face::ALL
            .into_iter()
            .filter(|face| !self.used[*face as usize].is_empty())
            .map(|face| (face, embed::font(&mut pdf, &mut next, face, &self.used[face as usize])))
            .collect();
        let (width, height) = self.paper.size();
        let mut pages = Vec::with_capacity(self.pages.len());
        for content in self.pages {
            let (page, stream) = (next.bump(), next.bump());
            let mut bytes = content.finish().into_vec();
            pdf.stream(stream, &bytes);
            bytes.zeroize();
            let mut written = pdf.page(page);
            written.parent(tree).media_box(Rect::new(0.0, 0.0, width, height)).contents(stream);
            let mut resources = written.resources();
            let mut named = resources.fonts();
            for (face, font) in &fonts {
                named.pair(name(*face), *font);
            }
            named.finish();
            resources.finish();
            written.finish();
            pages.push(page);
        }
        pdf.pages(tree).count(i32::try_from(pages.len()).unwrap_or(i32::MAX)).kids(pages);
        pdf.catalog(catalog).pages(tree).lang(TextStr("en"));
        pdf.document_info(info).title(TextStr(title)).producer(TextStr("quorate"));
        let mut bytes = pdf.finish();
        let document = SecretBytes::copy_of(&bytes);
        bytes.zeroize();
        document
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({:?}, {} pages)", self.paper, self.pages.len())
    }
}

/// What a font is called within the file.
const fn name(face: Face) -> Name<'static> {
    Name(match face {
        Face::Sans => b"sans",
        Face::Bold => b"bold",
        Face::Mono => b"mono",
    })
}
