//! The terminal: opened by itself, so that pipes never get in the way of a prompt, and always given back as it was.
//!
//! The rules. What needs a person goes to the terminal and is erased afterwards. While a session lasts there is no
//! echo, and Ctrl-C, Ctrl-Z and Ctrl-\ arrive as keys; signals from outside set a flag that the waiting loop sees.
//! Every way out, an error, a signal, a stop or a panic, leaves by [`Session`]'s destructor, which restores the
//! terminal and discards what was typed but not read: half a pasted share must not end up on a shell's command line.
//!
//! The loop polls with a time limit and handlers only set flags, so it needs neither a pipe nor a socket, and stays
//! usable under a filter that denies both.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Write as _},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Signal, getpid, kill_process},
    termios::{
        InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize,
        tcsetattr,
    },
};
use signal_hook::{consts::signal, flag};

use super::{
    failure::{Exit, Failure},
    keyboard::{Decoder, Press},
    output::Voice,
};
use crate::secret::SecretBytes;

/// The controlling terminal.
#[derive(Debug)]
pub struct Terminal {
    tty: File,
    plain: bool,
    colour: bool,
}

impl Terminal {
    /// Opens the controlling terminal.
    ///
    /// # Errors
    ///
    /// When there is none; `instead` is the hint then.
    pub fn open(voice: &Voice, instead: &str) -> Result<Self, Failure> {
        let refusal = |what: &str| Failure::new(Exit::Refused, "terminal-needed", what, instead);
        if voice.no_input {
            return Err(refusal("something must be asked or shown on a terminal, and --no-input forbids it"));
        }
        let tty = OpenOptions::new().read(true).write(true).open("/dev/tty");
        let tty = tty.map_err(|_| refusal("a terminal is needed, and there is none"))?;
        Ok(Self { tty, plain: voice.plain, colour: voice.colour })
    }

    /// Takes the terminal over until the session is dropped.
    ///
    /// # Errors
    ///
    /// When the terminal does not obey.
    pub fn session(&self, screen: Screen) -> Result<Session<'_>, Failure> {
        Session::begin(self, if self.plain { Screen::Line } else { screen })
    }

    /// Whether everything is to be linear.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether colour may be used.
    #[must_use]
    pub const fn has_colour(&self) -> bool {
        self.colour && !self.plain
    }
}

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
    decoder: Decoder,
    input: SecretBytes,
    unread: std::ops::Range<usize>,
}

/// What the person at the terminal did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Pressed a key.
    Press(Press),
    /// Came back after a stop, or changed the window: draw again.
    Redraw,
}

impl<'a> Session<'a> {
    fn begin(terminal: &'a Terminal, screen: Screen) -> Result<Self, Failure> {
        let before = tcgetattr(&terminal.tty).map_err(|error| failed(error.into()))?;
        let signals = Signals::watched().map_err(|error| failed(error.kind().into()))?;
        signals.default_action.store(false, Ordering::SeqCst);
        let input = SecretBytes::build(256, |_| {});
        let session = Self { terminal, screen, before, decoder: Decoder::default(), input, unread: 0..0 };
        session.enter().map_err(failed)?;
        Ok(session)
    }

    /// Waits for the next thing to happen.
    ///
    /// # Errors
    ///
    /// When the session ends from outside: a signal, Ctrl-C, a terminal that went away.
    pub fn wait(&mut self) -> Result<Event, Failure> {
        loop {
            while let Some(at) = self.unread.next() {
                match self.decoder.press(self.input.expose()[at]) {
                    Some(Press::Interrupt) => return Err(Failure::signal(2)),
                    Some(Press::Quit) => return Err(Failure::signal(3)),
                    Some(Press::Suspend) => return self.suspend(),
                    Some(press) => return Ok(Event::Press(press)),
                    None => {}
                }
            }
            if let Some(event) = self.after_signals()? {
                return Ok(event);
            }
            self.fill()?;
        }
    }

