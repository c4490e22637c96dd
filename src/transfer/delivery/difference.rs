//! How a share that was typed back from its card differs from the one that was shown. The program knows the words here,
//! so it names every place, never a word: the custodian shall look at the card.

use std::fmt::Write as _;

use crate::{
    paper::grid::WordPlace,
    slip39::{Mnemonic, wordlist},
};

/// What differs. Positions count from 1, as on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Nothing, as far as it was typed.
    None,
    /// The words at these positions.
    Words(Vec<usize>),
    /// This word was left out.
    Missing(usize),
    /// This word is one too many.
    Extra(usize),
    /// There are more words than were shown, and the first that differs is this one.
    TooMany(usize),
}

impl Difference {
    /// Compares what was typed, whole or as far as it has come, with what was shown.
    #[must_use]
    pub fn between(typed: &str, shown: &Mnemonic) -> Self {
        let (count, whole) = (typed.split_whitespace().count(), shown.words().count());
        let agrees_without = |of_typed: Option<usize>, of_shown: Option<usize>| {
            let typed = without(typed.split_whitespace(), of_typed);
            typed.zip(without(shown.words(), of_shown)).all(|(typed, shown)| is_word(typed, shown))
        };
        if count + 1 == whole {
            // Where nothing but the last is missing, it is still to come.
            let is_begun = agrees_without(None, Some(count));
            let missing = (0..count).find(|&at| !is_begun && agrees_without(None, Some(at)));
            return missing.map_or(Self::None, |at| Self::Missing(at + 1));
        }
        let pairs = (1..).zip(typed.split_whitespace().zip(shown.words()));
        let mut differing = pairs.filter(|(_, (typed, shown))| !is_word(typed, shown)).map(|(at, _)| at);
        if count > whole {
            let first = differing.next().unwrap_or(whole + 1);
            let extra = (count == whole + 1).then(|| (0..count).find(|&at| agrees_without(Some(at), None)));
            return extra.flatten().map_or(Self::TooMany(first), |at| Self::Extra(at + 1));
        }
        if count < whole {
            return Self::None;
        }
        match differing.collect::<Vec<_>>() {
            differing if differing.is_empty() => Self::None,
            differing => Self::Words(differing),
        }
    }

    /// The places that it names.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        match self {
            Self::None => &[],
            Self::Words(places) => places,
            Self::Missing(at) | Self::Extra(at) | Self::TooMany(at) => std::slice::from_ref(at),
        }
    }

    /// The place that is typed anew first, where typing single words anew is the shortest way.
    #[must_use]
    pub fn first_to_mend(&self) -> Option<usize> {
        match self {
            Self::Words(places) if places.len() <= FEW => places.first().copied(),
            _ => None,
        }
    }

    /// What differs, in words, and what to do next; nothing where nothing differs.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        let what = match self {
            Self::None => return None,
            Self::Words(places) => format!("not as it was shown: {}", named(places)),
            Self::Missing(at) => format!("left out: {}", WordPlace::of(*at)),
            Self::Extra(at) => format!("one word too many: {}", WordPlace::of(*at)),
            Self::TooMany(at) => {
                format!("more words than were shown; the first that differs is {}", WordPlace::of(*at))
            }
        };
        let again = match self.first_to_mend() {
            Some(at) => format!("type {} again", WordPlace::of(at)),
            None => "Ctrl-U starts it again".to_owned(),
        };
        Some(format!(
            "{what}. If the card is wrong, Enter alone shows the words again: correct the card now. If it is right, {again}"
        ))
    }
}

fn without<'a>(
    words: impl Iterator<Item = &'a str>,
    left_out: Option<usize>,
) -> impl Iterator<Item = &'a str> {
    words.enumerate().filter(move |(at, _)| Some(*at) != left_out).map(|(_, word)| word)
}

/// Places of which each is named in full, and mended one by one.
const FEW: usize = 4;

