//! A terminal with somebody at it: a pseudo-terminal, the screen that a terminal would show, and hands that type.
//!
//! Nothing waits for a fixed time: every wait is for something on the screen or of the process, and has a deadline.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    num::NonZeroU16,
    os::unix::process::ExitStatusExt as _,
    process::Child,
    time::{Duration, Instant},
};

use pty_process::{
    Size,
    blocking::{Command, Pts, Pty, open},
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, Signal, kill_process, kill_process_group},
    termios::{LocalModes, tcgetattr, tcgetpgrp},
};
use vt100::{Color, Parser};

use crate::desk::{Desk, repeated};

/// Far more than anything takes, for machines that do ten other things.
const PATIENCE: Duration = Duration::from_secs(30);

pub const BACKSPACE: &str = "\x7f";
pub const CTRL_C: &str = "\x03";
pub const CTRL_D: &str = "\x04";
pub const CTRL_U: &str = "\x15";
pub const CTRL_W: &str = "\x17";
pub const LEFT: &str = "\x1b[D";
pub const CTRL_Z: &str = "\x1a";
pub const CTRL_BACKSLASH: &str = "\x1c";
pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";

/// The first line of hex digits as the page of a key shows them, in a window of 80 columns.
pub fn on_page(hex: &str) -> String {
    let groups: Vec<&str> = (0..hex.len().min(32)).step_by(4).map(|at| &hex[at..at + 4]).collect();
    groups.join(" ")
}

pub struct Tty {
    /// Both ends; the far one is kept open, so that the modes can be asked for when the program has gone.
    ends: Option<(Pty, Pts)>,
    child: Child,
    parser: Parser,
    /// All bytes that ever came.
    pub came: Vec<u8>,
}

/// The modes that people notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    pub echo: bool,
    pub lines: bool,
    pub signals: bool,
}

/// What wipes a page, what may follow it at once, and how much the kernel keeps of the page.
const WIPED: &[u8] = b"\x1b[0m\x1b[2J\x1b[3J\x1b[H";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const LEAVE: &[u8] = b"\x1b[?1049l";
const KERNEL_BUFFER: usize = 4096;

/// As a shell leaves a terminal to a program.
pub const ORDINARY: Modes = Modes { echo: true, lines: true, signals: true };

impl Tty {
    /// The program in a window of 24 lines of 80 columns.
    pub fn run(desk: &Desk, arguments: &[&str]) -> Self {
        Self::run_in(desk, (24, 80), arguments)
    }

    /// The program in a window of so many lines and columns.
    pub fn run_in(desk: &Desk, size: (u16, u16), arguments: &[&str]) -> Self {
        // The machine that tests run on has a network, as a rule.
        // Whoever started the tests in the background may have had signals ignored, which programs inherit.
        let program = Command::new("env").args(["--default-signal", env!("CARGO_BIN_EXE_quorate")]);
        Self::spawn(desk, size, program.args(arguments).arg("--online-anyway"))
    }

    /// A shell with job control, which knows the program as `quorate`.
    pub fn shell(desk: &Desk) -> Self {
        let path = std::path::Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap();
        let path = format!("{}:/usr/bin:/bin", path.display());
        // What a shell was given as ignored it passes on as ignored.
        let bash = Command::new("env").args([
            "--default-signal",
            "bash",
            "--norc",
            "--noprofile",
            "--noediting",
            "-i",
        ]);
        let mut shell =
            Self::spawn(desk, (24, 80), bash.env("PATH", path).env("PS1", "READY> ").env("HISTFILE", ""));
        shell.wait_for("READY> ");
        shell
    }

