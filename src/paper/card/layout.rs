//! Where everything on a card goes: found from the paper, the number of words and the size of the code.
//!
//! Words and code are above the fold, side by side where that leaves the words larger. The words are as large as their
//! room allows; what they do not need is left to the flap that is folded over them.

use super::{
    design::{Card, Shows, Style},
    wording,
};
use crate::paper::{
    font::{Face, Type},
    pdf::Paper,
    qr::QrCode,
};

/// Letters of the longest word of the list.
const LONGEST_WORD: f32 = 8.0;

/// A card laid out; all in points.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The size of everything but words and code: 1 on a whole page.
    pub scale: f32,
    /// The left edge, and the width between the margins.
    pub left: f32,
    /// The width between the margins.
    pub inner: f32,
    /// The upper edge.
    pub top: f32,
    /// Where the part with words and code begins.
    pub secret: f32,
    /// The words.
    pub grid: Option<Grid>,
    /// The upper left corner of the code, and its side.
    pub code: Option<((f32, f32), f32)>,
    /// The upper left corner of the notes, and their width.
    pub notes: ((f32, f32), f32),
    /// Where the card is folded.
    pub fold: f32,
    /// Whether what is below the fold covers what is above it.
    pub is_covered: bool,
    /// Where the stub is cut off.
    pub cut: f32,
}

/// The words in rows and columns.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// The upper left corner.
    pub at: (f32, f32),
    /// The size of the letters.
    pub size: f32,
    /// Words in a row.
    pub columns: usize,
    /// From one row to the next.
    pub pitch: f32,
    /// From one column to the next.
    pub column: f32,
    /// From the edge of a column to its word: room for the number.
    pub indent: f32,
}

/// What a paper leaves to words, code and notes.
#[derive(Clone, Copy, Debug)]
struct Frame {
    scale: f32,
    left: f32,
    inner: f32,
    top: f32,
    secret: f32,
    lowest_fold: f32,
    cut: f32,
    gap: f32,
}

impl Layout {
    /// Lays a card out; none if its words would become too small to read.
    #[must_use]
    pub fn of(card: &Card<'_>, style: Style, code: Option<&QrCode>) -> Option<Self> {
        let frame = Frame::of(style.paper);
        let Some(code) = code else { return frame.without_code(card, style) };
        if style.content == Shows::Code {
            return frame.only_code(card, style, code);
        }
        let size = |layout: &Self| layout.grid.map_or(0.0, |grid| grid.size);
        match (frame.code_below(card, style, code), frame.code_beside(card, style, code)) {
            // The quieter page, unless the words gain by the other.
            (Some(below), Some(beside)) if size(&beside) > 1.05 * size(&below) => Some(beside),
            (below, beside) => below.or(beside),
        }
    }
}

impl Frame {
    fn of(paper: Paper) -> Self {
        let (width, height) = paper.size();
        let scale = if paper == Paper::A5 { 0.8 } else { 1.0 };
        let margin = paper.margin();
        let cut = height - margin - 58.0 * scale;
        Self {
            scale,
            left: margin,
            inner: width - 2.0 * margin,
            top: margin,
            secret: margin + 104.0 * scale,
            // Below it is room for what to do and for the signatures.
            lowest_fold: cut - 186.0 * scale,
            cut,
            gap: 16.0 * scale,
        }
    }

    /// Where words, or a code without words, begin.
    fn first(&self) -> (f32, f32) {
        (self.left, self.secret + self.gap)
    }

    fn only_code(&self, card: &Card<'_>, style: Style, code: &QrCode) -> Option<Layout> {
        let at = self.first();
        let side = code_side(code, (self.lowest_fold - self.gap - at.1).min(0.55 * self.inner));
        let notes = (at.0 + side + self.gap, at.1);
        let notes = (notes, self.inner - side - self.gap);
        self.folded((card, style), None, Some((at, side)), notes, at.1 + side)
    }

