//! The card of a share that is sealed to its holder: the sealed file as text and as one code, and how to open it. No word of the
//! share is on it, so that it may be printed and sent.
//!
//! A file that is sealed to a hybrid recipient and holds one of the longest shares has no room in any code: its card has the text
//! alone, and says that the file itself must be kept.

use super::Flow;
use crate::{
    crypto::secret::SecretBytes,
    paper::{
        card::{CardError, Part, wording::capitalised},
        font::{Face, leading},
        pdf::{Align, Ink, Paper, read_back},
        qr::QrCode,
    },
};

/// What is on such a card.
#[derive(Clone, Debug)]
pub struct SealedFacts<'a> {
    /// The name of the set.
    pub label: Option<&'a str>,
    /// Which part of which set it is.
    pub part: Part<'a>,
    /// Whose it is; none where its file is not to tell, either.
    pub custodian: Option<&'a str>,
    /// The code of the recipient, or `passphrase`.
    pub to: &'a str,
    /// Whether it is opened by a passphrase.
    pub by_passphrase: bool,
    /// The armored file.
    pub file: &'a str,
    /// What the file is called.
    pub name: &'a str,
    /// Whom to call.
    pub contact: Option<&'a str>,
    /// The day, as it was given.
    pub date: Option<&'a str>,
    /// Whether the key is the published practice key.
    pub is_specimen: bool,
}

/// The side of the code, in points: every camera tells its modules apart, of the longest share as well (153 of them).
const SIDE: f32 = 250.0;

/// The same for a file that is sealed to a hybrid recipient (177 of them).
const LARGE_SIDE: f32 = 300.0;

/// Modules from which on a code is large.
const MANY: usize = 155;

/// Sizes that are tried until all of it fits on one page.
const SCALES: [f32; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

/// Whether a file has room in a code.
#[must_use]
pub fn fits_code(file: &str) -> bool {
    QrCode::of_text(file).is_ok()
}

/// The card as a PDF of one page, whose text and code, if it has room in one, were read back from its final bytes.
///
/// # Errors
///
/// When it does not give the sealed file back.
pub fn pdf(facts: &SealedFacts<'_>, paper: Paper) -> Result<SecretBytes, CardError> {
    let code = QrCode::of_text(facts.file).ok();
    let drawn = |scale| {
        let mut flow = Flow::begin(paper, scale, facts.is_specimen);
        facts.all(&mut flow, code.as_ref());
        flow
    };
    let flow = SCALES.into_iter().map(drawn).find(Flow::is_one_page).ok_or(CardError::NotProved)?;
    let file = flow.document.finish(&format!("{}: sealed share", facts.name()));
    let (first, last) = (facts.file.lines().next(), facts.file.lines().last());
    let text = first.zip(last).and_then(|(first, last)| read_back::text_between(&file, first, last));
    let has_text = text.is_some_and(|text| text == facts.file);
    let has_code = code.is_none_or(|code| code.is_drawn_by(read_back::runs(&file)));
    if has_text && has_code { Ok(file) } else { Err(CardError::NotProved) }
}

impl SealedFacts<'_> {
    fn name(&self) -> String {
        let set = self.part.header.set.encryption.identifier;
        self.label.map_or_else(|| format!("Set {set}"), str::to_owned)
    }

    fn all(&self, flow: &mut Flow, code: Option<&QrCode>) {
        let set = self.part.header.set.encryption.identifier;
        let above = format!("A sealed share of set {set}: only its holder can open it");
        flow.title(&above, self.date.unwrap_or_default(), &self.name());
        if let Some(code) = code {
            let side = if code.side() > MANY { LARGE_SIDE } else { SIDE };
            let paper = flow.document.paper();
            let side = side.min(paper.size().0 - 2.0 * paper.margin() - 150.0);
            let corner = flow.beside(side, |flow| self.beside(flow, true));
            flow.document.code(corner, side, code);
            flow.heading("The same as text");
        } else {
            self.beside(flow, false);
            flow.heading("The file as text");
            flow.text(
                "It is too long for a code. Keep the file itself: from here it must be typed, sign by sign.",
            );
        }
        flow.text(&format!("All lines, with the first and the last, are the file {}.", self.name));
        self.lines(flow);
    }

    fn beside(&self, flow: &mut Flow, has_code: bool) {
        let whose = self.custodian.map_or_else(String::new, |name| format!(", for {name}"));
        flow.text(&format!("{}{whose}.", capitalised(&self.part.name())));
        if self.by_passphrase {
            flow.text("Sealed to a passphrase of ten words, which its holder has on paper.");
        } else {
            flow.text(&format!("Sealed to the recipient with the code {}.", self.to));
        }
        flow.heading("Is it yours?");
        let got = if has_code { "Scan the code into a file, or type the text." } else { "Take the file." };
        let with =
            if self.by_passphrase { "Quorate asks for the passphrase." } else { "Your identity opens it." };
        let opened = format!("{got} {with}");
        let check = if self.by_passphrase {
            format!("quorate check {}", self.name)
        } else {
            format!("quorate check {} --identity FILE", self.name)
        };
        flow.step("1", &opened, &[&check]);
        let age = if self.by_passphrase { "age -d" } else { "age -d -i FILE" };
        flow.step("2", "Without quorate, age shows the words:", &[&format!("{age} {}", self.name)]);
        flow.item("3", "Open it on a machine that is offline. Then whoever sees the words has the share.");
        flow.heading("Not yours?");
        flow.text("You cannot open it. Please give it back.");
        flow.text(&self.contact.map_or_else(
            || "Whoever gave it to you knows whose it is.".to_owned(),
            |contact| format!("Call {contact}."),
        ));
    }

    fn lines(&self, flow: &mut Flow) {
        let font = flow.font(Face::Mono, 8.5);
        for line in self.file.lines() {
            flow.y += leading(font.size);
            let place = (flow.left(), flow.y);
            flow.document.text(place, Align::Left, font, Ink::Black, line);
        }
    }
}
