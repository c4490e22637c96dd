//! Keys that came from elsewhere: shares of another tool, and a record that was lost and made anew.

use quorate::custody::journal::{Entry, Event};

use super::FIVE;
use crate::{
    key::Key,
    life::{Life, card},
    rhythm::Rhythm,
};

/// What is told of shares of another tool that still open the key, for as long as they do.
const OF_ANOTHER_TOOL: &[&str] = &["old-shares"];

/// What is told of a record on the day on which it was made anew: two cards did not come, and of the others one more may not
/// be away who has no deputy.
const MADE_ANEW: &[&str] = &["margin carol", "never-seen 1.4", "never-seen 1.5"];

#[test]
fn a_key_that_another_tool_had_split() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/foreign.json");
    let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(data).unwrap()).unwrap();
    let shares = data["vault"]["hex"].as_array().unwrap().iter().take(3);
    let shares: Vec<String> = shares.map(|share| share.as_str().unwrap().to_owned()).collect();
    let key = Key::dealt_from_another_tool(FIVE, "2019-05-06", "vault", &shares);
    let mut life = Life::begin("from another tool", key, "2019-05-06", Rhythm::HUMAN);
    life.tells(OF_ANOTHER_TOOL);
    life.until("2019-05-13");
    life.complete();
    life.tells(OF_ANOTHER_TOOL);
    // After a year the owner has seen all of them burn, and nobody else can know how many there were.
    life.until("2020-05-06");
    let text = Some("all five burnt, seen by Pat".to_owned());
    life.note(Entry { text, ..life.entry(Event::AcceptOldShares) });
    life.tells(&[]);
    life.until("2021-05-06");
    life.end(&[OF_ANOTHER_TOOL, &["silent"]].concat());
}

#[test]
fn a_record_that_was_made_anew_knows_nothing_of_the_cards_that_did_not_come() {
    let lost = Key::dealt(FIVE, "2016-01-04", &["--seal", "key"]);
    lost.put("none", "");
    // The sealed file proves the key, and that there is no passphrase.
    let proof = ["--open", "set/public/key.age", "--passphrase-file", "none"];
    let key = lost.made_anew(FIVE, "2019-02-04", &["1.1", "1.2", "1.3"], &proof);
    let mut life = Life::begin("made anew", key, "2019-02-04", Rhythm::HUMAN);
    life.tells(MADE_ANEW);
    // The two others come two weeks later. Nothing but a drill tells whether their cards are good.
    life.until("2019-02-18");
    let present = ["carol", "frank", "grace"].map(str::to_owned);
    life.drilled(&["1.3", "1.4", "1.5"].map(card), &present, Vec::new());
    life.tells(&[]);
    life.until("2022-01-01");
    life.end(&["margin", "never-seen", "silent", "not-complete"]);
}
