//! Secrets are not swapped out: what the kernel says of the pages that they lie on.

use std::fs;

use quorate::crypto::secret::SecretBytes;

/// The smallest page that any of our systems has.
const PAGE: usize = 4096;

#[test]
fn every_secret_lies_on_pages_of_its_own_which_the_kernel_calls_locked() {
    let secrets: Vec<SecretBytes> = (1..40).map(|count| SecretBytes::build(count * 300, |_| {})).collect();
    let smaps = fs::read_to_string("/proc/self/smaps").unwrap();
    let mut pages = Vec::new();
    for secret in &secrets {
        let first = secret.expose().as_ptr().addr();
        assert_eq!(first % PAGE, 0, "nothing lies before it on its page");
        for page in (first..first + secret.len()).step_by(PAGE) {
            assert!(is_locked(&smaps, page), "{page:x}");
            pages.push(page);
        }
    }
    let count = pages.len();
    pages.sort_unstable();
    pages.dedup();
    assert_eq!(pages.len(), count, "no page has two secrets");
    let code = smaps.split('-').next().unwrap();
    assert!(!is_locked(&smaps, usize::from_str_radix(code, 16).unwrap()), "the kernel tells them apart");
}

/// Whether the mapping around this address has the flag `lo`.
fn is_locked(smaps: &str, address: usize) -> bool {
    let range = |line: &str| {
        let (first, end) = line.split_whitespace().next()?.split_once('-')?;
        Some(usize::from_str_radix(first, 16).ok()?..usize::from_str_radix(end, 16).ok()?)
    };
    let mut is_here = false;
    for line in smaps.lines() {
        if let Some(range) = range(line) {
            is_here = range.contains(&address);
        } else if is_here && line.starts_with("VmFlags:") {
            return line.split_whitespace().any(|flag| flag == "lo");
        }
    }
    false
}
