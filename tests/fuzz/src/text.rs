//! Texts in which shares stand: composed of words, marks and line ends, with shares among them, whole, altered or lengthened.
//! What is read is compared with a search of every run of words, which shares no code with the reader.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Mutex, PoisonError},
};

use quorate::{
    ceremony::reading::{self, Unusable},
    slip39::{math::rs1024::checksum, wordlist},
};

use crate::craft::DEALT;

/// Words of one text, at the most: the search takes their square.
const MOST_WORDS: usize = 120;

/// What parts two words: blanks, marks, or the end of a line.
const BLANKS: [&str; 2] = [" ", "\t"];
const MARKS: [&str; 5] = [", ", " 7. ", " | ", "; ", "第"];
const ENDS: [&str; 2] = ["\n", "\r\n\r\n"];

/// Words that are none of the list, nor begin one.
const OTHERS: [&str; 4] = ["the", "bob", "zzyzx", "ledgers"];

/// A word of a text.
struct Word {
    text: String,
    /// Its place in the list; none for another word.
    index: Option<u16>,
    /// Whether a mark or the end of a line stands before it.
    is_parted: bool,
    before: &'static str,
}

impl Word {
    fn is_exact(&self) -> bool {
        self.index.is_some_and(|index| wordlist::word(index) == self.text)
    }
}

/// A text as it was composed.
#[derive(Default)]
struct Composed {
    words: Vec<Word>,
    /// The shares in it that nothing was changed of, by their words.
    whole: Vec<Vec<usize>>,
    /// Whether somebody lengthened one.
    is_lengthened: bool,
}

/// The bytes, one after the other, as choices.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn next(&mut self) -> usize {
        self.0.next().copied().map_or(0, usize::from)
    }
}

impl Composed {
    fn of(bytes: &[u8]) -> Self {
        let (mut composed, mut choices) = (Self::default(), Choices(bytes.iter()));
        while choices.0.len() > 0 && composed.words.len() < MOST_WORDS {
            match choices.next() % 8 {
                0..=2 => {
                    let index = (choices.next() * 256 + choices.next()) % wordlist::COUNT;
                    let parted = choices.next();
                    composed.add(index as u16, choices.next(), parted);
                }
                3 => {
                    let (text, parted) = (OTHERS[choices.next() % OTHERS.len()].to_owned(), choices.next());
                    composed.push(text, None, parted);
                }
                4 if composed.words.len() > 2 => composed.lengthen(&mut choices),
                _ => composed.share(&mut choices),
            }
        }
        composed
    }

    fn push(&mut self, text: String, index: Option<u16>, parted: usize) {
        let (before, is_parted) = match parted % 8 {
            0..=3 => (BLANKS[parted / 8 % BLANKS.len()], false),
            4..=5 => (MARKS[parted / 8 % MARKS.len()], true),
            _ => (ENDS[parted / 8 % ENDS.len()], true),
        };
        self.words.push(Word { text, index, is_parted: is_parted || self.words.is_empty(), before });
    }

    /// A word of the list, in full or cut to as many letters as `cut` says.
    fn add(&mut self, index: u16, cut: usize, parted: usize) {
        let word = wordlist::word(index);
        let letters = if cut % 4 == 3 { 4 + cut / 4 % 5 } else { word.len() }.min(word.len());
        self.push(word[..letters].to_owned(), Some(index), parted);
    }

    /// A share, perhaps with words that are none of the list between its own, perhaps with one to three of them exchanged.
    fn share(&mut self, choices: &mut Choices<'_>) {
        let words: Vec<u16> =
            DEALT[choices.next() % DEALT.len()].split(' ').filter_map(wordlist::index).collect();
        let (style, altered, edges) = (choices.next(), choices.next(), choices.next());
        let exchanged = if altered % 4 == 3 { altered / 4 % 3 + 1 } else { 0 };
        let mut places = Vec::new();
        for (at, index) in words.iter().enumerate() {
            if style / 4 % 16 == 0 && at % 5 == 3 {
                self.push(OTHERS[at % OTHERS.len()].to_owned(), None, style);
            }
            let is_exchanged = (0..exchanged).any(|one| (altered / 12 + 7 * one) % words.len() == at);
            let index = if is_exchanged { (index + 1 + (altered % 1000) as u16) % 1024 } else { *index };
            // All in full, all cut to four letters, or both.
            let cut = match style % 4 {
                0 | 1 => 0,
                2 => 3,
                _ => at,
            };
            places.push(self.words.len());
            self.add(index, cut, if at == 0 { edges } else { style / 64 });
        }
        if exchanged == 0 {
            self.whole.push(places);
        }
    }

