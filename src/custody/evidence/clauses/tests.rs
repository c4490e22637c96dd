use std::collections::BTreeSet;

use super::*;
use crate::{
    crypto::entropy::Scripted,
    custody::{
        evidence::reports::{DrillReport, Read},
        journal::{Drilled, Entry, Event, Journal},
        record::{DateSource, Stamp, sample},
    },
};

const HASH: &str = "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

fn card(member: u8) -> CardNumber {
    CardNumber { group: 0, member }
}

/// Something that happened to these cards on a day of November 2026.
fn on(day: &str, event: Event, cards: &[u8]) -> Entry {
    let day = format!("2026-11-{day}").parse().unwrap();
    let cards = cards.iter().map(|member| card(*member)).collect();
    let text = (event == Event::Seal).then(|| "bag A-00417".to_owned());
    Entry { cards, text, passed: Some(true), ..Entry::new(event, Stamp { day, source: DateSource::Given }) }
}

/// A set of which everything is shown, until something is left out: 2 of 3, dealt on the 10th, drilled on the 12th.
fn record() -> Record {
    let (mut record, _) = sample::of("2of3", 1);
    for (at, card) in record.plan.groups[0].cards.iter_mut().enumerate() {
        let (name, deputy) = (["alice", "bob", "carol"][at], ["dan", "erin", "fay"][at]);
        (card.custodian, card.place) = (Some(name.to_owned()), Some(format!("safe {at}")));
        card.access = vec![name.to_owned(), deputy.to_owned()];
    }
    record.passphrase = Some(true);
    record.date = Some(on("10", Event::Dealt, &[]).stamp);
    record.plan_hash = record.plan.hash();
    record
}

fn lines() -> Vec<Entry> {
    let all = &[0, 1, 2][..];
    let drill = Drilled { quorums_tried: 3, quorums_passed: 3, ..Drilled::default() };
    let mut drilled = Entry { drill: Some(drill), ..on("12", Event::Drilled, all) };
    drilled.text = Some("all came".to_owned());
    vec![
        on("10", Event::Dealt, &[]),
        on("10", Event::ReadBack, all),
        on("11", Event::HandedOver, all),
        drilled,
        on("12", Event::Seal, all),
    ]
}

/// The report of a drill in a line of these, as that of the 12th is.
fn report(record: &Record, lines: &[Entry], line: usize) -> DrillReport {
    let head = journal(lines).heads()[line].code();
    let cards: Vec<String> =
        (1..=3).map(|member| format!(r#"{{"group":1,"member":{member},"exercised":true}}"#)).collect();
    let text = format!(
        r#"{{"schema":"quorate/drill-report","version":1,"ok":true,"outcome":"passed","set":{{"identifier":{}}},
        "quorums_tried":3,"quorums_passed":3,"shares":[{}],"record_sha256":"{HASH}","head":"{head}","date":"{}",
        "attendees":["alice","eve"],"scenario":"all came","next":"2027-11-01","practice":false}}"#,
        record.set.identifier,
        cards.join(","),
        lines[line - 1].stamp.day,
    );
    match DrillReport::read(text.as_bytes()) {
        Read::Report(report) => *report,
        other => panic!("{other:?}"),
    }
}

fn journal(lines: &[Entry]) -> Journal {
    let mut text = String::new();
    for line in lines {
        let journal = Journal::found(HASH, &text);
        text.push_str(&journal.line(line.clone(), &mut Scripted(text.len() as u64)).unwrap());
    }
    Journal::found(HASH, &text)
}

/// The clauses that are not shown by these lines and the report of the drill in line 4, on this day.
fn open(record: &Record, lines: &[Entry], day: &str) -> Vec<&'static str> {
    let (journal, day) = (journal(lines), day.parse().unwrap());
    let state = State::of(record, &journal, day);
    let report = report(record, lines, 4);
    let line = report.fits(record, &journal).unwrap();
    let reports = [(line, report)];
    let sight = Inspected {
        record,
        journal: &journal,
        state: &state,
        day,
        reports: &reports,
        attendance: 0,
        is_signed: true,
    };
    let is_open = |clause: &&Clause| clause.judged(&sight) != Evident::Shown;
    CLAUSES.iter().filter(is_open).map(|clause| clause.id).collect()
}

/// What is not shown once this happened, too.
fn after(more: &[Entry]) -> Vec<&'static str> {
    open(&record(), &[&lines()[..], more].concat(), "2026-11-30")
}

fn of_cards() -> Vec<&'static str> {
    CLAUSES.iter().filter(|clause| clause.of_cards).map(|clause| clause.id).collect()
}

#[test]
fn a_set_can_show_all_of_them() {
    assert_eq!(after(&[]), [""; 0]);
}

