//! A program that is let run to the last moment of its life, and looked into there.

use std::{
    fs, io,
    os::unix::process::CommandExt as _,
    process::{Child, Command},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use nix::{
    libc::c_long,
    sys::{
        ptrace::{self, Options},
        signal::{Signal, kill},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};

use super::{
    meddling::{Meddler, Meddling},
    memory::{Memory, STACK, Window},
};

/// Far more than anything takes, for machines that do ten other things.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A program under the debugger. All must be done by the thread that started it.
#[derive(Debug)]
pub struct Traced {
    child: Child,
    process: Pid,
    window: Window,
    /// The address at which its stack began.
    stack: u64,
    meddler: Option<Meddler>,
    ended: Option<Ended>,
}

/// What there was at its last moment.
#[derive(Debug)]
pub struct Ended {
    /// The exit code, or 128 and the signal that ended it.
    pub code: i32,
    /// All its memory.
    pub memory: Memory,
    /// The calls that counted, where they were meddled with.
    pub calls: Vec<c_long>,
    /// The address at which its stack began.
    stack: u64,
    /// `/proc/PID/status`.
    status: String,
}

/// Between fork and exec: the program asks to be traced.
pub fn ask_to_be_traced() -> io::Result<()> {
    ptrace::traceme().map_err(io::Error::from)
}

impl Traced {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Self {
        Self::start_meddled(command, None)
    }

    /// Takes over a program that has asked to be traced.
    pub fn begin(child: Child) -> Self {
        Self::begin_meddled(child, None)
    }

    /// Starts a program whose calls may go wrong.
    #[allow(
        unsafe_code,
        reason = "between fork and exec nothing is done but one system call, which allocates nothing"
    )]
    pub fn start_meddled(command: &mut Command, meddling: Option<Meddling>) -> Self {
        // SAFETY: `ask_to_be_traced` is async-signal-safe.
        unsafe { command.pre_exec(ask_to_be_traced) };
        Self::begin_meddled(command.spawn().unwrap(), meddling)
    }

    /// Takes over a program that has asked to be traced, and whose calls may go wrong.
    pub fn begin_meddled(child: Child, meddling: Option<Meddling>) -> Self {
        let process = Pid::from_raw(child.id().try_into().unwrap());
        let status = waitpid(process, None).unwrap();
        assert!(matches!(status, WaitStatus::Stopped(_, Signal::SIGTRAP)), "{status:?}");
        let options =
            Options::PTRACE_O_EXITKILL | Options::PTRACE_O_TRACEEXIT | Options::PTRACE_O_TRACESYSGOOD;
        ptrace::setoptions(process, options).unwrap();
        let window = Window::open(process).unwrap();
        let stack = beginning_of_stack(process);
        let traced = Self { child, process, window, stack, meddler: meddling.map(Meddler::new), ended: None };
        traced.go_on(None);
        traced
    }

    /// To its end, or to its next call.
    fn go_on(&self, signal: Option<Signal>) {
        let go = if self.meddler.is_some() { ptrace::syscall } else { ptrace::cont };
        go(self.process, signal).unwrap();
    }

    /// Looks whether it has come to its end, and reads its memory then.
    pub fn has_ended(&mut self) -> bool {
        self.follow(Some(WaitPidFlag::WNOHANG))
    }

    /// Lets it go on wherever it has stopped, to its end if it may be waited for.
    fn follow(&mut self, wait: Option<WaitPidFlag>) -> bool {
        while self.ended.is_none() {
            match waitpid(self.process, wait).unwrap() {
                WaitStatus::StillAlive => return false,
                WaitStatus::Stopped(_, signal) => self.go_on(Some(signal)),
                WaitStatus::PtraceSyscall(_) => {
                    self.meddler.as_mut().unwrap().at_call(self.process);
                    self.go_on(None);
                }
                WaitStatus::PtraceEvent(_, _, _) => self.look(),
                gone => panic!("it has gone without a last moment: {gone:?}"),
            }
        }
        true
    }

    fn look(&mut self) {
        let memory = self.window.read().unwrap();
        assert!(memory.mappings.iter().any(|mapping| mapping.name == STACK), "the stack was not read");
        let status = fs::read_to_string(format!("/proc/{}/status", self.process)).unwrap();
        let word = ptrace::getevent(self.process).unwrap();
        let code = if word & 0x7f == 0 { word >> 8 & 0xff } else { 128 + (word & 0x7f) };
        let calls = self.meddler.take().map(Meddler::counted).unwrap_or_default();
        let stack = self.stack;
        self.ended = Some(Ended { code: code.try_into().unwrap(), memory, calls, stack, status });
        ptrace::cont(self.process, None).unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it sleeps: until it waits for something that does not come.
    pub fn wait_until_asleep(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        let mut asleep = 0;
        while asleep < 5 {
            assert!(!self.has_ended(), "it has ended where it should have waited");
            assert!(Instant::now() < deadline, "it does not come to rest");
            thread::sleep(Duration::from_millis(10));
            let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap();
            let is_asleep = stat.rsplit_once(") ").is_some_and(|(_, state)| state.starts_with('S'));
            asleep = if is_asleep { asleep + 1 } else { 0 };
        }
    }

    /// Stops it wherever it is, reads its memory, and lets it go on as if nothing had been.
    pub fn look_in_passing(&mut self) -> Memory {
        self.stop();
        let memory = self.window.read().unwrap();
        self.go_on(None);
        memory
    }

    /// Meddles with its calls from now on.
    pub fn meddle(&mut self, meddling: Meddling) {
        self.stop();
        self.meddler = Some(Meddler::begun(meddling));
        self.go_on(None);
    }

    fn stop(&self) {
        self.signal(Signal::SIGSTOP);
        loop {
            match waitpid(self.process, None).unwrap() {
                WaitStatus::Stopped(_, Signal::SIGSTOP) => return,
                WaitStatus::Stopped(_, signal) => self.go_on(Some(signal)),
                gone => panic!("it was to be stopped, and has gone: {gone:?}"),
            }
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        kill(self.process, signal).unwrap();
    }

    /// Waits for its end.
    #[must_use]
    pub fn ended(self) -> Ended {
        self.ended_within(PATIENCE)
    }

    fn ended_within(mut self, patience: Duration) -> Ended {
        let process = self.process;
        let (end, has_come) = channel::<()>();
        let took_too_long = thread::scope(|scope| {
            let watch = scope.spawn(move || {
                let took_too_long = has_come.recv_timeout(patience) == Err(RecvTimeoutError::Timeout);
                if took_too_long {
                    let _ = kill(process, Signal::SIGKILL);
                }
                took_too_long
            });
            // Never by looking from time to time: it may stop at every call that it makes.
            self.follow(None);
            drop(end);
            watch.join().unwrap()
        });
        // Not every test asks for the code, and a program that hangs has none of its own.
        assert!(!took_too_long, "it did not end");
        self.ended.take().unwrap()
    }
}

/// The kernel tells it to whoever may look into the program (proc_pid_stat(5), the 28th field).
fn beginning_of_stack(process: Pid) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, behind_name) = stat.rsplit_once(") ").unwrap();
    let told = behind_name.split(' ').nth(25).unwrap().parse().unwrap();
    assert_ne!(told, 0, "nobody is told where the stack begins");
    told
}

