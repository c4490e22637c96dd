//! The ledger: a record and its journal as files, which are read, verified and appended to.

use std::path::{Path, PathBuf};

use crate::{
    ceremony::{reading, split::SplitError},
    crypto::random::OsEntropy,
    custody::{
        date::Date,
        journal::{
            Entry, Event, Head, Journal, JournalError, JournalFault,
            import::{ImportError, Imports},
        },
        plan::Plan,
        record::{self, Record, RecordError, RecordedShare, Stamp},
        status::state::State,
    },
    formats::count::count,
    host::{
        console::Console,
        failure::{Code, Failure, reason},
        files::{
            append::{self, Appended},
            read::{read_kept_text_or_picture, read_text_or_picture, shown},
        },
    },
    paper::photo::decode::PictureFormat,
    slip39::ordinal,
};

/// A record and its journal.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    /// The record.
    pub record: Record,
    /// The SHA-256 of its file.
    pub hash: String,
    /// Its journal.
    pub journal: Journal,
}

impl Ledger {
    /// Reads a record and its journal. A share in its place is refused, and no word of it repeated.
    ///
    /// # Errors
    ///
    /// When it is no record, or the journal is not as it was written.
    pub fn open(name: &str) -> Result<Self, Failure> {
        Self::opened(name, &mut |_, _| {})
    }

