//! `quorate status`: what is due and what is wrong, from the record and its journal. No share is needed, and none
//! accepted.

use std::{fs, io, path::PathBuf};

use serde::Serialize;

use self::{options::Options, story::Story};
use super::options::day::day;
use crate::{
    commands::Run,
    custody::{
        analysis::AnalysisError,
        journal::{Head, JournalFault, challenge},
        record::{
            Stamp,
            sealed::{RecordedSealed, SealedStanding},
        },
        status::{Finding, Status},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    transfer::{
        archive::{day, ledger::Ledger},
        sealing::open::SealedFile,
    },
};

pub(super) mod advice;
pub(super) mod answer;
mod changed;
mod finding;
mod hints;
mod journal;
pub mod options;
mod origin;
mod report;
mod story;
mod words;

impl Run for Options {
    const NAME: &'static str = "status";

    /// What is due or wrong is a failure after the whole answer.
    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let given = self.date.as_deref().map(day).transpose()?;
        // An empty file, or another text, was no head of any journal: that tells nothing of this one.
        let codes = [("--expect-head", &self.expect_head), ("--since", &self.since)];
        let no_code = |(_, code): &(_, &Option<String>)| {
            code.as_deref().is_some_and(|code| Head::digits(code).is_none())
        };
        if let Some((option, _)) = codes.into_iter().find(no_code) {
            let message = format!("{option} takes the code of a head: eight times four hexadecimal digits");
            return Err(Failure::usage(message, "every command that writes a line of the journal prints it"));
        }
        let ledger = Ledger::look(&self.record)?;
        let stamp = day::unasked(given)?;
        let mut status = Status::of(&ledger.record, &ledger.journal, stamp.day);
        let (expected, since) = (self.expect_head.as_deref(), self.since.as_deref());
        // Whoever asks what is new since a head holds it, as whoever expects it does.
        let (history, head_after_line) = History::of(&ledger, expected.or(since));
        for code in [expected, since].into_iter().flatten() {
            if ledger.journal.lines_at(code).is_none() {
                status.see_other_head(ledger.journal.copied(code));
            }
        }
        let sealed = sealed(&ledger, self.sealed.as_deref(), console)?;
        if let Some((recorded, standing)) = &sealed {
            status.see_sealed(recorded, standing);
        }
        let journal = self.journal.then(|| journal::told(&ledger.journal, &status.state));
        let story = self.story.then(|| Story::of(&ledger, &status, stamp.day, since));
        let changed_since_head =
            head_after_line.map(|lines| journal::changing(&ledger.journal, &status.state, lines));
        let seen = Seen {
            ledger: &ledger,
            status: &status,
            stamp,
            history,
            head_after_line,
            changed_since_head,
            sealed,
            journal,
            story,
        };
        console.answer("status", &answer::Answer::of(&seen), failure(&status))
    }
}

/// All that was looked at.
struct Seen<'a> {
    ledger: &'a Ledger,
    status: &'a Status,
    stamp: Stamp,
    history: History,
    /// After how many lines the journal had the head that somebody holds.
    head_after_line: Option<usize>,
    /// What since then can change the meaning of what stands above it.
    changed_since_head: Option<Vec<journal::ToldLine>>,
    sealed: Option<Sealed<'a>>,
    /// The journal in words, if it was asked for.
    journal: Option<Vec<journal::ToldLine>>,
    /// The life of the set, if that was asked for.
    story: Option<Story>,
}

impl Seen<'_> {
    /// What to do today, where something is known to be away.
    fn today(&self) -> Option<advice::ToDo> {
        let advice = self.status.advice.as_ref()?;
        Some(advice::ToDo::of(advice, self.status.margin(), self.stamp.day))
    }

    /// What keyholders are asked to sign; none where the journal is not whole, for nobody could verify the answer.
    fn challenge(&self) -> Option<String> {
        let journal = &self.ledger.journal;
        let is_whole = matches!(journal.fault(), None | Some(JournalFault::Missing));
        is_whole.then(|| challenge::after(journal.head()))
    }
}

/// What a head that somebody holds says of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum History {
    /// Nobody gave one.
    NotCompared,
    /// It was the head once, and the lines before it are as they were.
    AsItWas,
    /// It never was.
    Changed,
}

impl History {
    /// The verdict, and after how many lines it was the head.
    fn of(ledger: &Ledger, code: Option<&str>) -> (Self, Option<usize>) {
        let Some(code) = code else { return (Self::NotCompared, None) };
        let lines = ledger.journal.lines_at(code);
        (if lines.is_some() { Self::AsItWas } else { Self::Changed }, lines)
    }
}

/// The sealed file of a record, and what became of it.
type Sealed<'a> = (&'a RecordedSealed, SealedStanding);

/// What became of the sealed file: where it was said to be, or beside the record.
fn sealed<'a>(
    ledger: &'a Ledger,
    named: Option<&str>,
    console: &Console,
) -> Result<Option<Sealed<'a>>, Failure> {
    let Some(recorded) = &ledger.record.sealed else {
        return match named {
            None => Ok(None),
            Some(_) => Err(Failure::usage("the record names no sealed file", "leave --sealed out")),
        };
    };
    let path = named.map_or_else(|| ledger.path().with_file_name(&recorded.name), PathBuf::from);
    // Kind and length first: a pipe would be waited for, and another file of any length be read to its end.
    let looked = match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(SealedStanding::Missing),
        Err(error) => Some(SealedStanding::Unreadable(crate::host::failure::reason(&error))),
        Ok(found) if !found.is_file() => Some(SealedStanding::OtherKind),
        Ok(found) => recorded.standing_by_length(found.len()),
    };
    let standing = looked.unwrap_or_else(|| {
        let hashed = SealedFile::find(&path.to_string_lossy()).and_then(|file| file.hashed(console));
        hashed
            .map_or_else(|error| SealedStanding::Unreadable(error.message), |found| recorded.standing(&found))
    });
    Ok(Some((recorded, standing)))
}

fn failure(status: &Status) -> Option<Failure> {
    let first = status.findings.first()?;
    let more = match status.findings.len() {
        1 => String::new(),
        number => format!(", and {} more", number - 1),
    };
    let code = match first {
        Finding::OtherHead { .. } => Code::OtherHead,
        Finding::Journal(_) | Finding::BegunAnew => Code::Journal,
        _ => Code::Due,
    };
    Some(Failure::new(code, format!("{}{more}", words::told(first)), hints::hint(first)))
}

impl From<AnalysisError> for Failure {
    fn from(error: AnalysisError) -> Self {
        let hint = "exact answers need a plan in which fewer people share cards or hold several";
        Self::new(Code::TooEntangled, error.to_string(), hint)
    }
}
