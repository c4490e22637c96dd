//! How much memory can be had: a work that needs a great deal of it must be told before anybody types, and not end in the
//! middle.

use std::fs;

use rustix::process::{Resource, getrlimit};

/// Bytes of a kibibyte, in which the kernel counts here.
const KIB: u64 = 1024;

/// Bytes that can be had now, as far as anything says so: by the kernel, by the limit of this process, and by that of the group of
/// processes that it is in. None where nothing says it.
#[must_use]
pub fn available() -> Option<u64> {
    let limited = getrlimit(Resource::As).current.map(|limit| limit.saturating_sub(in_use().unwrap_or(0)));
    [limited, free(), left_in_group()].into_iter().flatten().min()
}

/// What the kernel could give without swapping (proc_meminfo(5), `MemAvailable`).
fn free() -> Option<u64> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(KIB)
}

/// What this process has in use already of what `RLIMIT_AS` limits (proc_pid_status(5), `VmSize`).
fn in_use() -> Option<u64> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(KIB)
}

/// What is left to the group of processes (cgroups(7), version 2): of a container, where this program is at its root.
fn left_in_group() -> Option<u64> {
    let number = |file: &str| fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    let most = number("/sys/fs/cgroup/memory.max")?;
    Some(most.saturating_sub(number("/sys/fs/cgroup/memory.current")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_had_is_some_memory_and_not_more_than_there_is() {
        let told = fs::read_to_string("/proc/meminfo").unwrap();
        let total = told.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap();
        let total: u64 = total.trim().trim_end_matches(" kB").trim().parse().unwrap();
        let available = available().unwrap();
        assert!(available > 0 && available <= total * KIB, "{available} of {total} KiB");
    }
}
