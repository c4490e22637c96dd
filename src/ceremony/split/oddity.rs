//! Rolls that cannot be an accident. Nothing can tell whether rolls are random, and nothing here judges it: what is noticed
//! is somebody who types one key, or counts. It is asked about once, never refused.

use super::rolls::Contribution;
use crate::crypto::secret::{are_equal, same};

/// What is odd about some rolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// Every roll is the same.
    #[error("every roll shows the same face")]
    OneFace,
    /// The same two, three or four rolls come again and again.
    #[error("the same few rolls come again and again")]
    Repeats,
    /// Each roll is as far from the one before as all others are, around the die.
    #[error("the rolls count upwards or downwards in steps")]
    Steps,
    /// One face comes so often that chance does it less than once in 2^40 times.
    #[error("one face comes far too often")]
    TooOften,
}

/// Rolls after which a repetition begins anew, at the most.
const LONGEST_PERIOD: usize = 4;

/// What cannot be an accident about these rolls, if anything; of several the first.
#[must_use]
pub fn oddity(rolls: &Contribution) -> Option<Oddity> {
    let (values, faces) = (rolls.expose(), rolls.sides().faces());
    let repeats = |period: usize| {
        values.iter().zip(values.iter().skip(period)).fold(0, |all, (one, next)| all | (one ^ next))
    };
    let steps = values.windows(3).fold(0, |all, three| all | !is_same_step(three, faces) & 1);
    let limit = most_likely(values.len(), faces);
    let too_often = (1..=faces).fold(0, |found, face| {
        let times = values
            .iter()
            .fold(0_u16, |times, value| times.wrapping_add(same((*value).into(), face.into()).into()));
        found | (limit.wrapping_sub(times) >> 15) as u8
    });
    // Each of these answers is published, and nothing else of the rolls.
    if are_equal(&[repeats(1)], &[0]) {
        Some(Oddity::OneFace)
    } else if (2..=LONGEST_PERIOD).any(|period| are_equal(&[repeats(period)], &[0])) {
        Some(Oddity::Repeats)
    } else if are_equal(&[steps], &[0]) {
        Some(Oddity::Steps)
    } else if !are_equal(&[too_often], &[0]) {
        Some(Oddity::TooOften)
    } else {
        None
    }
}

/// 1 where the second roll is as far from the first as the third from the second, around the die.
fn is_same_step(three: &[u8], faces: u8) -> u8 {
    // Between -(2·faces - 2) and 2·faces - 2: of the multiples of `faces`, three are possible.
    let bent = three[0].wrapping_add(three[2]).wrapping_sub(three[1]).wrapping_sub(three[1]);
    [bent, bent.wrapping_sub(faces), bent.wrapping_add(faces)]
        .into_iter()
        .fold(0, |found, one| found | same(one.into(), 0))
}

/// The highest number of times that one face may come in so many rolls before it is odd: above it, a fair die shows any of
/// its faces so often less than once in 2^40 times.
fn most_likely(rolls: usize, faces: u8) -> u16 {
    let (chance, faces) = (1.0 / f64::from(faces), f64::from(faces));
    let ln_choose = |of: usize, chosen: usize| {
        (1..=chosen).map(|at| (((of - chosen + at) as f64) / (at as f64)).ln()).sum::<f64>()
    };
    let exactly = |times: usize| {
        let (hits, misses) = (times as f64, (rolls - times) as f64);
        (ln_choose(rolls, times) + hits * chance.ln() + misses * (1.0 - chance).ln()).exp()
    };
    let limit = 2_f64.powi(-40) / faces;
    let mut tail = 0.0;
    for times in (0..=rolls).rev() {
        tail += exactly(times);
        if tail >= limit {
            return u16::try_from(times).unwrap_or(u16::MAX);
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            die::{Die, Strength},
            rolls::Rolls,
        },
        *,
    };
    use crate::crypto::entropy::{Entropy as _, Scripted};

    fn of(faces: u8, values: impl Iterator<Item = u8>) -> Option<Oddity> {
        let sides = Die::new(faces).unwrap();
        let mut rolls = Rolls::begin(sides, Strength::Bits256);
        let text: Vec<String> = values.take(rolls.needed()).map(|value| value.to_string()).collect();
        rolls.add(text.join(" ").as_bytes()).unwrap();
        oddity(&rolls.complete().unwrap())
    }

    #[test]
    fn what_cannot_be_an_accident_is_noticed() {
        for face in 1..=6 {
            assert_eq!(of(6, std::iter::repeat(face)), Some(Oddity::OneFace));
        }
        assert_eq!(of(6, [3, 5].into_iter().cycle()), Some(Oddity::Repeats));
        assert_eq!(of(20, [3, 15, 20, 3].into_iter().cycle()), Some(Oddity::Repeats));
        assert_eq!(of(6, (1..=6).cycle()), Some(Oddity::Steps));
        assert_eq!(of(20, (1..=20).rev().cycle()), Some(Oddity::Steps));
        assert_eq!(of(20, (0..).map(|at: u16| (at * 7 % 20) as u8 + 1)), Some(Oddity::Steps));
        assert_eq!(of(52, (1..=52).cycle()), Some(Oddity::Steps));
        let mut random = Scripted(5);
        let mut loaded = move || {
            let mut byte = [0; 2];
            random.fill(&mut byte).unwrap();
            if byte[0] < 150 { 6 } else { byte[1] % 6 + 1 }
        };
        assert_eq!(of(6, std::iter::from_fn(|| Some(loaded()))), Some(Oddity::TooOften));
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn fair_rolls_are_never_asked_about() {
        for faces in [2, 6, 8, 10, 12, 20] {
            let mut random = Scripted(faces.into());
            for _ in 0..300 {
                let mut bytes = [0; 512];
                random.fill(&mut bytes).unwrap();
                // Below the highest multiple of the number of faces, so that each comes as often.
                let fair =
                    bytes.into_iter().filter(|byte| *byte < 255 / faces * faces).map(|byte| byte % faces + 1);
                assert_eq!(of(faces, fair), None, "{faces}");
            }
        }
    }

    #[test]
    fn the_limit_is_that_of_the_binomial_tail() {
        // Computed with whole fractions: Python, fractions.Fraction and math.comb.
        for (rolls, faces, most) in LIMITS {
            assert_eq!(most_likely(rolls, faces), most, "{rolls} rolls of {faces}");
        }
    }

    const LIMITS: [(usize, u8, u16); 12] = [
        (128, 2, 103),
        (256, 2, 184),
        (50, 6, 31),
        (100, 6, 48),
        (43, 8, 26),
        (86, 8, 38),
        (39, 10, 22),
        (78, 10, 33),
        (36, 12, 20),
        (72, 12, 29),
        (30, 20, 16),
        (60, 20, 22),
    ];
}
