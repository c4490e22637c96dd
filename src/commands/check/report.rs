//! The report of `check`, for people.

use std::fmt::Write as _;

use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict},
        compare::Compared,
        recover::RecoverError,
        submission::Source,
    },
    slip39::{Header, Progress, Quorum, ordinal, words::value_bytes},
    transfer::explain,
};

/// Which shares are good, before the error that names one that is not.
pub(super) fn each(verdict: &Verdict, compared: &[Compared]) -> Vec<String> {
    if verdict.shares.len() < 2 {
        return Vec::new();
    }
    let alone = verdict.shares.iter().map(|ShareVerdict { source, header, .. }| match header {
        Ok(header) => format!("{source}: {header}, its words are whole"),
        Err(unreadable) => format!("{source}: {}", explain::unreadable(unreadable)),
    });
    let dealt = compared.iter().filter(|one| one.is_dealt());
    alone.chain(dealt.map(|one| format!("{}: the very card that was dealt", one.source))).collect()
}

/// What is told of shares in which nothing is wrong.
pub(super) fn report(verdict: &Verdict) -> String {
    let mut report = String::new();
    for ShareVerdict { source, header, words } in &verdict.shares {
        if let Ok(header) = header {
            describe(&mut report, source, header, *words);
        }
    }
    match &verdict.together {
        Some(Ok(quorum)) => together(&mut report, verdict.shares.len(), quorum),
        Some(Err(RecoverError::TooFew { progress, .. })) if verdict.shares.len() > 1 => {
            not_enough(&mut report, progress)
        }
        _ => {}
    }
    report
}

/// The header in plain words.
fn describe(report: &mut String, source: &Source, header: &Header, words: usize) {
    let set = header.set;
    let _ = writeln!(report, "{source}: good, all {words} words are whole");
    let _ = match set.group_count {
        1 => writeln!(
            report,
            "  share {}; any {} of its set recover the key (of how many, it does not say)",
            ordinal(header.member),
            header.member_threshold
        ),
        groups => writeln!(
            report,
            "  share {} of group {}; any {} complete the group, {} of {groups} groups recover the key",
            ordinal(header.member),
            ordinal(header.group),
            header.member_threshold,
            set.group_threshold
        ),
    };
    let _ = writeln!(
        report,
        "  set {}, SLIP-0039{}, iteration exponent {}, a key of {} bytes",
        set.encryption.identifier,
        if set.encryption.extendable { " extendable" } else { "" },
        set.encryption.exponent,
        value_bytes(words).unwrap_or_default()
    );
    if set.group_threshold == 1 && header.member_threshold == 1 {
        let _ = writeln!(
            report,
            "  this one share is the whole key: nothing but its checksum protects or confirms it"
        );
    }
}

fn together(report: &mut String, shares: usize, quorum: &Quorum) {
    let _ = writeln!(
        report,
        "together: {}enough to recover the key{}",
        if shares == 1 { "" } else { "they fit together, " },
        if quorum.has_digest() { ", as their digest confirms" } else { "" }
    );
    let _ = writeln!(report, "  whether there is a passphrase, shares do not say");
    for header in quorum.untested() {
        let _ =
            writeln!(report, "  {header} was not needed, and could not be tested without more of its group");
    }
}

fn not_enough(report: &mut String, progress: &Progress) {
    let _ = writeln!(report, "together: nothing contradicts; {}", explain::missing(progress));
}
