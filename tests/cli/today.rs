//! One plan of today: record and journal together say who has which card, and every command names those.

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Ran},
    journal::{desk, journal},
    known,
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
    note(&desk, "2016-11-25", &["handed-over", "--card", "2", "--to", "eve"]);
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
    note(&desk, "2016-11-26", &["seal", "--card", "1", "--card", "2", "--text", "bag 12"]);
    assert_eq!(last(&desk)["holders"], json!(["alice", "eve"]));
    // What happened the day before the handover happened to bob's card.
    note(&desk, "2016-11-24", &["seal", "--card", "2", "--text", "bag 11"]);
    assert_eq!(last(&desk)["holders"], json!(["bob"]));
    note(&desk, "2016-11-26", &["heard", "alice"]);
    assert_eq!(last(&desk).get("holders"), None, "this one is about no card");
    let checked = desk.run(&["check", "bob.txt", "--record", "record.json", "--date", "2016-11-27"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert_eq!((&last(&desk)["event"], &last(&desk)["holders"]), (&json!("checked"), &json!(["eve"])));
    let arguments = ["reissue", "alice.txt", "carol.txt", "--member", "2", "--record", "record.json"];
    let made = desk.run(&[&arguments[..], &["--date", "2016-11-28"]].concat());
    assert_eq!(made.code, 0, "{made:?}");
    assert_eq!((&last(&desk)["who"], &last(&desk)["holders"]), (&json!("eve"), &json!(["eve"])));
}

const CHECK: [&str; 5] = ["check", "bob.txt", "--record", "record.json", "--date=2016-12-02"];

#[test]
fn a_check_names_who_has_the_card_today_and_both_plans() {
    let desk = desk();
    let before = desk.run(&[&CHECK[..4], &["--date=2016-11-24"]].concat());
    assert!(before.product().contains("the very card that was dealt to bob\n"), "{before:?}");
    let deal: Value = serde_json::from_str(&desk.read("record.json")).unwrap();
    let of_deal = &deal["plan_hash"].as_str().unwrap()[..32];
    let as_dealt = format!(", plan of the deal {of_deal}, which is the plan of today\n");
    assert!(before.product().ends_with(&as_dealt), "{before:?}");
    note(&desk, "2016-11-25", &["handed-over", "--card", "2", "--to", "eve"]);
    let after = desk.run(&CHECK);
    assert!(after.product().contains("the very card that was dealt to bob; eve has it today\n"), "{after:?}");
    assert!(after.product().contains(&format!(", plan of the deal {of_deal}, plan of today ")), "{after:?}");
    let document = desk.run(&[&["--json"], &CHECK[..]].concat()).json();
    let today = document["plan_hash_today"].as_str().unwrap();
    assert!(after.product().ends_with(&format!("plan of today {}\n", &today[..32])), "{after:?}");
    assert_eq!(document["plan_hash"], deal["plan_hash"]);
    assert_eq!(document["standings"][0]["custodian"], "eve");
    // On a day before the handover it was bob's.
    let earlier = [&CHECK[..4], &["--date=2016-11-24"]].concat();
    assert!(!desk.run(&earlier).product().contains("eve"));
}

#[test]
fn a_card_that_is_noted_as_gone_is_no_good_card_and_its_check_is_noted() {
    for (event, back) in [("stolen", None), ("lost", Some("found")), ("destroyed", Some("reissued"))] {
        let desk = handed_over();
        note(&desk, "2016-12-01", &[event, "--card", "2"]);
        let ran = desk.run(&CHECK);
        assert_eq!(ran.code, 6, "{ran:?}");
        assert!(ran.says(&format!("but by the journal it was {event} on 2016-12-01")), "{ran:?}");
        assert_eq!((&last(&desk)["event"], &last(&desk)["passed"]), (&json!("checked"), &json!(true)));
        let document = desk.run(&[&["--json"], &CHECK[..]].concat()).json();
        assert_eq!((&document["ok"], &document["code"]), (&json!(false), &json!("card-gone")));
        let standing = &document["standings"][0];
        assert_eq!((&standing["standing"], &standing["noted"]), (&json!("dealt"), &json!(event)));

        // Whoever has it may sign a receipt, and is told that it counts for nobody.
        let challenge = "4be0c47ad3f1082b9d65a17f3e0c55d2";
        let signed = desk.run(&[&["--json"], &CHECK[..], &["--receipt", challenge]].concat());
        assert_eq!(signed.code, 0, "{signed:?}");
        assert!(signed.says("its receipt does not count"), "{signed:?}");
        assert_eq!(signed.json()["standings"][0]["noted"], event);

        // The other cards are as good as ever.
        let other = desk.run(&["check", "carol.txt", "--record", "record.json", "--date=2016-12-02"]);
        assert_eq!(other.code, 0, "{other:?}");

        match back {
            Some("found") => drop(note(&desk, "2016-12-02", &["found", "--card", "2"])),
            Some(_) => {
                let again = ["reissue", "alice.txt", "carol.txt", "--member=2", "--record=record.json"];
                assert_eq!(desk.run(&[&again[..], &["--date=2016-12-02"]].concat()).code, 0);
            }
            None => continue,
        }
        let ran = desk.run(&[&["--json"], &CHECK[..]].concat());
        assert_eq!((ran.code, ran.json()["standings"][0].get("noted")), (0, None), "{event}");
    }
}

#[test]
fn who_made_a_check_is_somebody_of_the_plan_of_today_and_stands_in_the_journal() {
    let desk = handed_over();
    let by = |name| desk.run(&[&CHECK[..], &["--by", name]].concat());
    assert_eq!(by("EVE").code, 0);
    assert_eq!(last(&desk)["present"], json!(["eve"]), "as the plan writes her");
    let lines = journal(&desk).len();
    for stranger in ["mallory", "bob"] {
        let refused = desk.refused(2, &[&CHECK[..], &["--by", stranger]].concat());
        assert!(refused.error.contains("nobody in the plan of today has that name"), "{refused:?}");
    }
    assert_eq!(journal(&desk).len(), lines, "nothing was noted");
    desk.refused(2, &["check", "bob.txt", "--by", "eve"]);
    desk.refused(2, &[&CHECK[..], &["--by=eve", "--receipt=4be0c47ad3f1082b9d65a17f3e0c55d2"]].concat());
}

const DRILL: [&str; 6] = ["drill", "alice.txt", "bob.txt", "--record", "record.json", "--date=2016-12-02"];

#[test]
fn a_drill_names_who_has_the_cards_today_and_hears_who_was_there() {
    let desk = handed_over();
    note(&desk, "2016-11-26", &["handed-over", "--card", "3", "--to", "Gina"]);
    let report = ["--report=drill.pdf", "--attendee=ALICE", "--attendee=Ann", "--brought=2=EVE"];
    let others = ["--brought=3=Gina", "--operator=ALICE"];
    let ran = desk.run(&[&DRILL[..], &report, &others].concat());
    assert!(ran.product().contains("bob.txt: card 1.2, eve: exercised"), "{ran:?}");
    assert!(ran.product().contains("card 1.3, Gina: not here"), "{ran:?}");
    let noted = last(&desk);
    assert_eq!(noted["holders"], json!(["alice", "eve"]));
    // Ann is of no plan, and Gina's card did not come.
    assert_eq!(noted["present"], json!(["alice", "eve"]), "as the plan writes them, each once");

    let document: Value = serde_json::from_str(&desk.read("drill.json")).unwrap();
    assert_eq!(document["shares"][1]["custodian"], "eve");
    assert_eq!(document["not_exercised"][0]["custodian"], "Gina");
    let record: Value = serde_json::from_str(&desk.read("record.json")).unwrap();
    assert_eq!(document["plan_hash"], record["plan_hash"]);
    let pdf = known::text_of_pdf(&std::fs::read(desk.path("drill.pdf")).unwrap());
    for said in ["card 1.2, eve, brought by EVE", "card 1.3, Gina", "plan of the deal", "plan of today"] {
        assert!(pdf.contains(said), "{said}: {pdf}");
    }
    assert!(!pdf.contains("bob,") && !pdf.contains("carol"), "{pdf}");
    for hash in [&document["plan_hash"], &document["plan_hash_today"]] {
        assert!(pdf.contains(&hash.as_str().unwrap()[..32]), "{pdf}");
    }
}

#[test]
fn a_drill_takes_the_hash_of_the_deal_or_of_today_and_says_which() {
    let desk = desk();
    let hash = |field: &str| {
        let ran = desk.run(&[&["--json"], &DRILL[..]].concat()).json();
        ran[field].as_str().map(str::to_owned)
    };
    let of_deal = hash("plan_hash").unwrap();
    assert_eq!(hash("plan_hash_today"), None);
    let expect = |hash: &str| desk.run(&[&DRILL[..], &["--expect-plan", hash]].concat());
    assert!(expect(&of_deal).says("is the plan of the deal, which is the plan of today"));
    note(&desk, "2016-12-02", &["handed-over", "--card", "2", "--to", "eve"]);
    let of_today = hash("plan_hash_today").unwrap();
    assert_ne!(of_deal, of_today);
    for (hash, which) in [(&of_deal[..], "the deal"), (&of_today[..32], "today")] {
        let ran = expect(hash);
        assert!(ran.code == 0 && ran.stderr.contains(&format!("is the plan of {which}\n")), "{ran:?}");
    }
    let refused = desk.refused(7, &[&DRILL[..], &["--expect-plan", &"0".repeat(64)]].concat());
    assert!(refused.error.contains("another plan"), "{refused:?}");
    for hash in [&of_deal[..32], &of_today[..32]] {
        assert!(refused.error.contains(hash), "{refused:?}");
    }
}

#[test]
fn without_its_journal_a_check_does_not_say_whose_a_card_is_today() {
    let desk = handed_over();
    std::fs::remove_file(desk.path("journal.jsonl")).unwrap();
    let ran = desk.run(&CHECK);
    assert!(
        ran.product().contains("the journal is not here: quorate cannot tell who has these cards today"),
        "{ran:?}"
    );
}

#[test]
fn a_card_that_is_printed_or_made_again_bears_the_name_of_today() {
    let desk = handed_over();
    let with = ["--record", "record.json", "--date=2016-12-02", "--format=pdf"];
    for (command, folder) in [(&["card", "bob.txt"][..], "printed"), (&AGAIN, "again")] {
        let ran = desk.run(&[&["--json"], command, &with, &["-o", folder]].concat());
        assert_eq!(ran.json()["shares"][0]["custodian"], "eve", "{ran:?}");
        let card =
            known::text_of_pdf(&std::fs::read(desk.path(&format!("{folder}/secret/2-eve.pdf"))).unwrap());
        assert!(card.contains("eve") && !card.contains("bob"), "{card}");
        assert!(!ran.says("superseded"), "{ran:?}");
    }
    // Before the handover it was bob's; and what is typed has precedence.
    let earlier = ["--record", "record.json", "--date=2016-11-24", "--format=pdf", "-o", "earlier"];
    let ran = desk.run(&[&["--json", "card", "bob.txt"], &earlier[..]].concat());
    assert_eq!(ran.json()["shares"][0]["custodian"], "bob");
    assert!(ran.says("2016-11-24 is before"), "{ran:?}");
    let ran = desk.run(&[&["--json"], &AGAIN[..], &["--record=record.json", "--custodian=Gina"]].concat());
    assert_eq!(ran.json()["shares"][0]["custodian"], "Gina");
    note(&desk, "2020-12-02", &["stolen", "--card", "2"]);
    let ran = desk.run(&["card", "bob.txt", "--record=record.json", "--date=2020-12-03", "--format=pdf"]);
    assert!(ran.code == 0 && ran.says("by the journal, card 1.2 was stolen on 2020-12-02"), "{ran:?}");
}

const AGAIN: [&str; 5] = ["reissue", "alice.txt", "carol.txt", "--member", "2"];

#[test]
fn to_make_a_card_of_a_superseded_set_again_is_warned_of() {
    let desk = desk();
    let dated = ["--record=record.json", "--date=2016-12-02"];
    let new = ["split", "2of3", "--from", "alice.txt", "carol.txt", "--old-record=record.json", "-o", "new"];
    assert_eq!(desk.run(&[&new[..], &["--date=2016-12-01"]].concat()).code, 0);
    let ran = desk.run(&[&AGAIN[..], &dated].concat());
    assert!(ran.code == 0 && ran.says("this set was superseded by set "), "{ran:?}");
    assert!(!ran.says("this makes it again"), "{ran:?}");
    note(&desk, "2016-12-02", &["destroyed", "--card", "2"]);
    let ran = desk.run(&[&AGAIN[..], &dated].concat());
    assert!(ran.says("by the journal, card 1.2 was destroyed on 2016-12-02: this makes it again"), "{ran:?}");
}

const PLAN: &str = r#"
title = "The \"old\" treasury \\ Zürich"
key = "hex"
[[group]]
threshold = 2
[[group.custodian]]
name = "alice"
role = "chair"
place = "bank"
access = ["dana"]
[[group.custodian]]
name = "bob"
place = "Home of O'Neil \"north\""
[[group.custodian]]
role = "notary"
place = "bank"
[[required]]
name = "passphrase"
access = ["alice", "dana"]
places = ["bank", "attic"]
[rules]
tolerate_absent = 1
heard_within_days = 45
"#;

/// A set that was made by that plan, with its record on the desk.
fn planned() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("plan.toml", PLAN);
    let split = ["split", "--plan=plan.toml", "--in=key", "--date=2016-11-24", "--record=record.json"];
    let made = desk.run(&[&split[..], &["--accept-single-point", "-o", "set"]].concat());
    assert_eq!(made.code, 0, "{made:?}");
    desk
}

