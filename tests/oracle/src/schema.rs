//! The schemas of the machine-readable answers, against the standard they are written in.

use std::{fs, path::PathBuf};

use serde_json::Value;

/// Every schema there is, by file; none while the folder does not exist.
fn schemas() -> Vec<(PathBuf, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema");
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let json = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    json.map(|path| (path.clone(), serde_json::from_slice(&fs::read(&path).unwrap()).unwrap())).collect()
}

/// What the answer breaks of its schema, in words; nothing if it is as it should be.
fn breaches(schema: &Value, answer: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_schema_is_a_schema() {
    for (path, schema) in schemas() {
        assert!(schema["$schema"].is_string(), "{}: says no dialect", path.display());
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{}: {error}", path.display());
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
