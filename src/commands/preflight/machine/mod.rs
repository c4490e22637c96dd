//! What the system says of the machine, in its files under `/proc` and `/sys` and in the environment. The sandbox hides
//! some of it, so all of it is read before that is put up.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use super::finding::MachineFinding;
use crate::{custody::date::Date, formats::visible::printable, transfer::archive::day::is_plausible};

mod host;
mod memory;
mod network;
mod session;

pub(super) use network::NETWORK;

/// All that can be seen of this machine.
pub(super) fn findings() -> Vec<MachineFinding> {
    let system = System { root: PathBuf::from("/"), variable: |name| env::var_os(name).is_some() };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    system.findings(now)
}

/// Where to look.
struct System {
    root: PathBuf,
    /// Whether the environment has this variable.
    variable: fn(&str) -> bool,
}

impl System {
    fn findings(&self, now: u64) -> Vec<MachineFinding> {
        let session = self.session();
        vec![
            self.network(),
            self.remote_files(),
            session.remote(),
            session.recording(),
            self.debugger(),
            self.foreign_code(),
            self.swap(),
            self.hibernation(),
            self.core_pattern(),
            self.virtual_machine(),
            clock(now),
        ]
    }

    fn debugger(&self) -> MachineFinding {
        const CHECK: &str = "debugger";
        match self.status("self", "TracerPid") {
            None => MachineFinding::unknown(CHECK, "/proc/self/status cannot be read"),
            Some(tracer) if tracer == "0" => MachineFinding::fit(CHECK, "no program watches this one"),
            Some(tracer) => {
                MachineFinding::unfit(CHECK, printable(&format!("process {tracer} watches this one")))
            }
        }
    }

    /// Code of others in this process, by a variable or a file that the dynamic linker obeys. The static program has none.
    fn foreign_code(&self) -> MachineFinding {
        const CHECK: &str = "foreign code";
        const LINKED: [&str; 7] =
            ["ld-linux", "ld-musl", "libc.so", "libc-", "libgcc_s.so", "libm.so", "libpthread"];
        let (Some(maps), Some(own)) = (self.read("proc/self/maps"), self.link("proc/self/exe")) else {
            return MachineFinding::unknown(CHECK, "/proc/self/maps cannot be read");
        };
        let own = own.to_string_lossy();
        let run = maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|may| may.contains('x')));
        let files: Vec<&str> = run.filter_map(|line| line.get(line.find('/')?..)).collect();
        let is_ours = |file: &str| file == own || LINKED.iter().any(|name| base(file).starts_with(name));
        let is_linked = files.iter().any(|file| base(file).starts_with("ld-"));
        let preloaded = self.read("etc/ld.so.preload").is_some_and(|list| !list.trim().is_empty());
        let variable = ["LD_PRELOAD", "LD_AUDIT"].into_iter().find(|name| (self.variable)(name));
        if let Some(file) = files.iter().find(|file| !is_ours(file)) {
            return MachineFinding::unfit(CHECK, printable(&format!("{file} is loaded into this program")));
        }
        match (is_linked, variable, preloaded) {
            (true, Some(name), _) => {
                MachineFinding::unfit(CHECK, format!("{name} loads code into programs here: unset it"))
            }
            (true, None, true) => {
                MachineFinding::unfit(CHECK, "/etc/ld.so.preload loads code into programs here")
            }
            _ => MachineFinding::fit(CHECK, "none is loaded into this program"),
        }
    }

    fn core_pattern(&self) -> MachineFinding {
        const CHECK: &str = "crash reports";
        match self.read("proc/sys/kernel/core_pattern") {
            None => MachineFinding::unknown(CHECK, "/proc/sys/kernel/core_pattern cannot be read"),
            Some(pattern) if pattern.starts_with('|') => {
                MachineFinding::judge(CHECK, "another program collects crash reports; quorate leaves none")
            }
            Some(_) => MachineFinding::fit(CHECK, "at most files; quorate leaves none"),
        }
    }

    /// A field of what the system says of a process.
    fn status(&self, process: &str, field: &str) -> Option<String> {
        let status = self.read(&format!("proc/{process}/status"))?;
        let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        value.map(|value| value.trim().to_owned())
    }

    fn read(&self, name: &str) -> Option<String> {
        let bytes = fs::read(self.path(name)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The names in a folder; none where it cannot be read.
    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let entries = fs::read_dir(self.path(folder)).ok()?;
        Some(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    }

    fn link(&self, name: &str) -> Option<PathBuf> {
        fs::read_link(self.path(name)).ok()
    }

    fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(Path::new(name))
    }
}

/// The last part of a path, without what the kernel adds when the file is gone.
fn base(path: &str) -> &str {
    path.trim_end_matches(" (deleted)").rsplit('/').next().unwrap_or(path)
}

fn clock(now: u64) -> MachineFinding {
    const CHECK: &str = "clock";
    match Date::of_unix_time(now) {
        Some(today) if is_plausible(today) => {
            MachineFinding::fit(CHECK, format!("{today}: compare it with a calendar"))
        }
        Some(today) => {
            MachineFinding::judge(CHECK, format!("{today} cannot be right: give days with --date"))
        }
        None => MachineFinding::unknown(CHECK, "the clock gives no valid day"),
    }
}

#[cfg(test)]
mod tests;
