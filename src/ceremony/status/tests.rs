use super::*;
use crate::{
    entropy::Scripted,
    record::{
        DateSource, Stamp,
        journal::{Entry, Event},
        sample,
    },
};

const HASH: &str = "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// 2 of 3, dealt on 2026-11-24: alice with her deputy dana, bob, and carol.
fn record() -> Record {
    let (mut record, _) = sample::of("2of3", 1);
    let names: [&[&str]; 3] = [&["alice", "dana"], &["bob"], &["carol"]];
    for (card, names) in record.plan.groups[0].cards.iter_mut().zip(names) {
        card.custodian = Some(names[0].to_owned());
        card.access = names.iter().map(|name| (*name).to_owned()).collect();
    }
    record.plan.rules.heard_within_days = Some(30);
    record.plan.rules.checked_within_days = Some(100);
    record.plan.rules.drilled_within_days = Some(300);
    record.plan_hash = record.plan.hash();
    record
}

fn card(member: u8) -> CardNumber {
    CardNumber { group: 0, member }
}

fn on(day_text: &str, event: Event, who: Option<&str>, cards: &[u8]) -> Entry {
    let mut entry = Entry::new(event, Stamp { day: day(day_text), source: DateSource::Given });
    entry.who = who.map(str::to_owned);
    entry.cards = cards.iter().map(|member| card(*member)).collect();
    entry.passed = Some(true);
    entry
}

fn status(record: &Record, entries: &[Entry], today: &str) -> Status {
    let mut text = String::new();
    for entry in entries {
        let journal = Journal::read(HASH, &text).unwrap();
        text.push_str(&journal.line(entry.clone(), &mut Scripted(text.len() as u64)).unwrap());
    }
    Status::of(record, &Journal::read(HASH, &text).unwrap(), day(today)).unwrap()
}

fn names(status: &Status) -> Vec<&'static str> {
    status.findings.iter().map(Finding::name).collect()
}

#[test]
fn on_the_first_day_nothing_is_due() {
    let status = status(&record(), &[], "2026-11-24");
    assert_eq!((names(&status), status.margin()), (vec![], Some(2)));
    assert!(!status.state.is_complete());
}

#[test]
fn a_silent_custodian_counts_as_absent_and_his_deputy_is_called() {
    let everybody = ["alice", "bob", "carol", "dana"];
    let heard: Vec<Entry> =
        everybody.map(|who| on("2026-12-20", Event::Heard, Some(who), &[])).into_iter().collect();
    let later = [heard, vec![on("2027-01-15", Event::Heard, Some("alice"), &[])]].concat();
    let later = [later, ["carol", "dana"].map(|who| on("2027-01-15", Event::Heard, Some(who), &[])).to_vec()];
    let status = status(&record(), &later.concat(), "2027-01-24");
    assert_eq!(names(&status), ["margin", "silent"]);
    let Finding::Silent { who, days, .. } = &status.findings[1] else { panic!("{:?}", status.findings) };
    assert_eq!((who.as_str(), *days), ("bob", 35));
    assert_eq!(status.findings[0], Finding::Margin { more: 1, by: vec![vec!["carol".to_owned()]] });
}

#[test]
fn the_deputy_of_a_silent_one_keeps_his_card_within_reach() {
    let but_alice = ["bob", "carol", "dana"].map(|who| on("2027-01-15", Event::Heard, Some(who), &[]));
    let status = status(&record(), &but_alice, "2027-01-24");
    assert_eq!(names(&status), ["silent"], "alice is silent, and nothing comes closer to freezing but dana");
    let Finding::Silent { deputies, .. } = &status.findings[0] else { panic!() };
    assert_eq!(deputies, &["dana"]);
    assert_eq!(status.margin(), Some(2));
}

#[test]
fn whoever_also_reaches_a_required_thing_is_called_for_its_silent_keeper() {
    let mut record = record();
    let access = ["erin", "frank"].map(str::to_owned).to_vec();
    record.plan.required =
        vec![crate::plan::Required { name: "passphrase".to_owned(), access, places: Vec::new() }];
    record.plan_hash = record.plan.hash();
    let but_erin = ["alice", "bob", "carol", "dana", "frank"];
    let heard = but_erin.map(|who| on("2027-01-15", Event::Heard, Some(who), &[]));
    let status = status(&record, &heard, "2027-01-24");
    assert_eq!(names(&status), ["margin", "silent"], "{:?}", status.findings);
    assert_eq!(status.findings[0], Finding::Margin { more: 1, by: vec![vec!["frank".to_owned()]] });
    let Finding::Silent { who, deputies, .. } = &status.findings[1] else { panic!() };
    assert_eq!((who.as_str(), deputies.as_slice()), ("erin", &["frank".to_owned()][..]));
}

