//! Cards under a recipient whom they have no more: which lines bring such a version about, and which end it. In each history one
//! person gets the first card, and takes the key alone if they can still open a version of the second.

use super::{
    new_recipient::{AGE, SSH, card_of, sealed},
    *,
};
use crate::custody::plan::{PASSPHRASE, PlannedCard};

const AGE_CODE: &str = "5N5F-3JWT-HT8P-TB86-MA5R";

/// What happened to a set whose second card is this one at the deal; olga and pat sign.
fn told_of(second: PlannedCard, lines: &[Entry]) -> Status {
    let mut record = sealed();
    record.plan.groups[0].cards[0] = card_of("alice", &["alice"], None, &[]);
    record.plan.groups[0].cards[1] = second;
    record.plan.others = signers();
    status(&record, lines, "2026-11-26")
}

/// The same where it is sealed to bob: bob and dan reach its file, bob and erin its identity.
fn told(lines: &[Entry]) -> Status {
    told_of(bobs(AGE, &["erin"]), lines)
}

fn signers() -> Vec<String> {
    ["olga", "pat"].map(str::to_owned).to_vec()
}

fn bobs(recipient: &str, others: &[&str]) -> PlannedCard {
    card_of("bob", &["bob", "dan"], Some(recipient), others)
}

fn ginas() -> PlannedCard {
    card_of("gina", &["gina"], Some(SSH), &[])
}

fn line(event: Event) -> Entry {
    on("2026-11-25", event, None, &[1])
}

/// A line with a plan that has this for its second card.
fn planned(event: Event, second: PlannedCard) -> Entry {
    let mut plan = sealed().plan;
    plan.groups[0].cards[0] = card_of("alice", &["alice"], None, &[]);
    plan.groups[0].cards[1] = second;
    plan.others = signers();
    let cards = if event == Event::Amended { vec![] } else { vec![card(1)] };
    Entry { plan: Some(Box::new(plan)), witnesses: signers(), cards, ..line(event) }
}

fn amended(second: PlannedCard) -> Entry {
    planned(Event::Amended, second)
}

fn reissued(second: PlannedCard) -> Entry {
    planned(Event::Reissued, second)
}

/// Takes back the line of this number, from 1, among those of the history.
fn withdrawn(number: usize) -> Entry {
    let line = completed().len() + number;
    Entry { line: Some(line), witnesses: signers(), ..on("2026-11-25", Event::Withdraw, None, &[]) }
}

fn gets_the_first(name: &str) -> Entry {
    Entry { to: Some(name.to_owned()), ..on("2026-11-25", Event::HandedOver, None, &[0]) }
}

fn destroyed_to(to: &str) -> Entry {
    Entry { to: Some(to.to_owned()), ..line(Event::Destroyed) }
}

/// Whether somebody is told who takes the key with an old version.
fn is_told(status: &Status) -> bool {
    names(status).contains(&"old-recipient")
}

#[test]
fn what_was_sealed_by_a_line_that_was_taken_back_is_out_whatever_was_said_of_the_card_before() {
    let to_dan = reissued(bobs(SSH, &["dan"]));
    let dan = gets_the_first("dan");
    let noted_destroyed = [line(Event::Destroyed), to_dan.clone(), withdrawn(2), dan.clone()];
    assert!(is_told(&told(&noted_destroyed)));
    let lost_taken_back = [line(Event::Lost), to_dan.clone(), withdrawn(2), withdrawn(1), dan.clone()];
    assert!(is_told(&told(&lost_taken_back)));
    assert!(is_told(&told(&[amended(bobs(SSH, &["dan"])), withdrawn(1), dan.clone()])));
    assert!(!is_told(&told(&[amended(bobs(AGE, &["dan"])), withdrawn(1), dan])), "to nobody else");
}

#[test]
fn what_was_sealed_by_a_line_that_counts_for_nothing_is_out() {
    let (to_dan, dan) = (reissued(bobs(SSH, &["dan"])), gets_the_first("dan"));
    let never_lost = told(&[to_dan.clone(), dan.clone()]);
    assert_eq!((is_told(&never_lost), never_lost.state.uncounted.len()), (true, 1));
    let mut ahead = to_dan.clone();
    ahead.stamp.day = day("2027-01-01");
    assert!(is_told(&told(&[line(Event::Lost), ahead, dan.clone()])));
    let unsigned = Entry { witnesses: vec![], ..to_dan.clone() };
    assert!(is_told(&told(&[line(Event::Lost), unsigned, dan.clone()])));
    let other_set = Entry { set: Some(7), ..to_dan };
    assert!(!is_told(&told(&[other_set, dan])), "of another set");
}

