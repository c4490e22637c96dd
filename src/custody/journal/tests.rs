//! What a journal notices, takes and refuses.

use super::*;
use crate::{
    crypto::entropy::Scripted,
    custody::record::{DateSource, Stamp},
};

fn stamp() -> Stamp {
    Stamp { day: "2026-11-24".parse().unwrap(), source: DateSource::Given }
}

/// A journal of so many lines.
fn written(lines: u8) -> String {
    let mut text = String::new();
    for at in 0..lines {
        let mut entry = Entry::new(Event::Heard, stamp());
        entry.who = Some(format!("custodian {at}"));
        let journal = Journal::read("record", &text).unwrap();
        text.push_str(&journal.line(entry, &mut Scripted(at.into())).unwrap());
    }
    text
}

/// Whether somebody who holds this head notices that the journal says `text` now.
fn is_noticed(head: &Head, text: &str) -> bool {
    Journal::read("record", text).map_or(true, |journal| journal.lines_at(&head.code()).is_none())
}

#[test]
fn every_edit_swap_deletion_and_truncation_of_50_lines_is_noticed() {
    let whole = written(50);
    let head = Journal::read("record", &whole).unwrap().head().clone();
    assert!(!is_noticed(&head, &whole));
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for at in 0..50 {
        let mut fewer = lines.clone();
        fewer.remove(at);
        assert!(is_noticed(&head, &fewer.concat()), "without line {at}");
        assert!(is_noticed(&head, &lines[..at].concat()), "only {at} lines");
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        assert!(is_noticed(&head, &twice.concat()), "line {at} twice");
        for other in at + 1..50 {
            let mut swapped = lines.clone();
            swapped.swap(at, other);
            assert!(is_noticed(&head, &swapped.concat()), "lines {at} and {other} swapped");
        }
        for from in 0..lines[at].len() {
            let mut edited = lines[at].as_bytes().to_vec();
            edited[from] ^= 1;
            let edited = String::from_utf8(edited).unwrap();
            let mut changed = lines.clone();
            changed[at] = &edited;
            assert!(is_noticed(&head, &changed.concat()), "byte {from} of line {at} changed");
        }
    }
    assert!(is_noticed(&head, whole.trim_end()), "the last newline is gone");
    assert!(is_noticed(&head, &whole.replace('\n', "\r\n")), "another machine's newlines");
    assert!(Journal::read("another record", &whole).is_err());
}

#[test]
fn what_was_added_after_a_head_leaves_it_valid() {
    let (before, after) = (written(3), written(7));
    let head = Journal::read("record", &before).unwrap().head().clone();
    assert_eq!(Journal::read("record", &after).unwrap().lines_at(&head.code()), Some(3));
    assert!(
        head.is_meant_by(&head.code().to_uppercase()) && !head.is_meant_by("") && !head.is_meant_by("1a2b")
    );
}

#[test]
fn a_line_of_a_later_version_is_kept_and_not_understood() {
    let text = r#"{"previous":"record","nonce":"00","day":"2026-11-24","source":"clock","event":"danced","with":"whom"}"#;
    let journal = Journal::read("record", &format!("{text}\n")).unwrap();
    assert_eq!(journal.entries()[0].event, Event::Unknown);
}

#[test]
fn a_line_that_would_steer_a_terminal_is_none() {
    for (text, lines) in [("bag 7", Ok(1)), ("bag\u{1b}[2J", Err(JournalError::NoLine { line: 1 }))] {
        let entry = Entry { text: Some(text.to_owned()), ..Entry::new(Event::Seal, stamp()) };
        let line = Journal::read("record", "").unwrap().line(entry, &mut Scripted(1)).unwrap();
        assert_eq!(Journal::read("record", &line).map(|journal| journal.entries().len()), lines);
    }
}

#[test]
fn cards_are_numbered_from_1() {
    assert_eq!(CardNumber::read("2"), Some(CardNumber { group: 0, member: 1 }));
    assert_eq!(CardNumber::read("3.16"), Some(CardNumber { group: 2, member: 15 }));
    for none in ["", "0", "17", "0.1", "1.0", "1.2.3", "+1", "-1", "a", "1.", ".1"] {
        assert_eq!(CardNumber::read(none), None, "{none}");
    }
}

