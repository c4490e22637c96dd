use super::*;
use crate::{
    crypto::entropy::Scripted,
    custody::{
        analysis::BrokenRule,
        card_number::CardNumber,
        journal::{Drilled, Entry, Event, challenge::Version},
        receipt::Receipt,
        record::{DateSource, MADE_ANEW, NOT_SEEN, Stamp, Superseded, sample},
    },
};

mod drills;
mod misdated;
mod new_recipient;
mod old_cards;
mod superseded;
mod today;
mod versions;

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

fn journal(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let journal = Journal::found(HASH, &text);
        text.push_str(&journal.line(entry.clone(), &mut Scripted(text.len() as u64)).unwrap());
    }
    text
}

/// With these lines alone.
fn status_of(record: &Record, entries: &[Entry], today: &str) -> Status {
    Status::of(record, &Journal::found(HASH, &journal(entries)), day(today))
}

/// Of a set that was dealt and completed, and what happened since.
fn status(record: &Record, entries: &[Entry], today: &str) -> Status {
    status_of(record, &[&completed()[..], entries].concat(), today)
}

fn completed() -> Vec<Entry> {
    let all = &[0, 1, 2][..];
    let on_deal = |event, cards| on("2026-11-24", event, None, cards);
    vec![on_deal(Event::Dealt, &[]), on_deal(Event::ReadBack, all), on_deal(Event::HandedOver, all)]
}

fn names(status: &Status) -> Vec<&'static str> {
    status.findings.iter().map(|finding| &*finding.kind().to_string().leak()).collect()
}

#[test]
fn on_the_first_day_nothing_is_due() {
    let status = status_of(&record(), &completed()[..1], "2026-11-24");
    assert_eq!((names(&status), status.margin()), (vec![], Some(2)));
    assert!(!status.state.is_complete());
}

#[test]
fn silence_is_not_absence() {
    let everybody = ["alice", "bob", "carol", "dana"];
    let heard: Vec<Entry> =
        everybody.map(|who| on("2026-12-20", Event::Heard, Some(who), &[])).into_iter().collect();
    let later = [heard, vec![on("2027-01-15", Event::Heard, Some("alice"), &[])]].concat();
    let later = [later, ["carol", "dana"].map(|who| on("2027-01-15", Event::Heard, Some(who), &[])).to_vec()];
    let status = status(&record(), &later.concat(), "2027-01-24");
    assert_eq!(names(&status), ["silent"]);
    let Finding::Silent { who, days, .. } = &status.findings[0] else { panic!("{:?}", status.findings) };
    assert_eq!((who.as_str(), *days), ("bob", 35));
    assert_eq!(status.margin(), Some(2), "bob may be there");
}

#[test]
fn that_all_who_are_silent_may_be_gone_is_told_apart() {
    let noted = [on("2027-01-15", Event::Absent, Some("bob"), &[])];
    let heard = ["alice", "dana"].map(|who| on("2027-01-15", Event::Heard, Some(who), &[]));
    let status = status(&record(), &[&heard[..], &noted].concat(), "2027-01-24");
    assert_eq!(names(&status), ["frozen-if-silent", "margin", "silent"], "carol is silent since the deal");
    assert_eq!(status.margin(), Some(1));
    assert_eq!(status.silent, ["carol".to_owned()].into());
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
        vec![crate::custody::plan::Required { name: "passphrase".to_owned(), access, places: Vec::new() }];
    record.plan_hash = record.plan.hash();
    let but_erin = ["alice", "bob", "carol", "dana", "frank"];
    let heard = but_erin.map(|who| on("2027-01-15", Event::Heard, Some(who), &[]));
    let status = status(&record, &heard, "2027-01-24");
    assert_eq!(names(&status), ["silent"], "{:?}", status.findings);
    let Finding::Silent { who, deputies, .. } = &status.findings[0] else { panic!() };
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
    assert_eq!(names(&after)[0], "impossible-day");
    assert_eq!(after.state.uncounted.len(), 4);
    // A day before one that stands above it.
    let backwards = [
        on("2027-01-20", Event::Heard, Some("alice"), &[]),
        on("2027-01-19", Event::Heard, Some("bob"), &[]),
    ];
    let after = status(&record(), &backwards, "2027-01-24");
    assert!(names(&after).contains(&"journal-line"));
    assert_eq!(after.state.people["bob"].heard, Some(day("2026-11-24")));
    assert_eq!(after.state.people["alice"].heard, Some(day("2027-01-20")));
}

