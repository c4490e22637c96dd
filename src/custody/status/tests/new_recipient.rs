//! Cards whose recipient changes: who can open what they reached, and who has to sign that off.

use super::*;
use crate::custody::plan::{Plan, PlannedCard};

pub(super) const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
pub(super) const SSH: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS";

pub(super) fn card_of(
    holder: &str,
    access: &[&str],
    recipient: Option<&str>,
    others: &[&str],
) -> PlannedCard {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    PlannedCard {
        custodian: Some(holder.to_owned()),
        access: owned(access),
        recipient: recipient.map(str::to_owned),
        identity_access: owned(others),
        ..PlannedCard::default()
    }
}

/// The record of a set whose second card is sealed: bob and dan reach its file, bob and erin its identity.
pub(super) fn sealed() -> Record {
    let mut record = record();
    record.plan.groups[0].cards[1] = card_of("bob", &["bob", "dan"], Some(AGE), &["erin"]);
    record
}

pub(super) fn with(card: PlannedCard) -> Plan {
    let mut plan = sealed().plan;
    plan.groups[0].cards[1] = card;
    plan
}

#[test]
fn whoever_reached_a_sealed_file_alone_has_nothing_once_the_card_is_plain() {
    let plan = with(card_of("gina", &["gina"], None, &[]));
    let witnesses = ["alice", "carol"].map(str::to_owned).to_vec();
    let plan = Some(Box::new(plan));
    let amended = Entry { plan, witnesses, ..on("2026-11-25", Event::Amended, None, &[]) };
    let state = status(&sealed(), &[amended], "2026-11-26").state;
    let reached_by = |names: &[&str]| {
        let plan = state.plan_with(|name| names.contains(&name));
        let card = plan.groups[0].cards[1].clone();
        let identity = card.identity_reach().into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
        (card.access, identity)
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(reached_by(&["dan"]).0, names(&[]), "a file without what opens it");
    assert_eq!(reached_by(&["dan", "erin"]), (names(&["dan"]), names(&["erin"])));
    assert_eq!(reached_by(&["bob"]), (names(&["bob"]), names(&["bob"])));
    assert_eq!(reached_by(&["gina"]), (names(&["gina"]), names(&["gina"])), "who has it on paper");
}

/// It has no verification key, so it signs nothing: no receipt of it can ever come, and nobody waits for one.
#[test]
fn a_sealed_share_that_is_the_whole_key_is_drilled_and_handed_over() {
    let (mut record, _) = sample::of("1of1", 1);
    record.plan.groups[0].cards[0] = card_of("bob", &["bob"], Some(AGE), &[]);
    let dealt = on("2026-11-24", Event::Dealt, None, &[]);
    let late = status_of(&record, std::slice::from_ref(&dealt), "2027-01-10");
    let told = names(&late);
    assert!(!told.contains(&"not-opened") && told.contains(&"not-complete"), "{told:?}");
    let drilled = on("2026-11-25", Event::Drilled, None, &[0]);
    let given = on("2026-11-25", Event::HandedOver, None, &[0]);
    let done = status_of(&record, &[dealt, drilled, given], "2026-11-26");
    assert_eq!((names(&done), done.state.cards[&card(0)].opened), (vec![], None));
    assert!(done.state.is_complete());
}

#[test]
fn what_opens_a_card_can_be_closed_off_and_can_burn() {
    let mut record = sealed();
    record.plan.groups[0].cards[1].identity_places = ["den", "elm"].map(str::to_owned).to_vec();
    let at =
        |event, place: &str| Entry { place: Some(place.to_owned()), ..on("2026-11-25", event, None, &[]) };
    let lost = |lines: &[Entry]| {
        let state = status(&record, lines, "2026-11-26").state;
        !state.situation(&BTreeSet::new()).lost.is_empty()
    };
    let (closed, burned) = (at(Event::Closed, "den"), at(Event::Destroyed, "elm"));
    assert!(!lost(std::slice::from_ref(&closed)) && !lost(std::slice::from_ref(&burned)));
    assert!(lost(&[closed.clone(), burned.clone()]), "the one copy is shut away, the other is no more");
    assert!(!lost(&[closed, burned.clone(), at(Event::Opened, "den")]));
    let mut lines = vec![burned, at(Event::Destroyed, "den")];
    assert!(lost(&lines));
    // A plan that says nothing of it brings nothing back; one that says where another copy lies does.
    let amended = |places: &[&str]| {
        let mut plan = record.plan.clone();
        plan.groups[0].cards[1].identity_places = places.iter().map(|place| (*place).to_owned()).collect();
        Entry { plan: Some(Box::new(plan)), ..on("2026-11-25", Event::Amended, None, &[]) }
    };
    lines.push(amended(&[]));
    assert!(lost(&lines));
    lines.push(amended(&["bank"]));
    assert!(!lost(&lines));
}

#[test]
fn one_person_in_two_spellings_signs_no_new_recipient_off() {
    let reissued = |witnesses: [&str; 2]| {
        let plan = with(card_of("bob", &["bob", "dan"], Some(SSH), &["erin"]));
        let line = Entry {
            plan: Some(Box::new(plan)),
            witnesses: witnesses.map(str::to_owned).to_vec(),
            ..on("2026-11-25", Event::Reissued, None, &[1])
        };
        let lost = on("2026-11-25", Event::Lost, None, &[1]);
        let state = status(&sealed(), &[lost, line], "2026-11-26").state;
        (state.plan.groups[0].cards[1].recipient.clone(), state.uncounted)
    };
    let (recipient, uncounted) = reissued(["alice", "carol"]);
    assert_eq!((recipient.as_deref(), uncounted.len()), (Some(SSH), 0));
    let (recipient, uncounted) = reissued(["alice", "Alice"]);
    assert_eq!(recipient.as_deref(), Some(AGE));
    assert_eq!(uncounted.into_values().collect::<Vec<_>>(), [Uncounted::Unsigned]);
}

/// A set in which gina gets the second card after bob, with an identity of her own, and what happened then.
fn given_to_gina(lines: &[Entry]) -> Status {
    let mut record = sealed();
    record.plan.rules.no_single_person = true;
    record.plan.groups[0].cards[0] = card_of("alice", &["alice"], None, &[]);
    let mut plan = record.plan.clone();
    plan.groups[0].cards[1] = card_of("gina", &["gina"], Some(SSH), &[]);
    plan.others = vec!["olga".to_owned(), "pat".to_owned()];
    record.plan.others = plan.others.clone();
    let witnesses = ["olga", "pat"].map(str::to_owned).to_vec();
    let amended =
        Entry { plan: Some(Box::new(plan)), witnesses, ..on("2026-11-25", Event::Amended, None, &[]) };
    status(&record, &[&[amended], lines].concat(), "2026-11-26")
}

#[test]
fn who_opened_a_card_before_and_who_has_another_today_take_the_key_together() {
    let state = given_to_gina(&[]).state;
    assert_eq!(state.before.values().map(Vec::len).collect::<Vec<_>>(), [1]);
    // It takes two as ever, and nobody does it alone.
    assert!(!names(&given_to_gina(&[])).contains(&"old-recipient"));
    // Bob gets the first card: with what he could open before he has two.
    let to_bob = Entry { to: Some("bob".to_owned()), ..on("2026-11-25", Event::HandedOver, None, &[0]) };
    let told = given_to_gina(std::slice::from_ref(&to_bob));
    let by_bob = Finding::OldRecipient {
        cards: vec![(card(1), "5N5F-3JWT-HT8P-TB86-MA5R".to_owned())],
        by: vec![Who::Person("bob".to_owned())],
        is_so_again: false,
    };
    assert!(told.findings.contains(&by_bob), "{:?}", told.findings);
    let single =
        Finding::SinglePoint(SinglePoint { who: Who::Person("bob".to_owned()), freezes: false, takes: true });
    assert!(told.findings.contains(&single), "{:?}", told.findings);
    assert!(told.findings.contains(&Finding::Rule(BrokenRule::NoSinglePerson)));
    // Until what bob had is destroyed: a note of the card of today, or of another recipient, says nothing of it.
    let destroyed =
        |to: &str| Entry { to: Some(to.to_owned()), ..on("2026-11-26", Event::Destroyed, None, &[1]) };
    let ended = |line: Entry| {
        let status = given_to_gina(&[to_bob.clone(), line]);
        (names(&status).contains(&"old-recipient"), status.state.uncounted.len())
    };
    assert_eq!(ended(destroyed("5N5F-3JWT-HT8P-TB86-MA5R")), (false, 0));
    assert_eq!(ended(destroyed("passphrase")), (true, 1));
    let mut ahead = destroyed("5N5F-3JWT-HT8P-TB86-MA5R");
    ahead.stamp.day = day("2027-01-01");
    assert_eq!(ended(ahead), (true, 1));
}

#[test]
fn what_was_destroyed_before_the_recipient_changed_opens_nothing() {
    let resealed = |first: Event| {
        let plan = with(card_of("bob", &["bob", "dan"], Some(SSH), &["erin"]));
        let witnesses = ["alice", "carol"].map(str::to_owned).to_vec();
        let line =
            Entry { plan: Some(Box::new(plan)), witnesses, ..on("2026-11-25", Event::Reissued, None, &[1]) };
        let state = status(&sealed(), &[on("2026-11-25", first, None, &[1]), line], "2026-11-26").state;
        assert_eq!(state.plan.groups[0].cards[1].recipient.as_deref(), Some(SSH));
        state.open_before().values().map(Vec::len).sum::<usize>()
    };
    assert_eq!((resealed(Event::Lost), resealed(Event::Destroyed)), (1, 0));
}

/// Once there is a new set, what bob could open before gina counts until that is destroyed, too.
#[test]
fn of_a_superseded_set_a_card_that_is_destroyed_counts_still_as_it_was_before() {
    const BEFORE: &str = "5N5F-3JWT-HT8P-TB86-MA5R";
    let left = ["alice", "bob"].map(|who| on("2026-11-25", Event::Left, Some(who), &[]));
    let superseded = Entry { set: Some(99), passed: None, ..on("2026-11-25", Event::Superseded, None, &[]) };
    let destroyed = |card: u8, to: Option<&str>| Entry {
        to: to.map(str::to_owned),
        ..on("2026-11-26", Event::Destroyed, None, &[card])
    };
    let told = |lines: &[Entry]| {
        let lines = [&left[..], std::slice::from_ref(&superseded), lines].concat();
        given_to_gina(&lines).findings
    };
    let kinds = |findings: &[Finding]| -> Vec<String> {
        findings.iter().map(|finding| finding.kind().to_string()).collect()
    };
    assert_eq!(kinds(&told(&[])), ["former-holders", "superseded"]);
    // With alice's card, which is on paper, bob's old file is a quorum whatever became of the one that gina has.
    let by_both = told(&[destroyed(1, None), destroyed(2, None)]);
    assert_eq!(kinds(&by_both), ["former-holders", "superseded"]);
    assert!(
        matches!(&by_both[0], Finding::Former { example, .. } if *example == ["alice", "bob"]),
        "{by_both:?}"
    );
    assert_eq!(by_both[1], Finding::Superseded { by: 99, before: vec![(card(1), BEFORE.to_owned())] });
    // It takes both notes to be rid of a card.
    assert_eq!(kinds(&told(&[destroyed(1, Some(BEFORE)), destroyed(2, None)])), ["superseded"]);
    let rid = [destroyed(1, None), destroyed(1, Some(BEFORE)), destroyed(2, None)];
    assert_eq!(kinds(&told(&rid)), [""; 0]);
    // And whoever had but the one that is destroyed has nothing.
    let others = told(&[destroyed(0, None), destroyed(2, None)]);
    assert_eq!(kinds(&others), [""; 0], "one card is left, in two versions");
}