    fn without_code(&self, card: &Card<'_>, style: Style) -> Option<Layout> {
        let notes = wording::height(card, style, self.inner, self.scale) + self.gap;
        let (grid, end) = self.words(card, style, self.inner, notes)?;
        self.folded((card, style), Some(grid), None, ((self.left, end + self.gap), self.inner), end)
    }

    fn code_below(&self, card: &Card<'_>, style: Style, code: &QrCode) -> Option<Layout> {
        let side = code_side(code, 150.0 * self.scale);
        let (grid, end) = self.words(card, style, self.inner, side + self.gap)?;
        let at = (self.left, end + self.gap);
        let notes = ((at.0 + side + self.gap, at.1), self.inner - side - self.gap);
        self.folded((card, style), Some(grid), Some((at, side)), notes, at.1 + side)
    }

    fn code_beside(&self, card: &Card<'_>, style: Style, code: &QrCode) -> Option<Layout> {
        let side = code_side(code, 150.0 * self.scale);
        let (grid, end) = self.words(card, style, self.inner - side - self.gap, 0.0)?;
        let at = (self.left + self.inner - side, self.secret + self.gap);
        let notes = ((at.0, at.1 + side + self.gap), side);
        self.folded((card, style), Some(grid), Some((at, side)), notes, end)
    }

    /// The words in this width, with so much below them; and where they end.
    fn words(&self, card: &Card<'_>, style: Style, width: f32, below: f32) -> Option<(Grid, f32)> {
        let height = self.lowest_fold - self.gap - below - self.first().1;
        let grid = Grid::within(self.first(), (width, height), card.words, style)?;
        Some((grid, grid.at.1 + card.words.div_ceil(grid.columns) as f32 * grid.pitch))
    }

    /// Folds below whatever ends last.
    fn folded(
        &self,
        (card, style): (&Card<'_>, Style),
        grid: Option<Grid>,
        code: Option<((f32, f32), f32)>,
        notes: ((f32, f32), f32),
        end: f32,
    ) -> Option<Layout> {
        let notes_end = notes.0.1 + wording::height(card, style, notes.1, self.scale);
        let fold = end.max(notes_end) + self.gap;
        let Self { scale, left, inner, top, secret, cut, .. } = *self;
        let is_covered = cut - fold >= fold - secret;
        // A hair's breadth is what the sums above may be out by.
        (fold <= self.lowest_fold + 0.1).then_some(Layout {
            scale,
            left,
            inner,
            top,
            secret,
            grid,
            code,
            notes,
            fold,
            is_covered,
            cut,
        })
    }
}

impl Grid {
    /// The largest letters that so many words can have in this room; none if they could not be read.
    fn within(at: (f32, f32), (width, height): (f32, f32), words: usize, style: Style) -> Option<Self> {
        let (smallest, largest): (f32, f32) = match (style.is_large, style.paper) {
            (false, Paper::A5) => (8.0, 12.5),
            (false, _) => (8.0, 14.0),
            (true, _) => (14.5, 24.0),
        };
        let columns = style.columns();
        let column = width / columns as f32;
        let rows = words.div_ceil(columns) as f32;
        // A word, its number and the air between are so many times as wide as its letters are high.
        let letters = Type::new(Face::Mono, 1.0).width("x") * LONGEST_WORD;
        let number = Type::new(Face::Sans, NUMBER).width(if words < 100 { "00" } else { "000" });
        let indent = number + 0.45;
        let air = if style.is_large { 0.7 } else { 0.25 };
        let size = largest.min(column / (indent + letters + air)).min(height / rows / 1.3);
        let pitch = (height / rows).min(size * 1.75);
        (size >= smallest).then_some(Self { at, size, columns, pitch, column, indent: indent * size })
    }
}

/// The height of a number, beside its word.
pub const NUMBER: f32 = 0.62;

/// The side of a code: about as large as wished, but with modules of half a millimetre at least, which printers and
/// cameras manage.
fn code_side(code: &QrCode, wished: f32) -> f32 {
    let modules = code.side_with_quiet_zone() as f32;
    modules * (wished / modules).clamp(1.5, 4.0)
}
