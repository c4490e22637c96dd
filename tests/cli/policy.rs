//! Who can freeze a key and who can take it: `plan`, `policy`, and what `split` makes of a plan.

use serde_json::Value;

use crate::{desk::Desk, known};

/// One director in every quorum, as at the exchange that was frozen for five weeks.
const DIRECTOR: &str = r#"
title = "Cold wallet"
[[group]]
name = "director"
threshold = 1
custodian = [{ name = "director", place = "office" }]
[[group]]
name = "staff"
threshold = 2
custodian = [{ name = "alice" }, { name = "bob" }, { name = "carol" }]
"#;

const KEEPER: &str = r#"
[[group]]
threshold = 2
custodian = [{ name = "alice", access = ["dana"] }, { name = "bob" }, { name = "carol" }]
[[required]]
name = "passphrase"
access = ["erin"]
"#;

const GOOD: &str = r#"
title = "Treasury"
key = "hex"
[[group]]
threshold = 2
custodian = [
  { name = "alice", place = "bank", access = ["dana"] },
  { name = "bob", place = "safe" },
  { role = "cfo", place = "notary" },
]
[rules]
tolerate_absent = 1
take_at_least = 2
no_single_person = true
no_single_place = true
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("director", DIRECTOR).put("keeper", KEEPER).put("good", GOOD);
    desk
}

/// A refusal, told in two lines. Names of a plan may be repeated: they are no secret.
fn refused(desk: &Desk, code: i32, arguments: &[&str]) -> String {
    let before = desk.names();
    let ran = desk.run(arguments);
    assert_eq!(
        (ran.code, ran.stdout.len(), ran.stderr.lines().count()),
        (code, 0, 2),
        "{arguments:?} {ran:?}"
    );
    assert_eq!(desk.names(), before);
    ran.stderr
}

fn json(desk: &Desk, arguments: &[&str]) -> Value {
    serde_json::from_slice(&desk.run(&[&["--json"], arguments].concat()).stdout).unwrap()
}

#[test]
fn a_policy_is_answered_with_all_its_sets() {
    let document = json(
        &desk(),
        &[
            "policy",
            "3of5",
            "--custodian=a",
            "--custodian=b",
            "--custodian=c",
            "--custodian=d",
            "--custodian=e",
        ],
    );
    assert_eq!(document["freezing_total"], 10);
    assert_eq!(document["freezing_sets"][0], serde_json::json!(["a", "b", "c"]));
    assert_eq!((&document["tolerates_absent"], &document["takes"]), (&2.into(), &3.into()));
    assert_eq!(document["single_points"], serde_json::json!([]));
    let unnamed = json(&desk(), &["policy", "--group", "x=2of3", "--group", "y=2of2"]);
    assert_eq!(unnamed["freezing_sets"][0], serde_json::json!(["2.1"]), "{unnamed}");
    let ran = desk().run(&["policy", "2of3"]);
    assert!(
        ran.product().contains("2 of 3") && ran.product().contains("3 sets, the smallest of 2"),
        "{ran:?}"
    );
}

#[test]
fn sixteen_groups_are_counted_to_the_last_digit() {
    let mut arguments = vec!["policy"];
    (0..16).for_each(|_| arguments.extend(["--group", "8of16"]));
    arguments.extend(["--groups-needed", "8"]);
    let document = json(&desk(), &arguments);
    assert_eq!(
        document["freezing_total"],
        Value::Null,
        "no bound and nothing rounded is printed as a number"
    );
    // 11440 ^ 10
    assert_eq!(document["freezing_total_text"].as_str().unwrap().len(), 41);
    assert_eq!(document["truncated"], true);
    assert_eq!(document["freezing_sets"].as_array().unwrap().len(), 10_000);
}

