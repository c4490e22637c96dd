//! The journal of a record: one line for each thing that happened, each bound to the one before by its hash, the first
//! to the record's file. The hash of the last line is the head, and its code is what people write down.
//!
//! The promise: any change, swap or deletion up to a head that somebody else holds is detected. Lines after that head
//! are only as true as whoever wrote them; and whoever holds no head can be shown another history.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::{code, hex, sha256_hex},
    },
    formats::visible::all_printable,
};

pub mod challenge;
mod entry;
pub mod import;
mod report;

pub use self::{
    entry::{Drilled, Entry, Event, Unproved},
    report::ReportSums,
};
pub use crate::custody::card_number::CardNumber;

/// Lines that are read before it is told how many were.
const TOLD_EVERY: usize = 1_000;

#[derive(Serialize)]
struct Line {
    previous: String,
    /// Makes the next head, and the challenge that is drawn from it, unforeseeable.
    nonce: String,
    #[serde(flatten)]
    entry: Entry,
}

/// What a line has besides what it says. Read on its own: together the two would have to be copied first.
#[derive(Deserialize)]
struct Bound<'a> {
    #[serde(borrow)]
    previous: Cow<'a, str>,
    #[serde(borrow, rename = "nonce")]
    _nonce: Cow<'a, str>,
}

/// The hash of a journal's last line, or of the record where there is none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head(String);

impl Head {
    /// The short code that people write down.
    #[must_use]
    pub fn code(&self) -> String {
        code(&self.0)
    }

    /// The digits of the code of a head, with or without dashes, or of a whole hash; none where `text` is neither.
    #[must_use]
    pub fn digits(text: &str) -> Option<String> {
        let digits: String =
            text.chars().filter(|sign| *sign != '-').collect::<String>().to_ascii_lowercase();
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        (is_hex && matches!(digits.len(), 32 | 64)).then_some(digits)
    }

    /// Whether `text` is its code, or the whole hash.
    #[must_use]
    pub fn is_meant_by(&self, text: &str) -> bool {
        Self::digits(text).is_some_and(|digits| self.0.starts_with(&digits))
    }

    /// The whole hash, 64 hex digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.0
    }
}

/// What a journal knows of a copy that another keeper goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The line of this journal, from 1, that came from it.
    pub line: usize,
    /// Up to which line the two are one; none where nobody knows.
    pub common: Option<usize>,
}

/// A journal: as many of its lines, from the first, as are bound each to the one before.
#[derive(Clone, Debug)]
pub struct Journal {
    entries: Vec<Entry>,
    /// Of the record, then after each line.
    heads: Vec<Head>,
    /// Bytes of these lines.
    length: usize,
    fault: Option<JournalFault>,
}

impl Journal {
    /// Reads a journal, which begins with the record whose file has the hash `record`.
    ///
    /// # Errors
    ///
    /// With the first line that is not as it was written.
    pub fn read(record: &str, text: &str) -> Result<Self, JournalError> {
        let journal = Self::found(record, text);
        match journal.fault {
            Some(JournalFault::Broken(error)) => Err(error),
            _ => Ok(journal),
        }
    }

    /// What was found where the journal of a record belongs: the lines up to the first that is not as it was written, and
    /// what is wrong with that one. An empty text is as good as none.
    #[must_use]
    pub fn found(record: &str, text: &str) -> Self {
        Self::watched(record, text, &mut |_, _| {})
    }

    /// The same, which tells after how many lines of how many it is.
    fn watched(record: &str, text: &str, tick: &mut dyn FnMut(usize, usize)) -> Self {
        // Sized once: of a long journal every move of what was read costs more than reading it.
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let mut heads = Vec::with_capacity(lines + 2);
        heads.push(Head(record.to_owned()));
        let mut journal = Self { entries: Vec::with_capacity(lines + 1), heads, length: 0, fault: None };
        for (at, whole) in text.split_inclusive('\n').enumerate() {
            if at % TOLD_EVERY == TOLD_EVERY - 1 {
                tick(at + 1, lines);
            }
            if let Err(error) = journal.push(whole) {
                journal.fault = Some(JournalFault::Broken(error));
                return journal;
            }
        }
        if text.is_empty() {
            journal.fault = Some(JournalFault::Missing);
        }
        journal
    }