#[test]
fn cards_are_due_lost_stolen_made_again_and_complete() {
    let record = record();
    let all = &[0, 1, 2][..];
    let heard = |on_day| {
        ["alice", "bob", "carol", "dana"].map(|who| on(on_day, Event::Heard, Some(who), &[])).to_vec()
    };
    let dealt = completed();
    let status = status_of;
    assert!(status(&record, &dealt, "2026-11-24").state.is_complete());
    let late = [dealt.clone(), heard("2027-03-10")].concat();
    assert_eq!(names(&status(&record, &late, "2027-03-20")), ["unchecked"; 3]);
    let checked = [
        late,
        vec![on("2027-03-15", Event::Checked, None, &[0]), on("2027-03-16", Event::Checked, None, &[1])],
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
    let old = Superseded { plan: Some(record.plan.clone()), ..Superseded::unknown(77) };
    record.supersedes = vec![old];
    let first = status(&record, &[], "2026-11-24");
    assert_eq!(
        first.findings,
        [Finding::OldCards { set: 77, people: 2 }],
        "they have cards of this one, too"
    );
    let succeeded = ["erin", "frank"].map(|who| {
        let number = u8::from(who == "frank");
        Entry { to: Some(who.to_owned()), ..on("2026-11-24", Event::HandedOver, None, &[number]) }
    });
    let gone = status(&record, &succeeded, "2026-11-24");
    let of_old_set = |finding: &Finding| matches!(finding, Finding::Former { set: 77, people: 2, .. });
    assert!(
        gone.findings.iter().any(of_old_set),
        "alice, dana and bob are strangers now: {:?}",
        gone.findings
    );
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
        is_with_stolen: false,
    };
    assert!(gone.findings.contains(&expected), "{:?}", gone.findings);
    // Two hand their cards on, and have seen what is on them.
    let handed_on = status(&record, &succeeded, "2026-11-24");
    assert!(handed_on.findings.contains(&expected), "{:?}", handed_on.findings);
}

#[test]
fn a_rule_that_is_broken_since_a_card_was_handed_on_is_a_finding() {
    let mut record = record();
    record.plan.rules.take_at_least = Some(2);
    record.plan.rules.no_single_person = true;
    assert_eq!(names(&status(&record, &[], "2026-11-24")), Vec::<&str>::new());
    let to_carol = Entry { to: Some("carol".to_owned()), ..on("2026-11-24", Event::HandedOver, None, &[1]) };
    let after = status(&record, &[to_carol], "2026-11-24");
    for rule in [BrokenRule::TakeAtLeast { asked: 2, taken_by: 1 }, BrokenRule::NoSinglePerson] {
        assert!(after.findings.contains(&Finding::Rule(rule)), "{rule}: {:?}", after.findings);
    }
}

#[test]
fn a_card_that_was_handed_on_is_reached_by_its_new_holder_only() {
    let mut entry = on("2026-11-25", Event::HandedOver, Some("bob"), &[1]);
    entry.to = Some("frank".to_owned());
    let after = status(&record(), &[entry, on("2026-11-25", Event::Absent, Some("bob"), &[])], "2026-11-25");
    assert_eq!((names(&after), after.margin()), (vec![], Some(2)), "bob does not matter any more");
    assert!(after.state.people.contains_key("frank"));
}

/// A receipt of this card that answers the challenge after so many lines of these, as it would be noted on this day.
fn receipt(
    record: &Record,
    lines: &[Entry],
    version: Version,
    after: usize,
    member: u8,
    noted: &str,
) -> Entry {
    let (_, shares) = sample::of("2of3", 1);
    let (header, mnemonic) = &shares[usize::from(member)];
    let journal = Journal::found(HASH, &journal(lines));
    let challenge = version.challenge(&journal.heads()[after]);
    let signed = Receipt::sign(record, HASH, (header, mnemonic), &challenge, day(noted)).unwrap();
    Entry { receipt: Some(signed.to_string()), ..on(noted, Event::Receipt, None, &[member]) }
}

