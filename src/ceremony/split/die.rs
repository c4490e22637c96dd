//! What is rolled: a die, a coin or a deck of cards; and how often.

/// How much one contributor gives, alone enough for a key of this size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// 2^128 possible rolls at least: for a key of 16 bytes.
    Bits128,
    /// 2^256 possible rolls at least: for every other key.
    Bits256,
}

/// What is rolled: the faces of a die, 2 for a coin, 52 for a deck of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Die(&'static Faces);

/// Faces, and the least number of rolls that 2^128 and 2^256 take.
#[derive(Debug, PartialEq, Eq)]
struct Faces {
    faces: u8,
    rolls: [usize; 2],
}

/// Cards of a deck, which are drawn without putting any back.
pub const DECK: u8 = 52;

/// A deck has 225 bits, so 2^256 takes six cards of a second one, shuffled too.
const DICE: [Faces; 7] = [
    Faces { faces: 2, rolls: [128, 256] },
    Faces { faces: 6, rolls: [50, 100] },
    Faces { faces: 8, rolls: [43, 86] },
    Faces { faces: 10, rolls: [39, 78] },
    Faces { faces: 12, rolls: [36, 72] },
    Faces { faces: 20, rolls: [30, 60] },
    Faces { faces: DECK, rolls: [25, 58] },
];

impl Die {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self(&DICE[0]),
        Self(&DICE[1]),
        Self(&DICE[2]),
        Self(&DICE[3]),
        Self(&DICE[4]),
        Self(&DICE[5]),
        Self(&DICE[6]),
    ];

    /// The usual die.
    pub const SIX: Self = Self(&DICE[1]);

    /// Those of a coin (2), a die of 6, 8, 10, 12 or 20 faces, or a deck (52); none for any other number.
    #[must_use]
    pub fn new(faces: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|die| die.faces() == faces)
    }

    /// How many there are.
    #[must_use]
    pub const fn faces(self) -> u8 {
        self.0.faces
    }

    /// How often one contributor rolls: the least number with `faces` to its power at least 2^128 or 2^256.
    #[must_use]
    pub const fn rolls(self, strength: Strength) -> usize {
        match strength {
            Strength::Bits128 => self.0.rolls[0],
            Strength::Bits256 => self.0.rolls[1],
        }
    }

    /// What is rolled, for people: `rolls of a six-sided die`.
    #[must_use]
    pub const fn rolled(self) -> &'static str {
        match self.0.faces {
            2 => "throws of a coin (1 heads, 2 tails)",
            6 => "rolls of a six-sided die",
            8 => "rolls of an eight-sided die",
            10 => "rolls of a ten-sided die",
            12 => "rolls of a twelve-sided die",
            20 => "rolls of a twenty-sided die",
            _ => "cards of a shuffled deck (1 to 52)",
        }
    }

    /// Whether a roll is one digit, so that no blank need stand between two.
    pub(super) const fn is_one_digit(self) -> bool {
        self.0.faces <= 9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether so many rolls have at least 2^bits outcomes, in whole numbers of 32 bits, lowest first.
    fn suffices(sides: Die, rolls: usize, bits: usize) -> bool {
        let mut product = vec![1_u64];
        for at in 0..rolls {
            let drawn = if sides.faces() == DECK { at % usize::from(DECK) } else { 0 };
            let mut carry = 0;
            for limb in &mut product {
                let all = *limb * (u64::from(sides.faces()) - drawn as u64) + carry;
                (*limb, carry) = (all & 0xffff_ffff, all >> 32);
            }
            product.push(carry);
        }
        product
            .iter()
            .rposition(|limb| *limb != 0)
            .is_some_and(|top| 32 * top + 64 - product[top].leading_zeros() as usize > bits)
    }

    #[test]
    fn each_contributor_gives_the_least_number_that_suffices() {
        for kind in &DICE {
            for (strength, bits) in [(Strength::Bits128, 128), (Strength::Bits256, 256)] {
                let rolls = Die(kind).rolls(strength);
                assert!(suffices(Die(kind), rolls, bits), "{kind:?} {bits}");
                assert!(!suffices(Die(kind), rolls - 1, bits), "{kind:?} {bits}");
            }
        }
    }
}
