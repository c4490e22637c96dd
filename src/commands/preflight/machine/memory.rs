//! Whether what is in memory may come to lie on a disk.

use super::{System, base, printable};
use crate::commands::preflight::finding::Finding;

impl System {
    pub(super) fn swap(&self) -> Finding {
        const CHECK: &str = "swap";
        let Some(swaps) = self.read("proc/swaps") else {
            return Finding::unknown(CHECK, "/proc/swaps cannot be read");
        };
        let in_use: Vec<&str> =
            swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        let (compressed, others): (Vec<&str>, Vec<&str>) =
            in_use.iter().partition(|name| name.starts_with("/dev/zram"));
        if !others.is_empty() {
            let text = format!("{}: turn it off with swapoff -a", others.join(", "));
            return Finding::unfit(CHECK, printable(&text));
        }
        for name in &compressed {
            let name = base(name);
            let Some(files) = self.names(&format!("sys/block/{name}")) else {
                let text =
                    format!("{name} is compressed memory, and /sys does not say whether a disk is behind it");
                return Finding::unknown(CHECK, printable(&text));
            };
            let behind = self.read(&format!("sys/block/{name}/backing_dev"));
            let has_disk = match behind.as_deref().map(str::trim) {
                Some(disk) => disk != "none",
                // A kernel that cannot put it on a disk has no such file.
                None => files.iter().any(|file| file == "backing_dev"),
            };
            if has_disk {
                let text =
                    format!("{name} is compressed memory with a disk behind it: turn it off with swapoff -a");
                return Finding::unfit(CHECK, printable(&text));
            }
        }
        match compressed.is_empty() {
            true => Finding::fit(CHECK, "none: memory never goes to a disk"),
            false => Finding::fit(CHECK, "compressed memory only"),
        }
    }

    pub(super) fn hibernation(&self) -> Finding {
        const CHECK: &str = "hibernation";
        let resume = self.read("sys/power/resume");
        match resume.as_deref().map(str::trim) {
            Some("0:0" | "") => Finding::fit(CHECK, "not set up"),
            Some(_) => Finding::unfit(CHECK, "would write all memory to a disk: swapoff -a prevents it"),
            // A kernel that knows of sleep, but has no such file, cannot do it.
            None if self.exists("sys/power/state") => Finding::fit(CHECK, "not set up"),
            None => Finding::unknown(CHECK, "/sys/power cannot be read"),
        }
    }
}
