//! What must not be found, in every form that it could be found in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use quorate::slip39::wordlist;

use super::memory::Memory;

/// Bytes of a window: so many of a secret in a row are no chance.
pub const WINDOW: usize = 8;

/// All that must not be found.
#[derive(Clone, Debug)]
pub struct Needles {
    /// By their first bytes: the rest, and what it is that was found.
    by_start: HashMap<[u8; WINDOW], Vec<(Vec<u8>, String)>>,
    /// Starts that are worth looking up, by a hash of 16 bits: nearly all of the memory is passed over by it.
    worth_a_look: Vec<bool>,
}

impl Default for Needles {
    fn default() -> Self {
        Self { by_start: HashMap::new(), worth_a_look: vec![false; 1 << 16] }
    }
}

impl Needles {
    /// Adds a secret that is bytes: every window of it, in every form.
    #[must_use]
    pub fn bytes(mut self, what: &str, secret: &[u8]) -> Self {
        assert!(secret.len() >= WINDOW, "{what} is too short to be told from chance");
        for (form, bytes) in forms(secret) {
            for window in bytes.windows(WINDOW) {
                self.add(window.to_vec(), &format!("{what}, {form}"));
            }
        }
        self
    }

    /// Adds a secret that is words: every two of them that follow each other. A word alone is in every word list.
    #[must_use]
    pub fn words(mut self, what: &str, text: &str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        for two in words.windows(2) {
            let (one, other) = (two[0], two[1]);
            let pair = format!("{one} {other}");
            self.add(pair.to_uppercase().into_bytes(), &format!("{what}, two words in capitals"));
            self.add(pair.into_bytes(), &format!("{what}, two words"));
            self.add(format!("{one}\n{other}").into_bytes(), &format!("{what}, two words on two lines"));
        }
        self
    }

    /// Adds a share: its words and the numbers of its words. Its value is added by [`Needles::bytes`].
    #[must_use]
    pub fn mnemonic(mut self, what: &str, mnemonic: &str) -> Self {
        let words: Vec<&str> = mnemonic.split(' ').collect();
        let numbers: Vec<u16> = words.iter().map(|word| wordlist::index(word).unwrap()).collect();
        for (at, word) in (1..).zip(&words) {
            self.add(format!("{at:>4}. {word}").into_bytes(), &format!("{what}, a numbered word"));
        }
        let short: Vec<&str> = words.iter().map(|word| &word[..wordlist::UNIQUE_LETTERS]).collect();
        for two in short.windows(2) {
            let pair = two.join(" ");
            self.add(pair.to_uppercase().into_bytes(), &format!("{what}, by four letters in capitals"));
            self.add(pair.into_bytes(), &format!("{what}, by four letters"));
        }
        let integers: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
        // The first three words are public: they say which set it is of.
        for window in integers[2 * PUBLIC_WORDS..].windows(WINDOW).step_by(2) {
            self.add(window.to_vec(), &format!("{what}, the numbers of its words"));
        }
        for window in packed(&numbers)[PUBLIC_WORDS * 10 / 8..].windows(WINDOW) {
            self.add(window.to_vec(), &format!("{what}, packed to ten bits"));
        }
        self.words(what, &words[PUBLIC_WORDS..].join(" "))
    }

    fn add(&mut self, needle: Vec<u8>, what: &str) {
        let Some((start, rest)) = needle.split_first_chunk::<WINDOW>() else {
            panic!("{what} is too short to be told from chance");
        };
        self.worth_a_look[mixed(*start)] = true;
        let others = self.by_start.entry(*start).or_default();
        if others.iter().all(|(known, _)| known != rest) {
            others.push((rest.to_vec(), what.to_owned()));
        }
    }

    /// Leaves out what stands in something public, such as the program's own file: by chance two words of a share, or
    /// their first letters, may stand in its prose or follow each other in its word list.
    #[must_use]
    pub fn without(mut self, public: &[u8]) -> Self {
        let starts: BTreeSet<usize> = self.found_in(public).map(|(_, at)| at).collect();
        for at in starts {
            if let Some(known) = self.by_start.get_mut(&chunk(public, at)) {
                known.retain(|(rest, _)| !public[at + WINDOW..].starts_with(rest));
            }
        }
        self
    }

    /// How many needles there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_start.values().map(Vec::len).sum()
    }

    /// Whether any is in these bytes.
    #[must_use]
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        self.found_in(bytes).next().is_some()
    }

    /// What is found in these bytes, and where.
    fn found_in<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (&'a str, usize)> {
        let worth = move |at: &usize| self.worth_a_look[mixed(chunk(bytes, *at))];
        (0..(bytes.len() + 1).saturating_sub(WINDOW)).filter(worth).flat_map(move |at| {
            let known = self.by_start.get(&chunk(bytes, at)).map_or(&[][..], Vec::as_slice);
            let is_here = move |(rest, _): &&(Vec<u8>, String)| bytes[at + WINDOW..].starts_with(rest);
            known.iter().filter(is_here).map(move |(_, what)| (what.as_str(), at))
        })
    }

    /// All that is found in a memory: what and in which mapping, and how often with the first place.
    #[must_use]
    pub fn residues(&self, memory: &Memory) -> Residues {
        let mut residues = BTreeMap::new();
        for mapping in &memory.mappings {
            for (what, at) in self.found_in(&mapping.bytes) {
                let address = mapping.start + at as u64;
                let key = (what.to_owned(), mapping.name.clone());
                residues.entry(key).or_insert_with(|| (0, address)).0 += 1;
            }
        }
        Residues(residues)
    }
}

/// What was found: what and in which mapping, with how often and the first address.
#[derive(Clone, PartialEq, Eq)]
pub struct Residues(BTreeMap<(String, String), (usize, u64)>);

