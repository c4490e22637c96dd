//! The terminal, taken over for as long as something is asked or shown.
//!
//! The rules. What needs a person goes to the terminal and is erased afterwards. While a session lasts there is no
//! echo, and Ctrl-C, Ctrl-Z and Ctrl-\ arrive as keys; signals from outside set a flag that the waiting loop sees.
//! Every way out, an error, a signal, a stop or a panic, leaves by [`Session`]'s destructor, which restores the
//! terminal and discards what was typed but not read: half a pasted share must not end up on a shell's command line.
//!
//! The loop polls with a time limit, so it needs neither a pipe nor a socket, and stays usable under a filter that
//! denies both.

use std::io::{self, Read as _, Write as _};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Signal, getpid, kill_current_process_group, kill_process},
    termios::{
        InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
        tcgetattr, tcgetwinsize, tcsetattr,
    },
};

use super::Terminal;
use crate::{
    crypto::secret::SecretBytes,
    host::{
        failure::Failure,
        lines,
        signals::HeldSignals,
        terminal::{
            keyboard::{Decoder, Press},
            page::{Page, PageSize},
        },
    },
};

/// What a session draws on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The alternate screen, wiped on leaving.
    Alternate,
    /// The line that the cursor is on.
    Line,
}

/// The terminal, taken over.
#[derive(Debug)]
pub struct Session<'a> {
    terminal: &'a Terminal,
    screen: Screen,
    before: Termios,
    held: HeldSignals,
    decoder: Decoder,
    input: SecretBytes,
    unread: std::ops::Range<usize>,
    /// What would be lost if the person stopped now.
    at_stake: Option<String>,
}

/// What the person at the terminal did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalEvent {
    /// Pressed a key.
    Press(Press),
    /// Came back after a stop, or changed the window: draw again.
    Redraw,
}

impl<'a> Session<'a> {
    pub(super) fn begin(terminal: &'a Terminal, screen: Screen) -> Result<Self, Failure> {
        let before = tcgetattr(&terminal.tty).map_err(|error| failed(error.into()))?;
        let held = HeldSignals::begin()?;
        let input = SecretBytes::build(256, |_| {});
        let session = Self {
            terminal,
            screen,
            before,
            held,
            decoder: Decoder::default(),
            input,
            unread: 0..0,
            at_stake: terminal.at_stake.map(str::to_owned),
        };
        session.enter().map_err(failed)?;
        Ok(session)
    }

    /// Waits for the next thing to happen.
    ///
    /// # Errors
    ///
    /// When the session ends from outside: a signal, Ctrl-C, a terminal that went away.
    pub fn wait(&mut self) -> Result<TerminalEvent, Failure> {
        match self.next_event()? {
            TerminalEvent::Press(Press::Interrupt) => self.refuse_to_stop_unasked(),
            event => Ok(event),
        }
    }

    /// From now on Ctrl-C asks once before it stops, and says what becomes of `at_stake`; with nothing at stake it stops.
    pub fn put_at_stake(&mut self, at_stake: Option<String>) {
        self.at_stake = at_stake;
    }

    /// Whoever pressed Ctrl-C may have meant the line and not the ceremony.
    fn refuse_to_stop_unasked(&mut self) -> Result<TerminalEvent, Failure> {
        let Some(at_stake) = &self.at_stake else { return Err(Failure::signal(2)) };
        let question = format!("Ctrl-C again to stop: {at_stake}. Any other key continues.");
        self.wipe()?;
        // A key that is held down is one wish, not two.
        self.forget_typed_ahead();
        loop {
            if self.terminal.is_plain() {
                self.draw(&format!("{question}\n"))?;
            } else if self.screen == Screen::Alternate {
                let mut page = self.page();
                page.line(&question);
                self.draw(page.finish().expose())?;
            } else {
                self.draw(&format!("\r\x1b[K{question}\n"))?;
            }
            match self.next_event()? {
                TerminalEvent::Press(Press::Interrupt) => return Err(Failure::signal(2)),
                TerminalEvent::Press(_) => return Ok(TerminalEvent::Redraw),
                TerminalEvent::Redraw => {}
            }
        }
    }