#[test]
fn one_person_in_every_quorum_is_named_and_refused() {
    let desk = desk();
    for (plan, who) in [("director", "director"), ("keeper", "erin")] {
        let ran = desk.run(&["policy", "--plan", plan]);
        assert_eq!(ran.code, 0, "no rule asks for more: {ran:?}");
        assert!(ran.product().contains(&format!("{who} alone could freeze the key")), "{ran:?}");
        let refused = refused(&desk, 7, &["split", "--plan", plan, "--in", "key", "-o", "out"]);
        assert!(refused.contains(who), "{refused:?}");
        assert!(refused.contains("--accept-single-point"));
        let split = ["split", "--plan", plan, "--in", "key", "-o", plan, "--accept-single-point"];
        let folder = format!("out-{plan}");
        let accepted = [&split[..6], &[folder.as_str(), "--accept-single-point"]].concat();
        assert_eq!(desk.run(&accepted).code, 0);
        let record: Value = serde_json::from_slice(
            &std::fs::read(desk.path(&format!("{folder}/public/record.json"))).unwrap(),
        )
        .unwrap();
        assert_eq!(record["single_point_accepted"], true);
    }
    // One person with a quorum.
    let twice =
        ["split", "2of3", "--in", "key", "--custodian=al", "--custodian=al", "--custodian=bo", "-o", "x"];
    let refused = refused(&desk, 7, &twice);
    assert!(refused.contains("al alone could"), "{refused:?}");
}

#[test]
fn a_plan_names_cards_and_its_hash_binds_everybody() {
    let desk = desk();
    let hash = json(&desk, &["policy", "--plan", "good"])["plan_hash"].as_str().unwrap().to_owned();
    for expected in [&hash[..32], &hash, &hash.to_uppercase()] {
        assert_eq!(desk.run(&["policy", "--plan", "good", "--expect-plan", expected]).code, 0);
    }
    for other in [&"0".repeat(32), &"0".repeat(64)] {
        refused(&desk, 7, &["policy", "--plan", "good", "--expect-plan", other]);
        refused(&desk, 7, &["split", "--plan", "good", "--in", "key", "-o", "out", "--expect-plan", other]);
    }
    let split = [
        "split",
        "--plan",
        "good",
        "--in",
        "key",
        "-o",
        "out",
        "--expect-plan",
        &hash[..32],
        "--format",
        "words,pdf",
    ];
    let ran = desk.run(&split);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says(&hash[..32]), "{ran:?}");
    assert!(desk.names().contains("out/secret/3-cfo.pdf"), "{:?}", desk.names());
    let record: Value =
        serde_json::from_slice(&std::fs::read(desk.path("out/public/record.json")).unwrap()).unwrap();
    assert_eq!(record["plan_hash"], *hash);
    assert_eq!(record["plan"]["groups"][0]["cards"][0]["access"], serde_json::json!(["alice", "dana"]));
    desk.put("wif", known::WIFS[0].2);
    refused(&desk, 2, &["split", "--plan", "good", "--in", "wif", "--kind", "wif", "-o", "other"]);
}

#[test]
fn a_broken_rule_is_named_after_it_was_told() {
    let desk = desk();
    for (from, to, rule) in [
        ("tolerate_absent = 1", "tolerate_absent = 2", "tolerate_absent"),
        ("take_at_least = 2", "take_at_least = 3", "take_at_least"),
        ("access = [\"dana\"]", "access = [\"bob\"]", "no_single_person"),
        ("place = \"safe\"", "place = \"bank\"", "no_single_place"),
    ] {
        desk.put("plan", GOOD.replacen(from, to, 1));
        let ran = desk.run(&["policy", "--plan", "plan"]);
        assert_eq!(ran.code, 6, "{to}: {ran:?}");
        assert!(String::from_utf8_lossy(&ran.stdout).contains("BROKEN"));
        let document = json(&desk, &["policy", "--plan", "plan"]);
        assert_eq!((&document["ok"], &document["code"]), (&false.into(), &"rule-broken".into()));
        let broken = document["broken_rules"].as_array().unwrap();
        assert!(broken.iter().any(|one| one["rule"] == rule), "{document}");
    }
}