#[test]
fn a_receipt_counts_for_the_day_of_its_challenge_whatever_else_it_says() {
    let record = record();
    let mut lines = completed();
    lines.push(on("2026-12-10", Event::Challenge, None, &[]));
    // Signed for the challenge of December, dated and noted ten months later.
    let late = receipt(&record, &lines, Version::Second, 4, 1, "2027-09-01");
    let after = status_of(&record, &[&lines[..], &[late]].concat(), "2027-09-01");
    assert_eq!(after.state.people["bob"].heard, Some(day("2026-12-10")));
    assert_eq!(after.state.cards[&card(1)].checked, Some(day("2026-12-10")));
    assert_eq!(after.state.receipts, [(5, ("bob".to_owned(), day("2026-12-10")))].into());
    let silent =
        |finding: &&Finding| matches!(finding, Finding::Silent { who, days: 265, .. } if who == "bob");
    assert!(after.findings.iter().any(|finding| silent(&finding)), "{:?}", after.findings);
    // A challenge with a day ahead is worth no more than the line before it.
    let mut ahead = completed();
    ahead.push(on("2027-09-01", Event::Challenge, None, &[]));
    let signed = receipt(&record, &ahead, Version::Second, 4, 1, "2026-12-01");
    let after = status_of(&record, &[&ahead[..], &[signed]].concat(), "2026-12-01");
    assert_eq!(after.state.people["bob"].heard, Some(day("2026-11-24")));
    assert_eq!(names(&after), ["impossible-day"]);
}

#[test]
fn a_forged_receipt_is_a_finding_and_counts_for_nothing() {
    let record = record();
    let lines = completed();
    let good = receipt(&record, &lines, Version::Second, 3, 1, "2026-11-25");
    let of_other_card = Entry { cards: vec![card(2)], ..good.clone() };
    let dated_anew = {
        let text = good.receipt.clone().unwrap();
        Entry { receipt: Some(text.replace("2026-11-25", "2026-11-26")), ..good.clone() }
    };
    let by_hand = Entry { receipt: Some("QUORATE-RECEIPT/1/1/x/forged".to_owned()), ..good.clone() };
    let unsaid = Entry { passed: None, ..good.clone() };
    let of_another = Entry { who: Some("carol".to_owned()), ..good.clone() };
    let signed_on = |on_day| {
        let signed = receipt(&record, &lines, Version::Second, 3, 1, on_day);
        Entry { stamp: good.stamp, ..signed }
    };
    // Genuine, and yet signed ten months after it was noted, or the day before it was asked for.
    let misdated = ["2027-09-25", "2026-11-23"].map(signed_on);
    let none = Entry { receipt: None, ..good.clone() };
    let forged = [of_other_card, dated_anew, by_hand, unsaid, none, of_another];
    for forged in forged.into_iter().chain(misdated) {
        let after = status_of(&record, &[&lines[..], std::slice::from_ref(&forged)].concat(), "2026-11-26");
        let heard: Vec<_> = after.state.people.values().filter_map(|person| person.heard).collect();
        assert_eq!(heard, [day("2026-11-24"); 3], "by the handover alone");
        assert_eq!(names(&after).len(), 1, "{forged:?}: {:?}", after.findings);
        assert!(matches!(after.findings[0], Finding::Line { number: 4, .. }), "{:?}", after.findings);
    }
    // Somewhere it is tomorrow already.
    for genuine in [good.clone(), signed_on("2026-11-26"), Entry { who: Some("bob".to_owned()), ..good }] {
        let after = status_of(&record, &[&lines[..], &[genuine]].concat(), "2026-11-26");
        assert_eq!((names(&after), after.state.people["bob"].heard), (vec![], Some(day("2026-11-24"))));
    }
}

#[test]
fn a_receipt_of_a_card_that_was_handed_over_is_told_as_its_holders() {
    let record = record();
    let to_erin = Entry { to: Some("erin".to_owned()), ..on("2026-11-25", Event::HandedOver, None, &[1]) };
    let mut lines = [completed(), vec![to_erin]].concat();
    lines.push(on("2026-11-26", Event::Challenge, None, &[]));
    let signed = receipt(&record, &lines, Version::Second, 5, 1, "2026-11-26");
    // `note` used to write the holder by the plan.
    for who in [None, Some("bob"), Some("erin")] {
        let signed = Entry { who: who.map(str::to_owned), ..signed.clone() };
        let after = status_of(&record, &[&lines[..], &[signed]].concat(), "2026-11-26");
        assert_eq!(names(&after), Vec::<&str>::new(), "{who:?}");
        assert_eq!(after.state.receipts, [(6, ("erin".to_owned(), day("2026-11-26")))].into());
        assert_eq!(after.state.people["bob"].heard, Some(day("2026-11-24")), "when the card came to him");
    }
}

