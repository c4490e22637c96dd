//! A folder of evidence is made: all of it is collected, and looked into, before anything is written.

use std::path::{Path, PathBuf};

use super::{answer::FolderMade, look::look, request::Making};
use crate::{
    crypto::hash::sha256_hex,
    custody::{
        evidence::{
            checklist,
            clauses::Inspected,
            derived,
            fitting::Fitting,
            manifest::{self, EvidenceFile, ListedFile, Manifest, SCHEMA, VERSION, tidy_ending},
            redacted::Summary,
            strict::is_clear,
        },
        record::Stamp,
        status::receipts::Receipts,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
        files::{
            append,
            read::{read_input, shown},
            staging::Staging,
            tree::{Allowance, read_regular},
        },
    },
    paper::pdf,
    transfer::{
        archive::{
            day,
            ledger::{Ledger, journal_path},
        },
        delivery::tool::this_tool,
    },
};

/// Files of the folder with their bytes, in the order of their names.
type Files = Vec<(String, Vec<u8>)>;

/// Makes the folder.
///
/// # Errors
///
/// When record, journal or a report is not what it should be, something in them looks like a secret, or the folder cannot be written.
pub(super) fn make(request: &Making, console: &Console) -> Result<FolderMade, Failure> {
    let stamp = day::unasked(request.date)?;
    let whole = Ledger::open(&request.record)?;
    if whole.journal.entries().is_empty() {
        let message = format!("{} is not here, or is empty", shown(&journal_path(whole.path())));
        let hint = "put the journal beside the record: without it there is no evidence";
        return Err(Failure::new(Code::Journal, message, hint));
    }
    whole.warn_of_day(stamp.day, console);
    // The very bytes that go into the folder are those that are judged.
    let record = read_input(&request.record)?.expose().to_vec();
    let journal = append::whole(&journal_path(whole.path()));
    let journal = journal.map_err(|error| Failure::system(shown(&journal_path(whole.path())), &error))?;
    let ledger = Ledger::of(whole.path(), &record, Ok(journal.clone()))?;
    if ledger.hash != whole.hash || ledger.journal.fault().is_some() {
        let message = "record or journal changed while they were read";
        return Err(Failure::new(Code::Changed, message, "run it again"));
    }
    let state = ledger.on(stamp.day);
    let mut files: Files = Vec::new();
    if request.redact {
        let sight = sight(&ledger, &state, stamp);
        files.push((name(EvidenceFile::Summary), Summary::of(&sight).text().into_bytes()));
    } else {
        files.push((name(EvidenceFile::Record), record));
        files.push((name(EvidenceFile::Journal), journal.into_bytes()));
        let derived = derived::files(&ledger.record, &ledger.journal, &state);
        files.extend(derived.into_iter().map(|(file, text)| (name(file), text.into_bytes())));
        files.extend(brought(&with_ceremony(&request.reports, &ledger)?, &ledger)?);
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    warn_of_receipts(&ledger, stamp, console);
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        set: ledger.record.set.identifier,
        day: stamp.day,
        source: stamp.source,
        redacted: request.redact,
        record: ledger.hash.clone(),
        journal_head: ledger.journal.head().hash().to_owned(),
        journal_lines: ledger.journal.entries().len(),
        tool: this_tool(console),
        files: files.iter().map(|(name, bytes)| ListedFile::of(name, bytes)).collect(),
    };
    let mut unread = Vec::new();
    for (name, bytes) in &files {
        if !look(name, bytes)? {
            unread.push(name.clone());
        }
    }
    write(&request.folder, &manifest, &files, &unread)?;
    console.say(&format!("sign {} in it, and tell the sum of the manifest elsewhere", checklist::FILE));
    Ok(FolderMade {
        folder: shown(&request.folder),
        manifest_sha256: manifest.hash(),
        redacted: request.redact,
        files: manifest.files.into_iter().map(|file| file.name).collect(),
        not_looked_into: unread,
    })
}

