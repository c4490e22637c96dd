//! What a new set tells of the one before it, and what the old record still tells once there is a new one.

use super::*;
use crate::custody::{plan::Plan, record::Theft};

fn names_of(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.kind().to_string()).collect()
}

fn theft(member: u8) -> Theft {
    Theft { card: card(member), since: day("2026-11-20") }
}

/// A record that knows the set before it as this one.
fn after(old: Superseded) -> Record {
    Record { supersedes: vec![old], ..record() }
}

/// The set before: the same people.
fn old() -> Superseded {
    Superseded { plan: Some(record().plan), ..Superseded::unknown(77) }
}

/// The same cards, for people of whom this set knows nothing.
fn of_strangers() -> Plan {
    let mut plan = record().plan;
    for (card, name) in plan.groups[0].cards.iter_mut().zip(["erin", "frank", "grace"]) {
        (card.custodian, card.access) = (Some(name.to_owned()), vec![name.to_owned()]);
    }
    plan
}

fn of_old(event: Event, number: u8) -> Entry {
    Entry { set: Some(77), passed: None, ..on("2026-11-24", event, None, &[number]) }
}

fn accepts(set: u16) -> Entry {
    let text = Some("sealed".to_owned());
    Entry { set: Some(set), text, passed: None, ..on("2026-11-24", Event::AcceptOldShares, None, &[]) }
}

#[test]
fn a_card_of_an_old_set_that_was_stolen_is_told_until_it_opens_nothing_or_is_accepted() {
    let record = after(Superseded { stolen: vec![theft(0)], ..old() });
    let told = |lines: &[Entry]| names_of(&status(&record, lines, "2026-11-24").findings);
    let first = status(&record, &[], "2026-11-24");
    let stolen = Finding::Stolen {
        card: card(0),
        custodian: Some("alice".to_owned()),
        since: day("2026-11-20"),
        former: Some(77),
    };
    assert_eq!(first.findings, [stolen, Finding::OldCards { set: 77, people: 2 }]);
    assert!(!first.state.cards[&card(0)].is_gone(), "that of this set is where it belongs");
    assert_eq!(
        told(&[of_old(Event::Destroyed, 1)]),
        ["stolen", "old-cards"],
        "with the third it opens the key"
    );
    assert_eq!(told(&[1, 2].map(|number| of_old(Event::Destroyed, number))), [""; 0]);
    assert_eq!(told(&[0, 1].map(|number| of_old(Event::Destroyed, number))), [""; 0]);
    assert_eq!(told(&[accepts(77)]), [""; 0]);
    // Who accepted it did not accept a theft that came to light later.
    let again = [accepts(77), of_old(Event::Stolen, 1)];
    assert_eq!(told(&again[..2]), ["stolen", "former-holders"]);
    assert_eq!(told(&[&again[..], &[accepts(77)]].concat()), [""; 0]);
    // Nor is it one that was destroyed by then.
    let destroyed = [1, 2].map(|number| of_old(Event::Destroyed, number));
    assert_eq!(
        told(&[&destroyed[..], &[of_old(Event::Stolen, 1)]].concat()),
        ["stolen", "stolen", "former-holders"]
    );
}

#[test]
fn a_thief_and_a_former_holder_can_take_the_key_together_and_a_thief_of_enough_cards_alone() {
    let mut plan = record().plan;
    plan.groups[0].cards[2] = of_strangers().groups[0].cards[2].clone();
    let with = |stolen: Vec<Theft>| {
        let record = after(Superseded { plan: Some(plan.clone()), stolen, ..Superseded::unknown(77) });
        let findings = status(&record, &[], "2026-11-24").findings;
        findings.into_iter().find(|finding| matches!(finding, Finding::Former { .. }))
    };
    let former = |people, example: &[&str]| {
        let example = example.iter().map(|name| (*name).to_owned()).collect();
        Some(Finding::Former { set: 77, people, example, is_with_stolen: true })
    };
    assert_eq!(with(vec![]), None, "grace has one card, and no other stranger has any");
    assert_eq!(with(vec![theft(0)]), former(2, &["grace"]));
    assert_eq!(with(vec![theft(0), theft(1)]), former(1, &[]));
}