    /// The same, which tells how far it has come if that takes long.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_watched(name: &str, console: &Console) -> Result<Self, Failure> {
        let mut counting = console.counting("line", 0);
        Self::opened(name, &mut |done, of| counting.at("line", done, of))
    }

    fn opened(name: &str, tick: &mut dyn FnMut(usize, usize)) -> Result<Self, Failure> {
        let ledger = Self::at(name, read_text_or_picture(name)?.expose(), tick)?;
        match ledger.journal.fault() {
            Some(JournalFault::Broken(error)) => Err(broken(&journal_path(&ledger.path), *error)),
            // Read again: the error of the system says why.
            Some(JournalFault::Unreadable(_)) => {
                journal(&ledger.path, &ledger.hash).map(|journal| Self { journal, ..ledger })
            }
            Some(JournalFault::Missing) | None => Ok(ledger),
        }
    }

    /// Reads a record, and of its journal what can be read; the journal says what is wrong with the rest.
    ///
    /// # Errors
    ///
    /// When it is no record, or no ordinary file: what runs every night waits for no pipe.
    pub fn look(name: &str) -> Result<Self, Failure> {
        Self::at(name, read_kept_text_or_picture(name)?.expose(), &mut |_, _| {})
    }

    /// The same, which tells how far it has come if that takes long.
    ///
    /// # Errors
    ///
    /// As [`Self::look`].
    pub fn look_watched(name: &str, console: &Console) -> Result<Self, Failure> {
        let mut counting = console.counting("line", 0);
        let mut tick = |done, of| counting.at("line", done, of);
        Self::at(name, read_kept_text_or_picture(name)?.expose(), &mut tick)
    }

    fn at(name: &str, bytes: &[u8], tick: &mut dyn FnMut(usize, usize)) -> Result<Self, Failure> {
        let path = PathBuf::from(name);
        let journal = append::whole(&journal_path(&path)).map_err(|error| reason(&error));
        Self::with(&path, bytes, journal, tick)
    }

    /// The ledger that these bytes of a record are, and the text of its journal, or why there is none to be read.
    ///
    /// # Errors
    ///
    /// When it is no record.
    pub fn of(path: &Path, bytes: &[u8], journal: Result<String, String>) -> Result<Self, Failure> {
        Self::with(path, bytes, journal, &mut |_, _| {})
    }

    fn with(
        path: &Path,
        bytes: &[u8],
        journal: Result<String, String>,
        tick: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, Failure> {
        refuse_share(bytes)?;
        let mut record = Record::read(bytes).map_err(|error| no_record(path, error))?;
        let hash = record::hash_of(bytes);
        let journal = match journal {
            Ok(text) => Journal::beside(&hash, &record::hash_of(record.text().as_bytes()), &text, tick),
            Err(reason) => Journal::unreadable(&hash, reason),
        };
        know_added(&mut record, &journal);
        Ok(Self { path: path.to_path_buf(), record, hash, journal })
    }

    /// The ledger of a record that was just written, with its journal.
    ///
    /// # Errors
    ///
    /// When the journal is not its own.
    pub fn begin(path: &Path, record: Record) -> Result<Self, Failure> {
        let hash = record::hash_of(record.text().as_bytes());
        let journal = journal(path, &hash)?;
        Ok(Self { path: path.to_path_buf(), record, hash, journal })
    }

    /// The lines with which the journal of a record begins that is being written: that it was dealt, or made anew, and what is
    /// known already.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn first_lines(
        record: &Record,
        first: Entry,
        known: impl IntoIterator<Item = Entry>,
    ) -> Result<String, Failure> {
        let empty = Journal::found(&record::hash_of(record.text().as_bytes()), "");
        let lines = empty.lines([first].into_iter().chain(known), &mut OsEntropy);
        Ok(lines.map_err(SplitError::from)?)
    }

    /// The plan as it is after the last line.
    #[must_use]
    pub fn plan_by_now(&self) -> Plan {
        last_day(&self.journal).map_or_else(|| self.record.plan.clone(), |last| self.on(last).plan)
    }

    /// What record and journal together say of this day: the plan as it is then, and what became of each card.
    #[must_use]
    pub fn on(&self, day: Date) -> State {
        State::of(&self.record, &self.journal, day)
    }

    /// Warns of a day before the last in the journal: what was noted since counts for nothing on it.
    pub fn warn_of_day(&self, day: Date, console: &Console) {
        let last = self.journal.entries().last().map(|last| last.stamp).or(self.record.date);
        if let Some(Stamp { day: last, .. }) = last.filter(|last| day < last.day) {
            console.warn(&format!("{day} is before {last}, the last day in the journal"));
        }
    }

    /// Adds what happened to the journal, with who had each of its cards until then. Where it cannot be written to, gives back the line to add.
    ///
    /// # Errors
    ///
    /// When the journal has been damaged meanwhile, or writing it fails half way.
    pub fn note(&mut self, entry: &Entry, console: &Console) -> Result<Noted, Failure> {
        let path = journal_path(&self.path);
        if self.record.journal && self.journal.fault() == Some(&JournalFault::Missing) {
            console
                .warn(&format!("{} was begun with this record, but is not here: look for it", shown(&path)));
        }
        self.warn_of_day(entry.stamp.day, console);
        let mut written = None;
        let appended = append::line(&path, |text| {
            // Somebody else may have noted something since it was read.
            if !self.journal.ends_like(text) {
                self.journal = Journal::read(&self.hash, text).map_err(|error| broken(&path, error))?;
            }
            let line = line_after(&self.record, &self.journal, entry)?;
            written = Some(line.clone());
            Ok(line)
        })?;
        if appended == Appended::ReadOnly {
            return line_after(&self.record, &self.journal, entry).map(Noted::ReadOnly);
        }
        for line in written.iter().flat_map(|lines| lines.split_inclusive('\n')) {
            self.journal.push(line).map_err(|error| broken(&path, error))?;
        }
        Ok(Noted::Written(self.journal.head().clone()))
    }

    /// The same for commands whose product is something else: prints the head, or the line to add, on stderr.
    ///
    /// # Errors
    ///
    /// As [`Self::note`].
    pub fn note_beside(&mut self, entry: &Entry, console: &Console) -> Result<(), Failure> {
        match self.note(entry, console)? {
            Noted::Written(head) => console
                .say(&format!("journal head: {} (a code for all its lines: write it down)", head.code())),
            Noted::ReadOnly(line) => {
                let path = journal_path(&self.path);
                console.warn(&format!("{} cannot be written to; add this line to it:", shown(&path)));
                console.tell_whole(&line);
            }
        }
        Ok(())
    }

    /// Adds what the journal of another keeper in `file` has, behind a line that says so. Where it cannot be written to, gives
    /// back the lines to add.
    ///
    /// # Errors
    ///
    /// When that journal is not whole, or is that of another record; and as [`Self::note`].
    pub fn import(&mut self, file: &Path, stamp: Stamp) -> Result<(Imports, Noted), Failure> {
        let text = append::whole(file).map_err(|error| Failure::system(shown(file), &error))?;
        let other = Journal::found(&self.hash, &text);
        let found = |own: &Journal| Imports::of(own, &other).map_err(|error| not_imported(file, &error));
        let lines = |own: &Journal, imports: &Imports| {
            let text =
                Some(format!("{}, head {}", count(imports.entries.len(), "line"), imports.head.code()));
            let (head, common) = (Some(imports.head.hash().to_owned()), Some(imports.common));
            let import = Entry { text, head, common, ..Entry::new(Event::Import, stamp) };
            let entries = [import].into_iter().chain(imports.entries.iter().cloned());
            own.lines(entries, &mut OsEntropy).map_err(SplitError::from)
        };
        let mut imports = found(&self.journal)?;
        if imports.entries.is_empty() {
            return Ok((imports, Noted::Written(self.journal.head().clone())));
        }
        let path = journal_path(&self.path);
        let hash = self.hash.clone();
        let appended = append::line(&path, |text| {
            let so_far = Journal::read(&hash, text).map_err(|error| broken(&path, error))?;
            imports = found(&so_far)?;
            Ok(lines(&so_far, &imports)?)
        })?;
        if appended == Appended::ReadOnly {
            let lines = lines(&self.journal, &imports)?;
            return Ok((imports, Noted::ReadOnly(lines)));
        }
        self.journal = journal(&self.path, &self.hash)?;
        Ok((imports, Noted::Written(self.journal.head().clone())))
    }

    /// The file of the record.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn last_day(journal: &Journal) -> Option<Date> {
    journal.entries().iter().map(|entry| entry.stamp.day).max()
}

