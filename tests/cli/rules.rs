//! A set is made under a plan that keeps its own rules, or somebody says that it need not, and the record tells.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// A plan of `threshold` of four, with these rules.
fn plan(threshold: u8, rules: &str) -> String {
    let cards = r#"{name="alice"},{name="bob"},{name="carol"},{name="dana"}"#;
    format!("[[group]]\nthreshold = {threshold}\ncustodian = [{cards}]\n[rules]\n{rules}\n")
}

const SPLIT: [&str; 5] = ["split", "--in", "key", "--plan", "plan"];

fn desk(plan: &str) -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    // A plan is no secret: the names of its rules are said again.
    fs::write(desk.path("plan"), plan).unwrap();
    desk
}

fn record(desk: &Desk) -> Value {
    serde_json::from_str(&desk.read("out/public/record.json")).unwrap()
}

#[test]
fn a_plan_that_breaks_its_own_rules_makes_no_set_until_that_is_accepted() {
    let both = "tolerate_absent = 2\ntake_at_least = 4";
    for (rules, broken) in [
        ("tolerate_absent = 2", &["tolerate_absent"][..]),
        ("take_at_least = 4", &["take_at_least"]),
        (both, &["tolerate_absent", "take_at_least"]),
    ] {
        let desk = desk(&plan(3, rules));
        let split = [&SPLIT[..], &["-o", "out", "--format", "words,pdf"]].concat();
        let before = desk.names();
        let refused = desk.refused(7, &split);
        assert_eq!(desk.names(), before);
        assert!(refused.hint.contains("--accept-broken-rules"), "{refused:?}");
        assert_eq!(refused.error.matches(';').count(), broken.len() - 1, "all are named: {refused:?}");
        let document: Value =
            serde_json::from_slice(&desk.run(&[&["--json"], &split[..]].concat()).stdout).unwrap();
        assert_eq!(document["code"], "plan-breaks-rules");
        // Another flag accepts another thing.
        desk.refused(7, &[&split[..], &["--accept-single-point"]].concat());

        let made = desk.run(&[&split[..], &["--accept-broken-rules"]].concat());
        assert_eq!(made.code, 0, "{made:?}");
        assert!(made.says("broken, and that was accepted"), "{made:?}");
        assert_eq!(record(&desk)["broken_rules_accepted"], json!(broken));
        let sheet = known::text_of_pdf(&fs::read(desk.path("out/public/cover-sheet.pdf")).unwrap());
        let told =
            sheet.replace('\n', " ").matches("rule of the plan is broken, and that was accepted").count();
        assert_eq!(told, broken.len(), "{sheet}");
    }
}

#[test]
fn one_person_whom_a_rule_forbids_is_accepted_twice_or_not_at_all() {
    let desk = desk(
        "[[group]]\nthreshold = 2\ncustodian = [{name=\"a\",access=[\"d\"]},{name=\"b\",access=[\"d\"]},{name=\"c\"}]\n\
         [rules]\nno_single_person = true\n",
    );
    let split = [&SPLIT[..], &["-o", "out"]].concat();
    let code = |options: &[&str]| desk.run(&[&split[..], options].concat()).code;
    assert_eq!(code(&[]), 7);
    assert_eq!(code(&["--accept-single-point"]), 7);
    assert_eq!(code(&["--accept-broken-rules"]), 7);
    assert_eq!(code(&["--accept-single-point", "--accept-broken-rules"]), 0);
    assert_eq!(record(&desk)["broken_rules_accepted"], json!(["no_single_person"]));
}

#[test]
fn a_plan_that_keeps_its_rules_makes_a_set_as_ever() {
    for text in [plan(3, "tolerate_absent = 1\ntake_at_least = 3\nno_single_person = true"), plan(3, "")] {
        for accepting in [&[][..], &["--accept-broken-rules"]] {
            let desk = desk(&text);
            let made = desk.run(&[&SPLIT[..], &["-o", "out"], accepting].concat());
            assert_eq!(made.code, 0, "{made:?}");
            assert!(!made.says("rule of the plan"), "{made:?}");
            assert_eq!(
                record(&desk).get("broken_rules_accepted"),
                None,
                "not said where there is nothing to say"
            );
        }
    }
    let desk = desk("");
    desk.refused(2, &["split", "2of3", "--in", "key", "--accept-broken-rules"]);
}

#[test]
fn the_plans_that_are_given_out_make_sets() {
    let example =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/plan.toml")).unwrap();
    let mut plans = vec![example];
    for policy in ["2of3", "3of5", "8of16"] {
        plans.push(Desk::new().run(&["plan", policy]).product().to_owned());
    }
    for text in plans {
        let desk = desk(&text);
        let made = desk.run(&[&SPLIT[..], &["-o", "out"]].concat());
        assert_eq!(made.code, 0, "{made:?}");
        assert!(!made.says("rule of the plan"), "{made:?}");
    }
}

#[test]
fn a_rule_that_cannot_be_judged_is_not_kept() {
    let placed = r#"[[group]]
threshold = 2
custodian = [{name="a",place="x"},{name="b",place="y"},{name="c"}]
[rules]
no_single_place = true
"#;
    let unnamed = r#"[[group]]
threshold = 2
custodian = [{name="a"},{name="b"},{name="c"}]
[[required]]
name = "passphrase"
[rules]
take_at_least = 3
"#;
    for (text, options, rule) in
        [(placed, &[][..], "no_single_place"), (unnamed, &["--accept-single-point"], "take_at_least")]
    {
        let desk = desk(text);
        let policy = desk.run(&["policy", "--plan", "plan"]);
        assert_eq!(policy.code, 6, "{policy:?}");
        let split = [&SPLIT[..], &["-o", "out"], options].concat();
        assert_eq!(desk.refused_json(7, &split)["code"], "rules-unjudged");
        desk.refused(7, &split);
        assert!(!desk.path("out").exists());
        let made = desk.run(&[&split[..], &["--accept-broken-rules"]].concat());
        assert_eq!(made.code, 0, "{made:?}");
        assert!(made.says("a rule of the plan cannot be judged, and that was accepted"), "{made:?}");
        assert_eq!(record(&desk)["broken_rules_accepted"], json!([rule]));
    }
}
