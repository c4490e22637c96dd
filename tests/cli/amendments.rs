//! The plan of today where it is noted and told: successors, amendments, what is taken back, and what to do.

use std::fs;

use serde_json::Value;

use crate::{desk::Desk, known};

pub const RECORD: &str = "out/public/record.json";

const PLAN: &str = r#"
[[group]]
threshold = 3
[[group.custodian]]
name = "alice"
access = ["dana"]
place = "safe A"
[[group.custodian]]
name = "bob"
place = "safe B"
[[group.custodian]]
name = "carol"
place = "safe C"
[[group.custodian]]
name = "frank"
place = "safe B"
[[group.custodian]]
name = "grace"
place = "safe E"
"#;

fn desk() -> Desk {
    dealt(PLAN, 5)
}

/// A set by this plan, with so many cards, all of them handed over on the day of the deal.
pub fn dealt(plan: &str, cards: u8) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    put_plan(&desk, "plan", plan);
    let split =
        ["split", "--in", "key", "--plan", "plan", "--exponent", "0", "--date", "2016-01-02", "-o", "out"];
    assert_eq!(desk.run(&split).code, 0);
    for card in 1..=cards {
        noted(&desk, &["handed-over", &card.to_string()], "2016-01-02");
    }
    desk
}

/// A plan holds no secret, and messages may name what is in it.
fn put_plan(desk: &Desk, name: &str, plan: &str) {
    fs::write(desk.path(name), plan).unwrap();
}

/// Notes what happened, which must succeed.
pub fn noted(desk: &Desk, what: &[&str], day: &str) -> String {
    let ran = desk.run(&[&["note", RECORD], what, &["--date", day]].concat());
    ran.product().to_owned()
}

fn refused(desk: &Desk, code: i32, what: &[&str]) -> crate::desk::Refused {
    let before = desk.read("out/public/journal.jsonl");
    let refused = desk.refused(code, &[&["note", RECORD], what, &["--date", "2016-01-05"]].concat());
    assert_eq!(desk.read("out/public/journal.jsonl"), before, "nothing is noted");
    refused
}

fn status(desk: &Desk, day: &str) -> Value {
    desk.run(&["--json", "status", RECORD, "--date", day]).json()
}

fn kinds(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|one| one["finding"].as_str().unwrap()).collect()
}

#[test]
fn a_successor_is_noted_like_whoever_was_there_from_the_first() {
    let desk = desk();
    noted(&desk, &["handed-over", "bob", "--to", "eve"], "2016-01-03");
    for what in [&["heard", "EVE"][..], &["absent", "eve", "--until", "2016-02-01"], &["back", "eve"]] {
        noted(&desk, what, "2016-01-04");
    }
    // Cards are named by whoever has them: bob has none any more.
    refused(&desk, 2, &["lost", "bob"]);
    noted(&desk, &["seal", "eve", "--text", "bag 7"], "2016-01-04");
    noted(&desk, &["handed-over", "eve", "--to", "gina"], "2016-01-05");
    let last: Value =
        serde_json::from_str(desk.read("out/public/journal.jsonl").lines().last().unwrap()).unwrap();
    assert_eq!((last["who"].as_str(), last["to"].as_str()), (Some("eve"), Some("gina")));
    noted(&desk, &["heard", "bob"], "2016-01-05");
    let document = status(&desk, "2016-01-05");
    assert_eq!(document["cards"][1]["custodian"], "gina");
    assert_ne!(document["plan_hash"], document["plan_hash_today"]);
    let told = desk.run(&["status", RECORD, "--date", "2016-01-05"]);
    assert!(told.product().contains("plan of today "), "{told:?}");
}