#[test]
fn whoever_ever_reached_old_cards_can_take_the_key_with_them() {
    let mut reached = record().plan;
    for (card, other) in reached.groups[0].cards.iter_mut().zip(&of_strangers().groups[0].cards) {
        card.access.extend(other.access.iter().cloned());
    }
    let record = after(Superseded { reached: Some(reached.clone()), ..old() });
    let told = |lines: &[Entry]| names_of(&status(&record, lines, "2026-11-24").findings);
    assert_eq!(told(&[]), ["former-holders"]);
    assert_eq!(told(&[accepts(77)]), [""; 0]);
    assert_eq!(told(&[0, 1].map(|number| of_old(Event::Destroyed, number))), [""; 0], "one is left, of two");
    // What is said of them fits the plan beside it, or is no record.
    assert_eq!(Record::read(record.text().as_bytes()), Ok(record.clone()));
    reached.groups[0].threshold = 3;
    for old in [
        Superseded { reached: Some(reached), ..old() },
        Superseded { reached: Some(of_strangers()), ..Superseded::unknown(77) },
        Superseded { stolen: vec![theft(3)], ..old() },
    ] {
        assert!(Record::read(after(old).text().as_bytes()).is_err());
    }
}

/// What was open of this set, and of the one before it, when a new one was made of it.
fn troubled() -> Vec<Entry> {
    let given = [(0, "erin"), (1, "frank")].map(|(number, to)| Entry {
        to: Some(to.to_owned()),
        ..on("2026-11-24", Event::HandedOver, None, &[number])
    });
    let stolen = on("2026-11-24", Event::Stolen, None, &[2]);
    [&completed()[..], &given, &[stolen, of_old(Event::Stolen, 0)]].concat()
}

fn superseded(taken_over: Option<usize>) -> Entry {
    Entry { set: Some(99), passed: None, taken_over, ..on("2026-11-24", Event::Superseded, None, &[]) }
}

#[test]
fn a_superseded_record_asks_for_destructions_only_and_loses_nothing_that_the_new_one_cannot_tell() {
    let record = after(old());
    let before = troubled();
    let told = |lines: &[Entry], more: &[Entry]| {
        names_of(&status_of(&record, &[lines, more].concat(), "2026-11-24").findings)
    };
    let open = ["stolen", "stolen", "former-holders", "former-holders"];
    let then: Vec<String> = told(&before, &[]).into_iter().filter(|name| open.contains(&&**name)).collect();
    assert_eq!(then, open);
    let seen = Some(before.len());
    assert_eq!(told(&before, &[superseded(seen)]), ["superseded"], "the new record tells the rest");
    // Nobody knows what it tells, or it has not seen the last line, which is the theft of an old card.
    let all = ["stolen", "stolen", "former-holders", "superseded", "former-holders"];
    let sorted = |mut names: Vec<String>| {
        names.sort_unstable();
        names
    };
    assert_eq!(sorted(told(&before, &[superseded(None)])), sorted(all.map(str::to_owned).to_vec()));
    let unseen = told(&before, &[superseded(Some(before.len() - 1))]);
    assert_eq!(
        unseen,
        ["stolen", "superseded"],
        "alice and bob could take it without a thief, and that is told"
    );
    // What is noted here later, it cannot know either.
    let later = [superseded(seen), on("2026-11-24", Event::Stolen, None, &[1])];
    assert_eq!(told(&before, &later), ["stolen", "superseded"]);
    let imported = Entry { imported: Some("ab".repeat(32)), ..superseded(seen) };
    assert_eq!(told(&before, &[imported]).len(), all.len(), "it speaks of the lines of another journal");
    // Of what was to be done with it, and of what it opens, the new set tells.
    let undone = on("2026-11-24", Event::Checked, None, &[1]);
    let undone = Entry { passed: None, ..undone };
    assert_eq!(told(&completed(), std::slice::from_ref(&undone)), ["old-cards", "journal-line"]);
    assert_eq!(told(&completed(), &[undone, superseded(Some(4))]), ["superseded"]);
    // Until too few of its cards are left.
    let destroyed = on("2026-11-24", Event::Destroyed, None, &[0, 1]);
    assert_eq!(told(&before, &[superseded(seen), destroyed.clone()]), [""; 0]);
    assert_eq!(
        told(&before, &[superseded(None), destroyed]),
        ["stolen", "former-holders"],
        "of the set before it"
    );
}
