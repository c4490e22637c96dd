//! What the files of a folder say: record and journal as one chain, receipts, reports, and what follows from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    answer::{ClauseTold, Flaw, Idle, Verified, Worth},
    look::Found,
    request::Verifying,
};
use crate::{
    crypto::hash::sha256_hex,
    custody::{
        evidence::{
            clauses::{CLAUSES, Inspected},
            derived,
            fitting::{Fitting, not_here},
            manifest::{EvidenceFile, Manifest},
            redacted::Claimed,
            reports::DrillReport,
            strict::is_clear,
        },
        journal::{Event, Head, JournalFault},
        status::{receipts::Receipts, state::State},
    },
    formats::visible::printable,
    paper::pdf,
    transfer::archive::ledger::Ledger,
};

/// Judges the files that a manifest lists.
pub(super) fn judge(request: &Verifying, manifest: &Manifest, found: &Found, verified: &mut Verified) {
    (verified.set, verified.day) = (Some(manifest.set), Some(manifest.day.to_string()));
    verified.redacted = manifest.redacted;
    ambiguous(found, verified);
    if manifest.redacted {
        return summary(request, manifest, found, verified);
    }
    let text = |file: EvidenceFile| found.get(file.name().unwrap_or_default());
    let (Some(record), Some(journal)) = (text(EvidenceFile::Record), text(EvidenceFile::Journal)) else {
        return;
    };
    let journal = String::from_utf8(journal.clone()).map_err(|_| "it is not text".to_owned());
    let ledger = match Ledger::of(Path::new("record.json"), record, journal) {
        Ok(ledger) => ledger,
        Err(failure) => return verified.add(Flaw::Record, Some("record.json"), failure.message),
    };
    chain(request, manifest, &ledger, verified);
    let state = ledger.on(manifest.day);
    if ledger.journal.fault().is_none() {
        follows(&ledger, &state, found, verified);
        receipts(manifest, &ledger, verified);
    }
    let (reports, attendance) = reports(&ledger, found, verified);
    without_effect(&ledger, &state, verified);
    // A key that nobody knows may be that of whoever changed the folder.
    let is_signed = verified.signatures.iter().any(|signed| signed.verdict == Worth::Allowed);
    let sight = Inspected {
        record: &ledger.record,
        journal: &ledger.journal,
        state: &state,
        day: manifest.day,
        reports: &reports,
        attendance,
        is_signed,
    };
    verified.clauses = CLAUSES
        .iter()
        .map(|clause| ClauseTold {
            id: clause.id,
            asks: clause.asks,
            files: clause.judged(&sight),
            accepted: request.accepted.contains(&clause.id),
        })
        .collect();
}

/// Whether the summary is that of the manifest. What it tells of the journal, nobody can verify.
fn summary(request: &Verifying, manifest: &Manifest, found: &Found, verified: &mut Verified) {
    let name = EvidenceFile::Summary.name();
    let Some(text) = name.and_then(|name| found.get(name)) else { return };
    let Some(claimed) = Claimed::read(text, manifest) else {
        return verified.add(Flaw::NotDerived, name, "summary.json is not that of this manifest");
    };
    let digits = request.expect_head.as_deref().and_then(Head::digits);
    if digits.is_some_and(|digits| !claimed.has_head(&digits)) {
        verified.add(Flaw::OtherHead, name, "the summary has no line with the head that was expected");
    }
}

/// Names the documents in which a name stands twice.
fn ambiguous(found: &Found, verified: &mut Verified) {
    for (name, text) in found {
        if !is_clear(name, text) {
            verified.add(
                Flaw::Ambiguous,
                Some(name),
                format!("{name}: programs may read different things in it"),
            );
        }
    }
}

