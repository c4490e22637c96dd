//! What counts as a drill that the plan's rule asks for: all that the record says recovery needs was exercised.

use super::*;
use crate::custody::{journal::Unproved, record::sealed::RecordedSealed};

const AT: &str = "2026-11-26";

fn sealed() -> RecordedSealed {
    RecordedSealed { name: "doc.age".to_owned(), sha256: "0".repeat(64), bytes: 300 }
}

/// A record that says this of what recovery needs.
fn needing(passphrase: Option<bool>, is_sealed: bool, has_fingerprint: bool) -> Record {
    let mut record = record();
    record.passphrase = passphrase;
    record.sealed = is_sealed.then(sealed);
    record.fingerprint = record.fingerprint.filter(|_| has_fingerprint);
    record
}

/// A line of today, which says what it did not prove.
fn said(event: Event, unproved: &[Unproved]) -> Entry {
    let line = on(AT, event, None, &[0, 1]);
    match event {
        Event::Drilled => {
            let drill = Drilled { quorums_tried: 1, quorums_passed: 1, ..Drilled::default() };
            Entry { drill: Some(Drilled { unproved: unproved.to_vec(), ..drill }), ..line }
        }
        _ => Entry { unproved: Some(unproved.to_vec()), ..line },
    }
}

#[test]
fn a_line_that_left_something_out_neither_counts_nor_heals_a_drill_that_failed() {
    use Unproved::{Passphrase, SealedFile};
    let failed = Entry { passed: Some(false), ..on("2026-11-25", Event::Drilled, None, &[0, 1]) };
    for event in [Event::Drilled, Event::Recovered] {
        for unproved in
            [&[][..], &[Passphrase], &[SealedFile], &[Passphrase, SealedFile], &[Unproved::Unknown]]
        {
            let after =
                status(&needing(Some(true), true, true), &[failed.clone(), said(event, unproved)], AT);
            let is_whole = unproved.is_empty();
            assert_eq!(after.state.drilled.is_some(), is_whole, "{event} {unproved:?}");
            assert_eq!(
                names(&after),
                if is_whole { vec![] } else { vec!["drill-failed"] },
                "{event} {unproved:?}"
            );
            let left_open = after.state.left_open.get(&5);
            assert_eq!(
                left_open.map(|open| (&open.what[..], open.is_said)),
                (!is_whole).then_some((unproved, true))
            );
        }
    }
}

#[test]
fn of_a_line_that_does_not_say_what_was_tried_it_cannot_be_known() {
    use Unproved::{Passphrase, SealedFile};
    for (passphrase, is_sealed, has_fingerprint, drilled, recovered) in [
        // Nothing is needed but cards.
        (Some(false), false, true, &[][..], &[][..]),
        (Some(false), false, false, &[], &[]),
        // The fingerprint was compared in every recovery, and in no drill that derived no key.
        (Some(true), false, true, &[Passphrase], &[]),
        (None, false, true, &[Passphrase], &[]),
        (Some(true), false, false, &[Passphrase], &[Passphrase]),
        (None, false, false, &[Passphrase], &[Passphrase]),
        (Some(false), true, true, &[SealedFile], &[SealedFile]),
        (Some(true), true, true, &[Passphrase, SealedFile], &[SealedFile]),
        (Some(true), true, false, &[Passphrase, SealedFile], &[Passphrase, SealedFile]),
    ] {
        let record = needing(passphrase, is_sealed, has_fingerprint);
        for (event, open) in [(Event::Drilled, drilled), (Event::Recovered, recovered)] {
            let after = status(&record, &[on(AT, event, None, &[0, 1])], AT);
            assert_eq!(after.state.drilled.is_some(), open.is_empty(), "{event}, {passphrase:?} {is_sealed}");
            let told = after.state.left_open.get(&4).map(|open| (&open.what[..], open.is_said));
            assert_eq!(
                told,
                (!open.is_empty()).then_some((open, false)),
                "{event}, {passphrase:?} {is_sealed}"
            );
            // The cards were read all the same.
            assert_eq!(after.state.cards[&card(0)].checked, Some(day(AT)));
        }
    }
}

#[test]
fn a_drill_of_too_few_cards_counts_for_nothing_until_one_of_a_quorum() {
    for event in [Event::Drilled, Event::Recovered] {
        let few = on("2026-11-25", event, None, &[0]);
        let after = status(&record(), std::slice::from_ref(&few), AT);
        assert_eq!((names(&after), after.state.drilled), (vec!["journal-line"], None), "{event}");
        assert_eq!(after.state.cards[&card(0)].checked, Some(day("2026-11-24")), "{event}");
        let after = status(&record(), &[few, on(AT, event, None, &[0, 2])], AT);
        assert_eq!((names(&after), after.state.drilled), (vec![], Some(day(AT))), "{event}");
    }
}

#[test]
fn a_card_that_is_the_whole_key_is_complete_by_a_drill_where_the_record_can_prove_the_key() {
    let (mut record, _) = sample::of("1of1", 1);
    let line = |event, passed| Entry { passed, ..on("2026-11-25", event, None, &[0]) };
    let begun = [on("2026-11-24", Event::Dealt, None, &[]), line(Event::HandedOver, None)];
    let checked = [&begun[..], &[line(Event::Checked, Some(true))]].concat();
    let drilled = [&begun[..], &[line(Event::Drilled, Some(true))]].concat();
    let not_complete = |record: &Record, lines: &[Entry]| {
        let of = status_of(record, lines, "2026-12-25");
        of.findings.into_iter().find(|finding| matches!(finding, Finding::NotComplete { .. }))
    };
    let asks = |can_be_drilled| {
        Some(Finding::NotComplete {
            days: 31,
            is_dealt: true,
            is_renewed: false,
            takes_a_drill: true,
            can_be_drilled,
        })
    };
    assert_eq!(not_complete(&record, &checked), asks(true), "a check cannot tell");
    assert_eq!(not_complete(&record, &drilled), None);
    record.fingerprint = None;
    assert_eq!(not_complete(&record, &checked), asks(false), "nor can a drill");
    record.sealed = Some(sealed());
    assert_eq!(not_complete(&record, &checked), asks(true));
}