#[test]
fn the_plan_is_amended_for_the_same_cards_and_by_no_other_than_was_seen() {
    let desk = desk();
    let plan =
        PLAN.replace("\"carol\"", "\"olga\"").replace("access = [\"dana\"]", "access = [\"dana\", \"pat\"]");
    put_plan(&desk, "new", &plan);
    let hash =
        desk.run(&["--json", "policy", "--plan", "new"]).json()["plan_hash"].as_str().unwrap().to_owned();
    refused(&desk, 7, &["amended", "--plan", "new", "--expect-plan", &"0".repeat(32)]);
    refused(&desk, 2, &["amended"]);
    let told = noted(&desk, &["amended", "--plan", "new", "--expect-plan", &hash], "2016-01-05");
    assert!(told.starts_with(&format!("plan of today: {}\n", &hash[..32])), "{told}");
    noted(&desk, &["heard", "pat"], "2016-01-05");
    let document = status(&desk, "2016-01-05");
    assert_eq!(
        (document["plan_hash_today"].as_str(), &document["cards"][2]["custodian"]),
        (Some(hash.as_str()), &"olga".into())
    );
    assert_eq!(document["cards"][2]["handed_over"], false);
    // Another number of cards is another set, and one that alone could take the key is accepted by name only.
    put_plan(&desk, "other", &PLAN.replace("threshold = 3", "threshold = 2"));
    assert!(refused(&desk, 2, &["amended", "--plan", "other"]).error.contains("groups and cards"));
    let alone = PLAN.replace("\"carol\"", "\"bob\"").replace("\"frank\"", "\"bob\"");
    put_plan(&desk, "alone", &alone);
    assert_eq!(
        refused(&desk, 6, &["amended", "--plan", "alone"]).error,
        "bob alone could freeze the key by being absent, and take the key"
    );
    noted(&desk, &["amended", "--plan", "alone", "--accept-single-point"], "2016-01-06");
    assert!(!kinds(&status(&desk, "2016-01-06")).contains(&"single-point"), "it was accepted");
}

#[test]
fn a_line_is_taken_back_and_whoever_holds_a_head_is_told_first() {
    let desk = desk();
    let head = status(&desk, "2016-01-02")["journal_head"].as_str().unwrap().to_owned();
    noted(&desk, &["stolen", "grace"], "2016-01-03");
    refused(&desk, 2, &["withdraw", "7", "--text", "a slip"]);
    refused(&desk, 2, &["withdraw", "7", "--text", "a slip", "--witness", "bob", "--witness", "Bob"]);
    refused(&desk, 2, &["withdraw", "7", "--witness", "bob", "--witness", "eve"]);
    refused(&desk, 2, &["withdraw", "99", "--text", "a slip"]);
    refused(&desk, 2, &["withdraw", "grace", "--text", "a slip"]);
    let witnessed = ["withdraw", "7", "--text", "a slip", "--witness", "bob", "--witness", "eve"];
    noted(&desk, &witnessed, "2016-01-04");
    noted(&desk, &["remark", "--text", "the safes were repainted"], "2016-01-04");
    assert_eq!(kinds(&status(&desk, "2016-01-04")), Vec::<&str>::new());
    let expect = ["status", RECORD, "--date", "2016-01-04", "--expect-head", &head];
    let told = desk.run(&expect);
    let first = told.product().lines().next().unwrap();
    assert!(first.starts_with("since the head that you hold"), "{told:?}");
    assert!(told.product().contains("line 7 was taken back, witnessed by bob and eve (a slip)"));
    let document = desk.run(&[&["--json"], &expect[..]].concat()).json();
    let changed = document["changed_since_head"].as_array().unwrap();
    assert_eq!((changed.len(), changed[0]["event"].as_str()), (1, Some("withdraw")));
}

