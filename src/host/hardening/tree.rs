//! A filter of system calls as a balanced tree: the number of a call is found in eight comparisons, not in two hundred.
//!
//! The kernel compiles a filter when it takes it, and runs it for every number there is, to remember what is always let
//! through: a filter that compares one number after the other was most of what the whole sandbox cost. Numbers that stand
//! beside each other with the same verdict are one range. `calls` compares this one with such a list.

use std::env::consts::ARCH;

use seccompiler::{BpfProgram, sock_filter};

/// When a call is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage<'a> {
    /// Whatever its arguments are.
    Any,
    /// Where the lower 32 bits of this argument are one of these.
    AnyOf(u32, &'a [u32]),
    /// Where this argument has none of these bits.
    Without(u32, u32),
    /// Where the lower 32 bits of the one argument are zero, and all 64 of the other.
    NumberAndPointerAreZero(u32, u32),
}

/// Where a comparison leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Allow,
    Refuse,
    /// The check of the arguments with this number.
    Check(usize),
    /// An instruction.
    At(usize),
}

/// An instruction, before it is known how far its jumps go.
struct Instruction {
    code: u32,
    k: u32,
    met: Target,
    not_met: Target,
}

/// The program that lets through what these rules do, each for a number, and refuses all else. None if a number has two
/// rules, if there is none or more than jumps can pass over, or where calls have another form.
pub fn program(mut rules: Vec<(u32, Passage<'_>)>) -> Option<BpfProgram> {
    rules.sort_unstable_by_key(|(number, _)| *number);
    if rules.is_empty() || rules.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return None;
    }
    let mut checks = Vec::new();
    let mut ranges = vec![(0, Target::Refuse)];
    for (number, rule) in rules {
        let place = match rule {
            Passage::Any => Target::Allow,
            checked => {
                checks.push(checked);
                Target::Check(checks.len() - 1)
            }
        };
        // What is refused up to here may begin a number later than it seemed.
        ranges.pop_if(|(start, _)| *start == number);
        if ranges.last().is_none_or(|(_, before)| *before != place) {
            ranges.push((number, place));
        }
        ranges.push((number.checked_add(1)?, Target::Refuse));
    }
    let mut steps = Vec::new();
    compare(&ranges, &mut steps);
    let checked: Vec<usize> = checks.into_iter().map(|rule| check(rule, &mut steps)).collect();
    joined(&steps, &checked)
}

/// Puts the comparisons that find a range, and returns where they begin.
fn compare(ranges: &[(u32, Target)], steps: &mut Vec<Instruction>) -> Target {
    let (lower, upper) = ranges.split_at(ranges.len() / 2);
    let [(start, place), ..] = upper else { return Target::Refuse };
    if lower.is_empty() {
        return *place;
    }
    let at = steps.len();
    steps.push(Instruction {
        code: JUMP | libc::BPF_JGE,
        k: *start,
        met: Target::Refuse,
        not_met: Target::Refuse,
    });
    let not_met = compare(lower, steps);
    let met = compare(upper, steps);
    steps[at] = Instruction { code: JUMP | libc::BPF_JGE, k: *start, met, not_met };
    Target::At(at)
}

/// Puts the comparisons of arguments, and returns where they begin.
fn check(rule: Passage<'_>, steps: &mut Vec<Instruction>) -> usize {
    let begin = steps.len();
    let load = |place: u32, steps: &mut Vec<Instruction>| {
        let next = Target::At(steps.len() + 1);
        steps.push(Instruction { code: LOAD, k: place, met: next, not_met: next });
    };
    let jump = |with: u32, k: u32, met: Target, not_met: Target, steps: &mut Vec<Instruction>| {
        let next = Target::At(steps.len() + 1);
        let or_next = |place| if place == NEXT { next } else { place };
        steps.push(Instruction { code: JUMP | with, k, met: or_next(met), not_met: or_next(not_met) });
    };
    match rule {
        Passage::Any => {}
        Passage::AnyOf(argument, values) => {
            load(lower_half(argument), steps);
            for (at, &value) in (1..).zip(values) {
                let otherwise = if at == values.len() { Target::Refuse } else { NEXT };
                jump(libc::BPF_JEQ, value, Target::Allow, otherwise, steps);
            }
        }
        Passage::Without(argument, bits) => {
            load(lower_half(argument), steps);
            jump(libc::BPF_JSET, bits, Target::Refuse, Target::Allow, steps);
        }
        Passage::NumberAndPointerAreZero(number, pointer) => {
            for (half, met) in [
                (lower_half(number), NEXT),
                (lower_half(pointer), NEXT),
                (lower_half(pointer) + HALF, Target::Allow),
            ] {
                load(half, steps);
                jump(libc::BPF_JEQ, 0, met, Target::Refuse, steps);
            }
        }
    }
    begin
}

