//! Writes the journal of a record on, line by line as the program does, until it is as long as is asked:
//! `journals RECORD JOURNAL SHARES lines|receipts COUNT`, the whole journal on stdout.
//!
//! Of `lines`, in turn somebody is heard, and a card is checked. Of `receipts` there are COUNT, each share's own for a challenge
//! that is given anew when all have signed.

use std::{env, fs};

use quorate::{
    custody::{
        journal::{CardNumber, Entry, Event, Journal, challenge},
        receipt::Receipt,
        record::{Record, hash_of},
    },
    slip39::Share,
};
use quorate_benches::Cheap;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [record, journal, shares, kind, count] = arguments.as_slice() else { panic!("five arguments") };
    let file = fs::read(record).expect("a record");
    let (record, hash) = (Record::read(&file).expect("a record"), hash_of(&file));
    let mut text = fs::read_to_string(journal).expect("a journal");
    let mut journal = Journal::read(&hash, &text).expect("its journal");
    let shares = fs::read_to_string(shares).expect("shares");
    let shares: Vec<Share> = shares.lines().map(|line| Share::parse(line).expect("a share")).collect();
    let stamp = record.date.expect("the day of the deal");
    let count: usize = count.parse().expect("a number");
    let mut add = |journal: &mut Journal, entry: Entry| {
        let line = journal.line(entry, &mut Cheap::default()).expect("this source never fails");
        journal.push(&line).expect("it follows");
        text.push_str(&line);
    };
    let card = |share: &Share| CardNumber { group: share.header().group, member: share.header().member };
    let holder = |card: CardNumber| record.plan.holder(card.group, card.member).map(str::to_owned);
    let in_turn = shares.iter().cycle().take(count);
    match kind.as_str() {
        "lines" => {
            let missing = count.checked_sub(journal.entries().len()).expect("more lines than there are");
            for (at, share) in in_turn.take(missing).enumerate() {
                let who = holder(card(share));
                let entry = if at % 2 == 0 {
                    Entry { who, ..Entry::new(Event::Heard, stamp) }
                } else {
                    let holders = who.into_iter().collect();
                    Entry {
                        cards: vec![card(share)],
                        passed: Some(true),
                        holders,
                        ..Entry::new(Event::Checked, stamp)
                    }
                };
                add(&mut journal, entry);
            }
        }
        "receipts" => {
            let mut asked = String::new();
            for (at, share) in in_turn.enumerate() {
                if at % shares.len() == 0 {
                    add(&mut journal, Entry::new(Event::Challenge, stamp));
                    asked = challenge::after(journal.head());
                }
                let signed =
                    Receipt::sign(&record, &hash, (share.header(), &share.mnemonic()), &asked, stamp.day);
                let entry = Entry {
                    who: holder(card(share)),
                    cards: vec![card(share)],
                    passed: Some(true),
                    receipt: Some(signed.expect("a receipt").to_string()),
                    signed: Some(stamp.day.to_string()),
                    ..Entry::new(Event::Receipt, stamp)
                };
                add(&mut journal, entry);
            }
        }
        _ => panic!("lines or receipts"),
    }
    print!("{text}");
}