#[test]
fn a_place_burns_or_is_closed_and_cards_are_moved_together() {
    let desk = desk();
    refused(&desk, 2, &["destroyed", "--place", "safe X"]);
    refused(&desk, 2, &["destroyed", "bob", "--place", "safe B"]);
    noted(&desk, &["closed", "--place", "SAFE b", "--until", "2016-01-20"], "2016-01-05");
    let document = status(&desk, "2016-01-05");
    assert_eq!((kinds(&document), &document["tolerates_absent"]), (vec!["margin"], &0.into()));
    noted(&desk, &["opened", "--place", "safe B"], "2016-01-06");
    assert_eq!(kinds(&status(&desk, "2016-01-06")), Vec::<&str>::new());
    noted(&desk, &["moved", "--place", "safe B", "--to", "safe F"], "2016-01-07");
    let places = |document: &Value| -> Vec<String> {
        let cards = document["cards"].as_array().unwrap();
        cards.iter().map(|card| card["place"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(places(&status(&desk, "2016-01-07")), ["safe A", "safe F", "safe C", "safe F", "safe E"]);
    noted(&desk, &["destroyed", "--place", "safe F"], "2016-01-08");
    let document = status(&desk, "2016-01-08");
    assert_eq!(kinds(&document), ["margin", "lost", "lost"]);
}

#[test]
fn on_the_first_day_of_an_absence_status_says_what_to_do_at_exit_0() {
    let desk = desk();
    noted(&desk, &["absent", "bob", "--until", "2016-03-01"], "2016-01-10");
    let ran = desk.run(&["status", RECORD, "--date", "2016-01-10"]);
    let told = ran.product();
    for line in [
        "what to do today\n",
        "  recover or make a new set now, while these can meet:\n",
        "    alice: card 1.1, from safe A; otherwise dana\n",
        "  1 more person may be absent; 2 could freeze the key\n",
        "  in 37 days it may be too late: ",
        "quorate split --from SHARE... --old-record out/public/record.json",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let today = &status(&desk, "2016-01-10")["today"];
    assert_eq!((today["meet"].as_array().unwrap().len(), &today["before"]["days"]), (3, &37.into()));
    // Not back on the day that was told, it is due again.
    noted(&desk, &["heard", "alice"], "2016-03-02");
    assert!(kinds(&status(&desk, "2016-03-02")).contains(&"still-absent"));
    for who in ["carol", "frank"] {
        noted(&desk, &["absent", who], "2016-03-02");
    }
    let document = status(&desk, "2016-03-02");
    assert_eq!(kinds(&document)[0], "frozen");
    assert_eq!(document["today"]["thaws"], serde_json::json!([["bob"], ["carol"], ["frank"]]));
}

#[test]
fn policy_of_a_record_says_what_to_do_on_a_day_that_is_asked_about() {
    let desk = desk();
    let asked = |more: &[&str]| {
        let policy = ["policy", "--record", RECORD, "--date", "2016-01-10"];
        (desk.run(&[&policy[..], more].concat()), desk.run(&[&["--json"], &policy[..], more].concat()).json())
    };
    let (told, document) = asked(&["--absent", "bob"]);
    assert!(told.product().contains("in 37 days it may be too late: "), "{told:?}");
    assert_eq!(document["scenario"]["today"]["before"]["days"], 37);
    // Frozen: who or what thaws it, the imagined among them; what burned never does.
    let (_, document) = asked(&["--absent", "carol", "--closed", "safe B", "--burnt", "safe E"]);
    let thaws = &document["scenario"]["today"]["thaws"];
    assert_eq!((document["exit"].as_u64(), thaws), (Some(6), &serde_json::json!([["safe B"]])));
    let (told, document) = asked(&[]);
    assert!(document.get("scenario").is_none() && !told.product().contains("what to do today"), "{told:?}");
    let plan = desk.run(&["--json", "policy", "--plan", "plan", "--absent", "bob"]).json();
    assert!(plan["scenario"].get("today").is_none(), "a mere plan knows no day");
}

#[test]
fn a_drill_with_a_card_that_is_noted_as_gone_passes_with_a_warning() {
    let desk = desk();
    noted(&desk, &["stolen", "carol"], "2016-01-05");
    let cards = ["1-alice", "2-bob", "3-carol", "4-frank"].map(|name| format!("out/secret/{name}.txt"));
    let drill = |cards: &[String]| {
        let cards = cards.iter().map(String::as_str);
        let all: Vec<&str> = ["drill"].into_iter().chain(cards).chain(["--record", RECORD]).collect();
        desk.run(&[&all[..], &["--date", "2016-01-06"]].concat())
    };
    let ran = drill(&cards[..3]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says("by the journal, card 1.3 was stolen on 2016-01-05"), "{ran:?}");
    let without = [&cards[..2], &cards[3..]].concat();
    assert!(!drill(&without).says("is stolen"), "it did not come");
}

#[test]
fn nothing_is_noted_for_a_day_to_come() {
    let desk = desk();
    let day = ["--date", "2990-01-01"];
    let refused = desk.refused(2, &[&["note", RECORD, "lost", "grace"], &day[..]].concat());
    assert!(refused.error.contains("future"), "{refused:?}");
    fs::metadata(desk.path("out/public/journal.jsonl")).unwrap();
    assert_eq!(kinds(&status(&desk, "2016-01-02")), Vec::<&str>::new());
}