/// The whole program: the processor first, then the number, the steps, and the two ends.
fn joined(steps: &[Instruction], checked: &[usize]) -> Option<BpfProgram> {
    let processor = processor()?;
    let statement = |code: u32, k: u32| Some(sock_filter { code: code.try_into().ok()?, jt: 0, jf: 0, k });
    let mut program = vec![
        statement(LOAD, PROCESSOR)?,
        sock_filter { code: (JUMP | libc::BPF_JEQ).try_into().ok()?, jt: 1, jf: 0, k: processor },
        statement(RETURN, libc::SECCOMP_RET_KILL_PROCESS)?,
        statement(LOAD, NUMBER)?,
    ];
    // Jumps are counted from the instruction that comes next.
    let target = |place| match place {
        Target::At(at) => Some(at),
        Target::Check(number) => checked.get(number).copied(),
        Target::Allow => Some(steps.len()),
        Target::Refuse => Some(steps.len() + 1),
    };
    for (at, step) in steps.iter().enumerate() {
        let far = |place| target(place)?.checked_sub(at + 1)?.try_into().ok();
        let code = step.code.try_into().ok()?;
        program.push(sock_filter { code, jt: far(step.met)?, jf: far(step.not_met)?, k: step.k });
    }
    program.push(statement(RETURN, libc::SECCOMP_RET_ALLOW)?);
    program.push(statement(RETURN, libc::SECCOMP_RET_ERRNO | libc::EPERM.unsigned_abs())?);
    Some(program)
}

/// What the kernel calls the processor that the program was built for (linux/audit.h).
fn processor() -> Option<u32> {
    Some(match ARCH {
        "x86_64" => 62 | LITTLE_ENDIAN_OF_64_BITS,
        "aarch64" => 183 | LITTLE_ENDIAN_OF_64_BITS,
        "riscv64" => 243 | LITTLE_ENDIAN_OF_64_BITS,
        _ => return None,
    })
}

const LITTLE_ENDIAN_OF_64_BITS: u32 = 0xc000_0000;

/// Where the kernel puts what is asked (linux/seccomp.h, `seccomp_data`).
const NUMBER: u32 = 0;
const PROCESSOR: u32 = 4;

/// Bytes of half an argument. The lower half comes first.
const HALF: u32 = 4;

const fn lower_half(argument: u32) -> u32 {
    16 + argument * 2 * HALF
}

const LOAD: u32 = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
const JUMP: u32 = libc::BPF_JMP | libc::BPF_K;
const RETURN: u32 = libc::BPF_RET | libc::BPF_K;

/// The instruction that comes next, wherever this one is: no comparison leads back to the first.
const NEXT: Target = Target::At(0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_side_by_side_are_one_range() {
        let of = |numbers: &[u32]| {
            program(numbers.iter().map(|&number| (number, Passage::Any)).collect()).unwrap().len()
        };
        // The processor, the number and the two ends are six; each border of a range is one more.
        assert_eq!([of(&[0]), of(&[7]), of(&[7, 8, 9]), of(&[9, 7])], [7, 8, 8, 10]);
    }

    #[test]
    fn what_would_let_everything_through_or_nothing_sure_is_none() {
        assert!(program(vec![]).is_none() && program(vec![(u32::MAX, Passage::Any)]).is_none());
        assert!(program(vec![(7, Passage::Any), (7, Passage::Without(0, 1))]).is_none());
    }

    #[test]
    fn what_no_jump_can_pass_over_is_none() {
        let every_other =
            |count: u32| program((0..count).map(|number| (2 * number + 1, Passage::Any)).collect());
        assert!(every_other(60).is_some() && every_other(600).is_none());
    }
}
