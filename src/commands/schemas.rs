//! The schemas of what `--json` tells, made of the types that tell it: one for each command, and one for failures.

use std::{env, fs, path::Path};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{check, drill, evidence, man, note, policy, practice, preflight, recover, split, status};
use crate::{
    host::{
        console::Product,
        document::{EmptyFiles, FailureDocument},
    },
    transfer::delivery::handout,
};

type Body = fn(&mut SchemaGenerator) -> Schema;

/// The commands whose answers have a shape of their own, with what they mean.
fn answers() -> Vec<(&'static str, &'static str, Vec<Body>)> {
    vec![
        (
            "card",
            "Shares that exist, once more. With -o everything is in files, and the document holds no secret; without, it holds the words.",
            vec![handout::Answer::json_schema],
        ),
        (
            "check",
            "What a check found where nothing is wrong. A failed check is a failure document with the shares beside it.",
            vec![
                check::answer::Answer::json_schema,
                check::foreign_answer::Answer::json_schema,
                check::recipient::Answer::json_schema,
            ],
        ),
        ("completions", TEXT, vec![Product::json_schema]),
        (
            "drill",
            "What a drill that passed has found; no secret. A drill that failed is a failure document with the shares beside it.",
            vec![drill::answer::Answer::json_schema],
        ),
        (
            "evidence",
            "A folder of evidence that was made, or one that was verified and is complete. Of one that does not pass, the failure document has the same fields beside its own.",
            vec![evidence::answer::FolderMade::json_schema, evidence::answer::Verified::json_schema],
        ),
        (
            "help",
            "The text that --help or --version prints without --json, for any command.",
            vec![Product::json_schema],
        ),
        (
            "man",
            "The pages of the manual; where DIR was given, they are in files there, too.",
            vec![man::Answer::json_schema],
        ),
        (
            "note",
            "A line was added to the journal of a record. Where it could not be written, the failure document has it as `line`.",
            vec![note::answer::Answer::json_schema],
        ),
        ("plan", "A plan to start from, as TOML.", vec![Product::json_schema]),
        (
            "policy",
            "Who can freeze a key and who can take it. Where a rule is broken or cannot be judged, or the key would be frozen, the failure document has the same fields beside its own.",
            vec![policy::answer::Answer::json_schema],
        ),
        (
            "practice",
            "The commands of the exercise, each with the exit code that it should end with.",
            vec![practice::Answer::json_schema],
        ),
        (
            "preflight",
            "Whether this machine is fit for a ceremony. Where it is not, or that cannot be told, the failure document has the same fields beside its own.",
            vec![preflight::answer::Answer::json_schema],
        ),
        (
            "recover",
            "The recovered key. With -o the key is in the file, and the document holds no secret.",
            vec![recover::answer::Answer::json_schema, recover::foreign_answer::Answer::json_schema],
        ),
        (
            "reissue",
            "A lost share again, as card has a share that exists. With -o everything is in files, and the document holds no secret; without, it holds the words.",
            vec![handout::Answer::json_schema],
        ),
        (
            "split",
            "The shares of a new set. With -o the words are in files, and the document holds no secret. Of a second machine: that it has computed the same.",
            vec![split::answer::Answer::json_schema, split::dice::agree::SameDeal::json_schema],
        ),
        (
            "status",
            "What is known of a set on a day. Where something is due, the failure document has the same fields beside its own.",
            vec![status::answer::Answer::json_schema, status::answer::several::Answer::json_schema],
        ),
    ]
}

const TEXT: &str = "The text that the command prints without --json.";

/// What each command tells beside a failure.
const BESIDE: [(&str, Body); 8] = [
    ("check", check::answer::Faulty::json_schema),
    ("drill", drill::answer::FailedDrill::json_schema),
    ("evidence", evidence::answer::Verified::json_schema),
    ("note", note::answer::Unwritten::json_schema),
    ("policy", policy::answer::Answer::json_schema),
    ("preflight", preflight::answer::Answer::json_schema),
    ("status", status::answer::Answer::json_schema),
    ("status", status::answer::several::Answer::json_schema),
];

