//! Questions on one line of the terminal: what is typed stays hidden until Tab shows it, and is erased afterwards.

use super::{Screen, Session, Terminal, TerminalEvent, answer::Typed, keyboard::Press};
use crate::{
    crypto::secret::SecretText,
    host::failure::Failure,
    slip39::{Passphrase, PassphraseError},
};

/// Keys that differ between the usual layouts: AZERTY, QWERTZ and QWERTY disagree on every second of them.
const LAYOUT_KEYS: &str = "qwazym;-/1@";

/// Columns that an answer needs beside its question.
const LEAST_ROOM: usize = 24;

/// What an answer may show while it is typed.
#[derive(Clone, Copy, Debug)]
pub enum Echo {
    /// Nothing, until Tab is pressed.
    Hidden,
    /// What is typed. For answers that are no secret.
    Shown,
    /// Of what is typed only these characters, and a star for each other one. For answers that are no secret, where people who
    /// mistake the question would type words of a share.
    Only(fn(char) -> bool),
}

impl Echo {
    /// Whether what is typed is seen at once, as far as it is.
    const fn is_at_once(self) -> bool {
        matches!(self, Self::Shown | Self::Only(_))
    }

    /// What is seen of a character.
    fn shown(self, character: char) -> char {
        match self {
            Self::Only(is_meant) if !is_meant(character) => '*',
            _ => character,
        }
    }
}

/// Asks for one line.
///
/// # Errors
///
/// When the session ends from outside.
pub fn line(session: &mut Session<'_>, question: &str, echo: Echo) -> Result<SecretText, Failure> {
    watched(session, &mut |_| question.to_owned(), echo)
}

/// Asks for one line, with a question that follows what is typed: how much of it is there, or that it cannot be right.
///
/// # Errors
///
/// When the session ends from outside.
pub fn watched(
    session: &mut Session<'_>,
    question: &mut dyn FnMut(&SecretText) -> String,
    echo: Echo,
) -> Result<SecretText, Failure> {
    let mut typed = Typed::default();
    let mut prompt = Prompt::begin(session, question(&typed.whole()), echo)?;
    loop {
        prompt.ask(question(&typed.whole()));
        prompt.draw(session, &typed)?;
        match session.wait()? {
            TerminalEvent::Press(Press::Text(character)) => typed.before.push(character),
            TerminalEvent::Press(Press::Backspace) => drop(typed.before.pop()),
            TerminalEvent::Press(Press::EraseWord) => typed.erase_word(),
            TerminalEvent::Press(Press::Left) => typed.left(),
            TerminalEvent::Press(Press::Right) => typed.right(),
            TerminalEvent::Press(Press::Clear) => typed.clear(),
            TerminalEvent::Press(Press::Tab) => prompt.show_or_hide(session)?,
            TerminalEvent::Press(Press::Enter | Press::End) => {
                prompt.end(session)?;
                return Ok(typed.whole());
            }
            _ => {}
        }
    }
}

/// A question and what is seen of its answer. A secret that is shown gets the alternate screen: whatever its length and
/// whatever becomes of the window, nothing of it stays behind.
struct Prompt {
    question: String,
    /// Whether the question stands on a line of its own, above the answer.
    is_above: bool,
    echo: Echo,
    is_shown: bool,
    home: Screen,
}

impl Prompt {
    fn begin(session: &Session<'_>, question: String, echo: Echo) -> Result<Self, Failure> {
        let home = session.screen();
        let is_above = question.chars().count() + LEAST_ROOM > session.size().0;
        if is_above && home == Screen::Line {
            session.tell(&format!("{}\n", question.trim_end()))?;
        }
        let prompt = Self { question, is_above, echo, is_shown: echo.is_at_once(), home };
        if session.terminal().is_plain() {
            session.draw(prompt.mark())?;
        }
        Ok(prompt)
    }

    /// What stands before the answer on its line.
    fn mark(&self) -> &str {
        if self.is_above { "> " } else { &self.question }
    }

    fn ask(&mut self, question: String) {
        self.question = question;
    }

    fn draw(&self, session: &Session<'_>, typed: &Typed) -> Result<(), Failure> {
        if session.terminal().is_plain() {
            return Ok(());
        }
        if session.screen() == Screen::Alternate {
            let mut page = session.page();
            page.line(&self.question);
            if self.is_shown {
                let mut seen = SecretText::with_capacity(typed.whole().len());
                typed.whole().expose().chars().for_each(|character| seen.push(self.echo.shown(character)));
                page.put(seen.expose());
                page.put(&typed.back());
            }
            return session.draw(page.finish().expose());
        }
        let whole = typed.whole();
        let mut drawn = SecretText::with_capacity(self.mark().len() + whole.len() + 16);
        drawn.push('\r');
        drawn.push_str(self.mark());
        if self.echo.is_at_once() {
            let room = session.size().0.saturating_sub(self.mark().chars().count() + 1);
            let skipped = whole.expose().chars().count().saturating_sub(room);
            let seen = whole.expose().chars().skip(skipped).map(|character| self.echo.shown(character));
            seen.for_each(|character| drawn.push(character));
        }
        drawn.push_str("\x1b[K");
        if self.echo.is_at_once() {
            drawn.push_str(&typed.back());
        }
        session.draw(drawn.expose())
    }

