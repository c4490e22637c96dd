//! Questions on one line of the terminal: what is typed stays hidden until Tab shows it, and is erased afterwards.

use super::{
    failure::Failure,
    keyboard::Press,
    terminal::{Event, Screen, Session, Terminal},
};
use crate::{secret::SecretText, slip39::Passphrase};

/// Keys that differ between the usual layouts: AZERTY, QWERTZ and QWERTY disagree on every second of them.
const LAYOUT_KEYS: &str = "qwazym;-/1@";

/// Columns that an answer needs beside its question, so that a shown word or passphrase can be read.
const LEAST_ROOM: usize = 24;

/// What an answer may show while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// Nothing, until Tab is pressed.
    Hidden,
    /// What is typed.
    Shown,
}

/// Asks for one line.
///
/// # Errors
///
/// When the session ends from outside.
pub fn line(session: &mut Session<'_>, question: &str, echo: Echo) -> Result<SecretText, Failure> {
    let mut typed = SecretText::with_capacity(256);
    let mut shown = echo == Echo::Shown;
    // What is typed must fit the line that it is erased from; a long question gets a line of its own.
    let is_long = question.chars().count() + LEAST_ROOM > session.size().0;
    let question = if is_long {
        session.draw(&format!("{}\n", question.trim_end()))?;
        "> "
    } else {
        question
    };
    if session.terminal().is_plain() {
        session.draw(question)?;
    }
    loop {
        draw(session, question, &typed, shown)?;
        let Event::Press(press) = session.wait()? else { continue };
        match press {
            Press::Text(character) => typed.push(character),
            Press::Backspace => drop(typed.pop()),
            Press::Clear => typed.clear(),
            Press::Tab => shown = echo == Echo::Shown || !shown,
            Press::Enter | Press::End => {
                session.draw(if session.terminal().is_plain() { "\n" } else { "\r\x1b[K" })?;
                return Ok(typed);
            }
            Press::Interrupt | Press::Quit | Press::Suspend => {}
        }
    }
}

/// The question and as much of the end of the answer as fits one line, so that all of it can be erased again.
fn draw(session: &Session<'_>, question: &str, typed: &SecretText, shown: bool) -> Result<(), Failure> {
    if session.terminal().is_plain() {
        return Ok(());
    }
    let mut drawn = SecretText::with_capacity(question.len() + typed.len() + 8);
    drawn.push('\r');
    drawn.push_str(question);
    if shown {
        let mut room = session.size().0.saturating_sub(question.chars().count() + 1);
        let fits =
            |character: &char| room.checked_sub(columns(*character)).inspect(|rest| room = *rest).is_some();
        let fitting = typed.expose().chars().rev().take_while(fits).count();
        let skipped = typed.expose().chars().count() - fitting;
        typed.expose().chars().skip(skipped).for_each(|character| drawn.push(character));
    }
    drawn.push_str("\x1b[K");
    session.draw(drawn.expose())
}

/// Columns that a letter takes at the most: a line with too few is erased whole, one with too many is not.
const fn columns(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

/// Asks for a private key.
///
/// # Errors
///
/// When the session ends from outside.
pub fn key(terminal: &Terminal) -> Result<SecretText, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    line(&mut session, "private key (hidden, Tab shows it): ", Echo::Hidden)
}

/// Asks for the passphrase of a set that exists.
///
/// # Errors
///
/// When the session ends from outside.
pub fn passphrase(terminal: &Terminal, question: &str) -> Result<Passphrase, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    test_keyboard(&mut session)?;
    loop {
        let typed = line(&mut session, question, Echo::Hidden)?;
        match Passphrase::new(typed.expose()) {
            Ok(passphrase) => return Ok(passphrase),
            Err(error) => session.draw(&format!("{error}: type it again\n"))?,
        }
    }
}

/// Asks for a new passphrase, twice.
///
/// # Errors
///
/// When the session ends from outside.
pub fn new_passphrase(terminal: &Terminal) -> Result<Passphrase, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    test_keyboard(&mut session)?;
    loop {
        let typed = twice(&mut session, "new passphrase")?;
        match Passphrase::new(typed.expose()) {
            Ok(passphrase) => return Ok(passphrase),
            Err(error) => session.draw(&format!("{error}: choose another\n"))?,
        }
    }
}

/// Asks for the BIP-39 passphrase, twice. It may be empty, but never without having been asked for.
///
/// # Errors
///
/// When the session ends from outside.
pub fn bip39_passphrase(terminal: &Terminal) -> Result<SecretText, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    test_keyboard(&mut session)?;
    twice(&mut session, "BIP-39 passphrase, the \"25th word\" (Enter if there is none)")
}

fn twice(session: &mut Session<'_>, what: &str) -> Result<SecretText, Failure> {
    loop {
        let first = line(session, &format!("{what} (hidden, Tab shows it): "), Echo::Hidden)?;
        let second = line(session, "the same again: ", Echo::Hidden)?;
        if first.matches(second.expose()) {
            return Ok(first);
        }
        session.draw("the two are not the same: type both again\n")?;
    }
}

/// A keyboard taken for another changes a hidden passphrase silently; a visible line shows it.
fn test_keyboard(session: &mut Session<'_>) -> Result<(), Failure> {
    loop {
        let question = format!(
            "keyboard test, not secret: type {LAYOUT_KEYS} as your keys are labelled (Enter skips): "
        );
        let typed = line(session, &question, Echo::Shown)?;
        if typed.is_empty() || typed.expose() == LAYOUT_KEYS {
            return Ok(());
        }
        session
            .draw("that is not what was asked for: this machine takes your keyboard for another layout\n")?;
    }
}
