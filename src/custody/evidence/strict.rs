//! Documents in which every program reads the same. Where a name stands twice in an object, one program takes the first value
//! and another the last: whoever writes such a document shows people what the verifier does not see.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

/// Whether `text` is one JSON value in which no object has a name twice.
#[must_use]
pub fn is_unambiguous(text: &[u8]) -> bool {
    serde_json::from_slice::<Unambiguous>(text).is_ok()
}

/// Whether every program reads the same in a file: by its name or its beginning it is JSON, and then in one value, or a value in
/// each line; or it is something else.
#[must_use]
pub fn is_clear(name: &str, text: &[u8]) -> bool {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("json") => is_unambiguous(text),
        Some("jsonl") => {
            text.split(|byte| *byte == b'\n').all(|line| line.is_empty() || is_unambiguous(line))
        }
        _ => !begins_as_json(text) || is_unambiguous(text),
    }
}

/// Whether a text begins as JSON does, and no sentence: with a brace or a bracket, and a quotation mark or another of them.
fn begins_as_json(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut signs = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'"' | b'{' | b'[' | b']'))
    )
}

struct Unambiguous;

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Unambiguous;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_unit<E: Error>(self) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Unambiguous, A::Error> {
        while values.next_element::<Unambiguous>()?.is_some() {}
        Ok(Unambiguous)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Unambiguous, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            fields.next_value::<Unambiguous>()?;
            if !names.insert(name) {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Unambiguous)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_json_is_judged_whatever_it_is_called() {
        let twice = br#"{"a":1,"a":2}"#;
        for name in ["a.json", "a.JSON", "a.jsonl", "a.txt", "a"] {
            assert!(!is_clear(name, twice), "{name}");
            assert!(!is_clear(name, b"\xef\xbb\xbf {\"a\":1}"), "{name}");
            assert!(is_clear(name, br#"{"a":1}"#), "{name}");
        }
        assert!(is_clear("a.jsonl", b"{\"a\":1}\n{\"a\":1}\n"));
        for text in ["{\\rtf1 a}", "[1] first", "[x] done", "{ a }", "text {\"a\":1,\"a\":1}"] {
            assert!(is_clear("a.txt", text.as_bytes()), "{text}");
            assert!(!is_clear("a.json", text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_found_however_deep_and_however_it_is_written() {
        for good in [r#"{"a":1,"b":[{"a":-2.5},{"a":null}],"c":{"a":true}}"#, "[]", "1", r#""a""#] {
            assert!(is_unambiguous(good.as_bytes()), "{good}");
        }
        for bad in [
            r#"{"a":1,"a":1}"#,
            r#"[{"b":{"a":1,"\u0061":2}}]"#,
            r#"{"a":1}{"a":1}"#,
            r#"{"a":1"#,
            "",
            "{'a':1}",
        ] {
            assert!(!is_unambiguous(bad.as_bytes()), "{bad}");
        }
    }
}