/// The keys of cards that were added by the journal stand beside those of the record, which never changes.
fn know_added(record: &mut Record, journal: &Journal) {
    let is_added = |entry: &Entry| entry.event == Event::Added;
    let Some(last) = last_day(journal).filter(|_| journal.entries().iter().any(is_added)) else { return };
    let state = State::of(record, journal, last);
    let counts =
        |number: &usize| !state.uncounted.contains_key(number) && !state.withdrawn.contains_key(number);
    for (number, entry) in (1..).zip(journal.entries()).filter(|(_, entry)| is_added(entry)) {
        if let Some(card) = entry.cards.first().filter(|_| counts(&number)) {
            record.shares.push(RecordedShare {
                group: ordinal(card.group),
                member: ordinal(card.member),
                key: entry.key,
                reason: None,
                sealed: None,
            });
        }
    }
}

/// What became of a line for the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is there, and this is the head now.
    Written(Head),
    /// The journal cannot be written to; this is the line.
    ReadOnly(String),
}

/// Where the journal of a record is: beside it.
#[must_use]
pub fn journal_path(record: &Path) -> PathBuf {
    beside(record, "journal.jsonl")
}

/// A file of a record: beside it, and behind its name unless that is `record.json`.
#[must_use]
pub fn beside(record: &Path, name: &str) -> PathBuf {
    let stem = record.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    record.with_file_name(if stem == "record" { name.to_owned() } else { format!("{stem}.{name}") })
}

fn journal(record: &Path, hash: &str) -> Result<Journal, Failure> {
    let path = journal_path(record);
    let text = append::whole(&path).map_err(|error| Failure::system(shown(&path), &error))?;
    Journal::read(hash, &text).map_err(|error| broken(&path, error))
}

/// The line that says `entry` after the last of `journal`. It names who had its cards before it: whoever reads it in ten years
/// need not work that out from all the lines above.
fn line_after(record: &Record, journal: &Journal, entry: &Entry) -> Result<String, Failure> {
    let mut entry = entry.clone();
    let is_of_own_set = entry.set.is_none_or(|set| set == record.set.identifier);
    if is_of_own_set && entry.holders.is_empty() && !entry.cards.is_empty() {
        let state = State::of(record, journal, entry.stamp.day);
        entry.holders = entry.cards.iter().map(|card| state.holder(*card)).collect();
    }
    Ok(journal.line(entry, &mut OsEntropy).map_err(SplitError::from)?)
}

fn not_imported(path: &Path, error: &ImportError) -> Failure {
    let hint = match error {
        ImportError::OtherRecord => "use the journal that another keeper of this very record has",
        ImportError::NotWhole(_) => "use a good copy of it; nothing was taken over",
    };
    Failure::new(Code::Journal, format!("{}: {error}", shown(path)), hint)
}

fn no_record(path: &Path, error: RecordError) -> Failure {
    let hint = match error {
        RecordError::NoRecord => "give the record.json that the split wrote",
        RecordError::Version(_) => "use a later version of quorate",
        _ => "use another copy of the record; the cards are good without it",
    };
    Failure::new(Code::Record, format!("{}: {error}", shown(path)), hint)
}

fn broken(path: &Path, error: JournalError) -> Failure {
    let hint = match error {
        JournalError::Unfinished { .. } => "cut off that last line; nothing before it was touched",
        JournalError::LineEnds { .. } | JournalError::RecordSavedAnew => {
            "use a copy that no editor, mail or git has changed, or turn each CR LF into LF"
        }
        _ => "the journal was changed after it was written, or is of another record: use another copy",
    };
    Failure::new(Code::Journal, format!("{}: {error}", shown(path)), hint)
}

/// Where records are kept, shares have no place: the machine is an ordinary one, with a network.
fn refuse_share(bytes: &[u8]) -> Result<(), Failure> {
    if PictureFormat::of(bytes).is_some() || reading::holds_share(bytes) {
        let hint = "give the record.json; keep shares and pictures of them off this machine";
        let message = "a share, or a picture, was given where a record belongs";
        return Err(Failure::new(Code::ShareGiven, message, hint));
    }
    Ok(())
}
