//! The schemas of the machine-readable answers, against the standard they are written in.

use std::fs;

use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema");

/// The schema of that name.
pub fn schema(name: &str) -> Value {
    serde_json::from_slice(&fs::read(format!("{FOLDER}/{name}.json")).unwrap()).unwrap()
}

/// What the answer breaks of its schema, in words; nothing if it is as it should be.
pub fn breaches(schema: &Value, answer: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_schema_is_a_schema() {
    let files: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(files.len() >= 9, "{files:?}");
    for file in files {
        let name = file.to_str().and_then(|file| file.strip_suffix(".json")).unwrap().to_owned();
        let schema = schema(&name);
        assert!(schema["$schema"].is_string(), "{name}: says no dialect");
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{name}: {error}");
        }
    }
    let broken =
        serde_json::json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "text" });
    assert!(!jsonschema::meta::is_valid(&broken), "the check tells what is none");
}

#[test]
fn breaches_are_told_by_their_place() {
    let schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": { "ok": { "const": true }, "exit": { "type": "integer" } },
        "required": ["ok"],
    });
    assert_eq!(breaches(&schema, &serde_json::json!({ "ok": true, "exit": 0 })), Vec::<String>::new());
    let told = breaches(&schema, &serde_json::json!({ "ok": true, "exit": "five" }));
    assert!(matches!(told.as_slice(), [only] if only.starts_with("/exit: ")), "{told:?}");
}