    fn show_or_hide(&mut self, session: &mut Session<'_>) -> Result<(), Failure> {
        if self.echo.is_at_once() || session.terminal().is_plain() {
            return Ok(());
        }
        self.is_shown = !self.is_shown;
        match (self.is_shown, self.home) {
            (true, _) => session.switch_to(Screen::Alternate),
            (false, Screen::Line) => session.switch_to(Screen::Line),
            (false, Screen::Alternate) => session.wipe(),
        }
    }

    fn end(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        session.switch_to(self.home)?;
        match (session.terminal().is_plain(), self.home) {
            (true, _) => session.draw("\n"),
            (false, Screen::Line) => session.draw("\r\x1b[K"),
            (false, Screen::Alternate) => session.wipe(),
        }
    }
}

/// Asks for a private key until it is one: whoever types blind goes on typing, and must not type into a shell. `refuse`
/// says why what was typed is none.
///
/// # Errors
///
/// When the session ends from outside.
pub fn key(
    terminal: &Terminal,
    refuse: impl Fn(&SecretText) -> Option<String>,
) -> Result<SecretText, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    loop {
        let typed = line(&mut session, "private key (hidden, Tab shows it): ", Echo::Hidden)?;
        let Some(why) = refuse(&typed) else { return Ok(typed) };
        session.tell(&format!("{why}: type it again; Ctrl-C stops\n"))?;
    }
}

/// Asks for a private key again that has no checksum: a slip in it would be shared, proved and never noticed.
///
/// # Errors
///
/// When the session ends from outside.
pub fn is_same_key(terminal: &Terminal, key: &SecretText) -> Result<bool, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    let again = line(&mut session, "the same again, because hex has no checksum: ", Echo::Hidden)?;
    let is_same = key.matches(again.expose());
    if !is_same {
        session.draw("they do not match; enter both again\n")?;
    }
    Ok(is_same)
}

/// Asks for the passphrase of a set, for a recovery, with the reason if it is asked for again, and with what the record
/// says of it.
///
/// # Errors
///
/// When the session ends from outside.
pub fn passphrase(
    terminal: &Terminal,
    reason: Option<&str>,
    recorded: Option<bool>,
    read: impl Fn(&str) -> Result<Passphrase, PassphraseError>,
) -> Result<Passphrase, Failure> {
    let known = match recorded {
        Some(true) => "the record says that there is one",
        Some(false) => "the record says that there is none",
        None => "Enter if there is none",
    };
    let question = format!("passphrase (hidden, Tab shows it; {known}): ");
    until_possible(terminal, reason, |session| line(session, &question, Echo::Hidden), read)
}

/// Asks whether a passphrase is meant, after saying `what` contradicts it.
///
/// # Errors
///
/// When the session ends from outside.
pub fn is_other_passphrase_meant(terminal: &Terminal, what: &str) -> Result<bool, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    session.tell(&format!("{what}\n"))?;
    let question = "Enter asks for the passphrase again; type OTHER to see the key that this one gives: ";
    let typed = line(&mut session, question, Echo::Shown)?;
    Ok(typed.expose().trim().eq_ignore_ascii_case("other"))
}

/// Says `what`, and asks whether it is so; whoever presses Enter alone does not agree.
///
/// # Errors
///
/// When the session ends from outside.
pub fn is_agreed(terminal: &Terminal, what: &str) -> Result<bool, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    session.tell(&format!("{what}\n"))?;
    let typed = line(&mut session, "Is that right? Type yes, or Enter for no: ", Echo::Shown)?;
    Ok(typed.expose().trim().eq_ignore_ascii_case("yes"))
}

/// Asks for a passphrase twice, where nothing will show whether it was right.
///
/// # Errors
///
/// When the session ends from outside.
pub fn passphrase_twice(terminal: &Terminal, what: &str) -> Result<Passphrase, Failure> {
    until_possible(terminal, None, |session| twice(session, what), Passphrase::new)
}

fn until_possible(
    terminal: &Terminal,
    reason: Option<&str>,
    ask: impl Fn(&mut Session<'_>) -> Result<SecretText, Failure>,
    read: impl Fn(&str) -> Result<Passphrase, PassphraseError>,
) -> Result<Passphrase, Failure> {
    let mut session = terminal.session(Screen::Line)?;
    if let Some(reason) = reason {
        session.tell(&format!("{reason}\n"))?;
    }
    test_keyboard(&mut session)?;
    loop {
        match read(ask(&mut session)?.expose()) {
            Ok(passphrase) => return Ok(passphrase),
            Err(error) => session.tell(&format!("{error}: type another\n"))?,
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
        session.draw("they do not match; enter both again\n")?;
    }
}

/// A keyboard taken for another changes a hidden passphrase silently; a visible line shows it.
fn test_keyboard(session: &mut Session<'_>) -> Result<(), Failure> {
    loop {
        let question = format!(
            "keyboard test (not secret): type {LAYOUT_KEYS} as printed on your keys, or Enter to skip: "
        );
        let typed = line(session, &question, Echo::Shown)?;
        if typed.is_empty() || typed.expose() == LAYOUT_KEYS {
            return Ok(());
        }
        session.draw(if has_capitals_only(typed.expose()) {
            "all letters came as capitals: look at Caps Lock, and try again\n"
        } else {
            "that does not match: a typing slip, Caps Lock, or another keyboard layout; try again\n"
        })?;
    }
}

fn has_capitals_only(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}
