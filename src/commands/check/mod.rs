//! `quorate check`: is this share still good? For one custodian, or for several together.

pub mod answer;
pub mod foreign;
pub mod options;
pub mod request;

use super::{check::request::CheckPlan, options::foreign::refuse_threshold};
use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict, check},
        compare::{Compared, compare},
        practice::{Held, Practice},
        recover::RecoverError,
        submission::{Source, Submission},
    },
    commands::check::options::Options,
    host::{
        console::{Machine, Voice},
        failure::Failure,
    },
    slip39::{Header, Progress, Quorum, ordinal, words::value_bytes},
    transfer::{
        archive::{day, ledger::Book, record_check, standings},
        explain,
        intake::{files, foreign_set, gather, sources::ShareSource},
    },
};
use std::{fmt::Write as _, mem};

/// Runs the command.
///
/// # Errors
///
/// When a share is not whole, or shares contradict each other.
pub fn run(mut typed: Options, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let shares = ShareSource::new(mem::take(&mut typed.shares), machine);
    if let Some(format) = typed.from_format.or_else(|| shares.recognised()) {
        return foreign::run(format, shares, &typed, voice);
    }
    refuse_threshold(typed.threshold.as_deref())?;
    let plan = CheckPlan::new(typed, shares)?;
    let mut book = plan.record.as_deref().map(Book::open).transpose()?;
    let stamp = match (&book, &plan.receipt) {
        (None, _) => None,
        (Some(_), None) => Some(day::unasked(plan.date)?),
        (Some(_), Some(_)) => Some(day::asked(plan.date, voice, machine)?),
    };
    let submissions = match &plan.shares {
        ShareSource::Files(files) => files::shares(files)?,
        ShareSource::Typed => {
            let share = gather::one_typed(voice)?;
            vec![Submission { source: Source::typed(1), share: Ok(share) }]
        }
    };
    let compared = book.as_ref().map(|book| compare(&book.record, &submissions)).unwrap_or_default();
    let receipt = match (&plan.receipt, &book, stamp) {
        (Some(challenge), Some(book), Some(stamp)) => {
            record_check::receipt(book, &submissions, challenge, stamp)?
        }
        _ => None,
    };
    let verdict = check(submissions)?;
    let held = match &verdict.together {
        Some(Ok(quorum)) => Held::by(quorum.ems()),
        _ => Held::Unknown,
    };
    let practice = Practice::of(book.as_ref().map(|book| &book.record), held);
    let is_practice = practice == Practice::Yes;
    if is_practice {
        voice.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let is_contradicted = practice == Practice::Contradicted;
    let failure = failure(&verdict, &compared, book.is_some())
        .or_else(|| is_contradicted.then(record_check::no_practice));
    if let (Some(book), Some(stamp), None) = (&mut book, stamp, &plan.receipt) {
        // By a record that was changed no card is good.
        let is_noted = |one: &&Compared| !is_contradicted || !one.is_dealt();
        let noted: Vec<Compared> = compared.iter().filter(is_noted).cloned().collect();
        record_check::note(book, &noted, stamp, voice)?;
    }
    let receipt = receipt.filter(|_| failure.is_none()).map(|receipt| receipt.to_string());
    let recorded = book.as_ref().map(|book| standings::document(book, &compared, receipt.as_deref()));
    if let Some(failure) = failure {
        if voice.json {
            return Err(failure.with_details(answer::checked(&verdict, recorded.as_ref())));
        }
        tell_each(&verdict, &compared, voice);
        return Err(failure);
    }
    if voice.json {
        voice.product(answer::check(&verdict, is_practice, recorded.as_ref()).as_bytes())?;
    } else {
        let mut report = report(&verdict);
        if let Some(book) = &book {
            report.push_str(&record_check::report(book, &compared));
        }
        match &receipt {
            // A pipe takes the receipt and nothing else.
            Some(_) => report.lines().for_each(|line| voice.say(line)),
            None => voice.product(report.as_bytes())?,
        }
    }
    match receipt {
        Some(receipt) => record_check::hand_out(&receipt, plan.output.as_deref(), voice, machine),
        None => Ok(()),
    }
}

/// The first thing that is wrong. Too few shares for a recovery are nothing wrong.
fn failure(verdict: &Verdict, compared: &[Compared], has_record: bool) -> Option<Failure> {
    let alone = verdict.shares.iter().find_map(|share| {
        let unreadable = share.header.as_ref().err()?;
        let undealt = if has_record { foreign_set::undealt(&share.source, unreadable) } else { None };
        Some(undealt.unwrap_or_else(|| (&share.source, unreadable).into()))
    });
    alone.or_else(|| match &verdict.together {
        Some(Ok(_) | Err(RecoverError::TooFew { .. })) | None => record_check::verdict(compared),
        Some(Err(error)) => Some(record_check::blamed(error.clone(), compared)),
    })
}

/// Which shares are good, before the error that names one that is not.
fn tell_each(verdict: &Verdict, compared: &[Compared], voice: &Voice) {
    let one_of_several = verdict.shares.len() > 1;
    for ShareVerdict { source, header, .. } in verdict.shares.iter().filter(|_| one_of_several) {
        voice.say(&match header {
            Ok(header) => format!("{source}: {header}, its words are whole"),
            Err(unreadable) => format!("{source}: {}", explain::unreadable(unreadable)),
        });
    }
    for one in compared.iter().filter(|one| one_of_several && one.is_dealt()) {
        voice.say(&format!("{}: the very card that was dealt", one.source));
    }
}

fn report(verdict: &Verdict) -> String {
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
