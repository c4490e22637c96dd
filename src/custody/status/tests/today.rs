//! The plan of today: successors, amendments, what is taken back, what burned or is closed, and what to do.

use super::{super::advice::Return, *};
use crate::custody::plan::{Plan, Required};

fn to(entry: Entry, to: &str) -> Entry {
    Entry { to: Some(to.to_owned()), ..entry }
}

fn after(entries: &[Entry], today: &str) -> Status {
    status(&record(), entries, today)
}

fn withdraw(day_text: &str, line: usize, witnesses: &[&str]) -> Entry {
    let witnesses = witnesses.iter().map(|name| (*name).to_owned()).collect();
    Entry { line: Some(line), witnesses, ..on(day_text, Event::Withdraw, None, &[]) }
}

fn amended(day_text: &str, change: impl FnOnce(&mut Plan)) -> Entry {
    let mut plan = record().plan;
    change(&mut plan);
    Entry { plan: Some(Box::new(plan)), ..on(day_text, Event::Amended, None, &[]) }
}

fn give(plan: &mut Plan, member: usize, names: &[&str]) {
    let card = &mut plan.groups[0].cards[member];
    card.custodian = Some(names[0].to_owned());
    card.access = names.iter().map(|name| (*name).to_owned()).collect();
    card.access.sort_unstable();
}

#[test]
fn a_successor_is_heard_absent_leaves_and_hands_over_again() {
    let to_eve = to(on("2026-11-25", Event::HandedOver, None, &[1]), "eve");
    let mut lines = vec![to_eve];
    for event in [Event::Heard, Event::Absent, Event::Back] {
        lines.push(on("2026-11-26", event, Some("Eve"), &[]));
    }
    let status = after(&lines, "2026-11-26");
    assert_eq!(names(&status), Vec::<&str>::new(), "{:?}", status.state.uncounted);
    assert_eq!(status.state.people["eve"].heard, Some(day("2026-11-26")));
    assert!(!status.state.people.contains_key("Eve"), "however she is capitalised");
    lines.push(on("2026-11-27", Event::Left, Some("EVE"), &[]));
    let status = after(&lines, "2026-11-27");
    assert_eq!(names(&status), ["margin", "card-with-leaver"]);
    lines.push(to(on("2026-11-28", Event::HandedOver, None, &[1]), "gina"));
    let status = after(&lines, "2026-11-28");
    assert_eq!(names(&status), ["former-holders"; 0]);
    assert_eq!(status.state.plan.holder(0, 1), Some("gina"));
    assert_eq!(status.state.former(), ["bob", "eve"].map(str::to_owned).into());
}

#[test]
fn whoever_left_is_back_when_they_come_or_get_a_card() {
    let left = on("2026-11-25", Event::Left, Some("bob"), &[]);
    assert_eq!(names(&after(std::slice::from_ref(&left), "2026-11-26")), ["margin", "card-with-leaver"]);
    let heard = on("2026-11-26", Event::Heard, Some("bob"), &[]);
    assert!(after(&[left.clone(), heard], "2026-11-26").state.people["bob"].left.is_some(), "from afar");
    let back = on("2026-11-26", Event::Back, Some("bob"), &[]);
    assert_eq!(names(&after(&[left.clone(), back], "2026-11-26")), Vec::<&str>::new());
    let card = to(on("2026-11-26", Event::HandedOver, None, &[2]), "BOB");
    let status = after(&[left, card], "2026-11-26");
    assert_eq!((status.state.plan.holder(0, 2), status.state.people["bob"].left), (Some("bob"), None));
    assert!(names(&status).contains(&"single-point"), "he has two of three now: {:?}", status.findings);
}

#[test]
fn whoever_left_and_has_nothing_is_missed_by_nobody() {
    let left = on("2026-11-25", Event::Left, Some("bob"), &[]);
    let handed_on = to(on("2026-11-25", Event::HandedOver, None, &[1]), "eve");
    let status = after(&[left, handed_on], "2026-11-26");
    assert_eq!((status.situation, status.advice), (Situation::default(), None));
}