    /// Words behind all of the last ones that make a checksum hold, of so many of them.
    fn lengthen(&mut self, choices: &mut Choices<'_>) {
        let of_list: Vec<u16> = self.words.iter().filter_map(|word| word.index).collect();
        let from = of_list.len().saturating_sub(20 + choices.next() % 60);
        if let Some(second) = of_list[from..].get(1) {
            let parted = choices.next();
            checksum(second >> 4 & 1 == 1, &of_list[from..])
                .iter()
                .for_each(|index| self.add(*index, 0, parted));
            self.is_lengthened = true;
        }
    }

    /// How many of these runs nobody made a share of; none of a text in which somebody lengthened one.
    fn by_chance<'a>(&self, runs: impl Iterator<Item = &'a Vec<usize>>) -> u64 {
        if self.is_lengthened { 0 } else { runs.filter(|run| !self.whole.contains(run)).count() as u64 }
    }

    fn text(&self) -> String {
        self.words.iter().flat_map(|word| [word.before, &word.text]).collect()
    }
}

/// What came of the inputs so far.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    executions: u64,
    /// Runs of words that were tried.
    pub tried: u64,
    /// Those with the length, the header and the padding of a share: their checksum alone keeps them from being one. None
    /// of the shares that were put in, and none of a text in which one was lengthened.
    pub of_form: u64,
    /// Those of them that are shares by chance.
    pub by_chance: u64,
}

impl Counts {
    /// As many as can be by chance: the checksum has 30 bits.
    #[must_use]
    pub fn expected(self) -> f64 {
        self.of_form as f64 / f64::from(1u32 << 30)
    }

    /// Adds what came of one input, and tells the sum.
    fn add(tried: u64, of_form: u64, by_chance: u64) -> Self {
        let mut sum = COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
        sum.executions += 1;
        sum.tried += tried;
        sum.of_form += of_form;
        sum.by_chance += by_chance;
        *sum
    }

    /// Those of all inputs so far.
    #[must_use]
    pub fn so_far() -> Self {
        *COUNTS.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tried, of_form, by_chance, .. } = self;
        let expected = self.expected();
        write!(
            f,
            "{tried} runs tried, {of_form} of the form of a share, {expected:.4} shares by chance expected, {by_chance} found"
        )
    }
}

static COUNTS: Mutex<Counts> = Mutex::new(Counts { executions: 0, tried: 0, of_form: 0, by_chance: 0 });

/// Executions after which the counts are told.
const TOLD_EVERY: u64 = 200_000;

/// Runs of words, by the places of the words in their text.
#[derive(Default)]
struct Runs {
    tried: u64,
    /// Those of the form of a share.
    of_form: BTreeSet<Vec<usize>>,
    /// Those that are a share, with whether they begin and end where a share may.
    shares: BTreeMap<Vec<usize>, bool>,
}

/// Every run of words.
fn every_run(words: &[Word]) -> Runs {
    let mut runs = Runs::default();
    let passes: [fn(&Word) -> bool; 3] =
        [Word::is_exact, |word| word.index.is_some() && word.text.len() == 4, |word| word.index.is_some()];
    for sees in passes {
        let places: Vec<usize> = (0..words.len()).filter(|at| sees(&words[*at])).collect();
        let indices: Vec<u16> = places.iter().filter_map(|at| words[*at].index).collect();
        let begins = |at: usize| {
            at == places.len() || at == 0 || places[at - 1] + 1 < places[at] || words[places[at]].is_parted
        };
        for start in 0..places.len() {
            for length in 20..=110.min(places.len() - start) {
                runs.tried += 1;
                let own = &indices[start..start + length];
                if !has_form(own) {
                    continue;
                }
                let run = places[start..start + length].to_vec();
                if has_checksum(own) {
                    let is_bounded = begins(start) && begins(start + length);
                    *runs.shares.entry(run.clone()).or_insert(false) |= is_bounded;
                }
                runs.of_form.insert(run);
            }
        }
    }
    runs
}

