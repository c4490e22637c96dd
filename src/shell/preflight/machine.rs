//! What the system says of the machine, in its files under `/proc` and `/sys` and in the environment.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{date::Date, shell::today::is_plausible, visible::printable};

/// The name of the check that refuses a ceremony.
pub(super) const NETWORK: &str = "network";

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// What was looked at.
    pub(super) check: &'static str,
    /// What it means for a ceremony.
    pub(super) state: State,
    /// What was seen.
    pub(super) text: String,
}

/// What a finding means for a ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As it should be.
    Fit,
    /// For a person to judge.
    Judge,
    /// Not as it should be.
    Unfit,
    /// The system does not say.
    Unknown,
}

impl State {
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Judge => "judge",
            Self::Unfit => "unfit",
            Self::Unknown => "unknown",
        }
    }
}

impl Finding {
    pub(super) fn fit(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: State::Fit, text: text.into() }
    }

    pub(super) fn unfit(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: State::Unfit, text: text.into() }
    }

    fn judge(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: State::Judge, text: text.into() }
    }

    fn unknown(check: &'static str) -> Self {
        Self { check, state: State::Unknown, text: "the system does not say".to_owned() }
    }
}

/// All that can be seen of this machine.
pub(super) fn findings() -> Vec<Finding> {
    let system = System { root: PathBuf::from("/"), variable: |name| env::var_os(name).is_some() };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    system.findings(now)
}

/// Where to look.
struct System {
    root: PathBuf,
    variable: fn(&str) -> bool,
}

impl System {
    fn findings(&self, now: u64) -> Vec<Finding> {
        let started_by = self.started_by();
        vec![
            self.network(),
            self.remote_files(),
            self.remote_session(&started_by),
            self.recording(&started_by),
            self.debugger(),
            self.swap(),
            self.hibernation(),
            self.core_pattern(),
            self.virtual_machine(),
            clock(now),
        ]
    }

    fn network(&self) -> Finding {
        let Ok(interfaces) = fs::read_dir(self.path("sys/class/net")) else {
            return Finding::unknown(NETWORK);
        };
        let names = interfaces.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut up: Vec<String> = names.filter(|name| name != "lo" && self.is_up(name)).collect();
        up.sort();
        match up.as_slice() {
            [] => Finding::fit(NETWORK, "no interface is up"),
            up => Finding::unfit(NETWORK, printable(&format!("{} is up", up.join(", ")))),
        }
    }

    /// Some interfaces, such as tunnels, never say how they are; these count by their flag.
    fn is_up(&self, name: &str) -> bool {
        let folder = format!("sys/class/net/{name}");
        let flags = self.read(&format!("{folder}/flags")).unwrap_or_default();
        let flags = u32::from_str_radix(flags.trim().trim_start_matches("0x"), 16).unwrap_or(0);
        match self.read(&format!("{folder}/operstate")).unwrap_or_default().trim() {
            "up" => true,
            "unknown" => flags & 1 == 1,
            _ => false,
        }
    }

    fn remote_files(&self) -> Finding {
        const CHECK: &str = "remote files";
        const KINDS: &[&str] = &["nfs", "nfs4", "cifs", "smb3", "afs", "ceph", "9p", "davfs", "fuse.sshfs"];
        let Some(mounts) = self.read("proc/self/mountinfo") else { return Finding::unknown(CHECK) };
        let remote = mounts.lines().find_map(|line| {
            let kind = line.split(" - ").nth(1)?.split(' ').next()?;
            KINDS.contains(&kind).then(|| format!("{} is {kind}", line.split(' ').nth(4).unwrap_or_default()))
        });
        match remote {
            None => Finding::fit(CHECK, "no folder lies on another machine"),
            Some(mount) => Finding::unfit(CHECK, printable(&mount)),
        }
    }

    fn remote_session(&self, started_by: &[String]) -> Finding {
        const CHECK: &str = "remote session";
        let is_remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(self.variable)
            || started_by.iter().any(|name| name.starts_with("sshd") || name.starts_with("mosh"));
        match is_remote {
            false => Finding::fit(CHECK, "nobody is logged in from elsewhere here"),
            true => Finding::unfit(CHECK, "this session comes from another machine, which sees all of it"),
        }
    }