#[test]
fn an_absence_ends_or_is_due_again_and_the_card_is_seen_after_it() {
    let absent = |until: Option<&str>| Entry {
        until: until.map(day),
        ..on("2026-11-25", Event::Absent, Some("alice"), &[])
    };
    let heard = |on_day: &str| ["bob", "carol", "dana"].map(|who| on(on_day, Event::Heard, Some(who), &[]));
    let with = |absent: Entry, on_day: &str| {
        let lines = [&[absent][..], &heard(on_day)].concat();
        let status = after(&lines, on_day);
        let soon: Vec<_> = status.soon.iter().map(|coming| coming.on.to_string()).collect();
        (names(&status), soon)
    };
    // 30 days if nobody said; dana reaches her card, so that nothing is frozen.
    assert_eq!(with(absent(None), "2026-12-10"), (vec![], vec![]));
    assert_eq!(with(absent(None), "2026-12-25"), (vec![], vec!["2026-12-25".to_owned()]));
    assert_eq!(with(absent(None), "2026-12-26"), (vec!["still-absent"], vec![]));
    assert_eq!(with(absent(Some("2027-02-01")), "2027-02-01").0, Vec::<&str>::new());
    assert_eq!(with(absent(Some("2027-02-01")), "2027-02-02").0, ["still-absent"]);
    // Back, and within 14 days her card is to be seen.
    let back = [absent(None), on("2026-12-01", Event::Back, Some("alice"), &[])];
    assert_eq!(names(&after(&back, "2026-12-15")), Vec::<&str>::new());
    assert_eq!(names(&after(&back, "2026-12-16")), ["not-seen-since-back"]);
    let checked = [&back[..], &[on("2026-12-03", Event::Checked, None, &[0])]].concat();
    assert_eq!(names(&after(&checked, "2026-12-16")), Vec::<&str>::new());
}

#[test]
fn whoever_is_named_as_there_is_heard() {
    let present = ["alice", "Dana", "a guest"].map(str::to_owned).to_vec();
    let drilled = Entry { present, ..on("2027-01-10", Event::Drilled, None, &[0, 1]) };
    let status = after(&[drilled], "2027-01-10");
    let heard = |name: &str| status.state.people[name].heard;
    assert_eq!((heard("alice"), heard("dana")), (Some(day("2027-01-10")), Some(day("2027-01-10"))));
    assert_eq!(heard("bob"), Some(day("2026-11-24")), "his card was exercised, and he was not there");
}

#[test]
fn an_amendment_changes_people_deputies_places_things_and_rules() {
    let change = |plan: &mut Plan| {
        give(plan, 0, &["alice", "dana", "fay"]);
        give(plan, 1, &["eve"]);
        plan.groups[0].cards[2].place = Some("bank".to_owned());
        let access = vec!["olga".to_owned()];
        plan.required = vec![Required { name: "passphrase".to_owned(), access, places: Vec::new() }];
        plan.rules.heard_within_days = Some(400);
        plan.others = vec!["pat".to_owned()];
    };
    let line = amended("2026-12-01", change);
    let status = after(&[line], "2027-01-24");
    let state = &status.state;
    assert_eq!((state.plan.holder(0, 1), status.deadlines.heard), (Some("eve"), Some(400)));
    for name in ["eve", "fay", "olga", "pat"] {
        assert_eq!(state.people[name].since, day("2026-12-01"), "{name} can be noted");
    }
    assert_eq!(state.former(), ["bob".to_owned()].into());
    assert!(!state.cards[&card(1)].is_handed_over, "eve is still to get it");
    assert_eq!(names(&status), ["not-complete"], "{:?}", status.findings);
    let late = after(
        &[amended("2026-12-01", change), on("2026-12-02", Event::HandedOver, None, &[1])],
        "2027-02-01",
    );
    assert_eq!(names(&late), Vec::<&str>::new());
    // Olga was accepted as the only one who has the passphrase; nobody accepted that eve has two cards.
    let two = to(on("2026-12-03", Event::HandedOver, None, &[2]), "eve");
    let lines = [amended("2026-12-01", change), on("2026-12-02", Event::HandedOver, None, &[1]), two];
    let status = after(&lines, "2026-12-03");
    assert!(names(&status).contains(&"single-point"), "{:?}", status.findings);
}

#[test]
fn an_amendment_for_other_cards_counts_for_nothing() {
    for change in [
        (|plan: &mut Plan| plan.groups[0].threshold = 3) as fn(&mut Plan),
        |plan| drop(plan.groups[0].cards.pop()),
        |plan| plan.groups.push(plan.groups[0].clone()),
    ] {
        let status = after(&[amended("2026-12-01", change)], "2026-12-01");
        assert_eq!(names(&status), ["journal-line"]);
        assert_eq!(status.state.plan, record().plan);
    }
}

