//! The codes in a picture: one decoder, and a ladder of pictures to show it until it reads one.

use self::look::{LookResult, ReadCode, Spot, look};
use super::{contained::contained, grey::Grey};
use crate::crypto::secret::SecretText;

mod look;

pub use self::look::Effort;

/// Pixels that the whole ladder is shown, at the most.
const ENOUGH: usize = 1_500_000;

/// Pixels that are looked at from close by, part by part, so that small codes in a large picture are read too.
const PLENTY: usize = 12_500_000;

/// The side of such a part, and how far it is to the next: a code that stands in no part whole is no small one. In parts,
/// too, because the decoder's time grows with the square of the corners that it finds.
const PART: usize = 1_200;
const STEP: usize = 600;

/// A code that takes so much of a picture, from its middle to a corner in widths, was shown the decoder so large that others
/// beside it were seen, too.
const LARGE: f32 = 0.125;

/// Sets of three corners that are tried in one look, and in all looks of each stage: more than cards need, and so few that
/// a picture made of nothing but corners costs no more than two seconds. A stage leaves the next one its share.
const MOST_TRIES: usize = 600;
const MOST_TRIES_CLOSE: usize = 40;
const STAGE_TRIES: usize = 1_000;
const STAGE_TRIES_CLOSE: usize = 1_600;

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

/// What is to be seen in a picture.
#[derive(Debug)]
pub struct Sight {
    /// The texts of its codes, each once, as one reads a page.
    pub texts: Vec<SecretText>,
    /// How many more codes seem to be there that could not be read.
    pub unread: usize,
    /// What it took.
    pub effort: Effort,
}

/// The texts of the codes in a picture, and how many more there seem to be. More and more is tried until one of the texts
/// `is_wanted`; a picture that may hold smaller ones is looked at from close by, all over.
#[must_use]
pub fn sight(picture: &Grey, is_wanted: impl Fn(&str) -> bool) -> Sight {
    let mut found = ScanResult::default();
    let shrunk = shrunk_to(picture, ENOUGH);
    let small = shrunk.as_ref().unwrap_or(picture);
    found.climb(small, &FIRST, |found| found.has(&is_wanted) && found.unread.is_empty());
    let is_all_large = || found.codes.iter().all(|code| code.spot.reach >= LARGE);
    if shrunk.is_some() && !(found.has(&is_wanted) && found.unread.is_empty() && is_all_large()) {
        let large = shrunk_to(picture, PLENTY);
        found.come_close(large.as_ref().unwrap_or(picture));
    }
    // What is changed here may stand elsewhere than in the picture: it is counted only.
    let (unread, before) = (std::mem::take(&mut found.unread).len(), found.codes.len());
    found.climb(small, &THEN, |found| found.has(&is_wanted));
    Sight {
        unread: unread.saturating_sub(found.codes.len() - before),
        effort: found.effort,
        texts: found.in_order(),
    }
}

/// The texts of the codes in a picture, as [`sight`] has them.
#[must_use]
pub fn codes(picture: &Grey, is_wanted: impl Fn(&str) -> bool) -> Vec<SecretText> {
    sight(picture, is_wanted).texts
}

/// The picture with `most` pixels at the most, whole squares of it each one pixel; none if it has no more as it is.
fn shrunk_to(picture: &Grey, most: usize) -> Option<Grey> {
    let is_enough = |side: &usize| (picture.width() / side) * (picture.height() / side) <= most;
    (1..).find(is_enough).filter(|&side| side > 1).map(|side| picture.shrunk(side))
}

#[derive(Default)]
struct ScanResult {
    codes: Vec<ReadCode>,
    unread: Vec<Spot>,
    effort: Effort,
}

impl ScanResult {
    /// Shows the decoder one rung after the other.
    fn climb(&mut self, picture: &Grey, rungs: &[Rung], is_done: impl Fn(&Self) -> bool) {
        let before = self.effort.tries;
        for rung in rungs {
            let left = STAGE_TRIES.saturating_sub(self.effort.tries - before);
            if left == 0 || self.effort.is_carpet || is_done(self) {
                return;
            }
            self.add(step(rung, picture, 1, left.min(MOST_TRIES)));
        }
    }

    /// Shows the decoder one part after the other, all of them: how many codes there are nobody knows before.
    fn come_close(&mut self, picture: &Grey) {
        let (width, height) = (picture.width(), picture.height());
        let before = self.effort.tries;
        // Whatever begins within a step of the end is in the part before as well.
        let starts = |length: usize| (0..length.saturating_sub(STEP).max(1)).step_by(STEP);
        for (top, left) in starts(height).flat_map(|top| starts(width).map(move |left| (top, left))) {
            let part = picture.part(left, top, PART);
            let scale = part.width() as f32 / width as f32;
            let placed = |spot: Spot| Spot {
                across: left as f32 / width as f32 + spot.across * scale,
                down: top as f32 / width as f32 + spot.down * scale,
                reach: spot.reach * scale,
            };
            for rung in &CLOSE {
                let left = STAGE_TRIES_CLOSE.saturating_sub(self.effort.tries - before);
                if left == 0 || self.effort.is_carpet {
                    return;
                }
                let seen = step(rung, &part, 2, left.min(MOST_TRIES_CLOSE));
                self.add(LookResult {
                    codes: seen
                        .codes
                        .into_iter()
                        .map(|code| ReadCode { spot: placed(code.spot), ..code })
                        .collect(),
                    unread: seen.unread.into_iter().map(placed).collect(),
                    ..seen
                });
            }
        }
    }

    /// Each code once, and a code that was read anywhere is unread nowhere.
    fn add(&mut self, seen: LookResult) {
        self.effort.add(seen.effort);
        for code in seen.codes {
            if !self.codes.iter().any(|known| known.text.matches(code.text.expose())) {
                self.codes.push(code);
            }
        }
        for spot in seen.unread {
            if !self.unread.iter().any(|known| known.is_same(&spot)) {
                self.unread.push(spot);
            }
        }
        let codes = &self.codes;
        self.unread.retain(|spot| !codes.iter().any(|code| code.spot.is_same(spot)));
    }

    fn has(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.codes.iter().any(|code| is_wanted(code.text.expose()))
    }

    fn in_order(mut self) -> Vec<SecretText> {
        // Codes side by side never stand at exactly the same height.
        let line = |code: &ReadCode| (8.0 * code.spot.down) as u8;
        self.codes.sort_by(|one, other| {
            line(one).cmp(&line(other)).then(one.spot.across.total_cmp(&other.spot.across))
        });
        self.codes.into_iter().map(|code| code.text).collect()
    }
}

/// One rung; nothing is seen where a library gives up.
fn step(rung: &Rung, picture: &Grey, finest: u32, most: usize) -> LookResult {
    let seen = contained(|| match rung {
        Some(change) => look(&change(picture), finest, most),
        None => look(picture, finest, most),
    });
    seen.unwrap_or_default()
}

#[cfg(test)]
mod tests;
