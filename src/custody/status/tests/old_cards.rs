//! Who can take the key with cards that should be no more, where recovery needs things, too.

use super::*;
use crate::custody::{plan::Required, record::Superseded};

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
        record.supersedes = vec![Superseded { identifier: 77, record: None, plan, destroyed: Vec::new() }];
        let told = names(&status(&record, &[], "2026-11-24"));
        assert_eq!(told.contains(&"former-holders"), is_told, "{required:?}: {told:?}");
    }
}

/// Cards of two sets have the same numbers, and are not the same cards.
#[test]
fn whoever_got_a_card_of_a_set_before_never_had_that_of_this_one() {
    let mut record = record();
    let old = Superseded {
        identifier: 77,
        record: None,
        plan: Some(record.plan.clone()),
        destroyed: vec![card(0), card(1), card(2)],
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
