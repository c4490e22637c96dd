//! Typing a share, word by word: hidden until Tab shows it, four letters enough for a word, a paste welcome. What
//! cannot be a word is shown as wrong, not swallowed, so that nobody deletes the word before it by mistake.

use super::entry::{Entered, ShareEntry, visible};
use crate::{
    host::{
        failure::Failure,
        terminal::{
            Session, TerminalEvent,
            keyboard::Press,
            page::{PageSize, put_cell},
        },
    },
    paper::grid::WordPlace,
    slip39::{Share, wordlist},
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
    type_into(&mut ShareEntry::default(), session, title, status)
}

/// The same, going on with what was typed before. What was shown of it is wiped at the end.
///
/// # Errors
///
/// When the session ends from outside.
pub fn type_into(
    entry: &mut ShareEntry<'_>,
    session: &mut Session<'_>,
    title: &str,
    status: &[String],
) -> Result<Option<Share>, Failure> {
    let share = typed(entry, session, title, status)?;
    session.wipe()?;
    Ok(share)
}

fn typed(
    entry: &mut ShareEntry<'_>,
    session: &mut Session<'_>,
    title: &str,
    status: &[String],
) -> Result<Option<Share>, Failure> {
    let mut narrator = Narrator::begin(session, title, status)?;
    loop {
        // Of a paste only the end is drawn: on a slow line every page would take its time.
        if session.terminal().is_plain() || !session.has_unread() {
            narrator.show(session, entry)?;
        }
        let TerminalEvent::Press(press) = session.wait()? else { continue };
        match press {
            Press::Text(character) => entry.text(character),
            Press::Backspace => entry.backspace(),
            Press::EraseWord => entry.erase_word(),
            Press::Left => entry.left(),
            Press::Right => entry.right(),
            Press::Clear => entry.clear(),
            Press::Tab => {
                entry.shown = !entry.shown;
                session.wipe()?;
            }
            Press::Enter | Press::End => match entry.enter() {
                Entered::Nothing => return Ok(None),
                Entered::Share(share) => return Ok(Some(share)),
                Entered::More => {}
            },
            Press::Interrupt | Press::Quit | Press::Suspend => {}
        }
    }
}

/// Shows an entry: as a page that is drawn anew, or, in plain mode, as lines that say what changed.
#[derive(Debug)]
struct Narrator {
    title: String,
    status: Vec<String>,
    told_words: usize,
    told_message: String,
    /// The word in the middle that was gone to last, and of how many.
    told_place: Option<(usize, usize)>,
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
            told_place: None,
        })
    }

    fn show(&mut self, session: &Session<'_>, entry: &ShareEntry<'_>) -> Result<(), Failure> {
        if session.terminal().is_plain() { self.narrate(session, entry) } else { self.draw(session, entry) }
    }

    fn narrate(&mut self, session: &Session<'_>, entry: &ShareEntry<'_>) -> Result<(), Failure> {
        let finished = entry.words().filter(|(_, _, finished)| *finished).count();
        if finished > self.told_words {
            for (at, word, _) in entry.words().skip(self.told_words).take(finished - self.told_words) {
                let verdict = match wordlist::index(word) {
                    Some(index) if entry.shown => wordlist::word(index),
                    Some(_) => "ok",
                    None => "is not in the word list; Backspace goes back into the word",
                };
                session.draw(&format!("word {at} {verdict}\n"))?;
            }
        }
        self.told_words = finished;
        let place = entry.mending.as_ref().map(|(position, _)| (*position, entry.count()));
        if let Some((position, _)) = place.filter(|_| place != self.told_place && entry.message.is_empty()) {
            session.draw(&format!("at {}\n", WordPlace::of(position)))?;
        }
        self.told_place = place;
        if entry.message != self.told_message {
            self.told_message.clone_from(&entry.message);
            if !entry.message.is_empty() {
                session.draw(&format!("{}\n", entry.message))?;
            }
        }
        Ok(())
    }

    fn draw(&self, session: &Session<'_>, entry: &ShareEntry<'_>) -> Result<(), Failure> {
        let size = PageSize::of(session.size());
        let mut page = session.page();
        self.status.iter().for_each(|line| page.line(line));
        page.strong_line(&self.title);
        let mending = entry.mending.as_ref().map(|(position, letters)| (*position, letters.expose()));
        let mended =
            mending.map_or_else(String::new, |(position, _)| format!("{}: ", WordPlace::of(position)));
        let told = self.status.iter().chain([&self.title, &entry.message]).map(|line| size.lines(line));
        // A long word still needs room behind its place, and a roomy window has an empty line above and below the words.
        let extra = if mending.is_some() { size.lines(&mended) + 1 } else { 0 }
            + if size.is_roomy() { 2 + size.lines(HELP) } else { 0 };
        let (columns, rows) = (size.columns(), size.rows_beside(told.sum::<usize>() + extra));
        if size.is_roomy() {
            page.line("");
        }
        let here = mending.map_or(entry.count() + 1, |(position, _)| position);
        let from = ((here - 1) / columns + 1).saturating_sub(rows) * columns;
        let shown: Vec<_> = entry.words().skip(from).take(rows * columns).collect();
        for (number, (at, word, finished)) in (1..).zip(&shown) {
            let (fine, wrong) = visible(word, *finished, entry.shown);
            put_cell(&mut page, *at, number % columns == 0 || number == shown.len(), |page| {
                page.put(fine);
                page.put_wrong(wrong);
                // Without colour the mark shows it.
                let mark = if wrong.is_empty() || !entry.shown { "" } else { "?" };
                page.put(mark);
                fine.chars().count() + wrong.chars().count() + mark.len()
            });
        }
        if size.is_roomy() {
            page.line("");
        }
        page.wrong_line(&entry.message);
        if let Some((_, letters)) = mending {
            let (fine, wrong) = visible(letters, false, entry.shown);
            page.put(&mended);
            page.put(fine);
            page.put_wrong(wrong);
            page.end_line();
        }
        if size.is_roomy() {
            page.line(HELP);
        }
        session.draw(page.finish().expose())
    }
}

const HELP: &str = "four letters are enough; arrows go to another word, Ctrl-W erases it, \
                    + puts one in before it; Tab shows and hides, Enter ends the share, Ctrl-C stops";
