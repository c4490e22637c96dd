//! Typing a share, word by word: hidden until Tab shows it, four letters enough for a word, a paste welcome. What
//! cannot be a word is shown as wrong, not swallowed, so that nobody deletes the word before it by mistake.

use super::{
    explain,
    failure::Failure,
    keyboard::Press,
    screen::{Page, put_cell},
    terminal::{Event, Session},
};
use crate::{
    ceremony::submission::Unreadable,
    paper::grid::{COLUMNS, Place},
    secret::SecretText,
    slip39::{Share, mnemonic::MIN_WORDS},
    wordlist,
};

/// Lets a person type one share; none if Enter is pressed on nothing.
///
/// `title` says which share, `status` what has come so far.
///
/// # Errors
///
/// When the session ends from outside.
pub fn type_share(
    session: &mut Session<'_>,
    title: &str,
    status: &[String],
) -> Result<Option<Share>, Failure> {
    let mut entry = Entry::default();
    let mut narrator = Narrator::begin(session, title, status)?;
    loop {
        narrator.show(session, &entry)?;
        let Event::Press(press) = session.wait()? else { continue };
        match press {
            Press::Text(character) => entry.text(character),
            Press::Backspace => entry.backspace(),
            Press::Clear => entry = Entry { shown: entry.shown, ..Entry::default() },
            Press::Tab => entry.shown = !entry.shown,
            Press::Enter | Press::End => match entry.enter() {
                Entered::Nothing => return Ok(None),
                Entered::Share(share) => return Ok(Some(share)),
                Entered::More => {}
            },
            Press::Interrupt | Press::Quit | Press::Suspend => {}
        }
    }
}

/// What has been typed.
#[derive(Debug, Default)]
struct Entry {
    text: SecretText,
    /// The word that is being typed anew in the middle of the others: its position, from 1, and its letters.
    mending: Option<(usize, SecretText)>,
    shown: bool,
    message: String,
}

/// What Enter came to.
#[derive(Debug)]
enum Entered {
    Nothing,
    Share(Share),
    More,
}

impl Entry {
    fn text(&mut self, character: char) {
        self.message.clear();
        let separates = character.is_whitespace();
        match &mut self.mending {
            Some(_) if separates => self.mend(),
            Some((_, letters)) => letters.push(character.to_ascii_lowercase()),
            None if separates => self.end_word(),
            None => self.text.push(character.to_ascii_lowercase()),
        }
    }

    /// Takes a letter back; at the start of a word it steps into the word before.
    fn backspace(&mut self) {
        self.message.clear();
        let letters = self.mending.as_mut().map_or(&mut self.text, |(_, letters)| letters);
        if letters.pop().is_none() {
            self.mending = None;
        }
    }