#[test]
fn what_harms_is_taken_back_with_two_witnesses_and_all_else_with_none() {
    let harms = [
        on("2026-11-25", Event::Stolen, None, &[1]),
        on("2026-11-25", Event::Lost, None, &[1]),
        on("2026-11-25", Event::Left, Some("bob"), &[]),
        on("2026-11-25", Event::Destroyed, None, &[1]),
        amended("2026-11-25", |plan| plan.rules.tolerate_absent = Some(2)),
    ];
    let own = 4; // after the three lines of `completed`
    for harm in harms {
        let told = names(&after(std::slice::from_ref(&harm), "2026-11-26"));
        assert!(!told.is_empty(), "{harm:?}");
        for few in [&[][..], &["alice"], &["alice", "ALICE"]] {
            let status = after(&[harm.clone(), withdraw("2026-11-26", own, few)], "2026-11-26");
            let told_still = |name: &&str| names(&status).contains(name);
            assert!(told.iter().chain(&["journal-line"]).all(told_still), "{few:?} {harm:?}");
        }
        let taken_back = [harm.clone(), withdraw("2026-11-26", own, &["alice", "dana"])];
        let status = after(&taken_back, "2026-11-26");
        assert_eq!(names(&status), Vec::<&str>::new(), "{harm:?}");
        assert_eq!(status.state.withdrawn, [(own, own + 1)].into(), "it is kept, and told");
        // And what took it back can itself be taken back.
        let again = [&taken_back[..], &[withdraw("2026-11-26", own + 1, &[])]].concat();
        assert_eq!(names(&after(&again, "2026-11-26")), told);
    }
    let absent = [on("2026-11-25", Event::Absent, Some("bob"), &[]), withdraw("2026-11-26", own, &[])];
    assert_eq!(names(&after(&absent, "2026-11-26")), Vec::<&str>::new());
}

#[test]
fn nobody_takes_back_the_deal_or_what_is_not_there() {
    for line in [0, 1, 4, 9] {
        let status = after(&[withdraw("2026-11-26", line, &["alice", "dana"])], "2026-11-26");
        assert_eq!(names(&status), ["journal-line"], "{line}");
    }
}

#[test]
fn a_wrong_day_that_hides_all_that_follows_can_be_taken_back() {
    let slip = on("2027-11-25", Event::Heard, Some("alice"), &[]);
    let lines = [slip, on("2026-11-25", Event::Heard, Some("bob"), &[])];
    let status = after(&lines, "2027-11-26");
    assert!(status.state.uncounted.contains_key(&5), "bob is before a day that stands above");
    let mended = [&lines[..], &[withdraw("2026-11-26", 4, &[])]].concat();
    let status = after(&mended, "2027-11-26");
    assert_eq!(status.state.uncounted, [].into());
    assert_eq!(status.state.people["bob"].heard, Some(day("2026-11-25")));
    assert_eq!(status.state.people["alice"].heard, Some(day("2026-11-24")));
    // A line that takes something back on a day that cannot be believed takes nothing back.
    let stolen = on("2026-11-25", Event::Stolen, None, &[1]);
    for impossible in ["2031-01-01", "2026-11-01"] {
        let lines = [stolen.clone(), withdraw(impossible, 4, &["alice", "dana"])];
        let status = after(&lines, "2026-11-26");
        assert!(names(&status).contains(&"stolen"), "{impossible}: {:?}", status.findings);
    }
}

#[test]
fn a_card_that_was_made_again_starts_anew() {
    let stolen = on("2026-11-25", Event::Stolen, None, &[1]);
    let lines = [stolen, on("2026-11-26", Event::Reissued, None, &[1])];
    let status = after(&lines, "2026-11-26");
    assert_eq!(names(&status), ["stolen"], "a thief has one all the same");
    assert_eq!(status.margin(), Some(2), "and bob has another");
    assert!(!status.state.is_complete());
    let late = after(&lines, "2026-12-27");
    assert!(names(&late).contains(&"not-complete"), "nobody read it back: {:?}", late.findings);
    let lost = [on("2026-11-25", Event::Lost, None, &[1])];
    assert!(!after(&lost, "2026-11-25").state.is_complete());
}

#[test]
fn a_receipt_with_a_card_that_is_gone_counts_for_nobody() {
    let record = record();
    for event in [Event::Stolen, Event::Lost, Event::Destroyed] {
        let mut lines = completed();
        lines.push(on("2026-11-25", event, None, &[1]));
        lines.push(on("2026-11-26", Event::Challenge, None, &[]));
        for (asked_after, counts) in [(3, true), (5, false)] {
            let signed = receipt(&record, &lines, Version::Second, asked_after, 1, "2026-11-26");
            let status = status_of(&record, &[&lines[..], &[signed]].concat(), "2026-11-26");
            assert_eq!(status.state.receipts.contains_key(&6), counts, "{event} {asked_after}");
            assert_eq!(names(&status).contains(&"receipt-proves-nothing"), !counts);
        }
    }
}

