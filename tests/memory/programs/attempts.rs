//! A program that puts itself into the sandbox as quorate does, and then tries to get out.

#![allow(unsafe_code, reason = "calls that no library makes are made by their numbers")]

use std::{
    ffi::OsString,
    fs::File,
    io,
    os::unix::process::parent_id,
    process::{Command, ExitCode},
    sync::mpsc::channel,
    thread,
};

use nix::libc::{self, c_long};
use quorate::{
    formats::age::Chunks,
    inside::{
        harden, parse,
        workers::{self, Stage},
    },
};

/// Every call that the program may make. The filter has its own list; they must be the same.
const NEEDED: &[c_long] = &[
    libc::SYS_access,
    libc::SYS_brk,
    libc::SYS_chdir,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fdatasync,
    libc::SYS_flock,
    libc::SYS_fstat,
    libc::SYS_fstatfs,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_futex,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_getuid,
    libc::SYS_lseek,
    libc::SYS_lstat,
    libc::SYS_madvise,
    libc::SYS_mkdir,
    libc::SYS_mkdirat,
    libc::SYS_mlock,
    libc::SYS_mlock2,
    libc::SYS_mremap,
    libc::SYS_munlock,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_newfstatat,
    libc::SYS_open,
    libc::SYS_openat,
    libc::SYS_poll,
    libc::SYS_ppoll,
    libc::SYS_pread64,
    libc::SYS_read,
    libc::SYS_readlink,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_restart_syscall,
    libc::SYS_rmdir,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
    libc::SYS_stat,
    libc::SYS_statfs,
    libc::SYS_statx,
    libc::SYS_time,
    libc::SYS_unlink,
    libc::SYS_unlinkat,
    libc::SYS_write,
    libc::SYS_writev,
    // By some arguments only, see below.
    libc::SYS_fcntl,
    libc::SYS_ioctl,
    libc::SYS_kill,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_prlimit64,
    libc::SYS_tgkill,
];

/// Beyond every number that a kernel knows today, so that calls which are yet to come are tried, too.
const NUMBERS: c_long = 1024;

/// The kernel's own returns from its probes, which end whoever else makes them, filter or not.
const OWN: [c_long; 2] = [335, 336];

/// Families of sockets, and kinds.
const FAMILIES: c_long = 64;
const KINDS: [c_long; 4] = [libc::SOCK_STREAM as c_long, libc::SOCK_DGRAM as c_long, 3, 5];

/// `inside COMMAND LINE` tries everything that must be refused, and names what was not. `outside` tries the same without a
/// sandbox, to show that it is the sandbox that refuses. `foreign COMMAND LINE` makes a call by the interface of another
/// processor, which must end it.
pub fn run(mode: &str, line: &[String]) -> ExitCode {
    let line: Vec<OsString> = line.iter().map(OsString::from).collect();
    let mut has_workers = false;
    if mode != "outside" {
        let command = parse(&line).ok().and_then(|cli| cli.command).expect("a command line");
        let needs = command.needs();
        harden(&needs, &line).expect("a sandbox");
        has_workers = needs.large_file;
    }
    if mode == "foreign" {
        foreign_socket();
        return ExitCode::FAILURE;
    }
    let (mut refused, mut open) = attempts(mode);
    if has_workers {
        let (more, others) = attempts_of_a_worker();
        refused += more;
        open.extend(others.into_iter().map(|what| format!("{what}, by a worker")));
    }
    println!("{refused} refused; not refused: {}", open.join(", "));
    if open.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(9) }
}

/// The same by a thread that was made before the sandbox was.
fn attempts_of_a_worker() -> (u32, Vec<String>) {
    let (tell, told) = channel();
    let own = thread::current().id();
    let stage: Stage = Box::new(move |_| {
        assert_ne!(thread::current().id(), own, "a thread of its own");
        let _ = tell.send(attempts("inside"));
        Ok(())
    });
    let read = |run: &mut Chunks| run.take_plain(0, |_| Ok(0), || Ok(true));
    workers::along(vec![stage], read, |_| Ok(())).expect("a run that comes through");
    told.recv().expect("an answer")
}