#[test]
fn a_receipt_brings_back_whoever_was_away_if_it_was_asked_for_since() {
    let record = record();
    let mut lines = completed();
    lines.extend(["bob", "carol"].map(|who| on("2026-11-25", Event::Absent, Some(who), &[])));
    lines.push(on("2026-11-26", Event::Challenge, None, &[]));
    for (after, expected) in [(3, "frozen"), (5, "margin"), (6, "margin")] {
        let signed = receipt(&record, &lines, Version::Second, after, 1, "2026-11-26");
        let status = status_of(&record, &[&lines[..], &[signed]].concat(), "2026-11-26");
        assert_eq!(names(&status), [expected], "asked for after line {after}");
    }
}

#[test]
fn receipts_of_the_first_version_stay_good_and_are_counted_as_weaker() {
    let record = Record { journal: false, ..record() };
    // A journal of version 0.1.0: it begins with whatever happened first.
    let lines =
        [completed()[1..].to_vec(), vec![on("2026-12-01", Event::Heard, Some("alice"), &[])]].concat();
    for (after, counts_for) in [(0, "2026-11-24"), (2, "2026-11-24"), (3, "2026-12-01")] {
        let signed = receipt(&record, &lines, Version::First, after, 1, "2026-12-05");
        let status = status_of(&record, &[&lines[..], &[signed]].concat(), "2026-12-05");
        assert_eq!((names(&status), status.state.weak_receipts), (vec![], 1));
        assert_eq!(status.state.people["bob"].heard, Some(day(counts_for)), "asked for after line {after}");
    }
}

#[test]
fn a_holder_known_by_a_role_or_a_number_is_heard_like_one_with_a_name() {
    for holder in [Some("custodian 2"), None] {
        let mut record = record();
        for (number, card) in (1..).zip(&mut record.plan.groups[0].cards) {
            card.custodian = None;
            card.role = holder.map(|_| format!("custodian {number}"));
            card.access = card.role.iter().cloned().collect();
        }
        record.plan_hash = record.plan.hash();
        let mut lines = completed();
        lines.push(on("2027-01-20", Event::Challenge, None, &[]));
        let signed: Vec<Entry> =
            (0..3).map(|member| receipt(&record, &lines, Version::Second, 4, member, "2027-01-21")).collect();
        let status = status_of(&record, &[lines, signed].concat(), "2027-02-10");
        assert_eq!(names(&status), Vec::<&str>::new(), "{:?}", status.findings);
        assert_eq!(status.state.people[holder.unwrap_or("2")].heard, Some(day("2027-01-20")));
    }
}

#[test]
fn without_its_journal_nothing_is_green() {
    let record = record();
    let whole = journal(&completed());
    let of = |record: &Record, journal: &Journal| names(&Status::of(record, journal, day("2026-11-24")));
    assert_eq!(of(&record, &Journal::found(HASH, &whole)), Vec::<&str>::new());
    assert_eq!(of(&record, &Journal::found(HASH, "")), ["journal-missing"]);
    assert_eq!(of(&record, &Journal::unreadable(HASH, "no".to_owned())), ["journal-unreadable"]);
    assert_eq!(of(&record, &Journal::found(HASH, whole.trim_end())), ["journal-altered"]);
    assert_eq!(of(&record, &Journal::found("another", &whole)), ["journal-altered"]);
    let anew = journal(&completed()[1..]);
    assert_eq!(of(&record, &Journal::found(HASH, &anew)), ["journal-begun-anew"]);
    // A record from before has a journal if anything ever happened.
    let record = Record { journal: false, ..record };
    assert_eq!(of(&record, &Journal::found(HASH, &anew)), Vec::<&str>::new());
    assert_eq!(of(&record, &Journal::found(HASH, "")), ["journal-missing"]);
    // How many may be absent cannot be told without it; that the key is frozen can.
    let lost = on("2026-11-24", Event::Lost, None, &[1, 2]);
    let frozen = journal(&[completed(), vec![lost]].concat());
    for (text, margin) in
        [(whole.as_str(), Some(2)), ("", None), (whole.trim_end(), None), (frozen.as_str(), Some(0))]
    {
        let status = Status::of(&record, &Journal::found(HASH, text), day("2026-11-24"));
        assert_eq!((status.margin(), status.told_freezing().is_some()), (margin, margin.is_some()));
    }
    let cut = Status::of(&record, &Journal::found(HASH, &format!("{frozen}x")), day("2026-11-24"));
    assert_eq!(cut.margin(), Some(0));
    // What could be read of a journal that was changed is told all the same.
    let lost = journal(&[completed(), vec![on("2026-11-24", Event::Lost, None, &[2])]].concat());
    let and_half = format!("{lost}{{\"previous\"");
    assert_eq!(of(&record, &Journal::found(HASH, &and_half)), ["journal-altered", "margin", "lost"]);
}

