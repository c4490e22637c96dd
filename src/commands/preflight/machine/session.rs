//! Who sees and records this terminal: the programs that started this one, by their names, files and what they were
//! started with, and which of them keeps the other end of the terminal.

use super::{System, base, printable};
use crate::commands::preflight::finding::MachineFinding;

/// What is known of the session.
pub(super) struct LoginSession {
    /// The programs that started this one, the nearest first.
    ancestors: Vec<Ancestor>,
    /// Why not all of that can be relied on.
    hidden: Option<&'static str>,
    terminal: TerminalKind,
    /// A session of somebody else who is logged in from another machine.
    elsewhere: Option<String>,
    /// Variables that this program or one that started it was given.
    variables: Vec<&'static str>,
}

struct Ancestor {
    /// The name that people know it by, and others that it goes by.
    names: Vec<String>,
    /// Whether it keeps the other end of a terminal; none where that is not to be seen.
    keeps_terminal: Option<bool>,
}

/// The terminal that secrets are typed at and shown on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TerminalKind {
    None,
    /// Keyboard and screen of this machine.
    Console,
    /// Another program is at its other end.
    Pseudo,
    /// A serial line, or what a host offers for one.
    Line,
    Unknown,
}

const VARIABLES: [&str; 6] = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "ASCIINEMA_REC", "TMUX", "STY"];

/// Servers of sessions from elsewhere.
const REMOTE: &[&str] = &[
    "sshd",
    "mosh",
    "dropbear",
    "in.telnetd",
    "telnetd",
    "utelnetd",
    "in.rlogind",
    "rlogind",
    "in.rshd",
    "rshd",
    "ttyd",
    "gotty",
    "wetty",
    "shellinaboxd",
    "tmate",
    "xrdp",
    "Xvnc",
    "Xtightvnc",
    "Xtigervnc",
    "Xrdp",
    "vncserver",
    "x11vnc",
    "x0vncserver",
    "etserver",
    "etterminal",
    "teleport",
    "cockpit",
    "ssm-session-worker",
    "guacd",
    "rustdesk",
    "anydesk",
    "gnome-remote-desktop",
    "krfb",
    "krdpserver",
    "waypipe",
    "code-server",
    "sshesame",
];

/// Those of which each process is a session, or shows the screen to others.
const SESSIONS: &[&str] =
    &["sshd-session", "mosh-server", "tmate", "etterminal", "x11vnc", "x0vncserver", "krfb", "krdpserver"];

const RECORDERS: &[&str] = &[
    "script",
    "scriptlive",
    "asciinema",
    "ttyrec",
    "ttyrec2",
    "termrec",
    "tlog-rec",
    "tlog-rec-session",
    "expect",
    "autoexpect",
    "unbuffer",
    "sudosh",
    "rootsh",
    "termtosvg",
    "terminalizer",
    "t-rec",
    "ttysnoop",
    "ttysnoops",
    "vhs",
];

/// Terminals within terminals, to which others may attach.
const MULTIPLEXERS: &[&str] = &["tmux", "screen", "SCREEN", "zellij", "dtach", "abduco", "dvtm", "byobu"];

/// Programs that draw a terminal on the screen of this machine.
const WINDOWS: &[&str] = &[
    "xterm",
    "urxvt",
    "urxvtd",
    "rxvt",
    "st",
    "gnome-terminal-server",
    "gnome-terminal-",
    "kgx",
    "ptyxis",
    "ptyxis-agent",
    "konsole",
    "xfce4-terminal",
    "lxterminal",
    "mate-terminal",
    "qterminal",
    "terminator",
    "tilix",
    "guake",
    "yakuake",
    "tilda",
    "kitty",
    "alacritty",
    "foot",
    "wezterm",
    "wezterm-gui",
    "ghostty",
    "cosmic-term",
    "deepin-terminal",
    "terminology",
    "sakura",
    "mlterm",
    "kmscon",
    "fbterm",
];

/// Far more than there ever are between a shell and the first process.
const MOST_ANCESTORS: usize = 64;