#[test]
fn other_line_ends_are_told_as_such_and_a_change_beside_them_is_not_lost() {
    let whole = written(3);
    let fault = |record: &str, text: &str| match Journal::beside(record, "record", text, &mut |_, _| {}).fault
    {
        Some(JournalFault::Broken(error)) => Some(error),
        Some(other) => panic!("{other:?}"),
        None => None,
    };
    assert_eq!(fault("record", &whole), None);
    let (changed, crlf) = (whole.replacen("custodian 1", "custodian 7", 1), whole.replace('\n', "\r\n"));
    assert_eq!(fault("record", &crlf), Some(JournalError::LineEnds { line: 1 }));
    assert_eq!(fault("record", &written(1).replace('\n', "\r\n")), Some(JournalError::LineEnds { line: 1 }));
    // The record was saved anew, and the journal was not, or was too, or is of another.
    assert_eq!(fault("saved anew", &whole), Some(JournalError::RecordSavedAnew));
    assert_eq!(fault("saved anew", &crlf), Some(JournalError::LineEnds { line: 1 }));
    assert_eq!(fault("record", &changed), Some(JournalError::Broken { line: 3 }));
    let of_another = Journal::beside("saved anew", "written otherwise", &whole, &mut |_, _| {});
    assert_eq!(of_another.fault, Some(JournalFault::Broken(JournalError::Broken { line: 1 })));
}

#[test]
fn a_journal_goes_on_from_its_own_end_and_from_no_other() {
    let whole = written(3);
    let mut journal = Journal::read("record", &whole).unwrap();
    assert!(journal.ends_like(&whole));
    let line = journal.line(Entry::new(Event::Remark, stamp()), &mut Scripted(9)).unwrap();
    let longer = format!("{whole}{line}");
    assert!(!journal.ends_like(&longer), "somebody noted something meanwhile");
    journal.push(&line).unwrap();
    let again = Journal::read("record", &longer).unwrap();
    assert_eq!((journal.entries(), journal.heads()), (again.entries(), again.heads()));
    assert!(journal.ends_like(&longer) && !journal.ends_like(&whole));
    // Another last line of the same length, a last line that is not whole, a line more or less above it.
    let other = longer.replacen("\"remark\"", "\"absent\"", 1);
    assert!(!journal.ends_like(&other), "{other}");
    assert!(!journal.ends_like(longer.trim_end()) && !journal.ends_like("") && !journal.ends_like(&line));
    assert!(Journal::found("record", "").ends_like(""));
    // A line that is bound to no line of this journal is refused, and changes nothing.
    assert_eq!(journal.push(&line), Err(JournalError::Broken { line: 5 }));
    assert!(journal.ends_like(&longer));
}

#[test]
fn what_a_line_lacks_or_says_twice_is_no_line() {
    let good =
        r#"{"previous":"record","nonce":"00","day":"2026-11-24","source":"clock","event":"heard","who":"a"}"#;
    assert!(Journal::read("record", &format!("{good}\n")).is_ok());
    for (from, to) in [
        (r#""previous":"record","#, ""),
        (r#""nonce":"00","#, ""),
        (r#""nonce":"00""#, r#""nonce":7"#),
        (r#""day":"2026-11-24","#, ""),
        (r#""event":"heard","#, ""),
        (r#""previous":"record","#, r#""previous":"record","previous":"record","#),
        (r#""event":"heard","#, r#""event":"heard","event":"lost","#),
        (r#""day":"2026-11-24","#, r#""day":"2026-11-24","day":"2026-11-25","#),
        (r#""who":"a""#, r#""who":"a\u001b[2J""#),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        let read = Journal::read("record", &format!("{bad}\n")).err();
        assert_eq!(read, Some(JournalError::NoLine { line: 1 }), "{bad}");
    }
}

#[test]
fn a_line_that_is_only_supposed_is_seen_and_leaves_nothing_behind() {
    let mut journal = Journal::read("record", &written(3)).unwrap();
    let (entries, heads) = (journal.entries().to_vec(), journal.heads().to_vec());
    let supposed = Entry::new(Event::Remark, stamp());
    let seen = journal.supposing(supposed.clone(), |then| (then.entries().to_vec(), then.head().clone()));
    assert_eq!(seen.0[..3], entries);
    assert_eq!((&seen.0[3..], seen.1.hash()), (&[supposed][..], ""), "nobody holds its head");
    assert_eq!((journal.entries(), journal.heads()), (&entries[..], &heads[..]));
}