#[test]
fn a_day_before_what_has_been_is_a_finding() {
    let first_day = status(&record(), &[], "1970-01-01");
    assert_eq!(names(&first_day), ["impossible-day"; 2], "before the deal and before its lines");
    let heard = on("2026-12-10", Event::Heard, Some("bob"), &[]);
    assert_eq!(names(&status(&record(), &[heard], "2026-12-01")), ["impossible-day"]);
    let mut ahead = record();
    ahead.date.as_mut().unwrap().day = day("2036-06-01");
    assert!(names(&status_of(&ahead, &completed()[..1], "2026-11-24")).contains(&"impossible-day"));
}

#[test]
fn a_line_with_a_day_that_cannot_be_heals_nothing_until_it_is_noted_again() {
    let record = record();
    let absent = ["alice", "bob"].map(|who| on("2026-12-10", Event::Absent, Some(who), &[]));
    let harmed = [&absent[..], &[on("2026-12-10", Event::Lost, None, &[2])]].concat();
    let failed = Entry { passed: Some(false), ..on("2026-12-10", Event::Checked, None, &[0]) };
    let harmed = [&harmed[..], &[failed]].concat();
    let found = status(&record, &harmed, "2026-12-11");
    for impossible in ["2026-11-29", "2031-01-01"] {
        let healing = [
            on(impossible, Event::Heard, Some("alice"), &[]),
            on(impossible, Event::Back, Some("bob"), &[]),
            on(impossible, Event::Found, None, &[2]),
            on(impossible, Event::Reissued, None, &[2]),
            on(impossible, Event::Checked, None, &[0]),
        ];
        let after = status(&record, &[&harmed[..], &healing].concat(), "2026-12-11");
        for finding in &found.findings {
            assert!(after.findings.contains(finding), "{finding:?} is healed");
        }
        assert!(after.findings.len() > found.findings.len(), "and the lines are told");
        let again = healing.map(|entry| Entry { stamp: harmed[0].stamp, ..entry });
        let mended = status(&record, &[&harmed[..], &again].concat(), "2026-12-11");
        assert_eq!(names(&mended), Vec::<&str>::new(), "{:?}", mended.findings);
    }
    // Noted once more with a day that can be, a line is told no longer.
    let slip = on("2026-01-10", Event::Heard, Some("alice"), &[]);
    let right = Entry { stamp: harmed[0].stamp, ..slip.clone() };
    assert_eq!(names(&status(&record, std::slice::from_ref(&slip), "2026-12-11")), ["journal-line"]);
    assert_eq!(names(&status(&record, &[slip, right], "2026-12-11")), Vec::<&str>::new());
}

#[test]
fn no_card_changes_hands_or_place_on_a_day_that_cannot_be_until_it_is_noted_again() {
    let record = record();
    let away = ["bob", "carol"].map(|who| on("2026-12-10", Event::Absent, Some(who), &[]));
    for impossible in ["2026-11-20", "2031-01-01"] {
        let to = |to: &str, event| Entry { to: Some(to.to_owned()), ..on(impossible, event, None, &[1]) };
        let lines = [
            to("erin", Event::HandedOver),
            to("bank", Event::Moved),
            on(impossible, Event::Seal, None, &[1]),
        ];
        let after = status(&record, &[&away[..], &lines].concat(), "2026-12-11");
        assert_eq!(after.margin(), Some(0), "frozen, and no line with an impossible day thaws it");
        let planned = after.state.plan.card(0, 1).unwrap();
        assert_eq!((planned.holder(), planned.place.as_deref()), (Some("bob"), None));
        assert_eq!(after.state.cards[&card(1)].sealed, None);
        assert_eq!(after.state.uncounted.len(), 3, "each line is told");

        let again = lines.clone().map(|entry| Entry { stamp: away[0].stamp, ..entry });
        let mended = status(&record, &[&away[..], &lines, &again].concat(), "2026-12-11");
        let planned = mended.state.plan.card(0, 1).unwrap();
        assert_eq!((planned.holder(), planned.place.as_deref()), (Some("erin"), Some("bank")));
        assert!(mended.margin() == Some(1) && mended.state.uncounted.is_empty());
    }
}