#[test]
fn two_absent_freeze_and_one_who_is_back_thaws() {
    let absent = |who| on("2026-11-25", Event::Absent, Some(who), &[]);
    let two = [absent("bob"), absent("carol")];
    assert_eq!(names(&status(&record(), &two, "2026-11-26")), ["frozen"]);
    let back = [&two[..], &[on("2026-11-26", Event::Back, Some("bob"), &[])]].concat();
    assert_eq!(names(&status(&record(), &back, "2026-11-26")), ["margin"]);
}

#[test]
fn days_that_cannot_be_never_make_anything_fresh() {
    let future = ["alice", "bob", "carol", "dana"].map(|who| on("2031-01-01", Event::Heard, Some(who), &[]));
    let after = status(&record(), &future, "2027-01-24");
    assert_eq!(names(&after).iter().filter(|name| **name == "silent").count(), 4);
    assert_eq!(after.state.misdated, 4);
    // A day before one that stands above it.
    let backwards = [
        on("2027-01-20", Event::Heard, Some("alice"), &[]),
        on("2027-01-19", Event::Heard, Some("bob"), &[]),
    ];
    let after = status(&record(), &backwards, "2027-01-24");
    assert_eq!(after.state.people["bob"].heard, None);
    assert_eq!(after.state.people["alice"].heard, Some(day("2027-01-20")));
}

#[test]
fn cards_are_due_lost_stolen_made_again_and_complete() {
    let record = record();
    let all = &[0, 1, 2][..];
    let heard = |on_day| {
        ["alice", "bob", "carol", "dana"].map(|who| on(on_day, Event::Heard, Some(who), &[])).to_vec()
    };
    let dealt =
        vec![on("2026-11-24", Event::ReadBack, None, all), on("2026-11-24", Event::HandedOver, None, all)];
    assert!(status(&record, &dealt, "2026-11-24").state.is_complete());
    let late = [dealt.clone(), heard("2027-03-10")].concat();
    assert_eq!(names(&status(&record, &late, "2027-03-20")), ["unchecked"; 3]);
    let checked = [
        late,
        vec![
            on("2027-03-15", Event::Receipt, Some("alice"), &[0]),
            on("2027-03-16", Event::Checked, None, &[1]),
        ],
    ]
    .concat();
    assert_eq!(names(&status(&record, &checked, "2027-03-20")), ["unchecked"]);
    let lost = [checked, vec![on("2027-03-17", Event::Lost, Some("carol"), &[2])]].concat();
    assert_eq!(names(&status(&record, &lost, "2027-03-20")), ["margin", "lost"]);
    let again = [
        lost,
        vec![on("2027-03-18", Event::Reissued, None, &[2]), on("2027-03-18", Event::Checked, None, &[2])],
    ]
    .concat();
    assert_eq!(names(&status(&record, &again, "2027-03-20")), Vec::<&str>::new());
    let stolen = [again, vec![on("2027-03-19", Event::Stolen, None, &[0])]].concat();
    assert_eq!(names(&status(&record, &stolen, "2027-03-20")), ["stolen", "margin"]);
    let year = [dealt, heard("2027-11-20"), vec![on("2027-11-20", Event::Checked, None, all)]].concat();
    assert_eq!(names(&status(&record, &year, "2027-11-24")), ["not-drilled"]);
    let drilled = [year, vec![on("2027-11-24", Event::Drilled, None, all)]].concat();
    assert_eq!(names(&status(&record, &drilled, "2027-11-24")), Vec::<&str>::new());
}

#[test]
fn former_holders_who_can_take_the_key_are_named_until_their_cards_are_destroyed() {
    let mut record = record();
    let old = crate::record::Superseded { identifier: 77, record: None, plan: Some(record.plan.clone()) };
    record.supersedes = vec![old];
    let first = status(&record, &[], "2026-11-24");
    let Finding::Former { set: 77, people: 2, .. } = first.findings[0] else {
        panic!("{:?}", first.findings)
    };
    let mut destroyed = on("2026-11-24", Event::Destroyed, None, &[0, 1]);
    destroyed.set = Some(77);
    assert_eq!(
        names(&status(&record, &[destroyed], "2026-11-24")),
        Vec::<&str>::new(),
        "one card takes nothing"
    );
    // Two of this set's holders leave.
    record.supersedes.clear();
    let left = |who| on("2026-11-24", Event::Left, Some(who), &[]);
    let gone = status(&record, &[left("alice"), left("bob")], "2026-11-24");
    let expected = Finding::Former {
        set: record.set.identifier,
        people: 2,
        example: vec!["alice".into(), "bob".into()],
    };
    assert!(gone.findings.contains(&expected), "{:?}", gone.findings);
}

#[test]
fn a_card_that_was_handed_on_is_reached_by_its_new_holder_only() {
    let mut entry = on("2026-11-25", Event::HandedOver, Some("bob"), &[1]);
    entry.to = Some("frank".to_owned());
    let after = status(&record(), &[entry, on("2026-11-25", Event::Absent, Some("bob"), &[])], "2026-11-25");
    assert_eq!((names(&after), after.margin()), (vec![], Some(2)), "bob does not matter any more");
    assert!(after.state.people.contains_key("frank"));
}