/// Whether the journal is that of the record, and ends as the manifest says.
fn chain(request: &Verifying, manifest: &Manifest, ledger: &Ledger, verified: &mut Verified) {
    let (journal, name) = (&ledger.journal, EvidenceFile::Journal.name());
    verified.record_sha256 = Some(ledger.hash.clone());
    verified.journal_head = Some(journal.head().code());
    verified.journal_lines = journal.entries().len();
    match journal.fault() {
        Some(JournalFault::Missing) => verified.add(Flaw::Journal, name, "journal.jsonl is empty"),
        Some(fault) => verified.add(Flaw::Journal, name, format!("journal.jsonl: {fault}")),
        None => {}
    }
    let ends = (ledger.hash.as_str(), journal.head().hash(), journal.entries().len());
    if ends != (&manifest.record, &manifest.journal_head, manifest.journal_lines)
        || ledger.record.set.identifier != manifest.set
    {
        let text = "record and journal are not those that the manifest tells of";
        verified.add(Flaw::Journal, name, text);
    }
    if request.expect_head.as_deref().is_some_and(|code| journal.lines_at(code).is_none()) {
        verified.add(Flaw::OtherHead, name, "the journal never had the head that was expected");
    }
}

/// Whether plan and receipts are those of record and journal.
fn follows(ledger: &Ledger, state: &State, found: &Found, verified: &mut Verified) {
    let derived = derived::files(&ledger.record, &ledger.journal, state);
    for file in [EvidenceFile::Plan, EvidenceFile::PlanToday, EvidenceFile::Receipts] {
        let name = file.name().unwrap_or_default();
        let expected = derived.iter().find(|(one, _)| *one == file).map(|(_, text)| text.as_bytes());
        if found.get(name).map(Vec::as_slice) != expected {
            let text = format!("{name} does not follow from record and journal");
            verified.add(Flaw::NotDerived, Some(name), text);
        }
    }
}

/// Tells the lines that a reader must not take at their word: those that count for nothing, and those of a later version.
fn without_effect(ledger: &Ledger, state: &State, verified: &mut Verified) {
    let uncounted = state.uncounted.iter().map(|(line, why)| (*line, why.to_string()));
    let lines = (1..).zip(ledger.journal.entries());
    let unknown = lines
        .filter(|(_, entry)| entry.event == Event::Unknown)
        .map(|(line, _)| (line, "it is of a later version of quorate, and was not understood".to_owned()));
    let all: BTreeMap<usize, String> = uncounted.chain(unknown).collect();
    verified.without_effect =
        all.into_iter().map(|(line, why)| Idle { line, why: printable(&why) }).collect();
}

fn receipts(manifest: &Manifest, ledger: &Ledger, verified: &mut Verified) {
    let receipts = Receipts::of(&ledger.record, &ledger.journal, manifest.day);
    for (line, proof) in receipts.noted() {
        match proof {
            Ok(_) => verified.receipts += 1,
            Err(error) => {
                let text = format!("line {} of the journal: {error}", line + 1);
                verified.add(Flaw::Receipt, EvidenceFile::Journal.name(), text);
            }
        }
    }
    let elsewhere = (1..)
        .zip(ledger.journal.entries())
        .filter(|(_, entry)| entry.event != Event::Receipt && entry.receipt.is_some());
    for (line, _) in elsewhere {
        let text = format!("line {line} of the journal has a receipt, and is of another event");
        verified.add(Flaw::Receipt, EvidenceFile::Journal.name(), text);
    }
}

/// The reports of drills that are of this record, and how many people were at the ceremony by its report.
fn reports(ledger: &Ledger, found: &Found, verified: &mut Verified) -> (Vec<(usize, DrillReport)>, usize) {
    let (mut good, mut attendance, mut sums) = (Vec::new(), 0, BTreeSet::new());
    for (name, bytes) in found.iter().filter(|(name, _)| EvidenceFile::of(name) == Some(EvidenceFile::Report))
    {
        match Fitting::of(bytes, pdf::text::text(bytes).as_deref(), &ledger.record, &ledger.journal) {
            Ok(Fitting::Drill(line, report)) => good.push((line, *report)),
            Ok(Fitting::Ceremony(people)) => attendance = people,
            Ok(Fitting::Printed | Fitting::Other) => {}
            Err(error) => verified.add(Flaw::Report, Some(name), format!("{name}: {error}")),
        }
        sums.insert(sha256_hex(bytes));
    }
    verified.reports_not_here = not_here(&ledger.journal, |sum| sums.contains(sum));
    (good, attendance)
}