#[test]
fn what_a_journal_says_and_nobody_understands_is_told() {
    let record = record();
    let wrong = [
        Entry { passed: None, ..on("2026-11-25", Event::Checked, None, &[0]) },
        Entry { passed: None, ..on("2026-11-25", Event::ReadBack, None, &[0]) },
        Entry { passed: None, ..on("2026-11-25", Event::Drilled, None, &[0]) },
        on("2026-11-25", Event::Unknown, None, &[]),
        on("2026-11-25", Event::Heard, Some("mallory"), &[]),
        on("2026-11-25", Event::Lost, None, &[7]),
        Entry { set: Some(7), ..on("2026-11-25", Event::Destroyed, None, &[0]) },
        on("2026-11-25", Event::Dealt, None, &[]),
        // Whom or what it is about is not said.
        on("2026-11-25", Event::Heard, None, &[]),
        on("2026-11-25", Event::Left, None, &[]),
        on("2026-11-25", Event::Superseded, None, &[]),
        on("2026-11-25", Event::Moved, None, &[0]),
        on("2026-11-25", Event::Destroyed, None, &[]),
        Entry { set: Some(77), ..on("2026-11-25", Event::Destroyed, None, &[]) },
        // A quorum has two.
        on("2026-11-25", Event::Drilled, None, &[]),
        on("2026-11-25", Event::Recovered, None, &[0]),
        on("2026-11-25", Event::Drilled, None, &[0, 0]),
        Entry {
            passed: Some(false),
            drill: Some(Drilled { blamed: vec![card(7)], ..Drilled::default() }),
            ..on("2026-11-25", Event::Drilled, None, &[0])
        },
    ];
    let of_cards = [
        Event::Lost,
        Event::Stolen,
        Event::Found,
        Event::Moved,
        Event::HandedOver,
        Event::Seal,
        Event::Checked,
        Event::ReadBack,
        Event::Reissued,
    ];
    let of_none =
        of_cards.map(|event| Entry { to: Some("x".to_owned()), ..on("2026-11-25", event, None, &[]) });
    for entry in wrong.into_iter().chain(of_none) {
        let after = status(&record, std::slice::from_ref(&entry), "2026-11-25");
        assert_eq!(names(&after), ["journal-line"], "{entry:?}");
        let Finding::Line { number: 4, .. } = after.findings[0] else { panic!("{:?}", after.findings) };
        assert_eq!(after.state.drilled, None);
        assert_eq!(after.state.cards[&card(0)].checked, Some(day("2026-11-24")));
    }
    // A recovery that nothing confirmed is journaled without a verdict, and is no drill.
    let recovered = Entry { passed: None, ..on("2026-11-25", Event::Recovered, None, &[0]) };
    let after = status(&record, &[recovered], "2026-11-25");
    assert_eq!((names(&after), after.state.drilled), (vec![], None));
    assert_eq!(after.state.cards[&card(0)].checked, Some(day("2026-11-24")));
}

#[test]
fn a_drill_that_failed_is_a_finding_until_one_passes_and_brands_no_card() {
    let all = &[0, 1, 2][..];
    let passed = on("2026-11-25", Event::Drilled, None, all);
    let failed = Entry { passed: Some(false), ..on("2026-11-26", Event::Drilled, None, all) };
    let after = status(&record(), &[passed.clone(), failed.clone()], "2026-11-27");
    assert_eq!(after.findings, [Finding::DrillFailed { on: day("2026-11-26") }]);
    assert_eq!(after.state.drilled, Some(day("2026-11-25")));
    let again = on("2026-11-27", Event::Drilled, None, all);
    assert_eq!(names(&status(&record(), &[passed, failed, again], "2026-11-27")), Vec::<&str>::new());
}

#[test]
fn a_set_that_was_never_completed_is_a_finding_after_a_month() {
    let heard = ["alice", "bob", "carol", "dana"].map(|who| on("2026-12-24", Event::Heard, Some(who), &[]));
    let lines = [&completed()[..2], &heard].concat();
    assert_eq!(names(&status_of(&record(), &lines, "2026-12-24")), Vec::<&str>::new());
    assert_eq!(
        status_of(&record(), &lines, "2026-12-25").findings,
        [Finding::NotComplete {
            days: 31,
            is_dealt: true,
            is_renewed: false,
            takes_a_drill: false,
            can_be_drilled: true
        }]
    );
}

