//! The pages of a revelation: each stays until Enter is pressed, and is wiped then.

use crate::{
    ceremony::print,
    crypto::secret::SecretText,
    host::{
        failure::Failure,
        terminal::{
            Session, TerminalEvent,
            keyboard::Press,
            page::{LINE_END, PageSize, put_cell},
        },
    },
    paper::qr::{QUIET_ZONE, blocks},
    slip39::Mnemonic,
};

/// A page without a secret, until Enter is pressed.
///
/// # Errors
///
/// When the session ends from outside.
pub fn curtain(session: &mut Session<'_>, title: &str, text: &str) -> Result<(), Failure> {
    loop {
        if session.terminal().is_plain() {
            session.draw(&format!("{title}: {text}\n"))?;
        } else {
            let mut page = session.page();
            page.strong_line(title);
            page.line("");
            text.lines().for_each(|line| page.line(line));
            session.draw(page.finish().expose())?;
        }
        if wait_for_enter(session)? {
            return Ok(());
        }
    }
}

/// The words in rows of four, page by page where the window is small, until Enter is pressed.
///
/// # Errors
///
/// When the session ends from outside.
pub fn words(session: &mut Session<'_>, title: &str, mnemonic: &Mnemonic) -> Result<(), Failure> {
    words_of(session, title, &mnemonic.words().collect::<Vec<_>>())
}

/// The words of a passphrase, as those of a share are shown.
///
/// # Errors
///
/// When the session ends from outside.
pub fn words_of(session: &mut Session<'_>, title: &str, words: &[&str]) -> Result<(), Failure> {
    numbered(session, title, "word", words)
}

/// Groups of digits, as words are shown.
///
/// # Errors
///
/// When the session ends from outside.
pub fn groups(session: &mut Session<'_>, title: &str, groups: &[SecretText]) -> Result<(), Failure> {
    numbered(session, title, "group", &groups.iter().map(SecretText::expose).collect::<Vec<_>>())
}

fn numbered(session: &mut Session<'_>, title: &str, kind: &str, words: &[&str]) -> Result<(), Failure> {
    session.forget_typed_ahead();
    if session.terminal().is_plain() {
        for (at, word) in (1..).zip(words) {
            [&format!("{kind} {at} "), *word, "\n"].iter().try_for_each(|part| session.draw(part))?;
        }
        session.draw(&format!(
            "press Enter when written; the {kind}s stay in the scrollback of this terminal: clear it\n"
        ))?;
        while !wait_for_enter(session)? {}
        return Ok(());
    }
    let mut from = 0;
    while from < words.len() {
        let size = PageSize::of(session.size());
        let spaces = if size.is_roomy() { 2 } else { 0 };
        let columns = size.columns();
        let rows = size.rows_beside(size.lines(title) + size.lines(WRITTEN) + spaces);
        let to = words.len().min(from + rows * columns);
        let mut page = session.page();
        page.strong_line(title);
        if size.is_roomy() {
            page.line("");
        }
        for (at, word) in (from + 1..).zip(&words[from..to]) {
            put_cell(&mut page, at, (at - from).is_multiple_of(columns) || at == to, |page| {
                page.put(word);
                word.len()
            });
        }
        if size.is_roomy() {
            page.line("");
        }
        page.line(if to < words.len() { "Enter shows the rest" } else { WRITTEN });
        session.draw(page.finish().expose())?;
        if wait_for_enter(session)? {
            from = to;
        }
    }
    session.wipe()
}

/// The code, until Enter is pressed; where the window is too small for it, how large it must be.
///
/// # Errors
///
/// When the session ends from outside, or the code does not give the share back.
pub fn code(session: &mut Session<'_>, title: &str, mnemonic: &Mnemonic) -> Result<(), Failure> {
    let (code, _) = print::code(mnemonic)?;
    session.forget_typed_ahead();
    loop {
        let (columns, rows) = session.size();
        let size = PageSize::of((columns, rows));
        let text_rows = size.lines(title) + size.lines(SCANNED);
        let fits = |quiet: &usize| {
            let (width, height) = blocks::size(&code, *quiet);
            width <= columns && height + text_rows <= rows
        };
        let mut page = session.page();
        page.strong_line(title);
        match [QUIET_ZONE, blocks::NARROW].iter().find(|quiet| fits(quiet)) {
            Some(quiet) => {
                page.put(blocks::draw(&code, *quiet, LINE_END).expose());
                page.line(SCANNED);
            }
            None => {
                let (width, height) = blocks::size(&code, blocks::NARROW);
                page.line(&format!(
                    "the code needs a window of {width} columns and {} lines; this one has {columns} and {rows}",
                    height + text_rows
                ));
                page.line("make it larger, or the letters smaller; Enter goes on without the code");
            }
        }
        session.draw(page.finish().expose())?;
        if wait_for_enter(session)? {
            return session.wipe();
        }
    }
}

const SCANNED: &str = "press Enter when it was scanned: it is wiped";

const WRITTEN: &str = "write all of them down, then press Enter: they are wiped";

/// True on Enter; false where the page must be drawn again.
fn wait_for_enter(session: &mut Session<'_>) -> Result<bool, Failure> {
    loop {
        match session.wait()? {
            TerminalEvent::Press(Press::Enter | Press::End) => return Ok(true),
            TerminalEvent::Redraw => return Ok(false),
            TerminalEvent::Press(_) => {}
        }
    }
}