/// Whether the words have the length, the header and the padding of a share, as the standard says it and not as the
/// library does.
fn has_form(words: &[u16]) -> bool {
    let value_bits = (words.len() - 7) * 10;
    let padding = value_bits % 16;
    if padding > 8 || value_bits - padding < 128 || value_bits - padding > 1024 {
        return false;
    }
    let bits = |from: usize, count: usize| {
        (from..from + count).fold(0u32, |bits, at| bits << 1 | u32::from(words[at / 10] >> (9 - at % 10) & 1))
    };
    let (group, threshold, count) = (bits(20, 4), bits(24, 4), bits(28, 4));
    threshold <= count && group <= count && bits(40, padding) == 0
}

/// The same of their checksum.
fn has_checksum(words: &[u16]) -> bool {
    const GENERATOR: [u32; 10] = [
        0x00e0_e040,
        0x01c1_c080,
        0x0383_8100,
        0x0707_0200,
        0x0e0e_0009,
        0x1c0c_2412,
        0x3808_6c24,
        0x3090_fc48,
        0x21b1_f890,
        0x03f3_f120,
    ];
    let string: &[u8] = if words[1] >> 4 & 1 == 1 { b"shamir_extendable" } else { b"shamir" };
    let values = string.iter().map(|byte| u32::from(*byte)).chain(words.iter().map(|word| u32::from(*word)));
    let checksum = values.fold(1u32, |checksum, value| {
        let top = checksum >> 20;
        let shifted = (checksum & 0x000f_ffff) << 10 ^ value;
        (0..10).filter(|bit| top >> bit & 1 == 1).fold(shifted, |sum, bit| sum ^ GENERATOR[bit])
    });
    checksum == 1
}

/// A text of these choices.
pub fn run(bytes: &[u8]) {
    let composed = Composed::of(bytes);
    let words = &composed.words;
    let runs = every_run(words);
    let overlap =
        |one: &[usize], other: &[usize]| one[0] <= other[other.len() - 1] && other[0] <= one[one.len() - 1];
    let is_alone = |run: &Vec<usize>| runs.shares.keys().all(|other| other == run || !overlap(run, other));
    let counted: Vec<&Vec<usize>> =
        runs.shares.iter().filter(|(_, is_bounded)| **is_bounded).map(|(run, _)| run).collect();
    let (of_form, by_chance) =
        (composed.by_chance(runs.of_form.iter()), composed.by_chance(runs.shares.keys()));
    tell(Counts::add(runs.tried, of_form, by_chance));

    let read = match reading::in_text("a text", &composed.text()) {
        Ok(brought) => brought.shares,
        Err(unusable) => {
            assert!(matches!(unusable, Unusable::Nothing) && counted.is_empty(), "{unusable:?}");
            return;
        }
    };
    let found: Vec<String> = read
        .iter()
        .filter_map(|one| one.share.as_ref().ok())
        .map(|share| share.mnemonic().expose().to_owned())
        .collect();
    let spelt = |run: &Vec<usize>| {
        let of_list = run.iter().filter_map(|at| words[*at].index).map(wordlist::word);
        of_list.collect::<Vec<_>>().join(" ")
    };
    if counted.is_empty() {
        // Lines within a share may have been left out; what is read then is a share that was there.
        assert!(
            found.iter().all(|share| DEALT.contains(share)) || composed.is_lengthened,
            "a share from nowhere"
        );
        return;
    }
    let expected: Vec<String> = counted.iter().filter(|run| is_alone(run)).map(|run| spelt(run)).collect();
    assert!(found == expected, "{} shares read, {} expected", found.len(), expected.len());
    let is_refused = read.iter().any(|one| one.share.is_err());
    assert!(is_refused || expected.len() == counted.len(), "runs that overlap are not refused");
    for whole in &composed.whole {
        assert!(runs.shares.contains_key(whole), "a whole share is not seen by the search itself");
    }
}

/// Says the counts now and then, and stops where far too many runs are shares by chance.
fn tell(counts: Counts) {
    if counts.executions.is_multiple_of(TOLD_EVERY) {
        eprintln!("text: {counts}");
    }
    assert!(counts.by_chance as f64 <= 5.0 + 10.0 * counts.expected(), "{counts}");
}

/// How many of the runs in a text of these words of the list have the form of a share.
#[must_use]
pub fn runs_of_form(indices: &[u16]) -> usize {
    let word = |index: &u16| Word {
        text: wordlist::word(*index).to_owned(),
        index: Some(*index),
        is_parted: false,
        before: " ",
    };
    every_run(&indices.iter().map(word).collect::<Vec<_>>()).of_form.len()
}
