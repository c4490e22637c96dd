//! The system calls that are allowed. Every other call fails with EPERM, those of later kernels included; a call by the
//! interface of another processor than the program was built for ends the program.

use std::{collections::BTreeMap, env::consts::ARCH};

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction,
    SeccompCmpArgLen::{Dword, Qword},
    SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, apply_filter_all_threads, sock_filter,
};

use super::Missing;

/// Installs the filter for all threads. It also keeps them from gaining privileges.
///
/// # Errors
///
/// When the kernel accepts no filter.
pub fn filter() -> Result<(), Missing> {
    let program = rules().and_then(program).map_err(|_| Missing::Filter)?;
    apply_filter_all_threads(&program).map_err(|_| Missing::Filter)
}

/// What is let through: each call, and if there are any, the rules of which one must fit.
type Rules = BTreeMap<c_long, Vec<SeccompRule>>;

fn rules() -> Result<Rules, seccompiler::BackendError> {
    let mut rules = ALLOWED.iter().chain(OLDER).map(|&call| (call, Vec::new())).collect::<BTreeMap<_, _>>();
    rules.extend([
        // The kernel takes 32 bits of these numbers, of commands and of processes, and does not look at the others.
        (libc::SYS_ioctl, any_of(1, &TERMINAL.map(number))?),
        (libc::SYS_fcntl, any_of(1, &DESCRIPTORS.map(number))?),
        // Itself, or those in its own pipeline, who stop with it at Ctrl-Z.
        (libc::SYS_kill, any_of(0, &[0, std::process::id().into()])?),
        (libc::SYS_tgkill, any_of(0, &[std::process::id().into()])?),
        // How musl's raise() signals the one thread that there is, which has the number of the process.
        (libc::SYS_tkill, any_of(0, &[std::process::id().into()])?),
        // Memory is for data: nothing that was written can be run.
        (libc::SYS_mmap, vec![without(2, EXECUTABLE)?]),
        (libc::SYS_mprotect, vec![without(2, EXECUTABLE)?]),
        // To ask for its own limits: a pointer to new ones has 64 bits, and another process can be named.
        (libc::SYS_prlimit64, vec![SeccompRule::new(vec![is(0, 0)?, is_null(2)?])?]),
    ]);
    Ok(rules)
}

fn program(rules: Rules) -> Result<BpfProgram, seccompiler::BackendError> {
    let listed: Vec<u32> = rules.keys().filter_map(|&call| call.try_into().ok()).collect();
    let mut program = one_by_one(rules)?;
    refuse_gaps(&mut program, &listed);
    Ok(program)
}

fn one_by_one(rules: Rules) -> Result<BpfProgram, seccompiler::BackendError> {
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    SeccompFilter::new(rules, refused, SeccompAction::Allow, ARCH.try_into()?)?.try_into()
}

/// Refuses whole ranges of numbers in which none is `listed`, which rises, before the others are looked for one by one.
///
/// The kernel runs a filter for every number when it takes it, to remember what is always let through. Most numbers are in
/// no list, and each went through all of it: a quarter of what the whole sandbox cost. Nothing is let through here, and
/// nothing is refused that the last instruction of the filter would not refuse.
fn refuse_gaps(program: &mut BpfProgram, listed: &[u32]) {
    let is_number_loaded = program.get(BEGIN - 1).is_some_and(|load| (load.code, load.k) == (LOAD, 0));
    let (Some(refuse), Some(&highest), true) = (program.last().cloned(), listed.last(), is_number_loaded)
    else {
        return;
    };
    let compared =
        |with: u32, k: u32, jt: u8, jf: u8| sock_filter { code: (libc::BPF_JMP | with) as u16, jt, jf, k };
    let mut ranges = Vec::new();
    for pair in listed.windows(2) {
        if let &[before, after] = pair
            && after - before > WORTH_A_RANGE
        {
            ranges.push(compared(libc::BPF_JGE, before + 1, 0, 2));
            ranges.push(compared(libc::BPF_JGT, after - 1, 1, 0));
            ranges.push(refuse.clone());
        }
    }
    ranges.push(compared(libc::BPF_JGT, highest, 0, 1));
    ranges.push(refuse.clone());
    program.splice(BEGIN..BEGIN, ranges);
}

/// Where a program begins to compare: behind the check of the processor, three instructions, and the load of the number.
const BEGIN: usize = 4;

/// The instruction that loads a word: the call's number, from the place 0.
const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;

/// As many numbers as three instructions save more than they cost.
const WORTH_A_RANGE: u32 = 6;

/// Where one argument is any of these.
fn any_of(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    values.iter().map(|&value| SeccompRule::new(vec![is(argument, value)?])).collect()
}

/// That an argument of which the kernel takes 32 bits is this.
fn is(argument: u8, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, Dword, SeccompCmpOp::Eq, value)
}

/// That a pointer, all of it, is none.
fn is_null(argument: u8) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, Qword, SeccompCmpOp::Eq, 0)
}