    fn next_event(&mut self) -> Result<TerminalEvent, Failure> {
        loop {
            while let Some(at) = self.unread.next() {
                match self.decoder.press(self.input.expose()[at]) {
                    Some(Press::Quit) => return Err(Failure::signal(3)),
                    Some(Press::Suspend) => return self.suspend(true),
                    Some(press) => return Ok(TerminalEvent::Press(press)),
                    None => {}
                }
            }
            if let Some(event) = self.after_signals()? {
                return Ok(event);
            }
            self.fill()?;
        }
    }

    /// Draws lines for people, broken between words.
    ///
    /// # Errors
    ///
    /// As [`Self::draw`].
    pub fn tell(&self, text: &str) -> Result<(), Failure> {
        self.draw(&lines::broken(text, self.size().0))
    }

    /// Draws: writes to the terminal.
    ///
    /// # Errors
    ///
    /// When the terminal does not take it.
    pub fn draw(&self, text: &str) -> Result<(), Failure> {
        (&self.terminal.tty).write_all(text.as_bytes()).map_err(failed)
    }

    /// A page to draw. Where the kernel does not keep the program offline, each says so.
    #[must_use]
    pub fn page(&self) -> Page {
        let mut page = Page::new(self.terminal.has_colour(), PageSize::of(self.size()));
        if !self.terminal.hardened {
            page.put_wrong(UNHARDENED);
            page.end_line();
        }
        page
    }

