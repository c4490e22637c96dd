//! What one person rolls: a die, a coin or a deck of cards, how often, and how it is written. Nothing here decides by a value:
//! whether a character is a digit and whether a number is a face are published, and no more.

use super::die::{DECK, Die, Strength};
use crate::crypto::secret::{SecretBytes, are_equal, is_among, published, same};

/// The rolls of one contributor, as they come, line by line.
#[derive(Debug)]
pub struct Rolls {
    sides: Die,
    values: SecretBytes,
    have: usize,
}

impl Rolls {
    /// None yet, of as many as one contributor gives.
    #[must_use]
    pub fn begin(sides: Die, strength: Strength) -> Self {
        Self { sides, values: SecretBytes::build(sides.rolls(strength), |_| {}), have: 0 }
    }

    /// Adds the rolls in `text`: numbers with blanks, commas or line ends between them; faces of one digit also without.
    ///
    /// # Errors
    ///
    /// When one of them is none, or there are more than were asked for; nothing of `text` is added then.
    pub fn add(&mut self, text: &[u8]) -> Result<(), RollError> {
        self.try_out(text)?;
        self.add_all(text)
    }

    fn add_all(&mut self, text: &[u8]) -> Result<(), RollError> {
        let (mut number, mut digits) = (0_u16, 0);
        for byte in text {
            match Class::of(*byte) {
                Class::Digit if digits < LONGEST => {
                    let digit = u16::from(byte & 0x0f);
                    // Three digits fit; to check that again would be a branch on them.
                    (number, digits) = (number.wrapping_mul(10).wrapping_add(digit), digits + 1);
                    if self.sides.is_one_digit() {
                        self.push(number)?;
                        (number, digits) = (0, 0);
                    }
                }
                Class::Between if digits == 0 => {}
                Class::Between => {
                    self.push(number)?;
                    (number, digits) = (0, 0);
                }
                Class::Digit | Class::Other => {
                    return Err(RollError::NotAFace { place: self.have + 1, faces: self.sides.faces() });
                }
            }
        }
        if digits == 0 { Ok(()) } else { self.push(number) }
    }

    fn push(&mut self, value: u16) -> Result<(), RollError> {
        let (have, needed) = (self.have, self.needed());
        let place = have + 1;
        let Self { sides, values, .. } = self;
        let faces = sides.faces();
        let Some(free) = values.expose_mut().get_mut(have) else { return Err(RollError::TooMany { needed }) };
        let is_face = (1..=faces).fold(0, |found, face| found | same(face.into(), value));
        if !are_equal(&[is_face], &[1]) {
            return Err(RollError::NotAFace { place, faces });
        }
        let [_, value] = value.to_be_bytes();
        *free = value;
        if faces == DECK {
            let deck = have - have % usize::from(DECK);
            let drawn = values.expose()[deck..have].iter();
            let is_drawn = drawn.fold(0, |found, card| found | same((*card).into(), value.into()));
            if !are_equal(&[is_drawn], &[0]) {
                return Err(RollError::DrawnBefore { place });
            }
        }
        self.have = place;
        Ok(())
    }

    /// How many there would be with those in `text`, of which none is added.
    ///
    /// # Errors
    ///
    /// As [`Rolls::add`].
    pub fn try_out(&mut self, text: &[u8]) -> Result<usize, RollError> {
        let before = self.have;
        let with = self.add_all(text).map(|()| self.have);
        self.values.expose_mut()[before..].fill(0);
        self.have = before;
        with
    }

    /// How many are there.
    #[must_use]
    pub const fn have(&self) -> usize {
        self.have
    }

    /// How many are needed.
    #[must_use]
    pub const fn needed(&self) -> usize {
        self.values.len()
    }

    /// All of them.
    ///
    /// # Errors
    ///
    /// When some are missing.
    pub fn complete(self) -> Result<Contribution, RollError> {
        match self.needed() {
            needed if self.have < needed => Err(RollError::TooFew { have: self.have, needed }),
            _ => Ok(Contribution { sides: self.sides, values: self.values }),
        }
    }
}

/// Digits of a roll at the most, zeros before it included.
const LONGEST: usize = 3;

/// What a character is. Where numbers end is no secret to whoever measures how long reading takes; what they are stays one.
enum Class {
    Digit,
    Between,
    Other,
}