#[test]
fn the_plan_of_a_record_is_printed_as_a_file_that_is_the_plan_of_today() {
    let desk = planned();
    let plan = |day: &str| desk.run(&["plan", "--record=record.json", "--date", day]);
    let hash = |name: &str| desk.run(&["--json", "policy", "--plan", name]).json()["plan_hash"].clone();
    let dealt = plan("2016-11-24");
    std::fs::write(desk.path("dealt.toml"), dealt.product()).unwrap();
    assert_eq!(hash("dealt.toml"), hash("plan.toml"));
    let head =
        "# The plan of The \"old\" treasury \\ Zürich, as it is on 2016-11-24 by its record and journal.\n";
    assert!(dealt.product().starts_with(head), "{dealt:?}");

    note(&desk, "2016-12-01", &["handed-over", "bob", "--to", "Eve \\ \"Ж\""]);
    note(&desk, "2016-12-01", &["moved", "--card", "3", "--to", "safe = \"2\""]);
    let today = plan("2016-12-02");
    std::fs::write(desk.path("today.toml"), today.product()).unwrap();
    for said in [r#"name = "Eve \\ \"Ж\"""#, r#"place = "safe = \"2\"""#] {
        assert!(today.product().contains(said), "{today:?}");
    }
    let checked = ["--json", "check", "set/secret/1-alice.txt", "--record=record.json", "--date=2016-12-02"];
    assert_eq!(hash("today.toml"), desk.run(&checked).json()["plan_hash_today"]);
    assert!(today.product().contains(&hash("today.toml").as_str().unwrap()[..32]), "{today:?}");
    assert!(!plan("2016-11-30").product().contains("Eve"), "before the handover");
}

