//! The codes in a picture: one decoder, and a ladder of pictures to show it until it reads one.

use rxing::{
    BinaryBitmap, Luma8Source,
    common::{DetectorRXingResult as _, HybridBinarizer},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
    },
};

use super::{contained::contained, grey::Grey};
use crate::secret::SecretText;

/// Pixels that the whole ladder is shown, at the most.
const ENOUGH: usize = 1_500_000;

/// Pixels that are looked at from close by, part by part, so that small codes in a large picture are read too.
const PLENTY: usize = 12_500_000;

/// The side of such a part, and how far it is to the next: a code that stands in no part whole is no small one. In parts,
/// too, because the decoder's time grows with the square of the corners that it finds.
const PART: usize = 1_200;
const STEP: usize = 600;

/// Corners, and sets of three, that are looked at: more than any table full of cards has, and so few that a picture
/// made of nothing else costs little.
const MOST_CORNERS: usize = 300;
const MOST_SETS: usize = 600;

/// A rung of the ladder: what is done to a picture before the decoder sees it, if anything.
type Rung = Option<fn(&Grey) -> Grey>;

/// Cheap, and enough for nearly everything that is not damaged.
const FIRST: [Rung; 3] = [None, Some(|picture| picture.shrunk(2)), Some(|picture| picture.sharpened(9, 2))];

/// From close by.
const CLOSE: [Rung; 2] = [FIRST[0], FIRST[2]];

/// Against noise, uneven light, inverted print, blur, stained corners and shaking hands.
const THEN: [Rung; 8] = [
    Some(|picture| picture.median().mean(1)),
    Some(|picture| picture.median().mean(1).inked(40, 95)),
    Some(Grey::inverted),
    Some(|picture| picture.shrunk(2).sharpened(4, 3)),
    Some(|picture| picture.turned(60.0)),
    Some(|picture| picture.turned(30.0).inked(40, 30)),
    Some(|picture| picture.inked(40, 30)),
    Some(|picture| picture.shrunk(4)),
];

/// The texts of the codes in a picture, each once, as one reads a page. More and more is tried until one of them
/// `is_wanted`, and a little more while there seem to be codes without a text.
#[must_use]
pub fn codes(picture: &Grey, is_wanted: impl Fn(&str) -> bool) -> Vec<SecretText> {
    let mut found = Found::default();
    let shrunk = shrunk_to(picture, ENOUGH);
    let small = shrunk.as_ref().unwrap_or(picture);
    found.climb(small, &FIRST, 1, |found| found.is_complete(&is_wanted));
    if shrunk.is_some() && !found.is_complete(&is_wanted) {
        let large = shrunk_to(picture, PLENTY);
        found.come_close(large.as_ref().unwrap_or(picture), |found| found.is_complete(&is_wanted));
    }
    found.climb(small, &THEN, 1, |found| found.has(&is_wanted));
    found.in_order()
}

/// The picture with `most` pixels at the most, whole squares of it each one pixel; none if it has no more as it is.
fn shrunk_to(picture: &Grey, most: usize) -> Option<Grey> {
    let is_enough = |side: &usize| (picture.width() / side) * (picture.height() / side) <= most;
    (1..).find(is_enough).filter(|&side| side > 1).map(|side| picture.shrunk(side))
}

/// A text, and how far down and across the picture its code begins, as parts of it.
struct Code {
    down: f32,
    across: f32,
    text: SecretText,
}

#[derive(Default)]
struct Found {
    codes: Vec<Code>,
    corners: usize,
}

impl Found {
    /// Shows the decoder one rung after the other. Modules of fewer than `finest` pixels are none.
    fn climb(&mut self, picture: &Grey, rungs: &[Rung], finest: u32, is_done: impl Fn(&Self) -> bool) {
        for rung in rungs {
            if is_done(self) {
                return;
            }
            let seen = contained(|| match rung {
                Some(change) => look(&change(picture), finest),
                None => look(picture, finest),
            });
            if let Some(seen) = seen {
                self.add(seen);
            }
        }
    }

    fn come_close(&mut self, picture: &Grey, is_done: impl Fn(&Self) -> bool) {
        let (width, height) = (picture.width(), picture.height());
        // Whatever begins within a step of the end is in the part before as well.
        let starts = |length: usize| (0..length.saturating_sub(STEP).max(1)).step_by(STEP);
        for (top, left) in starts(height).flat_map(|top| starts(width).map(move |left| (top, left))) {
            if is_done(self) {
                return;
            }
            let part = picture.part(left, top, PART);
            let mut seen = Self::default();
            seen.climb(&part, &CLOSE, 2, |_| false);
            for code in &mut seen.codes {
                code.down = (top as f32 + code.down * part.height() as f32) / height as f32;
                code.across = (left as f32 + code.across * part.width() as f32) / width as f32;
            }
            self.add(seen);
        }
    }

    fn add(&mut self, seen: Self) {
        self.corners = self.corners.max(seen.corners);
        for code in seen.codes {
            if !self.codes.iter().any(|known| known.text.matches(code.text.expose())) {
                self.codes.push(code);
            }
        }
    }

    fn has(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.codes.iter().any(|code| is_wanted(code.text.expose()))
    }

    /// Three corners make a code.
    fn is_complete(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.has(is_wanted) && self.corners < 3 * (self.codes.len() + 1)
    }

    fn in_order(mut self) -> Vec<SecretText> {
        // Codes side by side never stand at exactly the same height.
        let line = |code: &Code| (8.0 * code.down) as u8;
        self.codes
            .sort_by(|one, other| line(one).cmp(&line(other)).then(one.across.total_cmp(&other.across)));
        self.codes.into_iter().map(|code| code.text).collect()
    }
}

/// One look of the decoder.
fn look(picture: &Grey, finest: u32) -> Found {
    let (width, height) = (picture.width(), picture.height());
    let mut found = Found::default();
    // The decoder takes steps of three rows, and its binarizer squares of eight pixels.
    if width < 21 || height < 21 {
        return found;
    }
    let Ok(source) = Luma8Source::new_with_slice(picture.pixels(), width as u32, height as u32) else {
        return found;
    };
    let bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let matrix = bitmap.get_black_matrix();
    let mut corners = FindFinderPatterns(matrix, true, finest);
    corners.truncate(MOST_CORNERS);
    found.corners = corners.len();
    let mut used = Vec::new();
    for set in GenerateFinderPatternSets(&mut corners).into_iter().take(MOST_SETS) {
        let three = [set.bl, set.tl, set.tr];
        if three.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        let Ok(read) = SampleQR(matrix, &set).and_then(|code| Decode(code.getBits())) else { continue };
        if !read.isValid() {
            continue;
        }
        let (down, across) = (set.tl.p.y / height as f32, set.tl.p.x / width as f32);
        found.codes.push(Code {
            down,
            across,
            text: SecretText::copy_of(&String::from_utf8_lossy(read.content().bytes())),
        });
        used.extend(three);
    }
    found
}
