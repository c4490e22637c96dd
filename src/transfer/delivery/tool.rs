//! What makes records and reports: this program, and the medium that the machine was started from.

use std::{
    fs::{self, File},
    path::Path,
    sync::LazyLock,
};

use crate::{
    crypto::hash::is_hash,
    custody::record::Tool,
    host::{console::Console, files::read},
};

/// What makes a record or report: this program, as it runs here.
#[must_use]
pub fn this_tool(console: &Console) -> Tool {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Tool {
        version,
        sha256: own_digest().to_owned(),
        hardened: console.is_hardened,
        medium_claimed: claimed_medium(Path::new("/")),
    }
}

/// The SHA-256 of this program's own file, for those who will look for it in twenty years.
#[must_use]
pub fn own_digest() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| {
        // The very file that runs: under its name there may be another one by now.
        #[cfg(target_os = "linux")]
        let file = File::open("/proc/self/exe");
        #[cfg(not(target_os = "linux"))]
        let file = std::env::current_exe().and_then(File::open);
        file.and_then(|file| read::sha256_of(&file, |_| {})).unwrap_or_else(|_| "not known".to_owned())
    });
    &DIGEST
}

/// The SHA-256 that the medium for the room (`release/image`) told of itself when it started, in the system below `root`. It is a
/// claim: whoever changes the medium can have it claim the right one.
#[must_use]
pub fn claimed_medium(root: &Path) -> Option<String> {
    let told = fs::read_to_string(root.join("run/quorate-medium")).ok()?;
    Some(told.trim()).filter(|sum| is_hash(sum)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_claims_a_sum_or_nothing_at_all() {
        let sum = "ab".repeat(32);
        let claimed = |text: Option<&str>| {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("run")).unwrap();
            if let Some(text) = text {
                fs::write(folder.path().join("run/quorate-medium"), text).unwrap();
            }
            claimed_medium(folder.path())
        };
        assert_eq!(claimed(Some(&format!("{sum}\n"))), Some(sum.clone()));
        for other in [None, Some(""), Some("fit\n"), Some(&sum[1..]), Some(&sum.to_uppercase())] {
            assert_eq!(claimed(other), None, "{other:?}");
        }
    }
}
