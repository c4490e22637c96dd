//! The terminal: opened by itself, so that pipes never get in the way of a prompt, and always restored.
//!
//! Whoever is asked for a secret sits at this terminal, wherever the streams of the program lead to: so this is where the
//! machine is looked at before the first question ([`Console::gate`]). What people typed for a prompt and no prompt has taken
//! never reaches the shell: each [`Session`] discards it at its end, and [`discard_typed_ahead`] at the end of the program.

use std::{
    fs::{File, OpenOptions},
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use rustix::termios::{QueueSelector, tcflush, tcgetwinsize};

use super::{
    console::Console,
    failure::{Code, Failure},
};

mod answer;
pub mod keyboard;
pub mod page;
pub mod prompt;
mod session;

pub use self::session::{Screen, Session, TerminalEvent};

/// The controlling terminal.
#[derive(Debug)]
pub struct Terminal {
    tty: File,
    plain: bool,
    colour: bool,
    hardened: bool,
    at_stake: Option<&'static str>,
}

impl Terminal {
    /// Opens the controlling terminal, for a secret to be typed or shown.
    ///
    /// # Errors
    ///
    /// When there is none; `instead` is the hint then. When the machine is online, or that cannot be found out.
    pub fn open(console: &Console, instead: &str) -> Result<Self, Failure> {
        let terminal = Self::without_secrets(console, instead)?;
        may_hold_a_secret();
        (console.gate)(console)?;
        Ok(terminal)
    }

    /// Opens the controlling terminal for what is no secret: a day, or an Enter.
    ///
    /// # Errors
    ///
    /// When there is none; `instead` is the hint then.
    pub fn without_secrets(console: &Console, instead: &str) -> Result<Self, Failure> {
        let refusal = |what: &str| Failure::new(Code::TerminalNeeded, what, instead);
        if console.no_input {
            return Err(refusal(
                "quorate must ask or show something on a terminal, but --no-input forbids it",
            ));
        }
        let tty = open().map_err(|_| refusal("a terminal is needed, but there is none"))?;
        Ok(Self {
            tty,
            plain: console.plain,
            colour: console.colour,
            hardened: console.is_hardened,
            at_stake: None,
        })
    }

    /// The same, where Ctrl-C asks once before it stops, and says what becomes of this.
    #[must_use]
    pub fn with_at_stake(self, at_stake: Option<&'static str>) -> Self {
        Self { at_stake, ..self }
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

/// Columns that a text on standard output has: those of its terminal, and no more than are easily read.
#[must_use]
pub fn width() -> usize {
    let columns = tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_col));
    if columns == 0 { 80 } else { columns.clamp(30, 100) }
}

fn open() -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open("/dev/tty")
}

/// Whether a secret was asked for in this run, or would have been: what lies in the terminal's line may be one.
static MAY_HOLD_A_SECRET: AtomicBool = AtomicBool::new(false);

/// Says that somebody may have typed a secret ahead, so that [`discard_typed_ahead`] discards it.
pub fn may_hold_a_secret() {
    MAY_HOLD_A_SECRET.store(true, Ordering::Relaxed);
}

/// Discards what people typed for a prompt that no longer comes: the shell would run it, and keep it in its history. In
/// the background nothing was typed for this program, and touching the terminal would stop it.
pub fn discard_typed_ahead() {
    if !MAY_HOLD_A_SECRET.load(Ordering::Relaxed) {
        return;
    }
    if is_in_foreground()
        && let Ok(tty) = open()
    {
        let _ = tcflush(&tty, QueueSelector::IFlush);
    }
}

/// Whether the program is in the foreground of the terminal. The seccomp filter forbids the usual calls for that.
#[cfg(target_os = "linux")]
fn is_in_foreground() -> bool {
    std::fs::read_to_string("/proc/self/stat").is_ok_and(|stat| says_foreground(&stat))
}

#[cfg(not(target_os = "linux"))]
fn is_in_foreground() -> bool {
    open().is_ok_and(|tty| rustix::termios::tcgetpgrp(tty) == Ok(rustix::process::getpgrp()))
}

/// The name of a program stands in brackets, and may itself have brackets and blanks; behind it are state, parent, group,
/// session, terminal, and the group that has the terminal.
#[cfg(target_os = "linux")]
fn says_foreground(stat: &str) -> bool {
    let behind_name = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let fields: Vec<&str> = behind_name.split_whitespace().collect();
    fields.get(5).is_some_and(|has_terminal| fields.get(2) == Some(has_terminal))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_group_that_has_the_terminal_is_told_from_others() {
        assert!(says_foreground("77 (quorate) R 70 77 70 34816 77 4194304 1"));
        assert!(says_foreground("77 (a) b (c) R 70 76 70 34816 76 4194304 1"));
        assert!(!says_foreground("77 (quorate) R 70 77 70 34816 70 4194304 1"));
        assert!(!says_foreground("77 (quorate) R 70 77 70 0 -1 4194304 1"));
        assert!(!says_foreground("") && !says_foreground("77 (quorate) R"));
    }
}
