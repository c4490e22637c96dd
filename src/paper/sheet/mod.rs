//! Sheets without any secret: one for every envelope, for strangers who have to recover the key, and one for the owner.

use super::{
    card::Wallet,
    font::{self, Face, Type, leading},
    pdf::{Align, Document, Ink, Paper},
};
use crate::{
    custody::{plan::Plan, record::proved::RecordedValue},
    slip39::{Policy, SetHeader},
};

pub mod ceremony;
pub mod cover;
pub mod drill;
pub mod languages;
pub mod recovery;
mod report;
pub mod sealed_share;

/// What is known of a set, for those who are to recover it.
#[derive(Clone, Debug)]
pub struct SetFacts<'a> {
    /// What its shares have in common.
    pub set: SetHeader,
    /// Its name.
    pub label: Option<&'a str>,
    /// The policy, if more is known of it than a share says.
    pub policy: Option<&'a Policy>,
    /// The plan that has this policy, if it is known who answers for what.
    pub plan: Option<&'a Plan>,
    /// The names of the groups, where they have any.
    pub group_names: &'a [Option<String>],
    /// The custodians, by group and member; empty if they are not named.
    pub custodians: &'a [String],
    /// Words of a share.
    pub words: usize,
    /// What the key is, and the options that give it back in that form; none if that is not known.
    pub key: Option<(String, String)>,
    /// What a wallet makes of the key.
    pub wallet: Wallet,
    /// Whether a passphrase is needed besides the shares; none if that is not known.
    pub has_passphrase: Option<bool>,
    /// Whom to call.
    pub contact: Option<&'a str>,
    /// The day, as it was given.
    pub date: Option<&'a str>,
    /// The version of the program.
    pub version: &'a str,
    /// The plan's hash, all of it, if there is a record.
    pub plan_hash: Option<String>,
    /// The SHA-256 of the record's file, if there is one.
    pub record_hash: Option<String>,
    /// The name of the file that was sealed to the key, and its SHA-256.
    pub sealed: Option<(&'a str, &'a str)>,
    /// The public values that the record keeps.
    pub proved: &'a [RecordedValue],
    /// Whether the key is the published practice key.
    pub is_specimen: bool,
}

/// Characters of a file's name that a sheet has room for in its text.
const LONGEST_FILE_NAME: usize = 60;

impl SetFacts<'_> {
    fn name(&self) -> String {
        self.label.map_or_else(|| format!("Set {}", self.set.encryption.identifier), str::to_owned)
    }

    /// The sealed file, as a sheet can call it; `otherwise` where its own name is too long or cannot be printed.
    fn sealed_name<'a>(&'a self, otherwise: &'a str) -> Option<&'a str> {
        let (name, _) = self.sealed?;
        let is_told = name.chars().count() <= LONGEST_FILE_NAME && font::is_printable(name);
        Some(if is_told { name } else { otherwise })
    }

    fn group_name(&self, at: usize) -> String {
        let named = self.group_names.get(at).and_then(Option::as_deref);
        named.map_or_else(|| format!("group {}", at + 1), |name| format!("group {name}"))
    }
}

/// Text from the head of a page to its foot, one piece below the other.
struct Flow {
    document: Document,
    y: f32,
    scale: f32,
    /// What stands at the right, and is no room for text.
    taken: f32,
    is_specimen: bool,
}

impl Flow {
    fn new(facts: &SetFacts<'_>, paper: Paper, scale: f32) -> Self {
        Self::begin(paper, scale, facts.is_specimen)
    }

    fn begin(paper: Paper, scale: f32, is_specimen: bool) -> Self {
        let mut document = Document::new(paper);
        if is_specimen {
            document.watermark("SPECIMEN");
        }
        Self { document, y: paper.margin(), scale, taken: 0.0, is_specimen }
    }

    fn room(&self) -> f32 {
        self.document.paper().size().0 - 2.0 * self.left() - self.taken
    }

    const fn left(&self) -> f32 {
        self.document.paper().margin()
    }

    const fn is_one_page(&self) -> bool {
        let paper = self.document.paper();
        self.document.page_count() == 1 && self.y <= paper.size().1 - paper.margin()
    }

    fn font(&self, face: Face, size: f32) -> Type {
        Type::new(face, size * self.scale)
    }

    fn title(&mut self, above: &str, beside: &str, title: &str) {
        let (small, large) =
            (self.font(Face::Sans, 8.5), self.font(Face::Bold, 20.0).within(title, self.room()));
        let right = self.left() + self.room();
        self.y += 9.0 * self.scale;
        self.document.text((self.left(), self.y), Align::Left, small, Ink::Grey, above);
        self.document.text((right, self.y), Align::Right, small, Ink::Grey, beside);
        self.y += 26.0 * self.scale;
        self.document.text((self.left(), self.y), Align::Left, large, Ink::Black, title);
        self.y += 14.0 * self.scale;
    }

    fn heading(&mut self, text: &str) {
        let font = self.font(Face::Bold, 11.0);
        self.y += 20.0 * self.scale;
        self.document.text((self.left(), self.y), Align::Left, font, Ink::Black, text);
        self.y += 3.0 * self.scale;
    }

