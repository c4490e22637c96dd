//! Whether what is in memory may come to lie on a disk.

use super::{System, base, printable};
use crate::commands::preflight::finding::MachineFinding;

impl System {
    pub(super) fn swap(&self) -> MachineFinding {
        const CHECK: &str = "swap";
        let Some(swaps) = self.read("proc/swaps") else {
            return MachineFinding::unknown(CHECK, "/proc/swaps cannot be read");
        };
        let in_use: Vec<&str> =
            swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        let (compressed, others): (Vec<&str>, Vec<&str>) =
            in_use.iter().partition(|name| name.starts_with("/dev/zram"));
        if !others.is_empty() {
            let text = format!("{}: turn it off with swapoff -a", others.join(", "));
            return MachineFinding::unfit(CHECK, printable(&text));
        }
        for name in &compressed {
            let name = base(name);
            let Some(files) = self.names(&format!("sys/block/{name}")) else {
                let text =
                    format!("{name} is compressed memory, and /sys does not say whether a disk is behind it");
                return MachineFinding::unknown(CHECK, printable(&text));
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
                return MachineFinding::unfit(CHECK, printable(&text));
            }
        }
        match compressed.is_empty() {
            true => MachineFinding::fit(CHECK, "none: memory never goes to a disk"),
            false => MachineFinding::fit(CHECK, "compressed memory only"),
        }
    }

    pub(super) fn hibernation(&self) -> MachineFinding {
        const CHECK: &str = "hibernation";
        let resume = self.read("sys/power/resume");
        match resume.as_deref().map(str::trim) {
            Some("0:0" | "") => MachineFinding::fit(CHECK, "not set up"),
            Some(_) => {
                MachineFinding::unfit(CHECK, "would write all memory to a disk: swapoff -a prevents it")
            }
            // A kernel that knows of sleep, but has no such file, cannot do it.
            None if self.exists("sys/power/state") => MachineFinding::fit(CHECK, "not set up"),
            None => MachineFinding::unknown(CHECK, "/sys/power cannot be read"),
        }
    }
}