#[test]
fn whoever_reached_a_card_at_any_time_under_one_recipient_counts_once_that_changed() {
    let to = |name: &str| Entry { to: Some(name.to_owned()), ..line(Event::HandedOver) };
    assert!(is_told(&told(&[to("ida"), amended(ginas()), gets_the_first("bob")])), "who gave it on");
    // Dan reached the file first, and the identity later.
    let later = amended(card_of("bob", &["bob"], Some(AGE), &["dan"]));
    assert!(is_told(&told(&[later.clone(), amended(ginas()), gets_the_first("dan")])));
    // And what dan reaches under the next recipient opens nothing of the last.
    let ginas_file = amended(card_of("gina", &["dan", "gina"], Some(SSH), &[]));
    let apart = [amended(card_of("bob", &["bob"], Some(AGE), &["dan"])), ginas_file, gets_the_first("dan")];
    assert!(!is_told(&told_of(card_of("bob", &["bob"], Some(AGE), &[]), &apart)));
}

#[test]
fn a_passphrase_that_was_made_anew_is_another_one() {
    let lines = |again: &[Entry]| {
        let status = told_of(
            bobs(PASSPHRASE, &["dan"]),
            &[&[line(Event::Lost)], again, &[gets_the_first("dan")]].concat(),
        );
        is_told(&status)
    };
    let without_dan = || bobs(PASSPHRASE, &[]);
    assert!(lines(&[reissued(without_dan())]));
    assert!(lines(&[line(Event::Reissued), amended(without_dan())]));
    assert!(!lines(&[amended(without_dan())]), "the same one");
    assert!(!lines(&[reissued(without_dan()), destroyed_to("passphrase")]));
    // Who knows the new one alone opens the new file alone.
    let dans = card_of("bob", &["bob"], Some(PASSPHRASE), &["dan"]);
    let apart = [line(Event::Lost), reissued(dans), gets_the_first("dan")];
    assert!(!is_told(&told_of(card_of("bob", &["bob"], Some(PASSPHRASE), &[]), &apart)));
}

#[test]
fn nothing_is_destroyed_of_a_recipient_who_has_the_card_again_and_else_the_oldest_alone() {
    let (to_gina, to_bob) = (amended(ginas()), amended(card_of("bob", &["bob"], Some(AGE), &[])));
    let erin = gets_the_first("erin");
    // Erin and dan have the old file and its identity, which opens the new one, too.
    let back = told(&[to_gina.clone(), to_bob.clone(), destroyed_to(AGE_CODE)]);
    assert_eq!((back.state.open_before()[&card(1)].len(), back.state.uncounted.len()), (2, 1));
    let twice = |count: usize| {
        let ends = vec![destroyed_to(AGE_CODE); count];
        let lines = [&[to_gina.clone(), to_bob.clone(), to_gina.clone(), erin.clone()], &ends[..]].concat();
        let state = told(&lines).state;
        let left = state.open_before().remove(&card(1)).unwrap_or_default();
        (left.iter().filter(|one| one.recipient.as_deref() == Some(AGE)).count(), state.uncounted.len())
    };
    // Noted once too often it is no fault: another keeper may have noted the same.
    assert_eq!([0, 1, 2, 3].map(twice), [(2, 0), (1, 0), (0, 0), (0, 0)]);
}

#[test]
fn what_is_found_after_all_opens_what_it_opened() {
    let (to_gina, bob) = (amended(ginas()), gets_the_first("bob"));
    let before = [line(Event::Destroyed), to_gina.clone(), bob.clone()];
    assert!(!is_told(&told(&before)));
    for event in [Event::Found, Event::Lost] {
        assert!(is_told(&told(&[&before[..], &[line(event)]].concat())), "{event:?}");
        let noted = [to_gina.clone(), destroyed_to(AGE_CODE), bob.clone()];
        assert!(!is_told(&told(&noted)));
        assert!(is_told(&told(&[&noted[..], &[line(event)]].concat())), "{event:?}");
    }
}

#[test]
fn former_holders_of_what_is_destroyed_reach_it_no_more() {
    let is_former = |lines: &[Entry]| names(&told(lines)).contains(&"former-holders");
    // Bob had the second card, has the first, and gives it back.
    let (to_gina, gone) = (amended(ginas()), [gets_the_first("bob"), gets_the_first("alice")]);
    let with = |lines: &[Entry]| [lines, &gone[..]].concat();
    assert!(is_former(&with(std::slice::from_ref(&to_gina))));
    assert!(!is_former(&with(&[to_gina.clone(), destroyed_to(AGE_CODE)])));
    let before = [line(Event::Destroyed), to_gina];
    assert!(!is_former(&with(&before)));
    assert!(is_former(&with(&[&before[..], &[line(Event::Found)]].concat())), "found after all");
}

