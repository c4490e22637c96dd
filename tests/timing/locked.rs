//! The secrets that a ceremony holds at this moment, found from outside: whatever lies on a locked page is one.
//!
//! The library gives no way to reach into a share, and none is made for this. But it keeps each secret on pages of its
//! own that it asks the kernel to lock (`src/crypto/secret/pages.rs`), and the kernel tells which they are.

#![allow(unsafe_code, reason = "pages are reached by the addresses that the kernel tells")]

use std::{fs, ops::Range, slice};

use crate::valgrind;

const PAGE: usize = 4096;

/// Marks every secret that there is, and returns how many pages of them.
pub fn mark_secrets() -> usize {
    let mut marked = 0;
    for page in locked().into_iter().flat_map(|range| range.step_by(PAGE)) {
        let used = used(page);
        if used > 0 {
            valgrind::mark_at(page, used);
            marked += 1;
        }
    }
    marked
}

/// How many bytes of a page hold a secret: up to the last that is not zero, for pages are wiped when a secret leaves.
/// Secrets may end in zeros, so in whole lines of sixteen.
fn used(page: usize) -> usize {
    // SAFETY: the page is mapped, is a secret's for as long as the process lives, and nobody writes to it now.
    let bytes = unsafe { slice::from_raw_parts(std::ptr::with_exposed_provenance::<u8>(page), PAGE) };
    // To look at it is to decide by it, which is what nothing else may do.
    let mut copy = bytes.to_vec();
    valgrind::unmark_for_a_look(copy.as_mut_slice());
    copy.iter().rposition(|&byte| byte != 0).map_or(0, |last| (last + 1).next_multiple_of(16))
}

/// The mappings that the kernel calls locked.
fn locked() -> Vec<Range<usize>> {
    let smaps = fs::read_to_string("/proc/self/smaps").unwrap();
    let range = |line: &str| {
        let (first, end) = line.split_whitespace().next()?.split_once('-')?;
        Some(usize::from_str_radix(first, 16).ok()?..usize::from_str_radix(end, 16).ok()?)
    };
    let (mut here, mut found) = (0..0, Vec::new());
    for line in smaps.lines() {
        if let Some(range) = range(line) {
            here = range;
        } else if line.starts_with("VmFlags:") && line.split_whitespace().any(|flag| flag == "lo") {
            found.push(here.clone());
        }
    }
    found
}
