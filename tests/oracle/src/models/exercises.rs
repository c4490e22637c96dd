//! Drills and recoveries of a set, as versions since 0.1.0 write them: that they passed, in part, or failed, or could not
//! tell; with a quorum or too few cards; and with what they left open.

use serde_json::{Value, json};

use super::{of_hundred, one, sets::Set};
use crate::stream::Stream;

/// Some cards of a set.
pub fn some(set: &Set, stream: &mut Stream) -> Vec<String> {
    let mut cards = shuffled(set, stream);
    cards.truncate(1 + stream.below(3));
    cards
}

fn shuffled(set: &Set, stream: &mut Stream) -> Vec<String> {
    let mut cards: Vec<String> = set.cards.iter().map(|(card, _)| card.clone()).collect();
    stream.shuffle(&mut cards);
    cards
}

/// The cards that came: mostly enough of them.
fn came(set: &Set, stream: &mut Stream) -> Vec<String> {
    if of_hundred(25, stream) {
        return some(set, stream);
    }
    let mut cards = shuffled(set, stream);
    cards.truncate(cards.len() - stream.below(2));
    cards
}

/// What was not proved, as a line says it.
fn unproved(stream: &mut Stream) -> Value {
    let lists = [
        json!([]),
        json!([]),
        json!(["passphrase"]),
        json!(["sealed-file"]),
        json!(["passphrase", "sealed-file"]),
        json!(["what a later version asks for"]),
    ];
    one(&lists, stream).clone()
}

/// A line of one.
pub fn drilled(set: &Set, stream: &mut Stream) -> Value {
    let cards = came(set, stream);
    let tried = |passed: u64| json!({ "quorums_tried": 1, "quorums_passed": passed });
    match stream.below(11) {
        0 => json!({ "event": "drilled", "cards": cards, "passed": true }),
        1 => json!({ "event": "drilled", "cards": cards, "passed": true, "drill": tried(1) }),
        2 | 3 => {
            let mut drill = tried(1);
            drill["unproved"] = unproved(stream);
            if of_hundred(15, stream) {
                drill["blamed"] = json!([one(&set.cards, stream).0]);
            }
            json!({ "event": "drilled", "cards": cards, "passed": true, "drill": drill })
        }
        4 | 5 => {
            let (blamed, cards) = cards.split_at(1.min(cards.len()));
            let mut drill = tried(0);
            drill["blamed"] = json!(blamed);
            json!({ "event": "drilled", "cards": cards, "passed": false, "drill": drill })
        }
        6 => json!({ "event": "drilled", "cards": cards, "passed": false }),
        7 => json!({ "event": "drilled", "cards": cards, "drill": tried(1) }),
        8 => json!({ "event": "recovered", "cards": cards, "passed": true }),
        9 => json!({ "event": "recovered", "cards": cards, "passed": true, "unproved": unproved(stream) }),
        _ => json!({ "event": "recovered", "cards": cards }),
    }
}
