//! Lines that somebody wrote by hand, or a later version, and that `status` cannot count: they say too little, or name what
//! there is not.

use serde_json::{Value, json};

use super::one;
use crate::stream::Stream;

/// One of them, about this card or person.
pub fn line(card: &str, who: &str, stream: &mut Stream) -> Value {
    match stream.below(12) {
        0 => json!({ "event": "blessed", "cards": [card] }),
        1 => json!({ "event": "heard", "who": "nobody" }),
        2 => json!({ "event": "checked", "cards": [card, "9.9"], "passed": true }),
        3 => json!({ "event": "destroyed", "cards": [card], "set": 32_001 }),
        4 => json!({ "event": "dealt" }),
        5 => json!({ "event": "checked", "cards": [card] }),
        6 => json!({ "event": "drilled", "cards": [card] }),
        7 => {
            let drill = json!({ "quorums_tried": 1, "quorums_passed": 0, "blamed": [card, "9.9"] });
            json!({ "event": "drilled", "cards": [], "passed": false, "drill": drill })
        }
        _ => too_little(card, who, stream),
    }
}

/// Of whom, of what, where to, or which.
fn too_little(card: &str, who: &str, stream: &mut Stream) -> Value {
    let events = [
        "lost",
        "stolen",
        "found",
        "moved",
        "handed-over",
        "seal",
        "destroyed",
        "checked",
        "read-back",
        "reissued",
    ];
    match stream.below(6) {
        0 => json!({ "event": one(&["heard", "absent", "back", "left"], stream) }),
        1 => json!({ "event": "moved", "cards": [card] }),
        2 => json!({ "event": "superseded" }),
        // `note` writes whose card it is besides.
        3 => json!({ "event": one(&events, stream), "who": who, "passed": true }),
        _ => json!({ "event": one(&events, stream), "to": "attic", "passed": false }),
    }
}