#[test]
fn the_plan_of_a_record_is_not_printed_where_nobody_can_tell_it() {
    let desk = planned();
    std::fs::rename(desk.path("journal.jsonl"), desk.path("elsewhere")).unwrap();
    let refused = desk.refused(6, &["plan", "--record=record.json", "--date=2016-12-02"]);
    assert!(refused.error.contains("quorate cannot tell the plan of today"), "{refused:?}");
    desk.refused(2, &["plan", "2of3", "--record=record.json"]);
    desk.refused(2, &["plan", "--date=2016-12-02"]);
    desk.refused(2, &["plan", "2of3", "--date=2016-12-02"]);

    // Nobody is named: the file says where somebody is to be.
    let desk = Desk::new();
    desk.put("key", known::HEX);
    assert_eq!(desk.run(&["split", "2of3", "--in=key", "--record=record.json", "-o", "set"]).code, 0);
    let ran = desk.run(&["plan", "--record=record.json"]);
    assert!(ran.says("some cards have no name"), "{ran:?}");
    std::fs::write(desk.path("plan.toml"), ran.product()).unwrap();
    let refused = desk.refused(3, &["policy", "--plan=plan.toml"]);
    assert!(refused.error.contains("group 1, custodian 1, name: this is missing"), "{refused:?}");
}