/// The documents that say nothing but what their schemas have.
const CLOSED: [&str; 4] = ["note", "plan", "policy", "status"];

/// The schema of a document: the head, with the first body, or any of several, beside it.
fn document(title: &str, description: &str, head: [(&str, Value); 3], bodies: &[Body]) -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut bodies: Vec<Map<String, Value>> =
        bodies.iter().map(|body| body(&mut generator).ensure_object().clone()).collect();
    let mut schema = if bodies.len() == 1 { bodies.remove(0) } else { Map::new() };
    if !bodies.is_empty() {
        schema.insert("anyOf".into(), bodies.into_iter().map(Value::Object).collect());
    }
    let mut required: Vec<Value> = head.iter().map(|(name, _)| json!(name)).collect();
    required.extend(schema.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    for (name, value) in head {
        properties[name] = value;
    }
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(title));
    schema.insert("description".into(), json!(description));
    schema.insert("type".into(), json!("object"));
    schema.insert("required".into(), Value::Array(required));
    if CLOSED.iter().any(|name| title == format!("quorate {name} --json")) {
        let rest =
            if schema.contains_key("anyOf") { "unevaluatedProperties" } else { "additionalProperties" };
        schema.insert(rest.into(), json!(false));
    }
    schema.insert("$defs".into(), Value::Object(generator.take_definitions(true)));
    let mut schema = Value::Object(schema);
    tidy(&mut schema);
    schema
}

/// What a document never says, of the words of a type that others say more of.
const NEVER: [(&str, &str, &[&str]); 9] = [
    ("ceremony-report", "KeyKind", &["text"]),
    ("card", "CardVerdict", &["not-dealt", "untold"]),
    ("check", "CardVerdict", &["not-dealt"]),
    ("drill", "CardVerdict", &["not-dealt"]),
    ("drill", "Compared", &["differs"]),
    ("drill", "Unproved", &["unknown"]),
    ("drill-report", "Unproved", &["unknown"]),
    ("reissue", "CardVerdict", &["not-dealt"]),
    ("split", "KeyKind", &["text"]),
];

/// What holds of a document, and not of all that have the same type.
const MORE: [(&str, &str, &str, u8); 6] = [
    ("drill", "quorums_tried", "minimum", 1),
    ("drill", "quorums_passed", "minimum", 1),
    ("drill", "recombinations", "minimum", 2),
    ("drill", "shares", "minItems", 1),
    ("reissue", "shares", "minItems", 1),
    ("reissue", "shares", "maxItems", 1),
];

/// Makes the schema of one document stricter than its types are.
fn narrow(name: &str, schema: &mut Value) {
    if name == "drill" {
        // One that passed has read every share.
        schema["$defs"]["ShareInDrill"]["oneOf"].as_array_mut().unwrap().truncate(1);
    }
    for (_, of, never) in NEVER.iter().filter(|(document, ..)| *document == name) {
        let words = schema["$defs"][of]["oneOf"].as_array_mut().unwrap();
        words.retain(|word| !never.contains(&word["const"].as_str().unwrap()));
    }
    for (_, property, key, value) in MORE.iter().filter(|(document, ..)| *document == name) {
        schema["properties"][property][key] = json!(value);
    }
}

