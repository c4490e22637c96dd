//! The system calls that are allowed. Every other call fails with EPERM, those of later kernels included; a call by the
//! interface of another processor than the program was built for ends the program.
//!
//! How that becomes a program for the kernel stands in `tree`.

use libc::c_long;
use seccompiler::{BpfProgram, apply_filter_all_threads};

use super::{
    Missing,
    tree::{self, Passage},
};

/// Installs the filter for all threads. It also keeps them from gaining privileges.
///
/// # Errors
///
/// When the kernel accepts no filter.
pub fn filter() -> Result<(), Missing> {
    let program = program().ok_or(Missing::Filter)?;
    apply_filter_all_threads(&program).map_err(|_| Missing::Filter)
}

fn program() -> Option<BpfProgram> {
    let own = std::process::id();
    let (terminal, descriptors) = (TERMINAL.map(number), DESCRIPTORS.map(number));
    let (group, itself) = ([0, own], [own]);
    let ruled = [
        // The kernel takes 32 bits of these numbers, of commands and of processes, and does not look at the others.
        (libc::SYS_ioctl, Passage::AnyOf(1, &terminal)),
        (libc::SYS_fcntl, Passage::AnyOf(1, &descriptors)),
        // Itself, or those in its own pipeline, who stop with it at Ctrl-Z.
        (libc::SYS_kill, Passage::AnyOf(0, &group)),
        (libc::SYS_tgkill, Passage::AnyOf(0, &itself)),
        // How musl's raise() signals the one thread that there is, which has the number of the process.
        (libc::SYS_tkill, Passage::AnyOf(0, &itself)),
        // Memory is for data: nothing that was written can be run.
        (libc::SYS_mmap, Passage::Without(2, EXECUTABLE)),
        (libc::SYS_mprotect, Passage::Without(2, EXECUTABLE)),
        // To ask for its own limits: a pointer to new ones has 64 bits, and another process can be named.
        (libc::SYS_prlimit64, Passage::NumberAndPointerAreZero(0, 2)),
    ];
    let allowed = ALLOWED.iter().chain(OLDER).map(|&call| (call, Passage::Any));
    let rules: Option<Vec<(u32, Passage<'_>)>> =
        allowed.chain(ruled).map(|(call, rule)| Some((call.try_into().ok()?, rule))).collect();
    tree::program(rules?)
}

/// A command of `ioctl` or `fcntl` as the kernel compares it: some headers have it as a signed number, of which there are
/// 32 bits.
fn number(command: impl Into<i128>) -> u32 {
    command.into() as u32
}

/// What makes memory run. It is among the lower 32 bits, and nothing above them does.
const EXECUTABLE: u32 = libc::PROT_EXEC.unsigned_abs();

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
    use std::{collections::BTreeMap, env::consts::ARCH};

    use seccompiler::{
        SeccompAction,
        SeccompCmpArgLen::{Dword, Qword},
        SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, sock_filter,
    };

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
                libc::BPF_JSET => loaded & step.k != 0,
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

    /// The same rules in the words of `seccompiler`, which compares one number after the other.
    fn one_by_one() -> BpfProgram {
        let condition =
            |argument, len, with, value| SeccompCondition::new(argument, len, with, value).unwrap();
        let is = |argument, value| condition(argument, Dword, SeccompCmpOp::Eq, value);
        let rule = |conditions| SeccompRule::new(conditions).unwrap();
        let any_of = |argument, values: &[u64]| -> Vec<SeccompRule> {
            values.iter().map(|&value| rule(vec![is(argument, value)])).collect()
        };
        let executable = SeccompCmpOp::MaskedEq(EXECUTABLE.into());
        let data = || vec![rule(vec![condition(2, Dword, executable.clone(), 0)])];
        let own = u64::from(std::process::id());
        let mut rules: BTreeMap<_, _> = ALLOWED.iter().chain(OLDER).map(|&call| (call, Vec::new())).collect();
        rules.extend([
            (libc::SYS_ioctl, any_of(1, &TERMINAL.map(number).map(u64::from))),
            (libc::SYS_fcntl, any_of(1, &DESCRIPTORS.map(number).map(u64::from))),
            (libc::SYS_kill, any_of(0, &[0, own])),
            (libc::SYS_tgkill, any_of(0, &[own])),
            (libc::SYS_tkill, any_of(0, &[own])),
            (libc::SYS_mmap, data()),
            (libc::SYS_mprotect, data()),
            (libc::SYS_prlimit64, vec![rule(vec![is(0, 0), condition(2, Qword, SeccompCmpOp::Eq, 0)])]),
        ]);
        let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let filter =
            SeccompFilter::new(rules, refused, SeccompAction::Allow, ARCH.try_into().unwrap()).unwrap();
        filter.try_into().unwrap()
    }

    #[test]
    fn the_tree_gives_the_verdicts_of_the_list_and_the_way_through_it_is_short() {
        let (list, tree) = (one_by_one(), program().unwrap());
        assert!(tree.len() < list.len() / 2, "{} and {}", tree.len(), list.len());
        // Every number that a processor has, those of the other interface of x86-64, and where signs or halves change.
        let numbers = (0..5000)
            .chain(0x4000_0000..0x4000_1000)
            .chain(0x7fff_ff00..0x8000_0100)
            .chain(0xffff_ff00..=u32::MAX);
        let mut refused = 0;
        for number in numbers {
            let asked = |program| verdict(program, number, [0; 3]);
            assert_eq!(asked(&tree), asked(&list), "{number}");
            refused += u32::from(asked(&list) != libc::SECCOMP_RET_ALLOW);
        }
        // The lists have fewer than a hundred calls, and some let through is what shows that others are not.
        assert!((9_768..9_866).contains(&refused), "{refused}");
    }

    #[test]
    fn the_tree_gives_the_verdicts_of_the_list_for_every_class_of_arguments() {
        let (list, tree) = (one_by_one(), program().unwrap());
        // What a rule compares with, what lies beside it, single bits, and each with something in the upper half.
        let compared = TERMINAL.map(number).into_iter().chain(DESCRIPTORS.map(number)).chain([0, EXECUTABLE]);
        let mut lower: Vec<u32> = compared
            .chain([std::process::id()])
            .flat_map(|value| [value.wrapping_sub(1), value, value.wrapping_add(1)])
            .chain((0..32).map(|bit| 1 << bit))
            .chain([3, 7, u32::MAX])
            .collect();
        lower.sort_unstable();
        lower.dedup();
        let halves = [0, 1, 1 << 31, u64::from(u32::MAX)].map(|half| half << 32);
        let values: Vec<u64> =
            lower.iter().flat_map(|&low| halves.map(|half| half | u64::from(low))).collect();
        let calls: Vec<c_long> = (0..500).collect();
        let (mut allowed, mut refused) = (0, 0);
        for call in calls {
            for at in 0..3 {
                for &value in &values {
                    // The others are zero, or not.
                    for other in [0, 1, 1 << 32] {
                        let mut arguments = [other; 3];
                        arguments[at] = value;
                        let asked = |program| verdict(program, call.try_into().unwrap(), arguments);
                        assert_eq!(asked(&tree), asked(&list), "{call}: {arguments:x?}");
                        match asked(&tree) == libc::SECCOMP_RET_ALLOW {
                            true => allowed += 1,
                            false => refused += 1,
                        }
                    }
                }
            }
        }
        assert!(allowed > 10_000 && refused > 10_000, "{allowed} {refused}");
    }

    #[test]
    fn a_call_by_the_interface_of_another_processor_ends_the_program() {
        let program = program().unwrap();
        let [load, compare, end] = program.first_chunk().unwrap();
        let [of_list, processor, _] = one_by_one().first_chunk().unwrap().clone();
        assert_eq!((load, compare, end.k), (&of_list, &processor, libc::SECCOMP_RET_KILL_PROCESS));
    }

    #[test]
    fn whatever_stands_in_the_upper_half_of_an_argument_lets_nothing_more_through() {
        let program = program().unwrap();
        let is_allowed = |call: c_long, arguments| {
            verdict(&program, call.try_into().unwrap(), arguments) == libc::SECCOMP_RET_ALLOW
        };
        let own = u64::from(std::process::id());
        let run = u64::from(EXECUTABLE);
        for (call, arguments) in [
            (libc::SYS_prlimit64, [0, 7, 0]),
            (libc::SYS_kill, [own, 0, 0]),
            (libc::SYS_tgkill, [own, own, 0]),
            (libc::SYS_fcntl, [0, 3, 0]),
            (libc::SYS_ioctl, [0, number(libc::TCGETS).into(), 0]),
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
            (libc::SYS_ioctl, [0, number(libc::TIOCSTI).into(), 0]),
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
