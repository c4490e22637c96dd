//! Who can take the key with cards that should be no more, where recovery needs things, too.

use super::*;
use crate::custody::{
    plan::Required,
    record::origin::{RecordedOrigin, ShareFormat},
};

/// Alice and bob have left, who had two of three cards.
fn after_two_left(record: &Record) -> Vec<&'static str> {
    let left = ["alice", "bob"].map(|who| on("2026-11-24", Event::Left, Some(who), &[]));
    names(&status(record, &left, "2026-11-24"))
}

fn thing(name: &str, access: &[&str]) -> Required {
    let access = access.iter().map(|who| (*who).to_owned()).collect();
    Required { name: name.to_owned(), access, places: Vec::new() }
}

/// Nobody knows who has it; the stand-in for whoever does is called as the thing is.
#[test]
fn a_thing_that_is_called_like_a_former_holder_is_not_theirs() {
    let mut record = record();
    for (required, is_told) in [
        (thing("safe", &["alice"]), true),
        (thing("safe", &["carol"]), false),
        (thing("safe", &[]), false),
        (thing("alice", &[]), false),
    ] {
        record.plan.required = vec![required.clone()];
        assert_eq!(after_two_left(&record).contains(&"former-holders"), is_told, "{required:?}");
    }
}

#[test]
fn nor_is_it_where_their_cards_are_of_a_set_before() {
    let mut record = record();
    let mut plan = record.plan.clone();
    for (card, name) in plan.groups[0].cards.iter_mut().zip(["erin", "frank", "grace"]) {
        card.custodian = Some(name.to_owned());
        card.access = vec![name.to_owned()];
    }
    for (required, is_told) in [
        (thing("safe", &["frank"]), true),
        (thing("safe", &["carol"]), false),
        (thing("safe", &[]), false),
        (thing("erin", &[]), false),
    ] {
        plan.required = vec![required.clone()];
        let plan = Some(plan.clone());
        record.supersedes = vec![Superseded { plan, ..Superseded::unknown(77) }];
        let told = names(&status(&record, &[], "2026-11-24"));
        assert_eq!(told.contains(&"former-holders"), is_told, "{required:?}: {told:?}");
    }
}

/// Cards of two sets have the same numbers, and are not the same cards.
#[test]
fn whoever_got_a_card_of_a_set_before_never_had_that_of_this_one() {
    let mut record = record();
    let old = Superseded {
        plan: Some(record.plan.clone()),
        destroyed: vec![card(0), card(1), card(2)],
        ..Superseded::unknown(77)
    };
    record.supersedes = vec![old];
    for (set, is_told) in [(Some(77), true), (None, false), (Some(record.set.identifier), false)] {
        let given = on("2026-11-24", Event::HandedOver, None, &[1]);
        let lines = [&completed()[..], &[Entry { to: Some("erin".to_owned()), set, ..given }]].concat();
        let proof = receipt(&record, &lines, Version::Second, 4, 1, "2026-11-24");
        let by_erin = Entry { who: Some("erin".to_owned()), ..proof };
        let told = names(&status_of(&record, &[&lines[..], &[by_erin]].concat(), "2026-11-24"));
        assert_eq!(told.contains(&"receipt-proves-nothing"), is_told, "{set:?}: {told:?}");
    }
}

fn accepted(day: &str, set: Option<u16>, why: Option<&str>) -> Entry {
    let text = why.map(str::to_owned);
    Entry { set, text, passed: None, ..on(day, Event::AcceptOldShares, None, &[]) }
}

#[test]
fn old_shares_that_nobody_can_count_are_due_until_the_owner_accepts_them_by_name() {
    let mut record = record();
    record.supersedes = vec![Superseded::unknown(77), Superseded::unknown(78)];
    let both = names(&status(&record, &[], "2026-11-24"));
    assert_eq!(both, ["old-shares", "old-shares"]);
    // However many were destroyed, there may be more; and any card may have been there.
    let destroyed: Vec<Entry> = (0..16)
        .map(|number| Entry { set: Some(77), ..on("2026-11-24", Event::Destroyed, None, &[number]) })
        .collect();
    let after = status(&record, &destroyed, "2026-11-24");
    let seventy_seven = Finding::OldShares { set: Some(77), format: ShareFormat::Slip39, destroyed: 16 };
    assert_eq!(after.findings[0], seventy_seven);
    for (line, expected) in [
        (accepted("2026-11-24", Some(77), Some("burnt")), &["old-shares"][..]),
        // Without a set it is about shares of another tool, of which there are none.
        (accepted("2026-11-24", None, Some("burnt")), &["old-shares", "old-shares", "journal-line"]),
        (accepted("2026-11-24", Some(79), Some("burnt")), &["old-shares", "old-shares", "journal-line"]),
        (accepted("2026-11-24", Some(77), None), &["old-shares", "old-shares", "journal-line"]),
        (accepted("2027-11-24", Some(77), Some("burnt")), &["impossible-day", "old-shares", "old-shares"]),
        // A set that is in use is nothing to accept.
        (
            accepted("2026-11-24", Some(record.set.identifier), Some("burnt")),
            &["old-shares", "old-shares", "journal-line"],
        ),
    ] {
        let after = status(&record, std::slice::from_ref(&line), "2026-11-24");
        assert_eq!(names(&after), expected, "{line:?}");
        let is_accepted = after.state.accepted.contains_key(&Some(77));
        assert_eq!(is_accepted, expected.len() == 1, "{line:?}");
    }
}

