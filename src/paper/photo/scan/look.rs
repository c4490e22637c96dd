//! One look of the decoder at a picture: the codes that it reads, the ones that it sees and cannot read, and how much work
//! that was.

use rxing::{
    BinaryBitmap, Luma8Source, Point,
    common::{DetectorRXingResult as _, HybridBinarizer},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
    },
};

use super::super::grey::Grey;
use crate::crypto::secret::SecretText;

/// Corners that are looked at: more than any table full of cards has.
const MOST_CORNERS: usize = 300;

/// Corners from which on a picture is none of cards: to compare each with each takes the decoder half a second at most.
const CARPET: usize = 3_000;

/// Where a code is, in widths of the picture.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Its middle, from the left.
    pub across: f32,
    /// Its middle, from the top.
    pub down: f32,
    /// From its middle to a corner.
    pub reach: f32,
}

impl Spot {
    fn of(top_left: Point, others: [Point; 2], width: f32) -> Self {
        let middle = |one: f32, other: f32| (one + other) / 2.0 / width;
        let (across, down) = (middle(others[0].x, others[1].x), middle(others[0].y, others[1].y));
        let reach = (top_left.x / width - across).hypot(top_left.y / width - down);
        Self { across, down, reach }
    }

    /// Whether the two are of one code: no code stands in another.
    pub fn is_same(&self, other: &Self) -> bool {
        let apart = (self.across - other.across).hypot(self.down - other.down);
        apart < self.reach.max(other.reach)
    }
}

/// A code that was read.
pub struct ReadCode {
    /// Where it is.
    pub spot: Spot,
    /// What it says.
    pub text: SecretText,
}

/// What the decoder did: the same for the same picture on every machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    /// Times that three corners were taken for a code, and its modules sampled.
    pub tries: usize,
    /// Whether there were more corners than in any picture of cards.
    pub is_carpet: bool,
}

impl Effort {
    /// The same, and what another look took.
    pub fn add(&mut self, other: Self) {
        self.tries += other.tries;
        self.is_carpet |= other.is_carpet;
    }
}

/// What was seen.
#[derive(Default)]
pub struct LookResult {
    /// Codes that were read.
    pub codes: Vec<ReadCode>,
    /// Codes that were not.
    pub unread: Vec<Spot>,
    /// What it took.
    pub effort: Effort,
}

/// One look. Modules of fewer than `finest` pixels are none, and no more than `most` sets of three corners are tried.
pub fn look(picture: &Grey, finest: u32, most: usize) -> LookResult {
    let (width, height) = (picture.width(), picture.height());
    let mut seen = LookResult::default();
    // The decoder takes steps of three rows, and its binarizer squares of eight pixels.
    if width < 21 || height < 21 {
        return seen;
    }
    let Ok(source) = Luma8Source::new_with_slice(picture.pixels(), width as u32, height as u32) else {
        return seen;
    };
    let bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let matrix = bitmap.get_black_matrix();
    let mut corners = FindFinderPatterns(matrix, true, finest);
    seen.effort.is_carpet = corners.len() > CARPET;
    corners.truncate(MOST_CORNERS);
    let (mut used, mut seemed) = (Vec::new(), Vec::new());
    for set in GenerateFinderPatternSets(&mut corners) {
        let three = [set.bl, set.tl, set.tr];
        if three.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        if seen.effort.tries == most {
            break;
        }
        seen.effort.tries += 1;
        let Ok(sampled) = SampleQR(matrix, &set) else { continue };
        let spot = Spot::of(set.tl.p, [set.bl.p, set.tr.p], width as f32);
        match Decode(sampled.getBits()) {
            Ok(read) if read.isValid() => {
                let text = SecretText::copy_of(&String::from_utf8_lossy(read.content().bytes()));
                seen.codes.push(ReadCode { spot, text });
                used.extend(three);
            }
            _ => seemed.push((three, spot)),
        }
    }
    // The likeliest first; a corner is of one code only.
    for (three, spot) in seemed {
        if !three.iter().any(|corner| used.contains(corner)) {
            used.extend(three);
            seen.unread.push(spot);
        }
    }
    seen
}