#[test]
fn a_plan_without_deadlines_has_the_usual_ones() {
    let mut record = record();
    record.plan.rules = crate::custody::plan::Rules::default();
    let at = |today| status(&record, &[], today);
    assert!(at("2026-11-24").deadlines.are_usual);
    assert_eq!(names(&at("2027-01-08")), Vec::<&str>::new());
    assert_eq!(names(&at("2027-01-09")), ["frozen-if-silent", "silent", "silent", "silent", "silent"]);
    assert_eq!(names(&at("2027-06-03")).iter().filter(|name| **name == "unchecked").count(), 3);
    assert!(names(&at("2027-11-30")).contains(&"not-drilled"));
    record.plan.rules.checked_within_days = Some(500);
    let deadlines = status(&record, &[], "2027-11-24").deadlines;
    assert_eq!((deadlines.heard, deadlines.checked, deadlines.are_usual), (None, Some(500), false));
}

#[test]
fn a_rule_that_cannot_be_judged_is_told() {
    let mut record = record();
    let today = "2026-11-24";
    assert_eq!(names(&status(&record, &[], today)), Vec::<&str>::new());
    record.plan.rules.no_single_place = true;
    let after = status(&record, &[], today);
    assert_eq!(names(&after), ["rule-unjudged"], "it is not said where the cards lie");
}

#[test]
fn a_successor_is_to_be_heard_from_the_handover_on() {
    let to_erin = Entry { to: Some("erin".to_owned()), ..on("2027-10-01", Event::HandedOver, None, &[1]) };
    let after = status(&record(), std::slice::from_ref(&to_erin), "2027-10-21");
    let silent = |who: &str| {
        after.findings.iter().any(|finding| matches!(finding, Finding::Silent { who: one, .. } if one == who))
    };
    assert!(silent("alice") && !silent("erin"), "{:?}", after.findings);
    let later = status(&record(), &[to_erin], "2027-11-01");
    let Some(days) = later.findings.iter().find_map(|finding| match finding {
        Finding::Silent { who, days, .. } if who == "erin" => Some(*days),
        _ => None,
    }) else {
        panic!("{:?}", later.findings)
    };
    assert_eq!(days, 31);
}

#[test]
fn whoever_handed_on_all_that_they_had_is_not_waited_for() {
    let to = |who: &str, number| Entry {
        to: Some(who.to_owned()),
        ..on("2026-11-25", Event::HandedOver, None, &[number])
    };
    let silent = |entries: &[Entry]| -> Vec<String> {
        let found = status(&record(), entries, "2027-02-01").findings.into_iter();
        found.filter_map(|one| if let Finding::Silent { who, .. } = one { Some(who) } else { None }).collect()
    };
    assert_eq!(silent(&[]), ["alice", "bob", "carol", "dana"]);
    assert_eq!(silent(&[to("erin", 1)]), ["alice", "carol", "dana", "erin"]);
    assert_eq!(silent(&[to("bob", 2)]), ["alice", "bob", "dana"]);
    // A deputy who got the card and handed it on is no deputy any more.
    assert_eq!(silent(&[to("dana", 0), to("bob", 0)]), ["bob", "carol"]);
}

#[test]
fn a_card_without_a_key_asks_for_a_drill_and_takes_no_check_for_one() {
    let mut record = record();
    record.shares[0].key = None;
    let heard =
        |on_day| ["alice", "bob", "carol", "dana"].map(|who| on(on_day, Event::Heard, Some(who), &[]));
    let checked = [&heard("2027-03-05")[..], &[on("2027-03-05", Event::Checked, None, &[0, 1, 2])]].concat();
    let after = status(&record, &checked, "2027-03-15");
    let [
        Finding::RecordChanged { card: without },
        Finding::Unchecked {
            card: number, takes_a_drill: true, can_be_drilled: true, days: Some(111), ..
        },
    ] = &after.findings[..]
    else {
        panic!("{:?}", after.findings)
    };
    // Nor is it the whole key, by the plan: somebody took its key out.
    assert_eq!((*without, *number), (card(0), card(0)));
    let drilled = [checked, vec![on("2027-03-15", Event::Drilled, None, &[0, 1])]].concat();
    assert_eq!(names(&status(&record, &drilled, "2027-03-15")), ["record-changed"]);
    let (whole, _) = sample::of("1of1", 1);
    assert_eq!(names(&status_of(&whole, &completed()[..1], "2026-11-24")), Vec::<&str>::new());
}