/// A command of `ioctl` or `fcntl` as the kernel compares it: some headers have it as a signed number, of which there are
/// 32 bits.
fn number(command: impl Into<i128>) -> u64 {
    command.into() as u32 as u64
}

/// Where one argument has none of these bits, which are among the lower 32: nothing above them makes memory run.
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

/// What a descriptor is, and another for the same. Never who gets a signal when it is ready (`F_SETOWN`, `F_SETSIG`).
const DESCRIPTORS: [i32; 4] = [libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_DUPFD_CLOEXEC];

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

#[cfg(test)]
mod tests {
    use super::*;

    /// What the kernel would do with a call.
    fn verdict(program: &[sock_filter], number: u32, arguments: [u64; 3]) -> u32 {
        // Number, processor, the place of the call in 64 bits, and each argument, its lower half first.
        let mut call = vec![number, program[1].k, 0, 0];
        call.extend(arguments.iter().flat_map(|argument| [*argument as u32, (argument >> 32) as u32]));
        let (mut at, mut loaded) = (0, 0);
        loop {
            let step = &program[at];
            let (class, with) = (u32::from(step.code) & 0x07, u32::from(step.code) & 0xf0);
            at += 1;
            let is_met = match with {
                libc::BPF_JEQ => loaded == step.k,
                libc::BPF_JGT => loaded > step.k,
                libc::BPF_JGE => loaded >= step.k,
                _ => false,
            };
            match class {
                libc::BPF_LD => loaded = call.get(step.k as usize / 4).copied().unwrap_or(0),
                libc::BPF_ALU => loaded &= step.k,
                libc::BPF_JMP if with == libc::BPF_JA => at += step.k as usize,
                libc::BPF_JMP => at += usize::from(if is_met { step.jt } else { step.jf }),
                libc::BPF_RET => return step.k,
                other => panic!("an instruction of class {other}"),
            }
        }
    }

    #[test]
    fn refusing_ranges_changes_no_verdict_and_makes_the_way_there_short() {
        let (plain, ranged) = (one_by_one(rules().unwrap()).unwrap(), program(rules().unwrap()).unwrap());
        assert!(ranged.len() > plain.len());
        let numbers = (0..5000).chain(0x4000_0000..0x4000_1000).chain([u32::MAX, 0x8000_0000]);
        let mut refused = 0;
        for number in numbers {
            let asked = |program| verdict(program, number, [0; 3]);
            assert_eq!(asked(&ranged), asked(&plain), "{number}");
            let is_refused = asked(&plain) != libc::SECCOMP_RET_ALLOW;
            refused += u32::from(is_refused);
        }
        // The lists have fewer than a hundred calls, and some let through is what shows that others are not.
        assert!((9_000..9_098).contains(&refused), "{refused}");
    }
    #[test]
    fn whatever_stands_in_the_upper_half_of_an_argument_lets_nothing_more_through() {
        let program = program(rules().unwrap()).unwrap();
        let is_allowed = |call: c_long, arguments| {
            verdict(&program, call.try_into().unwrap(), arguments) == libc::SECCOMP_RET_ALLOW
        };
        let own = u64::from(std::process::id());
        let run = EXECUTABLE;
        for (call, arguments) in [
            (libc::SYS_prlimit64, [0, 7, 0]),
            (libc::SYS_kill, [own, 0, 0]),
            (libc::SYS_tgkill, [own, own, 0]),
            (libc::SYS_fcntl, [0, 3, 0]),
            (libc::SYS_ioctl, [0, number(libc::TCGETS), 0]),
            (libc::SYS_mmap, [0, 4096, 3]),
        ] {
            assert!(is_allowed(call, arguments), "{call}: {arguments:?}");
        }
        for (call, arguments) in [
            (libc::SYS_prlimit64, [0, 7, 4096]),
            (libc::SYS_prlimit64, [0, 7, 1 << 32]),
            (libc::SYS_prlimit64, [own + 1, 7, 0]),
            (libc::SYS_kill, [own + 1, 9, 0]),
            (libc::SYS_tgkill, [own + 1, own, 9]),
            (libc::SYS_fcntl, [0, 8, own]),
            (libc::SYS_fcntl, [0, 10, 9]),
            (libc::SYS_ioctl, [0, number(libc::TIOCSTI), 0]),
            (libc::SYS_mmap, [0, 4096, 3 | run]),
            (libc::SYS_mprotect, [0, 4096, run]),
        ] {
            let upper = [0, 1, u64::from(u32::MAX)].map(|half| half << 32);
            let all = upper.iter().flat_map(|&a| upper.iter().flat_map(move |&b| upper.map(|c| [a, b, c])));
            for halves in all {
                let meant = [0, 1, 2].map(|at| arguments[at] | halves[at]);
                assert!(!is_allowed(call, meant), "{call}: {meant:x?}");
            }
        }
    }
}
