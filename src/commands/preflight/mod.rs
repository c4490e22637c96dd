//! `quorate preflight`: is this machine fit for a ceremony? What can be seen from here, in plain words. What cannot be seen
//! is named, and is not fit.
//!
//! Before a ceremony on a terminal the same is asked, and a machine that is online, or of which that cannot be told, is
//! refused: whoever types a key into one has to say that they know.

use std::{
    path::Path,
    sync::{LazyLock, OnceLock},
};

use clap::Args;

use self::finding::{Fitness, MachineFinding, count, names};
use crate::{
    ceremony::selftest,
    commands::{Needs, Run},
    crypto::random::OsEntropy,
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    transfer::delivery::tool::{claimed_medium, own_digest},
};

pub(super) mod answer;
mod finding;
mod machine;

/// What was seen of the machine.
static SEEN: LazyLock<Vec<MachineFinding>> = LazyLock::new(machine::findings);

/// What the medium that this machine runs from claims of itself, if it is the one for the room.
static MEDIUM: LazyLock<Option<String>> = LazyLock::new(|| claimed_medium(Path::new("/")));

/// Looks at the machine once, before the sandbox is put up: from inside it other programs cannot be seen any more.
pub fn look() {
    LazyLock::force(&SEEN);
    LazyLock::force(&MEDIUM);
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate preflight
  quorate --json preflight";

/// The end of its help.
pub const MORE: &str = "\
Looks at what the system says about itself: network, swap, hibernation, crash
reports, debuggers, the clock; code that others load into this program; remote
and recorded sessions, remote files, a host above this machine. It tries
the kernel's random bytes, and the program's own core on known answers; and
prints the SHA-256 of its file, to compare with the one that was published. On
the medium for the room it prints the medium's, too, as claimed by itself.

Each line begins with fit, unfit, your call (look at it yourself) or unknown
(it cannot be seen from here, which is not fit). Cameras, printers and who else is
in the room cannot be seen at all.

`split`, `recover`, `drill` and `reissue` do the same before they begin on a
terminal. So does whatever asks for a secret or shows one there. They
refuse a machine that is online, or that quorate cannot tell to be offline;
--online-anyway overrides.

Exit codes: 0 nothing is unfit or unknown, 6 something is.";

/// Check whether this machine is fit for a ceremony
#[derive(Args, Debug)]
pub struct Options {}

impl Run for Options {
    const NAME: &'static str = "preflight";

    fn needs(&self) -> Needs {
        Needs { machine: true, ..Needs::default() }
    }

    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        run(console)
    }
}

fn run(console: &Console) -> Result<(), Failure> {
    let findings = findings(console);
    let answer = answer::Answer::of(&findings, own_digest(), MEDIUM.as_deref());
    console.answer("preflight", &answer, not_fit(&findings))
}

/// Tells before a ceremony what is wrong with the machine, if anything is, and what cannot be told: once, whoever asks.
///
/// # Errors
///
/// When it is online, or that cannot be told, and nobody said that this is known; or the program does not do what it
/// should.
pub fn before_ceremony(console: &Console) -> Result<(), Failure> {
    static WAS_TOLD: OnceLock<()> = OnceLock::new();
    if WAS_TOLD.get().is_some() {
        return Ok(());
    }
    let findings = findings(console);
    let found = |check: &str, state| findings.iter().find(|one| one.check == check && one.state == state);
    if let Some(broken) = found(SELF_TEST, Fitness::Unfit) {
        let hint = "use another copy of the program, and another machine";
        return Err(Failure::new(Code::Unfit, broken.text.clone(), hint));
    }
    if !console.online_anyway {
        if let Some(online) = found(machine::NETWORK, Fitness::Unfit) {
            let message = format!("this machine is online: {}", online.text);
            let hint = "unplug it; or, if no key can be lost by it, --online-anyway";
            return Err(Failure::new(Code::Online, message, hint));
        }
        if let Some(unknown) = found(machine::NETWORK, Fitness::Unknown) {
            let message = format!("quorate cannot tell whether this machine is online: {}", unknown.text);
            let hint = "use another machine; or, if you know that this one is offline, --online-anyway";
            return Err(Failure::new(Code::NetworkUnknown, message, hint));
        }
    }
    for MachineFinding { check, state, text } in &findings {
        match state {
            Fitness::Unfit => console.warn(&format!("{check}: {text}")),
            Fitness::Unknown => console.warn(&format!("{check}: cannot be told: {text}")),
            Fitness::Fit | Fitness::Judge => {}
        }
    }
    console.say(&format!("{} (see quorate preflight)", summary(&findings)));
    let _ = WAS_TOLD.set(());
    Ok(())
}

/// How many checks passed. Those that cannot be told, or that a person has to judge, are named and did not.
fn summary(findings: &[MachineFinding]) -> String {
    let mut summary =
        format!("preflight: {} of {} checks passed", count(findings, Fitness::Fit), findings.len());
    for (state, what) in
        [(Fitness::Unfit, "unfit"), (Fitness::Unknown, "cannot be told"), (Fitness::Judge, "your call")]
    {
        let names = names(findings, state);
        if !names.is_empty() {
            summary.push_str(&format!("; {what}: {}", names.join(", ")));
        }
    }
    summary
}

const SELF_TEST: &str = "self-test";

/// The name of every check.
#[cfg(test)]
const CHECKS: [&str; 13] = [
    machine::NETWORK,
    "remote files",
    "remote session",
    "recording",
    "debugger",
    "foreign code",
    "swap",
    "hibernation",
    "crash reports",
    "virtual machine",
    "clock",
    "hardening",
    SELF_TEST,
];

fn findings(console: &Console) -> Vec<MachineFinding> {
    let mut findings = SEEN.clone();
    findings.push(match console.is_hardened {
        true => {
            MachineFinding::fit("hardening", "the kernel keeps this program offline and its memory to itself")
        }
        false => MachineFinding::unfit("hardening", "the kernel does not keep this program offline"),
    });
    findings.push(match selftest::core(&mut OsEntropy) {
        Ok(()) => MachineFinding::fit(SELF_TEST, "known answers come out right"),
        Err(broken) => MachineFinding::unfit(SELF_TEST, format!("{broken}: do not use this program here")),
    });
    findings
}

/// Why the machine is not fit, if it is not: what is wrong before what cannot be told.
fn not_fit(findings: &[MachineFinding]) -> Option<Failure> {
    let (state, code, hint) = match (count(findings, Fitness::Unfit), count(findings, Fitness::Unknown)) {
        (0, 0) => return None,
        (0, _) => {
            (Fitness::Unknown, Code::CannotTell, "check what is named in another way, or use another machine")
        }
        _ => (Fitness::Unfit, Code::Unfit, "fix what is listed, or use another machine"),
    };
    let mut these = findings.iter().filter(|finding| finding.state == state);
    let first = these.next()?;
    let told =
        if state == Fitness::Unknown { "quorate cannot tell whether this machine is fit: " } else { "" };
    let more = match these.count() {
        0 => String::new(),
        number => format!(", and {number} more"),
    };
    let message = format!("{told}{}: {}{more}", first.check, first.text);
    Some(Failure::new(code, message, hint))
}
