//! The program at a pseudo-terminal, under the debugger, with hands that type.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    num::NonZeroU16,
    time::{Duration, Instant},
};

use pty_process::{
    Size,
    blocking::{Command, Pts, Pty, open},
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    termios::{LocalModes, tcgetattr},
};
use vt100::Parser;

use crate::{
    debugger::{
        meddling::Meddling,
        memory::Memory,
        needles::Needles,
        traced::{Ended, PATIENCE, Traced, ask_to_be_traced},
    },
    desk::{Desk, leaves_nothing, leaves_nothing_in, program},
};

pub const BACKSPACE: &str = "\x7f";
pub const CTRL_C: &str = "\x03";
pub const CTRL_U: &str = "\x15";
pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";

const LINES: u16 = 24;
const COLUMNS: u16 = 80;

pub struct Tty {
    pty: Pty,
    /// Kept open, so that what the program says last can be read when it has gone.
    _far_end: Pts,
    traced: Traced,
    parser: Parser,
    arguments: String,
}

impl Tty {
    #[allow(unsafe_code, reason = "between fork and exec nothing is done but one system call")]
    pub fn run(desk: &Desk, arguments: &[&str]) -> Self {
        let (pty, far_end) = open().unwrap();
        pty.resize(Size::new(LINES, COLUMNS)).unwrap();
        let command = Command::new(program()).args(arguments).arg("--online-anyway");
        let command = command.current_dir(desk.path("")).env_clear();
        let command = command.env("TMPDIR", desk.path("")).env("TERM", "xterm-256color");
        // SAFETY: `ask_to_be_traced` is async-signal-safe.
        let mut command = unsafe { command.pre_exec(ask_to_be_traced) };
        let traced = Traced::begin(command.spawn_borrowed(&far_end).unwrap());
        let nonzero = |number| NonZeroU16::new(number).unwrap();
        let parser = Parser::new(nonzero(LINES), nonzero(COLUMNS), 1000);
        Self { pty, _far_end: far_end, traced, parser, arguments: arguments.join(" ") }
    }

    /// Types, as fast as a paste.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        (&mut &self.pty).write_all(text.as_bytes()).unwrap();
        self
    }

    /// Waits until the screen shows `text`, which may be broken between words.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        let shows = |screen: &str| screen.contains(text) || unbroken(screen).contains(text);
        self.wait_until(text, |screen| shows(screen).then_some(()));
        self
    }

    /// Presses Ctrl-C where something is at stake: it is asked once, and then it stops.
    pub fn stop(&mut self) -> &mut Self {
        self.type_in(CTRL_C).wait_for("Ctrl-C again to stop").type_in(CTRL_C)
    }

    /// Waits until something can be made of what the screen shows.
    pub fn wait_until<T>(&mut self, what: &str, make: impl Fn(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(made) = make(&self.screen()) {
                return made;
            }
            let has_ended = self.traced.has_ended();
            let came = self.read(Duration::from_millis(2));
            assert!(came || !has_ended, "{}: ended without {what}:\n{}", self.arguments, self.screen());
            assert!(Instant::now() < deadline, "{}: no {what}:\n{}", self.arguments, self.screen());
        }
    }

    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The numbered words on the screen.
    pub fn words(&self) -> Vec<String> {
        let screen = self.screen();
        let tokens: Vec<&str> = screen.split_whitespace().collect();
        let numbered = |two: &[&str]| Some((two[0].strip_suffix('.')?.parse().ok()?, two[1].to_owned()));
        tokens.windows(2).filter_map(numbered).collect::<BTreeMap<usize, String>>().into_values().collect()
    }

    /// While it waits for a person, what it is about may be on the heap; the stack is only for what is being done.
    pub fn has_a_clean_stack(&mut self, needles: &Needles) -> &mut Self {
        let memory = self.look();
        leaves_nothing_in(&format!("{}, still running", self.arguments), &memory.stack(), needles);
        self
    }

    fn look(&mut self) -> Memory {
        self.traced.look_in_passing()
    }

    /// Meddles with its calls from now on.
    pub fn meddle(&mut self, meddling: Meddling) -> &mut Self {
        self.traced.meddle(meddling);
        self
    }

    /// Waits for its end; the terminal is as it was then: with echo, by lines, without the other screen.
    pub fn ends_and_gives_back(mut self) -> (Ended, String) {
        let deadline = Instant::now() + PATIENCE;
        while !self.traced.has_ended() {
            self.read(Duration::from_millis(2));
            assert!(Instant::now() < deadline, "{}: it does not end:\n{}", self.arguments, self.screen());
        }
        while self.read(Duration::ZERO) {}
        let local = tcgetattr(&self.pty).unwrap().local_modes;
        for (mode, name) in
            [(LocalModes::ECHO, "echo"), (LocalModes::ICANON, "lines"), (LocalModes::ISIG, "signals")]
        {
            assert!(local.contains(mode), "{}: no {name}", self.arguments);
        }
        assert!(!self.parser.screen().alternate_screen(), "{}: the screen was not left", self.arguments);
        let screen = self.screen();
        (self.traced.ended(), screen)
    }

    pub fn signal(&mut self, signal: nix::sys::signal::Signal) -> &mut Self {
        self.traced.signal(signal);
        self
    }

    /// Waits for its end.
    pub fn ended(mut self) -> Ended {
        let deadline = Instant::now() + PATIENCE;
        while !self.traced.has_ended() {
            self.read(Duration::from_millis(2));
            assert!(Instant::now() < deadline, "{}: it does not end:\n{}", self.arguments, self.screen());
        }
        self.traced.ended()
    }

    /// Waits for its end with this exit code; nothing of these is left in its memory.
    pub fn ends_without(self, code: i32, needles: &Needles) {
        let arguments = self.arguments.clone();
        let ended = self.ended();
        assert_eq!(ended.code, code, "{arguments}");
        leaves_nothing(&arguments, &ended, needles);
    }

    /// Reads what comes within a time; false if nothing does.
    fn read(&mut self, within: Duration) -> bool {
        let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
        if poll(&mut [PollFd::new(&self.pty, PollFlags::IN)], Some(&within)).unwrap_or(0) == 0 {
            return false;
        }
        let mut bytes = [0; 65_536];
        let length = (&mut &self.pty).read(&mut bytes).unwrap_or(0);
        self.parser.process(&bytes[..length]);
        length > 0
    }
}

/// The screen as one line.
pub fn unbroken(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}
