//! A line whose day cannot be believed changes nothing that is safer, whatever it says happened.

use super::{super::receipts::Receipts, *};

/// Today, a day ahead of it, and one before the harm that was noted.
const TODAY: &str = "2027-10-20";
const IMPOSSIBLE: [&str; 2] = ["2031-01-01", "2027-10-01"];

/// A line about everything that a line can be about.
fn any(event: Event, member: u8, who: &str) -> Entry {
    Entry { to: Some("zed".to_owned()), set: None, ..on(TODAY, event, Some(who), &[member]) }
}

/// Every event, of every card and person of the plan.
fn events() -> Vec<Entry> {
    let all = [
        Event::Heard,
        Event::Absent,
        Event::Back,
        Event::Lost,
        Event::Stolen,
        Event::Found,
        Event::Moved,
        Event::HandedOver,
        Event::Left,
        Event::Seal,
        Event::Destroyed,
        Event::Checked,
        Event::ReadBack,
        Event::Drilled,
        Event::Reissued,
        Event::Recovered,
        Event::Challenge,
    ];
    let about = [(0, "alice"), (1, "bob"), (2, "carol"), (0, "dana")];
    let every = all.into_iter().flat_map(|event| about.map(|(member, who)| any(event, member, who)));
    let of_all = [Event::Drilled, Event::Recovered, Event::Checked, Event::Destroyed]
        .map(|event| on(TODAY, event, None, &[0, 1, 2]));
    let failed = [Event::Drilled, Event::Checked]
        .map(|event| Entry { passed: Some(false), ..on(TODAY, event, None, &[0, 1]) });
    let superseded = Entry { set: Some(99), ..on(TODAY, Event::Superseded, None, &[]) };
    let old = Entry { set: Some(77), ..on(TODAY, Event::Destroyed, None, &[0, 1, 2]) };
    every.chain(of_all).chain(failed).chain([superseded, old]).collect()
}

/// Whether what `finding` told is told by another one, which is worse.
fn is_told_worse(finding: &Finding, after: &[Finding]) -> bool {
    after.iter().any(|other| match (finding, other) {
        (Finding::Margin { .. }, Finding::Frozen) => true,
        (Finding::Margin { more, .. }, Finding::Margin { more: then, .. }) => then <= more,
        (Finding::OldCards { set, people }, Finding::Former { set: of, people: then, .. }) => {
            set == of && then <= people
        }
        (
            Finding::Unchecked { card, .. } | Finding::Failed { card, .. } | Finding::WithLeaver { card, .. },
            Finding::Lost { card: gone, .. } | Finding::Stolen { card: gone, .. },
        ) => card == gone,
        (Finding::FrozenIfSilent, Finding::Frozen) => true,
        // That it was destroyed is told with the day that it was lost.
        (
            Finding::Lost { card, since, .. },
            Finding::Lost { card: other, since: then, is_destroyed: true, .. },
        ) => card == other && since == then,
        (Finding::Silent { who, days, .. }, Finding::Silent { who: other, days: then, .. }) => {
            who == other && days <= then
        }
        _ => false,
    })
}

/// Histories in which much is wrong: nobody was heard, cards are lost and failed, the drill failed, old cards are about.
fn histories() -> Vec<Vec<Entry>> {
    let at = "2027-10-10";
    let failed = |event| Entry { passed: Some(false), ..on(at, event, None, &[1]) };
    let heard = ["alice", "carol", "dana"].map(|who| on(at, Event::Heard, Some(who), &[]));
    vec![
        vec![on(at, Event::Challenge, None, &[])],
        vec![on(at, Event::Absent, Some("alice"), &[]), on(at, Event::Absent, Some("bob"), &[])],
        [&heard[..], &[on(at, Event::Lost, Some("bob"), &[1])]].concat(),
        vec![failed(Event::Checked), failed(Event::Drilled), on(at, Event::Stolen, None, &[2])],
        [&heard[..], &[on(at, Event::Left, Some("carol"), &[]), on(at, Event::Destroyed, None, &[0])]]
            .concat(),
    ]
}

