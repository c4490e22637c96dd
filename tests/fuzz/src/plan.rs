//! A plan as people write it, in TOML. What is accepted is written again in full, and read back equal; what is refused
//! is refused by line and key, and nothing of its values is repeated.

use std::fmt::Write as _;

use quorate::custody::{
    analysis::{self, Analysis},
    plan::{Plan, file},
};
use serde_json::json;

/// Words that the key of a refusal is made of.
const KEYS: [&str; 27] = [
    "title",
    "key",
    "groups_needed",
    "group",
    "name",
    "threshold",
    "custodian",
    "role",
    "place",
    "access",
    "recipient",
    "identity_access",
    "identity_places",
    "required",
    "places",
    "rules",
    "tolerate_absent",
    "take_at_least",
    "no_single_person",
    "no_single_place",
    "heard_within_days",
    "checked_within_days",
    "drilled_within_days",
    "proved_within_days",
    "others",
    "expect",
    "",
];

/// People and places of a plan that is analysed: what it costs doubles with each.
const MOST_NAMES: usize = 10;

/// Any text.
pub fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match file::read(text) {
        Ok(plan) => {
            is_kept(&plan);
            assert_eq!(file::read(&written(&plan)).as_ref(), Ok(&plan));
            if plan.people().len() + plan.places().len() <= MOST_NAMES {
                let analysis = Analysis::of(&plan).unwrap();
                let _ = analysis::broken_rules(&plan, &analysis.people, &analysis.places);
                assert!(analysis.people.freezing.smallest.is_some(), "nobody can freeze it");
            }
        }
        Err(error) => {
            assert!((1..=1 + text.matches('\n').count()).contains(&error.line), "{error:?}");
            let is_known = |word: &str| KEYS.contains(&word) || word.parse::<usize>().is_ok();
            assert!(error.key.split([',', ' ']).all(is_known), "{error:?}");
        }
    }
}

/// The standard allows it, and it comes back from its canonical form.
pub fn is_kept(plan: &Plan) {
    let policy = plan.policy().unwrap();
    assert_eq!(policy.share_count(), plan.cards().count());
    let canonical = plan.canonical();
    let again: Plan = serde_json::from_str(&canonical).unwrap();
    assert_eq!((&again, again.canonical(), again.hash()), (plan, canonical, plan.hash()));
}

/// The plan as TOML, with nothing left out. Texts in JSON and in TOML are quoted alike, as long as they are printable.
fn written(plan: &Plan) -> String {
    let mut text = String::new();
    let field = |text: &mut String, key: &str, value: serde_json::Value| {
        if !value.is_null() {
            let _ = writeln!(text, "{key} = {value}");
        }
    };
    field(&mut text, "title", json!(plan.title));
    field(&mut text, "key", json!(plan.key));
    field(&mut text, "groups_needed", json!(plan.groups_needed));
    field(&mut text, "others", json!(plan.others));
    field(&mut text, "expect", json!(plan.expect));
    for group in &plan.groups {
        text.push_str("[[group]]\n");
        field(&mut text, "name", json!(group.name));
        field(&mut text, "threshold", json!(group.threshold));
        for card in &group.cards {
            text.push_str("[[group.custodian]]\n");
            field(&mut text, "name", json!(card.custodian));
            field(&mut text, "role", json!(card.role));
            field(&mut text, "place", json!(card.place));
            field(&mut text, "access", json!(card.access));
            field(&mut text, "recipient", json!(card.recipient));
            if card.recipient.is_some() {
                // Of a card that is not sealed it is refused, be it empty.
                field(&mut text, "identity_access", json!(card.identity_access));
                field(&mut text, "identity_places", json!(card.identity_places));
            }
        }
    }
    for thing in &plan.required {
        text.push_str("[[required]]\n");
        field(&mut text, "name", json!(thing.name));
        field(&mut text, "access", json!(thing.access));
        field(&mut text, "places", json!(thing.places));
    }
    text.push_str("[rules]\n");
    let rules = &plan.rules;
    field(&mut text, "tolerate_absent", json!(rules.tolerate_absent));
    field(&mut text, "take_at_least", json!(rules.take_at_least));
    field(&mut text, "no_single_person", json!(rules.no_single_person));
    field(&mut text, "no_single_place", json!(rules.no_single_place));
    field(&mut text, "heard_within_days", json!(rules.heard_within_days));
    field(&mut text, "checked_within_days", json!(rules.checked_within_days));
    field(&mut text, "drilled_within_days", json!(rules.drilled_within_days));
    field(&mut text, "proved_within_days", json!(rules.proved_within_days));
    text
}