impl Drop for Traced {
    fn drop(&mut self) {
        if self.ended.is_none() && self.child.try_wait().is_ok_and(|status| status.is_none()) {
            let _ = self.child.kill();
        }
    }
}

/// Bytes that whatever wipes a piece of the stack may leave at its end: where it returns to, from a few places, and what it saves.
/// What goes deeper by one frame more leaves hundreds.
pub const FEW: usize = 384;

/// Bytes between the beginning of the stack and whoever wipes it behind the work.
const ABOVE: u64 = 2 << 10;

impl Ended {
    /// How many bytes of its stack are not zero that lie deeper than so many that were wiped of it.
    #[must_use]
    pub fn left_below(&self, wiped: u64) -> usize {
        self.memory.left_on_stack_before(self.stack - ABOVE - wiped)
    }

    /// A line of `/proc/PID/status`, such as `Seccomp` (2 where a filter was in force) or `NoNewPrivs`.
    #[must_use]
    pub fn status(&self, name: &str) -> &str {
        let line = self.status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.unwrap_or_else(|| panic!("there is no {name} in the status")).trim()
    }
}

#[test]
#[should_panic(expected = "it did not end")]
fn a_program_that_hangs_has_not_ended() {
    let hanging = Traced::start(Command::new("sleep").arg("600"));
    let _ = hanging.ended_within(Duration::from_millis(200));
}
