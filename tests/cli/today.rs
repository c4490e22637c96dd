//! One plan of today: record and journal together say who has which card, and every command names those.

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    journal::{desk, journal},
};

/// Notes something on a day that was.
fn note(desk: &Desk, day: &str, arguments: &[&str]) -> Ran {
    let noted = desk.run(&[&["note", "record.json"], arguments, &["--date", day]].concat());
    assert_eq!(noted.code, 0, "{arguments:?}: {noted:?}");
    noted
}

/// A set of three whose card 2 bob handed to eve.
fn handed_over() -> Desk {
    let desk = desk();
    note(&desk, "2026-11-25", &["handed-over", "--card", "2", "--to", "eve"]);
    desk
}

/// The last line of the journal.
fn last(desk: &Desk) -> Value {
    journal(desk).pop().unwrap()
}

#[test]
fn each_line_about_cards_names_who_had_them_until_then() {
    let desk = handed_over();
    assert_eq!(last(&desk)["holders"], json!(["bob"]), "before the line: bob handed it over");
    note(&desk, "2026-11-26", &["seal", "--card", "1", "--card", "2", "--text", "bag 12"]);
    assert_eq!(last(&desk)["holders"], json!(["alice", "eve"]));
    // What happened the day before the handover happened to bob's card.
    note(&desk, "2026-11-24", &["seal", "--card", "2", "--text", "bag 11"]);
    assert_eq!(last(&desk)["holders"], json!(["bob"]));
    note(&desk, "2026-11-26", &["heard", "alice"]);
    assert_eq!(last(&desk).get("holders"), None, "this one is about no card");
    let checked = desk.run(&["check", "bob.txt", "--record", "record.json", "--date", "2026-11-27"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert_eq!((&last(&desk)["event"], &last(&desk)["holders"]), (&json!("checked"), &json!(["eve"])));
    let arguments = ["reissue", "alice.txt", "carol.txt", "--member", "2", "--record", "record.json"];
    let made = desk.run(&[&arguments[..], &["--date", "2026-11-28"]].concat());
    assert_eq!(made.code, 0, "{made:?}");
    assert_eq!((&last(&desk)["who"], &last(&desk)["holders"]), (&json!("eve"), &json!(["eve"])));
}