#[test]
fn a_recipient_who_comes_back_opens_the_old_file_and_no_note_says_that_it_is_gone() {
    let (to_gina, dan) = (amended(ginas()), gets_the_first("dan"));
    // Dan has the old file, and reaches the identity since it is in use again.
    let back = amended(card_of("bob", &["bob"], Some(AGE), &["dan"]));
    let first = || bobs(AGE, &[]);
    let again = told_of(first(), &[to_gina.clone(), back.clone(), dan.clone()]);
    let by_dan = |is_so_again| Finding::OldRecipient {
        cards: vec![(card(1), AGE_CODE.to_owned())],
        by: vec![Who::Person("dan".to_owned())],
        is_so_again,
    };
    assert!(again.findings.contains(&by_dan(true)), "{:?}", again.findings);
    let noted = told_of(first(), &[to_gina.clone(), back.clone(), dan.clone(), destroyed_to(AGE_CODE)]);
    assert!(
        noted.findings.contains(&by_dan(true)) && noted.state.uncounted.len() == 1,
        "{:?}",
        noted.findings
    );
    // Once it has another recipient, each of the two files is noted.
    let ended = |count: usize| {
        let notes = vec![destroyed_to(AGE_CODE); count];
        told_of(
            first(),
            &[&[to_gina.clone(), back.clone(), to_gina.clone(), dan.clone()][..], &notes].concat(),
        )
    };
    assert!(ended(0).findings.contains(&by_dan(false)), "{:?}", ended(0).findings);
    assert!(!is_told(&ended(2)));
    // Who opens it under the recipient between has nothing of that.
    let other = amended(card_of("gina", &["gina"], Some(SSH), &["dan"]));
    assert!(!is_told(&told_of(first(), &[other, amended(card_of("bob", &["bob"], Some(AGE), &[])), dan])));
}

#[test]
fn where_a_card_lay_under_an_old_recipient_it_lies_until_that_burns_or_is_noted() {
    let at = |place: &str, card: PlannedCard| PlannedCard { place: Some(place.to_owned()), ..card };
    let history = |second: PlannedCard, lines: &[Entry]| {
        let mut record = sealed();
        record.plan.rules.no_single_place = true;
        record.plan.others = signers();
        let plain = |who: &str| card_of(who, &[who], None, &[]);
        record.plan.groups[0].cards =
            vec![at("farm", plain("alice")), at("bank", bobs(AGE, &[])), at("mill", plain("carol"))];
        let mut plan = record.plan.clone();
        plan.groups[0].cards[1] = second;
        let cards = vec![];
        let amended =
            Entry { plan: Some(Box::new(plan)), witnesses: signers(), cards, ..line(Event::Amended) };
        // The first card comes to where the second one was.
        let moved = Entry { to: Some("bank".to_owned()), ..on("2026-11-25", Event::Moved, None, &[0]) };
        status(&record, &[&[amended, moved], lines].concat(), "2026-11-26")
    };
    let told = history(at("elm", ginas()), &[]);
    let by_bank = Finding::OldRecipient {
        cards: vec![(card(1), AGE_CODE.to_owned())],
        by: vec![Who::Place("bank".to_owned())],
        is_so_again: false,
    };
    assert!(told.findings.contains(&by_bank), "{:?}", told.findings);
    let point = SinglePoint { who: Who::Place("bank".to_owned()), freezes: false, takes: true };
    assert!(told.findings.contains(&Finding::SinglePoint(point)), "{:?}", told.findings);
    assert!(told.findings.contains(&Finding::Rule(BrokenRule::NoSinglePlace)), "{:?}", told.findings);
    assert!(!is_told(&history(at("elm", ginas()), &[destroyed_to(AGE_CODE)])));
    let burned = Entry { place: Some("bank".to_owned()), ..on("2026-11-25", Event::Destroyed, None, &[0]) };
    assert!(!is_told(&history(at("elm", ginas()), std::slice::from_ref(&burned))));
    let mut ahead = burned;
    ahead.stamp.day = day("2027-01-01");
    assert!(
        is_told(&history(at("elm", ginas()), &[ahead])),
        "on a day that cannot be believed nothing burns"
    );
    // The same recipient, in another place: the file was moved.
    assert!(!is_told(&history(at("elm", bobs(AGE, &[])), &[])));
}
