//! What has been typed of a share so far, and what the next key makes of it. No terminal is needed to say so.

use std::collections::BTreeSet;

use crate::{
    ceremony::submission::Unreadable,
    crypto::secret::SecretText,
    slip39::{
        Mnemonic, MnemonicError, Share,
        wordlist::{self, UNIQUE_LETTERS},
        words::MIN_WORDS,
    },
    transfer::{delivery::difference::Difference, explain},
};

/// What has been typed.
#[derive(Debug, Default)]
pub struct ShareEntry<'a> {
    text: SecretText,
    /// The share that it must be, where it is read back.
    shown_before: Option<&'a Mnemonic>,
    /// Where it ever was another.
    slips: BTreeSet<usize>,
    /// Whether the last word of Enter was that something differs from what was shown, and nothing was typed since.
    differs: bool,
    /// The word that is being typed anew in the middle of the others: its position, from 1, and its letters.
    pub mending: Option<(usize, SecretText)>,
    /// Whether the letters are shown.
    pub shown: bool,
    /// The message to show below it.
    pub message: String,
}

/// Where a word is put in, until it is typed. No word is spelt so.
const ROOM: char = '+';

/// What Enter came to.
#[derive(Debug)]
pub enum Entered {
    /// There was nothing.
    Nothing,
    /// A share.
    Share(Share),
    /// Not yet a share: the message says why, if there is a reason.
    More,
}

impl<'a> ShareEntry<'a> {
    /// What is typed back of a share that was shown.
    #[must_use]
    pub fn of(mnemonic: &'a Mnemonic) -> Self {
        Self { shown_before: Some(mnemonic), ..Self::default() }
    }

    /// Where the share was typed otherwise than it was shown, whatever was mended since: positions from 1.
    #[must_use]
    pub fn slips(&self) -> Vec<usize> {
        self.slips.iter().copied().collect()
    }

    /// Takes a character: a letter of a word, or what separates words.
    pub fn text(&mut self, character: char) {
        self.go_on();
        let separates = character.is_whitespace() || matches!(character, ',' | ';' | '|' | '/');
        match &mut self.mending {
            Some(_) if separates => self.mend(),
            Some(_) if character == ROOM => self.make_room(),
            Some((_, letters)) => letters.push(character.to_ascii_lowercase()),
            None if separates => self.end_word(),
            None => self.text.push(character.to_ascii_lowercase()),
        }
    }

    /// Takes a letter back; at the start of a word it steps into the word before.
    pub fn backspace(&mut self) {
        self.go_on();
        let letters = self.mending.as_mut().map_or(&mut self.text, |(_, letters)| letters);
        if letters.pop().is_none() {
            self.mend();
        }
    }

    /// Goes to the word before, which can be typed on there or anew.
    pub fn left(&mut self) {
        self.go_on();
        let here = self.place();
        self.mend();
        self.go_to(here.saturating_sub(1).max(1));
    }

    /// Goes to the word behind; behind the last one, to the end.
    pub fn right(&mut self) {
        self.go_on();
        if self.mending.is_none() {
            return;
        }
        let (here, count) = (self.place(), self.count());
        self.mend();
        // Where nothing was put in, the word behind has come here.
        self.go_to(here + 1 + self.count() - count);
    }

    /// Takes the letters of a word away; one that has none any more is taken out.
    pub fn erase_word(&mut self) {
        self.go_on();
        match self.mending.take() {
            Some((position, letters)) if !letters.is_empty() => {
                self.mending = Some((position, SecretText::with_capacity(wordlist::LONGEST)));
            }
            Some((position, _)) => self.take_out(position),
            None => self.take_out(self.count()),
        }
    }

    /// The position of the word at which letters would be typed.
    fn place(&self) -> usize {
        match &self.mending {
            Some((position, _)) => *position,
            None => self.count() + usize::from(self.text.is_empty() || self.at_word_start()),
        }
    }

    fn go_to(&mut self, position: usize) {
        self.end_word();
        let word = self.text.expose().split_whitespace().nth(position - 1).map(|word| {
            let mut letters = SecretText::with_capacity(wordlist::LONGEST);
            letters.push_str(word);
            letters
        });
        self.mending = word.map(|letters| (position, letters));
    }

    fn take_out(&mut self, position: usize) {
        self.text = self.with_word(position, "");
    }

    /// Makes room for a word that was left out, before the one that was gone to.
    fn make_room(&mut self) {
        let here = self.place();
        self.mend();
        let Some(word) = self.text.expose().split_whitespace().nth(here - 1) else { return };
        let mut both = SecretText::with_capacity(word.len() + 2);
        both.push(ROOM);
        both.push(' ');
        both.push_str(word);
        self.text = self.with_word(here, both.expose());
        self.mending = Some((here, SecretText::with_capacity(wordlist::LONGEST)));
    }

    /// The words with another in this place; with none there, if it is empty.
    fn with_word(&self, position: usize, instead: &str) -> SecretText {
        let mut mended = SecretText::with_capacity(self.text.len() + wordlist::LONGEST);
        for (at, word) in (1..).zip(self.text.expose().split_whitespace()) {
            let word = if at == position { instead } else { word };
            mended.push_str(word);
            if !word.is_empty() {
                mended.push(' ');
            }
        }
        mended
    }