#[test]
fn former_holders_are_all_who_ever_could_reach_a_card() {
    // Dana, a deputy of two cards, leaves: she alone has seen a quorum.
    let mut of_two = record();
    give(&mut of_two.plan, 1, &["bob", "dana"]);
    of_two.plan_hash = of_two.plan.hash();
    let status = status(&of_two, &[on("2026-11-25", Event::Left, Some("dana"), &[])], "2026-11-25");
    let former = |status: &Status| {
        status.findings.iter().find_map(|finding| match finding {
            Finding::Former { people, example, .. } => Some((*people, example.join(" "))),
            _ => None,
        })
    };
    assert_eq!(former(&status), Some((1, "dana".to_owned())));
    // Eve held two cards in between, and has none now.
    let pass = |member, name| to(on("2026-11-25", Event::HandedOver, None, &[member]), name);
    let lines = [pass(1, "eve"), pass(1, "gina"), pass(2, "eve"), pass(2, "hugo")];
    assert_eq!(former(&after(&lines, "2026-11-25")), Some((1, "eve".to_owned())));
    assert_eq!(former(&after(&lines[..3], "2026-11-25")), Some((1, "eve".to_owned())), "the second she has");
}

#[test]
fn a_place_that_burned_takes_cards_and_things_and_one_that_is_closed_keeps_them() {
    let mut placed = record();
    for (card, place) in placed.plan.groups[0].cards.iter_mut().zip(["bank", "Bank vault", "bank"]) {
        card.place = Some(place.to_owned());
    }
    let access = vec!["alice".to_owned(), "bob".to_owned()];
    let places = vec!["bank".to_owned()];
    placed.plan.required = vec![Required { name: "passphrase".to_owned(), access, places }];
    placed.plan_hash = placed.plan.hash();
    let at = |event, place: &str, cards: &[u8]| Entry {
        place: Some(place.to_owned()),
        ..on("2026-11-25", event, None, cards)
    };
    let burned = status(&placed, &[at(Event::Destroyed, "bank", &[0, 2])], "2026-11-25");
    assert_eq!(names(&burned)[..3], ["frozen", "lost", "lost"]);
    assert!(burned.state.lost_things.contains("passphrase"), "its only place");
    let closed = [at(Event::Closed, "BANK", &[])];
    let now = status(&placed, &closed, "2026-11-25");
    assert_eq!(names(&now), ["frozen"]);
    let advice = now.advice.unwrap();
    assert_eq!(advice.thaws, [[Return::Place("bank".to_owned())]]);
    assert!(names(&status(&placed, &closed, "2026-12-26")).contains(&"still-closed"));
    // One that says the same of a day that cannot be believed puts off nothing.
    let stamp = Stamp { day: day("2031-01-01"), source: DateSource::Given };
    let later = [closed[0].clone(), Entry { stamp, ..closed[0].clone() }];
    assert!(names(&status(&placed, &later, "2026-12-26")).contains(&"still-closed"));
    assert!(names(&status(&placed, &later[1..], "2026-12-26")).contains(&"still-closed"));
    // Noted again with a later day, it is closed since the first.
    let again = |day: &str| Entry { place: Some("bank".to_owned()), ..on(day, Event::Closed, None, &[]) };
    let now = status(&placed, &[&closed[..], &[again("2026-12-20")]].concat(), "2026-12-26");
    assert_eq!(now.state.closed["bank"].since, day("2026-11-25"));
    let now = status(&placed, &[&later[1..], &[again("2026-12-20")]].concat(), "2026-12-26");
    assert_eq!(now.state.closed["bank"].since, day("2026-12-20"), "what lies ahead is no first day");
    let open = [closed[0].clone(), at(Event::Opened, "Bank", &[])];
    assert_eq!(names(&status(&placed, &open, "2026-11-25")), Vec::<&str>::new());
}