/// Tries everything, and gives the number of what was refused, and what was not.
fn attempts(mode: &str) -> (u32, Vec<String>) {
    let mut open = Vec::new();
    let mut refused = 0;
    let mut attempt =
        |what: String, is_refused: bool| if is_refused { refused += 1 } else { open.push(what) };
    for family in 0..FAMILIES {
        for kind in KINDS {
            attempt(
                format!("socket {family} {kind}"),
                call(libc::SYS_socket, [family, kind, 0, 0]) == libc::EPERM,
            );
        }
    }
    for (what, number, arguments) in named() {
        attempt(what.to_owned(), call(number, arguments) == libc::EPERM);
        // The kernel looks at one half of some arguments, a filter perhaps at the other.
        for at in 0..arguments.len() {
            let mut upper = arguments;
            upper[at] ^= 1 << 32;
            attempt(
                format!("{what}, the upper half of argument {at} changed"),
                call(number, upper) == libc::EPERM,
            );
        }
    }
    attempt("a thread".to_owned(), thread::Builder::new().spawn(|| ()).is_err());
    attempt("another program".to_owned(), Command::new("/bin/true").status().is_err());
    if mode == "inside" {
        for number in (0..NUMBERS).filter(|number| !NEEDED.contains(number) && !OWN.contains(number)) {
            attempt(format!("call {number}"), call(number, [-1, -1, -1, -1]) == libc::EPERM);
            let x32 = number | 0x4000_0000;
            attempt(format!("call {x32:#x}"), call(x32, [-1, -1, -1, -1]) == libc::EPERM);
        }
        // Pipes and memory go on working.
        assert_eq!(call(libc::SYS_kill, [c_long::from(std::process::id()), 0, 0, 0]), 0);
    }
    for (path, is_within) in [("within/file", true), ("without/file", false), ("/tmp/quorate-sandbox", false)]
    {
        let made = File::create(path).map_err(|error| error.kind());
        let is_denied = made.is_err_and(|kind| kind == io::ErrorKind::PermissionDenied);
        if mode == "inside" {
            attempt(format!("writing {path}"), is_denied != is_within);
        }
    }
    (refused, open)
}

/// What would be worst, by name; and the calls that some arguments are for.
fn named() -> Vec<(&'static str, c_long, [c_long; 4])> {
    let parent = c_long::from(parent_id());
    vec![
        ("socketpair", libc::SYS_socketpair, [1, 1, 0, 0]),
        ("io_uring_setup", libc::SYS_io_uring_setup, [1, 0, 0, 0]),
        ("execve", libc::SYS_execve, [0, 0, 0, 0]),
        ("execveat", libc::SYS_execveat, [-1, 0, 0, 0]),
        ("ptrace", libc::SYS_ptrace, [-1, parent, 0, 0]),
        ("process_vm_readv", libc::SYS_process_vm_readv, [parent, 0, 0, 0]),
        ("pidfd_open", libc::SYS_pidfd_open, [parent, 0, 0, 0]),
        ("memfd_create", libc::SYS_memfd_create, [0, 0, 0, 0]),
        ("perf_event_open", libc::SYS_perf_event_open, [0, 0, -1, -1]),
        ("a signal to another process", libc::SYS_kill, [parent, 0, 0, 0]),
        ("typing for others (TIOCSTI)", libc::SYS_ioctl, [0, libc::TIOCSTI as c_long, 0, 0]),
        ("a console of its own (TIOCCONS)", libc::SYS_ioctl, [0, libc::TIOCCONS as c_long, 0, 0]),
        ("memory that can be run", libc::SYS_mmap, [0, 4096, 7, 0x22]),
        ("making memory run", libc::SYS_mprotect, [0, 4096, 5, 0]),
        ("setting a limit", libc::SYS_prlimit64, [0, 4, -1, 0]),
        ("setting a limit by an address of 12 GiB", libc::SYS_prlimit64, [0, 4, 3 << 32, 0]),
        ("asking for another's limit", libc::SYS_prlimit64, [parent, 4, 0, 0]),
        ("a signal to another by a file (F_SETOWN)", libc::SYS_fcntl, [0, 8, parent, 0]),
        ("another signal by a file (F_SETSIG)", libc::SYS_fcntl, [0, 10, 9, 0]),
        ("a signal when a folder changes (F_NOTIFY)", libc::SYS_fcntl, [0, 1026, 1, 0]),
    ]
}

/// The error of a call, 0 if it has none.
fn call(number: c_long, [a, b, c, d]: [c_long; 4]) -> i32 {
    // SAFETY: the arguments are numbers, null, or addresses that are in nobody's memory.
    let result = unsafe { libc::syscall(number, a, b, c, d, -1_i64, 0_i64) };
    if result == -1 { io::Error::last_os_error().raw_os_error().unwrap_or(0) } else { 0 }
}

/// Opens a socket by the interface of 32-bit programs, where calls have other numbers.
fn foreign_socket() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a call whose arguments are numbers; the registers that it changes are named.
    unsafe {
        let mut result: i64 = 359;
        std::arch::asm!("push rbx", "mov ebx, 2", "int 0x80", "pop rbx", inout("rax") result, in("rcx") 1_i64, in("rdx") 0_i64);
        println!("the call came back with {result}");
    }
}
