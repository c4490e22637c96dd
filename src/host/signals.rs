//! Signals that would end or stop the program, kept waiting while something must not be left half done: a terminal
//! that is taken over, a folder of which only some files are written.
//!
//! Handlers only set flags, so that they need neither a pipe nor a socket, and stay usable under a filter that denies
//! both. They are set once; while nothing is held, they do what happens by default.

use std::{
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::signal,
    flag,
    low_level::{emulate_default_handler, exit},
};

use super::failure::Failure;

/// As long as it lives, signals wait. One that [`HeldSignals::check`] did not take takes effect when the outermost is dropped.
#[derive(Debug)]
pub struct HeldSignals {
    signals: &'static Signals,
    is_outermost: bool,
}

impl HeldSignals {
    /// Lets signals wait from now on.
    ///
    /// # Errors
    ///
    /// When the system refuses the handlers.
    pub fn begin() -> Result<Self, Failure> {
        let signals = Signals::watched().map_err(|error| Failure::system("signals", &error.kind().into()))?;
        let is_outermost = signals.default_action.swap(false, Ordering::SeqCst);
        if is_outermost {
            // What came before has taken effect already.
            for past in [&signals.stop, &signals.resumed, &signals.resized] {
                past.store(false, Ordering::SeqCst);
            }
        }
        Ok(Self { signals, is_outermost })
    }

    /// Asks whether a signal wants the program to end.
    ///
    /// # Errors
    ///
    /// If one does. None takes effect later then.
    pub fn check(&self) -> Result<(), Failure> {
        let mut first = None;
        for (number, raised) in &self.signals.ending {
            if raised.swap(false, Ordering::SeqCst) {
                first = first.or(Some(*number));
            }
        }
        first.map_or(Ok(()), |number| Err(Failure::signal(number)))
    }

    /// Whether a signal has asked the program to stop, since this was asked last.
    #[must_use]
    pub fn asks_to_stop(&self) -> bool {
        self.signals.stop.swap(false, Ordering::SeqCst)
    }

    /// Whether the program goes on after a stop, since this was asked last.
    #[must_use]
    pub fn has_resumed(&self) -> bool {
        self.signals.resumed.swap(false, Ordering::SeqCst)
    }

    /// Whether the window has changed, since this was asked last.
    #[must_use]
    pub fn has_resized(&self) -> bool {
        self.signals.resized.swap(false, Ordering::SeqCst)
    }
}

impl Drop for HeldSignals {
    fn drop(&mut self) {
        if !self.is_outermost {
            return;
        }
        self.signals.default_action.store(true, Ordering::SeqCst);
        if let Err(waiting) = self.check()
            && emulate_default_handler(i32::from(waiting.exit()) - 128).is_err()
        {
            exit(waiting.exit().into());
        }
    }
}

/// Signals that end a program. Not those of a fault in it (SIGSEGV, SIGBUS, SIGILL, SIGFPE): after a fault memory cannot be
/// trusted for cleaning up, and the instruction at fault would run again for ever. SIGKILL cannot be caught.
const ENDING: [i32; 13] = [
    signal::SIGHUP,
    signal::SIGINT,
    signal::SIGQUIT,
    signal::SIGTERM,
    signal::SIGABRT,
    signal::SIGALRM,
    signal::SIGUSR1,
    signal::SIGUSR2,
    signal::SIGXCPU,
    signal::SIGVTALRM,
    signal::SIGPROF,
    signal::SIGTRAP,
    signal::SIGSYS,
];

/// The same that only Linux has: of a coprocessor, a descriptor, a failing power supply, and those for programs to agree
/// upon, but for the first two, or three, which C libraries keep for their threads and let nobody catch.
#[cfg(target_os = "linux")]
fn more_ending() -> impl Iterator<Item = i32> {
    let first = if cfg!(target_env = "musl") { 35 } else { 34 };
    [16, 29, 30].into_iter().chain(first..=64)
}
#[cfg(not(target_os = "linux"))]
fn more_ending() -> impl Iterator<Item = i32> {
    std::iter::empty()
}

/// What signals have asked for.
#[derive(Debug)]
struct Signals {
    default_action: Arc<AtomicBool>,
    ending: Vec<(u8, Arc<AtomicBool>)>,
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
            flag::register_conditional_default(number, Arc::clone(&default_action)).or_else(|_| {
                // A signal without a name in that library: exit with what a shell would show for it.
                flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&default_action))
            })?;
            flag::register(number, Arc::clone(&raised))?;
            Ok(raised)
        };
        let noted = |number| -> io::Result<Arc<AtomicBool>> {
            let raised = Arc::new(AtomicBool::new(false));
            flag::register(number, Arc::clone(&raised))?;
            Ok(raised)
        };
        // A write beyond the size limit then fails with an error, as on a full disk.
        noted(signal::SIGXFSZ)?;
        let ending = ENDING.into_iter().chain(more_ending());
        let ending = ending.map(|number| Ok((u8::try_from(number).unwrap_or(0), flagged(number)?)));
        Ok(Self {
            ending: ending.collect::<io::Result<_>>()?,
            stop: flagged(signal::SIGTSTP)?,
            resumed: noted(signal::SIGCONT)?,
            resized: noted(signal::SIGWINCH)?,
            default_action,
        })
    }
}
