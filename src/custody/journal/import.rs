//! Two keepers of one record, each with a journal of their own: what the other one has is taken over line by line, behind what
//! stands here. Nothing that stands here is changed, and each line says which one of the other chain it is, so that it comes
//! in once, by whatever way.

use std::collections::BTreeMap;

use super::{Entry, Event, Head, Journal, JournalError, JournalFault};

/// What the journal of another keeper has, and this one has not.
#[derive(Clone, Debug)]
pub struct Imports {
    /// After how many lines the two went apart.
    pub common: usize,
    /// The head of the other journal.
    pub head: Head,
    /// What is to be added behind the line that says where it came from.
    pub entries: Vec<Entry>,
    /// Lines behind those in common that are here already, or say nothing of the set.
    pub known: usize,
}

impl Imports {
    /// What `other` has, the journal of another keeper of the same record, as it was found.
    ///
    /// # Errors
    ///
    /// When it is not whole, or is that of another record.
    pub fn of(own: &Journal, other: &Journal) -> Result<Self, ImportError> {
        match other.fault() {
            None if own.record_hash() == other.record_hash() => {}
            None | Some(JournalFault::Broken(JournalError::Broken { line: 1 })) => {
                return Err(ImportError::OtherRecord);
            }
            Some(fault) => return Err(ImportError::NotWhole(fault.clone())),
        }
        let both = own.heads().iter().zip(other.heads()).skip(1);
        let common = both.take_while(|(one, another)| one == another).count();
        let mut here = Here::of(own, common);
        // The line that says where they came from stands before them.
        let mut next = own.entries().len() + 2;
        let (mut entries, mut known) = (Vec::new(), 0);
        for ((number, entry), head) in
            (1..).zip(other.entries()).zip(other.heads().iter().skip(1)).skip(common)
        {
            if let Some(line) = here.find(entry, head) {
                here.numbers.insert(number, line);
                known += 1;
            } else if entry.event.begins() || entry.event == Event::Import {
                known += 1;
            } else {
                let line = entry.line.and_then(|line| here.numbers.get(&line).copied());
                let imported = here.origin(entry, head);
                let is_of_third = imported != head.hash();
                let common = Some(common).filter(|_| !is_of_third);
                let taken = Entry { imported: Some(imported), common, line, ..entry.clone() };
                here.numbers.insert(number, next);
                here.add(&taken, next);
                entries.push(taken);
                next += 1;
            }
        }
        Ok(Self { common, head: other.head().clone(), entries, known })
    }
}

/// Which lines are here, and what numbers those of the other journal have here.
struct Here {
    /// By the hash of the line as it was first written: its number here, and what it says.
    lines: BTreeMap<String, (usize, Entry)>,
    numbers: BTreeMap<usize, usize>,
}

impl Here {
    fn of(own: &Journal, common: usize) -> Self {
        let mut here =
            Self { lines: BTreeMap::new(), numbers: (1..=common).map(|number| (number, number)).collect() };
        for ((number, entry), head) in (1..).zip(own.entries()).zip(own.heads().iter().skip(1)) {
            let hash = entry.imported.clone().unwrap_or_else(|| head.hash().to_owned());
            here.lines.insert(hash, (number, said(entry)));
        }
        here
    }

    /// The number of a line that is here already. What came to the other keeper from a third is the same line for both; but
    /// only if it says the same: whoever writes by hand that a line is one of a third keeper could keep that one out.
    fn find(&self, entry: &Entry, head: &Head) -> Option<usize> {
        let hashes = entry.imported.as_deref().into_iter().chain([head.hash()]);
        let mut same =
            hashes.filter_map(|hash| self.lines.get(hash)).filter(|(_, known)| *known == said(entry));
        same.next().map(|(number, _)| *number)
    }

    /// The line of another chain that it is: that of a third keeper, unless another line here says so of itself.
    fn origin(&self, entry: &Entry, head: &Head) -> String {
        let of_third = entry.imported.clone().filter(|hash| !self.lines.contains_key(hash));
        of_third.unwrap_or_else(|| head.hash().to_owned())
    }

    fn add(&mut self, taken: &Entry, number: usize) {
        if let Some(hash) = &taken.imported {
            self.lines.insert(hash.clone(), (number, said(taken)));
        }
    }
}

/// What a line says, wherever it stands.
fn said(entry: &Entry) -> Entry {
    Entry { imported: None, common: None, line: None, ..entry.clone() }
}