    /// The same beside a record whose file may have been saved anew: `written` is the hash of the record as it was written,
    /// with which its journal begins. That the two differ is no fault of the journal, and is told as what it is. `tick` is told
    /// after how many lines of how many it is.
    #[must_use]
    pub fn beside(record: &str, written: &str, text: &str, tick: &mut dyn FnMut(usize, usize)) -> Self {
        let mut journal = Self::watched(record, text, tick);
        let is_of_another = journal.fault == Some(JournalFault::Broken(JournalError::Broken { line: 1 }));
        if is_of_another && !Self::found(written, text).entries.is_empty() {
            journal.fault = Some(JournalFault::Broken(JournalError::RecordSavedAnew));
        }
        journal
    }

    /// The journal of a record where none can be read, for this reason.
    #[must_use]
    pub fn unreadable(record: &str, reason: String) -> Self {
        Self { fault: Some(JournalFault::Unreadable(reason)), ..Self::found(record, "") }
    }

    /// Takes in the next line, with its line end.
    ///
    /// # Errors
    ///
    /// When it is none, or is not bound to the last.
    pub fn push(&mut self, whole: &str) -> Result<(), JournalError> {
        let entry = self.follows(whole, self.entries.len() + 1)?;
        self.entries.push(entry);
        self.heads.push(Head(sha256_hex(whole.trim_end_matches('\n').as_bytes())));
        self.length += whole.len();
        Ok(())
    }

    /// Whether `text` ends where this journal ends, in the same line. The lines above were judged when they were read, and are when
    /// anybody reads them again.
    #[must_use]
    pub fn ends_like(&self, text: &str) -> bool {
        let Some(last) = text.strip_suffix('\n').and_then(|text| text.rsplit('\n').next()) else {
            return text.is_empty() && self.entries.is_empty();
        };
        text.len() == self.length && !self.entries.is_empty() && sha256_hex(last.as_bytes()) == self.head().0
    }

    /// What the line says that `whole` is, if it is one, and bound to the last.
    fn follows(&self, whole: &str, at: usize) -> Result<Entry, JournalError> {
        let text = whole.strip_suffix('\n').ok_or(JournalError::Unfinished { line: at })?;
        // The hash of such a line is another one, whatever it says.
        if text.ends_with('\r') {
            return Err(JournalError::LineEnds { line: at });
        }
        let no_line = |_| JournalError::NoLine { line: at };
        let bound: Bound<'_> = serde_json::from_str(text).map_err(no_line)?;
        let entry: Entry = serde_json::from_str(text).map_err(no_line)?;
        // No plan file says such a plan, so this program never wrote it.
        let is_plan = entry.plan.as_ref().is_none_or(|plan| plan.is_sealing_consistent());
        // Of a line without escapes every text is printable where the line is.
        let is_plain = || text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\');
        if !is_plan || !is_plain() && !all_printable(&entry) {
            return Err(JournalError::NoLine { line: at });
        }
        if bound.previous != self.head().0 {
            return Err(JournalError::Broken { line: at });
        }
        Ok(entry)
    }

    /// Why not all is here that there should be; none where every line was read, and there is one.
    #[must_use]
    pub const fn fault(&self) -> Option<&JournalFault> {
        self.fault.as_ref()
    }