#[test]
fn of_cards_that_nobody_can_use_nothing_is_shown() {
    let all = &[0, 1, 2][..];
    let superseded = Entry { set: Some(7), ..on("20", Event::Superseded, &[]) };
    let ends = [
        vec![on("20", Event::Destroyed, all)],
        vec![on("20", Event::Lost, all)],
        vec![on("20", Event::Stolen, all)],
        vec![on("20", Event::Lost, &[0]), on("21", Event::Destroyed, &[1]), on("22", Event::Stolen, &[2])],
        vec![superseded],
    ];
    for end in ends {
        let open = after(&end);
        assert!(of_cards().iter().all(|id| open.contains(id)), "{end:?}: {open:?}");
    }
    assert_eq!(after(&[on("20", Event::Destroyed, all)]), of_cards());
}

#[test]
fn what_was_undone_since_is_not_shown() {
    let [sealed, exercised, found_good] = ["ccss-1.03.5.1", "dps-exercised", "ccss-1.03.2.1"];
    let failed = Entry { passed: Some(false), ..on("20", Event::Checked, &[1]) };
    assert_eq!(after(&[failed]), [found_good]);
    // A bag in which a card lay before it was read is open.
    assert_eq!(after(&[on("20", Event::Checked, &[1])]), [sealed]);
    assert_eq!(after(&[on("20", Event::Checked, &[1]), on("20", Event::Seal, &[1])]), [""; 0]);
    let unnumbered = Entry { text: Some(" ".to_owned()), ..on("20", Event::Seal, &[1]) };
    assert_eq!(after(&[unnumbered]), [sealed]);
    // A card that was made again is not the one that came to the drill.
    let again =
        [on("20", Event::Lost, &[1]), on("21", Event::Reissued, &[1]), on("22", Event::ReadBack, &[1])];
    let handed = [&again[..], &[on("22", Event::HandedOver, &[1]), on("22", Event::Seal, &[1])]].concat();
    assert_eq!(after(&handed), [exercised]);
    // Stolen is not there any more, and not destroyed; made again or not.
    assert_eq!(after(&[on("20", Event::Stolen, &[1])]), ["dps-logged"]);
    let [stolen, replaced] = [on("20", Event::Stolen, &[1]), on("21", Event::Reissued, &[1])];
    assert!(after(&[stolen, replaced]).contains(&"dps-logged"));
    assert_eq!(after(&[on("20", Event::Lost, &[1])]), ["dps-logged"]);
    assert_eq!(after(&[on("20", Event::Destroyed, &[1])]), [""; 0]);
    // Whoever has left holds nothing, and stands in for nobody.
    let left = |who: &str| Entry { who: Some(who.to_owned()), ..on("20", Event::Left, &[]) };
    assert_eq!(after(&[left("erin")]), ["ccss-2.04.1.2"]);
    assert_eq!(after(&[left("bob")]), ["ccss-1.02.2.1"]);
}

#[test]
fn a_report_shows_nothing_of_a_drill_that_does_not_count() {
    let [drill, ceremony, exercised] = ["ccss-2.04.2.1", "dps-ceremonies", "dps-exercised"];
    let mistake = Entry { line: Some(4), text: Some("x".to_owned()), ..on("13", Event::Withdraw, &[]) };
    let again = on("14", Event::Drilled, &[0, 1, 2]);
    let sealed = on("14", Event::Seal, &[0, 1, 2]);
    // Another drill counts, and nobody reported of it.
    let open_clauses = after(&[mistake, again, sealed]);
    assert_eq!(open_clauses, [drill, ceremony]);
    // On the day before the drill, its line lies ahead.
    let early = open(&record(), &lines(), "2026-11-11");
    assert!([drill, ceremony, exercised].iter().all(|id| early.contains(id)), "{early:?}");
    // It left something open.
    let mut lines = lines();
    if let Some(drill) = &mut lines[3].drill {
        drill.unproved = vec![crate::custody::journal::Unproved::Passphrase];
    }
    assert_eq!(open(&record(), &lines, "2026-11-30"), [drill]);
}

#[test]
fn of_the_program_and_the_inventory_no_more_is_shown_than_is_there() {
    let mut anew = record();
    anew.date = None;
    assert!(open(&anew, &lines(), "2026-11-30").contains(&"ccss-1.01.1.3"), "made by nobody knows what");
    let mut other = record();
    other.tool.sha256 = "z".repeat(64);
    assert_eq!(open(&other, &lines(), "2026-11-30"), ["ccss-1.01.1.3"]);
    for shorten in
        [|record: &mut Record| record.shares.clear(), |record: &mut Record| drop(record.shares.pop())]
    {
        let mut short = record();
        shorten(&mut short);
        assert!(open(&short, &lines(), "2026-11-30").contains(&"ccss-2.04.1.1"));
    }
}

#[test]
fn the_page_of_standards_lists_what_is_asked_for() {
    let page = include_str!("../../../../docs/trust/standards.md");
    for Clause { id, asks, .. } in CLAUSES {
        assert!(page.contains(&format!("- `{id}`: {asks}\n")), "{id} | {asks}");
    }
    let ids: BTreeSet<_> = CLAUSES.iter().map(|clause| clause.id).collect();
    let listed = page.matches("- `ccss-").count() + page.matches("- `dps-").count();
    assert_eq!((ids.len(), listed), (CLAUSES.len(), CLAUSES.len()));
}