/// What `policy --json` says of a day, and how it ends.
fn scenario(desk: &Desk, code: i32, arguments: &[&str]) -> Value {
    let ran = desk.run(&[&["--json", "policy"], arguments].concat());
    assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
    ran.json()
}

#[test]
fn policy_of_a_record_is_that_of_its_plan_of_today_on_a_day_as_the_journal_knows_it() {
    let desk = planned();
    let today = ["--record=record.json", "--date=2016-12-02"];
    let whole = scenario(&desk, 0, &today);
    assert_eq!((whole.get("scenario"), whole.get("plan_hash_of_deal")), (None, None), "nothing is amiss");
    note(&desk, "2016-12-01", &["handed-over", "bob", "--to", "eve"]);
    note(&desk, "2016-12-01", &["moved", "--card", "3", "--to", "cellar"]);
    let plan = desk.run(&["plan", "--record=record.json", "--date=2016-12-02"]);
    std::fs::write(desk.path("today.toml"), plan.product()).unwrap();
    let of_record = scenario(&desk, 0, &today);
    let of_plan = scenario(&desk, 0, &["--plan=today.toml"]);
    assert_eq!(of_record["plan_hash"], of_plan["plan_hash"]);
    assert_eq!(of_record["plan_hash_of_deal"], whole["plan_hash"]);
    assert_eq!(of_record["freezing_sets"], of_plan["freezing_sets"]);
    assert!(of_record["freezing_sets"].to_string().contains("eve"), "{of_record}");

    // What the journal knows of the day is asked of the plan by options.
    let away = scenario(&desk, 6, &["--plan=today.toml", "--absent=EVE", "--closed=Cellar"]);
    note(&desk, "2016-12-02", &["absent", "dana"]);
    note(&desk, "2016-12-02", &["lost", "--card", "1"]);
    let mut noted = scenario(&desk, 0, &[&today[..], &["--closed=attic"]].concat());
    let to_do = noted["scenario"].as_object_mut().unwrap().remove("today").unwrap();
    assert_eq!(to_do["meet"].as_array().map(Vec::len), Some(2), "a record knows the day, too: {to_do}");
    let same = ["--plan=today.toml", "--absent=dana", "--lost=alice", "--closed=attic"];
    assert_eq!(noted["scenario"], scenario(&desk, 0, &same)["scenario"]);
    assert_eq!(noted["scenario"]["call"][0]["by"], json!(["eve"]));
    assert_eq!(noted["scenario"]["call_for"][0]["by"], json!(["alice"]), "lost is her card, not she");
    assert_eq!(away["scenario"]["frozen"], true);
    let frozen = desk.run(&[&["policy"], &today[..], &["--absent=EVE"]].concat());
    assert!(frozen.code == 6 && frozen.says("look for lost cards"), "{frozen:?}");

    // The hash of the deal and that of today are both the record's.
    for hash in [&whole["plan_hash"], &of_record["plan_hash"]] {
        let hash = hash.as_str().unwrap();
        let ran = desk.run(&[&["policy"], &today[..], &["--expect-plan", hash]].concat());
        assert!(ran.code == 0 && ran.says("the plan that was expected is the plan of"), "{ran:?}");
    }
    desk.refused(2, &["policy", "2of3", "--record=record.json"]);
    desk.refused(2, &["policy", "2of3", "--date=2016-12-02"]);
}