#[test]
fn a_superseded_set_asks_for_nothing_but_that_its_cards_are_destroyed() {
    let superseded = Entry { set: Some(99), ..on("2026-12-01", Event::Superseded, None, &[]) };
    let after = status(&record(), std::slice::from_ref(&superseded), "2031-01-01");
    assert_eq!(
        after.findings,
        [Finding::Superseded { by: 99, before: vec![] }],
        "nobody is silent for an old set"
    );
    let destroyed = on("2026-12-01", Event::Destroyed, None, &[0, 1]);
    assert_eq!(names(&status(&record(), &[superseded, destroyed], "2031-01-01")), Vec::<&str>::new());
}

#[test]
fn what_cannot_be_told_hides_nothing_else() {
    let (mut record, _) = sample::of("8of16", 1);
    let cards = &mut record.plan.groups[0].cards;
    for (number, at) in (0..1_001).flat_map(|number| [(number, 0), (number, 1)]) {
        cards[at].access.push(format!("reaches two, {number}"));
    }
    record.plan_hash = record.plan.hash();
    let failed = Entry { passed: Some(false), ..on("2026-11-26", Event::Drilled, None, &[0]) };
    let after = status(&record, &[failed], "2026-11-26");
    assert_eq!((after.freezing.is_none(), after.margin()), (true, None));
    assert!(names(&after).contains(&"cannot-tell"), "{:?}", after.findings);
    assert!(names(&after).contains(&"drill-failed"), "{:?}", after.findings);
}

/// The same set, its record made anew on 2027-03-01 with the cards of alice and bob.
fn made_anew() -> (Record, Vec<Entry>) {
    let mut record = record();
    (record.version, record.date, record.passphrase) = (MADE_ANEW, None, None);
    (record.shares[2].key, record.shares[2].reason) = (None, Some(NOT_SEEN.to_owned()));
    record.journal = true;
    let line = |event, cards: &[u8]| on("2027-03-01", event, None, cards);
    let drilled = Entry { passed: None, drill: Some(Drilled::default()), ..line(Event::Drilled, &[0, 1]) };
    (record, vec![line(Event::Rebuilt, &[]), line(Event::Checked, &[0, 1]), drilled])
}

#[test]
fn of_a_record_that_was_made_anew_nothing_is_fresh_but_what_was_exercised() {
    let (record, lines) = made_anew();
    assert_eq!(Record::read(record.text().as_bytes()).as_ref(), Ok(&record));
    let after = status_of(&record, &lines, "2027-03-01");
    assert_eq!(names(&after), ["margin", "never-seen", "not-drilled"]);
    assert_eq!(after.margin(), Some(1), "the third card is in nobody's hands as far as is known");
    assert_eq!((after.state.dealt, after.state.begun), (None, day("2027-03-01")));
    let unproved = Finding::NeverSeen { card: card(2), custodian: Some("carol".to_owned()) };
    assert!(after.findings.contains(&unproved));
    assert!(after.findings.contains(&Finding::NotDrilled { days: None, allowed: 300, can_be_drilled: true }));
    let unexercised = status_of(&record, &lines[..1], "2027-03-01");
    let unchecked: Vec<_> = unexercised
        .findings
        .iter()
        .filter(|finding| matches!(finding, Finding::Unchecked { days: None, .. }))
        .collect();
    assert_eq!(unchecked.len(), 2, "{:?}", unexercised.findings);
    // People are to be heard, and the set to be completed, from the day that is known.
    assert!(!names(&status_of(&record, &lines, "2027-03-31")).contains(&"silent"));
    let later = status_of(&record, &lines, "2027-04-01");
    assert!(names(&later).contains(&"silent"));
    let not_complete = Finding::NotComplete {
        days: 31,
        is_dealt: false,
        is_renewed: false,
        takes_a_drill: true,
        can_be_drilled: true,
    };
    assert!(later.findings.contains(&not_complete));
    // What cards made of which the record cannot tell does not make it known.
    let again = [&lines[..], &[on("2027-03-01", Event::Reissued, None, &[2])]].concat();
    assert_eq!(status_of(&record, &again, "2027-03-01").margin(), Some(1));
}