impl LoginSession {
    pub(super) fn remote(&self) -> MachineFinding {
        const CHECK: &str = "remote session";
        if self.has_variable("SSH") || self.named(REMOTE).is_some() {
            return MachineFinding::unfit(
                CHECK,
                "this session comes from another machine, which sees all of it",
            );
        }
        if let Some(other) = &self.elsewhere {
            let text = format!("{other}: somebody else is logged in from another machine");
            return MachineFinding::unfit(CHECK, printable(&text));
        }
        if let Some(reason) = self.hidden.or_else(|| self.unseen_keeper()) {
            return MachineFinding::unknown(CHECK, reason);
        }
        if self.is_multiplexed() {
            let text = "a terminal within a terminal: who attaches to it, and from where, cannot be seen";
            return MachineFinding::unknown(CHECK, text);
        }
        match self.terminal {
            TerminalKind::Line => {
                MachineFinding::judge(CHECK, "a serial line: whoever is at its other end sees all of it")
            }
            _ => MachineFinding::fit(CHECK, "nobody is logged in from elsewhere here"),
        }
    }

    pub(super) fn recording(&self) -> MachineFinding {
        const CHECK: &str = "recording";
        if let Some(name) = self.named(RECORDERS) {
            return MachineFinding::unfit(CHECK, printable(&format!("{name} records this terminal")));
        }
        if self.has_variable("ASCIINEMA") {
            return MachineFinding::unfit(CHECK, "asciinema records this terminal");
        }
        if let Some(reason) = self.hidden.or_else(|| self.unseen_keeper()) {
            return MachineFinding::unknown(CHECK, reason);
        }
        if self.is_multiplexed() {
            return MachineFinding::judge(CHECK, "a terminal within a terminal keeps what scrolled by");
        }
        // A recorder may have any name; what it cannot do without is the other end of the terminal.
        let between = |one: &&Ancestor| one.keeps_terminal == Some(true) && !one.is_any_of(WINDOWS);
        match self.ancestors.iter().find(between) {
            Some(keeper) => {
                let text = format!(
                    "{} is between you and this program: make sure that it keeps nothing",
                    keeper.name()
                );
                MachineFinding::judge(CHECK, printable(&text))
            }
            None => MachineFinding::fit(CHECK, "no recorder of terminals is seen"),
        }
    }

    /// Why it is not to be seen who keeps the other end of this terminal, where somebody must.
    fn unseen_keeper(&self) -> Option<&'static str> {
        let is_kept = self.ancestors.iter().any(|one| one.keeps_terminal == Some(true));
        match self.terminal {
            TerminalKind::Pseudo if !is_kept => {
                Some("which program is at the other end of this terminal cannot be seen")
            }
            TerminalKind::Unknown => Some("/proc/self/stat does not say which terminal this is"),
            _ => None,
        }
    }

    fn is_multiplexed(&self) -> bool {
        self.named(MULTIPLEXERS).is_some() || self.has_variable("TMUX") || self.has_variable("STY")
    }

    /// The first ancestor that goes by one of these names, as people know it.
    fn named(&self, known: &[&str]) -> Option<&str> {
        self.ancestors.iter().find(|one| one.is_any_of(known)).map(Ancestor::name)
    }

    fn has_variable(&self, beginning: &str) -> bool {
        self.variables.iter().any(|name| name.starts_with(beginning))
    }
}

impl Ancestor {
    fn name(&self) -> &str {
        self.names.first().map_or("?", String::as_str)
    }

    fn is_any_of(&self, known: &[&str]) -> bool {
        self.names.iter().any(|name| known.iter().any(|known| is(name, known)))
    }
}

/// Whether a name is this one: the kernel keeps 15 bytes of it, and some add to it what they do (`sshd: bob`).
fn is(name: &str, known: &str) -> bool {
    const KEPT: usize = 15;
    match name.strip_prefix(known) {
        Some(rest) => !rest.starts_with(|next: char| next.is_alphanumeric()),
        None => name.len() == KEPT && known.starts_with(name),
    }
}

