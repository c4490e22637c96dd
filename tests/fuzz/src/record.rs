//! A record. What is accepted is written again and read back equal, can be printed, and has a status on any day.

use quorate::{
    custody::{
        journal::Journal,
        plan::Plan,
        record::{Record, hash_of},
        status::Status,
    },
    formats::visible::is_printable,
};
use serde_json::Value;

use crate::craft::choice;

/// People and places of a record that gets a status: what it costs doubles with each.
const MOST_NAMES: usize = 10;

/// Any text, or any text with the hash of its plan put right.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let text = match choice & 1 {
        0 => rest.to_vec(),
        _ => rehashed(rest).unwrap_or_default(),
    };
    let Ok(record) = Record::read(&text) else { return };
    let again = record.text();
    assert_eq!(Record::read(again.as_bytes()).as_ref(), Ok(&record));
    let texts: Value = serde_json::from_str(&again).unwrap();
    assert!(is_plain(&texts), "what cannot be seen is accepted");
    let _ = (record.name(), record.key.form.as_ref().map(|form| form.form()));
    let plans = record.supersedes.iter().filter_map(|old| old.plan.as_ref()).chain([&record.plan]);
    if plans.clone().all(|plan| plan.people().len() + plan.places().len() <= MOST_NAMES) {
        let journal = Journal::read(&hash_of(&text), "").unwrap();
        for day in ["1900-01-01", "2026-11-24", "2999-12-31"] {
            let _ = Status::of(&record, &journal, day.parse().unwrap());
        }
    }
}

fn rehashed(text: &[u8]) -> Option<Vec<u8>> {
    let mut record: Value = serde_json::from_slice(text).ok()?;
    let plan: Plan = serde_json::from_value(record.get("plan")?.clone()).ok()?;
    record["plan_hash"] = plan.hash().into();
    Some(record.to_string().into_bytes())
}

/// Nothing in it steers a terminal or hides.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().all(is_printable),
        Value::Array(values) => values.iter().all(is_plain),
        Value::Object(fields) => fields.values().all(is_plain),
        _ => true,
    }
}
