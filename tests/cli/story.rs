//! The life of a set in sentences: with the names of the day, with what was taken back told as that, and what is new alone.

use std::fs;

use serde_json::{Value, json};

use crate::{
    amendments::{RECORD, dealt, noted},
    desk::Desk,
};

const PLAN: &str = r#"
[[group]]
threshold = 2
[[group.custodian]]
name = "alice"
place = "safe A"
[[group.custodian]]
name = "bob"
place = "safe B"
[[group.custodian]]
name = "carol"
place = "safe C"
"#;

/// A life of two years, and the head after its ninth line.
fn life() -> (Desk, String) {
    let desk = dealt(PLAN, 3);
    for day in ["2016-02-01", "2016-03-01", "2016-04-01"] {
        noted(&desk, &["heard", "bob"], day);
    }
    noted(&desk, &["handed-over", "bob", "--to", "eve"], "2016-04-02");
    noted(&desk, &["absent", "carol", "--until", "2016-06-01"], "2016-04-03");
    let head = desk.run(&["--json", "status", RECORD, "--date", "2016-04-03"]).json()["journal_head"].clone();
    noted(&desk, &["back", "carol"], "2016-05-01");
    noted(&desk, &["stolen", "eve"], "2016-05-02");
    let witnessed = ["--text", "a slip", "--witness", "alice", "--witness", "eve"];
    noted(&desk, &[&["withdraw", "11"], &witnessed[..]].concat(), "2016-05-03");
    fs::write(desk.path("new"), PLAN.replace("\"bob\"", "\"eve\"\naccess = [\"dana\"]")).unwrap();
    noted(&desk, &["amended", "--plan", "new"], "2017-01-02");
    let drill = ["drill", "out/secret/1-alice.txt", "out/secret/2-bob.txt", "--record", RECORD];
    let there = ["--report", "drill.pdf", "--attendee", "alice", "--attendee", "eve", "--date", "2017-01-03"];
    assert_eq!(desk.run(&[&drill[..], &there].concat()).code, 0);
    (desk, head.as_str().unwrap().to_owned())
}

fn story(desk: &Desk, more: &[&str]) -> Value {
    let status = ["--json", "status", RECORD, "--date", "2017-01-04", "--story"];
    desk.run(&[&status[..], more].concat()).json()["story"].take()
}

fn texts(story: &Value) -> Vec<&str> {
    let sentences = story["sentences"].as_array().unwrap();
    sentences.iter().map(|one| one["text"].as_str().unwrap()).collect()
}

#[test]
fn a_life_is_told_with_the_names_of_the_day() {
    let (desk, _) = life();
    let story = story(&desk, &[]);
    let told = texts(&story);
    let dealt = &desk.run(&["--json", "status", RECORD, "--date", "2016-04-03"]).json()["plan_hash_today"];
    let amended = &desk.run(&["--json", "policy", "--plan", "new"]).json()["plan_hash"];
    let [before, after] = [dealt, amended].map(|hash| hash.as_str().unwrap()[..32].to_owned());
    assert_eq!(
        told,
        [
            "the shares were dealt on 2016-01-02 [line 1]",
            "alice got card 1.1 on 2016-01-02 [line 2]",
            "bob got card 1.2 on 2016-01-02 [line 3]",
            "carol got card 1.3 on 2016-01-02 [line 4]",
            "bob was heard 3 times, last on 2016-04-01",
            "bob handed card 1.2 over to eve on 2016-04-02 [line 8]",
            "carol could not be reached from 2016-04-03 on, expected by 2016-06-01 [line 9]",
            "carol could be reached again on 2016-05-01; by then the absence of carol since 2016-04-03 was over [line 10]",
            "TAKEN BACK by line 12: card 1.2 of eve was in the wrong hands from 2016-05-02 on [line 11]",
            "line 11 (card 1.2 of eve was in the wrong hands from 2016-05-02 on) was taken back on 2016-05-03, witnessed by alice and eve (a slip) [line 12]",
            &format!(
                "the plan was changed on 2017-01-02, from {before} to {after}: dana is new in the plan; dana can reach card 1.2, too [line 13]"
            ),
            "recovery was drilled with cards 1.1, 1.2 of alice and eve on 2017-01-03, and passed, 1 of 1 quorum; there: alice and eve [line 14]",
        ]
    );
    let sentences = story["sentences"].as_array().unwrap();
    let heard = &sentences[4];
    assert_eq!(
        (&heard["lines"], &heard["first_day"], &heard["last_day"], &heard["people"]),
        (&json!([5, 6, 7]), &json!("2016-02-01"), &json!("2016-04-01"), &json!(["bob"]))
    );
    assert_eq!((&sentences[8]["withdrawn_by"], &sentences[8]["cards"]), (&json!(12), &json!(["1.2"])));
    assert_eq!(sentences[9]["people"], json!(["alice", "eve"]));
    assert_eq!(sentences[10]["people"], json!(["dana"]));
    let beginning = story["beginning"].as_array().unwrap();
    assert!(beginning[0].as_str().unwrap().contains("was dealt on 2016-01-02 (as given)"), "{story}");
    assert_eq!((&story["cannot_tell"], story.get("after_line")), (&json!([]), None));
}

