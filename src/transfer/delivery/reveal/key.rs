//! The page of a recovered key: what nothing confirms is printed above it, to be read before the key is used.

use super::pages::curtain;
use crate::{
    crypto::secret::SecretText,
    host::{
        failure::Failure,
        terminal::{Screen, Session, Terminal, TerminalEvent, keyboard::Press, page::PageSize},
    },
};

/// Digits of a group, and groups of a line at the most: whoever copies a key by hand counts them.
const GROUP: usize = 4;
const GROUPS: usize = 8;

/// What is on the page.
#[derive(Clone, Copy, Debug)]
pub struct KeyPage<'a> {
    /// What it is.
    pub title: &'a str,
    /// The key as text.
    pub key: &'a str,
    /// Whether it is hex digits, which are shown in groups.
    pub is_hex: bool,
    /// What nothing confirms.
    pub caveats: &'a [String],
    /// Whether another passphrase may be tried.
    pub offers_another: bool,
}

/// How a page was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPageExit {
    /// By Enter.
    Done,
    /// To try another passphrase.
    AnotherPassphrase,
}

impl KeyPage<'_> {
    /// Shows the key until Enter is pressed, or P where another passphrase may be tried.
    ///
    /// # Errors
    ///
    /// When the session ends from outside.
    pub fn show(&self, terminal: &Terminal) -> Result<KeyPageExit, Failure> {
        let mut session = terminal.session(Screen::Alternate)?;
        session.forget_typed_ahead();
        self.until_left(&mut session).map_err(|mut failure| {
            failure.message.push_str(": the key was shown");
            failure.with_hint("the key is wiped from this screen; whoever saw it has it".to_owned())
        })
    }

    fn until_left(&self, session: &mut Session<'_>) -> Result<KeyPageExit, Failure> {
        let is_crowded = self.is_crowded(PageSize::of(session.size())) && !session.terminal().is_plain();
        if is_crowded {
            let caveats = [&self.caveats.join("\n"), "Enter shows the key"].join("\n");
            curtain(session, self.title, &caveats)?;
        }
        loop {
            self.draw(session, if is_crowded { &[] } else { self.caveats })?;
            if let Some(seen) = self.left(session)? {
                return Ok(seen);
            }
        }
    }

    fn draw(&self, session: &Session<'_>, caveats: &[String]) -> Result<(), Failure> {
        let width = session.size().0;
        if session.terminal().is_plain() {
            let above = [self.title, "\n"].into_iter().chain(caveats.iter().flat_map(|one| [one, "\n"]));
            above.into_iter().try_for_each(|part| session.draw(part))?;
            self.lines(width).try_for_each(|line| {
                session.draw(line.expose())?;
                session.draw("\n")
            })?;
            if let Some(other) = self.other() {
                session.draw(&format!("{other}\n"))?;
            }
            return session.draw("press Enter; the key stays in the scrollback of this terminal: clear it\n");
        }
        let mut page = session.page();
        page.strong_line(self.title);
        caveats.iter().for_each(|caveat| page.line(caveat));
        page.line("");
        self.lines(width).for_each(|line| page.line(line.expose()));
        page.line("");
        if let Some(other) = self.other() {
            page.line(other);
        }
        page.line(ENDS);
        session.draw(page.finish().expose())
    }

    /// The key as it stands on the page: hex in groups, everything else as it is.
    fn lines(&self, width: usize) -> impl Iterator<Item = SecretText> {
        let groups = if self.is_hex { ((width + 1) / (GROUP + 1)).clamp(1, GROUPS) } else { 0 };
        let whole = if self.is_hex { GROUP * groups } else { self.key.len().max(1) };
        let lines = self.key.as_bytes().chunks(whole);
        lines.map(move |line| {
            let mut shown = SecretText::with_capacity(2 * line.len());
            for (at, group) in line.chunks(if groups > 0 { GROUP } else { whole }).enumerate() {
                if at > 0 {
                    shown.push(' ');
                }
                shown.push_str(str::from_utf8(group).unwrap_or_default());
            }
            shown
        })
    }

    fn other(&self) -> Option<&'static str> {
        self.offers_another.then_some("P tries another passphrase; the shares stay")
    }

    /// Whether the caveats need a page of their own, so that the key is never pushed out of the window.
    fn is_crowded(&self, size: PageSize) -> bool {
        let lines = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| size.lines(text)).sum::<usize>();
        let key: usize = self.lines(size.width()).map(|line| size.lines(line.expose())).sum();
        let told = lines(&mut self.caveats.iter().map(String::as_str));
        let around = lines(&mut [self.title, "", "", ENDS].into_iter().chain(self.other()));
        told > 0 && key + told + around > size.height()
    }

    /// How the page is left; none where it must be drawn again.
    fn left(&self, session: &mut Session<'_>) -> Result<Option<KeyPageExit>, Failure> {
        loop {
            match session.wait()? {
                TerminalEvent::Press(Press::Enter | Press::End) => return Ok(Some(KeyPageExit::Done)),
                TerminalEvent::Press(Press::Text('p' | 'P')) if self.offers_another => {
                    return Ok(Some(KeyPageExit::AnotherPassphrase));
                }
                TerminalEvent::Redraw => return Ok(None),
                TerminalEvent::Press(_) => {}
            }
        }
    }
}

const ENDS: &str = "Enter wipes it from the screen";

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(key: &'a str, is_hex: bool, caveats: &'a [String]) -> KeyPage<'a> {
        KeyPage { title: "the recovered key", key, is_hex, caveats, offers_another: true }
    }

    fn lines(page: &KeyPage<'_>, width: usize) -> Vec<String> {
        page.lines(width).map(|line| line.expose().to_owned()).collect()
    }

    #[test]
    fn hex_is_shown_in_groups_and_nothing_else_is() {
        let digits = "00112233445566778899aabbccddeeff0123";
        let in_groups = ["0011 2233 4455 6677 8899 aabb ccdd eeff", "0123"];
        assert_eq!(lines(&page(digits, true, &[]), 80), in_groups);
        assert_eq!(lines(&page(digits, true, &[]), 39), in_groups);
        assert_eq!(lines(&page(digits, true, &[]), 38)[0], "0011 2233 4455 6677 8899 aabb ccdd");
        assert_eq!(lines(&page(digits, true, &[]), 1)[0], "0011");
        assert_eq!(lines(&page(digits, false, &[]), 39), [digits]);
        let words = "的 在 我";
        assert_eq!(lines(&page(words, false, &[]), 2), [words], "no letter is cut");
        for width in 1..90 {
            assert_eq!(lines(&page(digits, true, &[]), width).concat().replace(' ', ""), digits);
        }
    }

    #[test]
    fn caveats_that_would_push_the_key_out_of_the_window_get_a_page_of_their_own() {
        let caveats = ["not confirmed: another passphrase gives another key, and no error".to_owned()];
        let digits = "0".repeat(64);
        let page = page(&digits, true, &caveats);
        assert!(!page.is_crowded(PageSize::of((80, 24))) && page.is_crowded(PageSize::of((20, 6))));
        assert!(
            !KeyPage { caveats: &[], ..page }.is_crowded(PageSize::of((20, 6))),
            "nothing would be gained"
        );
    }
}