    fn recording(&self, started_by: &[String]) -> Finding {
        const CHECK: &str = "recording";
        const RECORDERS: &[&str] =
            &["script", "asciinema", "ttyrec", "termrec", "tlog-rec", "tlog-rec-sessio"];
        let by = started_by.iter().find(|name| RECORDERS.contains(&name.as_str()));
        match by {
            Some(name) => Finding::unfit(CHECK, format!("{name} records this terminal")),
            None if (self.variable)("ASCIINEMA_REC") => {
                Finding::unfit(CHECK, "asciinema records this terminal")
            }
            None if (self.variable)("TMUX") || (self.variable)("STY") => {
                Finding::judge(CHECK, "a terminal within a terminal keeps what scrolled by")
            }
            None => Finding::fit(CHECK, "no recorder of terminals is seen"),
        }
    }

    fn debugger(&self) -> Finding {
        const CHECK: &str = "debugger";
        match self.status("self", "TracerPid") {
            None => Finding::unknown(CHECK),
            Some(tracer) if tracer == "0" => Finding::fit(CHECK, "no program watches this one"),
            Some(tracer) => Finding::unfit(CHECK, printable(&format!("process {tracer} watches this one"))),
        }
    }

    fn swap(&self) -> Finding {
        const CHECK: &str = "swap";
        let Some(swaps) = self.read("proc/swaps") else { return Finding::unknown(CHECK) };
        let in_use: Vec<&str> =
            swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        match in_use.as_slice() {
            [] => Finding::fit(CHECK, "none: memory stays in memory"),
            all if all.iter().all(|name| name.starts_with("/dev/zram")) => {
                Finding::fit(CHECK, "compressed memory only")
            }
            all => {
                Finding::unfit(CHECK, printable(&format!("{}: turn it off by swapoff -a", all.join(", "))))
            }
        }
    }

    fn hibernation(&self) -> Finding {
        const CHECK: &str = "hibernation";
        match self.read("sys/power/resume").as_deref().map(str::trim) {
            None | Some("0:0" | "") => Finding::fit(CHECK, "not set up"),
            Some(_) => Finding::unfit(CHECK, "would write all memory to a disk: swapoff -a prevents it"),
        }
    }

    fn core_pattern(&self) -> Finding {
        const CHECK: &str = "crash reports";
        match self.read("proc/sys/kernel/core_pattern") {
            None => Finding::unknown(CHECK),
            Some(pattern) if pattern.starts_with('|') => {
                Finding::judge(CHECK, "another program collects them; this one leaves none")
            }
            Some(_) => Finding::fit(CHECK, "files at most; this program leaves none"),
        }
    }

    fn virtual_machine(&self) -> Finding {
        const CHECK: &str = "virtual machine";
        let Some(processor) = self.read("proc/cpuinfo") else { return Finding::unknown(CHECK) };
        let is_guest = processor.lines().any(|line| {
            line.starts_with("flags") && line.split_whitespace().any(|flag| flag == "hypervisor")
        });
        let is_contained = ["run/.containerenv", ".dockerenv"].iter().any(|name| self.path(name).exists());
        match is_guest || is_contained {
            true => Finding::judge(CHECK, "a guest: whoever runs the host can read its memory"),
            false => Finding::fit(CHECK, "none is seen"),
        }
    }

    /// The names of the programs that started this one, the nearest first.
    fn started_by(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut process = "self".to_owned();
        while let Some(parent) = self.status(&process, "PPid").filter(|parent| parent != "0") {
            let name = self.read(&format!("proc/{parent}/comm")).unwrap_or_default();
            names.push(printable(name.trim()));
            if names.len() == MOST_ANCESTORS {
                break;
            }
            process = parent;
        }
        names
    }

    fn status(&self, process: &str, field: &str) -> Option<String> {
        let status = self.read(&format!("proc/{process}/status"))?;
        let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        value.map(|value| value.trim().to_owned())
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(Path::new(name))
    }
}

/// Far more than there ever are between a shell and the first process.
const MOST_ANCESTORS: usize = 64;

fn clock(now: u64) -> Finding {
    const CHECK: &str = "clock";
    match Date::of_unix_time(now) {
        Some(today) if is_plausible(today) => {
            Finding::fit(CHECK, format!("{today}: compare it with a calendar"))
        }
        Some(today) => Finding::judge(CHECK, format!("{today} cannot be right: give days by --date")),
        None => Finding::unknown(CHECK),
    }
}

#[cfg(test)]
mod tests;