/// Why nothing is taken over from a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It begins with another record.
    #[error("this is the journal of another record")]
    OtherRecord,
    /// It is not as it was written, or there is none.
    #[error("this journal is not whole: {0}")]
    NotWhole(JournalFault),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::entropy::Scripted,
        custody::record::{DateSource, Stamp},
    };

    fn heard(who: &str) -> Entry {
        let stamp = Stamp { day: "2026-11-24".parse().unwrap(), source: DateSource::Given };
        Entry { who: Some(who.to_owned()), ..Entry::new(Event::Heard, stamp) }
    }

    /// This journal with these lines behind its last, written with a nonce of `seed`.
    fn with(text: &str, entries: &[Entry], seed: u64) -> String {
        let journal = Journal::found("record", text);
        format!("{text}{}", journal.lines(entries.iter().cloned(), &mut Scripted(seed)).unwrap())
    }

    fn imports(own: &str, other: &str) -> Imports {
        Imports::of(&Journal::found("record", own), &Journal::found("record", other)).unwrap()
    }

    /// What `own` is once it has taken over what `other` has.
    fn merged(own: &str, other: &str, seed: u64) -> String {
        let found = imports(own, other);
        let import = Entry { event: Event::Import, ..heard("-") };
        with(own, &[vec![import], found.entries].concat(), seed)
    }

    fn people(text: &str) -> Vec<String> {
        let journal = Journal::found("record", text);
        assert_eq!(journal.fault(), None);
        let heard = journal.entries().iter().filter(|entry| entry.event == Event::Heard);
        heard.filter_map(|entry| entry.who.clone()).collect()
    }

    #[test]
    fn what_the_other_has_comes_in_once_by_whatever_way() {
        let common = with("", &[heard("alice"), heard("bob")], 1);
        let one = with(&common, &[heard("carol")], 2);
        let two = with(&common, &[heard("dana"), heard("carol")], 3);
        let three = with(&common, &[heard("erin")], 4);
        let found = imports(&one, &two);
        assert_eq!((found.common, found.entries.len(), found.known), (2, 2, 0));
        let hashes: Vec<_> = Journal::found("record", &two).heads()[3..]
            .iter()
            .map(|head| Some(head.hash().to_owned()))
            .collect();
        assert_eq!(found.entries.iter().map(|entry| entry.imported.clone()).collect::<Vec<_>>(), hashes);

        let one = merged(&one, &two, 5);
        assert_eq!(people(&one), ["alice", "bob", "carol", "dana", "carol"]);
        assert_eq!(imports(&one, &two).entries, [], "all of it is here");
        // Two has the same of three, and sends it on: it is the same line.
        let two = merged(&two, &three, 6);
        let one = merged(&one, &three, 7);
        assert_eq!(imports(&one, &two).entries, []);
        assert_eq!(
            imports(&two, &one).entries.iter().filter_map(|entry| entry.who.as_deref()).collect::<Vec<_>>(),
            ["carol"]
        );
        assert_eq!(imports(&common, &common).entries, []);
    }

    #[test]
    fn a_line_that_is_taken_back_is_the_same_line_here() {
        let common = with("", &[heard("alice")], 1);
        let back = |line| Entry { event: Event::Withdraw, who: None, line: Some(line), ..heard("-") };
        let one = with(&common, &[heard("bob"), heard("carol")], 2);
        let two = with(&common, &[heard("dana"), back(1), back(2), back(9)], 3);
        let entries = imports(&one, &two).entries;
        let lines: Vec<Option<usize>> = entries.iter().map(|entry| entry.line).collect();
        // Dana's line will be the fifth here: behind alice, bob, carol and the line that says whence it came.
        assert_eq!(lines, [None, Some(1), Some(5), None]);
    }

    #[test]
    fn whoever_says_falsely_that_a_line_is_a_third_keepers_keeps_that_one_not_out() {
        let common = with("", &[heard("alice")], 1);
        let three = with(&common, &[Entry { event: Event::Stolen, ..heard("bob") }], 2);
        let hash = Journal::found("record", &three).head().hash().to_owned();
        let forged = with(&common, &[Entry { imported: Some(hash), ..heard("bob") }], 3);
        let one = merged(&common, &forged, 4);
        let found = imports(&one, &three);
        assert_eq!(found.entries.iter().map(|entry| entry.event).collect::<Vec<_>>(), [Event::Stolen]);
    }

    #[test]
    fn a_journal_of_another_record_or_that_is_not_whole_gives_nothing() {
        let own = Journal::found("record", &with("", &[heard("alice")], 1));
        let other = Journal::found("other", "");
        let text = other.lines([heard("bob")], &mut Scripted(1)).unwrap();
        for foreign in [Journal::found("record", &text), Journal::found("other", &text)] {
            assert_eq!(Imports::of(&own, &foreign).unwrap_err(), ImportError::OtherRecord);
        }
        let text = with("", &[heard("alice"), heard("bob"), heard("carol")], 1);
        let altered = Journal::found("record", &text.replace("bob", "bab"));
        assert_eq!(altered.entries().len(), 2);
        for cut in [altered, Journal::found("record", &text[..text.len() - 3]), Journal::found("record", "")]
        {
            assert!(matches!(Imports::of(&own, &cut), Err(ImportError::NotWhole(_))), "{cut:?}");
        }
    }
}