#[test]
fn places_that_are_closed_or_burnt_take_what_lies_there_with_them() {
    let desk = planned();
    let told = |code, arguments: &[&str]| {
        let whole = scenario(&desk, code, &[&["--plan=plan.toml"], arguments].concat());
        whole["scenario"].clone()
    };
    // Two cards lie in the bank, and one copy of the passphrase.
    let closed = told(6, &["--closed", "BANK"]);
    assert_eq!((&closed["closed"], &closed["closed_cards"]), (&json!(["bank"]), &json!(["1", "3"])));
    assert_eq!((&closed["lost"], &closed["frozen"]), (&json!([]), &json!(true)));
    assert_eq!(closed["things_out_of_reach"], json!([]), "there is a copy in the attic");
    let burnt = told(6, &["--burnt=bank"]);
    assert_eq!((&burnt["burnt"], &burnt["lost"]), (&json!(["bank"]), &json!(["1", "3"])));
    assert_eq!(burnt["closed_cards"], json!([]));

    let home = told(0, &["--closed=home of o'neil \"NORTH\""]);
    assert_eq!((&home["closed_cards"], &home["frozen"]), (&json!(["2"]), &json!(false)));
    assert_eq!(home["freezing_sets"][0], json!(["notary"]));
    // Every copy is out of reach, whoever is there.
    let attic = told(6, &["--closed=attic", "--burnt=bank"]);
    assert_eq!(attic["things_out_of_reach"], json!(["passphrase"]));
    assert_eq!(attic["call_for"], json!([{ "thing": "passphrase", "by": [] }]));
    let said = desk.run(&["policy", "--plan=plan.toml", "--closed=attic", "--burnt=bank"]);
    let said = String::from_utf8(said.stdout).unwrap();
    for line in [
        "burnt places: bank",
        "lost cards: 1, 3",
        "closed places: attic",
        "also needed, but out of reach: passphrase",
        "also needed: passphrase (out of reach, whoever is there)",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    for option in ["--closed", "--burnt"] {
        let refused = desk.run(&["policy", "--plan=plan.toml", option, "nowhere"]);
        assert!(refused.code == 2 && refused.says("the plan has no such place"), "{refused:?}");
    }
}