#[test]
fn an_absence_that_is_noted_again_is_one_absence_since_its_first_day() {
    let absent = |from: &str| on(from, Event::Absent, Some("bob"), &[]);
    let since = |lines: &[Entry]| after(lines, "2027-03-01").state.people["bob"].absent;
    let twice = [absent("2026-12-01"), absent("2027-01-20")];
    assert_eq!(since(&twice), Some(day("2026-12-01")));
    assert!(after(&twice, "2027-03-01").findings.iter().any(|finding| matches!(
        finding,
        Finding::StillAbsent { since, until, .. } if (*since, *until) == (day("2026-12-01"), day("2027-02-19"))
    )));
    // Whoever was there in between is absent anew.
    let back = on("2026-12-24", Event::Back, Some("bob"), &[]);
    assert_eq!(since(&[absent("2026-12-01"), back, absent("2027-01-20")]), Some(day("2027-01-20")));
    // A day that cannot be believed is no first day.
    assert_eq!(since(&[absent("2031-01-01"), absent("2027-01-20")]), Some(day("2027-01-20")));
}

#[test]
fn on_the_first_day_of_an_absence_it_is_told_who_can_meet_and_until_when() {
    let absent = on("2026-12-01", Event::Absent, Some("bob"), &[]);
    let status = after(std::slice::from_ref(&absent), "2026-12-01");
    let advice = status.advice.clone().unwrap();
    let meet: Vec<_> = advice.meet.iter().map(|one| (one.card.to_string(), one.who.as_str())).collect();
    assert_eq!(meet, [("1.1".to_owned(), "alice"), ("1.3".to_owned(), "carol")]);
    assert_eq!(advice.meet[0].otherwise, ["dana"]);
    assert!(!advice.is_frozen);
    // All were heard on 2026-11-24, and are to be heard within 30 days.
    let late = advice.too_late.unwrap();
    // Dana, too: whether she is there is as little known by then as of the two without whom it is frozen.
    assert_eq!((late.on, late.unheard.join(", ")), (day("2026-12-24"), "alice, carol, dana".to_owned()));
    // With two away it is frozen, and either of them thaws it.
    let both = [absent, on("2026-12-02", Event::Absent, Some("carol"), &[])];
    let advice = after(&both, "2026-12-02").advice.unwrap();
    assert!(advice.is_frozen && advice.meet.is_empty());
    let person = |name: &str| vec![Return::Person(name.to_owned())];
    assert_eq!(advice.thaws, [person("bob"), person("carol")]);
    assert_eq!(after(&[], "2026-12-02").advice, None, "nothing is known to be away");
}

#[test]
fn what_falls_due_within_two_weeks_is_told_and_is_no_finding() {
    let status = after(&[], "2026-12-20");
    assert_eq!(names(&status), Vec::<&str>::new());
    let on_24th = status.soon.iter().filter(|coming| coming.on == day("2026-12-24")).count();
    assert_eq!((on_24th, status.soon.len()), (4, 4), "three who got their cards, and dana, since the deal");
    assert!(after(&[], "2026-12-09").soon.is_empty());
}

#[test]
fn what_another_keeper_noted_stands_where_its_day_belongs() {
    let record = record();
    // Here bob is absent since the 5th; there he was heard on the 3rd and on the 8th, and signed in answer to that keeper.
    let there = {
        let mut lines = completed();
        lines.push(on("2026-12-02", Event::Challenge, None, &[]));
        lines
    };
    let signed = receipt(&record, &there, Version::Second, 4, 2, "2026-12-03");
    let head = Journal::found(HASH, &journal(&there)).head().hash().to_owned();
    let imported = |entry: Entry, hash: &str| Entry { imported: Some(hash.to_owned()), ..entry };
    let mut lines = vec![on("2026-12-05", Event::Absent, Some("bob"), &[])];
    lines.push(on("2026-12-10", Event::Import, None, &[]));
    lines.push(imported(there[3].clone(), &head));
    lines.push(imported(on("2026-12-03", Event::Heard, Some("bob"), &[]), &"1".repeat(64)));
    lines.push(imported(signed, &"2".repeat(64)));
    let status = after(&lines, "2026-12-10");
    assert_eq!(status.state.uncounted, [].into());
    assert_eq!(status.state.people["bob"].absent, Some(day("2026-12-05")), "he was heard before that");
    assert_eq!(status.state.receipts, [(8, ("carol".to_owned(), day("2026-12-02")))].into());
    lines.push(imported(on("2026-12-08", Event::Heard, Some("bob"), &[]), &"3".repeat(64)));
    let status = after(&lines, "2026-12-10");
    assert_eq!(status.state.people["bob"].absent, None);
    // A line of a day to come is believed no more for coming from elsewhere.
    lines.push(imported(on("2027-12-08", Event::Heard, Some("carol"), &[]), &"4".repeat(64)));
    assert!(names(&after(&lines, "2026-12-10")).contains(&"impossible-day"));
}