#[test]
fn shares_of_another_tool_are_due_until_they_are_accepted() {
    let mut record = record();
    record.origin = Some(RecordedOrigin {
        format: ShareFormat::Vault,
        set: None,
        shares: 3,
        groups_needed: 1,
        thresholds: vec![Some(3)],
    });
    let before = status(&record, &[], "2026-11-24");
    assert_eq!(before.findings, [Finding::OldShares { set: None, format: ShareFormat::Vault, destroyed: 0 }]);
    let after = status(&record, &[accepted("2026-11-24", None, Some("burnt"))], "2026-11-24");
    assert_eq!(names(&after), [""; 0]);
}

#[test]
fn who_accepted_cards_in_trusted_hands_did_not_accept_them_in_others() {
    let mut record = record();
    let plan = Some(record.plan.clone());
    record.supersedes = vec![Superseded { plan, ..Superseded::unknown(77) }];
    assert_eq!(names(&status(&record, &[], "2026-11-24")), ["old-cards"]);
    let mut lines = vec![accepted("2026-11-24", Some(77), Some("sealed"))];
    assert_eq!(names(&status(&record, &lines, "2026-11-24")), [""; 0]);
    // Bob and carol leave, and take their old cards with them.
    lines.extend(["bob", "carol"].map(|who| on("2026-11-24", Event::Left, Some(who), &[])));
    let told = |lines: &[Entry]| {
        let findings = status(&record, lines, "2026-11-24").findings;
        findings.iter().filter(|one| matches!(one, Finding::Former { set: 77, .. })).count()
    };
    assert_eq!(told(&lines), 1);
    lines.push(accepted("2026-11-24", Some(77), Some("both are trusted")));
    assert_eq!(told(&lines), 0);
}

#[test]
fn the_cards_of_a_superseded_set_can_be_accepted_too() {
    let record = record();
    let superseded = Entry { set: Some(99), passed: None, ..on("2026-11-24", Event::Superseded, None, &[]) };
    let mut lines = vec![superseded];
    assert_eq!(names(&status(&record, &lines, "2026-11-24")), ["superseded"]);
    lines.push(accepted("2026-11-24", Some(record.set.identifier), Some("sealed")));
    assert_eq!(names(&status(&record, &lines, "2026-11-24")), [""; 0]);
}

#[test]
fn a_card_that_is_there_again_was_not_destroyed() {
    let mut record = record();
    let plan = Some(record.plan.clone());
    record.supersedes = vec![Superseded { plan, destroyed: vec![card(0)], ..Superseded::unknown(77) }];
    let of_old = |day, event, number| Entry { set: Some(77), ..on(day, event, None, &[number]) };
    let mut lines = vec![of_old("2026-11-24", Event::Destroyed, 1)];
    assert_eq!(names(&status(&record, &lines, "2026-11-24")), [""; 0]);
    // On whatever day.
    for day in ["2026-11-24", "2026-11-23"] {
        for event in [Event::Found, Event::Lost] {
            for number in [0, 1] {
                lines.truncate(1);
                lines.push(of_old(day, event, number));
                let told = names(&status(&record, &lines, "2026-11-24"));
                assert!(told.contains(&"old-cards"), "{event} {day} {number}: {told:?}");
            }
        }
    }
    lines.push(of_old("2026-11-24", Event::Destroyed, 1));
    assert!(!names(&status(&record, &lines, "2026-11-24")).contains(&"old-cards"));

    // Nor was one of this set, once it is superseded.
    let record = self::record();
    let superseded = Entry { set: Some(99), passed: None, ..on("2026-11-24", Event::Superseded, None, &[]) };
    let mut lines = vec![superseded, on("2026-11-24", Event::Destroyed, None, &[0, 1])];
    assert_eq!(names(&status(&record, &lines, "2026-11-24")), [""; 0]);
    for event in [Event::Found, Event::Lost, Event::Stolen, Event::Reissued] {
        lines.truncate(2);
        lines.push(on("2026-11-24", event, None, &[1]));
        let told = names(&status(&record, &lines, "2026-11-24"));
        assert!(told.contains(&"superseded"), "{event}: {told:?}");
    }
}