fn head(name: &str, ok: Value) -> [(&'static str, Value); 3] {
    [
        ("schema", json!({ "const": format!("quorate/{name}") })),
        ("version", json!({ "const": 1 })),
        ("ok", ok),
    ]
}

/// The schema of a failure: what each command tells beside it has the shape that it has in an answer, as far as it is told.
fn failure() -> Value {
    let [_, version, ok] = head("", json!({ "const": false }));
    let name = ("schema", json!({ "type": "string", "pattern": "^quorate/[a-z]+$" }));
    let description = "What happened and what to do next: positions and headers, never words or bytes of a secret. `check`, `drill`, `note`, `policy`, `preflight` and `status` tell beside it what they found.";
    let mut bodies: Vec<Body> = vec![FailureDocument::json_schema, EmptyFiles::json_schema];
    bodies.extend(BESIDE.map(|(_, body)| body));
    let mut schema =
        document("any command that fails, with --json", description, [name, version, ok], &bodies);
    let Some(Value::Array(bodies)) = schema.as_object_mut().unwrap().remove("anyOf") else { unreachable!() };
    let (own, beside) = bodies.split_at(2);
    for (name, property) in own.iter().flat_map(|body| body["properties"].as_object().unwrap()) {
        schema["properties"][name] = property.clone();
    }
    let required = schema["required"].as_array_mut().unwrap();
    required.extend(own[0]["required"].as_array().unwrap().iter().cloned());
    let beside = BESIDE.iter().zip(beside).map(|((name, _), body)| {
        let is_it = json!({ "properties": { "schema": { "const": format!("quorate/{name}") } } });
        json!({ "if": is_it, "then": { "properties": body["properties"] } })
    });
    schema["allOf"] = beside.collect();
    schema
}

/// How wide a number is in memory concerns nobody; and a field that is left out where there is nothing to say is never
/// null.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("format").is_some_and(Value::is_string) {
                fields.remove("format");
            }
            let branches = fields.get("oneOf").and_then(Value::as_array).into_iter().flatten();
            let lists = branches.map(|branch| branch.get("required")).chain([fields.get("required")]);
            let required: Vec<Value> =
                lists.flatten().filter_map(Value::as_array).flatten().cloned().collect();
            if let Some(Value::Object(properties)) = fields.get_mut("properties") {
                for (_, property) in
                    properties.iter_mut().filter(|(name, _)| !required.contains(&json!(name)))
                {
                    never_null(property);
                }
            }
            fields.values_mut().for_each(tidy);
        }
        Value::Array(parts) => parts.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn never_null(property: &mut Value) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            property["type"] = only.clone();
        }
    }
    if let Some(Value::Array(alternatives)) = property.get_mut("anyOf") {
        alternatives.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
        if let [Value::Object(only)] = alternatives.as_slice() {
            let only = only.clone();
            let fields = property.as_object_mut().unwrap();
            fields.remove("anyOf");
            fields.extend(only);
        }
    }
}

#[test]
fn the_published_schemas_are_those_of_the_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let mut schemas: Vec<(&str, Value)> = answers()
        .into_iter()
        .map(|(name, description, bodies)| {
            let title = format!("quorate {} --json", if name == "help" { "--help" } else { name });
            (name, document(&title, description, head(name, json!({ "const": true })), &bodies))
        })
        .collect();
    let title = "the .json beside the report of quorate drill --report";
    let description = "The same as the printed report says, of a drill that passed or failed. Sources are names of files without folders.";
    let report = head("drill-report", json!({ "type": "boolean" }));
    schemas
        .push(("drill-report", document(title, description, report, &[drill::answer::Report::json_schema])));
    let title = "the .json beside the report of a ceremony: split -o, and split --report";
    let description =
        "The same as the printed report says. The first line of the journal holds the SHA-256 of both files.";
    let report = head("ceremony-report", json!({ "const": true }));
    let body = split::report::answer::CeremonyReport::json_schema;
    schemas.push(("ceremony-report", document(title, description, report, &[body])));
    schemas.push(("failure", failure()));
    for (name, mut schema) in schemas {
        narrow(name, &mut schema);
        let path = folder.join(name).with_extension("json");
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if env::var_os("QUORATE_WRITE_SCHEMA").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(fs::read_to_string(path).unwrap(), text, "{name}: QUORATE_WRITE_SCHEMA=1 writes it anew");
    }
}