    fn text(&mut self, text: &str) {
        self.indented(0.0, text);
    }

    /// A paragraph behind a sign.
    fn item(&mut self, sign: &str, text: &str) {
        let font = self.font(Face::Sans, 9.5);
        self.keep_together(leading(font.size));
        let first = self.y + leading(font.size);
        self.document.text((self.left(), first), Align::Left, font, Ink::Grey, sign);
        self.indented(16.0 * self.scale, text);
    }

    fn indented(&mut self, by: f32, text: &str) {
        let font = self.font(Face::Sans, 9.5);
        for line in font.lines(text, self.room() - by) {
            self.keep_together(leading(font.size));
            self.y += leading(font.size);
            self.document.text((self.left() + by, self.y), Align::Left, font, Ink::Black, &line);
        }
        self.y += 3.0 * self.scale;
    }

    /// What is typed, one command a line, in a box with nothing else in it; and above it, what it does.
    fn commands(&mut self, what: &str, commands: &[&str]) {
        self.boxed(None, what, commands);
    }

    /// The same behind a sign.
    fn step(&mut self, sign: &str, what: &str, commands: &[&str]) {
        self.boxed(Some(sign), what, commands);
    }

    fn boxed(&mut self, sign: Option<&str>, what: &str, commands: &[&str]) {
        let s = self.scale;
        let (inset, padding) = (16.0 * s, 5.0 * s);
        let room = self.room() - inset;
        // Whoever types a command that is broken in two types two, so a long one is smaller.
        let plain = self.font(Face::Mono, 8.5);
        let font = commands.iter().fold(plain, |font, command| font.within(command, room - 2.0 * padding));
        let height = commands.len() as f32 * leading(font.size) + 2.0 * padding - 1.5 * s;
        let said = self.font(Face::Sans, 9.5).lines(what, self.room()).len() as f32;
        self.keep_together(said * leading(9.5 * s) + height + 8.0 * s);
        match sign {
            Some(sign) => self.item(sign, what),
            None => self.text(what),
        }
        let (left, top) = (self.left() + inset, self.y + 1.5 * s);
        self.document.frame((left, top), (room, height), Ink::Grey);
        let mut y = top + padding - 2.5 * s;
        for command in commands {
            y += leading(font.size);
            self.document.text((left + padding, y), Align::Left, font, Ink::Black, command);
        }
        self.y = top + height + 4.0 * s;
    }

    /// What is compared digit by digit, and what it is.
    fn digits(&mut self, digits: &str, what: &str) {
        let (font, small) = (self.font(Face::Mono, 8.5), self.font(Face::Sans, 8.5));
        let x = self.left() + 16.0 * self.scale;
        let lines = font.lines(digits, self.room() - 16.0 * self.scale);
        for line in &lines {
            self.keep_together(leading(font.size));
            self.y += leading(font.size);
            self.document.text((x, self.y), Align::Left, font, Ink::Black, line);
        }
        let end = x + font.width(lines.last().map_or("", String::as_str)) + 12.0 * self.scale;
        let right = self.left() + self.room();
        if end + small.width(what) > right && !what.is_empty() {
            self.keep_together(leading(small.size));
            self.y += leading(small.size);
            self.document.text((x, self.y), Align::Left, small, Ink::Grey, what);
        } else {
            self.document.text((right, self.y), Align::Right, small, Ink::Grey, what);
        }
        self.y += 3.5 * self.scale;
    }

    /// What is to be written, and a line to write it on.
    fn blank(&mut self, what: &str) {
        let font = self.font(Face::Sans, 9.5);
        self.keep_together(24.0 * self.scale);
        self.y += 22.0 * self.scale;
        self.document.text((self.left(), self.y), Align::Left, font, Ink::Grey, what);
        let from = self.left() + font.width(what) + 6.0 * self.scale;
        self.document.line((from, self.y + 1.5), (self.left() + self.room(), self.y + 1.5), Ink::Grey, false);
    }

    /// Writes beside a square of this side, which stands at the right of the same page; with its upper left corner.
    fn beside(&mut self, side: f32, write: impl Fn(&mut Self)) -> (f32, f32) {
        let above = 8.0 * self.scale;
        let mut measured = Self::begin(self.document.paper(), self.scale, false);
        measured.taken = side;
        write(&mut measured);
        self.keep_together((measured.y - self.document.paper().margin()).max(above + side));
        let corner = (self.left() + self.room() - side, self.y + above);
        self.taken = side;
        write(self);
        self.taken = 0.0;
        self.y = self.y.max(corner.1 + side);
        corner
    }

    /// Goes on with a new page if less than this is left of the present one.
    fn keep_together(&mut self, height: f32) {
        let paper = self.document.paper();
        if self.y + height > paper.size().1 - paper.margin() {
            self.next_page();
        }
    }

    fn next_page(&mut self) {
        self.document.next_page();
        if self.is_specimen {
            self.document.watermark("SPECIMEN");
        }
        self.y = self.document.paper().margin();
    }
}