    fn enter(&mut self) -> Entered {
        if self.mending.is_some() {
            self.mend();
        }
        if self.text.is_empty() {
            return Entered::Nothing;
        }
        match Unreadable::parse(self.text.expose()) {
            Ok(share) => return Entered::Share(share),
            Err(_) if self.count() < MIN_WORDS => {
                self.message = format!("{} words so far; a share has {MIN_WORDS} or more", self.count());
            }
            Err(unreadable) => {
                self.message = explain::unreadable(&unreadable);
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

    /// Puts the word that was typed anew in its place.
    fn mend(&mut self) {
        let Some((position, letters)) = self.mending.take() else { return };
        if letters.is_empty() {
            return;
        }
        let mut mended = SecretText::with_capacity(self.text.len() + wordlist::LONGEST);
        for (at, word) in (1..).zip(self.text.expose().split_whitespace()) {
            mended.push_str(if at == position { letters.expose() } else { word });
            mended.push(' ');
        }
        self.text = mended;
    }

    fn end_word(&mut self) {
        if !self.text.is_empty() && !self.at_word_start() {
            self.text.push(' ');
        }
    }

    fn at_word_start(&self) -> bool {
        self.text.expose().ends_with(' ')
    }

    fn count(&self) -> usize {
        self.text.expose().split_whitespace().count()
    }

    /// The words, each with whether it is finished.
    fn words(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let count = self.count();
        let mending = self.mending.as_ref();
        self.text.expose().split_whitespace().zip(1..).map(move |(word, at)| match mending {
            Some((position, letters)) if *position == at => (at, letters.expose(), false),
            _ => (at, word, at < count || self.at_word_start()),
        })
    }
}

/// A word as it may be seen: which letters, and whether from some letter on it can be no word.
fn visible(word: &str, finished: bool, shown: bool) -> (String, String) {
    if finished {
        return match (wordlist::index(word), shown) {
            (Some(index), true) => (wordlist::word(index).to_owned(), String::new()),
            (Some(_), false) => ("****".to_owned(), String::new()),
            (None, true) => (String::new(), format!("{word}?")),
            (None, false) => (String::new(), "????".to_owned()),
        };
    }
    let possible = (1..=word.chars().count())
        .take_while(|&letters| wordlist::may_begin_a_word(&word.chars().take(letters).collect::<String>()))
        .count();
    let mask = |text: String, mark: &str| if shown { text } else { mark.repeat(text.chars().count()) };
    (mask(word.chars().take(possible).collect(), "*"), mask(word.chars().skip(possible).collect(), "?"))
}

/// Shows an entry: as a page that is drawn anew, or, in plain mode, as lines that tell what changed.
#[derive(Debug)]
struct Narrator {
    title: String,
    status: Vec<String>,
    told_words: usize,
    told_message: String,
}

impl Narrator {
    fn begin(session: &Session<'_>, title: &str, status: &[String]) -> Result<Self, Failure> {
        if session.terminal().is_plain() {
            for line in status.iter().map(String::as_str).chain([title, HELP]) {
                session.draw(&format!("{line}\n"))?;
            }
        }
        Ok(Self {
            title: title.to_owned(),
            status: status.to_vec(),
            told_words: 0,
            told_message: String::new(),
        })
    }

    fn show(&mut self, session: &Session<'_>, entry: &Entry) -> Result<(), Failure> {
        if session.terminal().is_plain() { self.narrate(session, entry) } else { self.draw(session, entry) }
    }

    fn narrate(&mut self, session: &Session<'_>, entry: &Entry) -> Result<(), Failure> {
        let finished = entry.words().filter(|(_, _, finished)| *finished).count();
        if finished > self.told_words {
            for (at, word, _) in entry.words().skip(self.told_words).take(finished - self.told_words) {
                let verdict = match wordlist::index(word) {
                    Some(index) if entry.shown => wordlist::word(index),
                    Some(_) => "ok",
                    None => "is not in the list; Backspace goes back into it",
                };
                session.draw(&format!("word {at} {verdict}\n"))?;
            }
        }
        self.told_words = finished;
        if entry.message != self.told_message {
            self.told_message.clone_from(&entry.message);
            if !entry.message.is_empty() {
                session.draw(&format!("{}\n", entry.message))?;
            }
        }
        Ok(())
    }

    fn draw(&self, session: &Session<'_>, entry: &Entry) -> Result<(), Failure> {
        let mut page = Page::new(session.terminal().has_colour());
        for line in &self.status {
            page.line(line);
        }
        page.put_strong(&self.title);
        page.end_line();
        page.line("");
        let others = self.status.len() + 7;
        let rows = session.size().1.saturating_sub(others).max(1);
        let here = entry.mending.as_ref().map_or(entry.count() + 1, |(position, _)| *position);
        let first_row = Place::of(here).row.saturating_sub(rows);
        let mut last = 0;
        for (at, word, finished) in entry.words() {
            if (first_row..first_row + rows).contains(&(Place::of(at).row - 1)) {
                let (fine, wrong) = visible(word, finished, entry.shown);
                put_cell(&mut page, at, |page| {
                    page.put(&fine);
                    page.put_wrong(&wrong);
                    fine.chars().count() + wrong.chars().count()
                });
                last = at;
            }
        }
        if !last.is_multiple_of(COLUMNS) {
            page.end_line();
        }
        page.line("");
        page.put_wrong(&entry.message);
        page.end_line();
        if let Some((position, letters)) = &entry.mending {
            let (fine, wrong) = visible(letters.expose(), false, entry.shown);
            page.put(&format!("{}: ", Place::of(*position)));
            page.put(&fine);
            page.put_wrong(&wrong);
            page.end_line();
        }
        page.line(HELP);
        session.draw(page.finish().expose())
    }
}

const HELP: &str = "four letters are enough; Tab shows and hides, Enter ends the share, Ctrl-C stops";

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: &str = "duckling enlarge academic academic agency result length solution fridge kidney coal piece \
                         deal husband erode duke ajar critical decision keyboard";

    fn typed(text: &str) -> Entry {
        let mut entry = Entry::default();
        text.chars().for_each(|character| entry.text(character));
        entry
    }

    #[test]
    fn four_letters_in_any_case_make_a_share() {
        let short: Vec<String> = SHARE.split_whitespace().map(|word| word[..4].to_uppercase()).collect();
        assert!(matches!(typed(&short.join(" ")).enter(), Entered::Share(_)));
        assert!(matches!(typed("").enter(), Entered::Nothing));
    }

    #[test]
    fn a_share_may_be_broken_over_lines() {
        let mut entry = Entry::default();
        let words: Vec<&str> = SHARE.split_whitespace().collect();
        for row in words.chunks(4).take(4) {
            row.join(" ").chars().for_each(|character| entry.text(character));
            assert!(matches!(entry.enter(), Entered::More));
        }
        assert!(entry.message.starts_with("16 words so far"));
        words[16..].join(" ").chars().for_each(|character| entry.text(character));
        assert!(matches!(entry.enter(), Entered::Share(_)));
    }

    #[test]
    fn a_wrong_word_is_pointed_at_and_typed_anew_in_its_place() {
        for wrong in ["actress", "hunter"] {
            let mut entry = typed(&SHARE.replace("fridge", wrong));
            assert!(matches!(entry.enter(), Entered::More));
            assert!(entry.message.contains("word 9 (row 3, column 1)"), "{}", entry.message);
            assert!(!entry.message.contains(wrong));
            "frie".chars().for_each(|character| entry.text(character));
            entry.backspace();
            entry.text('d');
            assert!(matches!(entry.enter(), Entered::Share(_)));
        }
    }

    #[test]
    fn backspace_steps_into_the_word_before() {
        let mut entry = typed("duckling enlarge ");
        entry.backspace();
        entry.backspace();
        assert_eq!(entry.text.expose(), "duckling enlarg");
    }

    #[test]
    fn wrong_letters_are_marked_and_nothing_is_shown_unasked() {
        assert_eq!(visible("acxy", false, false), ("**".to_owned(), "??".to_owned()));
        assert_eq!(visible("acxy", false, true), ("ac".to_owned(), "xy".to_owned()));
        assert_eq!(visible("acad", true, false), ("****".to_owned(), String::new()));
        assert_eq!(visible("acad", true, true), ("academic".to_owned(), String::new()));
        assert_eq!(visible("acid2", true, false), (String::new(), "????".to_owned()));
    }
}
