//! Models of what people act upon, written anew by what the documents say (`models/`, Python with its standard library
//! alone), and compared with the program in every field: who freezes and takes a key by a plan, and how a set stands by its journal.
//!
//! The models try every set and ask every line; they share no line with the program, and no step of how it finds out.
//! Everything is drawn by a seed that is told where something differs. `QUORATE_MODELS` asks for so many rounds, and
//! `QUORATE_MODELS_SEED` for another seed.

use std::{env, process::Command};

use serde_json::{Value, json};

use crate::stream::Stream;

mod damage;
mod draw;
mod exercises;
mod histories;
mod lives;
mod notes;
mod odd;
mod plans;
mod recipients;
mod sets;
mod today;
mod toml;

/// How many rounds, and the seed that they are drawn by.
fn rounds() -> (usize, u64) {
    let number = |name: &str, usual: u64| {
        env::var(name).map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
    };
    (number("QUORATE_MODELS", 1_000).try_into().unwrap(), number("QUORATE_MODELS_SEED", 1))
}

/// The document that a run answers with, and its exit code in it.
fn document(program: &str, arguments: &[String]) -> Value {
    let output = Command::new(program).args(arguments).arg("--json").output().unwrap();
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr))
    });
    let exit = output.status.code().unwrap();
    assert_eq!(document.get("exit").unwrap_or(&json!(exit)), &json!(exit), "{arguments:?}");
    let fields = document.as_object_mut().unwrap();
    fields.insert("exit".to_owned(), exit.into());
    fields.entry("code").or_insert(Value::Null);
    document
}

/// Each field that the two do not agree on, of lists what differs. What heads every document, and the words of a failure,
/// say nothing more.
fn differences(model: &Value, answer: &Value) -> Vec<String> {
    let (model, answer) = (model.as_object().unwrap(), answer.as_object().unwrap());
    let is_head = |name: &str| matches!(name, "schema" | "version" | "ok" | "message" | "hint");
    let names = model.keys().chain(answer.keys().filter(|name| !is_head(name) && !model.contains_key(*name)));
    let told = |name: &String| match (model.get(name), answer.get(name)) {
        (model, answer) if model == answer => None,
        (Some(Value::Array(model)), Some(Value::Array(answer))) => {
            let not_in = |these: &[Value], others: &[Value]| -> Value {
                these.iter().filter(|one| !others.contains(one)).cloned().collect()
            };
            Some(format!("{name}: model {}, program {}", not_in(model, answer), not_in(answer, model)))
        }
        (model, answer) => {
            let told = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            Some(format!("{name}: model {}, program {}", told(model), told(answer)))
        }
    };
    names.filter_map(told).collect()
}

/// The numbers in a sentence, in their order.
fn numbers(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect()
}

/// One of these.
fn one<'a, T>(items: &'a [T], stream: &mut Stream) -> &'a T {
    &items[stream.below(items.len())]
}

/// Whether so many of a hundred.
const fn of_hundred(percent: usize, stream: &mut Stream) -> bool {
    stream.below(100) < percent
}