#[test]
fn a_day_that_cannot_be_believed_changes_nothing_that_is_safer() {
    let mut record = record();
    let old = Superseded { plan: Some(record.plan.clone()), ..Superseded::unknown(77) };
    record.supersedes = vec![old];
    let mut seen = 0;
    for history in histories() {
        let before = status(&record, &history, TODAY);
        for line in events() {
            for impossible in IMPOSSIBLE {
                let stamp = Stamp { day: day(impossible), source: DateSource::Given };
                let line = Entry { stamp, ..line.clone() };
                let after = status(&record, &[&history[..], std::slice::from_ref(&line)].concat(), TODAY);
                for finding in &before.findings {
                    let is_told = after.findings.contains(finding);
                    assert!(
                        is_told || is_told_worse(finding, &after.findings),
                        "{finding:?} is healed by {line:?}: {:?}",
                        after.findings
                    );
                }
                assert!(after.margin() <= before.margin(), "{line:?}");
                assert!(!after.state.is_complete() || before.state.is_complete(), "{line:?}");
                // And it is listed, by its number.
                let number = 3 + history.len() + 1;
                assert!(after.state.uncounted.contains_key(&number), "{line:?}");
                let is_listed = |finding: &Finding| match finding {
                    Finding::Line { number: listed, .. } => *listed == number,
                    Finding::Today { lines, .. } => lines.contains(&number),
                    _ => false,
                };
                assert!(after.findings.iter().any(is_listed), "{line:?}: {:?}", after.findings);
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 5 * 76 * 2);
}

#[test]
fn what_it_says_takes_effect_once_it_is_noted_with_a_day_that_can_be() {
    let absent = ["alice", "bob", "dana"].map(|who| on("2026-11-25", Event::Absent, Some(who), &[]));
    assert_eq!(names(&status(&record(), &absent, "2026-11-26")), ["frozen"]);
    let to_zed =
        Entry { to: Some("zed".to_owned()), ..on("2026-11-21", Event::HandedOver, Some("bob"), &[1]) };
    let after = status(&record(), &[&absent[..], std::slice::from_ref(&to_zed)].concat(), "2026-11-26");
    assert_eq!(names(&after), ["frozen", "journal-line"]);
    assert_eq!(after.state.plan.holder(0, 1), Some("bob"));
    let again = Entry { stamp: absent[0].stamp, ..to_zed.clone() };
    let after = status(&record(), &[&absent[..], &[to_zed, again]].concat(), "2026-11-26");
    assert_eq!(names(&after), ["margin"]);
    assert_eq!(after.state.plan.holder(0, 1), Some("zed"));
}

#[test]
fn a_new_record_with_a_first_line_of_a_day_to_come_is_not_fresh_until_then() {
    let mut record = record();
    (record.version, record.date) = (MADE_ANEW, None);
    let rebuilt = on("2031-01-01", Event::Rebuilt, None, &[]);
    let after = status_of(&record, &[rebuilt], "2027-03-01");
    assert!(names(&after).contains(&"impossible-day"), "{:?}", after.findings);
}

#[test]
fn a_receipt_in_such_a_line_does_not_count_and_can_be_noted_again() {
    let record = record();
    let lines = [completed(), vec![on("2026-12-10", Event::Challenge, None, &[])]].concat();
    for impossible in ["2026-12-01", "2027-06-01"] {
        let signed = receipt(&record, &lines, Version::Second, 4, 1, "2026-12-11");
        let stamp = Stamp { day: day(impossible), source: DateSource::Given };
        let misdated = [&lines[..], &[Entry { stamp, ..signed.clone() }]].concat();
        let after = status_of(&record, &misdated, "2026-12-12");
        assert_eq!(after.state.people["bob"].heard, Some(day("2026-11-24")), "{impossible}");
        assert!(after.state.uncounted.contains_key(&5));
        let read = Journal::found(HASH, &journal(&misdated));
        let receipts = Receipts::of(&record, &read, day("2026-12-12"));
        assert!(receipts.accept(signed.receipt.as_deref().unwrap()).is_ok(), "{impossible}");
        let again = status_of(&record, &[misdated, vec![signed]].concat(), "2026-12-12");
        assert_eq!(again.state.people["bob"].heard, Some(day("2026-12-10")));
        assert_eq!(names(&again), Vec::<&str>::new(), "{impossible}");
    }
}