#[test]
fn an_absence_a_loss_and_whom_to_call() {
    let desk = desk();
    let document = json(&desk, &["policy", "--plan", "good", "--absent", "Alice"]);
    let scenario = &document["scenario"];
    assert_eq!(
        (&scenario["frozen"], &scenario["call"][0]["by"]),
        (&false.into(), &serde_json::json!(["dana"]))
    );
    assert_eq!(scenario["call"][0]["deputy"], true);
    let ran = desk.run(&["policy", "--plan", "good", "--absent", "bob", "--lost", "cfo"]);
    assert_eq!(ran.code, 6);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("FROZEN"));
    assert_eq!(
        json(&desk, &["policy", "--plan", "good", "--absent", "bob", "--lost", "3"])["code"],
        "frozen"
    );
    let ran = desk.run(&["policy", "--plan", "good", "--lost", "3"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for nobody in [["--absent", "mallory"], ["--lost", "mallory"], ["--lost", "4"]] {
        refused(&desk, 2, &[&["policy", "--plan", "good"][..], &nobody].concat());
    }
}

#[test]
fn a_mistake_is_told_with_line_and_key_and_never_with_its_value() {
    let desk = desk();
    for (from, to, place) in [
        ("threshold = 2", "threshold = \"hunter2\"", "line 5: group 1, threshold"),
        ("key = \"hex\"", "key = \"hunter2\"", "line 3: key"),
        ("key = \"hex\"", "hunter2 = 1", "line 3"),
        ("[rules]", "[rules", "line 11"),
    ] {
        desk.put("plan", GOOD.replacen(from, to, 1));
        let refused = refused(&desk, 3, &["policy", "--plan", "plan"]);
        assert!(refused.contains(place) && !refused.contains("hunter2"), "{refused:?}");
    }
    desk.put("plan", GOOD.replacen("threshold = 2", "threshold = 1", 1));
    refused(&desk, 2, &["policy", "--plan", "plan"]);
    for arguments in [
        &["policy"][..],
        &["policy", "3of5", "--plan", "good"],
        &["policy", "--plan", "good", "--custodian", "alice"],
        &["policy", "--plan", "good", "--group", "2of3"],
        &["policy", "2of3", "--custodian", "alice"],
    ] {
        refused(&desk, 2, arguments);
    }
    refused(&desk, 1, &["policy", "--plan", "./nowhere.toml"]);
}

#[test]
fn the_plan_that_is_printed_is_a_good_one() {
    let desk = desk();
    for policy in ["2of3", "3of5", "8of16", "2of2", "1of1"] {
        let ran = desk.run(&["plan", policy]);
        assert!(ran.product().contains("[rules]"));
        desk.put("plan", ran.product());
        let checked = desk.run(&["policy", "--plan", "plan"]);
        assert_eq!(checked.code, 0, "{policy}: {checked:?}");
        // What is commented out is right, too.
        let whole = ran.product().replace("# groups_needed", "groups_needed").replace("# key", "key");
        let whole = whole.replace("# access = [\"Dana\"]", "access = [\"Dana\"]");
        desk.put("whole", whole);
        assert_eq!(desk.run(&["policy", "--plan", "whole"]).code, 0, "{policy}");
    }
    refused(&desk, 2, &["plan", "1of3"]);
    assert_eq!(json(&desk, &["plan"])["schema"], "quorate/plan");
}

#[test]
fn entangled_people_are_told_exactly_however_many() {
    let desk = desk();
    let plan = |deputies: fn(usize) -> String| {
        let card = |at: usize| format!("{{ name = \"a{at}\", access = [{}] }}", deputies(at));
        let cards: Vec<String> = (0..13).map(card).collect();
        format!("[[group]]\nthreshold = 3\ncustodian = [{}]\n", cards.join(", "))
    };
    // Each deputy reaches two cards: eleven in a row are frozen by their custodians and 12 deputies, others by 13.
    desk.put("plan", plan(|at| format!("\"b{at}\", \"b{}\"", (at + 1) % 13)));
    let answer = json(&desk, &["policy", "--plan", "plan"]);
    assert_eq!((&answer["freezing_total"], &answer["tolerates_absent"]), (&78.into(), &22.into()));
    assert_eq!((&answer["taking_total"], &answer["takes"]), (&507.into(), &2.into()));
    // Where each reaches one, 26 people are no more work than 13.
    desk.put("plan", plan(|at| format!("\"b{at}\"")));
    let answer = json(&desk, &["policy", "--plan", "plan"]);
    assert_eq!((&answer["freezing_total"], &answer["tolerates_absent"]), (&78.into(), &21.into()));
    assert_eq!((&answer["taking_total"], &answer["takes"]), (&2288.into(), &3.into()));
}

#[test]
fn people_who_are_entangled_in_too_many_ways_are_refused_with_the_reason() {
    let desk = desk();
    let names: Vec<String> = (0..1_001).map(|number| format!("\"p{number}\"")).collect();
    let card = |from: usize| format!("{{ name = \"a{from}\", access = [{}] }}", names[from..].join(", "));
    desk.put(
        "plan",
        format!("[[group]]\nthreshold = 2\ncustodian = [{}, {}, {}]\n", card(0), card(1), card(2)),
    );
    let refused = refused(&desk, 2, &["policy", "--plan", "plan"]);
    assert!(refused.contains("1004 people") && refused.contains("more ways"), "{refused:?}");
}
