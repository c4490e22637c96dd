//! The system calls that are let through. Whatever is not in these lists fails with EPERM, calls that are not invented
//! yet included; a call made for another processor than the one the program was built for ends it.

use std::env::consts::ARCH;

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};

use super::Missing;

/// Forbids all other calls from now on, and the gain of privileges with them.
///
/// # Errors
///
/// When the kernel takes no filter.
pub fn filter() -> Result<(), Missing> {
    let program = program().map_err(|_| Missing::Filter)?;
    apply_filter(&program).map_err(|_| Missing::Filter)
}

fn program() -> Result<BpfProgram, seccompiler::Error> {
    let mut rules: Vec<(c_long, Vec<SeccompRule>)> =
        ALLOWED.iter().chain(OLDER).map(|&call| (call, Vec::new())).collect();
    rules.extend([
        (libc::SYS_ioctl, any_of(1, &TERMINAL.map(number))?),
        // Itself, or those in its own pipeline, who stop with it at Ctrl-Z.
        (libc::SYS_kill, any_of(0, &[0, std::process::id().into()])?),
        (libc::SYS_tgkill, any_of(0, &[std::process::id().into()])?),
        // How musl's raise() signals the one thread that there is, which has the number of the process.
        (libc::SYS_tkill, any_of(0, &[std::process::id().into()])?),
        // Memory is for data: nothing that was written can be run.
        (libc::SYS_mmap, vec![without(2, EXECUTABLE)?]),
        (libc::SYS_mprotect, vec![without(2, EXECUTABLE)?]),
        // To ask for limits, not to set them.
        (libc::SYS_prlimit64, any_of(2, &[0])?),
    ]);
    let filter = SeccompFilter::new(
        rules.into_iter().collect(),
        SeccompAction::Errno(libc::EPERM.unsigned_abs()),
        SeccompAction::Allow,
        ARCH.try_into()?,
    )?;
    Ok(filter.try_into()?)
}

/// Where one argument is any of these.
fn any_of(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    let is = |value: &u64| SeccompCondition::new(argument, Dword, SeccompCmpOp::Eq, *value);
    values.iter().map(|value| SeccompRule::new(vec![is(value)?])).collect()
}

/// A number of `ioctl` as the kernel compares it: musl's headers have it as a signed one, of which there are 32 bits.
const fn number(call: libc::Ioctl) -> u64 {
    call as u32 as u64
}

/// Where one argument has none of these bits.
fn without(argument: u8, bits: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    let has_none = SeccompCondition::new(argument, Dword, SeccompCmpOp::MaskedEq(bits), 0)?;
    SeccompRule::new(vec![has_none])
}

const EXECUTABLE: u64 = libc::PROT_EXEC.unsigned_abs() as u64;

/// Modes and size of a terminal, and throwing away what was typed. Never TIOCSTI, which types on behalf of others.
const TERMINAL: [libc::Ioctl; 10] = [
    libc::TCGETS,
    libc::TCSETS,
    libc::TCSETSW,
    libc::TCSETSF,
    libc::TCGETS2,
    libc::TCSETS2,
    libc::TCSETSW2,
    libc::TCSETSF2,
    libc::TCFLSH,
    libc::TIOCGWINSZ,
];

const ALLOWED: &[c_long] = &[
    // Files that exist.
    libc::SYS_openat,
    libc::SYS_close,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_chdir,
    libc::SYS_fcntl,
    libc::SYS_flock,
    // Files that are made.
    libc::SYS_mkdirat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_ftruncate,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    // Memory.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_mlock,
    libc::SYS_mlock2,
    libc::SYS_munlock,
    // Waiting, signals, the end.
    libc::SYS_ppoll,
    libc::SYS_futex,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Itself.
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getppid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getrandom,
];

/// Calls that younger processors never had.
#[cfg(target_arch = "x86_64")]
const OLDER: &[c_long] = &[
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_newfstatat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_poll,
    libc::SYS_time,
    libc::SYS_gettimeofday,
];
/// Calls that only this kind of processor has.
#[cfg(not(target_arch = "x86_64"))]
const OLDER: &[c_long] = &[libc::SYS_newfstatat, libc::SYS_gettimeofday];