    /// Starts the share again.
    pub fn clear(&mut self) {
        let slips = std::mem::take(&mut self.slips);
        *self = Self { shown: self.shown, shown_before: self.shown_before, slips, ..Self::default() };
    }

    fn go_on(&mut self) {
        self.message.clear();
        self.differs = false;
    }

    /// Ends a line, and with it the share if it is one.
    pub fn enter(&mut self) -> Entered {
        let is_unchanged = self.mending.as_ref().is_none_or(|(_, letters)| letters.is_empty());
        if self.text.is_empty() || (self.differs && is_unchanged) {
            return Entered::Nothing;
        }
        if self.mending.is_some() {
            self.mend();
        }
        self.end_word();
        if self.text.is_empty() {
            return Entered::Nothing;
        }
        if self.differs_from_what_was_shown() {
            return Entered::More;
        }
        match Unreadable::parse(self.text.expose()) {
            Ok(share) => return Entered::Share(share),
            Err(_) if self.count() < MIN_WORDS => {
                let count = self.count();
                let s = if count == 1 { "" } else { "s" };
                self.message = format!("{count} word{s} so far; a share has {MIN_WORDS} or more");
            }
            Err(unreadable) => {
                self.message = explain::unreadable(&unreadable);
                if matches!(unreadable.error, MnemonicError::TwoReadings { .. }) {
                    self.message.push_str("; Ctrl-U begins again");
                }
                if let Some(position) = unreadable.word() {
                    self.message.push_str("; look at the card and type that word again");
                    self.mending = Some((position, SecretText::with_capacity(wordlist::LONGEST)));
                }
            }
        }
        // A line of the card may end anywhere: what follows is the next word.
        self.end_word();
        Entered::More
    }

    fn differs_from_what_was_shown(&mut self) -> bool {
        let Some(shown) = self.shown_before else { return false };
        let difference = Difference::between(self.text.expose(), shown);
        let Some(told) = difference.told() else { return false };
        self.slips.extend(difference.places());
        self.message = told;
        self.differs = true;
        self.mending =
            difference.first_to_mend().map(|at| (at, SecretText::with_capacity(wordlist::LONGEST)));
        self.end_word();
        true
    }

    /// Puts the word that was typed anew in its place. Room for one that nobody typed is taken out.
    fn mend(&mut self) {
        let Some((position, letters)) = self.mending.take() else { return };
        let is_room = self.text.expose().split_whitespace().nth(position - 1) == Some("+");
        if is_room || !letters.is_empty() {
            self.text = self.with_word(position, letters.expose());
        }
    }

    /// Ends a word, without the number and the marks that a paste brings along. What has a letter stays, and is shown.
    fn end_word(&mut self) {
        if self.text.is_empty() || self.at_word_start() {
            return;
        }
        let start = self.text.expose().rfind(' ').map_or(0, |blank| blank + 1);
        let word = self.text.expose()[start..].trim_matches(|sign: char| !sign.is_alphabetic());
        let word = SecretText::copy_of(word);
        while self.text.len() > start {
            self.text.pop();
        }
        if !word.is_empty() {
            self.text.push_str(word.expose());
            self.text.push(' ');
        }
    }

    fn at_word_start(&self) -> bool {
        self.text.expose().ends_with(' ')
    }

    /// Words so far, the last one perhaps unfinished.
    #[must_use]
    pub fn count(&self) -> usize {
        self.text.expose().split_whitespace().count()
    }

    /// The words, each with whether it is finished.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let count = self.count();
        let mending = self.mending.as_ref();
        self.text.expose().split_whitespace().zip(1..).map(move |(word, at)| match mending {
            Some((position, letters)) if *position == at => (at, letters.expose(), false),
            _ => (at, word, at < count || self.at_word_start()),
        })
    }
}

/// A word as it may be seen: the letters that can begin a word, and behind them those that cannot.
#[must_use]
pub fn visible(word: &str, finished: bool, shown: bool) -> (&str, &str) {
    if finished {
        return match (wordlist::index(word), shown) {
            (Some(index), true) => (wordlist::word(index), ""),
            (Some(_), false) => (masked(HIDDEN, UNIQUE_LETTERS), ""),
            (None, true) => ("", word),
            (None, false) => ("", masked(WRONG, UNIQUE_LETTERS)),
        };
    }
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let possible = ends.take_while(|&end| wordlist::may_begin_a_word(&word[..end])).last().unwrap_or(0);
    let (fine, wrong) = word.split_at(possible);
    if shown {
        return (fine, wrong);
    }
    (masked(HIDDEN, fine.chars().count()), masked(WRONG, wrong.chars().count()))
}

/// What hidden letters look like, and hidden letters that can be no word.
const HIDDEN: &str = "************";
const WRONG: &str = "????????????";

fn masked(mask: &str, letters: usize) -> &str {
    &mask[..letters.min(mask.len())]
}

#[cfg(test)]
mod tests;
