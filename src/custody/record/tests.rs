//! What a record knows of shares, and which texts are none.

use super::*;
use crate::slip39::{MasterSecret, Share};

#[test]
fn a_record_knows_its_own_shares_and_no_others() {
    let (record, shares) = sample::of("3of5", 1);
    let text = record.text();
    let back = Record::read(text.as_bytes()).unwrap();
    assert_eq!((&back, back.text()), (&record, text));
    for (header, mnemonic) in &shares {
        assert_eq!(back.standing(header, mnemonic), Standing::Dealt);
    }
    let (_, others) = sample::of("3of5", 2);
    let not_dealt = Standing::NotDealt;
    assert_eq!(back.standing(&others[0].0, &others[0].1), {
        let (own, recorded) = (others[0].0.set.encryption.identifier.value(), record.set.identifier);
        not_dealt(Contradiction::OtherSet { own, recorded })
    });
    // The same number, but other words.
    let forged = Header { set: shares[0].0.set, ..others[0].0 };
    assert_eq!(back.standing(&forged, &others[0].1), not_dealt(Contradiction::Differs));
    let nowhere = Header { member: 7, ..forged };
    assert_eq!(back.standing(&nowhere, &others[0].1), not_dealt(Contradiction::NoSuchPlace));
}

#[test]
fn a_record_that_contradicts_a_share_whose_key_it_holds_was_changed_and_cannot_tell() {
    let (record, shares) = sample::of("3of5", 1);
    let standing = |change: fn(&mut Record), seed| {
        let mut record = record.clone();
        change(&mut record);
        let changed = Record::read(record.text().as_bytes()).unwrap();
        let (_, others) = sample::of("3of5", seed);
        changed.standing(&Header { set: shares[0].0.set, ..others[0].0 }, &others[0].1)
    };
    for (change, what) in [
        ((|record| record.set.exponent = 3) as fn(&mut Record), Changed::Exponent),
        (|record| record.set.extendable = false, Changed::Extendable),
        (|record| (record.key.words, record.key.bytes) = (33, 32), Changed::Words),
        (
            |record| {
                record.plan.groups[0].threshold = 2;
                record.plan_hash = record.plan.hash();
            },
            Changed::Threshold,
        ),
        (|record| record.shares[0].key = None, Changed::NoReason),
        (
            |record| {
                record.shares[0].key = None;
                record.shares[0].reason = Some(WHOLE_KEY.to_owned());
            },
            Changed::NoReason,
        ),
    ] {
        assert_eq!(standing(change, 1), Standing::Untold(Untold::Changed(what)));
    }
    let no_key = |record: &mut Record| record.shares[0].key = None;
    let other_flag = |record: &mut Record| (record.set.exponent, record.shares[0].key) = (3, None);
    assert_eq!(standing(no_key, 2), Standing::Untold(Untold::Changed(Changed::NoReason)));
    assert_eq!(standing(other_flag, 1), Standing::NotDealt(Contradiction::Differs), "nothing speaks for it");
    assert_eq!(standing(|record| record.set.exponent = 3, 2), Standing::NotDealt(Contradiction::Differs));
}

#[test]
fn why_a_card_has_no_key_is_believed_where_the_plan_bears_it_out() {
    let (record, shares) = sample::of("1of1", 1);
    let (header, mnemonic) = &shares[0];
    assert_eq!(record.standing(header, mnemonic), Standing::Untold(Untold::WholeKey(KeyProof::Fingerprint)));
    let (mut record, shares) = sample::of("2of3", 1);
    record.shares[1].key = None;
    record.shares[1].reason = Some(NOT_SEEN.to_owned());
    let (header, mnemonic) = &shares[1];
    assert_eq!(record.standing(header, mnemonic), Standing::Untold(Untold::NotSeen));
}

#[test]
fn no_word_or_value_of_a_share_is_in_a_record() {
    let (record, shares) = sample::of("3of5", 9);
    let text = record.text();
    let has_word = |word: &str| text.split(|sign: char| !sign.is_alphabetic()).any(|part| part == word);
    for (_, mnemonic) in &shares {
        assert!(mnemonic.words().filter(|word| has_word(word)).count() < 2);
        assert!(Share::parse(mnemonic.expose()).is_ok());
    }
}

#[test]
fn the_fingerprint_is_that_of_one_key() {
    let (record, _) = sample::of("2of3", 4);
    let (fingerprint, salt) = (record.fingerprint.clone().unwrap(), record.salt().unwrap());
    let is_of =
        |byte: u8| fingerprint.is_of(&MasterSecret::copy_of(&[byte; 16]).unwrap(), &salt, &mut |_| {});
    assert!(is_of(4) && !is_of(5));
}

#[test]
fn what_was_changed_is_refused() {
    let (record, _) = sample::of("2of3", 1);
    let changed = |change: fn(&mut Record)| {
        let mut record = record.clone();
        change(&mut record);
        Record::read(record.text().as_bytes())
    };
    assert_eq!(changed(|record| record.schema.push('x')), Err(RecordError::NoRecord));
    assert_eq!(changed(|record| record.version = 3), Err(RecordError::Version(3)));
    // Only a record that was made anew does not know the day of the deal.
    assert_eq!(changed(|record| record.version = MADE_ANEW), Err(RecordError::Contradiction));
    assert_eq!(changed(|record| record.date = None), Err(RecordError::Contradiction));
    assert!(changed(|record| (record.version, record.date) = (MADE_ANEW, None)).is_ok());
    assert_eq!(changed(|record| record.plan.title = Some("x".into())), Err(RecordError::PlanHash));
    assert_eq!(changed(|record| record.set.groups_needed = 2), Err(RecordError::Contradiction));
    assert_eq!(changed(|record| drop(record.shares.pop())), Err(RecordError::Contradiction));
    assert_eq!(changed(|record| record.salt.clear()), Err(RecordError::Contradiction));
    assert_eq!(changed(|record| record.label = Some("\u{1b}]0;x".into())), Err(RecordError::Unprintable));
    assert_eq!(Record::read(b"{}"), Err(RecordError::NoRecord));
    let cut = record.text();
    assert_eq!(Record::read(&cut.as_bytes()[..cut.len() / 2]), Err(RecordError::NoRecord));
}

#[test]
fn a_set_before_that_the_standard_does_not_allow_is_refused() {
    let (record, _) = sample::of("2of3", 1);
    let superseding = |cards| {
        let mut plan = record.plan.clone();
        let card = plan.groups[0].cards[0].clone();
        plan.groups[0].cards.resize(cards, card);
        let old = Superseded { plan: Some(plan), ..Superseded::unknown(7) };
        Record::read(Record { supersedes: vec![old], ..record.clone() }.text().as_bytes()).map(|_| ())
    };
    assert_eq!(superseding(16), Ok(()));
    for cards in [1, 17, 300] {
        assert_eq!(superseding(cards), Err(RecordError::Contradiction), "{cards} cards");
    }
}
