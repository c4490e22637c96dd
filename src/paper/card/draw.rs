//! Draws a card that was laid out.

use super::{
    design::{Card, Part, Style},
    layout::{Grid, Layout, NUMBER},
    wording,
};
use crate::paper::{
    font::{Face, Type, leading},
    pdf::{Align, Document, Ink},
    qr::QrCode,
};

/// A card, its layout, and the paper that it is drawn on.
#[derive(Debug)]
pub struct Draw<'a> {
    /// The card.
    pub card: &'a Card<'a>,
    /// How it looks.
    pub style: Style,
    /// Its layout.
    pub layout: &'a Layout,
    /// What is drawn on.
    pub document: &'a mut Document,
}

impl Draw<'_> {
    /// Draws everything.
    pub fn all(&mut self, code: Option<&QrCode>) {
        self.head();
        if let Some(grid) = self.layout.grid {
            self.words(grid);
        }
        if let Some((code, (at, side))) = code.zip(self.layout.code) {
            self.document.code(at, side, code);
        }
        self.notes();
        self.fold();
        self.flap();
        self.stub();
    }

    fn sans(&self, size: f32) -> Type {
        Type::new(Face::Sans, size * self.layout.scale)
    }

    fn bold(&self, size: f32) -> Type {
        Type::new(Face::Bold, size * self.layout.scale)
    }

    fn put(&mut self, at: (f32, f32), font: Type, ink: Ink, text: &str) {
        self.document.text(at, Align::Left, font, ink, text);
    }

    fn head(&mut self) {
        let (card, layout, s) = (self.card, self.layout, self.layout.scale);
        let (left, right, top) = (layout.left, layout.left + layout.inner, layout.top);
        let small = self.sans(8.5);
        let stamp = self.bold(10.5);
        let width = stamp.width(wording::SECRET) + 10.0 * s;
        self.document.area((left, top - 1.5 * s), (width, 14.0 * s), Ink::Black);
        self.put((left + 5.0 * s, top + 9.3 * s), stamp, Ink::White, wording::SECRET);
        self.put((left + width + 8.0 * s, top + 9.0 * s), small, Ink::Grey, &wording::kicker(card));
        if let Some(date) = card.date {
            self.document.text((right, top + 9.0 * s), Align::Right, small, Ink::Grey, date);
        }
        // Without a label, the set is called by its number.
        let title = match (card.label, &card.part) {
            (Some(label), _) => label.to_owned(),
            (None, Some(part)) => wording::capitalised(&part.set()),
            (None, None) => String::new(),
        };
        self.named((left, top + 37.0 * s), layout.inner, self.bold(21.0), &title, "Set");
        self.named(
            (left, top + 61.0 * s),
            layout.inner,
            self.bold(13.0),
            card.custodian.unwrap_or_default(),
            "Custodian",
        );
        let rule = card.part.as_ref().map_or_else(|| wording::BLANK_RULE.to_owned(), Part::rule);
        let font = self.sans(11.0);
        let lines = font.lines(&rule, layout.inner).len();
        let font = if lines > 2 { self.sans(9.0) } else { font };
        self.document.paragraph((left, top + 82.0 * s), layout.inner, font, Ink::Black, &rule);
        self.document.line((left, layout.secret), (right, layout.secret), Ink::Faint, false);
    }

    /// A name, or a line to write it on.
    fn named(&mut self, at: (f32, f32), room: f32, font: Type, name: &str, what: &str) {
        if name.is_empty() {
            self.line_for(at, room, what);
        } else {
            self.put(at, font.within(name, room), Ink::Black, name);
        }
    }

    /// What is to be written, and a line to write it on.
    fn line_for(&mut self, (x, y): (f32, f32), room: f32, what: &str) {
        let font = self.sans(8.5);
        self.put((x, y), font, Ink::Grey, what);
        let from = x + font.width(what) + 6.0 * self.layout.scale;
        self.document.line((from, y + 1.5), (x + room, y + 1.5), Ink::Grey, false);
    }

    fn words(&mut self, grid: Grid) {
        let numbers = Type::new(Face::Sans, grid.size * NUMBER);
        let font = Type::new(Face::Mono, grid.size);
        let mut words = self.card.mnemonic.iter().flat_map(|mnemonic| mnemonic.words());
        for at in 0..self.card.words {
            let (row, column) = (at / grid.columns, at % grid.columns);
            let x = grid.at.0 + column as f32 * grid.column + grid.indent;
            let foot = grid.at.1 + (row as f32 + 1.0) * grid.pitch;
            let y = foot - (grid.pitch - grid.size * 0.73) / 2.0;
            let number = (at + 1).to_string();
            self.document.text((x - grid.size * 0.35, y), Align::Right, numbers, Ink::Grey, &number);
            match words.next() {
                Some(word) => self.put((x, y), font, Ink::Black, word),
                None => {
                    let end = grid.at.0 + (column as f32 + 1.0) * grid.column - grid.size * 0.4;
                    self.document.line((x, y + 2.0), (end, y + 2.0), Ink::Grey, false);
                }
            }
            if column == 0 && self.card.mnemonic.is_some() {
                let end = grid.at.0 + grid.column * grid.columns as f32;
                self.document.line((grid.at.0, foot), (end, foot), Ink::Faint, false);
            }
        }
    }

    fn notes(&mut self) {
        let ((x, top), room) = self.layout.notes;
        let font = wording::font(self.layout.scale);
        let mut y = top + font.size;
        for note in wording::notes(self.card, self.style) {
            y = self.document.paragraph((x, y), room, font, Ink::Black, note);
            y += wording::between(self.layout.scale);
        }
    }

    fn fold(&mut self) {
        let what = if self.layout.grid.is_some() { "words" } else { "code" };
        let twice = if self.layout.is_covered { "" } else { " and once more" };
        self.across(self.layout.fold, &format!("fold here{twice}, {what} inside; seal across the edge"));
    }

    /// A dashed line from edge to edge, and what it is for.
    fn across(&mut self, y: f32, what: &str) {
        let width = self.document.paper().size().0;
        let s = self.layout.scale;
        self.document.line((14.0 * s, y), (width - 14.0 * s, y), Ink::Grey, true);
        let font = self.sans(7.0);
        self.put((self.layout.left, y + 9.5 * s), font, Ink::Grey, what);
    }

    fn flap(&mut self) {
        let (layout, s) = (self.layout, self.layout.scale);
        let gap = 24.0 * s;
        let half = (layout.inner - gap) / 2.0;
        let top = layout.fold + 30.0 * s;
        let (found, lost) = (wording::if_found(self.card), wording::if_lost(self.card));
        // A line to write an address on takes the room of two.
        let address = if self.card.contact.is_none() { 2 } else { 0 };
        // Long names make the letters smaller, and never run into the lines below.
        let fits = |font: &Type| {
            let [found, lost] = [&found, &lost].map(|text| font.lines(text, half).len());
            (found + address).max(lost) as f32 * leading(font.size) <= 66.0 * s
        };
        let sizes = [9.0, 8.5, 8.0, 7.5, 7.0, 6.5].map(|size| self.sans(size));
        let font = sizes.into_iter().find(fits).unwrap_or(sizes[sizes.len() - 1]);
        let (heading, text_top) = (self.bold(9.5), top + leading(10.5 * s));
        self.put((layout.left, top), heading, Ink::Black, "If it is found");
        let end = self.document.paragraph((layout.left, text_top), half, font, Ink::Black, &found);
        if address > 0 {
            self.line_for((layout.left, end + leading(font.size) * 0.6), half, "Address");
        }
        let right = layout.left + half + gap;
        self.put((right, top), heading, Ink::Black, "If it is lost");
        self.document.paragraph((right, text_top), half, font, Ink::Black, &lost);
        let first = (top + 80.0 * s).max(layout.cut - 84.0 * s);
        for (at, what) in
            ["Custodian", "Witness", "Date", "Witness", "Seal number", "Checked on"].iter().enumerate()
        {
            let x = layout.left + (at % 2) as f32 * (half + gap);
            let y = first + (at / 2) as f32 * 26.0 * s;
            self.line_for((x, y), half, what);
        }
    }

    fn stub(&mut self) {
        let (card, layout, s) = (self.card, self.layout, self.layout.scale);
        self.across(layout.cut, "cut here; this stub holds no secret and stays with the owner of the key");
        let set = card.label.map(str::to_owned).into_iter().chain(card.part.iter().map(Part::set));
        let share = card.part.iter().map(Part::name).chain(card.custodian.map(str::to_owned));
        let halves = [set.collect::<Vec<_>>().join(", "), share.collect::<Vec<_>>().join(", ")];
        let line = halves.iter().filter(|half| !half.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        let y = layout.cut + 28.0 * s;
        let font = self.bold(9.5);
        if font.width(&line) <= layout.inner {
            self.put((layout.left, y), font, Ink::Black, &line);
        } else {
            for (half, y) in halves.iter().zip([y - 6.0 * s, y + 6.5 * s]) {
                self.put((layout.left, y), font.within(half, layout.inner), Ink::Black, half);
            }
        }
        let third = (layout.inner - 32.0 * s) / 3.0;
        for (at, what) in ["Received", "Date", "Seal number"].iter().enumerate() {
            let x = layout.left + at as f32 * (third + 16.0 * s);
            self.line_for((x, y + 26.0 * s), third, what);
        }
    }
}