fn name(file: EvidenceFile) -> String {
    file.name().unwrap_or_default().to_owned()
}

fn sight<'a>(
    ledger: &'a Ledger,
    state: &'a crate::custody::status::state::State,
    stamp: Stamp,
) -> Inspected<'a> {
    let (record, journal) = (&ledger.record, &ledger.journal);
    Inspected { record, journal, state, day: stamp.day, reports: &[], attendance: 0, is_signed: false }
}

/// The reports that were named, and before them that of the ceremony, where it lies beside the record.
fn with_ceremony(named: &[PathBuf], ledger: &Ledger) -> Result<Vec<PathBuf>, Failure> {
    let mut reports = Vec::new();
    let dealt = ledger.journal.entries().first().and_then(|first| first.report.as_ref());
    for (ending, sum) in dealt.iter().flat_map(|sums| [("pdf", &sums.pdf), ("json", &sums.json)]) {
        let path = ledger.path().with_file_name(format!("ceremony-report.{ending}"));
        // Another file of that name is nobody's report.
        if path.is_file() && sha256_hex(&read_regular(&path)?) == *sum {
            reports.push(path);
        }
    }
    let is_new = |path: &&PathBuf| !reports.contains(path);
    let others: Vec<PathBuf> = named.iter().filter(is_new).cloned().collect();
    Ok(reports.into_iter().chain(others).collect())
}

/// The reports by number: those that differ in their ending alone have one.
fn brought(named: &[PathBuf], ledger: &Ledger) -> Result<Files, Failure> {
    let (mut files, mut stems) = (Files::new(), Vec::new());
    let mut allowance = Allowance::of_a_folder();
    for path in named {
        let bytes = allowance.read(path)?;
        look(&shown(path), &bytes)?;
        let unfit = |error: &str| {
            let hint = "take along the reports of this record, as they were written";
            Failure::new(Code::Evidence, format!("{}: {error}", shown(path)), hint)
        };
        if !is_clear(&path.file_name().unwrap_or_default().to_string_lossy(), &bytes) {
            return Err(unfit("programs may read different things in it"));
        }
        Fitting::of(&bytes, pdf::text::text(&bytes).as_deref(), &ledger.record, &ledger.journal)
            .map_err(|error| unfit(&error.to_string()))?;
        let stem = path.with_extension("");
        let known = stems.iter().position(|known| *known == stem);
        let number = known.unwrap_or_else(|| {
            stems.push(stem);
            stems.len() - 1
        });
        let ending = tidy_ending(&path.extension().unwrap_or_default().to_string_lossy());
        let mut name = format!("reports/{}.{ending}", number + 1);
        // Endings that differ in case alone are one here.
        if files.iter().any(|(taken, _)| *taken == name) {
            stems.push(PathBuf::new());
            name = format!("reports/{}.{ending}", stems.len());
        }
        files.push((name, bytes));
    }
    Ok(files)
}

/// Warns of receipts for which the folder will not pass.
fn warn_of_receipts(ledger: &Ledger, stamp: Stamp, console: &Console) {
    let receipts = Receipts::of(&ledger.record, &ledger.journal, stamp.day);
    for (line, error) in receipts.noted().filter_map(|(line, proof)| Some((line, proof.err()?))) {
        console.warn(&format!("line {} of the journal: {error}; the evidence will not pass", line + 1));
    }
}

fn write(folder: &Path, manifest: &Manifest, files: &Files, unread: &[String]) -> Result<(), Failure> {
    let mut staging = Staging::begin(folder)?;
    if files.iter().any(|(name, _)| name.contains('/')) {
        staging.folder(Path::new("reports"))?;
    }
    for (name, bytes) in files {
        staging.file(Path::new(name), bytes)?;
    }
    staging.file(Path::new(manifest::FILE), manifest.text().as_bytes())?;
    staging.file(Path::new(checklist::FILE), checklist::text(manifest, unread).as_bytes())?;
    staging.publish().map(drop)
}