    /// Draws: writes to the terminal.
    ///
    /// # Errors
    ///
    /// When the terminal does not take it.
    pub fn draw(&self, text: &str) -> Result<(), Failure> {
        (&self.terminal.tty).write_all(text.as_bytes()).map_err(failed)
    }

    /// Columns and rows of the window.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        match tcgetwinsize(&self.terminal.tty) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.into(), size.ws_row.into()),
            _ => (80, 24),
        }
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
            Ok(0) => Err(Failure::signal(1)),
            Ok(length) => {
                self.unread = 0..length;
                Ok(())
            }
            Err(error) => match Errno::from_io_error(&error) {
                Some(Errno::INTR | Errno::AGAIN) => Ok(()),
                // The terminal is gone.
                Some(Errno::IO) => Err(Failure::signal(1)),
                _ => Err(failed(error)),
            },
        }
    }

    fn after_signals(&mut self) -> Result<Option<Event>, Failure> {
        let signals = Signals::watched().map_err(|error| failed(error.kind().into()))?;
        for (number, raised) in &signals.ending {
            if raised.swap(false, Ordering::SeqCst) {
                return Err(Failure::signal(*number));
            }
        }
        if signals.stop.swap(false, Ordering::SeqCst) {
            return self.suspend().map(Some);
        }
        if signals.resumed.swap(false, Ordering::SeqCst) {
            self.enter().map_err(failed)?;
            return Ok(Some(Event::Redraw));
        }
        Ok(signals.resized.swap(false, Ordering::SeqCst).then_some(Event::Redraw))
    }

    /// Gives the terminal back, stops, and takes it over again when the shell lets the program go on.
    fn suspend(&mut self) -> Result<Event, Failure> {
        self.leave();
        kill_process(getpid(), Signal::STOP).map_err(|error| failed(error.into()))?;
        self.enter().map_err(failed)?;
        Ok(Event::Redraw)
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
            // Some terminals keep the alternate screen in their scrollback: that goes too.
            let _ = (&self.terminal.tty).write_all(b"\x1b[0m\x1b[2J\x1b[3J\x1b[H\x1b[?25h\x1b[?1049l");
        }
        let _ = tcsetattr(&self.terminal.tty, OptionalActions::Flush, &self.before);
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.leave();
        if let Ok(signals) = Signals::watched() {
            signals.default_action.store(true, Ordering::SeqCst);
        }
    }
}

fn failed(error: io::Error) -> Failure {
    Failure::system("terminal", &error)
}

/// What signals have asked for. The handlers are set once; outside of sessions they do what happens by default.
#[derive(Debug)]
struct Signals {
    default_action: Arc<AtomicBool>,
    ending: [(u8, Arc<AtomicBool>); 4],
    stop: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
}

impl Signals {
    fn watched() -> Result<&'static Self, Arc<io::Error>> {
        static WATCHED: OnceLock<Result<Signals, Arc<io::Error>>> = OnceLock::new();
        WATCHED.get_or_init(|| Self::watch().map_err(Arc::new)).as_ref().map_err(Arc::clone)
    }

    fn watch() -> io::Result<Self> {
        let default_action = Arc::new(AtomicBool::new(true));
        let flagged = |number| -> io::Result<Arc<AtomicBool>> {
            let raised = Arc::new(AtomicBool::new(false));
            flag::register_conditional_default(number, Arc::clone(&default_action))?;
            flag::register(number, Arc::clone(&raised))?;
            Ok(raised)
        };
        let noted = |number| -> io::Result<Arc<AtomicBool>> {
            let raised = Arc::new(AtomicBool::new(false));
            flag::register(number, Arc::clone(&raised))?;
            Ok(raised)
        };
        Ok(Self {
            ending: [
                (1, flagged(signal::SIGHUP)?),
                (2, flagged(signal::SIGINT)?),
                (3, flagged(signal::SIGQUIT)?),
                (15, flagged(signal::SIGTERM)?),
            ],
            stop: flagged(signal::SIGTSTP)?,
            resumed: noted(signal::SIGCONT)?,
            resized: noted(signal::SIGWINCH)?,
            default_action,
        })
    }
}