impl Class {
    fn of(byte: u8) -> Self {
        let (is_digit, is_between) = (is_among(byte, b"0123456789"), is_among(byte, b" \t\r\n,"));
        match published(&[is_digit | is_between << 1]) {
            [1] => Self::Digit,
            [2] => Self::Between,
            _ => Self::Other,
        }
    }
}

/// All rolls of one contributor.
#[derive(Debug)]
pub struct Contribution {
    sides: Die,
    values: SecretBytes,
}

impl Contribution {
    /// All of them, in one text.
    ///
    /// # Errors
    ///
    /// As [`Rolls::add`] and [`Rolls::complete`].
    pub fn read(sides: Die, strength: Strength, text: &[u8]) -> Result<Self, RollError> {
        let mut rolls = Rolls::begin(sides, strength);
        rolls.add(text)?;
        rolls.complete()
    }

    /// What was rolled.
    #[must_use]
    pub const fn sides(&self) -> Die {
        self.sides
    }

    /// The rolls, one byte each, its value from 1.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.values.expose()
    }
}

/// Why a text is not the rolls of one contributor. Of the rolls it tells places alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RollError {
    /// Something is no face of the die.
    #[error("roll {place} is not a number from 1 to {faces}")]
    NotAFace {
        /// Its place among all rolls of this contributor, from 1.
        place: usize,
        /// The highest number that can be rolled.
        faces: u8,
    },
    /// A card came twice out of one deck.
    #[error("card {place} was drawn before: a card is not put back")]
    DrawnBefore {
        /// Its place, from 1.
        place: usize,
    },
    /// There are more than are needed: which would count is not said.
    #[error("there are more than the {needed} rolls that are needed")]
    TooMany {
        /// How many are needed.
        needed: usize,
    },
    /// There are fewer than are needed.
    #[error("there are {have} rolls, and {needed} are needed")]
    TooFew {
        /// How many are there.
        have: usize,
        /// How many are needed.
        needed: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(faces: u8, text: &str) -> Result<Contribution, RollError> {
        Contribution::read(Die::new(faces).unwrap(), Strength::Bits128, text.as_bytes())
    }

    #[test]
    fn rolls_are_read_with_and_without_blanks() {
        let values: Vec<u8> = (0..50).map(|at| at % 6 + 1).collect();
        let text = |between: &str| values.iter().map(u8::to_string).collect::<Vec<_>>().join(between);
        for between in ["", " ", ",", ", ", "\n", "\r\n", "\t"] {
            assert_eq!(read(6, &text(between)).unwrap().expose(), values, "{between:?}");
        }
        let twenty: Vec<u8> = (0..30).map(|at| at % 20 + 1).collect();
        let text = twenty.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(read(20, &text).unwrap().expose(), twenty);
    }

    #[test]
    fn what_the_die_does_not_have_is_told_by_its_place() {
        for (faces, text, place) in [
            (6, "1237", 4),
            (6, "10", 2),
            (6, "1 2 x", 3),
            (2, "123", 3),
            (20, "20 21", 2),
            (20, "0", 1),
            (20, "1 100", 2),
            (10, "1 266", 2),
            (52, "52 53", 2),
            (52, "1 257", 2),
        ] {
            assert_eq!(
                read(faces, text).map(|_| ()),
                Err(RollError::NotAFace { place, faces }),
                "{faces} {text}"
            );
        }
        assert_eq!(read(52, "7 9 7").map(|_| ()), Err(RollError::DrawnBefore { place: 3 }));
        assert_eq!(read(6, &"1".repeat(51)).map(|_| ()), Err(RollError::TooMany { needed: 50 }));
        assert_eq!(read(6, &"1".repeat(49)).map(|_| ()), Err(RollError::TooFew { have: 49, needed: 50 }));
    }

    #[test]
    fn a_second_deck_has_every_card_again() {
        let mut rolls = Rolls::begin(Die::new(DECK).unwrap(), Strength::Bits256);
        let deck: Vec<String> = (1..=52).map(|card: u8| card.to_string()).collect();
        rolls.add(deck.join(" ").as_bytes()).unwrap();
        rolls.add(b"52 1 7").unwrap();
        assert_eq!(rolls.add(b"8 1"), Err(RollError::DrawnBefore { place: 57 }));
        assert_eq!(rolls.have(), 55, "nothing of a line that is refused is kept");
        rolls.add(b"8 9 10").unwrap();
        assert_eq!(rolls.complete().unwrap().expose()[52..], [52, 1, 7, 8, 9, 10]);
    }
}