    /// Columns and rows that a page has.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let (columns, rows) = match tcgetwinsize(&self.terminal.tty) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.into(), size.ws_row.into()),
            _ => (80, 24),
        };
        (columns, rows - usize::from(!self.terminal.hardened))
    }

    /// What the session draws on just now.
    #[must_use]
    pub const fn screen(&self) -> Screen {
        self.screen
    }

    /// Draws on the other screen from now on; the alternate one is wiped when it is left.
    ///
    /// # Errors
    ///
    /// When the terminal does not take it.
    pub fn switch_to(&mut self, screen: Screen) -> Result<(), Failure> {
        let now = std::mem::replace(&mut self.screen, screen);
        match (now, screen) {
            (Screen::Line, Screen::Alternate) => self.draw("\x1b[?1049h\x1b[2J\x1b[H"),
            (Screen::Alternate, Screen::Line) => {
                self.draw(WIPED)?;
                self.draw("\x1b[?1049l")?;
                self.overwrite_in_the_kernel()
            }
            _ => Ok(()),
        }
    }

    /// Wipes the page, from the screen and from the kernel's own memory, before anything else is shown on it.
    ///
    /// # Errors
    ///
    /// When the terminal does not take it.
    pub fn wipe(&self) -> Result<(), Failure> {
        if self.screen != Screen::Alternate {
            return Ok(());
        }
        self.draw(WIPED)?;
        self.overwrite_in_the_kernel()
    }

    /// The kernel copies what is written to a terminal into one buffer, which lives as long as the terminal is open by
    /// anybody, a shell for instance, and which a shorter write overwrites only in part. A terminal ignores NULs.
    fn overwrite_in_the_kernel(&self) -> Result<(), Failure> {
        (&self.terminal.tty).write_all(&[0; KERNEL_BUFFER]).map_err(failed)
    }

    /// Forgets what was typed ahead: a second Enter must not wipe a page that nobody has seen yet.
    pub fn forget_typed_ahead(&mut self) {
        self.unread = 0..0;
        let _ = tcflush(&self.terminal.tty, QueueSelector::IFlush);
    }

    /// The terminal that was taken over.
    #[must_use]
    pub const fn terminal(&self) -> &'a Terminal {
        self.terminal
    }

    fn fill(&mut self) -> Result<(), Failure> {
        const TENTH: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let mut watched = [PollFd::new(&self.terminal.tty, PollFlags::IN)];
        match poll(&mut watched, Some(&TENTH)) {
            Ok(0) | Err(Errno::INTR) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(failed(error.into())),
        }
        match (&self.terminal.tty).read(self.input.expose_mut()) {
            Ok(0) => self.hung_up(),
            Ok(length) => {
                self.unread = 0..length;
                Ok(())
            }
            Err(error) => match Errno::from_io_error(&error) {
                Some(Errno::INTR | Errno::AGAIN) => Ok(()),
                Some(Errno::IO) => self.hung_up(),
                _ => Err(failed(error)),
            },
        }
    }

    /// The terminal is gone, which the signal says too, now or a little later.
    fn hung_up(&self) -> Result<(), Failure> {
        self.held.check()?;
        Err(Failure::signal(1))
    }

    fn after_signals(&mut self) -> Result<Option<TerminalEvent>, Failure> {
        self.held.check()?;
        if self.held.asks_to_stop() {
            return self.suspend(false).map(Some);
        }
        if self.held.has_resumed() {
            self.enter().map_err(failed)?;
            return Ok(Some(TerminalEvent::Redraw));
        }
        Ok(self.held.has_resized().then_some(TerminalEvent::Redraw))
    }

    /// Whether more has been typed than was taken yet.
    #[must_use]
    pub fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Gives the terminal back, stops, and takes it over again when the shell lets the program go on.
    ///
    /// At Ctrl-Z the others of a pipeline are to stop too, or the shell would go on waiting for them. Where no shell
    /// could let the program go on, the system does not obey SIGTTIN, as it would SIGSTOP; it knows that better than
    /// sessions and groups can tell, whose leaders may be out of sight in another namespace.
    fn suspend(&mut self, with_others: bool) -> Result<TerminalEvent, Failure> {
        self.leave();
        if with_others {
            kill_current_process_group(Signal::TSTP).map_err(|error| failed(error.into()))?;
            // Our own handler has noted it, too.
            let _ = self.held.asks_to_stop();
        }
        kill_process(getpid(), Signal::TTIN).map_err(|error| failed(error.into()))?;
        // Taken over once is enough: a second time would forget where the cursor was.
        let _ = self.held.has_resumed();
        self.enter().map_err(failed)?;
        Ok(TerminalEvent::Redraw)
    }

    fn enter(&self) -> io::Result<()> {
        let mut hidden = self.before.clone();
        hidden.local_modes -= LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ICANON
            | LocalModes::ISIG
            | LocalModes::IEXTEN;
        hidden.input_modes -= InputModes::IXON;
        hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Not flushing: whoever pastes early has typed it, unseen, and must not lose the first words.
        tcsetattr(&self.terminal.tty, OptionalActions::Now, &hidden)?;
        if self.screen == Screen::Alternate {
            (&self.terminal.tty).write_all(b"\x1b[?1049h\x1b[2J\x1b[H")?;
        }
        Ok(())
    }

    fn leave(&self) {
        if self.screen == Screen::Alternate {
            let _ = self.draw(WIPED);
            let _ = self.draw("\x1b[?25h\x1b[?1049l");
            let _ = self.overwrite_in_the_kernel();
        } else if !self.terminal.is_plain() {
            // What is typed may be shown just now.
            let _ = (&self.terminal.tty).write_all(b"\r\x1b[K");
        }
        let _ = tcsetattr(&self.terminal.tty, OptionalActions::Flush, &self.before);
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// An empty page. Some terminals keep the alternate screen in their scrollback: that goes, too.
const WIPED: &str = "\x1b[0m\x1b[2J\x1b[3J\x1b[H";

/// More than Linux takes of one write into its buffer at a time, which is 2,048 bytes.
const KERNEL_BUFFER: usize = 4096;

/// As wide as the narrowest window that is of use.
const UNHARDENED: &str = "UNHARDENED";

fn failed(error: io::Error) -> Failure {
    Failure::system("terminal", &error)
}
