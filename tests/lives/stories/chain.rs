//! Three sets of one key, one after the other, with a passphrase. Old cards open the key until they are destroyed, and what is
//! known of that goes along.

use super::FIVE;
use crate::{key::Key, life::Life, rhythm::Rhythm};

const PASSPHRASE: [&str; 2] = ["--passphrase-file", "passphrase"];

/// Another set for these people, of the cards of the set before.
fn renew(old: &mut Life, on: &str, name: &'static str, file: &str, plan: &str) -> Life {
    old.until(on);
    old.key.put_journal(&old.text);
    let key =
        old.key.dealt_again(file, plan, on, &[&["--old-passphrase-file", "key"], &PASSPHRASE[..]].concat());
    // The program has noted that in the journal of the old one.
    old.reads_its_journal();
    old.book.is_superseded = true;
    Life::begin(name, key, on, Rhythm::HUMAN)
}

#[test]
fn old_cards_are_told_until_they_are_destroyed_and_of_that_the_next_set_knows() {
    let key = Key::dealt(FIVE, "2016-01-04", &["--passphrase-file", "key"]);
    key.put("passphrase", "00112233445566778899aabbccddeeff");
    let mut first = Life::begin("a chain, set A", key, "2016-01-04", Rhythm::HUMAN);
    first.until("2016-01-11");
    first.complete();
    let of_first = first.key.record.set.identifier;

    // Carol leaves and gives her card back: a new set, with hugo in her place.
    first.until("2018-03-05");
    first.left("carol");
    first.hands_over("1.3", "hugo");
    let with_hugo = FIVE.replace("\"carol\"", "\"hugo\"");
    let mut second = renew(&mut first, "2018-03-06", "a chain, set B", "second", &with_hugo);
    first.tells(&["superseded"]);
    second.tells(&["old-cards"]);
    second.until("2018-03-12");
    second.complete();
    // Of A two cards are destroyed: the three others still open the key.
    second.destroyed_of(of_first, "1.1");
    second.destroyed_of(of_first, "1.2");
    second.tells(&["old-cards"]);

    // Another set in 2020. That two of A are destroyed is known there; one more, and A opens nothing.
    let mut third = renew(&mut second, "2020-09-01", "a chain, set C", "third", &with_hugo);
    let of_second = second.key.record.set.identifier;
    second.tells(&["superseded"]);
    third.tells(&["old-cards"]);
    third.until("2020-09-07");
    third.complete();
    third.destroyed_of(of_first, "1.3");
    for number in ["1.1", "1.2", "1.3"] {
        third.destroyed_of(of_second, number);
    }
    third.tells(&[]);

    // A superseded set asks for destructions alone, until too few of its cards are left.
    first.until("2021-01-01");
    for number in ["1.1", "1.2"] {
        first.destroyed(number);
    }
    first.tells(&["superseded"]);
    first.destroyed("1.4");
    first.tells(&[]);
    first.until("2021-06-01");
    first.end(&["superseded", "silent"]);
    second.until("2021-06-01");
    second.end(&["old-cards", "silent", "superseded"]);
    third.until("2024-01-01");
    third.end(&["old-cards", "silent"]);
}

#[test]
fn a_theft_and_those_who_handed_their_cards_on_are_told_along_the_chain_until_too_few_cards_are_left() {
    let key = Key::dealt(FIVE, "2016-01-04", &["--passphrase-file", "key"]);
    key.put("passphrase", "00112233445566778899aabbccddeeff");
    let mut first = Life::begin("a theft, set A", key, "2016-01-04", Rhythm::HUMAN);
    first.until("2016-01-11");
    first.complete();
    let of_first = first.key.record.set.identifier;
    first.until("2017-05-01");
    first.hands_over("1.2", "ivan");
    first.hands_over("1.3", "hugo");
    first.stolen("1.5");
    first.tells(&["stolen 1.5"]);

    // The same week there is another set. Bob and carol may have copies, and with a thief they are three.
    let with_both = FIVE.replace("\"bob\"", "\"ivan\"").replace("\"carol\"", "\"hugo\"");
    let mut second = renew(&mut first, "2017-05-05", "a theft, set B", "second", &with_both);
    let theft = "stolen 1.5 of the old set".to_owned();
    second.book.of_old_sets.insert(theft.clone());
    let told = [&theft[..], "former-holders of the old set: bob carol and a thief"];
    first.tells(&["superseded"]);
    second.tells(&told);
    second.until("2017-05-12");
    second.complete();

    let mut third = renew(&mut second, "2018-01-08", "a theft, set C", "third", &with_both);
    third.book.of_old_sets.insert(theft.clone());
    second.tells(&["superseded"]);
    third.tells(&[&told[..], &["old-cards"]].concat());
    third.until("2018-01-15");
    third.complete();
    for number in ["1.1", "1.2", "1.3"] {
        third.destroyed_of(of_first, number);
    }
    third.book.of_old_sets.clear();
    third.tells(&["old-cards"]);
    third.until("2019-01-01");
    third.end(&["former-holders", "old-cards", "silent", "stolen"]);
}
