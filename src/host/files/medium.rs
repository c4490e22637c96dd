//! What the medium that is written to can do: a stick with FAT or exFAT stores no owners, and a folder in memory leaves
//! nothing on a disk. The program asks the medium for what people rely on, and warns where it is missing.

use std::{fs::File, io, os::unix::fs::MetadataExt as _, path::Path};

use rustix::fs::statfs;

use super::read::{parent, shown};
use crate::host::console::Console;

/// Waits until the names in a folder are on the disk. Some media cannot be asked that, and have no better way.
///
/// # Errors
///
/// When the medium fails.
pub fn sync(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        synced => synced,
    }
}

/// Whether nobody but its owner may read what was written there, as far as the system says. It was made so; a medium
/// without owners does not store it.
#[must_use]
fn is_private(path: &Path) -> bool {
    const OTHERS: u32 = 0o077;
    path.metadata().is_ok_and(|found| found.mode() & OTHERS == 0)
}

/// Says that a secret is in this file now, and that only its owner can read it, or that others may.
pub fn tell_of_secret(what: &str, path: &Path, console: &Console) {
    let readers = if is_private(path) { ", readable by its owner only" } else { "" };
    console.say(&format!("{what} is in {}{readers}", shown(path)));
    warn_of_readers(path, console);
}

/// Warns of a secret that others may read.
pub fn warn_of_readers(path: &Path, console: &Console) {
    if !is_private(path) {
        console.warn(&format!(
            "{} is on a medium that keeps no permissions: whoever can reach the medium can read it",
            shown(path)
        ));
    }
}

/// Whether what is written there stays in memory, as far as the system says.
#[must_use]
pub fn is_in_memory(path: &Path) -> bool {
    const TMPFS: u64 = 0x0102_1994;
    const RAMFS: u64 = 0x8584_58f6;
    statfs(parent(path)).is_ok_and(|found| {
        // The field is as wide as the machine likes.
        u64::try_from(found.f_type).is_ok_and(|kind| matches!(kind, TMPFS | RAMFS))
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_medium_that_takes_no_order_to_write_a_folder_has_written_it() {
        // Nothing in /proc can be on a disk.
        let folder = Path::new("/proc/self");
        let refused = File::open(folder).and_then(|opened| opened.sync_all());
        assert!(refused.is_err_and(|error| error.kind() == io::ErrorKind::InvalidInput));
        assert!(sync(folder).is_ok());
        assert!(sync(Path::new("/nowhere")).is_err());
    }

    #[test]
    fn what_others_may_read_is_told_from_what_they_may_not() {
        assert!(!is_private(Path::new("/proc/self/status")));
        assert!(!is_private(Path::new("/nowhere")));
    }
}