/// The places in words: each by row and column, or, where they are many, their numbers.
#[must_use]
pub fn named(places: &[usize]) -> String {
    if places.len() <= FEW {
        let each: Vec<String> = places.iter().map(|at| WordPlace::of(*at).to_string()).collect();
        return each.join(", ");
    }
    let mut text = "words ".to_owned();
    let mut rest = places;
    while let Some(first) = rest.first() {
        let run = (*first..).zip(rest).take_while(|(expected, at)| expected == *at).count();
        let comma = if rest.len() == places.len() { "" } else { ", " };
        let _ = match run {
            1 => write!(text, "{comma}{first}"),
            2 => write!(text, "{comma}{first}, {}", first + 1),
            _ => write!(text, "{comma}{first} to {}", first + run - 1),
        };
        rest = &rest[run..];
    }
    text
}

/// Whether four letters or more, in any case, are this word of the list.
#[must_use]
pub fn is_word(typed: &str, word: &str) -> bool {
    wordlist::index(typed).map(wordlist::word) == Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip39::Share;

    const SHARE: &str = "duckling enlarge academic academic agency result length solution fridge kidney coal piece \
                         deal husband erode duke ajar critical decision keyboard";

    fn shown() -> Mnemonic {
        Share::parse(SHARE).unwrap().mnemonic()
    }

    /// What differs where the words at these positions, from 1, are replaced; by nothing, or by two, too.
    fn typed(changes: &[(usize, &str)]) -> Difference {
        let change = |(at, word): (usize, &str)| {
            changes.iter().find(|change| change.0 == at).map_or(word, |change| change.1).to_owned()
        };
        let words: Vec<String> = (1..).zip(SHARE.split_whitespace()).map(change).collect();
        Difference::between(&words.join(" "), &shown())
    }

    #[test]
    fn what_is_as_it_was_shown_or_still_to_come_does_not_differ() {
        assert_eq!(typed(&[]), Difference::None);
        assert_eq!(typed(&[(1, "DUCK"), (20, "keyb")]), Difference::None);
        for count in 0..20 {
            let words: Vec<&str> = SHARE.split_whitespace().take(count).collect();
            assert_eq!(Difference::between(&words.join(" "), &shown()), Difference::None, "{count}");
        }
    }

    #[test]
    fn every_differing_place_is_named() {
        assert_eq!(typed(&[(9, "frozen"), (12, "xyz")]), Difference::Words(vec![9, 12]));
        let told = typed(&[(9, "frozen"), (12, "xyz")]).told().unwrap();
        assert!(told.contains("word 9 (row 3, column 1), word 12 (row 3, column 4)"), "{told}");
        assert!(told.ends_with("type word 9 (row 3, column 1) again"), "{told}");
        assert!(!told.contains("frozen") && !told.contains("fridge"), "{told}");
        assert_eq!(typed(&[(9, "kidney"), (10, "fridge")]), Difference::Words(vec![9, 10]), "changed places");
    }

    #[test]
    fn every_word_left_out_or_too_many_is_named() {
        // The third and fourth words are the same one.
        for at in (1..20).filter(|at| *at != 4) {
            assert_eq!(typed(&[(at, "")]), Difference::Missing(at));
        }
        for at in 1..=20 {
            let word = SHARE.split_whitespace().nth(at - 1).unwrap();
            assert_eq!(typed(&[(at, &format!("husky {word}"))]), Difference::Extra(at));
        }
        assert_eq!(typed(&[(7, "husky husky husky")]), Difference::TooMany(7));
        assert_eq!(typed(&[(20, "keyboard husky husky")]), Difference::TooMany(21));
    }

    #[test]
    fn many_places_are_named_by_their_numbers() {
        let other = typed(&[(1, ""), (20, "keyboard keyboard")]);
        let told = other.told().unwrap();
        assert_eq!(other.first_to_mend(), None);
        assert!(told.contains("words 1, 2, 4 to 19.") && told.ends_with("Ctrl-U starts it again"), "{told}");
        assert_eq!(named(&[1, 3, 4, 6, 7, 8, 20]), "words 1, 3, 4, 6 to 8, 20");
    }
}