    /// The line that says `entry` after the last.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn line(&self, entry: Entry, entropy: &mut impl Entropy) -> Result<String, NoEntropy> {
        let mut nonce = [0; 16];
        entropy.fill(&mut nonce)?;
        let line = Line { previous: self.head().0.clone(), nonce: hex(&nonce), entry };
        // Strings and numbers: there is nothing in it that serde_json could refuse.
        let mut text = serde_json::to_string(&line).unwrap_or_default();
        text.push('\n');
        Ok(text)
    }

    /// Looks at this journal with another line, whose hash nobody can know yet: to see what would follow from it. A long one is
    /// not copied for that.
    pub fn supposing<T>(&mut self, entry: Entry, look: impl FnOnce(&Self) -> T) -> T {
        self.entries.push(entry);
        self.heads.push(Head(String::new()));
        let seen = look(self);
        self.entries.pop();
        self.heads.pop();
        seen
    }

    /// As it was after so many lines.
    #[must_use]
    pub fn after(&self, lines: usize) -> Self {
        let mut then = self.clone();
        then.entries.truncate(lines);
        then.heads.truncate(lines + 1);
        then.fault = None;
        then
    }

    /// The lines that say `entries` after the last, each bound to the one before.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn lines(
        &self,
        entries: impl IntoIterator<Item = Entry>,
        entropy: &mut impl Entropy,
    ) -> Result<String, NoEntropy> {
        let (mut so_far, mut text) = (self.clone(), String::new());
        for entry in entries {
            let line = so_far.line(entry, entropy)?;
            so_far.heads.push(Head(sha256_hex(line.trim_end_matches('\n').as_bytes())));
            text.push_str(&line);
        }
        Ok(text)
    }

    /// What happened, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The hash of the last line.
    #[must_use]
    pub fn head(&self) -> &Head {
        // There is always that of the record.
        static NONE: Head = Head(String::new());
        self.heads.last().unwrap_or(&NONE)
    }

    /// After how many lines `code` was the head; none if it never was.
    #[must_use]
    pub fn lines_at(&self, code: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.is_meant_by(code))
    }

    /// The hash of the record, then that of each line.
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// The lines, from 0, that were taken over from another keeper's journal, each with the hash that it has there.
    pub fn imported_heads(&self) -> impl Iterator<Item = (usize, Head)> {
        let lines = self.entries.iter().enumerate();
        lines.filter_map(|(line, entry)| Some((line, Head(entry.imported.clone()?))))
    }

    /// The line that was taken over from the copy of this journal that had this head, or that says that lines of it were taken
    /// over; none where this one knows of no such copy.
    #[must_use]
    pub fn copied(&self, code: &str) -> Option<Copied> {
        let is_meant =
            |hash: &Option<String>| hash.as_ref().is_some_and(|hash| Head(hash.clone()).is_meant_by(code));
        let mut lines = (1..).zip(&self.entries);
        let found = lines.find(|(_, entry)| is_meant(&entry.imported) || is_meant(&entry.head));
        found.map(|(line, entry)| Copied { line, common: entry.common })
    }

    /// The SHA-256 of the record's file.
    #[must_use]
    pub fn record_hash(&self) -> &str {
        self.heads.first().map_or("", Head::hash)
    }
}

/// Why a journal does not hold all that it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// There is none, or an empty one.
    #[error("there is none")]
    Missing,
    /// It is there and cannot be read, for this reason.
    #[error("{0}")]
    Unreadable(String),
    /// A line is not as it was written; it and what follows are left out.
    #[error(transparent)]
    Broken(JournalError),
}

/// Where a journal is not as it was written. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It is not bound to the line before it, or the first not to the record.
    #[error("line {line} does not follow from the lines before it")]
    Broken {
        /// Which.
        line: usize,
    },
    /// It is no line of a journal.
    #[error("line {line} is not a line of a journal")]
    NoLine {
        /// Which.
        line: usize,
    },
    /// It ends as lines end on another system: an editor, mail or a copy changed that, and perhaps nothing else.
    #[error("the line ends were changed: line {line} ends in CR LF, and was written with LF alone")]
    LineEnds {
        /// Which.
        line: usize,
    },
    /// The record beside it says what it said when it was written, and is not the same file.
    #[error("its record was saved again, with other line ends or spaces than it was written with")]
    RecordSavedAnew,
    /// It ends in the middle: something stopped whoever wrote it.
    #[error("line {line} was not written to its end")]
    Unfinished {
        /// Which.
        line: usize,
    },
}

#[cfg(test)]
mod tests;