#[test]
fn for_people_it_stands_by_year_by_person_and_by_card() {
    let (desk, _) = life();
    let ran = desk.run(&["status", RECORD, "--date", "2017-01-04", "--story"]);
    let text = String::from_utf8(ran.stdout).unwrap();
    let mut rest = text.split_once("\nstory\n").unwrap().1;
    for heading in [
        "2016",
        "2017",
        "alice",
        "bob",
        "carol",
        "dana",
        "eve",
        "card 1.1, with alice by the plan of today",
        "card 1.2, with eve by the plan of today",
    ] {
        rest = rest.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading}: {text}")).1;
    }
    // Of card 1.2 its whole life is told, under whoever had it.
    let own = rest.split("\n\n").next().unwrap();
    for line in [
        "  bob got card 1.2",
        "  bob handed card 1.2 over to eve",
        "  TAKEN BACK by line 12: card 1.2 of eve",
        "  recovery was drilled",
    ] {
        assert!(own.contains(line), "{line}: {own}");
    }
    // It replaces nothing, and ends as without it.
    let without = desk.run(&["status", RECORD, "--date", "2017-01-04"]);
    assert_eq!(without.code, ran.code);
    for line in String::from_utf8(without.stdout).unwrap().lines() {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn with_a_head_only_what_is_new_is_told() {
    let (desk, head) = life();
    let story = story(&desk, &["--since", &head]);
    assert_eq!((&story["after_line"], &story["beginning"]), (&json!(9), &json!([])));
    let told = texts(&story);
    assert_eq!(told.len(), 5, "{told:?}");
    // What stood before is known all the same.
    assert!(told[0].ends_with("the absence of carol since 2016-04-03 was over [line 10]"), "{told:?}");
    let status = ["status", RECORD, "--date", "2017-01-04", "--story", "--since", &head];
    let first = desk.run(&status).stdout;
    assert!(first.starts_with(b"since the head that you hold"), "whoever says a head has it compared");

    let never = ["--json", "status", RECORD, "--date", "2017-01-04", "--story", "--since", &"0".repeat(32)];
    let ran = desk.run(&never);
    let document = ran.json();
    assert_eq!(
        (ran.code, &document["code"], &document["history"]),
        (6, &json!("other-head"), &json!("changed"))
    );
    assert_eq!(document["story"]["sentences"], json!([]));
    assert!(
        document["story"]["cannot_tell"][0].as_str().unwrap().contains("not in the journal"),
        "{document}"
    );
    desk.refused(2, &["status", RECORD, "--since", &head]);
    desk.refused(2, &["status", RECORD, "--story", "--since", "3f9a"]);
}

#[test]
fn what_does_not_count_or_cannot_be_told_is_told_as_that() {
    let (desk, _) = life();
    // As if written by a machine whose clock is ahead: seen from a day before it, it is no fact yet.
    noted(&desk, &["found", "alice"], "2017-02-01");
    let story_then = story(&desk, &[]);
    let told = texts(&story_then);
    assert_eq!(
        told.last().unwrap(),
        &"DOES NOT COUNT, its day is in the future: card 1.1 of alice was found on 2017-02-01 [line 15]"
    );
    let journal = desk.read("out/public/journal.jsonl").replace("2017-01-02", "2017-01-01");
    fs::write(desk.path("out/public/journal.jsonl"), journal).unwrap();
    let cut = story(&desk, &[]);
    assert_eq!(texts(&cut).len(), 11, "up to the line that does not follow");
    assert_eq!(cut["cannot_tell"].as_array().unwrap().len(), 1, "{cut}");
    fs::remove_file(desk.path("out/public/journal.jsonl")).unwrap();
    let none = story(&desk, &[]);
    assert_eq!((texts(&none).len(), none["cannot_tell"].as_array().unwrap().len()), (0, 1));
}
