//! Where everything on a card goes: found from the paper, the number of words and the size of the code.
//!
//! Words and code are above the fold, side by side where that leaves the words larger. The words are as large as their
//! room allows; what they do not need is left to the flap that is folded over them.

use super::{Card, Shows, Style};
use crate::paper::{
    font::Face,
    grid::COLUMNS,
    pdf::{Paper, Type},
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
    /// From one row to the next.
    pub pitch: f32,
    /// From one column to the next.
    pub column: f32,
    /// From the edge of a column to its word: room for the number.
    pub indent: f32,
}

/// Where the code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrangement {
    Below,
    Beside,
}

impl Layout {
    /// Lays a card out; none if its words would become too small to read.
    pub fn of(card: &Card<'_>, style: Style, code: Option<&QrCode>) -> Option<Self> {
        let laid =
            [Arrangement::Below, Arrangement::Beside].map(|how| Self::arranged(card, style, code, how));
        let size = |layout: &Self| layout.grid.map_or(0.0, |grid| grid.size);
        let [below, beside] = laid;
        match (below, beside) {
            // The quieter page, unless the words gain by the other.
            (Some(below), Some(beside)) if size(&below) * 1.05 >= size(&beside) => Some(below),
            (_, Some(beside)) => Some(beside),
            (below, None) => below,
        }
    }

    fn arranged(card: &Card<'_>, style: Style, code: Option<&QrCode>, how: Arrangement) -> Option<Self> {
        let (width, height) = style.paper.size();
        let scale = if style.paper == Paper::A5 { 0.8 } else { 1.0 };
        let margin = style.paper.margin();
        let (left, inner, top) = (margin, width - 2.0 * margin, margin);
        let cut = height - margin - 58.0 * scale;
        // The flap holds what to do and the signatures.
        let lowest_fold = cut - 168.0 * scale;
        let secret = top + 104.0 * scale;
        let gap = 16.0 * scale;
        let only_code = style.content == Shows::Code;
        let side = code.map(|code| code_side(code, only_code, scale));
        if only_code {
            let side = side?;
            let at = (left, secret + gap);
            let notes = ((left + side + gap, at.1), inner - side - gap);
            return Some(Self::folded(
                scale,
                (left, inner, top, secret),
                None,
                Some((at, side)),
                notes,
                at.1 + side + gap,
                cut,
            ));
        }
        let beside = how == Arrangement::Beside;
        let words_width = match side {
            Some(side) if beside => inner - side - gap,
            None if beside => return None,
            _ => inner,
        };
        let below = match side {
            _ if beside => 0.0,
            Some(side) => side + gap,
            None => 78.0 * scale + gap,
        };
        let room = lowest_fold - gap - below - secret - gap;
        let grid = Grid::within((left, secret + gap), (words_width, room), card.words, style)?;
        let rows = card.words.div_ceil(COLUMNS) as f32;
        let words_end = grid.at.1 + rows * grid.pitch;
        let (code, notes, end) = match side {
            Some(side) if beside => {
                let at = (left + inner - side, secret + gap);
                let notes_at = (at.0, at.1 + side + gap);
                (Some((at, side)), (notes_at, side), words_end.max(notes_at.1 + 120.0 * scale))
            }
            Some(side) => {
                let at = (left, words_end + gap);
                (Some((at, side)), ((left + side + gap, at.1), inner - side - gap), at.1 + side)
            }
            None => (None, ((left, words_end + gap), inner), words_end + below),
        };
        (end + gap <= lowest_fold + 0.5)
            .then(|| Self::folded(scale, (left, inner, top, secret), Some(grid), code, notes, end + gap, cut))
    }

    fn folded(
        scale: f32,
        (left, inner, top, secret): (f32, f32, f32, f32),
        grid: Option<Grid>,
        code: Option<((f32, f32), f32)>,
        notes: ((f32, f32), f32),
        fold: f32,
        cut: f32,
    ) -> Self {
        let is_covered = cut - fold >= fold - secret;
        Self { scale, left, inner, top, secret, grid, code, notes, fold, is_covered, cut }
    }
}

impl Grid {
    /// The largest letters that so many words can have in this room; none if they could not be read.
    fn within(at: (f32, f32), (width, height): (f32, f32), words: usize, style: Style) -> Option<Self> {
        let (smallest, largest): (f32, f32) = match (style.is_large, style.paper) {
            (false, Paper::A5) => (8.0, 12.5),
            (false, _) => (8.0, 14.0),
            (true, _) => (15.0, 24.0),
        };
        let column = width / COLUMNS as f32;
        let rows = words.div_ceil(COLUMNS) as f32;
        // A word, its number and the air between are so many times as wide as its letters are high.
        let letters = Type::new(Face::Mono, 1.0).width("x") * LONGEST_WORD;
        let number = Type::new(Face::Sans, NUMBER).width(if words < 100 { "00" } else { "000" });
        let indent = number + 0.45;
        let size = largest.min(column / (indent + letters + 0.25)).min(height / rows / 1.3);
        let pitch = (height / rows).min(size * 1.75);
        (size >= smallest).then_some(Self { at, size, pitch, column, indent: indent * size })
    }
}

/// The height of a number, beside its word.
pub const NUMBER: f32 = 0.62;

/// The side of a code: modules of half a millimetre at least, which printers and cameras manage, and larger where there
/// is room.
fn code_side(code: &QrCode, alone: bool, scale: f32) -> f32 {
    let modules = code.side_with_quiet_zone() as f32;
    let wished = if alone { 300.0 } else { 150.0 };
    modules * (wished * scale / modules).clamp(1.5, 4.0)
}