impl System {
    pub(super) fn session(&self) -> LoginSession {
        let (mut ancestors, mut environments) = (Vec::new(), Vec::new());
        let mut process = "self".to_owned();
        let mut is_whole = false;
        while let Some(parent) = self.status(&process, "PPid") {
            is_whole = parent == "0";
            if is_whole || ancestors.len() == MOST_ANCESTORS {
                break;
            }
            let Some(ancestor) = self.ancestor(&parent) else { break };
            ancestors.push(ancestor);
            environments.extend(self.read(&format!("proc/{parent}/environ")).filter(|all| !all.is_empty()));
            process = parent;
        }
        let is_given = |name: &&str| {
            let has = |all: &String| all.split('\0').any(|one| one.split('=').next() == Some(*name));
            (self.variable)(name) || environments.iter().any(has)
        };
        let hidden = match self.has_own_processes() {
            Some(false) if !is_whole => Some("the programs that started this one cannot all be seen"),
            Some(false) if environments.is_empty() && !(self.variable)("PATH") => {
                Some("the environment was cleared, so quorate cannot see what started it")
            }
            Some(false) => None,
            Some(true) => Some("programs outside of this container cannot be seen"),
            None => Some("/proc/self/ns cannot be read, so programs may be hidden"),
        };
        let variables = VARIABLES.into_iter().filter(is_given).collect();
        LoginSession { ancestors, hidden, terminal: self.terminal(), elsewhere: self.elsewhere(), variables }
    }

    /// A program that started this one; none if it cannot be seen.
    fn ancestor(&self, process: &str) -> Option<Ancestor> {
        const INTERPRETERS: [&str; 6] = ["python", "perl", "ruby", "node", "tclsh", "wish"];
        let comm = self.read(&format!("proc/{process}/comm"))?.trim().to_owned();
        let file = self.link(&format!("proc/{process}/exe"));
        let line = self.read(&format!("proc/{process}/cmdline")).unwrap_or_default();
        // Some write what they do behind their name, with blanks and slashes in it.
        let first =
            |word: &str| word.trim_start_matches('-').split(' ').next().map(|name| base(name).to_owned());
        let mut words = line.split('\0').filter_map(first);
        let started_as = words.next();
        let is_script = INTERPRETERS.iter().any(|name| comm.starts_with(name));
        let script = words.next().filter(|_| is_script);
        let file = file.map(|file| base(&file.to_string_lossy()).to_owned());
        let names =
            [Some(comm), file, started_as, script].into_iter().flatten().filter(|name| !name.is_empty());
        let folder = format!("proc/{process}/fd");
        let keeps_terminal = self.names(&folder).map(|open| {
            let target = |descriptor: &String| self.link(&format!("{folder}/{descriptor}"));
            open.iter().filter_map(target).any(|target| target.ends_with("ptmx"))
        });
        Some(Ancestor { names: names.collect(), keeps_terminal })
    }

    /// The terminal that controls this process.
    fn terminal(&self) -> TerminalKind {
        let stat = self.read("proc/self/stat");
        // The name in brackets may hold anything; state, parent, group and session follow.
        let number =
            stat.as_deref().and_then(|text| text.rsplit(')').next()?.split_whitespace().nth(4)?.parse().ok());
        let Some(number) = number else { return TerminalKind::Unknown };
        let number: u32 = number;
        let (major, minor) = (number >> 8 & 0xfff, number & 0xff);
        match (major, minor) {
            (0, 0) => TerminalKind::None,
            // Beyond these are serial lines, under the same number.
            (4, ..64) => TerminalKind::Console,
            (136..=143, _) => TerminalKind::Pseudo,
            _ => TerminalKind::Line,
        }
    }

    /// A session of somebody who is logged in from another machine, if one is seen.
    fn elsewhere(&self) -> Option<String> {
        let all = self.names("proc")?;
        let numbers = all.into_iter().filter(|name| name.bytes().all(|digit| digit.is_ascii_digit()));
        numbers.into_iter().find_map(|process| {
            let comm = self.read(&format!("proc/{process}/comm"))?.trim().to_owned();
            // Of older versions the one that waits and those that serve have the same name.
            let serves = || {
                let line = self.read(&format!("proc/{process}/cmdline")).unwrap_or_default();
                line.starts_with("sshd: ") && (line.contains('@') || line.contains("[priv]"))
            };
            let is_session = SESSIONS.iter().any(|name| is(&comm, name)) || comm == "sshd" && serves();
            is_session.then(|| format!("{comm} (process {process})"))
        })
    }
}
