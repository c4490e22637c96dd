//! A plan that was drawn, as people write plans.

use std::fmt::Write as _;

use serde_json::Value;

/// The text of a plan file. Strings, numbers and lists of JSON are such of TOML, too.
pub fn plan(plan: &Value) -> String {
    let mut text = String::new();
    fields(&mut text, plan, &["title", "groups_needed", "others"]);
    for group in plan["groups"].as_array().unwrap() {
        text.push_str("\n[[group]]\n");
        fields(&mut text, group, &["name", "threshold"]);
        for card in group["custodians"].as_array().unwrap() {
            text.push_str("\n[[group.custodian]]\n");
            fields(
                &mut text,
                card,
                &["name", "role", "place", "access", "recipient", "identity_access", "identity_places"],
            );
        }
    }
    for thing in plan["required"].as_array().unwrap() {
        text.push_str("\n[[required]]\n");
        fields(&mut text, thing, &["name", "access", "places"]);
    }
    text.push_str("\n[rules]\n");
    let rules: Vec<&str> = plan["rules"].as_object().unwrap().keys().map(String::as_str).collect();
    fields(&mut text, &plan["rules"], &rules);
    text
}

fn fields(text: &mut String, table: &Value, names: &[&str]) {
    for (name, value) in names.iter().filter_map(|name| Some((name, table.get(*name)?))) {
        writeln!(text, "{name} = {value}").unwrap();
    }
}
