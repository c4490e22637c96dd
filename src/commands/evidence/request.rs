//! What the arguments of `evidence` mean.

use std::path::{Path, PathBuf};

use super::options::Options;
use crate::{
    commands::options::{
        day::day,
        outputs::{new_folder, refuse_piped},
    },
    crypto::hash::is_hash,
    custody::{
        date::Date,
        evidence::{
            NAMESPACE,
            clauses::Clause,
            reports::{DrillReport, Read},
        },
        journal::Head,
    },
    formats::{
        keyfile::allowed::{AllowedSigner, signers},
        suspicion::may_be_secret,
    },
    host::{
        failure::{Code, Failure},
        files::{
            read::{look_at, read_input, shown},
            tree::read_regular,
        },
    },
};

/// What is to be done.
#[derive(Debug)]
pub enum Request {
    /// Make a folder.
    Make(Making),
    /// Verify one.
    Verify(Verifying),
}

/// A folder that is to be made.
#[derive(Debug)]
pub struct Making {
    /// The record.
    pub record: String,
    /// The reports to take along.
    pub reports: Vec<PathBuf>,
    /// The folder.
    pub folder: PathBuf,
    /// Whether names are left out.
    pub redact: bool,
    /// The day, if it was given.
    pub date: Option<Date>,
}

/// A folder that is to be verified, and who vouches for it.
#[derive(Debug)]
pub struct Verifying {
    /// The folder.
    pub folder: PathBuf,
    /// The SHA-256 that the manifest must have.
    pub expect_manifest: Option<String>,
    /// Whose signature is asked for.
    pub signers: Option<Vec<AllowedSigner>>,
    /// The code of a head that the journal must have had.
    pub expect_head: Option<String>,
    /// The clauses that are not asked for.
    pub accepted: Vec<&'static str>,
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When an argument is not what it should be, or a file that it names is not there.
    pub fn new(typed: Options) -> Result<Self, Failure> {
        match typed.verify.clone() {
            Some(folder) => verifying(typed, folder).map(Self::Verify),
            None => making(typed).map(Self::Make),
        }
    }
}

fn making(typed: Options) -> Result<Making, Failure> {
    let missing = || Failure::usage("the record or the folder is missing", "see quorate evidence --help");
    let record = typed.record.ok_or_else(missing)?;
    refuse_piped("the record", &record)?;
    let folder = new_folder("-o", &typed.output.ok_or_else(missing)?)?;
    Ok(Making {
        record,
        reports: reports(&typed.reports)?,
        folder,
        redact: typed.redact,
        date: typed.date.as_deref().map(day).transpose()?,
    })
}

/// The reports that were named, each with the other half that a drill wrote beside it, and each once. What else has such a name
/// is not taken along: nobody named it.
fn reports(named: &[String]) -> Result<Vec<PathBuf>, Failure> {
    let mut reports: Vec<PathBuf> = Vec::new();
    for name in named {
        let is_file = look_at(name)?.is_file();
        let path = Path::new(name).canonicalize().map_err(|error| Failure::system("a report", &error))?;
        [Path::new(name), &path].into_iter().try_for_each(refuse_secret_name)?;
        if !is_file {
            let message = format!("{}: a report is a file", shown(&path));
            return Err(Failure::usage(message, "name each report by itself"));
        }
        let other = other_half(&path);
        for path in [path].into_iter().chain(other) {
            if !reports.contains(&path) {
                reports.push(path);
            }
        }
    }
    Ok(reports)
}

/// The name would stand in messages, and whoever has it in front of them would look for it in the folder.
fn refuse_secret_name(path: &Path) -> Result<(), Failure> {
    if path.file_name().is_none_or(|name| !may_be_secret(&name.to_string_lossy())) {
        return Ok(());
    }
    let message = "the name of a file after --report looks like a share or a key";
    Err(Failure::new(Code::ShareGiven, message, "give the file another name, as report.pdf"))
}

fn other_half(path: &Path) -> Option<PathBuf> {
    let (pdf, json) = (path.with_extension("pdf"), path.with_extension("json"));
    let is_pair = [&pdf, &json].iter().all(|half| half.symlink_metadata().is_ok_and(|found| found.is_file()));
    let is_report = is_pair && read_regular(&json).is_ok_and(|text| DrillReport::read(&text) != Read::Other);
    let other = match path.extension()?.to_str()? {
        "pdf" => json,
        "json" => pdf,
        _ => return None,
    };
    is_report.then_some(other)
}

fn verifying(typed: Options, folder: String) -> Result<Verifying, Failure> {
    if !look_at(&folder)?.is_dir() {
        let message = "--verify takes the folder of evidence, and no file in it";
        return Err(Failure::usage(message, "give the folder that has MANIFEST.json in it"));
    }
    let expect_manifest = typed.expect_manifest.map(|sum| sum.to_ascii_lowercase());
    if !expect_manifest.as_deref().is_none_or(is_hash) {
        let message = "--expect-manifest takes a SHA-256: 64 hexadecimal digits";
        return Err(Failure::usage(message, "sha256sum MANIFEST.json prints it"));
    }
    if typed.expect_head.as_deref().is_some_and(|code| Head::digits(code).is_none()) {
        let message = "--expect-head takes the code of a head: eight times four hexadecimal digits";
        return Err(Failure::usage(message, "every command that writes a line of the journal prints it"));
    }
    let accepted = typed.accept_missing.iter().filter_map(|id| Clause::named(id)).map(|clause| clause.id);
    Ok(Verifying {
        folder: PathBuf::from(folder),
        expect_manifest,
        signers: typed.allowed_signers.as_deref().map(allowed).transpose()?,
        expect_head: typed.expect_head,
        accepted: accepted.collect(),
    })
}

fn allowed(name: &str) -> Result<Vec<AllowedSigner>, Failure> {
    let file = read_input(name)?;
    let unfit = |message: String| {
        let hint = "a line is: NAME namespaces=\"quorate-evidence\" ssh-ed25519 AAAA...";
        Failure::new(Code::Signers, message, hint)
    };
    let text = str::from_utf8(file.expose())
        .map_err(|_| unfit("what should be a file of allowed signers is not text".to_owned()))?;
    let signers = signers(text, NAMESPACE).map_err(|error| unfit(error.to_string()))?;
    if signers.is_empty() {
        return Err(unfit(format!("nobody in the allowed signers may sign for {NAMESPACE}")));
    }
    Ok(signers)
}