impl Residues {
    /// How many windows were found.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().map(|(times, _)| times).sum()
    }

    /// Whether something of this description was found in a mapping of this name.
    #[must_use]
    #[allow(dead_code, reason = "for the program that leaks")]
    pub fn has(&self, what: &str, mapping: &str) -> bool {
        self.0.keys().any(|(found, place)| found.contains(what) && place.contains(mapping))
    }
}

impl std::fmt::Debug for Residues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|((what, place), (times, address))| {
            writeln!(f, "{times:>5} x {what}, first at {address:#x} in {place}")
        })
    }
}

/// Words of a share before those that no two shares of a set have in common.
const PUBLIC_WORDS: usize = 3;

/// The forms that bytes are looked for in.
fn forms(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let groups: Vec<&[u8]> = hex.as_bytes().chunks(4).collect();
    let padded = |pad: u8| secret.iter().map(|byte| byte ^ pad).collect::<Vec<_>>();
    let mut forms = vec![
        ("hex", hex.clone().into_bytes()),
        ("hex in capitals", hex.to_uppercase().into_bytes()),
        ("hex in groups", groups.join(&b' ')),
        ("bytes", secret.to_vec()),
        ("under the inner pad", padded(0x36)),
        ("under the outer pad", padded(0x5c)),
    ];
    for (name, from, size) in [
        ("words of 4 bytes", secret.to_vec(), 4),
        ("words of 8 bytes", secret.to_vec(), 8),
        ("words of 4 bytes under the inner pad", padded(0x36), 4),
        ("words of 4 bytes under the outer pad", padded(0x5c), 4),
    ] {
        // Where the words begin is not known.
        for offset in 0..size {
            let turned: Vec<u8> = from[offset.min(from.len())..]
                .chunks_exact(size)
                .flat_map(|word| word.iter().rev().copied())
                .collect();
            forms.push((name, turned));
        }
    }
    forms
}

/// Numbers of ten bits in a row.
fn packed(numbers: &[u16]) -> Vec<u8> {
    let bits: Vec<u8> =
        numbers.iter().flat_map(|number| (0..10).rev().map(move |bit| (number >> bit & 1) as u8)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}

fn chunk(bytes: &[u8], at: usize) -> [u8; WINDOW] {
    *bytes[at..].first_chunk().unwrap()
}

fn mixed(start: [u8; WINDOW]) -> usize {
    (u64::from_ne_bytes(start).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 16] =
        [0xd1, 0x5e, 0x07, 0xa4, 0x3b, 0xc8, 0x92, 0x6f, 0x10, 0xed, 0x75, 0x2a, 0xb9, 0x46, 0xf3, 0x8c];
    const SHARE: &str = "duckling enlarge academic academic agency result length solution fridge kidney coal piece \
                         deal husband erode duke ajar critical decision keyboard";

    fn found(needles: &Needles, bytes: &[u8]) -> Vec<String> {
        needles.found_in(bytes).map(|(what, _)| what.to_owned()).collect()
    }

    #[test]
    fn every_window_of_every_form_is_found_wherever_it_lies() {
        let needles = Needles::default().bytes("secret", &SECRET);
        for (form, bytes) in forms(&SECRET) {
            for window in bytes.windows(WINDOW) {
                for (before, after) in [(0, 0), (1, 0), (0, 1), (7, 9), (4096, 3)] {
                    let hay = [vec![0xaa; before], window.to_vec(), vec![0x55; after]].concat();
                    assert!(found(&needles, &hay).iter().any(|what| what.contains(form)), "{form} {before}");
                }
                let mut almost = window.to_vec();
                almost[7] ^= 1;
                assert_eq!(found(&needles, &almost), [""; 0], "{form}");
            }
        }
    }

    #[test]
    fn two_words_are_found_and_one_is_not() {
        let needles = Needles::default().mnemonic("share", SHARE);
        for (hay, what) in [
            ("..coal piece..", "two words"),
            ("..COAL PIECE..", "two words in capitals"),
            ("..coal\npiece..", "two words on two lines"),
            ("  11. coal", "a numbered word"),
            ("solu frid", "by four letters"),
            ("SOLU FRID", "by four letters in capitals"),
        ] {
            assert!(found(&needles, hay.as_bytes()).contains(&format!("share, {what}")), "{hay}");
        }
        for hay in ["solution", "coal  piece", "  12. coal", "piece coal", "duckling enlarge academic acad"] {
            assert_eq!(found(&needles, hay.as_bytes()), [""; 0], "{hay}");
        }
    }

    #[test]
    fn what_is_public_is_left_out_and_nothing_else() {
        let needles = Needles::default().mnemonic("share", SHARE).bytes("secret", &SECRET);
        let count = needles.count();
        let needles = needles.without(b"the coal piece that is public");
        // In full, and by four letters.
        assert_eq!(needles.count(), count - 2);
        assert_eq!(found(&needles, b"coal piece"), [""; 0]);
        assert_eq!(found(&needles, b"kidney coal"), ["share, two words"]);
    }

    #[test]
    fn the_numbers_of_words_are_found_as_integers_and_packed() {
        let needles = Needles::default().mnemonic("share", SHARE);
        let numbers: Vec<u16> = SHARE.split(' ').map(|word| wordlist::index(word).unwrap()).collect();
        let integers: Vec<u8> = numbers[9..13].iter().flat_map(|number| number.to_ne_bytes()).collect();
        assert_eq!(found(&needles, &integers), ["share, the numbers of its words"]);
        assert_eq!(found(&needles, &packed(&numbers)[10..18]), ["share, packed to ten bits"]);
        assert_eq!(packed(&[1023, 0, 1, 512]), [0xff, 0xc0, 0x00, 0x06, 0x00]);
    }
}
