//! Calls of a program that go wrong when they are told to: a disk that fails, fills up or becomes read-only at one
//! certain call, a medium that cannot do what others can, a kernel that lies.
//!
//! The debugger stops the program at every call. One that is to fail is never made: the kernel gets a number that is no
//! call (which the filter of the program refuses like any other), and the program gets the answer that was meant for it.
//! In which registers all that is, is written down for x86-64 only: elsewhere what needs it is not built.

use nix::{
    libc::{self, c_long},
    sys::ptrace,
    unistd::Pid,
};

/// What is done to the calls of a program.
#[derive(Clone, Copy, Debug)]
pub struct Meddling {
    /// The calls that count.
    pub calls: &'static [c_long],
    /// How many of them go well before.
    pub from: usize,
    /// Whether it is done to all that follow, too.
    pub lasts: bool,
    /// What is done.
    pub how: How,
}

/// What is done to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nothing: they are counted.
    Count,
    /// It is not made, and fails with this error.
    Fail(i32),
    /// It reads or writes no more bytes than these.
    Shorten(u64),
    /// It is made, and is said to have returned this.
    Lie(i64),
}

/// Calls that touch files and streams.
#[cfg(target_arch = "x86_64")]
pub const STORAGE: &[c_long] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_open,
    libc::SYS_openat,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_access,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlink,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_chdir,
    libc::SYS_lseek,
    libc::SYS_fcntl,
    libc::SYS_flock,
    libc::SYS_mkdir,
    libc::SYS_mkdirat,
    libc::SYS_rmdir,
    libc::SYS_unlink,
    libc::SYS_unlinkat,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_ftruncate,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
];

/// Those that a full or read-only disk refuses.
#[cfg(target_arch = "x86_64")]
pub const CHANGING: &[c_long] = &[
    libc::SYS_write,
    libc::SYS_open,
    libc::SYS_openat,
    libc::SYS_mkdir,
    libc::SYS_mkdirat,
    libc::SYS_rename,
    libc::SYS_renameat2,
    libc::SYS_ftruncate,
    libc::SYS_fsync,
];

/// Those that a signal may interrupt on a disk or a pipe.
#[cfg(target_arch = "x86_64")]
pub const INTERRUPTIBLE: &[c_long] =
    &[libc::SYS_read, libc::SYS_write, libc::SYS_flock, libc::SYS_ftruncate, libc::SYS_fsync];

/// How far the program has come.
#[derive(Debug)]
pub(crate) struct Meddler {
    what: Meddling,
    /// Rust's own beginning, and the loader before it, are nobody's business here.
    has_begun: bool,
    counted: Vec<c_long>,
    /// The answer to the call that it is in, where that is not the kernel's.
    answer: Option<i64>,
}

impl Meddler {
    pub(crate) fn new(what: Meddling) -> Self {
        Self { what, has_begun: false, counted: Vec::new(), answer: None }
    }

    /// For a program that is in the middle of its work.
    pub(crate) fn begun(what: Meddling) -> Self {
        Self { has_begun: true, ..Self::new(what) }
    }

    /// The calls that counted.
    pub(crate) fn counted(self) -> Vec<c_long> {
        self.counted
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub(crate) fn at_call(&mut self, _: Pid) {
        unimplemented!("meddling is written for x86-64");
    }

    /// The program has stopped at the beginning or the end of a call.
    #[cfg(target_arch = "x86_64")]
    pub(crate) fn at_call(&mut self, process: Pid) {
        if ptrace::syscall_info(process).unwrap().op == libc::PTRACE_SYSCALL_INFO_ENTRY {
            self.enter(process);
        } else if let Some(answer) = self.answer.take() {
            let mut registers = ptrace::getregs(process).unwrap();
            registers.rax = answer.cast_unsigned();
            ptrace::setregs(process, registers).unwrap();
        }
    }

    #[cfg(target_arch = "x86_64")]
    fn enter(&mut self, process: Pid) {
        let mut registers = ptrace::getregs(process).unwrap();
        let number = registers.orig_rax.cast_signed();
        if !self.has_begun {
            // The last that Rust does before `main` is a stack for signals.
            self.has_begun = number == libc::SYS_sigaltstack && registers.rdi != 0;
            return;
        }
        if !self.what.calls.contains(&number) {
            return;
        }
        let at = self.counted.len();
        self.counted.push(number);
        if at < self.what.from || at > self.what.from && !self.what.lasts {
            return;
        }
        match self.what.how {
            How::Count => return,
            How::Lie(answer) => {
                self.answer = Some(answer);
                return;
            }
            How::Fail(error) => {
                self.answer = Some((-error).into());
                registers.orig_rax = u64::MAX;
            }
            How::Shorten(most) => registers.rdx = registers.rdx.min(most),
        }
        ptrace::setregs(process, registers).unwrap();
    }
}
