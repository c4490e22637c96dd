//! What record, journal and sealed file of one set say on a day.

use std::{fs, io, path::PathBuf};

use serde::Serialize;

use super::{
    advice, journal,
    request::{AskedRecord, HeldHead, Request},
    story::Story,
};
use crate::{
    custody::{
        journal::{JournalFault, challenge},
        record::{
            Stamp,
            sealed::{RecordedSealed, SealedStanding},
        },
        status::Status,
    },
    host::{
        console::Console,
        failure::{Failure, reason},
    },
    transfer::{
        archive::{day, ledger::Ledger},
        sealing::open::SealedFile,
    },
};

/// All that was looked at.
#[derive(Debug)]
pub(super) struct Seen {
    /// The record and its journal.
    pub ledger: Ledger,
    /// How they stand.
    pub status: Status,
    /// The day that is told of.
    pub stamp: Stamp,
    /// What the head that somebody holds says of the journal.
    pub history: History,
    /// After how many lines the journal had the head that somebody holds.
    pub head_after_line: Option<usize>,
    /// What since then can change the meaning of what stands above it.
    pub changed_since_head: Option<Vec<journal::ToldLine>>,
    /// The sealed file of the record, and what became of it.
    pub sealed: Option<Sealed>,
    /// The journal in words, if it was asked for.
    pub journal: Option<Vec<journal::ToldLine>>,
    /// The life of the set, if that was asked for.
    pub story: Option<Story>,
}

impl Seen {
    /// Looks at a record and its journal.
    ///
    /// # Errors
    ///
    /// When it is no record, or the clock has no valid day.
    pub(super) fn of(asked: &AskedRecord, request: &Request, console: &Console) -> Result<Self, Failure> {
        let ledger = Ledger::look_watched(asked.name()?, console)?;
        let stamp = day::unasked(request.day)?;
        let mut counting = console.counting("card", 0);
        let mut tick = |what, done, of| counting.at(what, done, of);
        let mut status = Status::watched(&ledger.record, &ledger.journal, stamp.day, &mut tick);
        drop(counting);
        let (expected, since) = (asked.head.code(), request.since.as_deref());
        // Whoever asks what is new since a head holds it, as whoever expects it does.
        let (history, head_after_line) = History::of(&ledger, expected.or(since));
        for code in [expected, since].into_iter().flatten() {
            if ledger.journal.lines_at(code).is_none() {
                status.see_other_head(ledger.journal.copied(code));
            }
        }
        if let HeldHead::Unreadable(why) = &asked.head {
            status.see_no_head(why.clone());
        }
        let sealed = sealed(&ledger, request.sealed.as_deref(), console)?;
        if let Some((recorded, standing)) = &sealed {
            status.see_sealed(recorded, standing);
        }
        let journal = request.journal.then(|| journal::told(&ledger.journal, &status.state));
        let story = request.story.then(|| Story::of(&ledger, &status, stamp.day, since));
        let changed_since_head =
            head_after_line.map(|lines| journal::changing(&ledger.journal, &status.state, lines));
        Ok(Self {
            ledger,
            status,
            stamp,
            history,
            head_after_line,
            changed_since_head,
            sealed,
            journal,
            story,
        })
    }

    /// What to do today, where something is known to be away.
    pub(super) fn today(&self) -> Option<advice::ToDo> {
        let advice = self.status.advice.as_ref()?;
        Some(advice::ToDo::of(advice, self.status.margin(), self.stamp.day))
    }

    /// What keyholders are asked to sign; none where the journal is not whole, for nobody could verify the answer.
    pub(super) fn challenge(&self) -> Option<String> {
        let journal = &self.ledger.journal;
        let is_whole = matches!(journal.fault(), None | Some(JournalFault::Missing));
        is_whole.then(|| challenge::after(journal.head()))
    }
}

/// What a head that somebody holds says of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum History {
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
type Sealed = (RecordedSealed, SealedStanding);

/// What became of the sealed file: where it was said to be, or beside the record.
fn sealed(ledger: &Ledger, named: Option<&str>, console: &Console) -> Result<Option<Sealed>, Failure> {
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
        Err(error) => Some(SealedStanding::Unreadable(reason(&error))),
        Ok(found) if !found.is_file() => Some(SealedStanding::OtherKind),
        Ok(found) => recorded.standing_by_length(found.len()),
    };
    let standing = looked.unwrap_or_else(|| {
        let hashed = SealedFile::find(&path.to_string_lossy()).and_then(|file| file.hashed(console));
        hashed
            .map_or_else(|error| SealedStanding::Unreadable(error.message), |found| recorded.standing(&found))
    });
    Ok(Some((recorded.clone(), standing)))
}