    pub fn spawn(desk: &Desk, (rows, columns): (u16, u16), command: Command) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(rows, columns)).unwrap();
        let mut command = command
            .current_dir(desk.path(""))
            .env("TMPDIR", desk.path(""))
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR");
        let child = command.spawn_borrowed(&pts).unwrap();
        let parser = Parser::new(nonzero(rows), nonzero(columns), 10_000);
        Self { ends: Some((pty, pts)), child, parser, came: Vec::new() }
    }

    /// Types, as fast as a paste.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        self.type_bytes(text.as_bytes())
    }

    /// Types bytes that need not be text.
    pub fn type_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        for part in bytes.chunks(1024) {
            (&mut self.pty()).write_all(part).unwrap();
            self.read(Duration::ZERO);
        }
        self
    }

    /// Presses Ctrl-C where something is at stake: it is asked once, and then it stops.
    pub fn stop(&mut self) -> &mut Self {
        self.type_in(CTRL_C).wait_for("Ctrl-C again to stop").type_in(CTRL_C)
    }

    /// Waits until the screen shows `text`, which may be broken between words.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |screen| shows(screen, text))
    }

    /// Waits until the screen shows `text` no more.
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("no {text}"), |screen| !shows(screen, text))
    }

    /// Waits until what the screen shows fulfils a condition.
    pub fn wait_until(&mut self, what: &str, condition: impl Fn(&str) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !condition(&self.screen()) {
            let ended = self.child.try_wait().unwrap();
            if !self.read(Duration::from_millis(50)) {
                assert!(ended.is_none(), "ended without {what}: {ended:?}\n{}", self.screen());
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}:\n{}", self.screen());
        }
        self
    }

    /// Waits until the program has sent `sequence` so many times.
    pub fn wait_times(&mut self, sequence: &str, times: usize) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while String::from_utf8_lossy(&self.came).matches(sequence).count() < times {
            self.read(Duration::from_millis(10));
            assert!(Instant::now() < deadline, "{sequence:?} did not come {times} times");
        }
        self
    }

    /// Waits until the modes are as told.
    pub fn wait_modes(&mut self, modes: Modes) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while self.modes() != modes {
            self.read(Duration::from_millis(10));
            assert!(Instant::now() < deadline, "the modes stay {:?}:\n{}", self.modes(), self.screen());
        }
        self
    }

    /// Waits for the end of the program: its exit code, or 128 and the signal that ended it.
    pub fn ended(&mut self) -> i32 {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            self.read(Duration::from_millis(10));
            assert!(Instant::now() < deadline, "it does not end:\n{}", self.screen());
        };
        while self.read(Duration::ZERO) {}
        status.code().unwrap_or_else(|| 128 + status.signal().unwrap())
    }

    /// The screen as it is now.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The lines of the window.
    pub fn lines(&self) -> u16 {
        self.parser.screen().size().0.get()
    }

    /// The character at a place, and whether it is black on bright white.
    pub fn cell(&self, row: u16, column: u16) -> Option<(char, bool)> {
        let cell = self.parser.screen().cell(row, column)?;
        let is_black_on_white = (cell.fgcolor(), cell.bgcolor()) == (Color::Idx(0), Color::Idx(15));
        Some((cell.contents().chars().next().unwrap_or(' '), is_black_on_white))
    }

    /// Whether the alternate screen is shown.
    pub fn is_alternate(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// The screen and all that has been scrolled off it, as somebody finds it who comes by later.
    pub fn left(&mut self) -> String {
        let screen = self.parser.screen_mut();
        let mut text = screen.contents();
        for back in 1..=screen.scrollback_len() {
            screen.set_scrollback(back);
            text.push('\n');
            text.push_str(&screen.rows(0, u16::MAX).next().unwrap_or_default());
        }
        screen.set_scrollback(0);
        text
    }

    /// The terminal is as it was, and no word of `secret` is on it or in its scrollback; nor is one in the kernel, which
    /// keeps of what was written to a terminal as much as nothing later has overwritten.
    pub fn is_given_back(&mut self, secret: &str) -> &mut Self {
        assert_eq!(self.modes(), ORDINARY);
        while self.read(Duration::ZERO) {}
        self.is_wiped();
        assert!(!self.is_alternate(), "the alternate screen was not left");
        assert!(!self.parser.screen().hide_cursor());
        let left = self.left();
        assert_eq!(repeated(&left, secret), None, "{left}");
        self
    }

    /// Each page that came was wiped before its screen was left, and each that was wiped is overwritten at once.
    fn is_wiped(&self) {
        let pages = (0..self.came.len()).map(|at| self.came.split_at(at));
        for (before, rest) in pages.clone().filter(|(_, rest)| rest.starts_with(LEAVE)) {
            let before = before.strip_suffix(SHOW_CURSOR).unwrap_or(before);
            assert!(before.ends_with(WIPED), "{} bytes before its end", rest.len());
        }
        for rest in pages.filter_map(|(_, rest)| rest.strip_prefix(WIPED)) {
            let rest = rest.strip_prefix(SHOW_CURSOR).unwrap_or(rest);
            let rest = rest.strip_prefix(LEAVE).unwrap_or(rest);
            let after = rest.get(..KERNEL_BUFFER);
            assert!(
                after.is_some_and(|after| after.iter().all(|byte| *byte == 0)),
                "the kernel has the page"
            );
        }
    }

    pub fn modes(&self) -> Modes {
        let local = tcgetattr(self.pty()).unwrap().local_modes;
        Modes {
            echo: local.contains(LocalModes::ECHO),
            lines: local.contains(LocalModes::ICANON),
            signals: local.contains(LocalModes::ISIG),
        }
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self
    }

    /// Sends a signal to whatever a shell has put in the foreground.
    pub fn signal_foreground(&mut self, signal: Signal) -> &mut Self {
        kill_process_group(tcgetpgrp(self.pty()).unwrap(), signal).unwrap();
        self
    }

    pub fn resize(&mut self, rows: u16, columns: u16) -> &mut Self {
        self.pty().resize(Size::new(rows, columns)).unwrap();
        self.parser.screen_mut().set_size(nonzero(rows), nonzero(columns));
        self
    }

    /// Closes the terminal, and waits for the end of the program.
    pub fn hang_up(&mut self) -> i32 {
        drop(self.ends.take());
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or_else(|| 128 + status.signal().unwrap());
            }
            assert!(Instant::now() < deadline, "it lives on without a terminal");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The numbered words on the screen.
    pub fn words(&self) -> BTreeMap<usize, String> {
        let screen = self.screen();
        let tokens: Vec<&str> = screen.split_whitespace().collect();
        let numbered = |two: &[&str]| Some((two[0].strip_suffix('.')?.parse().ok()?, two[1].to_owned()));
        tokens.windows(2).filter_map(numbered).collect()
    }

    fn pty(&self) -> &Pty {
        &self.ends.as_ref().unwrap().0
    }

    /// Reads what comes within a time; false if nothing does.
    fn read(&mut self, within: Duration) -> bool {
        let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
        if poll(&mut [PollFd::new(self.pty(), PollFlags::IN)], Some(&within)).unwrap_or(0) == 0 {
            return false;
        }
        let mut bytes = [0; 65_536];
        let length = (&mut self.pty()).read(&mut bytes).unwrap_or(0);
        self.came.extend(&bytes[..length]);
        self.parser.process(&bytes[..length]);
        length > 0
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the screen shows a text, also where it is broken between words.
pub fn shows(screen: &str, text: &str) -> bool {
    screen.contains(text) || unbroken(screen).contains(text)
}

/// The screen as one line.
pub fn unbroken(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn nonzero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}
